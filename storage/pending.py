"""The rules a change must keep to, judged against what is on disk and what is on its way there.

Changes under way are not visible to readers yet, but the next one is decided as if they were: it is written after them.
"""

from __future__ import annotations

from asyncio import Future
from collections.abc import Iterable
from itertools import chain

from model.belief import Belief
from model.brainstorm import Brainstorm
from model.change import AnyRecord, Change
from model.commitment import Commitment
from model.customer import Customer, fold
from model.idea import Idea
from model.improvement import Improvement
from model.nudge import Nudge
from model.talk import Talk
from storage.base import Conflict, NotSaved, Receipt
from storage.workspace import Workspace

Place = tuple[type[AnyRecord], str]
KEEPING = (Talk, Idea, Belief, Commitment, Improvement)
OF_A_CUSTOMER = (*KEEPING, Nudge, Brainstorm)


class Flight:
    """A change on its way to disk: what it makes of records and names, its line, and who waits for it."""

    __slots__ = ("change", "line", "names", "records", "waiting")

    def __init__(self, change: Change, records: dict[Place, AnyRecord | None], names: dict[str, str | None]) -> None:
        self.change, self.records, self.names = change, records, names
        self.line = b""
        self.waiting: list[tuple[Future[Receipt], bool]] = []

    def landed(self, trouble: NotSaved | None) -> None:
        """Tell everybody who waits how it ended."""
        for future, repeated in self.waiting:
            if future.done():
                continue
            if trouble is None:
                future.set_result(Receipt(self.change, repeated))
            else:
                future.set_exception(NotSaved(str(trouble)))


class Pending:
    """The changes under way in one workspace, on top of what is there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.keys: dict[str | None, Flight] = {}
        self.records: dict[Place, AnyRecord | None] = {}
        self.names: dict[str, str | None] = {}

    def examine(self, change: Change) -> Flight:
        """Return what the change does to records and names, or raise Conflict."""
        records = self._records(change)
        names = self._names(records)
        self._references(records)
        return Flight(change, records, names)

    def add(self, flight: Flight) -> None:
        """Count a change as done."""
        self.records.update(flight.records)
        self.names.update(flight.names)
        if flight.change.key is not None:
            self.keys[flight.change.key] = flight

    def reset(self, under_way: Iterable[Flight]) -> None:
        """Count only these as done: the others are on disk, or failed."""
        for overlay in (self.keys, self.records, self.names):
            overlay.clear()
        for flight in under_way:
            self.add(flight)

    def _current(self, place: Place) -> AnyRecord | None:
        return self.records[place] if place in self.records else self.workspace.tables.get(*place)

    def _records(self, change: Change) -> dict[Place, AnyRecord | None]:
        records: dict[Place, AnyRecord | None] = {}
        for write in change.writes:
            record = write.record
            place = (type(record), record.id)
            current = records[place] if place in records else self._current(place)
            if (current and current.version) != (write.before and write.before.version):
                raise Conflict(f"{place[0].__name__.lower()} {record.id} has moved on")
            records[place] = write.after
        return records

    def _names(self, records: dict[Place, AnyRecord | None]) -> dict[str, str | None]:
        customers = [place for place in records if place[0] is Customer]
        names: dict[str, str | None] = {}
        for place in customers:
            names.update(dict.fromkeys(folded_names(self._current(place))))
        for place in customers:
            for name in folded_names(records[place]):
                if (names[name] if name in names else self._holder(name)) not in {None, place[1]}:
                    raise Conflict("a name is another customer's")
                names[name] = place[1]
        return names

    def _holder(self, name: str) -> str | None:
        if name in self.names:
            return self.names[name]
        customer = self.workspace.indexes.names.get(name)
        return None if customer is None else customer.id

    def _references(self, records: dict[Place, AnyRecord | None]) -> None:
        removed = [record_id for (kind, record_id), record in records.items() if kind is Customer and record is None]
        for record in records.values():
            if isinstance(record, OF_A_CUSTOMER):
                place = (Customer, record.customer)
                if (records[place] if place in records else self._current(place)) is None:
                    raise Conflict(f"there is no customer {record.customer}")
        if removed:
            self._needed(removed, self.records | records)

    def _needed(self, removed: list[str], ahead: dict[Place, AnyRecord | None]) -> None:
        indexes = self.workspace.indexes
        kept = (indexes.talks, indexes.ideas, indexes.beliefs, indexes.commitments, indexes.improvements)
        there: Iterable[AnyRecord] = (record for one in removed for records in kept for record in records.groups.get(one, ()))
        records = chain((ahead.get((type(record), record.id), record) for record in there), ahead.values())
        needed = {record.customer for record in records if isinstance(record, KEEPING)}
        for customer in removed:
            if customer in needed:
                raise Conflict(f"customer {customer} is still needed")


def folded_names(record: AnyRecord | None) -> list[str]:
    """Return the names that a record claims, as they are compared: only customers claim any."""
    return [fold(name) for name in record.names] if isinstance(record, Customer) else []
