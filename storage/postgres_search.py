"""Searching in PostgreSQL: an index of words finds candidates, the newest first, and the rule in `model.search` decides about each.

The words in the index are those that the same rule takes out of the texts in Python, so both stores give the same answers. Each
begins with its workspace, as every key does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement
from model.record import Record
from model.search import SEARCHED, Moment, Query, Searched, answers, beginnings, index_words, moment, visible
from model.talk import Talk
from storage.postgres_lookup import Source

R = TypeVar("R", bound=Record)
AT_ONCE = 50
NOTED_ON, MADE_ON, BEGUN_ON = (f"({at} at time zone 'UTC')::date" for at in ("noted_at", "made_at", "begun_at"))
DAY: dict[type[Searched], str] = {Talk: "held_on", Belief: "learned_on", Idea: NOTED_ON, Commitment: MADE_ON, Improvement: BEGUN_ON}
ORDER: dict[type[Searched], tuple[str, ...]] = {
    Talk: ("held_on", "recorded_at", "id"),
    Belief: ("learned_on", "learned_at", "id"),
    Idea: ("noted_at", "id"),
    Commitment: ("made_at", "id"),
    Improvement: ("begun_at", "id"),
}


class Reader(Protocol):
    """What gives a record by its id."""

    async def get(self, workspace: str, kind: type[R], record_id: str) -> R | None:
        """Return the record, if it exists. Raises NotRead."""


class Asked(msgspec.Struct, frozen=True):
    """One question: where, who asks, what for, and how many they want to see."""

    workspace: str
    viewer: str
    query: Query
    limit: int
    before: Moment | None


class Search:
    """Finds by words."""

    def __init__(self, source: Source, reader: Reader) -> None:
        self.source = source
        self.reader = reader

    async def find(self, asked: Asked) -> list[Searched]:
        """Return what answers the question, the newest first."""
        found = [record for kind in SEARCHED for record in await self.of_kind(kind, asked)]
        return sorted(found, key=moment, reverse=True)[: asked.limit]

    async def of_kind(self, kind: type[Searched], asked: Asked) -> list[Searched]:
        """Return the newest of one kind that answer the question."""
        found: list[Searched] = []
        before, left = asked.before, True
        while left and len(found) < asked.limit:
            candidates = await self.candidates(kind, asked, before)
            found += [record for record in candidates if answers(record, asked.query) and await self.seen(record, asked)]
            left = len(candidates) == AT_ONCE
            before = moment(candidates[-1]) if candidates else None
        return found

    async def candidates(self, kind: type[Searched], asked: Asked, before: Moment | None) -> list[Searched]:
        """Return the next records of one kind that have words beginning as they should, the newest first."""
        query, place = asked.query, dict(zip(("day", "at", "id"), before, strict=True)) if before else {}
        wanted = {"customer": query.customer, "first": query.first, "last": query.last, **place}
        words = {"words": words_query(asked.workspace, query), "workspace": asked.workspace, "limit": AT_ONCE}
        found = await self.source.read(statement(kind, query, before), {**words, **wanted})
        return [msgspec.json.decode(record, type=kind) for (record,) in found]

    async def seen(self, record: Searched, asked: Asked) -> bool:
        """Whether who asks may read the record; nobody may what is of a customer that is gone."""
        customer = await self.reader.get(asked.workspace, Customer, record.customer)
        said_in = record.talk if isinstance(record, Commitment) else None
        talk = await self.reader.get(asked.workspace, Talk, said_in) if said_in else None
        return customer is not None and visible(record, customer, talk, asked.viewer)


def statement(kind: type[Searched], query: Query, before: Moment | None) -> str:
    """Return the query for one kind, with the conditions that it needs."""
    table, order, day = str(kind.__struct_config__.tag), ORDER[kind], DAY[kind]
    places = [f"%({name})s" for name in ("day", "at", "id")[-len(order) :]]
    conditions = {
        "words @@ %(words)s::tsquery": query.terms,
        "customer = %(customer)s": query.customer,
        f"{day} >= %(first)s": query.first,
        f"{day} <= %(last)s": query.last,
        f"({', '.join(order)}) < ({', '.join(places)})": before,
    }
    where = " and ".join(["workspace = %(workspace)s", *(words for words, wanted in conditions.items() if wanted)])
    newest_first = ", ".join(f"{column} desc" for column in order)
    return f"select record::text from keep_talking.{table} where {where} order by {newest_first} limit %(limit)s"  # noqa: S608


def words_of(record: Searched) -> str:
    """Return the words of a record as PostgreSQL's tsvector is written."""
    return lexemes(record.workspace, index_words(record), " ", "")


def words_query(workspace: str, query: Query) -> str:
    """Return the words of a query as PostgreSQL's tsquery is written: all of them, each as the beginning of one."""
    return lexemes(workspace, beginnings(query), " & ", ":*")


def lexemes(workspace: str, words: Iterable[str], between: str, end: str) -> str:
    """Return words in quotes, each behind its workspace."""
    prefix = workspace.replace("\\", "\\\\").replace("'", "''")
    return between.join(f"'{prefix}:{word}'{end}" for word in sorted(words))
