"""An improvement wherever it is named: what it is called, how it stands, and what can be done about it."""

from __future__ import annotations

from datetime import date

from messages.blocks import actions, button, in_turn, name, on_day, quote, section, shortened
from model.answer import Json, Sentence
from model.customer import Customer
from model.improvement import Improvement, Stage, Verdict
from model.pdca import Part, missing, stage_before

SHOW = "improvement.show"
PLAN, START, DID, RESULT, DECIDE = "improvement.plan", "improvement.start", "improvement.did", "improvement.result", "improvement.decide"
MOVE, BACK = "improvement.move", "improvement.back"
SURFACE = "improvement"
PREVIOUS, FOLLOWING = "previous", "following"
AIM, TOLD, MEASURE = 100, 400, 40
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


def title(one: Improvement) -> str:
    """Return what a cycle is called: `Improvement 12, cycle 2`."""
    return f"Improvement {one.number:,}, cycle {one.cycle:,}" if one.cycle > 1 else f"Improvement {one.number:,}"


def excerpt(text: str, limit: int = AIM) -> str:
    """Return people's text as a quotation within a line."""
    return f"“{shortened(text, limit)}”"


def lowered(one: Improvement) -> str:
    """Return what a cycle is called within a sentence."""
    return f"{title(one)[:1].lower()}{title(one)[1:]}"


def lead(one: Improvement, customer: Customer) -> Json:
    """Return what a form is about."""
    return section(f"{title(one)} for {name(customer.name)}:\n{quote(one.aim, TOLD)}")


def surface(one: Improvement) -> str:
    """Return the name of a cycle's card as a place in which something is clicked."""
    return f"{SURFACE}:{one.ref}"


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
    was, is_now, target = (shortened(text, limit) for text in (one.baseline, one.result, one.target))
    return f"{was} → {is_now}, target {target} {'met' if one.met else 'missed'}"


def buttons(one: Improvement) -> list[Json]:
    """Return what can be done about a cycle, the one step that is next in front."""
    before = stage_before(one)
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
