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

Readers = Literal["colleagues", "shared", "unknown"]
LONGEST = 1.0
logger = logging.getLogger(__name__)


async def readers_of(client: AsyncWebClient, channel: str, longest: float = LONGEST) -> Readers:
    """Return who can read a channel: colleagues only, another organisation too, or unknown where Slack does not say so in seconds."""
    try:
        async with asyncio.timeout(longest):
            answer = await client.conversations_info(channel=channel)
        return "shared" if shared(answer["channel"]) else "colleagues"
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
        logger.warning("conversations.info failed: %s", code_of(error) if isinstance(error, SlackApiError) else type(error).__name__)
        return "unknown"


def shared(channel: Json) -> bool:
    """Whether people of another organisation can read a channel, or will once they accept; a grid's own workspaces are no others."""
    outside = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or channel.get("pending_shared")
    return bool(outside or (channel.get("is_shared") and not channel.get("is_org_shared")))
