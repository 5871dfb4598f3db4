"""Look-ups that share a query: everybody gets their own answer, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from storage import NotRead
from storage.postgres_lookup import Lookup


class Shelf:
    """A source that holds a row for each key but one, counts how often it was asked, and may be away."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.away = False

    async def read(self, _: str, parameters: Any) -> list[tuple[Any, ...]]:
        await asyncio.sleep(0)
        self.asked.append(set(parameters["id"]))
        if self.away:
            raise NotRead("away.")
        return [(key, f"row {key}") for key in parameters["id"] if key != "none"]


async def test_who_asks_together_shares_a_query_and_gets_their_own_answer() -> None:
    lookup = Lookup(shelf := Shelf(), "id", "{k}")

    found = await asyncio.gather(*(lookup.one(key) for key in ("a", "b", "a", "none")))

    assert found == [[("row a",)], [("row b",)], [("row a",)], []]
    assert shelf.asked == [{"a", "b", "none"}]


async def test_who_asks_meanwhile_goes_into_the_next_query() -> None:
    lookup = Lookup(shelf := Shelf(), "id", "{k}")
    first = asyncio.create_task(lookup.one("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    second, third = await asyncio.gather(lookup.one("b"), lookup.one("c"))

    assert await first == [("row a",)]
    assert (second, third) == ([("row b",)], [("row c",)])
    assert shelf.asked == [{"a"}, {"b", "c"}]


async def test_an_answer_is_never_that_of_a_query_that_began_before_the_question() -> None:
    lookup = Lookup(shelf := Shelf(), "id", "{k}")
    for _ in range(50):
        await asyncio.wait_for(lookup.one("a"), 1)

    assert len(shelf.asked) == 50


async def test_everybody_hears_that_the_database_is_away_and_the_next_one_asks_again() -> None:
    lookup = Lookup(shelf := Shelf(), "id", "{k}")
    shelf.away = True

    outcomes = await asyncio.gather(lookup.one("a"), lookup.one("b"), return_exceptions=True)
    shelf.away = False

    assert [type(outcome) for outcome in outcomes] == [NotRead, NotRead]
    assert await lookup.one("a") == [("row a",)]


async def test_who_gives_up_takes_nobody_along() -> None:
    lookup = Lookup(Shelf(), "id", "{k}")
    given_up, patient = asyncio.create_task(lookup.one("a")), asyncio.create_task(lookup.one("b"))
    await asyncio.sleep(0)

    given_up.cancel()

    assert await asyncio.wait_for(patient, 1) == [("row b",)]
    with pytest.raises(asyncio.CancelledError):
        await given_up
