"""The card of an improvement: where it stands, its plan, what came of it, its history, and the one step that is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from messages.blocks import context, header, message, name, on_day, person, quote, section, shortened
from messages.improvements import NOTHING_TO_CHECK, STAGE_NAMES, TOLD, VERDICTS, buttons, excerpt, standing, title
from model.answer import Json, Message
from model.customer import Customer
from model.improvement import Improvement, Step
from model.pdca import STAGES, missing, resulted

FACT, HISTORY = 200, 6


class Shown(msgspec.Struct, frozen=True):
    """A cycle as its card shows it: with its customer, and the day on which it began for the reader.

    `idea` is the text of the idea it came from.
    """

    one: Improvement
    customer: Customer
    begun_on: date
    idea: str = ""


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
        *buttons(one),
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
    return shortened(text, FACT)


def outcome(one: Improvement) -> list[Json]:
    """Return what was done, what came of it and what was made of that, as far as it is known."""
    parts = {"What was done": one.done, "Result": one.result if resulted(one) else "", "What we make of it": one.lesson}
    return [
        section(f"*{label}*{met(one) if label == 'Result' else ''}\n{quote(text, TOLD)}") for label, text in parts.items() if text.strip()
    ]


def met(one: Improvement) -> str:
    """Say beside a result what it means."""
    return "" if one.met is None else f" · target {'met' if one.met else 'missed'}"


def why_a_baseline(one: Improvement) -> str:
    """Say of a plan without a baseline why it needs one."""
    return f" {NOTHING_TO_CHECK}" if one.stage == "plan" and "baseline" in missing(one) else ""


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
