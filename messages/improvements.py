"""What the bot says of an improvement: its card, and its line wherever a customer's improvements are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from messages.blocks import (
    actions,
    button,
    context,
    cut,
    escape,
    header,
    in_turn,
    message,
    name,
    on_day,
    one_line,
    person,
    quote,
    section,
)
from model.answer import Json, Message, Sentence
from model.customer import Customer
from model.improvement import Improvement, Stage, Step, Verdict
from model.pdca import STAGES, Part, missing, resulted, stage_before

SHOW = "improvement.show"
PLAN, START, DID, RESULT, DECIDE = "improvement.plan", "improvement.start", "improvement.did", "improvement.result", "improvement.decide"
MOVE, BACK = "improvement.move", "improvement.back"
SURFACE = "improvement"
PREVIOUS, FOLLOWING = "previous", "following"
AIM, FACT, TOLD, MEASURE = 100, 200, 400, 40
HISTORY = 6
STAGE_NAMES: dict[Stage, str] = {"plan": "Plan", "do": "Do", "check": "Check", "act": "Act"}
VERDICTS: dict[Verdict, str] = {"adopt": "adopted", "adapt": "adapted", "abandon": "abandoned"}
NOTHING_TO_CHECK = "A plan without a baseline has nothing to check."
PARTS: dict[Part, str] = {
    "aim": "an aim",
    "kpi": "a KPI (what is measured)",
    "baseline": "a baseline (what it is today)",
    "target": "a target",
    "check_on": "a check date",
    "partner": "a partner on their side",
}


class Shown(msgspec.Struct, frozen=True):
    """A cycle as its card shows it: with its customer, and the day on which it began for the reader.

    `idea` is the text of the idea it came from.
    """

    one: Improvement
    customer: Customer
    begun_on: date
    idea: str = ""


def title(one: Improvement) -> str:
    """Return what a cycle is called: `Improvement 12, cycle 2`."""
    return f"Improvement {one.number:,}, cycle {one.cycle:,}" if one.cycle > 1 else f"Improvement {one.number:,}"


def excerpt(text: str, limit: int = AIM) -> str:
    """Return people's text as a quotation within a line."""
    return f"“{escape(cut(one_line(text), limit))}”"


def lowered(one: Improvement) -> str:
    """Return what a cycle is called within a sentence."""
    return f"{title(one)[:1].lower()}{title(one)[1:]}"


def lead(one: Improvement, customer: Customer) -> Json:
    """Return what a form is about."""
    return section(f"{title(one)} for {name(customer.name)}:\n{quote(one.aim, TOLD)}")


def surface(one: Improvement) -> str:
    """Return the name of a cycle's card as a place in which something is clicked."""
    return f"{SURFACE}:{one.ref}"


def card(shown: Shown, today: date) -> Message:
    """Show one cycle: where it stands, its plan, what came of it, and the one step that is next."""
    one, customer = shown.one, shown.customer
    return message(
        f"{title(one)} for {name(customer.name)} {standing(one, today)}.",
        header(title(one)),
        section(f"For {name(customer.name)} · {way(one)}\n{quote(one.aim, TOLD)}"),
        section(facts(one, today)),
        *outcome(one),
        section(f"It {standing(one, today)}.{why_a_baseline(one)}"),
        context("\n".join([origin(shown, today), *steps(one, today)])),
        *buttons(shown),
    )


def way(one: Improvement) -> str:
    """Return the four stages, the one it is in in bold, or how it ended."""
    if one.verdict:
        return f"*{VERDICTS[one.verdict].capitalize()}*"
    return " → ".join(f"*{STAGE_NAMES[stage]}*" if stage == one.stage else STAGE_NAMES[stage] for stage in STAGES)


def facts(one: Improvement, today: date) -> str:
    """Return the plan, a line or half of one each; what it lacks is left out, and named where the cycle is planned."""
    day = on_day(one.check_on, today).removeprefix("on ") if one.check_on else ""
    lines = [
        labelled({"KPI": plain(one.kpi)}),
        labelled({"Baseline": plain(one.baseline), "Target": plain(one.target)}),
        labelled({"Check date": day, "Owner": person(one.owner)}),
        labelled({"Partner on their side": plain(one.partner)}),
        labelled({"Size": one.size, "Timescale": one.timescale, "Priority": one.priority}),
        labelled({"Justification": plain(one.justification)}),
    ]
    return "\n".join(filter(None, lines))


def labelled(given: Mapping[str, str]) -> str:
    """Return some facts on one line, those that are known."""
    return " · ".join(f"{label}: {fact}" for label, fact in given.items() if fact)


def plain(text: str) -> str:
    """Return what people wrote as a fact within a line."""
    return escape(cut(one_line(text), FACT))


def outcome(one: Improvement) -> list[Json]:
    """Return what was done, what came of it and what was made of that, as far as it is known."""
    parts = {"What was done": one.done, "Result": one.result if resulted(one) else "", "What we make of it": one.lesson}
    return [
        section(f"*{label}*{met(one) if label == 'Result' else ''}\n{quote(text, TOLD)}") for label, text in parts.items() if text.strip()
    ]


