"""The rounds of `kill_replicas.py`, a few of them: `python tests/kill_replicas.py 100` runs many."""

from __future__ import annotations

import pytest
from kill_replicas import run


@pytest.mark.parametrize("seed", [1, 2])
async def test_five_bots_that_sweep_at_once_and_lose_one_forget_nobody_and_repeat_nothing_unmarked(database_url: str, seed: int) -> None:
    done = await run(1, seed, database_url)

    assert done.told().startswith("none lost")
