"""Slack's pace: so many messages a minute in a workspace, and one a second in a channel.

Slots are handed out ahead, so messages may be under way together and an answer that takes long does not slow the next one down.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PER_MINUTE = 300
A_CHANNEL = 1.0
CAUGHT_UP = 1.0
REMEMBERED = 10_000


class Pace:
    """Hands out slots. `a_channel` and the clock are in seconds; up to one second that was lost is caught up."""

    def __init__(
        self,
        per_minute: float = PER_MINUTE,
        a_channel: float = A_CHANNEL,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.between = 60 / per_minute
        self.a_channel = a_channel
        self.clock = clock
        self.sleep = sleep
        self.following = clock()
        self.channels: dict[str, float] = {}

    async def turn(self, channel: str) -> None:
        """Return when the next message to this channel may leave."""
        now = self.clock()
        workspace = max(self.following, now - min(CAUGHT_UP, 5 * self.between))
        self.following = workspace + self.between
        at = max(workspace, self.channels.get(channel, now))
        self.remember(channel, at + self.a_channel, now)
        if at > now:
            await self.sleep(at - now)

    def remember(self, channel: str, free_at: float, now: float) -> None:
        """Keep when a channel is free again; forget those that are, once there are many."""
        if len(self.channels) > REMEMBERED:
            self.channels = {name: free for name, free in self.channels.items() if free > now}
        self.channels[channel] = free_at
