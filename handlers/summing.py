"""Gathering what a summary is made of: of a portfolio one query a kind, of one customer what it has; the loop gets its turn on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.happened import Happening, days
from model.idea import Idea, open_ideas
from model.improvement import Improvement, Stage
from model.kind import Told
from model.nudge import Relationship
from model.period import Period
from model.record import Record
from model.summary import (
    Figures,
    Row,
    Scope,
    Summary,
    Tally,
    Wanted,
    a_day_around,
    quarter_number,
    quarters_until,
)
from model.talk import Talk
from storage import Store
from storage.turn import Turn

ONE_DAY = timedelta(days=1)
AT_ONCE = 200
ROWS = 15
H = TypeVar("H", bound=Happening)
T = TypeVar("T")


async def summed_up(store: Store, workspace: str, wanted: Wanted) -> Summary:
    """Return what a summary is made of; its days, and so what was noted in its first and last night, are those of the time zone."""
    return await Gathering(store, workspace, wanted, await customers_in(store, workspace, wanted.scope)).summary()


async def customers_in(store: Store, workspace: str, scope: Scope) -> Collection[str] | None:
    """Return the ids of the customers that a summary is about; None for everybody's."""
    if scope.customer:
        return {scope.customer.id}
    return {customer.id for customer in await store.customers(workspace, scope.owner)} if scope.owner else None


