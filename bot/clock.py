"""Time: what `now` is, and the tick that sets the sweep going every few minutes.

The schedule is an interval in UTC and keeps no state: APScheduler's cron skips whole days at clock changes, and who is due is
asked of the store. Its job only sets an event, since its shutdown cancels jobs that are coroutines; a task of ours does the work.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

EVERY = timedelta(minutes=5)
logger = logging.getLogger(__name__)


def clock_from(starts_at: datetime | None) -> Callable[[], datetime]:
    """Return `now`: the aware UTC time, or one that ran from `starts_at` since this call."""
    if starts_at is None:
        return lambda: datetime.now(UTC)
    begun = time.monotonic()
    return lambda: starts_at + timedelta(seconds=time.monotonic() - begun)


class HandClock:
    """A `now` that runs on by itself from `starts_at`, and whose hands can be turned on: the demo's."""

    def __init__(self, starts_at: datetime) -> None:
        self.at, self.since = starts_at.astimezone(UTC), time.monotonic()

    def __call__(self) -> datetime:
        """Return the aware UTC time."""
        return self.at + timedelta(seconds=time.monotonic() - self.since)

    def turn(self, to: datetime) -> None:
        """Go on from this moment, never back."""
        self.at, self.since = max(to.astimezone(UTC), self()), time.monotonic()


class Clock:
    """Calls each work in turn, at once and then on every tick; one that fails is logged, and the next one comes.

    Whoever holds `striking` is alone with the works: no tick comes meanwhile.
    """

    def __init__(self, *works: Callable[[], Awaitable[object]], every: timedelta = EVERY) -> None:
        self.works = works
        self.every = every
        self.due = asyncio.Event()
        self.striking = asyncio.Lock()
        self.stopping = False

    def stop(self) -> None:
        """End `run` after the call that is under way."""
        self.stopping = True
        self.due.set()

    async def run(self) -> None:
        """Tick until stopped."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
        scheduler.add_job(self.due.set, "interval", seconds=self.every.total_seconds())
        scheduler.start()
        try:
            while not self.stopping:
                self.due.clear()
                await self.tick()
                await self.due.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Strike as soon as nobody else does."""
        async with self.striking:
            await self.strike()

    async def strike(self) -> None:
        """Do each work once."""
        for work in self.works:
            try:
                await work()
            except Exception:
                logger.exception("%s failed; the clock goes on", type(work).__name__)
