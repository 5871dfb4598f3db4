"""Changes as PostgreSQL takes them: rows whose fields are columns, the names that change hands, and whose last talk is to be derived."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import msgspec

from model.belief import Belief
from model.brainstorm import Brainstorm
from model.cadence import Cadence
from model.change import AnyRecord, Change
from model.commitment import Commitment
from model.customer import Customer, fold
from model.draft import Draft
from model.happened import days
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.post import Post
from model.record import Record, new_id
from model.schedule import Schedule
from model.search import SEARCHED
from model.talk import Talk
from storage.base import Conflict
from storage.postgres_search import words_of

Json = dict[str, Any]
Place = tuple[str, str]
encode = msgspec.json.Encoder().encode


class Net(msgspec.Struct):
    """What a change does to one record, however often it writes it: the version it was read at, and what it becomes."""

    first: AnyRecord
    before: int | None
    old: AnyRecord | None
    after: AnyRecord | None


class Envelope(msgspec.Struct, frozen=True):
    """A change on its way: its own id, by which it is known again, its columns, and what becomes of each record."""

    id: str
    change: Change
    head: Json
    net: list[Net]


def envelope(change: Change) -> Envelope:
    """Return a change as it is sent; raise Conflict where its own writes don't follow each other."""
    change_id = new_id()
    return Envelope(change_id, change, head(change, change_id), net_of(change))


def arguments(together: list[Envelope]) -> dict[str, str | None]:
    """Return the arguments with which `commit_changes` in the database writes these changes, see there."""
    net = [one for sent in together for one in sent.net]
    renamed = [one for one in net if isinstance(one.first, Customer) and folded_names(one.old) != folded_names(one.after)]
    given = {
        "changes": [{**sent.head, "change": sent.change} for sent in together],
        "writes": grouped(net),
        "renamed": [place_of(one.first) for one in renamed],
        "names": [(*place_of(one.first), name) for one in renamed for name in sorted(folded_names(one.after))],
        "told": sorted({(one.after.workspace, one.after.customer) for one in net if isinstance(one.after, Nudge | Brainstorm)}),
        "standing": sorted(standing(net)),
    }
    return {name: encode(value).decode() if value else None for name, value in given.items()}


def place_of(record: AnyRecord) -> Place:
    """Return where a record is: its workspace and its id."""
    return record.workspace, record.id


def grouped(net: list[Net]) -> list[Json]:
    """Return the writes of one kind that do the same together, in the order in which they are done."""
    groups: dict[tuple[int, str, str], list[Json]] = {}
    for one in net:
        what = "make" if one.before is None else "remove" if one.after is None else "change"
        groups.setdefault((order(one), table_of(type(one.first)), what), []).append(write(one))
    return [{"kind": kind, "what": what, "rows": rows} for (_, kind, what), rows in sorted(groups.items(), key=itemgetter(0))]


def head(change: Change, change_id: str) -> Json:
    """Return the columns of the change itself. One without a key is known by its id."""
    key = change.key if change.key is not None else f"change:{change_id}"
    keyed = change.key is not None
    return {
        "workspace": change.workspace,
        "key": key,
        "id": change_id,
        "at": change.at,
        "by": change.by,
        "verb": change.verb,
        "keyed": keyed,
    }


def net_of(change: Change) -> list[Net]:
    """Return what becomes of each record."""
    net: dict[tuple[type[AnyRecord], str], Net] = {}
    for one in change.writes:
        place = (type(one.record), one.record.id)
        before = version_of(one.before)
        if place not in net:
            net[place] = Net(one.record, before, one.before, one.after)
        elif version_of(net[place].after) != before:
            raise Conflict(f"{place[0].__name__.lower()} {place[1]} has moved on")
        else:
            net[place].after = one.after
    return [one for one in net.values() if one.before is not None or one.after is not None]


def version_of(record: AnyRecord | None) -> int | None:
    """Return a record's version, None where there is no record."""
    return record.version if record else None


