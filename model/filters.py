"""What a line of search words asks for besides words: whose records, and from which time. What is in quotes is always words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from model.dates import DateOrder, looks_like_date, read_date
from model.grammar import DOUBLE
from model.period import Period, read_period

QUOTED = re.compile(rf"[{DOUBLE}][^{DOUBLE}]*[{DOUBLE}]")
HIDDEN = re.compile("\x00(\\d+)\x00")
BY = re.compile(r"(?<!\S)by(?::\s*(?P<who>\S+)|\s+(?P<person>@\S+|me(?!\S)))", re.IGNORECASE)
ID = re.compile(r"@?([UW][A-Z0-9]{3,})")
SINCE = re.compile(r"(?<!\S)since:?\s+(\S+(?:\s+\S+){0,3})", re.IGNORECASE)
PERIOD = re.compile(r"(?<!\S)((?:this|last|previous)\s+(?:week|month|quarter))(?!\S)|(?<!\S)(week|month|quarter)\s*$", re.IGNORECASE)
ENDING = ".,;:!?)"


class Filters(msgspec.Struct, frozen=True):
    """What was asked for: `rest` are the words that remain, `by` is a Slack user id; `nobody` was named and is not known."""

    rest: str
    by: str | None = None
    nobody: str | None = None
    first: date | None = None
    last: date | None = None


def read_filters(text: str, people: Mapping[str, str], user: str, today: date, order: DateOrder = "dmy") -> Filters:
    """Read `by @person`, `by:me`, `since 3 Nov`, `last month`, and `week` at the end; each once, the first of its kind.

    `people` are the ids of those who are mentioned, by what stands in the text for each; `user` is who `me` is.
    """
    quoted = QUOTED.findall(text)
    hidden = HIDDEN.sub("", text.replace("\x00", " "))
    for number, one in enumerate(quoted):
        hidden = hidden.replace(one, f"\x00{number}\x00", 1)
    rest, by, nobody = read_person(hidden, people, user)
    rest, since = read_since(rest, today, order)
    rest, period = (rest, None) if since else read_time(rest, today)
    shown = HIDDEN.sub(lambda one: quoted[int(one[1])], rest).strip()
    return Filters(shown, by, nobody, since or (period.first if period else None), period.last if period else None)


def read_person(text: str, people: Mapping[str, str], user: str) -> tuple[str, str | None, str | None]:
    """Return the text without the person whose records are wanted, the person's id, and who was meant where nobody is known by that."""
    found = BY.search(text)
    if found is None:
        return text, None, None
    typed = (found["who"] or found["person"]).rstrip(ENDING)
    named_by_id = ID.fullmatch(typed)
    by = user if typed.casefold() == "me" else people.get(typed) or people.get(f"@{typed}") or (named_by_id and named_by_id[1])
    return without(text, *found.span()), by or None, None if by else typed


def read_since(text: str, today: date, order: DateOrder) -> tuple[str, date | None]:
    """Return the text without `since` and the longest date behind it, and that day."""
    for found in SINCE.finditer(text):
        words = re.findall(r"\S+", found[1])
        for count in range(len(words), 0, -1):
            typed = " ".join(words[:count]).rstrip(ENDING)
            if looks_like_date(typed) and (day := read_date(typed, today, "past", order)):
                length = re.match(r"\s*\S+" * count, found[1])
                return without(text, found.start(), found.start(1) + (length.end() if length else 0)), day
    return text, None


def read_time(text: str, today: date) -> tuple[str, Period | None]:
    """Return the text without a week, month or quarter, and that period."""
    found = PERIOD.search(text)
    period = read_period(" ".join(found[0].split()), today) if found else None
    return (without(text, *found.span()), period) if found and period else (text, None)


def without(text: str, start: int, end: int) -> str:
    """Return the text without what stands between."""
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
