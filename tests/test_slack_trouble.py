"""Every error of Slack's on a reminder's way: which state its row ends in, that nothing is lost, and that everybody else is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from conftest import AT_ONCE, TEAM, Office
from slack_sdk.web.async_client import AsyncWebClient

from model.post import Post

OWNER, STAFF, DEPUTY = "U0OWNER", "U0STAFF", "U0DEPUTY"
POST = "chat.postMessage"
QUIET = ["*Northside Hospital* has gone quiet."]


@pytest.fixture
async def two(room: Office) -> Office:
    """An office in which a customer of the owner's, who has a deputy, and one of the staff's have gone quiet; it is 15:30 in Berlin."""
    form = await room.slack.command(OWNER, "/talk add Northside Hospital")
    form = await room.slack.click(OWNER, form, "Edit details")
    await room.slack.fill_and_submit(OWNER, form, {"Deputy": DEPUTY})
    await room.slack.command(STAFF, "/talk add Southside Clinic")
    room.watch.turn(days=97, hours=5)
    return room


def reminders(office: Office, user: str) -> list[str]:
    return [message.text for message in office.slack.from_bot(user) if message.metadata]


async def struck(office: Office, fault: dict[str, Any]) -> Post:
    """Let the owner's reminder meet this fault; return its row, once everybody else was told."""
    [planned] = [reminder for reminder in await office.bot.sweep.plan() if reminder.person.id == OWNER]
    office.slack.faults.add(POST, match=lambda given: given["channel"] == OWNER, **fault)
    await office.tick()
    assert reminders(office, STAFF) == ["*Southside Clinic* has gone quiet."]
    row = await office.bot.store.get(TEAM, Post, planned.post)
    assert row is not None
    return row


async def minutes(office: Office, count: int) -> None:
    for _ in range(count):
        office.watch.turn(minutes=1)
        office.bot.delivery.pace = AT_ONCE
        await office.bot.delivery.flush()


def error(code: str) -> dict[str, Any]:
    return {"kind": "error", "error": code}


PASSING = [
    *({"kind": "ratelimited", "retry_after": header} for header in (0, 30, None, "abc")),
    *({"kind": "status", "status": status} for status in (500, 502, 503)),
    *map(error, ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited")),
    *map(error, ("invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "missing_scope")),
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_what_passes_keeps_the_row_and_the_reminder_comes_once(two: Office, fault: dict[str, Any]) -> None:
    row = await struck(two, fault)

    await minutes(two, 20)

    assert row.state == "pending"
    assert reminders(two, OWNER) == QUIET
    assert reminders(two, DEPUTY) == []


UNCERTAIN: list[dict[str, Any]] = [{"kind": "drop_before"}, {"kind": "drop_after_accept"}, {"kind": "not_json"}]


@pytest.mark.parametrize("fault", UNCERTAIN, ids=str)
async def test_what_nobody_knows_is_looked_up_before_it_is_sent_again(two: Office, fault: dict[str, Any]) -> None:
    row = await struck(two, fault)

    await minutes(two, 20)

    assert (row.state, row.trouble) == ("sending", "uncertain")
    assert reminders(two, OWNER) == QUIET


REFUSED = ("user_not_found", "user_disabled", "cannot_dm_bot", "is_bot", "channel_not_found", "messages_tab_disabled", "restricted_action")


@pytest.mark.parametrize("code", REFUSED)
async def test_where_nobody_is_there_the_row_is_dead_and_the_next_in_line_is_told(two: Office, code: str) -> None:
    row = await struck(two, error(code))

    await two.tick()
    await minutes(two, 20)

    assert (row.state, row.trouble) == ("dead", code)
    assert reminders(two, OWNER) == []
    assert reminders(two, DEPUTY) == QUIET


@pytest.mark.parametrize("code", ["msg_too_long", "invalid_blocks", "invalid_blocks_format"])
async def test_what_slack_cannot_show_comes_as_plain_words(two: Office, code: str) -> None:
    await struck(two, error(code))

    await minutes(two, 20)

    assert reminders(two, OWNER) == QUIET


@pytest.mark.parametrize("where", ["http://127.0.0.1:1/api/", "http://slack.invalid/api/", "https://127.0.0.1:{port}/api/"])
async def test_a_slack_that_cannot_be_reached_keeps_the_row_until_it_can(two: Office, where: str) -> None:
    delivery = two.bot.delivery
    reached, port = delivery.client, two.slack.url.rpartition(":")[2]
    async with aiohttp.ClientSession() as session:
        delivery.client = AsyncWebClient("xoxb-x", base_url=where.format(port=port), session=session, retry_handlers=[])
        await two.tick()
        waiting = [(post.state, post.trouble) for post in await two.bot.store.open_posts(TEAM)]

    delivery.client = reached
    await minutes(two, 2)

    assert waiting == [("pending", "unreachable")] * 2
    assert (reminders(two, OWNER), len(reminders(two, STAFF))) == (QUIET, 1)


async def test_trouble_with_one_person_until_the_evening_keeps_them_for_the_next_day(two: Office) -> None:
    await struck(two, {"kind": "status", "times": 10**6})

    await minutes(two, 120)
    two.slack.faults.clear()
    too_late = reminders(two, OWNER)
    two.watch.at += timedelta(hours=18)
    await two.tick()

    assert too_late == []
    assert reminders(two, OWNER) == QUIET
