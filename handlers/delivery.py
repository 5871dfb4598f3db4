"""The outbox, at Slack's pace: every post is sent once, and what Slack says about it is kept in its row.

Slack has no idempotency key for chat.postMessage. So `sending` is on disk before the call, and a post whose fate is unknown is
looked up by its key in the DM's message metadata before it is sent once more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.gate import Gate
from handlers.refusal import code_of, headers_of, status_of, unreadable
from model.change import Change, Write
from model.post import Post
from storage import Conflict, NotSaved, Store

UNKNOWN_FOR = timedelta(minutes=10)
RETRY = timedelta(seconds=30)
RETRY_AT_MOST = timedelta(minutes=30)
STOPPED_FOR = timedelta(minutes=5)
PAUSE = 0.25
LOOKED_BACK = 50
TOO_MANY, SERVER_ERROR = 429, 500
A_MOMENT, AN_HOUR = 0.5, 3600
EVENT_TYPE = "keep_talking_post"
AGAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
STOPPED = {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "missing_scope"}
logger = logging.getLogger(__name__)


class Delivery:
    """Sends what stands in the outbox; woken after every sweep, and by itself when the next post may be tried."""

    def __init__(self, store: Store, client: AsyncWebClient, gate: Gate, now: Callable[[], datetime], pause: float = PAUSE) -> None:
        self.store = store
        self.client = client
        self.gate = gate
        self.now = now
        self.pause = pause
        self.woken = asyncio.Event()
        self.stopping = False

    def wake(self) -> None:
        """Look into the outbox now."""
        self.woken.set()

    def stop(self) -> None:
        """End `run` after the post that is under way."""
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
        for post in await self.store.open_posts(self.gate.team):
            if self.stopping or post.not_before > self.now():
                break
            try:
                await self.deliver(post)
            except Conflict:
                continue
            await asyncio.sleep(self.pause)
        left = await self.store.open_posts(self.gate.team)
        return max(left[0].not_before - self.now(), timedelta(0)) if left else None

    async def deliver(self, post: Post) -> None:
        """Send one post, or find out what became of it where an earlier try did not end; what can't be looked up now waits."""
        if post.state == "sending":
            try:
                found = await self.look_up(post)
            except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
                await self.save(post, not_before=self.now() + self.until_looked_up(post, error))
                return
            if found:
                await self.save(post, state="sent", channel=found[0], ts=found[1], trouble="uncertain, found")
                return
        trouble = "uncertain, sent again" if post.state == "sending" else post.trouble
        sending = await self.save(post, state="sending", attempts=post.attempts + 1, not_before=self.now() + UNKNOWN_FOR, trouble=trouble)
        await self.save(sending, **await self.send(sending))

    async def send(self, post: Post) -> dict[str, Any]:
        """Call Slack once and return what to keep of its answer; a call whose end is unknown leaves the row as it is."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": post.key}}
        try:
            answer = await self.client.chat_postMessage(
                channel=post.to,
                text=post.message.text,
                blocks=list(post.message.blocks),
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            return self.uncertain(post, error) if unreadable(error) and status_of(error) < SERVER_ERROR else self.refused(post, error)
        except aiohttp.ClientConnectorError:
            return self.later(post, RETRY * (1 << min(post.attempts, 6)), "unreachable")
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return self.uncertain(post, error)
        return {"state": "sent", "channel": answer["channel"], "ts": answer["ts"]}

    def uncertain(self, post: Post, error: Exception) -> dict[str, Any]:
        """Return a row that stays as it is: whether Slack took the post is found out later."""
        logger.warning("post %s may or may not have been sent: %s", post.id, type(error).__name__)
        return {"trouble": "uncertain"}

    def refused(self, post: Post, error: SlackApiError) -> dict[str, Any]:
        """Return what to do about Slack's refusal: wait as long as it says, try again later, or give up."""
        code = code_of(error)
        if wait := passing(post, error):
            return self.later(post, wait, code)
        logger.error("post %s was refused: %s", post.id, code)
        if code in STOPPED:
            return self.later(post, STOPPED_FOR, code)
        return {"state": "dead", "trouble": code}

    def later(self, post: Post, wait: timedelta, trouble: str) -> dict[str, Any]:
        """Return a row that waits for another try."""
        logger.info("post %s waits: %s", post.id, trouble)
        return {"state": "pending", "not_before": self.now() + min(wait, RETRY_AT_MOST), "trouble": trouble}

    def until_looked_up(self, post: Post, error: Exception) -> timedelta:
        """Return how long to wait for the next look at what became of a post."""
        wait = (passing(post, error) if isinstance(error, SlackApiError) else None) or RETRY
        logger.warning("post %s can't be looked up now: %s", post.id, type(error).__name__)
        return min(wait, RETRY_AT_MOST)

    async def look_up(self, post: Post) -> tuple[str, str] | None:
        """Return where a post stands in Slack, by the key in its metadata, if an earlier try did reach the DM.

        None also where Slack does not let the bot look: the post is then sent once more. Raises what passes.
        """
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

    async def save(self, before: Post, **fields: Any) -> Post:
        """Commit a row's next state."""
        after = before.changed(**fields)
        change = Change(workspace=self.gate.team, at=self.now(), by="clock", verb="deliver", writes=(Write(after=after, before=before),))
        await self.store.commit(change)
        return after


def passing(post: Post, error: SlackApiError) -> timedelta | None:
    """Return how long to wait where Slack's refusal will pass; None where it stands."""
    status, code = status_of(error), code_of(error)
    if status == TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return timedelta(seconds=seconds(headers_of(error)))
    if status >= SERVER_ERROR or code in AGAIN or code in {str(status), "unreadable"}:
        return RETRY * (1 << min(post.attempts, 6))
    return None


def seconds(headers: Any) -> float:
    """Return Slack's Retry-After in seconds, an hour at most; 30 where it is missing or no number, and never less than a moment."""
    try:
        wanted = float(headers.get("Retry-After", ""))
    except ValueError:
        wanted = RETRY.total_seconds()
    return min(max(wanted, A_MOMENT), AN_HOUR) if isfinite(wanted) else RETRY.total_seconds()
