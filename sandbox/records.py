"""What a Slack holds, as plain records: workspaces, people, channels, messages and views."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.plain import buttons, readable

JSON = dict[str, Any]


@dataclass
class User:
    """A person or bot; `team_id` is another workspace's for people of Slack Connect."""

    id: str
    name: str
    real_name: str
    team_id: str = "T0001"
    email: str = ""
    title: str = ""
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str | None = None


@dataclass
class Message:
    """A message as it stands in a channel, or an ephemeral one (`ephemeral_for` is then the only person who sees it)."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[JSON] = field(default_factory=list)
    metadata: JSON | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    ephemeral_for: str | None = None
    edited: JSON | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: JSON = field(default_factory=dict)
    deleted: bool = False
    changed: int = 0

    @property
    def readable(self) -> str:
        """Everything a person can read in it."""
        return readable(self.text, self.blocks)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return buttons(self.blocks)


@dataclass
class View:
    """A modal or a Home tab. `content` is what the app gave; `values` what the person has entered, by block and action."""

    id: str
    user: str
    team_id: str
    content: JSON
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: JSON = field(default_factory=dict)
    changed: int = 0

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.content["type"])

    @property
    def callback_id(self) -> str:
        """The app's name for the view, or an empty text."""
        return str(self.content.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        """What the app keeps in the view, unseen."""
        return str(self.content.get("private_metadata") or "")

    @property
    def title(self) -> str:
        """What stands at the head of a modal."""
        return str((self.content.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[JSON]:
        """The blocks, each with the block_id and action_ids that it was given or that Slack chose."""
        blocks: list[JSON] = self.content["blocks"]
        return blocks

    @property
    def readable(self) -> str:
        """Everything a person can read in it."""
        return readable(self.title, self.blocks, beside=True)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return buttons(self.blocks)


@dataclass
class Channel:
    """A channel or DM with its messages in the order of their ts; `user` is the other side of a DM with the bot.

    One that is pending is about to be shared: the other organisation has been asked.
    """

    id: str
    name: str
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    user: str | None = None
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    created: int = 0
    is_pending_ext_shared: bool = False

    @property
    def is_im(self) -> bool:
        """Whether it is a DM."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """Slack's prefix of the scopes for it: `im`, `groups` or `channels`."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    def message(self, ts: str) -> Message | None:
        """Return the message with this ts."""
        return next((message for message in reversed(self.messages) if message.ts == ts), None)


@dataclass
class Workspace:
    """One workspace (Slack's team) with the bot installed in it."""

    id: str
    name: str
    domain: str
    bot_token: str
    bot_user: str
    bot_id: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    installed: bool = True

    def stack(self, user: str) -> list[View]:
        """Return the person's open modals, the visible one last."""
        return self.stacks.setdefault(user, [])

    def views(self) -> Iterator[View]:
        """All open modals and Home tabs."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def dm_of(self, user: str) -> Channel | None:
        """Return the DM of the bot with this person, where there is one."""
        return next((channel for channel in self.channels.values() if channel.user == user), None)
