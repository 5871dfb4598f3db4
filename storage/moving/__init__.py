"""Moving everything from one place to another: a store into a backup, a backup into a store, one store into another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage import folder_of, require_driver
from storage.moving.files import FileSource, FileTarget
from storage.moving.stream import Contents, Figure, Figures, Source, Target, pour

if TYPE_CHECKING:
    from storage.disk import Disk

__all__ = ["Contents", "Figure", "Figures", "FileSource", "FileTarget", "Source", "Target", "contents", "pour", "same", "source", "target"]


async def source(url: str, at: datetime, *, alone: bool) -> Source:
    """Return the store that the URL names as it is at this moment: `alone`, or beside running bots.

    Raises StoreError, or StoreInUse where it is to be alone and is not.
    """
    folder = folder_of(url)
    if folder is None:
        require_driver()
        from storage.moving.database import DatabaseSource

        return await DatabaseSource.open(url, at, alone=alone)
    from storage.moving.folder import FolderSource

    return FolderSource.alone(Path(folder), at) if alone else FolderSource(Path(folder), at)


async def target(url: str, at: datetime, *, force: bool = False, disk: Disk | None = None) -> Target:
    """Return the store that the URL names, to be filled; with `force` what is in it is replaced. Raises StoreError, or StoreInUse."""
    folder = folder_of(url)
    if folder is None:
        require_driver()
        from storage.moving.database import DatabaseTarget

        return await DatabaseTarget.open(url, force=force)
    from storage.moving.folder import FolderTarget

    return FolderTarget(Path(folder), at, force=force, disk=disk)


async def contents(url: str, at: datetime) -> Contents:
    """Return what is in a store, beside running bots. Raises StoreError."""
    opened = await source(url, at, alone=False)
    await opened.close()
    return opened.contents


def same(url: str, other: str) -> bool:
    """Whether two URLs name the same store, as far as that shows."""
    folders = [folder_of(one) for one in (url, other)]
    if None in folders:
        return url == other
    return len({Path(folder or "").resolve() for folder in folders}) == 1
