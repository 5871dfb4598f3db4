"""A private talk is nothing to who may not read it, whichever door they come through: each verb, button, form, picker and shortcut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import Office

from handlers import NOUNS, table
from messages.talks import MOVING
from model.talk import Talk

OWNER, STAFF, ADMIN, GUEST, STRANGER, BOT = "U0OWNER", "U0STAFF", "U0ADMIN", "U0GUEST", "U0STRANGER", "U0OTHERBOT"
MEMBERS, OUTSIDERS = (STAFF, ADMIN), (GUEST, STRANGER, BOT)
EVERYBODY = (*MEMBERS, *OUTSIDERS)
HERE, GENERAL = "C0CUSTOMER", "C0GENERAL"
SECRET = "Zebramerger"
NAME = "Northside Hospital"
VERBS = sorted({*table(NOUNS, "VERBS"), "help"})
ACTIONS, OPTIONS, SHORTCUTS, FORMS = (sorted(table(NOUNS, kind)) for kind in ("ACTIONS", "OPTIONS", "SHORTCUTS", "FORMS"))
LINES = {
    **{verb: f"{verb} {NAME}" for verb in VERBS},
    "find": f"find {SECRET}",
    "find a customer's": f"find {NAME}",
    "find somebody's": "find by:me",
    "summary": f"summary {NAME} week",
    "summary of all": "summary all quarter",
    "quiet": "quiet all",
    "customers": "customers all",
    "undo": "undo",
    "settings": "settings",
    "export": "export",
    "no verb": NAME,
}


@pytest.fixture
async def board(reading_room: Office) -> Office:
    """An office in which the owner, and nobody beside, knows of a merger; the customer has its channel, and people who may not know."""
    slack = reading_room.slack
    slack.add_user(BOT, "otherbot", is_bot=True)
    await slack.command(OWNER, f"/talk add {NAME}")
    form = await slack.command(OWNER, f"/talk edit {NAME}")
    await slack.fill_and_submit(OWNER, form, {"Channel": HERE})
    form = await slack.command(OWNER, f"/talk note {NAME}")
    secret = {"Notes": f"{SECRET} plan", "Decisions": f"{SECRET} in May", "Participants": f"{SECRET} bank", "Visibility": "private"}
    await slack.fill_and_submit(OWNER, form, secret)
    slack.journal.clear()
    return reading_room


def spilled(office: Office, *seen: Any) -> list[str]:
    """What of the secret the bot told anybody but the owner since the talk was noted."""
    calls = [json.dumps(entry.arguments, default=str) for entry in office.slack.calls() if OWNER not in str(entry.arguments.get("channel"))]
    return [text for text in (*calls, *(str((one.text, [ack.body for ack in one.acks], one.options)) for one in seen)) if SECRET in text]


async def the_talk(office: Office) -> Talk:
    return (await office.talks(NAME))[0]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("user", EVERYBODY)
async def test_no_line_tells_of_it(board: Office, user: str, line: str) -> None:
    typed = LINES[line].replace(SECRET, SECRET[:5])

    seen = [await board.slack.command(user, f"/talk {typed}"), await board.slack.command(user, f"/talk {typed}", HERE)]
    if user in MEMBERS:
        seen += [await board.slack.dm(user, typed), await board.slack.mention(GENERAL, user, typed)]

    assert spilled(board, *seen) == []


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("user", EVERYBODY)
async def test_no_click_tells_of_it_whatever_it_brings(board: Office, user: str, action: str) -> None:
    talk, message = await the_talk(board), (await board.slack.command(OWNER, f"/talk note {NAME} Something else")).message
    assert message is not None

    payloads = [board.slack.compose.click(user, message, "Undo") for _ in range(6)]
    values = (talk.id, f"{talk.id}|cmd:1", f"talk:{talk.id}", f"talk|{talk.id}", talk.customer, f"{talk.customer}|{talk.id}")
    for payload, value in zip(payloads, values, strict=True):
        payload.body["actions"][0] |= {"action_id": action, "value": value, "block_id": f"{MOVING}{value}"}

    seen = [await board.slack.act(payload) for payload in payloads]

    assert spilled(board, *seen) == []


@pytest.mark.parametrize("callback", FORMS)
@pytest.mark.parametrize("user", EVERYBODY)
async def test_no_form_tells_of_it_whatever_it_carries(board: Office, user: str, callback: str) -> None:
    talk = await the_talk(board)
    view = (await board.slack.command(OWNER, f"/talk note {NAME}")).view
    assert view is not None

    seen = []
    for carried in (talk.id, f"{talk.id}|1", f"{talk.customer}|{talk.id}", talk.customer):
        payload = board.slack.compose.submit(OWNER, view, view.values)
        payload.body["user"] |= {"id": user}
        payload.body["view"] |= {"callback_id": callback, "private_metadata": carried}
        seen.append(await board.slack.deliver(payload))

    calls = [json.dumps(entry.arguments, default=str) for entry in board.slack.calls()]
    assert [text for text in (*calls, *(str(ack.body) for ack in seen)) if SECRET in text] == []


@pytest.mark.parametrize("picker", OPTIONS)
@pytest.mark.parametrize("user", EVERYBODY)
async def test_no_picker_offers_it(board: Office, user: str, picker: str) -> None:
    view = (await board.slack.command(OWNER, f"/talk note {NAME}")).view
    assert view is not None
    payload = board.slack.compose.suggest(OWNER, view, "Customer", SECRET[:5])
    payload.body["user"] |= {"id": user}
    payload.body["action_id"] = picker

    ack = await board.slack.deliver(payload)

    assert SECRET not in str(ack.body)


@pytest.mark.parametrize("user", MEMBERS)
async def test_no_shortcut_reaction_home_or_reminder_tells_of_it(board: Office, user: str) -> None:
    slack = board.slack
    posted = slack.compose.said(user, slack.state.workspace_of(OWNER).channels[HERE], "Something else")

    seen = [await slack.shortcut(user, "talk.log.anywhere"), await slack.message_shortcut(user, "message.save", HERE, posted.ts)]
    seen += [await slack.react(user, HERE, posted.ts, emoji) for emoji in ("memo", "bulb")]
    seen += [await slack.unreact(user, HERE, posted.ts, "memo"), await slack.open_home(user)]
    for _ in range(9):
        board.watch.turn(days=16)
        await board.tick()

    assert spilled(board, *seen) == []
    assert slack.calls("chat.postMessage")
