"""A relationship's standing, the nudge that says it has gone quiet, and the rules of when to send one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

from model.cadence import heads_up_on, is_quiet
from model.customer import Customer
from model.record import Record, id_for
from model.workday import is_working_day

Step = Literal["due", "overdue", "escalated", "happened", "brief"]
Decision = Literal["logged", "snoozed", "booked", "fell through", "handed over"]
FIRST_HOUR, LAST_HOUR = 9, 17


class Relationship(msgspec.Struct, frozen=True, gc=False):
    """A customer and how long it has been: derived from its talks at every write, never stored by hand.

    `last_on` is the day of the newest talk that counts, `due_on` one cadence after it (or after the day the customer was
    added, while there was none).
    """

    customer: Customer
    last_on: date | None
    due_on: date

    @property
    def since(self) -> date:
        """Return the day the cadence is counted from."""
        return self.last_on or self.customer.added_on

    def quiet(self, today: date) -> bool:
        """Whether the due date has passed on this day."""
        return is_quiet(self.due_on, today)

    def close(self, today: date) -> bool:
        """Whether it is not quiet yet, but past 80 % of its cadence."""
        return not self.quiet(today) and today >= heads_up_on(self.since, self.due_on)


class NudgeAnswer(msgspec.Struct, frozen=True):
    """What was decided, by whom (a Slack user id) and when (UTC): until when it is snoozed or booked, or to whom it was handed."""

    decided: Decision
    by: str
    at: datetime
    until: date | None = None
    to: str | None = None


class Nudge(Record, frozen=True):
    """One telling about one relationship to one person. Its id is made from all of that, so it is made once.

    `due_on` is the due date it is about, or the day of the booked talk for the steps `happened` and `brief`, which is told before it
    and no step of the ladder. `post` is the id of the DM that carries it, beside the person's other nudges of that day; `sent_at` (UTC)
    is when it was decided, `sent_on` on which day of the relationship, see `model.ladder`.
    """

    customer: str
    due_on: date
    person: str
    post: str
    sent_at: datetime
    sent_on: date
    step: Step = "due"
    count: int = 1
    answer: NudgeAnswer | None = None


def nudge_id(nudge: Nudge) -> str:
    """Return the id that this telling, and no other, has."""
    about = (nudge.customer, nudge.due_on.isoformat(), nudge.step, nudge.person, str(nudge.count))
    return id_for("nudge", nudge.workspace, *about)


def in_working_hours(local: datetime, first_hour: int = FIRST_HOUR, last_hour: int = LAST_HOUR) -> bool:
    """Whether a person may be written to at this moment of their own clock: from the first hour until the last, Monday to Friday."""
    return is_working_day(local) and first_hour <= local.hour < last_hour


def end_of_hours(local: datetime, last_hour: int = LAST_HOUR) -> datetime:
    """Return when (UTC) the working hours of a day end, given a moment of it on the person's own clock."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(hours=last_hour)).astimezone(UTC)
