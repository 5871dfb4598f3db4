"""The ladder: which step a relationship that has gone quiet has reached, who hears of it, and what holds it back.

Days are the relationship's: its owner's, or without one the workspace's, whoever hears of it. A step is told once to each person
for a due date. It is told again when a snooze or a booked talk that held it back has passed, and the sponsor hears again once a
cadence.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache

import msgspec

from model.cadence import Cadence
from model.customer import Customer
from model.nudge import Nudge, Relationship, Step
from model.workday import working_days_after

DAYS_AFTER_DUE: tuple[tuple[Step, int], ...] = (("escalated", 29), ("overdue", 15), ("due", 1))
SENDS_WITHOUT_A_CLICK = 3
WORKING_DAYS_TO_ANSWER = 3


class Staff(msgspec.Struct, frozen=True):
    """Who can be told about a customer (Slack user ids): only those who may use the bot and can be written to."""

    owner: str | None = None
    deputy: str | None = None
    sponsor: str | None = None
    admins: tuple[str, ...] = ()

    @property
    def in_charge(self) -> tuple[str, ...]:
        """Return whoever it is up to: the owner, else the deputy, else the sponsor, else the admins."""
        person = self.owner or self.deputy or self.sponsor
        return (person,) if person else self.admins

    @property
    def in_the_end(self) -> tuple[str, ...]:
        """Return whom it is escalated to: the sponsor, else the admins."""
        return (self.sponsor,) if self.sponsor else self.admins

    @property
    def everyone(self) -> tuple[str, ...]:
        """Return everybody who may have to hear of this customer, each once."""
        people = (*self.in_charge, self.deputy, *self.in_the_end)
        return tuple(dict.fromkeys(person for person in people if person))


class Telling(msgspec.Struct, frozen=True):
    """What one person is to be told about one customer: the step, about which day (due or booked), and the how-manieth time."""

    step: Step
    about: date
    count: int = 1


def to_tell(standing: Relationship, earlier: list[Nudge], staff: Staff, today: date) -> dict[str, Telling]:
    """Return what each person is to be told about a relationship on its day; `earlier` are all nudges about the customer."""
    customer, earlier = standing.customer, [nudge for nudge in earlier if nudge.step != "brief"]
    if customer.booked_on and customer.booked_on < today and not asked(customer.booked_on, earlier):
        return dict.fromkeys(staff.in_charge, Telling("happened", customer.booked_on))
    released = released_on(customer, earlier)
    if not standing.quiet(today) or held(customer, released, earlier, today):
        return {}
    sent = [nudge for nudge in earlier if nudge.due_on == standing.due_on and nudge.step != "happened"]
    step = "escalated" if ignored(standing, sent, earlier) else step_on(standing.due_on, today)
    first = Telling(step, standing.due_on)
    if not sent:
        return dict.fromkeys(audience(step, staff), first)
    tellings = {}
    for person in left_to_hear(step, staff, sent, released):
        told = [nudge for nudge in sent if nudge.person == person and nudge.step == step]
        repeats = step == "escalated" and person in staff.in_the_end
        if count := again(told, released, customer.cadence if repeats else None, today):
            tellings[person] = first if count == 1 else Telling(step, standing.due_on, count)
    return tellings


def ignored(standing: Relationship, sent: list[Nudge], earlier: list[Nudge]) -> bool:
    """Whether somebody answered none of three sends, of which the question after a booked talk is one too."""
    if len(earlier) < SENDS_WITHOUT_A_CLICK:
        return False
    questions = [nudge for nudge in earlier if nudge.step == "happened" and nudge.sent_on > standing.since]
    unanswered = Counter(nudge.person for nudge in (*sent, *questions) if nudge.answer is None)
    return max(unanswered.values(), default=0) >= SENDS_WITHOUT_A_CLICK


def step_on(due_on: date, today: date) -> Step:
    """Return the step of a quiet relationship by the days since it was due."""
    days = (today - due_on).days
    for step, after in DAYS_AFTER_DUE[:-1]:
        if days >= after:
            return step
    return "due"


@lru_cache(maxsize=4096)
def audience(step: Step, staff: Staff) -> tuple[str, ...]:
    """Return who hears of a step of which nobody has heard: whoever it is up to, from overdue on the deputy too, in the end the sponsor."""
    deputy = (staff.deputy,) if staff.deputy and step != "due" else ()
    return tuple(dict.fromkeys((*staff.in_charge, *deputy, *(staff.in_the_end if step == "escalated" else ()))))


def left_to_hear(step: Step, staff: Staff, sent: list[Nudge], released: date | None) -> tuple[str, ...]:
    """Return who hears of a step of a due date that was told of before.

    Once escalated, those before the sponsor hear of it only if no step of this due date has reached them, as after a downtime, or
    none since the snooze or booked talk that held it back was over: whoever asked to be reminded then is.
    """
    if step != "escalated":
        return audience(step, staff)
    heard = {nudge.person for nudge in sent if released is None or nudge.sent_on >= released}
    return tuple(person for person in audience(step, staff) if person not in heard or person in staff.in_the_end)


def again(told: list[Nudge], released: date | None, cadence: Cadence | None, today: date) -> int:
    """Return which telling of a step a person is to get: the first, or one more where a hold has passed since, or a cadence; 0 for none."""
    if not told:
        return 1
    newest = max(told, key=lambda nudge: nudge.count)
    passed = released is not None and newest.sent_on < released
    return newest.count + 1 if passed or (cadence and cadence.after(newest.sent_on) <= today) else 0


def held(customer: Customer, released: date | None, earlier: list[Nudge], today: date) -> bool:
    """Whether a snooze or a booked talk holds reminders back on this day."""
    booked_on = customer.booked_on
    if booked_on and (booked_on >= today or not asked(booked_on, earlier)):
        return True
    return released is not None and today < released


def released_on(customer: Customer, earlier: list[Nudge]) -> date | None:
    """Return the first day on which nothing holds reminders back: the snooze is over, and a booked talk had its days to be answered."""
    if not (customer.snoozed_until or customer.booked_on):
        return None
    ends = [customer.snoozed_until] if customer.snoozed_until else []
    question = asked(customer.booked_on, earlier) if customer.booked_on else None
    if question:
        ends.append(working_days_after(question.sent_on, WORKING_DAYS_TO_ANSWER + 1))
    return max(ends, default=None)


def asked(booked_on: date, earlier: list[Nudge]) -> Nudge | None:
    """Return the question whether the talk booked for this day happened, if it was asked."""
    return next((nudge for nudge in earlier if nudge.step == "happened" and nudge.due_on == booked_on), None)
