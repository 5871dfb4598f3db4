"""`python -m bench`: every figure in one run, the goal beside each. A goal that is missed is a figure, not an error."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import (
    at_size,
    briefing,
    capturing,
    finding,
    homing,
    importing,
    in_postgres,
    on_disk,
    over_http,
    page,
    registering,
    scoring,
    sending,
    start,
    summing,
    walk,
)
from bench.figures import FULL, QUICK, Figure, Scale, table

Part = Callable[[Scale, Path], Awaitable[list[Figure]]]
PARTS: dict[str, Part] = {
    "http": over_http.measure,
    "walk": walk.measure,
    "capture": capturing.measure,
    "disk": on_disk.measure,
    "start": start.measure,
    "size": at_size.measure,
    "brief": briefing.measure,
    "home": homing.measure,
    "register": registering.measure,
    "score": scoring.measure,
    "summary": summing.measure,
    "find": finding.measure,
    "sending": sending.measure,
    "import": importing.measure,
    "page": page.measure,
    "postgres": in_postgres.measure,
}
LONGEST = 180


async def bench(scale: Scale, names: list[str], folder: Path) -> list[Figure]:
    """Measure the parts one after the other, and say which one is under way."""
    figures = []
    for name in names:
        began = time.perf_counter()
        sys.stderr.write(f"{name} …")
        sys.stderr.flush()
        figures += await part(scale, name, folder)
        sys.stderr.write(f" {time.perf_counter() - began:.0f} s\n")
    return figures


async def part(scale: Scale, name: str, folder: Path) -> list[Figure]:
    """Measure one part; where it cannot be measured, say why and go on."""
    try:
        async with asyncio.timeout(LONGEST):
            return await PARTS[name](scale, folder)
    except Exception as error:  # noqa: BLE001  the other parts still have their figures
        sys.stderr.write(f" not measured: {type(error).__name__}: {error}")
        return []


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--quick", action="store_true", help="smaller numbers, about twenty seconds")
    parser.add_argument("--folder", default=None, help="where to write what is thrown away afterwards; it should be on a real disk")
    options = parser.parse_args()
    if unknown := sorted(set(options.parts) - PARTS.keys()):
        parser.error(f"there is no part {unknown[0]}")
    with tempfile.TemporaryDirectory(prefix="keep-talking-bench-", dir=options.folder) as folder:
        figures = asyncio.run(bench(QUICK if options.quick else FULL, options.parts or list(PARTS), Path(folder)))
    sys.stdout.write(f"\n{table(figures)}\n")


if __name__ == "__main__":
    main()
