"""Turn: whoever works through much in one go lets the loop have its turn in between, so that nobody else waits for the end of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")
Made = TypeVar("Made")
AT_ONCE = 0.002
PART = 50


class Turn:
    """Lets other work have its turn whenever some milliseconds have passed."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    async def over(self) -> None:
        """Let others go on if the time is over."""
        if time.perf_counter() - self.began > AT_ONCE:
            await asyncio.sleep(0)
            self.began = time.perf_counter()


async def each(make: Callable[[One], Made], given: Sequence[One]) -> list[Made]:
    """Make something of each that is given, in parts so small that the turns cost nothing beside them."""
    turn, made = Turn(), list[Made]()
    for start in range(0, len(given), PART):
        made += map(make, given[start : start + PART])
        await turn.over()
    return made
