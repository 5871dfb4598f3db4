"""PostgreSQL: a commit beside bare psycopg, the bot beside an empty handler, and what is read from a large database."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

import msgspec
from psycopg import AsyncConnection

from bench.at_size import DUE_PERCENT, took
from bench.database import Server, run
from bench.empty import FAST
from bench.figures import Figure, Scale
from bench.over_http import WARM_UP, bot, empty, many
from bench.processes import beside_the_servers, pin
from bench.records import TEAM, customer, customers_due, customers_with_talks, fill, noted, utc_now
from model.change import Change
from sandbox import Sandbox
from storage.postgres import PostgresStore

DUE = """
    select record::text, last_on, due_on from keep_talking.customer
    where workspace = 'T0001' and due_on <= current_date - 1 order by due_on, folded
"""
Way = Callable[[int], Awaitable[object]]
DURABLE = {"fsync": "on", "autovacuum": "on", "shared_buffers": "128MB"}


async def measure(scale: Scale, _: Path) -> list[Figure]:
    """Measure on a server of our own, which syncs as a server does and has the clients' core: the bot has one, as the empty handler has."""
    server = Server(**DURABLE)
    pin(server.process.pid, 1)
    try:
        return [
            await commits(scale, made(server, "commits")),
            *await notes(scale, made(server, "notes")),
            await sweep(made(server, "sweep"), scale.sizes[-1]),
            await talks(made(server, "talks"), scale.sizes[-1]),
        ]
    finally:
        server.close()


def made(server: Server, name: str) -> str:
    """Return the URL of a new database."""
    run(server.url("postgres"), f"create database {name}")
    return server.url(name)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[PostgresStore, AsyncConnection]]:
    """Open a store, and a bare connection beside it."""
    store = await PostgresStore.open(url, utc_now)
    try:
        async with await AsyncConnection.connect(url, prepare_threshold=None) as bare:
            yield store, bare
    finally:
        await store.close()


async def commits(scale: Scale, url: str) -> Figure:
    """Commit the same note to the store, and as one row of the same bytes by bare psycopg, in turn."""
    async with opened(url) as (store, bare):
        today = utc_now().date()
        await fill(store, iter([customer(number, today) for number in range(100)]), 100)
        await bare.execute("create table bare (id text primary key, record jsonb)")
        await bare.commit()

        async def insert(change: Change) -> None:
            await bare.execute("insert into bare values (%s, %s)", (change.key, msgspec.json.encode(change).decode()))
            await bare.commit()

        for number in range(100):
            await store.commit(noted(customer(number, today)))
        await settled(bare)
        changes = [noted(customer(number % 100, today)) for number in range(scale.commits)]
        ours, theirs = await in_turn(lambda turn: store.commit(changes[turn]), lambda turn: insert(changes[turn]), scale.commits)
    beside = f"{ours * 1e6:.0f} µs beside {theirs * 1e6:.0f} µs"
    return Figure("PostgreSQL: a commit × bare psycopg, one row and its commit", ours / theirs, "×", 1.3, beside=beside)


async def in_turn(ours: Way, theirs: Way, times: int) -> tuple[float, float]:
    """Do one and the other in turn, so that what else the machine does falls on both; return the medians, in seconds."""
    took: dict[Way, list[float]] = {ours: [], theirs: []}
    for turn in range(times):
        for way in (ours, theirs) if turn % 2 else (theirs, ours):
            began = time.perf_counter()
            await way(turn)
            took[way].append(time.perf_counter() - began)
    return median(took[ours]), median(took[theirs])


async def notes(scale: Scale, url: str) -> list[Figure]:
    """Measure the bot at 16 clients."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Sandbox(request_url="http://127.0.0.1:1/"))
        ours = await stack.enter_async_context(bot(url, slack, core=0))
        fast = await empty(stack, FAST)
        stack.enter_context(beside_the_servers())
        for target in (ours, fast):
            await target.window(16, WARM_UP)
        run(url, "analyze")
        figures = await many(scale, ours, fast, 16, 0.5)
    return [replace(one, what=f"PostgreSQL: {one.what}") for one in figures]


async def sweep(url: str, customers: int) -> Figure:
    """Ask who is due, and ask the same by the bare query."""
    async with opened(url) as (store, bare):
        await fill(store, customers_due(customers, DUE_PERCENT), customers)
        await settled(bare)
        day = utc_now().date() - timedelta(days=1)
        ours, theirs = await in_turn(lambda _: store.relationships(TEAM, due_by=day), lambda _: everything(bare, DUE), 30)
        due = len(await store.relationships(TEAM, due_by=day))
    what = f"PostgreSQL: {due:,} due among {customers:,} customers × the bare query"
    return Figure(what, ours / theirs, "×", 2, beside=f"{ours * 1000:.1f} ms beside {theirs * 1000:.1f} ms")


async def talks(url: str, records: int) -> Figure:
    """Ask for the talks of one customer."""
    async with opened(url) as (store, bare):
        await fill(store, customers_with_talks(records), records)
        await settled(bare)
        of = customer(records // 20, utc_now().date()).id
        return Figure(
            f"PostgreSQL: a customer's talks in {records:,} records", await took(lambda: store.talks(TEAM, of), 100) * 1000, "ms", 5
        )


async def settled(bare: AsyncConnection) -> None:
    """Let the server know its tables, as it does after a while by itself."""
    await bare.execute("analyze")
    await bare.commit()


async def everything(bare: AsyncConnection, query: str) -> list[tuple[object, ...]]:
    """Return what a query finds."""
    return await (await bare.execute(query.encode())).fetchall()
