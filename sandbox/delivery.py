"""Bringing payloads to the app: one attempt by whichever door is open, the journal, and Slack's redelivery of events."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from sandbox.answers import Ack, Payload, take
from sandbox.journal import Entry, Journal
from sandbox.state import State


class Door(Protocol):
    """How payloads reach the app. `pauses` are the seconds before each redelivery of an event."""

    @property
    def pauses(self) -> Sequence[float]:
        """Seconds before the first, second, third redelivery."""

    async def send(self, payload: Payload, entry: Entry, reason: str) -> Ack:
        """One attempt; its number is in the entry, which the door completes with the ids it used."""


class Nobody:
    """The door of an app whose process is gone."""

    pauses: Sequence[float] = ()

    async def send(self, _payload: Payload, _entry: Entry, _reason: str) -> Ack:
        """Fail at once."""
        return Ack(None, error="dispatch_failed", reason="connection_failed")


NOBODY = Nobody()


class Delivery:
    """Delivers, and keeps the redeliveries that are still to come."""

    def __init__(self, state: State, journal: Journal, *, strict_text: bool) -> None:
        self._state = state
        self._journal = journal
        self._strict_text = strict_text
        self._again: set[asyncio.Task[None]] = set()

    async def send(self, door: Door, payload: Payload) -> Ack:
        """Return the first attempt's ack. An event that was not taken is delivered again in the background."""
        ack = await self._attempt(door, payload, 0, "")
        if self._wanted_again(payload, ack):
            task = asyncio.create_task(self._redeliver(door, payload, ack.reason))
            self._again.add(task)
            task.add_done_callback(self._again.discard)
        return ack

    async def settled(self) -> None:
        """Wait until no redelivery is to come."""
        while self._again:
            await asyncio.wait(self._again)

    async def close(self) -> None:
        """Give up what was still to be redelivered."""
        tasks = list(self._again)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _redeliver(self, door: Door, payload: Payload, reason: str) -> None:
        for attempt, pause in enumerate(door.pauses, start=1):
            await asyncio.sleep(pause)
            ack = await self._attempt(door, payload, attempt, reason)
            if not self._wanted_again(payload, ack):
                return
            reason = ack.reason

    @staticmethod
    def _wanted_again(payload: Payload, ack: Ack) -> bool:
        return payload.kind == "events_api" and not ack.ok and not ack.no_retry

    async def _attempt(self, door: Door, payload: Payload, attempt: int, reason: str) -> Ack:
        entry = Entry("delivery", payload.type, payload.body, self._state.now(), ids=_ids(payload), attempt=attempt)
        self._journal.append(entry)
        ack = take(self._state, payload, await door.send(payload, entry, reason), strict_text=self._strict_text)
        entry.ack, entry.ok, entry.error = ack, ack.ok, ack.error
        self._state.announce()
        return ack


def _ids(payload: Payload) -> dict[str, str]:
    found: dict[str, str] = {key: str(payload.body[key]) for key in ("event_id", "trigger_id") if key in payload.body}
    return {**found, "view_id": payload.view.id} if payload.view else found
