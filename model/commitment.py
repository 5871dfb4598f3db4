"""A commitment: what one side promised the other in a talk, and by when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from model.record import Record

Side = Literal["us", "them"]


class Commitment(Record, frozen=True):
    """A promise. `side` is who made it, us or the customer.

    `person` is the Slack user id of the one of us who promised, or for a promise of the customer the one of us who waits for it, and
    `who` names who promised on the customer's side, as it was typed. `due_on` and `done_on` are days in that person's zone; `made_at`
    is UTC. `talk` is the id of the talk in which it was made, where there is one. `reminded_on` is the day on which the person was
    reminded of it last.
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

    @property
    def open(self) -> bool:
        """Whether it is still to be kept."""
        return self.done_on is None

    def overdue(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.open and self.due_on is not None and self.due_on < today
