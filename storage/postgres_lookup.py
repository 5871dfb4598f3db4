"""Look-ups by key, many in one query: sixteen people who ask for sixteen customers, and for what is known of them, share one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import msgspec

from storage.postgres_connection import Row
from storage.postgres_lane import Lane
from storage.postgres_pool import Parameters

Key = tuple[str, str, str]
Found = dict[Key, list[Row]]
LOOK_UP = "select question, workspace, key, found, last_on, due_on from keep_talking.look_up(%(asked)s)"


class Source(Protocol):
    """What answers queries."""

    async def read(self, query: str, parameters: Parameters) -> list[Row]:
        """Return what a query finds. Raises NotRead."""


class Lookups:
    """The questions that are asked by key: their answers, in order, are what was found, and of a relationship its days."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lane = Lane(self._found)

    async def one(self, question: str, workspace: str, key: str) -> list[Row]:
        """Return the rows of one key. Raises NotRead."""
        place = (question, workspace, key)
        return (await self.lane.send((place,))).get(place, [])

    async def many(self, question: str, workspace: str, keys: Collection[str]) -> dict[str, list[Row]]:
        """Return the rows of each key that there is. Raises NotRead."""
        places = [(question, workspace, key) for key in keys]
        found = await self.all(places)
        return {place[2]: found[place] for place in places if place in found}

    async def all(self, places: Collection[Key]) -> Found:
        """Return the rows of each of these keys that there is, and perhaps of others. Raises NotRead."""
        return await self.lane.send(places)

    async def close(self) -> None:
        """Finish what is under way."""
        await self.lane.drain()

    async def _found(self, wanted: list[Collection[Key]]) -> list[Found]:
        """Return for each who asks the rows of their keys, and of the others'."""
        asked: dict[str, dict[str, list[str]]] = {}
        for question, workspace, key in {place for places in wanted for place in places}:
            asked.setdefault(question, {}).setdefault(workspace, []).append(key)
        found: Found = {}
        for row in await self.source.read(LOOK_UP, {"asked": msgspec.json.encode(asked).decode()}):
            found.setdefault(row[:3], []).append(row[3:])
        return [found] * len(wanted)
