"""The bot as a process: from the environment to its orderly end by a signal."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Mapping
from contextlib import suppress

from bot.config import ConfigError, Settings, read_settings
from bot.endings import CONFIGURATION, DONE, FORCED, complain, explained


async def serve(environ: Mapping[str, str]) -> int:
    """Run the bot until SIGTERM or Ctrl-C, and return the exit code; a second signal ends it at once."""
    try:
        settings = read_settings(environ)
    except ConfigError as error:
        return complain(error, CONFIGURATION)
    from bot import logs

    logs.configure(settings.log)
    try:
        return await explained(run_until(stop_signal(), settings))
    except OSError as error:
        return complain(f"TALK_PORT {settings.port} can't be used: {error.strerror or error}.", CONFIGURATION)


async def run_until(stop: asyncio.Event, settings: Settings) -> int:
    """Run the bot until it shall stop; where it has not come up yet, as while Slack can't be reached, it gives up at once."""
    from bot.app import running

    up = asyncio.Event()

    async def work() -> None:
        async with running(settings):
            gc.freeze()  # what is there now stays: the garbage collector need not walk over it again and again
            up.set()
            await stop.wait()

    working, stopped = asyncio.create_task(work()), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not up.is_set():
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return DONE


def stop_signal() -> asyncio.Event:
    """Return an event that the first SIGTERM or SIGINT sets; the second ends the process."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def heard() -> None:
        if stop.is_set():
            os._exit(FORCED)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heard)
    return stop
