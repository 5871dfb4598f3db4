"""The score from the store: what is known of the customers in question, counted figure by figure. Apart from who asks for it.

Of a few customers their own records are read; of many, what happened to all, which is a few queries however many they are. The loop has
its turn between slices.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.drying import looked_from
from model.happened import Happening
from model.idea import Idea
from model.improvement import Improvement
from model.maturity import SIDES
from model.period import ONE_DAY, Period, period_of
from model.score import FIGURES, counted, figures_of, weakness
from model.summary import Scope
from model.talk import Talk
from model.term import Case, Entry, Name, Point, Score, Term
from storage import Store
from storage.turn import Turn

FEW = 100
QUARTERS = 5
NEEDS: dict[Name, tuple[type[Happening], ...]] = {
    "kept": (Talk,),
    "touch": (Talk,),
    "talks": (Talk,),
    "beliefs": (Belief,),
    "funnel": (Idea, Improvement),
    "waiting": (Idea, Improvement),
    "ours": (Commitment,),
    "theirs": (Commitment,),
    "maturity": (),
    "drying": (Talk, Belief, Idea, Improvement, Commitment),
}
ByCustomer = Mapping[str, Sequence[Any]]


class Asked(msgspec.Struct, frozen=True, dict=True):
    """Whose score is asked for, of when, and the customers that this is about, whenever they were added."""

    workspace: str
    scope: Scope
    term: Term
    customers: Sequence[Customer]

    @cached_property
    def counted(self) -> list[Customer]:
        """Return those of the customers that have a part in it."""
        return counted(self.customers, self.term)

    def of(self, period: Period) -> Asked:
        """Return the same of another quarter."""
        return msgspec.structs.replace(self, term=msgspec.structs.replace(self.term, period=period))


async def asked_for(store: Store, workspace: str, scope: Scope, term: Term) -> Asked:
    """Return what is asked for, with its customers."""
    customers = [scope.customer] if scope.customer else await store.customers(workspace, scope.owner)
    return Asked(workspace, scope, term, customers)


async def score_of(store: Store, asked: Asked) -> Score:
    """Return the score: how many things of each figure stand how."""
    names, turn = figures_of(asked.term), Turn()
    counts: dict[Name, Counter[str]] = {name: Counter() for name in names}
    levels: dict[Any, Counter[str]] = {side: Counter() for side in SIDES}
    longest: Entry | None = None
    async for case in cases(store, asked, names):
        for name in names:
            entries = FIGURES[name](case, asked.term)
            counts[name].update(entry.standing for entry in entries)
            longest = longer(longest, entries) if name == "waiting" else longest
        levels_of(case.customer, asked.term, levels)
        await turn.over()
    earlier = any(customer.added_on < asked.term.period.first for customer in asked.customers)
    return Score(asked.scope, asked.term, len(asked.counted), counts, longest, levels, earlier)


def longer(one: Entry | None, others: Iterable[Entry]) -> Entry | None:
    """Return which of these has waited longest."""
    return min((one, *others) if one else others, key=lambda entry: entry.on or date.max, default=None)


def levels_of(customer: Customer, term: Term, levels: Mapping[Any, Counter[str]]) -> None:
    """Count on which level each side sees one relationship."""
    for side in SIDES:
        if level := customer.maturity(side, term.until):
            levels[side][level] += 1


async def entries_of(store: Store, asked: Asked, name: Name) -> list[Entry]:
    """Return what a figure counts: the weakest customers first, and of each what stands weakest, then what is oldest."""
    turn, found = Turn(), list[tuple[Any, list[Entry]]]()
    async for case in cases(store, asked, [name]):
        if entries := FIGURES[name](case, asked.term):
            found.append((weakness(name, entries), sorted(entries, key=lambda entry: order(name, entry))))
        await turn.over()
    found.sort(key=lambda pair: pair[0])
    return [entry for _, entries in found for entry in entries]


def order(name: Name, entry: Entry) -> tuple[Any, str]:
    """Return by what one customer's entries are ordered."""
    return weakness(name, [entry]), entry.record.id if entry.record else ""


async def trend_of(store: Store, asked: Asked) -> list[Point]:
    """Return the quarters up to the one that is asked for, the earliest first, but for those before anybody was there."""
    period, points = asked.term.period, list[Point]()
    for _ in range(QUARTERS):
        of = asked.of(period)
        if of.counted:
            points.append(await point_of(store, of))
        period = period.previous
    return points[::-1]


