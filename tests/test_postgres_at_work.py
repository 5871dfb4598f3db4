"""The whole bot on a database that is away at the start, goes away in the middle, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from conftest import TEAM, Office, Watch, an_office

from bench.database import Server, run
from bot.app import Bot, Front
from sandbox import Payload
from storage.postgres import PostgresStore

OWNER, NORTHSIDE = "U0OWNER", "Northside Hospital"


@pytest.fixture(scope="module")
def mortal() -> Iterator[Server]:
    """A server that these tests kill and start again."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def url(mortal: Server, request: pytest.FixtureRequest) -> str:
    if mortal.process.poll() is not None:
        mortal.start()
    name = f"work_{abs(hash(request.node.name))}"
    run(mortal.url("postgres"), f"create database {name}")
    return mortal.url(name)


@pytest.fixture(params=["socket", "http"])
async def closed_desk(request: pytest.FixtureRequest, url: str, watch: Watch) -> AsyncIterator[Office]:
    async with an_office(watch, url, request.param) as office:
        yield office


@pytest.fixture
async def desk(closed_desk: Office) -> AsyncIterator[Office]:
    """An office at work that knows a customer, and that gives up on its database soon."""
    async with closed_desk.open() as bot:
        store_of(bot).connections.pool.timeout = 0.3
        await closed_desk.slack.command(OWNER, f"/talk add {NORTHSIDE}")
        yield closed_desk


def store_of(bot: Bot) -> PostgresStore:
    assert isinstance(bot.store, PostgresStore)
    return bot.store


async def ready(port: int) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/readyz") as answer:
        return answer.status, str((await answer.json())["waits_for"])


async def test_a_database_that_is_down_at_the_start_is_waited_for_and_readyz_says_so(url: str, mortal: Server) -> None:
    front = Front()
    front.again_after = 0.05
    mortal.kill()

    opening = asyncio.create_task(front.opened(url, Watch()))
    while front.trouble == "the store":  # noqa: ASYNC110  the same as a supervisor does
        await asyncio.sleep(0.01)
    trouble = await front.waits_for()
    mortal.start()
    store = await asyncio.wait_for(opening, 20)

    assert trouble
    assert trouble.startswith("the store: the database can't be reached")
    await store.check()
    await store.close()


async def test_a_note_while_the_database_is_away_is_given_back_and_works_again_later(desk: Office, mortal: Server) -> None:
    mortal.kill()

    answer = await desk.slack.command(OWNER, f"/talk note {NORTHSIDE} They want tablets")
    away = await ready(desk.bot.port)
    mortal.start()
    store_of(desk.bot).connections.pool.timeout = 10
    again = await desk.slack.command(OWNER, f"/talk note {NORTHSIDE} They want tablets")

    assert "Nothing was saved or changed" in answer.text
    assert "They want tablets" in answer.text
    assert away[0] == 503
    assert away[1].startswith("the store: ")
    assert "Saved" in again.text
    assert (await ready(desk.bot.port))[0] == 200
    assert [talk.notes for talk in await desk.talks(NORTHSIDE)] == ["They want tablets"]


async def test_a_server_that_is_killed_in_a_burst_of_notes_loses_nothing_that_was_acknowledged(desk: Office, mortal: Server) -> None:
    notes = {f"note-{n}": desk.slack.compose.command(OWNER, f"/talk note {NORTHSIDE} note-{n}") for n in range(60)}
    saved: set[str] = set()

    async def deliver(text: str, payload: Payload) -> None:
        ack = await desk.slack.deliver(payload)
        if ack.ok and "Saved" in str(ack.body):
            saved.add(text)

    burst = [asyncio.create_task(deliver(*note)) for note in notes.items()]
    await desk.slack.wait_for(lambda: len(desk.slack.deliveries()) > 20)
    mortal.kill()
    await asyncio.gather(*burst)
    mortal.start()
    store_of(desk.bot).connections.pool.timeout = 10
    acknowledged = set(saved)
    there = {talk.notes for talk in await desk.talks(NORTHSIDE)}
    await asyncio.gather(*(deliver(*note) for note in notes.items()))

    assert acknowledged <= there
    assert saved == set(notes)
    assert sorted(talk.notes for talk in await desk.talks(NORTHSIDE)) == sorted(notes)


async def test_reminders_wait_for_the_database_and_are_sent_once_it_is_back(desk: Office, mortal: Server) -> None:
    desk.watch.turn(days=97)
    mortal.kill()
    await desk.bot.clock.tick()
    mortal.start()
    store_of(desk.bot).connections.pool.timeout = 10

    await desk.tick()
    await desk.tick()

    assert [message.text for message in desk.slack.from_bot(OWNER) if message.metadata] == [f"*{NORTHSIDE}* has gone quiet."]
    assert len(await desk.bot.store.customers(TEAM)) == 1
