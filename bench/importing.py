"""The import of a table of customers, as a command: for the first time, and again when nothing changes."""

from __future__ import annotations

import asyncio
import csv
import os
import sys
import time
from pathlib import Path
from subprocess import DEVNULL

from bench.figures import Figure, Scale
from bench.on_disk import filled

ROWS = 10_000
HEADINGS = ("external id", "name", "kind", "industry", "cadence", "last talk")
INDUSTRIES = ("Hospitals", "Banks", "Schools", "Retail", "Machine building")


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Import a table twice into a store that knows its workspace; a small run takes fewer rows and has no goal."""
    whole = scale.sizes[-1] > ROWS
    rows = ROWS if whole else ROWS // 10
    table = written(folder / "customers.csv", rows)
    async with filled(folder / "import", 1):
        pass
    first, again = [await imported(table, folder / "import") for _ in range(2)]
    return [
        Figure(f"keep-talking import of {rows:,} customers", first, "s", 3 if whole else None),
        Figure("the same again, where nothing changes", again, "s", 1 if whole else None),
    ]


def written(path: Path, rows: int) -> Path:
    """Write a table of so many customers."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        for n in range(rows):
            lines.writerow((f"A-{n}", f"Imported customer {n:05}", "external", INDUSTRIES[n % 5], "quarterly", "2026-09-01"))
    return path


async def imported(table: Path, store: Path) -> float:
    """Import the table once and return how long the command took, in seconds."""
    offline = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TALK_"))}
    command = (sys.executable, "-m", "bot", "import", str(table))
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, env={**offline, "TALK_STORE": f"tinydb:{store}"}, stdout=DEVNULL, stderr=DEVNULL
    )
    if code := await process.wait():
        message = f"the import ended with {code}"
        raise RuntimeError(message)
    return time.perf_counter() - began
