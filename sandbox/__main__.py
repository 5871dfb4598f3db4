"""`python -m sandbox`: a Slack to start a bot against by hand."""

import asyncio
import sys
from contextlib import suppress

from sandbox.server import Sandbox


async def serve() -> None:
    """Print what the bot's environment needs, and serve until interrupted."""
    async with Sandbox() as sandbox:
        lines = [f"export {name}={value}" for name, value in sandbox.environment.items()]
        sys.stdout.write("\n".join([*lines, ""]))
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve())
