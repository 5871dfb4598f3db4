"""An office in which summaries are posted regularly: who has them posted where, what the clock brings, what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from conftest import TEAM, Office

from model.schedule import Schedule
from sandbox import Message, Seen

OWNER, STAFF, ADMIN, SPONSOR, GUEST = "U0OWNER", "U0STAFF", "U0ADMIN", "U0SPONSOR", "U0GUEST"
GENERAL, LINKED, SHARED, PRIVATE = "C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0PRIVATE"
MONDAY = "2026-11-30T08:00"


async def at_work(room: Office) -> Office:
    """An office with two customers, one of them with a channel of its own."""
    for name in ("Northside Hospital", "Accounting"):
        await room.slack.command(OWNER, f"/talk add {name}")
    await room.slack.command(OWNER, "/talk note Northside Hospital They want appointments online")
    form = await room.slack.command(OWNER, "/talk edit Northside Hospital")
    await room.slack.fill_and_submit(OWNER, form, {"Channel": LINKED})
    await in_berlin(room)
    return room


async def in_berlin(office: Office) -> None:
    form = await office.slack.command(ADMIN, "/talk settings")
    await office.slack.fill_and_submit(ADMIN, form, {"Time zone": "Europe/Berlin"})


async def asked(office: Office, user: str, line: str, **entries: Any) -> Seen:
    """Let somebody have what a line shows posted regularly."""
    seen = await office.slack.command(user, line)
    form = await office.slack.click(user, seen, "Post it regularly…")
    return await office.slack.fill_and_submit(user, form, {name.replace("_", " "): value for name, value in entries.items()})


async def chosen(office: Office, channel: str = GENERAL, often: str = "Every week", allowed: Sequence[str] = ()) -> Seen:
    """Let an admin have everybody's summary posted in a channel."""
    form = await office.slack.command(ADMIN, "/talk settings")
    await office.slack.fill_and_submit(ADMIN, form, {"Allowed although shared": [*allowed]})
    return await asked(office, ADMIN, "/talk summary all", Channel=channel, How_often=often)


async def at(office: Office, moment: str) -> None:
    """Let the clock strike at a moment, and what follows from what was sent be sent too."""
    office.watch.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    await office.tick()
    await office.bot.delivery.flush()


async def until(office: Office, moment: str) -> None:
    """Let time pass to a moment, a clock's stroke every six hours."""
    end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    while office.watch.at < end:
        office.watch.turn(hours=6)
        await office.tick()


def posted(office: Office, channel: str = GENERAL) -> list[Message]:
    return [message for message in office.slack.from_bot(channel) if message.thread_ts in {None, message.ts}]


async def schedules(office: Office) -> list[Schedule]:
    return await office.bot.store.schedules(TEAM)


def told(office: Office, user: str = ADMIN) -> list[str]:
    return [message.readable for message in office.slack.from_bot(user) if "summary" in message.readable]
