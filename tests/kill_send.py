"""Kill the bot with -9 while a reminder is on its way, again and again: none is lost, and whatever came twice is known as such.

`python tests/kill_send.py 100` runs 100 rounds. In each, customers of three owners have gone quiet and the real bot (a process of its
own) sends their reminders. Slack takes one of them and keeps its answer to itself; then the bot is killed, so "accepted by Slack" is
never followed by "marked as sent". The bot starts again, and once more after the ten minutes for which nobody knows. In some rounds
Slack lets nobody look the reminder up: only there it may come twice, and its row has to say so.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kill_bot import TEAM, Lost  # noqa: E402

from model.change import Change, Write  # noqa: E402
from model.customer import Customer  # noqa: E402
from model.post import Post  # noqa: E402
from model.record import id_for  # noqa: E402
from sandbox import Message, Sandbox  # noqa: E402
from sandbox.faults import Kind  # noqa: E402
from storage import closing, open_store, read_store  # noqa: E402

OWNERS = ("U0OWNER", "U0DEPUTY", "U0SPONSOR")
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday: each round is a week of its own
HUNG = timedelta(minutes=10)
A_MOMENT, MARKED_WITHIN = 0.05, 600  # seconds, and how many of these moments
KINDS = ("before", "after", "after, no look")


class Cut:
    """One sandbox and one store; each round a bot is killed in the middle of a reminder, and two bots set it right."""

    def __init__(self, slack: Sandbox, folder: Path, chance: random.Random) -> None:
        self.slack, self.folder, self.chance = slack, folder, chance
        self.at = MORNING
        self.twice = self.found = self.never_taken = 0

    @property
    def store(self) -> str:
        return f"tinydb:{self.folder / 'data'}"

    async def start(self, at: datetime) -> asyncio.subprocess.Process:
        """Start a bot whose clock stands at this moment."""
        self.at = at
        environ = {**self.slack.environment, "TALK_STORE": self.store, "TALK_PORT": "0", "TALK_NOW": at.isoformat()}
        environ |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TALK_LOG": "error"}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.folder, env=environ, stderr=asyncio.subprocess.DEVNULL
        )

    async def stop(self, process: asyncio.subprocess.Process, how: signal.Signals) -> None:
        """End a bot, and wait until Slack sees it gone."""
        process.send_signal(how)
        await process.wait()
        await self.slack.wait_for(lambda: not self.slack.socket_mode.connections, timeout=30)

    def reminders(self) -> list[Message]:
        """Every reminder that stands in Slack."""
        return [message for owner in OWNERS for message in self.slack.from_bot(owner)]

    def keys(self) -> Counter[str]:
        """How often each reminder stands in Slack."""
        return Counter(message.metadata["event_payload"]["key"] for message in self.reminders() if message.metadata)

    async def prepare(self, number: int) -> None:
        """Let a customer of each owner become quiet, as an import could."""
        store = await open_store(self.store, lambda: self.at)
        try:
            quiet = [
                Customer(
                    id=id_for(owner, str(number)),
                    workspace=TEAM,
                    name=f"Customer {number} of {owner}",
                    added_on=self.at.date() - timedelta(days=95),
                    owner=owner,
                )
                for owner in OWNERS
            ]
            await store.commit(
                Change(workspace=TEAM, at=self.at, by="import", verb="import", writes=tuple(Write(after=one) for one in quiet))
            )
        finally:
            await store.close()

    async def round(self, number: int) -> None:
        """Kill a bot in the middle of a reminder, start it at once and again after ten minutes, and look at what everybody got."""
        at = MORNING + timedelta(weeks=number)
        self.at = at
        await self.prepare(number)
        before, there, kind = self.keys(), len(self.reminders()), KINDS[number % len(KINDS)]
        hung = await self.cut(at, kind)
        if kind == "after, no look":
            self.slack.faults.add("conversations.history", "error", error="missing_scope", times=99)
        await self.settle(at + timedelta(seconds=30), there + len(OWNERS) - (kind == "before"))
        await self.settle(at + HUNG + timedelta(minutes=1), there + len(OWNERS) + (kind == "after, no look"), looks=1)
        self.slack.faults.clear()
        await self.look(self.keys() - before, hung, kind)

    async def cut(self, at: datetime, kind: str) -> str:
        """Let Slack hang at one of the reminders, before or after it takes it, and kill the bot meanwhile; return who it was for."""
        hung = self.chance.choice(OWNERS)
        hang: Kind = "hang" if kind == "before" else "hang_after_accept"
        fault = self.slack.faults.add("chat.postMessage", hang, match=lambda given: given["channel"] == hung)
        process = await self.start(at)
        await self.slack.wait_for(lambda: fault.struck and (kind == "before" or self.stands(hung, at)), timeout=30)
        await self.marked([owner for owner in OWNERS if owner != hung], at)
        await self.stop(process, signal.SIGKILL)
        return hung

    async def marked(self, owners: list[str], at: datetime) -> None:
        """Wait until the store says of these owners' reminders that they were sent, so that no other one is cut."""
        for _ in range(MARKED_WITHIN):
            async with closing(await read_store(self.store, at)) as store:
                rows = [await store.get(TEAM, Post, id_for("post", TEAM, f"dm:{owner}:{at.date()}")) for owner in owners]
            if all(row and row.state == "sent" for row in rows):
                return
            await asyncio.sleep(A_MOMENT)
        raise Lost(f"never marked as sent: {[row and row.key for row in rows]}")

    def stands(self, owner: str, at: datetime) -> bool:
        """Whether this day's reminder stands in the owner's DM."""
        return self.keys()[f"dm:{owner}:{at.date()}"] > 0

    async def settle(self, at: datetime, wanted: int, *, looks: int = 0) -> None:
        """Run a bot until so many reminders stand in Slack and it looked for so many of them; end it as one ends a bot."""
        looked = len(self.slack.calls("conversations.history"))
        process = await self.start(at)
        await self.slack.connected(timeout=30)
        await self.slack.wait_for(lambda: len(self.slack.calls("conversations.history")) >= looked + looks, timeout=30)
        await self.slack.wait_for(lambda: len(self.reminders()) >= wanted, timeout=30)
        await self.stop(process, signal.SIGTERM)

    async def look(self, came: Counter[str], hung: str, kind: str) -> None:
        """Compare what stands in Slack with the rows: none lost, and twice only what could not be looked up and says so."""
        store = await open_store(self.store, lambda: self.at)
        try:
            rows = [await store.get(TEAM, Post, id_for("post", TEAM, key)) for key in self.todays()]
            left = await store.open_posts(TEAM)
        finally:
            await store.close()
        if missing := set(self.todays()) - came.keys():
            raise Lost(f"never came ({kind}): {sorted(missing)}")
        if left:
            raise Lost(f"still open ({kind}): {[(post.key, post.state, post.trouble) for post in left]}")
        for post in filter(None, rows):
            self.judge(post, came[post.key], cut=post.to == hung, kind=kind)
        self.count(kind)

    def todays(self) -> list[str]:
        return [f"dm:{owner}:{self.at.date()}" for owner in OWNERS]

    def judge(self, post: Post, times: int, *, cut: bool, kind: str) -> None:
        """Raise Lost where one row and what came of it do not fit."""
        wanted = {"before": (1, "uncertain, sent again"), "after": (1, "uncertain, found"), "after, no look": (2, "uncertain, sent again")}
        if (times, post.trouble) != (wanted[kind] if cut else (1, None)) or post.state != "sent":
            raise Lost(f"{post.key} came {times} times ({kind}, cut: {cut}) and its row says {post.state}, {post.trouble}")

    def count(self, kind: str) -> None:
        self.never_taken += kind == "before"
        self.found += kind == "after"
        self.twice += kind == "after, no look"

    def told(self) -> str:
        """Say what came of the rounds so far."""
        return (
            f"{self.never_taken} not taken and sent once, {self.found} found and left, {self.twice} where nobody may look: twice, flagged"
        )


async def run(rounds: int, seed: int, tell: Callable[[str], object] = lambda _: None) -> Cut:
    """Run so many rounds; raise Lost where the bot breaks its promise."""
    with tempfile.TemporaryDirectory() as folder:
        state: list[Cut] = []
        async with Sandbox(now=lambda: state[0].at if state else MORNING) as slack:
            state.append(Cut(slack, Path(folder), random.Random(seed)))  # noqa: S311  moments, no secrets
            for number in range(rounds):
                await state[0].round(number)
                tell(f"\rround {number + 1} of {rounds}: {state[0].told()}")
            return state[0]


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 10, seed=1, tell=sys.stderr.write))
    sys.stderr.write("\n")
