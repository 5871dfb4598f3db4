"""The brief before a talk: one page, read in two minutes; the word the day before; and what was confirmed once one has talked."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from conftest import TEAM, Office
from knowing import beliefs
from records import TODAY, change, customer, talk

from bot.gallery.briefs import longest, page
from bot.gallery.cast import OLIVIA, Cast
from messages.blocks import MAX_BLOCKS
from messages.briefs import brief
from model.attendance import attendance
from model.change import Write
from sandbox import Message, Seen
from sandbox.plain import readable

OWNER, DEPUTY, STAFF, ADMIN = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0ADMIN"
NAME = "Northside Hospital"
SPRING = "Appointments move online by spring"
WORDS_IN_TWO_MINUTES = 480
ACME = customer("Acme")


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that assumes one thing of Northside Hospital, and has talked with it once."""
    await room.slack.command(OWNER, f"/talk add {NAME}")
    await room.slack.command(STAFF, f"/talk learn {NAME} plans: {SPRING}")
    form = await room.slack.command(OWNER, f"/talk note {NAME}")
    lines = {"Commitments": "us: send the offer by 3 Dec", "Participants": "Dr. Weber, Olivia"}
    await room.slack.fill_and_submit(OWNER, form, {"Notes": "They are short of beds", **lines})
    return room


async def briefed(office: Office, user: str = OWNER) -> Seen:
    return await office.slack.command(user, f"/talk brief {NAME}")


def dms(office: Office, user: str = OWNER) -> list[Message]:
    return [message for message in office.slack.from_bot(user) if message.metadata]


async def until(office: Office, day: date) -> None:
    """Let the days pass until this one, with a tick on each."""
    while office.watch.at.date() < day:
        office.watch.turn(days=1)
        await office.tick()


def words(text: str) -> int:
    return len(re.findall(r"\w+", text))


async def test_it_says_all_that_one_needs_before_a_talk(hospital: Office) -> None:
    await hospital.slack.command(STAFF, f"/talk idea {NAME} Tablets at the bedside")
    await hospital.slack.command(OWNER, f"/talk book {NAME} 3 Dec")

    seen = await briefed(hospital)

    told = [
        f"Brief: {NAME}",
        "*Next talk: Thursday 3 December.* Owner: @U0OWNER",
        "*To begin with*\nYou could bring the idea: “Tablets at the bedside”",
        "*To check with them*\n1 of 7 topics known, 0 confirmed.",
        f"*Plans* · Assumed\n> {SPRING}",
        "*Promised* (1 open)",
        "@U0OWNER: “send the offer”, by Thursday 3 December",
        "*Last talks*\n• *today, Tuesday 24 November* by @U0OWNER: They are short of beds",
        "*Who attended so far*\nDr. Weber (1), Olivia (1)",
        "*Ideas on the table*\n• Tablets at the bedside",
    ]
    assert [words for words in told if words not in seen.text] == []
    assert seen.buttons == ["Confirmed", "Correct", "Ask", "Done", "Move to…", "Log the talk", "All that is known"]


def test_it_is_read_in_two_minutes_however_much_there_is() -> None:
    pages = [brief(page(Cast()), OLIVIA, TODAY), brief(longest(Cast()), OLIVIA, TODAY)]

    texts = [readable("", [block for block in one.blocks if block["type"] != "actions"]) for one in pages]

    assert [words(text) for text in texts if words(text) > WORDS_IN_TWO_MINUTES] == []
    assert all(len(one.blocks) <= MAX_BLOCKS for one in pages)


def test_what_does_not_fit_is_counted_with_the_way_to_it() -> None:
    text = readable("", list(brief(longest(Cast()), OLIVIA, TODAY).blocks))

    assert "10 more: `/talk ideas Northside Hospital`" in text
    assert "more: `/talk learn Northside Hospital`" in text
    assert "Show all 9" in text
    assert "and 26 more" in text


async def test_confirmed_redraws_the_page_and_offers_undo(hospital: Office) -> None:
    seen = await hospital.slack.click(OWNER, await briefed(hospital), "Confirmed")

    assert f"Confirmed: “{SPRING}”" in seen.text
    assert f"Brief: {NAME}" in seen.text
    assert f"> {SPRING}" not in seen.text
    assert [belief.state for belief in await beliefs(hospital, NAME)] == ["confirmed"]


