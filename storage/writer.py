"""Group commit: changes that arrive while a sync is under way share the next one.

A change that comes alone is synced on the loop: the way to a thread and back costs it a third of a sync more (measured), and
nobody else is kept waiting. As soon as changes come in company, or a sync took longer than two milliseconds, the writer
thread syncs and the loop goes on; sixteen callers then reach nine tenths of what they would without any sync.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import Any, TypeVar

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

    def __init__(self, workspace: Workspace, segment: OpenSegment, writer: Writer) -> None:
        self.workspace, self.segment, self.writer = workspace, segment, writer
        self.pending = Pending(workspace)
        self.sequence = segment.sequence
        self.uncovered = 0
        self.inline = True
        self._waiting: list[Flight] = []
        self._flying = self._scheduled = False
        self._turn: asyncio.Task[Any] | None = None
        self._calm = True
        self._landings: list[asyncio.Future[None]] = []

    @property
    def since_snapshot(self) -> int:
        """Return how many bytes of journal no snapshot covers, `uncovered` of them in earlier segments."""
        return self.uncovered + self.segment.length

    @property
    def busy(self) -> bool:
        """Whether anything is on its way to disk."""
        return self._flying or bool(self._waiting)

    async def commit(self, change: Change) -> Receipt:
        """Commit a change, see `Store.commit`. A conflict with a change under way is raised once that one can be read."""
        if self._turn is not None and self._turn is asyncio.current_task():
            await asyncio.sleep(0)  # whoever commits one after the other lets the rest of the loop have its turn
        try:
            if self._calm and self.inline and self._turn is None and not self.busy:
                return self._commit_here(change)
            return await self._commit_in_company(change)
        except Conflict:
            if not self.busy:
                raise
        under_way = self.sequence
        while self.busy and self.segment.sequence < under_way:
            await self.landing()
        return await self._commit_in_company(change)

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
        self.workspace.words.stop()
        self.segment.close()

    async def begin_segment(self, now: datetime) -> None:
        """Go on in a new segment; only while `alone`. Raises NotSaved, and then goes on in the old one."""
        trouble = await self.writer.result(lambda: self._begin_segment(now))
        if trouble is not None:
            raise trouble

    async def landing(self) -> None:
        """Wait until what is being written now is on disk, or failed."""
        future: asyncio.Future[None] = self.writer.loop.create_future()
        self._landings.append(future)
        await future

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

    def _commit_here(self, change: Change) -> Receipt:
        if change.key in self.workspace.recent.by_key:
            return Receipt(self.workspace.recent.by_key[change.key], repeated=True)
        self.pending.examine(change)
        lines = line(self.sequence + 1, encode(change))
        self._turn = asyncio.current_task()
        self.writer.loop.call_soon(self._turn_over)
        trouble = self._write(lines, 1)
        if trouble is not None:
            raise trouble
        self.sequence += 1
        self.workspace.apply(change)
        return Receipt(change, repeated=False)

    def _turn_over(self) -> None:
        self._turn = None

    def _commit_in_company(self, change: Change) -> asyncio.Future[Receipt]:
        future: asyncio.Future[Receipt] = self.writer.loop.create_future()
        if change.key in self.workspace.recent.by_key:
            future.set_result(Receipt(self.workspace.recent.by_key[change.key], repeated=True))
        elif change.key in self.pending.keys:
            self.pending.keys[change.key].waiting.append((future, True))
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
        self._calm = len(batch) == 1
        lines = b"".join(flight.line for flight in batch)
        self.writer.run(lambda: self._write(lines, len(batch)), lambda trouble: self._landed(batch, trouble))

    def _write(self, lines: bytes, count: int) -> NotSaved | None:
        began = perf_counter()
        trouble = self.segment.append(lines, count)
        self._calm = self._calm and perf_counter() - began < QUICK
        return trouble

    def _begin_segment(self, now: datetime) -> NotSaved | None:
        trouble = self.segment.try_again() if self.segment.trouble else None
        if trouble is not None:
            return trouble
        try:
            following = self.segment.next(now)
        except OSError as error:
            return NotSaved(f"a new segment of {self.segment.path.parent} could not be begun: {error.strerror or error}")
        self.segment.close()
        self.uncovered += self.segment.length
        self.segment = following
        return None

    def _landed(self, batch: list[Flight], trouble: NotSaved | None) -> None:
        if trouble is None:
            for flight in batch:
                self.workspace.apply(flight.change)
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
