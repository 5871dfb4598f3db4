"""Which relationships of many dry up although one talks, from the store. Apart, because lists, Home and the score ask the same.

Of a few customers their own records are read; of many, what happened to all in two quarters: a few queries, however many they are.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.drying import News, Sign, looked_from, signs
from model.happened import Happening
from model.idea import Idea
from model.improvement import Improvement
from model.knowledge import Knowledge
from model.talk import Talk
from storage import Store
from storage.turn import Turn

H = TypeVar("H", bound=Happening)
FEW = 100
ONE_DAY = timedelta(days=1)


class Lately(msgspec.Struct, frozen=True):
    """What happened lately with customers, by their ids; other customers' records may be among it."""

    talks: Mapping[str, Sequence[Talk]]
    beliefs: Mapping[str, Sequence[Belief]]
    ideas: Mapping[str, Sequence[Idea]]
    improvements: Mapping[str, Sequence[Improvement]]
    promises: Mapping[str, Sequence[Commitment]]


NOTHING = Lately({}, {}, {}, {}, {})


async def drying(store: Store, customers: Sequence[Customer], today: date) -> dict[str, list[Sign]]:
    """Return the signs that relationships dry up, by customer id, of those that have any, in the order given."""
    return await signs_among(await lately_with(store, customers, today), customers, today)


async def drying_of(
    store: Store, known: Knowledge, proposed: Sequence[Idea | Improvement], promises: Sequence[Commitment], today: date
) -> list[Sign]:
    """Return the signs of one customer, given what is known of it, was proposed to it and promised; private promises count too."""
    customer = known.customer
    talks = await store.happened(customer.workspace, Talk, looked_from(today), today, of=[customer.id])
    return signs(customer, talks, (*known.beliefs, *proposed), promises, today)


async def lately_with(store: Store, customers: Sequence[Customer], today: date) -> Lately:
    """Return what happened with these customers in the two quarters that count, and what was promised by today."""
    if not customers:
        return NOTHING
    workspace, few = customers[0].workspace, len(customers) <= FEW
    happened = partial(store.happened, first=looked_from(today) - ONE_DAY, last=today + ONE_DAY)
    of = [customer.id for customer in customers] if few else None
    talks, beliefs = await store.together(happened(workspace, Talk, of=of), happened(workspace, Belief, of=of))
    ideas, cycles = await store.together(happened(workspace, Idea, of=of), happened(workspace, Improvement, of=of))
    promises = await (promises_with(store, customers) if few else store.promised(workspace, today))
    return Lately(
        await by_customer(talks),
        await by_customer(beliefs),
        await by_customer(ideas),
        await by_customer(cycles),
        await by_customer(promises),
    )


async def promises_with(store: Store, customers: Sequence[Customer]) -> list[Commitment]:
    """Return what was promised with a few customers, each asked for at the same time."""
    found = await asyncio.gather(*(store.commitments(customer.workspace, customer.id) for customer in customers))
    return [promise for promises in found for promise in promises]


async def signs_among(lately: Lately, customers: Sequence[Customer], today: date) -> dict[str, list[Sign]]:
    """Return the signs that relationships dry up, given what happened with them, as `drying` does."""
    turn, found = Turn(), dict[str, list[Sign]]()
    for customer in customers:
        if customer.id in lately.talks and (seen := seen_in(lately, customer, today)):
            found[customer.id] = seen
        await turn.over()
    return found


def seen_in(lately: Lately, customer: Customer, today: date) -> list[Sign]:
    """Return the signs of one customer."""
    of = customer.id
    news: list[News] = [*lately.beliefs.get(of, ()), *lately.ideas.get(of, ()), *lately.improvements.get(of, ())]
    return signs(customer, lately.talks[of], news, lately.promises.get(of, ()), today)


async def by_customer(records: Sequence[H]) -> dict[str, list[H]]:
    """Return records by the customers they are about, letting others have their turn in between."""
    turn, found = Turn(), defaultdict[str, list[H]](list)
    for record in records:
        found[record.customer].append(record)
        await turn.over()
    return found