async def test_correct_from_the_page_keeps_the_old_text(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await briefed(hospital), "Correct")

    await hospital.slack.fill_and_submit(OWNER, form, {"text": "By autumn"})

    [belief] = await beliefs(hospital, NAME)
    assert (belief.statement, [str(one) for one in belief.earlier]) == ("By autumn", [SPRING])


async def test_what_somebody_wants_asked_stands_first_and_is_the_opener(hospital: Office) -> None:
    await hospital.slack.command(STAFF, f"/talk learn {NAME} business: Referrals by letter take nine days")
    seen = await briefed(hospital)

    asked = await hospital.slack.click(OWNER, seen, "Ask", nth=1)

    first = asked.text.index("wants it asked.")
    assert asked.text.count("· Assumed") == 2
    assert first < asked.text.rindex("· Assumed")
    assert "*To begin with*\nTo ask: “We understand:" in asked.text


async def test_done_from_the_page_redraws_it_without_the_promise(hospital: Office) -> None:
    seen = await hospital.slack.click(OWNER, await briefed(hospital), "Done")

    assert "Done: “send the offer”" in seen.text
    assert "*Promised*" not in seen.text
    assert "Brief: " in seen.text


async def test_brief_me_on_the_card_opens_it_beside_the_card(hospital: Office) -> None:
    card = await hospital.slack.command(OWNER, f"/talk customer {NAME}")

    seen = await hospital.slack.click(OWNER, card, "Brief me")

    assert f"Brief: {NAME}" in seen.text


async def test_a_private_talk_is_no_part_of_it_for_others(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, f"/talk note {NAME}")
    await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "They merge", "Participants": "Mr. Merger", "Visibility": "Private"})

    mine, theirs = await briefed(hospital), await briefed(hospital, STAFF)

    assert "They merge" in mine.text
    assert "Mr. Merger (1)" in mine.text
    assert "_private_" in theirs.text
    assert [word for word in ("They merge", "Mr. Merger") if word in theirs.text] == []


async def test_without_a_customer_it_asks_which(room: Office) -> None:
    seen = await room.slack.command(OWNER, "/talk brief")

    assert "Which customer? For example `/talk brief Northside Hospital`." in seen.text


def test_who_attended_is_counted_whatever_the_spelling() -> None:
    talks = [talk(ACME, participants=there) for there in ("Dr. Weber, Olivia", "olivia and dr. weber; Sam", "Olivia", "")]

    assert attendance(talks) == {"Olivia": 3, "Dr. Weber": 2, "Sam": 1}


async def test_the_day_before_a_booked_talk_the_one_dm_says_so_once(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk book {NAME} 10 Dec")

    await until(hospital, date(2026, 12, 8))
    before = len(dms(hospital))
    await until(hospital, date(2026, 12, 9))
    await hospital.tick()
    after = dms(hospital)[before:]

    assert len(after) == 1
    assert f"Your talk with *{NAME}* is tomorrow, Thursday 10 December." in after[0].readable
    assert "They plan: “Appointments move online by spring”" in after[0].readable
    assert "Promised and overdue: “send the offer”" in after[0].readable
    opened = await hospital.slack.click(OWNER, after[0], "Brief me")
    assert f"Brief: {NAME}" in opened.text


async def test_before_a_monday_it_is_friday_and_before_nobody_reachable_the_deputy(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, f"/talk edit {NAME}")
    await hospital.slack.fill_and_submit(OWNER, form, {"Deputy": DEPUTY})
    await hospital.slack.command(DEPUTY, f"/talk book {NAME} 14 Dec")
    await hospital.slack.change_user(OWNER, deleted=True)

    await until(hospital, date(2026, 12, 10))
    before = len(dms(hospital, DEPUTY))
    await until(hospital, date(2026, 12, 11))

    [dm] = dms(hospital, DEPUTY)[before:]
    assert dm.text == f"A talk with *{NAME}* is on Monday 14 December."


async def test_what_was_told_on_friday_is_not_in_mondays_way(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk book {NAME} 30 Nov")
    form = await hospital.slack.command(OWNER, f"/talk note {NAME}")
    await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "On the phone", "Commitments": "us: call back by 1 Dec"})

    await until(hospital, date(2026, 11, 30))

    assert [dm.text for dm in dms(hospital)] == [
        f"Your talk with *{NAME}* is on Monday 30 November.",
        f"Your promise to *{NAME}* is due tomorrow, Tuesday 1 December.",
    ]


