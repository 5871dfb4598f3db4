"""Request: what a person asked, whichever door it came through. The only place that reads Slack's payloads."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

import msgspec

from model.answer import Json, Message, Replace, Reply
from model.capture import Source
from model.grammar import UNKEEPABLE, decode, mentioned_in
from model.person import Person
from model.record import new_id

Door = Literal["slash", "dm", "mention", "button", "form", "shortcut", "options", "event", "home"]
HOME_MARK = "home:"
UNKNOWN = Person(id="", name="", team="")


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One request. `key` is the same however often Slack delivers it; `at` is when it came (UTC).

    `typed` is the line as the person typed it, decoded (of a form: what was written into it); `text` is what of it is left
    for the verb; `cleaned` says that characters which cannot be stored were dropped; `channels` are the ids of the channels it
    links to, `people` those of the users it mentions, by how they stand in it (`#leads`, `@ann`). `trigger` opens a modal once
    within three seconds, `response_url` takes answers for thirty minutes. A click brings `action`, `value`, `block` and the
    message or view it came from; a form, and a click in one, bring `fields` by block id and what it `carried`. Of a message that a
    shortcut was chosen for, `message` is what Slack shows of it, and `value` the name of the place; `source` is what was read of a
    message before the verb was asked. `colleagues` are those whom a form's promises name, by how it does: an id, or why it is nobody.
    `home` tells what was done in the App Home, or in a form that was opened from there, see `handlers.homes`.
    """

    workspace: str
    user: str
    key: str
    door: Door
    at: datetime
    person: Person = UNKNOWN
    granted: frozenset[str] = frozenset()
    verb: str = ""
    text: str = ""
    typed: str = ""
    cleaned: bool = False
    channels: dict[str, str] = msgspec.field(default_factory=dict)
    people: dict[str, str] = msgspec.field(default_factory=dict)
    channel: str | None = None
    ts: str | None = None
    thread: str | None = None
    trigger: str | None = None
    response_url: str | None = None
    action: str = ""
    value: str = ""
    block: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    carried: str = ""
    view_id: str | None = None
    colleagues: dict[str, tuple[str | None, str]] = msgspec.field(default_factory=dict)
    message: Json | None = None
    source: Source | None = None
    home: bool = False

    @cached_property
    def today(self) -> date:
        """Return the day it is for the person who asked."""
        return self.person.today(self.at)

    def answer(self, shown: Message) -> Reply | Replace:
        """Return a message as the answer that fits: a click's takes the place of what was clicked."""
        return Replace(shown) if self.door == "button" else Reply(shown)

    @property
    def in_home(self) -> bool:
        """Whether something was clicked in the App Home itself, which brings no way back to it."""
        return self.home and self.door == "button" and self.view_id is None

    def by(self, person: Person, granted: frozenset[str] = frozenset()) -> Request:
        """Return this request with who asked, and the scopes that Slack granted the bot."""
        return msgspec.structs.replace(self, person=person, granted=granted)

    def saying(self, verb: str, text: str) -> Request:
        """Return this request as one for a verb, with what is left of its text for it."""
        return msgspec.structs.replace(self, verb=verb, text=text)

    def typing(self, line: str) -> Request:
        """Return this request as if the person had typed a line, which some buttons stand for."""
        return msgspec.structs.replace(self, text=line, typed=line)


def from_command(body: Json, workspace: str, at: datetime) -> Request:
    """Read a slash command."""
    text, cleaned = decode(body.get("text") or "")
    return Request(
        workspace=workspace,
        user=body["user_id"],
        key=f"cmd:{body['trigger_id']}",
        door="slash",
        at=at,
        text=text,
        typed=text,
        cleaned=cleaned,
        channels=mentioned_in(body.get("text") or "", "#"),
        people=mentioned_in(body.get("text") or "", "@"),
        channel=body.get("channel_id"),
        trigger=body["trigger_id"],
        response_url=body.get("response_url"),
    )


def from_message(body: Json, workspace: str, at: datetime, bot_user: str) -> Request | None:
    """Read a message in the bot's DM or one that mentions it; None for what bots and edits say and for other conversations."""
    event = body["event"]
    said_by_a_person = event.get("user") and not event.get("bot_id") and event.get("subtype") in {None, "file_share"}
    if not said_by_a_person or (event["type"] == "message" and event.get("channel_type") != "im"):
        return None
    raw = event.get("text") or ""
    raw = re.sub(rf"<@{bot_user}(?:\|[^>]*)?>\s*", "", raw, count=1)
    text, cleaned = decode(raw)
    return Request(
        workspace=workspace,
        user=event["user"],
        key=f"evt:{body['event_id']}",
        door="mention" if event["type"] == "app_mention" else "dm",
        at=at,
        text=text,
        typed=text,
        cleaned=cleaned,
        channels=mentioned_in(raw, "#"),
        people=mentioned_in(raw, "@"),
        channel=event["channel"],
        ts=event.get("ts"),
        thread=event.get("thread_ts"),
    )


