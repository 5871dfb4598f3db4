"""The score of everybody's quarter, among ten thousand customers with four talks a year each: how long it takes, and holds the loop."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure, Scale
from bench.on_disk import longest_stall
from bench.records import TEAM, customer, fill, talk, utc_now
from handlers.scoring import asked_for, score_of
from model.belief import TOPICS, Belief
from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.period import period_of
from model.record import new_id
from model.summary import Scope
from model.term import Term
from storage.tinydb import TinyStore

MOST, EACH = 10_000, 8
A_QUARTER = timedelta(days=91)


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the score of all customers in the quarter under way."""
    size = min(MOST, scale.sizes[-1])
    async with reopened(folder / "score", size) as store:
        return await scored(store, size)


@asynccontextmanager
async def reopened(folder: Path, customers: int) -> AsyncIterator[TinyStore]:
    """Open a store that was filled before, as a bot does in the morning."""
    store = await TinyStore.open(folder, utc_now)
    await fill(store, a_year(customers), customers * EACH)
    await store.compact()
    await store.close()
    store = await TinyStore.open(folder, utc_now)
    try:
        yield store
    finally:
        await store.close()


async def scored(store: TinyStore, size: int) -> list[Figure]:
    """Count everything once, and look at the loop meanwhile."""
    today = utc_now().date()
    took: list[float] = []

    async def once() -> None:
        began = time.perf_counter()
        score = await score_of(store, await asked_for(store, TEAM, Scope(), Term(period_of("quarter", today), today)))
        took.append(time.perf_counter() - began)
        if score.count("touch") != size:
            raise RuntimeError(f"the score counts {score.count('touch')} relationships of {size}")

    stall = await longest_stall(once())
    return [
        Figure(f"the score of {size:,} customers with {size * 4:,} talks a year", took[0] * 1000, "ms", 2500),
        Figure("the longest that it holds the loop", stall * 1000, "ms", 20),
    ]


def a_year(customers: int) -> Iterator[AnyRecord]:
    """Yield so many customers, each with four talks, a belief, an idea and a promise."""
    now = utc_now()
    for number in range(customers):
        of = customer(number, now.date() - timedelta(days=400))
        at = now - timedelta(days=number % 300)
        yield of
        yield from (talk(of, now.date() - number % 91 * timedelta(days=1) - quarter * A_QUARTER) for quarter in range(4))
        yield Belief(**head(of), topic=TOPICS[number % 7], statement="They plan a branch", learned_on=at.date(), learned_at=at)
        yield Idea(**head(of), text="Show the branch on a map", noted_at=at)
        yield promise(of, at)


def promise(of: Customer, at: datetime) -> Commitment:
    """Return what we promised at a moment, for a month later."""
    return Commitment(**head(of), side="us", person="U0OWNER", what="Send the offer", made_at=at, due_on=at.date() + timedelta(days=30))


def head(of: Customer) -> dict[str, Any]:
    """Return what all of them say: whom it is about, and who noted it."""
    return {"id": new_id(), "workspace": of.workspace, "customer": of.id, "author": "U0OWNER"}
