"""What the store finds without searching: indexes over the records of one workspace, kept at every write.

They also derive how each relationship stands, so that a due date is never older than the talks and the cadence it comes from.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

from model.cadence import Cadence
from model.change import AnyRecord
from model.customer import Customer, fold
from model.idea import Idea
from model.nudge import Nudge, Relationship
from model.post import Post
from model.record import Record
from model.talk import Talk
from storage.tables import Tables

R = TypeVar("R", bound=Record)


class Ordered(Generic[R]):
    """Records in groups, in order within each: the talks of a customer, or of a day, oldest first."""

    def __init__(self, group: str | Callable[[R], Any], order: str) -> None:
        self.group: Callable[[R], Any] = attrgetter(group) if isinstance(group, str) else group
        self.order: Callable[[R], Any] = attrgetter(*order.split(), "id")
        self.groups: dict[Any, list[R]] = {}

    def load(self, records: Iterable[R]) -> None:
        """Take in many at once."""
        groups: defaultdict[Any, list[R]] = defaultdict(list)
        for record in records:
            groups[self.group(record)].append(record)
        for group in groups.values():
            group.sort(key=self.order)
        self.groups = dict(groups)

    def replace(self, old: R | None, new: R | None) -> None:
        """Take the old one out and the new one in."""
        if old is not None:
            self._drop(old)
        if new is not None:
            self._put(self.groups.setdefault(self.group(new), []), new)

    def newest(self, group: Any, limit: int | None = None) -> list[R]:
        """Return the newest of a group, newest first."""
        records = self.groups.get(group, [])
        return records[::-1] if limit is None else records[: -limit - 1 : -1]

    def oldest(self, group: str) -> list[R]:
        """Return a group, oldest first."""
        return self.groups.get(group, [])[:]

    def between(self, first: date, last: date) -> list[R]:
        """Return the records of some days, newest first, where each group is a day's."""
        days = (last - timedelta(days=back) for back in range((last - first).days + 1))
        return [record for day in days for record in self.newest(day)]

    def _put(self, records: list[R], record: R) -> None:
        if records and self.order(record) < self.order(records[-1]):
            insort(records, record, key=self.order)
        else:
            records.append(record)

    def _drop(self, record: R) -> None:
        name = self.group(record)
        records = self.groups[name]
        del records[bisect_left(records, self.order(record), key=self.order)]
        if not records:
            del self.groups[name]


class Buckets:
    """Customer ids by a value that many share, such as the owner or the due date."""

    def __init__(self) -> None:
        self.ids: defaultdict[Any, set[str]] = defaultdict(set)

    def move(self, customer: str, old: Any, new: Any) -> None:
        """Take the customer out of the old value's bucket and put it into the new one's; None has no bucket."""
        if old is not None and old != new:
            self.ids[old].discard(customer)
            if not self.ids[old]:
                del self.ids[old]
        if new is not None:
            self.ids[new].add(customer)

    def at(self, value: Any) -> Iterable[str]:
        """Return the customers in that bucket."""
        return self.ids.get(value, ())


class Indexes:
    """Everything that is found without a search, in one workspace."""

    def __init__(self) -> None:
        self.names: dict[str, Customer] = {}
        self.folded: dict[str, str] = {}
        self.longest_name = 0
        self.standing: dict[str, Relationship] = {}
        self.external_ids, self.domains = Buckets(), Buckets()
        self.owners, self.channels, self.due, self.booked = Buckets(), Buckets(), Buckets(), Buckets()
        self.talks: Ordered[Talk] = Ordered("customer", "held_on recorded_at")
        self.ideas: Ordered[Idea] = Ordered("customer", "noted_at")
        self.talks_of_day: Ordered[Talk] = Ordered("held_on", "recorded_at")
        self.ideas_of_day: Ordered[Idea] = Ordered(lambda idea: idea.noted_at.date(), "noted_at")
        self.nudges: Ordered[Nudge] = Ordered("customer", "sent_at")
        self.nudges_of_post: Ordered[Nudge] = Ordered("post", "sent_at")
        self.open_posts: dict[str, Post] = {}

    def load(self, tables: Tables) -> None:
        """Build everything from the tables at once."""
        for talks in (self.talks, self.talks_of_day):
            talks.load(tables.all(Talk))
        for ideas in (self.ideas, self.ideas_of_day):
            ideas.load(tables.all(Idea))
        self.nudges.load(tables.all(Nudge))
        self.nudges_of_post.load(tables.all(Nudge))
        self.open_posts = {post.id: post for post in tables.all(Post) if post.open}
        for customer in tables.all(Customer):
            self._customer(None, customer)

    def replace(self, old: AnyRecord | None, new: AnyRecord | None) -> None:
        """Follow one write: the old record goes, the new one comes; either may be missing."""
        record = new or old
        assert record is not None  # noqa: S101  a write of nothing is never made
        if type(record) in self._kept_by:
            self._kept_by[type(record)](self, old, new)

    def by_name(self, customers: Iterable[str]) -> list[str]:
        """Return these customers' ids in the order of their folded names."""
        return sorted(customers, key=self.folded.__getitem__)

    def in_buckets(self, buckets: Buckets, values: Iterable[str]) -> dict[str, list[Customer]]:
        """Return the customers in these buckets, each bucket by folded name, without the empty ones."""
        found = {value: self.by_name(buckets.at(value)) for value in values}
        return {value: [self.standing[customer].customer for customer in ids] for value, ids in found.items() if ids}

    def due_by(self, day: date | None) -> list[Relationship]:
        """Return the relationships due on or before a day (or all), earliest first, then by folded name."""
        days = sorted(due for due in self.due.ids if day is None or due <= day)
        return [self.standing[customer] for customer in chain.from_iterable(self.by_name(self.due.ids[due]) for due in days)]

    def booked_before(self, day: date) -> list[Relationship]:
        """Return the relationships with a talk booked before a day, earliest first, then by folded name."""
        days = sorted(booked for booked in self.booked.ids if booked < day)
        return [self.standing[customer] for customer in chain.from_iterable(self.by_name(self.booked.ids[booked]) for booked in days)]

    def due_of(self, owner: str, day: date | None) -> list[Relationship]:
        """Return one owner's relationships in the same order."""
        owned = [self.standing[customer] for customer in self.by_name(self.owners.at(owner))]
        return sorted((one for one in owned if day is None or one.due_on <= day), key=attrgetter("due_on"))

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
        self.channels.move(record.id, old and old.channel, new and new.channel)
        self.external_ids.move(record.id, old and old.external_id, new and new.external_id)
        self.domains.move(record.id, old and old.domain, new and new.domain)
        self.booked.move(record.id, old and old.booked_on, new and new.booked_on)
        self._derive(record.id, new)

    def _talk(self, old: Talk | None, new: Talk | None) -> None:
        self.talks.replace(old, new)
        self.talks_of_day.replace(old, new)
        for talk in (old, new):
            if talk is not None and talk.counts and talk.customer in self.standing:
                self._derive(talk.customer, self.standing[talk.customer].customer)

    def _idea(self, old: Idea | None, new: Idea | None) -> None:
        self.ideas.replace(old, new)
        self.ideas_of_day.replace(old, new)

    def _nudge(self, old: Nudge | None, new: Nudge | None) -> None:
        self.nudges.replace(old, new)
        self.nudges_of_post.replace(old, new)

    def _post(self, old: Post | None, new: Post | None) -> None:
        if new is not None and new.open:
            self.open_posts[new.id] = new
        elif old is not None:
            self.open_posts.pop(old.id, None)

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
        Idea: _idea,
        Nudge: _nudge,
        Post: _post,
    }


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
