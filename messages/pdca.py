"""The forms in which a cycle moves from stage to stage, and what the bot says of each move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from messages.blocks import (
    button,
    context,
    field,
    modal,
    moment,
    name,
    on_day,
    person,
    said,
    section,
    shortened,
    shown_again,
    static_select,
    text_input,
)
from messages.checking import asked
from messages.improvements import STAGE_NAMES, VERDICTS, change, excerpt, lead, lowered, standing, title
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.improvement import Improvement, Stage
from model.pdca import came, stage_before

DID_FORM, RESULT_FORM, DECIDE_FORM = "improvement.done", "improvement.measured", "improvement.decided"
BACK_FORM = "improvement.went_back"
MET = {"yes": "Yes, the target was met", "no": "No, it was missed"}
DECISIONS: dict[str, str] = {
    "adopt": "Adopt: it works, and stays",
    "adapt": "Adapt: plan the next cycle with what we learned",
    "abandon": "Abandon: it ends here",
}
MOVES: dict[Stage, str] = {"do": "starting", "check": "what was done in", "act": "the result of"}
SHORT, REASON = 300, 500


def did_form(one: Improvement, customer: Customer, carried: str, *, then_result: bool = False) -> View:
    """Ask what was done; with `then_result` the form for the result follows."""
    why = [context("Before the result: what was it that was done? The result is asked for next.")] if then_result else []
    return modal(
        "What was done",
        DID_FORM,
        lead(one, customer),
        *why,
        field("What was done", "done", text_input(one.done, multiline=True, placeholder="What you planned, and what came out differently")),
        submit="Next" if then_result else "Save",
        carried=carried,
    )


def result_form(one: Improvement, customer: Customer, today: date, carried: str, *, recorded: bool = False) -> View:
    """Ask for the result, and whether it is what was aimed at; `recorded` says that what was done was saved just now."""
    saved = [context("Saved: what was done.")] if recorded else []
    measured = f"*{shortened(one.kpi, SHORT)}*\nBefore: {shortened(one.baseline, SHORT)}"
    day = one.check_on if one.check_on and one.check_on > today else None
    early = [context(f"The check date is {on_day(day, today).removeprefix('on ')}; a result may come earlier.")] if day else []
    return modal(
        "Enter the result",
        RESULT_FORM,
        *saved,
        lead(one, customer),
        section(f"{measured} · Target: {shortened(one.target, SHORT)}"),
        *early,
        field("Result", "result", text_input(one.result, limit=SHORT, placeholder="12 %")),
        field("Was the target met?", "met", static_choice(MET, None if one.met is None else "yes" if one.met else "no")),
        submit="Save",
        carried=carried,
    )


def static_choice(choices: Mapping[str, str], chosen: str | None) -> Json:
    """Return choices of which one may be marked already."""
    marked = static_select(choices, chosen or next(iter(choices)))
    options = {"type": "radio_buttons", "options": marked["options"]}
    return {**options, "initial_option": marked["initial_option"]} if chosen else options


def decide_form(one: Improvement, customer: Customer, carried: str) -> View:
    """Ask what follows from a result."""
    return modal(
        "Decide what follows",
        DECIDE_FORM,
        lead(one, customer),
        section(f"{change(one)}."),
        field("Verdict", "verdict", static_choice(DECISIONS, None)),
        field(
            "What we make of it", "lesson", text_input(one.lesson, multiline=True, placeholder="What you would tell whoever tries it next")
        ),
        field(
            "Aim of the next cycle",
            "aim",
            text_input(multiline=True),
            optional=True,
            hint="Adapt needs one, Adopt may have one. The next cycle begins at once, with this result as its baseline.",
        ),
        submit="Save",
        carried=carried,
    )


def back_form(one: Improvement, customer: Customer, carried: str, following: Improvement | None) -> View:
    """Ask why a cycle goes back a stage, and say what that means for the one that followed."""
    before = STAGE_NAMES[stage_before(one) or "plan"]
    gone_too = [context(f"Cycle {following.cycle:,}, which nobody has worked on yet, goes with that.")] if following else []
    return modal(
        f"Back to {before}",
        BACK_FORM,
        lead(one, customer),
        *gone_too,
        field(
            "Why?", "why", text_input(limit=REASON, placeholder="The Tuesday clinic was left out"), hint="What was written so far is kept."
        ),
        submit=f"Back to {before}",
        carried=carried,
    )


def undo(key: str) -> Json:
    """Return the button that takes a move back."""
    return button("Undo", UNDO, key)


def started(one: Improvement, today: date, key: str) -> Message:
    """Say that a cycle is being done, and when its result is asked for."""
    return said(f"{title(one)} is being done now. {asked(one, today)}", accessory=undo(key))


def done(one: Improvement, today: date, key: str) -> Message:
    """Say that it is on disk what was done."""
    return said(f"Saved: what was done in {lowered(one)}. {asked(one, today)}", accessory=undo(key))


def measured(one: Improvement, customer: Customer, key: str) -> Message:
    """Say that a result is on disk, and what comes of it."""
    talk = f"The next brief for {name(customer.name)} says so."
    return said(
        f"Saved: the result of {lowered(one)}, {change(one)}. {talk}{hears(one)} *Decide what follows* ends the cycle.", accessory=undo(key)
    )


def hears(one: Improvement) -> str:
    """Say who hears of it."""
    return f" {person(one.to_hear)} hears of it with their next daily message." if one.to_hear else ""


def decided(one: Improvement, following: Improvement | None, key: str) -> Message:
    """Say what was decided about a cycle, and that the next one has begun where it has."""
    means = {
        "adopt": "what was done stays.",
        "adapt": "what was learned goes into the next plan.",
        "abandon": "it ends here, and the lesson stays.",
    }
    verdict = one.verdict or "abandon"
    then = f" Cycle {following.cycle:,} begins where this one came to: {excerpt(following.aim)}." if following else ""
    return said(f"{title(one)} is {VERDICTS[verdict]}: {means[verdict]}{then}{hears(one)}", accessory=undo(key))


def went_back(one: Improvement, today: date, key: str, gone_too: Improvement | None = None) -> Message:
    """Say that a cycle went back a stage, and when its result is asked for; give back what the next one was to aim at."""
    then = f" {asked(one, today)}" if one.checked_by else ""
    lost = shown_again(f"Cycle {gone_too.cycle:,} is gone with that. This was its aim:", gone_too.aim) if gone_too else []
    told = f"{title(one)} is back in {STAGE_NAMES[one.stage]}. What was written is kept.{then}{hears(one)}"
    return said(told, *lost, accessory=undo(key))


def already(one: Improvement, zone_at: datetime | None, today: date, unsaved: str = "") -> Message:
    """Say that somebody was faster, who and when, and give back what is `unsaved`; `zone_at` is the moment on the reader's clock."""
    last = came(one)
    who = f" {person(last.by)} moved it on{f', {moment(zone_at, today)}' if zone_at else ''}." if last else ""
    return said(f"{title(one)} {standing(one, today)}.{who}", *not_saved(unsaved))


