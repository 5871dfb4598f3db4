"""How payloads reach the app when something goes wrong: late acks, lost connections, refused requests, and faults of the Web API."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.scopes import ALL_SCOPES

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(ack_window=0.05, retry_scale=0) as sandbox:
        yield sandbox


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(sandbox: Sandbox, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient("xoxb-sandbox", base_url=sandbox.api_url, session=http, retry_handlers=[])


async def link(sandbox: Sandbox, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    client = AsyncWebClient("xapp-sandbox", base_url=sandbox.api_url, session=http)
    socket = await http.ws_connect((await client.apps_connections_open(app_token="xapp-sandbox"))["url"])
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def listen(sandbox: Sandbox, answer: Answer) -> web.AppRunner:
    application = web.Application()
    application.router.add_post("/slack/events", answer)
    runner = web.AppRunner(application, shutdown_timeout=0, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    return runner


async def test_an_event_without_ack_comes_three_times_more_with_its_own_id(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    socket = await link(sandbox, http)

    await sandbox.dm("U0OWNER", "hello")
    envelopes = [await socket.receive_json() for _ in range(4)]
    await sandbox.settled()

    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert envelopes[1]["retry_reason"] == "timeout"
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    await socket.close()


async def test_an_event_that_is_taken_does_not_come_again(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    socket = await link(sandbox, http)
    await sandbox.dm("U0OWNER", "hello")
    await socket.receive_json()

    second = await socket.receive_json()
    await socket.send_json({"envelope_id": second["envelope_id"]})
    await sandbox.settled()

    assert [entry.ok for entry in sandbox.deliveries("message")] == [False, True]
    await socket.close()


async def test_a_command_without_ack_times_out_for_the_person(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    socket = await link(sandbox, http)

    seen = await sandbox.command("U0OWNER", "/talk help")

    assert seen.error == "operation_timeout"
    assert len(sandbox.deliveries()) == 1
    await socket.close()


async def test_a_command_without_any_connection_fails_at_once(sandbox: Sandbox) -> None:
    seen = await sandbox.command("U0OWNER", "/talk help")

    assert seen.error == "dispatch_failed"


async def test_an_event_waits_for_the_connection_that_comes_back(http: aiohttp.ClientSession) -> None:
    async with Sandbox(ack_window=5) as sandbox:
        told = asyncio.create_task(sandbox.dm("U0OWNER", "hello"))
        socket = await link(sandbox, http)
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"]})

        assert (await told).ack.ok
        await socket.close()


async def test_each_payload_goes_to_one_connection_in_turn(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    sockets = [await link(sandbox, http) for _ in range(2)]

    for _ in range(4):
        await sandbox.command("U0OWNER", "/talk help")
    received = [[await socket.receive_json() for _ in range(2)] for socket in sockets]

    assert len({envelope["envelope_id"] for share in received for envelope in share}) == 4
    await asyncio.gather(*(socket.close() for socket in sockets))


async def test_an_eleventh_connection_is_refused(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    sockets = [await link(sandbox, http) for _ in range(10)]

    headers = {"Authorization": "Bearer xapp-sandbox"}
    async with http.post(f"{sandbox.api_url}apps.connections.open", headers=headers) as response:
        answer = await response.json()

    assert answer["error"] == "too_many_websockets"
    await asyncio.gather(*(socket.close() for socket in sockets))


async def test_a_connection_is_told_before_it_goes(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    socket = await link(sandbox, http)

    going = asyncio.create_task(sandbox.disconnect())
    told, closed = await socket.receive_json(), await socket.receive()
    await going

    assert (told["type"], told["reason"]) == ("disconnect", "refresh_requested")
    assert closed.type == aiohttp.WSMsgType.CLOSE


async def test_a_connection_can_be_cut_without_a_word(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    socket = await link(sandbox, http)

    await sandbox.disconnect("")
    received = await socket.receive()

    assert received.type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
    await sandbox.wait_for(lambda: not sandbox.socket_mode.connections)


async def test_a_ticket_serves_one_connection(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    url = sandbox.socket_mode.open_link()
    socket = await http.ws_connect(url)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)
    await socket.close()


async def test_requests_are_signed_and_of_slacks_three_forms(sandbox: Sandbox) -> None:
    verifier = SignatureVerifier("sandbox-secret")
    bodies: list[tuple[str, bool]] = []

    async def take(request: web.Request) -> web.Response:
        valid = verifier.is_valid_request(await request.read(), dict(request.headers))
        bodies.append((next(iter(await request.post()), "") or request.content_type, valid))
        challenge = (await request.json()).get("challenge", "") if request.content_type == "application/json" else ""
        return web.Response(text=challenge)

    runner = await listen(sandbox, take)
    verified = await sandbox.verify_url()
    await sandbox.command("U0OWNER", "/talk help")
    await sandbox.shortcut("U0OWNER", "log_talk")
    await sandbox.dm("U0OWNER", "hello")
    await runner.cleanup()

    assert verified
    assert bodies == [("application/json", True), ("token", True), ("payload", True), ("application/json", True)]


async def test_a_command_may_be_answered_with_nothing_at_all(sandbox: Sandbox) -> None:
    async def nothing(_: web.Request) -> web.StreamResponse:
        return web.Response()

    app = await listen(sandbox, nothing)

    seen = await sandbox.command("U0OWNER", "/talk")
    await app.cleanup()

    assert (seen.ack.ok, seen.error, seen.text) == (True, None, "")


async def test_an_event_answered_with_an_error_comes_again_with_its_number(sandbox: Sandbox) -> None:
    numbers: list[tuple[str | None, str | None]] = []

    async def refuse(request: web.Request) -> web.Response:
        numbers.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        return web.Response(status=500)

    runner = await listen(sandbox, refuse)
    await sandbox.dm("U0OWNER", "hello")
    await sandbox.settled()
    await runner.cleanup()

    assert numbers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_no_retry_is_heeded(sandbox: Sandbox) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    runner = await listen(sandbox, refuse)
    await sandbox.dm("U0OWNER", "hello")
    await sandbox.settled()
    await runner.cleanup()

    assert len(sandbox.deliveries("message")) == 1


async def test_a_slow_or_missing_app_is_the_persons_error(sandbox: Sandbox) -> None:
    async def sleep(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    runner = await listen(sandbox, sleep)
    slow = await sandbox.command("U0OWNER", "/talk help")
    await runner.cleanup()
    missing = await sandbox.command("U0OWNER", "/talk help")

    assert (slow.error, missing.error) == ("operation_timeout", "dispatch_failed")


async def test_an_app_is_told_only_what_it_subscribed_to() -> None:
    async with Sandbox(subscriptions={"message.im"}, ack_window=0) as sandbox:
        said = await sandbox.say("C0GENERAL", "U0OWNER", "hello")
        told = await sandbox.dm("U0OWNER", "hello")

    assert said.ack.reason == "the app is not subscribed to this event"
    assert told.ack.reason == "timeout"


async def test_an_app_is_told_only_what_its_scopes_let_it_hear_and_only_where_it_is() -> None:
    async with Sandbox(scopes=ALL_SCOPES - {"reactions:read", "channels:history"}, ack_window=0) as sandbox:
        message = sandbox.compose.said("U0OWNER", sandbox.state.workspace_of("U0OWNER").channels["C0GENERAL"], "hello")
        elsewhere = sandbox.compose.said("U0OWNER", sandbox.state.workspace_of("U0OWNER").channels["C0PRIVATE"], "hello")
        reacted = await sandbox.react("U0OWNER", "C0GENERAL", message.ts, "bulb")
        said = await sandbox.say("C0GENERAL", "U0OWNER", "hello")
        away = await sandbox.react("U0OWNER", "C0PRIVATE", elsewhere.ts, "bulb")

    assert reacted.ack.reason == "the scope reactions:read is not granted"
    assert said.ack.reason == "the scope channels:history is not granted"
    assert away.ack.reason == "the bot is not in this channel"


async def test_the_menu_of_a_threads_first_message_tells_of_the_thread(sandbox: Sandbox) -> None:
    channel = sandbox.state.workspace_of("U0OWNER").channels["C0GENERAL"]
    root = sandbox.compose.said("U0OWNER", channel, "hello")
    alone = sandbox.compose.message_shortcut("U0OWNER", "keep", channel.id, root.ts)
    sandbox.compose.said("U0STAFF", channel, "hi", thread_ts=root.ts)

    answered = sandbox.compose.message_shortcut("U0OWNER", "keep", channel.id, root.ts)

    assert "thread_ts" not in alone.body["message"]
    assert (answered.body["message"]["thread_ts"], answered.body["message"]["reply_count"]) == (root.ts, 1)


@pytest.mark.parametrize("retry_after", [0, 30, None, "abc"])
async def test_a_call_can_be_rate_limited(sandbox: Sandbox, http: aiohttp.ClientSession, retry_after: str | int | None) -> None:
    sandbox.faults.add("chat.postMessage", "ratelimited", retry_after=retry_after)

    async with http.post(f"{sandbox.api_url}chat.postMessage", json={"token": "xoxb-sandbox"}) as response:
        found = (response.status, response.headers.get("Retry-After"))

    assert found == (429, None if retry_after is None else str(retry_after))


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ({"kind": "status", "status": 502}, 502, "<!DOCTYPE html>"),
        ({"kind": "not_json"}, 200, '{"ok": tru'),
        ({"kind": "error", "error": "fatal_error"}, 200, '{"ok": false, "error": "fatal_error"}'),
        ({"kind": "hang", "seconds": 0.01}, 200, '{"ok": false, "error": "not_authed"}'),
    ],
)
async def test_a_call_can_go_wrong(sandbox: Sandbox, http: aiohttp.ClientSession, fault: Any, status: int, body: str) -> None:
    sandbox.faults.add("auth.test", **fault)

    async with http.post(f"{sandbox.api_url}auth.test") as response:
        answer = (response.status, await response.text())

    assert answer[0] == status
    assert answer[1].startswith(body)


@pytest.mark.parametrize(("kind", "posted"), [("drop_before", 0), ("drop_after_accept", 1)])
async def test_a_connection_can_drop_before_or_after_slack_accepts(
    sandbox: Sandbox, client: AsyncWebClient, kind: Any, posted: int
) -> None:
    fault = sandbox.faults.add("chat.postMessage", kind)

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="C0GENERAL", text="hello")

    assert len(sandbox.messages("C0GENERAL")) == posted
    assert fault.struck == 1
    assert [entry.fault for entry in sandbox.calls("chat.postMessage")] == [kind]


async def test_a_fault_strikes_when_it_is_planned_to(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("chat.postMessage", "error", after=1, times=1, match=lambda arguments: arguments["text"] == "two")

    for text in ("two", "one", "two", "two"):
        await asyncio.gather(client.chat_postMessage(channel="C0GENERAL", text=text), return_exceptions=True)

    assert [entry.ok for entry in sandbox.calls()] == [True, True, False, True]


async def test_a_response_url_can_fail_too(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    sandbox.faults.add("response_url", "status", status=500)
    url = sandbox.compose.command("U0OWNER", "/talk").body["response_url"]

    statuses = []
    for _ in range(2):
        async with http.post(url, json={"text": "Hello"}) as response:
            statuses.append(response.status)

    assert statuses == [500, 200]
    assert [message.text for message in sandbox.ephemerals("U0OWNER")] == ["Hello"]


async def test_a_port_that_is_taken_leaves_nothing_behind(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])

    with pytest.raises(OSError, match="address already in use"):
        await Sandbox(port=port).__aenter__()


async def test_an_event_survives_the_connection_that_was_cut_under_it(http: aiohttp.ClientSession) -> None:
    async with Sandbox(ack_window=0.2) as sandbox:
        await link(sandbox, http)
        await sandbox.disconnect("")
        told = asyncio.create_task(sandbox.dm("U0OWNER", "hello"))
        socket = await link(sandbox, http)
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await told
        await sandbox.settled()

        assert sandbox.deliveries("message")[-1].ok
        await socket.close()


async def test_nothing_is_left_when_a_sandbox_ends(http: aiohttp.ClientSession) -> None:
    before = asyncio.all_tasks()
    async with Sandbox(ack_window=0.01, retry_scale=1000) as sandbox, Sandbox() as second:
        socket = await link(sandbox, http)
        sandbox.faults.add("auth.test", "hang")
        hanging = asyncio.create_task(http.post(f"{sandbox.api_url}auth.test"))
        await sandbox.dm("U0OWNER", "hello")
        second.request_url = f"{sandbox.url}/nowhere"
        await second.dm("U0OWNER", "hello")
        assert sandbox.url != second.url
    (await hanging).close()
    await socket.close()

    assert asyncio.all_tasks() == before


async def test_the_journal_can_be_read_as_json(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="hello")

    (entry,) = sandbox.calls("chat.postMessage")

    assert json.loads(json.dumps(entry.result))["ts"] == sandbox.messages("C0GENERAL")[0].ts
    assert (entry.ok, entry.error, entry.arguments["text"]) == (True, None, "hello")
