"""The demo: a year has passed through Slack's doors, the clock lets the bot speak in time, the tour can be walked, and the end is clean."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo import a_year_on
from bot.story import ACCOUNTS
from bot.story.cast import ADA, DAN, OLIVIA, OWNERS, SAM, SOFIA
from bot.story.living import a_working_morning
from sandbox import Message, Sandbox

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
OF_A_WEEK = [TUESDAY + timedelta(days=ahead) for ahead in range(7)]
HARD_DAYS = [datetime(2028, 2, 29, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC), datetime(2026, 5, 31, tzinfo=UTC)]


class Walker:
    """Somebody at the page: looks, acts, and keeps the newest of every part."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.seen: dict[str, Any] = {}

    async def look(self, user: str, place: str) -> None:
        await self.socket.send_json({"look": {"user": user, "place": place, "thread": None}})
        await self.act("read", place=place)

    async def act(self, act: str, **given: Any) -> dict[str, Any]:
        await self.socket.send_json({"id": 1, "act": act, **given})
        while "id" not in (heard := await self.hear()):
            pass
        return heard

    async def hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = await self.socket.receive_json(timeout=10)
        self.seen |= heard.get("picture", {})
        return heard

    @property
    def done(self) -> list[bool]:
        return [step["done"] for step in self.seen["tour"]["steps"]]


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with a_year_on(0, TUESDAY) as slack:
        yield slack


@pytest.fixture
async def walker(slack: Sandbox) -> AsyncIterator[Walker]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{slack.url}/page/live") as page:
        walker = Walker(page)
        await walker.look(OLIVIA, OWNERS)
        yield walker


def local(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC).astimezone(a_working_morning(TUESDAY.date()).tzinfo)


def everything(slack: Sandbox) -> list[Message]:
    return [message for channel in slack.state.workspaces["T0001"].channels.values() for message in channel.messages]


async def take_step(walker: Walker, number: int) -> None:
    """Do what a step of the tour proposes, as its buttons do."""
    proposed = walker.seen["tour"]["steps"][number]
    await walker.look(proposed["user"], proposed["place"])
    if proposed["line"]:
        assert (await walker.act("send", place=proposed["place"], text=proposed["line"], thread=None))["ok"]
    if proposed["turn"]:
        assert (await walker.act("turn", by=proposed["turn"]))["ok"]


async def test_the_tour_is_walked_and_each_step_is_ticked_off_when_it_is_done(slack: Sandbox, walker: Walker) -> None:
    ticked = [walker.done]
    for number in range(3):
        await take_step(walker, number)
        ticked.append(walker.done)
    [reminder] = slack.from_bot(OLIVIA)
    form = await slack.click(OLIVIA, reminder, "Log the talk")
    await slack.fill_and_submit(OLIVIA, form, {"Notes": "The eye clinic goes first, in January"})
    await slack.wait_for(lambda: "was logged" in reminder.readable)
    await walker.look(OLIVIA, "app")
    ticked.append(walker.done)
    await take_step(walker, 4)
    ticked.append(walker.done)

    assert ticked == [[True] * number + [False] * (5 - number) for number in range(6)]


async def test_everybody_begins_with_nothing_unread_and_no_form_or_answer_of_the_past(slack: Sandbox, walker: Walker) -> None:
    for user in (OLIVIA, DAN, SAM, SOFIA, ADA):
        await walker.look(user, "app")

        assert {place["name"]: place["unread"] for place in walker.seen["places"] if place["unread"]} == {}
        assert (walker.seen["modals"], slack.ephemerals(user)) == ([], [])
    assert walker.seen["wire"] == []


async def test_the_year_is_lived_in_order_by_different_people_and_ends_this_morning(slack: Sandbox) -> None:
    lines = {message.user for message in everything(slack) if not message.bot_id}
    summaries = [local(message) for message in slack.from_bot(OWNERS)]

    assert lines >= {OLIVIA, DAN, SAM, ADA, SOFIA}
    assert all(at.weekday() == 0 and (at.hour, at.minute) == (9, 0) for at in summaries)
    assert len(summaries) > 3
    assert slack.from_bot(OLIVIA) == []
    assert slack.state.now() - a_working_morning(TUESDAY.date()) < timedelta(seconds=30)


@pytest.mark.parametrize("today", [*OF_A_WEEK, *HARD_DAYS], ids=str)
async def test_whatever_the_day_six_customers_are_there_and_tomorrow_brings_the_first_reminder(today: datetime) -> None:
    async with a_year_on(0, today) as slack:
        listed = await slack.command(OLIVIA, "/talk customers all", OWNERS)
        assert all(account.name in listed.text for account in ACCOUNTS)
        assert slack.from_bot(OLIVIA) == []

        await turn(slack, "1 day")

        assert [dm.text for dm in slack.from_bot(OLIVIA)] == ["*Northside Hospital* has gone quiet."]


