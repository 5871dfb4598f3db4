"""Connections of the pool, and those at hand: what a query that is asked all the time would pay each time, it pays once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg.abc import PQGen
from psycopg.waiting import Ready, Wait
from psycopg_pool import AsyncConnectionPool

Row = tuple[Any, ...]
Connection = AsyncConnection[Row]
Cursor = AsyncCursor[Row]
Pool = AsyncConnectionPool[Connection]
Got = TypeVar("Got")
GIVEN_UP_WITHIN = 5  # seconds
KEPT = 60  # seconds; then the pool sees whether a connection is still good


class Watched(AsyncConnection[Row]):
    """A connection whose socket the loop watches from its first query on; psycopg's own begins and ends that with each query."""

    watched: int | None = None
    query: PQGen[Any]
    answer: asyncio.Future[Wait | StopIteration] | None = None

    async def wait(self, gen: PQGen[Got], interval: float = 0.1, timeout: float | None = None) -> Got:  # noqa: ASYNC109  psycopg's signature
        """Go on with a query whenever the server has said something; who gives up before ends it, and the connection."""
        try:
            state: Wait | StopIteration = next(gen)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        except BaseException:
            self._leave()  # it may be the connection that is lost, and its socket that is closed
            raise
        if state == Wait.R and timeout is None:
            state = await self._answered(gen)
        if isinstance(state, StopIteration):
            return state.value  # type: ignore[no-any-return]
        self._leave()
        return await super().wait(going_on(gen, state), interval, timeout)

    async def close(self) -> None:
        """Close the connection; who waits for an answer hears that there will be none."""
        self._leave()
        if self.answer and not self.answer.done():
            self.answer.set_exception(psycopg.OperationalError("the connection was closed"))
        await super().close()

    async def _answered(self, query: PQGen[Any]) -> Wait | StopIteration:
        """Wait for the end of a query that is sent, or until it waits for something else than an answer."""
        loop = asyncio.get_running_loop()
        self.query, self.answer = query, loop.create_future()
        if self.watched is None:
            loop.add_reader(socket := self.pgconn.socket, self._hear)
            self.watched = socket
        try:
            return await self.answer
        except asyncio.CancelledError:
            try:
                with suppress(psycopg.Error):
                    await self.cancel_safe(timeout=GIVEN_UP_WITHIN)
            finally:
                await self.close()
            raise

    def _hear(self) -> None:
        """Go on with the query; where there is none, it may be the end of the connection, which the next one finds out."""
        if self.answer is None or self.answer.done():
            self._leave()
            return
        try:
            state = self.query.send(Ready.R)
        except StopIteration as end:
            self.answer.set_result(end)
        except Exception as error:  # noqa: BLE001  whoever waits for the answer is told
            self._leave()
            self.answer.set_exception(error)
        else:
            if state != Wait.R:
                self.answer.set_result(state)

    def _leave(self) -> None:
        """Watch the socket no longer: its number may soon be another's."""
        if self.watched is not None:
            asyncio.get_running_loop().remove_reader(self.watched)
            self.watched = None


def going_on(gen: PQGen[Got], state: Wait) -> PQGen[Got]:
    """Return the rest of a query that waits already."""
    while True:
        ready = yield state
        try:
            state = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class AtHand:
    """Connections that are kept for some queries, each with its cursor, as long as nobody waits for one.

    To borrow a connection and to make a cursor costs a query a third of all that it costs here.
    """

    def __init__(self, pool: Pool, often: Collection[str]) -> None:
        self.pool, self.often = pool, often
        self.cursors: dict[str, Cursor] = {}
        self.waiting = 0
        self.until = time.monotonic() + KEPT

    async def take(self, query: str) -> Cursor:
        """Return a cursor for this query. Raises PoolTimeout."""
        if time.monotonic() > self.until:
            await self.let_go()
        if cursor := self.cursors.pop(query, None):
            return cursor
        if self.cursors:
            return self.cursors.popitem()[1].connection.cursor()
        self.waiting += 1
        try:
            return (await self.pool.getconn()).cursor()
        finally:
            self.waiting -= 1

    async def give_back(self, query: str, cursor: Cursor) -> None:
        """Take back what was taken, and is as good as before."""
        if query in self.often and query not in self.cursors and not self.waiting and not self.pool.closed:
            self.cursors[query] = cursor
        else:
            await self.pool.putconn(cursor.connection)

    async def let_go(self) -> None:
        """Give all of them to the pool, which throws away those that are lost, or too old."""
        self.until = time.monotonic() + KEPT
        while self.cursors:
            _, cursor = self.cursors.popitem()
            await self.pool.putconn(cursor.connection)
