"""Five bots on one database sweep at the same moment, one of them is killed or paused: nobody is forgotten, nobody told twice unmarked.

`python tests/kill_replicas.py 100` runs 100 rounds. In each, customers of twenty owners have gone quiet. Five real bots (processes of
their own) are held at the database until all of them want to sweep, and let go together; when some messages are under way one of them is
killed with -9, or in every third round paused until others have taken over. Eleven minutes later another bot sets right what is left.
Slack takes its time over each message, so that somebody is always in the middle of one. In every fourth round it lets nobody look a
reminder up: only there, and where a bot was paused, one may come twice, and its row has to say so.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
from kill_bot import TEAM, Lost  # noqa: E402

from bench.database import Server  # noqa: E402
from model.change import Change, Write  # noqa: E402
from model.customer import Customer  # noqa: E402
from model.post import Post  # noqa: E402
from model.record import id_for  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from storage import Store, open_store  # noqa: E402

BOTS, OWNERS = 5, tuple(f"U0REPLICA{n:02}" for n in range(20))
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday: each round is a week of its own
SLOW = 0.3
MARK = "uncertain, sent again"


class Replicas:
    """One sandbox and one database; each round five bots, one of which comes to grief, and one that sets it right."""

    def __init__(self, slack: Sandbox, url: str, chance: random.Random) -> None:
        self.slack, self.url, self.chance = slack, url, chance
        self.at = MORNING
        self.twice = self.found = self.interrupted = 0

    async def start(self, at: datetime) -> asyncio.subprocess.Process:
        """Start a bot whose clock stands at this moment."""
        self.at = at
        environ = {**self.slack.environment, "TALK_STORE": self.url, "TALK_PORT": "0", "TALK_NOW": at.isoformat()}
        environ |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TALK_LOG": "error"}
        return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environ, stderr=asyncio.subprocess.DEVNULL)

    async def stop(self, bots: list[asyncio.subprocess.Process], how: signal.Signals) -> None:
        """End bots, and wait until they are gone."""
        for bot in bots:
            with suppress(ProcessLookupError):
                bot.send_signal(how)
        await asyncio.gather(*(bot.wait() for bot in bots))

    def keys(self) -> Counter[str]:
        """How often each reminder stands in Slack."""
        messages = [message for owner in OWNERS for message in self.slack.from_bot(owner)]
        return Counter(message.metadata["event_payload"]["key"] for message in messages if message.metadata)

    async def round(self, number: int) -> None:
        """Let five bots sweep together and one come to grief, then look at what everybody got."""
        at = MORNING + timedelta(weeks=number)
        before, pause, blind = self.keys(), number % 3 == 2, number % 4 == 3
        async with self.opened() as store:
            await store.commit(quiet(number, at))
        slow = self.slack.faults.add("chat.postMessage", "hang" if number % 2 else "hang_after_accept", seconds=SLOW, times=99)
        bots = await self.at_the_barrier(at)
        under_way = self.chance.randrange(len(OWNERS))
        await self.slack.wait_for(lambda: slow.struck >= under_way, timeout=30)
        await asyncio.sleep(self.chance.uniform(0, SLOW))
        victim = self.chance.choice(bots)
        victim.send_signal(signal.SIGSTOP if pause else signal.SIGKILL)
        await asyncio.sleep(0.1)
        await self.stop([bot for bot in bots if bot is not victim], signal.SIGTERM)
        self.slack.faults.clear()
        if blind:
            self.slack.faults.add("conversations.history", "error", error="missing_scope", times=99)
        await self.set_right(at + timedelta(minutes=11))
        if pause:
            victim.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.3)
        await self.stop([victim], signal.SIGKILL)
        self.slack.faults.clear()
        await self.look(self.keys() - before, at, blind=blind, pause=pause)

    async def at_the_barrier(self, at: datetime) -> list[asyncio.subprocess.Process]:
        """Start the bots, hold them at their first question about relationships, and let them go together."""
        with psycopg.connect(self.url) as barrier:
            barrier.execute("lock table keep_talking.customer in access exclusive mode")
            bots = await asyncio.gather(*(self.start(at) for _ in range(BOTS)))
            while waiting(self.url) < BOTS:  # noqa: ASYNC110  the database tells nobody
                await asyncio.sleep(0.01)
        return bots

    async def set_right(self, at: datetime) -> None:
        """Run one more bot until the outbox is empty."""
        bot = await self.start(at)
        async with asyncio.timeout(60), self.opened() as store:
            await self.slack.connected(timeout=30)
            while await store.open_posts(TEAM) or await owed(store, at):  # noqa: ASYNC110  the database tells nobody
                await asyncio.sleep(0.02)
        await self.stop([bot], signal.SIGTERM)

    async def look(self, came: Counter[str], at: datetime, *, blind: bool, pause: bool) -> None:
        """Compare what stands in Slack with the rows: none lost, and twice only what was cut at the send and says so."""
        async with self.opened() as store:
            for key in keys_of(at):
                post = await store.get(TEAM, Post, id_for("post", TEAM, key))
                if post is None or came[key] == 0:
                    raise Lost(f"{key} never came; its row: {post and (post.state, post.trouble)}")
                if came[key] > 2 or (came[key] == 2 and not (post.trouble == MARK and (blind or pause))):
                    raise Lost(f"{key} came {came[key]} times, and its row says {post.state}, {post.trouble}")
                self.twice += came[key] == 2
                self.found += post.trouble == "uncertain, found"
                self.interrupted += post.trouble is not None

    def opened(self) -> Any:
        return closing_later(self.url, lambda: self.at)

    def told(self) -> str:
        """Say what came of the rounds so far."""
        return f"none lost; {self.interrupted} cut at the send, of which {self.found} were found and {self.twice} came twice, marked"


class closing_later:  # noqa: N801  used like a function
    """A store for the length of a block."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self.url, self.now = url, now

    async def __aenter__(self) -> Store:
        self.store = await open_store(self.url, self.now)
        return self.store

    async def __aexit__(self, *_: object) -> None:
        await self.store.close()


