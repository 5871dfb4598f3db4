"""What is read from PostgreSQL: one query along an index each, for a store that also writes, and for one that only looks."""
# ruff: noqa: D102  storage/base.py states the contract

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from model.belief import Belief
from model.change import Change
from model.commitment import Commitment
from model.customer import Customer, fold
from model.draft import Draft
from model.happened import Happening, days
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge, Relationship
from model.post import Post
from model.record import Record
from model.schedule import Schedule
from model.search import Moment, Query, Searched
from model.talk import Talk
from storage.base import Around, Called, Store
from storage.names import NAMES_EACH, each_once, nearest
from storage.postgres_connection import Row
from storage.postgres_lookup import Lookups, Source
from storage.postgres_rows import table_of
from storage.postgres_search import Asked, Search
from storage.turn import each

R = TypeVar("R", bound=Record)
H = TypeVar("H", bound=Happening)
T = TypeVar("T", Idea, Improvement)
F = TypeVar("F")
A = TypeVar("A")
B = TypeVar("B")
NEWEST: dict[type[Record], str] = {
    Talk: "held_on desc, recorded_at desc, id desc",
    Idea: "noted_at desc, id desc",
    Belief: "learned_at desc, id desc",
    Commitment: "made_at desc, id desc",
    Improvement: "number desc, cycle desc, id desc",
}
STANDING = "record::text, last_on, due_on"
decode_around: Callable[[str], Nudge | Belief] = msgspec.json.Decoder(Nudge | Belief).decode
decode_customer = msgspec.json.Decoder(Customer).decode
decode_change = msgspec.json.Decoder(Change).decode


