"""What a Slack knows: workspaces, people, channels, messages and views, as plain records. Rules and doors are elsewhere, so that
anything (tests, a terminal, a page) can look at this state and change it through the same few methods."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from sandbox.plain import buttons, readable

JSON = dict[str, Any]
T = TypeVar("T")


@dataclass
class User:
    """A person or bot; `team_id` is another workspace's for people of Slack Connect."""

    id: str
    name: str
    real_name: str
    team_id: str = "T0001"
    email: str = ""
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
    """A channel or DM with its messages in the order of their ts; `user` is the other side of a DM with the bot."""

    id: str
    name: str
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    user: str | None = None
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    created: int = 0

    @property
    def is_im(self) -> bool:
        """Whether it is a DM."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """Slack's prefix of the scopes for it: `im`, `groups` or `channels`."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    def message(self, ts: str) -> Message | None:
        """The message with this ts."""
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
        """The person's open modals, the visible one last."""
        return self.stacks.setdefault(user, [])

    def views(self) -> Iterator[View]:
        """All open modals and Home tabs."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def dm_of(self, user: str) -> Channel | None:
        """The DM of the bot with this person, where there is one."""
        return next((channel for channel in self.channels.values() if channel.user == user), None)


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class State:
    """All workspaces, the clock, the numbering, and word of every change."""

    def __init__(self, now: Callable[[], datetime] = utc_now, app_id: str = "A0APP") -> None:
        self.now = now
        self.monotonic: Callable[[], float] = time.monotonic
        self.app_id = app_id
        self.workspaces: dict[str, Workspace] = {}
        self.sequence = 0
        self._last_ts = 0
        self._numbers = count(1)
        self._recent: deque[Message | View] = deque(maxlen=10_000)
        self._waiting: set[asyncio.Event] = set()

    def ts(self) -> str:
        """A timestamp no message had before, later than all of them."""
        self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def number(self, prefix: str) -> str:
        """An id no other thing has."""
        return f"{prefix}{next(self._numbers):08d}"

    def touch(self, thing: Message | View) -> None:
        """Note that a person now sees something new here, and wake who waits for that."""
        self.sequence += 1
        thing.changed = self.sequence
        self._recent.append(thing)
        self.announce()

    def announce(self) -> None:
        """Wake whoever waits for a change."""
        for event in self._waiting:
            event.set()

    def since(self, sequence: int) -> list[Message | View]:
        """What changed after that point, the newest first, each thing once."""
        changed = {id(thing): thing for thing in reversed(self._recent) if thing.changed > sequence}
        return sorted(changed.values(), key=lambda thing: thing.changed, reverse=True)

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5) -> T:
        """What the predicate says as soon as that is true, asked again after each change. Raises TimeoutError after `timeout` seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(timeout):
                while not (found := predicate()):
                    event.clear()
                    await event.wait()
                return found
        finally:
            self._waiting.discard(event)

    def workspace_of(self, user: str) -> Workspace:
        """The workspace in which this person is known."""
        return self._only(user, (one for one in self.workspaces.values() if user in one.users))

    def workspace_with(self, channel: str) -> Workspace:
        """The workspace that has this channel or DM."""
        return self._only(channel, (one for one in self.workspaces.values() if channel in one.channels))

    @staticmethod
    def _only(name: str, found: Iterable[Workspace]) -> Workspace:
        for workspace in found:
            return workspace
        message = f"no workspace knows {name}"
        raise LookupError(message)

    def open_dm(self, workspace: Workspace, user: str) -> Channel:
        """The DM of the bot with this person, opened when there is none."""
        channel = workspace.dm_of(user)
        if channel is None:
            members = [user, workspace.bot_user]
            created = int(self.now().timestamp())
            channel = Channel(self.number("D"), "directmessage", user=user, members=members, is_private=True, created=created)
            workspace.channels[channel.id] = channel
        return channel

    def post(self, workspace: Workspace, message: Message) -> Message:
        """Put a message where it is seen: its channel, or for an ephemeral one before that person."""
        message.blocks = self.with_ids(message.blocks)
        place = workspace.ephemerals if message.ephemeral_for else workspace.channels[message.channel].messages
        place.append(message)
        self.touch(message)
        return message

    def new_view(self, workspace: Workspace, user: str, content: JSON, below: View | None = None) -> View:
        """A view with its id and first hash, on top of `below` where there is one."""
        view_id = self.number("V")
        root = below.root_view_id if below else view_id
        content = {**content, "blocks": self.with_ids(content["blocks"])}
        return View(view_id, user, workspace.id, content, self.new_hash(), root, below.id if below else None)

    def replace_view(self, view: View, content: JSON) -> None:
        """New content for a view under the same id; what was entered in blocks that stay, stays."""
        view.content = {**content, "blocks": self.with_ids(content["blocks"])}
        view.hash = self.new_hash()
        view.values = {block["block_id"]: view.values[block["block_id"]] for block in view.blocks if block["block_id"] in view.values}
        self.touch(view)

    def new_hash(self) -> str:
        """What stands for one state of a view."""
        return f"{int(self.now().timestamp())}.{self.number('h')}"

    def with_ids(self, blocks: list[JSON]) -> list[JSON]:
        """The blocks with the ids Slack chooses where the app chose none."""
        return [self._with_id(block) for block in blocks]

    def _with_id(self, block: JSON) -> JSON:
        named = {**block, "block_id": block.get("block_id") or self.number("b")}
        for key in ("element", "accessory"):
            if key in named:
                named[key] = self._with_action_id(named[key])
        if named["type"] == "actions":
            named["elements"] = [self._with_action_id(element) for element in named["elements"]]
        return named

    def _with_action_id(self, element: JSON) -> JSON:
        return element if element["type"] == "image" else {**element, "action_id": element.get("action_id") or self.number("a")}
