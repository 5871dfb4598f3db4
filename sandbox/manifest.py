"""An app is installed from its manifest, as in Slack: what a parsed manifest means for the sandbox's settings."""

from __future__ import annotations

from typing import Any

from sandbox.records import JSON


def settings_from(manifest: JSON, *, granted: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the keyword arguments of Sandbox that a manifest stands for. Of its optional scopes, those in `granted` are granted."""
    shown, features = manifest["display_information"], manifest.get("features", {})
    scopes, home = manifest["oauth_config"]["scopes"], features.get("app_home", {})
    events = manifest.get("settings", {}).get("event_subscriptions", {})
    return {
        "scopes": [*scopes["bot"], *(scope for scope in scopes.get("bot_optional", ()) if scope in granted)],
        "subscriptions": list(events.get("bot_events", ())),
        "home_enabled": bool(home.get("home_tab_enabled")),
        "app_name": features.get("bot_user", {}).get("display_name") or shown["name"],
        "description": shown.get("description", ""),
        "long_description": " ".join(shown.get("long_description", "").split()),
        "commands": [_picked(one, "command", "description", "usage_hint") for one in features.get("slash_commands", ())],
        "shortcuts": [_picked(one, "name", "type", "callback_id", "description") for one in features.get("shortcuts", ())],
    }


def _picked(one: JSON, *names: str) -> dict[str, str]:
    return {name: str(one.get(name, "")) for name in names}
