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


def subscribed(payload: Payload, subscriptions: Iterable[str] | None) -> bool:
    """Whether the app is told of this. Commands and interactions need no subscription."""
    if payload.kind != "events_api" or subscriptions is None:
        return True
    event = payload.body["event"]
    name = _CHANNEL_TYPES.get(event.get("channel_type"), "message") if payload.type == "message" else payload.type
    return name in set(subscriptions)
