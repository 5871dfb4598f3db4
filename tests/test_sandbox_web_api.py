"""The Web API as the SDK's own client finds it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

HOME = {"type": "home", "blocks": [{"type": "divider"}]}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": [{"type": "divider"}]}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(now=clock, monotonic=clock.monotonic, ack_window=0) as sandbox:
        yield sandbox


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def client_of(sandbox: Sandbox, http: aiohttp.ClientSession, token: str) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=sandbox.api_url, session=http, retry_handlers=[])


@pytest.fixture
def client(sandbox: Sandbox, http: aiohttp.ClientSession) -> AsyncWebClient:
    return client_of(sandbox, http, "xoxb-sandbox")


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_auth_test_names_the_bot_and_its_scopes(client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0001", "U0BOT", "B0BOT")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "code"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed"), ("xapp-sandbox", "not_allowed_token_type")]
)
async def test_a_wrong_token_is_refused(sandbox: Sandbox, http: aiohttp.ClientSession, token: str, code: str) -> None:
    client = client_of(sandbox, http, token)

    assert await refusal(client.users_info(user="U0OWNER")) == code


async def test_an_unknown_method_is_refused(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"


async def test_a_method_without_its_scope_says_which_it_needs(http: aiohttp.ClientSession) -> None:
    async with Sandbox(scopes={"chat:write"}) as sandbox:
        with pytest.raises(SlackApiError) as refused:
            await client_of(sandbox, http, "xoxb-sandbox").conversations_history(channel="C0GENERAL")

    assert refused.value.response["needed"] == "channels:history"
    assert refused.value.response["provided"] == "chat:write"


async def test_a_message_to_a_person_opens_the_dm_and_keeps_its_metadata(sandbox: Sandbox, client: AsyncWebClient) -> None:
    metadata = {"event_type": "nudge", "event_payload": {"key": "n-1"}}

    answer = await client.chat_postMessage(channel="U0OWNER", text="Hello", metadata=metadata)
    plain = await client.conversations_history(channel=answer["channel"])
    full = await client.conversations_history(channel=answer["channel"], include_all_metadata=True)

    assert answer["channel"].startswith("D")
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    assert [message.metadata for message in sandbox.from_bot("U0OWNER")] == [metadata]


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0PRIVATE", "channel_not_found"),
        ("C0ARCHIVED", "is_archived"),
        ("C0OTHERS", "not_in_channel"),
        ("U0GONE", "user_disabled"),
        ("U0NOBODY", "channel_not_found"),
        ("U0BOT", "cannot_dm_bot"),
    ],
)
async def test_a_message_that_cannot_go_there_is_refused(sandbox: Sandbox, client: AsyncWebClient, channel: str, code: str) -> None:
    sandbox.add_channel("C0OTHERS", "others", members=["U0OWNER"])

    assert await refusal(client.chat_postMessage(channel=channel, text="Hello")) == code


async def test_an_update_keeps_the_blocks_it_does_not_name(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="one", blocks=[{"type": "divider"}])

    await client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="two")
    kept = sandbox.messages("C0GENERAL")[0].blocks
    await client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="three", blocks=[])

    assert [block["type"] for block in kept] == ["divider"]
    assert sandbox.messages("C0GENERAL")[0].blocks == []


async def test_only_own_messages_can_be_changed(sandbox: Sandbox, client: AsyncWebClient) -> None:
    theirs = sandbox.compose.said("U0OWNER", sandbox.channel("C0GENERAL"), "Hello")

    assert await refusal(client.chat_update(channel="C0GENERAL", ts=theirs.ts, text="Bye")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="C0GENERAL", ts=theirs.ts)) == "cant_delete_message"
    assert await refusal(client.chat_delete(channel="C0GENERAL", ts="1.2")) == "message_not_found"


async def test_history_comes_in_pages_the_newest_first_without_replies(client: AsyncWebClient) -> None:
    posted = [(await client.chat_postMessage(channel="C0GENERAL", text=str(number)))["ts"] for number in range(5)]
    await client.chat_postMessage(channel="C0GENERAL", text="reply", thread_ts=posted[0])

    first = await client.conversations_history(channel="C0GENERAL", limit=2, oldest=posted[0])
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel="C0GENERAL", limit=2, oldest=posted[0], cursor=cursor)
    thread = await client.conversations_replies(channel="C0GENERAL", ts=posted[0])

    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    assert [message["text"] for message in second["messages"]] == ["2", "1"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [message["text"] for message in thread["messages"]] == ["0", "reply"]
    assert thread["messages"][0]["reply_count"] == 1


async def test_timestamps_are_the_clocks_and_never_the_same(client: AsyncWebClient) -> None:
    posted = [(await client.chat_postMessage(channel="C0GENERAL", text="again"))["ts"] for _ in range(3)]

    assert posted == sorted(set(posted))
    assert datetime.fromtimestamp(float(posted[0]), UTC) == NOW


async def test_people_are_what_slack_says_of_them(client: AsyncWebClient) -> None:
    staff, guest, stranger = [(await client.users_info(user=user))["user"] for user in ("U0STAFF", "U0GUEST", "U0STRANGER")]

    assert (staff["tz"], staff["tz_offset"], staff["tz_label"]) == ("America/New_York", -18000, "EST")
    assert staff["profile"]["email"] == "sam@example.com"
    assert guest["is_restricted"] is True
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER")
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_channels_are_listed_by_what_the_bot_may_see(sandbox: Sandbox, client: AsyncWebClient) -> None:
    public = await client.conversations_list()
    await sandbox.join("U0BOT", "C0PRIVATE")
    private = await client.conversations_list(types="private_channel")
    shared = await client.conversations_info(channel="C0SHARED")

    assert [one["id"] for one in public["channels"]] == ["C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0ARCHIVED"]
    assert [one["id"] for one in private["channels"]] == ["C0PRIVATE"]
    assert shared["channel"]["is_ext_shared"] is True


async def test_a_trigger_opens_one_modal_within_three_seconds(sandbox: Sandbox, client: AsyncWebClient, clock: Clock) -> None:
    used, late = (sandbox.compose.shortcut("U0OWNER", "x").body["trigger_id"] for _ in range(2))

    await client.views_open(trigger_id=used, view=MODAL)
    clock.seconds += 3.1

    assert await refusal(client.views_open(trigger_id=used, view=MODAL)) == "exchanged_trigger_id"
    assert await refusal(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"


async def test_three_modals_are_all_that_fit(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=sandbox.compose.shortcut("U0OWNER", "x").body["trigger_id"], view=MODAL)

    codes: list[Any] = []
    for _ in range(3):
        top = sandbox.view_of("U0OWNER")
        assert top
        answer = client.views_push(trigger_id=sandbox.compose.submit("U0OWNER", top, {}).body["trigger_id"], view=MODAL)
        codes.append((await answer)["ok"] if len(codes) < 2 else await refusal(answer))

    assert codes == [True, True, "push_limit_reached"]


async def test_a_view_is_updated_only_from_the_state_that_was_seen(client: AsyncWebClient) -> None:
    first = (await client.views_publish(user_id="U0OWNER", view=HOME))["view"]
    second = (await client.views_publish(user_id="U0OWNER", view=HOME, hash=first["hash"]))["view"]

    assert second["id"] == first["id"]
    assert await refusal(client.views_publish(user_id="U0OWNER", view=HOME, hash=first["hash"])) == "hash_conflict"
    assert await refusal(client.views_update(view_id="V0", view=MODAL)) == "not_found"


async def test_forms_and_json_say_the_same(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    form = {"token": "xoxb-sandbox", "channel": "C0GENERAL", "text": "Hello", "blocks": json.dumps([{"type": "divider"}])}

    async with http.post(f"{sandbox.api_url}chat.postMessage", data=form) as response:
        answer = await response.json()

    assert answer["message"]["blocks"][0]["type"] == "divider"
    assert "token" not in sandbox.calls("chat.postMessage")[0].arguments


async def test_text_that_json_cannot_carry_is_refused(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    codes = []
    for text in ("nul \x00", "half \ud83d"):
        body = json.dumps({"channel": "C0GENERAL", "text": text})
        headers = {"Authorization": "Bearer xoxb-sandbox", "Content-Type": "application/json"}
        async with http.post(f"{sandbox.api_url}chat.postMessage", data=body, headers=headers) as response:
            codes.append((await response.json())["error"])

    assert codes == ["invalid_arguments"] * 2


async def test_a_response_url_serves_five_times_in_half_an_hour(sandbox: Sandbox, http: aiohttp.ClientSession, clock: Clock) -> None:
    first, second = (sandbox.compose.command("U0OWNER", "/talk").body["response_url"] for _ in range(2))

    statuses = []
    for _ in range(6):
        async with http.post(first, json={"text": "Again", "response_type": "in_channel"}) as response:
            statuses.append(response.status)
    clock.seconds += 1800
    async with http.post(second, json={"text": "Late"}) as response:
        late = await response.json()

    assert statuses == [200] * 5 + [404]
    assert len(sandbox.messages("C0GENERAL")) == 5
    assert late["error"] == "expired_url"


async def test_a_second_workspace_is_a_world_of_its_own(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    sandbox.add_workspace("T0002", bot_token="xoxb-two")
    sandbox.add_user("U2OWNER", "oskar", workspace="T0002")
    second = client_of(sandbox, http, "xoxb-two")

    await second.chat_postMessage(channel="U2OWNER", text="Hello")

    assert [message.text for message in sandbox.from_bot("U2OWNER")] == ["Hello"]
    assert await refusal(second.users_info(user="U0OWNER")) == "user_not_found"


async def test_a_channel_may_take_one_message_a_second(http: aiohttp.ClientSession, clock: Clock) -> None:
    async with Sandbox(now=clock, monotonic=clock.monotonic, rate_limit=1) as sandbox:
        client = client_of(sandbox, http, "xoxb-sandbox")
        await client.chat_postMessage(channel="C0GENERAL", text="one")

        code = await refusal(client.chat_postMessage(channel="C0GENERAL", text="two"))
        clock.seconds += 1
        await client.chat_postMessage(channel="C0GENERAL", text="three")

    assert code == "ratelimited"


async def test_reactions_are_added_once_and_taken_back(sandbox: Sandbox, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0GENERAL", text="one"))["ts"]
    await client.reactions_add(channel="C0GENERAL", timestamp=ts, name="memo")

    again = await refusal(client.reactions_add(channel="C0GENERAL", timestamp=ts, name="memo"))
    found = await client.reactions_get(channel="C0GENERAL", timestamp=ts)
    await client.reactions_remove(channel="C0GENERAL", timestamp=ts, name="memo")

    assert again == "already_reacted"
    assert found["message"]["reactions"] == [{"name": "memo", "users": ["U0BOT"], "count": 1}]
    assert sandbox.messages("C0GENERAL")[0].reactions == {}


async def test_a_view_is_found_by_the_id_the_app_gave_it(sandbox: Sandbox, client: AsyncWebClient) -> None:
    named = {**MODAL, "external_id": "log-1"}
    first, second = (sandbox.compose.shortcut("U0OWNER", "x").body["trigger_id"] for _ in range(2))
    await client.views_open(trigger_id=first, view=named)

    twice = await refusal(client.views_open(trigger_id=second, view=named))
    updated = await client.views_update(external_id="log-1", view={**named, "title": {"type": "plain_text", "text": "Saved"}})

    top = sandbox.view_of("U0OWNER")
    assert twice == "duplicate_external_id"
    assert top
    assert (top.title, top.id) == ("Saved", updated["view"]["id"])


async def test_what_was_entered_stays_when_a_view_is_updated(sandbox: Sandbox, client: AsyncWebClient) -> None:
    element = {"type": "plain_text_input", "action_id": "text"}
    notes = {"type": "input", "block_id": "notes", "label": {"type": "plain_text", "text": "Notes"}, "element": element}
    form = {**MODAL, "submit": {"type": "plain_text", "text": "Save"}, "blocks": [notes]}
    opened = await client.views_open(trigger_id=sandbox.compose.shortcut("U0OWNER", "x").body["trigger_id"], view=form)
    view = sandbox.view_of("U0OWNER")
    assert view
    await sandbox.fill("U0OWNER", view, {"Notes": "half a thought"})

    updated = await client.views_update(view_id=opened["view"]["id"], view={**form, "blocks": [{"type": "divider"}, notes]})

    assert updated["view"]["state"]["values"]["notes"]["text"]["value"] == "half a thought"


async def test_a_dm_is_opened_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0OWNER")
    second = await client.conversations_open(users="U0OWNER", return_im=True)

    assert first["channel"]["id"] == second["channel"]["id"] == sandbox.channel("U0OWNER").id
    assert second["channel"]["user"] == "U0OWNER"
    assert await refusal(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await refusal(client.conversations_open(users="U0GONE")) == "user_disabled"


async def test_the_bot_joins_public_channels_by_itself(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.add_channel("C0NEW", "new", members=["U0OWNER"])

    await client.conversations_join(channel="C0NEW")
    members = await client.conversations_members(channel="C0NEW")
    again = await client.conversations_join(channel="C0NEW")
    mine = await client.users_conversations(types="public_channel", exclude_archived=True)

    assert members["members"] == ["U0OWNER", "U0BOT"]
    assert again["warning"] == "already_in_channel"
    assert [one["id"] for one in mine["channels"]] == ["C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0NEW"]


async def test_a_message_has_a_permalink_and_can_be_deleted(sandbox: Sandbox, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0GENERAL", text="one"))["ts"]

    link = (await client.chat_getPermalink(channel="C0GENERAL", message_ts=ts))["permalink"]
    await client.chat_delete(channel="C0GENERAL", ts=ts)

    assert link == f"https://sandbox.slack.com/archives/C0GENERAL/p{ts.replace('.', '')}"
    assert sandbox.messages("C0GENERAL") == []


async def test_an_ephemeral_message_goes_to_members_only(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C0CUSTOMER", user="U0STAFF", text="Psst")

    code = await refusal(client.chat_postEphemeral(channel="C0CUSTOMER", user="U0GUEST", text="Psst"))

    assert code == "user_not_in_channel"
    assert [message.text for message in sandbox.ephemerals("U0STAFF")] == ["Psst"]
    assert sandbox.messages("C0CUSTOMER") == []


async def test_people_are_listed_in_pages_and_found_by_email(client: AsyncWebClient) -> None:
    page = await client.users_list(limit=4)
    rest = await client.users_list(limit=100, cursor=page["response_metadata"]["next_cursor"])
    found = await client.users_lookupByEmail(email="Sam@Example.com")

    assert len(page["members"]) == 4
    assert len(rest["members"]) == 6
    assert found["user"]["id"] == "U0STAFF"
    assert await refusal(client.users_lookupByEmail(email="greta@example.com")) == "users_not_found"


async def test_the_workspace_and_the_bot_are_known(client: AsyncWebClient) -> None:
    team = (await client.team_info())["team"]
    bot = (await client.bots_info(bot="B0BOT"))["bot"]

    assert (team["id"], team["domain"]) == ("T0001", "sandbox")
    assert (bot["app_id"], bot["user_id"]) == ("A0APP", "U0BOT")
    assert await refusal(client.api_test(error="my_error")) == "my_error"
