"""A process that is killed in a burst of commits loses none that it was told is saved."""

from __future__ import annotations

from kill_store import kill


def test_nothing_that_was_promised_is_lost_when_the_process_is_killed() -> None:
    promised = kill(rounds=3)

    assert promised >= 3
