"""Look-ups that share a query: everybody gets their own answer, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from storage import NotRead
from storage.postgres_lane import SIDE_BY_SIDE, TOGETHER
from storage.postgres_lookup import Lookups


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


async def asks(lookup: Lookups, *keys: str) -> list[asyncio.Task[list[tuple[Any, ...]]]]:
    """Ask, and let the loop turn so often that the query is on its way."""
    asked = [asyncio.create_task(lookup.one("row", "T", key)) for key in keys]
    for _ in range(5):
        await asyncio.sleep(0)
    return asked


async def test_who_asks_while_a_query_is_under_way_goes_into_the_next_one() -> None:
    lookup = Lookups(shelf := Shelf())
    shelf.let_go.clear()
    first, late = await asks(lookup, "a"), await asks(lookup, "b", "c")
    shelf.let_go.set()

    assert await asyncio.gather(*first, *late) == [[("row a",)], [("row b",)], [("row c",)]]
    assert shelf.asked == [{"a"}, {"b", "c"}]


async def test_of_many_who_ask_at_once_some_are_always_here_while_others_are_away() -> None:
    lookup = Lookups(shelf := Shelf())

    keys = [str(number) for number in range(4 * TOGETHER)]
    assert await asyncio.gather(*await asks(lookup, *keys)) == [[(f"row {key}",)] for key in keys]

    assert list(map(len, shelf.asked)) == [2 * TOGETHER, TOGETHER, TOGETHER]


async def test_who_comes_a_turn_later_still_shares_the_query() -> None:
    lookup = Lookups(shelf := Shelf())
    first = asyncio.create_task(lookup.one("row", "T", "a"))
    for _ in range(2):
        await asyncio.sleep(0)

    assert await lookup.one("row", "T", "b") == [("row b",)]
    assert await first == [("row a",)]
    assert shelf.asked == [{"a", "b"}]


async def test_what_waits_when_it_is_closed_is_answered_first() -> None:
    lookup = Lookups(Shelf())
    asked = await asks(lookup, *(str(number) for number in range(4 * TOGETHER)))

    await lookup.close()

    assert all(one.done() for one in asked)


async def test_a_query_that_takes_long_holds_nobody_up_but_few_are_under_way_at_once() -> None:
    lookup = Lookups(shelf := Shelf())
    lookup.lane.slow = 0
    shelf.let_go.clear()
    asked = [one for number in range(SIDE_BY_SIDE + 2) for one in await asks(lookup, str(number))]

    assert len(lookup.lane.under_way) == SIDE_BY_SIDE
    shelf.let_go.set()
    await asyncio.gather(*asked)
    assert list(map(len, shelf.asked)) == [1] * SIDE_BY_SIDE + [2]


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
