"""Look-ups by key, many in one query: who asks while the loop turns, or while others were asking before, shares one round trip.

A query of psycopg's costs the loop a tenth of a millisecond, as much as all the rest of a request, and the server as much again;
sixteen people who ask for sixteen customers, and for what is known of them, cost little more than one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Protocol

from storage.postgres_pool import Parameters, Row

Key = tuple[str, str, str]
Found = dict[Key, list[Row]]
SIDE_BY_SIDE = 2
LOOK_UP = """
    select question, workspace, key, found, last_on, due_on
    from keep_talking.look_up(%(asked)s::text[], %(questions)s::text[], %(workspaces)s::text[], %(keys)s::text[])
"""


class Source(Protocol):
    """What answers queries."""

    async def read(self, query: str, parameters: Parameters) -> list[Row]:
        """Return what a query finds. Raises NotRead."""


class Lookups:
    """The questions that are asked by key: their answers, in order, are what was found, and of a relationship its days."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.waiting: list[tuple[Collection[Key], asyncio.Future[Found]]] = []
        self.asking: set[asyncio.Task[None]] = set()
        self._boarding = False

    async def one(self, question: str, workspace: str, key: str) -> list[Row]:
        """Return the rows of one key. Raises NotRead."""
        return (await self._asked([(question, workspace, key)])).get((question, workspace, key), [])

    async def many(self, question: str, workspace: str, keys: Collection[str]) -> dict[str, list[Row]]:
        """Return the rows of each key that there is. Raises NotRead."""
        wanted = {key: (question, workspace, key) for key in keys}
        found = await self._asked(wanted.values())
        return {key: found[place] for key, place in wanted.items() if place in found}

    async def _asked(self, keys: Collection[Key]) -> Found:
        """Return the rows of these keys, and perhaps of others."""
        future: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self.waiting.append((keys, future))
        self._set_off()
        return await future

    def _set_off(self) -> None:
        """Let a task ask for what is waiting when its turn comes, and for what joins until then."""
        if self.waiting and not self._boarding and len(self.asking) < SIDE_BY_SIDE:
            self._boarding = True
            task = asyncio.create_task(self._ask())
            self.asking.add(task)
            task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self.asking.discard(task)
        self._set_off()

    async def _ask(self) -> None:
        """Ask for what everybody waits for."""
        together, self.waiting = self.waiting, []
        self._boarding = False
        try:
            outcome: Found | Exception = await self._found({key for keys, _ in together for key in keys})
        except Exception as error:  # noqa: BLE001  whatever it is, everybody who waits is told
            outcome = error
        for _, future in together:
            tell(future, outcome)

    async def _found(self, wanted: Collection[Key]) -> Found:
        questions, workspaces, keys = map(list, zip(*wanted, strict=True))
        parameters = {"asked": list(set(questions)), "questions": questions, "workspaces": workspaces, "keys": keys}
        found: Found = {}
        for row in await self.source.read(LOOK_UP, parameters):
            found.setdefault(row[:3], []).append(row[3:])
        return found


def tell(future: asyncio.Future[Found], outcome: Found | Exception) -> None:
    """Tell who waits what was found, or what went wrong."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
