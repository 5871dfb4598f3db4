"""Promises of both sides: read from the form's lines, kept in mind, reminded of once and once more, ticked off and moved."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TEAM, Office
from records import TODAY, commitment, customer

from model.commitment import Commitment
from model.dates import DateOrder
from model.promise import Promise, Unread, lines_of, read_promise
from sandbox import Message, Seen

OWNER, DEPUTY, STAFF, GUEST = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0GUEST"
NAME = "Northside Hospital"
ACME = customer("Acme")


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital."""
    await room.slack.command(OWNER, f"/talk add {NAME}")
    return room


async def logged(office: Office, lines: str, user: str = OWNER, **entries: str) -> Seen:
    """Log a talk in which this was promised."""
    form = await office.slack.command(user, f"/talk note {NAME}")
    return await office.slack.fill_and_submit(user, form, {"Notes": "We talked", "Commitments": lines, **entries})


async def promises(office: Office, name: str = NAME) -> list[Commitment]:
    """What was promised with a customer, the first line first."""
    return (await office.bot.store.commitments(TEAM, (await office.customer(name)).id))[::-1]


async def the_one(office: Office) -> Commitment:
    [promise] = await promises(office)
    return promise


async def days(office: Office, count: int) -> None:
    """Let so many days pass, with a tick in everybody's working hours."""
    for _ in range(count):
        office.watch.turn(days=1)
        await office.tick()


def dms(office: Office, user: str = OWNER) -> list[Message]:
    return [message for message in office.slack.from_bot(user) if message.metadata and "promise" in message.text]


LINES = {
    "ours": ("us: send the offer by 3 Dec", Promise("us", "send the offer", date(2026, 12, 3))),
    "theirs": ("Them: the figures by Friday", Promise("them", "the figures", date(2026, 11, 27))),
    "somebody's of theirs": ("them (Dr. Weber): the figures", Promise("them", "the figures", who="Dr. Weber")),
    "by the customer's name": ("ACME: the figures", Promise("them", "the figures")),
    "a colleague's": ("@olivia: call them (by tomorrow)", Promise("us", "call them", date(2026, 11, 25), "@olivia")),
    "nobody is named": ("send it until 2026-12-05.", Promise("us", "send it", date(2026, 12, 5))),
    "a colon of another kind": ("Budget: ask Bob", Promise("us", "Budget: ask Bob")),
    "no day": ("we: send it by mail", Promise("us", "send it by mail")),
    "a number that is no day": ("us: work on 24/7 support", Promise("us", "work on 24/7 support")),
    "no such day": ("us: send it by 31 Feb", Unread("date", "31 Feb")),
    "nothing": ("us:", Unread("nothing")),
    "only a day": ("them: by 3 Dec", Unread("nothing")),
}


@pytest.mark.parametrize(("line", "read"), LINES.values(), ids=LINES.keys())
def test_a_line_says_who_promised_what_by_when(line: str, read: Promise | Unread) -> None:
    assert read_promise(line, {"acme"}, TODAY) == read


@pytest.mark.parametrize(("order", "day"), [("dmy", date(2026, 12, 3)), ("mdy", date(2027, 3, 12))])
def test_a_day_is_read_as_the_workspace_writes_days(order: DateOrder, day: date) -> None:
    assert read_promise("us: send it by 3/12", (), TODAY, order) == Promise("us", "send it", day)


def test_empty_lines_and_the_marks_of_a_list_are_no_promises() -> None:
    assert lines_of("- us: one\n\n  • them: two \n") == [(1, "us: one"), (3, "them: two")]


REMINDED = {
    "two days before": (date(2026, 12, 1), None, False),
    "the day before": (date(2026, 12, 2), None, True),
    "the day itself, told the day before": (date(2026, 12, 3), date(2026, 12, 2), False),
    "a week later": (date(2026, 12, 10), date(2026, 12, 2), True),
    "a week later, told so": (date(2026, 12, 11), date(2026, 12, 10), False),
    "long after, told late": (date(2027, 1, 11), date(2026, 12, 14), False),
}


@pytest.mark.parametrize(("today", "reminded_on", "due"), REMINDED.values(), ids=REMINDED.keys())
def test_a_promise_is_reminded_of_the_working_day_before_and_a_week_after(today: date, reminded_on: date | None, *, due: bool) -> None:
    promise = commitment(ACME, due_on=date(2026, 12, 3), reminded_on=reminded_on)

    assert promise.to_remind(today) == due


def test_what_is_due_on_a_monday_is_reminded_of_on_friday() -> None:
    promise = commitment(ACME, due_on=date(2026, 11, 30))

    assert [promise.to_remind(day) for day in (date(2026, 11, 26), date(2026, 11, 27))] == [False, True]


