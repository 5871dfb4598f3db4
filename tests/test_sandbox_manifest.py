"""An app is installed in the local Slack as its manifest says: scopes, events and how it is presented."""

from __future__ import annotations

from conftest import MANIFEST

from sandbox import Sandbox
from sandbox.manifest import settings_from

OPTIONAL = MANIFEST["oauth_config"]["scopes"]["bot_optional"]
SMALL = {
    "display_information": {"name": "Lost and Found"},
    "features": {"shortcuts": [{"name": "Keep it", "type": "message", "callback_id": "keep", "description": "Keeps a message"}]},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
}


def test_optional_scopes_are_granted_only_where_that_is_said() -> None:
    assert not set(settings_from(MANIFEST)["scopes"]) & set(OPTIONAL)
    assert set(settings_from(MANIFEST, granted=("groups:read",))["scopes"]) & set(OPTIONAL) == {"groups:read"}


def test_the_command_is_presented_with_its_hint() -> None:
    [command] = Sandbox(**settings_from(MANIFEST)).settings.commands

    assert command == {name: MANIFEST["features"]["slash_commands"][0][name] for name in ("command", "description", "usage_hint")}


def test_a_manifest_without_events_and_commands_has_none_and_its_app_has_its_name() -> None:
    slack = Sandbox(**settings_from(SMALL))

    assert (slack.settings.commands, slack.settings.subscriptions, slack.settings.home_enabled) == ([], [], False)
    assert slack.settings.shortcuts == SMALL["features"]["shortcuts"]  # type: ignore[index]
    assert slack.user("U0BOT").real_name == "Lost and Found"
