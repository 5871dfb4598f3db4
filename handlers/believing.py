"""Writing down what is believed: one way for every line, button and form, so that details, beliefs and industries agree."""

from __future__ import annotations

from datetime import date

import msgspec

from handlers.knowing import belief_in_store
from handlers.request import Request
from messages import beliefs as told
from model.belief import Belief, Topic
from model.change import Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.knowledge import Knowledge, detailed, mirror_id, unstored
from model.record import new_id
from model.talk import Talk
from storage import Store

MAX_STATEMENT = 3000
LONGEST_INDUSTRY, WORDS_OF_AN_INDUSTRY = 200, 5


class Stated(msgspec.Struct, frozen=True):
    """What somebody says of a customer: on which topic, what, and where it comes from."""

    topic: Topic
    text: str
    source: str = ""


async def new_belief(request: Request, store: Store, known: Knowledge, stated: Stated) -> Belief:
    """Return what was stated as a belief that is still to be written: one of its own, or what the customer's details say from now on."""
    if len(stated.text) > MAX_STATEMENT:
        raise TalkError(told.too_long(len(stated.text), MAX_STATEMENT))
    if stated.topic == "position" or (stated.topic == "industry" and await names_industry(store, known.customer, stated.text)):
        return in_details(request, known, stated)
    return assumed(request, known.customer, stated)


def assumed(request: Request, customer: Customer, stated: Stated, belief_id: str = "", entry: str | None = None) -> Belief:
    """Return what was stated as a belief of its own, which nobody has confirmed; `entry` is the library's entry that it was taken from."""
    return Belief(
        id=belief_id or new_id(),
        workspace=request.workspace,
        customer=customer.id,
        topic=stated.topic,
        statement=stated.text,
        author=request.user,
        learned_on=request.today,
        learned_at=request.at,
        source=stated.source,
        entry=entry,
    )


def in_details(request: Request, known: Knowledge, stated: Stated) -> Belief:
    """Return a customer's industry or position as it is seen from now on; what was seen before is kept."""
    customer, topic = known.customer, stated.topic
    shown = known.belief(mirror_id(customer, topic))
    if shown is None:
        first = unstored(customer, topic, stated.text)
        return first.changed(author=request.user, learned_on=request.today, learned_at=request.at, source=stated.source)
    return shown.restated(stated.text, request.today, request.user, stated.source)


async def names_industry(store: Store, customer: Customer, text: str) -> bool:
    """Whether a text is the name of an industry, and not a statement about one: a known name, or a short one where none is set."""
    if fold(text) == fold(customer.industry) or fold(text) in await store.industries(customer.workspace):
        return True
    short = len(text) <= LONGEST_INDUSTRY and len(text.split()) <= WORDS_OF_AN_INDUSTRY and "\n" not in text
    return short and not customer.industry.strip()


def same(known: Knowledge, stated: Stated) -> Belief | None:
    """Return the belief that says this already."""
    there = (belief for belief in known.held if belief.topic == stated.topic and fold(belief.statement) == fold(stated.text))
    return next(there, None)


async def written(store: Store, customer: Customer, after: Belief) -> tuple[Write, ...]:
    """Return what makes a belief so: the belief, and the customer's details where it stands for one of them."""
    details = detailed(customer, after)
    changed = (Write(after=details, before=customer),) if details is not customer else ()
    return (Write(after=after, before=await belief_in_store(store, after)), *changed)


async def heard_in(request: Request, store: Store, customer: str, talk: str = "") -> tuple[date, str | None]:
    """Return on which day something was heard from a customer and in which talk: the one that is named, else today's if there is one."""
    if talk and (named := await store.get(request.workspace, Talk, talk)):
        return named.held_on, named.id
    talks = await store.talks(request.workspace, customer, 1)
    return request.today, talks[0].id if talks and talks[0].held_on == request.today else None
