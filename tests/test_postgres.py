"""What only a database can do to us: it is away, it goes away in the middle, it lets us do nothing, its tables are another version's."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta

import psycopg
import pytest
from records import NOON, TEAM, change, customer, made, talk
from wire import Wire

from bench.database import Database, Server, run
from bot.endings import CONFIGURATION, explained
from bot.exports import export
from model.customer import Customer
from storage import InDoubt, NotRead, NotSaved, StoreError, Unreachable, closing, open_store, read_store
from storage.postgres import PostgresStore
from storage.postgres_schema import migrations

ACME = customer("Acme", owner="U1")
SECRET = "hunter2"
ALIVE = 0.2


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server whose roles and whose life are the tests' own."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def own(own_server: Server, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of its own, in which nothing of ours is yet."""
    database = Database(own_server, f"own_{abs(hash(request.node.name))}")
    yield database
    database.drop()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(url, lambda: NOON)
    store.connections.pool.timeout = ALIVE
    try:
        yield store
    finally:
        await store.close()


def as_role(own: Database, role: str, *grants: str) -> str:
    """The URL of a new user who has been granted no more than this."""
    admin = own.server.url("postgres")
    run(admin, f"drop role if exists {role}", f"create role {role} login")
    run(own.url, *grants)
    return own.url.replace("postgres@", f"{role}@")


class TestTheUrl:
    @pytest.mark.parametrize(
        "url",
        [
            f"postgresql://me:{SECRET}@host:port/x",
            f"postgresql://me:{SECRET}%ZZ@host/x",
            f"postgresql://me:{SECRET}@[host/x",
            f"postgresql://me:{SECRET}@host/x?nonsense={SECRET}",
        ],
    )
    async def test_that_is_none_is_refused_in_one_line_without_its_password(self, url: str) -> None:
        with pytest.raises(StoreError) as refused:
            await open_store(url, lambda: NOON)

        assert str(refused.value).startswith("TALK_STORE is no PostgreSQL URL")
        assert SECRET not in str(refused.value)
        assert "\n" not in str(refused.value)

    async def test_needs_the_extra_and_says_how_to_install_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg_pool", None)

        with pytest.raises(StoreError, match=r"pip install 'keep-talking\[postgres\]'"):
            await open_store("postgresql://localhost/x", lambda: NOON)

    async def test_of_a_server_that_is_down_is_unreachable_and_ends_a_command_with_2(self, capsys: pytest.CaptureFixture[str]) -> None:
        url = f"postgresql://me:{SECRET}@127.0.0.1:1/x"

        with pytest.raises(Unreachable, match="can't be reached"):
            await open_store(url, lambda: NOON)
        code = await explained(export({"TALK_STORE": url}, None))

        [said] = capsys.readouterr().err.splitlines()
        assert code == CONFIGURATION
        assert "the database can't be reached" in said
        assert SECRET not in said

    @pytest.mark.parametrize(("user", "database"), [("nobody_here", "postgres"), ("postgres", "no_such_database")])
    async def test_of_a_user_or_database_that_is_not_there_is_refused(self, own_server: Server, user: str, database: str) -> None:
        with pytest.raises(StoreError, match=r"PostgreSQL refuses TALK_STORE: .* does not exist") as refused:
            await open_store(own_server.url(database, user), lambda: NOON)

        assert not isinstance(refused.value, Unreachable)


class TestTheSchema:
    async def test_is_made_once_however_many_bots_come_at_once(self, own: Database) -> None:
        stores = await asyncio.gather(*(open_store(own.url, lambda: NOON) for _ in range(5)))
        async with AsyncExitStack() as stack:
            for store in stores:
                await stack.enter_async_context(closing(store))
            await stores[0].commit(made(ACME))

            assert all([await store.customers(TEAM) == [ACME] for store in stores])
        assert own.connection.execute("select migration from keep_talking.schema").fetchall() == [(migrations()[-1].number,)]

    @pytest.mark.parametrize("column", ["migration", "records"])
    async def test_that_is_newer_is_refused(self, own: Database, column: str) -> None:
        async with opened(own.url):
            pass
        run(own.url, f"update keep_talking.schema set {column} = 999")  # noqa: S608  our own words

        with pytest.raises(StoreError, match="newer version of Keep Talking"):
            await open_store(own.url, lambda: NOON)
        with pytest.raises(StoreError, match="newer version of Keep Talking"):
            await read_store(own.url, NOON)

    async def test_that_is_older_is_not_read_but_brought_up(self, own: Database) -> None:
        run(own.url, "create schema keep_talking", migrations()[0].statements, "update keep_talking.schema set migration = 1")

        with pytest.raises(StoreError, match="older version"):
            await read_store(own.url, NOON)
        async with opened(own.url) as store:
            await store.commit(made(ACME))

    async def test_that_is_not_there_is_an_empty_store_to_a_reader_and_is_not_made(self, own: Database) -> None:
        reader = await read_store(own.url, NOON)

        found = await reader.customers(TEAM), await reader.workspaces(), await reader.near(TEAM, "acme"), await reader.next_post(TEAM)
        await reader.close()

        assert found == ([], [], [], None)
        assert own.connection.execute("select to_regnamespace('keep_talking') is null").fetchall() == [(True,)]


