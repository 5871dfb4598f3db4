"""The snapshot: all records of a workspace at one moment, in a file that plain TinyDB opens.

A table a kind, with integer document ids; before them a table `store` with the schema's version and the sequence number of
the last change the snapshot covers; after them a table `checksum` with the crc32 of everything before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from model.change import AnyRecord
from storage.journal import SCHEMA, damaged, encode, refuse_newer
from storage.tables import KINDS, table_name

SLICE = 64
CHECKSUM = b',"checksum":{"1":{"crc32":'
HEAD = b'{"store":{"1":'


class SnapshotHead(msgspec.Struct, frozen=True):
    """What a snapshot says about itself. `at` is UTC."""

    schema: int
    workspace: str
    covers: int
    at: datetime


TABLES: list[tuple[str, Any, Any]] = [(table_name(kind), dict.__class_getitem__((str, kind)), {}) for kind in KINDS]
Snapshot = msgspec.defstruct(
    "Snapshot",
    [("store", dict[str, SnapshotHead]), ("checksum", dict[str, Any]), *TABLES],
    gc=False,
    forbid_unknown_fields=True,
)


def snapshot_path(folder: Path) -> Path:
    """Return where the snapshot of a workspace stands."""
    return folder / "snapshot.json"


def snapshot_parts(workspace: str, covers: int, at: datetime, records: dict[type[AnyRecord], list[AnyRecord]]) -> Iterator[bytes]:
    """Yield a snapshot in small parts, so that whoever writes it in a thread lets others run in between."""
    writing = Writing()
    yield writing.head(SnapshotHead(SCHEMA, workspace, covers, at))
    for kind in KINDS:
        for start in range(0, len(records[kind]), SLICE):
            yield writing.records(table_name(kind), map(encode, records[kind][start : start + SLICE]))
    yield writing.end()


class Writing:
    """Puts a snapshot together from records as they come: the kinds in their order, some or no records at a time."""

    def __init__(self) -> None:
        self.checksum = self.number = 0
        self.kind = ""
        self.to_come = [table_name(kind) for kind in KINDS]

    def head(self, head: SnapshotHead) -> bytes:
        """Return how it begins."""
        return self._counted(HEAD + encode(head) + b"}")

    def records(self, kind: str, payloads: Iterable[bytes]) -> bytes:
        """Return the next records, encoded, of this kind or of one that comes after it."""
        text = b"".join(self._tables(kind))
        numbered = [b'"%d":%b' % numbered for numbered in enumerate(payloads, self.number + 1)]
        text += b"," if self.number and numbered else b""
        self.number += len(numbered)
        return self._counted(text + b",".join(numbered))

    def end(self) -> bytes:
        """Return how it ends."""
        text = self._counted(b"".join(self._tables(None)) + b"}")
        return text + CHECKSUM + b"%d}}}\n" % self.checksum

    def _tables(self, kind: str | None) -> Iterator[bytes]:
        """Yield what lies between the last record and the first of this kind, or the end."""
        while self.kind != kind and self.to_come:
            self.number = 0
            yield b'%b,"%b":{' % (b"}" if self.kind else b"", self.to_come[0].encode())
            self.kind = self.to_come.pop(0)

    def _counted(self, text: bytes) -> bytes:
        self.checksum = crc32(text, self.checksum)
        return text


def read_snapshot(path: Path) -> tuple[SnapshotHead, list[list[AnyRecord]]]:
    """Read a snapshot: its head, and the records of each kind in the order of KINDS."""
    content = path.read_bytes()
    refuse_newer(path, _schema(path, content))
    end = content.rfind(CHECKSUM)
    if end < 0 or content[end:] != CHECKSUM + b"%d}}}\n" % crc32(memoryview(content)[:end]):
        raise damaged(path, "it does not match its checksum" if content else "it is empty")
    try:
        snapshot: Any = msgspec.json.decode(content, type=Snapshot)
        return snapshot.store["1"], [list(getattr(snapshot, table_name(kind)).values()) for kind in KINDS]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError) as error:
        raise damaged(path, f"it does not hold what a snapshot holds ({error})") from error


def _schema(path: Path, content: bytes) -> int:
    head = content[len(HEAD) : content.find(b"}", len(HEAD)) + 1]
    try:
        if not content.startswith(HEAD):
            raise damaged(path, "it does not begin like a snapshot" if content else "it is empty")
        return int(msgspec.json.decode(head)["schema"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise damaged(path, f"its head cannot be read ({error})") from error
