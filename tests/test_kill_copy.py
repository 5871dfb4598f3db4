"""A few rounds of kill_copy.py with few records; it runs as many as one likes."""

from __future__ import annotations

import kill_copy
import pytest

from bench.database import Database


@pytest.mark.usefixtures("database_url")
async def test_a_copy_that_is_killed_is_nothing_or_all_of_it_and_can_be_run_again(session_database: Database) -> None:
    ways = await kill_copy.run(records=500, rounds=1, database=session_database)

    assert [done.way for done in ways] == list(kill_copy.WAYS)
    assert sum(done.killed for done in ways) > 0
