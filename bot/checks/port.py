"""The port: free, or taken by our own running bot, which says what it waits for, or by somebody else."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp

from bot.checks.finding import Finding, fail, ok, warn
from bot.checks.seen import Seen
from bot.web import EVERYWHERE

PATIENCE = 3
LISTENING = "0A"
TABLES = ("/proc/net/tcp", "/proc/net/tcp6")


async def port(number: int, seen: Seen, session: aiohttp.ClientSession) -> Finding:
    """Say who has the port, which should be the bot that has the store open."""
    if number == 0:
        return warn("port", "TALK_PORT is 0: a free one is taken at each start, which nobody can know. Set one for /readyz and for Slack.")
    trouble = taken(number)
    if trouble is None:
        return free(number, None if seen.shared else seen.holder)
    if trouble != errno.EADDRINUSE:
        return fail("port", f"{number} can't be used: {os.strerror(trouble)}. Set TALK_PORT to another, best above 1023.")
    answer = await ready(number, session)
    if answer is None:
        return fail("port", f"{number} is taken by {listener(number)}. Stop that, or set TALK_PORT to another.")
    return of_bot(number, answer.get("waits_for"), seen.holder)


def taken(number: int) -> int | None:
    """Return why the port can't be listened at, as the system's error number; None where it can."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((EVERYWHERE, number))
        except OSError as error:
            return error.errno
    return None


def free(number: int, holder: str | None) -> Finding:
    """Say that nobody listens there."""
    if holder:
        what = f"nobody listens at {number}, and process {holder} has the store"
        return warn("port", f"{what}. It is starting, or it runs with another TALK_PORT: look at its log.")
    return ok("port", f"{number} is free")


def of_bot(number: int, waits_for: Any, holder: str | None) -> Finding:
    """Say how the bot is that listens there."""
    if waits_for:
        return warn("port", f"a bot listens at {number} and is not ready: it waits for {waits_for}. Its log says more.")
    if holder is None:
        return warn("port", f"a bot listens at {number}, and this store is not the one it has. Is TALK_STORE the same as the bot's?")
    return ok("port", f"our bot listens at {number} and is ready")


async def ready(number: int, session: aiohttp.ClientSession) -> dict[str, Any] | None:
    """Return what a bot's /readyz says; None where it is no bot's."""
    with suppress(aiohttp.ClientError, TimeoutError, ValueError):
        async with session.get(f"http://127.0.0.1:{number}/readyz", timeout=aiohttp.ClientTimeout(PATIENCE)) as response:
            answer = await response.json()
            return answer if isinstance(answer, dict) and "ready" in answer else None
    return None


def listener(number: int) -> str:
    """Return the process that listens at a port, as far as the system shows it to us."""
    with suppress(OSError):
        sockets = {f"socket:[{inode}]" for table in TABLES if Path(table).exists() for inode in listening(Path(table), number)}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if any(str(handle.readlink()) in sockets for handle in (process / "fd").iterdir()):
                    return f"process {process.name} ({(process / 'comm').read_text().strip()})"
    return "another program"


def listening(table: Path, number: int) -> list[str]:
    """Return the inodes of the sockets that listen at a port, from the kernel's table of them."""
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    return [row[9] for row in rows if row[1].endswith(f":{number:04X}") and row[3] == LISTENING]
