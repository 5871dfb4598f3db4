"""Which customer a line is about: by name, by the channel, or by what the name resembles."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import TypeVar

import msgspec

from handlers.request import Request
from messages import matching as told
from model.change import Outcome
from model.customer import MAX_NAME, Customer, fold
from model.errors import TalkError
from model.grammar import DOUBLE, guess_name, leads
from model.record import Record, new_id
from storage import Around, Store

R = TypeVar("R", bound=Record)
MISSPELT = 2
SIMILAR = 0.7
WORDS = 5
OFFERED = 3
QUOTE_MARKS = re.compile(f"[{DOUBLE}]")


class Found(msgspec.Struct, frozen=True):
    """The customer of a line and what follows its name. `named`: it stands in the line. `around`: what the store told along with it."""

    customer: Customer
    rest: str
    named: bool = False
    around: Around | None = None


async def find(request: Request, store: Store, line: str) -> Found | None:
    """Return the customer with the longest name that begins the line, else the channel's; None where there is neither."""
    candidates = leads(line, longest := store.longest_known(request.workspace))
    called = await store.called(request.workspace, [lead.folded for lead in candidates])
    if called.longest > longest:
        candidates = leads(line, called.longest)
        called = await store.called(request.workspace, [lead.folded for lead in candidates])
    if called.around:
        rest = next(lead.rest for lead in candidates if lead.folded == called.name)
        return Found(called.around.customer, rest, named=True, around=called.around)
    linked = await store.customer_of_channel(request.workspace, request.channel) if request.channel else None
    return Found(linked, line) if linked else None


async def misspelt(request: Request, store: Store, line: str) -> list[Customer]:
    """Return customers whose names are within two edits of the line's first words; of very short words, half their letters."""
    words = line[: MAX_NAME + MISSPELT].split()[:WORDS]
    near: dict[str, Customer] = {}
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        edits = min(MISSPELT, len(text) // 2)
        near |= {customer.id: customer for customer in await store.near(request.workspace, text, within=edits)}
    return list(near.values())[:OFFERED]


async def nearest(request: Request, store: Store, line: str) -> list[Customer]:
    """Return the customers a line may mean: misspelt ones first, then names that resemble its beginning."""
    offers = {customer.id: customer for customer in await misspelt(request, store, line)}
    guess = guess_name(line).name
    if guess:
        offers |= {customer.id: customer for customer in await store.near(request.workspace, guess)}
    return list(offers.values())[:OFFERED]


async def not_known(request: Request, store: Store) -> Outcome:
    """Return the answer to a line that names no customer there is: the nearest ones, each with the line as it may have been meant."""
    near = await nearest(request, store, request.text)
    lines = [f"{request.verb} {quoted(customer.name)} {after_name(request.text, customer)}".rstrip() for customer in near]
    guess = guess_name(request.text).name
    return Outcome(request.answer(told.not_found(guess, list(zip(near, lines, strict=True)), request.typed)))


def quoted(name: str) -> str:
    """Return a name as one types it where nothing else may be meant: in quotes, unless it has some of its own."""
    return name if QUOTE_MARKS.search(name) else f'"{name}"'


def after_name(line: str, customer: Customer) -> str:
    """Return what follows the words of a line that stand for this customer, misspelt as they may be."""
    names = [fold(name) for name in customer.names]
    scored = [(max(alike(lead.folded, name) for name in names), lead.rest) for lead in leads(line)]
    score, rest = max(scored, key=lambda pair: pair[0], default=(0.0, line))
    return rest if score >= SIMILAR else guess_name(line).rest


def alike(one: str, other: str) -> float:
    """Return how alike two folded names are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


async def known(request: Request, store: Store, customer_id: str) -> Customer:
    """Return the customer of that id; raise TalkError where it is gone."""
    return await there(request, store, Customer, customer_id, told.gone)


async def known_around(request: Request, store: Store, customer_id: str) -> Around:
    """Return the customer of that id and what is around it; raise TalkError where it is gone."""
    around = await store.around(request.workspace, customer_id)
    if around is None:
        raise TalkError(told.gone())
    return around


async def there(request: Request, store: Store, kind: type[R], record_id: str, gone: Callable[[], str]) -> R:
    """Return the record that a button or a form stands for; raise TalkError in its noun's words where it is gone."""
    record = await store.get(request.workspace, kind, record_id)
    if record is None:
        raise TalkError(gone())
    return record


def new_customer(request: Request, name: str) -> Customer:
    """Return a customer of this name as it begins: owned by who adds it, quarterly; raise TalkError for a name that can't be one."""
    shown = " ".join(name.split())
    if not fold(shown):
        raise TalkError(told.nobody_to_add())
    if len(shown) > MAX_NAME:
        raise TalkError(told.name_too_long(len(shown)))
    return Customer(id=new_id(), workspace=request.workspace, name=shown, owner=request.user, added_on=request.today)
