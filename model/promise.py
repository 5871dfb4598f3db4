"""A promise as people write it down, one a line: `us: send the offer by 3 Dec`, `them: …`, `@olivia: …`."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Literal

import msgspec

from model.commitment import Side
from model.customer import fold
from model.dates import DateOrder, looks_like_date, nothing_but_date, read_date

OURS = frozenset({"us", "we", "ours", "our side", "me", "i"})
THEIRS = frozenset({"them", "they", "theirs", "their side", "customer", "the customer"})
BY_WHEN = re.compile(r"(?:^|(?<=[\s,(]))(?:by|until|till|before|due|on)\s+", re.IGNORECASE)
NAMED = re.compile(r"(?P<side>[^(,]+?)\s*(?:\((?P<in_brackets>[^()]+)\)|,\s*(?P<after>.+))")
MARKS = "-\u2013\u2022*\u00b7 \t"
ENDS = " \t,;(-\u2013"

Trouble = Literal["nothing", "date"]


class Promise(msgspec.Struct, frozen=True):
    """A line told apart. `whom` is one of us as it names them (`@olivia`), `who` somebody of the customer's; empty: nobody is named."""

    side: Side
    what: str
    due_on: date | None = None
    whom: str = ""
    who: str = ""


class Unread(msgspec.Struct, frozen=True):
    """What can't be read of a line: nothing is promised in it, or the day, which is `words`."""

    trouble: Trouble
    words: str = ""


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, without the marks of a list, each with its number."""
    numbered = ((number, line.strip().lstrip(MARKS).strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line]


def read_promise(line: str, names: Collection[str], today: date, order: DateOrder = "dmy") -> Promise | Unread:
    """Tell who promised what by when; `names` are the customer's, folded. Who is not named at the front is us."""
    side, whom, who, rest = told_apart(line, names)
    what, due_on, unread = until(rest, today, order)
    if unread:
        return Unread("date", unread)
    return Promise(side, what, due_on, whom, who) if what else Unread("nothing")


def told_apart(line: str, names: Collection[str]) -> tuple[Side, str, str, str]:
    """Return whose a promise is, who of us and who of them is named, and what follows the colon."""
    head, colon, rest = line.partition(":")
    word = fold(head)
    if not colon:
        return "us", "", "", line
    if head.strip().startswith(("@", "<@")):
        return "us", head.strip(), "", rest
    if word in OURS:
        return "us", "", "", rest
    if word in THEIRS or word in names:
        return "them", "", "", rest
    if (match := NAMED.fullmatch(head.strip())) and fold(match["side"]) in {*THEIRS, *names}:
        return "them", "", (match["in_brackets"] or match["after"]).strip(), rest
    return "us", "", "", line


def until(text: str, today: date, order: DateOrder) -> tuple[str, date | None, str]:
    """Return what is promised, by when if a day stands at the end, and the words there that only look like one."""
    found = list(BY_WHEN.finditer(text))
    for match in reversed(found):
        words = text[match.end() :].strip().rstrip(").!").strip()
        day = read_date(words, today, "future", order)
        if day:
            return text[: match.start()].strip(ENDS), day, ""
        if looks_like_date(words) and nothing_but_date(words):
            return text.strip(ENDS), None, words
    return text.strip(ENDS), None, ""
