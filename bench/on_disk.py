"""The store: a commit beside the raw append and sync of the same bytes, compaction beside a running loop, and reload."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bench.figures import Figure, Scale
from bench.records import customer, customers_with_talks, fill, noted, utc_now
from model.change import Change
from storage.disk import Disk
from storage.tinydb import TinyStore

TICK = 0.001
TWO_DAYS = timedelta(days=2)
Way = Callable[[Change], Awaitable[object]]
APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT


class Overheard(Disk):
    """A disk that remembers the last bytes written, so that the yardstick can write the same."""

    last = b""

    @classmethod
    def write(cls, file: int, content: bytes) -> int:  # type: ignore[override]
        """Write, and remember."""
        cls.last = content
        return os.write(file, content)


class Raw:
    """A bare file that is appended to and synced."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, APPEND, 0o600)

    async def commit(self, _: Change) -> None:
        """Put on disk what the store wrote last."""
        os.write(self.file, Overheard.last)
        Disk.fdatasync(self.file)


@asynccontextmanager
async def filled(folder: Path, records: int) -> AsyncIterator[TinyStore]:
    """Open a store with so many records in its snapshot and an empty journal."""
    store = await TinyStore.open(folder, utc_now, Overheard())
    try:
        await fill(store, customers_with_talks(records), records)
        await store.compact()
        yield store
    finally:
        await store.close()


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure stores of every size side by side, then the largest alone."""
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(filled(folder / f"of-{size}", size)) for size in scale.sizes]
        figures = [*await commits(scale, stores, Raw(folder / "raw")), *await compaction(scale, stores[-1])]
    return [*figures, *await reload(scale, folder / f"of-{scale.sizes[-1]}")]


async def commits(scale: Scale, stores: list[TinyStore], raw: Raw) -> list[Figure]:
    """Commit the same note to every store, and to the bare file, in turn."""
    ways: list[Way] = [*(store.commit for store in stores), raw.commit]
    rounds = [await one_round(ways, number) for number in range(scale.commits)]
    *ours, bare = (median(column) for column in zip(*rounds, strict=True))
    sizes = f"{scale.sizes[0]:,} to {scale.sizes[-1]:,}"
    each = ", ".join(f"{took * 1e6:.0f}" for took in ours)
    spread = (max(ours) / min(ours) - 1) * 100
    return [
        Figure(f"a commit × raw append + fdatasync, {sizes} records", max(ours) / bare, "×", 1.2, beside=f"raw {bare * 1e6:.0f} µs"),
        Figure("how far the sizes lie apart", spread, "%", 10, beside=f"{each} µs"),
    ]


async def one_round(ways: list[Way], number: int) -> list[float]:
    """Return how long each way took to put a note on disk, in seconds; another one begins each time, and each has rested as long."""
    took = [0.0] * len(ways)
    for step in range(len(ways)):
        index = (number + step) % len(ways)
        change = noted(customer(0, utc_now().date()))
        began = time.perf_counter()
        await ways[index](change)
        took[index] = time.perf_counter() - began
    return took


async def compaction(scale: Scale, store: TinyStore) -> list[Figure]:
    """Measure the longest time for which a loop stood still while everything was written anew, and while nothing was."""
    stalls, lasted = [], []
    for _ in range(min(scale.rounds, 5)):
        began = time.perf_counter()
        stalls.append(await longest_stall(store.compact()))
        lasted.append(time.perf_counter() - began)
    idle = await longest_stall(asyncio.sleep(median(lasted)))
    beside = f"took {median(lasted) * 1000:,.0f} ms; an idle loop stands still for {idle * 1000:.1f} ms"
    return [Figure(f"the longest stall while {scale.sizes[-1]:,} records are compacted", max(stalls) * 1000, "ms", 20, beside=beside)]


async def longest_stall(work: Awaitable[None]) -> float:
    """Return for how long at most the loop stood still while the work was done, in seconds."""
    done = asyncio.ensure_future(work)
    longest, last = 0.0, time.perf_counter()
    while not done.done():
        await asyncio.sleep(TICK)
        longest, last = max(longest, time.perf_counter() - last - TICK), time.perf_counter()
    await done
    return longest


async def reload(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the opening of a store from its snapshot, and where everything was written today, so that its keys are read, too."""
    from_snapshot = [await opened(folder, lambda: utc_now() + TWO_DAYS) for _ in range(min(scale.rounds, 5))]
    from_both = [await opened(folder, utc_now) for _ in range(min(scale.rounds, 5))]
    beside = f"{megabytes(folder, 'snapshot.json'):.0f} MB"
    return [
        Figure(f"reload of {scale.sizes[-1]:,} records from the snapshot", median(from_snapshot), "s", 0.7, beside=beside),
        Figure("the same where all were written today", median(from_both), "s", beside=f"{megabytes(folder, '*'):.0f} MB"),
    ]


async def opened(folder: Path, now: Callable[[], datetime]) -> float:
    """Return how long a store takes to open, in seconds."""
    began = time.perf_counter()
    store = await TinyStore.open(folder, now)
    took = time.perf_counter() - began
    await store.close()
    return took


def megabytes(folder: Path, names: str) -> float:
    """Return how large the files of these names are together."""
    return sum(path.stat().st_size for path in folder.rglob(names) if path.is_file()) / 1e6
