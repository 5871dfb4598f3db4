"""A database as a source, in one transaction that sees one moment, and as a target, in one transaction that is whole or not at all."""
# ruff: noqa: D102  stream.py states the contract

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from model.change import Change
from model.record import new_id
from storage.base import StoreError, StoreInUse
from storage.journal import SCHEMA
from storage.moving.stream import (
    CHANGES,
    DECODERS,
    TOGETHER,
    TYPES,
    Contents,
    Counts,
    Figures,
    Part,
    Source,
    Target,
    counted,
    encode,
    refuse_other,
)
from storage.postgres_connection import Connection
from storage.postgres_pool import BOT, connect, fetched, first_line, read_url
from storage.postgres_reading import BEGIN, not_older
from storage.postgres_rows import folded_names, head, row
from storage.postgres_schema import prepare, state
from storage.recent import KEPT

PAUSES = (0, 0.05, 0.2, 0.5, 1)
COPYING = "keep-talking, copying"
BOTS = """
    select string_agg(concat_ws(' on ', pid, host(client_addr)), ', ' order by pid) from pg_stat_activity
    where datname = current_database() and application_name = %(bot)s
"""
COLUMNS = "select column_name::text from information_schema.columns where table_schema = 'keep_talking' and table_name = %(table)s"
TABLES = ("schema", "name", "audit", *TYPES)
DERIVED = {"last_on", "due_on", "leased_until", "sequence"}  # the store's own
STANDING = """
    update keep_talking.customer c
    set last_on = n.newest
    from (select workspace, customer, max(held_on) as newest from keep_talking.talk where counts group by workspace, customer) n
    where c.workspace = n.workspace and c.id = n.customer
"""
WORDS = """
    select format('drop index %%I.%%I', schemaname, indexname), indexdef from pg_indexes
    where schemaname = 'keep_talking' and indexdef like '%%USING gin%%'
    and pg_has_role((select relowner from pg_class where oid = format('%%I.%%I', schemaname, tablename)::regclass), 'usage')
"""  # indexes of words: to make them when everything is there is several times as fast
FORCE = "Name an empty one; a restore replaces it with --force."


class DatabaseSource(Source):
    """A database as it was when its transaction began."""

    def __init__(self, connection: Connection, contents: Contents, still_alone: Callable[[], Awaitable[None]] | None = None) -> None:
        self.connection, self.contents, self.still_alone = connection, contents, still_alone

    @classmethod
    async def open(cls, url: str, at: datetime, *, alone: bool) -> DatabaseSource:
        """Begin to read. Raises StoreError, or StoreInUse where bots are at work and `alone` is asked for."""
        conninfo = read_url(url, COPYING)

        async def still_alone() -> None:
            async with await connect(conninfo) as other:
                await refuse_bots(other)

        if alone:
            await still_alone()
        connection = await connect(conninfo)
        try:
            with asking():
                there = not_older(await state(connection))
                await connection.execute(BEGIN)
                contents = await contents_of(connection, at) if there.migration else Contents(SCHEMA, at, {})
        except BaseException:
            await connection.close()
            raise
        return cls(connection, contents, still_alone if alone else None)

    async def parts(self) -> AsyncIterator[Part]:
        for workspace in self.contents.workspaces:
            for kind in TYPES:
                async for payloads in self._payloads(workspace, kind):
                    yield Part(workspace, kind, payloads)

    async def confirm(self, _: Figures) -> None:
        if self.still_alone:
            await self.still_alone()

    async def close(self) -> None:
        await self.connection.close()

    async def _payloads(self, workspace: str, kind: str) -> AsyncIterator[list[bytes]]:
        with asking():
            async with self.connection.cursor(name="records") as cursor:
                await cursor.execute(query(kind), {"workspace": workspace, "since": self.contents.at - KEPT})
                while found := await cursor.fetchmany(TOGETHER):
                    yield [encode(DECODERS[kind](text)) for (text,) in found]


def query(kind: str) -> bytes:
    """Return the query for all of a kind in a workspace, in the order of the stream."""
    if kind == CHANGES:
        return b"""
            select change::text from keep_talking.change
            where workspace = %(workspace)s and keyed and at >= %(since)s order by sequence
        """
    return f"select record::text from keep_talking.{kind} where workspace = %(workspace)s order by id".encode()  # noqa: S608


async def contents_of(connection: Connection, at: datetime) -> Contents:
    """Count what is there."""
    found: dict[str, Counts] = {}
    for kind in TYPES:
        only = "where keyed and at >= %(since)s" if kind == CHANGES else ""
        rows = await fetched(connection, f"select workspace, count(*) from keep_talking.{kind} {only} group by 1", {"since": at - KEPT})  # noqa: S608
        for workspace, count in rows:
            found.setdefault(workspace, {})[kind] = count
    return Contents(SCHEMA, at, {workspace: {kind: found[workspace].get(kind, 0) for kind in TYPES} for workspace in sorted(found)})


