"""`backup`, `restore` and `copy-store` as commands: what they say, with which code they end, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from moving import LATER, figures, filled
from records import NOON, customer, made, talk

from bench.database import Database, run
from bot.checks.store import MANY_RECORDS, MANY_WRITES, growth
from bot.config import ConfigError
from bot.endings import explained
from bot.moving import backup, copy_store, restore
from storage import StoreError, StoreInUse, closing, open_store
from storage.moving import same
from storage.reading import Load, ReadStore


class Terminal:
    """A folder with a store and a command line in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.store = f"tinydb:{folder / 'data'}"
        self.file = folder / "monday.backup"

    def environ(self, store: str = "") -> dict[str, str]:
        return {"TALK_STORE": store or self.store}

    def said(self) -> list[str]:
        return self.capsys.readouterr().out.splitlines()

    async def backup(self, store: str = "") -> int:
        return await explained(backup(self.environ(store), self.file, lambda: LATER))

    async def restore(self, store: str = "", *, force: bool = False) -> int:
        return await explained(restore(self.environ(store), self.file, force=force, now=lambda: LATER))

    async def copy(self, given: str, to: str) -> int:
        return await explained(copy_store(given, to, lambda: LATER))


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


async def test_a_backup_says_what_is_in_it_and_a_restore_the_same(terminal: Terminal) -> None:
    acme = customer("Acme", id="1")
    await filled(terminal.store, made(acme, talk(acme, id="2"), key="K"))

    codes = [await terminal.backup()]
    backed_up = terminal.said()
    codes.append(await terminal.restore(f"tinydb:{terminal.folder / 'other'}"))
    restored = terminal.said()

    assert codes == [0, 0]
    assert [line.rpartition(" · ")[0] for line in backed_up[:-1]] == ["T1 · customer · 1", "T1 · talk · 1", "T1 · change · 1"]
    assert backed_up[-1] == f"written to {terminal.file}, 0.0 MB, readable by you alone: private talks are in it"
    assert restored[0] == "monday.backup is whole, and holds what was there on 2026-11-24 at 13:00 UTC"
    assert restored[1:-1] == backed_up[:-1]
    assert restored[-1] == f"restored into tinydb:{terminal.folder / 'other'}; read again, all of it is there"


async def test_a_restore_over_a_store_needs_force_and_says_what_it_replaces(terminal: Terminal) -> None:
    await filled(terminal.store, made(customer("Acme")))
    await terminal.backup()
    await filled(terminal.store, made(customer("Beta")))
    before = await figures(terminal.store)

    refused = await terminal.restore()
    stayed = await figures(terminal.store)
    terminal.said()
    forced = await terminal.restore(force=True)

    assert (refused, forced) == (2, 0)
    assert stayed == before
    assert terminal.said()[1] == (
        f"replaces what is in {terminal.store}: T1 with 2 customer, 2 change; it is kept as data.before-restore-20261124T130000"
    )
    assert await figures(f"tinydb:{terminal.folder / 'data.before-restore-20261124T130000'}") == before


async def test_a_store_that_is_damaged_is_replaced_and_kept(terminal: Terminal) -> None:
    await filled(terminal.store, made(customer("Acme")))
    await terminal.backup()
    before = await figures(terminal.store)
    (terminal.folder / "data" / "T1" / "journal-00000001.log").write_text("x")
    terminal.said()

    code = await terminal.restore(force=True)

    assert code == 0
    assert "it can't be read (" in terminal.said()[1]
    assert await figures(terminal.store) == before
    assert (terminal.folder / "data.before-restore-20261124T130000" / "T1" / "journal-00000001.log").read_text() == "x"


async def test_a_database_is_replaced_and_not_kept(terminal: Terminal, database_url: str) -> None:
    await filled(terminal.store, made(customer("Acme")))
    await terminal.backup()
    await filled(database_url, made(customer("Beta")))

    code = await terminal.restore(database_url, force=True)

    assert code == 0
    assert "it is not kept: make a backup of it first if you may want it again" in terminal.capsys.readouterr().out
    assert await figures(database_url) == await figures(terminal.store)


@pytest.mark.parametrize("engine", ["tinydb", "postgres"])
async def test_a_store_in_use_ends_with_three(terminal: Terminal, request: pytest.FixtureRequest, engine: str) -> None:
    url = terminal.store if engine == "tinydb" else str(request.getfixturevalue("database_url"))
    await filled(other := f"tinydb:{terminal.folder / 'other'}", made(customer("Acme")))
    async with closing(await open_store(url, lambda: NOON)) as bot:
        await bot.commit(made(customer("Beta")))
        await terminal.backup(url)

        codes = [
            await terminal.copy(url, f"tinydb:{terminal.folder / 'to'}"),
            await terminal.copy(other, url),
            await terminal.restore(url, force=True),
        ]

    said = terminal.capsys.readouterr().err.splitlines()
    assert codes == [3, 3, 3]
    assert all("in use by" in line and any(part.isdigit() for part in line.replace(".", " ").split()) for line in said)


