"""A browser tab without a browser: what the page's socket says, and what its person does over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox import Sandbox


class Tab:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.picture: dict[str, Any] = {}
        self.told: list[set[str]] = []

    async def look(self, user: str = "U0OWNER", place: str = "C0GENERAL", thread: str | None = None) -> None:
        """Look elsewhere or anew, and wait until the picture shows that."""
        await self.socket.send_json({"look": {"user": user, "place": place, "thread": thread}})
        await self.act("close", view="none")

    async def hear(self) -> dict[str, Any]:
        said: dict[str, Any] = await self.socket.receive_json(timeout=5)
        if "picture" in said:
            self.picture |= said["picture"]
            self.told.append(set(said["picture"]))
        return said

    async def act(self, act: str, **given: Any) -> dict[str, Any]:
        """Do something, and return the answer, once the picture shows what came of it."""
        await self.socket.send_json({"id": act, "act": act, **given})
        while "id" not in (said := await self.hear()):
            pass
        return said

    async def send(self, text: str, place: str = "C0GENERAL", thread: str | None = None) -> dict[str, Any]:
        return await self.act("send", text=text, place=place, thread=thread)

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.picture["conversation"]["messages"]
        return found

    def element(self, name: str) -> dict[str, Any]:
        """Where in the newest message or form the element of this label stands, as a click names it."""
        modals = self.picture["modals"]
        surface = {"view": modals[-1]["id"]} if modals else {"message": self.messages[-1]["ts"]}
        for block in (modals or self.messages)[-1]["blocks"]:
            for element in [*block.get("elements", []), block.get("element"), block.get("accessory")]:
                named = ((element or {}).get("text"), block.get("label"))
                if element and name in [thing["text"] for thing in named if isinstance(thing, dict)]:
                    return {"surface": surface, "block": block["block_id"], "action": element["action_id"]}
        raise LookupError(name)


@asynccontextmanager
async def a_tab(sandbox: Sandbox, user: str = "U0OWNER", place: str = "C0GENERAL") -> AsyncIterator[Tab]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{sandbox.url}/page/live") as socket:
        tab = Tab(socket)
        await tab.look(user, place)
        yield tab
