"""What a summary is made of: whose it is, of when, and what happened in that time, counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement, Stage
from model.kind import Kind, Told, kind_of, last_step, newly_overdue, within
from model.period import ONE_DAY, Period, period_of
from model.person import zone_named

QUARTERS = 5
LISTED = 100
UNSEEN: frozenset[Kind] = frozenset({"private talk", "hidden"})


class Scope(msgspec.Struct, frozen=True):
    """Whose summary it is: one customer's, one owner's (a Slack user id), or everybody's where neither is given."""

    customer: Customer | None = None
    owner: str | None = None


class Wanted(msgspec.Struct, frozen=True):
    """Which summary is wanted: whose, of when, by the days of which time zone, and on which day it is read."""

    scope: Scope
    period: Period
    zone: str
    today: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Return the moments (UTC) at which its time begins, and at which it is over."""
        first, after = self.period.first, self.period.last + ONE_DAY
        begins, ends = (datetime.combine(day, time(), zone_named(self.zone)).astimezone(UTC) for day in (first, after))
        return begins, ends


class Row(msgspec.Struct, frozen=True):
    """How often one customer was talked with in each quarter; only what keeps a relationship alive counts."""

    customer: Customer
    talks: tuple[int, ...]


class Figures(msgspec.Struct, frozen=True):
    """What is drawn: the talks of the last quarters, the oldest first, and by customer those that most need a look, the quietest first.

    `strategic` and `operational` are numbers of talks a quarter. `others` are the customers that are not among the rows.
    """

    quarters: tuple[Period, ...]
    strategic: tuple[int, ...]
    operational: tuple[int, ...]
    rows: tuple[Row, ...] = ()
    others: int = 0


class Tally:
    """What happened in the time of a summary, sorted by kind: how often, and the first hundred records of each."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.begins, self.ends = wanted.bounds
        self.counts: Counter[str] = Counter()
        self.records: dict[Kind, list[Any]] = {}

    def take(self, record: Told, *, hidden: bool = False) -> None:
        """Take in one record as what it is in this summary; what was promised in a private talk is `hidden`: counted, and not listed."""
        kind = kind_of(record, self.wanted.period, self.wanted.today, fresh=self.fresh(record))
        if kind is None:
            return
        self.add("hidden" if hidden else kind, record)
        if isinstance(record, Commitment):
            self.count_promise(record)
        if isinstance(record, Improvement):
            self.counts["improved"] += self.fresh(record) or last_step(record, self.wanted.period) is not None

    def add(self, kind: Kind, record: Told) -> None:
        """Take in one record of a kind."""
        self.counts[kind] += 1
        listed = self.records.setdefault(kind, [])
        if len(listed) < LISTED and kind not in UNSEEN:
            listed.append(record)

    def count_promise(self, promise: Commitment) -> None:
        """Count a promise by what became of it: made, kept or overdue since then, and late where it was overdue at another time."""
        period, today = self.wanted.period, self.wanted.today
        self.counts["promised"] += self.fresh(promise)
        self.counts["redeemed"] += within(period, promise.done_on)
        self.counts["fell due"] += newly_overdue(promise, period, today)
        self.counts["late"] += promise.overdue(today)

    def fresh(self, record: Told) -> bool:
        """Whether a record was noted, promised or begun in this time."""
        match record:
            case Idea():
                return self.begins <= record.noted_at < self.ends
            case Improvement():
                return self.begins <= record.begun_at < self.ends
            case Commitment():
                return self.begins <= record.made_at < self.ends
        return False

    def summary(self, **more: Any) -> Summary:
        """Return the summary of what was taken in; `more` are its other fields."""
        wanted = self.wanted
        return Summary(wanted.scope, wanted.period, wanted.today, counts=self.counts, records=self.records, **more)


class Summary(msgspec.Struct, frozen=True):
    """What a summary is made of, as it stands on `today`.

    `counts` and `records` are those of a `Tally`; `stages` are how many improvements are open in each stage. `names` are the customers'
    names by id, `back` the ids of ideas that were put off and are on the table again.
    """

    scope: Scope
    period: Period
    today: date
    counts: Mapping[str, int] = {}
    records: Mapping[Kind, Sequence[Any]] = {}
    stages: Mapping[Stage, int] = {}
    names: Mapping[str, str] = {}
    back: frozenset[str] = frozenset()
    figures: Figures | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(self.counts.values())

    def count(self, *kinds: str) -> int:
        """Return how many there are of these kinds."""
        return sum(self.counts.get(kind, 0) for kind in kinds)

    def some(self, *kinds: Kind) -> list[Any]:
        """Return the first of each of these kinds, one kind after the other."""
        return [record for kind in kinds for record in self.records.get(kind, ())]


def quarters_until(period: Period) -> tuple[Period, ...]:
    """Return the quarter in which a period ends and those before it, the oldest first."""
    found = [period_of("quarter", period.last)]
    while len(found) < QUARTERS:
        found.append(found[-1].previous)
    return tuple(reversed(found))


def quarter_number(day: date) -> int:
    """Return a day's quarter as a number that goes on over the years."""
    return day.year * 4 + (day.month - 1) // 3


def a_day_around(period: Period) -> tuple[date, date]:
    """Return the UTC days in which the moments of a period can lie, whatever the zone."""
    return period.first - timedelta(days=1), period.last + timedelta(days=1)
