"""What people are called in Slack, for a file that others read; a command that has no way to Slack does without."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.config import ConfigError, Settings
from bot.slack import reached
from handlers.gate import Gate

Names = dict[str, str]


async def names_in(settings: Settings, workspace: str, people: Collection[str], now: Callable[[], datetime]) -> tuple[Names, str]:
    """Return what these users of a workspace are called, by id, and why nobody could be asked, where that is so."""
    if not people:
        return {}, ""
    if not settings.bot_token:
        return {}, "SLACK_BOT_TOKEN is not set"
    try:
        async with reached(settings, now) as line:
            if line.gate.team != workspace:
                return {}, f"SLACK_BOT_TOKEN is that of another workspace, {line.gate.team}"
            return {user: await name_of(line.gate, user) for user in sorted(people)}, ""
    except ConfigError as error:
        return {}, str(error)


async def name_of(gate: Gate, user: str) -> str:
    """Return what somebody is called, also who has left; their id where Slack does not say."""
    try:
        return (await gate.ask(user)).name
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError):
        return user
