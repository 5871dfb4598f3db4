"""ReadStore: a store that is only read, beside the process that has it open. No lock is taken and no byte is written."""
# ruff: noqa: D102  storage/base.py states the contract

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from storage.arrival import refuse_unfinished
from storage.base import NotSaved, Receipt, StoreError
from storage.folder import refuse_foreign, workspace_folders
from storage.recovery import read_workspace
from storage.tinydb import NOTHING, TinyStore, collector_paused

if TYPE_CHECKING:
    from model.change import Change
    from storage.workspace import Workspace

ATTEMPTS = 3


class Load(msgspec.Struct, frozen=True):
    """What an embedded store has to carry: its records, the changes of the last 24 hours, and how many of them a second at most.

    `busiest` is the mean over the minute that had the most.
    """

    records: int
    changes: int
    busiest: float


class ReadStore(TinyStore):
    """The snapshot and the journal's whole lines as they were at one moment; whatever would write raises NotSaved."""

    def __init__(self, found: dict[str, Workspace]) -> None:
        self.found = found

    @classmethod
    def read(cls, folder: Path, now: datetime) -> ReadStore:
        """Read the store in this folder; where there is none, it is empty. Raises StoreError."""
        return cls(read_folder(folder, now))

    def _read(self, name: str) -> Workspace:
        return self.found.get(name, NOTHING)

    def load(self) -> Load:
        """Say how much it is."""
        changes = [change for workspace in self.found.values() for change in workspace.recent.all()]
        minutes = Counter(change.at.replace(second=0, microsecond=0) for change in changes)
        tables = [table.records for workspace in self.found.values() for table in workspace.tables.by_kind.values()]
        return Load(sum(map(len, tables)), len(changes), max(minutes.values(), default=0) / 60)

    async def commit(self, change: Change) -> Receipt:
        raise NotSaved(f"The store is only read here, so {change.verb} can't be saved.")

    async def compact(self) -> None:
        raise NotSaved("The store is only read here.")

    async def workspaces(self) -> list[str]:
        return sorted(self.found)

    async def check(self) -> None:
        raise NotSaved("The store is only read here.")

    async def close(self) -> None:
        self.found = {}


def read_folder(folder: Path, now: datetime) -> dict[str, Workspace]:
    """Read all workspaces; again where a file went away in between, as a compaction lets it."""
    for attempt in range(ATTEMPTS):
        try:
            return read_once(folder, now)
        except FileNotFoundError:
            if attempt == ATTEMPTS - 1:
                raise StoreError(f"The store's folder {folder} changes faster than it can be read. Try again.") from None
        except OSError as error:
            raise StoreError(f"{error.filename or folder} cannot be read: {error.strerror or error}") from error
    raise AssertionError


def read_once(folder: Path, now: datetime) -> dict[str, Workspace]:
    """Read all workspaces that hold anything."""
    if not folder.exists():
        return {}
    refuse_foreign(folder)
    refuse_unfinished(folder, holds_something=bool(workspace_folders(folder)))
    with collector_paused():
        found = {path.name: read_workspace(path, now) for path in workspace_folders(folder)}
    return {name: recovered.workspace for name, recovered in found.items() if recovered and recovered.segments[-1].last}
