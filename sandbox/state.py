"""The state of this Slack and how it changes, apart from rules and doors.

Anything (tests, a terminal, a page) can look at the records and change them through the same few methods.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count, takewhile
from typing import TypeVar

from sandbox.records import JSON, Channel, Message, View, Workspace

T = TypeVar("T")


def utc_now() -> datetime:
    """Return the real time."""
    return datetime.now(UTC)


class State:
    """All workspaces, the clock, the numbering, and word of every change."""

    def __init__(
        self, now: Callable[[], datetime] = utc_now, monotonic: Callable[[], float] = time.monotonic, app_id: str = "A0APP"
    ) -> None:
        self.now = now
        self.monotonic = monotonic
        self.app_id = app_id
        self.workspaces: dict[str, Workspace] = {}
        self.sequence = 0
        self._last_ts = 0
        self._numbers = count(1)
        self._recent: deque[tuple[int, Message | View]] = deque(maxlen=10_000)
        self._waiting: set[asyncio.Event] = set()

    def ts(self) -> str:
        """Return a timestamp no message had before, later than all of them."""
        self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def number(self, prefix: str) -> str:
        """Return an id no other thing has."""
        return f"{prefix}{next(self._numbers):08d}"

    def touch(self, thing: Message | View) -> None:
        """Note that a person now sees something new here, and wake who waits for that."""
        self.sequence += 1
        thing.changed = self.sequence
        self._recent.append((self.sequence, thing))
        self.announce()

    def announce(self) -> None:
        """Wake whoever waits for a change."""
        for event in self._waiting:
            event.set()

    def since(self, sequence: int) -> list[Message | View]:
        """Return what changed after that point, the newest first, each thing once."""
        recent = takewhile(lambda entry: entry[0] > sequence, reversed(self._recent))
        return [thing for number, thing in recent if thing.changed == number]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5) -> T:  # noqa: ASYNC109 - it is used within
        """Return what the predicate says as soon as that is true, asked again after each change. Raises TimeoutError."""
        with self.watched() as changed:
            async with asyncio.timeout(timeout):
                while not (found := predicate()):
                    changed.clear()
                    await changed.wait()
                return found

    @contextmanager
    def watched(self) -> Iterator[asyncio.Event]:
        """Give an event that every change sets."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield event
        finally:
            self._waiting.discard(event)

    def workspace_of(self, user: str) -> Workspace:
        """Return the workspace in which this person is known."""
        return self._only(user, (one for one in self.workspaces.values() if user in one.users))

    def workspace_with(self, channel: str) -> Workspace:
        """Return the workspace that has this channel or DM."""
        return self._only(channel, (one for one in self.workspaces.values() if channel in one.channels))

    @staticmethod
    def _only(name: str, found: Iterable[Workspace]) -> Workspace:
        for workspace in found:
            return workspace
        message = f"no workspace knows {name}"
        raise LookupError(message)

    def open_dm(self, workspace: Workspace, user: str) -> Channel:
        """Return the DM of the bot with this person, opened when there is none."""
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
        """Return a view with its id and first hash, on top of `below` where there is one."""
        view_id = self.number("V")
        root = below.root_view_id if below else view_id
        content = {**content, "blocks": self.with_ids(content["blocks"])}
        return View(view_id, user, workspace.id, content, self.new_hash(), root, below.id if below else None)

    def replace_view(self, view: View, content: JSON) -> None:
        """Return new content for a view under the same id; what was entered in blocks that stay, stays."""
        view.content = {**content, "blocks": self.with_ids(content["blocks"])}
        view.hash = self.new_hash()
        view.values = {block["block_id"]: view.values[block["block_id"]] for block in view.blocks if block["block_id"] in view.values}
        self.touch(view)

    def new_hash(self) -> str:
        """Return what stands for one state of a view."""
        return f"{int(self.now().timestamp())}.{self.number('h')}"

    def with_ids(self, blocks: list[JSON]) -> list[JSON]:
        """Return the blocks with the ids Slack chooses where the app chose none."""
        return [self._with_id(block) for block in blocks]

    def _with_id(self, block: JSON) -> JSON:
        named = {**block, "block_id": block.get("block_id") or self.number("b")}
        for key in ("element", "accessory"):
            if key in named:
                named[key] = self._with_action_id(named[key])
        for key in ("child_blocks", *(("elements",) if block["type"] == "carousel" else ())):
            if key in named:
                named[key] = self.with_ids(named[key])
        for key in ("actions", *(("elements",) if block["type"] in {"actions", "context_actions"} else ())):
            if key in named:
                named[key] = [self._with_action_id(element) for element in named[key]]
        return named

    def _with_action_id(self, element: JSON) -> JSON:
        return element if element["type"] == "image" else {**element, "action_id": element.get("action_id") or self.number("a")}
