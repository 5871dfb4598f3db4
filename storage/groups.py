"""What indexes are made of: records in groups and in order, and customers' ids by a value that many share."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from model.record import Record

R = TypeVar("R", bound=Record)


class Ordered(Generic[R]):
    """Records in groups, in order within each: the talks of a customer, or of a day, oldest first. One whose group is None is left out."""

    def __init__(self, group: str | Callable[[R], Any], order: str) -> None:
        self.group: Callable[[R], Any] = attrgetter(group) if isinstance(group, str) else group
        self.order: Callable[[R], Any] = attrgetter(*order.split(), "id")
        self.groups: dict[Any, list[R]] = {}

    def load(self, records: Iterable[R]) -> None:
        """Take in many at once."""
        groups: defaultdict[Any, list[R]] = defaultdict(list)
        for record in records:
            groups[self.group(record)].append(record)
        groups.pop(None, None)
        for group in groups.values():
            group.sort(key=self.order)
        self.groups = dict(groups)

    def replace(self, old: R | None, new: R | None) -> None:
        """Take the old one out and the new one in."""
        if old is not None and (group := self.group(old)) is not None:
            self._drop(group, old)
        if new is not None and (group := self.group(new)) is not None:
            self._put(self.groups.setdefault(group, []), new)

    def newest(self, group: Any, limit: int | None = None) -> list[R]:
        """Return the newest of a group, newest first."""
        records = self.groups.get(group, [])
        return records[::-1] if limit is None else records[: -limit - 1 : -1]

    def oldest(self, group: Any) -> list[R]:
        """Return a group, oldest first."""
        return self.groups.get(group, [])[:]

    def since(self, first: date) -> Iterator[R]:
        """Return the records of a day and all later ones, in no order, where each group is a day's."""
        return (record for day in self.groups if day >= first for record in self.groups[day])

    def within(self, first: date, last: date) -> list[R]:
        """Return the records from a day to another, newest first, where each group is a day's and the order begins with it."""
        days = sorted((day for day in self.groups if first <= day <= last), reverse=True)
        return [record for day in days for record in reversed(self.groups[day])]

    def until(self, last: date) -> list[R]:
        """Return the records up to a day, that of the first at the front, where each group is a day's."""
        return [record for day in sorted(day for day in self.groups if day <= last) for record in self.groups[day]]

    def _put(self, records: list[R], record: R) -> None:
        if records and self.order(record) < self.order(records[-1]):
            insort(records, record, key=self.order)
        else:
            records.append(record)

    def _drop(self, name: Any, record: R) -> None:
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
