"""TinyDB's tables over records in memory, so that its queries serve every read that has no index of its own.

TinyDB reads and writes all of a table at every change, and converts every key twice; a table that keeps its documents
itself does neither. What makes it durable is the journal. This is the only file that imports TinyDB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from tinydb import where
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from model.change import AnyRecord
from model.draft import Draft
from model.post import Post
from model.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

R = TypeVar("R", bound=Record)
KINDS: tuple[type[AnyRecord], ...] = get_args(AnyRecord)


class RecordTable(Table):
    """The records of one kind, by id. A document is a record, a document's id is a record's."""

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, name: str) -> None:
        super().__init__(MemoryStorage(), name, cache_size=0)  # type: ignore[no-untyped-call]
        self.records: dict[str, AnyRecord] = {}

    @staticmethod
    def document_class(record: AnyRecord, _: str) -> AnyRecord:  # type: ignore[override]
        """Return the record as it is, where TinyDB would make a document of it."""
        return record

    def put(self, record: AnyRecord) -> None:
        """Insert the record, or put it in the place of its older version."""
        self.records[record.id] = record

    def drop(self, record: AnyRecord) -> None:
        """Remove the record."""
        del self.records[record.id]

    def _read_table(self) -> dict[str, Any]:
        return self.records

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        updater(self.records)


class Tables:
    """One table for each kind of record."""

    def __init__(self) -> None:
        self.by_kind = {kind: RecordTable(table_name(kind)) for kind in KINDS}

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record of that kind and id, if it exists."""
        return self.by_kind[kind].records.get(record_id)  # type: ignore[index, return-value]

    def all(self, kind: type[R]) -> list[R]:
        """Return all records of that kind."""
        return self.by_kind[kind].all()  # type: ignore[index, return-value]

    def replace(self, old: AnyRecord | None, new: AnyRecord | None) -> None:
        """Put the new record in the place of the old one; either may be missing."""
        if new is not None:
            self.by_kind[type(new)].put(new)
        elif old is not None:
            self.by_kind[type(old)].drop(old)

    def drafts(self, expired_by: datetime) -> list[Draft]:
        """Return the drafts whose time is over."""
        return self.by_kind[Draft].search(where("expires_at") <= expired_by)  # type: ignore[return-value]

    def closed_posts(self, before: datetime) -> list[Post]:
        """Return the posts that need nothing more and were last tried before this moment."""
        return self.by_kind[Post].search((where("not_before") < before) & where("state").one_of(["sent", "dead"]))  # type: ignore[return-value]


def table_name(kind: type[Record]) -> str:
    """Return the name of the table for records of that kind: their tag."""
    return str(kind.__struct_config__.tag)
