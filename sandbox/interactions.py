"""What a person's act gives the app for a while: trigger_ids (3 s, once) and response_urls (30 minutes, 5 uses)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

from sandbox.records import Message, View, Workspace
from sandbox.refused import Refused
from sandbox.state import State


@dataclass
class Trigger:
    """Who may open a modal with it, and from which modal it comes."""

    user: str
    expires_at: float
    view: View | None = None
    used: bool = False


@dataclass
class Triggers:
    """All trigger_ids; `lifetime` in seconds by the monotonic clock."""

    lifetime: float
    clock: Callable[[], float]
    _given: dict[str, Trigger] = field(default_factory=dict)

    def give(self, user: str, view: View | None = None) -> str:
        """Return a new trigger_id for what this person just did."""
        trigger_id = f"{len(self._given) + 1}.{len(user)}.{token_hex(16)}"
        self._given[trigger_id] = Trigger(user, self.clock() + self.lifetime, view)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """Return the trigger, which stays usable. Raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.clock() > trigger.expires_at:
            raise Refused("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where the app may answer to one act; `original` is the message that stands to be replaced or deleted."""

    key: str
    workspace: Workspace
    user: str
    channel: str
    expires_at: datetime
    original: Message | None = None
    thread_ts: str | None = None
    uses: int = 0
    answers: list[Message] = field(default_factory=list)


@dataclass
class ResponseUrls:
    """All response_urls by their key."""

    state: State
    uses: int = 5
    lifetime: timedelta = timedelta(minutes=30)
    given: dict[str, ResponseUrl] = field(default_factory=dict)

    def give(self, workspace: Workspace, user: str, channel: str, original: Message | None = None) -> ResponseUrl:
        """Return a new response_url for what this person just did."""
        key = f"{workspace.id}/{len(self.given) + 1}/{token_hex(12)}"
        thread_ts = original.thread_ts if original else None
        self.given[key] = ResponseUrl(key, workspace, user, channel, self.state.now() + self.lifetime, original, thread_ts)
        return self.given[key]

    def use(self, key: str) -> ResponseUrl:
        """Count one use. Raises `expired_url` after its time, `used_url` after the fifth use."""
        found = self.given.get(key)
        if found is None or self.state.now() >= found.expires_at:
            raise Refused("expired_url")
        if found.uses >= self.uses:
            raise Refused("used_url")
        found.uses += 1
        return found