async def test_a_bot_that_comes_while_its_database_is_copied_stops_the_copy(terminal: Terminal, database_url: str) -> None:
    from storage.moving import pour, source, target

    await filled(database_url, made(customer("Acme")))
    given, to = await source(database_url, LATER, alone=True), await target(terminal.store, LATER)
    async with closing(await open_store(database_url, lambda: NOON)):
        with pytest.raises(StoreInUse):
            await pour(given, to)
        await to.close()
        await given.close()

    assert await figures(terminal.store) == {}


async def test_a_copy_tells_what_to_do_next(terminal: Terminal, database_url: str) -> None:
    await filled(terminal.store, made(customer("Acme")))

    code = await terminal.copy(terminal.store, database_url)

    said = terminal.said()
    assert code == 0
    assert said[0] == "No bot may run on either store until this is done."
    assert said[-1].startswith("copied to postgresql://…; read again, all of it is there. Set TALK_STORE to it before the bot starts")


WRONG = {
    "no such engine": ("mysql://x", "tinydb:to", "FROM is mysql:…"),
    "no such engine to go to": ("tinydb:data", "mysql://x", "TO is mysql:…"),
    "the same": ("tinydb:data", "tinydb:./data", "FROM and TO are the same store"),
    "nothing there": ("tinydb:nowhere", "tinydb:to", "There is no store in nowhere."),
    "no database": ("tinydb:data", "postgresql://me:hunter2@127.0.0.1:1/x", "can't be reached"),
    "no folder to be in": ("tinydb:data", "tinydb:no/where", "there is no folder no"),
}


@pytest.mark.parametrize(("given", "to", "says"), WRONG.values(), ids=WRONG)
async def test_wrong_urls_end_with_two_and_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, given: str, to: str, says: str
) -> None:
    monkeypatch.chdir(terminal.folder)
    await filled("tinydb:data", made(customer("Acme")))

    code = await terminal.copy(given, to)

    [said] = terminal.capsys.readouterr().err.splitlines()
    assert code == 2
    assert says in said
    assert "hunter2" not in said


async def test_an_empty_store_is_no_backup(terminal: Terminal) -> None:
    with pytest.raises(ConfigError, match="holds nothing"):
        await backup(terminal.environ(), terminal.file)

    assert not terminal.file.exists()


async def test_a_backup_that_is_none_leaves_the_store_alone(terminal: Terminal) -> None:
    await filled(terminal.store, made(customer("Acme")))
    before = await figures(terminal.store)
    terminal.file.write_text("hello\n")

    code = await terminal.restore(force=True)

    assert code == 2
    assert terminal.capsys.readouterr().err == f"keep-talking: {terminal.file} is no backup of Keep Talking.\n"
    assert await figures(terminal.store) == before


async def test_somebody_who_may_not_write_into_a_database_is_told(
    terminal: Terminal, database_url: str, session_database: Database
) -> None:
    await filled(terminal.store, made(customer("Acme")))
    await (await open_store(database_url, lambda: NOON)).close()
    user = f"reader_{session_database.connection.info.dbname}"
    run(
        database_url,
        f"create role {user} login",
        f"grant usage on schema keep_talking to {user}",
        f"grant select on all tables in schema keep_talking to {user}",
    )

    try:
        code = await terminal.copy(terminal.store, database_url.replace("postgres@", f"{user}@"))
    finally:
        run(database_url, f"drop owned by {user}", f"drop role {user}")

    assert code == 2
    assert "permission denied" in terminal.capsys.readouterr().err


def test_two_names_of_a_folder_are_one_store(terminal: Terminal) -> None:
    (terminal.folder / "link").symlink_to(terminal.folder / "data")

    assert same(terminal.store, f"tinydb:{terminal.folder / 'link'}")
    assert not same(terminal.store, "postgresql://x")


async def test_the_doctor_counts_what_a_folder_has_to_carry(terminal: Terminal) -> None:
    await filled(terminal.store, made(one := customer("Acme")), made(talk(one)), made(talk(one), key=None))

    load = ReadStore.read(terminal.folder / "data", NOON).load()

    assert load == Load(records=3, changes=2, busiest=2 / 60)


def test_the_doctor_says_when_it_is_time_to_move() -> None:
    little = growth(Load(3, 2, 0.1), 0.1)
    too_much = [growth(Load(MANY_RECORDS + 1, 2, 0.1), 0.1), growth(Load(3, 2, 0.1), 30), growth(Load(3, 2, MANY_WRITES + 1), 0.1)]

    assert str(little) == "ok    growth: 3 records, read in 0.1 s; 2 changes in 24 hours, 0.1 a second at most: not too much for a folder"
    assert [one.level for one in too_much] == ["warn"] * 3
    assert "It is time to move to PostgreSQL: docs/postgresql.md says how." in str(too_much[0])


async def test_a_folder_that_cannot_be_read_is_refused(terminal: Terminal) -> None:
    await filled(terminal.store, made(customer("Acme")))
    (terminal.folder / "data" / "T1" / "journal-00000001.log").write_text("x")

    with pytest.raises(StoreError, match="damaged"):
        await backup(terminal.environ(), terminal.file)
