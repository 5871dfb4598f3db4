"""The start: how long until the bot serves, beside the import of what it is built on, and what it weighs then."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median

from bench.figures import Figure, Scale
from bench.processes import server
from sandbox import Sandbox

ALLOWED, ON_TOP = 1.15, 100
SETTLED = 0.5
LIBRARY = "import slack_bolt.async_app"


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Start the bot and the import in turn, from a warm cache of compiled files."""
    async with Sandbox(request_url="http://127.0.0.1:1/") as slack:
        environ = {**slack.environment, "TALK_STORE": f"tinydb:{folder / 'start'}", "TALK_PORT": "0"}
        await started(environ)
        rounds = [(*await started(environ), await imported()) for _ in range(scale.starts)]
    start, memory, library = (median(column) for column in zip(*rounds, strict=True))
    goal = ALLOWED * library * 1000 + ON_TOP
    beside = f"1.15 × {library * 1000:.0f} ms, the import of slack_bolt.async_app, + {ON_TOP} ms"
    return [
        Figure("keep-talking run until it serves", start * 1000, "ms", round(goal), beside=beside),
        Figure("resident memory with an empty store", memory, "MB", 60),
    ]


async def started(environ: dict[str, str]) -> tuple[float, float]:
    """Start the bot once; return how long it took (seconds) and what it weighs once the clock has struck (MB)."""
    async with server("bot", "run", environ=environ) as running:
        await asyncio.sleep(SETTLED)
        return running.started_in, running.memory


async def imported() -> float:
    """Return how long a process takes that only imports Bolt, in seconds."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LIBRARY)
    await process.wait()
    return time.perf_counter() - began
