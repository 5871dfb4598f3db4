"""Who can read a channel, asked of Slack at the moment something about customers is to be posted there: channels get shared later."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.refusal import code_of
from model.answer import Json

Readers = Literal["colleagues", "shared", "unknown", "is_archived", "channel_not_found"]
LONGEST = 1.0
GONE: tuple[Readers, ...] = ("is_archived", "channel_not_found")
logger = logging.getLogger(__name__)


async def readers_of(client: AsyncWebClient, channel: str, longest: float = LONGEST) -> Readers:
    """Return who can read a channel: colleagues only, another organisation too, or unknown where Slack does not say so in seconds.

    Nobody reads what is archived or not found; a private channel without the bot is not found either.
    """
    try:
        async with asyncio.timeout(longest):
            answer = await client.conversations_info(channel=channel)
        return state_of(answer["channel"])
    except SlackApiError as error:
        logger.warning("conversations.info failed: %s", code_of(error))
        return "channel_not_found" if code_of(error) == "channel_not_found" else "unknown"
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
        logger.warning("conversations.info failed: %s", type(error).__name__)
        return "unknown"


def state_of(channel: Json) -> Readers:
    """Return who can read a channel that Slack shows."""
    if channel.get("is_archived"):
        return "is_archived"
    return "shared" if shared(channel) else "colleagues"


def shared(channel: Json) -> bool:
    """Whether people of another organisation can read a channel, or will once they accept; a grid's own workspaces are no others."""
    outside = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or channel.get("pending_shared")
    return bool(outside or (channel.get("is_shared") and not channel.get("is_org_shared")))
