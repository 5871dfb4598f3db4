"""PostgresReader: a database as it is at one moment, to be read only, beside the bots that write into it."""
# ruff: noqa: D102  storage/base.py states the contract

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from storage.base import NotRead, NotSaved, Receipt, StoreError
from storage.postgres_connection import Connection, Row
from storage.postgres_pool import READING, Parameters, connect, fetched, first_line, read_url
from storage.postgres_reads import PostgresReads
from storage.postgres_schema import State, known, state

if TYPE_CHECKING:
    from datetime import datetime

    from model.change import Change
    from model.post import Post

BEGIN = "begin isolation level repeatable read read only"


class Snapshot:
    """One connection in one transaction that sees what was there when it began; nothing at all where there is no schema yet."""

    def __init__(self, connection: Connection, there: State) -> None:
        self.connection, self.there = connection, there

    async def read(self, query: str, parameters: Parameters) -> list[Row]:
        """Return what a query finds. Raises NotRead."""
        if self.there.migration == 0:
            return []
        try:
            return await fetched(self.connection, query, parameters)
        except psycopg.Error as error:
            raise NotRead(f"the database can't be read ({first_line(error)}).") from error

    async def close(self) -> None:
        """Let go of the connection."""
        await self.connection.close()


class PostgresReader(PostgresReads):
    """A database that is only read: whatever would write raises NotSaved."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self.snapshot = snapshot

    @classmethod
    async def read(cls, url: str) -> PostgresReader:
        """Read the database. Raises StoreError, or Unreachable where it does not answer."""
        connection = await connect(read_url(url, READING))
        try:
            there = not_older(await state(connection))
            await connection.execute(BEGIN)
        except BaseException:
            await connection.close()
            raise
        return cls(Snapshot(connection, there))

    async def commit(self, change: Change) -> Receipt:
        raise NotSaved(f"The store is only read here, so {change.verb} can't be saved.")

    async def take_posts(self, workspace: str, at: datetime, limit: int) -> list[Post]:
        raise NotSaved(f"The store is only read here, so none of {limit} posts can be taken of {workspace} at {at}.")

    async def check(self) -> None:
        raise NotSaved("The store is only read here.")

    async def close(self) -> None:
        await self.snapshot.close()


def not_older(there: State) -> State:
    """Return the state of a database that can be read; raise StoreError where its tables are those of an older version."""
    if there.migration and there != known():
        raise StoreError("The database was made by an older version of Keep Talking. `keep-talking run` brings it up to this one.")
    return there