class TestRights:
    async def test_to_make_tables_are_asked_for_in_one_line(self, own: Database) -> None:
        url = as_role(own, "poor")

        with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE") as refused:
            await open_store(url, lambda: NOON)

        assert "\n" not in str(refused.value)

    async def test_to_write_that_are_missing_are_said_and_nothing_is_saved(self, own: Database) -> None:
        async with opened(own.url):
            url = as_role(
                own, "looker", *(f"grant {what} keep_talking to looker" for what in ("usage on schema", "select on all tables in schema"))
            )
        async with opened(url) as store:
            with pytest.raises(NotSaved, match="permission denied"):
                await store.commit(made(ACME))
            with pytest.raises(NotSaved, match="does not let this user write"):
                await store.check()
            assert await store.customers(TEAM) == []

    async def test_of_a_database_that_is_read_only_are_none(self, own: Database) -> None:
        run(own.url, f"alter database {own.connection.info.dbname} set default_transaction_read_only = on")
        with pytest.raises(StoreError, match="read-only"):
            await open_store(own.url, lambda: NOON)
        run(
            own.url,
            "set transaction_read_only = off; set default_transaction_read_only = off",
            f"alter database {own.connection.info.dbname} reset all",
        )
        async with opened(own.url):
            run(own.url, f"alter database {own.connection.info.dbname} set default_transaction_read_only = on")
        async with opened(own.url) as store:
            with pytest.raises(NotSaved, match="read-only"):
                await store.commit(made(ACME))
            with pytest.raises(NotSaved, match="read-only"):
                await store.check()


