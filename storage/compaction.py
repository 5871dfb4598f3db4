"""Compaction: a snapshot in the place of a long journal, made while the loop goes on.

A new segment is begun first, so the snapshot covers whole segments. Records never change, so a list of them is a consistent
view that a thread can write in small parts. Old segments stay until the snapshot is safe, and 30 days longer, since they hold
who changed what; after that they leave an audit behind that says who, when and which, and no text.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from model.change import Change, Write
from storage.base import StoreError
from storage.disk import OWNER_ONLY, Disk, place, sync_folder, write_all
from storage.journal import Segment, encode, read_head, read_segment, segment_paths
from storage.snapshot import snapshot_parts, snapshot_path
from storage.writer import GroupCommit

KEPT = timedelta(days=30)
ENOUGH = 8 * 1024 * 1024
AUDIT_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT

logger = logging.getLogger(__name__)


class Compactor:
    """Keeps one workspace's journal short."""

    def __init__(self, commits: GroupCommit, folder: Path, disk: Disk, now: Callable[[], datetime]) -> None:
        self.commits, self.folder, self.disk, self.now = commits, folder, disk, now
        self._one_at_a_time = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        path = snapshot_path(folder)
        self._enough = max(ENOUGH, path.stat().st_size if path.exists() else 0)

    def consider(self) -> None:
        """Compact in the background if the journal has grown past the snapshot."""
        if self.commits.since_snapshot > self._enough and self._task is None:
            self._task = asyncio.create_task(self._in_background())

    async def compact(self) -> None:
        """Write a snapshot and let go of segments older than 30 days. Raises StoreError; nothing is lost then."""
        async with self._one_at_a_time:
            self.commits.inline = False
            try:
                await self._compact()
            except OSError as error:
                raise StoreError(f"{self.folder} could not be compacted: {error.strerror or error}") from error
            finally:
                self.commits.inline = True

    async def close(self) -> None:
        """Finish what is under way."""
        if self._task is not None:
            await self._task
        async with self._one_at_a_time:
            pass

    async def _in_background(self) -> None:
        try:
            await self.compact()
        except StoreError as error:
            logger.warning("%s It will be tried again when the journal has grown.", error)
            self._enough = self.commits.since_snapshot + ENOUGH
        finally:
            self._task = None

    async def _compact(self) -> None:
        async with self.commits.alone():
            await self.commits.begin_segment(self.now())
            covers, covered = self.commits.segment.sequence, self.commits.uncovered
            records = {kind: list(table.records.values()) for kind, table in self.commits.workspace.tables.by_kind.items()}
        parts = snapshot_parts(self.folder.name, covers, self.now(), records)
        size = await asyncio.to_thread(self._write, parts)
        self.commits.uncovered -= covered
        self._enough = max(ENOUGH, size)
        await asyncio.to_thread(expire, self.disk, self.folder, covers, self.now() - KEPT)

    def _write(self, parts: Iterator[bytes]) -> int:
        path = snapshot_path(self.folder)
        self.disk.close(place(self.disk, path, parts))
        sync_folder(self.disk, self.folder)
        return path.stat().st_size


class AuditLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What remains of a change: no text."""

    sequence: int
    at: datetime
    by: str
    verb: str
    records: list[tuple[str, str, str]]
    key: str | None = None


def expire(disk: Disk, folder: Path, covers: int, before: datetime) -> None:
    """Turn the segments into audit that the snapshot covers and whose changes are all from before that moment."""
    paths = segment_paths(folder)
    for path, following in pairwise(paths):
        head, start = read_head(following)
        if start > covers or head.begun >= before:
            break
        audit(disk, read_segment(path, last=False))
        disk.unlink(path)
        sync_folder(disk, folder)


def audit(disk: Disk, segment: Segment) -> None:
    """Append a segment's changes to the audit of their years; those that are there already, from before a crash, are not repeated."""
    years: defaultdict[int, list[AuditLine]] = defaultdict(list)
    for sequence, change in enumerate(segment.changes(0), segment.start + 1):
        years[change.at.year].append(audit_line(sequence, change))
    for year, lines in years.items():
        append_audit(disk, segment.path.with_name(f"audit-{year}.jsonl"), lines)


def audit_line(sequence: int, change: Change) -> AuditLine:
    """Return what is kept of a change."""
    records = [(type(write.record).__name__.lower(), write.record.id, what_happened(write)) for write in change.writes]
    return AuditLine(sequence, change.at, change.by, change.verb, records, change.key)


def what_happened(write: Write) -> str:
    """Return in a word what was done to the record."""
    return "made" if write.before is None else "removed" if write.after is None else "changed"


def append_audit(disk: Disk, path: Path, lines: list[AuditLine]) -> None:
    """Append what is not there yet, after cutting off a torn line."""
    there = path.read_bytes() if path.exists() else b""
    whole = there.rfind(b"\n") + 1
    last = msgspec.json.decode(there[:whole].splitlines()[-1], type=AuditLine).sequence if whole else 0
    file = disk.open(path, AUDIT_FLAGS, OWNER_ONLY)
    try:
        disk.truncate(file, whole)
        write_all(disk, file, b"".join(encode(one) + b"\n" for one in lines if one.sequence > last))
        disk.fsync(file)
    finally:
        disk.close(file)
    sync_folder(disk, path.parent)
