"""The outbox against a Slack in trouble: each row ends where it should, nothing is sent twice, nothing is lost."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from conftest import AT_ONCE, TEAM, TUESDAY_MORNING, Office
from records import schedule

from messages.blocks import divider, said
from model.answer import Message
from model.change import Change, Write
from model.post import Post
from model.schedule import schedule_id
from model.settings import Settings, settings_id

OWNER, STAFF, GONE = "U0OWNER", "U0STAFF", "U0GONE"
POST = "chat.postMessage"


async def put(office: Office, *keys: str, to: str = OWNER) -> None:
    """Write posts into the outbox, as a sweep does."""
    posts = (
        Post(id=f"post-{key}", workspace=TEAM, key=key, to=to, message=Message(f"News {key}"), not_before=TUESDAY_MORNING) for key in keys
    )
    await office.bot.store.commit(
        Change(workspace=TEAM, at=office.watch(), by="clock", verb="test", writes=tuple(Write(after=post) for post in posts))
    )


async def row(office: Office, key: str = "a") -> Post:
    post = await office.bot.store.get(TEAM, Post, f"post-{key}")
    assert post is not None
    return post


def sent(office: Office, user: str = OWNER) -> list[str]:
    return [message.text for message in office.slack.from_bot(user)]


async def flush(office: Office) -> None:
    office.bot.delivery.pace = AT_ONCE
    await office.bot.delivery.flush()


async def later(office: Office, **by: float) -> None:
    office.watch.turn(**by)
    await flush(office)


async def waits_for(office: Office, key: str = "a") -> timedelta:
    return (await row(office, key)).not_before - office.watch()


async def test_a_post_is_sent_once_and_its_row_says_where(room: Office) -> None:
    await put(room, "a")

    for _ in range(3):
        await flush(room)

    post = await row(room)
    [message] = room.slack.from_bot(OWNER)
    assert (post.state, post.channel, post.ts, post.attempts) == ("sent", message.channel, message.ts, 1)
    assert message.metadata == {"event_type": "keep_talking_post", "event_payload": {"key": "a"}}


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (0, 0.5),
        (1, 1),
        (30, 30),
        ("2.5", 2.5),
        (600, 600),
        (None, 30),
        ("abc", 30),
        ("", 30),
        ("-5", 0.5),
        ("nan", 30),
        ("inf", 30),
        ("1e400", 30),
        ("99999999999999999999", 1800),
        ("Wed, 25 Nov 2026 07:28:00 GMT", 30),
    ],
    ids=str,
)
async def test_slack_says_too_many_and_the_row_waits_as_long_as_it_is_told(room: Office, header: str | int | None, wait: float) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "ratelimited", retry_after=header)

    await flush(room)
    waiting = (await row(room)).state, (await waits_for(room)).total_seconds()
    await later(room, seconds=wait - 0.01)
    too_early = sent(room)
    await later(room, seconds=0.01)

    assert waiting == ("pending", wait)
    assert too_early == []
    assert sent(room) == ["News a"]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 502},
        {"kind": "status", "status": 503},
        *({"kind": "error", "error": code} for code in ("internal_error", "fatal_error", "service_unavailable", "request_timeout")),
        {"kind": "error", "error": "ratelimited"},
    ],
    ids=lambda fault: str(fault.get("status") or fault["error"]),
)
async def test_what_passes_is_tried_again_and_sent_once(room: Office, fault: dict[str, Any]) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, **fault)

    await flush(room)
    state, wait = (await row(room)).state, await waits_for(room)
    await later(room, minutes=1)
    await later(room, minutes=30)

    assert state == "pending"
    assert timedelta(seconds=20) <= wait <= timedelta(minutes=1)
    assert sent(room) == ["News a"]


async def test_trouble_that_lasts_is_tried_ever_less_often_but_never_given_up(room: Office) -> None:
    await put(room, "a")
    fault = room.slack.faults.add(POST, "status", status=503, times=10**6)

    for _ in range(24 * 60):
        await later(room, minutes=1)
    room.slack.faults.clear()
    await later(room, minutes=30)

    assert 24 * 2 <= fault.struck <= 24 * 2 + 10
    assert sent(room) == ["News a"]


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "missing_scope"])
async def test_a_refused_token_keeps_every_row_until_it_is_mended(room: Office, code: str) -> None:
    await put(room, "a", "b")
    room.slack.faults.add(POST, "error", error=code, times=2)

    await flush(room)
    states = [(await row(room, key)).state for key in "ab"]
    await later(room, minutes=5)

    assert states == ["pending", "pending"]
    assert sorted(sent(room)) == ["News a", "News b"]


async def test_a_person_who_is_gone_ends_their_row_and_no_others(room: Office) -> None:
    await put(room, "a", to=GONE)
    await put(room, "b", to="U0NOBODY")
    await put(room, "c")

    await flush(room)
    await later(room, hours=1)

    assert [((await row(room, key)).state, (await row(room, key)).trouble) for key in "abc"] == [
        ("dead", "user_disabled"),
        ("dead", "channel_not_found"),
        ("sent", None),
    ]
    assert sent(room) == ["News c"]


async def test_whoever_slack_takes_no_message_for_is_stood_in_for_and_the_relationship_is_not_dropped(room: Office) -> None:
    form = await room.slack.command(OWNER, "/talk add Northside Hospital")
    form = await room.slack.click(OWNER, form, "Edit details")
    await room.slack.fill_and_submit(OWNER, form, {"Deputy": STAFF})
    room.slack.faults.add(POST, "error", error="messages_tab_disabled", match=lambda given: given.get("channel") == OWNER)

    room.watch.turn(days=97, hours=5)
    await room.tick()
    await room.tick()

    assert sent(room) == []
    assert sent(room, STAFF) == ["*Northside Hospital* has gone quiet."]


@pytest.mark.parametrize(("channel", "why"), [("C0SHARED", "shared"), ("C0ARCHIVED", "is_archived"), ("C0PRIVATE", "channel_not_found")])
async def test_a_channel_that_may_not_be_posted_to_is_told_to_who_chose_it(room: Office, channel: str, why: str) -> None:
    key = f"summary:{channel}:week:2026-11-16"
    post = Post(id="p", workspace=TEAM, key=key, to=channel, message=Message("Week"), not_before=TUESDAY_MORNING, set_by=OWNER)
    weekly = schedule(channel, workspace=TEAM, id=schedule_id(TEAM, channel), set_by=OWNER)
    writes = (Write(after=post), Write(after=weekly))
    await room.bot.store.commit(Change(workspace=TEAM, at=room.watch(), by="clock", verb="test", writes=writes))

    for _ in range(8):
        await later(room, hours=1)

    dead = await room.bot.store.get(TEAM, Post, "p")
    assert dead is not None
    assert (dead.state, dead.trouble) == ("dead", why)
    assert room.slack.from_bot(channel) == []
    assert [text.startswith("I could not post the summary of all customers in the week of 16") for text in sent(room)] == [True]


async def test_a_shared_channel_is_posted_to_on_an_admins_word(room: Office) -> None:
    allowing = Settings(id=settings_id(TEAM), workspace=TEAM, allowed=("C0SHARED",))
    post = Post(id="p", workspace=TEAM, key="s", to="C0SHARED", message=Message("Week"), not_before=TUESDAY_MORNING)
    writes = (Write(after=allowing), Write(after=post))
    await room.bot.store.commit(Change(workspace=TEAM, at=room.watch(), by="U0ADMIN", verb="test", writes=writes))

    await flush(room)

    assert [message.text for message in room.slack.from_bot("C0SHARED")] == ["Week"]


async def test_one_rows_trouble_holds_nobody_up(room: Office) -> None:
    await put(room, "a")
    await put(room, "b", to=STAFF)
    room.slack.faults.add(POST, "status", status=503, match=lambda given: given["channel"] == OWNER)

    await flush(room)

    assert sent(room) == []
    assert sent(room, STAFF) == ["News b"]


@pytest.mark.parametrize("kind", ["drop_before", "not_json"])
async def test_a_cut_before_slack_took_it_is_sent_once_after_a_look(room: Office, kind: Any) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, kind)

    await flush(room)
    await later(room, minutes=9, seconds=59)
    too_early = sent(room)
    await later(room, minutes=1)
    await later(room, minutes=30)

    assert too_early == []
    assert sent(room) == ["News a"]
    assert (await row(room)).state == "sent"


async def test_a_cut_after_slack_took_it_is_found_by_its_key_and_not_sent_again(room: Office) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "drop_after_accept")

    await flush(room)
    uncertain = await row(room)
    await later(room, minutes=10)
    await later(room, minutes=30)

    post = await row(room)
    [message] = room.slack.from_bot(OWNER)
    assert (uncertain.state, uncertain.trouble) == ("sending", "uncertain")
    assert (post.state, post.ts, post.trouble) == ("sent", message.ts, "uncertain, found")


async def test_a_slack_that_hangs_is_left_and_asked_later_what_became_of_it(room: Office) -> None:
    await put(room, "a")
    session = room.bot.client.session
    assert session is not None
    patient, session._timeout = session._timeout, aiohttp.ClientTimeout(0.05)
    room.slack.faults.add(POST, "hang", seconds=0.5)

    await flush(room)
    uncertain = (await row(room)).state
    session._timeout = patient
    await later(room, minutes=10)
    await later(room, minutes=30)

    assert uncertain == "sending"
    assert sent(room) == ["News a"]


async def test_a_row_that_was_being_sent_when_the_bot_died_is_looked_up_after_the_restart(closed_room: Office) -> None:
    async with closed_room.open() as bot:
        await put(closed_room, "a", "b")
        for key in "ab":
            before = await row(closed_room, key)
            await bot.delivery.save(before, {"state": "sending", "attempts": 1, "not_before": closed_room.watch() + timedelta(minutes=10)})
        await bot.delivery.send(await row(closed_room, "a"))

    async with closed_room.open():
        await flush(closed_room)
        at_once = sent(closed_room)
        await later(closed_room, minutes=10)
        await later(closed_room, minutes=30)
        found, missing = await row(closed_room, "a"), await row(closed_room, "b")

    assert at_once == ["News a"]
    assert sorted(sent(closed_room)) == ["News a", "News b"]
    assert (found.state, found.trouble) == ("sent", "uncertain, found")
    assert (missing.state, missing.trouble) == ("sent", "uncertain, sent again")


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
@pytest.mark.parametrize("fault", [{"kind": "ratelimited", "retry_after": 60}, {"kind": "status"}, {"kind": "not_json"}])
async def test_a_look_that_fails_is_repeated_and_the_post_not_sent_blindly(room: Office, method: str, fault: dict[str, Any]) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "drop_after_accept")
    room.slack.faults.add(method, **fault)

    await flush(room)
    await later(room, minutes=10)
    meanwhile = await row(room)
    await later(room, minutes=5)

    assert meanwhile.state == "sending"
    assert meanwhile.not_before > room.watch() - timedelta(minutes=5)
    assert (await row(room)).trouble == "uncertain, found"
    assert sent(room) == ["News a"]


async def test_where_slack_lets_nobody_look_the_post_is_sent_once_more_and_flagged(room: Office) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "drop_after_accept")
    room.slack.faults.add("conversations.history", "error", error="missing_scope")

    await flush(room)
    await later(room, minutes=10)
    await later(room, minutes=30)

    assert sent(room) == ["News a", "News a"]
    assert (await row(room)).trouble == "uncertain, sent again"


async def test_the_outbox_goes_on_by_itself_after_any_trouble(room: Office, caplog: pytest.LogCaptureFixture) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "drop_after_accept")
    room.slack.faults.add("conversations.history", "not_json")
    await flush(room)
    room.watch.turn(minutes=10)

    await room.bot.delivery.wake()
    await room.slack.wait_for(lambda: room.slack.calls("conversations.history"))
    await put(room, "b")
    await room.bot.delivery.wake()
    await room.slack.wait_for(lambda: "News b" in sent(room))

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_two_who_empty_the_outbox_at_once_send_each_post_once(room: Office) -> None:
    await put(room, *"abcdef")

    await asyncio.gather(*(flush(room) for _ in range(3)))

    assert sorted(sent(room)) == [f"News {key}" for key in "abcdef"]


async def test_a_bot_that_stops_leaves_the_rest_for_its_next_start(closed_room: Office) -> None:
    async with closed_room.open() as bot:
        await put(closed_room, "a", "b")
        bot.delivery.stop()
        await flush(closed_room)
        before = sent(closed_room)

    async with closed_room.open():
        await closed_room.slack.wait_for(lambda: len(sent(closed_room)) == 2)

    assert before == []


async def test_what_nobody_can_look_up_and_never_ends_is_sent_twice_and_then_given_up(
    room: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await put(room, "a")
    taken = room.slack.faults.add(POST, "drop_after_accept", times=99)
    room.slack.faults.add("conversations.history", "error", error="missing_scope", times=99)

    for _ in range(12):
        await later(room, minutes=10)

    post = await row(room)
    assert taken.struck == len(sent(room)) == 2
    assert (post.state, post.trouble) == ("dead", "uncertain")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == [
        f"post {post.id} was sent twice, and nobody can tell whether it arrived"
    ]


async def test_what_is_looked_for_and_not_there_is_tried_until_it_is_sent(room: Office) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "drop_before", times=5)

    for _ in range(12):
        await later(room, minutes=10)

    assert sent(room) == ["News a"]
    assert (await row(room)).state == "sent"


async def a_reminder(room: Office, deputy: str | None = None) -> None:
    """Let a relationship go quiet, and the clock stand at the hour of its reminder: Thursday 4 March 2027, 9:30 in Berlin."""
    form = await room.slack.command(OWNER, "/talk add Northside Hospital")
    form = await room.slack.click(OWNER, form, "Edit details")
    await room.slack.fill_and_submit(OWNER, form, {"Deputy": deputy} if deputy else {})
    room.watch.turn(days=100, hours=-1)


async def test_a_reminder_that_slack_did_not_take_in_time_waits_for_the_next_working_day_and_comes_once(room: Office) -> None:
    await a_reminder(room)
    fault = room.slack.faults.add(POST, "status", times=10**6)
    await room.tick()
    for _ in range(14):
        await later(room, minutes=30)
    before_five = fault.struck

    room.slack.faults.clear()
    await later(room, hours=1)
    after_hours = sent(room)
    room.watch.turn(hours=16)
    await room.tick()
    await room.tick()

    assert before_five > 5
    assert after_hours == []
    assert sent(room) == ["*Northside Hospital* has gone quiet."]


async def test_a_reminder_cut_in_the_sending_that_is_looked_up_after_hours_is_decided_anew_the_next_day(room: Office) -> None:
    await a_reminder(room)
    room.slack.faults.add(POST, "drop_before")
    room.slack.faults.add("conversations.open", "status", times=10**6)
    await room.tick()
    for _ in range(16):
        await later(room, minutes=30)

    room.slack.faults.clear()
    await later(room, minutes=30)
    after_hours = sent(room)
    room.watch.turn(hours=16)
    await room.tick()

    assert after_hours == []
    assert sent(room) == ["*Northside Hospital* has gone quiet."]


async def test_after_a_month_down_a_reminder_that_was_never_sent_is_not_sent_beside_the_new_one(closed_room: Office) -> None:
    async with closed_room.open() as bot:
        await a_reminder(closed_room)
        bot.delivery.stop()
        await bot.sweep()
        [left] = await bot.store.open_posts(TEAM)
    closed_room.watch.turn(days=32)

    async with closed_room.open() as bot:
        for _ in range(3):
            await closed_room.tick()
        stale = await bot.store.get(TEAM, Post, left.id)

    assert stale is not None
    assert (stale.state, stale.trouble) == ("dead", "too late")
    assert sent(closed_room) == ["*Northside Hospital* has gone quiet."]


async def test_an_answer_given_before_its_dm_was_sent_can_be_taken_back_afterwards(room: Office) -> None:
    await a_reminder(room)
    await room.bot.sweep()
    snoozed = await room.slack.command(OWNER, "/talk snooze Northside Hospital in 2 weeks")
    await flush(room)
    [dm] = room.slack.from_bot(OWNER)
    as_sent = list(dm.buttons)

    undone = await room.slack.click(OWNER, snoozed, "Undo")
    await room.slack.wait_for(lambda: dm.buttons)

    assert as_sent == []
    assert "Taken back: your answer to the reminder" in undone.text
    assert (await room.customer("Northside Hospital")).snoozed_until is None


async def test_what_was_answered_before_its_dm_was_given_up_stays_answered(room: Office) -> None:
    await a_reminder(room)
    room.slack.faults.add(POST, "status", times=10**6)
    await room.tick()
    await room.slack.command(OWNER, "/talk snooze Northside Hospital in 2 weeks")
    await later(room, hours=8)

    nudges = await room.bot.store.nudges(TEAM, customer=(await room.customer("Northside Hospital")).id)

    assert [nudge.answer and nudge.answer.decided for nudge in nudges] == ["snoozed"]


@pytest.mark.parametrize("ending", ["hang", "drop_after_accept"])
async def test_a_dm_answered_while_it_is_being_sent_shows_the_answer(room: Office, ending: Any) -> None:
    await a_reminder(room)
    room.bot.delivery.pace = AT_ONCE
    room.slack.faults.add(POST, ending, seconds=0.2)
    await room.bot.sweep()
    sending = asyncio.create_task(room.bot.delivery.flush())
    await room.slack.wait_for(lambda: ending == "hang" or room.slack.from_bot(OWNER))

    await asyncio.sleep(0) if ending == "hang" else await sending
    await room.slack.command(STAFF, "/talk note Northside Hospital They renew")
    await sending
    await later(room, minutes=10)
    [dm] = room.slack.from_bot(OWNER)
    await room.slack.wait_for(lambda: not dm.buttons)

    assert "A talk was logged by @U0STAFF" in dm.readable


async def test_blocks_that_slack_does_not_show_are_sent_as_their_text(room: Office) -> None:
    room.slack.faults.add(POST, "error", error="invalid_blocks", times=1)
    post = Post(id="p", workspace=TEAM, key="p", to=OWNER, message=said("A chart", divider()), not_before=TUESDAY_MORNING)
    await room.bot.store.commit(Change(workspace=TEAM, at=room.watch(), by="clock", verb="test", writes=(Write(after=post),)))

    await flush(room)
    await flush(room)

    [message] = room.slack.from_bot(OWNER)
    assert (message.text, list(message.blocks)) == ("A chart", [])


async def test_a_refusal_that_stands_passes_the_news_to_the_next_in_line(room: Office) -> None:
    added = await room.slack.command(OWNER, "/talk add Northside Hospital")
    form = await room.slack.click(OWNER, added, "Edit details")
    await room.slack.fill_and_submit(OWNER, form, {"Deputy": STAFF})
    room.slack.faults.add(POST, "error", error="not_allowed", times=99, match=lambda given: given.get("channel") == OWNER)

    room.watch.turn(days=97, hours=5)
    await room.tick()
    await room.tick()

    assert sent(room, STAFF) == ["*Northside Hospital* has gone quiet."]


async def test_a_post_that_is_due_at_once_waits_for_no_tick(room: Office) -> None:
    await put(room, "a")
    room.slack.faults.add(POST, "ratelimited", times=1, retry_after=1)
    await flush(room)
    room.watch.turn(seconds=2)

    wait = await room.bot.delivery.flush()

    assert wait is None
    assert sent(room) == ["News a"]
