"""Whoever works through much lets others have their turn, and still makes all of it, in order."""

from __future__ import annotations

import asyncio

import pytest

from storage import turn


@pytest.mark.parametrize("number", [0, 1, turn.PART, 3 * turn.PART + 1])
async def test_each_is_made_once_and_in_order(number: int) -> None:
    assert await turn.each(str, range(number)) == [str(one) for one in range(number)]


async def test_others_have_their_turn_between_the_parts_that_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "AT_ONCE", 0)
    seen: list[int] = []
    made: list[int] = []

    async def others() -> None:
        while len(made) < 4 * turn.PART:
            seen.append(len(made))
            await asyncio.sleep(0)

    await asyncio.gather(turn.each(made.append, range(4 * turn.PART)), others())

    assert seen == [turn.PART, 2 * turn.PART, 3 * turn.PART]
