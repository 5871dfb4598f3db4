"""What the store finds without searching: indexes over the records of one workspace, kept at every write.

They also derive how each relationship stands, so that a due date is never older than the talks and the cadence it comes from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from model.belief import Belief
from model.cadence import Cadence
from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer, fold
from model.happened import HAPPENING, Happening, days
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge, Relationship
from model.post import Post
from model.record import Record
from model.talk import Talk
from storage.base import Around
from storage.groups import Buckets, Ordered
from storage.outbox import Outbox
from storage.tables import Tables
from storage.turn import Turn

H = TypeVar("H", bound=Happening)
ALL = "all"
A_RUN = 2000
ORDER: dict[type[Record], str] = {
    Talk: "held_on recorded_at",
    Idea: "noted_at",
    Belief: "learned_at",
    Commitment: "made_at",
    Improvement: "number cycle",
}


class Indexes:
    """Everything that is found without a search, in one workspace."""

    def __init__(self) -> None:
        self.names: dict[str, Customer] = {}
        self.folded: dict[str, str] = {}
        self.longest_name = 0
        self.standing: dict[str, Relationship] = {}
        self.external_ids, self.domains = Buckets(), Buckets()
        self.owners, self.sponsors, self.channels, self.due, self.booked = (Buckets() for _ in range(5))
        self.industries = Buckets()
        self.talks: Ordered[Talk] = Ordered("customer", ORDER[Talk])
        self.ideas: Ordered[Idea] = Ordered("customer", ORDER[Idea])
        self.improvements: Ordered[Improvement] = Ordered("customer", ORDER[Improvement])
        self.register: Ordered[Improvement] = Ordered(lambda _: ALL, ORDER[Improvement])
        self.nudges: Ordered[Nudge] = Ordered("customer", "sent_at")
        self.nudges_of_post: Ordered[Nudge] = Ordered("post", "sent_at")
        self.beliefs: Ordered[Belief] = Ordered("customer", ORDER[Belief])
        self.commitments: Ordered[Commitment] = Ordered("customer", ORDER[Commitment])
        self.industry: Ordered[IndustryEntry] = Ordered("folded", "noted_at")
        self.promised: Ordered[Commitment] = Ordered(lambda promise: promise.due_on if promise.open else None, ORDER[Commitment])
        self.to_check: Ordered[Improvement] = Ordered("checked_by", ORDER[Improvement])
        self.to_tell: dict[type[Record], Ordered[Any]] = {kind: Ordered(to_hear, ORDER[kind]) for kind in (Idea, Improvement)}
        self.last_day: dict[type[Record], Ordered[Any]] = {kind: Ordered(lambda one: days(one)[-1], ORDER[kind]) for kind in HAPPENING}
        self.outbox = Outbox()
        self._ordered: dict[type[Record], list[Ordered[Any]]] = {
            Talk: [self.talks],
            Idea: [self.ideas, self.to_tell[Idea]],
            Improvement: [self.improvements, self.register, self.to_check, self.to_tell[Improvement]],
            Nudge: [self.nudges, self.nudges_of_post],
            Belief: [self.beliefs],
            Commitment: [self.commitments, self.promised],
            IndustryEntry: [self.industry],
        }
        for kind, ordered in self.last_day.items():
            self._ordered[kind].append(ordered)

    def load(self, tables: Tables) -> None:
        """Build everything from the tables at once."""
        for kind, several in self._ordered.items():
            records = tables.all(kind)
            for ordered in several:
                ordered.load(records)
        for post in tables.all(Post):
            self.outbox.replace(None, post)
        for customer in tables.all(Customer):
            self._customer(None, customer)

    def replace(self, old: AnyRecord | None, new: AnyRecord | None) -> None:
        """Follow one write: the old record goes, the new one comes; either may be missing."""
        record = new or old
        assert record is not None  # noqa: S101  a write of nothing is never made
        kind = type(record)
        for ordered in self._ordered.get(kind, ()):
            ordered.replace(old, new)
        if kind in self._kept_by:
            self._kept_by[kind](self, old, new)

    def by_name(self, customers: Iterable[str]) -> list[str]:
        """Return these customers' ids in the order of their folded names."""
        return sorted(customers, key=self.folded.__getitem__)

    def in_buckets(self, buckets: Buckets, values: Iterable[str]) -> dict[str, list[Customer]]:
        """Return the customers in these buckets, each bucket by folded name, without the empty ones."""
        found = {value: self.by_name(buckets.at(value)) for value in values}
        return {value: [self.standing[customer].customer for customer in ids] for value, ids in found.items() if ids}

    async def happened(self, kind: type[H], first: date, last: date) -> list[H]:
        """Return the records of a kind on which something happened between two days, newest first, as they were when it was called."""
        of_kind: Ordered[H] = self.last_day[kind]
        if kind is Talk:
            return of_kind.within(first, last)
        turn, found = Turn(), list[H]()
        for record in list(of_kind.since(first)):
            if any(first <= day <= last for day in days(record)):
                found.append(record)
            await turn.over()
        return await in_order(found, of_kind.order)

    def happened_with(self, customers: Iterable[str], kind: type[H], first: date, last: date) -> list[H]:
        """Return the records of a kind and of these customers on which something happened between two days, newest first."""
        of_kind: Ordered[H] = self._ordered[kind][0]
        of_each = (of_kind.groups.get(customer, ()) for customer in set(customers))
        found = [record for record in chain.from_iterable(of_each) if any(first <= day <= last for day in days(record))]
        return sorted(found, key=of_kind.order, reverse=True)

    async def last_talks(self, before: date) -> dict[str, date]:
        """Return the day of each customer's newest talk that counts and was held before a day, where there is one."""
        turn, found = Turn(), dict[str, date]()
        for customer, talks in [*self.talks.groups.items()]:
            later = bisect_left(talks, before, key=attrgetter("held_on"))
            if last := next((talks[at] for at in range(later - 1, -1, -1) if talks[at].counts), None):
                found[customer] = last.held_on
            await turn.over()
        return found

    def around(self, customer: Customer) -> Around:
        """Return what is around a customer."""
        last_on = self.standing[customer.id].last_on
        return Around(customer, last_on, self.nudges.oldest(customer.id), self.beliefs.newest(customer.id))

    def due_by(self, day: date | None) -> list[Relationship]:
        """Return the relationships due on or before a day (or all), earliest first, then by folded name."""
        days = sorted(due for due in self.due.ids if day is None or due <= day)
        return [self.standing[customer] for customer in chain.from_iterable(self.by_name(self.due.ids[due]) for due in days)]

    def booked_before(self, day: date) -> list[Relationship]:
        """Return the relationships with a talk booked before a day, earliest first, then by folded name."""
        days = sorted(booked for booked in self.booked.ids if booked < day)
        return [self.standing[customer] for customer in chain.from_iterable(self.by_name(self.booked.ids[booked]) for booked in days)]

    def due_among(self, customers: Iterable[str], day: date | None = None) -> list[Relationship]:
        """Return these customers' relationships in the same order."""
        found = [self.standing[customer] for customer in self.by_name(customers)]
        return sorted((one for one in found if day is None or one.due_on <= day), key=attrgetter("due_on"))

    def _customer(self, old: Customer | None, new: Customer | None) -> None:
        record = new or old
        assert record is not None  # noqa: S101  a write of nothing is never made
        for name in () if old is None else map(fold, old.names):
            if name in self.names and self.names[name].id == record.id:
                del self.names[name]
        if new is not None:
            folded = self.folded[new.id] = fold(new.name)
            names = [*map(fold, new.aliases), folded]
            self.names.update(dict.fromkeys(names, new))
            self.longest_name = max(self.longest_name, *map(len, names))
        else:
            del self.folded[record.id]
        self.owners.move(record.id, old and old.owner, new and new.owner)
        self.sponsors.move(record.id, old and old.sponsor, new and new.sponsor)
        self.channels.move(record.id, old and old.channel, new and new.channel)
        self.external_ids.move(record.id, old and old.external_id, new and new.external_id)
        self.domains.move(record.id, old and old.domain, new and new.domain)
        self.industries.move(record.id, (old and fold(old.industry)) or None, (new and fold(new.industry)) or None)
        self.booked.move(record.id, old and old.booked_on, new and new.booked_on)
        self._derive(record.id, new)

    def _talk(self, old: Talk | None, new: Talk | None) -> None:
        for talk in (old, new):
            if talk is not None and talk.counts and talk.customer in self.standing:
                self._derive(talk.customer, self.standing[talk.customer].customer)

    def _post(self, old: Post | None, new: Post | None) -> None:
        self.outbox.replace(old, new)

    def _derive(self, customer: str, record: Customer | None) -> None:
        before = self.standing.get(customer)
        if record is None:
            del self.standing[customer]
            self.due.move(customer, before and before.due_on, None)
        else:
            after = self.standing[customer] = standing(record, self.talks.groups.get(customer, []))
            self.due.move(customer, before and before.due_on, after.due_on)

    _kept_by: ClassVar[dict[type[Record], Callable[[Indexes, Any, Any], None]]] = {
        Customer: _customer,
        Talk: _talk,
        Post: _post,
    }


async def in_order(records: list[H], order: Callable[[H], Any]) -> list[H]:
    """Return records newest first; of many, some are put in order at a time."""
    turn, runs = Turn(), list[list[H]]()
    for start in range(0, len(records), A_RUN):
        runs.append(sorted(records[start : start + A_RUN], key=order, reverse=True))
        await turn.over()
    if len(runs) <= 1:
        return runs[0] if runs else []
    found: list[H] = []
    for record in merge(*runs, key=order, reverse=True):
        found.append(record)
        await turn.over()
    return found


def to_hear(record: Idea | Improvement) -> str | None:
    """Return the group of what somebody has yet to hear of."""
    return ALL if record.to_hear else None


def standing(customer: Customer, talks: list[Talk]) -> Relationship:
    """Return how a relationship stands, given the customer's talks, oldest first."""
    last_on = next((talk.held_on for talk in reversed(talks) if talk.counts), None) if talks else None
    return Relationship(customer, last_on, due_after(customer.cadence, last_on or customer.added_on))


@lru_cache(maxsize=4096)
def due_after(cadence: Cadence, day: date) -> date:
    """Return the day one cadence after `day`, or the last there is: many customers share both."""
    try:
        return cadence.after(day)
    except (OverflowError, ValueError):
        return date.max
