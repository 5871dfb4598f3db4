"""What one person sees of the workspace, as the page is told: pure functions of the sandbox's records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox import shapes
from sandbox.records import JSON, Channel, Message, User, View, Workspace

if TYPE_CHECKING:
    from sandbox.server import Sandbox

APP = "app"
SLACKBOT = "USLACKBOT"
SHOWN = 100


@dataclass(frozen=True)
class Looker:
    """Who looks, at which conversation (a channel's id, or `app`) and thread."""

    user: str
    place: str = APP
    thread: str | None = None


@dataclass
class Marks:
    """Up to which message each person has read each conversation; `since` holds where nobody has read anything yet."""

    since: str = ""
    _read: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, user: str, channel: Channel) -> None:
        """Note that everything here was read."""
        if channel.messages:
            self._read[user, channel.id] = max(message.ts for message in channel.messages)

    def of(self, user: str, channel: Channel) -> str:
        """Return the ts of the last message that was read."""
        return self._read.get((user, channel.id), self.since)


def channel_of(sandbox: Sandbox, looker: Looker) -> Channel:
    """Return the conversation that is looked at: the DM with the app, or a channel this person is in."""
    workspace = sandbox.state.workspace_of(looker.user)
    found = workspace.channels.get(looker.place)
    if found is None or looker.user not in found.members:
        return sandbox.state.open_dm(workspace, looker.user)
    return found


def people(workspace: Workspace) -> list[JSON]:
    """Return everybody who can be looked at or mentioned."""
    return [_person(user) for user in workspace.users.values()]


def _person(user: User) -> JSON:
    return {"id": user.id, "name": user.name, "real_name": user.real_name, "role": user.title, "kind": _kind(user), "tz": user.tz}


def _kind(user: User) -> str:
    kinds = {"bot": user.is_bot, "gone": user.deleted, "stranger": user.is_stranger, "guest": user.is_restricted, "admin": user.is_admin}
    return next((kind for kind, holds in kinds.items() if holds), "member")


def app(sandbox: Sandbox, workspace: Workspace) -> JSON:
    """Return the app as Slack presents it, and whether it is there."""
    own, door = sandbox.settings, sandbox.signed_http
    return {
        "name": own.app_name,
        "id": sandbox.state.app_id,
        "bot_user": workspace.bot_user,
        "command_list": list(own.commands) if workspace.installed else [],
        "shortcuts": list(own.shortcuts) if workspace.installed else [],
        "home_enabled": own.home_enabled,
        "description": own.description,
        "long_description": own.long_description,
        "transport": "HTTP" if door else "Socket Mode",
        "connected": not sandbox.away and bool(door or sandbox.socket_mode.connections),
        "installed": workspace.installed,
    }


def places(workspace: Workspace, user: str, marks: Marks) -> list[JSON]:
    """Return the conversations in this person's sidebar, the app's last."""
    channels = [one for one in workspace.channels.values() if not one.is_im and user in one.members and not one.is_archived]
    shown = [_place(one, user, marks) for one in sorted(channels, key=lambda one: one.name)]
    dm = workspace.dm_of(user)
    own: JSON = {"id": APP, "name": workspace.users[workspace.bot_user].real_name, "kind": "app", "shared": False, "archived": False}
    return [*shown, {**own, **(_unread(dm, user, marks) if dm else {"unread": 0, "mentioned": False})}]


def _place(channel: Channel, user: str, marks: Marks) -> JSON:
    kind = "private" if channel.is_private else "channel"
    head = {"id": channel.id, "name": channel.name, "kind": kind, "shared": channel.is_ext_shared, "archived": channel.is_archived}
    return {**head, **_unread(channel, user, marks)}


def _unread(channel: Channel, user: str, marks: Marks) -> JSON:
    read = marks.of(user, channel)
    fresh = [one for one in channel.messages if one.ts > read and one.user != user]
    return {"unread": len(fresh), "mentioned": channel.is_im or any(f"<@{user}" in one.text for one in fresh)}


