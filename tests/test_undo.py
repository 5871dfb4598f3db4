"""Undo: one's own changes, newest first, for a day, and only where nothing was built on them."""

from __future__ import annotations

import pytest
from conftest import TEAM, Office

OWNER, STAFF = "U0OWNER", "U0STAFF"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


async def undo(office: Office, user: str = OWNER) -> str:
    office.watch.turn(seconds=1)
    return (await office.slack.command(user, "/talk undo")).text


async def test_again_and_again_takes_back_one_change_after_the_other(hospital: Office) -> None:
    for line in ("note Northside Hospital They want tablets", "idea Northside Hospital Screens"):
        await hospital.slack.command(OWNER, f"/talk {line}")

    said = [await undo(hospital) for _ in range(4)]

    assert "Taken back: your idea for *Northside Hospital*." in said[0]
    assert "Taken back: your talk with *Northside Hospital*." in said[1]
    assert "Taken back: adding *Northside Hospital*." in said[2]
    assert "There is nothing of yours from the last 24 hours left to take back." in said[3]
    assert await hospital.bot.store.customers(TEAM) == []


@pytest.mark.parametrize(
    "line", ["note Northside Hospital Good", "note Northside Hospital They want tablets", "idea Northside Hospital Tablets"]
)
async def test_the_text_that_was_taken_back_is_shown_once_more(hospital: Office, line: str) -> None:
    await hospital.slack.command(OWNER, f"/talk {line}")

    said = await undo(hospital)

    assert line.split("Hospital ")[1] in said.splitlines()


async def test_only_ones_own_changes_are_taken_back(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    assert saved.message is not None

    by_line = await undo(hospital, STAFF)
    await hospital.slack.deliver(hospital.slack.compose.click(STAFF, saved.message, "Undo"))

    assert "There is nothing of yours" in by_line
    assert len(await hospital.talks("Northside Hospital")) == 1


async def test_a_day_later_it_stays(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    hospital.watch.turn(hours=24, seconds=1)

    clicked = await hospital.slack.click(OWNER, saved, "Undo")

    assert "Only your own changes of the last 24 hours can be taken back." in clicked.text
    assert "There is nothing of yours" in await undo(hospital)
    assert len(await hospital.talks("Northside Hospital")) == 1


async def test_just_within_a_day_it_goes(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    hospital.watch.turn(hours=23, minutes=59)

    clicked = await hospital.slack.click(OWNER, saved, "Undo")

    assert "Taken back: your talk with *Northside Hospital*." in clicked.text


async def test_a_customer_with_others_records_stays(hospital: Office) -> None:
    await hospital.slack.command(STAFF, "/talk note Northside Hospital They want tablets")
    await hospital.slack.command(STAFF, "/talk idea Northside Hospital Tablets")

    said = await undo(hospital)

    assert "I can't take back adding *Northside Hospital*: it has 1 talk and 1 idea by now." in said
    assert len(await hospital.bot.store.customers(TEAM)) == 1


async def test_what_something_newer_builds_on_stays(hospital: Office) -> None:
    slack = hospital.slack
    form = await slack.command(OWNER, "/talk edit Northside Hospital")
    first = await slack.fill_and_submit(OWNER, form, {"Industry": "Hospitals"})
    form = await slack.command(STAFF, "/talk edit Northside Hospital")
    await slack.fill_and_submit(STAFF, form, {"Industry": "Clinics"})

    clicked = await slack.click(OWNER, first, "Undo")

    assert "something newer builds on it. Take the newer change back first." in clicked.text
    assert (await hospital.customer("Northside Hospital")).industry == "Clinics"


async def test_other_details_that_somebody_changed_since_stay_when_an_edit_is_taken_back(hospital: Office) -> None:
    slack = hospital.slack
    form = await slack.command(OWNER, "/talk edit Northside Hospital")
    first = await slack.fill_and_submit(OWNER, form, {"Industry": "Hospitals"})
    form = await slack.command(STAFF, "/talk edit Northside Hospital")
    await slack.fill_and_submit(STAFF, form, {"Cadence": "monthly"})

    await slack.click(OWNER, first, "Undo")

    northside = await hospital.customer("Northside Hospital")
    assert (northside.industry, str(northside.cadence)) == ("", "monthly")


async def test_an_edit_is_taken_back_whole(hospital: Office) -> None:
    before = await hospital.customer("Northside Hospital")
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Name": "Northside", "Other names": "NSH", "Cadence": "monthly"})

    await hospital.slack.click(OWNER, saved, "Undo")

    after = await hospital.customer("Northside Hospital")
    assert (after.name, after.aliases, after.cadence) == (before.name, before.aliases, before.cadence)
    assert await hospital.bot.store.named(TEAM, ["nsh", "northside"]) == {}


async def test_a_move_is_taken_back_to_where_the_talk_was(hospital: Office) -> None:
    slack = hospital.slack
    await slack.command(OWNER, "/talk add Southside Clinic")
    saved = await slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    asked = await slack.click(OWNER, saved, "Other customer")
    moved = await slack.click(OWNER, asked, "Type a name", choice="Southside Clinic")

    undone = await slack.click(OWNER, moved, "Undo")

    assert "Taken back: moving the talk to *Southside Clinic*." in undone.text
    assert [talk.notes for talk in await hospital.talks("Northside Hospital")] == ["They want tablets"]


async def test_a_draft_is_no_change_that_could_be_taken_back(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk note Lakeside School: They want tablets")

    said = await undo(hospital)

    assert "Taken back: adding *Northside Hospital*." in said


async def test_undo_works_from_a_dm_and_after_a_restart(closed_room: Office) -> None:
    async with closed_room.open():
        await closed_room.slack.command(OWNER, "/talk add Northside Hospital")
        await closed_room.slack.dm(OWNER, "note Northside Hospital They want tablets")

    async with closed_room.open():
        closed_room.watch.turn(minutes=1)
        said = await closed_room.slack.dm(OWNER, "undo")

        assert "Taken back: your talk with *Northside Hospital*." in said.text
        assert await closed_room.talks("Northside Hospital") == []


async def test_undoing_one_of_two_talks_leaves_the_reminder_answered(room: Office) -> None:
    slack = room.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    room.watch.turn(days=97, hours=5)
    await room.tick()
    [dm] = slack.from_bot(OWNER)
    mine = await slack.command(OWNER, "/talk note Northside Hospital They renew")
    await slack.command("U0STAFF", "/talk note Northside Hospital They renew indeed")

    await slack.click(OWNER, mine, "Undo")
    await room.bot.entry.drain()

    assert "A talk was logged by" in dm.readable
    assert dm.buttons == []
