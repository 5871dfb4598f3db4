"""Ideas: recorded in a line and in the form, listed, moved."""

from __future__ import annotations

import pytest
from conftest import Office

OWNER, STAFF = "U0OWNER", "U0STAFF"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital and Southside Clinic."""
    for name in ("Northside Hospital", "Southside Clinic"):
        await room.slack.command(OWNER, f"/talk add {name}")
    return room


async def test_an_idea_is_recorded_through_every_door(hospital: Office) -> None:
    line = "idea Northside Hospital: on Tuesday: let patients check in on a tablet"
    slack = hospital.slack

    seen = [await slack.command(STAFF, f"/talk {line}"), await slack.dm(STAFF, line), await slack.mention("C0GENERAL", STAFF, line)]

    assert all("Saved: an idea for *Northside Hospital*." in one.text for one in seen)
    assert all(one.buttons[:2] == ["Undo", "Other customer"] for one in seen)
    ideas = await hospital.ideas("Northside Hospital")
    assert {(idea.text, idea.author, idea.state) for idea in ideas} == {("on Tuesday: let patients check in on a tablet", STAFF, "new")}
    assert len(ideas) == 3


async def test_without_text_the_form_opens_and_saves(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk idea Northside Hospital")

    blank = await hospital.slack.fill_and_submit(OWNER, form, {"Idea": "   "})
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Idea": "Tablets"})

    assert blank.errors == {"text": "Write down the idea."}
    assert saved.text.startswith("Saved\n")
    assert [idea.text for idea in await hospital.ideas("Northside Hospital")] == ["Tablets"]


async def test_the_list_is_for_all_or_for_one_the_newest_first(hospital: Office) -> None:
    slack = hospital.slack
    for line in ("Northside Hospital Tablets", "Southside Clinic An app", "Northside Hospital Screens"):
        await slack.command(OWNER, f"/talk idea {line}")
        hospital.watch.turn(minutes=1)

    everybodys = await slack.command(OWNER, "/talk ideas")
    one = await slack.command(OWNER, "/talk ideas Northside Hospital")

    assert "3 ideas, the newest first:" in everybodys.text
    assert everybodys.text.index("Screens") < everybodys.text.index("An app") < everybodys.text.index("Tablets")
    assert "2 ideas for *Northside Hospital*, the newest first:" in one.text
    assert "An app" not in one.text


async def test_no_ideas_say_how_to_record_one(hospital: Office) -> None:
    none, unknown = [await hospital.slack.command(OWNER, f"/talk ideas {name}") for name in ("Northside Hospital", "Lakeside School")]

    assert "No ideas for *Northside Hospital* yet. Record one with `/talk idea Northside Hospital …`" in none.text
    assert "I don't know a customer called *Lakeside School*." in unknown.text


async def test_a_long_list_is_leafed_through(hospital: Office) -> None:
    for n in range(20):
        await hospital.slack.command(OWNER, f"/talk idea Northside Hospital Idea {n:02}")
        hospital.watch.turn(minutes=1)

    first = await hospital.slack.command(OWNER, "/talk ideas")
    second = await hospital.slack.click(OWNER, first, "Show 5 more of 5")

    assert "Idea 19" in first.text
    assert "Idea 00" not in first.text
    assert "Idea 00" in second.text


async def test_an_idea_moves_or_stays(hospital: Office) -> None:
    slack = hospital.slack
    saved = await slack.command(OWNER, "/talk idea Northside Hospital Tablets")
    asked = await slack.click(OWNER, saved, "Other customer")

    moved = await slack.click(OWNER, asked, "Type a name", choice="Southside Clinic")
    again = await slack.click(OWNER, moved, "Other customer")
    kept = await slack.click(OWNER, again, "Keep Southside Clinic")

    assert "Saved: an idea for *Southside Clinic*." in moved.text
    assert "Saved: an idea for *Southside Clinic*." in kept.text
    assert [idea.text for idea in await hospital.ideas("Southside Clinic")] == ["Tablets"]
    assert await hospital.ideas("Northside Hospital") == []


async def test_an_idea_that_was_taken_back_cannot_be_moved(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk idea Northside Hospital Tablets")
    assert saved.message is not None
    late = hospital.slack.compose.click(OWNER, saved.message, "Other customer")
    await hospital.slack.click(OWNER, saved, "Undo")

    seen = await hospital.slack.act(late)

    assert "That idea was taken back meanwhile." in seen.text
