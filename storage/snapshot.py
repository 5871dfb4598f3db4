"""The snapshot: all records of a workspace at one moment, in a file that plain TinyDB opens.

A table a kind, with integer document ids; before them a table `store` with the schema's version and the sequence number of
the last change the snapshot covers; after them a table `checksum` with the crc32 of everything before it.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    checksum = 0
    for part in _tables(SnapshotHead(SCHEMA, workspace, covers, at), records):
        checksum = crc32(part, checksum)
        yield part
    yield CHECKSUM + b"%d}}}\n" % checksum


def _tables(head: SnapshotHead, records: dict[type[AnyRecord], list[AnyRecord]]) -> Iterator[bytes]:
    yield HEAD + encode(head) + b"}"
    for kind in KINDS:
        yield b',"%b":{' % table_name(kind).encode()
        for start in range(0, len(records[kind]), SLICE):
            documents = dict(enumerate(records[kind][start : start + SLICE], start + 1))
            yield (b"," if start else b"") + encode(documents)[1:-1]
        yield b"}"


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
