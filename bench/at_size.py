"""What is read from a large store: the sweep, whose cost is what is due, and one customer's talks."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bench.figures import Figure, Scale
from bench.on_disk import filled
from bench.records import TEAM, customer, customers_due, fill, utc_now
from bench.walk import gate
from handlers.roster import Roster
from handlers.sweep import Sweep
from storage.tinydb import TinyStore

DUE_PERCENT = 2


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the sweep over stores of each size, of which two customers in a hundred are due, and a list of talks."""
    sweeps = [await swept(folder / f"due-{size}", size) for size in scale.sizes[-3:]]
    smallest, largest = sweeps[0], sweeps[-1]
    async with filled(folder / "talks", scale.sizes[-1]) as store:
        talks = await listed(store, scale.sizes[-1])
    return [
        *(one.figure(10 if one is largest else None) for one in sweeps),
        Figure(
            f"a due customer's share of it among {largest.customers:,} × among {smallest.customers:,}",
            largest.each / smallest.each,
            "×",
            1.25,
            beside=f"{largest.each:.1f} µs beside {smallest.each:.1f} µs",
        ),
        talks,
    ]


@dataclass(frozen=True)
class Sweeps:
    """What the sweep of a store took: to decide, to tell everybody, and to decide again when everybody is told (seconds)."""

    customers: int
    due: int
    decided: float
    told: float
    again: float

    @property
    def each(self) -> float:
        """Return how long it takes to decide about one due customer, in µs."""
        return self.decided / self.due * 1e6

    def figure(self, goal: float | None) -> Figure:
        """Return the time to decide as a figure."""
        beside = f"{self.told * 1000:,.0f} ms to load, write and commit what is told; {self.again * 1000:.2f} ms to decide the next time"
        what = f"the sweep over {self.customers:,} customers decides, {self.due:,} due"
        return Figure(what, self.decided * 1000, "ms", goal, beside=beside)


async def swept(folder: Path, customers: int) -> Sweeps:
    """Decide what is to be told, tell it, and decide once more when everybody is told."""
    store = await TinyStore.open(folder, utc_now)
    try:
        await fill(store, customers_due(customers, DUE_PERCENT), customers)
        people = gate(at_work)
        sweep = Sweep(store, people, at_work)

        async def decide() -> int:
            roster = Roster(store, people, await store.settings(TEAM), at_work())
            return sum(map(len, (await sweep.decide(roster)).values()))

        due = len(await store.relationships(TEAM, due_by=utc_now().date())) or 1
        if await decide() < due:
            raise RuntimeError(f"the sweep tells of {await decide()} where {due} are due")
        return Sweeps(customers, due, await took(decide, 15), await took(sweep, 1), await took(decide, 15))
    finally:
        await store.close()


async def listed(store: TinyStore, records: int) -> Figure:
    """Ask for one customer's last talks."""
    of = customer(records // 20, utc_now().date()).id
    return Figure(f"a customer's last 5 talks in {records:,} records", await took(lambda: store.talks(TEAM, of, 5), 500) * 1e6, "µs")


async def took(work: Callable[[], Awaitable[object]], times: int = 7) -> float:
    """Return how long it takes to do this, the median of some times, in seconds."""
    each = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        each.append(time.perf_counter() - began)
    return median(each)


def at_work() -> datetime:
    """Return a moment of a working day in UTC, not before today's."""
    now = utc_now()
    return now.replace(hour=10) + timedelta(days=-now.weekday() % 7)
