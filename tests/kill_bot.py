"""Kill the bot with -9 in bursts of notes, again and again: what was acknowledged is there after the restart, and nothing twice.

`python tests/kill_bot.py 200` runs 200 rounds, half of them over Socket Mode and half over HTTP. Each round sends notes until the
bot is killed at a random moment, compares the store with the answers that people saw, starts the bot again and delivers every
note of the round once more, as Slack does with what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import aiohttp  # noqa: E402

from sandbox import Payload, Sandbox  # noqa: E402
from storage import open_store  # noqa: E402

TEAM, OWNER, CUSTOMER = "T0001", "U0OWNER", "Northside Hospital"
BURST, AT_ONCE = 400, 8
LONGEST = 0.25


class Lost(Exception):
    """The bot broke its promise; the text says which one."""


class Rounds:
    """One sandbox and one store, and a bot that is killed and started again."""

    def __init__(self, slack: Sandbox, folder: Path, port: int, chance: random.Random) -> None:
        self.slack, self.folder, self.chance = slack, folder, chance
        self.port = port
        self.acknowledged: set[str] = set()
        self.sent = 0
        self.kills_under_way = 0

    async def start(self) -> asyncio.subprocess.Process:
        """Start the bot and wait until it takes requests."""
        environ = {**self.slack.environment, "TALK_STORE": f"tinydb:{self.folder / 'data'}", "TALK_PORT": str(self.port)}
        environ |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TALK_LOG": "error"}
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=self.folder, env=environ)
        await self.ready(process)
        return process

    async def ready(self, process: asyncio.subprocess.Process) -> None:
        """Wait for the connection, or for the port."""
        if self.slack.request_url is None:
            await self.slack.connected(timeout=30)
            return
        async with aiohttp.ClientSession() as http:
            while process.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with http.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.01)
        raise Lost(f"the bot did not start again: exit code {process.returncode}")

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """Kill the bot as it stands."""
        process.send_signal(signal.SIGKILL)
        await process.wait()
        if self.slack.request_url is None:
            await self.slack.wait_for(lambda: not self.slack.socket_mode.connections)

    def notes(self) -> list[tuple[str, Payload]]:
        """Return the notes of one round: a text of its own in each."""
        first, self.sent = self.sent, self.sent + BURST
        return [(f"note-{n}", self.slack.compose.command(OWNER, f"/talk note {CUSTOMER} note-{n}")) for n in range(first, first + BURST)]

    async def deliver(self, text: str, payload: Payload) -> None:
        """Deliver a note, and remember it where its answer says that it is saved."""
        ack = await self.slack.deliver(payload)
        if ack.ok and "Saved" in str(ack.body):
            self.acknowledged.add(text)

    async def round(self, process: asyncio.subprocess.Process) -> asyncio.subprocess.Process:
        """Send a burst, kill the bot within it, look, start it again and deliver the burst once more; return the bot that runs then."""
        notes = self.notes()
        tried = await self.burst_until_killed(process, notes)
        await self.look()
        process = await self.start()
        again = [(text, payload) for text, payload in notes if text in tried]
        for start in range(0, len(again), AT_ONCE):
            await asyncio.gather(*(self.deliver(*note) for note in again[start : start + AT_ONCE]))
        if missing := tried - self.acknowledged:
            raise Lost(f"not answered when delivered again: {sorted(missing)[:5]}")
        return process

    async def burst_until_killed(self, process: asyncio.subprocess.Process, notes: list[tuple[str, Payload]]) -> set[str]:
        """Deliver notes, some at once, until the kill; return the texts of those that were delivered, answered or not."""
        tried: set[str] = set()
        left = iter(notes)

        async def person() -> None:
            for text, payload in left:
                if process.returncode is not None:
                    return
                tried.add(text)
                await self.deliver(text, payload)

        people = [asyncio.create_task(person()) for _ in range(AT_ONCE)]
        await asyncio.sleep(self.chance.uniform(0, LONGEST))
        self.kills_under_way += any(not one.done() for one in people)
        await self.kill(process)
        for one in people:
            one.cancel()
        await asyncio.gather(*people, return_exceptions=True)
        return tried

    async def look(self) -> None:
        """Open the store as the bot does and compare it with what people were told."""
        store = await open_store(f"tinydb:{self.folder / 'data'}", lambda: datetime.now(UTC))
        try:
            customers = await store.customers(TEAM)
            talks = [talk for customer in customers for talk in await store.talks(TEAM, customer.id)]
        finally:
            await store.close()
        found = Counter(talk.notes for talk in talks)
        if lost := self.acknowledged - found.keys():
            raise Lost(f"acknowledged and not there: {sorted(lost)[:5]}")
        if twice := [text for text, count in found.items() if count > 1]:
            raise Lost(f"there more than once: {twice[:5]}")

    async def begin(self) -> None:
        """Let a first bot add the customer."""
        process = await self.start()
        await self.slack.command(OWNER, f"/talk add {CUSTOMER}")
        await self.kill(process)


async def run(rounds: int, transport: str, seed: int, tell: Callable[[str], object] = lambda _: None) -> Rounds:
    """Run so many rounds over one transport; raise Lost where the bot breaks its promise."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(request_url=url, ack_window=1) as slack:
            all_of_them = Rounds(slack, Path(folder), port, random.Random(seed))  # noqa: S311  moments, no secrets
            await all_of_them.begin()
            process = await all_of_them.start()
            for number in range(1, rounds + 1):
                process = await all_of_them.round(process)
                tell(f"\r{transport}: round {number} of {rounds}, {len(all_of_them.acknowledged):,} notes, all there, none twice")
            await all_of_them.kill(process)
            await all_of_them.look()
            return all_of_them


async def main(rounds: int) -> None:
    """Run the rounds over both transports and say what came of it."""
    for transport, share in (("socket", rounds - rounds // 2), ("http", rounds // 2)):
        done = await run(share, transport, seed=rounds, tell=sys.stderr.write)
        sys.stderr.write(f"; {done.kills_under_way} kills with notes under way\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
