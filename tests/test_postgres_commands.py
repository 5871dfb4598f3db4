"""The commands on a database: they work beside the bots that have it, and the doctor knows what it is looking at."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MANIFEST, TEAM, Watch, an_office
from import_desk import batch_in
from records import customer, made, talk

from bench.database import Database, run
from bot.doctor import doctor
from bot.exports import export
from bot.imports import Wish, import_table, undo_import
from bot.sweeps import Wish as Sweeping
from bot.sweeps import sweep
from sandbox import Sandbox
from storage import open_store

OWNER = "U0OWNER"
SHEET = "name,owner,last talk\nNorthside Hospital,olivia,2026-08-21\nSouthside Clinic,,2026-11-01\n"


class Room:
    """A database, a workspace, and a command line that looks at both."""

    def __init__(self, slack: Sandbox, watch: Watch, url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.slack, self.watch, self.folder, self.capsys = slack, watch, folder, capsys
        self.environ = {**slack.environment, "TALK_STORE": url, "TALK_PORT": "0"}

    def said(self) -> list[str]:
        return self.capsys.readouterr().out.splitlines()

    async def examined(self) -> dict[str, str]:
        """What the doctor says, by check."""
        await doctor(self.environ, self.watch)
        return {line[6:].partition(": ")[0]: line[:6] + line[6:].partition(": ")[2] for line in self.said()}


@pytest.fixture
async def terminal(watch: Watch, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Room]:
    async with Sandbox(now=watch, scopes=MANIFEST["oauth_config"]["scopes"]["bot"]) as slack:
        yield Room(slack, watch, database_url, tmp_path, capsys)


@pytest.fixture
async def beside_a_bot(watch: Watch, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Room]:
    async with an_office(watch, database_url, "socket") as office, office.open():
        yield Room(office.slack, watch, database_url, tmp_path, capsys)


async def test_an_import_and_its_undo_work_beside_a_bot(beside_a_bot: Room) -> None:
    sheet = beside_a_bot.folder / "customers.csv"
    sheet.write_text(SHEET)

    dry = await import_table(beside_a_bot.environ, Wish(file=sheet, dry_run=True), beside_a_bot.watch)
    planned = beside_a_bot.said()
    code = await import_table(beside_a_bot.environ, Wish(file=sheet), beside_a_bot.watch)
    done = beside_a_bot.said()
    answer = await beside_a_bot.slack.command(OWNER, "/talk quiet")
    back = await undo_import(beside_a_bot.environ, batch_in(done), beside_a_bot.watch)

    assert (dry, code, back) == (0, 0, 0)
    assert [line for line in planned if line.startswith("row ")] == [line for line in done if line.startswith("row ")]
    assert "Northside Hospital" in answer.text
    assert "Northside Hospital" not in (await beside_a_bot.slack.command(OWNER, "/talk customers all")).text


async def test_a_sweep_says_who_would_be_told_and_then_tells_them(terminal: Room) -> None:
    store = await open_store(terminal.environ["TALK_STORE"], terminal.watch)
    await store.commit(made(one := customer("Northside Hospital", workspace=TEAM, owner=OWNER), talk(one, date(2026, 8, 21))))
    await store.close()

    await sweep(terminal.environ, Sweeping(dry_run=True), terminal.watch)
    planned = terminal.said()
    nobody = terminal.slack.from_bot(OWNER)
    code = await sweep(terminal.environ, Sweeping(), terminal.watch)

    assert planned[0].startswith("Olivia Owner · 2026-11-24 10:30 Europe/Berlin · Northside Hospital · due · ")
    assert nobody == []
    assert (code, len(terminal.slack.from_bot(OWNER))) == (0, 1)


async def test_an_export_holds_what_is_there_at_its_beginning(terminal: Room) -> None:
    store = await open_store(terminal.environ["TALK_STORE"], terminal.watch)
    await store.commit(made(one := customer("Northside Hospital", workspace=TEAM), talk(one, notes="“Größe”\n")))
    await store.close()

    code = await export(terminal.environ, terminal.folder / "out", terminal.watch)

    [exported] = json.loads((terminal.folder / "out" / "talks.json").read_text())
    assert code == 0
    assert exported["notes"] == "“Größe”\n"


async def test_the_doctor_knows_a_database_with_nothing_in_it(terminal: Room, session_database: Database) -> None:
    run(session_database.server.url("postgres"), f"create database doctored_{session_database.connection.info.dbname}")
    terminal.environ["TALK_STORE"] = session_database.server.url(f"doctored_{session_database.connection.info.dbname}")

    found = await terminal.examined()

    assert found["store"].startswith("warn  there are no tables of ours yet; `keep-talking run` makes them.")
    assert found["database"].startswith("ok    PostgreSQL ")
    assert found["writing"].startswith("ok ")
    run(session_database.server.url("postgres"), f"drop database doctored_{session_database.connection.info.dbname}")


async def test_the_doctor_says_what_is_in_a_database_and_that_bots_have_it(beside_a_bot: Room) -> None:
    await beside_a_bot.slack.command(OWNER, "/talk add Northside Hospital")

    found = await beside_a_bot.examined()

    assert found["store"].startswith("ok    T0001 with 1 customer and 0 talks, ")
    assert found["store in use"].startswith("ok    by bots, with ")
    assert found["outbox"] == "ok    empty"


async def test_the_doctor_says_that_a_database_is_away_and_not_with_which_password(terminal: Room) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    terminal.environ["TALK_STORE"] = f"postgresql://me:hunter2@127.0.0.1:{port}/x"

    await doctor(terminal.environ, terminal.watch)
    said = terminal.capsys.readouterr()

    assert any(line.startswith("fail  store: the database can't be reached") for line in said.out.splitlines())
    assert "hunter2" not in said.out + said.err


async def test_the_doctor_says_that_migrations_are_to_come(terminal: Room, session_database: Database) -> None:
    store = await open_store(terminal.environ["TALK_STORE"], terminal.watch)
    await store.close()
    run(session_database.url, "update keep_talking.schema set migration = 1")

    found = await terminal.examined()

    run(session_database.url, "update keep_talking.schema set migration = 2")
    assert found["store"].startswith("warn  1 migration is to come; `keep-talking run` does it")
