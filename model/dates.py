"""Dates as people type them, read strictly. Apart from cadence because this is about words: a reading that is not certain is none."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from typing import Literal

from model.cadence import add_months
from model.customer import fold

DateOrder = Literal["dmy", "mdy"]
Direction = Literal["past", "future"]

LONGEST = 40
YEARS = range(1900, 2200)
LEAP_GAP = 8
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAY = {form: n for n, name in enumerate(WEEKDAYS) for form in (name.lower(), name[:3].lower())}
WEEKDAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
MONTH = {form: n for n, name in enumerate(MONTHS, 1) for form in (name.lower(), name[:3].lower())} | {"sept": 9}
NAMED_DAYS = {
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
COUNTED_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTS = {word: n for n, word in enumerate(COUNTED_TO_TWELVE, 1)} | {"a": 1, "an": 1}
IN_DAYS = {"day": 1, "week": 7, "fortnight": 14}
IN_MONTHS = {"month": 1, "year": 12}

ALSO_WORDS = {"may", "march", "mar", "sun", "sat", "wed"}
TELLING = {*WEEKDAY, *MONTH, "today", "yesterday", "tomorrow", "tonight", "ago", "fortnight"} - ALSO_WORDS
HINTING = ALSO_WORDS | {"last", "next", "day", "days", "week", "weeks", "weekend", "month", "months", "quarter", "year", "years"}
A_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?(?:[./:-]\d+)*", re.ASCII)
LINKING = {"a", "an", "the", "this", "in", "of", "on", "for", "end", "early", "mid", "late", *COUNTS}
DATE_WORDS = TELLING | HINTING | LINKING


def any_of(words: dict[str, int]) -> str:
    """Return a pattern that matches one of the words."""
    return "|".join(words)


def calendar_forms(first: str, second: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of calendar days where all-digit dates begin with `first`: each with groups weekday, day, month, year."""
    ordinal = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    month = f"(?P<month>{any_of(MONTH)})"
    forms = (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?:the )?{ordinal}[ -](?:of )?{month}(?:[ -](?P<year>\d{{4}}))?",
        rf"{month} {ordinal}(?: (?P<year>\d{{4}}))?",
        rf"(?P<{first}>\d{{1,2}})/(?P<{second}>\d{{1,2}})(?P<year>)",
        rf"(?P<{first}>\d{{1,2}})(?P<mark>[/.-])(?P<{second}>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d\d)",
    )
    return tuple(re.compile(rf"(?:(?P<weekday>{any_of(WEEKDAY)}) )?{form}", re.ASCII) for form in forms)


FORMS: dict[DateOrder, tuple[re.Pattern[str], ...]] = {
    "dmy": calendar_forms("day", "month"),
    "mdy": calendar_forms("month", "day"),
}
A_WEEKDAY = re.compile(rf"(?:(last|next) )?({any_of(WEEKDAY)})")
COUNTED = re.compile(rf"(in )?(\d{{1,4}}|{any_of(COUNTS)}) ({any_of(IN_DAYS | IN_MONTHS)})s?( ago)?", re.ASCII)


def looks_like_date(text: str) -> bool:
    """Whether someone who typed this where a date may stand meant one, readable or not.

    A digit, a month, a weekday or a word like `yesterday` says so. Words with another everyday meaning (`may`, `last`, `week`)
    say so only among their kind: `last week` is a date, `next steps` and `they may renew` are text. Over 40 characters is text.
    """
    if len(text.strip()) > LONGEST:
        return False
    words = set(tidied(text).split())
    if re.search(r"\d", text) or words & TELLING:
        return True
    return bool(words & HINTING) and words <= HINTING | LINKING


def nothing_but_date(text: str) -> bool:
    """Whether all of the words could be a date's, readable or not: `31 Feb` and `32/13/2026` are, `Q3 pricing` and `24/7 support` not."""
    return all(word in DATE_WORDS or A_NUMBER.fullmatch(word) for word in tidied(text).split())


def read_date(text: str, today: date, direction: Direction = "past", order: DateOrder = "dmy") -> date | None:
    """Return the one day that `text` names, seen from `today` (in the author's zone), or None where it cannot be read.

    `direction` says where a day without a year (today included) and a bare weekday (today excluded) are looked for; `last`,
    `next`, `ago` and `in` say so themselves. `order` is how all-digit dates are written; they are never swapped to fit. A
    weekday before a date must agree with it. Impossible days, and days outside the years 1900 to 2199, are None.
    """
    if len(text.strip()) > LONGEST:
        return None
    words = tidied(text)
    try:
        day = read_relative(words, today, direction) or read_calendar(words, today, direction, order)
    except (ValueError, OverflowError):
        return None
    return day if day is not None and day.year in YEARS else None


def in_words(day: date, today: date) -> str:
    """Return `day` as an answer repeats it: `today, Tuesday 24 November`, with the year where it is not this year's."""
    near = {-1: "yesterday, ", 0: "today, ", 1: "tomorrow, "}.get((day - today).days, "")
    year = f" {day.year}" if day.year != today.year else ""
    return f"{near}{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def tidied(text: str) -> str:
    """Return the text folded, without commas and without full stops that end a word."""
    return " ".join(re.sub(r"\.(?= |$)", " ", fold(text.replace(",", " "))).split())


def read_relative(words: str, today: date, direction: Direction) -> date | None:
    """Read a day that is told from today; raise where it lies beyond the calendar."""
    if words in NAMED_DAYS:
        return today + timedelta(days=NAMED_DAYS[words])
    if words != "sun" and (match := A_WEEKDAY.fullmatch(words)):
        ahead = match[1] == "next" if match[1] else direction == "future"
        return weekday_from(today, WEEKDAY[match[2]], ahead=ahead)
    match = COUNTED.fullmatch(words)
    if match and bool(match[1]) != bool(match[4]):
        count = COUNTS.get(match[2]) or int(match[2])
        return shifted(today, count if match[1] else -count, match[3])
    return None


def weekday_from(today: date, weekday: int, *, ahead: bool) -> date:
    """Return the nearest such weekday after today, or before it."""
    if ahead:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def shifted(today: date, count: int, unit: str) -> date:
    """Return the day so many days, weeks, fortnights, months or years away, a month's end clipped."""
    if unit in IN_DAYS:
        return today + timedelta(days=count * IN_DAYS[unit])
    return add_months(today, count * IN_MONTHS[unit])


def read_calendar(words: str, today: date, direction: Direction, order: DateOrder) -> date | None:
    """Read a day of the calendar, with or without its year and weekday; raise where there is no such day."""
    match = next(filter(None, (form.fullmatch(words) for form in FORMS[order])), None)
    if match is None:
        return None
    month, number = MONTH.get(match["month"]) or int(match["month"]), int(match["day"])
    day = dated(match["year"], month, number) if match["year"] else nearest(month, number, today, direction)
    agrees = match["weekday"] is None or WEEKDAY[match["weekday"]] == day.weekday()
    return day if agrees else None


def dated(year: str, month: int, number: int) -> date:
    """Return the day in a year of four digits, or of two in this century."""
    return date(int(year) if len(year) > len("26") else 2000 + int(year), month, number)


def nearest(month: int, number: int, today: date, direction: Direction) -> date:
    """Return the nearest such day on or before today, or on or after it: 29 February may be eight years away."""
    step = 1 if direction == "future" else -1
    years = range(today.year, today.year + step * (LEAP_GAP + 1), step)
    found = (date(year, month, number) for year in years if (month, number) != (2, 29) or isleap(year))
    return next(day for day in found if (day - today).days * step >= 0)
