"""Several bots on one database: they share the work, and nobody is told anything twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, timedelta

import pytest
from conftest import AT_ONCE, TEAM, TUESDAY_MORNING, Office, Watch, an_office
from records import NOON, later, made, post, schedule

from bot.app import Bot, running
from handlers.delivery import Delivery
from model.answer import Message
from model.change import Change, Write
from model.post import Post
from model.schedule import due_now, schedule_id
from model.settings import Settings, settings_id
from storage import Store, closing, open_store

OWNER, STAFF = "U0OWNER", "U0STAFF"


class Bots:
    """An office with several bots in it."""

    def __init__(self, office: Office, bots: list[Bot]) -> None:
        self.office, self.slack, self.watch, self.bots = office, office.slack, office.watch, bots

    async def calm(self) -> None:
        """End what looks into the outbox by itself: it would be quicker than the test at times."""
        for bot in self.bots:
            bot.delivery.stop()
            bot.delivery = Delivery(bot.store, bot.client, bot.gate, bot.now, AT_ONCE)
        while any("Delivery.run" in str(task.get_coro()) for task in asyncio.all_tasks()):  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.001)

    async def put(self, *keys: str, **fields: object) -> None:
        """Let the first bot write posts into the outbox."""
        given = {"workspace": TEAM, "to": OWNER, "not_before": self.watch(), **fields}
        posts = [Post(id=f"post-{key}", key=key, message=Message(f"News {key}"), **given) for key in keys]  # type: ignore[arg-type]
        change = Change(workspace=TEAM, at=self.watch(), by="clock", verb="test", writes=tuple(Write(after=one) for one in posts))
        await self.bots[0].store.commit(change)

    async def flush(self) -> None:
        """Let all of them look into the outbox at the same moment."""
        await asyncio.gather(*(bot.delivery.flush() for bot in self.bots))

    def sent(self, user: str = OWNER) -> list[str]:
        return [message.text for message in self.slack.from_bot(user)]


@asynccontextmanager
async def several(office: Office, count: int) -> AsyncIterator[Bots]:
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(office.settings, office.watch)) for _ in range(count)]
        office.bot = bots[0]
        if office.settings.app_token:
            await office.slack.connected(count)
        else:
            office.slack.request_url = f"http://127.0.0.1:{bots[0].port}/slack/events"
        together = Bots(office, bots)
        await together.calm()
        yield together


@pytest.fixture(params=["socket", "http"])
async def two(request: pytest.FixtureRequest, watch: Watch, database_url: str) -> AsyncIterator[Bots]:
    """Two bots on one database, in either transport."""
    async with an_office(watch, database_url, request.param) as office, several(office, 2) as bots:
        yield bots


@pytest.fixture
async def five(watch: Watch, database_url: str) -> AsyncIterator[Bots]:
    """Five bots on one database."""
    async with an_office(watch, database_url, "socket") as office, several(office, 5) as bots:
        yield bots


async def test_what_one_has_written_the_other_knows(two: Bots) -> None:
    await two.slack.command(OWNER, "/talk add Northside Hospital")

    for n in range(6):
        await two.slack.command(OWNER, f"/talk note Northside Hospital note {n}")

    assert {talk.notes for talk in await two.office.talks("Northside Hospital")} == {f"note {n}" for n in range(6)}


async def test_a_longer_name_than_one_has_seen_is_known_once_the_other_has_written_it(two: Bots) -> None:
    await two.slack.command(OWNER, "/talk add Acme")
    for n in range(6):
        await two.slack.command(OWNER, f"/talk note Acme note {n}")
    await two.slack.command(OWNER, "/talk add Acme Foundation of Greater Riga")

    answers = [await two.slack.command(OWNER, f"/talk note Acme Foundation of Greater Riga note {n}") for n in range(6)]

    assert all("Saved: your talk with *Acme Foundation of Greater Riga*" in answer.text for answer in answers)


async def test_the_same_request_to_both_has_one_effect_and_one_answer(two: Bots) -> None:
    await two.slack.command(OWNER, "/talk add Northside Hospital")

    answer = await two.slack.command(OWNER, "/talk note Northside Hospital Tablets", copies=5)

    assert [talk.notes for talk in await two.office.talks("Northside Hospital")] == ["Tablets"]
    assert [ack.body for ack in answer.acks] == [answer.ack.body] * 5


async def test_five_that_sweep_at_once_send_one_reminder(five: Bots) -> None:
    for name in ("Northside Hospital", "Southside Clinic"):
        await five.slack.command(OWNER, f"/talk add {name}")
    await five.slack.command(STAFF, "/talk add Acme")
    five.watch.turn(days=97, hours=5)

    await asyncio.gather(*(bot.sweep() for bot in five.bots))
    await five.flush()

    assert (len(five.sent(OWNER)), len(five.sent(STAFF))) == (1, 1)


async def test_five_that_write_the_weekly_summary_at_once_post_one(five: Bots) -> None:
    settings = Settings(id=settings_id(TEAM), workspace=TEAM, allowed=("C0TEAM",))
    weekly = schedule("C0TEAM", workspace=TEAM, id=schedule_id(TEAM, "C0TEAM"), set_at=five.watch() - timedelta(days=7))
    await five.bots[0].store.commit(made(settings, weekly, workspace=TEAM))
    assert due_now(weekly, UTC, five.watch())

    written = await asyncio.gather(*(bot.summaries() for bot in five.bots))

    assert len(await five.bots[0].store.open_posts(TEAM)) == 1
    assert any(written)


async def test_an_outbox_is_emptied_by_all_of_them_and_each_post_is_sent_once(two: Bots) -> None:
    keys = [f"{n:03}" for n in range(150)]
    await two.put(*keys)

    await two.flush()

    assert Counter(two.sent()) == Counter(f"News {key}" for key in keys)
    assert await two.bots[0].store.open_posts(TEAM) == []


async def test_a_post_that_both_hold_in_their_hands_is_sent_by_one_and_the_other_goes_on_quietly(
    two: Bots, caplog: pytest.LogCaptureFixture
) -> None:
    await two.put("a")
    [post] = await two.bots[0].store.open_posts(TEAM)

    await asyncio.gather(*(bot.delivery.deliver(post) for bot in two.bots))

    assert two.sent() == ["News a"]
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_a_post_is_delivered_by_the_other_where_its_writer_is_gone(two: Bots) -> None:
    await two.put("a")

    await two.bots[1].delivery.flush()

    assert two.sent() == ["News a"]


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "did not arrive"])
async def test_a_post_whose_sender_died_is_looked_up_by_the_other_after_ten_minutes(two: Bots, *, arrived: bool) -> None:
    await two.put("a")
    first, second = two.bots
    [post] = await first.store.take_posts(TEAM, two.watch(), 1)
    sending = await first.delivery.save(post, {"state": "sending", "attempts": 1, "not_before": two.watch() + timedelta(minutes=10)})
    if arrived:
        await first.delivery.send(sending)

    await second.delivery.flush()
    at_once = len(two.sent())
    two.watch.turn(minutes=10)
    await two.flush()

    [row] = [await second.store.get(TEAM, Post, post.id)]
    assert row
    assert (at_once, two.sent()) == (int(arrived), ["News a"])
    assert (row.state, row.trouble) == ("sent", "uncertain, found" if arrived else "uncertain, sent again")


async def test_what_is_taken_is_not_given_to_another_for_a_minute(database_url: str) -> None:
    async def taken(store: Store, at: float) -> list[Post]:
        return await store.take_posts("T1", later(seconds=at), 1)

    async with closing(await open_store(database_url, lambda: NOON)) as one, closing(await open_store(database_url, lambda: NOON)) as other:
        await one.commit(made(first := post(NOON), second := post(later(seconds=1))))

        assert await taken(one, 2) == [first]
        assert await taken(other, 2) == [second]
        assert await taken(other, 2) == []
        assert await other.next_post("T1") == later(seconds=62)
        assert await taken(other, 62) == [first]


async def test_a_bot_whose_outbox_another_has_taken_waits_and_does_not_spin(two: Bots) -> None:
    await two.put("a")
    await two.bots[0].store.take_posts(TEAM, two.watch(), 1)

    wait = await two.bots[1].delivery.flush()

    assert wait == timedelta(minutes=1)
    assert two.watch() == TUESDAY_MORNING
