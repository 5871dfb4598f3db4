"""The bot's HTTP server: health for the supervisor in both modes, and Slack's signed requests, checked before anything reads them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import unquote_to_bytes

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from model.answer import Json

LARGEST_BODY = 1_000_000
GRACE = 20
EVERYWHERE = "0.0.0.0"  # noqa: S104  Slack and the supervisor come from outside

Ready = Callable[[], Awaitable[str | None]]
Dispatch = Callable[[web.Request], Awaitable[web.Response]]


def web_app(ready: Ready, dispatch: Dispatch | None, secret: str | None) -> web.Application:
    """Return the server's routes; `ready` says what the bot still waits for, `dispatch` answers Slack (in HTTP mode)."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        waits_for = await ready()
        return web.json_response({"ready": waits_for is None, "waits_for": waits_for}, status=503 if waits_for else 200)

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    if dispatch and secret:
        app.router.add_post("/slack/events", signed(dispatch, SignatureVerifier(secret)))
    return app


def signed(dispatch: Dispatch, verifier: SignatureVerifier) -> Dispatch:
    """Let only requests through that Slack signed in the last five minutes; whatever else comes gets a 401 and no traceback."""

    async def check(request: web.Request) -> web.Response:
        body = await request.read()
        if not genuine(verifier, body, request.headers.get("X-Slack-Request-Timestamp"), request.headers.get("X-Slack-Signature")):
            return web.json_response({"error": "invalid request"}, status=401)
        return await dispatch(request)

    return check


def genuine(verifier: SignatureVerifier, body: bytes, timestamp: str | None, signature: str | None) -> bool:
    """Whether Slack signed this body; headers that are missing or make no sense are a no."""
    if not timestamp or not signature or not timestamp.isdecimal() or not timestamp.isascii() or not signature.isascii():
        return False
    try:
        return bool(verifier.is_valid(body, timestamp, signature))
    except (ValueError, TypeError, OverflowError):
        return False


def payload(body: bytes) -> Json:
    """Return what Slack posts: an event as JSON, a click as JSON in a form, a slash command as the form itself. Raises ValueError."""
    text = body.decode()
    if not text.lstrip().startswith("{"):
        form = fields(text)
        if "payload" not in form:
            return form
        text = form["payload"]
    given = json.loads(text)
    if not isinstance(given, dict):
        raise ValueError("not an object")  # noqa: TRY004  what comes from outside is a value, whatever its type
    return given


def fields(form: str) -> dict[str, str]:
    """Return the fields of a form as `parse_qsl` reads them, at half of its cost: most are plain."""
    pairs = [pair.partition("=") for pair in form.split("&") if pair]
    return {plain(name): plain(value) for name, _, value in pairs}


def plain(word: str) -> str:
    """Return a name or a value of a form as it was before it was quoted."""
    if "%" in word or "+" in word:
        return unquote_to_bytes(word.replace("+", " ")).decode(errors="replace")
    return word


@asynccontextmanager
async def serving(app: web.Application, port: int) -> AsyncIterator[int]:
    """Serve on this port (0: a free one) and return it; at the end, let requests under way finish."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host=EVERYWHERE, port=port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
