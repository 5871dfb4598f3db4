"""The journal on disk: a write-ahead log in segments, one checksummed line a change. Reading it is pure and needs no lock.

A line is `crc32 sequence json`, the checksum covering the rest of the line. The first line of a segment is its head, which
bears the sequence number before the segment's first change. Only the end of the last segment may be torn (a crash in the
middle of an append): what is there is then the beginning of a line, and nobody was ever told that it was saved. Whatever
else does not read is damage, and damage is never mended by guessing.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec

from model.change import Change
from storage.base import StoreError

SCHEMA = 3  # raised with every new kind of record and every new field: older code would drop what it does not know
CHECKSUM = 9
LONGEST_HEAD = 4096
TORN = re.compile(rb" *|[0-9a-f]{0,8}|[0-9a-f]{8} \d*|[0-9a-f]{8} \d+ (\{[^\x00-\x1f]*)?")

encode = msgspec.json.Encoder().encode
decode_change = msgspec.json.Decoder(Change).decode


class Head(msgspec.Struct, frozen=True):
    """What a segment says about itself in its first line. `begun` is UTC."""

    schema: int
    workspace: str
    begun: datetime


class Segment(msgspec.Struct, frozen=True):
    """One segment as read: its head, the sequence number before its first change, the changes, undecoded, and its length.

    `end` is where the last whole line ends; a torn line may follow.
    """

    path: Path
    head: Head
    start: int
    payloads: list[bytes]
    end: int

    @property
    def last(self) -> int:
        """Return the sequence number of the last change."""
        return self.start + len(self.payloads)

    def changes(self, after: int) -> list[Change]:
        """Return the changes whose sequence number is greater than `after`."""
        try:
            return [decode_change(payload) for payload in self.payloads[max(0, after - self.start) :]]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise damaged(self.path, f"a line does not hold a change ({error})") from error


def line(sequence: int, payload: bytes) -> bytes:
    """Return the line that stands for this payload in the journal."""
    number = b"%d " % sequence
    return b"%08x %b%b\n" % (crc32(payload, crc32(number)), number, payload)


def segment_path(folder: Path, number: int) -> Path:
    """Return where segment `number` of a workspace stands."""
    return folder / f"journal-{number:08}.log"


def segment_number(path: Path) -> int:
    """Return the number that the name of a segment bears."""
    return int(path.stem.rpartition("-")[2])


def segment_paths(folder: Path) -> list[Path]:
    """Return the segments of a workspace, oldest first."""
    return sorted((path for path in folder.glob("journal-*.log") if path.stem[8:].isdigit()), key=segment_number)


def read_head(path: Path) -> tuple[Head, int]:
    """Return a segment's head, and the sequence number before its first change."""
    with path.open("rb") as file:
        first = file.readline(LONGEST_HEAD)
    if not first.endswith(b"\n"):
        raise damaged(path, "its first line is missing")
    return _head(path, first[:-1])


def read_segment(path: Path, *, last: bool) -> Segment:
    """Read a segment whole. The last one may end in a torn line, which is left out."""
    content = path.read_bytes()
    lines = content.split(b"\n")
    tail = lines.pop()
    if not lines:
        raise damaged(path, "its first line is missing")
    if tail and not (last and is_torn(tail)):
        raise damaged(path, f"what follows byte {len(content) - len(tail)} is no line of a journal")
    head, start = _head(path, lines[0])
    return Segment(path, head, start, _payloads(path, start, lines), len(content) - len(tail))


def is_torn(tail: bytes) -> bool:
    """Whether this is the beginning of a line, and not a whole one whose end was damaged."""
    return TORN.fullmatch(tail) is not None and tail[:CHECKSUM] != b"%08x " % crc32(tail[CHECKSUM:-1])


def _head(path: Path, first: bytes) -> tuple[Head, int]:
    start, _, payload = _body(path, 1, first).partition(b" ")
    try:
        head = msgspec.json.decode(payload, type=Head)
    except msgspec.DecodeError as error:
        raise damaged(path, f"its first line is not a journal's ({error})") from error
    refuse_newer(path, head.schema)
    return head, int(start)


def _payloads(path: Path, start: int, lines: list[bytes]) -> list[bytes]:
    payloads = []
    sequence = start
    for number, text in enumerate(lines[1:], 2):
        if text.isspace():
            continue  # what a probe left behind, see writer.py
        bears, _, payload = _body(path, number, text).partition(b" ")
        sequence += 1
        if int(bears) != sequence:
            raise damaged(path, f"line {number} bears the number {int(bears)} where {sequence} was to come")
        payloads.append(payload)
    return payloads


def _body(path: Path, number: int, text: bytes) -> bytes:
    body = text[CHECKSUM:]
    if text[:CHECKSUM] != b"%08x " % crc32(body):
        raise damaged(path, f"line {number} does not match its checksum")
    return body


def damaged(path: Path, what: str) -> StoreError:
    """Return the error that stops the start."""
    return StoreError(
        f"{path} is damaged: {what}. Nothing was changed. Restore the folder {path.parent} from a backup, or, to begin anew, move it away."
    )


def refuse_newer(path: Path, schema: int) -> None:
    """Raise StoreError if the file was written by a version of the code that knows more than this one."""
    if schema > SCHEMA:
        raise StoreError(
            f"{path} was written by a newer version of Keep Talking (schema {schema}; this one knows {SCHEMA}). "
            "Install that version, or restore a backup made before."
        )
