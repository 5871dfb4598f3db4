"""What is read from a large store: the sweep, whose cost is what is due, and one customer's talks."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.figures import Figure, Scale
from bench.on_disk import filled
from bench.records import TEAM, customer, customers_due, fill, utc_now
from bench.walk import gate
from handlers.sweep import Sweep
from storage.tinydb import TinyStore

DUE_PERCENT = 2
A_WORKING_HOUR = datetime(2026, 11, 24, 10, tzinfo=UTC)


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the sweep over as many customers as the largest store has records, and a list of talks."""
    customers = scale.sizes[-1]
    store = await TinyStore.open(folder / "due", utc_now)
    try:
        await fill(store, customers_due(customers, DUE_PERCENT), customers)
        figures = await swept(store, customers)
    finally:
        await store.close()
    async with filled(folder / "talks", customers) as store:
        return [*figures, await listed(store, customers)]


async def swept(store: TinyStore, customers: int) -> list[Figure]:
    """Ask who is due, tell them, and sweep once more when everybody is told."""
    tomorrow = utc_now().date() + timedelta(days=1)
    asked = await took(lambda: store.relationships(TEAM, due_by=tomorrow))
    due = len(await store.relationships(TEAM, due_by=tomorrow))
    sweep = Sweep(store, gate(at_work), at_work)
    first, again = [await took(sweep, times=1) for _ in range(2)]
    beside = f"{first * 1000:,.0f} ms to tell all their owners; {again * 1000:.1f} ms for the next sweep"
    return [Figure(f"who of {customers:,} customers is due: {due:,}", asked * 1000, "ms", beside=beside)]


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
