"""The command line: a table of commands, each of which imports what it needs when it is called."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.endings import CONFIGURATION, FORCED, complain, explained


def port_number(text: str) -> int:
    """Return a port of this machine, 0 for any that is free."""
    number = int(text)
    if not 0 <= number <= HIGHEST_PORT:
        raise ValueError
    return number


HIGHEST_PORT = 65535
OPTIONS: dict[str, dict[str, Any]] = {
    "demo": {
        "--port": {"type": port_number, "default": 8025, "metavar": "N", "help": "where the page is, 8025 unless said, 0 for any port"},
        "--no-open": {"action": "store_true", "help": "leave the browser alone, and only say where the page is"},
    },
    "import": {
        "file": {"nargs": "?", "type": Path, "metavar": "FILE.csv", "help": "a table of customers, its headings in its first row"},
        "--dry-run": {"action": "store_true", "help": "say what would become of each row, beside a running bot, and write nothing"},
        "--date-order": {"choices": ("dmy", "mdy"), "help": "how dates such as 09/10/2026 are meant, where the column does not tell"},
        "--encoding": {"metavar": "E", "help": "the file's encoding, where it is none of UTF-8, UTF-16 and cp1252"},
        "--undo": {"metavar": "BATCH", "help": "take back the import that said this batch's id"},
    },
    "sweep": {
        "--dry-run": {"action": "store_true", "help": "say who would be told what, and why, beside a running bot, and tell nobody"},
        "--json": {"action": "store_true", "help": "say it as JSON, an object a line, with ids"},
        "--at": {"metavar": "ISO", "help": "with --dry-run: at this moment, such as 2026-11-25T09:00+01:00, instead of now"},
    },
    "export": {
        "--to": {"type": Path, "metavar": "FOLDER", "help": "a new or an empty folder; without it keep-talking-export-YYYY-MM-DD"},
    },
    "backup": {
        "file": {"type": Path, "metavar": "FILE", "help": "a new file, such as keep-talking-2026-11-24.backup"},
    },
    "restore": {
        "file": {"type": Path, "metavar": "FILE", "help": "what a backup wrote"},
        "--force": {"action": "store_true", "help": "replace what is in the store; of an embedded store the old folder is kept aside"},
    },
    "copy-store": {
        "given": {"metavar": "FROM", "help": "the store that is: tinydb:FOLDER or postgresql://…"},
        "to": {"metavar": "TO", "help": "an empty one, in either form"},
    },
    "manifest": {
        "--url": {"metavar": "https://…", "help": "where Slack reaches the bot over HTTP; /slack/events is added where it has no path"},
    },
}
ABOUT = "Keep Talking: the Slack bot that remembers to keep talking with your customers."


def run(_: argparse.Namespace) -> int:
    """Run the bot, as the environment and a .env file say."""
    from bot.run import serve

    return asyncio.run(serve(environment()))


def demo(arguments: argparse.Namespace) -> int:
    """Run the bot in a local workspace with a year behind it, and show it in the browser."""
    from bot.demo import show

    return asyncio.run(explained(show(arguments.port, opened=not arguments.no_open)))


def sweep(arguments: argparse.Namespace) -> int:
    """Tell everyone what is due now, once, as the bot's clock does; or say what that would be."""
    from bot.sweeps import Wish, sweep

    return asyncio.run(explained(sweep(environment(), Wish(dry_run=arguments.dry_run, json=arguments.json, at=arguments.at))))


def import_(arguments: argparse.Namespace) -> int:
    """Bring customers in from a CSV file, or take an import back. Rows are counted as a spreadsheet shows them: the heading is row 1."""
    if (arguments.file is None) == (arguments.undo is None):
        return complain("Name a file to import, or a batch to take back with --undo.", CONFIGURATION)
    from bot.imports import Wish, import_table, undo_import

    if arguments.undo:
        return asyncio.run(explained(undo_import(environment(), arguments.undo)))
    wish = Wish(file=arguments.file, dry_run=arguments.dry_run, order=arguments.date_order, encoding=arguments.encoding)
    return asyncio.run(explained(import_table(environment(), wish)))


def export(arguments: argparse.Namespace) -> int:
    """Write everything in the store as CSV and JSON files, a file a kind, beside a running bot."""
    from bot.exports import export

    return asyncio.run(explained(export(environment(), arguments.to)))


def backup(arguments: argparse.Namespace) -> int:
    """Write everything in the store into one file, from which a store can be restored, beside a running bot."""
    from bot.moving import backup

    return asyncio.run(explained(backup(environment(), arguments.file)))


def restore(arguments: argparse.Namespace) -> int:
    """Bring everything in a backup into the store, which has to be empty; the backup is read whole before anything is written."""
    from bot.moving import restore

    return asyncio.run(explained(restore(environment(), arguments.file, force=arguments.force)))


def copy_store(arguments: argparse.Namespace) -> int:
    """Bring everything from one store into another, such as from a folder into PostgreSQL; no bot may run on either meanwhile."""
    from bot.moving import copy_store

    return asyncio.run(explained(copy_store(arguments.given, arguments.to)))


def doctor(_: argparse.Namespace) -> int:
    """Say how tokens, scopes, store, clock, port and reminders are, a line a check, and what to do where one is not well."""
    from bot.doctor import doctor

    return asyncio.run(explained(doctor(environment())))


def manifest(arguments: argparse.Namespace) -> int:
    """Print the manifest from which Slack makes the app: for Socket Mode, or with --url for HTTP."""
    from bot.manifest import print_manifest

    return asyncio.run(explained(print_manifest(arguments.url)))


class Version(argparse.Action):
    """Says the version."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        from bot.release import release

        sys.stdout.write(f"keep-talking {release()}\n")
        parser.exit()


def environment() -> Mapping[str, str]:
    """Return the environment, completed by a .env file where there is one."""
    if not Path(".env").is_file():
        return os.environ
    from dotenv import dotenv_values

    return {**{name: value for name, value in dotenv_values(".env").items() if value is not None}, **os.environ}


def command_line() -> argparse.ArgumentParser:
    """Return the table as argparse reads it (a richer library would add a tenth to the start)."""
    parser = argparse.ArgumentParser(prog="keep-talking", description=ABOUT)
    parser.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (run, demo, sweep, import_, export, backup, restore, copy_store, doctor, manifest):
        name = command.__name__.rstrip("_").replace("_", "-")
        adding = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        adding.set_defaults(command=command)
        for flag, options in OPTIONS.get(name, {}).items():
            adding.add_argument(flag, **options)
    return parser


def main() -> None:
    """Read the command line and do what it says."""
    arguments = command_line().parse_args()
    try:
        sys.exit(arguments.command(arguments))
    except KeyboardInterrupt:
        sys.exit(FORCED)


if __name__ == "__main__":
    main()
