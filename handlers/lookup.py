"""Looking a post up in Slack: whether an earlier try of unknown fate reached the DM, by the key in the message's metadata."""

from __future__ import annotations

import logging
from typing import Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.refusal import code_of
from handlers.verdicts import STOPPED, passing
from model.post import Post

LOOKED_BACK = 50
EVENT_TYPE = "keep_talking_post"
logger = logging.getLogger(__name__)


async def look_up(client: AsyncWebClient, post: Post) -> tuple[str, str] | Literal["not there", "no look"]:
    """Return where a post stands in Slack (channel and ts), if an earlier try did reach the DM.

    In channels, and where Slack does not let the bot look, there is no look. Raises what passes.
    """
    if to_channel(post):
        return "no look"
    try:
        dm = await client.conversations_open(users=[post.to])
        history = await client.conversations_history(channel=dm["channel"]["id"], include_all_metadata=True, limit=LOOKED_BACK)
    except SlackApiError as error:
        if passing(post, error) or code_of(error) in STOPPED - {"missing_scope"}:
            raise
        logger.warning("post %s can't be looked up: %s", post.id, code_of(error))
        return "no look"
    for message in history["messages"]:
        if (message.get("metadata") or {}).get("event_payload", {}).get("key") == post.key:
            return dm["channel"]["id"], message["ts"]
    return "not there"


def to_channel(post: Post) -> bool:
    """Whether a post is for a channel, and not for a person."""
    return not post.to.startswith(("U", "W"))