class PostgresReads(Store):
    """All of Store that reads, from wherever `source` is."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._look_ups = Lookups(source)
        self._search = Search(source, self)
        self._longest: dict[str, int] = {}

    async def together(self, one: Coroutine[Any, Any, A], other: Coroutine[Any, Any, B]) -> tuple[A, B]:
        asked = asyncio.ensure_future(one)
        try:
            second = await other
        except BaseException:
            asked.cancel()
            raise
        return await asked, second

    async def _find(self, query: str, **parameters: Any) -> list[Row]:
        return await self.source.read(query, parameters)

    async def _records(self, kind: type[R], where: str, **parameters: Any) -> list[R]:
        found = await self._find(f"select record::text from keep_talking.{table_of(kind)} where {where}", **parameters)  # noqa: S608
        return await each(lambda row: decoded(kind, row[0]), found)

    async def _standing(self, where: str, **parameters: Any) -> list[Relationship]:
        found = await self._find(f"select {STANDING} from keep_talking.customer where {where}", **parameters)  # noqa: S608
        return await each(standing, found)

    async def _looked_up(self, kind: type[R], question: str, workspace: str, key: str) -> list[R]:
        return [decoded(kind, record) for record, *_ in await self._look_ups.one(question, workspace, key)]

    async def answered(self, workspace: str, key: str) -> Change | None:
        return the_first([decode_change(change) for change, *_ in await self._look_ups.one("answered", workspace, key)])

    async def changes(self, workspace: str, by: str, since: datetime) -> list[Change]:
        query = """
            select change::text from keep_talking.change
            where workspace = %(workspace)s and by = %(by)s and keyed and at >= %(since)s order by at desc, sequence desc
        """
        return [decode_change(change) for (change,) in await self._find(query, workspace=workspace, by=by, since=since)]

    async def get(self, workspace: str, kind: type[R], record_id: str) -> R | None:
        return the_first(await self._looked_up(kind, table_of(kind), workspace, record_id))

    async def named(self, workspace: str, folded: Sequence[str]) -> dict[str, Customer]:
        found = await self._look_ups.many("named", workspace, folded) if folded else {}
        return {name: decode_customer(rows[0][0]) for name, rows in found.items()}

    def longest_known(self, workspace: str) -> int:
        return self._longest.get(workspace, 0)

    async def called(self, workspace: str, folded: Sequence[str]) -> Called:
        by_name = {name: ("called", workspace, name) for name in folded}
        found = await self._look_ups.all([longest := ("longest name", workspace, ""), *by_name.values()])
        self._longest[workspace] = sum(int(length) for length, *_ in found.get(longest, ()))
        name = next((name for name, place in by_name.items() if place in found), "")
        return Called(name, around_in(found[by_name[name]]) if name else None, self._longest[workspace])

    async def near(self, workspace: str, text: str, *, within: int | None = None, limit: int = 3) -> list[Customer]:
        query = """
            select string_agg(folded, chr(10)) from keep_talking.name
            where workspace = %(workspace)s and (%(within)s::int is null or abs(length(folded) - %(length)s) <= %(within)s)
        """
        names = "".join(one or "" for (one,) in await self._find(query, workspace=workspace, within=within, length=len(fold(text))))
        found = nearest(names.split("\n"), text, within, limit) if names else []
        return each_once((await self.named(workspace, found)).values(), limit) if found else []

    async def starting(self, workspace: str, folded: str, limit: int) -> list[Customer]:
        query = """
            select folded from keep_talking.name
            where workspace = %(workspace)s and position(%(beginning)s in ' ' || folded) > 0 order by folded limit %(names)s
        """
        found = await self._find(query, workspace=workspace, beginning=f" {folded}", names=limit * NAMES_EACH)
        return each_once((await self.named(workspace, [name for (name,) in found])).values(), limit)

    async def customers(self, workspace: str, owner: str | None = None) -> list[Customer]:
        of_owner = "" if owner is None else "and owner = %(owner)s"
        return await self._records(Customer, f"workspace = %(workspace)s {of_owner} order by folded", workspace=workspace, owner=owner)

    async def customer_of_channel(self, workspace: str, channel: str) -> Customer | None:
        where = "workspace = %(workspace)s and channel = %(channel)s order by folded limit 1"
        return the_first(await self._records(Customer, where, workspace=workspace, channel=channel))

    async def by_external_id(self, workspace: str, external_ids: Sequence[str]) -> dict[str, Customer]:
        where = "workspace = %(workspace)s and external_id = any(%(ids)s::text[]) order by folded desc"
        found = await self._records(Customer, where, workspace=workspace, ids=list(external_ids))
        return {customer.external_id: customer for customer in found if customer.external_id is not None}

    async def by_domain(self, workspace: str, domains: Sequence[str]) -> dict[str, list[Customer]]:
        where = "workspace = %(workspace)s and domain = any(%(domains)s::text[]) order by folded"
        found: dict[str, list[Customer]] = {}
        for customer in await self._records(Customer, where, workspace=workspace, domains=list(domains)):
            found.setdefault(customer.domain or "", []).append(customer)
        return found

    async def relationship(self, workspace: str, customer: str) -> Relationship | None:
        return the_first(list(map(standing, await self._look_ups.one("relationship", workspace, customer))))

    async def around(self, workspace: str, customer: str) -> Around | None:
        rows = await self._look_ups.one("around", workspace, customer)
        return around_in(rows) if rows else None

    async def relationships(self, workspace: str, *, owner: str | None = None, due_by: date | None = None) -> list[Relationship]:
        where = "workspace = %(workspace)s"
        where += "" if owner is None else " and owner = %(owner)s"
        where += "" if due_by is None else " and due_on <= %(due_by)s"
        return await self._standing(f"{where} order by due_on, folded", workspace=workspace, owner=owner, due_by=due_by)

    async def sponsored(self, workspace: str, sponsor: str) -> list[Relationship]:
        where = "workspace = %(workspace)s and record->>'sponsor' = %(sponsor)s order by due_on, folded"
        return await self._standing(where, workspace=workspace, sponsor=sponsor)

    async def booked(self, workspace: str, before: date) -> list[Relationship]:
        where = "workspace = %(workspace)s and booked_on < %(before)s order by booked_on, folded"
        return await self._standing(where, workspace=workspace, before=before)

    async def talks(self, workspace: str, customer: str, limit: int | None = None) -> list[Talk]:
        where = "workspace = %(workspace)s and customer = %(customer)s order by " + NEWEST[Talk] + " limit %(limit)s"
        return await self._records(Talk, where, workspace=workspace, customer=customer, limit=limit)

    async def last_talks(self, workspace: str, before: date) -> dict[str, date]:
        query = """
            select c.id, t.held_on from keep_talking.customer c cross join lateral (
                select held_on from keep_talking.talk where workspace = c.workspace and customer = c.id and counts and held_on < %(before)s
                order by held_on desc, recorded_at desc, id desc limit 1
            ) t where c.workspace = %(workspace)s
        """
        return dict(await self._find(query, workspace=workspace, before=before))

    async def happened(self, workspace: str, kind: type[H], first: date, last: date, *, of: Sequence[str] | None = None) -> list[H]:
        first_day, last_day = ("held_on", "held_on") if kind is Talk else ("first_day", "last_day")
        where = "workspace = %(workspace)s" + ("" if of is None else " and customer = any(%(of)s::text[])")
        where += f" and {last_day} >= %(first)s and {first_day} <= %(last)s order by {NEWEST[kind]}"
        found = await self._records(kind, where, workspace=workspace, first=first, last=last, of=None if of is None else list(of))
        return [record for record in found if any(first <= day <= last for day in days(record))]

    async def ideas(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Idea]:
        where = "workspace = %(workspace)s" + ("" if customer is None else " and customer = %(customer)s")
        where += f" order by {NEWEST[Idea]} limit %(limit)s"
        return await self._records(Idea, where, workspace=workspace, customer=customer, limit=limit)

    async def to_tell(self, workspace: str, kind: type[T]) -> list[T]:
        found = await self._records(kind, f"workspace = %(workspace)s and to_tell order by {NEWEST[kind]}", workspace=workspace)
        return found[::-1]

    async def improvements(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Improvement]:
        where = "workspace = %(workspace)s" + ("" if customer is None else " and customer = %(customer)s")
        where += f" order by {NEWEST[Improvement]} limit %(limit)s"
        return await self._records(Improvement, where, workspace=workspace, customer=customer, limit=limit)

    async def to_check(self, workspace: str, due_by: date) -> list[Improvement]:
        where = "workspace = %(workspace)s and check_on <= %(due_by)s order by check_on, number, cycle, id"
        return await self._records(Improvement, where, workspace=workspace, due_by=due_by)

    async def schedules(self, workspace: str) -> list[Schedule]:
        return await self._records(Schedule, "workspace = %(workspace)s order by set_at, id", workspace=workspace)

    async def beliefs(self, workspace: str, customer: str) -> list[Belief]:
        return await self._looked_up(Belief, "beliefs", workspace, customer)

    async def commitments(self, workspace: str, customer: str) -> list[Commitment]:
        return await self._looked_up(Commitment, "commitments", workspace, customer)

    async def promised(self, workspace: str, due_by: date, *, person: str | None = None) -> list[Commitment]:
        of_person = "" if person is None else "and record->>'person' = %(person)s"
        where = f"workspace = %(workspace)s and promised_by <= %(due_by)s {of_person} order by promised_by, made_at, id"
        return await self._records(Commitment, where, workspace=workspace, due_by=due_by, person=person)

    async def industry_entries(self, workspace: str, folded: str | None = None) -> list[IndustryEntry]:
        where = "workspace = %(workspace)s" + ("" if folded is None else " and folded = %(folded)s")
        return await self._records(IndustryEntry, f"{where} order by noted_at desc, id desc", workspace=workspace, folded=folded)

    async def industries(self, workspace: str) -> dict[str, int]:
        query = """
            select industry, count(*) from keep_talking.customer
            where workspace = %(workspace)s and industry is not null group by industry order by count(*) desc, industry
        """
        return {str(name): int(size) for name, size in await self._find(query, workspace=workspace)}

    async def find(self, workspace: str, viewer: str, query: Query, limit: int, *, before: Moment | None = None) -> list[Searched]:
        return await self._search.find(Asked(workspace, viewer, query, limit, before))

    async def nudges(self, workspace: str, *, customer: str | None = None, post: str | None = None) -> list[Nudge]:
        if post is not None:
            return await self._looked_up(Nudge, "nudges of a post", workspace, post)
        return await self._looked_up(Nudge, "nudges", workspace, customer or "")

    async def open_posts(self, workspace: str) -> list[Post]:
        where = "workspace = %(workspace)s and state in ('pending', 'sending') order by not_before, id"
        return await self._records(Post, where, workspace=workspace)

    async def next_post(self, workspace: str) -> datetime | None:
        query = """
            select min(greatest(not_before, leased_until)) from keep_talking.post
            where workspace = %(workspace)s and state in ('pending', 'sending')
        """
        return next((at for (at,) in await self._find(query, workspace=workspace)), None)

    async def closed_posts(self, workspace: str, before: datetime) -> list[Post]:
        where = "workspace = %(workspace)s and state in ('sent', 'dead') and not_before < %(before)s"
        return await self._records(Post, where, workspace=workspace, before=before)

    async def drafts(self, workspace: str, expired_by: datetime) -> list[Draft]:
        where = "workspace = %(workspace)s and expires_at <= %(expired_by)s order by expires_at, id"
        return await self._records(Draft, where, workspace=workspace, expired_by=expired_by)

    async def workspaces(self) -> list[str]:
        tables = ("change", "audit", "customer", "settings", "post", "draft")
        query = " union ".join(f"select workspace from keep_talking.{table}" for table in tables)  # noqa: S608
        return sorted(workspace for (workspace,) in await self._find(query))


def decoded(kind: type[R], record: str) -> R:
    """Return a record as it was written."""
    return msgspec.json.decode(record, type=kind)


def standing(row: Row) -> Relationship:
    """Return how a relationship stands."""
    record, last_on, due_on = row
    return Relationship(decode_customer(record), last_on, due_on)


def around_in(rows: list[Row]) -> Around:
    """Return a customer, which comes first, and what is around it."""
    (record, last_on, _), *rest = rows
    around = [decode_around(text) for text, *_ in rest]
    nudges = [one for one in around if isinstance(one, Nudge)]
    return Around(decode_customer(record), last_on, nudges, [one for one in around if isinstance(one, Belief)])


def the_first(found: list[F]) -> F | None:
    """Return the first of what was found, if anything was."""
    return found[0] if found else None
