"""The calls to the operating system that write, in one replaceable object: tests let the nth of them fail.

Two rules live here, because they hold for every file of a store: all of it is written or an error is raised, and a new
file takes its place only when it is whole and synced.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OWNER_ONLY, OWNER_ONLY_FOLDER = 0o600, 0o700
NEW = ".new"


class Disk:
    """The operating system's own calls."""

    open = staticmethod(os.open)
    close = staticmethod(os.close)
    write = staticmethod(os.write)
    fdatasync = staticmethod(getattr(os, "fdatasync", os.fsync))
    fsync = staticmethod(os.fsync)
    truncate = staticmethod(os.ftruncate)
    replace = staticmethod(os.replace)
    unlink = staticmethod(os.unlink)
    mkdir = staticmethod(os.mkdir)


def write_all(disk: Disk, file: int, content: bytes) -> None:
    """Write every byte, however many the system takes at a time."""
    written = disk.write(file, content)
    while written < len(content):
        more = disk.write(file, memoryview(content)[written:])
        if not more:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        written += more


def sync_folder(disk: Disk, folder: Path) -> None:
    """Make the names in a folder durable: a file that was renamed or removed is so after a power cut, too."""
    handle = disk.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        disk.fsync(handle)
    finally:
        disk.close(handle)


def place(disk: Disk, path: Path, content: Iterable[bytes]) -> int:
    """Write a new file that becomes `path` once it is whole and on disk, and return it, open for appending.

    Until then `path` stays what it was. The name is durable after `sync_folder` only.
    """
    draft = path.with_name(path.name + NEW)
    file = disk.open(draft, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        for part in content:
            write_all(disk, file, part)
        disk.fsync(file)
        disk.replace(draft, path)
    except BaseException:
        disk.close(file)
        with suppress(OSError):
            disk.unlink(draft)
        raise
    return file


def remove_unfinished(disk: Disk, folder: Path) -> None:
    """Remove the new files that a crash left before they took their place."""
    for path in folder.glob("*" + NEW):
        with suppress(OSError):
            disk.unlink(path)