def conversation(sandbox: Sandbox, looker: Looker, marks: Marks) -> JSON:
    """Return the conversation that is looked at: its head, and the newest hundred messages that this person sees there."""
    workspace, channel = sandbox.state.workspace_of(looker.user), channel_of(sandbox, looker)
    seen = _seen(workspace, channel, looker.user)
    top, replies = [one for one in seen if one.thread_ts in {None, one.ts}], _replies(seen)
    why_not = _why_not(workspace, channel)
    return {
        "id": APP if channel.is_im else channel.id,
        "name": workspace.users[workspace.bot_user].real_name if channel.is_im else channel.name,
        "kind": "app" if channel.is_im else "private" if channel.is_private else "channel",
        "shared": channel.is_ext_shared,
        "archived": channel.is_archived,
        "bot_in": workspace.bot_user in channel.members,
        "members": len(channel.members),
        "can_write": not why_not,
        "why_not": why_not,
        "last_read": marks.of(looker.user, channel),
        "earlier": max(0, len(top) - SHOWN),
        "messages": [_message(workspace, one, looker.user, replies) for one in top[-SHOWN:]],
    }


def thread(sandbox: Sandbox, looker: Looker) -> JSON | None:
    """Return the thread that is looked at, None where there is none."""
    workspace, channel = sandbox.state.workspace_of(looker.user), channel_of(sandbox, looker)
    root = channel.message(looker.thread) if looker.thread else None
    if root is None:
        return None
    replies = _replies(_seen(workspace, channel, looker.user))
    return {
        "root": _message(workspace, root, looker.user, replies),
        "replies": [_message(workspace, one, looker.user, {}) for one in replies.get(root.ts, [])],
    }


def _why_not(workspace: Workspace, channel: Channel) -> str:
    if channel.is_archived:
        return "This channel is archived. Nothing can be written here."
    return "" if workspace.installed or not channel.is_im else "The app was taken out of this workspace, so nobody reads here."


def _seen(workspace: Workspace, channel: Channel, user: str) -> list[Message]:
    own = [one for one in workspace.ephemerals if one.channel == channel.id and one.ephemeral_for == user]
    return sorted([*channel.messages, *own], key=lambda one: one.ts)


def _replies(seen: list[Message]) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for one in seen:
        if one.thread_ts and one.thread_ts != one.ts:
            found.setdefault(one.thread_ts, []).append(one)
    return found


def _message(workspace: Workspace, one: Message, looker: str, threads: dict[str, list[Message]]) -> JSON:
    replies = threads.get(one.ts, [])
    slackbot = one.user == SLACKBOT
    return {
        "ts": one.ts,
        "user": one.user,
        "name": "Slackbot" if slackbot else workspace.users[one.user].real_name,
        "bot": one.bot_id is not None,
        "slackbot": slackbot,
        "at": moment(one.ts).astimezone(ZoneInfo(workspace.users[looker].tz)).isoformat(timespec="seconds"),
        "text": one.text,
        "blocks": one.blocks,
        "ephemeral": one.ephemeral_for is not None,
        "edited": bool(one.edited),
        "reactions": [{"name": name, "count": len(users), "mine": looker in users} for name, users in one.reactions.items()],
        "thread": {"ts": one.ts, "count": len(replies), "last": replies[-1].ts} if replies else None,
        "values": shapes.state_values(one.blocks, one.values),
        "changed": f"{one.changed}.{len(replies)}.{sum(len(users) for users in one.reactions.values())}",
    }


def moment(ts: str) -> datetime:
    """Return the moment of a message's ts."""
    return datetime.fromtimestamp(float(ts), UTC)


def modals(workspace: Workspace, user: str) -> list[JSON]:
    """Return this person's open modals, the visible one last."""
    return [view(one) for one in workspace.stack(user)]


def view(one: View) -> JSON:
    """Return a modal or the Home tab, with what its inputs hold."""
    words = {key: (one.content.get(key) or {}).get("text") for key in ("submit", "close")}
    return {
        "id": one.id,
        "type": one.type,
        "callback_id": one.callback_id,
        "title": one.title,
        "submit": words["submit"],
        "close": words["close"] or "Cancel",
        "blocks": one.blocks,
        "values": shapes.state_values(one.blocks, one.values),
        "changed": one.changed,
        "hash": one.hash,
    }


def home(workspace: Workspace, user: str) -> JSON | None:
    """Return this person's Home tab, None where the app never published one."""
    published = workspace.homes.get(user)
    return view(published) if published else None