class DatabaseTarget(Target):
    """A database into which a stream comes, while nobody else can look into it."""

    def __init__(self, connection: Connection, *, force: bool) -> None:
        self.connection, self.force = connection, force
        self.columns: dict[str, list[str]] = {}
        self.indexes: list[str] = []

    @classmethod
    async def open(cls, url: str, *, force: bool = False) -> DatabaseTarget:
        """Make our tables where they are missing. Raises StoreError, or StoreInUse where bots are at work."""
        connection = await connect(read_url(url, COPYING))
        try:
            with asking():
                await refuse_bots(connection)
                await prepare(connection)
        except BaseException:
            await connection.close()
            raise
        return cls(connection, force=force)

    async def begin(self, contents: Contents) -> None:
        self.contents = contents
        with asking():
            await self.connection.execute("begin")
            await self.connection.execute(f"lock table {tables(TABLES)} in access exclusive mode".encode())
            held = [one for one, count in (await counts(self.connection)).items() if count]
            if held and not self.force:
                raise StoreError(f"The database is not empty: it holds {', '.join(held)}. {FORCE}")
            if held:
                await self.connection.execute(f"truncate {tables(('name', 'audit', *TYPES))}".encode())
            for drop, make in await fetched(self.connection, WORDS, {}):
                await self.connection.execute(drop.encode())
                self.indexes.append(make)
            for table in ("name", *TYPES):
                names = [name for (name,) in await fetched(self.connection, COLUMNS, {"table": table})]
                self.columns[table] = [name for name in names if name not in DERIVED]

    async def add(self, part: Part) -> None:
        records = part.decoded()
        with asking(f"A {part.kind} of workspace {part.workspace}"):
            if part.kind == CHANGES:
                await self._copy(CHANGES, list(map(change_row, records)))
                return
            await self._copy(
                part.kind, [row(record) | {"record": text.decode()} for record, text in zip(records, part.payloads, strict=True)]
            )
            names = [(record, name) for record in records for name in sorted(folded_names(record))]
            if names:
                await self._copy("name", [{"workspace": one.workspace, "folded": name, "customer": one.id} for one, name in names])

    async def finish(self, figures: Figures) -> None:
        with asking():
            for statement in (*self.indexes, STANDING):
                await self.connection.execute(statement.encode())
            there = DatabaseSource(self.connection, await contents_of(self.connection, self.contents.at))
            refuse_other(await counted(there), figures, "the database")
        try:
            await self.connection.execute("commit")
        except psycopg.Error as error:
            raise StoreError(
                f"Whether it stands is not known: {first_line(error)}. Look with `keep-talking doctor`, or do it again."
            ) from error
        with suppress(psycopg.Error):
            await self.connection.execute(f"analyze {tables(TABLES)}".encode())

    async def close(self) -> None:
        await self.connection.close()

    async def _copy(self, table: str, rows: list[dict[str, Any]]) -> None:
        names = self.columns[table]
        into = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier("keep_talking", table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        async with self.connection.cursor() as cursor, cursor.copy(into) as copy:
            for one in rows:
                await copy.write_row([one[name] for name in names])


def change_row(change: Change) -> dict[str, Any]:
    """Return a change as the columns of its table."""
    return head(change, new_id()) | {"change": encode(change).decode()}


def tables(names: tuple[str, ...]) -> str:
    """Return the names of tables, as statements take them."""
    return ", ".join(f"keep_talking.{name}" for name in names)


async def counts(connection: Connection) -> dict[str, int]:
    """Return how many there are of each kind, in all workspaces."""
    each = ", ".join(f"(select count(*) from keep_talking.{kind})" for kind in TYPES)  # noqa: S608
    [found] = await fetched(connection, f"select {each}", {})
    return dict(zip(TYPES, found, strict=True))


async def refuse_bots(connection: Connection) -> None:
    """Raise StoreInUse where bots are connected, as far as the server lets us know; one that has just stopped is given its time to go."""
    processes = None
    for pause in PAUSES:
        await asyncio.sleep(pause)
        [(processes,)] = await fetched(connection, BOTS, {"bot": BOT})
        if not processes:
            return
    raise StoreInUse(f"The database is in use by bots (its processes {processes}). Stop all of them first.")


@contextmanager
def asking(what: str = "What was asked for") -> Iterator[None]:
    """Say in one line why the database does not do it; the transaction is gone then, and what was there before is there."""
    try:
        yield
    except psycopg.Error as error:
        raise StoreError(f"{what} is not taken by the database: {first_line(error)}. Nothing was changed.") from error
