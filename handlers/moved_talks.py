"""Moving a saved talk to the customer that it really was with, and all that it meant with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.decided import edits_of
from handlers.matching import known, known_around
from handlers.meaning import Also, booked_too, consequences
from handlers.request import Request
from handlers.restoring import inverse
from handlers.talks import of, saying
from messages import talks as told
from model.change import Change, Outcome, Write
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.post import Post
from model.talk import Talk
from storage import Store


async def other_customer(request: Request, store: Store) -> Outcome:
    """Ask with whom a saved talk really was."""
    talk, key = await of(request, store, request.value)
    return Outcome(request.answer(told.which_customer(talk, await known(request, store, talk.customer), key)))


async def move(request: Request, store: Store) -> Outcome:
    """Move a talk to the customer that was picked: what it meant for the first is taken back, and means it for the new one."""
    talk, key = await of(request, store, request.block.removeprefix(told.MOVING))
    if request.value == talk.customer:
        return await kept(request, store, talk, key)
    around = await known_around(request, store, request.value)
    customer = around.customer
    change = await store.answered(request.workspace, key)
    moved, also = talk.changed(customer=customer.id), await said_too(store, talk, change, customer)
    back = await meant_before(store, change)
    writes, edits = await consequences(request, store, around, moved)
    if also.next_on:
        writes, edits = await booked_too(request, store, customer, also.next_on, (writes, edits))
    redrawn = tuple(edit for write in back if isinstance(write.after, Post) for edit in edits_of(write.after))
    saved = saying(request, around, moved, also)
    there = {promise.id: promise for promise in await promises_of(store, talk)}
    promised = (Write(after=promise, before=there[promise.id]) for promise in also.promises)
    return Outcome(request.answer(saved), (Write(after=moved, before=talk), *promised, *back, *writes), (*redrawn, *edits))


async def promises_of(store: Store, talk: Talk) -> list[Commitment]:
    """Return what was promised in a talk, in the order in which it was written down."""
    there = await store.commitments(talk.workspace, talk.customer)
    return [promise for promise in reversed(there) if promise.talk == talk.id]


async def said_too(store: Store, talk: Talk, change: Change | None, customer: Customer) -> Also:
    """Return what was promised in a talk, as with this customer, and the day of the next talk, where it was planned with it."""
    promises: Sequence[Commitment] = await promises_of(store, talk)
    if customer.id != talk.customer:
        promises = [promise.changed(customer=customer.id) for promise in promises]
    return Also(promises, planned(change))


def planned(change: Change | None) -> date | None:
    """Return the day for which a change that saved a talk booked the next one."""
    for write in change.writes if change else ():
        if isinstance(write.after, Customer) and isinstance(write.before, Customer) and write.after.booked_on != write.before.booked_on:
            return write.after.booked_on
    return None


async def meant_before(store: Store, change: Change | None) -> tuple[Write, ...]:
    """Return what takes back what a saved talk meant for its customer, as far as nothing newer builds on it."""
    meant = [write for write in change.writes if write.before and not isinstance(write.record, Talk | Draft)] if change else []
    return tuple([back for write in meant if (back := await inverse(store, write))])


async def keep_customer(request: Request, store: Store) -> Outcome:
    """Leave a talk with the customer it is with."""
    talk, key = await of(request, store, request.value)
    return await kept(request, store, talk, key)


async def kept(request: Request, store: Store, talk: Talk, key: str) -> Outcome:
    """Say once more what was saved with whom."""
    around = await known_around(request, store, talk.customer)
    also = await said_too(store, talk, await store.answered(request.workspace, key), around.customer)
    return Outcome(request.answer(saying(request, around, talk, also, key)))


ACTIONS = {told.OTHER_CUSTOMER: other_customer, told.MOVE: move, told.KEEP: keep_customer}
