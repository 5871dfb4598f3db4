"""A few rounds of kill_bot.py, which runs as many as one likes."""

from __future__ import annotations

import kill_bot
import pytest


@pytest.mark.parametrize(("transport", "rounds"), [("socket", 2), ("http", 1)])
async def test_a_bot_killed_in_a_burst_of_notes_loses_nothing_and_doubles_nothing(transport: str, rounds: int) -> None:
    done = await kill_bot.run(rounds, transport, seed=3)

    assert done.kills_under_way == rounds
    assert len(done.acknowledged) >= rounds
