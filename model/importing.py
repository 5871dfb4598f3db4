"""What a row of a table does to a customer: nothing that it leaves empty changes, and no name that people type is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from model.batch import Step, digest
from model.cells import Entry
from model.change import Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.record import new_id
from model.talk import Talk

BY = "import"
What = Literal["created", "updated", "unchanged", "refused"]
VERDICTS: tuple[What, ...] = ("created", "updated", "unchanged", "refused")
ROWS_SHOWN, VALUES_SHOWN = 5, 200


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What became of a row: of a refused one `why`; of a created one its name, and the names that are `similar` to it."""

    row: int
    what: What
    why: str = ""
    name: str = ""
    similar: tuple[str, ...] = ()


class Deed(msgspec.Struct, frozen=True, gc=False):
    """What a row does: the customer before and after (None before: it is made; the same: it stays), and the talk that comes with it."""

    row: int
    after: Customer
    before: Customer | None = None
    talk: Talk | None = None

    @property
    def verdict(self) -> Verdict:
        """Return what becomes of the row."""
        if self.before is None:
            return Verdict(self.row, "created", name=self.after.name)
        return Verdict(self.row, "updated" if self.writes else "unchanged")

    @property
    def writes(self) -> tuple[Write, ...]:
        """Return what is to be written."""
        customer = (Write(after=self.after, before=self.before),) if self.after is not self.before else ()
        return (*customer, Write(after=self.talk)) if self.talk else customer

    @property
    def step(self) -> Step:
        """Return how it is remembered, so that it can be taken back."""
        touched = self.after is not self.before
        return Step(
            customer=self.after.id,
            made=self.before is None,
            before=self.before if touched else None,
            left=digest(self.after) if touched else "",
            talk=self.talk.id if self.talk else None,
        )


class Taken:
    """What the rows so far have laid hold of: the row of each name and of each external id.

    A customer that a row was about is known by its name, since no row takes a name away from one.
    """

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.external_ids: dict[str, int] = {}

    def check(self, entry: Entry) -> None:
        """Return if no earlier row has the same external id or name; raise TalkError with that row if one has."""
        if entry.external_id in self.external_ids:
            raise TalkError(f"row {self.external_ids[entry.external_id]} has the same external id, {entry.external_id}")
        for name in filter(None, (entry.name, *entry.aliases)):
            if row := self.names.get(fold(name)):
                two = "; if the two external ids are two customers, their names must differ" if entry.external_id else ""
                raise TalkError(f"row {row} has the name {name} already{two}")

    def row_of(self, customer: Customer) -> int | None:
        """Return the earlier row that is about this customer."""
        return self.names.get(fold(customer.name))

    def free(self, customer: Customer) -> Customer:
        """Return the customer if no earlier row is about it; raise TalkError with that row if one is."""
        if row := self.row_of(customer):
            raise TalkError(f"row {row} is about the same customer, {customer.name}")
        return customer

    def add(self, deed: Deed) -> None:
        """Remember a row that was taken in, and the customer as it leaves it."""
        self.names |= dict.fromkeys(map(fold, deed.after.names), deed.row)
        if deed.after.external_id:
            self.external_ids[deed.after.external_id] = deed.row


class Unused:
    """Values that were not used although nothing else is wrong with their rows: by field, value and why, and in which rows."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.rows: dict[tuple[str, str, str], list[int]] = {}
        self.beyond = 0

    def add(self, field: str, text: str, why: str, row: int) -> None:
        """Remember a value; of very many different ones only how often."""
        value = (field, text, why)
        if value not in self.counts and len(self.counts) >= VALUES_SHOWN:
            self.beyond += 1
            return
        self.counts[value] += 1
        if len(self.rows.setdefault(value, [])) < ROWS_SHOWN:
            self.rows[value].append(row)


def made(entry: Entry, people: dict[str, str], workspace: str, today: date) -> Customer:
    """Return the customer that a row makes; `people` are Slack user ids by field."""
    customer = Customer(id=new_id(), workspace=workspace, name=entry.name, added_on=today, kind=entry.made_as)
    return msgspec.structs.replace(customer, **wanted(customer, entry, people))


def merged(customer: Customer, entry: Entry, people: dict[str, str]) -> Customer:
    """Return the customer with what the row says: the same one where that is nothing new."""
    new = {field: value for field, value in wanted(customer, entry, people).items() if getattr(customer, field) != value}
    return customer.changed(**new) if new else customer


def wanted(customer: Customer, entry: Entry, people: dict[str, str]) -> dict[str, Any]:
    """Return the fields as the row has them."""
    name, aliases = names_after(customer, entry)
    identity = {"external_id": entry.external_id or customer.external_id, "domain": entry.domain or customer.domain}
    return {**entry.fields, **people, **identity, "name": name, "aliases": aliases}


def names_after(customer: Customer, entry: Entry) -> tuple[str, tuple[str, ...]]:
    """Return name and other names: a new name takes the place of the old one, which stays among the others.

    A name that the customer answers to already changes nothing, so that a shorter one given in Slack stays.
    """
    known = {fold(name) for name in customer.names}
    renamed = bool(entry.name) and fold(entry.name) not in known
    name = entry.name if renamed else customer.name
    aliases: dict[str, str] = {}
    for alias in (*customer.aliases, *((customer.name,) if renamed else ()), *entry.aliases):
        aliases.setdefault(fold(alias), alias)
    aliases.pop(fold(name), None)
    return name, tuple(aliases.values())


def apart(entry: Entry, customer: Customer) -> bool:
    """Whether their external ids say that they are two, whatever else is the same."""
    return bool(entry.external_id and customer.external_id and entry.external_id != customer.external_id)


def last_contact(customer: Customer, entry: Entry, known: date | None, file: str, at: datetime) -> Talk | None:
    """Return the talk that a row's last contact stands for; None where there is none, or a talk that counts is as late."""
    if entry.last_on is None or (known is not None and known >= entry.last_on):
        return None
    return Talk(
        id=new_id(),
        workspace=customer.workspace,
        customer=customer.id,
        held_on=entry.last_on,
        recorded_at=at,
        author="",
        notes=f"Last contact before Keep Talking, from {file}",
        source="import",
    )