async def point_of(store: Store, asked: Asked) -> Point:
    """Return what of one quarter can be counted at any later time."""
    names: tuple[Name, ...] = ("touch", "talks", "ours")
    counts, turn = {name: Counter[str]() for name in names}, Turn()
    async for case in cases(store, asked, names):
        for name in names:
            counts[name].update(entry.standing for entry in FIGURES[name](case, asked.term))
        await turn.over()
    touch, talks, ours = counts.values()
    promised = ours.total() - ours["to come"]
    in_touch, strategic, kept = touch["in touch"], talks["strategic"], ours["in time"]
    return Point(asked.term.period, len(asked.counted), in_touch, talks.total(), strategic, promised, kept)


async def cases(store: Store, asked: Asked, names: Collection[Name]) -> AsyncIterator[Case]:
    """Yield what is known of each customer that counts, as far as these figures need it."""
    customers, needed = asked.counted, {kind for name in names for kind in NEEDS[name]}
    few = len(asked.customers) <= FEW
    read = {kind: await (of_each if few else of_all)(store, asked, kind, drying="drying" in names) for kind in needed}
    before = await last_talks(store, asked, read[Talk], few=few) if Talk in needed else {}
    talks, beliefs, ideas, improvements, promises = (read.get(kind, {}) for kind in (Talk, Belief, Idea, Improvement, Commitment))
    for customer in customers:
        of = customer.id
        yield Case(
            customer,
            before.get(of),
            talks.get(of, ()),
            beliefs.get(of, ()),
            ideas.get(of, ()),
            improvements.get(of, ()),
            promises.get(of, ()),
        )


async def last_talks(store: Store, asked: Asked, talks: ByCustomer, *, few: bool) -> Mapping[str, date]:
    """Return the day of each customer's last talk before the quarter that counts."""
    first = asked.term.period.first
    if not few:
        return await store.last_talks(asked.workspace, first)
    held = {of: [talk.held_on for talk in several if talk.counts and talk.held_on < first] for of, several in talks.items()}
    return {of: max(days) for of, days in held.items() if days}


async def of_each(store: Store, asked: Asked, kind: type[Happening], *, drying: bool) -> ByCustomer:  # noqa: ARG001  as `of_all`
    """Return all records of a kind of some customers, asked for one by one at the same time."""
    ask: dict[type[Any], Any] = {
        Talk: store.talks,
        Belief: store.beliefs,
        Idea: store.ideas,
        Improvement: store.improvements,
        Commitment: store.commitments,
    }
    ids = [customer.id for customer in asked.counted]
    return dict(zip(ids, await asyncio.gather(*(ask[kind](asked.workspace, of) for of in ids)), strict=True))


async def of_all(store: Store, asked: Asked, kind: type[Happening], *, drying: bool) -> ByCustomer:
    """Return the records of a kind that the figures need, by customer."""
    ids, turn = {customer.id for customer in asked.counted}, Turn()
    found: defaultdict[str, list[Any]] = defaultdict(list)
    async for records in slices(store, asked, kind, drying=drying):
        for record in records:
            if record.customer in ids:
                found[record.customer].append(record)
            await turn.over()
    return found


async def slices(store: Store, asked: Asked, kind: type[Happening], *, drying: bool) -> AsyncIterator[Sequence[Any]]:
    """Yield the records of a kind that the figures need, of everybody; talks a month at a time, so that no answer is too long."""
    workspace, term = asked.workspace, asked.term
    if kind is Talk:
        first = min(term.period.first, looked_from(term.today)) if drying else term.period.first
        for month in months(first, term.day):
            yield await store.happened(workspace, Talk, month.first, month.last)
    elif kind is Improvement:
        yield await store.improvements(workspace)
    elif kind is Commitment:
        due = await store.happened(workspace, Commitment, term.period.first, term.period.last)
        yield due
        known = {promise.id for promise in due}
        yield [one for one in await store.promised(workspace, term.today) if one.id not in known] if drying else []
    else:
        yield await store.happened(workspace, kind, date.min, date.max)


def months(first: date, last: date) -> list[Period]:
    """Return the months from a day to another."""
    found = [period_of("month", first)]
    while found[-1].last < last:
        found.append(period_of("month", found[-1].last + ONE_DAY))
    return found