def from_action(body: Json, workspace: str, at: datetime) -> Request:
    """Read a click on a button or a choice in a select. The action id's part behind a `:` only tells twins apart."""
    action = body["actions"][0]
    container = body.get("container") or {}
    view = body.get("view") or {}
    return Request(
        workspace=workspace,
        user=body["user"]["id"],
        key=f"act:{body['trigger_id']}",
        door="button",
        at=at,
        action=action["action_id"].partition(":")[0],
        value=chosen(action) or "",
        block=action.get("block_id") or "",
        trigger=body["trigger_id"],
        response_url=body.get("response_url"),
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        ts=container.get("message_ts"),
        view_id=None if view.get("type") == "home" else view.get("id"),
        carried=view.get("private_metadata") or "",
        fields=entered(view["state"]["values"])[0] if view.get("state") else {},
        home=from_home(view),
    )


def from_shortcut(body: Json, workspace: str, at: datetime) -> Request:
    """Read a shortcut. One from a message's menu brings the message, the channel and a response_url; a global one only who chose it."""
    message = body.get("message")
    return Request(
        workspace=workspace,
        user=body["user"]["id"],
        key=f"sct:{body['trigger_id']}",
        door="shortcut",
        at=at,
        action=body["callback_id"],
        trigger=body["trigger_id"],
        response_url=body.get("response_url"),
        channel=(body.get("channel") or {}).get("id"),
        value=(body.get("channel") or {}).get("name") or "",
        ts=message.get("ts") if message else None,
        message=message,
    )


def from_view(body: Json, workspace: str, at: datetime) -> Request:
    """Read a submitted form."""
    view = body["view"]
    fields, typed, cleaned = entered(view["state"]["values"])
    return Request(
        workspace=workspace,
        user=body["user"]["id"],
        key=f"view:{view['id']}:{view['hash']}",
        door="form",
        at=at,
        action=view["callback_id"],
        fields=fields,
        typed="\n".join(typed),
        cleaned=cleaned,
        carried=view.get("private_metadata") or "",
        view_id=view["id"],
        trigger=body.get("trigger_id"),
        home=from_home(view),
    )


def from_opening(body: Json, workspace: str, at: datetime) -> Request | None:
    """Read that somebody opened the App Home; None for its other tabs."""
    event = body["event"]
    head = {"workspace": workspace, "user": event["user"], "key": f"evt:{body['event_id']}", "at": at}
    return Request(**head, door="home", home=True) if event.get("tab") == "home" else None


def from_home(view: Json) -> bool:
    """Whether a view is an App Home, or was opened from one."""
    return view.get("type") == "home" or (view.get("external_id") or "").startswith(HOME_MARK)


def from_options(body: Json, workspace: str, at: datetime) -> Request:
    """Read a question for the choices of a searching select; it has no effect and Slack gives it no id, so each is one of its own."""
    return Request(
        workspace=workspace,
        user=body["user"]["id"],
        key=f"opt:{new_id()}",
        door="options",
        at=at,
        action=body["action_id"].partition(":")[0],
        text=decode(body.get("value") or "")[0],
        block=body.get("block_id") or "",
    )


def entered(values: Json) -> tuple[dict[str, str], list[str], bool]:
    """Return what a form holds by block, the texts that were written into it, and whether something in them could not be kept."""
    given = {block: (element, chosen(element) or "") for block, elements in values.items() for element in elements.values()}
    fields = {block: UNKEEPABLE.sub("", value) for block, (_, value) in given.items()}
    typed = [fields[block] for block, (element, value) in given.items() if element.get("type") == "plain_text_input" and value]
    return fields, typed, any(fields[block] != value for block, (_, value) in given.items())


def chosen(element: Json) -> str | None:
    """Return what an element of any kind holds, as text (several ids with commas between); None where nothing was chosen."""
    choice: Any = element.get("selected_option")
    if choice is not None:
        return str(choice["value"])
    for field in ("value", "selected_date", "selected_user", "selected_channel", "selected_conversation"):
        if element.get(field) is not None:
            return str(element[field])
    several = element.get("selected_users") or element.get("selected_conversations")
    return ",".join(several) if several else None
