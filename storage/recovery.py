"""From files to a workspace in memory: the snapshot, and the journal's changes after it.

Nothing is written here but the cut of a torn last line, and that only when everything else has been read and found whole.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from storage.base import StoreError
from storage.disk import NEW, Disk
from storage.journal import Segment, damaged, read_head, read_segment, segment_paths
from storage.recent import KEPT
from storage.segment import OpenSegment
from storage.snapshot import read_snapshot, snapshot_path
from storage.tables import KINDS
from storage.workspace import Workspace


def recover(disk: Disk, folder: Path, now: datetime) -> tuple[Workspace, OpenSegment, int] | None:
    """Open what a workspace's folder holds: its records, its last segment, how much of the journal the snapshot lacks.

    None where the folder is empty. Raises StoreError where something is damaged or cannot be read.
    """
    try:
        found = read_workspace(folder, now)
        if found is None:
            return None
        workspace, segments, covers = found
        last = segments[-1]
        return workspace, OpenSegment.resume(disk, last.path, last.end, last.last), journal_bytes(segments, covers)
    except OSError as error:
        raise StoreError(f"{error.filename or folder} cannot be opened: {error.strerror or error}") from error


def read_workspace(folder: Path, now: datetime) -> tuple[Workspace, list[Segment], int] | None:
    """Read a workspace without changing anything: its records, the segments that were read, what the snapshot covers."""
    paths = segment_paths(folder)
    snapshot = snapshot_path(folder)
    if not paths:
        if snapshot.exists():
            raise damaged(snapshot, "the journal that belongs to it is missing")
        return None
    workspace, covers = Workspace(), 0
    if snapshot.exists():
        head, records = read_snapshot(snapshot)
        covers = head.covers
        refuse_other(snapshot, head.workspace)
        for kind, of_kind in zip(KINDS, records, strict=True):
            workspace.tables.by_kind[kind].records = {record.id: record for record in of_kind}
    segments = read_segments(paths, covers, now)
    replay(workspace, segments, covers)
    workspace.indexes.load(workspace.tables)
    workspace.recent.forget(now)
    return workspace, segments, covers


def read_segments(paths: list[Path], covers: int, now: datetime) -> list[Segment]:
    """Read the segments that hold changes after the snapshot, or of the last 24 hours."""
    heads = [read_head(path) for path in paths]
    for path, (head, _) in zip(paths, heads, strict=True):
        refuse_other(path, head.workspace)
    needed = next((i for i, (head, start) in enumerate(heads[1:]) if start > covers or head.begun >= now - KEPT), len(paths) - 1)
    segments = [read_segment(path, last=path == paths[-1]) for path in paths[needed:]]
    if segments[0].start > covers:
        raise damaged(segments[0].path, f"changes {covers + 1} to {segments[0].start}, which come before it, are missing")
    for one, other in pairwise(segments):
        if one.last != other.start:
            raise damaged(other.path, f"it begins after change {other.start}, but the segment before it ends with {one.last}")
    if segments[-1].last < covers:
        raise damaged(segments[-1].path, f"it ends with change {segments[-1].last}, but the snapshot covers {covers}")
    return segments


def replay(workspace: Workspace, segments: list[Segment], covers: int) -> None:
    """Bring the tables from the snapshot's moment to the journal's end, and the recent changes with them."""
    for segment in segments:
        for sequence, change in enumerate(segment.changes(0), segment.start + 1):
            workspace.recent.add(change)
            if sequence > covers:
                for write in change.writes:
                    workspace.tables.replace(write.before, write.after)


def journal_bytes(segments: list[Segment], covers: int) -> int:
    """Return how many bytes of journal a start has to read beyond the snapshot."""
    return sum(segment.end for segment in segments if segment.last > covers)


def refuse_other(path: Path, workspace: str) -> None:
    """Raise StoreError where a file of another workspace lies in this one's folder."""
    if workspace != path.parent.name:
        raise damaged(path, f"it belongs to workspace {workspace}")


def sweep_drafts(disk: Disk, folder: Path) -> None:
    """Remove what an interrupted start of a new file left."""
    for path in folder.glob("*" + NEW):
        with suppress(OSError):
            disk.unlink(path)
