"""What people do: type, click, submit, react, open. Each act is composed, delivered to the app, and answered with what the person sees."""

import asyncio
from dataclasses import fields
from typing import Any

from sandbox import forms, shapes
from sandbox.answers import Ack, Payload
from sandbox.compose import Composer, Surface
from sandbox.methods import reactions
from sandbox.plain import elements
from sandbox.records import JSON, Message, User, View, Workspace
from sandbox.seen import Seen, look
from sandbox.state import State


class People:
    """The acts, over a composer and a way to deliver. `copies` delivers the same payload several times at once, with the same ids."""

    state: State
    compose: Composer

    async def deliver(self, payload: Payload) -> Ack:
        """Deliver a payload once."""
        raise LookupError(payload)

    async def act(self, payload: Payload, copies: int = 1) -> Seen:
        """Deliver a composed payload and look at what its person then sees."""
        since = self.state.sequence
        acks = await asyncio.gather(*(self.deliver(payload) for _ in range(copies)))
        return look(self.state, payload, list(acks), since)

    async def command(self, user: str, line: str, channel: str | None = "C0GENERAL", *, raw: bool = False, copies: int = 1) -> Seen:
        """Type a slash command; without a channel in the DM with the bot. `raw` sends the text as it is, without Slack's escaping."""
        return await self.act(self.compose.command(user, line, channel, raw=raw), copies)

    async def dm(self, user: str, text: str, *, thread_ts: str | None = None, raw: bool = False, copies: int = 1) -> Seen:
        """Write to the bot."""
        channel = self.state.open_dm(self.state.workspace_of(user), user)
        message = self.compose.said(user, channel, text, thread_ts=thread_ts, raw=raw)
        return await self.act(self.compose.message_event(message), copies)

    async def say(self, channel: str, user: str, text: str, *, thread_ts: str | None = None, raw: bool = False, copies: int = 1) -> Seen:
        """Write in a channel. The bot hears of it as a member."""
        workspace = self.state.workspace_with(channel)
        message = self.compose.said(user, workspace.channels[channel], text, thread_ts=thread_ts, raw=raw)
        if workspace.bot_user not in workspace.channels[channel].members:
            return Seen([Ack(None, reason="the bot is not in this channel")])
        return await self.act(self.compose.message_event(message), copies)

    async def edit(self, channel: str, ts: str, text: str, *, copies: int = 1) -> Seen:
        """Change a message, of which the bot hears as a member."""
        return await self.act(self.compose.changed(self.compose.message(channel, ts), text), copies)

    async def delete(self, channel: str, ts: str, *, copies: int = 1) -> Seen:
        """Take a message away, of which the bot hears as a member."""
        return await self.act(self.compose.deleted(self.compose.message(channel, ts)), copies)

    async def mention(
        self, channel: str, user: str, text: str, *, thread_ts: str | None = None, raw: bool = False, copies: int = 1
    ) -> Seen:
        """Write in a channel to the bot, which is told twice: as a mention and as a message. Its name is put first unless it is there."""
        workspace = self.state.workspace_with(channel)
        name = f"<@{workspace.bot_user}>"
        line = text if name in text else f"{name} {text}"
        message = self.compose.said(user, workspace.channels[channel], line, thread_ts=thread_ts, raw=raw)
        if workspace.bot_user not in workspace.channels[channel].members:
            return Seen([Ack(None, reason="the bot is not in this channel")])
        kinds = ("app_mention", "message")
        seen = await asyncio.gather(*(self.act(self.compose.message_event(message, kind), copies) for kind in kinds))
        return next((one for one in seen if one.message), seen[0])

    async def click(self, user: str, where: Surface | Seen, name: str, *, nth: int | None = None, copies: int = 1, **choice: Any) -> Seen:
        """Press the button with this label or action_id, or pick elsewhere with one of select=, date=, time=, user=, value=.

        `nth` counts from 0 where several have the same name. An external select is asked for options first, with the choice as the query.
        """
        surface = surface_of(where)
        _, element = forms.find(surface.blocks, name, nth)
        options = None
        if "external" in element["type"]:
            options = await self._offered(user, surface, name, next(iter(choice.values())))
        return await self.act(self.compose.click(user, surface, name, options=options, nth=nth, **choice), copies)

    async def suggest(self, user: str, where: Surface | Seen, name: str, query: str) -> Seen:
        """Type into an external select; `options` of what is seen are the labels offered."""
        return await self.act(self.compose.suggest(user, surface_of(where), name, query))

    async def _offered(self, user: str, surface: Surface, name: str, wanted: Any) -> list[JSON]:
        queries = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        acks = [await self.deliver(self.compose.suggest(user, surface, name, str(query))) for query in queries]
        return [option for ack in acks for option in ack.options]

    async def fill(self, user: str, where: View | Seen, entries: JSON) -> View:
        """Enter values by label, block_id or action_id, and leave the form open. None empties an input."""
        view = view_of(where)
        for name, wanted in entries.items():
            block, element = forms.find(view.blocks, name)
            options = await self._offered(user, view, name, wanted) if "external" in element["type"] and wanted is not None else None
            view.values.setdefault(block["block_id"], {})[element["action_id"]] = forms.entered(element, wanted, options)
        return view

    async def fill_and_submit(self, user: str, where: View | Seen, entries: JSON | None = None, *, copies: int = 1) -> Seen:
        """Enter values and send the form. What Slack's own client refuses (a required field left empty) is in `errors` and is not sent."""
        view = await self.fill(user, where, entries or {})
        values = shapes.state_values(view.blocks, view.values)
        errors = forms.problems(view.blocks, values)
        if errors:
            return Seen([Ack(None, reason="not sent")], view=view, errors=errors, text="\n".join(errors.values()))
        return await self.act(self.compose.submit(user, view, values), copies)

    async def close(self, user: str, where: View | Seen, *, cleared: bool = False) -> Seen:
        """Dismiss a modal (`cleared`: all of them); the app hears of it when it asked for that."""
        view = view_of(where)
        stack = self.state.workspace_of(user).stack(user)
        payload = self.compose.closed(user, view, cleared=cleared)
        gone = list(stack) if cleared or view.content.get("clear_on_close") else [view]
        stack[:] = [one for one in stack if one not in gone]
        self.state.announce()
        return await self.act(payload) if view.content.get("notify_on_close") else Seen([Ack(None, reason="nobody asked to be told")])

    async def shortcut(self, user: str, callback_id: str, *, copies: int = 1) -> Seen:
        """Choose a global shortcut."""
        return await self.act(self.compose.shortcut(user, callback_id), copies)

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str, *, copies: int = 1) -> Seen:
        """Choose a shortcut from a message's menu."""
        return await self.act(self.compose.message_shortcut(user, callback_id, channel, ts), copies)

    async def react(self, user: str, channel: str, ts: str, name: str, *, copies: int = 1) -> Seen:
        """React to a message; the name is Slack's, as `bulb` or `memo`. The bot hears of it as a member."""
        reactions.add_to(self.compose.message(channel, ts), user, name)
        self.state.announce()
        return await self._reacted("reaction_added", user, channel, ts, name, copies)

    async def unreact(self, user: str, channel: str, ts: str, name: str, *, copies: int = 1) -> Seen:
        """Take a reaction back."""
        reactions.take_from(self.compose.message(channel, ts), user, name)
        self.state.announce()
        return await self._reacted("reaction_removed", user, channel, ts, name, copies)

    async def _reacted(self, kind: str, user: str, channel: str, ts: str, name: str, copies: int) -> Seen:
        workspace = self.state.workspace_with(channel)
        if workspace.bot_user not in workspace.channels[channel].members:
            return Seen([Ack(None, reason="the bot is not in this channel")])
        return await self.act(self.compose.reaction(kind, user, channel, ts, name), copies)

    async def open_home(self, user: str, tab: str = "home", *, copies: int = 1) -> Seen:
        """Open the app's Home (or its messages)."""
        return await self.act(self.compose.home_opened(user, tab), copies)

    async def join(self, user: str, channel: str, *, copies: int = 1) -> Seen:
        """Return a person, or the bot, is added to a channel."""
        workspace = self.state.workspace_with(channel)
        where = workspace.channels[channel]
        where.members = [*(one for one in where.members if one != user), user]
        letter = {"channel_type": "G" if where.is_private else "C", "team": workspace.id}
        event = {"type": "member_joined_channel", "user": user, "channel": channel, **letter, "event_ts": self.state.ts()}
        return await self.act(self.compose.event(workspace, event, user, channel), copies)

    async def change_user(self, user: str, *, copies: int = 1, **changes: Any) -> Seen:
        """Change a person's fields (tz, deleted, is_restricted …), of which the app hears."""
        workspace = self.state.workspace_of(user)
        unknown = changes.keys() - {field.name for field in fields(User)}
        if unknown:
            raise forms.NotThere(f"a user has no {sorted(unknown)}")
        for name, value in changes.items():
            setattr(workspace.users[user], name, value)
        shown = shapes.user(self.state, workspace.users[user])
        event = {"type": "user_change", "user": shown, "cache_ts": int(self.state.now().timestamp()), "event_ts": self.state.ts()}
        return await self.act(self.compose.event(workspace, event, user), copies)

    async def event(self, kind: str, *, workspace: str = "T0001", copies: int = 1, **event: Any) -> Seen:
        """Any other event, with these fields; `user` and `channel` among them say who sees the answer and where."""
        body: JSON = {"type": kind, "event_ts": self.state.ts(), **event}
        user, channel = (body[key] if isinstance(body.get(key), str) else "" for key in ("user", "channel"))
        return await self.act(self.compose.event(self.state.workspaces[workspace], body, user, channel), copies)

    async def uninstall(self, workspace: str = "T0001") -> list[Ack]:
        """Take the app out of a workspace: its token is dead at once, and the app hears tokens_revoked and app_uninstalled."""
        place: Workspace = self.state.workspaces[workspace]
        place.installed = False
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [place.bot_user]}, "event_ts": self.state.ts()}
        gone = {"type": "app_uninstalled", "event_ts": self.state.ts()}
        return [await self.deliver(self.compose.event(place, event)) for event in (revoked, gone)]

    def message_with(self, channel: str, name: str) -> Message:
        """Return the newest message of a channel that has a button or picker of this name."""
        for message in reversed(self.state.workspace_with(channel).channels[channel].messages):
            if any(name in {element["action_id"], *message.buttons} for _, element in elements(message.blocks)):
                return message
        raise forms.NotThere(f"no message with {name!r} in {channel}")


def surface_of(where: Surface | Seen) -> Surface:
    """Return the message or view that is clicked in: of what was just seen, the view where there is one."""
    found = (where.view or where.message) if isinstance(where, Seen) else where
    if found is None:
        raise forms.NotThere("nothing to click in was seen")
    return found


def view_of(where: View | Seen) -> View:
    """Return the form that is filled in."""
    found = where.view if isinstance(where, Seen) else where
    if found is None:
        raise forms.NotThere("no form was seen")
    return found