class TestTrouble:
    async def test_no_connection_left_is_said(self, own: Database) -> None:
        async with opened(own.url):
            url = as_role(own, "crowded", "alter role crowded connection limit 1", "grant all on schema keep_talking to crowded")
            run(own.url, "grant all on all tables in schema keep_talking to crowded")
        with psycopg.connect(url), pytest.raises(Unreachable, match="too many connections"):
            await open_store(url, lambda: NOON)

    async def test_connections_that_are_cut_all_the_time_lose_nothing_and_double_nothing(self, own: Database) -> None:
        async with opened(own.url) as store:
            store.connections.pool.timeout = 5
            await store.commit(made(ACME))
            talks = [talk(ACME, notes=str(n)) for n in range(60)]

            async def note(number: int) -> None:
                key = f"K{number}" if number % 2 else None
                assert not (await store.commit(made(talks[number], key=key))).repeated

            for start in range(0, 60, 6):
                notes = [asyncio.create_task(note(number)) for number in range(start, start + 6)]
                await asyncio.sleep(0)
                own.connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'keep-talking'")
                await asyncio.gather(*notes)

            assert {one.id for one in await store.talks(TEAM, ACME.id)} == {one.id for one in talks}

    @pytest.mark.parametrize("key", ["K", None])
    async def test_a_commit_whose_answer_is_lost_is_found_by_its_key_or_its_id(self, own: Database, key: str | None) -> None:
        async with Wire(own.url).open() as wire, opened(wire.url) as store:
            store.connections.pool.timeout = 5
            await store.commit(made(ACME))
            wire.swallow = 1

            receipt = await store.commit(made(one := talk(ACME), key=key))

            assert wire.swallow == 0
            assert not receipt.repeated
            assert await store.talks(TEAM, ACME.id) == [one]

    async def test_a_commit_whose_answer_is_lost_with_the_server_is_in_doubt(self, own: Database) -> None:
        async with Wire(own.url).open() as wire, opened(wire.url) as store:
            await store.commit(made(ACME))
            wire.swallow, wire.closed = 1, True

            with pytest.raises(InDoubt):
                await store.commit(made(talk(ACME), key="K"))
            with pytest.raises(NotRead):
                await store.customers(TEAM)
            with pytest.raises(NotSaved) as refused:
                await store.commit(made(talk(ACME), key="K2"))
            assert not isinstance(refused.value, InDoubt)

            wire.closed, store.connections.pool.timeout = False, 5
            assert (await store.commit(made(talk(ACME), key="K"))).repeated

    @pytest.mark.parametrize("isolation", ["serializable", "repeatable read"])
    async def test_commits_that_get_into_each_others_way_are_tried_again(self, own: Database, isolation: str) -> None:
        run(own.url, f"alter database {own.connection.info.dbname} set default_transaction_isolation = '{isolation}'")
        async with opened(own.url) as one, opened(own.url) as other:
            await one.commit(made(ACME))

            await asyncio.gather(*(store.commit(made(talk(ACME))) for _ in range(8) for store in (one, other)))

            assert len(await one.talks(TEAM, ACME.id)) == 16

    async def test_talks_that_come_at_once_from_two_bots_all_count_for_the_due_date(self, own: Database) -> None:
        async with opened(own.url) as one, opened(own.url) as other:
            await one.commit(made(ACME))
            for start in range(1, 25, 2):
                days = [date(2026, 10, start), date(2026, 10, start + 1)]

                await asyncio.gather(one.commit(made(talk(ACME, days[1]))), other.commit(made(talk(ACME, days[0]))))

                standing = await one.relationship(TEAM, ACME.id)
                assert standing
                assert standing.last_on == days[1]

    @pytest.mark.parametrize(("notes", "error"), [("\0", "UntranslatableCharacter"), ("\ud800", "UnicodeEncodeError")])
    async def test_one_change_that_cannot_be_written_takes_no_other_with_it(self, own: Database, notes: str, error: str) -> None:
        async with opened(own.url) as store:
            await store.commit(made(ACME))
            bad = made(talk(ACME, notes=notes))

            outcomes = await asyncio.gather(
                *(store.commit(one) for one in (made(talk(ACME)), bad, made(talk(ACME)))), return_exceptions=True
            )

            assert [type(outcome).__name__ for outcome in outcomes] == ["Receipt", error, "Receipt"]
            assert len(await store.talks(TEAM, ACME.id)) == 2

    @pytest.mark.parametrize(("key", "error"), [("\0", "UntranslatableCharacter"), ("\ud800", "UnicodeEncodeError")])
    async def test_one_key_that_cannot_be_asked_for_costs_no_other_its_answer(self, own: Database, key: str, error: str) -> None:
        async with opened(own.url) as store:
            await store.commit(made(ACME))

            found = await asyncio.gather(*(store.get(TEAM, Customer, one) for one in (ACME.id, key, ACME.id)), return_exceptions=True)

            assert [found[0], type(found[1]).__name__, found[2]] == [ACME, error, ACME]

    async def test_nothing_is_prepared_and_nothing_is_set_for_a_session(self, own: Database) -> None:
        async with opened(own.url) as store:
            for _ in range(10):
                await store.commit(change(*made(customer(f"C{_}")).writes))
            async with store.connections.pool.connection() as connection:
                cursor = await connection.execute(
                    "select (select count(*) from pg_prepared_statements), (select count(*) from pg_locks where locktype = 'advisory')"
                )
                assert await cursor.fetchall() == [(0, 0)]


class TestOldChanges:
    async def test_leave_an_audit_without_text_after_thirty_days_and_the_records_stay(self, own: Database) -> None:
        async with opened(own.url) as store:
            old = made(ACME, one := talk(ACME, notes="a secret"), at=NOON - timedelta(days=31), key="old")
            await store.commit(old)
            await store.commit(fresh := made(customer("Globex"), at=NOON - timedelta(days=29), key="fresh"))
            await store._expiry.close()

            await store._expiry.expire(TEAM)

            assert await store.answered(TEAM, "old") is None
            assert await store.answered(TEAM, "fresh") == fresh
            assert await store.talks(TEAM, ACME.id) == [one]
            [(by, key, records)] = own.connection.execute("select by, key, records from keep_talking.audit").fetchall()
            assert (by, key) == ("U1", "old")
            assert records == [["customer", ACME.id, "made"], ["talk", one.id, "made"]]

    async def test_are_let_go_of_by_whoever_commits_next(self, own: Database) -> None:
        async with opened(own.url) as store:
            await store.commit(made(ACME, at=NOON - timedelta(days=31)))
            await store._expiry.close()

        async with opened(own.url) as store:
            await store.commit(made(customer("Globex")))
            await store._expiry.close()

        assert own.connection.execute("select count(*) from keep_talking.audit").fetchall() == [(1,)]
