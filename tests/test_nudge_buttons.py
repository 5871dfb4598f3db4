"""The reminder's buttons through Slack's doors: what each writes, what the DM says then, who comes second, and how it is taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from conftest import Office
from records import customer, nudge, talk

from messages import nudges as told
from model.answer import Message as Written
from model.ladder import Staff
from model.nudge import Nudge, Relationship
from model.opener import Opener
from model.talk import readable
from sandbox import Message

BUTTONS = ["Log the talk", "Booked on…", "Brief me", "Snooze until…", "Hand over"]
QUESTION = ["It happened", "It moved", "It fell through"]
OWNER, STAFF, DEPUTY, SPONSOR, ADMIN = "U0OWNER", "U0STAFF", "U0DEPUTY", "U0SPONSOR", "U0ADMIN"
NAME = "Northside Hospital"


@pytest.fixture
async def quiet(room: Office) -> Office:
    """An office whose owner was just told that Northside Hospital is quiet: Thursday 25 February 2027, 10:00 in Berlin."""
    await room.slack.command(OWNER, f"/talk add {NAME}")
    room.watch.at = datetime(2027, 2, 25, 9, tzinfo=UTC)
    await room.tick()
    return room


@pytest.fixture
async def asked(quiet: Office) -> Office:
    """The same, a talk booked for that day, and the day after it was asked whether it happened."""
    await quiet.slack.command(OWNER, f"/talk book {NAME} today")
    quiet.watch.turn(days=1)
    await quiet.tick()
    return quiet


def dms(office: Office, user: str = OWNER) -> list[Message]:
    return [message for message in office.slack.from_bot(user) if message.metadata]


async def shows(office: Office, dm: Message, words: str) -> None:
    await office.slack.wait_for(lambda: words in dm.readable)


async def days(office: Office, count: int) -> None:
    for _ in range(count):
        office.watch.turn(days=1)
        await office.tick()


FORMS: list[Any] = [
    ("Log the talk", {"Notes": "They renew"}, "A talk was logged by @U0OWNER, Thursday 25 February at 10:00."),
    ("Booked on…", {"Booked on": "2027-03-03"}, "A talk was booked for Wednesday 3 March by @U0OWNER, Thursday 25 February at 10:00."),
    ("Snooze until…", {"Snooze until": "2027-03-08"}, "Snoozed until Monday 8 March by @U0OWNER, Thursday 25 February at 10:00."),
    ("Hand over", {"New owner": STAFF}, "Handed over to @U0STAFF by @U0OWNER, Thursday 25 February at 10:00."),
]


@pytest.mark.parametrize(("button", "entries", "words"), FORMS)
async def test_a_form_decides_the_dm_says_so_in_place_of_its_buttons_and_undo_brings_them_back(
    quiet: Office, button: str, entries: dict[str, str], words: str
) -> None:
    [dm] = dms(quiet)
    before = await quiet.customer(NAME)

    saved = await quiet.slack.fill_and_submit(OWNER, await quiet.slack.click(OWNER, dm, button), entries)
    await shows(quiet, dm, words)
    decided = (dm.buttons, await quiet.customer(NAME), len(await quiet.talks(NAME)))
    await quiet.slack.click(OWNER, saved, "Undo")
    await quiet.slack.wait_for(lambda: dm.buttons == BUTTONS)

    assert decided != ([], before, 0)
    assert decided[0] == []
    assert msgspec.structs.replace(await quiet.customer(NAME), version=before.version) == before
    assert await quiet.talks(NAME) == []
    assert words not in dm.readable


@pytest.mark.parametrize(("button", "entries", "words"), FORMS[1:])
async def test_who_submits_second_hears_who_was_first_and_changes_nothing(
    quiet: Office, button: str, entries: dict[str, str], words: str
) -> None:
    [dm] = dms(quiet)
    forms = {user: await quiet.slack.click(user, dm, button) for user in (OWNER, DEPUTY)}

    await quiet.slack.fill_and_submit(OWNER, forms[OWNER], entries)
    first = await quiet.customer(NAME)
    second = await quiet.slack.fill_and_submit(
        DEPUTY, forms[DEPUTY], {next(iter(entries)): SPONSOR if button == "Hand over" else "2027-03-20"}
    )

    assert f"This is already answered. {words}" in second.text
    assert await quiet.customer(NAME) == first


@pytest.mark.parametrize(("button", "entries", "words"), FORMS)
async def test_a_form_that_is_submitted_twice_decides_once(quiet: Office, button: str, entries: dict[str, str], words: str) -> None:
    [dm] = dms(quiet)
    form = await quiet.slack.click(OWNER, dm, button)

    await quiet.slack.fill_and_submit(OWNER, form, entries, copies=3)
    await shows(quiet, dm, words)

    assert len(await quiet.talks(NAME)) == (button == "Log the talk")
    assert (await quiet.customer(NAME)).version <= 2


async def test_brief_me_shows_the_card_beside_and_leaves_the_dm_as_it_is(quiet: Office) -> None:
    [dm] = dms(quiet)
    for line in (f"idea {NAME} Tablets", f"idea {NAME} An app"):
        await quiet.slack.command(STAFF, f"/talk {line}")

    card = await quiet.slack.click(OWNER, dm, "Brief me")

    assert card.message is not dm
    assert all(words in card.text for words in (NAME, "Tablets", "An app", "Last talks"))
    assert dm.buttons == BUTTONS


@pytest.mark.parametrize(
    ("button", "entries", "error"),
    [
        ("Booked on…", {"Booked on": "2027-02-24"}, {"day": "Pick a day from today on, within a year."}),
        ("Snooze until…", {"Snooze until": "2027-02-25"}, {"until": "Pick a day from tomorrow on, within a year."}),
        ("Hand over", {"New owner": OWNER}, {"owner": "It is theirs already. Pick somebody else."}),
        ("Log the talk", {"Notes": "x", "Date": "2027-02-26"}, {"date": "Pick the day on which you talked; it can't be still to come."}),
    ],
)
async def test_a_form_with_a_day_or_person_that_does_not_do_stays_open_and_says_why(
    quiet: Office, button: str, entries: dict[str, str], error: dict[str, str]
) -> None:
    [dm] = dms(quiet)

    seen = await quiet.slack.fill_and_submit(OWNER, await quiet.slack.click(OWNER, dm, button), entries)

    assert seen.errors == error
    assert dm.buttons == BUTTONS


async def test_nobody_picked_as_the_new_owner_is_not_sent(quiet: Office) -> None:
    form = await quiet.slack.click(OWNER, dms(quiet)[0], "Hand over")

    seen = await quiet.slack.fill_and_submit(OWNER, form)

    assert seen.errors
    assert (await quiet.customer(NAME)).owner == OWNER


async def test_a_talk_may_be_booked_on_a_saturday_which_is_said_and_asked_about_on_monday(quiet: Office) -> None:
    form = await quiet.slack.click(OWNER, dms(quiet)[0], "Booked on…")

    saved = await quiet.slack.fill_and_submit(OWNER, form, {"Booked on": "2027-02-27"})
    await days(quiet, 3)
    before = len(dms(quiet))
    await days(quiet, 1)

    assert (
        "Booked: a talk with *Northside Hospital* on Saturday 27 February. That is at the weekend. "
        "No reminders until then; I'll ask on the Monday after how it went."
    ) in saved.text
    beforehand = "Your talk with *Northside Hospital* is tomorrow, Saturday 27 February."
    assert before == 2
    assert [dm.text for dm in dms(quiet)][1:] == [beforehand, "Did your talk with *Northside Hospital* happen?"]


async def test_the_new_owner_is_told_in_their_own_hours(quiet: Office) -> None:
    form = await quiet.slack.click(OWNER, dms(quiet)[0], "Hand over")
    saved = await quiet.slack.fill_and_submit(OWNER, form, {"New owner": STAFF})

    await quiet.tick()
    too_early = dms(quiet, STAFF)  # 4:00 in New York
    quiet.watch.turn(hours=5)
    await quiet.tick()

    assert "*Northside Hospital* is @U0STAFF's now, and so are its reminders." in saved.text
    assert too_early == []
    assert dms(quiet, STAFF)[0].buttons == BUTTONS


async def test_the_question_after_a_booked_talk_says_which_talk_and_offers_what_can_have_become_of_it(asked: Office) -> None:
    question = dms(asked)[-1]

    assert "Your talk with *Northside Hospital* was booked for yesterday, Thursday 25 February. How did it go?" in question.readable
    assert question.buttons == QUESTION


async def test_it_happened_offers_the_day_of_the_booking_and_a_talk_ends_booking_and_quiet(asked: Office) -> None:
    question = dms(asked)[-1]

    form = await asked.slack.click(OWNER, question, "It happened")
    await asked.slack.fill_and_submit(OWNER, form, {"Notes": "They renew"})
    await shows(asked, question, "A talk was logged by @U0OWNER")
    await days(asked, 14)

    [noted] = await asked.talks(NAME)
    assert noted.held_on == date(2027, 2, 25)
    assert (await asked.customer(NAME)).booked_on is None
    assert len(dms(asked)) == 2


async def test_it_happened_earlier_than_booked_ends_the_booking_all_the_same(asked: Office) -> None:
    question = dms(asked)[-1]

    form = await asked.slack.click(OWNER, question, "It happened")
    await asked.slack.fill_and_submit(OWNER, form, {"Notes": "They renew", "Date": "2027-02-24"})
    await shows(asked, question, "A talk was logged by @U0OWNER")

    assert (await asked.customer(NAME)).booked_on is None


async def test_it_moved_books_another_day_and_asks_again_after_that(asked: Office) -> None:
    question = dms(asked)[-1]

    form = await asked.slack.click(OWNER, question, "It moved")
    await asked.slack.fill_and_submit(OWNER, form, {"Booked on": "2027-03-03"})
    await shows(asked, question, "A talk was booked for Wednesday 3 March by @U0OWNER")
    await days(asked, 5)
    before = len(dms(asked))
    await days(asked, 1)

    assert before == 3
    assert dms(asked)[-1].buttons == QUESTION
    assert dms(asked)[-1].text == "Did your talk with *Northside Hospital* happen?"


async def test_it_fell_through_frees_the_relationship_and_the_next_working_day_reminds_of_it(asked: Office) -> None:
    question = dms(asked)[-1]

    await asked.slack.click(OWNER, question, "It fell through")
    await shows(asked, question, "It fell through, said @U0OWNER, Friday 26 February at 10:00.")
    await days(asked, 2)
    over_the_weekend = len(dms(asked))
    await days(asked, 1)

    assert (await asked.customer(NAME)).booked_on is None
    assert over_the_weekend == 2
    assert dms(asked)[-1].text == "*Northside Hospital* has gone quiet."


async def test_fell_through_in_a_reminder_that_is_no_longer_kept_is_said(asked: Office) -> None:
    question = dms(asked)[-1]
    asked.watch.turn(days=400)
    await asked.tick()

    seen = await asked.slack.click(OWNER, question, "It fell through")

    assert "It fell through, said @U0OWNER, Saturday 1 April at 11:00." in seen.text
    assert (await asked.customer(NAME)).booked_on is None


async def test_fell_through_can_be_undone_and_the_booking_is_there_again(asked: Office) -> None:
    question = dms(asked)[-1]
    await asked.slack.click(OWNER, question, "It fell through")
    await shows(asked, question, "It fell through")

    undone = await asked.slack.command(OWNER, "/talk undo")
    await asked.slack.wait_for(lambda: question.buttons == QUESTION)

    assert "Taken back: your answer to the reminder about *Northside Hospital*." in undone.text
    assert (await asked.customer(NAME)).booked_on == date(2027, 2, 25)


@pytest.mark.parametrize("button", QUESTION)
async def test_a_question_that_is_answered_says_by_whom_to_who_comes_second(asked: Office, button: str) -> None:
    question = dms(asked)[-1]
    late = asked.slack.compose.click(DEPUTY, question, button)
    await asked.slack.click(OWNER, question, "It fell through")

    seen = await asked.slack.act(late)

    assert "This is already answered. It fell through, said @U0OWNER, Friday 26 February at 10:00." in seen.text
    assert seen.view is None


async def test_one_answer_of_a_dm_can_be_taken_back_after_another_was_given(quiet: Office) -> None:
    for name in ("Southside Clinic", "Lakeside School"):
        await quiet.slack.command(OWNER, f"/talk add {name}")
    quiet.watch.turn(days=97)
    await quiet.tick()
    dm = dms(quiet)[-1]
    first = await quiet.slack.command(OWNER, "/talk snooze Southside Clinic in 2 weeks")
    await quiet.slack.command(OWNER, "/talk book Lakeside School tomorrow")

    undone = await quiet.slack.click(OWNER, first, "Undo")
    await quiet.slack.wait_for(lambda: dm.buttons == BUTTONS)

    assert "Taken back" in undone.text
    assert "A talk was booked for" in dm.readable
    assert "Snoozed until" not in dm.readable


LINES: list[Any] = [
    ("book Northside Hospital on 3 Mar", "booked_on", date(2027, 3, 3)),
    ("book Northside Hospital next Monday", "booked_on", date(2027, 3, 1)),
    ("book Northside Hospital for Friday", "booked_on", date(2027, 2, 26)),
    ("book northside hospital in 2 weeks", "booked_on", date(2027, 3, 11)),
    ("snooze Northside Hospital for 2 weeks", "snoozed_until", date(2027, 3, 11)),
    ("snooze Northside Hospital until Monday", "snoozed_until", date(2027, 3, 1)),
    ("snooze Northside Hospital for a month", "snoozed_until", date(2027, 3, 25)),
    ("snooze Northside Hospital tomorrow", "snoozed_until", date(2027, 2, 26)),
]


@pytest.mark.parametrize("door", ["slash", "dm", "mention"])
@pytest.mark.parametrize(("line", "field", "day"), LINES)
async def test_a_line_books_or_snoozes_from_every_door_and_answers_the_reminder(
    quiet: Office, door: str, line: str, field: str, day: date
) -> None:
    [dm] = dms(quiet)

    await typed(quiet, door, line)
    await quiet.slack.wait_for(lambda: not dm.buttons)

    assert getattr(await quiet.customer(NAME), field) == day


async def typed(office: Office, door: str, line: str) -> str:
    """Type a line at a door; return what is answered."""
    if door == "slash":
        return (await office.slack.command(OWNER, f"/talk {line}")).text
    if door == "dm":
        return (await office.slack.dm(OWNER, line)).text
    return (await office.slack.mention("C0GENERAL", OWNER, line)).text


@pytest.mark.parametrize("door", ["slash", "dm", "mention"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("book Northside Hospital yesterday", "That day is past, so nothing is booked."),
        ("book Northside Hospital on 2027-02-24", "That day is past, so nothing is booked."),
        ("book Northside Hospital when they like", "I can't read the day in that, so nothing is saved."),
        ("snooze Northside Hospital until 2027-02-01", "Not snoozed: a snooze ends on a day from tomorrow on, within a year."),
        ("snooze Northside Hospital today", "Not snoozed: a snooze ends on a day from tomorrow on, within a year."),
        ("snooze Northside Hospital until 31 Feb", "I can't read the day in that, so nothing is saved."),
        ("snooze Nowhere Ltd until Monday", "Nowhere"),
        ("book", "Which customer?"),
    ],
)
async def test_a_line_that_cannot_be_meant_says_so_and_changes_nothing(quiet: Office, door: str, line: str, words: str) -> None:
    before = await quiet.customer(NAME)

    answer = await typed(quiet, door, line)

    assert words in answer
    assert await quiet.customer(NAME) == before
    assert dms(quiet)[0].buttons == BUTTONS


def dm_for(reader: str, staff: Staff, item: Nudge, **fields: Any) -> Written:
    one = customer(NAME, owner=OWNER, **fields)
    last = talk(one, date(2026, 11, 20), notes="The board fears the law", visibility="private", author=STAFF)
    news = told.News(
        item, Relationship(one, last.held_on, date(2027, 2, 20)), staff, Opener(talk=last if readable(last, one, reader) else None)
    )
    return told.nudge_dm([news], reader, date(2027, 3, 1))


@pytest.mark.parametrize(
    ("reader", "staff", "words"),
    [
        (OWNER, Staff(OWNER, DEPUTY, SPONSOR), "Your last talk with *Northside Hospital* was on Friday 20 November 2026, 3 months ago."),
        (DEPUTY, Staff(OWNER, DEPUTY, SPONSOR), "It is <@U0OWNER>'s, and you are the deputy: perhaps you can help."),
        (SPONSOR, Staff(OWNER, DEPUTY, SPONSOR), "and you are the sponsor: it has been quiet for so long that you should know."),
        (DEPUTY, Staff(None, DEPUTY, SPONSOR), "I can't reach its owner, <@U0OWNER>, so you hear of it: *Hand over* gives it one."),
        (ADMIN, Staff(None, None, None, (ADMIN,)), "I can't reach its owner, <@U0OWNER>, so you hear of it: *Hand over* gives it one."),
        (ADMIN, Staff(OWNER, None, None, (ADMIN,)), "It is <@U0OWNER>'s and has no sponsor, so an admin hears of it."),
    ],
)
def test_everybody_reads_why_they_hear_of_it_and_no_private_talk_that_is_not_theirs(reader: str, staff: Staff, words: str) -> None:
    known = {"deputy": DEPUTY, "sponsor": SPONSOR} if reader != ADMIN else {}

    shown = str(dm_for(reader, staff, nudge(customer(NAME), "post"), **known))

    assert words in shown
    assert ("The board fears the law" in shown) == (reader != ADMIN)
