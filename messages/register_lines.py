"""An entry of the register in lines: what is measured, what it waits for and since when, or how it ended."""

from __future__ import annotations

from datetime import date

from messages.blocks import in_turn, on_day, shortened
from model.improvement import Improvement
from model.pdca import Part, missing, resulted
from model.register import NAMES, Awaited, Wait, came_on, waits

PARTS: dict[Part, str] = {
    "aim": "an aim",
    "kpi": "a KPI",
    "baseline": "a baseline",
    "target": "a target",
    "check_on": "a check date",
    "partner": "a partner on their side",
}


def excerpt(text: str, limit: int = 60) -> str:
    """Return the beginning of people's text within a line."""
    return shortened(text, limit)


def measured(one: Improvement) -> str:
    """Return the KPI from where to where, and what it came to; nothing where nothing is known of it."""
    if not any(part.strip() for part in (one.kpi, one.baseline, one.target)):
        return ""
    came_to = f", came to {excerpt(one.result)}{MET[one.met]}" if resulted(one) else ""
    return f"{excerpt(one.kpi, 100) or 'No KPI yet'}: {excerpt(one.baseline) or '?'} → {excerpt(one.target) or '?'}{came_to}"


MET = {None: "", True: " (target met)", False: " (target missed)"}


def standing(one: Improvement, today: date) -> str:
    """Say what an entry waits for, and for how long it has been overdue; or how it ended."""
    if one.verdict:
        lesson = f": {excerpt(one.lesson, 120)}" if one.lesson.strip() else ""
        return f"{NAMES[one.verdict]} {on_day(came_on(one), today)}{lesson}"
    wait = waits(one)
    days = wait.late(today)
    overdue = f"*Overdue for {days:,} day{'' if days == 1 else 's'}*: " if days else ""
    words = awaited(one, wait, today, late=days > 0)
    return f"{overdue}{words}" if overdue else f"{words[:1].upper()}{words[1:]}"


def awaited(one: Improvement, wait: Wait, today: date, *, late: bool) -> str:
    """Say what an open cycle waits for."""
    if wait.what == "plan":
        return f"the plan lacks {in_turn([PARTS[part] for part in missing(one)])}{'' if late else until(one, today)}"
    if wait.what == "verdict":
        return f"checked {on_day(came_on(one), today)}{', but no verdict yet' if late else '; the verdict comes next'}"
    if not late:
        return f"{IN_TIME[wait.what]}{until(one, today)}"
    return f"{TOO_LATE[wait.what]}; the check was due {on_day(one.check_on or today, today)}"


IN_TIME: dict[Awaited, str] = {"start": "planned", "doing": "being done", "check": "done"}
TOO_LATE: dict[Awaited, str] = {"start": "planned, but not begun", "doing": "still being done", "check": "done, but not checked"}


def until(one: Improvement, today: date) -> str:
    """Say on which day the result is looked at."""
    return f"; check {on_day(one.check_on, today)}" if one.check_on else ""