def keys_of(at: datetime) -> list[str]:
    return [f"dm:{owner}:{at.date()}" for owner in OWNERS]


async def owed(store: Store, at: datetime) -> bool:
    """Whether somebody's reminder of this day is not even written yet."""
    return not all([await store.answered(TEAM, key) for key in keys_of(at)])


def quiet(number: int, at: datetime) -> Change:
    """Let a customer of each owner be quiet, as an import could."""
    added_on = at.date() - timedelta(days=95)
    customers = [
        Customer(id=id_for(owner, str(number)), workspace=TEAM, name=f"Customer {number} of {owner}", added_on=added_on, owner=owner)
        for owner in OWNERS
    ]
    return Change(workspace=TEAM, at=at, by="import", verb="import", writes=tuple(Write(after=one) for one in customers))


def waiting(url: str) -> int:
    """How many are held at the barrier."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = "select count(distinct pid) from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'keep-talking'"
        return int(connection.execute(query).fetchall()[0][0])


async def run(rounds: int, seed: int, url: str, tell: Callable[[str], object] = lambda _: None) -> Replicas:
    """Run so many rounds on an empty database; raise Lost where the bots break their promise."""
    state: list[Replicas] = []
    async with Sandbox(now=lambda: state[0].at if state else MORNING) as slack:
        for owner in OWNERS:
            slack.add_user(owner, owner.lower(), tz="UTC")
        state.append(Replicas(slack, url, random.Random(seed)))  # noqa: S311  moments, no secrets
        for number in range(rounds):
            await state[0].round(number)
            tell(f"\rround {number + 1} of {rounds}: {state[0].told()}")
        return state[0]


def main(rounds: int) -> None:
    """Run the rounds on a server of our own."""
    server = Server()
    try:
        asyncio.run(run(rounds, 1, server.url("postgres"), sys.stderr.write))
    finally:
        server.close()
    sys.stderr.write("\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
