"""What the others hear of a cycle: the owner is asked for its result, the brief tells it, and whoever brought the idea hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import TEAM, Office
from records import NOON, TODAY, customer, edited, improvement, later, talk

from model.improvement import Improvement, Step
from model.pdca import to_talk_about
from model.talk import Talk
from sandbox import Message, Seen

OWNER, DEPUTY, STAFF = "U0OWNER", "U0DEPUTY", "U0STAFF"
PLAN = {"KPI": "No-shows a week", "Baseline": "40 %", "Target": "10 %", "Check date": "2026-12-03", "Partner on their side": "Dr. Weber"}
IDEA = "Remind patients by text message"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital, for which Sam had an idea."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    await room.slack.command(STAFF, f"/talk idea Northside Hospital {IDEA}")
    return room


async def cycles(office: Office) -> list[Improvement]:
    return await office.bot.store.improvements(TEAM)


async def change(office: Office, **fields: Any) -> None:
    """Let the newest cycle be otherwise, as if somebody had moved it."""
    await office.bot.store.commit(edited((await cycles(office))[0], **fields))


def the_card(office: Office, user: str = OWNER) -> Message:
    """The card that this person was shown last; the list in which they clicked is drawn anew beside it."""
    return next(one for one in reversed(office.slack.ephemerals(user)) if "Begun by" in one.readable)


async def plan_it(office: Office, user: str = OWNER, whose: str = "Northside Hospital") -> Message:
    lists = await office.slack.command(user, f"/talk ideas {whose}")
    await office.slack.click(user, lists, "Plan it", nth=0)
    await office.bot.entry.drain()
    return the_card(office, user)


async def step(office: Office, where: Seen | Message, label: str, fields: dict[str, Any], user: str = OWNER) -> Seen:
    form = await office.slack.click(user, where, label)
    saved = await office.slack.fill_and_submit(user, form, fields)
    assert saved.errors == {}
    await office.bot.entry.drain()
    return saved


async def doing(office: Office) -> None:
    """Sam's idea is being tried."""
    card = await plan_it(office)
    await step(office, card, "Complete the plan", PLAN)
    await office.slack.click(OWNER, the_card(office), "Start doing it")


async def measured(office: Office, user: str = OWNER) -> None:
    await doing(office)
    for label, fields in (
        ("Record what was done", {"What was done": "We sent messages"}),
        ("Enter the result", {"Result": "12 %", "Was the target met?": "No"}),
    ):
        shown = await office.slack.command(user, "/talk customer Northside Hospital")
        card = await office.slack.click(user, shown, "Show", nth=1)
        await step(office, card, label, fields, user)


async def asked(office: Office, days: int) -> list[Message]:
    office.watch.turn(days=days, hours=1)
    await office.tick()
    return [dm for dm in office.slack.from_bot(OWNER) if "to be looked at" in dm.readable]


async def test_an_idea_is_planned_once_and_counts_as_adopted(hospital: Office) -> None:
    card = await plan_it(hospital)
    assert "Begun: improvement 1 for *Northside Hospital*. The idea counts as adopted." in card.readable
    [one] = await cycles(hospital)
    [idea] = await hospital.ideas("Northside Hospital")
    assert (one.idea, one.aim, idea.state) == (idea.id, IDEA, "adopted")
    assert any("Adopted: improvement 1 has begun with it." in one.readable for one in hospital.slack.ephemerals(OWNER))

    again = await plan_it(hospital, DEPUTY)

    assert "Begun: improvement" not in again.readable
    assert "Improvement 1" in again.readable
    assert len(await cycles(hospital)) == 1


async def test_an_idea_that_is_adopted_already_stays_as_it_was_decided(hospital: Office) -> None:
    lists = await hospital.slack.command(DEPUTY, "/talk ideas Northside Hospital")
    await hospital.slack.click(DEPUTY, lists, "idea.menu", value="adopted")

    await plan_it(hospital)

    [idea] = await hospital.ideas("Northside Hospital")
    assert (idea.state, idea.decided_by) == ("adopted", DEPUTY)


async def test_taking_the_beginning_back_puts_the_idea_back_on_the_table(hospital: Office) -> None:
    card = await plan_it(hospital)

    undone = await hospital.slack.click(OWNER, card, "Undo")

    assert "Taken back: beginning improvement 1 for *Northside Hospital*." in undone.text
    assert await cycles(hospital) == []
    assert [idea.state for idea in await hospital.ideas("Northside Hospital")] == ["new"]


