"""What a quarter's score is reckoned from: the quarter as somebody sees it, what is known of a customer, and one thing that is counted.

What is counted, and how, stands in `score` and `funnel`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer, Side
from model.drying import Sign
from model.happened import Happening
from model.idea import Idea
from model.improvement import Improvement
from model.period import Period
from model.person import zone_named
from model.summary import Scope
from model.talk import Talk

Name = Literal["kept", "touch", "talks", "beliefs", "funnel", "waiting", "ours", "theirs", "maturity", "drying"]
STANDINGS: dict[Name, tuple[str, ...]] = {
    "kept": ("missed", "late", "to come", "in time"),
    "touch": ("quiet", "new", "in touch"),
    "talks": ("operational", "strategic"),
    "beliefs": ("stale", "assumed", "confirmed"),
    "funnel": ("raised", "planned", "checked", "adopted"),
    "waiting": ("undecided", "adopted", "plan", "do", "check", "act"),
    "ours": ("overdue", "late", "to come", "in time"),
    "theirs": ("overdue", "late", "to come", "in time"),
    "maturity": ("lower", "not rated", "us", "them", "higher", "alike"),
    "drying": ("drying",),
}
TODAY_ONLY: frozenset[Name] = frozenset({"beliefs", "waiting", "drying"})


class Term(msgspec.Struct, frozen=True):
    """A quarter as somebody sees it on the day `today`, in the time zone `zone`."""

    period: Period
    today: date
    zone: str = "UTC"

    @property
    def day(self) -> date:
        """Return the day on which things are looked at: the quarter's last, or today while it is under way."""
        return min(self.period.last, self.today)

    @property
    def until(self) -> date:
        """Return the day until which ratings count: all of them while the quarter is under way, whatever day it is where they are made."""
        return date.max if self.running else self.period.last

    @property
    def running(self) -> bool:
        """Whether the quarter is under way."""
        return self.period.under_way(self.today)

    def has(self, day: date | None) -> bool:
        """Whether a day lies in the quarter, and not ahead."""
        return day is not None and self.period.first <= day <= self.day

    def local(self, at: datetime) -> date:
        """Return the day of a moment."""
        return at.astimezone(zone_named(self.zone)).date()


class Case(msgspec.Struct, frozen=True, gc=False):
    """What is known of one customer: `before` is the day of its last counting talk before the quarter, None where there was none.

    More records than a figure counts do no harm, each looks for its own: beliefs, ideas and improvements are all there are, talks at
    least those of the quarter and of the two that end today, promises at least those due in the quarter and those overdue.
    """

    customer: Customer
    before: date | None = None
    talks: Sequence[Talk] = ()
    beliefs: Sequence[Belief] = ()
    ideas: Sequence[Idea] = ()
    improvements: Sequence[Improvement] = ()
    promises: Sequence[Commitment] = ()

    def spoken(self, term: Term) -> list[date]:
        """Return the days of the quarter on which one talked so that it counts, earliest first."""
        return sorted({talk.held_on for talk in self.talks if talk.counts and term.has(talk.held_on)})


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One thing that is counted: how it stands (see `STANDINGS`), the day that matters, the record if it is one, why it is drying up."""

    customer: Customer
    standing: str
    on: date | None = None
    record: Happening | None = None
    signs: tuple[Sign, ...] = ()


class Score(msgspec.Struct, frozen=True):
    """A score: how many `customers` it counts, and of each figure how many things stand how.

    `longest` is what waits longest. `levels` are how many relationships each side sees on which level. `earlier` says that some of these
    customers were there before the quarter, and so that the one before has a score too.
    """

    scope: Scope
    term: Term
    customers: int
    counts: Mapping[Name, Mapping[str, int]]
    longest: Entry | None = None
    levels: Mapping[Side, Mapping[str, int]] = {}
    earlier: bool = False

    def count(self, name: Name, *standings: str) -> int:
        """Return how many things a figure counts, all of them or those that stand so."""
        return sum(count for standing, count in self.counts[name].items() if not standings or standing in standings)


class Point(msgspec.Struct, frozen=True):
    """One quarter of a trend: how many `customers` there were and how many of them were in touch at its end, talks, promises of ours.

    `promised` are those that were due, less those still to come; `kept` those of them that were kept in time.
    """

    period: Period
    customers: int
    in_touch: int
    talks: int
    strategic: int
    promised: int
    kept: int
