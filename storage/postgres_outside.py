"""A database as it looks from outside: which server, how far its schema is, what we may do there, and which bots are at work."""

from __future__ import annotations

import msgspec

from storage.postgres_pool import BOT, READING, connect, fetched, read_url
from storage.postgres_schema import known, state

ABOUT = """
    select current_setting('server_version'), current_setting('server_version_num')::int, current_database(), current_user,
        current_setting('transaction_read_only')::boolean, pg_database_size(current_database()),
        has_database_privilege(current_database(), 'create'),
        (select count(distinct (client_addr, client_port)) from pg_stat_activity
         where datname = current_database() and application_name = %(bot)s)
"""
TABLES = """
    select coalesce(array_agg(distinct tablename::text), '{}')
    from pg_tables, unnest(array['select', 'insert', 'update', 'delete']) right_to
    where schemaname = 'keep_talking' and not has_table_privilege('keep_talking.' || quote_ident(tablename), right_to)
"""


class Outside(msgspec.Struct, frozen=True, array_like=True):
    """What was seen. `missing` is how many migrations there are to come, `size` in bytes, `bots` the connections that bots have."""

    version: str
    number: int
    database: str
    user: str
    read_only: bool
    size: int
    may_create: bool
    bots: int
    there: bool
    missing: int
    forbidden: tuple[str, ...]


async def look_at(url: str) -> Outside:
    """Look at a database. Raises StoreError, or Unreachable where it does not answer."""
    async with await connect(read_url(url, READING)) as connection:
        there = await state(connection)
        [seen] = await fetched(connection, ABOUT, {"bot": BOT})
        [(forbidden,)] = await fetched(connection, TABLES, {})
    missing = known().migration - there.migration
    return msgspec.convert([*seen, there.migration > 0, missing, forbidden], Outside)
