"""Improvements in Slack, step by step: a cycle is begun, planned, done and measured as people do it, by its card."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import TEAM, Office

from model.improvement import Improvement
from sandbox import Seen

OWNER, DEPUTY = "U0OWNER", "U0DEPUTY"
PLAN = {"KPI": "No-shows a week", "Baseline": "40 %", "Target": "10 %", "Check date": "2026-12-03", "Partner on their side": "Dr. Weber"}
AIM = "Fewer missed appointments"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital, which is Olivia's."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


async def cycles(office: Office) -> list[Improvement]:
    return await office.bot.store.improvements(TEAM)


async def improve(office: Office, user: str = OWNER, aim: str = AIM) -> Seen:
    return await office.slack.command(user, f"/talk improve Northside Hospital {aim}")


async def step(office: Office, where: Seen, label: str, fields: dict[str, Any], user: str = OWNER) -> Seen:
    """Click what is next, fill its form in, and return the card as it is then."""
    form = await office.slack.click(user, where, label)
    saved = await office.slack.fill_and_submit(user, form, fields)
    assert saved.errors == {}
    await office.bot.entry.drain()
    return await the_card(office, user)


async def the_card(office: Office, user: str = OWNER, number: int = 0) -> Seen:
    """The card of the newest cycle, opened anew."""
    one = (await cycles(office))[number]
    shown = office.slack.ephemerals(user)[-1]
    assert f"Improvement {one.number}" in shown.readable
    return Seen([], message=shown, text=shown.readable)


async def meanwhile(office: Office, label: str, fields: dict[str, Any]) -> None:
    """Somebody else takes a step, on a card of their own."""
    listed = await office.slack.command(DEPUTY, "/talk improvements all")
    await step(office, await office.slack.click(DEPUTY, listed, "Show"), label, fields, DEPUTY)


async def planned(office: Office) -> Seen:
    return await step(office, await improve(office), "Complete the plan", PLAN)


async def doing(office: Office) -> Seen:
    card = await planned(office)
    return await office.slack.click(OWNER, card, "Start doing it")


async def done(office: Office) -> Seen:
    return await step(office, await doing(office), "Record what was done", {"What was done": "We sent messages"})


async def measured(office: Office, met: str = "No, it was missed") -> Seen:
    return await step(office, await done(office), "Enter the result", {"Result": "12 %", "Was the target met?": met})