async def test_one_improvement_went_round_twice_one_waits_for_its_check_and_the_plan_of_one_has_gaps(slack: Sandbox) -> None:
    going = await slack.command(SOFIA, "/talk improvements all", OWNERS)
    ended = await slack.command(SOFIA, "/talk improvements all ended", OWNERS)

    assert "*Improvement 3* · *Riverbank*" in going.text
    assert "the plan lacks a baseline, a check date and a partner on their side" in going.text
    assert "Done; check on Thursday 3 December" in going.text
    assert "Booked seats that stay empty: 20 % → 8 %, came to 13 % (target missed)\nAdapted" in ended.text
    assert "Booked seats that stay empty: 13 % → 8 %, came to 7 % (target met)\nAdopted" in ended.text


async def turn(slack: Sandbox, by: str) -> None:
    stage = slack.page.desk.stage
    assert stage.turn
    await stage.turn(by)


async def test_three_months_pass_in_order_and_nobody_is_written_to_out_of_hours_or_twice_a_day(slack: Sandbox) -> None:
    begin, known = slack.state.now(), {message.ts for message in everything(slack)}
    await turn(slack, "3 months")

    told = sorted((message for message in everything(slack) if message.ts not in known), key=lambda message: message.ts)
    dms = [(slack.channel(message.channel).user, local(message)) for message in told if slack.channel(message.channel).is_im]
    mondays = [local(message).date() for message in told if message.channel == OWNERS]
    assert slack.state.now().astimezone(local(told[0]).tzinfo).date() == date(2027, 2, 24)
    assert all(begin < datetime.fromtimestamp(float(message.ts), UTC) <= slack.state.now() for message in told)
    assert {user for user, _ in dms} >= {OLIVIA, DAN, SAM, SOFIA}
    assert len({(user, at.date()) for user, at in dms}) == len(dms)
    assert all(at.astimezone(zone(slack, user)).weekday() < 5 and 9 <= at.astimezone(zone(slack, user)).hour < 17 for user, at in dms)
    assert mondays == [date(2026, 11, 30) + timedelta(weeks=week) for week in range(13)]


def zone(slack: Sandbox, user: str | None) -> ZoneInfo:
    return ZoneInfo(slack.user(user or "").tz)


async def test_two_turns_at_once_come_one_after_the_other(slack: Sandbox) -> None:
    begin = slack.state.now()

    await asyncio.gather(turn(slack, "1 day"), turn(slack, "1 hour"), slack.dm(OLIVIA, "thanks"))

    assert timedelta(hours=25) < slack.state.now() - begin < timedelta(hours=25, minutes=1)


def test_a_working_morning_is_followed_by_a_working_day() -> None:
    mornings = [a_working_morning(date(2026, 11, 23) + timedelta(days=ahead)) for ahead in range(7)]

    assert [morning.day for morning in mornings] == [23, 24, 25, 26, 26, 26, 26]
    assert {(morning.hour, str(morning.tzinfo)) for morning in mornings} == {(10, "Europe/Berlin")}


@asynccontextmanager
async def running_demo(port: int, folder: Path) -> AsyncIterator[Process]:
    environ = {"TMPDIR": str(folder), "PYTHONPATH": str(Path(__file__).parent.parent)}
    line = ("-m", "bot", "demo", "--no-open", "--port", str(port))
    demo = await asyncio.create_subprocess_exec(sys.executable, *line, stdout=PIPE, stderr=PIPE, env=environ)
    try:
        yield demo
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def said_address(demo: Process) -> str:
    """The address that the demo says when its page is there."""
    assert demo.stdout
    async for line in demo.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
            return found.group()
    raise AssertionError("the demo ended without an address")


async def status(session: aiohttp.ClientSession, url: str) -> int:
    async with session.get(url) as answer:
        await answer.read()
        return answer.status


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_the_demo_says_where_it_is_serves_its_page_and_leaves_nothing_behind(by: signal.Signals, tmp_path: Path) -> None:
    async with running_demo(0, tmp_path) as demo, aiohttp.ClientSession() as session:
        url = await said_address(demo)
        served = {path: await status(session, url + path) for path in ("/", "/gallery", "/gallery.json")}
        page = await session.ws_connect(f"{url}/page/live")
        demo.send_signal(by)
        _, complained = await asyncio.wait_for(demo.communicate(), 10)

        assert (demo.returncode, complained) == (0, b"")
        assert (await page.receive()).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
        await page.close()
    assert served == {"/": 200, "/gallery": 200, "/gallery.json": 200}
    assert left_in(tmp_path) == []


async def test_a_port_that_is_taken_ends_the_demo_with_a_line_that_names_the_option(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with running_demo(port, tmp_path) as demo:
            said, complained = await asyncio.wait_for(demo.communicate(), 10)

    assert (demo.returncode, said) == (2, b"")
    line = f"keep-talking: Port {port} can't be used: Address already in use. Name another one with --port; 0 takes any that is free.\n"
    assert complained.decode() == line
    assert left_in(tmp_path) == []
