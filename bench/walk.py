"""Our own share of a request: the walk in this process, with an ack that says nothing and a disk that never syncs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bench.figures import Figure, Scale, ratio
from bench.load import command, command_body
from bench.over_http import NAMES, notes
from bench.records import TEAM, utc_now
from bot.web import genuine
from handlers.answers import Carrier
from handlers.entry import Entry
from handlers.gate import Gate
from handlers.request import Request
from handlers.routes import Handler, Routes
from model.answer import Done, Json
from model.change import Outcome
from sandbox.signed_http import sign
from storage import Store
from storage.disk import Disk
from storage.tinydb import TinyStore

SECRET = "bench-secret"  # noqa: S105  signs what only this process reads
AT_ONCE = 16
MANY = 100


class Unsynced(Disk):
    """A disk that takes what is written and never waits for it to be there."""

    fdatasync = fsync = staticmethod(lambda _file: None)  # type: ignore[assignment]


class Directory:
    """Slack, as far as it says who someone is."""

    async def users_info(self, *, user: str) -> Json:
        """Return a full member of the workspace."""
        return {"user": {"id": user, "team_id": TEAM, "name": "olivia", "tz": "Europe/Berlin"}}

    async def users_list(self, **_: object) -> Json:
        """Return the workspace's one admin."""
        return {"members": [{"id": "U0ADMIN", "team_id": TEAM, "name": "ada", "is_admin": True}]}


class Silent:
    """An ack that only remembers what it was given to say."""

    response: Any = None

    async def __call__(self, text: str = "", **_: Any) -> None:
        """Be called."""
        self.response = text


def gate(now: Callable[[], datetime] = utc_now) -> Gate:
    """Return a gate that asks no network."""
    return Gate(cast("AsyncWebClient", Directory()), TEAM, now)


@asynccontextmanager
async def entry(folder: Path, routes: Routes | None = None) -> AsyncIterator[Entry]:
    """Return the bot's entry over a store whose disk weighs nothing."""
    store = await TinyStore.open(folder, utc_now, Unsynced())
    carrier = Carrier(cast("AsyncWebClient", None), cast("aiohttp.ClientSession", None))
    try:
        yield Entry(store=store, gate=gate(), carrier=carrier, routes=routes or handlers.routes(), now=utc_now)
    finally:
        await store.close()


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure what a note costs us one at a time and in company, and what a longer table costs."""
    async with entry(folder / "walk") as doors:
        for name in NAMES:
            await doors.command(ack(), command(f"add {name}"))
        texts = cycle(notes())
        single = [await one_by_one(doors, texts, scale.walks) for _ in range(scale.rounds)]
        shared = [await in_company(doors, texts, scale.walks) for _ in range(scale.rounds)]
    checked = signature_check(scale.walks)
    ours, beside = (
        median(single) + checked,
        f"{checked:.1f} µs of it for the signature; {median(shared) + checked:.0f} µs where 16 come at once",
    )
    return [
        Figure("our own processor time a /talk note, without Bolt, aiohttp, sync", ours, "µs", 80, beside=beside),
        await long_table(scale, folder),
    ]


async def one_by_one(doors: Entry, texts: Iterator[str], number: int) -> float:
    """Return the processor time of a note, in µs."""
    bodies = [command(next(texts)) for _ in range(number)]
    began = time.process_time()
    for body in bodies:
        await doors.command(last := ack(), body)
    confirm(last)
    return (time.process_time() - began) / number * 1e6


async def in_company(doors: Entry, texts: Iterator[str], number: int) -> float:
    """Return the processor time of a note, in µs, where sixteen come at once."""
    bodies = [[command(next(texts)) for _ in range(AT_ONCE)] for _ in range(number // AT_ONCE)]
    began = time.process_time()
    for together in bodies:
        await asyncio.gather(*(doors.command(ack(), body) for body in together))
    return (time.process_time() - began) / (len(bodies) * AT_ONCE) * 1e6


def ack() -> AsyncAck:
    """Return a silent ack, as the doors take it."""
    return cast("AsyncAck", Silent())


def confirm(answered: AsyncAck) -> None:
    """Raise RuntimeError where a note was not saved, since its time would tell nothing."""
    said = getattr(answered.response, "body", answered.response)
    if "Saved" not in str(said):
        raise RuntimeError(f"a note was answered by: {said}")


def signature_check(number: int) -> float:
    """Return what the check of a signature costs, in µs."""
    verifier, body, stamp = SignatureVerifier(SECRET), command_body("note"), str(int(time.time()))
    signature = sign(SECRET, stamp, body)
    began = time.process_time()
    for _ in range(number):
        genuine(verifier, body, stamp, signature)
    return (time.process_time() - began) / number * 1e6


async def long_table(scale: Scale, folder: Path) -> Figure:
    """Measure a table of a hundred verbs, actions, shortcuts and events beside a table of one of each."""
    async with entry(folder / "one", routes_of(1)) as one, entry(folder / "many", routes_of(MANY)) as many:
        rounds = [[await through(doors, scale.walks) for doors in (many, one)] for _ in range(scale.rounds * 3)]
    figure = ratio(*zip(*rounds, strict=True))
    return Figure("100 verbs, actions, shortcuts, events in the table × one of each", figure, "×", 1.1)


def routes_of(number: int) -> Routes:
    """Return the bot's own table, filled with so many verbs, actions, shortcuts and events that only answer."""

    async def answered(_request: Request, _store: Store) -> Outcome:
        return Outcome(Done())

    async def hears(_request: Request, _store: Store) -> Handler:
        return answered

    names = [f"word{index}" for index in range(number)]
    answering = {kind: dict.fromkeys(names, answered) for kind in ("VERBS", "ACTIONS", "SHORTCUTS")}
    return handlers.routes([SimpleNamespace(**answering, EVENTS=dict.fromkeys(names, hears))])


async def through(doors: Entry, number: int) -> float:
    """Return the processor time of commands, clicks, shortcuts and events that name the last of the table, in seconds."""
    last = f"word{len(doors.routes.actions) - 2}"
    bodies = [(command(f"{last} something"), click(last), shortcut(last), reaction(last)) for _ in range(number)]
    began = time.process_time()
    for typed, clicked, chosen, happened in bodies:
        await doors.command(ack(), typed)
        await doors.action(ack(), clicked)
        await doors.shortcut(ack(), chosen)
        await doors.event(ack(), happened)
    return time.process_time() - began


def click(action: str) -> Json:
    """Return a click as Slack posts it."""
    return {"actions": [{"action_id": action}], "user": {"id": "U0OWNER"}, "trigger_id": command("")["trigger_id"]}


def shortcut(callback_id: str) -> Json:
    """Return a shortcut as Slack posts it."""
    return {"callback_id": callback_id, "user": {"id": "U0OWNER"}, "trigger_id": command("")["trigger_id"]}


def reaction(event: str) -> Json:
    """Return a reaction to a message as Slack posts it, under this name."""
    item = {"type": "message", "channel": "C0GENERAL", "ts": "1795512600.000001"}
    happened = {"type": event, "user": "U0OWNER", "reaction": "bulb", "item": item}
    return {"event": happened, "event_id": command("")["trigger_id"], "type": "event_callback"}