class Gathering:
    """One summary in the making; `ids` are its customers, None all of them."""

    def __init__(self, store: Store, workspace: str, wanted: Wanted, ids: Collection[str] | None) -> None:
        self.store, self.workspace, self.wanted, self.ids = store, workspace, wanted, ids
        self.period, self.scope, self.today = wanted.period, wanted.scope, wanted.today
        self.tally, self.turn = Tally(wanted), Turn()

    async def summary(self) -> Summary:
        """Return the summary."""
        figures, stages = await self.talks(), await self.improvements()
        await self.take(await self.happened(Belief))
        await self.take(await self.happened(Idea))
        await self.promises()
        await self.take(await self.quiet())
        for standing in await self.booked():
            self.tally.add("booked", standing)
        customers = await self.customers()
        names = {customer.id: customer.name for customer in customers.values()}
        return self.tally.summary(stages=stages, names=names, back=await self.returned(customers), figures=figures)

    async def take(self, records: Iterable[Told], hidden: Collection[str] = ()) -> None:
        """Take records into the tally."""
        for record in records:
            self.tally.take(record, hidden=bool(hidden) and not isinstance(record, Relationship) and record.id in hidden)
            await self.turn.over()

    async def those(self, records: Iterable[T], test: Callable[[T], bool]) -> list[T]:
        """Return the records that pass a test."""
        found = []
        for record in records:
            if test(record):
                found.append(record)
            await self.turn.over()
        return found

    async def happened(self, kind: type[H], first: date | None = None) -> list[H]:
        """Return the records of a kind to which something happened in its time, or since a day before that, newest first."""
        start, end = a_day_around(self.period)
        start = first or start
        if self.scope.customer:
            held = await OF_ONE[kind](self.store, self.workspace, self.scope.customer.id)
            return await self.those(held, lambda one: any(start <= day <= end for day in days(one)))
        ids, found = self.ids, await self.store.happened(self.workspace, kind, start, end)
        return found if ids is None else await self.those(found, lambda one: one.customer in ids)

    async def talks(self) -> Figures | None:
        """Take in the talks; return what is drawn of them and of those before, for more than a week."""
        quarters = quarters_until(self.period) if self.period.unit != "week" else ()
        found = await self.happened(Talk, quarters[0].first if quarters else None)
        await self.take(found)
        return await self.figures(quarters, found) if quarters else None

    async def figures(self, quarters: tuple[Period, ...], talks: Sequence[Talk]) -> Figures:
        """Return what is drawn of the talks of some quarters."""
        first = quarter_number(quarters[0].first)
        standings = [] if self.scope.customer else await self.store.relationships(self.workspace, owner=self.scope.owner)
        counted = {standing.customer.id: [0] * len(quarters) for standing in standings[:ROWS]}
        strategic, operational = [0] * len(quarters), [0] * len(quarters)
        for talk in talks:
            at = quarter_number(talk.held_on) - first
            if at >= 0 and talk.held_on <= self.period.last:
                (strategic if talk.counts else operational)[at] += 1
                if talk.counts and talk.customer in counted:
                    counted[talk.customer][at] += 1
            await self.turn.over()
        rows = tuple(Row(standing.customer, tuple(counted[standing.customer.id])) for standing in standings[:ROWS])
        return Figures(quarters, tuple(strategic), tuple(operational), rows, max(len(standings) - ROWS, 0))

    async def promises(self) -> None:
        """Take in what was promised or kept, and what is overdue, the longest first."""
        overdue = await self.overdue()
        known = {one.id for one in overdue}
        found = [*overdue, *await self.those(await self.happened(Commitment), lambda one: one.id not in known)]
        await self.take(found, await self.hidden(found))

    async def overdue(self) -> Sequence[Commitment]:
        """Return the promises that are overdue, the longest first."""
        if self.scope.customer:
            held = await self.store.commitments(self.workspace, self.scope.customer.id)
            return sorted((one for one in held if one.overdue(self.today)), key=lambda one: one.due_on or date.max)
        promised, ids = await self.store.promised(self.workspace, self.today - ONE_DAY), self.ids
        return await self.those(promised, lambda one: ids is None or one.customer in ids)

    async def improvements(self) -> dict[Stage, int]:
        """Take in the improvements; return how many are open in each stage."""
        customer, ids = self.scope.customer, self.ids
        await self.take(await self.happened(Improvement))
        held = await self.store.improvements(self.workspace, customer.id if customer else None)
        stages: dict[Stage, int] = {}
        for one in await self.those(held, lambda one: one.open and (ids is None or one.customer in ids)):
            stages[one.stage] = stages.get(one.stage, 0) + 1
        return stages

    async def quiet(self) -> list[Relationship]:
        """Return the relationships that have gone quiet by the day on which it is read, the longest first."""
        if self.scope.customer:
            standing = await self.store.relationship(self.workspace, self.scope.customer.id)
            return [standing] if standing and standing.quiet(self.today) else []
        return await self.store.relationships(self.workspace, owner=self.scope.owner, due_by=self.today - ONE_DAY)

    async def booked(self) -> list[Relationship]:
        """Return the relationships in which a talk is booked from that day on, the next first."""
        ids, standings = self.ids, await self.store.booked(self.workspace, date.max)
        ahead = await self.those(standings, lambda one: (one.customer.booked_on or date.min) >= self.today)
        return ahead if ids is None else await self.those(ahead, lambda one: one.customer.id in ids)

    async def customers(self) -> dict[str, Customer]:
        """Return the customers of what is listed, by id."""
        listed = [record for records in self.tally.records.values() for record in records]
        known = {one.customer.id: one.customer for one in listed if isinstance(one, Relationship)}
        return known | await self.all_of(Customer, {one.customer for one in listed if not isinstance(one, Relationship)} - {*known})

    async def hidden(self, promises: Sequence[Commitment]) -> frozenset[str]:
        """Return the ids of the promises that were made in private talks."""
        talks = await self.all_of(Talk, {one.talk for one in promises if one.talk})
        return frozenset(one.id for one in promises if one.talk in talks and talks[one.talk].visibility == "private")

    async def returned(self, customers: dict[str, Customer]) -> frozenset[str]:
        """Return the ids of those listed ideas that were put off, and are on the table again."""
        put_off: dict[str, list[Idea]] = {}
        for idea in (*self.tally.records.get("decided", ()), *self.tally.records.get("noted", ())):
            if idea.state == "not now" and idea.customer in customers:
                put_off.setdefault(idea.customer, []).append(idea)
        known = await self.in_parts(list(put_off), lambda one: self.store.beliefs(self.workspace, one))
        pairs = zip(put_off.items(), known, strict=True)
        return frozenset(idea.id for (one, some), beliefs in pairs for idea in open_ideas(some, customers[one], beliefs, self.today))

    async def all_of(self, kind: type[Any], ids: Collection[str]) -> dict[str, Any]:
        """Return the records with these ids that are there, by id."""
        found: list[Record | None] = await self.in_parts(list(ids), lambda one: self.store.get(self.workspace, kind, one))
        return {record.id: record for record in found if record}

    async def in_parts(self, keys: Sequence[str], ask: Callable[[str], Awaitable[T]]) -> list[T]:
        """Return the answers about these keys, which are asked for some hundred at a time."""
        found: list[T] = []
        for start in range(0, len(keys), AT_ONCE):
            found += await asyncio.gather(*map(ask, keys[start : start + AT_ONCE]))
            await self.turn.over()
        return found


OF_ONE: dict[type[Record], Callable[[Store, str, str], Awaitable[Sequence[Any]]]] = {
    Talk: lambda store, workspace, one: store.talks(workspace, one),
    Idea: lambda store, workspace, one: store.ideas(workspace, one),
    Belief: lambda store, workspace, one: store.beliefs(workspace, one),
    Commitment: lambda store, workspace, one: store.commitments(workspace, one),
    Improvement: lambda store, workspace, one: store.improvements(workspace, one),
}
