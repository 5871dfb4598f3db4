"""The App Home: what stands in it for whom, that it is drawn anew after what is done from it, and who reads nothing in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import records
from conftest import TEAM, Office

from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.talk import Talk
from sandbox import Seen
from sandbox.records import View

OWNER, DEPUTY, SPONSOR, STAFF, ADMIN, GUEST = "U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN", "U0GUEST"
TODAY = date(2026, 11, 24)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def customer(name: str, **fields: Any) -> Customer:
    return records.customer(name, **{"workspace": TEAM, "owner": OWNER, "added_on": ago(700), **fields})


async def saved(office: Office, *found: Any) -> None:
    await office.bot.store.commit(records.change(*(Write(after=one) for one in found), workspace=TEAM))


def talk(of: Customer, days: int, **fields: Any) -> Talk:
    return records.talk(of, ago(days), **{"author": OWNER, "participants": "Dana, Ben", **fields})


def promise(of: Customer, what: str, days: int, **fields: Any) -> Commitment:
    return records.commitment(of, what, **{"person": OWNER, "author": OWNER, "due_on": ago(days), **fields})


async def home(office: Office, user: str = OWNER) -> View:
    """A person's Home, once they opened it and all that goes on is over."""
    await office.slack.open_home(user)
    return await home_now(office, user)


async def home_now(office: Office, user: str = OWNER) -> View:
    """A person's Home as it stands, without that they open it."""
    await office.bot.entry.drain()
    view = office.slack.home_of(user)
    assert view is not None
    return view


async def click(office: Office, where: View, label: str, user: str = OWNER, **choice: Any) -> Seen:
    seen = await office.slack.click(user, where, label, **choice)
    await office.bot.entry.drain()
    return seen


async def test_who_is_new_is_led_to_a_first_customer_and_a_first_note(room: Office) -> None:
    first = await home(room)
    assert "Welcome to Keep Talking" in first.readable
    assert "1. Add your first customer." in first.readable

    form = await click(room, first, "Add your first customer")
    added = await room.slack.fill_and_submit(OWNER, form, {"Name": "Northside Hospital", "Cadence": "6 weeks"})
    second = (await home_now(room)).readable
    note = await click(room, await home_now(room), "Note your first talk")
    await room.slack.fill_and_submit(OWNER, note, {"Notes": "They want appointments online"})

    assert "Added *Northside Hospital*." in added.text
    assert (await room.customer("Northside Hospital")).cadence.count == 6
    assert "2. Note your first talk." in second
    assert "Nothing waits for you. The next talk is due with *Northside Hospital*" in (await home_now(room)).readable
    assert [one.notes for one in await room.talks("Northside Hospital")] == ["They want appointments online"]


async def test_a_first_customer_that_exists_or_has_no_cadence_is_refused_with_what_was_typed_still_there(room: Office) -> None:
    await saved(room, customer("Northside Hospital", owner=DEPUTY))
    form = await click(room, await home(room), "Add a customer")

    refused = await room.slack.fill_and_submit(OWNER, form, {"Name": "northside hospital", "Cadence": "now and then"})

    assert "Northside Hospital is here already" in refused.errors["name"]
    assert "can't read that as a cadence" in refused.errors["cadence"]


async def test_what_waits_stands_in_the_order_of_its_urgency(room: Office) -> None:
    passed, quiet, booked = customer("Riverbank", booked_on=ago(1)), customer("Accounting"), customer("Personnel", booked_on=ago(-9))
    close, well = customer("Harbour Clinic"), customer("Museum")
    said = [talk(passed, 95), talk(quiet, 120), talk(booked, 40), talk(close, 80)]
    dry = [talk(well, age, participants="Dana") for age in (90, 50, 3)]
    check = records.improvement(quiet, 7, workspace=TEAM, owner=OWNER, stage="check", check_on=ago(2))
    known: list[Any] = [records.belief(booked, "They plan a new wing", workspace=TEAM), records.idea(well, "A map", author=STAFF)]
    await saved(room, passed, quiet, booked, close, well, *said, *dry, promise(quiet, "Send the offer", 3), check, *known)

    text = (await home(room)).readable

    titles = ["Did it happen?", "Gone quiet", "You promised", "To check", "Booked", "To confirm in your next talk", "Due soon"]
    titles += ["Talking, but drying up", "An idea waits for a word"]
    places = [text.index(f"*{title}*") for title in titles]
    assert places == sorted(places)
    told = "1 booked talk wants an answer, 1 relationship has gone quiet, 1 promise of yours is due and 1 result is to be looked at."
    assert told in text
    assert "“They plan a new wing”" in text[places[5] :]
    assert "All 3 talks since" in text[places[7] :]
