"""The embedded store as a source, read as it is at one moment, and as a target, whose files are written without a store in memory."""
# ruff: noqa: D102  stream.py states the contract

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from storage.arrival import Order, arrive, aside_of, discard, make_room, new_name
from storage.base import StoreError
from storage.disk import OWNER_ONLY, OWNER_ONLY_FOLDER, Disk, place, sync_folder, write_all
from storage.folder import take, workspace_folder, workspace_folders
from storage.journal import SCHEMA, Head, line, segment_path
from storage.moving.stream import CHANGES, TOGETHER, TYPES, Contents, Counts, Figures, Part, Source, Target, counted, encode, refuse_other
from storage.reading import read_folder
from storage.snapshot import SnapshotHead, Writing, snapshot_path
from storage.workspace import Workspace

FORCE = "Name an empty one; a restore replaces it with --force."
FIRST = 1  # a workspace whose journal bears no number yet is none
WRITE_NEW = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL


class FolderSource(Source):
    """A folder as it was at one moment. With a lock nobody writes into it meanwhile; without one it is read beside a running bot."""

    def __init__(self, folder: Path, at: datetime, lock: int | None = None) -> None:
        self.lock, self.disk = lock, Disk()
        self.found = dict(sorted(read_folder(folder, at).items()))
        self.contents = Contents(SCHEMA, at, {name: counts(workspace) for name, workspace in self.found.items()})

    @classmethod
    def alone(cls, folder: Path, at: datetime) -> FolderSource:
        """Read a folder that no bot has open, and keep bots out. Raises StoreError, or StoreInUse."""
        if not folder.is_dir():
            raise StoreError(f"There is no store in {folder}.")
        lock = take(Disk(), folder)
        try:
            return cls(folder, at, lock)
        except BaseException:
            Disk().close(lock)
            raise

    async def parts(self) -> AsyncIterator[Part]:
        for name, workspace in self.found.items():
            for kind in TYPES:
                records = held(workspace, kind)
                for start in range(0, len(records), TOGETHER):
                    yield Part(name, kind, list(map(encode, records[start : start + TOGETHER])))

    async def confirm(self, _: Figures) -> None:
        pass

    async def close(self) -> None:
        self.found = {}
        if self.lock is not None:
            self.disk.close(self.lock)


def held(workspace: Workspace, kind: str) -> list[Any]:
    """Return the records of a kind in the order of the stream."""
    if kind == CHANGES:
        return workspace.recent.all()
    return sorted(workspace.tables.by_kind[TYPES[kind]].records.values(), key=attrgetter("id"))


def counts(workspace: Workspace) -> Counts:
    """Return how many of each kind a workspace has."""
    tables = {kind: len(workspace.tables.by_kind[of].records) for kind, of in TYPES.items() if kind != CHANGES}
    return tables | {CHANGES: len(workspace.recent.all())}


class FolderTarget(Target):
    """A store's folder into which a stream comes. What it held before makes room where `force` says so, and is kept beside it."""

    def __init__(self, folder: Path, at: datetime, *, force: bool = False, disk: Disk | None = None) -> None:
        """Take the folder. Raises StoreError, or StoreInUse where another process has it."""
        self.folder, self.force, self.disk = folder, force, disk or Disk()
        self.aside = new_name(folder, f"{folder.resolve().name}.before-restore-{at:%Y%m%dT%H%M%S}")
        self.files: WorkspaceFiles | None = None
        self.lock = take(self.disk, folder, arriving=True)
        with writing(folder):
            discard(folder)

    async def begin(self, contents: Contents) -> None:
        self.contents = contents
        self.replaced = [path.name for path in workspace_folders(self.folder)]
        if self.replaced and not self.force:
            raise StoreError(f"{self.folder} is not empty: it holds {', '.join(self.replaced)}. {FORCE}")
        with writing(self.folder):
            self.incoming = make_room(self.disk, self.folder)
            for name in contents.workspaces:
                self.disk.mkdir(workspace_folder(self.incoming, name), OWNER_ONLY_FOLDER)
            self.to_come = list(contents.workspaces)
            self._next()

    async def add(self, part: Part) -> None:
        with writing(self.folder):
            while self.files and self.files.name != part.workspace:
                self._next()
            assert self.files  # noqa: S101  a part is of one of the workspaces that were announced
            self.files.add(part)

    async def finish(self, figures: Figures) -> None:
        with writing(self.folder):
            while self.files:
                self._next()
            sync_folder(self.disk, self.incoming)
        written = FolderSource(self.incoming, self.contents.at)
        refuse_other(await counted(written), figures, str(self.folder))
        with writing(self.folder):
            arrive(self.disk, self.folder, Order(self.replaced, aside_of(self.folder, self.aside)))

    async def close(self) -> None:
        if self.files:
            self.files.close()
        with suppress(OSError):
            discard(self.folder)
        with suppress(OSError):
            self.disk.close(self.lock)

    def _next(self) -> None:
        """Finish one workspace's files and begin the next ones."""
        if self.files:
            self.files.finish()
        self.files = WorkspaceFiles(self.disk, self.incoming, self.to_come.pop(0), self.contents) if self.to_come else None


class WorkspaceFiles:
    """The files of a new workspace: a snapshot of its records, and before that a journal of its changes, so that their keys are known."""

    def __init__(self, disk: Disk, folder: Path, name: str, contents: Contents) -> None:
        self.disk, self.folder, self.name = disk, folder / name, name
        self.begun = contents.at
        self.sequence = FIRST
        self.last = FIRST + contents.workspaces[name][CHANGES]
        self.snapshot = Writing()
        self.open: list[int] = []
        self.records = self._file(snapshot_path(self.folder), self.snapshot.head(SnapshotHead(SCHEMA, name, self.last, self.begun)))
        self.changes = self._file(segment_path(self.folder, 1), self._head())

    def add(self, part: Part) -> None:
        """Write a part."""
        if part.kind != CHANGES:
            write_all(self.disk, self.records, self.snapshot.records(part.kind, part.payloads))
            return
        lines = [line(number, payload) for number, payload in enumerate(part.payloads, self.sequence + 1)]
        self.sequence += len(lines)
        write_all(self.disk, self.changes, b"".join(lines))

    def finish(self) -> None:
        """Write how they end, and what makes them durable."""
        write_all(self.disk, self.records, self.snapshot.end())
        for file in self.open:
            self.disk.fsync(file)
        self.disk.close(place(self.disk, segment_path(self.folder, 2), [self._head()]))
        sync_folder(self.disk, self.folder)
        self.close()

    def close(self) -> None:
        """Let go of them; what counts of them is on disk."""
        while self.open:
            with suppress(OSError):
                self.disk.close(self.open.pop())

    def _head(self) -> bytes:
        return line(self.sequence, encode(Head(SCHEMA, self.name, self.begun)))

    def _file(self, path: Path, content: bytes) -> int:
        self.open.append(self.disk.open(path, WRITE_NEW, OWNER_ONLY))
        write_all(self.disk, self.open[-1], content)
        return self.open[-1]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in one line why a store can't be written."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{folder} can't be written: {error.strerror or error}. What was written of it is removed.") from error
