"""Maturity: how both sides see the relationship, rated in a form."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.matching import known
from handlers.request import Request
from handlers.score_pages import page_at
from handlers.surfaces import SURFACES, answered, mark, origin, origin_of
from messages import maturity as told
from messages.score_lists import LISTED
from model.answer import Message, Open, Refuse
from model.change import Outcome, Write
from model.customer import MATURITIES, Customer, Maturity, Side
from model.knowledge import Knowledge
from model.maturity import SIDES, rated
from storage import Store


async def ask(request: Request, store: Store) -> Outcome:
    """Open the form that rates the relationship whose button was clicked."""
    customer = await known(request, store, request.value)
    listed_in = request.block.rpartition("|")[0]
    place = origin(request, listed_in, customer=customer.id, mark=mark(customer.ratings))
    return Outcome(Open(told.rating_form(customer, place.carried())))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save how both sides see a relationship, unless somebody else rated it while the form was open."""
    place = origin_of(request)
    before = await known(request, store, place.customer)
    if place.mark != mark(before.ratings):
        return Outcome(Refuse({"us": told.rated_meanwhile()}))
    after = rated(before, levels_in(request), request.today, request.user)
    if after is before:
        return await answered(request, store, before, (), told.rated_so(before, request.today), place.surface)
    saved = told.rating_saved(after, request.today, request.key)
    return await answered(request, store, after, (Write(after=after, before=before),), saved, place.surface)


async def listed(request: Request, store: Store, _known: Knowledge, page: str, writes: Sequence[Write] = ()) -> Message:
    """Draw the list of the score in which a relationship was rated, once these writes are done."""
    changed = next((write.after for write in writes if isinstance(write.after, Customer)), None)
    return await page_at(request, store, page, changed)


def levels_in(request: Request) -> dict[Side, Maturity]:
    """Return the levels that were chosen in a form."""
    chosen = {side: next((level for level in MATURITIES if level == request.fields.get(side)), None) for side in SIDES}
    return {side: level for side, level in chosen.items() if level}


SURFACES[LISTED] = listed
ACTIONS = {told.RATE: ask}
FORMS = {told.FORM: submitted}
