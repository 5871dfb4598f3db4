"""One workspace's records in memory, exactly as they are on disk: tables, the indexes over them, and recent changes."""

from __future__ import annotations

from model.change import AnyRecord, Change
from model.search import Moment, Query, Searched
from storage.indexes import Indexes
from storage.recent import Recent
from storage.search import Words
from storage.tables import Tables


class Workspace:
    """What readers see."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.indexes = Indexes()
        self.words = Words()
        self.recent = Recent()

    def apply(self, change: Change) -> None:
        """Make a change visible that is on disk."""
        for write in change.writes:
            old: AnyRecord | None = self.tables.get(type(write.record), write.record.id)
            self.tables.replace(old, write.after)
            self.indexes.replace(old, write.after)
            self.words.replace(old, write.after)
        self.recent.add(change)
        self.recent.forget(change.at)

    async def find(self, viewer: str, query: Query, limit: int, before: Moment | None) -> list[Searched]:
        """Return what answers the query, and this person may read, newest first."""
        return await self.words.find(self.tables, viewer, query, limit, before)
