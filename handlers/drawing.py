"""Messages with charts, which Slack may not take yet: what it refuses to draw is said in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from handlers.refusal import code_of
from handlers.verdicts import SERVER_ERROR, UNSHOWABLE
from messages.summary_charts import has_charts, in_words
from model.answer import Message


async def drawn(send: Callable[[Message], Awaitable[Any]], shown: Message) -> None:
    """Send a message; where Slack does not take its charts, once more with them in words."""
    try:
        await send(shown)
    except (SlackApiError, aiohttp.ClientResponseError) as error:
        if not (has_charts(shown) and unshowable(error)):
            raise
        await send(in_words(shown))


def unshowable(error: SlackApiError | aiohttp.ClientResponseError) -> bool:
    """Whether Slack refused what a message shows, and not that it came."""
    return code_of(error) in UNSHOWABLE if isinstance(error, SlackApiError) else error.status < SERVER_ERROR
