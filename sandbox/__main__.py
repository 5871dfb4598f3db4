"""`python -m sandbox`: a Slack to start a bot against by hand, and to look at in the browser."""

from __future__ import annotations

import argparse
import asyncio
import shlex
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.page import Stage
from sandbox.server import Sandbox
from sandbox.state import utc_now

PORT, MANIFEST = 8025, Path("manifest.yml")
CANNOT = 2
HINT = "Bot and sandbox have a clock each here. Start both elsewhere in time with --now and the TALK_NOW that is printed then."


class Cannot(Exception):
    """Something that was asked for can't be had; the text says what."""


async def serve(asked: argparse.Namespace) -> None:
    """Print what the bot's environment needs, and serve until interrupted. Raises Cannot."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with Sandbox(port=asked.port, request_url=asked.http, now=clock(asked.now), **installed(asked.manifest)) as sandbox:
            sandbox.page.begin(Stage(clock_hint=HINT))
            sys.stdout.write(words(sandbox, asked.now))
            sys.stdout.flush()
            await stop.wait()
    except (OSError, OverflowError) as error:
        raise Cannot(f"port {asked.port} can't be used ({error}); --port names another one, 0 takes any that is free") from error


def clock(begin: datetime | None) -> Callable[[], datetime]:
    """Return the real time, or one that runs on from `begin`."""
    begun = time.monotonic()
    return (lambda: begin + timedelta(seconds=time.monotonic() - begun)) if begin else utc_now


def installed(manifest: Path | None) -> dict[str, Any]:
    """Return what the app's manifest says; without one, all is granted. Raises Cannot."""
    path = manifest or MANIFEST
    if manifest is None and not path.is_file():
        return {}
    import yaml

    from sandbox.manifest import settings_from

    try:
        return settings_from(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise Cannot(f"{path} can't be read as an app's manifest ({type(error).__name__}: {why})") from error


def words(sandbox: Sandbox, begin: datetime | None) -> str:
    """Return what is printed: the page's address, and the bot's environment."""
    environment = {**sandbox.environment, **({"TALK_NOW": begin.isoformat()} if begin else {})}
    exports = [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
    return "\n".join([f"# The workspace: {sandbox.url}", "# For the bot, in a terminal of its own:", *exports, ""])


def moment(text: str) -> datetime:
    """Return an ISO time, in UTC where it names no zone."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def command_line() -> argparse.ArgumentParser:
    """Return what may be asked for."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"where it listens, {PORT} unless said, 0 for any port")
    parser.add_argument("--now", type=moment, metavar="ISO", help="where its clock starts, such as 2026-11-24T09:30+01:00")
    parser.add_argument("--http", metavar="URL", help="where the bot takes signed HTTP, in place of Socket Mode")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help=f"what the app is installed from, ./{MANIFEST} where there is one")
    return parser


def main() -> int:
    """Serve as asked, and return the exit code."""
    try:
        asyncio.run(serve(command_line().parse_args()))
    except Cannot as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return CANNOT
    return 0


if __name__ == "__main__":
    sys.exit(main())
