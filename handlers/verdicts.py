"""What Slack's answer means for a post: it waits, it is over, or nobody knows yet. Fields for its row, decided without doing anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.refusal import code_of, headers_of, status_of
from messages.summary_charts import has_charts, in_words
from model.answer import Message
from model.post import Post

RETRY = timedelta(seconds=30)
RETRY_AT_MOST = timedelta(minutes=30)
STOPPED_FOR = timedelta(minutes=5)
TOO_MANY, SERVER_ERROR = 429, 500
A_MOMENT, AN_HOUR = 0.5, 3600

AGAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
STOPPED = {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "missing_scope"}
UNSHOWABLE = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}

Fields = dict[str, Any]


def refused(post: Post, error: SlackApiError, now: datetime) -> Fields:
    """Return what to do about Slack's refusal: wait as long as it says, try again later or with less to draw, or give up."""
    if code_of(error) in UNSHOWABLE and post.message.blocks:
        return {**later(now, timedelta(0), code_of(error)), "message": plainer(post.message)}
    wait = passing(post, error) or (STOPPED_FOR if code_of(error) in STOPPED else None)
    return later(now, wait, code_of(error)) if wait else {"state": "dead", "trouble": code_of(error)}


def plainer(shown: Message) -> Message:
    """Return what Slack does not show in words that it may: without charts, and where there are none, as plain text."""
    return in_words(shown) if has_charts(shown) else Message(shown.text)


def unreachable(post: Post, now: datetime) -> Fields:
    """Return what to do where Slack could not be reached: the post was not sent."""
    return later(now, backoff(post), "unreachable")


def later(now: datetime, wait: timedelta, trouble: str) -> Fields:
    """Return a row that waits for another try."""
    return {"state": "pending", "not_before": now + min(wait, RETRY_AT_MOST), "trouble": trouble}


def passing(post: Post, error: SlackApiError) -> timedelta | None:
    """Return how long to wait where Slack's refusal will pass; None where it stands."""
    status, code = status_of(error), code_of(error)
    if status == TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return timedelta(seconds=seconds(headers_of(error)))
    if status >= SERVER_ERROR or code in AGAIN or code in {str(status), "unreadable"}:
        return backoff(post)
    return None


def backoff(post: Post) -> timedelta:
    """Return how long to wait after so many tries: half a minute, doubled each time."""
    return RETRY * (1 << min(post.attempts, 6))


def seconds(headers: Mapping[str, str]) -> float:
    """Return Slack's Retry-After in seconds, an hour at most; 30 where it is missing or no number, and never less than a moment."""
    try:
        wanted = float(headers.get("Retry-After", ""))
    except ValueError:
        wanted = RETRY.total_seconds()
    return min(max(wanted, A_MOMENT), AN_HOUR) if isfinite(wanted) else RETRY.total_seconds()
