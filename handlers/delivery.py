"""The outbox, at Slack's pace: every post is sent once, and what Slack says about it is kept in its row.

Slack has no idempotency key for chat.postMessage. So `sending` is on disk before the call, and a post whose fate is unknown is
looked up by its key in the DM's message metadata before it is sent once more; in a channel, where the bot may not read, there is
no look-up. A person who can't be written to is told of nothing, so their nudges go and the next in line is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.channels import readers_of
from handlers.gate import Gate
from handlers.pace import Pace
from handlers.refusal import code_of, status_of, unreadable
from handlers.verdicts import (
    NOBODY_THERE,
    RETRY,
    RETRY_AT_MOST,
    SERVER_ERROR,
    STOPPED,
    Fields,
    backoff,
    later,
    passing,
    refused,
    unreachable,
)
from messages.trouble import undeliverable
from model.change import Change, Write
from model.post import Post
from model.record import id_for
from storage import Conflict, NotSaved, Store

UNKNOWN_FOR = timedelta(minutes=10)
TOGETHER = 16
TRIES = 4
LOOKED_BACK = 50
EVENT_TYPE = "keep_talking_post"
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
            except NotSaved as error:
                logger.error("the outbox waits: %s", error)  # noqa: TRY400  the store's sentence is the news
                wait = RETRY
            except Exception:
                logger.exception("the outbox failed; it goes on")
                wait = RETRY
            try:
                await asyncio.wait_for(self.woken.wait(), wait.total_seconds() if wait else None)
            except TimeoutError:
                continue

    async def flush(self) -> timedelta | None:
        """Send what may be sent now; return how long until the next post may be tried, or None where there is none."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            for post in await self.store.open_posts(self.gate.team):
                if self.stopping or post.not_before > self.now():
                    break
                await self.pace.turn(post.to)
                under_way.add(asyncio.create_task(self.deliver(post)))
                under_way = await room_for_one(under_way)
        finally:
            await asyncio.gather(*under_way)
        left = await self.store.open_posts(self.gate.team)
        return max(left[0].not_before - self.now(), timedelta(0)) if left else None

    async def deliver(self, post: Post) -> None:
        """Send one post, or find out what became of it where an earlier try did not end; somebody else may be at it already."""
        try:
            if post.state == "sending" and not await self.lost(post):
                return
            trouble = "uncertain, sent again" if post.state == "sending" else post.trouble
            unknown = {"attempts": post.attempts + 1, "not_before": self.now() + UNKNOWN_FOR, "trouble": trouble}
            sending = await self.save(post, {"state": "sending", **unknown})
            await self.save(sending, await self.send(sending))
        except Conflict:
            return

    async def lost(self, post: Post) -> bool:
        """Whether an earlier try did not reach Slack, as far as can be known; what can't be looked up now waits."""
        try:
            found = await self.look_up(post)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            logger.warning("post %s can't be looked up now: %s", post.id, type(error).__name__)
            wait = (passing(post, error) if isinstance(error, SlackApiError) else None) or RETRY
            await self.save(post, {"not_before": self.now() + min(wait, RETRY_AT_MOST)})
            return False
        if found:
            await self.save(post, {"state": "sent", "channel": found[0], "ts": found[1], "trouble": "uncertain, found"})
        return found is None

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
            text=post.message.text,
            blocks=list(post.message.blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": post.key}},
            unfurl_links=False,
            unfurl_media=False,
        )

    async def look_up(self, post: Post) -> tuple[str, str] | None:
        """Return where a post stands in Slack, by the key in its metadata, if an earlier try did reach the DM.

        None also where the bot may not look: the post is then sent once more. Raises what passes.
        """
        if to_channel(post):
            return None
        try:
            dm = await self.client.conversations_open(users=[post.to])
            history = await self.client.conversations_history(channel=dm["channel"]["id"], include_all_metadata=True, limit=LOOKED_BACK)
        except SlackApiError as error:
            if passing(post, error) or code_of(error) in STOPPED - {"missing_scope"}:
                raise
            logger.warning("post %s can't be looked up: %s", post.id, code_of(error))
            return None
        for message in history["messages"]:
            if (message.get("metadata") or {}).get("event_payload", {}).get("key") == post.key:
                return dm["channel"]["id"], message["ts"]
        return None

    async def save(self, before: Post, fields: Fields) -> Post:
        """Commit a row's next state, and what a dead one means for others."""
        after = before.changed(**fields)
        writes = (Write(after=after, before=before), *(await self.consequences(after) if after.state == "dead" else ()))
        await self.store.commit(Change(workspace=self.gate.team, at=self.now(), by="clock", verb="deliver", writes=writes))
        return after

    async def consequences(self, dead: Post) -> tuple[Write, ...]:
        """Return what follows a post that can't be delivered: who set a channel up is told; a person's nudges go to the next in line."""
        if to_channel(dead):
            return (Write(after=self.told_of(dead)),) if dead.set_by else ()
        if dead.trouble in NOBODY_THERE:
            self.gate.cannot_write_to(dead.to)
        return tuple(Write(before=nudge) for nudge in await self.store.nudges(self.gate.team, post=dead.id))

    def told_of(self, dead: Post) -> Post:
        """Return the DM that tells who set a channel up that nothing can be posted there."""
        key = f"undeliverable:{dead.key}"
        message = undeliverable(dead.to, dead.trouble or "")
        return Post(
            id=id_for("post", dead.workspace, key),
            workspace=dead.workspace,
            key=key,
            to=dead.set_by or "",
            message=message,
            not_before=self.now(),
        )


async def room_for_one(under_way: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Return the posts still under way, after waiting until there is room for another beside them."""
    while len(under_way) >= TOGETHER:
        done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    return under_way


def to_channel(post: Post) -> bool:
    """Whether a post is for a channel, and not for a person."""
    return not post.to.startswith(("U", "W"))


def uncertain(post: Post, error: Exception) -> Fields:
    """Return a row that stays as it is: whether Slack took the post is found out later."""
    logger.warning("post %s may or may not have been sent: %s", post.id, type(error).__name__)
    return {"trouble": "uncertain"}
