"""The command line: `keep-talking run`, `keep-talking demo`. Errors that a person can mend are one line and an exit code."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.config import ConfigError, Settings, read_settings

CONFIGURATION, IN_USE = 2, 3
FORCED = 130
OPTIONS: dict[str, dict[str, Any]] = {
    "import": {
        "file": {"nargs": "?", "type": Path, "metavar": "FILE.csv", "help": "a table of customers, its headings in its first row"},
        "--dry-run": {"action": "store_true", "help": "say what would become of each row, beside a running bot, and write nothing"},
        "--date-order": {"choices": ("dmy", "mdy"), "help": "how dates such as 09/10/2026 are meant, where the column does not tell"},
        "--encoding": {"metavar": "E", "help": "the file's encoding, where it is none of UTF-8, UTF-16 and cp1252"},
        "--undo": {"metavar": "BATCH", "help": "take back the import that said this batch's id"},
    },
}
ABOUT = "Keep Talking: the Slack bot that remembers to keep talking with your customers."


def run(_: argparse.Namespace) -> int:
    """Run the bot, as the environment and a .env file say."""
    return asyncio.run(serve(environment()))


def demo(_: argparse.Namespace) -> int:
    """Run the bot in a local workspace and show what people see."""
    from bot.demo import show

    return asyncio.run(show())


def import_(arguments: argparse.Namespace) -> int:
    """Bring customers in from a CSV file, or take an import back. Rows are counted as a spreadsheet shows them: the heading is row 1."""
    if (arguments.file is None) == (arguments.undo is None):
        return complain("Name a file to import, or a batch to take back with --undo.", CONFIGURATION)
    from bot.imports import Wish, import_table, undo_import

    if arguments.undo:
        return asyncio.run(explained(undo_import(environment(), arguments.undo)))
    wish = Wish(file=arguments.file, dry_run=arguments.dry_run, order=arguments.date_order, encoding=arguments.encoding)
    return asyncio.run(explained(import_table(environment(), wish)))


async def explained(work: Awaitable[int]) -> int:
    """Return the exit code of what a command does; what a person can mend is said in one line."""
    from storage import StoreError, StoreInUse

    try:
        return await work
    except StoreInUse as error:
        return complain(error, IN_USE)
    except (ConfigError, StoreError) as error:
        return complain(error, CONFIGURATION)


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
    for command in (run, demo, import_):
        name = command.__name__.rstrip("_")
        adding = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        adding.set_defaults(command=command)
        for flag, options in OPTIONS.get(name, {}).items():
            adding.add_argument(flag, **options)
    arguments = parser.parse_args()
    try:
        sys.exit(arguments.command(arguments))
    except KeyboardInterrupt:
        sys.exit(FORCED)


if __name__ == "__main__":
    main()
