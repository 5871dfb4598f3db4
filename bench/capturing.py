"""What is taken from Slack: a reaction until its record is on disk, and what a channel's talk costs that is none of ours."""

from __future__ import annotations

import time
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from typing import cast

import aiohttp
import msgspec
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bench.figures import Figure, Scale
from bench.records import TEAM, customer, utc_now
from bench.walk import Directory, ack, gate
from handlers.answers import Carrier
from handlers.entry import Entry
from model.answer import Json
from model.change import Change, Write
from storage.tinydb import TinyStore

CHANNEL = "C0HOSPITAL"
WORDS = "Dr. Weber wants patients to move their appointments online by spring. " * 4
NUMBERS = count(1)


class Channel(Directory):
    """Slack, as far as it shows a message and lets one person read an answer."""

    async def conversations_history(self, *, latest: str, **_: object) -> Json:
        """Return the message of that moment."""
        return {"messages": [{"ts": latest, "user": "U0STAFF", "text": WORDS}]}

    async def chat_postEphemeral(self, **_: object) -> Json:  # noqa: N802  Slack's name
        """Take an answer."""
        return {"ok": True}


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure reactions that keep a message, and messages among people."""
    store = await TinyStore.open(folder / "capture", utc_now)
    try:
        linked = msgspec.structs.replace(customer(1, date(2026, 1, 1)), channel=CHANNEL)
        await store.commit(Change(workspace=TEAM, at=utc_now(), by="bench", verb="add", writes=(Write(after=linked),)))
        carrier = Carrier(cast("AsyncWebClient", Channel()), cast("aiohttp.ClientSession", None))
        doors = Entry(store=store, gate=gate(), carrier=carrier, routes=handlers.routes(), now=utc_now)
        took = [await heard(doors, reaction()) for _ in range(scale.walks)]
        if len(await store.ideas(TEAM, linked.id)) != scale.walks:
            raise RuntimeError("not every reaction has kept its message")
        passing = [await heard(doors, said()) for _ in range(scale.walks)]
    finally:
        await store.close()
    return [
        Figure("a reaction until its record is on disk, without Slack's answers", median(took) * 1000, "ms", 2),
        Figure("a message in a channel that is none of ours", median(passing) * 1e6, "µs", 20),
    ]


async def heard(doors: Entry, event: Json) -> float:
    """Return how long one event took, in seconds."""
    body = {"type": "event_callback", "event_id": f"Ev{next(NUMBERS)}", "event": event}
    began = time.perf_counter()
    await doors.event(ack(), body)
    return time.perf_counter() - began


def reaction() -> Json:
    """Return a reaction to a message that had none."""
    item = {"type": "message", "channel": CHANNEL, "ts": f"1795512600.{next(NUMBERS):06}"}
    return {"type": "reaction_added", "user": "U0OWNER", "reaction": "bulb", "item": item, "item_user": "U0STAFF"}


def said() -> Json:
    """Return a message among people."""
    return {"type": "message", "channel_type": "channel", "channel": CHANNEL, "user": "U0STAFF", "ts": "1795512600.000001", "text": WORDS}
