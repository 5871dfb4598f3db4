"""Planning an improvement: the form, which may be kept with gaps, and what the bot says of a plan."""

from __future__ import annotations

from datetime import date

from messages.blocks import (
    button,
    calendar_day,
    context,
    field,
    in_turn,
    kept_beyond,
    modal,
    name,
    picker,
    said,
    section,
    static_select,
    text_input,
)
from messages.checking import asked
from messages.improvements import NOTHING_TO_CHECK, PARTS, lowered, title
from messages.talks import UNDO, customer_select
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.improvement import Improvement
from model.pdca import Part, missing

FORM = "improvement.planned"
SIZES = {"small": "Small", "medium": "Medium", "large": "Large"}
TIMESCALES = {"short": "Short", "medium": "Medium", "long": "Long"}
PRIORITIES = {"high": "High", "medium": "Medium", "low": "Low"}
SHORT = 300
UNOWNED = "Who is asked for the result. If you leave it empty: the customer's owner, or you."


def plan_form(one: Improvement | None, customer: Customer | None, chosen: Json | None, carried: str, *, aim: str = "") -> View:
    """Ask for a plan: of a cycle that is there, or of a new one with this aim, for the customer that is chosen."""
    later = context("Only these two are needed now. The rest can follow, before anything is done.")
    whose = [] if one else [field("Customer", "customer", customer_select(initial=chosen))]
    head = (
        [section(f"{title(one)} for {name(customer.name)}. What you leave empty can follow later; the card names it.")]
        if one and customer
        else []
    )
    wanted = one.aim if one else aim
    return modal(
        "Plan an improvement",
        FORM,
        *(whose or head),
        field("Aim", "aim", text_input(wanted, multiline=True, placeholder="What is to be better for them?"), hint=kept_beyond(wanted)),
        *([] if one else [later]),
        *measures(one),
        *people(one, customer),
        *register_fields(one),
        submit="Save",
        carried=carried,
    )


def measures(one: Improvement | None) -> list[Json]:
    """Return the fields for what is measured: what it is today, what it is to be, and when one looks."""
    kpi, baseline, target = (one.kpi, one.baseline, one.target) if one else ("", "", "")
    day = one.check_on.isoformat() if one and one.check_on else None
    return [
        field(
            "KPI", "kpi", text_input(kpi, limit=SHORT, placeholder="Missed appointments a week"), optional=True, hint="What is measured."
        ),
        field(
            "Baseline",
            "baseline",
            text_input(baseline, limit=SHORT, placeholder="40 %"),
            optional=True,
            hint="What it is today, before anything is done. Without it there is nothing to check.",
        ),
        field("Target", "target", text_input(target, limit=SHORT, placeholder="10 %"), optional=True),
        field(
            "Check date",
            "check_on",
            picker("datepicker", initial_date=day),
            optional=True,
            hint="On that day the owner is asked for the result.",
        ),
    ]


def people(one: Improvement | None, customer: Customer | None) -> list[Json]:
    """Return the fields for who works on it, on both sides."""
    owner = one.owner if one else customer.owner if customer else None
    return [
        field(
            "Partner on their side",
            "partner",
            text_input(one.partner if one else "", limit=SHORT, placeholder="Dr. Weber"),
            optional=True,
            hint="Who works on it with you: a cycle is theirs as much as ours.",
        ),
        field("Owner", "owner", picker("users_select", initial_user=owner), optional=True, hint=None if one else UNOWNED),
    ]


def register_fields(one: Improvement | None) -> list[Json]:
    """Return the fields that order the register."""
    size, timescale, priority = (one.size, one.timescale, one.priority) if one else ("medium", "medium", "medium")
    return [
        field("Size", "size", static_select(SIZES, size)),
        field("Timescale", "timescale", static_select(TIMESCALES, timescale)),
        field("Priority", "priority", static_select(PRIORITIES, priority)),
        field("Justification", "justification", text_input(one.justification if one else "", multiline=True), optional=True),
    ]


def begun(one: Improvement, customer: Customer, today: date, key: str, *, from_idea: bool = False) -> Message:
    """Say that a cycle has begun."""
    adopted = " The idea counts as adopted." if from_idea else ""
    return said(f"Begun: {lowered(one)} for {name(customer.name)}.{adopted}{passed(one, today)}", accessory=button("Undo", UNDO, key))


def planned_now(one: Improvement) -> str:
    """Say below an idea that a cycle has begun with it."""
    return f"Adopted: {lowered(one)} has begun with it."


def plan_saved(one: Improvement, today: date, key: str) -> Message:
    """Say that a plan is on disk, and what it lacks."""
    return said(f"Saved: the plan of {lowered(one)}.{gaps(one)}{passed(one, today)}", accessory=button("Undo", UNDO, key))


def gaps(one: Improvement) -> str:
    """Say what a plan lacks, or that it lacks nothing."""
    if one.stage != "plan":
        return ""
    lacking = missing(one)
    if not lacking:
        return " Nothing is missing: *Start doing it* once you do."
    why = f" {NOTHING_TO_CHECK}" if "baseline" in lacking else ""
    return f" Before it can be done it needs {in_turn([PARTS[part] for part in lacking])}.{why}"


def passed(one: Improvement, today: date) -> str:
    """Say kindly that a check date lies in the past."""
    if one.check_on is None or one.check_on >= today:
        return ""
    then = asked(one, today) if one.checked_by else "I'll ask for the result as soon as it is being done."
    return f" The check date, {calendar_day(one.check_on, today)}, has passed already. {then}"


def too_long(count: int, most: int) -> Sentence:
    """Say that an aim holds more than can be kept in one."""
    return f"Not saved: an aim has at most {most:,} characters, and this one has {count:,}. Please put the rest into the justification."


def no_customer() -> Sentence:
    """Say beside the form's field that an improvement needs a customer."""
    return "Pick the customer whose business is to get better."


def no_aim() -> Sentence:
    """Say beside the form's field that a plan needs an aim."""
    return "Write down what is to be better. The rest of the plan may follow later."


def needed_now(part: Part) -> Sentence:
    """Say beside the form's field that what is being done can't lose a part of its plan."""
    return f"What is being done needs {PARTS[part]}. To plan anew, go back to Plan."


def no_check_date() -> Sentence:
    """Say beside the form's field which days can be check dates."""
    return "Pick a day within five years."


def plan_changed() -> Sentence:
    """Say beside the form's field that it shows what no longer holds."""
    return "Somebody changed the plan meanwhile. Copy what you typed, and open the plan again."
