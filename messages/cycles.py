"""Improvements in a customer's brief and on its card: results to talk about, and what is under way, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messages.blocks import as_typed, button, context, section
from messages.improvements import SHOW, VERDICTS, change, excerpt, standing, title
from model.answer import Json
from model.customer import Customer
from model.improvement import Improvement

RESULTS, UNDER_WAY = 2, 2
AIM, MEASURE = 40, 20


def result_part(results: Sequence[Improvement], customer: Customer) -> list[Json]:
    """Return the results that the customer has yet to hear; nothing where there are none."""
    lines = [section(f"*Talk about:* {result_line(one)}", accessory=show(one, "result")) for one in results[:RESULTS]]
    return [*lines, *rest(len(results) - RESULTS, customer)]


def result_line(one: Improvement) -> str:
    """Return one result: of what, from where to where, and what was decided."""
    verdict = f" It was {VERDICTS[one.verdict]}." if one.verdict else ""
    return f"{excerpt(one.aim, AIM)}: {change(one, MEASURE)}.{verdict}"


def cycle_part(cycles: Sequence[Improvement], customer: Customer, today: date) -> list[Json]:
    """Return the cycles that have not come to their verdict; nothing where there are none."""
    lines = [section(line(one, today), accessory=show(one, "cycle")) for one in cycles[:UNDER_WAY]]
    return [section("*Improvements*"), *lines, *rest(len(cycles) - UNDER_WAY, customer)] if lines else []


def line(one: Improvement, today: date) -> str:
    """Return one cycle: `Improvement 12 is being done, and its result is due on Thursday 3 December: “…”`."""
    how = standing(one, today) if one.stage != "plan" else "is being planned"
    return f"{title(one)} {how}: {excerpt(one.aim, AIM)}"


def show(one: Improvement, twin: str) -> Json:
    """Return the button that leads to a cycle's card; `twin` tells it from the other one of the same message."""
    return button("Show", f"{SHOW}:{twin}", one.ref)


def rest(left: int, customer: Customer) -> list[Json]:
    """Say how many more there are, and where."""
    return [context(f"{left:,} more: `/talk improvements {as_typed(customer.name)}`")] if left > 0 else []
