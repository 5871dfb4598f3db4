"""When the next talk is due and when a relationship is quiet: calendar arithmetic on local days, so no clock change matters."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

import msgspec

from model.errors import TalkError

Unit = Literal["days", "weeks", "months"]
MAX_COUNT: dict[Unit, int] = {"days": 3660, "weeks": 520, "months": 120}
HEADS_UP = 0.8
EXAMPLES = "`quarterly`, `monthly`, `6 weeks` or `90 days`"
NAMED: dict[str, tuple[int, Unit]] = {
    "weekly": (1, "weeks"),
    "fortnightly": (2, "weeks"),
    "monthly": (1, "months"),
    "quarterly": (3, "months"),
    "half-yearly": (6, "months"),
    "yearly": (12, "months"),
}
SAME = {
    "biweekly": "fortnightly",
    "half yearly": "half-yearly",
    "twice a year": "half-yearly",
    "annually": "yearly",
    "quarter": "quarterly",
}
COUNTED = re.compile(r"(?:every\s+)?(?:(\d{1,4})\s*)?(day|week|month|quarter|year)s?", re.IGNORECASE | re.ASCII)


class Cadence(msgspec.Struct, frozen=True, gc=False):
    """How often a relationship wants a talk: so many days, weeks or calendar months."""

    count: int
    unit: Unit

    def after(self, day: date) -> date:
        """Return the day one cadence after `day`; a month's end clips (30 November + 3 months is 28 or 29 February).

        Always count from the last talk itself: counting on from a clipped day would drift.
        """
        if self.unit == "months":
            return add_months(day, self.count)
        return day + timedelta(days=self.count * (7 if self.unit == "weeks" else 1))

    def __str__(self) -> str:
        """Return it as people say it and as `read_cadence` reads it."""
        for name, (count, unit) in NAMED.items():
            if (count, unit) == (self.count, self.unit):
                return name
        return f"every {self.count} {self.unit}" if self.count > 1 else f"every {self.unit[:-1]}"


QUARTERLY = Cadence(3, "months")


def read_cadence(text: str) -> Cadence:
    """Read `quarterly`, `6 weeks`, `every month` …; raise TalkError with examples where it is none of these."""
    words = " ".join(text.casefold().split())
    words = SAME.get(words, words)
    if words in NAMED:
        return Cadence(*NAMED[words])
    match = COUNTED.fullmatch(words)
    if match:
        cadence = counted(int(match[1] or 1), match[2])
        if 0 < cadence.count <= MAX_COUNT[cadence.unit]:
            return cadence
    raise TalkError(f"I can't read that as a cadence. Try {EXAMPLES} (ten years at most).")


def counted(count: int, unit: str) -> Cadence:
    """Return so many of a unit as a cadence, quarters and years as months."""
    if unit in {"quarter", "year"}:
        return Cadence(count * (3 if unit == "quarter" else 12), "months")
    return Cadence(count, f"{unit}s")  # type: ignore[arg-type]


def add_months(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def heads_up_on(since: date, due_on: date) -> date:
    """Return the day at 80 % of the way from the last talk to the due date: from here on the relationship is close to quiet."""
    return since + timedelta(days=round((due_on - since).days * HEADS_UP))


def is_quiet(due_on: date, today: date) -> bool:
    """Whether the due date has passed: a relationship is quiet from the day after it."""
    return today > due_on
