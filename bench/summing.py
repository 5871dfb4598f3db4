"""The summary of everybody's quarter, with its charts and its details: how long it takes, and holds the loop."""

from __future__ import annotations

import time
from pathlib import Path

from bench.figures import Figure, Scale
from bench.on_disk import longest_stall
from bench.records import TEAM, utc_now
from bench.scoring import MOST, reopened
from handlers.summing import summed_up
from messages.summaries import summary_posted
from model.period import period_of
from model.summary import Scope, Wanted
from storage.tinydb import TinyStore


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the summary of all customers in the quarter under way, up to the last message of its thread."""
    size = min(MOST, scale.sizes[-1])
    async with reopened(folder / "summary", size) as store:
        return await posted(store, size)


async def posted(store: TinyStore, size: int) -> list[Figure]:
    """Sum up once, and look at the loop meanwhile."""
    today = utc_now().date()
    took: list[float] = []

    async def once() -> None:
        began = time.perf_counter()
        found = await summed_up(store, TEAM, Wanted(Scope(), period_of("quarter", today), "Europe/Berlin", today))
        messages = summary_posted(found)
        took.append(time.perf_counter() - began)
        if found.count("talk") < 1 or len(messages) < 1:
            raise RuntimeError("the summary tells of nothing")

    stall = await longest_stall(once())
    return [
        Figure(f"the summary of a quarter of {size:,} customers", took[0] * 1000, "ms", 2500),
        Figure("the longest that it holds the loop", stall * 1000, "ms", 20),
    ]
