"""The yardstick: a Bolt AsyncApp whose one handler only acks, served as Bolt serves it."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

SECRET = "bench-secret"  # noqa: S105  of a server that lives for a minute
FAST = "process_before_response"


async def authorize() -> AuthorizeResult:
    """Know the bot without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T0001", bot_user_id="U0BOT", bot_id="B0BOT", bot_token="xoxb-bench")  # noqa: S106


def empty_app(*, process_before_response: bool) -> AsyncApp:
    """Return an app that acks `/talk` and does nothing else."""
    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=process_before_response)

    @app.command("/talk")
    async def talk(ack: AsyncAck) -> None:
        await ack()

    return app


async def serve() -> None:
    """Serve until the process is ended."""
    runner = web.AppRunner(empty_app(process_before_response=FAST in sys.argv).web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stderr.write(f"ready on port {runner.addresses[0][1]}\n")
    sys.stderr.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
