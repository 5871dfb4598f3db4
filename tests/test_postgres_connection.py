"""Connections that are kept for who asks often: nobody waits for one that lies idle, and none that is lost is used, or watched, again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from wire import Wire

from bench.database import Server
from storage.postgres_connection import Watched
from storage.postgres_pool import LARGEST, Connections

OFTEN = "select pg_backend_pid()"
ALSO_OFTEN = "select pg_backend_pid() as pid"
RARE = "select pg_backend_pid(), 'rare'"
LOCKED = "select pg_backend_pid() from slow for update"


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A database behind which nothing stands that would keep the connections these tests end."""
    server = Server()
    yield server.url("postgres")
    server.close()


@pytest.fixture
async def connections(database_url: str) -> AsyncIterator[Connections]:
    connections = Connections(database_url, often={OFTEN, ALSO_OFTEN, LOCKED})
    await connections.open()
    try:
        yield connections
    finally:
        await connections.close()


@pytest.fixture
async def only(connections: Connections) -> AsyncIterator[Connections]:
    """Connections of which there may be one."""
    await connections.pool.resize(1, 1)
    yield connections
    await connections.pool.resize(1, LARGEST)


async def process(connections: Connections, query: str) -> int:
    """Ask, and return which of the server's processes has answered."""
    [(answered, *_)] = await connections.read(query, {})
    return int(answered)


def borrowed(connections: Connections) -> int:
    """How often a connection was asked of the pool."""
    return connections.pool.get_stats()["requests_num"]


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Watched]:
    connection = await Watched.connect(database_url, autocommit=True)
    yield connection
    await connection.close()


@pytest.fixture
def admin(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url) as connection:
        connection.execute("drop table if exists slow")
        connection.execute("create table slow as select 1 one")
        connection.commit()
        yield connection
        connection.rollback()
        connection.execute("drop table slow")


async def waiting(admin: psycopg.Connection, *, anybody: bool = True) -> None:
    """Hold the slow query until somebody waits for it, or until nobody does any more."""
    while bool(admin.execute("select 1 from pg_locks where not granted").fetchall()) != anybody:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0)


async def slow_query(connection: Watched, admin: psycopg.Connection) -> asyncio.Task[Any]:
    """Ask what the server can't answer yet."""
    admin.execute("select from slow for update")
    asked = asyncio.create_task(connection.execute(LOCKED))
    await waiting(admin)
    return asked


async def lost(connection: Watched, admin: psycopg.Connection) -> None:
    """Let the server end a connection, and the loop hear of it."""
    admin.execute("select pg_terminate_backend(%s)", (connection.info.backend_pid,))
    while connection.watched:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0)


async def every_socket_is_heard() -> bool:
    """Whether the loop hears of what comes in on new sockets, of which one has the number of the last that was closed."""
    with ExitStack() as stack:
        for _ in range(20):
            ours, theirs = (stack.enter_context(end) for end in socket.socketpair())
            ours.settimeout(0)
            heard = asyncio.create_task(asyncio.get_running_loop().sock_recv(ours, 1))
            await asyncio.sleep(0)
            theirs.send(b"!")
            async with asyncio.timeout(5):
                assert await heard == b"!"
    return True


async def test_a_query_that_is_asked_often_borrows_its_connection_once(connections: Connections) -> None:
    first = await process(connections, OFTEN)

    assert {await process(connections, OFTEN) for _ in range(5)} == {first}
    assert borrowed(connections) == 1


async def test_a_query_that_is_asked_seldom_gives_its_connection_back(connections: Connections) -> None:
    for _ in range(3):
        await process(connections, RARE)

    assert borrowed(connections) == 3


async def test_nobody_waits_for_a_connection_that_is_only_kept(only: Connections) -> None:
    asked = [await process(only, query) for query in (OFTEN, ALSO_OFTEN, RARE, OFTEN)]

    assert len(set(asked)) == 1


async def test_whoever_waits_gets_the_connection_when_the_query_that_has_it_ends(only: Connections, admin: psycopg.Connection) -> None:
    admin.execute("select from slow for update")
    slow = asyncio.create_task(process(only, LOCKED))
    await waiting(admin)
    others = [asyncio.create_task(process(only, query)) for query in (OFTEN, RARE)]
    await asyncio.sleep(0)
    admin.rollback()

    assert {await slow, *await asyncio.gather(*others)} == {await process(only, OFTEN)}


async def test_a_connection_that_was_lost_while_it_was_kept_is_replaced(connections: Connections, admin: psycopg.Connection) -> None:
    before = await process(connections, OFTEN)
    [cursor] = connections.at_hand.cursors.values()
    assert isinstance(cursor.connection, Watched)
    await lost(cursor.connection, admin)

    assert await process(connections, OFTEN) != before
    assert await process(connections, RARE) != before


