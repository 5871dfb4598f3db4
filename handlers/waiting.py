"""Waiting for work on a request, as long as Slack waits for its answer. Apart, because it is in every request and has to cost little."""

from __future__ import annotations

import asyncio
from typing import Any


async def settled(work: asyncio.Task[Any], seconds: float) -> bool:
    """Wait until the work is done, at most so many seconds, and return whether it is.

    Much of it is done after one turn of the loop; for the rest this is `asyncio.wait`, at half of its cost.
    """
    await asyncio.sleep(0)
    if not work.done():
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        timer = loop.call_later(seconds, wake, over)
        work.add_done_callback(lambda _: wake(over))
        await over
        timer.cancel()
    return work.done()


def wake(waiting: asyncio.Future[None]) -> None:
    """Let go on who waits, if somebody still does."""
    if not waiting.done():
        waiting.set_result(None)
