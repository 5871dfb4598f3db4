"""`python -m sandbox` prints what a bot is started with, and the bot then works in it; what can't be had is said in one line."""

from __future__ import annotations

import asyncio
import re
import shlex
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.app import running
from bot.config import read_settings

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def sandbox(*options: str) -> AsyncIterator[Process]:
    line = ("-m", "sandbox", "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(sys.executable, *line, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def printed(process: Process) -> tuple[str, dict[str, str]]:
    """The address of the page, and the exports."""
    assert process.stdout
    address, exports = "", {}
    async for line in process.stdout:
        text = line.decode()
        address = address or "".join(re.findall(r"http://\S+", text))
        if text.startswith("export "):
            name, _, value = shlex.split(text)[1].partition("=")
            exports[name] = value
        if {"SLACK_API_URL", "TALK_NOW"} <= exports.keys():
            break
    return address, exports


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_bot_started_with_the_printed_environment_answers_at_the_printed_time(transport: str, tmp_path: Path) -> None:
    port = free_port()
    http = ["--http", f"http://127.0.0.1:{port}/slack/events"] if transport == "http" else []
    async with sandbox("--now", "2026-11-24T09:30", *http) as process, aiohttp.ClientSession() as session:
        address, exports = await printed(process)
        settings = read_settings({**exports, "TALK_STORE": f"tinydb:{tmp_path}/data", "TALK_PORT": str(port)})
        async with running(settings) as bot, session.ws_connect(f"{address}/page/live") as page:
            await page.send_json({"look": {"user": "U0OWNER", "place": "app", "thread": None}})
            await page.send_json({"id": 1, "act": "send", "place": "app", "text": "/talk add Northside Hospital", "thread": None})
            while (heard := await page.receive_json(timeout=10)).get("id") != 1:
                pass

            assert heard["ok"]
            [customer] = await bot.store.customers("T0001", "U0OWNER")
            assert customer.name == "Northside Hospital"
            assert timedelta(0) <= bot.now() - datetime(2026, 11, 24, 9, 30, tzinfo=UTC) < timedelta(minutes=1)
        process.send_signal(signal.SIGTERM)
        assert (await asyncio.wait_for(process.wait(), 10)) == 0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--port", "99999"), "port 99999 can't be used"),
        (("--manifest", "pyproject.toml"), "pyproject.toml can't be read as an app's manifest"),
        (("--manifest", "nowhere.yml"), "nowhere.yml can't be read as an app's manifest"),
    ],
)
async def test_what_cannot_be_had_is_said_in_one_line(options: tuple[str, ...], why: str) -> None:
    async with sandbox(*options) as process:
        said, complained = await asyncio.wait_for(process.communicate(), 10)

    assert (process.returncode, said) == (2, b"")
    assert complained.decode().startswith(f"sandbox: {why}")
    assert complained.count(b"\n") == 1
