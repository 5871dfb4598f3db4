"""What the page of the sandbox is told and what it can do, over its socket, with the real bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from conftest import Office
from tab import Tab, a_tab

from sandbox.page import Stage, Step


@pytest.fixture
async def tab(room: Office) -> AsyncIterator[Tab]:
    async with a_tab(room.slack) as tab:
        yield tab


async def test_a_command_is_answered_to_the_one_who_typed_it(tab: Tab) -> None:
    answer = await tab.send("/talk add Acme")

    assert answer["ok"]
    assert "Acme" in tab.messages[-1]["text"]
    assert tab.messages[-1]["ephemeral"]
    await tab.look("U0DEPUTY")
    assert tab.messages == []


async def test_only_what_changed_is_told(tab: Tab) -> None:
    tab.told.clear()

    await tab.send("/talk help")

    assert set().union(*tab.told) == {"conversation", "wire"}


async def test_names_behind_an_at_sign_and_a_hash_become_mentions(tab: Tab, room: Office) -> None:
    await tab.send("@Sam Staff and @dan: see #leads or a@sam, @keeptalking help")

    said = room.slack.messages("C0GENERAL")[0]
    assert said.text == "<@U0STAFF> and <@U0DEPUTY>: see <#C0PRIVATE|leads> or a@sam, <@U0BOT> help"
    assert (tab.messages[-1]["bot"], tab.messages[-1]["ephemeral"]) == (True, True)


async def test_a_command_that_nobody_has_is_refused_in_slacks_words(tab: Tab) -> None:
    answer = await tab.send("/remind me")

    assert (answer["ok"], answer["error"]) == (False, "invalid_command")
    assert tab.messages[-1]["slackbot"]
    assert tab.messages[-1]["text"].startswith("/remind is not a valid command.")


async def test_a_command_in_a_thread_is_refused_as_slack_refuses_it(tab: Tab, room: Office) -> None:
    await tab.send("hello")
    root = tab.messages[-1]["ts"]
    await tab.look(thread=root)

    answer = await tab.send("/talk help", thread=root)

    assert answer["reason"] == "/talk is not supported in threads. Sorry!"
    assert tab.picture["thread"]["replies"][-1]["text"] == answer["reason"]
    assert room.slack.deliveries("slash_commands") == []


async def test_a_form_is_opened_filled_in_refused_and_sent(tab: Tab, room: Office) -> None:
    await tab.send("/talk add Acme")
    await tab.send("/talk note Acme")
    view = tab.picture["modals"][-1]
    notes = tab.element("Notes")

    empty = await tab.act("submit", view=view["id"], values={notes["block"]: {notes["action"]: {"value": ""}}})
    full = await tab.act("submit", view=view["id"], values={notes["block"]: {notes["action"]: {"value": "They like it"}}})

    assert empty["errors"] == {notes["block"]: "Please complete this required field."}
    assert full["ok"]
    assert tab.picture["modals"][-1]["title"] == "Saved"
    assert [talk.notes for talk in await room.talks("Acme")] == ["They like it"]


async def test_a_picker_offers_what_the_bot_finds_and_takes_the_choice(tab: Tab, room: Office) -> None:
    await tab.send("/talk add Acme")
    await tab.send("/talk note")
    view, customer, notes = tab.picture["modals"][-1], tab.element("Customer"), tab.element("Notes")

    offered = (await tab.act("suggest", **customer, query="acm"))["options"]
    chosen = {customer["block"]: {customer["action"]: {"select": offered[0]["value"]}}}
    await tab.act("submit", view=view["id"], values={**chosen, notes["block"]: {notes["action"]: {"value": "Hi"}}})

    assert [one["text"] for one in offered] == ["Acme"]
    assert [talk.notes for talk in await room.talks("Acme")] == ["Hi"]


async def test_a_button_is_pressed_and_the_second_press_finds_the_message_as_it_is_now(tab: Tab, room: Office) -> None:
    await tab.send("/talk add Acme")
    await tab.send("/talk note Acme They like it")
    undo = tab.element("Undo")

    first = await tab.act("click", **undo, choice=None)

    assert first["ok"]
    assert await room.talks("Acme") == []
    gone = await tab.act("click", **undo, choice=None)
    assert (gone["ok"], gone["error"]) == (False, "not_there")


async def test_a_dismissed_answer_is_gone_and_others_messages_cannot_be_dismissed(tab: Tab) -> None:
    await tab.send("/talk help")
    await tab.send("hello")

    assert (await tab.act("dismiss", ts=tab.messages[0]["ts"]))["ok"]
    assert not (await tab.act("dismiss", ts=tab.messages[0]["ts"]))["ok"]
    assert [one["text"] for one in tab.messages] == ["hello"]


async def test_a_message_is_unread_to_others_until_they_have_read_it(tab: Tab) -> None:
    await tab.send("hello @dan")

    await tab.look("U0DEPUTY", "app")
    before = next(one for one in tab.picture["places"] if one["id"] == "C0GENERAL")
    await tab.act("read", place="C0GENERAL")
    after = next(one for one in tab.picture["places"] if one["id"] == "C0GENERAL")

    assert (before["unread"], before["mentioned"]) == (1, True)
    assert after["unread"] == 0


async def test_a_guest_sees_only_the_channels_they_are_in(tab: Tab) -> None:
    await tab.look("U0GUEST")

    assert [one["id"] for one in tab.picture["places"]] == ["C0GENERAL", "app"]


async def test_somebody_elses_private_channel_cannot_be_looked_at(tab: Tab, room: Office) -> None:
    await room.slack.say("C0PRIVATE", "U0ADMIN", "the secret")

    await tab.look("U0DEPUTY", "C0PRIVATE")

    assert tab.picture["conversation"]["id"] == "app"
    assert tab.messages == []


async def test_a_bot_that_is_away_shows_what_slack_would_show(tab: Tab) -> None:
    await tab.act("trouble", name="away", on=True)

    answer = await tab.send("/talk quiet")

    assert answer["error"] == "dispatch_failed"
    assert tab.messages[-1]["text"] == "/talk failed with the error “dispatch_failed”"
    assert not tab.picture["app"]["connected"]
    await tab.act("trouble", name="away", on=False)
    assert (await tab.send("/talk quiet"))["ok"]


async def test_an_uninstalled_app_has_no_commands_until_it_is_back(tab: Tab, room: Office) -> None:
    await tab.act("trouble", name="uninstalled", on=True)
    gone = await tab.send("/talk quiet")

    await tab.act("trouble", name="uninstalled", on=False)

    assert gone["error"] == "invalid_command"
    assert (await tab.send("/talk quiet"))["ok"]
    assert [entry.method for entry in room.slack.deliveries()][-1] == "slash_commands"


@pytest.mark.parametrize(("name", "error"), [("rate", "ratelimited"), ("broken", "status")])
async def test_a_trouble_that_is_switched_on_strikes_until_it_is_switched_off(tab: Tab, room: Office, name: str, error: str) -> None:
    await tab.act("trouble", name=name, on=True)
    assert [one["on"] for one in tab.picture["trouble"] if one["name"] == name] == [True]
    with pytest.raises(aiohttp.ClientError):
        await _post(room)

    await tab.act("trouble", name=name, on=False)

    await _post(room)
    await tab.look()
    assert [one["fault"] for one in tab.picture["wire"] if one["method"] == "chat.postMessage"] == [error, None]


async def _post(room: Office) -> None:
    async with aiohttp.ClientSession(headers={"authorization": "Bearer xoxb-sandbox"}, raise_for_status=True) as session:
        await session.post(f"{room.slack.api_url}chat.postMessage", json={"channel": "C0GENERAL", "text": "hi"})


async def test_what_slack_refused_the_bot_stands_on_the_page_with_its_reason(tab: Tab, room: Office) -> None:
    async with aiohttp.ClientSession(headers={"authorization": "Bearer xoxb-sandbox"}) as session:
        await session.post(f"{room.slack.api_url}chat.postMessage", json={"channel": "C0GENERAL", "blocks": [{"type": "header"}]})

    await tab.look()

    refused = tab.picture["wire"][-1]
    assert (refused["ok"], refused["error"]) == (False, "invalid_blocks")
    assert "text" in refused["reason"]


async def test_a_socket_that_is_cut_leaves_the_app_unconnected_until_it_has_noticed(tab: Tab, room: Office) -> None:
    await tab.act("trouble", name="socket", on=True)
    await room.slack.wait_for(lambda: not room.slack.socket_mode.connections)

    await tab.look()

    assert not tab.picture["app"]["connected"]
    assert (await tab.send("/talk quiet"))["error"] == "dispatch_failed"
    await room.slack.connected()
    assert (await tab.send("/talk quiet"))["ok"]


async def test_the_clock_cannot_be_turned_where_the_stage_has_none(tab: Tab) -> None:
    answer = await tab.act("turn", by="1 day")

    assert (answer["ok"], answer["error"]) == (False, "no_clock")
    assert tab.picture["clock"]["words"] == "Tuesday 24 November 2026, 10:30"


async def test_a_stage_brings_a_clock_and_a_tour_whose_steps_stay_ticked(tab: Tab, room: Office) -> None:
    turned = []

    async def turn(by: str) -> None:
        turned.append(by)
        room.watch.turn(days=1)

    step = Step("Wait a day", "See what comes.", done=lambda slack: slack.state.now().day == 25, turn="1 day")
    room.slack.page.begin(Stage("Tour", (step,), turn, ("1 day",)))

    before = await tab.act("turn", by="2 weeks")
    await tab.act("turn", by="1 day")
    ticked = tab.picture["tour"]["steps"][0]["done"]
    await tab.act("turn", by="1 day")

    assert not before["ok"]
    assert turned == ["1 day", "1 day"]
    assert (ticked, tab.picture["tour"]["steps"][0]["done"]) == (True, True)
    assert tab.picture["clock"]["words"] == "Thursday 26 November 2026, 10:30"


async def test_a_stage_begins_with_all_read_and_nothing_of_what_came_before(tab: Tab, room: Office) -> None:
    await room.slack.say("C0GENERAL", "U0DEPUTY", "hello")
    await tab.send("/talk help")
    await tab.send("/talk note")

    room.slack.page.begin(Stage())
    await tab.look()

    assert [one["text"] for one in tab.messages] == ["hello"]
    assert (tab.picture["wire"], tab.picture["modals"]) == ([], [])
    assert {one["unread"] for one in tab.picture["places"]} == {0}


async def test_a_reaction_is_seen_and_can_be_taken_back(tab: Tab) -> None:
    await tab.send("hello")
    ts = tab.messages[-1]["ts"]

    await tab.act("react", place="C0GENERAL", ts=ts, name="bulb", on=True)
    shown = tab.messages[-1]["reactions"]
    again = await tab.act("react", place="C0GENERAL", ts=ts, name="bulb", on=True)
    await tab.act("react", place="C0GENERAL", ts=ts, name="bulb", on=False)

    assert shown == [{"name": "bulb", "count": 1, "mine": True}]
    assert again["error"] == "already_reacted"
    assert tab.messages[-1]["reactions"] == []


@pytest.mark.parametrize(
    "odd",
    [
        {"act": "fly"},
        {"act": "send"},
        {"act": "click", "surface": {"message": "1.2"}, "block": "b", "action": "a"},
        {"act": "submit", "view": "V1"},
        {"act": "trouble", "name": "war", "on": True},
        {},
    ],
)
async def test_an_odd_act_is_answered_and_the_tab_lives_on(tab: Tab, odd: dict[str, object]) -> None:
    await tab.socket.send_json({"id": 1, **odd})
    await tab.socket.send_str("no json")

    while "id" not in (answer := await tab.hear()):
        pass

    assert not answer["ok"]
    assert answer["reason"]
    assert (await tab.send("hello"))["ok"]


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"origin": "null"}])
@pytest.mark.parametrize("path", ["/", "/gallery", "/gallery.json", "/page/live", "/static/app.js"])
async def test_no_other_site_can_look_or_act(room: Office, headers: dict[str, str], path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{room.slack.url}{path}", headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("path", ["/static/..%2f__init__.py", "/static/nothing.js", "/static/"])
async def test_nothing_but_the_pages_own_files_is_served(room: Office, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{room.slack.url}{path}") as answer:
        assert answer.status == 404


async def test_what_is_typed_stands_in_a_block_with_mentions_and_links_as_slack_makes_them(tab: Tab) -> None:
    await tab.send("Ask @dan in #leads, <!here>: https://a.example/?a=1&b=2 says *a < b*")

    [block] = tab.messages[-1]["blocks"]
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "Ask "},
        {"type": "user", "user_id": "U0DEPUTY"},
        {"type": "text", "text": " in "},
        {"type": "channel", "channel_id": "C0PRIVATE"},
        {"type": "text", "text": ", "},
        {"type": "broadcast", "range": "here"},
        {"type": "text", "text": ": "},
        {"type": "link", "url": "https://a.example/?a=1&b=2"},
        {"type": "text", "text": " says *a < b*"},
    ]
