"""Made-up customers and talks, as many as wanted, of the size that real ones have: about 1 kB a talk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from messages.talks import talk_saved
from model.answer import Reply, kept
from model.change import AnyRecord, Change, Write
from model.customer import Customer
from model.record import id_for, new_id
from model.talk import Talk
from storage import Store

TEAM = "T0001"
OWNERS = 100
TALKS_EACH = 9
A_CHANGE = 500
NOTES = "They want appointments online by spring, and the budget is approved. " * 11


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def customer(number: int, added_on: date) -> Customer:
    """Return one customer, always the same for a number."""
    name, owner = f"Hospital {number:06}", f"U{number % OWNERS:08}"
    return Customer(id=id_for("customer", str(number)), workspace=TEAM, name=name, owner=owner, added_on=added_on)


def talk(of: Customer, held_on: date) -> Talk:
    """Return a talk with this customer."""
    return Talk(id=new_id(), workspace=TEAM, customer=of.id, held_on=held_on, recorded_at=utc_now(), author="U0OWNER", notes=NOTES)


def customers_with_talks(number: int) -> Iterator[AnyRecord]:
    """Yield so many records: customers, and nine talks with each."""
    today = utc_now().date()
    for index in range(-(-number // (TALKS_EACH + 1))):
        of = customer(index, today)
        yield of
        yield from (talk(of, today - timedelta(days=day)) for day in range(TALKS_EACH))


def customers_due(number: int, due_percent: int) -> Iterator[Customer]:
    """Yield so many customers without talks, of whom these in a hundred have been quiet for a while."""
    today = utc_now().date()
    for index in range(number):
        yield customer(index, today - timedelta(days=200 if index * 97 % 100 < due_percent else 1))


async def fill(store: Store, records: Iterator[AnyRecord], number: int) -> None:
    """Commit so many records, some hundreds in each change."""
    left = islice(records, number)
    while writes := tuple(Write(after=record) for record in islice(left, A_CHANGE)):
        await store.commit(Change(workspace=TEAM, at=utc_now(), by="bench", verb="fill", writes=writes))


def noted(of: Customer) -> Change:
    """Return the change that a `/talk note` makes."""
    said, today, key = talk(of, utc_now().date()), utc_now().date(), f"cmd:{new_id()}"
    answer = kept(Reply(talk_saved(said, of, today, today, key)))
    return Change(workspace=TEAM, at=utc_now(), by="U0OWNER", verb="note", key=key, writes=(Write(after=said),), answer=answer)
