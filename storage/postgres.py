"""PostgresStore: PostgreSQL, for any number of bots on any number of machines.

A commit is one transaction and one round trip. Who is due, and which name is whose, is derived by the commit. Queries stand
beside their methods, here and in `postgres_reads.py`; the tables and the commit's function stand in `migrations/`.
"""
# ruff: noqa: D102  storage/base.py states the contract

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from model.change import Change
from model.post import Post
from storage.base import NotSaved, Receipt
from storage.outbox import LEASE, order
from storage.postgres_commit import COMMIT, Commits
from storage.postgres_expiry import Expiry
from storage.postgres_lookup import LOOK_UP
from storage.postgres_pool import Connections, connect, read_url
from storage.postgres_reads import PostgresReads, decoded
from storage.postgres_schema import prepare


class PostgresStore(PostgresReads):
    """A database whose schema `keep_talking` is ours."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        super().__init__(connections)
        self.connections, self.now = connections, now
        self._commits = Commits(connections)
        self._expiry = Expiry(connections, now)

    @classmethod
    async def open(cls, url: str, now: Callable[[], datetime]) -> PostgresStore:
        """Open the database, and bring it to this version's schema. Raises StoreError, or Unreachable where it does not answer."""
        conninfo = read_url(url)
        async with await connect(conninfo) as connection:
            await prepare(connection)
        connections = Connections(conninfo, often={LOOK_UP, COMMIT})
        await connections.open()
        return cls(connections, now)

    async def commit(self, change: Change) -> Receipt:
        receipt = await self._commits.commit(change)
        self._expiry.consider(change.workspace)
        return receipt

    async def take_posts(self, workspace: str, at: datetime, limit: int) -> list[Post]:
        query = """
            with taken as materialized ( -- once: a plan that asked it again for each post would take more than the limit
                select id from keep_talking.post
                where workspace = %(workspace)s and state in ('pending', 'sending') and not_before <= %(at)s
                and (leased_until is null or leased_until <= %(at)s)
                order by not_before, id limit %(limit)s for update skip locked
            )
            update keep_talking.post p set leased_until = %(until)s
            from taken where p.workspace = %(workspace)s and p.id = taken.id returning p.record::text
        """
        taken = await self.connections.write(query, {"workspace": workspace, "at": at, "until": at + LEASE, "limit": limit})
        return sorted((decoded(Post, record) for (record,) in taken), key=order)

    async def check(self) -> None:
        if self._commits.closed:
            raise NotSaved("The store is closed.")
        query = "select current_setting('transaction_read_only')::boolean, has_table_privilege('keep_talking.change', 'insert')"
        [(read_only, may_write)] = await self.connections.write(query, {})
        if read_only:
            raise NotSaved("the database takes no writes now: it is read-only, as a replica is.")
        if not may_write:
            raise NotSaved("PostgreSQL does not let this user write into our tables.")

    async def close(self) -> None:
        if not self._commits.closed:
            await self._commits.close()
            await self._look_ups.close()
            await self._expiry.close()
            await self.connections.close()
