"""Maturity: how both sides see the relationship, rated in a form."""

from __future__ import annotations

from zlib import crc32

from handlers.matching import known
from handlers.request import Request
from messages import maturity as told
from model.answer import Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import MATURITIES, Customer, Maturity, Side
from model.maturity import SIDES, rated
from storage import Store


async def ask(request: Request, store: Store) -> Outcome:
    """Open the form that rates the relationship whose button was clicked."""
    customer = await known(request, store, request.value)
    return Outcome(Open(told.rating_form(customer, f"{customer.id}|{mark(customer)}")))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save how both sides see a relationship, unless somebody else rated it while the form was open."""
    customer_id, _, seen = request.carried.partition("|")
    before = await known(request, store, customer_id)
    if seen != mark(before):
        return Outcome(Refuse({"us": told.rated_meanwhile()}))
    after = rated(before, levels_in(request), request.today, request.user)
    saved = Update(told.rating_saved(before, after, request.today, request.key))
    return Outcome(saved, () if after is before else (Write(after=after, before=before),))


def levels_in(request: Request) -> dict[Side, Maturity]:
    """Return the levels that were chosen in a form."""
    chosen = {side: next((level for level in MATURITIES if level == request.fields.get(side)), None) for side in SIDES}
    return {side: level for side, level in chosen.items() if level}


def mark(customer: Customer) -> str:
    """Return what stands for all ratings of a customer: its other details may change while a form is open."""
    return f"{crc32(repr(customer.ratings).encode()):x}"


ACTIONS = {told.RATE: ask}
FORMS = {told.FORM: submitted}
