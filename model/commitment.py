"""A commitment: what one side promised the other in a talk, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from model.record import Record
from model.workday import last_working_day_before

Side = Literal["us", "them"]
A_WEEK = timedelta(days=7)


class Commitment(Record, frozen=True):
    """A promise. `side` is who made it, us or the customer.

    `person` is the Slack user id of the one of us who promised, or for a promise of the customer the one of us who waits for it, and
    `who` names who promised on the customer's side, as it was typed. `due_on` and `done_on` are days in that person's zone; `made_at`
    is UTC. `talk` is the id of the talk in which it was made, where there is one. `done_by` (a Slack user id) ticked it off at
    `done_at` (UTC). `reminded_on` is the day on which somebody was reminded of it last.
    """

    customer: str
    side: Side
    person: str
    what: str
    made_at: datetime
    author: str
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    talk: str | None = None
    reminded_on: date | None = None
    done_by: str | None = None
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be kept."""
        return self.done_on is None

    def overdue(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.open and self.due_on is not None and self.due_on < today

    def done(self, on: date, at: datetime, by: str) -> Commitment:
        """Return it as kept, ticked off by this person."""
        return self.changed(done_on=on, done_at=at, done_by=by)

    def to_remind(self, today: date) -> bool:
        """Whether somebody is to be reminded of it on this day.

        Once from the last working day before its day on, when it can still be kept; once more when it is overdue by a week.
        """
        if not self.open or self.due_on is None:
            return False
        reached = [day for day in (last_working_day_before(self.due_on), self.due_on + A_WEEK) if day <= today]
        return bool(reached) and (self.reminded_on is None or self.reminded_on < reached[-1])


def in_order(promises: Iterable[Commitment]) -> list[Commitment]:
    """Return promises in the order in which they are to be kept, those without a day at the end."""
    return sorted(promises, key=lambda promise: (promise.due_on or date.max, promise.made_at, promise.id))