async def test_the_form_keeps_promises_in_mind_and_books_the_next_talk(hospital: Office) -> None:
    saved = await logged(hospital, "us: send the offer by 3 Dec\nthem: the figures", **{"Next talk": "2026-12-10"})

    ours, theirs = await promises(hospital)
    [talk] = await hospital.talks(NAME)
    assert (ours.side, ours.person, ours.what, ours.due_on, ours.talk) == ("us", OWNER, "send the offer", date(2026, 12, 3), talk.id)
    assert (theirs.side, theirs.person, theirs.due_on) == ("them", OWNER, None)
    assert (
        "2 promises kept in mind:\n• @U0OWNER: “send the offer”, by Thursday 3 December\n• They: “the figures”, no day named" in saved.text
    )
    assert "The next talk is booked for Thursday 10 December." in saved.text
    assert (await hospital.customer(NAME)).booked_on == date(2026, 12, 10)


async def test_a_line_that_cannot_be_read_keeps_the_form_open_and_saves_nothing(hospital: Office) -> None:
    seen = await logged(hospital, "us: send the offer by 3 Dec\nus: send it by 31 Feb")

    assert seen.errors == {"commitments": "Line 2: I can't read the day “31 Feb”. Days like 3 Dec, Friday or in 2 weeks work."}
    assert await hospital.talks(NAME) == []


@pytest.mark.parametrize("day", ["2026-11-23", "2027-12-24"])
async def test_the_next_talk_is_within_a_year(hospital: Office, day: str) -> None:
    seen = await logged(hospital, "", **{"Next talk": day})

    assert seen.errors == {"next": "Pick a day from today on, within a year."}


async def test_a_colleague_promises_by_the_name_they_have_in_slack(hospital: Office) -> None:
    handle = hospital.slack.state.workspaces[TEAM].users[STAFF].name

    await logged(hospital, f"- @{handle}: call them by Friday")

    assert ((await the_one(hospital)).person, (await the_one(hospital)).what) == (STAFF, "call them")


@pytest.mark.parametrize(("whom", "why"), [("@nobody", "not found in Slack"), (f"<@{GUEST}>", "is a guest")])
async def test_a_name_that_is_nobodys_or_a_guests_keeps_the_form_open(hospital: Office, whom: str, why: str) -> None:
    seen = await logged(hospital, f"{whom}: call them")

    assert why in seen.errors["commitments"]


async def test_where_slack_is_silent_the_promise_is_the_authors_and_keeps_the_name(hospital: Office) -> None:
    hospital.slack.faults.add("users.list", "error")

    await logged(hospital, "@sam: call them")

    assert ((await the_one(hospital)).person, (await the_one(hospital)).what) == (OWNER, "@sam: call them")


async def test_nobody_is_given_a_promise_of_a_private_talk_that_they_could_not_read(hospital: Office) -> None:
    handle = hospital.slack.state.workspaces[TEAM].users[STAFF].name

    seen = await logged(hospital, f"@{handle}: call them", Visibility="Private")

    assert "can't read a private talk" in seen.errors["commitments"]


async def test_undo_takes_the_promises_back_with_the_talk_even_once_reminded_of(hospital: Office) -> None:
    saved = await logged(hospital, "us: send it by tomorrow", **{"Next talk": "2026-12-10"})
    await hospital.tick()
    assert len(dms(hospital)) == 1

    await hospital.slack.click(OWNER, saved, "Undo")

    assert await promises(hospital) == []
    assert (await hospital.customer(NAME)).booked_on is None


