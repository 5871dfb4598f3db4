"""Lanes: what arrives while the loop turns, or while all lanes are taken, goes to the database together, in order.

A query costs the loop a tenth of a millisecond, as much as all the rest of a request, and the server as much again; sixteen in one
cost little more than one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

One = TypeVar("One")
Got = TypeVar("Got")
Carry = Callable[[list[One]], Awaitable[Sequence[Got | Exception]]]
TOGETHER = 32


class Lanes(Generic[One, Got]):
    """Who waits for a lane, and what is on its way: so many loads at once. `carry` takes one, and returns what came of each in it."""

    def __init__(self, carry: Carry[One, Got], side_by_side: int) -> None:
        self.carry, self.side_by_side = carry, side_by_side
        self.waiting: list[tuple[One, asyncio.Future[Got]]] = []
        self.under_way: set[asyncio.Task[None]] = set()
        self._boarding = False

    async def send(self, one: One) -> Got:
        """Send one along and return what came of it, or raise it; it goes on when the caller gives up."""
        future: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self.waiting.append((one, future))
        self._set_off()
        return await future

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.wait(self.under_way)

    def _set_off(self) -> None:
        """Let a task carry what is waiting when its turn comes, and what joins until then."""
        if self.waiting and not self._boarding and len(self.under_way) < self.side_by_side:
            self._boarding = True
            task = asyncio.create_task(self._carry_waiting())
            self.under_way.add(task)
            task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        self._set_off()

    async def _carry_waiting(self) -> None:
        load, self.waiting = self.waiting[:TOGETHER], self.waiting[TOGETHER:]
        self._boarding = False
        self._set_off()
        try:
            outcomes = await self.carry([one for one, _ in load])
        except Exception as error:  # noqa: BLE001  whatever it is, everybody who waits is told
            outcomes = [error] * len(load)
        for (_, future), outcome in zip(load, outcomes, strict=True):
            settle(future, outcome)


def settle(future: asyncio.Future[Got], outcome: Got | Exception) -> None:
    """Tell whoever waits how it ended, if somebody still does."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
