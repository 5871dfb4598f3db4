"""Weeks, months and quarters as days on a calendar: what a summary is about. No time zones here, a day is whoever's day it is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec

from model.cadence import add_months
from model.customer import fold
from model.dates import MONTHS

Unit = Literal["week", "month", "quarter"]
UNITS: tuple[Unit, ...] = get_args(Unit)
QUARTERS = ("first", "second", "third", "fourth")
MONTHS_A_QUARTER = 3
ONE_DAY, SIX_DAYS = timedelta(days=1), timedelta(days=6)
ASKED = re.compile(rf"(?:(?:(this)|(last|previous)) )?({'|'.join(UNITS)})")


class Period(msgspec.Struct, frozen=True):
    """One week (Monday to Sunday), calendar month or calendar quarter, by its first and last day."""

    unit: Unit
    first: date
    last: date

    @property
    def previous(self) -> Period:
        """Return the one before."""
        return period_of(self.unit, self.first - ONE_DAY)

    @property
    def words(self) -> str:
        """Return its name, ready to follow `in`: `the week of 23 to 29 November 2026`, `November 2026`, `the fourth quarter of 2026`."""
        if self.unit == "week":
            return f"the week of {span(self.first, self.last)}"
        if self.unit == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return f"the {QUARTERS[self.first.month // MONTHS_A_QUARTER]} quarter of {self.first.year}"

    def under_way(self, today: date) -> bool:
        """Whether it is not over yet on this day."""
        return today <= self.last


def period_of(unit: Unit, day: date) -> Period:
    """Return the week, month or quarter in which a day lies."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(unit, monday, monday + SIX_DAYS)
    months = MONTHS_A_QUARTER if unit == "quarter" else 1
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    return Period(unit, first, add_months(first, months) - ONE_DAY)


def read_period(text: str, today: date) -> Period | None:
    """Read `month`, `this month` or `last month` (week and quarter alike), seen from today; None where it is none of these."""
    match = ASKED.fullmatch(fold(text))
    if match is None:
        return None
    current = period_of(match[3], today)  # type: ignore[arg-type]  # the pattern knows no other units
    return current.previous if match[2] else current


def span(first: date, last: date) -> str:
    """Return two days and what lies between, saying month and year once where they share them."""
    start = str(first.day)
    if first.month != last.month:
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"
