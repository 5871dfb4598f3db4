"""The outbox, at Slack's pace: every post is sent once, and what Slack says about it is kept in its row.

Slack has no idempotency key for chat.postMessage. So `sending` is on disk before the call, and a post whose fate is unknown is
looked up by its key in the DM's message metadata before it is sent again; in a channel, where the bot may not read, there is
no look-up, and it is sent once more at most. A person who can't be written to is told of nothing, so their nudges go and the next
in line is told. A reminder that was not sent within its day's working hours is not sent at all: the next day decides what it says.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import quietly
from handlers.channels import readers_of
from handlers.consequences import consequences
from handlers.gate import Gate
from handlers.lookup import EVENT_TYPE, look_up, to_channel
from handlers.pace import Pace
from handlers.refusal import code_of, status_of, unreadable
from handlers.replies import written
from handlers.verdicts import (
    RETRY,
    RETRY_AT_MOST,
    SERVER_ERROR,
    Fields,
    backoff,
    later,
    passing,
    refused,
    unreachable,
)
from model.change import Change, Write
from model.post import TOO_LATE, UNCERTAIN, Post
from storage import Conflict, NotRead, NotSaved, Store

UNKNOWN_FOR = timedelta(minutes=10)
TOGETHER = 16
TAKEN = 8  # few, so that bots who share a store share its posts, and none is held for long
LOOK_AGAIN = timedelta(seconds=10)  # another bot on this store may have written a post and be gone
TRIES = 4
FOUND, SENT_AGAIN = "uncertain, found", "uncertain, sent again"
logger = logging.getLogger(__name__)


class Delivery:
    """Sends what stands in the outbox; woken after every sweep, and by itself when the next post may be tried."""

    def __init__(self, store: Store, client: AsyncWebClient, gate: Gate, now: Callable[[], datetime], pace: Pace | None = None) -> None:
        self.store = store
        self.client = client
        self.gate = gate
        self.now = now
        self.pace = pace or Pace()
        self.woken = asyncio.Event()
        self.flushing = asyncio.Lock()
        self.stopping = False

    async def wake(self) -> None:
        """Look into the outbox now: the last of what the clock calls."""
        self.woken.set()

    def stop(self) -> None:
        """End `run` after the posts that are under way."""
        self.stopping = True
        self.woken.set()

    async def run(self) -> None:
        """Send until stopped."""
        while not self.stopping:
            self.woken.clear()
            try:
                wait = await self.flush()
            except (NotRead, NotSaved) as error:
                logger.error("the outbox waits: %s", error)  # noqa: TRY400  the store's sentence is the news
                wait = RETRY
            except Exception:
                logger.exception("the outbox failed; it goes on")
                wait = RETRY
            with suppress(TimeoutError):
                async with asyncio.timeout((LOOK_AGAIN if wait is None else min(wait, LOOK_AGAIN)).total_seconds()):
                    await self.woken.wait()

    async def flush(self) -> timedelta | None:
        """Send what may be sent now, when another flush is over; return how long until the next post may be tried, None without one."""
        async with self.flushing:
            await self.send_out()
        following = await self.store.next_post(self.gate.team)
        return max(following - self.now(), timedelta(0)) if following else None

    async def send_out(self) -> None:
        """Send every post whose time has come."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while not self.stopping and (posts := await self.store.take_posts(self.gate.team, self.now(), TAKEN)):
                for post in posts:
                    await self.pace.turn(post.to)
                    under_way.add(asyncio.create_task(self.deliver(post)))
                    under_way = await room_for_one(under_way)
        finally:
            await asyncio.gather(*under_way)

    async def deliver(self, post: Post) -> None:
        """Send one post, or find out what became of it where an earlier try did not end; somebody else may be at it already."""
        try:
            if post.state == "pending" or await self.to_be_sent_again(post):
                await self.hand_in(post)
        except Conflict:
            return

    async def hand_in(self, post: Post) -> None:
        """Send one post, unless it is too late for that today: then what it told is decided anew."""
        if post.until and self.now() >= post.until:
            logger.info("post %s was not sent in time; what it told is decided anew", post.id)
            await self.save(post, {"state": "dead", "trouble": TOO_LATE})
            return
        trouble = SENT_AGAIN if post.state == "sending" else post.trouble
        unknown = {"attempts": post.attempts + 1, "not_before": self.now() + UNKNOWN_FOR, "trouble": trouble}
        sending = await self.save(post, {"state": "sending", **unknown})
        await self.settle(sending, await self.send(sending))

    async def settle(self, sending: Post, fields: Fields) -> None:
        """Write what became of a send. Where the post was redrawn meanwhile, Slack's message is brought to what it says now."""
        settled = None
        current: Post | None = sending
        while current and current.state == "sending" and current.attempts == sending.attempts and not settled:
            try:
                settled = await self.save(current, fields)
            except Conflict:
                current = await self.store.get(self.gate.team, Post, sending.id)
        if settled and settled.message != sending.message:
            await self.redraw(settled)

    async def redraw(self, post: Post) -> None:
        """Let the message in Slack say what its post says; where that fails, the next click on it tries again."""
        if post.channel and post.ts:
            shown = written(post.message)
            await quietly(self.client.chat_update(channel=post.channel, ts=post.ts, **shown), f"the change of post {post.id}")

    async def to_be_sent_again(self, post: Post) -> bool:
        """Whether an earlier try did not reach Slack, as far as can be known; what can't be looked up now waits.

        Where nobody may look, a post is sent once more at most: then it is over, and its reminders count as told.
        """
        try:
            found = await look_up(self.client, post)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            logger.warning("post %s can't be looked up now: %s", post.id, type(error).__name__)
            wait = (passing(post, error) if isinstance(error, SlackApiError) else None) or RETRY
            await self.save(post, {"not_before": self.now() + min(wait, RETRY_AT_MOST)})
            return False
        if isinstance(found, tuple):
            sent = await self.save(post, {"state": "sent", "channel": found[0], "ts": found[1], "trouble": FOUND})
            await self.redraw(sent)
        elif found == "no look" and post.trouble == SENT_AGAIN:
            logger.error("post %s was sent twice, and nobody can tell whether it arrived", post.id)
            await self.save(post, {"state": "dead", "trouble": UNCERTAIN})
        else:
            return True
        return False

    async def send(self, post: Post) -> Fields:
        """Call Slack once and return what to keep of its answer; a call whose end is unknown leaves the row as it is."""
        try:
            if to_channel(post) and (kept_back := await self.kept_back(post)):
                return kept_back
            answer = await self.call(post)
        except SlackApiError as error:
            if unreadable(error) and status_of(error) < SERVER_ERROR:
                return uncertain(post, error)
            logger.log(logging.INFO if passing(post, error) else logging.ERROR, "post %s was refused: %s", post.id, code_of(error))
            return refused(post, error, self.now())
        except aiohttp.ClientConnectorError:
            return unreachable(post, self.now())
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return uncertain(post, error)
        return {"state": "sent", "channel": answer["channel"], "ts": answer["ts"]}

    async def kept_back(self, post: Post) -> Fields | None:
        """Return what becomes of a post whose channel others can read, or may be able to; None where it may be shown there."""
        if (await self.store.settings(self.gate.team)).allows(post.to):
            return None
        readers = await readers_of(self.client, post.to)
        if readers == "colleagues":
            return None
        if readers == "unknown" and post.attempts < TRIES:
            return later(self.now(), backoff(post), readers)
        return {"state": "dead", "trouble": readers}

    async def call(self, post: Post) -> Any:
        """Post the message, with the key by which it can be found again."""
        return await self.client.chat_postMessage(
            channel=post.to,
            thread_ts=post.thread,
            text=post.message.text,
            blocks=list(post.message.blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": post.key}},
            unfurl_links=False,
            unfurl_media=False,
        )

    async def save(self, before: Post, fields: Fields) -> Post:
        """Commit a row's next state, and what it means for others that it arrived, or never will."""
        after = before.changed(**fields)
        writes = (Write(after=after, before=before), *await consequences(self.store, self.gate, after))
        await self.store.commit(Change(workspace=self.gate.team, at=self.now(), by="clock", verb="deliver", writes=writes))
        return after


async def room_for_one(under_way: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Return the posts still under way, after waiting until there is room for another beside them."""
    while len(under_way) >= TOGETHER:
        done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    return under_way


def uncertain(post: Post, error: Exception) -> Fields:
    """Return a row that stays as it is: whether Slack took the post is found out later."""
    logger.warning("post %s may or may not have been sent: %s", post.id, type(error).__name__)
    return {"trouble": SENT_AGAIN if post.trouble == SENT_AGAIN else UNCERTAIN}
