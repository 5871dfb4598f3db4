"""The way of changes into the database: what goes along in a lane is written as a whole, in one transaction and one round trip.

A change is idempotent by its key or its own id, so whoever does not know whether a commit arrived sends it again and is told.
"""

from __future__ import annotations

import msgspec

from model.change import Change
from storage.base import Conflict, NotSaved, Receipt
from storage.postgres_connection import Row
from storage.postgres_lane import Lane
from storage.postgres_pool import Connections
from storage.postgres_rows import Envelope, arguments, envelope

COMMIT = """
    select first_id::text, first_change::text, conflict
    from keep_talking.commit_changes(%(changes)s, %(writes)s, %(renamed)s, %(names)s, %(told)s, %(standing)s)
"""
WRITTEN = (None, None, None)


class Commits:
    """Changes that wait for their turn, and those that are on their way."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.lane = Lane(self._carried)
        self.closed = False

    async def commit(self, change: Change) -> Receipt:
        """Commit a change, see `Store.commit`; it goes on when the caller gives up."""
        if self.closed:
            raise NotSaved("The store is closed.")
        return await self.lane.send(envelope(change))

    async def close(self) -> None:
        """Finish what is under way."""
        self.closed = True
        await self.lane.drain()

    async def _carried(self, together: list[Envelope]) -> list[Receipt]:
        """Write all of them at once. Raises Conflict where one is hindered."""
        [row] = await self.connections.write(COMMIT, arguments(together))
        if len(together) == 1:
            return [receipt(together[0], row)]
        if row != WRITTEN:
            raise Conflict("one of them has moved on, or was written before")
        return [Receipt(one.change, repeated=False) for one in together]


def receipt(one: Envelope, row: Row) -> Receipt:
    """Return what came of a change: its own receipt, or that of the change which had its key before. Raises Conflict."""
    first_id, first_change, conflict = row
    if conflict is not None:
        raise Conflict(conflict)
    if first_id is None or first_id == one.id:
        return Receipt(one.change, repeated=False)
    return Receipt(msgspec.json.decode(first_change, type=Change), repeated=True)
