"""Signed HTTP: payloads posted to the app's request URL with Slack's v0 signature, and the same retries of events."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.answers import Ack, Payload
from sandbox.journal import Entry
from sandbox.records import JSON

_OK = 200


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


@dataclass
class SignedHttp:
    """The app's request URL. `retry_pauses` are the seconds before each redelivery, times `retry_scale`."""

    request_url: str
    signing_secret: str
    ack_window: float
    retry_pauses: Sequence[float] = (0, 60, 300)
    retry_scale: float = 1.0
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    @property
    def pauses(self) -> Sequence[float]:
        """Seconds before each redelivery of an event."""
        return [pause * self.retry_scale for pause in self.retry_pauses]

    async def send(self, payload: Payload, entry: Entry, reason: str) -> Ack:
        """One attempt."""
        retry = {"x-slack-retry-num": str(entry.attempt), "x-slack-retry-reason": reason} if entry.attempt else {}
        try:
            return await self.post(*_encoded(payload), retry)
        except TimeoutError:
            return Ack(None, error="operation_timeout", reason="http_timeout")
        except aiohttp.ClientError as error:
            return Ack(None, str(error), error="dispatch_failed", reason="connection_failed")

    async def post(self, content_type: str, body: bytes, headers: dict[str, str]) -> Ack:
        """Return a signed request, whose answer is due within the window."""
        timestamp = str(int(time.time()))
        signature = {"x-slack-request-timestamp": timestamp, "x-slack-signature": sign(self.signing_secret, timestamp, body)}
        sent = {"content-type": content_type, "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **signature, **headers}
        timeout = aiohttp.ClientTimeout(total=self.ack_window)
        async with self._open().post(self.request_url, data=body, headers=sent, timeout=timeout, allow_redirects=False) as response:
            answer = _decoded(response.content_type, await response.text())
            if response.status == _OK:
                return Ack(_OK, answer)
            no_retry = response.headers.get("x-slack-no-retry") == "1"
            return Ack(response.status, answer, error="dispatch_failed", reason="http_error", no_retry=no_retry)

    async def verify(self, challenge: str) -> bool:
        """Slack's check of a request URL: whether the app gives the challenge back."""
        body = json.dumps({"type": "url_verification", "token": "sandbox", "challenge": challenge}).encode()
        ack = await self.post("application/json", body, {})
        return ack.ok and (ack.body == challenge or (isinstance(ack.body, dict) and ack.body.get("challenge") == challenge))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # A bot that was restarted must not be met on a connection of its former life.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        return self._session


def _encoded(payload: Payload) -> tuple[str, bytes]:
    if payload.kind == "events_api":
        return "application/json", json.dumps(payload.body).encode()
    fields: JSON = payload.body if payload.kind == "slash_commands" else {"payload": json.dumps(payload.body)}
    return "application/x-www-form-urlencoded", urlencode(fields, errors="surrogatepass").encode()


def _decoded(content_type: str, text: str) -> Any:
    if content_type != "application/json":
        return text
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
