"""Records as rows of a table: a column a field, in words, and no cell that a spreadsheet would take for a formula.

A customer's columns are those that the import reads, so that a table of customers can be edited and brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, get_args

import msgspec

from model.cells import quoted_names, safe
from model.columns import Field
from model.customer import Customer
from model.nudge import NudgeAnswer
from model.record import Record

CUSTOMER: tuple[Field, ...] = get_args(Field)
LEFT_OUT = {"id", "workspace", "version", "customer"}
SPREAD = {"answer": NudgeAnswer.__struct_fields__}


def customer_row(customer: Customer, last_on: date | None) -> list[str]:
    """Return a customer as the import reads it, people by their Slack ids; `last_on` is the day of its last talk that counts."""
    other = {"other_names": quoted_names(customer.aliases), "last_talk": last_on}
    fields = (field.replace(" ", "_") for field in CUSTOMER)
    return [cell(other[field] if field in other else getattr(customer, field)) for field in fields]


@lru_cache
def columns(kind: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Return the columns of any other kind, each as the way to its value: what the record is about, in the end its id."""
    inner = [(field, *rest) for field in kind.__struct_fields__ if field not in LEFT_OUT for rest in spread(field)]
    about = [("customer",)] if "customer" in kind.__struct_fields__ else []
    return (*about, *inner, ("id",))


def spread(field: str) -> Iterable[tuple[str, ...]]:
    """Return what follows a field on the way to its values."""
    return [(part,) for part in SPREAD[field]] if field in SPREAD else [()]


def headings(kind: type[Record]) -> list[str]:
    """Return the headings of a kind's columns."""
    if kind is Customer:
        return list(CUSTOMER)
    return [" ".join(way).replace("_", " ") for way in columns(kind)]


def row(record: Record, customer: str = "") -> list[str]:
    """Return a record that is no customer as a row; `customer` is the name of the one it is about."""
    return [cell(customer if way == ("customer",) else value(record, way)) for way in columns(type(record))]


def value(record: Any, way: tuple[str, ...]) -> Any:
    """Return what stands at the end of the way, None where it breaks off."""
    for step in way:
        record = getattr(record, step, None)
    return record


def cell(given: Any) -> str:
    """Return a value as the text of a cell: times in ISO form and UTC, several texts between semicolons."""
    if given is None:
        return ""
    if isinstance(given, tuple):
        return safe(quoted_names(map(str, given)))
    if isinstance(given, date):
        return given.isoformat()
    return safe(str(given))


def whole(record: Record) -> dict[str, Any]:
    """Return a record with all of its fields and its kind, ready to become JSON; it can be read back as the record it was."""
    kind = {"record": record.__struct_config__.tag}
    return kind | {field: getattr(record, field) for field in record.__struct_fields__}


def as_json(record: Record | Mapping[str, Any]) -> bytes:
    """Return a record, or an entry that was made of one, as one line of JSON."""
    return msgspec.json.encode(whole(record) if isinstance(record, Record) else record)
