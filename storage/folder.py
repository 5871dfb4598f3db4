"""The folder of a store: whose it is, who has it open, and which workspaces lie in it."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from pathlib import Path

from storage.arrival import complete, refuse_unfinished
from storage.base import StoreError, StoreInUse
from storage.disk import OWNER_ONLY, OWNER_ONLY_FOLDER, Disk

LOCK = "lock"
WORKSPACE = re.compile(r"[A-Za-z0-9]{1,64}")


def workspace_folder(folder: Path, workspace: str) -> Path:
    """Return where a workspace's files stand; raise StoreError where the id could lead anywhere else."""
    if not WORKSPACE.fullmatch(workspace):
        raise StoreError(f"{workspace!r} is no workspace id: letters and digits only.")
    return folder / workspace


def workspace_folders(folder: Path) -> list[Path]:
    """Return the folders of the workspaces in a store."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and WORKSPACE.fullmatch(path.name))


def take(disk: Disk, folder: Path, *, arriving: bool = False) -> int:
    """Make the folder where it is missing, keep others out of it, and return the lock, held while it is open.

    Raises StoreError where all there is was left by a copy that did not end, unless another is `arriving`.
    """
    try:
        prepare(disk, folder)
        held = lock(disk, folder)
        try:
            complete(disk, folder)
            refuse_unfinished(folder, holds_something=arriving or bool(workspace_folders(folder)))
        except BaseException:
            disk.close(held)
            raise
    except OSError as error:
        raise StoreError(f"The store's folder {folder} cannot be used: {error.strerror or error}") from error
    return held


def prepare(disk: Disk, folder: Path) -> None:
    """See that the folder is there, ours, and nobody else's to read."""
    if not folder.parent.is_dir():
        raise StoreError(f"The store's folder {folder} cannot be made: there is no folder {folder.parent}. Make it first.")
    if not folder.exists():
        disk.mkdir(folder, OWNER_ONLY_FOLDER)
    if not folder.is_dir():
        raise StoreError(f"The store's folder {folder} is a file. Name a folder, or move the file away.")
    status = folder.stat()
    if status.st_uid != os.geteuid():
        raise StoreError(
            f"The store's folder {folder} belongs to user {status.st_uid}, and this is user {os.geteuid()}. "
            "Run as its owner, or give the folder to this user (chown)."
        )
    if stat.S_IMODE(status.st_mode) != OWNER_ONLY_FOLDER:
        folder.chmod(OWNER_ONLY_FOLDER)
    refuse_foreign(folder)


def refuse_foreign(folder: Path) -> None:
    """Raise StoreError where the folder holds something and it is not a store."""
    if (folder / LOCK).exists():
        return
    foreign = sorted(path.name for path in folder.iterdir() if path.name != "lost+found" and not is_workspace(path))
    if foreign:
        raise StoreError(f"The folder {folder} is not a store: it holds {foreign[0]}. Name a new or an empty folder.")


def is_workspace(path: Path) -> bool:
    """Whether this looks like a workspace's folder."""
    return WORKSPACE.fullmatch(path.name) is not None and any(path.glob("journal-*.log"))


def lock(disk: Disk, folder: Path) -> int:
    """Take the lock and write our process id into it; raise StoreInUse where another process holds it."""
    path = folder / LOCK
    file = disk.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        disk.truncate(file, 0)
        disk.write(file, b"%d\n" % os.getpid())
    except BlockingIOError as error:
        holder = path.read_text(encoding="ascii", errors="replace").strip()
        disk.close(file)
        raise StoreInUse(f"The store's folder {folder} is in use by process {holder or 'unknown'}. Stop that process first.") from error
    except OSError:
        disk.close(file)
        raise
    return file
