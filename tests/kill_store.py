"""Kill a process that commits, over and over, and see that everything it was told is saved is there, once.

`python tests/kill_store.py 200` does it 200 times.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from records import TEAM, customer, made, talk

from model.customer import Customer
from model.record import id_for
from storage.tinydb import TinyStore

ACME = customer("Acme", id=id_for("kill", "acme"))
AT_ONCE, COMPACT_EVERY = 8, 150


def now() -> datetime:
    return datetime.now(UTC)


async def burst(folder: str, first: int) -> None:
    """Commit numbered talks for ever, several at once, compacting now and then, and print each number that was saved."""
    store = await TinyStore.open(folder, now)
    if await store.get(TEAM, Customer, ACME.id) is None:
        await store.commit(made(ACME))
    numbers = iter(range(first, sys.maxsize))
    await asyncio.gather(*(note(store, numbers) for _ in range(AT_ONCE)))


async def note(store: TinyStore, numbers: Iterator[int]) -> None:
    for number in numbers:
        await store.commit(made(talk(ACME, notes=f"{number} " + "x" * (number % 7) * 400), key=f"key-{number}", at=now()))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if number % COMPACT_EVERY == 0:
            await store.compact()


def killed(folder: str, first: int, after: float) -> list[int]:
    """Let a process commit until it is killed so many seconds after its first commit; return the numbers it said were saved."""
    command = [sys.executable, __file__, "--burst", folder, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603  our own script
        assert child.stdout
        begun = child.stdout.readline()
        time.sleep(after)
        child.kill()
        said = begun + child.stdout.read()
    return [int(text) for text in said.splitlines(keepends=True) if text.endswith("\n")]


async def found(folder: str, keys: list[int]) -> list[int]:
    """Return the numbers of the talks in the store, and see that each key that was promised is known."""
    store = await TinyStore.open(folder, now)
    talks = await store.talks(TEAM, ACME.id)
    unknown = [number for number in keys if await store.answered(TEAM, f"key-{number}") is None]
    await store.close()
    assert not unknown, f"keys lost: {unknown}"
    return [int(one.notes.split()[0]) for one in talks]


def kill(rounds: int, seed: int = 1) -> int:
    """Kill so many times; return how many commits were promised in all. Raises AssertionError where one is lost or there twice."""
    chance = random.Random(seed)  # noqa: S311  no secret
    promised: list[int] = []
    with tempfile.TemporaryDirectory() as home:
        folder, first = f"{home}/store", 1
        for _ in range(rounds):
            promised += killed(folder, first, chance.uniform(0, 0.2))
            there = asyncio.run(found(folder, promised))
            assert len(there) == len(set(there)), "a talk is there twice"
            assert not set(promised) - set(there), f"talks lost: {sorted(set(promised) - set(there))}"
            first = max(there) + AT_ONCE
    return len(promised)


if __name__ == "__main__":
    if sys.argv[1] == "--burst":
        asyncio.run(burst(sys.argv[2], int(sys.argv[3])))
    else:
        sys.stdout.write(f"{kill(int(sys.argv[1]))} commits were promised, and all are there once.\n")