async def test_an_idea_that_took_another_in_shows_the_cycle_of_that_one(hospital: Office) -> None:
    await plan_it(hospital)
    hospital.watch.turn(minutes=1)
    await hospital.slack.command(OWNER, "/talk idea Northside Hospital Reminders, by text and phone")
    lists = await hospital.slack.command(OWNER, "/talk ideas Northside Hospital")
    form = await hospital.slack.click(OWNER, lists, "idea.menu", nth=1, value="merge")
    await hospital.slack.fill_and_submit(OWNER, form, {"Into": "Reminders, by text and phone"})

    again = await plan_it(hospital)

    assert "Improvement 1" in again.readable
    assert len(await cycles(hospital)) == 1


async def test_a_cycle_stays_with_its_customer_when_its_idea_moves(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Riverbank")
    hospital.watch.turn(minutes=1)
    saved = await hospital.slack.command(OWNER, "/talk idea Northside Hospital Shorter queues")
    await plan_it(hospital)
    assert [one.aim for one in await cycles(hospital)] == ["Shorter queues"]
    where = await hospital.slack.click(OWNER, saved, "Other customer")
    await hospital.slack.click(OWNER, where, "Type a name", choice="Riverbank")

    again = await plan_it(hospital, whose="Riverbank")

    [one] = await cycles(hospital)
    assert one.customer == (await hospital.customer("Northside Hospital")).id
    assert "For *Northside Hospital*" in again.readable


async def test_the_owner_is_asked_on_the_check_date_and_once_more_a_week_later(hospital: Office) -> None:
    await doing(hospital)
    assert await asked(hospital, 8) == []

    [question] = await asked(hospital, 1)
    assert "The result of improvement 1 for *Northside Hospital* is to be looked at today, Thursday 3 December." in question.readable
    assert "No-shows a week: 40 % before, target 10 %." in question.readable
    assert len(await asked(hospital, 1)) == 1
    assert len(await asked(hospital, 6)) == 2
    assert len(await asked(hospital, 30)) == 2


async def test_a_check_date_at_the_weekend_is_asked_about_on_monday(hospital: Office) -> None:
    await doing(hospital)
    await change(hospital, check_on=TODAY.replace(month=12, day=5))

    assert await asked(hospital, 11) == []
    assert len(await asked(hospital, 2)) == 1


async def test_who_is_to_hear_of_a_cycle_and_to_be_asked_about_it_hears_first(hospital: Office) -> None:
    await doing(hospital)
    await change(hospital, to_hear=OWNER, check_on=TODAY)

    assert await asked(hospital, 1) == []
    assert "is worked on again" in hospital.slack.from_bot(OWNER)[-1].readable
    assert len(await asked(hospital, 1)) == 1


async def test_the_question_asks_first_what_was_done_and_then_for_the_result(hospital: Office) -> None:
    await doing(hospital)
    [question] = await asked(hospital, 9)
    form = await hospital.slack.click(OWNER, question, "Enter the result")
    assert "What was done" in form.text

    then = await hospital.slack.fill_and_submit(OWNER, form, {"What was done": "We sent messages"})
    assert "Saved: what was done." in then.text
    saved = await hospital.slack.fill_and_submit(OWNER, then, {"Result": "12 %", "Was the target met?": "No"})

    assert "Saved: the result of improvement 1, 40 % → 12 %, target 10 % missed." in saved.text
    await hospital.bot.entry.drain()
    redrawn = hospital.slack.from_bot(OWNER)[-1]
    assert "The result, entered by @U0OWNER on Thursday 3 December: 40 % → 12 %, target 10 % missed." in redrawn.readable
    assert "Enter the result" not in redrawn.readable
    verdict = await hospital.slack.click(OWNER, saved, "Decide what follows")
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Ring them the evening before"}
    assert "Cycle 2 begins" in (await hospital.slack.fill_and_submit(OWNER, verdict, adapt)).text


async def test_the_check_date_moves_from_the_question_and_is_asked_about_then(hospital: Office) -> None:
    await doing(hospital)
    [question] = await asked(hospital, 9)
    form = await hospital.slack.click(OWNER, question, "Move the check date")
    assert "Its result is to be looked at today, Thursday 3 December." in form.text
    refused = await hospital.slack.fill_and_submit(OWNER, form, {"Check date": "2026-12-02"})
    assert refused.errors == {"check_on": "Pick a day from today on, within five years."}

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Check date": "2026-12-08"})

    assert "I'll ask @U0OWNER for the result on Tuesday 8 December." in saved.text
    await hospital.bot.entry.drain()
    assert "The check date is Tuesday 8 December now." in hospital.slack.from_bot(OWNER)[-1].readable
    undone = await hospital.slack.click(OWNER, saved, "Undo")
    assert "Taken back: the new check date of improvement 1 for *Northside Hospital*." in undone.text
    assert "Move the check date" in hospital.slack.from_bot(OWNER)[-1].readable


async def test_a_check_date_at_the_weekend_says_on_which_day_it_is_asked_about(hospital: Office) -> None:
    await doing(hospital)
    form = await hospital.slack.click(OWNER, the_card(hospital), "Move the check date")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Check date": "2026-12-05"})

    assert "is looked at on Saturday 5 December. I'll ask @U0OWNER for the result on Monday 7 December." in saved.text


async def test_what_is_said_of_the_next_question_holds_whatever_was_asked_before(hospital: Office) -> None:
    await doing(hospital)
    done: dict[str, Any] = {"What was done": "We sent messages"}

    await asked(hospital, 9)
    first = await step(hospital, the_card(hospital), "Record what was done", done)
    await asked(hospital, 7)
    await step(hospital, the_card(hospital), "Back to Do…", {"Why?": "One clinic was left out"})
    second = await step(hospital, the_card(hospital), "Record what was done", done)

    assert "I'll ask @U0OWNER for the result once more on Thursday 10 December." in first.text
    assert "I have asked for the result already: *Enter the result* takes it on any day." in second.text


async def test_whose_day_has_come_hears_with_the_next_daily_message(hospital: Office) -> None:
    await doing(hospital)
    await change(hospital, owner=None)

    saved = await step(hospital, the_card(hospital), "Move the check date", {"Check date": "2026-11-24"})

    assert "I'll ask the customer's owner for the result with their next daily message." in saved.text


async def test_a_check_date_that_moved_is_asked_about_on_its_new_day(hospital: Office) -> None:
    await doing(hospital)
    [question] = await asked(hospital, 9)
    form = await hospital.slack.click(OWNER, question, "Move the check date")

    await hospital.slack.fill_and_submit(OWNER, form, {"Check date": "2026-12-08"})

    assert len(await asked(hospital, 4)) == 1
    assert len(await asked(hospital, 1)) == 2


async def test_the_customer_s_people_are_asked_where_the_owner_of_a_cycle_has_left(hospital: Office) -> None:
    await doing(hospital)
    await change(hospital, owner=STAFF)
    hospital.slack.user(STAFF).deleted = True

    [question] = await asked(hospital, 9)

    assert "I can't reach @U0STAFF, so I ask you." in question.readable


async def test_whoever_brought_the_idea_hears_of_result_and_verdict(hospital: Office) -> None:
    await measured(hospital)
    hospital.watch.turn(hours=7)
    await hospital.tick()
    first = hospital.slack.from_bot(STAFF)[-1].readable
    assert "Your idea for *Northside Hospital* was tried, in improvement 1: the target was missed." in first
    assert "40 % → 12 %, target 10 % missed." in first

    card = await hospital.slack.click(STAFF, hospital.slack.from_bot(STAFF)[-1], "Show the improvement")
    await step(hospital, card, "Decide what follows", {"Verdict": "Abandon", "What we make of it": "Nobody reads them"}, STAFF)
    hospital.watch.turn(days=1)
    await hospital.tick()

    assert len([dm for dm in hospital.slack.from_bot(STAFF) if "improvement 1" in dm.readable]) == 1
    assert (await cycles(hospital))[0].to_hear is None


async def test_whoever_brought_the_idea_hears_that_the_next_cycle_goes_on_with_it(hospital: Office) -> None:
    await measured(hospital)
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Ring them the evening before"}
    await step(hospital, the_card(hospital), "Decide what follows", adapt)

    hospital.watch.turn(hours=7)
    await hospital.tick()

    told = "was adapted by @U0OWNER, in improvement 1; cycle 2 goes on with it."
    assert told in hospital.slack.from_bot(STAFF)[-1].readable


async def test_a_result_that_is_taken_back_after_it_was_told_is_told_again(hospital: Office) -> None:
    await measured(hospital)
    hospital.watch.turn(hours=7)
    await hospital.tick()

    await hospital.slack.command(OWNER, "/talk undo")
    hospital.watch.turn(days=1)
    await hospital.tick()

    assert "is worked on again: improvement 1 was taken back to Check." in hospital.slack.from_bot(STAFF)[-1].readable


async def test_whoever_has_not_heard_of_a_result_hears_nothing_when_it_is_measured_again(hospital: Office) -> None:
    await measured(hospital)
    assert (await cycles(hospital))[0].to_hear == STAFF
    await step(hospital, the_card(hospital), "Back to Check…", {"Why?": "The wrong week"})

    hospital.watch.turn(hours=7)
    await hospital.tick()

    assert [dm for dm in hospital.slack.from_bot(STAFF) if "worked on again" in dm.readable] == []
    assert (await cycles(hospital))[0].to_hear is None


async def test_whoever_has_heard_of_a_result_hears_that_it_is_measured_again(hospital: Office) -> None:
    await measured(hospital)
    hospital.watch.turn(hours=7)
    await hospital.tick()
    await step(hospital, the_card(hospital), "Back to Check…", {"Why?": "The wrong week"})

    hospital.watch.turn(days=1)
    await hospital.tick()

    told = "Your idea for *Northside Hospital* is worked on again: improvement 1 was taken back to Check by @U0OWNER."
    assert told in hospital.slack.from_bot(STAFF)[-1].readable


async def test_the_brief_tells_a_result_until_a_talk_that_counts(hospital: Office) -> None:
    await doing(hospital)
    brief = await hospital.slack.command(OWNER, "/talk brief Northside Hospital")
    assert "Improvement 1 is being done, and its result is due on Thursday 3 December: “Remind patients by text message”" in brief.text
    shown = await hospital.slack.click(OWNER, brief, "improvement.show:cycle")
    await step(hospital, shown, "Record what was done", {"What was done": "We sent messages"})
    shown = await hospital.slack.click(OWNER, brief, "improvement.show:cycle")
    await step(hospital, shown, "Enter the result", {"Result": "12 %", "Was the target met?": "No"})
    brief = await hospital.slack.command(OWNER, "/talk brief Northside Hospital")
    assert "*Talk about:* “Remind patients by text message”: 40 % → 12 %, target 10 % missed." in brief.text
    assert "*Improvements*" not in brief.text
    assert "Adopted lately" not in brief.text

    hospital.watch.turn(days=1)
    await hospital.slack.command(OWNER, "/talk note Northside Hospital We talked about the messages")

    brief = await hospital.slack.command(OWNER, "/talk brief Northside Hospital")
    assert "*Talk about:*" not in brief.text
    assert "Improvement 1 has its result, and what follows is to be decided: 40 % → 12 %, target 10 % missed" in brief.text


async def test_find_names_an_improvement_with_where_it_stands(hospital: Office) -> None:
    await doing(hospital)

    found = await hospital.slack.command(OWNER, '/talk find "Dr. Weber"')

    assert "Improvement 1, being done" in found.text


ACME = customer("Acme")
RESULT = improvement(ACME, 1, stage="act", steps=(Step("act", TODAY, NOON, "U1"),))


@pytest.mark.parametrize(
    ("held", "heard"),
    [
        (talk(ACME, TODAY, recorded_at=later(hours=1)), "yes"),
        (talk(ACME, TODAY, recorded_at=later(hours=-1)), "no"),
        (talk(ACME, TODAY.replace(day=25), recorded_at=later(days=1)), "yes"),
        (talk(ACME, TODAY.replace(day=23), recorded_at=later(days=1)), "no"),
        (talk(ACME, TODAY.replace(day=25), recorded_at=later(days=1), purpose="operational"), "no"),
    ],
)
def test_a_result_is_to_be_talked_about_until_a_talk_after_it(held: Talk, heard: str) -> None:
    assert to_talk_about(RESULT, [held]) is (heard == "no")
    assert to_talk_about(RESULT, [])
