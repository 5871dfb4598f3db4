"""A store's folder as it looks from outside, beside the process that may have it open: who that is, how large it is, who may read it."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from datetime import datetime
from pathlib import Path

import msgspec

from storage.folder import LOCK, workspace_folders
from storage.journal import read_head, segment_paths


class Outside(msgspec.Struct, frozen=True):
    """What was seen. Sizes are in bytes; `begun` (UTC) is when the oldest journal that is kept was begun."""

    holder: str | None
    size: int
    begun: datetime | None
    open_to_others: tuple[str, ...]
    of_others: tuple[str, ...]


def look_at(folder: Path) -> Outside | None:
    """Look at a store's folder; None where there is none. Raises OSError, or StoreError where a journal can't be read."""
    if not folder.exists():
        return None
    paths = [folder, *sorted(folder.rglob("*"))]
    status = {str(path.relative_to(folder.parent)): path.lstat() for path in paths if path.exists()}
    heads = [read_head(segment)[0] for workspace in workspace_folders(folder) for segment in segment_paths(workspace)]
    return Outside(
        holder=holder(folder),
        size=sum(one.st_size for one in status.values() if stat.S_ISREG(one.st_mode)),
        begun=min((head.begun for head in heads), default=None),
        open_to_others=tuple(name for name, one in status.items() if one.st_mode & (stat.S_IRWXG | stat.S_IRWXO)),
        of_others=tuple(name for name, one in status.items() if one.st_uid != os.geteuid()),
    )


def holder(folder: Path) -> str | None:
    """Return the id of the process that has the store open, `unknown` where it is not said, None where there is no such process.

    The lock is tried in the form that several may hold, and let go at once: there is no other way to ask for it everywhere.
    """
    path = folder / LOCK
    if not path.exists():
        return None
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read(20).decode("ascii", errors="replace").strip() or "unknown"
    return None


def try_disk(folder: Path) -> None:
    """Write and sync a file that has no name, so that nothing of it can stay. Raises OSError where the disk takes none."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())


def free_space(folder: Path) -> int:
    """Return how many bytes are free where a folder is, or will be made."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free
