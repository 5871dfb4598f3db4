"""One workspace's records in memory, exactly as they are on disk: tables, the indexes over them, and recent changes."""

from __future__ import annotations

from model.change import AnyRecord, Change
from storage.indexes import Indexes
from storage.recent import Recent
from storage.tables import Tables


class Workspace:
    """What readers see."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.indexes = Indexes()
        self.recent = Recent()

    def apply(self, change: Change) -> None:
        """Make a change visible that is on disk."""
        for write in change.writes:
            old: AnyRecord | None = self.tables.get(type(write.record), write.record.id)
            self.tables.replace(old, write.after)
            self.indexes.replace(old, write.after)
        self.recent.add(change)
        self.recent.forget(change.at)
