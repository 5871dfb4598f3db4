"""What somebody wrote into a cycle with one change: when that is taken back, they get it back to copy."""

from __future__ import annotations

from messages.blocks import MAX_GIVEN_BACK, context, cut, plain, shown_again
from model.answer import Json
from model.improvement import Improvement

WRITTEN = {
    "aim": "Aim",
    "kpi": "KPI",
    "baseline": "Baseline",
    "target": "Target",
    "partner": "Partner on their side",
    "justification": "Justification",
    "done": "What was done",
    "result": "Result",
    "lesson": "What we make of it",
}


def words_back(before: Improvement | None, after: Improvement, opened: Improvement | None) -> list[Json]:
    """Give back what a change wrote into a cycle, and the aim of the next one where it `opened` that; several texts each by its name."""
    words = {label: getattr(after, part) for part, label in WRITTEN.items() if getattr(after, part) != getattr(before, part, "")}
    words |= {"Why": after.steps[-1].back} if before and len(after.steps) > len(before.steps) else {}
    words |= {"Aim of the next cycle": opened.aim} if opened else {}
    told = {label: text for label, text in words.items() if text.strip()}
    if len(told) <= 1:
        return shown_again("This is what it said:", "".join(told.values()))
    return [context("This is what it said:"), *(plain(cut(f"{label}: {text}", MAX_GIVEN_BACK)) for label, text in told.items())]
