"""The ladder: which step a relationship that has gone quiet has reached, who hears of it, and what holds it back.

Days are those of the person who would hear of it. A step is told once to each person for a due date. It is told again when a
snooze or a booked talk that held it back has passed, and the sponsor hears again once a cadence.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import msgspec

from model.customer import Customer
from model.nudge import Nudge, Relationship, Step

DAYS_AFTER_DUE: tuple[tuple[Step, int], ...] = (("escalated", 29), ("overdue", 15), ("due", 1))
SENDS_WITHOUT_A_CLICK = 3
WORKING_DAYS_TO_ANSWER = 3
SATURDAY = 5


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
    def everyone(self) -> tuple[str, ...]:
        """Return everybody who may have to hear of this customer, each once."""
        people = (*self.in_charge, self.deputy, self.sponsor, *(() if self.sponsor else self.admins))
        return tuple(dict.fromkeys(person for person in people if person))


class Telling(msgspec.Struct, frozen=True):
    """What one person is to be told about one customer: the step, about which day (due or booked), and the how-manieth time."""

    step: Step
    about: date
    count: int = 1


def to_tell(standing: Relationship, earlier: list[Nudge], staff: Staff, person: str, today: date) -> Telling | None:
    """Return what to tell a person about a relationship on their day, or None; `earlier` are all nudges about the customer."""
    booked_on = standing.customer.booked_on
    if booked_on and booked_on < today and not asked(booked_on, earlier):
        return Telling("happened", booked_on) if person in staff.in_charge else None
    if not standing.quiet(today) or held(standing.customer, earlier, today):
        return None
    sent = [nudge for nudge in earlier if nudge.due_on == standing.due_on and nudge.step != "happened"]
    step = step_on(standing.due_on, sent, today)
    if person not in audience(step, staff, sent):
        return None
    return again(standing, step, [nudge for nudge in sent if nudge.person == person and nudge.step == step], earlier, staff, today)


def step_on(due_on: date, sent: list[Nudge], today: date) -> Step:
    """Return the step of a quiet relationship: by the days since it was due, or escalated once three sends to one person had no answer."""
    unanswered = Counter(nudge.person for nudge in sent if nudge.answer is None)
    if max(unanswered.values(), default=0) >= SENDS_WITHOUT_A_CLICK:
        return "escalated"
    days = (today - due_on).days
    return next(step for step, after in DAYS_AFTER_DUE if days >= after)


def audience(step: Step, staff: Staff, sent: list[Nudge]) -> tuple[str, ...]:
    """Return who hears of a step: whoever it is up to; from overdue on the deputy too; once escalated, the sponsor.

    Once escalated, the first two hear of it only if no earlier step of this due date has reached them, as after a downtime.
    """
    if step == "due":
        return staff.in_charge
    if step == "overdue":
        return tuple({*staff.in_charge, staff.deputy or ""} - {""})
    told = {nudge.person for nudge in sent}
    missed = {*staff.in_charge, staff.deputy or ""} - told
    return tuple({*missed, *((staff.sponsor,) if staff.sponsor else staff.admins)} - {""})


def again(standing: Relationship, step: Step, told: list[Nudge], earlier: list[Nudge], staff: Staff, today: date) -> Telling | None:
    """Return the first telling of a step to a person, or another where a hold has passed since, or a cadence for the sponsor."""
    if not told:
        return Telling(step, standing.due_on)
    newest = max(told, key=lambda nudge: nudge.count)
    released = released_on(standing.customer, earlier)
    passed = released is not None and newest.sent_on < released <= today
    once_a_cadence = step == "escalated" and newest.person not in {staff.owner, staff.deputy}
    if passed or (once_a_cadence and standing.customer.cadence.after(newest.sent_on) <= today):
        return Telling(step, standing.due_on, newest.count + 1)
    return None


def held(customer: Customer, earlier: list[Nudge], today: date) -> bool:
    """Whether a snooze or a booked talk holds reminders back on this day."""
    booked_on = customer.booked_on
    if booked_on and (booked_on >= today or not asked(booked_on, earlier)):
        return True
    released = released_on(customer, earlier)
    return released is not None and today < released


def released_on(customer: Customer, earlier: list[Nudge]) -> date | None:
    """Return the first day on which nothing holds reminders back: the snooze is over, and a booked talk had its days to be answered."""
    ends = [customer.snoozed_until] if customer.snoozed_until else []
    question = asked(customer.booked_on, earlier) if customer.booked_on else None
    if question:
        ends.append(working_days_after(question.sent_on, WORKING_DAYS_TO_ANSWER + 1))
    return max(ends, default=None)


def asked(booked_on: date, earlier: list[Nudge]) -> Nudge | None:
    """Return the question whether the talk booked for this day happened, if it was asked."""
    return next((nudge for nudge in earlier if nudge.step == "happened" and nudge.due_on == booked_on), None)


def working_days_after(day: date, count: int) -> date:
    """Return the day so many working days (Monday to Friday) after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
