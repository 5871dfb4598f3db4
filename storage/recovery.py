"""From files to a workspace in memory: the snapshot, and the journal's changes after it.

Nothing is written here, so another process may read beside the one that has the store open.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from model.change import Change
from storage.journal import Segment, damaged, read_head, read_segment, segment_paths
from storage.recent import KEPT
from storage.snapshot import read_snapshot, snapshot_path
from storage.tables import KINDS
from storage.workspace import Workspace


class Recovered(NamedTuple):
    """A workspace as its files have it, the segments that were read, oldest first, and how much no snapshot covers of all but the last."""

    workspace: Workspace
    segments: list[Segment]
    uncovered: int


def read_workspace(folder: Path, now: datetime) -> Recovered | None:
    """Read a workspace and change nothing; None where there is nothing yet. Raises StoreError where something is damaged."""
    workspace, covers = Workspace(), 0
    snapshot = snapshot_path(folder)
    if snapshot.exists():
        covers = load_snapshot(workspace, snapshot)
    paths = segment_paths(folder)  # after the snapshot: one that is written meanwhile only makes more of them
    if not paths:
        if snapshot.exists() or any(folder.glob("audit-*")):
            raise damaged(folder, "its journal is missing")
        return None
    segments = read_segments(paths, covers, now)
    replay(workspace, segments, covers)
    workspace.indexes.load(workspace.tables)
    workspace.recent.forget(now)
    return Recovered(workspace, segments, sum(segment.end for segment in segments[:-1] if segment.last > covers))


def load_snapshot(workspace: Workspace, snapshot: Path) -> int:
    """Fill the tables from a snapshot and return the sequence number of the last change it covers."""
    head, records = read_snapshot(snapshot)
    refuse_other(snapshot, head.workspace)
    for kind, of_kind in zip(KINDS, records, strict=True):
        workspace.tables.by_kind[kind].records = {record.id: record for record in of_kind}
    return head.covers


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
    if segments[-1].start < covers:
        raise damaged(paths[-1].parent, f"the journal after change {covers}, with which the snapshot ends, is missing")
    return segments


def replay(workspace: Workspace, segments: list[Segment], covers: int) -> None:
    """Bring the tables from the snapshot's moment to the journal's end, and the recent changes with them."""
    for segment in segments:
        for sequence, change in enumerate(segment.changes(0), segment.start + 1):
            workspace.recent.add(change)
            if sequence > covers:
                redo(workspace, change, segment.path)


def redo(workspace: Workspace, change: Change, path: Path) -> None:
    """Bring the tables past one change; the indexes are built when all have been redone."""
    try:
        for write in change.writes:
            workspace.tables.replace(write.before, write.after)
    except KeyError as error:
        raise damaged(path, f"it removes a record that is not there ({error})") from error


def refuse_other(path: Path, workspace: str) -> None:
    """Raise StoreError where a file of another workspace lies in this one's folder."""
    if workspace != path.parent.name:
        raise damaged(path, f"it belongs to workspace {workspace}")
