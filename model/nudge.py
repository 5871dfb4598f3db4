"""A relationship's standing, the nudge that says it has gone quiet, and the rules of when to send one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from model.cadence import heads_up_on, is_quiet
from model.customer import Customer
from model.record import Record, id_for

Step = Literal["due"]
FIRST_HOUR, LAST_HOUR = 9, 17
FRIDAY = 4


class Relationship(msgspec.Struct, frozen=True):
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

    def held(self, today: date) -> bool:
        """Whether a snooze holds nudges back on this day."""
        return self.customer.snoozed_until is not None and today < self.customer.snoozed_until


class NudgeAnswer(msgspec.Struct, frozen=True):
    """What was decided, by whom (a Slack user id) and when (UTC). `until` is set by a snooze."""

    decided: Literal["logged", "snoozed"]
    by: str
    at: datetime
    until: date | None = None


class Nudge(Record, frozen=True):
    """One reminder about one relationship. Its id is made from customer, due date, step and count, so it is made once.

    `post` is the id of the DM that carries it, beside the person's other nudges of that day; `sent_at` (UTC) is when it was
    decided.
    """

    customer: str
    due_on: date
    person: str
    post: str
    sent_at: datetime
    step: Step = "due"
    count: int = 1
    answer: NudgeAnswer | None = None


def nudge_id(workspace: str, customer: str, due_on: date, step: Step, count: int) -> str:
    """Return the id that this reminder, and no other, has."""
    return id_for("nudge", workspace, customer, due_on.isoformat(), step, str(count))


def in_working_hours(local: datetime) -> bool:
    """Whether a person may be written to at this moment of their own clock: 9:00 to 17:00, Monday to Friday."""
    return local.weekday() <= FRIDAY and FIRST_HOUR <= local.hour < LAST_HOUR


def next_count(relationship: Relationship, earlier: list[Nudge], today: date) -> int | None:
    """Return which sending of the due step is wanted on this day, or None where nothing is to be sent.

    `earlier` are the nudges of this customer. A step is sent once for a due date; a snooze that passes sends it again.
    """
    if not relationship.quiet(today) or relationship.held(today):
        return None
    sent = [nudge for nudge in earlier if nudge.due_on == relationship.due_on]
    if not sent:
        return 1
    newest = max(sent, key=lambda nudge: nudge.count)
    until = newest.answer.until if newest.answer else None
    return newest.count + 1 if until is not None and until <= today else None
