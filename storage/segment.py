"""The segment that is being appended to: write and sync, and what happens when the disk will not.

After a failed write nothing is known about the end of the file, so nothing more is written to it until it was cut back to
its last good length and the disk has taken a probe.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storage.base import NotSaved
from storage.disk import Disk, place, sync_folder, write_all
from storage.journal import SCHEMA, Head, encode, line, segment_number, segment_path

logger = logging.getLogger(__name__)
PROBE = b" " * 4095 + b"\n"


class OpenSegment:
    """The last segment of a workspace's journal. One caller at a time: the loop or the writer thread."""

    def __init__(self, disk: Disk, path: Path, file: int, length: int, sequence: int) -> None:
        self.disk, self.path, self.file = disk, path, file
        self.length, self.sequence = length, sequence
        self.trouble: str | None = None

    @classmethod
    def begin(cls, disk: Disk, path: Path, sequence: int, now: datetime) -> OpenSegment:
        """Make a new segment for the changes after `sequence`."""
        first = line(sequence, encode(Head(SCHEMA, path.parent.name, now)))
        segment = cls(disk, path, place(disk, path, [first]), len(first), sequence)
        try:
            segment.name_durably()
        except OSError as error:
            segment.fail(error)
        return segment

    @classmethod
    def resume(cls, disk: Disk, path: Path, length: int, sequence: int) -> OpenSegment:
        """Open a segment that was read up to `length`, cutting off the torn line that may follow."""
        file = disk.open(path, os.O_WRONLY | os.O_APPEND)
        segment = cls(disk, path, file, length, sequence)
        if os.fstat(file).st_size > length:
            segment.cut()
        return segment

    def append(self, lines: bytes, count: int) -> NotSaved | None:
        """Put whole lines on disk; return what went wrong, in which case none of them counts."""
        try:
            if self.trouble:
                self.repair()
            write_all(self.disk, self.file, lines)
            self.disk.fdatasync(self.file)
        except OSError as error:
            return self.fail(error)
        self.length += len(lines)
        self.sequence += count
        return None

    def try_again(self) -> NotSaved | None:
        """Find out whether the trouble is over; return it if not."""
        try:
            self.repair()
        except OSError as error:
            return self.fail(error)
        return None

    def repair(self) -> None:
        """Bring the file back to what is known to be good and see whether the disk takes a write again."""
        self.name_durably()
        self.cut()
        write_all(self.disk, self.file, PROBE)
        self.disk.fdatasync(self.file)
        self.cut()
        self.trouble = None

    def fail(self, error: OSError) -> NotSaved:
        """Remember why nothing can be written, and cut off what the failed write may have left."""
        logger.error("%s could not be written: %s", self.path, error.strerror or error)
        self.trouble = f"the disk takes no writes ({error.strerror or error})."
        with suppress(OSError):
            self.cut()
        return NotSaved(self.trouble)

    def cut(self) -> None:
        """Cut the file back to its last good length."""
        self.disk.truncate(self.file, self.length)
        self.disk.fsync(self.file)

    def name_durably(self) -> None:
        """Make the file's name, and its folder's, survive a power cut."""
        sync_folder(self.disk, self.path.parent)
        sync_folder(self.disk, self.path.parent.parent)

    def next(self, now: datetime) -> OpenSegment:
        """Begin the segment after this one, which then never changes again."""
        return OpenSegment.begin(self.disk, segment_path(self.path.parent, segment_number(self.path) + 1), self.sequence, now)

    def close(self) -> None:
        """Let go of the file; everything in it that counts is on disk already."""
        with suppress(OSError):
            if self.trouble:
                self.cut()
        with suppress(OSError):
            self.disk.close(self.file)
