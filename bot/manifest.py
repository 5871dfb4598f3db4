"""The manifest as a command. Its HTTP form is the Socket Mode one with a few lines changed, so that its comments and order stay."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.config import ConfigError
from bot.endings import DONE

NAME = "manifest.yml"
EVENTS_PATH = "/slack/events"
LONGEST = 3000
EXAMPLE = "for example https://talk.example.com"
CHANGES = (
    (
        "# Keep Talking in Socket Mode, which needs no public address. Create",
        "# Keep Talking over HTTP: SLACK_SIGNING_SECRET is set, and SLACK_APP_TOKEN is not. Create",
    ),
    ("    - command: /talk\n", "    - command: /talk\n      url: {url}\n"),
    ("  event_subscriptions:\n", "  event_subscriptions:\n    request_url: {url}\n"),
    ("    is_enabled: true\n", "    is_enabled: true\n    request_url: {url}\n    message_menu_options_url: {url}\n"),
    ("  socket_mode_enabled: true\n", "  socket_mode_enabled: false\n"),
)


async def print_manifest(url: str | None) -> int:
    """Print the manifest, and return the exit code. Raises ConfigError for an address that Slack can't call."""
    text = manifest_text()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's language: the text goes into a file or a form
    sys.stdout.write(over_http(text, request_url(url)) if url is not None else text)
    return DONE


def manifest_text() -> str:
    """Return the manifest that lies in the package of an installed wheel, or at the top of a checkout."""
    from importlib.resources import files

    packaged = files("bot") / NAME
    return packaged.read_text("utf-8") if packaged.is_file() else (Path(__file__).parent.parent / NAME).read_text("utf-8")


def over_http(manifest: str, url: str) -> str:
    """Return the manifest with which Slack calls this address. Its places are lines that occur once; a test holds that."""
    for before, after in CHANGES:
        manifest = manifest.replace(before, after.replace("{url}", json.dumps(url)), 1)
    return manifest


def request_url(text: str) -> str:
    """Return the address as Slack is to call it; raise ConfigError with why it can't."""
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise ConfigError(f"--url is to be an address in plain letters, {EXAMPLE}.")
    parts = parsed(text)
    if parts.scheme != "https" or not parts.hostname:
        raise ConfigError(f"--url must begin with https://, since Slack calls nothing else, {EXAMPLE}.")
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ConfigError(f"--url has a query or a fragment behind its path. Slack is given an address without, {EXAMPLE}.")
    if parts.username is not None:
        raise ConfigError(f"--url holds a user or a password. Requests are told genuine by their signature, {EXAMPLE}.")
    url = text if parts.path.strip("/") else f"https://{parts.netloc}{EVENTS_PATH}"
    if len(url) > LONGEST:
        raise ConfigError(f"--url has {len(url):,} characters, and Slack takes {LONGEST:,}.")
    return url


def parsed(text: str) -> SplitResult:
    """Return the parts of an address whose port can be one; raise ConfigError where it is none."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ConfigError(f"--url can't be read as an address ({error}), {EXAMPLE}.") from None
    return parts
