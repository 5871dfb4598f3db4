"""A cycle in Slack: begun from a line, the form or an idea, planned with gaps, done, checked, decided, and gone back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from conftest import TEAM, Office

from model.improvement import Improvement
from sandbox import Seen

OWNER, DEPUTY, STAFF, GUEST = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0GUEST"
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


async def test_a_line_begins_a_cycle_and_names_what_the_plan_still_needs(hospital: Office) -> None:
    begun = await improve(hospital)

    [one] = await cycles(hospital)
    assert (one.number, one.cycle, one.stage, one.aim, one.owner, one.author) == (1, 1, "plan", AIM, OWNER, OWNER)
    assert "Begun: improvement 1 for *Northside Hospital*." in begun.text
    assert begun.text.count("A plan without a baseline has nothing to check.") == 1
    assert "*Plan* → Do → Check → Act" in begun.text


async def test_numbers_count_on_over_customers(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Riverbank")
    await improve(hospital)

    await hospital.slack.command(OWNER, "/talk improve Riverbank Shorter queues")

    assert [one.number for one in await cycles(hospital)] == [2, 1]


async def test_those_that_begin_at_once_get_a_number_each(office: Office) -> None:
    await office.slack.command(OWNER, "/talk add Northside Hospital")
    lines = [office.slack.compose.command(OWNER, f"/talk improve Northside Hospital Aim {n}") for n in range(4)]

    seen = await asyncio.gather(*(office.slack.act(line) for line in lines))

    assert ["Begun" in one.text for one in seen] == [True] * 4
    assert sorted(one.number for one in await cycles(office)) == [1, 2, 3, 4]


async def test_a_cycle_goes_from_a_plan_to_a_missed_target_and_on_to_the_next_cycle(hospital: Office) -> None:
    card = await measured(hospital)
    assert "40 % → 12 %, target 10 % missed" in card.text

    card = await step(
        hospital,
        card,
        "Decide what follows",
        {
            "Verdict": "Adapt",
            "What we make of it": "Two days before is too early",
            "Aim of the next cycle": "Remind them the evening before",
        },
    )

    second, first = await cycles(hospital)
    assert (first.verdict, first.lesson, first.following) == ("adapt", "Two days before is too early", second.id)
    assert (second.cycle, second.stage, second.baseline, second.aim) == (2, "plan", "12 %", "Remind them the evening before")
    assert [(step.stage, step.by) for step in first.steps] == [(stage, OWNER) for stage in ("do", "check", "act", "act")]
    following = await hospital.slack.click(OWNER, card, "Show cycle 2")
    assert "Improvement 1, cycle 2" in following.text
    back_again = await hospital.slack.click(OWNER, following, "Show cycle 1")
    assert "*Adapted*" in back_again.text


async def test_a_plan_with_gaps_is_kept_and_can_t_be_started(hospital: Office) -> None:
    card = await step(hospital, await improve(hospital), "Complete the plan", {"KPI": "No-shows a week", "Check date": "2026-12-03"})

    [one] = await cycles(hospital)
    assert (one.kpi, one.check_on, one.stage) == ("No-shows a week", date(2026, 12, 3), "plan")
    assert "needs a baseline (what it is today), a target and a partner on their side" in card.text
    assert "Start doing it" not in card.text


async def test_the_form_without_a_line_begins_a_cycle_with_its_plan(hospital: Office) -> None:
    form = await hospital.slack.command(STAFF, "/talk improve")
    refused = await hospital.slack.fill_and_submit(STAFF, form, {"Aim": AIM, "Customer": "Northside Hospital", "Check date": "2099-12-03"})
    assert refused.errors == {"check_on": "Pick a day within five years."}

    saved = await hospital.slack.fill_and_submit(STAFF, form, {**PLAN, "Owner": DEPUTY, "Priority": "High"})

    [one] = await cycles(hospital)
    assert (one.aim, one.kpi, one.owner, one.priority, one.author) == (AIM, "No-shows a week", DEPUTY, "high", STAFF)
    assert "It is planned, and nothing is done yet." in saved.text


async def test_a_check_date_that_has_passed_is_told_kindly(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await improve(hospital), "Complete the plan")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {**PLAN, "Check date": "2026-11-03"})

    assert "The check date, Tuesday 3 November, has passed already" in saved.text


async def test_what_is_being_done_can_t_lose_a_part_of_its_plan(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await doing(hospital), "Edit the plan")

    refused = await hospital.slack.fill_and_submit(OWNER, form, {"Baseline": " ", "Check date": None})

    assert refused.errors == {
        "baseline": "What is being done needs a baseline (what it is today). To plan anew, go back to Plan.",
        "check_on": "What is being done needs a check date. To plan anew, go back to Plan.",
    }


async def test_two_who_edit_a_plan_do_not_overwrite_each_other(hospital: Office) -> None:
    card = await improve(hospital)
    forms = [await hospital.slack.click(OWNER, card, "Complete the plan") for _ in range(2)]
    await hospital.slack.fill_and_submit(OWNER, forms[0], {"KPI": "No-shows"})

    late = await hospital.slack.fill_and_submit(OWNER, forms[1], {"KPI": "Complaints"})

    assert "Somebody changed the plan meanwhile." in late.errors["aim"]
    assert (await cycles(hospital))[0].kpi == "No-shows"


async def test_who_comes_second_hears_who_moved_it_and_gets_back_what_they_typed(hospital: Office) -> None:
    card = await doing(hospital)
    forms = [await hospital.slack.click(OWNER, card, "Record what was done") for _ in range(2)]
    await hospital.slack.fill_and_submit(OWNER, forms[0], {"What was done": "We sent messages"})
    hospital.watch.turn(minutes=5)

    late = await hospital.slack.fill_and_submit(OWNER, forms[1], {"What was done": "We rang them up, one by one"})

    assert "Improvement 1 is done, and its result is due on Thursday 3 December. @U0OWNER moved it on," in late.text
    assert "This is what you typed, which is not saved:" in late.text
    assert "We rang them up, one by one" in late.text
    assert (await cycles(hospital))[0].done == "We sent messages"


async def test_a_result_is_not_held_against_a_target_that_was_changed_meanwhile(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await done(hospital), "Enter the result")
    await meanwhile(hospital, "Edit the plan", {"Target": "15 %"})

    late = await hospital.slack.fill_and_submit(OWNER, form, {"Result": "12 % of them", "Was the target met?": "No, it was missed"})

    assert "Somebody changed improvement 1 meanwhile. It is done, and its result is due on Thursday 3 December." in late.text
    assert "12 % of them" in late.text
    assert (await cycles(hospital))[0].stage == "check"


async def test_a_form_that_was_left_open_writes_over_nothing_when_its_stage_has_come_again(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await doing(hospital), "Record what was done")
    await meanwhile(hospital, "Record what was done", {"What was done": "We sent messages"})
    await meanwhile(hospital, "Back to Do…", {"Why?": "One clinic was left out"})

    late = await hospital.slack.fill_and_submit(OWNER, form, {"What was done": "We rang them up, one by one"})

    assert "Somebody changed improvement 1 meanwhile." in late.text
    assert "We rang them up, one by one" in late.text
    assert ((await cycles(hospital))[0].stage, (await cycles(hospital))[0].done) == ("do", "We sent messages")


async def test_a_reason_to_go_back_counts_for_what_was_looked_at(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await measured(hospital), "Back to Check…")
    await meanwhile(hospital, "Back to Check…", {"Why?": "The wrong week"})
    await meanwhile(hospital, "Enter the result", {"Result": "9 %", "Was the target met?": "Yes, the target was met"})

    late = await hospital.slack.fill_and_submit(OWNER, form, {"Why?": "That was the wrong week"})

    assert "Somebody changed improvement 1 meanwhile." in late.text
    assert ((await cycles(hospital))[0].stage, (await cycles(hospital))[0].result) == ("act", "9 %")


async def test_a_second_click_on_start_says_so(hospital: Office) -> None:
    card = await planned(hospital)
    assert card.message is not None
    twice = [hospital.slack.compose.click(OWNER, card.message, "Start doing it") for _ in range(2)]

    seen = [await hospital.slack.act(one) for one in twice]

    assert "Improvement 1 is being done now." in seen[0].text
    assert "Improvement 1 is being done, and its result is due on Thursday 3 December. @U0OWNER moved it on," in seen[1].text
    assert len((await cycles(hospital))[0].steps) == 1


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"What we make of it": "Hm"}, {"verdict"}),
        ({"Verdict": "Adopt", "What we make of it": " "}, {"lesson"}),
        ({"Verdict": "Adapt", "What we make of it": "Hm"}, {"aim"}),
        ({"Verdict": "Abandon", "What we make of it": "Hm", "Aim of the next cycle": "Again"}, {"aim"}),
    ],
)
async def test_a_verdict_without_its_reason_or_its_next_aim_is_refused_beside_the_field(
    hospital: Office, fields: dict[str, str], errors: set[str]
) -> None:
    form = await hospital.slack.click(OWNER, await measured(hospital), "Decide what follows")

    refused = await hospital.slack.fill_and_submit(OWNER, form, fields)

    assert refused.errors.keys() == errors
    assert (await cycles(hospital))[0].verdict is None


async def test_each_stage_goes_back_by_one_with_a_reason(hospital: Office) -> None:
    card = await measured(hospital, "Yes, the target was met")
    card = await step(hospital, card, "Decide what follows", {"Verdict": "Adopt", "What we make of it": "It works"})

    for stage in ("Act", "Check", "Do", "Plan"):
        card = await step(hospital, card, f"Back to {stage}…", {"Why?": f"We were wrong about {stage}"})

    [one] = await cycles(hospital)
    assert (one.stage, one.verdict, one.result, one.done, one.lesson) == ("plan", None, "12 %", "We sent messages", "It works")
    assert [step.back for step in one.steps[-4:]] == [f"We were wrong about {stage}" for stage in ("Act", "Check", "Do", "Plan")]
    assert "Back to Plan: @U0OWNER today, Tuesday 24 November, “We were wrong about Plan”" in card.text


async def test_going_back_after_adapt_takes_the_untouched_next_cycle_along_and_gives_its_aim_back(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Remind them the evening before"}
    card = await step(hospital, await measured(hospital), "Decide what follows", adapt)
    await hospital.slack.click(OWNER, card, "Show cycle 2")
    form = await hospital.slack.click(OWNER, card, "Back to Act…")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Why?": "The wrong week"})

    assert "Cycle 2 is gone with that. This was its aim:" in saved.text
    assert "Remind them the evening before" in saved.text
    [one] = await cycles(hospital)
    assert (one.stage, one.verdict, one.following) == ("act", None, None)
    undone = await hospital.slack.click(OWNER, saved, "Undo")
    assert "Taken back" in undone.text
    assert [one.cycle for one in await cycles(hospital)] == [2, 1]


async def test_a_second_form_that_takes_a_cycle_back_says_who_did_already(hospital: Office) -> None:
    card = await done(hospital)
    forms = [await hospital.slack.click(OWNER, card, "Back to Do…") for _ in range(2)]
    await hospital.slack.fill_and_submit(OWNER, forms[0], {"Why?": "One clinic was left out"})

    late = await hospital.slack.fill_and_submit(OWNER, forms[1], {"Why?": "So I think, too"})

    assert "Improvement 1 is being done, and its result is due on Thursday 3 December. @U0OWNER moved it on," in late.text
    assert "So I think, too" in late.text
    assert (await cycles(hospital))[0].stage == "do"


async def test_a_plan_can_t_be_changed_once_there_is_a_result(hospital: Office) -> None:
    card = await done(hospital)
    form = await hospital.slack.click(OWNER, card, "Edit the plan")
    await step(hospital, card, "Enter the result", {"Result": "12 %", "Was the target met?": "No"})

    late = await hospital.slack.fill_and_submit(OWNER, form, {"Target": "15 %"})

    assert "Somebody changed the plan meanwhile." in late.errors["aim"]
    assert (await cycles(hospital))[0].target == "10 %"


async def test_a_cycle_whose_next_one_was_worked_on_stays_ended(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Remind them the evening before"}
    card = await step(hospital, await measured(hospital), "Decide what follows", adapt)
    following = await hospital.slack.click(OWNER, card, "Show cycle 2")
    await step(hospital, following, "Complete the plan", {"Target": "5 %"})

    refused = await hospital.slack.click(OWNER, card, "Back to Act…")

    assert "Improvement 1 can't be opened again: cycle 2 has been worked on since. Go on there." in refused.text


async def test_every_move_is_taken_back_in_its_own_words_newest_first_and_what_was_typed_comes_back(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Remind them the evening before"}
    await step(hospital, await measured(hospital), "Decide what follows", adapt)

    told = [(await hospital.slack.command(OWNER, "/talk undo")).text for _ in range(6)]

    assert [text.splitlines()[0] for text in told] == [
        "Taken back: what you decided about improvement 1 for *Northside Hospital*.",
        "Taken back: the result of improvement 1 for *Northside Hospital*.",
        "Taken back: what was done in improvement 1 for *Northside Hospital*.",
        "Taken back: starting improvement 1 for *Northside Hospital*.",
        "Taken back: your change of the plan of improvement 1 for *Northside Hospital*.",
        "Taken back: beginning improvement 1 for *Northside Hospital*.",
    ]
    verdict, result, done, _, plan, begun = ("\n".join(text.splitlines()[2:]) for text in told)
    heading = "This is what it said:\n"
    assert verdict == f"{heading}What we make of it: Too early\nAim of the next cycle: Remind them the evening before"
    assert (result, done, begun) == (f"{heading}12 %", f"{heading}We sent messages", f"{heading}{AIM}")
    assert plan == f"{heading}KPI: No-shows a week\nBaseline: 40 %\nTarget: 10 %\nPartner on their side: Dr. Weber"
    assert await cycles(hospital) == []


async def test_taking_back_that_a_cycle_went_back_gives_the_reason_back(hospital: Office) -> None:
    await step(hospital, await done(hospital), "Back to Do…", {"Why?": "One clinic was left out"})

    undone = await hospital.slack.command(OWNER, "/talk undo")

    assert undone.text.splitlines()[2:] == ["This is what it said:", "One clinic was left out"]


async def test_a_customer_that_was_added_stays_while_somebody_improves_something_for_it(hospital: Office) -> None:
    added = await hospital.slack.command(OWNER, "/talk add Riverbank")
    await hospital.slack.command(DEPUTY, "/talk improve Riverbank Shorter queues")

    refused = await hospital.slack.click(OWNER, added, "Undo")

    assert "it has 1 improvement by now" in refused.text


async def test_an_unknown_customer_loses_nothing_and_is_added_with_the_cycle(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk improve Riverbank: shorter queues at the counter")
    assert "I don't know a customer called *Riverbank*" in asked.text

    begun = await hospital.slack.click(OWNER, asked, 'Add "Riverbank" and save')

    assert "Begun: improvement 1 for *Riverbank*." in begun.text
    assert [one.aim for one in await cycles(hospital)] == ["shorter queues at the counter"]
    undone = await hospital.slack.command(OWNER, "/talk undo")
    assert "Taken back: adding *Riverbank* and beginning improvement 1 for it." in undone.text


async def test_in_a_customer_s_channel_the_name_may_be_left_out(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Channel": "C0CUSTOMER"})

    begun = await hospital.slack.command(STAFF, "/talk improve Shorter queues", channel="C0CUSTOMER")

    assert "Begun: improvement 1 for *Northside Hospital*." in begun.text
    assert [(one.aim, one.owner, one.author) for one in await cycles(hospital)] == [("Shorter queues", OWNER, STAFF)]


async def test_a_dm_begins_a_cycle_and_offers_the_form_by_a_button(hospital: Office) -> None:
    await hospital.slack.dm(OWNER, "improve Northside Hospital Shorter queues")
    offered = await hospital.slack.dm(OWNER, "improve Northside Hospital")

    form = await hospital.slack.click(OWNER, offered, "Open the form")
    await hospital.slack.fill_and_submit(OWNER, form, {"Aim": AIM})

    assert [one.aim for one in await cycles(hospital)] == [AIM, "Shorter queues"]


async def test_a_button_of_a_saved_form_goes_on_in_that_form(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk improve Northside Hospital")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Aim": AIM, **PLAN})

    started = await hospital.slack.click(OWNER, saved, "Start doing it")

    assert "Improvement 1 is being done now." in started.text
    following = await hospital.slack.click(OWNER, started, "Record what was done")
    await hospital.slack.fill_and_submit(OWNER, following, {"What was done": "We sent messages"})
    assert (await cycles(hospital))[0].stage == "check"


async def test_a_guest_changes_nothing(hospital: Office) -> None:
    card = await planned(hospital)
    assert card.message is not None

    seen = await hospital.slack.act(hospital.slack.compose.click(GUEST, card.message, "Start doing it"))

    assert "for full members" in seen.text
    assert (await cycles(hospital))[0].stage == "plan"


async def test_a_card_of_what_was_taken_back_says_so(hospital: Office) -> None:
    card = await planned(hospital)
    for _ in range(2):
        await hospital.slack.command(OWNER, "/talk undo")

    seen = await hospital.slack.click(OWNER, card, "Start doing it")

    assert "That improvement was taken back meanwhile." in seen.text


async def test_a_very_long_aim_is_kept_whole_through_the_form(hospital: Office) -> None:
    aim = "Fewer missed appointments. " * 200
    card = await improve(hospital, aim=aim.strip())

    await step(hospital, card, "Complete the plan", {"KPI": "No-shows"})

    assert (await cycles(hospital))[0].aim == aim.strip()


async def test_a_card_and_a_form_of_what_was_taken_back_leave_alone_what_has_its_number_now(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Riverbank")
    card = await improve(hospital)
    form = await hospital.slack.click(OWNER, card, "Complete the plan")
    await hospital.slack.command(OWNER, "/talk undo")
    await hospital.slack.command(STAFF, "/talk improve Riverbank Shorter queues")

    clicked = await hospital.slack.click(OWNER, card, "Complete the plan")
    submitted = await hospital.slack.fill_and_submit(OWNER, form, {"Aim": "Nobody waits for a reminder", **PLAN})

    assert "That improvement was taken back meanwhile." in clicked.text
    assert "That improvement was taken back meanwhile." in submitted.errors["aim"]
    [one] = await cycles(hospital)
    assert (one.number, one.aim, one.kpi, one.version) == (1, "Shorter queues", "", 1)


async def test_a_second_cycle_that_is_opened_anew_is_not_the_one_that_was_taken_back(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Remind them the evening before"}
    old = await hospital.slack.click(OWNER, await step(hospital, await measured(hospital), "Decide what follows", adapt), "Show cycle 2")
    await hospital.slack.command(OWNER, "/talk undo")
    hospital.watch.turn(minutes=5)
    card = await hospital.slack.click(OWNER, await hospital.slack.command(OWNER, "/talk improvements"), "Show")
    await step(hospital, card, "Decide what follows", {**adapt, "Aim of the next cycle": "Ring them up"})

    seen = await hospital.slack.click(OWNER, old, "Complete the plan")

    assert "That improvement was taken back meanwhile." in seen.text


async def test_what_nobody_can_see_fills_in_nothing(hospital: Office) -> None:
    invisible = "\u200b\u2060"
    first = await improve(hospital)
    form = await hospital.slack.click(OWNER, first, "Complete the plan")
    refused = await hospital.slack.fill_and_submit(OWNER, form, {"Aim": invisible})
    card = await step(hospital, first, "Complete the plan", {**PLAN, "KPI": invisible, "Baseline": invisible})

    assert refused.errors == {"aim": "Write down what is to be better. The rest of the plan may follow later."}
    assert "needs a KPI (what is measured) and a baseline (what it is today)" in card.text
    assert "Start doing it" not in card.text


@pytest.mark.parametrize(
    ("before", "label", "fields", "wrong"),
    [
        (doing, "Record what was done", {"What was done": "\u200b"}, {"done"}),
        (done, "Enter the result", {"Result": "\u200b", "Was the target met?": "No, it was missed"}, {"result"}),
        (measured, "Decide what follows", {"Verdict": "Adopt", "What we make of it": "\u200b"}, {"lesson"}),
        (done, "Back to Do…", {"Why?": "\u200b"}, {"why"}),
    ],
)
async def test_no_stage_takes_what_nobody_can_see(
    hospital: Office, before: Callable[[Office], Awaitable[Seen]], label: str, fields: dict[str, str], wrong: set[str]
) -> None:
    form = await hospital.slack.click(OWNER, await before(hospital), label)

    refused = await hospital.slack.fill_and_submit(OWNER, form, fields)

    assert refused.errors.keys() == wrong


async def test_a_search_names_the_cycle_and_says_in_words_how_it_stands(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Ring them the evening before"}
    await step(hospital, await measured(hospital), "Decide what follows", adapt)

    first, second = [await hospital.slack.command(OWNER, f"/talk find {word}") for word in ("missed", "evening")]

    assert "Improvement 1, adapted · " in first.text
    assert "Improvement 1, cycle 2, being planned · " in second.text
