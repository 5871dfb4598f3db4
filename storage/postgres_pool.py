"""The way to the PostgreSQL server: a pool of connections, what is tried again, and what is said in one line where nothing helps.

Every statement stands alone (autocommit, nothing prepared, nothing set for a session), so a pooler may stand in between.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
from collections.abc import Collection, Mapping
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from storage.base import InDoubt, NotRead, NotSaved, StoreError, Unreachable
from storage.postgres_connection import AtHand, Connection, Cursor, Pool, Row, Watched

Parameters = Mapping[str, Any]
LARGEST, SMALLEST = 10, 1
CONNECTED_WITHIN = 5
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
OPTIONS: dict[str, Any] = {"autocommit": True, "prepare_threshold": None}
BOT, READING = "keep-talking", "keep-talking, reading"
FORM = "postgresql://USER:PASSWORD@HOST:5432/DATABASE"
AGAIN = ("08", "40", "57")  # SQLSTATE classes: connection, rolled back (serialization, deadlock), operator intervention
READ_ONLY = psycopg.errors.ReadOnlySqlTransaction
REFUSED = re.compile(r"(?:FATAL: +(?! |sorry|the database system|remaining connection|too many|terminating)|(?=invalid \w+ value))(.*)")

logger = logging.getLogger(__name__)


class Connections:
    """Asks and writes, again where the server went away or two got into each other's way.

    For the queries that are asked `often` connections are kept.
    """

    def __init__(self, conninfo: str, often: Collection[str] = ()) -> None:
        self.conninfo = conninfo
        self.pool: Pool = AsyncConnectionPool(
            conninfo,
            connection_class=Watched,
            min_size=SMALLEST,
            max_size=LARGEST,
            open=False,
            timeout=CONNECTED_WITHIN,
            kwargs=OPTIONS,
            reconnect_timeout=CONNECTED_WITHIN,
        )
        self.at_hand = AtHand(self.pool, often)

    async def open(self) -> None:
        """Make the first connection. Raises StoreError where the server refuses us, Unreachable where it does not answer."""
        async with await connect(self.conninfo):
            pass
        await self.pool.open()

    async def close(self) -> None:
        """Let go of the connections."""
        await self.at_hand.let_go()
        await self.pool.close()

    async def read(self, query: str, parameters: Parameters) -> list[Row]:
        """Return what a query finds. Raises NotRead."""
        try:
            return await self._again(query, parameters)
        except psycopg.OperationalError as error:
            raise NotRead(reason(error)) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotRead(f"{first_line(error)}.") from error

    async def write(self, query: str, parameters: Parameters) -> list[Row]:
        """Do what may be done twice. Raises NotSaved, or InDoubt where nobody knows whether it was done."""
        try:
            return await self._again(query, parameters)
        except psycopg.OperationalError as error:
            raise (InDoubt if getattr(error, "in_doubt", False) else NotSaved)(reason(error)) from error
        except READ_ONLY as error:
            raise NotSaved("the database takes no writes now: it is read-only, as a replica is.") from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotSaved(f"{first_line(error)}.") from error

    async def _again(self, query: str, parameters: Parameters) -> list[Row]:
        in_doubt = False
        for pause in (*PAUSES, None):
            try:
                return await self._asked(query, parameters)
            except psycopg.OperationalError as error:
                in_doubt = in_doubt or lost(error)
                error.in_doubt = in_doubt  # type: ignore[attr-defined]
                if pause is None or not passing(error):
                    raise
                logger.info("the database is asked again: %s", first_line(error))
            await self.at_hand.let_go()
            await self.pool.check()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  so that two don't meet again
        raise AssertionError

    async def _asked(self, query: str, parameters: Parameters) -> list[Row]:
        cursor = await self.at_hand.take(query)
        try:
            rows = await answer(cursor, query, parameters)
        except BaseException:
            await self.pool.putconn(cursor.connection)
            raise
        await self.at_hand.give_back(query, cursor)
        return rows


async def fetched(connection: Connection, query: str, parameters: Parameters) -> list[Row]:
    """Return what a query finds on this connection."""
    return await answer(connection.cursor(), query, parameters)


async def answer(cursor: Cursor, query: str, parameters: Parameters) -> list[Row]:
    """Return what a query finds with this cursor."""
    await cursor.execute(query, parameters)
    return await cursor.fetchall() if cursor.rownumber is not None else []


async def connect(conninfo: str) -> Connection:
    """Open one connection. Raises StoreError where the server refuses us, Unreachable where it does not answer."""
    try:
        return await AsyncConnection.connect(conninfo, **OPTIONS)
    except psycopg.OperationalError as error:
        if refused := REFUSED.search(str(error)):
            raise StoreError(f"PostgreSQL refuses TALK_STORE: {refused[1]}. Check its user, password and database.") from error
        raise Unreachable(reason(error)) from error


def read_url(url: str, name: str = BOT) -> str:
    """Return the URL as psycopg takes it, with what we need; raise StoreError, without a word of the URL, where it can't be one."""
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
        list(map(int, str(given.get("port", 0)).split(",")))
        return make_conninfo(**{"connect_timeout": str(CONNECTED_WITHIN)} | given | {"application_name": name})
    except (psycopg.ProgrammingError, ValueError) as error:
        raise StoreError(
            f"TALK_STORE is no PostgreSQL URL that can be read. It looks like {FORM}; write special characters as %XX."
        ) from error


def lost(error: psycopg.OperationalError) -> bool:
    """Whether the connection went away after something was sent, so that nobody knows what was done."""
    return not isinstance(error, PoolTimeout) and (error.sqlstate is None or error.sqlstate.startswith(("08", "57P")))


def passing(error: psycopg.OperationalError) -> bool:
    """Whether the same may work a moment later."""
    return not isinstance(error, PoolTimeout) and (error.sqlstate is None or error.sqlstate.startswith(AGAIN))


def reason(error: psycopg.OperationalError) -> str:
    """Say why the database does not do it."""
    if isinstance(error, PoolTimeout):
        return f"the database gave no connection within {CONNECTED_WITHIN} seconds."
    return f"the database can't be reached ({first_line(error)})."


def first_line(error: Exception) -> str:
    """Return the server's own words, without what follows in further lines."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip().rstrip(".")
