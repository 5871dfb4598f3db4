"""The schema of the database: made by numbered files, once each, whoever comes first, and never one that is newer than the code."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

import psycopg

from storage.base import StoreError
from storage.journal import SCHEMA
from storage.postgres_connection import Connection
from storage.postgres_pool import fetched, first_line

LOCK = 7_205_759_403_792_793  # one number that nobody else is likely to lock, for the length of one transaction
GRANT = "Let the database's owner run: GRANT CREATE ON DATABASE … TO …, or make this user its owner."
HERE = "select 1 from pg_tables where schemaname = 'keep_talking' and tablename = 'schema'"  # not to_regclass: it may remember a no
UPGRADE = "Upgrade Keep Talking, or set TALK_STORE to the database of this version."


class Migration(NamedTuple):
    """One numbered file."""

    number: int
    name: str
    statements: str


class State(NamedTuple):
    """How far a database is: the last migration it has, and the schema of the records in it; 0 where there is nothing yet."""

    migration: int
    records: int


def migrations() -> list[Migration]:
    """Return the migrations that this version knows, in order."""
    there = sorted((file for file in files("storage").joinpath("migrations").iterdir() if file.name.endswith(".sql")), key=lambda f: f.name)
    return [Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in there]


def known() -> State:
    """Return how far a database of this version is."""
    return State(migrations()[-1].number, SCHEMA)


async def state(connection: Connection) -> State:
    """Return how far the database is. Raises StoreError where it is newer than the code."""
    if not await fetched(connection, HERE, {}):
        return State(0, 0)
    found = await fetched(connection, "select migration, records from keep_talking.schema", {})
    there = State(*found[0])
    if there.migration > known().migration or there.records > SCHEMA:
        raise StoreError(f"The database was made by a newer version of Keep Talking (schema {there.migration}.{there.records}). {UPGRADE}")
    return there


async def prepare(connection: Connection) -> None:
    """Bring the database to this version's schema. Raises StoreError where it is newer, or we may not."""
    try:
        if await state(connection) != known():
            async with connection.transaction():
                await migrate(connection)
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise StoreError("TALK_STORE names a database that is read-only, as a replica is. Name the primary.") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreError(f"PostgreSQL does not let us make our tables: {first_line(error)}. {GRANT}") from error


async def migrate(connection: Connection) -> None:
    """Do what is missing, in this transaction, while no other bot does."""
    await connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
    before = await state(connection)
    if not await fetched(connection, "select 1 from pg_namespace where nspname = 'keep_talking'", {}):
        await connection.execute("create schema keep_talking")
    for migration in migrations():
        if migration.number > before.migration:
            await connection.execute(migration.statements.encode())
    await connection.execute("update keep_talking.schema set migration = %s, records = %s", known())
