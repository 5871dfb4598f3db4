"""What the bot says about the next talk: booked, snoozed, and the forms that ask for a day."""

from __future__ import annotations

from datetime import date, timedelta

from messages.blocks import actions, button, field, modal, name, on_day, picker, said, section
from messages.talks import UNDO
from model.answer import Message, Sentence, View
from model.customer import Customer
from model.workday import is_working_day

BOOK_FORM = "book.form"
SNOOZE_FORM = "snooze.form"


def booked(customer: Customer, day: date, today: date, key: str) -> Message:
    """Say that a talk is planned, and what happens then; a day at a weekend is pointed out."""
    weekend = "" if is_working_day(day) else " That is at the weekend."
    then = "I'll ask afterwards how it went." if day == today else f"No reminders until then; I'll ask {when(day)} how it went."
    return said(
        f"Booked: a talk with {name(customer.name)} {on_day(day, today)}.{weekend} {then}",
        actions(button("Undo", UNDO, key)),
    )


def when(day: date) -> str:
    """Say on which working day after a booked day one is asked."""
    return "the day after" if is_working_day(day + timedelta(days=1)) else "on the Monday after"


def snoozed(customer: Customer, until: date, today: date, key: str) -> Message:
    """Say until when a relationship is snoozed."""
    day = on_day(until, today).removeprefix("on ")
    return said(f"Saved. I'll stay quiet about {name(customer.name)} until {day}.", actions(button("Undo", UNDO, key)))


def book_form(customer: Customer, proposed: date, nudge: str = "") -> View:
    """Ask for which day a talk is planned; `nudge` is the reminder that is answered by it, where there is one."""
    return modal(
        "Book a talk",
        BOOK_FORM,
        section(f"When will you talk with {name(customer.name)}? No reminders until then; I'll ask afterwards how it went."),
        field("Booked on", "day", picker("datepicker", initial_date=proposed.isoformat()), hint="Any day from today on."),
        submit="Save",
        carried=f"{customer.id}|{nudge}",
    )


def snooze_form(customer: Customer, proposed: date, nudge: str = "") -> View:
    """Ask until when to be quiet about a relationship."""
    return modal(
        "Snooze",
        SNOOZE_FORM,
        section(f"Until when shall I stay quiet about {name(customer.name)}? The cadence stays as it is."),
        field(
            "Snooze until",
            "until",
            picker("datepicker", initial_date=proposed.isoformat()),
            hint="Any day from tomorrow on, within a year.",
        ),
        submit="Snooze",
        carried=f"{customer.id}|{nudge}",
    )


def in_the_past() -> Sentence:
    """Say that no talk can be booked for a day that is past."""
    return "That day is past, so nothing is booked. To note a talk that took place, type `/talk note …`; to book one, name a day to come."


def too_far_away() -> Sentence:
    """Say that a talk is booked within a year."""
    return "That is more than a year away, so nothing is booked. Name a day within a year, so that I can ask about it."


def no_snooze_until() -> Sentence:
    """Say until when a relationship may be snoozed."""
    return "Not snoozed: a snooze ends on a day from tomorrow on, within a year. Days like `next Monday` or `in 2 weeks` work."


def unreadable_day() -> Sentence:
    """Say that no day can be read in what follows the customer."""
    return "I can't read the day in that, so nothing is saved. Days like `3 Dec`, `next Monday` or `in 2 weeks` work."


def no_day_to_book() -> Sentence:
    """Say beside the form's field for which days a talk can be booked."""
    return "Pick a day from today on, within a year."


def no_day_to_snooze() -> Sentence:
    """Say beside the form's field until which days one can snooze."""
    return "Pick a day from tomorrow on, within a year."
