"""The outbox: how long a thousand DMs take beside what Slack's pace allows, and what one costs beside bare aiohttp."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bench.figures import Figure, Scale, ratio
from bench.processes import server
from bench.records import TEAM, customer, fill, utc_now
from bench.walk import gate
from handlers.delivery import Delivery
from handlers.lookup import EVENT_TYPE
from handlers.pace import PER_MINUTE, Pace
from messages.nudges import News, nudge_dm
from model.ladder import Staff
from model.nudge import Nudge, Relationship
from model.opener import Opener
from model.post import Post
from model.record import new_id
from sandbox import Sandbox
from storage import Store
from storage.tinydb import TinyStore

FASTER = 40
TOKEN = "xoxb-bench"  # noqa: S105  of a server that takes everything
EACH = 2


class Connections(aiohttp.TraceConfig):
    """Counts the connections that a session opens."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.on_connection_create_end.append(self.count)

    async def count(self, *_: object) -> None:
        """Count one more."""
        self.opened += 1


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the pace against a Slack that enforces it, then the cost of a send."""
    return [*await paced(folder / "paced", scale.dms), *await cost(scale, folder / "cost")]


async def paced(folder: Path, number: int) -> list[Figure]:
    """Let the outbox send to half as many people as there are DMs, on a clock that runs forty times as fast."""
    people = [f"U{index:08}" for index in range(max(1, number // EACH))]
    async with Sandbox(monotonic=fast, rate_limit=1) as slack, session_of() as (session, connections):
        for person in people:
            slack.add_user(person, person.lower())
        client = AsyncWebClient(slack.settings.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        async with outbox(folder, people * EACH) as store:
            pace = Pace(clock=fast, sleep=lambda seconds: asyncio.sleep(seconds / FASTER))
            began = fast()
            await Delivery(store, client, gate(), utc_now, pace).flush()
            took, left = fast() - began, len(await store.open_posts(TEAM))
        refused = sum(call.error == "ratelimited" for call in slack.calls("chat.postMessage"))
    allowed = len(people) * EACH * 60 / PER_MINUTE
    sent = len(people) * EACH - left
    return [
        Figure(
            f"{sent:,} DMs × the time that {PER_MINUTE} a minute allow", took / allowed, "×", 1.05, beside=f"{took:.0f} s on a fast clock"
        ),
        Figure("of them refused with 429", refused, "DMs", 0),
        Figure("connections opened for them", connections.opened, "", 16, beside="at most 16 are under way"),
    ]


async def cost(scale: Scale, folder: Path) -> list[Figure]:
    """Send one after the other, by the outbox's call and by bare aiohttp; the server is another process."""
    async with server("bench.taking") as running, session_of() as (session, _):
        url = f"http://127.0.0.1:{running.port}/api/"
        client = AsyncWebClient(TOKEN, base_url=url, session=session, retry_handlers=[])
        async with outbox(folder, [f"U{index:08}" for index in range(scale.walks)]) as store:
            posts = await store.open_posts(TEAM)
            delivery = Delivery(store, client, gate(), utc_now, Pace(per_minute=10**9, a_channel=0))
            rounds = [(await by_outbox(delivery, posts), await bare(session, url, posts)) for _ in range(scale.rounds)]
            began = time.process_time()
            await delivery.flush()
            whole = (time.process_time() - began) / len(posts) * 1e6
    ours, theirs = zip(*rounds, strict=True)
    beside = f"{median(ours):.0f} µs beside {median(theirs):.0f} µs; {whole:.0f} µs with both changes of its row on disk"
    return [Figure("processor time of a send × bare aiohttp's", ratio(ours, theirs), "×", 1.7, beside=beside)]


async def by_outbox(delivery: Delivery, posts: list[Post]) -> float:
    """Return the processor time of a send by the outbox, in µs."""
    began = time.process_time()
    for post in posts:
        kept = await delivery.send(post)
    if kept["state"] != "sent":
        raise RuntimeError(f"a send ended so: {kept}")
    return (time.process_time() - began) / len(posts) * 1e6


async def bare(session: aiohttp.ClientSession, url: str, posts: list[Post]) -> float:
    """Return the processor time of the same by aiohttp alone, in µs."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    began = time.process_time()
    for post in posts:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": post.key}}
        body = {"channel": post.to, "text": post.message.text, "blocks": list(post.message.blocks), "metadata": metadata}
        async with session.post(f"{url}chat.postMessage", json=body, headers=headers) as answer:
            await answer.json()
    return (time.process_time() - began) / len(posts) * 1e6


@asynccontextmanager
async def session_of() -> AsyncIterator[tuple[aiohttp.ClientSession, Connections]]:
    """Open the one session that all share, as the bot does, and count its connections."""
    connections = Connections()
    async with aiohttp.ClientSession(trace_configs=[connections]) as session:
        yield session, connections


@asynccontextmanager
async def outbox(folder: Path, people: list[str]) -> AsyncIterator[Store]:
    """Open a store with a reminder for each of these people in its outbox."""
    store = await TinyStore.open(folder, utc_now)
    try:
        await fill(store, iter([reminder(person) for person in people]), len(people))
        yield store
    finally:
        await store.close()


def reminder(person: str) -> Post:
    """Return a reminder as a sweep writes it, about one customer."""
    today = utc_now().date()
    one = customer(1, today)
    nudge = Nudge(id=new_id(), workspace=TEAM, customer=one.id, due_on=today, person=person, post="post", sent_at=utc_now(), sent_on=today)
    news = News(nudge, Relationship(one, None, today), Staff(person), Opener())
    return Post(id=new_id(), workspace=TEAM, key=new_id(), to=person, message=nudge_dm([news], person, today), not_before=utc_now())


def fast() -> float:
    """Return the time of a clock that runs forty times as fast, in seconds."""
    return time.monotonic() * FASTER
