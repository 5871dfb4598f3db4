"""The other end for what the bot sends: a server that takes every message and says so, as briefly as Slack does."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web


async def take(request: web.Request) -> web.Response:
    """Take a message."""
    given = await request.json()
    return web.json_response({"ok": True, "channel": f"D{given['channel']}", "ts": "1795512600.000001", "message": {"text": given["text"]}})


async def serve() -> None:
    """Serve until the process is ended."""
    app = web.Application()
    app.add_routes([web.post("/api/chat.postMessage", take)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stderr.write(f"ready on port {runner.addresses[0][1]}\n")
    sys.stderr.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
