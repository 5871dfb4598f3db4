"""Socket Mode: the app's websockets, of which each payload goes to one in turn, with an envelope to be acknowledged in time."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import token_hex
from uuid import uuid4

from aiohttp import WSMsgType, web

from sandbox.answers import Ack, Payload
from sandbox.journal import Entry
from sandbox.records import JSON
from sandbox.refused import Refused
from sandbox.state import State

CONNECTION_LIMIT = 10


@dataclass(eq=False)
class Connection:
    """One websocket; `leaving` once it was told that it will be closed."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    leaving: bool = False


@dataclass
class SocketMode:
    """All connections of the app. `ack_window` is Slack's 3 s."""

    state: State
    ack_window: float
    address: str = ""
    connections: list[Connection] = field(default_factory=list)
    late_acks: list[str] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[JSON]] = field(default_factory=dict)
    _turn: int = 0

    @property
    def pauses(self) -> Sequence[float]:
        """An event is redelivered as soon as its ack is overdue."""
        return (0, 0, 0)

    def open_link(self) -> str:
        """Return the address of one more connection, good for one use."""
        if len(self.connections) >= CONNECTION_LIMIT:
            raise Refused("too_many_websockets")
        ticket = token_hex(16)
        self._tickets.add(ticket)
        return f"{self.address}/link?ticket={ticket}&app_id={self.state.app_id}"

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Return a connection, from hello to close."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="ticket unknown or used")
        self._tickets.discard(ticket)
        connection = Connection(web.WebSocketResponse(timeout=0.5), request.transport)
        await connection.socket.prepare(request)
        await self._hello(connection)
        try:
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            self.state.announce()
        return connection.socket

    async def _hello(self, connection: Connection) -> None:
        self.connections.append(connection)
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        known = {"app_id": self.state.app_id}
        hello = {"type": "hello", "num_connections": len(self.connections), "debug_info": debug, "connection_info": known}
        await connection.socket.send_str(json.dumps(hello))
        self.state.announce()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type == WSMsgType.TEXT:
                self._heard(message.data)

    def _heard(self, text: str) -> None:
        try:
            ack = json.loads(text)
            envelope_id = ack["envelope_id"]
        except (ValueError, TypeError, KeyError):
            return
        future = self._waiting.get(envelope_id)
        if future is None or future.done():
            self.late_acks.append(envelope_id)
        else:
            future.set_result(ack)

    async def send(self, payload: Payload, entry: Entry, reason: str) -> Ack:
        """One attempt on one connection. An event waits a while for a connection, what a person does fails at once without one."""
        connection = await self._connection_in_time() if payload.kind == "events_api" else self._next()
        if connection is None:
            return Ack(None, error="dispatch_failed", reason="timeout")
        envelope = self._envelope(payload, entry, reason)
        entry.ids["envelope_id"] = envelope["envelope_id"]
        return await self._exchange(connection, envelope)

    async def _exchange(self, connection: Connection, envelope: JSON) -> Ack:
        future: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = future
        try:
            async with asyncio.timeout(self.ack_window):
                with suppress(ConnectionError):
                    await connection.socket.send_str(json.dumps(envelope))
                ack = await future
        except TimeoutError:
            return Ack(None, error="operation_timeout", reason="timeout")
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Ack(200, ack.get("payload"))

    @staticmethod
    def _envelope(payload: Payload, entry: Entry, reason: str) -> JSON:
        takes_answer = payload.kind != "events_api"
        head = {"envelope_id": str(uuid4()), "type": payload.kind, "accepts_response_payload": takes_answer, "payload": payload.body}
        return head if takes_answer else {**head, "retry_attempt": entry.attempt, "retry_reason": reason}

    def _next(self) -> Connection | None:
        ready = [one for one in self.connections if not one.socket.closed]
        ready = [one for one in ready if not one.leaving] or ready
        self._turn += 1
        return ready[self._turn % len(ready)] if ready else None

    async def _connection_in_time(self) -> Connection | None:
        try:
            return await self.state.wait_for(self._next, self.ack_window)
        except TimeoutError:
            return None

    async def disconnect(self, reason: str, grace: float) -> None:
        """Tell every connection to go and close it after `grace` seconds. Reasons: warning, refresh_requested, link_disabled."""
        leaving = [one for one in self.connections if not one.leaving]
        for connection in leaving:
            connection.leaving = True
            await connection.socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}))
        if grace:
            await asyncio.sleep(grace)
        await self._close(leaving)

    def cut(self) -> None:
        """Lose every connection without a word."""
        for connection in self.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def close(self) -> None:
        """Close every connection."""
        await self._close(list(self.connections))

    @staticmethod
    async def _close(connections: list[Connection]) -> None:
        await asyncio.gather(*(one.socket.close(code=1000) for one in connections))
