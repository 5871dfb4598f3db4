"""Importing: what each row of a table does, decided against the store and the rows before it, and committed some hundred at a time.

Rows are matched by external id, then by domain, then by name. What an earlier row has touched is left to it, so that a dry run,
which commits nothing, says the same as the import.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from handlers.cycles import handed_on
from handlers.directory import Directory
from handlers.resembling import Resembling
from model.batch import Batch, BatchPart, part_id
from model.cells import Entry, Reader
from model.change import Change, Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.importing import BY, Deed, Taken, Unused, Verdict, apart, last_contact, made, merged
from model.record import new_id
from model.sheet import Row
from storage import Store

PART = 400
COMPARED = 50_000  # so many new names are compared with those that follow, so that a huge table does not fill the memory


class Found(msgspec.Struct, frozen=True, gc=False):
    """What the store knows about the rows of a part: customers by external id, by domain and by folded name."""

    by_external_id: dict[str, Customer]
    by_domain: dict[str, list[Customer]]
    by_name: dict[str, Customer]


class Import:
    """One import of one table into a workspace. `batch` is what it has made so far; a dry run makes none."""

    def __init__(self, store: Store, batch: Batch, directory: Directory, *, dry: bool = False) -> None:
        self.store, self.directory, self.dry = store, directory, dry
        self.batch, self.workspace = batch, batch.workspace
        self.taken, self.unused = Taken(), Unused()
        self.resembling: Resembling | None = None
        self.compared = 0

    async def take(self, rows: list[Row], reader: Reader) -> list[Verdict]:
        """Decide about some rows and commit what they do. Raises NotSaved: then none of them did anything."""
        read = [self.read(row, reader) for row in rows]
        found = await self.look_up([entry for entry in read if isinstance(entry, Entry)])
        outcomes = [await self.decide(entry, found) if isinstance(entry, Entry) else entry for entry in read]
        deeds = [outcome for outcome in outcomes if isinstance(outcome, Deed)]
        if self.resembling is None and any(deed.before is None for deed in deeds):
            there = await self.store.customers(self.workspace)
            self.resembling = Resembling(name for customer in there for name in customer.names)
        await self.commit([deed for deed in deeds if deed.writes])
        return [self.judged(outcome) if isinstance(outcome, Deed) else outcome for outcome in outcomes]

    def read(self, row: Row, reader: Reader) -> Entry | Verdict:
        """Read a row, or refuse it."""
        try:
            return reader.read(row)
        except TalkError as error:
            return Verdict(row.number, "refused", str(error))

    async def look_up(self, entries: list[Entry]) -> Found:
        """Ask the store once about all that may match some rows."""
        return Found(
            await self.store.by_external_id(self.workspace, [entry.external_id for entry in entries if entry.external_id]),
            await self.store.by_domain(self.workspace, [entry.domain for entry in entries if entry.domain]),
            await self.store.named(self.workspace, [fold(name) for entry in entries for name in (entry.name, *entry.aliases)]),
        )

    async def decide(self, entry: Entry, found: Found) -> Deed | Verdict:
        """Return what a row does, or why it is refused."""
        try:
            self.taken.check(entry)
            before = self.matched(entry, found)
            check_names(entry, before, found)
        except TalkError as error:
            return Verdict(entry.row, "refused", str(error))
        people = self.people(entry)
        after = merged(before, entry, people) if before else made(entry, people, self.workspace, self.batch.at.date())
        standing = await self.store.relationship(self.workspace, after.id) if before and entry.last_on else None
        talk = last_contact(after, entry, standing.last_on if standing else None, self.batch.file, self.batch.at)
        deed = Deed(entry.row, after, before, talk)
        self.taken.add(deed)
        return deed

    def matched(self, entry: Entry, found: Found) -> Customer | None:
        """Return the customer that a row is about, None where it is a new one; raise TalkError where that can't be told."""
        if entry.external_id in found.by_external_id:
            return self.taken.free(found.by_external_id[entry.external_id])
        named = found.by_name.get(fold(entry.name)) if entry.name else None
        of_domain = self.alone_with_domain(entry, found)
        if named and apart(entry, named):
            raise TalkError(f"{named.name} has that name and the external id {named.external_id}; two customers need two names")
        if named and of_domain and named.id != of_domain.id and named.domain:
            raise TalkError(f"its domain is that of {of_domain.name}, and its name that of {named.name}")
        if named or of_domain or entry.name:
            return self.taken.free(named) if named else of_domain
        raise TalkError("it has no name")

    def alone_with_domain(self, entry: Entry, found: Found) -> Customer | None:
        """Return the customer with a row's domain: one that no earlier row is about, and the only one."""
        of_domain = [customer for customer in found.by_domain.get(entry.domain or "", ()) if not self.taken.row_of(customer)]
        return of_domain[0] if len(of_domain) == 1 and not apart(entry, of_domain[0]) else None

    def people(self, entry: Entry) -> dict[str, str]:
        """Return the Slack users that a row names, by field; who can't be found is remembered, and so is what else is not used."""
        found = {field: (text, *self.directory.find(text)) for field, text in entry.people.items()}
        for field, (text, user, why) in found.items():
            if user is None:
                self.unused.add(field, text, why, entry.row)
        for field, text in entry.set_aside.items():
            self.unused.add(field, text, "", entry.row)
        return {field: user for field, (_, user, _) in found.items() if user}

    def judged(self, deed: Deed) -> Verdict:
        """Return a deed's verdict; a customer that is made is compared with the others."""
        if deed.before is not None or self.resembling is None:
            return deed.verdict
        similar = self.resembling.like(deed.after.name)
        if self.compared < COMPARED:
            self.compared += 1
            self.resembling.add(deed.after.name)
        return msgspec.structs.replace(deed.verdict, similar=similar)

    async def commit(self, deeds: list[Deed]) -> None:
        """Commit what some rows do, and beside it how to take it back."""
        if self.dry or not deeds:
            return
        number, before = self.batch.parts + 1, self.batch if self.batch.parts else None
        made = sum(deed.before is None for deed in deeds)
        counts = {"parts": number, "created": self.batch.created + made, "updated": self.batch.updated + len(deeds) - made}
        batch = before.changed(**counts) if before else msgspec.structs.replace(self.batch, **counts)
        part = BatchPart(id=part_id(batch.id, number), workspace=self.workspace, batch=batch.id, steps=tuple(deed.step for deed in deeds))
        writes = [write for deed in deeds for write in (*deed.writes, *await self.handed_on(deed))]
        book = (Write(after=part), Write(after=batch, before=before))
        await self.store.commit(Change(workspace=self.workspace, at=batch.at, by=BY, verb="import", writes=(*writes, *book)))
        self.batch = batch

    async def handed_on(self, deed: Deed) -> tuple[Write, ...]:
        """Return what gives the open improvements of a customer to the owner that a row gives it."""
        return await handed_on(self.store, deed.before, deed.after) if deed.before else ()


def new_batch(workspace: str, file: str, now: Callable[[], datetime]) -> Batch:
    """Return the batch of an import that begins."""
    return Batch(id=new_id(), workspace=workspace, file=file.encode(errors="replace").decode(), at=now())


def check_names(entry: Entry, customer: Customer | None, found: Found) -> None:
    """Return if the row's names are free; raise TalkError where another customer has one."""
    for name in filter(None, (entry.name, *entry.aliases)):
        holder = found.by_name.get(fold(name))
        if holder and (customer is None or holder.id != customer.id):
            raise TalkError(f"the name {name} is another customer's, {holder.name}")
