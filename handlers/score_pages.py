"""A page of what a figure of the score counts, by what its buttons carry. Apart, because rating a relationship in it draws it anew."""

from __future__ import annotations

from datetime import date

import msgspec

from handlers.matching import known
from handlers.request import Request
from handlers.scoring import Asked, asked_for, entries_of
from messages.score import Place
from messages.score_lists import PAGE, Listing, score_listed
from messages.score_words import TITLES
from model.answer import Message
from model.commitment import Commitment
from model.customer import Customer
from model.period import Period, period_of
from model.search import visible
from model.summary import Scope
from model.talk import Talk
from model.term import Entry, Term
from storage import Store


def term_of(request: Request, period: Period) -> Term:
    """Return a quarter as the person sees it who asks."""
    return Term(period, request.today, request.person.zone)


async def place_at(request: Request, store: Store, value: str) -> tuple[Place, str, int]:
    """Return what a button stands for: which score, and of a list which figure and from where on."""
    customer, owner, first, figure, start = value.split("|")
    scope = Scope(await known(request, store, customer) if customer else None, owner or None)
    return Place(scope, period_of("quarter", date.fromisoformat(first))), figure, int(start)


async def page_at(request: Request, store: Store, value: str, changed: Customer | None = None) -> Message:
    """Return a page as it is, with one customer as it will be; where it has become less meanwhile, the last one there is."""
    place, figure, start = await place_at(request, store, value)
    term, name = term_of(request, place.period), next(name for name in TITLES if name == figure)
    entries = await entries_of(store, with_changed(await asked_for(store, request.workspace, place.scope, term), changed), name)
    start = min(start, max(0, len(entries) - 1) // PAGE * PAGE)
    page = entries[start : start + PAGE]
    hidden = frozenset([entry.record.id for entry in page if entry.record and not await readable_by(request, store, entry)])
    return score_listed(Listing(place, name, page, len(entries), start, hidden), term, request.user)


def with_changed(asked: Asked, changed: Customer | None) -> Asked:
    """Return what is asked for, with one customer as it will be."""
    customers = [changed if changed and changed.id == one.id else one for one in asked.customers]
    return msgspec.structs.replace(asked, customers=customers)


async def readable_by(request: Request, store: Store, entry: Entry) -> bool:
    """Whether the person may read a record: not what was said, or promised, in a private talk of others."""
    record = entry.record
    if not isinstance(record, Talk | Commitment):
        return True
    of = record.talk if isinstance(record, Commitment) else None
    talk = await store.get(request.workspace, Talk, of) if of else None
    return visible(record, entry.customer, talk, request.user)
