"""Searching a large store: words that are rare and common, beginnings, a phrase; and the first question, which builds."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from statistics import quantiles

import msgspec

from bench.figures import Figure, Scale
from bench.records import TALKS_EACH, TEAM, customer, fill, talk, utc_now
from model.change import AnyRecord
from model.search import Query, read_terms
from storage.tinydb import TinyStore

VOCABULARY, WORDS, ASKED, DAYS = 60_000, 110, 40, 1000
ASKS = {"a rare word": "zanzibar", "a common word": "{common}", "two beginnings": "{one} {other}", "a phrase": '"{first} {second}"'}


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure each kind of question, many times, once the words are known."""
    size = scale.sizes[-1]
    store = await TinyStore.open(folder / "found", utc_now)
    try:
        vocabulary = made_up()
        await fill(store, of_many_words(size, vocabulary), size)
        built, stalled = await building(store)
        common, first, second = vocabulary[3], vocabulary[20], vocabulary[35]
        asked = {"common": common, "one": vocabulary[900][:3], "other": vocabulary[700][:3], "first": first, "second": second}
        figures = [await finding(store, size, what, typed.format(**asked)) for what, typed in ASKS.items()]
    finally:
        await store.close()
    beside = f"{built:.1f} s, once, when it is first asked"
    return [
        *figures,
        Figure(f"the longest that others wait while the words of {size:,} records are learned", stalled * 1000, "ms", 20, beside=beside),
    ]


def made_up() -> list[str]:
    """Return made-up words, always the same, the common ones first."""
    chance = random.Random(9)  # noqa: S311  nothing is secret here
    return ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(3, 10))) for _ in range(VOCABULARY)]


def of_many_words(number: int, vocabulary: list[str]) -> Iterator[AnyRecord]:
    """Yield so many records: customers, and talks with them of some hundred words, used as often as words are (Zipf); one is rare."""
    chance, today = random.Random(10), utc_now().date()  # noqa: S311  nothing is secret here
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(vocabulary))))
    for index in range(-(-number // (TALKS_EACH + 1))):
        of = customer(index, today)
        yield of
        for day in range(TALKS_EACH):
            notes = " ".join(chance.choices(vocabulary, cum_weights=weights, k=WORDS))
            yield msgspec.structs.replace(
                talk(of, today - timedelta(days=(index + 100 * day) % DAYS)),
                notes=notes + (" zanzibar" if index + day == TALKS_EACH else ""),
            )


async def building(store: TinyStore) -> tuple[float, float]:
    """Ask for the first time; return how long that took, and the longest that something else had to wait meanwhile (seconds)."""
    waits, done = [0.0], asyncio.Event()

    async def others() -> None:
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0)
            waits.append(time.perf_counter() - began)

    beside, began = asyncio.create_task(others()), time.perf_counter()
    await store.find(TEAM, "U0OWNER", Query(read_terms("zanzibar")), 11)
    took = time.perf_counter() - began
    done.set()
    await beside
    return took, max(waits)


async def finding(store: TinyStore, size: int, what: str, typed: str) -> Figure:
    """Ask the same many times."""
    query, each = Query(read_terms(typed)), list[float]()
    for _ in range(ASKED):
        began = time.perf_counter()
        found = await store.find(TEAM, "U0OWNER", query, 11)
        each.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(each, n=20)
    return Figure(f"find {what} in {size:,} records, p50", cuts[9], "ms", 50, beside=f"p95 {cuts[18]:.1f} ms; {len(found)} on the page")
