"""The command line: `keep-talking run`, `keep-talking demo`. Errors that a person can mend are one line and an exit code."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.config import ConfigError, Settings, read_settings

CONFIGURATION, IN_USE = 2, 3
FORCED = 130
ABOUT = "Keep Talking: the Slack bot that remembers to keep talking with your customers."


def run() -> int:
    """Run the bot, as the environment and a .env file say."""
    return asyncio.run(serve(environment()))


def demo() -> int:
    """Run the bot in a local workspace and show what people see."""
    from bot.demo import show

    return asyncio.run(show())


def environment() -> Mapping[str, str]:
    """Return the environment, completed by a .env file where there is one."""
    if not Path(".env").is_file():
        return os.environ
    from dotenv import dotenv_values

    return {**{name: value for name, value in dotenv_values(".env").items() if value is not None}, **os.environ}


async def serve(environ: Mapping[str, str]) -> int:
    """Run the bot until SIGTERM or Ctrl-C, and return the exit code; a second signal ends it at once."""
    try:
        settings = read_settings(environ)
    except ConfigError as error:
        return complain(error, CONFIGURATION)
    from bot import logs
    from storage import StoreError, StoreInUse

    logs.configure(settings.log)
    try:
        await run_until(stop_signal(), settings)
    except StoreInUse as error:
        return complain(error, IN_USE)
    except (ConfigError, StoreError) as error:
        return complain(error, CONFIGURATION)
    except OSError as error:
        return complain(f"TALK_PORT {settings.port} can't be used: {error.strerror or error}.", CONFIGURATION)
    return 0


async def run_until(stop: asyncio.Event, settings: Settings) -> None:
    """Run the bot until it shall stop; where it has not come up yet, as while Slack can't be reached, it gives up at once."""
    from bot.app import running

    up = asyncio.Event()

    async def work() -> None:
        async with running(settings):
            up.set()
            await stop.wait()

    working, stopped = asyncio.create_task(work()), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not up.is_set():
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working


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


def complain(sentence: object, code: int) -> int:
    """Say in one line why the bot does not start, and return the exit code."""
    sys.stderr.write(f"keep-talking: {sentence}\n")
    return code


def main() -> None:
    """Read the command line (by argparse: a richer library would add a tenth to the start) and do what it says."""
    parser = argparse.ArgumentParser(prog="keep-talking", description=ABOUT)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (run, demo):
        commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__).set_defaults(command=command)
    sys.exit(parser.parse_args().command())


if __name__ == "__main__":
    main()
