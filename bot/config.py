"""Settings, read from an environment that is a parameter; what is missing or wrong is named with where to get it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

SLACK = "https://slack.com/api/"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LEVELS = ("debug", "info", "warning", "error")
HIGHEST_PORT = 65535


class ConfigError(Exception):
    """The environment does not say what is needed; the text is one line that says what and where to get it."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says. With an app token the bot speaks Socket Mode, else signed HTTP."""

    bot_token: str
    app_token: str | None = None
    signing_secret: str | None = None
    api_url: str = SLACK
    store: str = "tinydb:data"
    port: int = 3000
    log: str = "info"
    starts_at: datetime | None = None


def read_settings(environ: Mapping[str, str], *, serving: bool = True) -> Settings:
    """Read and check the settings; raise ConfigError with one line about the first thing to mend.

    What is not `serving` does without tokens.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    bot_token, app_token, secret = (given.get(name) for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))
    api_url = given.get("SLACK_API_URL", SLACK)
    if serving:
        check_tokens(bot_token, app_token, secret)
    if not api_url.endswith("/api/"):
        raise ConfigError(f"SLACK_API_URL must end in /api/ and is {api_url}.")
    return Settings(
        bot_token=bot_token or "",
        app_token=app_token,
        signing_secret=secret,
        api_url=api_url,
        store=given.get("TALK_STORE", "tinydb:data"),
        port=read_port(given.get("TALK_PORT", "3000")),
        log=read_level(given.get("TALK_LOG", "info")),
        starts_at=read_start(given.get("TALK_NOW"), api_url),
    )


def check_tokens(bot_token: str | None, app_token: str | None, secret: str | None) -> None:
    """Return if the tokens can be right; raise ConfigError with where to get the one that is missing or another's."""
    trouble = bot_token_trouble(bot_token) or app_token_trouble(app_token, secret)
    if trouble:
        raise ConfigError(trouble)


def bot_token_trouble(bot_token: str | None) -> str | None:
    """Say what is wrong with how the bot token looks, and where to get it; None where it can be right."""
    if bot_token and bot_token.startswith("xoxb-"):
        return None
    state = "is missing" if not bot_token else "is not a bot token (xoxb-…)"
    return f"SLACK_BOT_TOKEN {state}: copy the Bot User OAuth Token from your app's page at api.slack.com/apps, OAuth & Permissions."


def app_token_trouble(app_token: str | None, secret: str | None) -> str | None:
    """Say what is wrong with how the app token looks, or that there is neither that nor a signing secret; None where it can be right."""
    if app_token and not app_token.startswith("xapp-"):
        return (
            "SLACK_APP_TOKEN is not an app-level token (xapp-…): make one with the scope connections:write at api.slack.com/apps, "
            "Basic Information."
        )
    if not app_token and not secret:
        return (
            "SLACK_APP_TOKEN is missing: make an app-level token (xapp-…) with the scope connections:write at api.slack.com/apps, "
            "Basic Information; or set SLACK_SIGNING_SECRET from the same page to use HTTP."
        )
    return None


def read_port(text: str) -> int:
    """Read a port; 0 takes a free one."""
    if not text.isascii() or not text.isdigit() or int(text) > HIGHEST_PORT:
        raise ConfigError(f"TALK_PORT must be a port from 0 to {HIGHEST_PORT} and is {text}.")
    return int(text)


def read_level(text: str) -> str:
    """Read a log level."""
    if text.lower() not in LEVELS:
        raise ConfigError(f"TALK_LOG must be one of {', '.join(LEVELS)} and is {text}.")
    return text.lower()


def read_start(text: str | None, api_url: str) -> datetime | None:
    """Read the moment at which the bot's clock starts, in UTC; only a bot in a local workspace may have one."""
    if text is None or urlsplit(api_url).hostname not in LOOPBACK:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"TALK_NOW must be an ISO time such as 2026-11-24T09:30:00+00:00 and is {text}.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
