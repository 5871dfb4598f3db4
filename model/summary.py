"""What a summary is made of: whose it is, of when, and what happened to each record in that time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement, Stage, Step
from model.nudge import Relationship
from model.period import ONE_DAY, Period, period_of
from model.person import zone_named
from model.talk import Talk

QUARTERS = 5
LISTED = 100
Learned = Literal["corrected", "confirmed", "learned"]
Moved = Literal["ended", "measured", "back", "moved", "begun", "unchecked"]
Kept = Literal["newly overdue", "overdue", "kept", "made", "hidden"]
Told = Talk | Belief | Idea | Commitment | Improvement | Relationship
Kind = Learned | Moved | Kept | Literal["talk", "private talk", "decided", "noted", "newly quiet", "still quiet", "booked"]


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


UNSEEN: frozenset[Kind] = frozenset({"private talk", "hidden"})


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
        kind = kind_of(record, self.wanted, fresh=self.fresh(record))
        if kind is None:
            return
        self.add("hidden" if hidden else kind, record)
        if isinstance(record, Commitment):
            self.count_promise(record)

    def add(self, kind: Kind, record: Told) -> None:
        """Take in one record of a kind."""
        self.counts[kind] += 1
        listed = self.records.setdefault(kind, [])
        if len(listed) < LISTED and kind not in UNSEEN:
            listed.append(record)

    def count_promise(self, promise: Commitment) -> None:
        """Count a promise by its side and by what became of it."""
        self.counts[f"{promise.side} made"] += self.fresh(promise)
        self.counts[f"{promise.side} kept"] += within(self.wanted.period, promise.done_on)
        self.counts[f"{promise.side} overdue"] += promise.overdue(self.wanted.today)

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


def within(period: Period, day: date | None) -> bool:
    """Whether a day lies in a period."""
    return day is not None and period.first <= day <= period.last


def newly_overdue(promise: Commitment, period: Period, today: date) -> bool:
    """Whether a promise that is overdue became so in a period."""
    return promise.overdue(today) and promise.due_on is not None and within(period, promise.due_on + ONE_DAY)


def kind_of(record: Told, wanted: Wanted, *, fresh: bool) -> Kind | None:
    """Return what a record is in a summary; None where nothing happened to it. `fresh` says that it was made in that time."""
    match record:
        case Talk():
            return kind_of_talk(record, wanted.period)
        case Belief():
            return kind_of_belief(record, wanted.period)
        case Idea():
            return kind_of_idea(record, wanted.period, fresh=fresh)
        case Commitment():
            return kind_of_promise(record, wanted, fresh=fresh)
        case Improvement():
            return kind_of_improvement(record, wanted, fresh=fresh)
        case Relationship():
            return "newly quiet" if within(wanted.period, record.due_on + ONE_DAY) else "still quiet"


def kind_of_talk(talk: Talk, period: Period) -> Kind | None:
    """Return what a talk is in a summary: private ones are counted only."""
    if not within(period, talk.held_on):
        return None
    return "talk" if talk.visibility == "team" else "private talk"


def kind_of_idea(idea: Idea, period: Period, *, fresh: bool) -> Kind | None:
    """Return what an idea is in a summary; what went into another one is told of there."""
    if idea.state == "merged":
        return None
    if idea.state != "new" and within(period, idea.decided_on):
        return "decided"
    return "noted" if fresh else None


def kind_of_belief(belief: Belief, period: Period) -> Learned | None:
    """Return what happened to a belief in a period, the most telling of it; None where it is held no more, or nothing did."""
    if not belief.held:
        return None
    if belief.sure and within(period, belief.confirmed_on):
        corrected = belief.earlier and within(period, belief.earlier[-1].on)
        return "corrected" if corrected else "confirmed"
    return "learned" if within(period, belief.learned_on) else None


def kind_of_promise(promise: Commitment, wanted: Wanted, *, fresh: bool) -> Kept | None:
    """Return what a promise is in a summary."""
    if within(wanted.period, promise.done_on):
        return "kept"
    if promise.overdue(wanted.today):
        return "newly overdue" if newly_overdue(promise, wanted.period, wanted.today) else "overdue"
    return "made" if fresh else None


def kind_of_improvement(one: Improvement, wanted: Wanted, *, fresh: bool) -> Moved | None:
    """Return what happened to an improvement, the last of it; `fresh` says that it was begun then."""
    steps = [step for step in one.steps if within(wanted.period, step.on)]
    if steps:
        return by_step(steps[-1])
    if fresh:
        return "begun"
    late = one.checked_by is not None and one.checked_by < wanted.today
    return "unchecked" if late and one.checked_by and within(wanted.period, one.checked_by + ONE_DAY) else None


def by_step(step: Step) -> Moved:
    """Return what a move was."""
    if step.back:
        return "back"
    if step.verdict:
        return "ended"
    return "measured" if step.stage == "act" else "moved"


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
