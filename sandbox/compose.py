"""Payloads as Slack sends them, one function an act of a person. Composing gives the ids; delivering comes after and can be repeated."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox import forms, shapes, typing_text
from sandbox.answers import Payload
from sandbox.interactions import ResponseUrl, ResponseUrls, Triggers
from sandbox.records import JSON, Channel, Message, View, Workspace
from sandbox.state import State

_TOKEN = "sandbox-verification"  # noqa: S105 - Slack's old verification token, no secret
_CHANNEL_TYPE = {"im": "im", "groups": "group", "channels": "channel"}
Surface = Message | View


@dataclass
class Composer:
    """Makes payloads; `address` is where response_urls lead."""

    state: State
    triggers: Triggers
    response_urls: ResponseUrls
    address: str = ""

    def command(self, user: str, line: str, channel: str | None = "C0GENERAL", *, raw: bool = False) -> Payload:
        """Compose a slash command typed in a channel, or in the DM with the bot where there is no channel."""
        workspace = self.state.workspace_of(user)
        where = workspace.channels[channel] if channel else self.state.open_dm(workspace, user)
        command, _, rest = line.partition(" ")
        text = rest if raw else typing_text.typed(workspace, rest.strip(), names=True)
        response_url = self.response_urls.give(workspace, user, where.id)
        body = {"token": _TOKEN, "team_id": workspace.id, "team_domain": workspace.domain, "channel_id": where.id}
        body |= {"channel_name": _place(where), "user_id": user, "user_name": workspace.users[user].name}
        body |= {"command": command, "text": text, "api_app_id": self.state.app_id, "is_enterprise_install": "false"}
        body |= {"response_url": self._link(response_url), "trigger_id": self.triggers.give(user)}
        return Payload("slash_commands", body, workspace, user, where.id, response_url)

    def _link(self, response_url: ResponseUrl) -> str:
        return f"{self.address}/respond/{response_url.key}"

    def _head(self, workspace: Workspace, user: str, kind: str) -> JSON:
        person = workspace.users[user]
        who = {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id}
        team = {"id": workspace.id, "domain": workspace.domain}
        return {"type": kind, "user": who, "api_app_id": self.state.app_id, "token": _TOKEN, "team": team, **_no_enterprise()}

    def click(
        self, user: str, surface: Surface, name: str, *, options: list[JSON] | None = None, nth: int | None = None, **choice: Any
    ) -> Payload:
        """Compose a button pressed, or something picked, in a message, a modal or the Home tab."""
        workspace = self.state.workspace_of(user)
        block, element = forms.find(surface.blocks, name, nth)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise forms.NotThere(f"{name!r} is an input: fill it in, the app hears of it when the form is sent")
        wanted = forms.wanted_by(workspace, element, choice)
        value = {"type": "button"} if element["type"] == "button" else forms.entered(element, wanted, options)
        if element["type"] not in {"button", "overflow"}:
            surface.values.setdefault(block["block_id"], {})[element["action_id"]] = value
        body = self._head(workspace, user, "block_actions")
        body |= {"trigger_id": self.triggers.give(user, surface if isinstance(surface, View) else None)}
        body |= {"actions": [forms.action(block, element, value, self.state.ts())]}
        return self._within(workspace, user, surface, body)

    def _within(self, workspace: Workspace, user: str, surface: Surface, body: JSON) -> Payload:
        if isinstance(surface, View):
            shown = shapes.view(self.state, workspace, surface)
            body |= {"container": {"type": "view", "view_id": surface.id}, "view": shown}
            return Payload("interactive", body, workspace, user, view=surface)
        response_url = self.response_urls.give(workspace, user, surface.channel, surface)
        body |= self._around(workspace, surface) | {"response_url": self._link(response_url)}
        return Payload("interactive", body, workspace, user, surface.channel, response_url)

    def _around(self, workspace: Workspace, message: Message) -> JSON:
        channel = workspace.channels[message.channel]
        ephemeral = message.ephemeral_for is not None
        container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": ephemeral}
        around = {"container": container, "channel": {"id": channel.id, "name": _place(channel)}}
        around["state"] = {"values": shapes.state_values(message.blocks, message.values)}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        shown = {} if ephemeral else {"message": shapes.message(self.state, workspace, message, metadata=True)}
        return {**around, **shown}

    def submit(self, user: str, view: View, values: JSON) -> Payload:
        """Compose a form sent with these `state.values`."""
        workspace = self.state.workspace_of(user)
        body = self._head(workspace, user, "view_submission")
        shown = shapes.view(self.state, workspace, view, values)
        body |= {"trigger_id": self.triggers.give(user, view), "view": shown, "response_urls": []}
        return Payload("interactive", body, workspace, user, view=view)

    def closed(self, user: str, view: View, *, cleared: bool = False) -> Payload:
        """Compose a modal dismissed."""
        workspace = self.state.workspace_of(user)
        body = self._head(workspace, user, "view_closed")
        body |= {"view": shapes.view(self.state, workspace, view), "is_cleared": cleared}
        return Payload("interactive", body, workspace, user, view=view)

    def suggest(self, user: str, surface: Surface, name: str, query: str) -> Payload:
        """Letters typed into an external select. Raises NotThere for fewer than it waits for (3 unless the app says otherwise)."""
        workspace = self.state.workspace_of(user)
        block, element = forms.find(surface.blocks, name)
        if len(query) < element.get("min_query_length", 3):
            raise forms.NotThere(f"{name!r} asks for options only from {element.get('min_query_length', 3)} letters")
        body = self._head(workspace, user, "block_suggestion")
        body |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
        payload = self._within(workspace, user, surface, body)
        body.pop("response_url", None)
        return payload

    def shortcut(self, user: str, callback_id: str) -> Payload:
        """Compose a global shortcut."""
        workspace = self.state.workspace_of(user)
        body = self._head(workspace, user, "shortcut")
        body |= {"callback_id": callback_id, "trigger_id": self.triggers.give(user), "action_ts": self.state.ts()}
        return Payload("interactive", body, workspace, user)

    def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Payload:
        """Compose a shortcut chosen from a message's menu, in any conversation."""
        workspace = self.state.workspace_of(user)
        where, message = workspace.channels[channel], self.message(channel, ts)
        response_url = self.response_urls.give(workspace, user, channel)
        body = self._head(workspace, user, "message_action")
        body |= {"callback_id": callback_id, "trigger_id": self.triggers.give(user), "action_ts": self.state.ts()}
        body |= {"message_ts": ts, "channel": {"id": channel, "name": _place(where)}, "response_url": self._link(response_url)}
        body |= {"message": shapes.with_thread(self.state, workspace, message)}
        return Payload("interactive", body, workspace, user, channel, response_url)

    def event(self, workspace: Workspace, event: JSON, user: str = "", channel: str = "") -> Payload:
        """Any event of the Events API."""
        known = workspace.channels.get(channel)
        authorization: JSON = {"enterprise_id": None, "team_id": workspace.id, "user_id": workspace.bot_user}
        authorization |= {"is_bot": True, "is_enterprise_install": False}
        body: JSON = {"token": _TOKEN, "team_id": workspace.id, "context_team_id": workspace.id, "context_enterprise_id": None}
        body |= {"api_app_id": self.state.app_id, "event": event, "type": "event_callback", "event_id": self.state.number("Ev")}
        body |= {"event_time": int(self.state.now().timestamp()), "authorizations": [authorization]}
        body |= {"is_ext_shared_channel": bool(known and known.is_ext_shared), "event_context": f"4-{uuid4().hex}"}
        return Payload("events_api", body, workspace, user, channel)

    def message(self, channel: str, ts: str) -> Message:
        """Find a message. Raises NotThere."""
        message = self.state.workspace_with(channel).channels[channel].message(ts)
        if message is None:
            raise forms.NotThere(f"no message {ts} in {channel}")
        return message

    def reaction(self, kind: str, user: str, channel: str, ts: str, name: str) -> Payload:
        """Compose `reaction_added` or `reaction_removed`; the reaction itself is another matter."""
        item = {"type": "message", "channel": channel, "ts": ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item}
        event |= {"item_user": self.message(channel, ts).user, "event_ts": self.state.ts()}
        return self.event(self.state.workspace_with(channel), event, user, channel)

    def home_opened(self, user: str, tab: str = "home") -> Payload:
        """Compose `app_home_opened`, with the view that stands there."""
        workspace = self.state.workspace_of(user)
        channel, home = self.state.open_dm(workspace, user), workspace.homes.get(user)
        event: JSON = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab, "event_ts": self.state.ts()}
        if home:
            event["view"] = shapes.view(self.state, workspace, home)
        return self.event(workspace, event, user)

    def said(self, user: str, channel: Channel, text: str, *, thread_ts: str | None = None, raw: bool = False) -> Message:
        """Compose a person's message, put into its channel."""
        workspace = self.state.workspace_with(channel.id)
        words = text if raw else typing_text.typed(workspace, text, names=False)
        block = typing_text.rich_text(self.state.number("b"), words)
        return self.state.post(workspace, Message(self.state.ts(), channel.id, user, words, [block], thread_ts=thread_ts))

    def changed(self, message: Message, text: str) -> Payload:
        """Compose the event that tells of a message that its author changed."""
        workspace = self.state.workspace_with(message.channel)
        before = shapes.message(self.state, workspace, message)
        message.text = typing_text.typed(workspace, text, names=False)
        message.blocks = [typing_text.rich_text(self.state.number("b"), message.text)]
        message.edited = {"user": message.user, "ts": self.state.ts()}
        self.state.touch(message)
        event = {"subtype": "message_changed", "message": shapes.message(self.state, workspace, message), "previous_message": before}
        return self._of_message(message, event)

    def deleted(self, message: Message) -> Payload:
        """Compose the event that tells of a message that was taken away."""
        workspace = self.state.workspace_with(message.channel)
        event = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": shapes.message(self.state, workspace, message)}
        workspace.channels[message.channel].messages.remove(message)
        message.deleted = True
        self.state.touch(message)
        return self._of_message(message, event)

    def _of_message(self, message: Message, event: JSON) -> Payload:
        workspace = self.state.workspace_with(message.channel)
        channel = workspace.channels[message.channel]
        ts = self.state.ts()
        head = {"type": "message", "channel": channel.id, "channel_type": _CHANNEL_TYPE[channel.kind], "hidden": True, "ts": ts}
        return self.event(workspace, {**head, "event_ts": ts, **event}, message.user, channel.id)

    def message_event(self, message: Message, kind: str = "message") -> Payload:
        """Compose the event that tells of a person's message: `message`, or `app_mention`."""
        workspace = self.state.workspace_with(message.channel)
        channel = workspace.channels[message.channel]
        event = {**shapes.message(self.state, workspace, message), "type": kind, "channel": channel.id, "event_ts": message.ts}
        event |= {"client_msg_id": str(uuid4())}
        if kind == "message":
            event["channel_type"] = _CHANNEL_TYPE[channel.kind]
        return self.event(workspace, event, message.user, channel.id)


def _place(channel: Channel) -> str:
    return "privategroup" if channel.is_private and not channel.is_im else channel.name


def _no_enterprise() -> JSON:
    return {"enterprise": None, "is_enterprise_install": False}
