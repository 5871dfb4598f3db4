"""An improvement in Slack: begun from a line, the form or a button, and planned with gaps."""

from __future__ import annotations

import asyncio
from datetime import date

from conftest import Office
from improving import AIM, DEPUTY, OWNER, PLAN, cycles, doing, done, hospital, improve, measured, planned, step

__all__ = ["hospital"]

STAFF = "U0STAFF"
GUEST = "U0GUEST"


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


async def test_a_cycle_from_the_form_is_owned_as_one_from_a_line_where_nobody_is_picked(hospital: Office) -> None:
    form = await hospital.slack.command(STAFF, "/talk improve")

    await hospital.slack.fill_and_submit(STAFF, form, {"Aim": AIM, "Customer": "Northside Hospital"})

    assert [one.owner for one in await cycles(hospital)] == [OWNER]


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


async def test_a_plan_can_t_be_changed_once_there_is_a_result(hospital: Office) -> None:
    card = await done(hospital)
    form = await hospital.slack.click(OWNER, card, "Edit the plan")
    await step(hospital, card, "Enter the result", {"Result": "12 %", "Was the target met?": "No"})

    late = await hospital.slack.fill_and_submit(OWNER, form, {"Target": "15 %"})

    assert "Somebody changed the plan meanwhile." in late.errors["aim"]
    assert (await cycles(hospital))[0].target == "10 %"


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


async def test_what_nobody_can_see_fills_in_nothing(hospital: Office) -> None:
    invisible = "\u200b\u2060"
    first = await improve(hospital)
    form = await hospital.slack.click(OWNER, first, "Complete the plan")
    refused = await hospital.slack.fill_and_submit(OWNER, form, {"Aim": invisible})
    card = await step(hospital, first, "Complete the plan", {**PLAN, "KPI": invisible, "Baseline": invisible})

    assert refused.errors == {"aim": "Write down what is to be better. The rest of the plan may follow later."}
    assert "needs a KPI (what is measured) and a baseline (what it is today)" in card.text
    assert "Start doing it" not in card.text


async def test_a_search_names_the_cycle_and_says_in_words_how_it_stands(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Ring them the evening before"}
    await step(hospital, await measured(hospital), "Decide what follows", adapt)

    first, second = [await hospital.slack.command(OWNER, f"/talk find {word}") for word in ("missed", "evening")]

    assert "Improvement 1, adapted · " in first.text
    assert "Improvement 1, cycle 2, being planned · " in second.text