async def test_a_talk_answers_reminders_and_not_what_was_told_before_it(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk book {NAME} tomorrow")
    await hospital.tick()
    await until(hospital, date(2026, 11, 25))

    await hospital.slack.command(OWNER, f"/talk note {NAME} They renew")

    nudges = await hospital.bot.store.nudges(TEAM, customer=(await hospital.customer(NAME)).id)
    assert [(nudge.step, nudge.answer) for nudge in nudges] == [("brief", None)]


async def test_a_talk_that_is_booked_late_is_told_of_on_its_day(hospital: Office) -> None:
    await hospital.tick()
    await hospital.slack.command(OWNER, f"/talk book {NAME} today")

    await hospital.tick()
    await hospital.tick()

    assert [dm.text for dm in dms(hospital)] == [f"Your talk with *{NAME}* is today, Tuesday 24 November."]


async def test_another_day_is_told_of_once_more_and_no_reminder_counts_it(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk book {NAME} tomorrow")
    await hospital.tick()
    await hospital.slack.command(OWNER, f"/talk book {NAME} 27 Nov")

    await until(hospital, date(2026, 11, 26))

    assert [dm.text for dm in dms(hospital)] == [
        f"Your talk with *{NAME}* is tomorrow, Wednesday 25 November.",
        f"Your talk with *{NAME}* is tomorrow, Friday 27 November.",
    ]


async def test_after_a_talk_what_was_confirmed_in_it_is_bound_to_it(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, f"/talk note {NAME} on 20 Nov: They told us their plans")
    asked = await hospital.slack.click(OWNER, saved, "What was confirmed, what was corrected?")

    seen = await hospital.slack.click(OWNER, asked, "Confirmed")

    [belief] = await beliefs(hospital, NAME)
    newest = next(one for one in await hospital.talks(NAME) if one.held_on == date(2026, 11, 20))
    assert (belief.state, belief.talk, belief.confirmed_on) == ("confirmed", newest.id, date(2026, 11, 20))
    assert "What was confirmed in the talk with *Northside Hospital* on Friday 20 November, what was corrected?" in seen.text
    assert seen.buttons == ["Undo"]


async def test_over_a_saved_form_it_is_asked_in_a_window_of_its_own(hospital: Office) -> None:
    hospital.watch.turn(minutes=1)
    form = await hospital.slack.command(OWNER, f"/talk note {NAME}")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "They told us their plans"})
    asked = await hospital.slack.click(OWNER, saved, "What was confirmed, what was corrected?")

    seen = await hospital.slack.click(OWNER, asked, "Confirmed")

    [belief] = await beliefs(hospital, NAME)
    assert (belief.state, belief.talk) == ("confirmed", (await hospital.talks(NAME))[0].id)
    assert f"Confirmed: “{SPRING}”" in seen.text


async def test_without_anything_known_it_is_not_asked(room: Office) -> None:
    await room.slack.command(OWNER, f"/talk add {NAME}")

    saved = await room.slack.command(OWNER, f"/talk note {NAME} They are short of beds")

    assert saved.buttons == ["Undo", "Other customer"]


async def test_an_older_talk_takes_no_newer_confirmation_back(hospital: Office) -> None:
    await hospital.slack.click(OWNER, await briefed(hospital), "Confirmed")
    saved = await hospital.slack.command(OWNER, f"/talk note {NAME} on 20 Nov: They told us their plans")

    asked = await hospital.slack.click(OWNER, saved, "What was confirmed, what was corrected?")

    assert "Confirmed" not in asked.buttons
    assert [belief.confirmed_on for belief in await beliefs(hospital, NAME)] == [TODAY]


async def test_what_is_stale_stands_before_what_was_only_assumed(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk learn {NAME} business: Referrals take nine days")
    old = next(belief for belief in await beliefs(hospital, NAME) if belief.topic == "business")
    long_ago = TODAY - timedelta(days=300)
    await hospital.bot.store.commit(change(Write(before=old, after=old.changed(learned_on=long_ago)), workspace=TEAM))

    seen = await briefed(hospital)

    assert seen.text.index("*How it works* · Stale") < seen.text.index("*Plans* · Assumed")
