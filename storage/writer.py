"""Group commit: changes that arrive while a sync is under way share the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import TypeVar

from model.change import Change
from storage.base import Conflict, NotSaved, Receipt
from storage.journal import encode, line
from storage.pending import Flight, Pending
from storage.segment import OpenSegment
from storage.workspace import Workspace

T = TypeVar("T")
QUICK = 0.002


class Writer:
    """The one thread of a store that writes. It is a daemon: a loop that is lost with work under way does not keep the process."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._work: SimpleQueue[tuple[Callable[[], object], Callable[[object], None]] | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="journal", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do `work`, which never raises, in the thread, then hand its result to `then` on the loop."""
        self._work.put((work, then))  # type: ignore[arg-type]

    async def result(self, work: Callable[[], T]) -> T:
        """Return the result of `work`, which never raises, done in the thread."""
        future: asyncio.Future[T] = self.loop.create_future()
        self.run(work, future.set_result)
        return await future

    def stop(self) -> None:
        """Finish what was handed over, and end the thread."""
        self._work.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while job := self._work.get():
            work, then = job
            result = work()
            with suppress(RuntimeError):  # the loop is gone, and with it everybody who waited
                self.loop.call_soon_threadsafe(then, result)


class GroupCommit:
    """The way of one workspace's changes to disk, in order, and into what readers see."""

    def __init__(self, workspace: Workspace, segment: OpenSegment, writer: Writer, now: Callable[[], datetime]) -> None:
        self.workspace, self.segment, self.writer, self.now = workspace, segment, writer, now
        self.pending = Pending(workspace)
        self.sequence = segment.sequence
        self.since_snapshot = 0
        self._waiting: list[Flight] = []
        self._flying = self._scheduled = False
        self._calm = True
        self._landings: list[asyncio.Future[None]] = []

    @property
    def busy(self) -> bool:
        """Whether anything is on its way to disk."""
        return self._flying or bool(self._waiting)

    async def commit(self, change: Change) -> Receipt:
        """Commit a change, see `Store.commit`. A conflict with a change under way is raised once that one can be read."""
        try:
            return await self._commit(change)
        except Conflict:
            if not self.busy:
                raise
        await self.landing()
        return await self._commit(change)

    async def landing(self) -> None:
        """Wait until what is being written now is on disk, or failed."""
        future: asyncio.Future[None] = self.writer.loop.create_future()
        self._landings.append(future)
        await future

    async def check(self) -> None:
        """Raise NotSaved if nothing can be written, after seeing whether the trouble is over."""
        async with self.alone():
            trouble = await self.writer.result(self.segment.try_again) if self.segment.trouble else None
        if trouble:
            raise trouble

    async def close(self) -> None:
        """Finish what is under way and let go of the journal."""
        while self.busy:
            await self.landing()
        self.segment.close()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep changes waiting while something else is done to the journal."""
        while self._flying:
            await self.landing()
        self._flying = True
        try:
            yield
        finally:
            self._next()

    def _commit(self, change: Change) -> asyncio.Future[Receipt]:
        future: asyncio.Future[Receipt] = self.writer.loop.create_future()
        key = change.key
        if key is not None and key in self.workspace.recent.by_key:
            future.set_result(Receipt(self.workspace.recent.by_key[key], repeated=True))
        elif key is not None and key in self.pending.keys:
            self.pending.keys[key].waiting.append((future, True))
        else:
            flight = self.pending.examine(change)
            flight.line = line(self.sequence + 1, encode(change))
            flight.waiting.append((future, False))
            self._enqueue(flight)
        return future

    def _enqueue(self, flight: Flight) -> None:
        self.sequence += 1
        self.pending.add(flight)
        self._waiting.append(flight)
        if not self._flying:
            self._schedule()

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self.writer.loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._scheduled = False
        if self._flying or not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        self._flying = True
        calm, self._calm = self._calm, len(batch) == 1
        lines = b"".join(flight.line for flight in batch)
        if calm and self._calm:
            self._landed(batch, self._write(lines, 1))
        else:
            self.writer.run(lambda: self._write(lines, len(batch)), lambda trouble: self._landed(batch, trouble))

    def _write(self, lines: bytes, count: int) -> NotSaved | None:
        began = perf_counter()
        trouble = self.segment.append(lines, count)
        self._calm = self._calm and perf_counter() - began < QUICK
        return trouble

    def _landed(self, batch: list[Flight], trouble: NotSaved | None) -> None:
        if trouble is None:
            for flight in batch:
                self.workspace.apply(flight.change)
            self.workspace.recent.forget(self.now())
        else:
            batch, self._waiting = batch + self._waiting, []
            self.sequence = self.segment.sequence
        for flight in batch:
            flight.landed(trouble)
        self.pending.reset(self._waiting)
        self._next()

    def _next(self) -> None:
        self._flying = False
        landings, self._landings = self._landings, []
        for future in landings:
            if not future.done():
                future.set_result(None)
        if self._waiting:
            self._schedule()
