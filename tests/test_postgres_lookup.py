"""Look-ups that share a query: everybody gets their own answer, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from storage import NotRead
from storage.postgres_lookup import SIDE_BY_SIDE, Lookups


class Shelf:
    """A source that holds a row for each key but one, counts how often it was asked, and may be away."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.away = False
        self.let_go = asyncio.Event()
        self.let_go.set()

    async def read(self, _: str, parameters: Any) -> list[tuple[Any, ...]]:
        await asyncio.sleep(0)
        await self.let_go.wait()
        asked = msgspec.json.decode(parameters["asked"])
        wanted = [(question, of, key) for question, places in asked.items() for of, keys in places.items() for key in keys]
        self.asked.append({key for _, _, key in wanted})
        if self.away:
            raise NotRead("away.")
        return [(*place, " ".join(place[::2])) for place in wanted if place[2] != "none"]


async def test_who_asks_together_shares_a_query_and_gets_their_own_answer() -> None:
    lookup = Lookups(shelf := Shelf())

    found = await asyncio.gather(*(lookup.one("row", "T", key) for key in ("a", "b", "a", "none")))

    assert found == [[("row a",)], [("row b",)], [("row a",)], []]
    assert shelf.asked == [{"a", "b", "none"}]


async def test_different_questions_share_a_query_and_one_key_may_stand_for_several() -> None:
    lookup = Lookups(shelf := Shelf())

    found = tuple(await asyncio.gather(lookup.one("talk", "T", "a"), lookup.one("idea", "T", "a"), lookup.many("talk", "T", ["b", "none"])))

    assert found == ([("talk a",)], [("idea a",)], {"b": [("talk b",)]})
    assert shelf.asked == [{"a", "b", "none"}]


async def test_who_asks_while_the_queries_are_under_way_goes_into_the_next_one() -> None:
    lookup = Lookups(shelf := Shelf())
    shelf.let_go.clear()
    under_way = []
    for number in range(SIDE_BY_SIDE):
        under_way.append(asyncio.create_task(lookup.one("row", "T", str(number))))
        await asyncio.sleep(0.001)
    late = [asyncio.create_task(lookup.one("row", "T", key)) for key in ("b", "c")]
    await asyncio.sleep(0.001)
    shelf.let_go.set()

    assert await asyncio.gather(*under_way) == [[(f"row {number}",)] for number in range(SIDE_BY_SIDE)]
    assert await asyncio.gather(*late) == [[("row b",)], [("row c",)]]
    assert shelf.asked[SIDE_BY_SIDE:] == [{"b", "c"}]


async def test_an_answer_is_never_that_of_a_query_that_began_before_the_question() -> None:
    lookup = Lookups(shelf := Shelf())
    for _ in range(50):
        await asyncio.wait_for(lookup.one("row", "T", "a"), 1)

    assert len(shelf.asked) == 50


async def test_everybody_hears_that_the_database_is_away_and_the_next_one_asks_again() -> None:
    lookup = Lookups(shelf := Shelf())
    shelf.away = True

    outcomes = await asyncio.gather(lookup.one("row", "T", "a"), lookup.one("row", "T", "b"), return_exceptions=True)
    shelf.away = False

    assert [type(outcome) for outcome in outcomes] == [NotRead, NotRead]
    assert await lookup.one("row", "T", "a") == [("row a",)]


async def test_who_gives_up_takes_nobody_along() -> None:
    lookup = Lookups(Shelf())
    given_up, patient = asyncio.create_task(lookup.one("row", "T", "a")), asyncio.create_task(lookup.one("row", "T", "b"))
    await asyncio.sleep(0)

    given_up.cancel()

    assert await asyncio.wait_for(patient, 1) == [("row b",)]
    with pytest.raises(asyncio.CancelledError):
        await given_up
