"""Talks: noted in a line and in the form, moved to another customer, and what of them counts and shows."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TEAM, Office

OWNER, STAFF = "U0OWNER", "U0STAFF"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital and Southside Clinic."""
    for name in ("Northside Hospital", "Southside Clinic"):
        await room.slack.command(OWNER, f"/talk add {name}")
    return room


@pytest.mark.parametrize(
    "line",
    [
        "note Northside Hospital They want tablets",
        "NOTE northside hospital They want tablets",
        "note: N\u00f3rthside Hospital: They want tablets",
        'note "Northside Hospital" They want tablets',
        "note \u201cNorthside Hospital\u201d They want tablets",
        "note Northside Hospital's They want tablets",
        "note Northside Hospital \u2014 They want tablets",
        "/talk note Northside Hospital They want tablets",
    ],
)
async def test_a_line_is_read_however_it_is_typed_and_through_every_door(hospital: Office, line: str) -> None:
    slack = hospital.slack

    seen = [await slack.command(OWNER, f"/talk {line}"), await slack.dm(OWNER, line), await slack.mention("C0GENERAL", OWNER, line)]

    assert all("Saved: your talk with *Northside Hospital* today, Tuesday 24 November." in one.text for one in seen)
    assert all(one.buttons == ["Undo", "Other customer"] for one in seen)
    talks = await hospital.talks("Northside Hospital")
    assert [talk.notes for talk in talks] == ["They want tablets"] * 3
    assert sorted(talk.source for talk in talks) == ["message", "message", "slash"]


async def test_a_talk_remembers_who_noted_it_and_when_and_counts(hospital: Office) -> None:
    await hospital.slack.command(STAFF, "/talk note Northside Hospital on 3 Nov: They want tablets")

    [talk] = await hospital.talks("Northside Hospital")

    assert (talk.held_on, talk.author, talk.purpose, talk.visibility) == (date(2026, 11, 3), STAFF, "relationship", "team")
    assert (talk.recorded_at, talk.workspace) == (hospital.watch(), TEAM)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "today, Tuesday 24 November"),
        ("yesterday", "yesterday, Monday 23 November"),
        ("Tuesday", "on Tuesday 17 November"),
        ("last Friday", "on Friday 20 November"),
        ("3 weeks ago", "on Tuesday 3 November"),
        ("3/11", "on Tuesday 3 November"),
        ("Nov 3", "on Tuesday 3 November"),
        ("2026-11-03", "on Tuesday 3 November"),
    ],
)
async def test_the_answer_repeats_the_day_in_words(hospital: Office, typed: str, day: str) -> None:
    seen = await hospital.slack.command(OWNER, f"/talk note Northside Hospital on {typed}: They want tablets")

    assert f"Saved: your talk with *Northside Hospital* {day}." in seen.text


