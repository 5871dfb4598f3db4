"""A cycle from stage to stage in Slack: done, checked, decided, gone back and taken back, by one or by two at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from conftest import Office
from improving import AIM, OWNER, cycles, doing, done, hospital, meanwhile, measured, planned, step, the_card

from sandbox import Seen

__all__ = ["hospital"]


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


async def test_what_went_back_says_when_its_result_is_asked_for(hospital: Office) -> None:
    card = await measured(hospital)

    said = []
    for stage in ("Check", "Do", "Plan"):
        form = await hospital.slack.click(OWNER, card, f"Back to {stage}…")
        said.append((await hospital.slack.fill_and_submit(OWNER, form, {"Why?": "The wrong week"})).text)
        await hospital.bot.entry.drain()
        card = await the_card(hospital)

    asked = "What was written is kept. I'll ask @U0OWNER for the result on Thursday 3 December."
    assert [asked in text for text in said] == [True, True, False]


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


async def test_a_card_of_what_was_taken_back_says_so(hospital: Office) -> None:
    card = await planned(hospital)
    for _ in range(2):
        await hospital.slack.command(OWNER, "/talk undo")

    seen = await hospital.slack.click(OWNER, card, "Start doing it")

    assert "That improvement was taken back meanwhile." in seen.text


async def test_a_second_cycle_that_is_opened_anew_is_not_the_one_that_was_taken_back(hospital: Office) -> None:
    adapt = {"Verdict": "Adapt", "What we make of it": "Too early", "Aim of the next cycle": "Remind them the evening before"}
    old = await hospital.slack.click(OWNER, await step(hospital, await measured(hospital), "Decide what follows", adapt), "Show cycle 2")
    await hospital.slack.command(OWNER, "/talk undo")
    hospital.watch.turn(minutes=5)
    card = await hospital.slack.click(OWNER, await hospital.slack.command(OWNER, "/talk improvements"), "Show")
    await step(hospital, card, "Decide what follows", {**adapt, "Aim of the next cycle": "Ring them up"})

    seen = await hospital.slack.click(OWNER, old, "Complete the plan")

    assert "That improvement was taken back meanwhile." in seen.text


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
