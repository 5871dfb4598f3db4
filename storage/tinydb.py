"""TinyStore: TinyDB's tables in memory, fed by a journal that is the database.

A commit costs one append and one sync, whatever the store holds, and a read costs what it finds.
"""
# ruff: noqa: D102  storage/base.py states the contract

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from model.belief import Belief
from model.change import Change
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.happened import Happening
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge, Relationship
from model.post import Post
from model.record import Record
from model.schedule import Schedule
from model.search import Moment, Query, Searched
from model.talk import Talk
from storage.base import Around, Called, NotSaved, Receipt, Store, StoreError
from storage.compaction import Compactor
from storage.disk import OWNER_ONLY_FOLDER, Disk, remove_unfinished
from storage.folder import take, workspace_folder, workspace_folders
from storage.indexes import ALL
from storage.journal import segment_path
from storage.names import each_once, nearest, starting
from storage.recovery import read_workspace
from storage.segment import OpenSegment
from storage.workspace import Workspace
from storage.writer import GroupCommit, Writer

R = TypeVar("R", bound=Record)
H = TypeVar("H", bound=Happening)
T = TypeVar("T", Idea, Improvement)
NOTHING = Workspace()


class TinyStore(Store):
    """A folder with a sub-folder for each workspace; one process at a time."""

    def __init__(self, folder: Path, now: Callable[[], datetime], disk: Disk, lock: int) -> None:
        self.folder, self.now, self.disk = folder, now, disk
        self.closed = False
        self._lock = lock
        self._writer = Writer(asyncio.get_running_loop())
        self._commits: dict[str, GroupCommit] = {}
        self._compactors: dict[str, Compactor] = {}

    @classmethod
    async def open(cls, folder: str | Path, now: Callable[[], datetime], disk: Disk | None = None) -> TinyStore:
        """Open the store in this folder, making it where there is none. Raises StoreError, or StoreInUse."""
        disk = disk or Disk()
        where = Path(folder)
        store = cls(where, now, disk, take(disk, where))
        try:
            store._load()
        except OSError as error:
            await store.close()
            raise StoreError(f"{error.filename or where} cannot be opened: {error.strerror or error}") from error
        except BaseException:
            await store.close()
            raise
        return store

    def _load(self) -> None:
        folders = workspace_folders(self.folder)
        with collector_paused():
            found = [read_workspace(folder, self.now()) for folder in folders]
        for folder, recovered in zip(folders, found, strict=True):
            if recovered is not None:
                last = recovered.segments[-1]
                segment = OpenSegment.resume(self.disk, last.path, last.end, last.last)
                self._serve(folder.name, recovered.workspace, segment).uncovered = recovered.uncovered
            remove_unfinished(self.disk, folder)

    def _serve(self, name: str, workspace: Workspace, segment: OpenSegment) -> GroupCommit:
        commits = self._commits[name] = GroupCommit(workspace, segment, self._writer)
        self._compactors[name] = Compactor(commits, self.folder / name, self.disk, self.now)
        return commits

    async def commit(self, change: Change) -> Receipt:
        if self.closed:
            raise NotSaved("The store is closed.")
        receipt = await (self._commits.get(change.workspace) or self._begin(change.workspace)).commit(change)
        self._compactors[change.workspace].consider()
        return receipt

    async def compact(self) -> None:
        """Write a snapshot of every workspace in the place of its journal, and wait for it. Raises StoreError."""
        for compactor in self._compactors.values():
            await compactor.compact()

    def _begin(self, name: str) -> GroupCommit:
        folder = workspace_folder(self.folder, name)
        try:
            if not folder.exists():
                self.disk.mkdir(folder, OWNER_ONLY_FOLDER)
            segment = OpenSegment.begin(self.disk, segment_path(folder, 1), 0, self.now())
        except OSError as error:
            raise NotSaved(f"{folder} could not be made: {error.strerror or error}") from error
        return self._serve(name, Workspace(), segment)

    def _read(self, name: str) -> Workspace:
        commits = self._commits.get(name)
        return commits.workspace if commits else NOTHING

    async def answered(self, workspace: str, key: str) -> Change | None:
        return self._read(workspace).recent.by_key.get(key)

    async def changes(self, workspace: str, by: str, since: datetime) -> list[Change]:
        return self._read(workspace).recent.of(by, since)

    async def get(self, workspace: str, kind: type[R], record_id: str) -> R | None:
        return self._read(workspace).tables.get(kind, record_id)

    async def named(self, workspace: str, folded: Sequence[str]) -> dict[str, Customer]:
        names = self._read(workspace).indexes.names
        return {name: names[name] for name in folded if name in names}

    def longest_known(self, workspace: str) -> int:
        return self._read(workspace).indexes.longest_name

    async def called(self, workspace: str, folded: Sequence[str]) -> Called:
        indexes = self._read(workspace).indexes
        name = next((name for name in folded if name in indexes.names), "")
        return Called(name, indexes.around(indexes.names[name]) if name else None, indexes.longest_name)

    async def near(self, workspace: str, text: str, *, within: int | None = None, limit: int = 3) -> list[Customer]:
        names = self._read(workspace).indexes.names
        return each_once(map(names.__getitem__, nearest(names.keys(), text, within, limit)), limit)

    async def starting(self, workspace: str, folded: str, limit: int) -> list[Customer]:
        names = self._read(workspace).indexes.names
        return each_once(map(names.__getitem__, starting(names, folded, limit)), limit)

    async def customers(self, workspace: str, owner: str | None = None) -> list[Customer]:
        indexes = self._read(workspace).indexes
        ids = indexes.standing if owner is None else indexes.owners.at(owner)
        return [indexes.standing[customer].customer for customer in indexes.by_name(ids)]

    async def customer_of_channel(self, workspace: str, channel: str) -> Customer | None:
        indexes = self._read(workspace).indexes
        return next((indexes.standing[customer].customer for customer in indexes.by_name(indexes.channels.at(channel))), None)

    async def by_external_id(self, workspace: str, external_ids: Sequence[str]) -> dict[str, Customer]:
        indexes = self._read(workspace).indexes
        return {external_id: found[0] for external_id, found in indexes.in_buckets(indexes.external_ids, external_ids).items()}

    async def by_domain(self, workspace: str, domains: Sequence[str]) -> dict[str, list[Customer]]:
        indexes = self._read(workspace).indexes
        return indexes.in_buckets(indexes.domains, domains)

    async def relationship(self, workspace: str, customer: str) -> Relationship | None:
        return self._read(workspace).indexes.standing.get(customer)

    async def around(self, workspace: str, customer: str) -> Around | None:
        indexes = self._read(workspace).indexes
        standing = indexes.standing.get(customer)
        return indexes.around(standing.customer) if standing else None

    async def relationships(self, workspace: str, *, owner: str | None = None, due_by: date | None = None) -> list[Relationship]:
        indexes = self._read(workspace).indexes
        return indexes.due_by(due_by) if owner is None else indexes.due_among(indexes.owners.at(owner), due_by)

    async def sponsored(self, workspace: str, sponsor: str) -> list[Relationship]:
        indexes = self._read(workspace).indexes
        return indexes.due_among(indexes.sponsors.at(sponsor))

    async def booked(self, workspace: str, before: date) -> list[Relationship]:
        return self._read(workspace).indexes.booked_before(before)

    async def talks(self, workspace: str, customer: str, limit: int | None = None) -> list[Talk]:
        return self._read(workspace).indexes.talks.newest(customer, limit)

    async def last_talks(self, workspace: str, before: date) -> dict[str, date]:
        return await self._read(workspace).indexes.last_talks(before)

    async def happened(self, workspace: str, kind: type[H], first: date, last: date, *, of: Sequence[str] | None = None) -> list[H]:
        if of is not None:
            return self._read(workspace).indexes.happened_with(of, kind, first, last)
        return await self._read(workspace).indexes.happened(kind, first, last)

    async def ideas(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Idea]:
        read = self._read(workspace)
        if customer is not None:
            return read.indexes.ideas.newest(customer, limit)
        return sorted(read.tables.all(Idea), key=read.indexes.ideas.order, reverse=True)[:limit]

    async def to_tell(self, workspace: str, kind: type[T]) -> list[T]:
        return self._read(workspace).indexes.to_tell[kind].oldest(ALL)

    async def improvements(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Improvement]:
        indexes = self._read(workspace).indexes
        return indexes.register.newest(ALL, limit) if customer is None else indexes.improvements.newest(customer, limit)

    async def to_check(self, workspace: str, due_by: date) -> list[Improvement]:
        return self._read(workspace).indexes.to_check.until(due_by)

    async def schedules(self, workspace: str) -> list[Schedule]:
        return sorted(self._read(workspace).tables.all(Schedule), key=attrgetter("set_at", "id"))

    async def beliefs(self, workspace: str, customer: str) -> list[Belief]:
        return self._read(workspace).indexes.beliefs.newest(customer)

    async def commitments(self, workspace: str, customer: str) -> list[Commitment]:
        return self._read(workspace).indexes.commitments.newest(customer)

    async def promised(self, workspace: str, due_by: date, *, person: str | None = None) -> list[Commitment]:
        found = self._read(workspace).indexes.promised.until(due_by)
        return found if person is None else [promise for promise in found if promise.person == person]

    async def industry_entries(self, workspace: str, folded: str | None = None) -> list[IndustryEntry]:
        read = self._read(workspace)
        if folded is not None:
            return read.indexes.industry.newest(folded)
        return sorted(read.tables.all(IndustryEntry), key=read.indexes.industry.order, reverse=True)

    async def industries(self, workspace: str) -> dict[str, int]:
        sizes = {name: len(customers) for name, customers in self._read(workspace).indexes.industries.ids.items()}
        return dict(sorted(sizes.items(), key=lambda size: (-size[1], size[0])))

    async def find(self, workspace: str, viewer: str, query: Query, limit: int, *, before: Moment | None = None) -> list[Searched]:
        return await self._read(workspace).find(viewer, query, limit, before)

    async def nudges(self, workspace: str, *, customer: str | None = None, post: str | None = None) -> list[Nudge]:
        indexes = self._read(workspace).indexes
        return indexes.nudges_of_post.oldest(post) if post is not None else indexes.nudges.oldest(customer or "")

    async def open_posts(self, workspace: str) -> list[Post]:
        return self._read(workspace).indexes.outbox.in_order()

    async def take_posts(self, workspace: str, at: datetime, limit: int) -> list[Post]:
        return self._read(workspace).indexes.outbox.take(at, limit)

    async def next_post(self, workspace: str) -> datetime | None:
        return self._read(workspace).indexes.outbox.following

    async def closed_posts(self, workspace: str, before: datetime) -> list[Post]:
        return self._read(workspace).tables.closed_posts(before)

    async def drafts(self, workspace: str, expired_by: datetime) -> list[Draft]:
        return self._read(workspace).tables.drafts(expired_by)

    async def workspaces(self) -> list[str]:
        return sorted(name for name, commits in self._commits.items() if commits.segment.sequence)

    async def check(self) -> None:
        if self.closed:
            raise NotSaved("The store is closed.")
        for commits in self._commits.values():
            await commits.check()

    async def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        for compactor in self._compactors.values():
            await compactor.close()
        for commits in self._commits.values():
            await commits.close()
        self._writer.stop()
        with suppress(OSError):
            self.disk.close(self._lock)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking over records while they are loaded, and from ever walking over them again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if enabled:
            gc.enable()