async def test_the_longest_name_wins(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Northside")

    seen = [await hospital.slack.command(OWNER, f"/talk note Northside {text}") for text in ("Hospital wants tablets", "wants tablets")]

    assert "*Northside Hospital*" in seen[0].text
    assert "*Northside*" in seen[1].text


async def test_a_very_long_name_wins_over_a_short_one_that_it_begins_with(hospital: Office) -> None:
    long = "Northside Hospital for Women and Children of the Northern Counties"
    await hospital.slack.command(OWNER, f"/talk add {long}")

    await hospital.slack.command(OWNER, f"/talk note {long} They want tablets")

    assert [talk.notes for talk in await hospital.talks(long)] == ["They want tablets"]


async def test_the_form_has_its_labels_and_keeps_all_that_is_entered(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")
    assert form.view is not None
    labels = [block["label"]["text"] for block in form.view.blocks]
    entries = {"Date": "2026-11-20", "Purpose": "Review", "Notes": "They want tablets", "Decisions": "Twelve", "Participants": "Dr. Weber"}

    saved = await hospital.slack.fill_and_submit(OWNER, form, {**entries, "Visibility": "Private"})

    [talk] = await hospital.talks("Northside Hospital")
    assert labels == [*("Customer", "Date", "Purpose", "Notes", "Decisions", "Participants", "Visibility"), "Commitments", "Next talk"]
    assert saved.text.startswith("Saved\n")
    assert saved.buttons == ["Undo", "Other customer"]
    assert (talk.held_on, talk.purpose, talk.notes, talk.decisions) == (date(2026, 11, 20), "review", "They want tablets", "Twelve")
    assert (talk.participants, talk.visibility, talk.source) == ("Dr. Weber", "private", "modal")


async def test_an_operational_talk_says_that_it_does_not_count(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "A printer", "Purpose": "Operational"})

    assert "It is operational, so it does not count as keeping in touch." in saved.text


async def test_the_due_date_in_the_answer_counts_from_the_newest_talk(hospital: Office) -> None:
    newest = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    older = await hospital.slack.command(OWNER, "/talk note Northside Hospital on 3 Nov: They want screens")

    assert "The next talk is due by Wednesday 24 February 2027." in newest.text
    assert "The next talk is due by Wednesday 24 February 2027." in older.text


@pytest.mark.parametrize("door", ["command", "dm", "form"])
async def test_a_talk_moves_to_another_customer(hospital: Office, door: str) -> None:
    slack = hospital.slack
    if door == "form":
        form = await slack.command(OWNER, "/talk note Northside Hospital")
        saved = await slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets"})
    else:
        say = slack.command if door == "command" else slack.dm
        saved = await say(OWNER, ("/talk " if door == "command" else "") + "note Northside Hospital They want tablets")

    asked = await slack.click(OWNER, saved, "Other customer")
    moved = await slack.click(OWNER, asked, "Type a name", choice="Southside Clinic")

    assert "It is now with *Northside Hospital*." in asked.text
    assert "Saved: your talk with *Southside Clinic*" in moved.text
    assert await hospital.talks("Northside Hospital") == []
    assert [talk.notes for talk in await hospital.talks("Southside Clinic")] == ["They want tablets"]


async def test_a_talk_may_stay_where_it_is(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    asked = await hospital.slack.click(OWNER, saved, "Other customer")

    kept = await hospital.slack.click(OWNER, asked, "Keep Northside Hospital")

    assert "Saved: your talk with *Northside Hospital*" in kept.text
    assert len(await hospital.talks("Northside Hospital")) == 1


async def test_a_talk_that_was_taken_back_cannot_be_moved(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital They want tablets")
    assert saved.message is not None
    late = hospital.slack.compose.click(OWNER, saved.message, "Other customer")
    await hospital.slack.click(OWNER, saved, "Undo")

    seen = await hospital.slack.act(late)

    assert "That talk was taken back meanwhile." in seen.text


async def test_a_private_talk_is_read_by_those_it_is_for(hospital: Office) -> None:
    form = await hospital.slack.command("U0DEPUTY", "/talk note Northside Hospital")
    await hospital.slack.fill_and_submit("U0DEPUTY", form, {"Notes": "They sell", "Visibility": "Private"})

    cards = {user: await hospital.slack.command(user, "/talk Northside Hospital") for user in ("U0DEPUTY", OWNER, STAFF)}

    assert [user for user, card in cards.items() if "They sell" in card.text] == ["U0DEPUTY", OWNER]
    assert "_private_" in cards[STAFF].text


async def test_an_older_talk_noted_later_answers_no_reminder_and_ends_no_snooze(room: Office) -> None:
    slack = room.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    await slack.command(OWNER, "/talk note Northside Hospital The newest")
    await slack.command(OWNER, "/talk snooze Northside Hospital in 2 weeks")

    await slack.command(OWNER, "/talk note Northside Hospital on yesterday: An older one")

    assert (await room.customer("Northside Hospital")).snoozed_until is not None


async def test_a_talk_that_moves_takes_what_it_meant_with_it(room: Office) -> None:
    slack = room.slack
    for name in ("Northside Hospital", "Riverbank"):
        await slack.command(OWNER, f"/talk add {name}")
        await slack.command(OWNER, f"/talk snooze {name} in 3 weeks")
    noted = await slack.command(OWNER, "/talk note Northside Hospital They renew")
    ended = (await room.customer("Northside Hospital")).snoozed_until
    asking = await slack.click(OWNER, noted, "Other customer")

    await slack.click(OWNER, asking, "talk.move", select="Riverbank")

    assert ended is None
    assert (await room.customer("Northside Hospital")).snoozed_until is not None
    assert (await room.customer("Riverbank")).snoozed_until is None


async def test_a_saved_talk_tells_of_the_next_one_that_is_booked_already(office: Office) -> None:
    await office.slack.command(OWNER, "/talk add Northside Hospital")
    await office.slack.command(OWNER, "/talk book Northside Hospital 10 December")

    noted = await office.slack.command(OWNER, "/talk note Northside Hospital They want appointments online")

    assert "The next talk is booked for Thursday 10 December." in noted.text
