"""Processes of their own for what is measured from outside: started, pinned to a core, waited for, weighed and ended."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

READY = re.compile(rb"ready on port (\d+)")
SLOWEST_START = 30
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


@dataclass(frozen=True)
class Server:
    """A server that answers, and how long it took to get there (seconds)."""

    process: int
    port: int
    started_in: float

    @property
    def memory(self) -> float:
        """Return its resident memory in MB, 0 where the system does not tell."""
        status = Path(f"/proc/{self.process}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii")) if status.exists() else None
        return int(found[1]) / 1024 if found else 0


@asynccontextmanager
async def server(*command: str, core: int | None = None, environ: Mapping[str, str] | None = None) -> AsyncIterator[Server]:
    """Run `python -m …` until it says on which port it is ready; end it afterwards."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, stderr=asyncio.subprocess.PIPE, env={**os.environ, **(environ or {})}
    )
    pin(process.pid, core)
    reading = None
    try:
        async with asyncio.timeout(SLOWEST_START):
            port, said = await ready(process)
        started_in = time.perf_counter() - began
        reading = asyncio.create_task(said.read())
        yield Server(process.pid, port, started_in)
    finally:
        await end(process, reading)


async def ready(process: asyncio.subprocess.Process) -> tuple[int, asyncio.StreamReader]:
    """Return the port that a process says it serves; raise RuntimeError with its words where it ends before."""
    assert process.stderr
    words = b""
    while line := await process.stderr.readline():
        words += line
        if found := READY.search(line):
            return int(found[1]), process.stderr
    raise RuntimeError(f"the server ended: {words.decode(errors='replace')[-2000:]}")


async def end(process: asyncio.subprocess.Process, reading: asyncio.Task[bytes] | None) -> None:
    """End a process and wait for it."""
    if process.returncode is None:
        process.terminate()
    await process.wait()
    if reading:
        await reading


def pin(process: int, core: int | None) -> None:
    """Keep a process on one core, where there is more than one and the system can."""
    if core is not None and len(CORES) > 1:
        os.sched_setaffinity(process, {CORES[core]})


@contextmanager
def beside_the_servers() -> Iterator[None]:
    """Keep this process on the second core, so that client and server do not take each other's time."""
    pin(0, 1)
    try:
        yield
    finally:
        if len(CORES) > 1:
            os.sched_setaffinity(0, CORES)
