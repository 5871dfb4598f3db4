"""Slack as the bot meets it: the tokens, whether it can be reached and how fast, what it has granted, and whether the clocks agree."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.checks.finding import Finding, fail, ok, warn
from bot.checks.scopes import scopes
from bot.config import Settings, app_token_trouble, bot_token_trouble
from handlers.refusal import code_of, headers_of

SLOW = 1.5
OUT_OF_STEP = timedelta(minutes=1)
PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "unreadable"}
SECRET = re.compile(r"[0-9a-f]{32}")
APPS = "your app's page at api.slack.com/apps"


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What one auth.test brought: who the bot is, or Slack's `refusal`, or what kept it from being `reached`; `at` is our clock then."""

    at: datetime
    took: float
    headers: Mapping[str, str] = {}
    team: str = ""
    team_name: str = ""
    refusal: str = ""
    unreached: str = ""

    @property
    def ahead(self) -> timedelta | None:
        """Return how much our clock is ahead of Slack's, None where Slack does not say."""
        try:
            return self.at - parsedate_to_datetime(self.headers["Date"])
        except (KeyError, ValueError, TypeError):
            return None


async def visit(client: AsyncWebClient, system: Callable[[], datetime]) -> Visit:
    """Ask Slack who the bot is; `system` is the machine's clock."""
    began = time.perf_counter()
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return Visit(at=system(), took=time.perf_counter() - began, headers=headers_of(error), refusal=code_of(error))
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        return Visit(at=system(), took=time.perf_counter() - began, unreached=type(error).__name__)
    took = time.perf_counter() - began
    return Visit(at=system(), took=took, headers=answer.headers, team=answer["team_id"], team_name=answer.get("team") or "")


def of_visit(settings: Settings, visit: Visit) -> Iterator[Finding]:
    """Say what the visit tells."""
    yield reach(settings, visit)
    if visit.unreached:
        return
    yield bot_token(visit)
    if visit.team:
        yield from scopes(visit.headers.get("x-oauth-scopes"))
    yield clock(visit, over_http=not settings.app_token)


def reach(settings: Settings, visit: Visit) -> Finding:
    """Say whether Slack can be reached, and how fast it is."""
    if visit.unreached:
        return fail("slack", f"{settings.api_url} can't be reached ({visit.unreached}). Look at this machine's network, DNS, firewall.")
    took = f"answered in {visit.took * 1000:,.0f} ms"
    if visit.took > SLOW:
        return warn("slack", f"{took}; people wait that long, and Slack gives up on an answer after 3 seconds. Look at the network.")
    return ok("slack", took)


def bot_token(visit: Visit) -> Finding:
    """Say whether Slack takes the bot token."""
    if visit.team:
        return ok("bot token", f"of workspace {visit.team_name} ({visit.team})")
    if visit.refusal in PASSING or visit.refusal.isdigit():
        return warn("bot token", f"Slack did not say whether it is right ({visit.refusal}). Ask again in a minute.")
    return fail("bot token", f"Slack refuses it ({visit.refusal}). Copy it again from {APPS}, OAuth & Permissions.")


def clock(visit: Visit, *, over_http: bool) -> Finding:
    """Say whether our clock agrees with Slack's: signatures hold for minutes only, and reminders come by our clock."""
    if visit.ahead is None:
        return warn("clock", "Slack did not say what time it is, so it can't be compared.")
    if abs(visit.ahead) <= OUT_OF_STEP:
        return ok("clock", "agrees with Slack's within a minute")
    seconds = abs(round(visit.ahead.total_seconds()))
    what = f"{seconds:,} seconds {'ahead of' if visit.ahead > timedelta(0) else 'behind'} Slack's"
    means = "signatures that Slack made now count as old" if over_http else "reminders come at the wrong time"
    return (fail if over_http else warn)("clock", f"{what}, so {means}. Set the time of this machine, best by NTP.")


def started_at(settings: Settings, given: str | None) -> Iterator[Finding]:
    """Say whether the bot's clock is set by hand."""
    if settings.starts_at:
        yield warn("TALK_NOW", f"the bot's clock starts at {settings.starts_at.isoformat()}. That is for trying things: else unset it.")
    elif given:
        yield warn("TALK_NOW", "is set and ignored, since SLACK_API_URL is no local workspace. Unset it.")


def bot_token_shape(settings: Settings) -> Iterator[Finding]:
    """Say what is wrong with the bot token where that can be seen."""
    if trouble := bot_token_trouble(settings.bot_token):
        yield fail("bot token", trouble)


def transport(settings: Settings) -> Iterator[Finding]:
    """Say how Slack's requests come in, and what is wrong with the secret for that where it can be seen."""
    if trouble := app_token_trouble(settings.app_token, settings.signing_secret):
        yield fail("app token", trouble)
    elif settings.app_token and settings.signing_secret:
        yield warn("transport", "SLACK_APP_TOKEN wins over SLACK_SIGNING_SECRET: Socket Mode. Unset the one that is not meant.")
    elif settings.signing_secret:
        yield signing_secret(settings.signing_secret)


def signing_secret(secret: str) -> Finding:
    """Say whether the signing secret looks like one; Slack can't be asked."""
    if SECRET.fullmatch(secret):
        return ok("signing secret", "looks like one; whether it is right shows in Slack's first request (a wrong one is answered 401)")
    return warn("signing secret", f"does not look like one (32 of 0 to 9 and a to f). Copy it again from {APPS}, Basic Information.")


async def app_token(client: AsyncWebClient, token: str) -> Finding:
    """Ask Slack for an address of Socket Mode, as the start does; it is not used."""
    where = "Make one with the scope connections:write at api.slack.com/apps, Basic Information"
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        if code_of(error) in PASSING or code_of(error).isdigit():
            return warn("app token", f"Slack did not say whether it is right ({code_of(error)}). Ask again in a minute.")
        return fail("app token", f"Slack refuses it ({code_of(error)}). {where}; and see that Socket Mode is on for the app.")
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        return warn("app token", f"Slack could not be asked ({type(error).__name__}).")
    return ok("app token", "opens Socket Mode")
