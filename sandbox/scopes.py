"""Which scopes there are and which events an app subscribes to, in the manifest's words."""

from collections.abc import Iterable

from sandbox.answers import Payload

# chat:write.public is left out: with it no channel is ever not_in_channel.
ALL_SCOPES = frozenset(
    f"{thing}:{act}"
    for thing, acts in {
        "app_mentions": ("read",),
        "channels": ("history", "join", "manage", "read"),
        "chat": ("write",),
        "groups": ("history", "read", "write"),
        "im": ("history", "read", "write"),
        "reactions": ("read", "write"),
        "team": ("read",),
        "users": ("read", "read.email"),
    }.items()
    for act in acts
) | {"commands"}
_CHANNEL_TYPES = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}
_SCOPES_OF_EVENTS = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.groups": "groups:history",
    "message.channels": "channels:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
}


def untold(payload: Payload, subscriptions: Iterable[str] | None, scopes: Iterable[str]) -> str:
    """Return why the app is not told of this; nothing where it is. Commands and interactions need no subscription."""
    if payload.kind != "events_api":
        return ""
    event = payload.body["event"]
    name = _CHANNEL_TYPES.get(event.get("channel_type"), "message") if payload.type == "message" else payload.type
    if subscriptions is not None and name not in set(subscriptions):
        return "the app is not subscribed to this event"
    scope = _SCOPES_OF_EVENTS.get(name)
    return f"the scope {scope} is not granted" if scope and scope not in set(scopes) else ""
