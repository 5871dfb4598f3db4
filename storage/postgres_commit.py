"""The way of changes into the database: what goes along in a lane is written as a whole, in one transaction and one round trip.

A change is idempotent by its key or its own id, so whoever does not know whether a commit arrived sends it again and is told.
"""

from __future__ import annotations

import msgspec

from model.change import Change
from storage.base import Conflict, NotSaved, Receipt, StoreError
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

    async def _carried(self, together: list[Envelope]) -> list[Receipt | Exception]:
        """Write all of them at once; where that does not go, each half: one is at fault, and the others shall not suffer for it."""
        try:
            rows = await self._sent(together)
        except StoreError as error:
            return [error] * len(together)
        if len(together) == 1:
            return [rows if isinstance(rows, Exception) else receipt(together[0], *rows)]
        if rows == [WRITTEN]:
            return [Receipt(one.change, repeated=False) for one in together]
        half = len(together) // 2
        return [*await self._carried(together[:half]), *await self._carried(together[half:])]

    async def _sent(self, together: list[Envelope]) -> list[Row] | Exception:
        """Return what the database says, or what is wrong with one of the changes; raise NotSaved, or InDoubt, where nobody's is."""
        try:
            return await self.connections.write(COMMIT, arguments(together))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it shall not be another change's
            return error


def receipt(one: Envelope, row: Row) -> Receipt | Conflict:
    """Return what came of a change: its own receipt, that of the change which had its key before, or a conflict."""
    first_id, first_change, conflict = row
    if conflict is not None:
        return Conflict(conflict)
    if first_id is None or first_id == one.id:
        return Receipt(one.change, repeated=False)
    return Receipt(msgspec.json.decode(first_change, type=Change), repeated=True)
