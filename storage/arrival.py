"""How a whole store comes into a folder at once: it is written into a corner of the folder, and takes its place when it is complete.

The corner is inside, so a folder that is a mount point serves as well. One rename, from `.incoming` to `.arrived`, decides: killed
before it, the old store stands; killed after it, whoever opens the folder next finishes what is left to do.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from storage.base import StoreError
from storage.disk import OWNER_ONLY_FOLDER, Disk, place, sync_folder

INCOMING, ARRIVED, ORDER = ".incoming", ".arrived", "order.json"


class Order(msgspec.Struct, frozen=True):
    """What is to be done: the workspaces that make room, and the folder, as seen from the store's, into which they go."""

    replaced: list[str]
    aside: str


def make_room(disk: Disk, folder: Path) -> Path:
    """Return an empty corner to write into; what an earlier attempt left there is removed."""
    discard(folder)
    disk.mkdir(folder / INCOMING, OWNER_ONLY_FOLDER)
    return folder / INCOMING


def discard(folder: Path) -> None:
    """Remove what did not arrive."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder / INCOMING)


def arrive(disk: Disk, folder: Path, order: Order) -> None:
    """Let the new store stand; from here on it does."""
    disk.close(place(disk, folder / INCOMING / ORDER, [msgspec.json.encode(order)]))
    sync_folder(disk, folder / INCOMING)
    disk.replace(folder / INCOMING, folder / ARRIVED)
    sync_folder(disk, folder)
    complete(disk, folder)


def complete(disk: Disk, folder: Path) -> None:
    """Put what has arrived in its place; may be done again after a crash at any point of it."""
    arrived = folder / ARRIVED
    if not arrived.exists():
        return
    if (arrived / ORDER).exists():
        order = msgspec.json.decode((arrived / ORDER).read_bytes(), type=Order)
        put_aside(disk, folder, order)
        for path in (path for path in arrived.iterdir() if path.is_dir()):
            disk.replace(path, folder / path.name)
        sync_folder(disk, folder)
        disk.unlink(arrived / ORDER)
    arrived.rmdir()
    sync_folder(disk, folder)


def put_aside(disk: Disk, folder: Path, order: Order) -> None:
    """Move the old store's workspaces away, those that are not yet."""
    if not order.replaced:
        return
    aside = folder / order.aside
    if not aside.exists():
        disk.mkdir(aside, OWNER_ONLY_FOLDER)
    for name in order.replaced:
        if (folder / name).is_dir() and not (aside / name).exists():
            disk.replace(folder / name, aside / name)
    sync_folder(disk, aside)


def new_name(folder: Path, name: str) -> str:
    """Return the name, or one after it, that is free both beside the folder and in it."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(one for one in names if not (folder / one).exists() and not (folder / ".." / one).exists())


def aside_of(folder: Path, name: str) -> str:
    """Return where an old store goes, as seen from its folder: beside it, or into it where that is another disk or not ours."""
    beside = folder.resolve().parent
    return f"../{name}" if beside.stat().st_dev == folder.stat().st_dev and os.access(beside, os.W_OK) else name


def refuse_unfinished(folder: Path, *, holds_something: bool) -> None:
    """Raise StoreError where a copy or a restore into this folder did not end, and there is no store but what it left."""
    if (folder / ARRIVED).exists():
        raise StoreError(f"A restore into {folder} is being completed. Try again; if it was killed, `keep-talking run` completes it.")
    if (folder / INCOMING).exists() and not holds_something:
        raise StoreError(
            f"{folder} is unfinished: a copy or a restore into it did not end. Run it again; to begin with nothing, remove the folder."
        )
