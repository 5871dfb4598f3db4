"""People use a small bot in the sandbox: every scenario runs through Socket Mode and through signed HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotThere, Sandbox

FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "log",
    "notify_on_close": True,
    "private_metadata": "draft-1",
    "title": {"type": "plain_text", "text": "Log a talk"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "customer",
            "label": {"type": "plain_text", "text": "Customer"},
            "element": {"type": "external_select", "action_id": "pick", "min_query_length": 0},
        },
        {
            "type": "input",
            "block_id": "notes",
            "label": {"type": "plain_text", "text": "Notes"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "date",
            "optional": True,
            "label": {"type": "plain_text", "text": "Date"},
            "element": {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-24"},
        },
    ],
}
BUTTONS: dict[str, Any] = {
    "type": "actions",
    "block_id": "saved",
    "elements": [
        {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}, "value": "talk-1"},
        {"type": "datepicker", "action_id": "snooze"},
    ],
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(params=["socket_mode", "signed_http"])
async def app(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[AsyncApp]:
    client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.api_url)
    app = AsyncApp(client=client, signing_secret="sandbox-secret", process_before_response=True)
    if request.param == "socket_mode":
        handler = AsyncSocketModeHandler(app, "xapp-sandbox")
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await sandbox.connected()
        yield app
        await handler.close_async()  # type: ignore[no-untyped-call]
        return
    runner = web.AppRunner(app.web_app("/slack/events"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield app
    await runner.cleanup()


def opens_the_form(app: AsyncApp) -> None:
    @app.command("/talk")
    async def talk(ack: Any, command: Any, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        await ack()

    @app.options("pick")
    async def pick(ack: Any, payload: Any) -> None:
        names = [name for name in ("Acme", "Acorn", "Bolt") if name.lower().startswith(payload["value"].lower())]
        await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in names])


def offers_buttons(app: AsyncApp) -> list[Any]:
    bodies: list[Any] = []

    @app.command("/talk")
    async def talk(ack: Any, command: Any) -> None:
        await ack(text=f"Saved {command['text']}", blocks=[BUTTONS])

    @app.action("undo")
    async def undo(ack: Any, body: Any, respond: Any) -> None:
        bodies.append(body)
        await respond(text="Taken back", replace_original=True)
        await ack()

    @app.action("snooze")
    async def snooze(ack: Any, body: Any) -> None:
        bodies.append(body)
        await ack()

    return bodies


async def test_a_command_is_answered_to_the_one_who_typed_it(app: AsyncApp, sandbox: Sandbox) -> None:
    offers_buttons(app)

    seen = await sandbox.command("U0OWNER", "/talk note A & B <@U0STAFF>")

    assert seen.error is None
    assert seen.text == "Saved note A & B @sam\nUndo"
    assert seen.buttons == ["Undo"]
    assert [message.text for message in sandbox.ephemerals("U0OWNER")] == ["Saved note A &amp; B <@U0STAFF|sam>"]
    assert sandbox.messages("C0GENERAL") == []


async def test_a_command_carries_all_fields_of_slack(app: AsyncApp, sandbox: Sandbox) -> None:
    commands: list[dict[str, str]] = []

    @app.command("/talk")
    async def talk(ack: Any, command: Any) -> None:
        commands.append(command)
        await ack()

    await sandbox.command("U0OWNER", "/talk help", channel="C0CUSTOMER")
    await sandbox.command("U0OWNER", "/talk a < b", channel=None, raw=True)

    first, second = commands
    assert first["channel_name"] == "customer-acme"
    assert {"team_id", "team_domain", "user_id", "user_name", "command", "api_app_id", "response_url", "trigger_id"} <= first.keys()
    assert first["is_enterprise_install"] == "false"
    assert second["channel_name"] == "directmessage"
    assert second["text"] == "a < b"


async def test_a_button_of_an_ephemeral_message_replaces_it(app: AsyncApp, sandbox: Sandbox) -> None:
    bodies = offers_buttons(app)
    answer = await sandbox.command("U0OWNER", "/talk Acme")

    seen = await sandbox.click("U0OWNER", answer, "Undo")

    assert seen.text == "Taken back"
    assert [message.text for message in sandbox.ephemerals("U0OWNER")] == ["Taken back"]
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]
    assert bodies[0]["actions"][0]["value"] == "talk-1"


async def test_a_shared_answer_replaces_the_private_one_only_by_deleting_it(app: AsyncApp, sandbox: Sandbox) -> None:
    offers_buttons(app)

    @app.action("share")
    async def share(ack: Any, respond: Any) -> None:
        await respond(text="Shared", response_type="in_channel", delete_original=True)
        await ack()

    @app.command("/share")
    async def offer(ack: Any) -> None:
        await ack(text="Yours", blocks=[{"type": "actions", "elements": [{**BUTTONS["elements"][0], "action_id": "share"}]}])

    seen = await sandbox.click("U0OWNER", await sandbox.command("U0OWNER", "/share"), "share")

    assert seen.text == "Shared"
    assert sandbox.ephemerals("U0OWNER") == []
    assert [message.text for message in sandbox.messages("C0GENERAL")] == ["Shared"]


async def test_a_commands_own_answer_cannot_be_replaced(app: AsyncApp, sandbox: Sandbox) -> None:
    @app.command("/talk")
    async def talk(ack: Any, respond: Any) -> None:
        await ack("Working on it")
        await respond(text="Done", replace_original=True)

    seen = await sandbox.command("U0OWNER", "/talk")
    answers = [message.text for message in sandbox.ephemerals("U0OWNER")]

    assert seen.error is None
    assert sorted(answers) == ["Done", "Working on it"]


async def test_a_date_picked_in_a_message_comes_as_action_and_as_state(app: AsyncApp, sandbox: Sandbox) -> None:
    bodies = offers_buttons(app)
    answer = await sandbox.command("U0OWNER", "/talk Acme")

    await sandbox.click("U0OWNER", answer, "snooze", date="2026-12-01")

    assert bodies[0]["actions"][0]["selected_date"] == "2026-12-01"
    assert bodies[0]["state"]["values"]["saved"]["snooze"]["selected_date"] == "2026-12-01"


async def test_what_is_not_on_the_screen_cannot_be_clicked(app: AsyncApp, sandbox: Sandbox) -> None:
    offers_buttons(app)
    answer = await sandbox.command("U0OWNER", "/talk Acme")

    with pytest.raises(NotThere, match="'Undo'"):
        await sandbox.click("U0OWNER", answer, "Redo")
    with pytest.raises(NotThere, match="takes one choice"):
        await sandbox.click("U0OWNER", answer, "snooze")


async def test_a_double_click_is_two_deliveries_with_the_same_ids(app: AsyncApp, sandbox: Sandbox) -> None:
    bodies = offers_buttons(app)
    answer = await sandbox.command("U0OWNER", "/talk Acme")
    assert answer.message

    payload = sandbox.compose.click("U0OWNER", answer.message, "Undo")
    acks = await asyncio.gather(sandbox.deliver(payload), sandbox.deliver(payload))

    assert [ack.status for ack in acks] == [200, 200]
    assert len({body["trigger_id"] for body in bodies}) == 1
    assert [entry.ids["trigger_id"] for entry in sandbox.deliveries("block_actions")] == [bodies[0]["trigger_id"]] * 2


async def test_a_form_is_filled_by_its_labels_and_closes(app: AsyncApp, sandbox: Sandbox) -> None:
    opens_the_form(app)
    views: list[Any] = []

    @app.view("log")
    async def log(ack: Any, view: Any) -> None:
        views.append(view)
        await ack()

    form = await sandbox.command("U0OWNER", "/talk note")
    await sandbox.fill_and_submit("U0OWNER", form, {"Customer": "acme", "Notes": "a < b"})

    values = views[0]["state"]["values"]
    assert values["customer"]["pick"]["selected_option"]["value"] == "acme"
    assert values["notes"]["text"] == {"type": "plain_text_input", "value": "a < b"}
    assert values["date"]["day"]["selected_date"] == "2026-11-24"
    assert views[0]["private_metadata"] == "draft-1"
    assert sandbox.view_of("U0OWNER") is None


async def test_slack_itself_refuses_an_empty_required_field(app: AsyncApp, sandbox: Sandbox) -> None:
    opens_the_form(app)
    form = await sandbox.command("U0OWNER", "/talk note")

    seen = await sandbox.fill_and_submit("U0OWNER", form, {"Notes": "much too long for this field"})

    assert seen.errors == {"customer": "Please complete this required field.", "notes": "Must be less than 21 characters."}
    assert sandbox.deliveries("view_submission") == []


def retitled(title: str) -> dict[str, Any]:
    return {**FORM, "title": {"type": "plain_text", "text": title}}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"response_action": "errors", "errors": {"notes": "Too short"}}, ({"notes": "Too short"}, None, "Log a talk")),
        ({"response_action": "errors", "errors": {"elsewhere": "?"}}, ({}, "invalid_view_response", "Log a talk")),
        ({"response_action": "update", "view": retitled("Saved")}, ({}, None, "Saved")),
        ({"response_action": "update", "view": retitled("x" * 25)}, ({}, "invalid_view_response", "Log a talk")),
        ({"response_action": "push", "view": retitled("More")}, ({}, None, "More")),
        ({"response_action": "clear"}, ({}, None, None)),
    ],
)
async def test_the_answer_to_a_form_shows(app: AsyncApp, sandbox: Sandbox, answer: Any, shown: Any) -> None:
    opens_the_form(app)

    @app.view("log")
    async def log(ack: Any) -> None:
        await ack(**answer)

    form = await sandbox.command("U0OWNER", "/talk note")
    seen = await sandbox.fill_and_submit("U0OWNER", form, {"Customer": "Bolt", "Notes": "hello"})

    top = sandbox.view_of("U0OWNER")
    assert shown == (seen.errors, seen.error, top and top.title)


async def test_a_form_that_is_closed_is_told_to_who_asked(app: AsyncApp, sandbox: Sandbox) -> None:
    opens_the_form(app)
    closed: list[Any] = []

    @app.view_closed("log")
    async def gone(ack: Any, body: Any) -> None:
        closed.append(body)
        await ack()

    await sandbox.close("U0OWNER", await sandbox.command("U0OWNER", "/talk note"))

    assert closed[0]["is_cleared"] is False
    assert sandbox.view_of("U0OWNER") is None


async def test_a_picker_offers_what_the_app_finds(app: AsyncApp, sandbox: Sandbox) -> None:
    opens_the_form(app)
    form = await sandbox.command("U0OWNER", "/talk note")

    seen = await sandbox.suggest("U0OWNER", form, "Customer", "ac")

    assert seen.options == ["Acme", "Acorn"]


async def test_a_dm_and_a_mention_are_heard_and_answered(app: AsyncApp, sandbox: Sandbox) -> None:
    @app.event("message")
    async def message(event: Any, say: Any) -> None:
        if event["channel_type"] == "im":
            await say(f"You wrote {event['text']}")

    @app.event("app_mention")
    async def mention(event: Any, client: AsyncWebClient) -> None:
        await client.chat_postEphemeral(channel=event["channel"], user=event["user"], text=event["text"])

    dm = await sandbox.dm("U0OWNER", "see https://example.com & go")
    mentioned = await sandbox.mention("C0CUSTOMER", "U0STAFF", "note Acme hello")

    assert dm.text == "You wrote see https://example.com & go"
    assert sandbox.messages("U0OWNER")[0].text == "see <https://example.com> &amp; go"
    assert mentioned.text == "@U0BOT note Acme hello"
    assert {entry.method for entry in sandbox.deliveries()} == {"message", "app_mention"}


async def test_an_ephemeral_answer_in_a_thread_without_replies_is_seen_by_nobody(app: AsyncApp, sandbox: Sandbox) -> None:
    @app.event("app_mention")
    async def mention(event: Any, client: AsyncWebClient) -> None:
        place = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts") or event["ts"]}
        await client.chat_postEphemeral(**place, text="Here")

    @app.event("message")
    async def message() -> None: ...

    quiet = await sandbox.mention("C0CUSTOMER", "U0STAFF", "note Acme hello")
    root = sandbox.messages("C0CUSTOMER")[0].ts
    active = await sandbox.mention("C0CUSTOMER", "U0STAFF", "and again", thread_ts=root)

    assert (quiet.message, active.text) == (None, "Here")
    assert [len(entry.warnings) for entry in sandbox.calls("chat.postEphemeral")] == [1, 0]


async def test_home_shortcuts_and_reactions_reach_the_app(app: AsyncApp, sandbox: Sandbox) -> None:
    heard: list[str] = []

    @app.event("app_home_opened")
    async def home(event: Any, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [BUTTONS]})

    @app.shortcut("log_talk")
    async def log_talk(ack: Any, shortcut: Any, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)
        await ack()

    @app.shortcut("save_message")
    async def save(ack: Any, shortcut: Any, respond: Any) -> None:
        await ack()
        await respond(f"Kept: {shortcut['message']['text']}")

    @app.event("reaction_added")
    async def added(event: Any) -> None:
        heard.append(event["reaction"])

    @app.event("reaction_removed")
    async def removed(event: Any) -> None:
        heard.append(f"-{event['reaction']}")

    @app.event("message")
    async def message() -> None:
        heard.append("message")

    await sandbox.say("C0CUSTOMER", "U0STAFF", "They want faster invoices")
    ts = sandbox.messages("C0CUSTOMER")[0].ts
    opened = await sandbox.open_home("U0OWNER")
    form = await sandbox.shortcut("U0OWNER", "log_talk")
    kept = await sandbox.message_shortcut("U0OWNER", "save_message", "C0CUSTOMER", ts)
    await sandbox.react("U0OWNER", "C0CUSTOMER", ts, "bulb")
    await sandbox.unreact("U0OWNER", "C0CUSTOMER", ts, "bulb")

    assert opened.view is sandbox.home_of("U0OWNER")
    assert opened.buttons == ["Undo"]
    assert form.view is not None
    assert kept.text == "Kept: They want faster invoices"
    assert heard == ["message", "bulb", "-bulb"]


async def test_an_app_that_fails_shows_as_slack_shows_it(app: AsyncApp, sandbox: Sandbox) -> None:
    @app.command("/talk")
    async def talk(ack: Any) -> None:
        await ack(text="Here", blocks=[{"type": "sparkles"}])

    refused = await sandbox.command("U0OWNER", "/talk help")

    assert refused.error == "invalid_command_response"
    assert "unsupported type: sparkles" in refused.reason
    assert sandbox.ephemerals("U0OWNER") == []


async def test_a_picture_shows_what_a_person_sees(app: AsyncApp, sandbox: Sandbox) -> None:
    opens_the_form(app)

    seen = await sandbox.command("U0OWNER", "/talk note")

    assert str(seen).split("\n") == [
        "== Log a talk ==",
        "Customer: (  ▾ )",
        "Notes: [____________________]",
        "Date (optional): ( 2026-11-24 ▾ )",
        "[ Save ]",
    ]


async def test_people_who_change_or_leave_are_told_and_an_uninstalled_token_is_dead(app: AsyncApp, sandbox: Sandbox) -> None:
    kinds = ("user_change", "member_joined_channel", "tokens_revoked", "app_uninstalled")
    heard: list[str] = []

    async def hear(event: Any) -> None:
        heard.append(event["type"])

    for kind in kinds:
        app.event(kind)(hear)

    await sandbox.change_user("U0OWNER", deleted=True)
    await sandbox.join("U0STAFF", "C0PRIVATE")
    await sandbox.uninstall()

    assert heard == [*kinds]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await app.client.auth_test()
