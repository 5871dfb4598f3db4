"""A lane: what arrives within two turns of the loop, or while the load before it is away, goes to the database together.

A query costs the loop a tenth of a millisecond, as much as all the rest of a request, and the server as much again; six in one cost
little more than one. Where all went at once, the loop would be idle while they are away: of many who wait, half go. They go in the
order in which they came, unless a slow load is overtaken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from storage.base import StoreError

One = TypeVar("One")
Got = TypeVar("Got")
Carry = Callable[[list[One]], Awaitable[Sequence[Got]]]
TOGETHER, AT_MOST = 6, 32
SLOW = 0.05  # seconds
SIDE_BY_SIDE = 4


class Lane(Generic[One, Got]):
    """Who waits, and what is on its way: one load after the other, but none waits for a slow one while few are away.

    `carry` takes a load, and returns what came of each in it. It raises StoreError where the database does not answer, and anything
    else where one of the load is at fault. `slow` is in seconds.
    """

    def __init__(self, carry: Carry[One, Got], slow: float = SLOW) -> None:
        self.carry, self.slow = carry, slow
        self.waiting: list[tuple[One, asyncio.Future[Got]]] = []
        self.under_way: set[asyncio.Task[None]] = set()
        self._waited_for: asyncio.Task[None] | None = None

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
        if self.waiting and self._waited_for is None and len(self.under_way) < SIDE_BY_SIDE:
            self._waited_for = task = asyncio.create_task(self._carry_waiting())
            self.under_way.add(task)
            task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        self._overtake(task)

    def _overtake(self, task: asyncio.Task[None] | None) -> None:
        """Wait for this load no longer."""
        if self._waited_for is task:
            self._waited_for = None
        self._set_off()

    async def _carry_waiting(self) -> None:
        await asyncio.sleep(0)  # those who came together are seldom here in the same turn
        most = min(AT_MOST, max(TOGETHER, len(self.waiting) // 2))
        load, self.waiting = self.waiting[:most], self.waiting[most:]
        slow = asyncio.get_running_loop().call_later(self.slow, self._overtake, self._waited_for)
        try:
            outcomes = await self._carried([one for one, _ in load])
        finally:
            slow.cancel()
        for (_, future), outcome in zip(load, outcomes, strict=True):
            settle(future, outcome)

    async def _carried(self, load: list[One]) -> Sequence[Got | Exception]:
        """Carry all of a load at once; where that does not go, each half: one is at fault, and the others shall not suffer for it."""
        try:
            return await self.carry(load)
        except StoreError as error:  # nobody's fault
            return [error] * len(load)
        except Exception as error:  # noqa: BLE001  whatever it is, whose fault it is is told
            if len(load) == 1:
                return [error]
        half = len(load) // 2
        return [*await self._carried(load[:half]), *await self._carried(load[half:])]


def settle(future: asyncio.Future[Got], outcome: Got | Exception) -> None:
    """Tell whoever waits how it ended, if somebody still does."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