async def test_one_that_was_lost_sends_nobody_to_another_that_was_lost(
    connections: Connections, admin: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage.postgres_pool")
    both = {query: await connections.at_hand.take(query) for query in (OFTEN, ALSO_OFTEN)}
    for query, cursor in both.items():
        await connections.at_hand.give_back(query, cursor)
        admin.execute("select pg_terminate_backend(%s)", (cursor.connection.info.backend_pid,))

    assert await process(connections, OFTEN)
    assert caplog.text.count("asked again") == 1


async def test_who_gives_up_a_query_takes_the_connection_from_nobody(only: Connections, admin: psycopg.Connection) -> None:
    admin.execute("select from slow for update")
    given_up = asyncio.create_task(process(only, LOCKED))
    await waiting(admin)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up

    assert await process(only, OFTEN)


async def test_what_does_not_go_into_the_socket_at_once_arrives_whole(connections: Connections) -> None:
    [(length,)] = await connections.read("select length(%(words)s)", {"words": "word " * 4_000_000})

    assert length == 20_000_000


async def test_after_a_minute_the_pool_sees_whether_a_connection_is_still_good(connections: Connections) -> None:
    await process(connections, OFTEN)
    connections.at_hand.until = 0

    await process(connections, OFTEN)

    assert borrowed(connections) == 2


async def test_what_is_under_way_when_the_pool_closes_keeps_nothing(connections: Connections, admin: psycopg.Connection) -> None:
    admin.execute("select from slow for update")
    slow = asyncio.create_task(process(connections, LOCKED))
    await waiting(admin)
    closing = asyncio.create_task(connections.close())
    await asyncio.sleep(0)
    admin.rollback()
    await asyncio.gather(slow, closing)

    assert connections.at_hand.cursors == {}


class TestWatched:
    async def test_a_socket_is_watched_no_longer_when_the_server_has_ended_the_connection(
        self, connection: Watched, admin: psycopg.Connection
    ) -> None:
        await connection.execute(OFTEN)
        await lost(connection, admin)
        await connection.close()

        assert await every_socket_is_heard()

    async def test_a_socket_is_watched_no_longer_when_the_connection_is_cut_in_a_query(
        self, database_url: str, admin: psycopg.Connection
    ) -> None:
        async with Wire(database_url).open() as wire, await Watched.connect(wire.url, autocommit=True) as connection:
            asked = await slow_query(connection, admin)
            wire.cut()
            with pytest.raises(psycopg.OperationalError):
                await asked

            assert await every_socket_is_heard()

    async def test_a_socket_is_watched_no_longer_when_the_connection_is_cut_before_the_loop_hears_of_it(self, database_url: str) -> None:
        async with Wire(database_url).open() as wire, await Watched.connect(wire.url, autocommit=True) as connection:
            await connection.execute(OFTEN)
            wire.cut(reset=True)
            asked = asyncio.create_task(connection.execute("select length(%s)", ["x" * 20_000]))
            with pytest.raises(psycopg.OperationalError):
                await asked

            assert await every_socket_is_heard()

    async def test_a_socket_is_watched_no_longer_when_we_have_ended_the_connection(self, connection: Watched) -> None:
        await connection.execute(OFTEN)
        await connection.close()

        assert await every_socket_is_heard()

    async def test_who_gives_up_a_query_ends_it_and_the_connection(self, connection: Watched, admin: psycopg.Connection) -> None:
        asked = await slow_query(connection, admin)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

        assert connection.closed
        assert await every_socket_is_heard()
        await waiting(admin, anybody=False)

    async def test_who_gives_up_twice_waits_for_nothing(self, connection: Watched, admin: psycopg.Connection) -> None:
        asked = await slow_query(connection, admin)
        for _ in range(2):
            asked.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await asked

        assert connection.closed

    async def test_who_waits_for_an_answer_when_the_connection_is_closed_hears_so(
        self, connection: Watched, admin: psycopg.Connection
    ) -> None:
        asked = await slow_query(connection, admin)
        await connection.close()

        with pytest.raises(psycopg.OperationalError, match="closed"):
            await asked

    async def test_what_begins_with_an_answer_and_does_not_go_into_the_socket_at_once_arrives_whole(self, database_url: str) -> None:
        async with await Watched.connect(database_url) as connection:
            cursor = await connection.execute("select length(%s)", ["word " * 4_000_000])

            assert await cursor.fetchone() == (20_000_000,)

    async def test_an_error_of_a_query_leaves_the_connection_as_good_as_before(self, connection: Watched) -> None:
        with pytest.raises(psycopg.errors.DivisionByZero):
            await connection.execute("select 1 / 0")

        assert await (await connection.execute(OFTEN)).fetchall()
