"""The store: whether it opens, what is in it, who has it, whether the disk takes more, and who else could read it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.checks import database
from bot.checks.finding import Finding, counted, fail, ok, some_of, warn
from bot.checks.seen import MEGABYTE, Seen, contents
from bot.config import Settings
from storage import StoreError, folder_of
from storage.outside import Outside, free_space, look_at, try_disk
from storage.reading import Load, ReadStore

MANY_RECORDS, LONG, MANY_WRITES = 500_000, 10, 20  # memory, the seconds of a start, and half of what a slow disk syncs in a second
LITTLE, TOO_LITTLE = 200 * MEGABYTE, 10 * MEGABYTE


async def look(settings: Settings, now: datetime) -> Seen:
    """Look at the store."""
    try:
        where = folder_of(settings.store)
        if where is None:
            return await database.look(settings.store, now)
        folder, began = Path(where), time.perf_counter()
        store = ReadStore.read(folder, now)
        took, outside = time.perf_counter() - began, look_at(folder)
    except (StoreError, OSError) as error:
        return Seen([fail("store", str(error))])
    if outside is None:
        return Seen([not_there(folder)], store)
    held = ok("store", f"{await contents(store)}, {size(outside)}")
    return Seen([held, growth(store.load(), took), *in_use(outside), *disk(folder, outside), permissions(outside)], store, outside.holder)


def not_there(folder: Path) -> Finding:
    """Say that there is no store yet, and whether one can be made."""
    if not folder.absolute().parent.is_dir():
        return fail("store", f"{folder} can't be made: there is no folder {folder.absolute().parent}. Make it first, or set TALK_STORE.")
    return warn("store", f"{folder.absolute()} is not there yet; `keep-talking run` makes it. Is TALK_STORE what you mean?")


def growth(load: Load, seconds: float) -> Finding:
    """Say how much the store has to carry, and when that is more than one process should."""
    changes = f"{counted(load.changes, 'change')} in 24 hours, {load.busiest:.1f} a second at most"
    what = f"{counted(load.records, 'record')}, read in {seconds:.1f} s; {changes}"
    if load.records > MANY_RECORDS or seconds > LONG or load.busiest > MANY_WRITES:
        return warn("growth", f"{what}. It is time to move to PostgreSQL: docs/postgresql.md says how.")
    return ok("growth", f"{what}: not too much for a folder")


def size(outside: Outside) -> str:
    """Say how large it is, and since when changes are kept."""
    since = f"; its journal goes back to {outside.begun:%Y-%m-%d %H:%M} UTC" if outside.begun else ""
    return f"{outside.size / MEGABYTE:,.1f} MB{since}"


def in_use(outside: Outside) -> Iterator[Finding]:
    """Say who has it open."""
    yield ok("store in use", f"by process {outside.holder}" if outside.holder else "by nobody: no bot is running here")


def disk(folder: Path, outside: Outside) -> Iterator[Finding]:
    """Say whether the disk takes a write, which is not tried beside a running bot, and how much is left."""
    free = free_space(folder)
    left = f"{free / MEGABYTE:,.0f} MB free"
    if free < TOO_LITTLE:
        yield fail("disk", f"{left}. Make room: what can't be written is not saved.")
    elif free < max(LITTLE, 3 * outside.size):
        yield warn("disk", f"{left}, which is little. Make room: a snapshot needs as much as the store again.")
    elif outside.holder:
        yield ok("disk", f"{left}; no write is tried beside a running bot, whose /readyz says whether it can save")
    else:
        yield written(folder, left)


def written(folder: Path, left: str) -> Finding:
    """Say how long a synced write takes."""
    began = time.perf_counter()
    try:
        try_disk(folder)
    except OSError as error:
        return fail("disk", f"takes no write ({error.strerror or error}). See that this user may write to {folder}.")
    return ok("disk", f"{left}, and a write is safe after {(time.perf_counter() - began) * 1000:,.1f} ms")


def permissions(outside: Outside) -> Finding:
    """Say who but us could read it."""
    if outside.of_others:
        return fail("permissions", f"{some_of(outside.of_others)} of another user. Run as that user, or give it to this one (chown -R).")
    if outside.open_to_others:
        what = some_of(outside.open_to_others)
        return warn("permissions", f"others may read {what}. Take that away: chmod -R go= {outside.open_to_others[0].split('/')[0]}.")
    return ok("permissions", "nobody else can read it")
