"""Maturity: how both sides see the relationship, rated in a form."""

from __future__ import annotations

from zlib import crc32

from handlers.matching import known
from handlers.request import Request
from handlers.score_pages import page_at
from messages import maturity as told
from messages.score_lists import LISTED
from model.answer import Open, Refuse, Update
from model.change import Edit, Outcome, Write
from model.customer import MATURITIES, Customer, Maturity, Side
from model.maturity import SIDES, rated
from storage import Store


async def ask(request: Request, store: Store) -> Outcome:
    """Open the form that rates the relationship whose button was clicked."""
    customer = await known(request, store, request.value)
    carried = f"{customer.id}|{mark(customer)}|{request.response_url or ''}|{request.block}"
    return Outcome(Open(told.rating_form(customer, carried)))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save how both sides see a relationship, unless somebody else rated it while the form was open."""
    customer_id, seen, url, block = request.carried.split("|", 3)
    before = await known(request, store, customer_id)
    if seen != mark(before):
        return Outcome(Refuse({"us": told.rated_meanwhile()}))
    after = rated(before, levels_in(request), request.today, request.user)
    saved = Update(told.rating_saved(before, after, request.today, request.key))
    writes = () if after is before else (Write(after=after, before=before),)
    return Outcome(saved, writes, await redrawn(request, store, after, url, block) if writes else ())


async def redrawn(request: Request, store: Store, after: Customer, url: str, block: str) -> tuple[Edit, ...]:
    """Return how the list of the score in which a relationship was rated is drawn anew."""
    surface, _, rest = block.partition("|")
    if surface != LISTED or not url:
        return ()
    return (Edit("", "", await page_at(request, store, rest.rpartition("|")[0], after), url),)


def levels_in(request: Request) -> dict[Side, Maturity]:
    """Return the levels that were chosen in a form."""
    chosen = {side: next((level for level in MATURITIES if level == request.fields.get(side)), None) for side in SIDES}
    return {side: level for side, level in chosen.items() if level}


def mark(customer: Customer) -> str:
    """Return what stands for all ratings of a customer: its other details may change while a form is open."""
    return f"{crc32(repr(customer.ratings).encode()):x}"


ACTIONS = {told.RATE: ask}
FORMS = {told.FORM: submitted}
