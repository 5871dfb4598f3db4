"""The next talk: booking one, and snoozing the reminder of a relationship."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.decided import decided
from handlers.matching import find, known, misspelt, not_known
from handlers.request import Request
from messages import bookings as told
from messages.blocks import notice
from messages.matching import no_customer_named
from messages.nudges import already
from model.answer import AnyAnswer, Message, Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import read_date
from model.errors import TalkError
from model.nudge import Nudge
from storage import Store

PROPOSED = timedelta(days=7)
LONGEST = timedelta(days=366)
BEFORE_A_DATE = re.compile(r"(?:on|until|till|to|for(?=\s+(?!\d|an?\b)))\s+", re.IGNORECASE)
FOR_SO_LONG = re.compile(r"for\s+", re.IGNORECASE)


async def book(request: Request, store: Store) -> Outcome:
    """Say when the next talk is planned: I stay quiet until then, and ask the day after how it went.

    /talk book Northside Hospital 3 Dec
    /talk book Northside Hospital
    """
    found = await the_customer(request, store)
    if isinstance(found, Outcome):
        return found
    customer, rest = found
    if not rest.strip():
        return Outcome(Open(told.book_form(customer, request.today + PROPOSED)))
    day = await day_of(request, store, rest)
    if day < request.today:
        raise TalkError(told.in_the_past())
    if day > request.today + LONGEST:
        raise TalkError(told.too_far_away())
    return await booked_for(request, store, customer, day)


async def snooze(request: Request, store: Store) -> Outcome:
    """Be reminded of a relationship later; its cadence stays as it is.

    /talk snooze Northside Hospital in 2 weeks
    /talk snooze Northside Hospital
    """
    found = await the_customer(request, store)
    if isinstance(found, Outcome):
        return found
    customer, rest = found
    if not rest.strip():
        return Outcome(Open(told.snooze_form(customer, request.today + PROPOSED)))
    until = await day_of(request, store, rest)
    if not can_snooze(request, until):
        raise TalkError(told.no_snooze_until())
    return await snoozed_until(request, store, customer, until)


async def the_customer(request: Request, store: Store) -> tuple[Customer, str] | Outcome:
    """Return the customer of a line and what follows it, or the answer that says it is not known."""
    found = await find(request, store, request.text)
    if found and (found.named or not await misspelt(request, store, request.text)):
        return found.customer, found.rest
    if not request.text.strip():
        raise TalkError(no_customer_named(request.verb, " next Monday"))
    return await not_known(request, store)


async def day_of(request: Request, store: Store, text: str) -> date:
    """Read the day that a line ends in; raise TalkError where it is none."""
    plain = FOR_SO_LONG.sub("in ", BEFORE_A_DATE.sub("", text.strip(), count=1), count=1)
    day = read_date(plain, request.today, "future", (await store.settings(request.workspace)).date_order)
    if day is None:
        raise TalkError(told.unreadable_day())
    return day


async def book_submitted(request: Request, store: Store) -> Outcome:
    """Book the day that was picked in the form."""
    day = read_date(request.fields.get("day", ""), request.today, "future")
    if day is None or not request.today <= day <= request.today + LONGEST:
        return Outcome(Refuse({"day": told.no_day_to_book()}))
    return await late(request, store) or await booked_for(request, store, await customer_of(request, store), day)


async def snooze_submitted(request: Request, store: Store) -> Outcome:
    """Snooze until the day that was picked in the form."""
    until = read_date(request.fields.get("until", ""), request.today, "future")
    if until is None or not can_snooze(request, until):
        return Outcome(Refuse({"until": told.no_day_to_snooze()}))
    return await late(request, store) or await snoozed_until(request, store, await customer_of(request, store), until)


def can_snooze(request: Request, until: date) -> bool:
    """Whether a reminder may be snoozed until this day."""
    return request.today < until <= request.today + LONGEST


async def customer_of(request: Request, store: Store) -> Customer:
    """Return the customer that a form is about."""
    return await known(request, store, request.carried.partition("|")[0])


async def late(request: Request, store: Store) -> Outcome | None:
    """Return who was faster, where the reminder from which the form was opened has been answered meanwhile."""
    nudge_id = request.carried.partition("|")[2]
    nudge = await store.get(request.workspace, Nudge, nudge_id) if nudge_id else None
    if nudge is None or nudge.answer is None:
        return None
    return Outcome(Update(notice(already(nudge.answer, request.person.local(nudge.answer.at), request.today))))


async def booked_for(request: Request, store: Store, customer: Customer, day: date) -> Outcome:
    """Write a booking: reminders are held until it has passed, and the open ones are answered."""
    writes, edits = await decided(request, store, customer.id, "booked", until=day)
    write = Write(after=customer.changed(booked_on=day, snoozed_until=None), before=customer)
    return Outcome(saved(request, told.booked(customer, day, request.today, request.key)), (write, *writes), edits)


async def snoozed_until(request: Request, store: Store, customer: Customer, until: date) -> Outcome:
    """Write a snooze: reminders are held until its day, and the open ones are answered."""
    writes, edits = await decided(request, store, customer.id, "snoozed", until=until)
    write = Write(after=customer.changed(snoozed_until=until), before=customer)
    return Outcome(saved(request, told.snoozed(customer, until, request.today, request.key)), (write, *writes), edits)


def saved(request: Request, shown: Message) -> AnyAnswer:
    """Return the news that something is saved as the answer that fits: a form turns into it."""
    return Update(notice(shown, "Saved")) if request.door == "form" else request.answer(shown)


VERBS = {"book": book, "snooze": snooze}
FORMS = {told.BOOK_FORM: book_submitted, told.SNOOZE_FORM: snooze_submitted}
