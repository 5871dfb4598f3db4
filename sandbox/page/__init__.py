"""The page: a Slack in the browser over the sandbox's people and doors. Only this machine is answered, and no other site's scripts."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from sandbox import rules
from sandbox.page.desk import Desk
from sandbox.page.live import Tab
from sandbox.page.stage import Stage, Step
from sandbox.records import JSON
from sandbox.refused import Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

STATIC = Path(__file__).parent / "static"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'",
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
}

__all__ = ["Page", "Stage", "Step"]


class Page:
    """What the sandbox serves to browsers, beside the bot's API."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.desk = Desk(sandbox)
        self.tabs: set[web.WebSocketResponse] = set()

    async def close(self) -> None:
        """Let the tabs know that the sandbox goes."""
        for tab in list(self.tabs):
            await tab.close()

    def routes(self) -> list[web.RouteDef]:
        """Where it listens."""
        return [
            web.get("/", self.file),
            web.get("/gallery", self.file),
            web.get("/gallery.json", self.exhibits),
            web.get(r"/static/{name:[\w.-]+}", self.file),
            web.get("/page/live", self.live),
        ]

    def begin(self, stage: Stage) -> None:
        """Put a stage on the page: all that happened before is read and gone from sight, as after a reload."""
        sandbox, desk = self.desk.sandbox, self.desk
        desk.stage, desk.done, desk.wire_from, desk.marks.since = stage, set(), len(sandbox.journal), sandbox.state.ts()
        for workspace in sandbox.state.workspaces.values():
            workspace.ephemerals.clear()
            workspace.stacks.clear()
        sandbox.state.announce()

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page."""
        self._from_here(request)
        pages = {"/": "index.html", "/gallery": "gallery.html"}
        path = STATIC / (pages.get(request.path) or request.match_info["name"])
        return web.FileResponse(path, headers=HEADERS) if path.is_file() else web.Response(status=HTTPStatus.NOT_FOUND)

    async def exhibits(self, request: web.Request) -> web.Response:
        """Return all that the bot can say, with what Slack would refuse of it."""
        self._from_here(request)
        workspace = next(iter(self.desk.sandbox.state.workspaces.values()))
        users = {user.id: user.real_name for user in workspace.users.values()}
        channels = {one.id: one.name for one in workspace.channels.values()}
        shown = [{**one, "problems": problems(one)} for one in (self.desk.stage.gallery or list)()]
        return web.json_response({"exhibits": shown, "users": users, "channels": channels}, headers=HEADERS)

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Serve one browser tab."""
        self._from_here(request)
        socket = web.WebSocketResponse(heartbeat=30, timeout=0.5)
        await socket.prepare(request)
        self.tabs.add(socket)
        try:
            await Tab(self.desk, socket).live()
        finally:
            self.tabs.discard(socket)
        return socket

    @staticmethod
    def _from_here(request: web.Request) -> None:
        """Refuse a name that another site gave this machine, and another site's scripts."""
        origin = request.headers.get("origin")
        if request.url.host not in LOOPBACK or (origin and urlsplit(origin).netloc != request.host):
            raise web.HTTPForbidden(text="Only a browser on this machine sees this page.")


def problems(exhibit: JSON) -> list[str]:
    """Return what Slack would refuse of a message or view."""
    try:
        if "view" in exhibit:
            rules.view(exhibit["view"], exhibit["view"]["type"])
        else:
            rules.message(exhibit, strict_text=True)
    except Refused as refused:
        return [str(refused)]
    return []
