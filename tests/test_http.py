"""The HTTP server: health, and Slack's requests, of which only genuine ones come in and none ends in a traceback."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from conftest import TEAM, Office, Watch, an_office
from hypothesis import example, given
from hypothesis import strategies as st

from bot.web import fields

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


@pytest.fixture
async def served(watch: Watch, tmp_path: Path) -> AsyncIterator[Office]:
    """An office at work over HTTP."""
    async with an_office(watch, tmp_path, "http") as office, office.open():
        yield office


def command(**more: str) -> bytes:
    given = {"team_id": TEAM, "user_id": "U0OWNER", "command": "/talk", "text": "add Northside Hospital", "trigger_id": "1.1", **more}
    return urlencode(given).encode()


def signature(body: bytes, timestamp: str, secret: str | None = None) -> str:
    secret = secret or "sandbox-secret"
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


async def post(office: Office, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.post(office.slack.request_url or "", data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def signed(office: Office, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    now = str(int(time.time()))
    return await post(office, body, {"x-slack-request-timestamp": now, "x-slack-signature": signature(body, now), **headers})


async def test_a_genuine_request_is_answered(served: Office) -> None:
    status, text = await signed(served, command(), FORM)

    assert status == 200
    assert "Added *Northside Hospital*" in text


async def test_a_line_may_hold_any_word_of_slacks_own(served: Office) -> None:
    status, text = await signed(served, command(text='add Payload {"payload": 1}'), FORM)

    assert status == 200
    assert "Added *Payload" in text


async def test_an_event_may_begin_with_white_space(served: Office) -> None:
    check = {"type": "url_verification", "challenge": "abc"}

    assert await signed(served, b"\n  " + json.dumps(check).encode(), JSON) == (200, json.dumps({"challenge": "abc"}))


async def test_slacks_check_of_the_address_is_answered(served: Office) -> None:
    assert await served.slack.verify_url()


def forged() -> dict[str, dict[str, str]]:
    body, now, old = command(), str(int(time.time())), str(int(time.time()) - 301)
    stamp, sign = "x-slack-request-timestamp", "x-slack-signature"
    return {
        "nothing": {},
        "no signature": {stamp: now},
        "no timestamp": {sign: signature(body, now)},
        "another secret": {stamp: now, sign: signature(body, now, "guessed")},
        "another body's": {stamp: now, sign: signature(b"text=other", now)},
        "an old timestamp": {stamp: old, sign: signature(body, old)},
        "a timestamp to come": {stamp: str(int(now) + 301), sign: signature(body, str(int(now) + 301))},
        "a timestamp in words": {stamp: "now", sign: signature(body, "now")},
        "a negative timestamp": {stamp: "-1", sign: signature(body, "-1")},
        "a timestamp in other digits": {stamp: "\u0661\u0662", sign: signature(body, "12")},
        "a huge timestamp": {stamp: "9" * 400, sign: signature(body, "9" * 400)},
        "an empty signature": {stamp: now, sign: ""},
        "a signature that is not ASCII": {stamp: now, sign: "v0=\u00e9"},
        "half a signature": {stamp: now, sign: signature(body, now)[:20]},
    }


@pytest.mark.parametrize("name", forged())
async def test_a_forged_request_gets_401_and_has_no_effect(served: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    status, text = await post(served, command(), {**FORM, **forged()[name]})

    assert status == 401
    assert "Traceback" not in text
    assert not [record for record in caplog.records if record.exc_info]
    assert await served.bot.store.customers(TEAM) == []


BODIES = {
    "not UTF-8": (b"text=\xff\xfe\x80", FORM),
    "not UTF-8, as JSON": (b'{"type": "\xff"}', JSON),
    "no JSON": (b'{"type": ', JSON),
    "JSON, but a list": (b"[1, 2]", JSON),
    "JSON, but a number": (b"1", JSON),
    "an event without a type": (json.dumps({"type": "event_callback", "event": {}}).encode(), JSON),
    "an event without an event": (json.dumps({"type": "event_callback"}).encode(), JSON),
    "a payload that is no JSON": (urlencode({"payload": "{"}).encode(), FORM),
    "a payload that is a list": (urlencode({"payload": "[]"}).encode(), FORM),
    "a payload whose parts are of other types": (urlencode({"payload": '{"authorizations": 5}'}).encode(), FORM),
    "a payload of no type": (urlencode({"payload": "{}"}).encode(), FORM),
    "a payload whose kind is a list": (urlencode({"payload": '{"type": []}'}).encode(), FORM),
    "a payload with a part that lacks what it should have": (urlencode({"payload": '{"authorizations": {"a": 1}}'}).encode(), FORM),
    "a payload without an end": (b'{"a":' * 100_000, JSON),
    "nothing": (b"", FORM),
    "another kind": (b"<xml/>", {"content-type": "application/xml"}),
    "a kind of nothing": (b"text=1", {"content-type": ""}),
}


@pytest.mark.parametrize(("body", "headers"), BODIES.values(), ids=BODIES.keys())
async def test_a_signed_request_that_makes_no_sense_gets_4xx_and_no_traceback(
    served: Office, body: bytes, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    status, text = await signed(served, body, headers)
    still_there = await signed(served, command(), FORM)

    assert 400 <= status < 500
    assert "Traceback" not in text
    assert not [record for record in caplog.records if record.exc_info]
    assert still_there[0] == 200


@given(st.lists(st.tuples(st.text(), st.text())).map(urlencode) | st.text(st.sampled_from("a=&;%+2BF \u00e9")))
@example("text=1+%2B+1+%3D+2%26&empty=&none&&text=again&%74ext=%FF%C3")
def test_a_form_is_read_as_the_standard_library_reads_it(form: str) -> None:
    assert fields(form) == dict(parse_qsl(form, keep_blank_values=True))


async def test_a_body_over_a_megabyte_gets_413(served: Office) -> None:
    status, _ = await signed(served, command(text="x" * 1_000_000), FORM)

    assert status == 413


async def test_a_body_just_under_a_megabyte_is_read(served: Office) -> None:
    status, text = await signed(served, command(text="x" * 990_000), FORM)

    assert status == 200
    assert "I don't know a command or customer" in text


async def test_other_addresses_and_methods_are_not_there(served: Office) -> None:
    base = (served.slack.request_url or "").removesuffix("/slack/events")

    async with aiohttp.ClientSession() as http:
        statuses = [
            (await http.get(f"{base}/slack/events")).status,
            (await http.get(f"{base}/")).status,
            (await http.post(f"{base}/healthz")).status,
        ]

    assert statuses == [405, 404, 405]


async def test_health_is_alive_and_ready(served: Office) -> None:
    base = (served.slack.request_url or "").removesuffix("/slack/events")

    async with aiohttp.ClientSession() as http:
        healthz, readyz = await http.get(f"{base}/healthz"), await http.get(f"{base}/readyz")

        assert (healthz.status, await healthz.json()) == (200, {"alive": True})
        assert (readyz.status, await readyz.json()) == (200, {"ready": True, "waits_for": None})


async def test_without_its_socket_the_bot_is_alive_and_not_ready(room: Office) -> None:
    base = f"http://127.0.0.1:{room.bot.port}"
    assert room.bot.socket is not None
    await room.bot.socket.client.disconnect()  # type: ignore[no-untyped-call]

    async with aiohttp.ClientSession() as http:
        healthz, readyz = await http.get(f"{base}/healthz"), await http.get(f"{base}/readyz")

        assert healthz.status == 200
        assert (readyz.status, await readyz.json()) == (503, {"ready": False, "waits_for": "the socket"})


async def test_over_socket_mode_nobody_listens_for_slacks_requests(room: Office) -> None:
    async with aiohttp.ClientSession() as http:
        answer = await http.post(f"http://127.0.0.1:{room.bot.port}/slack/events", data=command())

    assert answer.status == 404