def changed(one: Improvement, today: date, unsaved: str) -> Message:
    """Say that a form was about a cycle that is otherwise by now, and give back what is `unsaved`."""
    again = "Look at it once more, and open the form again."
    return said(
        f"Somebody changed {lowered(one)} meanwhile. It {standing(one, today)}. {again}",
        *not_saved(unsaved),
    )


def not_saved(typed: str) -> list[Json]:
    """Give back what was typed into a form that came too late; nothing where nothing was."""
    return shown_again("This is what you typed, which is not saved:", typed)


def move_of(before: Improvement, after: Improvement) -> str:
    """Return what somebody did to a cycle, as it is named when it is taken back."""
    if len(after.steps) <= len(before.steps):
        moved = before.check_on != after.check_on and same_plan(before, after)
        return f"{'the new check date' if moved else 'your change of the plan'} of {lowered(after)}"
    last = after.steps[-1]
    if last.back:
        return f"taking {lowered(after)} back to {STAGE_NAMES[last.stage]}"
    if last.verdict:
        return f"what you decided about {lowered(after)}"
    return f"{MOVES[last.stage]} {lowered(after)}"


def same_plan(before: Improvement, after: Improvement) -> bool:
    """Whether nothing but the check date differs."""
    return before.changed(check_on=after.check_on) == after


def no_words() -> Sentence:
    """Say beside the form's field that a move needs words."""
    return "Write a line: the next stage builds on it."


def no_verdict_on_target() -> Sentence:
    """Say beside the form's field that a result needs to be held against its target."""
    return "Say whether the target was met."


def no_verdict() -> Sentence:
    """Say beside the form's field that a cycle ends with a verdict."""
    return "Choose one of the three."


def no_lesson() -> Sentence:
    """Say beside the form's field that a verdict needs its reason."""
    return "Write a line about what you learned: it is what the next one builds on."


def no_next_aim() -> Sentence:
    """Say beside the form's field that adapting means another cycle."""
    return "Adapt opens the next cycle: write down its aim."


def no_next_cycle() -> Sentence:
    """Say beside the form's field that abandoning means no other cycle."""
    return "Nothing follows what is abandoned. Clear this, or choose Adapt."


def no_reason() -> Sentence:
    """Say beside the form's field that going back needs a reason."""
    return "Write down why, so that the history can be understood."


def worked_on(one: Improvement, following: Improvement) -> Sentence:
    """Say why an ended cycle can't be opened again."""
    return f"{title(one)} can't be opened again: cycle {following.cycle:,} has been worked on since. Go on there."
