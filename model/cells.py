"""How the cells of a row become what it says about a customer: each field read strictly, a sentence where one can't be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, get_args

import msgspec

from model.cadence import read_cadence
from model.columns import Columns, Field
from model.customer import MAX_NAME, CustomerKind, Position, fold
from model.datecolumn import read_day
from model.dates import DateOrder
from model.errors import TalkError
from model.grammar import UNKEEPABLE
from model.sheet import Row

PEOPLE: tuple[Field, ...] = ("owner", "deputy", "sponsor")
KINDS = {**{kind: kind for kind in get_args(CustomerKind)}, "organization": "organisation"}
POSITIONS = {position: position for position in get_args(Position)}
ORDERS: dict[DateOrder, str] = {"dmy": "day/month/year", "mdy": "month/day/year"}
SHOWN = 60
SHORT_ID, LONG_ID = 15, 18
FORMULA = re.compile(r"(?=[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r])")
NEEDS_QUOTES = re.compile(r'^"|[,;\n]')
DISARMED = re.compile(rf"'{FORMULA.pattern}")
QUOTED = r'\s*"((?:[^"]|"")+)"\s*'
CHANNEL = re.compile(r"[CG](?=[A-Z]*\d)[A-Z0-9]{2,}", re.ASCII)
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?(?:www\.)?([^/?#:@\s]+)", re.IGNORECASE)
DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
SHARED = frozenset(
    {
        *("facebook.com", "linkedin.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "google.com", "sites.google.com"),
        *("gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "github.com", "wordpress.com", "wixsite.com"),
    }
)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a row says of a customer; what it leaves empty is None, or not there.

    `fields` are the customer's own, ready to be set; `people` are Slack users as they were written, by field; `set_aside` are values
    that are not used but do no harm, by field. `made_as` is the kind of a customer that has to be made and has none said.
    """

    row: int
    name: str
    external_id: str | None = None
    domain: str | None = None
    aliases: tuple[str, ...] = ()
    last_on: date | None = None
    fields: dict[str, Any] = {}
    people: dict[str, str] = {}
    set_aside: dict[str, str] = {}
    made_as: CustomerKind = "external"


class Reader:
    """Reads a table's rows. `today` is the last day that has begun anywhere; what is after it is still to come."""

    def __init__(self, columns: Columns, order: DateOrder, today: date) -> None:
        self.columns, self.order, self.today = columns, order, today
        self.made_as: CustomerKind = "department" if columns.departments else "external"
        self.width = len(columns.headings)

    def read(self, row: Row) -> Entry:
        """Return what a row says; raise TalkError with why it is refused."""
        self.check_shape(row)
        text = {field: clean(row.cells[index]) for field, index in self.columns.at.items() if index < len(row.cells)}
        external_id = self.external_id(text.get("external id", ""))
        site = text.get("domain", "")
        domain = read_domain(site)
        channel = text.get("channel", "")
        aside = {"domain": site if site and not domain else "", "channel": "" if CHANNEL.fullmatch(channel) else channel}
        return Entry(
            row=row.number,
            name=read_name(text["name"], "name"),
            external_id=external_id or None,
            domain=domain,
            aliases=tuple(read_name(name, "other name") for name in names_in(text.get("other names", ""))),
            last_on=self.last_talk(text.get("last talk", "")),
            fields=own_fields(text),
            people={field: text[field] for field in PEOPLE if text.get(field)},
            set_aside={field: value for field, value in aside.items() if value},
            made_as=self.made_as,
        )

    def check_shape(self, row: Row) -> None:
        """Return if the cells stand under their headings; raise TalkError if not."""
        if row.trouble:
            raise TalkError(row.trouble)
        if any(cell.strip() for cell in row.cells[self.width :]):
            raise TalkError(f"it has {len(row.cells)} cells and the heading has {self.width}; is a quote missing?")
        if self.columns.source == "Salesforce" and len(row.cells) == 1 < self.width:
            raise TalkError(f"it has 1 cell and the heading has {self.width}; is it the foot of a report?")

    def external_id(self, text: str) -> str:
        """Return an external id; a Salesforce id of 15 characters in its form of 18, so that reports and the API's exports agree."""
        if len(text) > MAX_NAME:
            raise TalkError(f"its external id has {len(text):,} characters, and {MAX_NAME} are the most")
        if self.columns.source == "Salesforce" and len(text) == SHORT_ID and text.isascii() and text.isalnum():
            return text + id_check(text)
        return text

    def last_talk(self, text: str) -> date | None:
        """Return the day of the last talk; raise TalkError where it can't be read or is still to come."""
        if not text:
            return None
        day = read_day(text, self.order)
        if day is None:
            raise TalkError(f"{shown(text)} can't be read as a date ({ORDERS[self.order]}, or 2026-11-24, or 24 Nov 2026)")
        if day > self.today:
            raise TalkError(f"its last talk, {day.isoformat()}, is still to come")
        return day


