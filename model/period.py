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
ASKED = re.compile(rf"(?:(?:the )?(?:(this)|(last|previous)) )?({'|'.join(UNITS)})")
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
NUMBERED = re.compile(
    rf"(?:(?P<before>\d{{4}})[ -]?)?(?:q(?P<number>[1-4])|(?:the )?(?P<ordinal>{'|'.join(ORDINALS)}) quarter)"
    r"(?:[ /-]?(?:of )?(?P<after>\d{4}))?",
    re.ASCII,
)


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


def read_quarter(text: str, today: date) -> Period | None:
    """Read a quarter: `quarter`, `last quarter`, `Q3`, `2026 Q3`, `third quarter of 2026`; None where it is none.

    Without a year it is the latest of that number that has begun by today; with one it may be yet to come.
    """
    named = read_period(text, today)
    match = NUMBERED.fullmatch(fold(text))
    if named or match is None:
        return named if named and named.unit == "quarter" else None
    if match["before"] and match["after"]:
        return None
    number = int(match["number"] or ORDINALS[match["ordinal"]])
    year = int(match["before"] or match["after"] or today.year)
    if not 1 <= year < date.max.year:
        return None
    found = period_of("quarter", date(year, number * MONTHS_A_QUARTER, 1))
    given = match["before"] or match["after"]
    return found if given or found.first <= today else period_of("quarter", found.first.replace(year=year - 1))


def span(first: date, last: date) -> str:
    """Return two days and what lies between, saying month and year once where they share them."""
    start = str(first.day)
    if first.month != last.month:
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"