async def test_promises_and_the_next_talk_go_with_a_talk_to_another_customer(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Riverbank")
    saved = await logged(hospital, "us: send it\nthem: the figures", **{"Next talk": "2026-12-10"})
    asked = await hospital.slack.click(OWNER, saved, "Other customer")

    moved = await hospital.slack.click(OWNER, asked, "Type a name", choice="Riverbank")

    assert [promise.what for promise in await promises(hospital, "Riverbank")] == ["send it", "the figures"]
    assert await promises(hospital) == []
    assert ((await hospital.customer(NAME)).booked_on, (await hospital.customer("Riverbank")).booked_on) == (None, date(2026, 12, 10))
    assert "2 promises kept in mind" in moved.text


async def test_who_promised_is_reminded_once_and_once_more_a_week_after(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by 3 Dec", **{"Next talk": "2027-02-01"})

    await days(hospital, 7)
    assert dms(hospital) == []
    await days(hospital, 1)
    assert [dm.text for dm in dms(hospital)] == [f"Your promise to *{NAME}* is due tomorrow, Thursday 3 December."]
    await days(hospital, 7)
    assert len(dms(hospital)) == 1
    await days(hospital, 20)

    assert [dm.text for dm in dms(hospital)][1:] == [f"Your promise to *{NAME}* was due on Thursday 3 December."]


async def test_what_they_promised_is_for_the_owner_of_that_day(hospital: Office) -> None:
    await logged(hospital, "them (Dr. Weber): the figures by 3 Dec\nus: the offer by 3 Dec")
    form = await hospital.slack.command(OWNER, f"/talk edit {NAME}")
    await hospital.slack.fill_and_submit(OWNER, form, {"Owner": DEPUTY})

    await days(hospital, 8)

    assert [dm.text for dm in dms(hospital, DEPUTY)] == [
        f"A promise of *{NAME}* (Dr. Weber) is due tomorrow, Thursday 3 December. A friendly word from you may help."
    ]
    assert [dm.text for dm in dms(hospital)] == [f"Your promise to *{NAME}* is due tomorrow, Thursday 3 December."]


async def test_of_a_promise_of_somebody_who_left_the_owner_hears(hospital: Office) -> None:
    handle = hospital.slack.state.workspaces[TEAM].users[STAFF].name
    await logged(hospital, f"@{handle}: call them by 3 Dec")
    await hospital.slack.change_user(STAFF, deleted=True)

    await days(hospital, 8)

    assert "I can't reach @U0STAFF, so it is up to you." in dms(hospital)[0].readable


async def test_done_in_the_dm_stands_there_in_place_of_the_buttons(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow")
    await hospital.tick()
    [dm] = dms(hospital)

    await hospital.slack.click(OWNER, dm, "Done")
    await hospital.slack.wait_for(lambda: "Done: ticked off" in dm.readable)

    promise = await the_one(hospital)
    assert (promise.done_on, promise.done_by) == (TODAY, OWNER)
    assert "Done: ticked off by @U0OWNER, Tuesday 24 November at" in dm.readable
    assert dm.buttons == []


async def test_the_second_click_says_who_ticked_it_off_and_when(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow")
    await hospital.tick()
    [dm] = dms(hospital)
    await hospital.slack.click(DEPUTY, await hospital.slack.command(DEPUTY, f"/talk brief {NAME}"), "Done")

    seen = await hospital.slack.click(OWNER, dm, "Done")

    assert "This is already ticked off by @U0DEPUTY, Tuesday 24 November at" in seen.text
    assert (await the_one(hospital)).done_by == DEPUTY


async def test_ticking_off_is_taken_back_and_the_dm_shows_its_buttons_again(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow")
    await hospital.tick()
    await hospital.slack.click(OWNER, dms(hospital)[0], "Done")

    back = await hospital.slack.command(OWNER, "/talk undo")
    await hospital.slack.wait_for(lambda: dms(hospital)[0].buttons != [])

    assert f"Taken back: ticking off a promise with *{NAME}*." in back.text
    assert (await the_one(hospital)).open
    assert dms(hospital)[0].buttons == ["Done", "Move to…"]


async def test_a_moved_promise_is_reminded_of_anew(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow")
    await hospital.tick()
    form = await hospital.slack.click(OWNER, dms(hospital)[0], "Move to…")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Due by": "2026-12-03"})
    await days(hospital, 8)

    assert "Moved: “send the offer” is due by Thursday 3 December now." in saved.text
    assert "Moved to Thursday 3 December." in dms(hospital)[0].readable
    assert len(dms(hospital)) == 2


async def test_a_promise_does_not_move_into_the_past(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow")
    form = await hospital.slack.click(OWNER, await hospital.slack.command(OWNER, f"/talk brief {NAME}"), "Move to…")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Due by": "2026-11-23"})

    assert seen.errors == {"day": "Pick a day from today on, within a year."}


async def test_the_card_shows_what_we_promised_and_have_not_done_in_time(hospital: Office) -> None:
    await logged(hospital, "us: send the offer by tomorrow\nthem: the figures by tomorrow")
    hospital.watch.turn(days=9)

    card = await hospital.slack.command(OWNER, f"/talk customer {NAME}")

    assert "*Promised and overdue*\n• @U0OWNER: “send the offer”, *overdue*, was due on Wednesday 25 November" in card.text
    assert "the figures" not in card.text


async def test_a_promise_of_a_private_talk_is_not_for_others(hospital: Office) -> None:
    await logged(hospital, "us: buy them by tomorrow\nthem: the secret", Visibility="Private")
    mine = await hospital.slack.command(OWNER, f"/talk brief {NAME}")
    hospital.watch.turn(days=9)

    theirs = [await hospital.slack.command(STAFF, f"/talk {verb} {NAME}") for verb in ("brief", "customer")]
    clicked = await hospital.slack.click(STAFF, mine, "Done", nth=0)

    assert "buy them" in mine.text
    assert [word for word in ("buy them", "secret") for seen in (*theirs, clicked) if word in seen.text] == []
    assert all(promise.open for promise in await promises(hospital))