def order(one: Net) -> int:
    """Return which writes come first: customers before what names them, and their end after that; talks go before they come."""
    if isinstance(one.first, Customer):
        return 3 if one.after is None else 0
    return 1 if one.after is None else 2


def write(one: Net) -> Json:
    """Return one write: the row that a record becomes, and where there was one, which version of it."""
    if one.after is None:
        return {"workspace": one.first.workspace, "id": one.first.id, "before": one.before}
    return row(one.after) if one.before is None else {"before": one.before, "fields": row(one.after)}


def row(record: AnyRecord) -> Json:
    """Return a record as the columns of its table."""
    columns = COLUMNS.get(type(record), no_columns)(record)
    found_by = {"words": words_of(record)} if isinstance(record, SEARCHED) else {}
    return {"workspace": record.workspace, "id": record.id, "version": record.version, "record": record, **columns, **found_by}


def spanning(columns: Callable[[Any], Json]) -> Callable[[Any], Json]:
    """Return the columns of a kind with the first and the last day on which something happened to a record."""

    def spanned(record: Any) -> Json:
        on = days(record)
        return {**columns(record), "first_day": on[0], "last_day": on[-1]}

    return spanned


def standing(net: list[Net]) -> set[Place]:
    """Return the customers that are changed, or whose last talk can be another."""
    talks = (one for one in net if isinstance(one.first, Talk))
    moved = {(talk.workspace, talk.customer) for one in talks for talk in (one.old, one.after) if isinstance(talk, Talk) and talk.counts}
    return moved | {place_of(one.first) for one in net if isinstance(one.first, Customer)}


def folded_names(record: AnyRecord | None) -> set[str]:
    """Return the names that a record claims, as they are compared: only customers claim any."""
    return {fold(name) for name in record.names} if isinstance(record, Customer) else set()


def table_of(kind: type[Record]) -> str:
    """Return the table of a kind of records: its tag."""
    return str(kind.__struct_config__.tag)


def no_columns(_: Any) -> Json:
    """Return nothing: a record of this kind is asked for by its id only."""
    return {}


def customer_columns(customer: Customer) -> Json:
    """Return what customers are asked for by. The columns `last_on` and `due_on` are the store's own."""
    asked = ("owner", "channel", "external_id", "domain", "added_on", "booked_on")
    derived = {"folded": fold(customer.name), "industry": fold(customer.industry) or None, "cadence": interval(customer.cadence)}
    return derived | {name: getattr(customer, name) for name in asked}


def interval(cadence: Cadence) -> str:
    """Return a cadence as PostgreSQL's interval; both clip at a month's end."""
    return f"{cadence.count} {cadence.unit}"


def improvement_columns(one: Improvement) -> Json:
    """Return what improvements are asked for by."""
    asked = ("customer", "number", "cycle", "begun_at")
    return {"check_on": one.checked_by, "to_tell": bool(one.to_hear)} | {name: getattr(one, name) for name in asked}


COLUMNS: dict[type[Record], Callable[[Any], Json]] = {
    Customer: customer_columns,
    Talk: lambda talk: {
        "customer": talk.customer,
        "held_on": talk.held_on,
        "recorded_at": talk.recorded_at,
        "counts": talk.counts,
    },
    Idea: spanning(lambda idea: {"customer": idea.customer, "noted_at": idea.noted_at, "to_tell": bool(idea.to_hear)}),
    Belief: spanning(lambda one: {"customer": one.customer, "learned_on": one.learned_on, "learned_at": one.learned_at}),
    Commitment: spanning(lambda one: {"customer": one.customer, "made_at": one.made_at, "promised_by": one.due_on if one.open else None}),
    Improvement: spanning(improvement_columns),
    Schedule: lambda schedule: {"set_at": schedule.set_at},
    IndustryEntry: lambda entry: {"folded": entry.folded, "noted_at": entry.noted_at},
    Nudge: lambda nudge: {"customer": nudge.customer, "post": nudge.post, "sent_at": nudge.sent_at},
    Post: lambda post: {"state": post.state, "not_before": post.not_before},
    Draft: lambda draft: {"expires_at": draft.expires_at},
}
