"""One browser tab: a websocket over which it is told what its person sees, as soon as that changes, and says what the person does."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.page import panels, picture
from sandbox.page.acts import carry_out
from sandbox.page.desk import Desk
from sandbox.page.picture import Looker
from sandbox.records import JSON


class Tab:
    """What this tab was told last, so that only what is new is sent."""

    def __init__(self, desk: Desk, socket: web.WebSocketResponse) -> None:
        self.desk = desk
        self.socket = socket
        self.looker: Looker | None = None
        self._told: dict[str, str] = {}
        self._acts: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Serve the tab until it goes."""
        painter = asyncio.create_task(self._paint_on_change())
        try:
            async for message in self.socket:
                if message.type == WSMsgType.TEXT:
                    await self._hear(message.data)
        finally:
            for task in (painter, *self._acts):
                task.cancel()

    async def _hear(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        if isinstance(said, dict) and "look" in said:
            await self._look(said["look"])
        elif isinstance(said, dict) and self.looker:
            task = asyncio.create_task(self._act(self.looker, said))
            self._acts.add(task)
            task.add_done_callback(self._acts.discard)

    async def _look(self, wanted: JSON) -> None:
        workspace = next(iter(self.desk.sandbox.state.workspaces.values()))
        user = wanted.get("user") if wanted.get("user") in workspace.users else next(iter(workspace.users))
        self.looker = Looker(str(user), str(wanted.get("place") or picture.APP), wanted.get("thread"))
        await self.paint()

    async def _act(self, looker: Looker, said: JSON) -> None:
        answer = await carry_out(self.desk, looker, said)
        await self.paint()
        await self._send({"id": said.get("id"), **answer})

    async def _paint_on_change(self) -> None:
        """Paint after every change, at most half of the time."""
        with self.desk.sandbox.state.watched() as changed:
            while True:
                await changed.wait()
                changed.clear()
                begun = time.perf_counter()
                await self.paint()
                await asyncio.sleep(time.perf_counter() - begun)

    async def paint(self) -> None:
        """Tell the tab what is new to it."""
        if self.looker is None:
            return
        parts = {name: json.dumps(part) for name, part in self._parts(self.looker).items()}
        fresh = {name: part for name, part in parts.items() if self._told.get(name) != part}
        self._told |= fresh
        if fresh:
            body = ",".join(f'"{name}":{part}' for name, part in fresh.items())
            await self._send_text(f'{{"picture":{{{body}}}}}')

    def _parts(self, looker: Looker) -> dict[str, Any]:
        desk, sandbox = self.desk, self.desk.sandbox
        workspace = sandbox.state.workspace_of(looker.user)
        return {
            "people": picture.people(workspace),
            "app": picture.app(sandbox, workspace),
            "conversation": picture.conversation(sandbox, looker, desk.marks),
            "places": picture.places(workspace, looker.user, desk.marks),
            "thread": picture.thread(sandbox, looker),
            "modals": picture.modals(workspace, looker.user),
            "home": picture.home(workspace, looker.user),
            "clock": panels.clock(desk, looker),
            "tour": panels.tour(desk),
            "trouble": desk.troubles.shown(),
            "wire": panels.wire(desk, looker),
        }

    async def _send(self, answer: JSON) -> None:
        await self._send_text(json.dumps(answer))

    async def _send_text(self, text: str) -> None:
        if not self.socket.closed:
            await self.socket.send_str(text)
