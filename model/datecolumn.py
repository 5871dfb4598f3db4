"""A column of dates, judged as a whole: what all-digit dates mean is decided by the column or by the person, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import msgspec

from model.dates import MONTH, MONTHS, YEARS, DateOrder, read_date

MONTHS_A_YEAR = 12
CENTURY = 2000
TIME = re.compile(
    r"(?:T|,?\s+)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?$", re.IGNORECASE | re.ASCII
)
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
EITHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
SHORT_YEAR = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d\d)", re.IGNORECASE | re.ASCII)
HAS_YEAR = re.compile(r"[a-z].*\b\d{4}\b|\b\d{4}\b.*[a-z]", re.IGNORECASE | re.ASCII)


class Seen(msgspec.Struct, frozen=True):
    """A value and the number of the row in which it stands."""

    row: int
    text: str


class Evidence(msgspec.Struct, frozen=True):
    """What a column says about the order of its all-digit dates: the first value that only fits one order, and the first that fits both."""

    dmy: Seen | None = None
    mdy: Seen | None = None
    either: Seen | None = None

    @property
    def order(self) -> DateOrder | None:
        """Return the order in which the column can be read; None where it can't be told, or where it says both."""
        if self.dmy and self.mdy:
            return None
        if self.mdy:
            return "mdy"
        return "dmy" if self.dmy or not self.either else None


def judge(values: Iterable[Seen]) -> Evidence:
    """Look at all the values of a column."""
    first: dict[str, Seen] = {}
    for value in values:
        kind = fits(value.text)
        if kind and kind not in first:
            first[kind] = value
    return Evidence(**first)


def fits(text: str) -> str:
    """Return which orders an all-digit date fits: `dmy`, `mdy`, `either`; nothing where it tells nothing."""
    match = EITHER.fullmatch(without_time(text))
    if match is None:
        return ""
    first, second = int(match[1]), int(match[3])
    if first == second:
        return ""
    if first > MONTHS_A_YEAR:
        return "dmy" if second <= MONTHS_A_YEAR else ""
    return "mdy" if second > MONTHS_A_YEAR else "either"


def read_day(text: str, order: DateOrder) -> date | None:
    """Return the day that a cell names with its year, or None where it can't be read; a time of day behind it does not matter."""
    day = without_time(text)
    with suppress(ValueError):
        if match := YEAR_FIRST.fullmatch(day):
            return known(date(int(match[1]), int(match[3]), int(match[4])))
        if match := EITHER.fullmatch(day):
            return known(in_order(order, int(match[1]), int(match[3]), match[4]))
        if (match := SHORT_YEAR.fullmatch(day)) and match[2].lower() in MONTH:
            return known(date(CENTURY + int(match[3]), MONTH[match[2].lower()], int(match[1])))
        return read_date(day, date.max, order=order) if HAS_YEAR.search(day) else None
    return None


def in_order(order: DateOrder, first: int, second: int, year: str) -> date:
    """Return the day of an all-digit date; raise ValueError where there is no such day in that order."""
    day, month = (first, second) if order == "dmy" else (second, first)
    return date(int(year) if len(year) > len("26") else CENTURY + int(year), month, day)


def known(day: date) -> date | None:
    """Return the day if it lies in the years that the bot knows."""
    return day if day.year in YEARS else None


def without_time(text: str) -> str:
    """Return what stands before the time of day."""
    return TIME.sub("", text.strip())


def both_ways(text: str) -> tuple[str, str]:
    """Return what an all-digit date means day first and month first, in words."""
    match = EITHER.fullmatch(without_time(text))
    assert match is not None  # noqa: S101  only what fits both ways is asked about
    days = in_order("dmy", int(match[1]), int(match[3]), match[4]), in_order("mdy", int(match[1]), int(match[3]), match[4])
    day_first, month_first = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in days)
    return day_first, month_first
