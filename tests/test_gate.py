"""The one gate: guests, strangers, bots and whoever Slack can't vouch for are refused at every door, with a clear sentence."""

from __future__ import annotations

import pytest
from conftest import TEAM, Office

from sandbox import Seen

OWNER, GUEST, ULTRA, STRANGER, GONE, BOT = "U0OWNER", "U0GUEST", "U0ULTRA", "U0STRANGER", "U0GONE", "U0OTHERBOT"
SENTENCES = {
    GUEST: "Keep Talking is for full members of this workspace. You are a guest here",
    ULTRA: "Keep Talking is for full members of this workspace. You are a guest here",
    STRANGER: "Keep Talking is for members of this workspace. You belong to another organisation",
    GONE: "This account is deactivated",
    BOT: "Keep Talking answers people, not other apps.",
}
LINE = "note Northside Hospital They want tablets"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital, and another bot."""
    room.slack.add_user(BOT, "otherbot", is_bot=True)
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


async def nothing_saved(office: Office) -> bool:
    return await office.talks("Northside Hospital") == []


@pytest.mark.parametrize("user", SENTENCES)
async def test_a_command_is_refused_with_the_reason_and_the_text_comes_back(hospital: Office, user: str) -> None:
    seen = await hospital.slack.command(user, f"/talk {LINE}")

    assert SENTENCES[user] in seen.text
    assert LINE in seen.text.splitlines()
    assert seen.buttons == []
    assert await nothing_saved(hospital)


@pytest.mark.parametrize("user", [GUEST, ULTRA, STRANGER])
async def test_a_dm_is_refused(hospital: Office, user: str) -> None:
    seen = await hospital.slack.dm(user, LINE)

    assert SENTENCES[user] in seen.text
    assert await nothing_saved(hospital)


@pytest.mark.parametrize(("user", "channel"), [(GUEST, "C0GENERAL"), (STRANGER, "C0SHARED")])
async def test_a_mention_is_refused(hospital: Office, user: str, channel: str) -> None:
    seen = await hospital.slack.mention(channel, user, LINE)

    assert SENTENCES[user] in seen.text
    assert await nothing_saved(hospital)


@pytest.mark.parametrize("user", SENTENCES)
async def test_a_button_in_somebody_elses_message_is_refused(hospital: Office, user: str) -> None:
    saved = await hospital.slack.command(OWNER, f"/talk {LINE}")
    assert saved.message is not None

    seen = await click_as(hospital, user, saved, "Undo")

    assert seen.ack.ok
    assert any(SENTENCES[user] in text for text in answers(hospital))
    assert len(await hospital.talks("Northside Hospital")) == 1


async def click_as(office: Office, user: str, seen: Seen, label: str) -> Seen:
    assert seen.message is not None
    return await office.slack.act(office.slack.compose.click(user, seen.message, label))


def answers(office: Office) -> list[str]:
    """What the bot answered by response_url."""
    return [str(entry.arguments.get("text")) for entry in office.slack.calls("response_url")]


@pytest.mark.parametrize("user", SENTENCES)
async def test_a_form_is_refused_and_stays_open(hospital: Office, user: str) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")
    view = await hospital.slack.fill(OWNER, form, {"Notes": "They want tablets"})
    submission = hospital.slack.compose.submit(OWNER, view, view.values)
    submission.body["user"] = {"id": user}

    ack = await hospital.slack.deliver(submission)

    assert any(SENTENCES[user] in words for words in ack.errors.values())
    assert await nothing_saved(hospital)


@pytest.mark.parametrize("user", SENTENCES)
async def test_a_picker_offers_them_no_customer(hospital: Office, user: str) -> None:
    form = await hospital.slack.command(OWNER, "/talk note")
    assert form.view is not None
    question = hospital.slack.compose.suggest(OWNER, form.view, "Customer", "nor")
    question.body["user"] = {"id": user}

    ack = await hospital.slack.deliver(question)

    assert ack.ok
    assert ack.options == []


@pytest.mark.parametrize("fault", ["error", "status", "not_json", "drop_before", "ratelimited"])
async def test_a_look_up_that_fails_is_a_no_that_asks_to_try_again(room: Office, fault: str) -> None:
    room.slack.faults.add("users.info", fault, times=5)  # type: ignore[arg-type]

    failed = await room.slack.command(OWNER, "/talk add Northside Hospital")
    nobody = await room.bot.store.customers(TEAM)
    room.slack.faults.clear()
    added = await room.slack.command(OWNER, "/talk add Northside Hospital")

    assert "I could not check with Slack whether you may use Keep Talking, so nothing was done" in failed.text
    assert "add Northside Hospital" in failed.text.splitlines()
    assert nobody == []
    assert "Added" in added.text


async def test_somebody_slack_does_not_know_is_refused(room: Office) -> None:
    command = room.slack.compose.command(OWNER, "/talk add Northside Hospital")
    command.body["user_id"] = "U0NOBODY"

    seen = await room.slack.act(command)

    assert "Slack does not know this account" in seen.text
    assert await room.bot.store.customers(TEAM) == []


async def test_a_member_is_looked_up_once_an_hour(room: Office) -> None:
    for _ in range(3):
        await room.slack.command(OWNER, "/talk")
    once = len(room.slack.calls("users.info"))
    room.watch.turn(hours=1)
    await room.slack.command(OWNER, "/talk")

    assert (once, len(room.slack.calls("users.info"))) == (1, 2)


async def test_a_member_who_becomes_a_guest_is_refused_from_then_on(room: Office) -> None:
    before = await room.slack.command(OWNER, "/talk add Northside Hospital")

    await room.slack.change_user(OWNER, is_restricted=True)
    after = await room.slack.command(OWNER, "/talk add Southside Clinic")

    assert "Added" in before.text
    assert "You are a guest here" in after.text


async def test_the_clock_writes_to_nobody_who_may_not_use_the_bot(hospital: Office) -> None:
    await hospital.slack.change_user(OWNER, is_restricted=True)
    hospital.watch.turn(days=97)

    await hospital.tick()

    assert hospital.slack.from_bot(OWNER) == []


async def test_what_bots_write_is_not_answered(room: Office) -> None:
    seen = await room.slack.event("message", user="U0BOT", bot_id="B0BOT", channel="D1", channel_type="im", text="add Me", ts="1.1")

    assert seen.ack.ok
    assert await room.bot.store.customers(TEAM) == []
