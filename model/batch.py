"""A batch: what one import did, remembered so that it can be taken back long after."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

import msgspec

from model.customer import Customer
from model.record import Record, id_for

DIGEST_BYTES = 8


class Step(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What an import did to one customer: it was made, or it was another before; `talk` is the id of the talk that was made with it.

    `left` is the digest of the customer as the import left it. It is empty where only a talk was made, so that it does not matter
    what became of the customer.
    """

    customer: str
    made: bool = False
    before: Customer | None = None
    left: str = ""
    talk: str | None = None


class Batch(Record, frozen=True):
    """One import of one file, by the file's name; both times are UTC. Its steps are kept in parts 1 to `parts`.

    `undone_at` is set once nothing of it is left to take back.
    """

    file: str
    at: datetime
    parts: int = 0
    created: int = 0
    updated: int = 0
    undone_at: datetime | None = None


class BatchPart(Record, frozen=True):
    """Some hundred steps of a batch, in the order of the file; a step that was taken back is dropped."""

    batch: str
    steps: tuple[Step, ...]


def part_id(batch: str, number: int) -> str:
    """Return the id that this part of a batch, and no other, has."""
    return id_for("batch part", batch, str(number))


def digest(customer: Customer) -> str:
    """Return a short text that is the same for a customer that holds the same, whatever its version."""
    as_first = msgspec.structs.replace(customer, version=1)
    return blake2b(msgspec.json.encode(as_first), digest_size=DIGEST_BYTES).hexdigest()
