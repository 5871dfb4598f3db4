"""A workspace with the real bot in it, over real sockets, on a clock that the test turns."""

from __future__ import annotations

import math
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import yaml

from bench.database import Database, NamedServer, Server, some_server
from bot.app import Bot, running
from bot.config import Settings, read_settings
from bot.demo import a_year_on
from handlers.pace import Pace
from model.customer import Customer, fold
from model.idea import Idea
from model.talk import Talk
from sandbox import Sandbox
from sandbox.manifest import settings_from
from storage import Store, open_store

if TYPE_CHECKING:
    from playwright.async_api import Browser
    from visitor import Visitor

TEAM = "T0001"

MANIFEST = yaml.safe_load((Path(__file__).parent.parent / "manifest.yml").read_text())
AT_ONCE = Pace(per_minute=math.inf, a_channel=0)
TUESDAY_MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class Watch:
    """A clock that stands still until it is turned."""

    def __init__(self, at: datetime = TUESDAY_MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


class Office:
    """A workspace (`slack`), the bot in it, and the clock of both."""

    def __init__(self, slack: Sandbox, watch: Watch, settings: Settings) -> None:
        self.slack = slack
        self.watch = watch
        self.settings = settings
        self.bot: Bot

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Bot]:
        """Let the bot work; may be done again, as after a restart."""
        async with running(self.settings, self.watch) as bot:
            self.bot = bot
            if self.settings.app_token:
                await self.slack.connected()
            else:
                self.slack.request_url = f"http://127.0.0.1:{bot.port}/slack/events"
            yield bot

    async def tick(self) -> None:
        """Let the clock strike once, and the outbox be emptied."""
        await self.bot.sweep()
        await self.bot.summaries()
        self.bot.delivery.pace = AT_ONCE
        await self.bot.delivery.flush()

    async def customer(self, name: str) -> Customer:
        """The customer of this name, as it is in the store."""
        return (await self.bot.store.named(TEAM, [fold(name)]))[fold(name)]

    async def talks(self, name: str) -> list[Talk]:
        """A customer's talks in the store, newest first."""
        return await self.bot.store.talks(TEAM, (await self.customer(name)).id)

    async def ideas(self, name: str) -> list[Idea]:
        """A customer's ideas in the store, newest first."""
        return await self.bot.store.ideas(TEAM, (await self.customer(name)).id)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def server() -> Iterator[Server | NamedServer]:
    """A PostgreSQL server for all tests of this process, started by the first that wants it."""
    server = some_server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def session_database(server: Server | NamedServer) -> Iterator[Database]:
    database = Database(server, f"keep_talking_{os.getpid()}")
    yield database
    database.drop()


@pytest.fixture
def database_url(session_database: Database) -> str:
    """The URL of a database with nothing in it."""
    session_database.empty()
    return session_database.url


def a_store_url(request: pytest.FixtureRequest, engine: str, folder: Path) -> str:
    """The URL of an empty store of this engine."""
    return str(request.getfixturevalue("database_url")) if engine == "postgres" else f"tinydb:{folder}"


OPTIONAL = tuple(MANIFEST["oauth_config"]["scopes"]["bot_optional"])


@asynccontextmanager
async def an_office(watch: Watch, store: Path | str, transport: str, granted: tuple[str, ...] = ()) -> AsyncIterator[Office]:
    url = "http://127.0.0.1:1/slack/events" if transport == "http" else None
    async with Sandbox(request_url=url, now=watch, **settings_from(MANIFEST, granted=granted)) as slack:
        store_url = store if isinstance(store, str) else f"tinydb:{store / 'data'}"
        environ = {**slack.environment, "TALK_STORE": store_url, "TALK_PORT": "0"}
        yield Office(slack, watch, read_settings(environ))


@pytest.fixture(params=[("socket", "tinydb"), ("http", "postgres")], ids="-".join)
async def closed_office(request: pytest.FixtureRequest, watch: Watch, tmp_path: Path) -> AsyncIterator[Office]:
    """An office whose bot has not come in yet, in either transport, each with another store."""
    transport, engine = request.param
    async with an_office(watch, a_store_url(request, engine, tmp_path / "data"), transport) as office:
        yield office


@pytest.fixture
async def office(closed_office: Office) -> AsyncIterator[Office]:
    """An office at work, in either transport."""
    async with closed_office.open():
        yield closed_office


@pytest.fixture
async def closed_room(watch: Watch, tmp_path: Path) -> AsyncIterator[Office]:
    """An office whose bot has not come in yet, over Socket Mode: for what does not depend on the transport."""
    async with an_office(watch, tmp_path, "socket") as office:
        yield office


@pytest.fixture
async def room(closed_room: Office) -> AsyncIterator[Office]:
    """An office at work, over Socket Mode."""
    async with closed_room.open():
        yield closed_room


@pytest.fixture
async def reading_room(watch: Watch, tmp_path: Path) -> AsyncIterator[Office]:
    """An office at work to which the optional scopes are granted too: the bot hears reactions, and reads in channels."""
    async with an_office(watch, tmp_path, "socket", OPTIONAL) as office, office.open():
        yield office


@pytest.fixture(params=["tinydb", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return a_store_url(request, request.param, tmp_path / "store")


@pytest.fixture
async def store(store_url: str, watch: Watch) -> AsyncIterator[Store]:
    store = await open_store(store_url, watch)
    yield store
    await store.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of the page; each has a window of its own, which knows nothing of the others."""
    from browsing import a_browser  # no other test needs it

    async with a_browser() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def year() -> AsyncIterator[Sandbox]:
    """The demo with its year behind it, shared by a file's tests, which leave each other's things alone."""
    async with a_year_on(0, TUESDAY_MORNING) as slack:
        yield slack


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def window(browser: Browser, year: Sandbox) -> AsyncIterator[Visitor]:
    """One window on the shared demo: the page is loaded once for all tests of a file."""
    from browsing import a_page  # no other test needs it
    from visitor import Visitor

    async with a_page(browser) as page:
        yield await Visitor(page, year).arrive()


@pytest_asyncio.fixture(loop_scope="session")
async def olivia(window: Visitor, year: Sandbox) -> Visitor:
    """Olivia before that window, in #general, with no form open and nothing typed."""
    year.state.workspaces[TEAM].stacks.clear()
    year.state.announce()
    return await window.come_back()
