"""The reminder: when it comes, to whom, what it says, what its buttons do, and that it never comes twice or in a burst."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from conftest import TEAM, Office

from sandbox import Message

BUTTONS = ["Log the talk", "Booked on…", "Brief me", "Snooze until…", "Hand over"]
OWNER, STAFF, DEPUTY, SPONSOR = "U0OWNER", "U0STAFF", "U0DEPUTY", "U0SPONSOR"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital, added today: due by 24 February 2027."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


async def at(office: Office, moment: str) -> None:
    """Turn the clock to a moment in UTC and let it strike."""
    office.watch.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    await office.tick()


def dms(office: Office, user: str = OWNER) -> list[Message]:
    return office.slack.from_bot(user)


async def days(office: Office, count: int) -> None:
    """Let so many days pass, a tick every six hours."""
    for _ in range(count * 4):
        office.watch.turn(hours=6)
        await office.tick()


async def test_nothing_comes_on_the_due_day_and_a_dm_the_morning_after(hospital: Office) -> None:
    await at(hospital, "2027-02-24T15:00")
    on_the_day = dms(hospital)
    await at(hospital, "2027-02-25T07:59")
    too_early = dms(hospital)
    await at(hospital, "2027-02-25T08:00")

    assert on_the_day == too_early == []
    assert [dm.text for dm in dms(hospital)] == ["*Northside Hospital* has gone quiet."]


async def test_the_dm_gives_the_reason_an_opener_and_its_buttons(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk note Northside Hospital The board fears the new law")

    await at(hospital, "2027-02-25T09:00")

    [dm] = dms(hospital)
    assert (
        "Your last talk with *Northside Hospital* was on Tuesday 24 November 2026, 3 months ago. You meant to talk quarterly."
        in dm.readable
    )
    assert "Last time it was about: “The board fears the new law” What became of it?" in dm.readable
    assert dm.buttons == BUTTONS
    assert "check in" not in dm.readable.casefold()


async def test_the_newest_open_idea_opens_better_than_the_last_talk(hospital: Office) -> None:
    for line in ("note Northside Hospital The board fears the law", "idea Northside Hospital An app", "idea Northside Hospital Tablets"):
        await hospital.slack.command(OWNER, f"/talk {line}")
        hospital.watch.turn(minutes=1)

    await at(hospital, "2027-02-25T09:00")

    assert "You could bring the idea: “Tablets”" in dms(hospital)[0].readable


async def test_a_customer_never_talked_with_counts_from_the_day_it_was_added(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")

    assert (
        "No talk with *Northside Hospital* has been noted since it was added on Tuesday 24 November 2026. You meant to talk quarterly."
        in dms(hospital)[0].readable
    )


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2027-02-25T07:59", 0),  # 8:59 in Berlin
        ("2027-02-25T08:00", 1),
        ("2027-02-25T15:59", 1),
        ("2027-02-25T16:00", 0),  # 17:00
        ("2027-02-27T10:00", 0),  # a Saturday
        ("2027-02-28T10:00", 0),
        ("2027-03-01T10:00", 1),
        ("2027-03-29T07:00", 1),  # summer time has begun
    ],
)
async def test_the_dm_comes_in_the_owners_working_hours_only(hospital: Office, moment: str, count: int) -> None:
    await at(hospital, moment)

    assert len(dms(hospital)) == count


@pytest.mark.parametrize(
    ("zone", "before", "then"),
    [
        ("America/New_York", "2027-02-25T13:59", "2027-02-25T14:00"),
        ("Pacific/Auckland", "2027-02-24T19:59", "2027-02-24T20:00"),
        ("Asia/Kolkata", "2027-02-25T03:29", "2027-02-25T03:30"),
        ("Pacific/Kiritimati", "2027-02-24T18:59", "2027-02-24T19:00"),
        ("Pacific/Honolulu", "2027-02-25T18:59", "2027-02-25T19:00"),
    ],
)
async def test_the_owners_zone_decides_when_the_day_is_over_and_the_hour_is_right(
    hospital: Office, zone: str, before: str, then: str
) -> None:
    await hospital.slack.change_user(OWNER, tz=zone)

    await at(hospital, before)
    early = dms(hospital)
    await at(hospital, then)

    assert early == []
    assert len(dms(hospital)) == 1


async def test_a_deputy_further_east_is_told_on_the_owners_day_in_hours_of_their_own(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Deputy": DEPUTY})
    await hospital.slack.change_user(OWNER, tz="Pacific/Honolulu")
    await hospital.slack.change_user(DEPUTY, tz="Pacific/Auckland")

    await at(hospital, "2027-03-10T21:00")  # 11:00 on the 11th in Auckland, and still the 10th, D + 14, in Honolulu
    too_early = len(dms(hospital, DEPUTY))
    await at(hospital, "2027-03-11T21:00")

    assert too_early == 0
    assert len(dms(hospital, DEPUTY)) == 1


async def test_without_an_owner_the_workspaces_zone_says_when_it_is_quiet(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Owner": None, "Deputy": DEPUTY})
    form = await hospital.slack.command("U0ADMIN", "/talk settings")
    await hospital.slack.fill_and_submit("U0ADMIN", form, {"Time zone": "Pacific/Honolulu"})

    await at(hospital, "2027-02-25T08:00")  # 9:00 for the deputy in Berlin, 22:00 on the 24th in Honolulu
    too_early = len(dms(hospital, DEPUTY))
    await at(hospital, "2027-02-25T10:00")

    assert too_early == 0
    assert len(dms(hospital, DEPUTY)) == 1


async def test_many_ticks_send_one_dm_for_one_due_date(hospital: Office) -> None:
    await at(hospital, "2027-02-25T08:00")

    for _ in range(20):
        await hospital.tick()
    await days(hospital, 13)

    assert len(dms(hospital)) == 1


async def test_one_dm_holds_all_that_is_due_and_another_comes_the_next_day_at_the_earliest(hospital: Office) -> None:
    slack = hospital.slack
    await slack.command(OWNER, "/talk add Southside Clinic")
    await slack.command(OWNER, "/talk add Lakeside School")
    await slack.command(OWNER, "/talk note Lakeside School on yesterday: they want tablets")
    form = await slack.command(OWNER, "/talk edit Lakeside School")
    await slack.fill_and_submit(OWNER, form, {"Cadence": "95 days"})

    await at(hospital, "2027-02-25T08:00")
    first = [dm.text for dm in dms(hospital)]
    form = await slack.command(OWNER, "/talk edit Lakeside School")
    await slack.fill_and_submit(OWNER, form, {"Cadence": "90 days"})
    await at(hospital, "2027-02-25T12:00")
    same_day = len(dms(hospital))
    await at(hospital, "2027-02-26T08:00")

    assert first == ["2 of your relationships have gone quiet."]
    assert same_day == 1
    assert [dm.text for dm in dms(hospital)][1:] == ["*Lakeside School* has gone quiet."]


async def test_after_two_years_off_there_is_one_dm_and_no_burst(closed_room: Office) -> None:
    async with closed_room.open():
        for name in ("Northside Hospital", "Southside Clinic", "Lakeside School"):
            await closed_room.slack.command(OWNER, f"/talk add {name}")
    closed_room.watch.turn(days=730)

    async with closed_room.open():
        await closed_room.tick()
        await days(closed_room, 5)

    assert [dm.text for dm in closed_room.slack.from_bot(OWNER)] == ["3 of your relationships have gone quiet."]


async def test_a_restart_in_the_middle_of_the_day_sends_nothing_again(closed_room: Office) -> None:
    async with closed_room.open():
        await closed_room.slack.command(OWNER, "/talk add Northside Hospital")
        await at(closed_room, "2027-02-25T08:00")

    for _ in range(3):
        async with closed_room.open():
            await closed_room.tick()

    assert len(dms(closed_room)) == 1


async def test_what_was_decided_before_the_bot_stopped_is_sent_after_it_starts(closed_room: Office) -> None:
    async with closed_room.open() as bot:
        await closed_room.slack.command(OWNER, "/talk add Northside Hospital")
        closed_room.watch.at = datetime(2027, 2, 25, 8, tzinfo=UTC)
        await bot.sweep()
    before = dms(closed_room)

    async with closed_room.open():
        await closed_room.tick()

    assert before == []
    assert len(dms(closed_room)) == 1


async def test_each_owner_gets_what_is_theirs(hospital: Office) -> None:
    await hospital.slack.command(STAFF, "/talk add Southside Clinic")

    await at(hospital, "2027-02-25T15:00")

    assert [dm.text for dm in dms(hospital)] == ["*Northside Hospital* has gone quiet."]
    assert [dm.text for dm in dms(hospital, STAFF)] == ["*Southside Clinic* has gone quiet."]


@pytest.mark.parametrize(("role", "user"), [("Deputy", DEPUTY), ("Sponsor", SPONSOR)])
async def test_without_an_owner_the_next_in_line_is_told(hospital: Office, role: str, user: str) -> None:
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Owner": None, role: user})

    await at(hospital, "2027-02-25T09:00")

    assert dms(hospital) == []
    assert len(dms(hospital, user)) == 1


async def test_one_owner_whom_slack_cannot_look_up_keeps_nobody_else_from_the_news(hospital: Office) -> None:
    await hospital.slack.command(STAFF, "/talk add Southside Clinic")
    hospital.watch.at = datetime(2027, 2, 25, 15, tzinfo=UTC)
    hospital.slack.faults.add("users.info", "error", match=lambda given: given.get("user") == OWNER)

    await hospital.tick()
    first = (len(dms(hospital)), len(dms(hospital, STAFF)))
    await hospital.tick()

    assert first == (0, 1)
    assert (len(dms(hospital)), len(dms(hospital, STAFF))) == (1, 1)


async def test_an_operational_talk_does_not_move_the_date_and_a_review_does(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")
    hospital.watch.turn(days=30)
    await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "A printer", "Purpose": "Operational", "Date": "2026-12-24"})
    await at(hospital, "2027-02-25T09:00")
    after_printer = len(dms(hospital))
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "The service review", "Purpose": "Review"})
    quiet = await hospital.slack.command(OWNER, "/talk quiet")

    assert after_printer == 1
    assert "No relationship of yours is quiet" in quiet.text


async def test_anybodys_talk_counts_and_answers_the_reminder(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)

    await hospital.slack.command(STAFF, "/talk note Northside Hospital They renew")
    await hospital.slack.wait_for(lambda: not dm.buttons)

    assert "A talk was logged by @U0STAFF, Thursday 25 February at 04:00." in dm.readable


async def test_a_snooze_holds_until_its_day_and_the_reminder_comes_again_then(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)
    form = await hospital.slack.click(OWNER, dm, "Snooze until…")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Snooze until": "2027-03-08"})
    await hospital.slack.wait_for(lambda: not dm.buttons)
    await days(hospital, 10)
    before = len(dms(hospital))
    await at(hospital, "2027-03-08T09:00")
    await days(hospital, 1)

    assert "I'll stay quiet about *Northside Hospital* until Monday 8 March." in saved.text
    assert "Snoozed until Monday 8 March by @U0OWNER, Thursday 25 February at 10:00." in dm.readable
    assert before == 1
    assert len(dms(hospital)) == 2


async def test_a_snooze_leaves_the_cadence_alone(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    form = await hospital.slack.click(OWNER, dms(hospital)[0], "Snooze until…")
    before = await hospital.bot.store.relationships(TEAM)

    await hospital.slack.fill_and_submit(OWNER, form, {"Snooze until": "2027-03-10"})

    after = await hospital.bot.store.relationships(TEAM)
    assert [one.due_on for one in after] == [one.due_on for one in before]


@pytest.mark.parametrize("day", ["2027-02-24", "2027-02-25", "2028-03-01", "9999-12-31"])
async def test_a_snooze_is_for_a_day_from_tomorrow_on_within_a_year(hospital: Office, day: str) -> None:
    await at(hospital, "2027-02-25T09:00")
    form = await hospital.slack.click(OWNER, dms(hospital)[0], "Snooze until…")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Snooze until": day})

    assert seen.errors == {"until": "Pick a day from tomorrow on, within a year."}
    assert (await hospital.customer("Northside Hospital")).snoozed_until is None


async def test_logging_the_talk_from_the_dm_answers_it_and_ends_the_quiet(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)
    form = await hospital.slack.click(OWNER, dm, "Log the talk")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "They renew"})
    await hospital.slack.wait_for(lambda: not dm.buttons)
    await days(hospital, 20)

    assert "Northside Hospital" in form.text
    assert "Saved: your talk with *Northside Hospital* today" in saved.text
    assert "A talk was logged by @U0OWNER, Thursday 25 February at 10:00." in dm.readable
    assert len(dms(hospital)) == 1


async def test_a_click_on_an_answered_reminder_says_who_was_faster_and_mends_the_dm(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)
    late = hospital.slack.compose.click(OWNER, dm, "Log the talk")
    hospital.slack.faults.add("chat.update", "error", times=1)
    await hospital.slack.command(DEPUTY, "/talk note Northside Hospital They renew")
    await hospital.slack.wait_for(lambda: hospital.slack.calls("chat.update"))
    still_there = list(dm.buttons)

    seen = await hospital.slack.act(late)
    await hospital.slack.wait_for(lambda: not dm.buttons)

    assert still_there == BUTTONS
    assert "This is already answered. A talk was logged by @U0DEPUTY, Thursday 25 February at 10:00." in seen.text


async def test_undoing_the_answer_brings_the_buttons_back_and_sends_nothing(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)
    form = await hospital.slack.click(OWNER, dm, "Snooze until…")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Snooze until": "2027-03-10"})
    await hospital.slack.wait_for(lambda: not dm.buttons)

    undone = await hospital.slack.click(OWNER, saved, "Undo")
    await hospital.slack.wait_for(lambda: bool(dm.buttons))
    await days(hospital, 3)

    assert "Taken back: your answer to the reminder about *Northside Hospital*." in undone.text
    assert dm.buttons == BUTTONS
    assert len(dms(hospital)) == 1


async def test_only_the_answered_buttons_of_a_dm_go(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Southside Clinic")
    await at(hospital, "2027-02-25T09:00")
    [dm] = dms(hospital)

    await hospital.slack.command(OWNER, "/talk note Southside Clinic They renew")
    await hospital.slack.wait_for(lambda: dm.buttons == BUTTONS)
    form = await hospital.slack.click(OWNER, dm, "Log the talk")

    assert "Northside Hospital" in form.text


async def test_the_next_due_date_brings_the_next_reminder(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    await hospital.slack.command(OWNER, "/talk note Northside Hospital They renew")

    await at(hospital, "2027-05-25T09:00")
    on_the_day = len(dms(hospital))
    await at(hospital, "2027-05-26T09:00")

    assert on_the_day == 1
    assert len(dms(hospital)) == 2


async def test_a_hundred_quiet_relationships_are_one_dm_that_slack_takes(room: Office) -> None:
    for n in range(100):
        await room.slack.command(OWNER, f"/talk add Customer {n:03}")

    await at(room, "2027-02-25T09:00")
    await days(room, 1)

    [dm] = dms(room)
    assert dm.text == "100 of your relationships have gone quiet."
    assert dm.buttons.count("Log the talk") == 15
    assert "Customer 099" in dm.readable


async def test_quiet_tells_what_is_past_and_what_is_close(hospital: Office) -> None:
    hospital.watch.at = datetime(2027, 2, 5, 9, tzinfo=UTC)
    fine = await hospital.slack.command(OWNER, "/talk quiet")
    hospital.watch.turn(days=1)
    close = await hospital.slack.command(OWNER, "/talk quiet")
    hospital.watch.at = datetime(2027, 2, 25, 9, tzinfo=UTC)
    past = await hospital.slack.command(OWNER, "/talk quiet")
    others = [await hospital.slack.command(STAFF, line) for line in ("/talk quiet", "/talk quiet all")]

    assert "No relationship of yours" in fine.text
    assert "None of yours has gone quiet, 1 is close to it:" in close.text
    assert "1 of yours has gone quiet, none is close to it:" in past.text
    assert "Close to quiet: no talk yet, the first is due by Wednesday 24 February." in close.text
    assert "Quiet: no talk yet, the first was due by yesterday, Wednesday 24 February." in past.text
    assert "No relationship of yours" in others[0].text
    assert "Northside Hospital" in others[1].text


async def test_the_clock_of_the_bot_sweeps_at_its_start_and_wakes_the_outbox(closed_room: Office) -> None:
    async with closed_room.open():
        await closed_room.slack.command(OWNER, "/talk add Northside Hospital")
    closed_room.watch.turn(days=97)

    async with closed_room.open():
        await closed_room.slack.wait_for(lambda: dms(closed_room))

    assert len(dms(closed_room)) == 1


async def test_a_clock_that_jumps_back_sends_nothing_twice(hospital: Office) -> None:
    await at(hospital, "2027-02-25T09:00")
    for hours in (-2, 3, -48, 72):
        hospital.watch.at += timedelta(hours=hours)
        await hospital.tick()

    assert len(dms(hospital)) == 1
