"""The register of improvements: in which order open cycles are looked at, which are stuck and since when, and how the others ended.

Its columns are those that ITIL's book on continual service improvement gives as an example (2011, appendix B), and ours behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

import msgspec

from model.cadence import add_months
from model.improvement import Improvement, Stage, Verdict
from model.pdca import STAGES, came, missing, resulted
from model.rows import cell

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Shown = Literal["open", "ended", "adopt", "adapt", "abandon"]
SHOWN: tuple[Shown, ...] = get_args(Shown)
Group = Stage | Verdict
Awaited = Literal["plan", "start", "doing", "check", "verdict"]
AWAITED: dict[Stage, Awaited] = {"plan": "start", "do": "doing", "check": "check", "act": "verdict"}
NAMES: dict[Group, str] = {
    **{stage: stage.capitalize() for stage in STAGES},
    "adopt": "Adopted",
    "adapt": "Adapted",
    "abandon": "Abandoned",
}
COLUMNS = (
    *("Opportunity number", "Date raised", "Size", "Timescale", "Description", "Priority", "KPI metric", "Justification"),
    *("Raised by", "To be actioned by", "Date required by"),
    *("Customer", "Cycle", "Stage", "Baseline", "Target", "Result", "Verdict"),
)
Opportunity = dict[str, int | str | date | None]


class Wait(msgspec.Struct, frozen=True):
    """What an open cycle waits for, and by which day that should be there; None where no day says so."""

    what: Awaited
    by: date | None

    def late(self, today: date) -> int:
        """Return for how many days it has been overdue on this day; 0 where it is not."""
        return max(0, (today - self.by).days) if self.by else 0


class Tally(msgspec.Struct, frozen=True):
    """How many cycles are in each stage, how many of them overdue, and how many ended with each verdict."""

    counts: dict[Group, int]
    late: int

    def count(self, shown: Shown) -> int:
        """Return how many cycles of a kind there are."""
        return sum(self.counts.get(group, 0) for group in groups_of(shown))


def groups_of(shown: Shown) -> tuple[Group, ...]:
    """Return the stages or verdicts that are read one after the other where this kind is asked for."""
    if shown == "open":
        return STAGES
    return VERDICTS if shown == "ended" else (shown,)


def group_of(one: Improvement) -> Group:
    """Return the stage of an open cycle, the verdict of one that ended."""
    return one.verdict or one.stage


def waits(one: Improvement) -> Wait:
    """Return what an open cycle waits for.

    A plan with gaps should be whole within a month, and before the day on which its result is to be looked at; a result should have its
    verdict within a month. Everything else is due with the check.
    """
    if one.stage == "act":
        return Wait("verdict", add_months(came_on(one), 1))
    if one.stage == "plan" and missing(one):
        whole_by = add_months(came_on(one), 1)
        return Wait("plan", min(whole_by, one.check_on) if one.check_on else whole_by)
    return Wait(AWAITED[one.stage], one.check_on)


def came_on(one: Improvement) -> date:
    """Return the day on which a cycle came to where it is."""
    step = came(one)
    return step.on if step else one.begun_at.date()


def in_order(cycles: Iterable[Improvement]) -> list[Improvement]:
    """Return open cycles stage by stage, within each what has been overdue longest first, then what is due next."""
    return sorted(cycles, key=urgency)


def urgency(one: Improvement) -> tuple[int, date, int, int]:
    """Return what an open cycle is sorted by; it is the same on any day."""
    return STAGES.index(one.stage), waits(one).by or date.max, one.number, one.cycle


def by_verdict(cycles: Iterable[Improvement]) -> list[Improvement]:
    """Return ended cycles verdict by verdict, within each the one that ended last first."""
    newest = sorted(cycles, key=lambda one: (came_on(one), one.number, one.cycle), reverse=True)
    return sorted(newest, key=lambda one: VERDICTS.index(one.verdict) if one.verdict else 0)


def chosen(cycles: Iterable[Improvement], shown: Shown) -> list[Improvement]:
    """Return the cycles of a kind, in the order in which they are read."""
    if shown == "open":
        return in_order(one for one in cycles if one.open)
    return by_verdict(one for one in cycles if not one.open and shown in {"ended", one.verdict})


def tally(cycles: Sequence[Improvement], today: date) -> Tally:
    """Return how many cycles there are of each kind on this day."""
    late = sum(waits(one).late(today) > 0 for one in cycles if one.open)
    return Tally(dict(Counter(group_of(one) for one in cycles)), late)


def opportunity(one: Improvement, customer: str, author: str, owner: str) -> Opportunity:
    """Return a cycle as an entry of the register, by column; `customer`, `author` and `owner` are names that people can read."""
    own = (one.number, raised_on(one), one.size.capitalize(), one.timescale.capitalize(), one.aim, one.priority.capitalize())
    plan = (one.kpi, one.justification, author, owner, one.check_on)
    result, verdict = one.result if resulted(one) else "", NAMES[one.verdict] if one.verdict else ""
    ours = (customer, one.cycle, NAMES[one.stage], one.baseline, one.target, result, verdict)
    return dict(zip(COLUMNS, (*own, *plan, *ours), strict=True))


def raised_on(one: Improvement) -> date:
    """Return the day on which a cycle was begun (UTC)."""
    return one.begun_at.date()


def as_row(entry: Opportunity) -> list[str]:
    """Return an entry as the cells of a table, none of which a spreadsheet takes for a formula."""
    return [cell(entry[column]) for column in COLUMNS]
