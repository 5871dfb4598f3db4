"""Slack's side of the wire: signed slash commands, made beforehand, sent over connections that stay open.

A protocol of asyncio's in place of an HTTP client, so that the client's own work does not hide the server's.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles
from urllib.parse import urlencode

from sandbox.signed_http import sign

OK = b"HTTP/1.1 200"
LONGEST = 60
TRIGGERS = count(1)


@dataclass
class Window:
    """One measured stretch: requests in, seconds out."""

    todo: deque[bytes]
    expected: bytes
    callers: int = 0
    took: list[float] = field(default_factory=list)
    wrong: list[bytes] = field(default_factory=list)
    elapsed: float = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def rate(self) -> float:
        """Return the requests per second."""
        return len(self.took) / self.elapsed

    @property
    def p50(self) -> float:
        """Return the median time of a request, in seconds."""
        return median(self.took)

    @property
    def p99(self) -> float:
        """Return the time that all but a hundredth of the requests kept to, in seconds."""
        return quantiles(self.took, n=100)[-1]


class Caller(asyncio.Protocol):
    """One client on one connection: sends, waits for the whole answer, sends the next."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.heard = b""
        self.sent = 0.0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Get to know the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self) -> None:
        """Send the next request, or hang up where there is none left."""
        if self.window.todo:
            self.sent = time.perf_counter()
            self.transport.write(self.window.todo.popleft())
        else:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Take in a part of the answer."""
        self.heard += data
        head, end, body = self.heard.partition(b"\r\n\r\n")
        if end and len(body) >= length(head):
            self.window.took.append(time.perf_counter() - self.sent)
            if not head.startswith(OK) or self.window.expected not in body:
                self.window.wrong.append(self.heard)
            self.heard = b""
            self.ask()

    def connection_lost(self, _: Exception | None) -> None:
        """Be done; the last one ends the window."""
        self.window.callers -= 1
        if not self.window.callers:
            self.window.over.set()


def length(head: bytes) -> int:
    """Return how long the body is that follows these headers."""
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0] or 0)


async def send(port: int, requests: Iterable[bytes], callers: int, expected: bytes = b"") -> Window:
    """Send these requests to a server of this machine, so many at a time; raise RuntimeError where an answer is not as expected."""
    window = Window(deque(requests), expected, callers)
    wanted = len(window.todo)
    loop = asyncio.get_running_loop()
    connected = [await loop.create_connection(lambda: Caller(window), "127.0.0.1", port) for _ in range(callers)]
    began = time.perf_counter()
    for _, caller in connected:
        caller.ask()
    async with asyncio.timeout(LONGEST):
        await window.over.wait()
    window.elapsed = time.perf_counter() - began
    if window.wrong or len(window.took) != wanted:
        raise RuntimeError(f"{len(window.took)} of {wanted} answered, {len(window.wrong)} wrong: {window.wrong[:1]}")
    return window


def commands(secret: str, texts: Iterator[str], number: int) -> list[bytes]:
    """Return so many slash commands, each with a trigger of its own, signed now (a signature is good for five minutes)."""
    stamp = str(int(time.time()))
    return [signed(secret, stamp, command_body(next(texts))) for _ in range(number)]


def command_body(text: str) -> bytes:
    """Return a slash command as Slack posts it."""
    return urlencode(command(text)).encode()


def command(text: str) -> dict[str, str]:
    """Return the fields of a slash command."""
    return {
        "token": "unused",
        "team_id": "T0001",
        "team_domain": "example",
        "channel_id": "D0OWNER",
        "channel_name": "directmessage",
        "user_id": "U0OWNER",
        "user_name": "olivia",
        "command": "/talk",
        "text": text,
        "api_app_id": "A0001",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1/response",
        "trigger_id": f"{next(TRIGGERS)}.{time.time_ns()}",
    }


def signed(secret: str, stamp: str, body: bytes) -> bytes:
    """Return the whole HTTP request."""
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {sign(secret, stamp, body)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
