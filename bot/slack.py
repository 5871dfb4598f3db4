"""The way to Slack for a command that does one thing and ends: what it may ask and how it sends, and who it is there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import ConfigError, Settings, bot_token_trouble
from handlers.gate import Gate
from handlers.refusal import code_of

CALL_TIMEOUT = 30
PATIENCE = 5


class Line(msgspec.Struct, frozen=True):
    """A line to Slack: `gate` waits where Slack asks it to, `client` does not, so that what it sends can be decided about."""

    gate: Gate
    client: AsyncWebClient


@asynccontextmanager
async def reached(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Line]:
    """Yield a line to Slack; raise ConfigError where there is no token, or Slack refuses it or can't be reached."""
    if trouble := bot_token_trouble(settings.bot_token):
        raise ConfigError(trouble)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(CALL_TIMEOUT)) as session:
        asking, client = (client_of(settings, session, patient=patient) for patient in (True, False))
        try:
            team = str((await asking.auth_test())["team_id"])
        except SlackApiError as error:
            raise ConfigError(f"Slack refuses SLACK_BOT_TOKEN ({code_of(error)}). `keep-talking doctor` says what to do.") from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            raise ConfigError(f"Slack can't be reached ({type(error).__name__}). `keep-talking doctor` says what to do.") from error
        yield Line(Gate(asking, team, now), client)


def client_of(settings: Settings, session: aiohttp.ClientSession, *, patient: bool) -> AsyncWebClient:
    """Return a client; a patient one calls again when Slack has asked it to wait."""
    retries: list[Any] = [AsyncRateLimitErrorRetryHandler(max_retry_count=PATIENCE)] if patient else []
    return AsyncWebClient(settings.bot_token, base_url=settings.api_url, session=session, retry_handlers=retries, timeout=CALL_TIMEOUT)