def met(one: Improvement) -> str:
    """Say beside a result what it means."""
    return "" if one.met is None else f" · target {'met' if one.met else 'missed'}"


def standing(one: Improvement, today: date) -> str:
    """Say in a sentence how a cycle stands, ready to follow what it is called."""
    if one.verdict:
        return ended(one)
    match one.stage:
        case "plan":
            gaps = missing(one)
            return (
                f"is being planned, and needs {in_turn([PARTS[part] for part in gaps])}" if gaps else "is planned, and nothing is done yet"
            )
        case "do":
            return f"is being done, and its result {due(one, today)}"
        case "check":
            return f"is done, and its result {due(one, today)}"
        case "act":
            return f"has its result, and what follows is to be decided: {change(one)}"


def why_a_baseline(one: Improvement) -> str:
    """Say of a plan without a baseline why it needs one."""
    return f" {NOTHING_TO_CHECK}" if one.stage == "plan" and "baseline" in missing(one) else ""


def due(one: Improvement, today: date) -> str:
    """Say when a result is due, or since when it has been."""
    day = on_day(one.check_on or today, today).removeprefix("on ")
    return f"has been due since {day}" if overdue(one, today) else f"is due {on_day(one.check_on or today, today)}"


def overdue(one: Improvement, today: date) -> bool:
    """Whether the day has passed on which the result was to be looked at."""
    return one.checked_by is not None and one.checked_by < today


def ended(one: Improvement) -> str:
    """Say how a cycle ended, and what followed."""
    then = f", and cycle {one.cycle + 1:,} followed" if one.following else ""
    return f"was {VERDICTS[one.verdict] if one.verdict else 'ended'}{then}: {change(one)}"


def change(one: Improvement, limit: int = MEASURE) -> str:
    """Return what a cycle changed, short: `40 % → 12 %, target 10 % missed`."""
    was, is_now, target = (escape(cut(one_line(text), limit)) for text in (one.baseline, one.result, one.target))
    return f"{was} → {is_now}, target {target} {'met' if one.met else 'missed'}"


def origin(shown: Shown, today: date) -> str:
    """Say who began a cycle, and from which idea."""
    one = shown.one
    begun = f"Begun by {person(one.author)} {on_day(shown.begun_on, today)}"
    return f"{begun}, from the idea {excerpt(shown.idea)}" if shown.idea else begun


def steps(one: Improvement, today: date) -> list[str]:
    """Return the moves of a cycle, a line each, oldest first; of many, the last ones."""
    earlier = len(one.steps) - HISTORY
    lines = [step_line(step, today) for step in one.steps[-HISTORY:]]
    return [f"{earlier:,} earlier move{'s' if earlier > 1 else ''} left out.", *lines] if earlier > 0 else lines


def step_line(step: Step, today: date) -> str:
    """Return one move: whereto, who and when, and why where it went back."""
    who = f"{person(step.by)} {on_day(step.on, today)}"
    if step.back:
        return f"Back to {STAGE_NAMES[step.stage]}: {who}, {excerpt(step.back)}"
    return f"{VERDICTS[step.verdict].capitalize() if step.verdict else STAGE_NAMES[step.stage]}: {who}"


def buttons(shown: Shown) -> list[Json]:
    """Return what can be done about a cycle, the one step that is next in front."""
    one, before = shown.one, stage_before(shown.one)
    row = [next_step(one)] if next_step(one) else []
    if one.open and one.stage != "act" and not (one.stage == "plan" and missing(one)):
        row.append(button("Edit the plan", PLAN, one.ref))
    if one.checked_by:
        row.append(button("Move the check date", MOVE, one.ref))
    if before:
        row.append(button(f"Back to {STAGE_NAMES[before]}…", BACK, one.ref))
    if one.cycle > 1:
        row.append(button(f"Show cycle {one.cycle - 1:,}", f"{SHOW}:{PREVIOUS}", f"{one.ref}|{PREVIOUS}"))
    return [actions(*(element for element in row if element))] if row else []


def next_step(one: Improvement) -> Json | None:
    """Return the button for what is next, None where nothing is: the cycle has ended, and none followed."""
    if not one.open:
        value = f"{one.ref}|{FOLLOWING}"
        return button(f"Show cycle {one.cycle + 1:,}", SHOW, value, primary=True) if one.following else None
    match one.stage:
        case "plan":
            label, action = ("Complete the plan", PLAN) if missing(one) else ("Start doing it", START)
        case "do":
            label, action = "Record what was done", DID
        case "check":
            label, action = "Enter the result", RESULT
        case "act":
            label, action = "Decide what follows", DECIDE
    return button(label, action, one.ref, primary=True)


def went_along(cycles: int) -> str:
    """Say that open cycles go to a customer's new owner with it."""
    if not cycles:
        return ""
    return " Its open improvement is theirs, too." if cycles == 1 else f" Its {cycles:,} open improvements are theirs, too."


def gone() -> Sentence:
    """Say that an improvement is no longer there."""
    return "That improvement was taken back meanwhile. `/talk improvements` shows those there are."