def clean(cell: str) -> str:
    """Return a cell without what can't be kept, and without the apostrophe that keeps spreadsheets from reading it as a formula."""
    text = UNKEEPABLE.sub("", cell).strip()
    return text[1:] if DISARMED.match(text) else text


def safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: with an apostrophe before it, which `clean` takes off again."""
    return f"'{text}" if FORMULA.match(text) else text


def read_name(text: str, what: str) -> str:
    """Return a name in one line; an empty one is left for whoever knows whether it matters."""
    name = " ".join(text.split())
    if len(name) > MAX_NAME:
        raise TalkError(f"its {what} has {len(name):,} characters, and {MAX_NAME} are the most")
    return name if fold(name) else ""


def names_in(text: str) -> list[str]:
    """Return the names in a list: between semicolons or lines where there are any, else between commas; what is quoted stays whole."""
    between, by_commas, by_lines = (re.compile(rf"{QUOTED}(?=[{marks}]|$)|([^{marks}]+)") for marks in (r",;\n", ",", r";\n"))
    found = (by_lines if between.sub("", text).strip(",") else by_commas).finditer(text)
    names = (match[2] if match[1] is None else match[1].replace('""', '"') for match in found)
    return [name for name in names if fold(name)]


def quoted_names(names: Iterable[str]) -> str:
    """Return a list of names as `names_in` reads it."""
    return "; ".join('"{}"'.format(name.replace('"', '""')) if NEEDS_QUOTES.search(name) else name for name in names)


def own_fields(text: dict[Field, str]) -> dict[str, Any]:
    """Return the fields that need nothing but their own text."""
    readers: dict[Field, Callable[[str], Any]] = {
        "kind": lambda given: one_of(KINDS, given, "kind"),
        "industry": lambda given: read_name(given, "industry") or None,
        "channel": lambda given: given if CHANNEL.fullmatch(given) else None,
        "cadence": cadence,
        "position": lambda given: one_of(POSITIONS, given, "position"),
    }
    read = {field: reader(text[field]) for field, reader in readers.items() if text.get(field)}
    return {field: value for field, value in read.items() if value is not None}


def one_of(known: dict[str, str], text: str, what: str) -> str:
    """Return which of the known words the text is; raise TalkError with all of them where it is none."""
    if fold(text) not in known:
        raise TalkError(f"{shown(text)} is no {what}; use {', '.join(dict.fromkeys(known.values()))}")
    return known[fold(text)]


def cadence(text: str) -> Any:
    """Return a cadence; raise TalkError in the words of a line."""
    try:
        return read_cadence(text)
    except TalkError:
        raise TalkError(f"{shown(text)} is no cadence; use for example quarterly, monthly or 6 weeks") from None


def read_domain(text: str) -> str | None:
    """Return the domain of a web address: in lower case, without scheme, `www.`, port and path.

    None where there is none, and for hosts where anybody may have a page, since these are no customer's own.
    """
    match = HOST.match(text.strip())
    host = match[1].lower().rstrip(".") if match else ""
    return host if DOMAIN.fullmatch(host) and host not in SHARED and len(host) <= MAX_NAME else None


def id_check(short: str) -> str:
    """Return the three characters with which Salesforce makes an id of 15 safe where case is lost: which letters are capitals."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    fifths = (short[start : start + 5] for start in range(0, SHORT_ID, 5))
    return "".join(alphabet[sum(letter.isupper() << place for place, letter in enumerate(fifth))] for fifth in fifths)


def shown(text: str) -> str:
    """Return a value as a line names it: in quotes, one line, cut."""
    flat = " ".join(text.split())
    return f'"{flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + chr(0x2026)}"'
