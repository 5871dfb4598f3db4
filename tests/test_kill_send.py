"""Three rounds of kill_send.py, one of each kind, which runs as many as one likes."""

from __future__ import annotations

import kill_send


async def test_a_bot_killed_between_taken_and_marked_as_sent_loses_no_reminder_and_knows_which_came_twice() -> None:
    done = await kill_send.run(3, seed=2)

    assert (done.never_taken, done.found, done.twice) == (1, 1, 1)
