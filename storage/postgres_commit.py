"""The way of changes into the database: what arrives while the loop turns goes in one round trip and one transaction, in order.

A change is idempotent by its key or its own id, so whoever does not know whether a commit arrived sends it again and is told.
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import psycopg

from model.change import Change
from storage.base import Conflict, NotSaved, Receipt
from storage.postgres_pool import Connections, Row
from storage.postgres_rows import Envelope, encode, envelope

TOGETHER = 16
SIDE_BY_SIDE = 3
COMMIT = "select first_id, first_change::text, conflict from keep_talking.commit_changes(%(changes)s)"

Waiting = tuple[Envelope, asyncio.Future[Receipt]]


class Commits:
    """Changes that wait for their turn, and those that are on their way."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.waiting: list[Waiting] = []
        self.under_way: set[asyncio.Task[None]] = set()
        self.closed = self._boarding = False
        self._alone: asyncio.Future[Receipt] | None = None

    async def commit(self, change: Change) -> Receipt:
        """Commit a change, see `Store.commit`; it goes on when the caller gives up."""
        if self.closed:
            raise NotSaved("The store is closed.")
        waiting: Waiting = (envelope(change), asyncio.get_running_loop().create_future())
        if self.under_way or self._alone or self.waiting:
            self.waiting.append(waiting)
            self._set_off()
        else:
            await self._carry_alone(waiting)
        return await waiting[1]

    async def close(self) -> None:
        """Finish what is under way."""
        self.closed = True
        while self.under_way or self._alone:
            alone: set[asyncio.Future[Any]] = {self._alone} if self._alone else set()
            await asyncio.wait(self.under_way | alone)

    async def _carry_alone(self, waiting: Waiting) -> None:
        """Carry the only change there is without a task of its own, which would be a fifth of the time."""
        self._alone = waiting[1]
        try:
            await self._carry([waiting])
        except asyncio.CancelledError:
            waiting[1].cancel()
            self.waiting.append((waiting[0], asyncio.get_running_loop().create_future()))  # once more: it is known by its id
            raise
        finally:
            self._alone = None
            self._set_off()

    def _set_off(self) -> None:
        """Let a task carry what is waiting when its turn comes, and what joins until then."""
        if self.waiting and not self._boarding and not self._alone and len(self.under_way) < SIDE_BY_SIDE:
            self._boarding = True
            task = asyncio.create_task(self._carry_waiting())
            self.under_way.add(task)
            task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        self._set_off()

    async def _carry_waiting(self) -> None:
        together, self.waiting = self.waiting[:TOGETHER], self.waiting[TOGETHER:]
        self._boarding = False
        self._set_off()
        await self._carry(together)

    async def _carry(self, together: list[Waiting]) -> None:
        try:
            changes = encode([one.call for one, _ in together]).decode()
            rows = await self.connections.write(COMMIT, {"changes": changes})
        except psycopg.Error as error:
            await self._apart(together, error)
        except Exception as error:  # noqa: BLE001  whatever it is, everybody who waits is told
            for _, future in together:
                settle(future, error)
        else:
            for (one, future), row in zip(together, rows, strict=True):
                settle(future, receipt(one, row))

    async def _apart(self, together: list[Waiting], error: psycopg.Error) -> None:
        if len(together) == 1:
            settle(together[0][1], error)
            return
        for one in together:  # one of them is at fault, and the others shall not suffer for it
            await self._carry([one])


def receipt(one: Envelope, row: Row) -> Receipt | Conflict:
    """Return what came of a change: its own receipt, that of the change which had its key before, or a conflict."""
    first_id, first_change, conflict = row
    if conflict is not None:
        return Conflict(conflict)
    if first_id is None or first_id == one.id:
        return Receipt(one.change, repeated=False)
    return Receipt(msgspec.json.decode(first_change, type=Change), repeated=True)


def settle(future: asyncio.Future[Receipt], outcome: Any) -> None:
    """Tell whoever waits how it ended, if somebody still does."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
