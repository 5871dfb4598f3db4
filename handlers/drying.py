"""Which relationships of many dry up although one talks, from the store. Apart, because lists, Home and the score ask the same.

Of a few customers their own records are read; of many, what happened to all in two quarters, which is a few queries however many they are.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.drying import Sign, looked_from, signs
from model.happened import Happening
from model.idea import Idea
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
    promises: Mapping[str, Sequence[Commitment]]


NOTHING = Lately({}, {}, {}, {})


async def drying(store: Store, customers: Sequence[Customer], today: date) -> dict[str, list[Sign]]:
    """Return the signs that relationships dry up, by customer id, of those that have any, in the order given."""
    return await signs_among(await lately_with(store, customers, today), customers, today)


async def lately_with(store: Store, customers: Sequence[Customer], today: date) -> Lately:
    """Return what happened lately with these customers."""
    if not customers:
        return NOTHING
    return await (of_each if len(customers) <= FEW else of_all)(store, customers, today)


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
    return signs(customer, lately.talks[of], lately.beliefs.get(of, ()), lately.ideas.get(of, ()), lately.promises.get(of, ()), today)


async def of_each(store: Store, customers: Sequence[Customer], _today: date) -> Lately:
    """Return the records of these customers, asked for one by one, at the same time."""
    workspace, ids = customers[0].workspace, [customer.id for customer in customers]

    async def each(asked: Iterable[Coroutine[Any, Any, list[H]]]) -> dict[str, list[H]]:
        return {of: records for of, records in zip(ids, await asyncio.gather(*asked), strict=True) if records}

    return Lately(
        talks=await each(store.talks(workspace, of) for of in ids),
        beliefs=await each(store.beliefs(workspace, of) for of in ids),
        ideas=await each(store.ideas(workspace, of) for of in ids),
        promises=await each(store.commitments(workspace, of) for of in ids),
    )


async def of_all(store: Store, customers: Sequence[Customer], today: date) -> Lately:
    """Return what happened with all customers in the two quarters that count, and what was promised by today."""
    workspace, first, last = customers[0].workspace, looked_from(today) - ONE_DAY, today + ONE_DAY
    return Lately(
        talks=await by_customer(await store.happened(workspace, Talk, first, last)),
        beliefs=await by_customer(await store.happened(workspace, Belief, first, last)),
        ideas=await by_customer(await store.happened(workspace, Idea, first, last)),
        promises=await by_customer(await store.promised(workspace, today)),
    )


async def by_customer(records: Sequence[H]) -> dict[str, list[H]]:
    """Return records by the customers they are about, letting others have their turn in between."""
    turn, found = Turn(), defaultdict[str, list[H]](list)
    for record in records:
        found[record.customer].append(record)
        await turn.over()
    return found
