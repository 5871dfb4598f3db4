"""A belief (step 7, "learn about your customers' business"): what is held to be true of a customer's business, and how surely.

The source is Koch, "Little ITIL, Big Results", steps 7 and 8: homework first, then confirm and correct it with the customer.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

import msgspec

from model.cadence import add_months
from model.record import Record

Topic = Literal["industry", "normal", "innovators", "position", "plans", "business", "services"]
BeliefState = Literal["assumed", "confirmed", "corrected", "outdated"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
STALE_AFTER_MONTHS = 6


class Wording(msgspec.Struct, frozen=True):
    """What a belief said before it was corrected; `on` is the day it was corrected, `by` the Slack user id of who did."""

    statement: str
    on: date
    by: str

    def __str__(self) -> str:
        """Return what it said."""
        return self.statement


class Belief(Record, frozen=True):
    """One statement about a customer, on one of seven topics.

    `normal` and `innovators` are the normal and the innovators' uses of IT in the customer's industry, `business` is how it works,
    `services` how it uses ours. `author` (a Slack user id) learned it on `learned_on` (a day in their zone), and recorded it at
    `learned_at` (UTC). `confirmed_on` is the day on which the customer said so last, in the talk with the id `talk` where it is known.
    `confirmed_by` heard it from them. A correction puts the new statement in the place of the old one, which goes to the end of
    `earlier`; the new one counts as said by the customer on `confirmed_on`. `to_ask` wants it asked at the next talk. `entry` is the
    id of the industry entry that it was taken from.
    """

    customer: str
    topic: Topic
    statement: str
    author: str
    learned_on: date
    learned_at: datetime
    source: str = ""
    state: BeliefState = "assumed"
    confirmed_on: date | None = None
    confirmed_by: str | None = None
    talk: str | None = None
    earlier: tuple[Wording, ...] = ()
    to_ask: str | None = None
    entry: str | None = None

    @property
    def held(self) -> bool:
        """Whether it is still believed."""
        return self.state != "outdated"

    @property
    def sure(self) -> bool:
        """Whether the customer said so, once."""
        return self.state in {"confirmed", "corrected"}

    def stale(self, today: date) -> bool:
        """Whether it is held, and nobody has heard it from the customer, or learned it, for six months.

        What only stands in the customer's details was never learned: it is an assumption, however old.
        """
        told = self.author or self.confirmed_on
        return bool(self.held and told) and add_months(self.confirmed_on or self.learned_on, STALE_AFTER_MONTHS) < today

    def heard(self, on: date) -> bool:
        """Whether the customer said so on this day, or since."""
        return self.sure and self.confirmed_on is not None and self.confirmed_on >= on

    def confirmed(self, on: date, by: str, talk: str | None = None) -> Belief:
        """Return it as the customer confirmed it on this day, to this person."""
        return self.changed(state="confirmed", confirmed_on=on, confirmed_by=by, talk=talk, to_ask=None)

    def corrected(self, statement: str, on: date, by: str, talk: str | None = None) -> Belief:
        """Return it as the customer corrected it on this day; what it said before is kept."""
        earlier = (*self.earlier, Wording(self.statement, on, by))
        told = {"statement": statement, "state": "corrected", "confirmed_on": on, "confirmed_by": by, "talk": talk}
        return self.changed(**told, earlier=earlier, to_ask=None)

    def restated(self, statement: str, on: date, by: str, source: str = "") -> Belief:
        """Return it as we see it now, which nobody has confirmed; what it said before is kept."""
        earlier = (*self.earlier, Wording(self.statement, on, by))
        unheard = {"state": "assumed", "confirmed_on": None, "confirmed_by": None, "talk": None, "to_ask": None}
        return self.changed(statement=statement, author=by, learned_on=on, source=source, earlier=earlier, **unheard)

    def outdated(self) -> Belief:
        """Return it as nobody believes it any more."""
        return self.changed(state="outdated", to_ask=None)

    def asked(self, by: str) -> Belief:
        """Return it as this person wants it asked at the next talk."""
        return self.changed(to_ask=by)


def unsureness(belief: Belief, today: date) -> tuple[bool, bool, bool, date]:
    """Return by what beliefs are ordered to be checked: what is to be asked, the stale, what was never confirmed; the oldest first."""
    return belief.to_ask is None, not belief.stale(today), belief.sure, belief.confirmed_on or belief.learned_on
