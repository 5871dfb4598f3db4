"""The manifest is valid by Slack's own schema, and asks for exactly what the code uses: no scope and no event more or less."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers import routes

ROOT = Path(__file__).parent.parent
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
CODE = "\n".join(path.read_text() for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py"))

SCOPE_OF_METHOD = {
    "auth_test": None,
    "apps_connections_open": None,
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "conversations_info": "channels:read",
    "conversations_open": "im:write",
    "conversations_history": "im:history",
    "conversations_replies": "im:history",
    "users_info": "users:read",
    "users_list": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
SCOPE_OF_EVENT = {"app_home_opened": None, "app_mention": "app_mentions:read", "message.im": "im:history", "user_change": "users:read"}
OPTIONAL_EVENTS = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}

OPTIONAL = {
    "groups:read",  # conversations.info, where the channel is private
    *OPTIONAL_EVENTS.values(),
    *(["channels:history", "groups:history"] if "conversations_replies" in CODE else []),  # reading what is said among people
    *(["users:read.email"] if 'profile.get("email")' in CODE else []),  # a field of users.list
}


def methods_called() -> set[str]:
    return {name for name in re.findall(r"\.([a-z]+_\w+)", CODE) if hasattr(AsyncWebClient, name)}


def events_heard() -> set[str]:
    [own] = re.findall(r'own = \{("message.im".*?)\}', CODE)
    return {*re.findall(r'"([\w.]+)":', own), *routes().events}


def test_the_manifest_is_valid_by_slacks_schema() -> None:
    schema = json.loads((Path(__file__).parent / "manifest.schema.json").read_text())

    jsonschema.validate(MANIFEST, schema)


def test_every_scope_is_used_and_every_use_has_its_scope() -> None:
    heard = {SCOPE_OF_EVENT[event] for event in events_heard() - OPTIONAL_EVENTS.keys()}
    used = {SCOPE_OF_METHOD[method] for method in methods_called()} | heard | {"commands"}

    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == used - {None}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot_optional"]) == OPTIONAL


def test_every_event_is_heard_and_everything_heard_is_subscribed() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == events_heard()


def test_every_method_called_is_known_here() -> None:
    assert methods_called() == set(SCOPE_OF_METHOD)


def test_the_command_escapes_mentions_and_answers_by_one_name() -> None:
    [command] = MANIFEST["features"]["slash_commands"]

    assert command["command"] == "/talk"
    assert command["should_escape"] is True
