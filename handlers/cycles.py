"""Improvements as other nouns look at them: one by its id, a customer's open ones, and how their card is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.matching import there
from handlers.request import Request
from messages import improvements as told
from messages.improvement_card import Shown, card
from model.answer import Message
from model.change import Write
from model.customer import Customer
from model.errors import TalkError
from model.idea import Idea
from model.improvement import Improvement
from model.knowledge import Knowledge
from storage import Store


async def the_cycle(request: Request, store: Store, ref: str) -> Improvement:
    """Return the cycle that a button or a form stands for; raise TalkError where it was taken back, whatever has its number by now."""
    one = await there(request, store, Improvement, ref.partition(".")[0], told.gone)
    if one.ref != ref:
        raise TalkError(told.gone())
    return one


async def card_of(request: Request, store: Store, one: Improvement, customer: Customer) -> Message:
    """Draw the card of a cycle, which may not be written yet."""
    idea = await store.get(request.workspace, Idea, one.idea) if one.idea else None
    begun_on = request.person.today(one.begun_at)
    return card(Shown(one, customer, begun_on, idea.text if idea else ""), request.today)


async def drawn(request: Request, store: Store, known_of: Knowledge, ref: str, writes: Sequence[Write] = ()) -> Message:
    """Draw the card of a cycle as it is once these writes are done."""
    written = (write.after for write in writes if isinstance(write.after, Improvement) and write.after.ref == ref)
    one = next(written, None) or await the_cycle(request, store, ref)
    return await card_of(request, store, one, known_of.customer)


async def handed_on(store: Store, before: Customer, after: Customer) -> tuple[Write, ...]:
    """Return what gives the open cycles of a customer's old owner to the new one."""
    if after.owner in {None, before.owner}:
        return ()
    theirs = [one for one in await store.improvements(before.workspace, before.id) if one.open and one.owner in {None, before.owner}]
    return tuple(Write(after=one.owned_by(after.owner), before=one) for one in theirs)
