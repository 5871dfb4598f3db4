"""Events: what happens in channels, read into requests. Apart from what is asked of the bot, since most of it is none of its business."""

from __future__ import annotations

from datetime import datetime

from handlers.request import Request
from model.answer import Json
from model.grammar import decode, mentioned_in

CONVERSATIONS = {"im": "message.im", "channel": "message.channels", "group": "message.groups", "mpim": "message.mpim"}
SAID = {None, "file_share", "thread_broadcast"}
ABOUT_WHAT_WAS_SAID = {"message_changed": "message", "message_deleted": "previous_message"}


def event_name(event: Json) -> str:
    """Return what an event is called in the manifest: messages by the kind of conversation they stand in."""
    kind: str = event["type"]
    return CONVERSATIONS.get(event.get("channel_type", ""), kind) if kind == "message" else kind


def from_event(body: Json, workspace: str, at: datetime, bot_user: str) -> Request | None:
    """Read what a person did in a channel; None for what bots do and for what is said to the bot, which it hears as a mention.

    `action` tells what it was: `message`, `message_changed`, `message_deleted`, `reaction_added` or `reaction_removed`. `ts` and
    `thread` are those of the message it is about, `text` is what that says (of a deleted one: what it said), and `value` the name of
    a reaction, without the tone of its skin. The user is who reacted, or whose message it is, whoever deleted it.
    """
    event = body["event"]
    head = {"workspace": workspace, "key": f"evt:{body['event_id']}", "door": "event", "at": at}
    if "reaction" in event:
        return from_reaction(event, head, bot_user)
    return from_words(event, head, bot_user) if event["type"] == "message" else None


def from_reaction(event: Json, head: Json, bot_user: str) -> Request | None:
    """Read a reaction to a message that was added or taken back."""
    item = event.get("item") or {}
    if item.get("type") != "message" or event.get("user") in {None, bot_user}:
        return None
    name = event["reaction"].partition("::")[0]
    return Request(**head, user=event["user"], action=event["type"], value=name, channel=item["channel"], ts=item["ts"])


def from_words(event: Json, head: Json, bot_user: str) -> Request | None:
    """Read a message that was said, edited or deleted."""
    subtype = str(event.get("subtype"))
    happened = subtype if subtype in ABOUT_WHAT_WAS_SAID else "message"
    said = event.get(ABOUT_WHAT_WAS_SAID[happened]) or {} if happened in ABOUT_WHAT_WAS_SAID else event
    raw = said.get("text") or ""
    if not said.get("user") or said.get("bot_id") or said.get("subtype") not in SAID or f"<@{bot_user}" in raw:
        return None
    text, cleaned = decode(raw)
    place = {"channel": event["channel"], "ts": said.get("ts"), "thread": said.get("thread_ts"), "channels": mentioned_in(raw, "#")}
    return Request(**head, **place, user=said["user"], action=happened, text=text, typed=text, cleaned=cleaned)
