"""Records and changes for the tests of the store, with as little as a test needs to say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from model.answer import Message, Reply, kept
from model.belief import Belief
from model.change import AnyRecord, Change, Write
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.idea import Idea
from model.improvement import Improvement, improvement_id
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.post import Post
from model.record import new_id
from model.schedule import Schedule, schedule_id
from model.talk import Talk
from storage.disk import Disk

TEAM = "T1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()
keys = map("request-{}".format, count(1))


class QuickDisk(Disk):
    """A disk that does not wait, for tests that look at what is in the files."""

    fsync = fdatasync = staticmethod(lambda _: None)  # type: ignore[assignment]


def customer(name: str, **fields: Any) -> Customer:
    return Customer(**{"id": new_id(), "workspace": TEAM, "name": name, "added_on": date(2026, 9, 1), **fields})


def talk(of: Customer, held_on: date = TODAY, **fields: Any) -> Talk:
    given = {"id": new_id(), "workspace": of.workspace, "customer": of.id, "held_on": held_on, "recorded_at": NOON}
    return Talk(**{**given, "author": "U1", "notes": "We talked.", **fields})


def idea(of: Customer, text: str = "A portal", noted_at: datetime = NOON, **fields: Any) -> Idea:
    given = {"id": new_id(), "workspace": of.workspace, "customer": of.id, "text": text, "author": "U1", "noted_at": noted_at}
    return Idea(**{**given, **fields})


def belief(of: Customer, statement: str = "They plan a portal", learned_at: datetime = NOON, **fields: Any) -> Belief:
    given = {"id": new_id(), "workspace": of.workspace, "customer": of.id, "topic": "plans", "statement": statement, "author": "U1"}
    return Belief(**{**given, "learned_on": learned_at.date(), "learned_at": learned_at, **fields})


def commitment(of: Customer, what: str = "Send the offer", made_at: datetime = NOON, **fields: Any) -> Commitment:
    given = {"id": new_id(), "workspace": of.workspace, "customer": of.id, "side": "us", "person": "U1", "what": what, "author": "U1"}
    return Commitment(**{**given, "made_at": made_at, **fields})


def improvement(of: Customer, number: int, cycle: int = 1, **fields: Any) -> Improvement:
    given = {"id": improvement_id(of.workspace, number, cycle), "workspace": of.workspace, "customer": of.id, "number": number}
    return Improvement(**{**given, "cycle": cycle, "aim": "Patients book online", "author": "U1", "begun_at": NOON, **fields})


def schedule(channel: str, **fields: Any) -> Schedule:
    given = {"id": schedule_id(TEAM, channel), "workspace": TEAM, "channel": channel, "unit": "week", "set_by": "U1", "set_at": NOON}
    return Schedule(**{**given, **fields})


def entry(industry: str, text: str = "Book online", noted_at: datetime = NOON, **fields: Any) -> IndustryEntry:
    given = {"id": new_id(), "workspace": TEAM, "industry": industry, "use": "normal", "text": text, "author": "U1", "noted_at": noted_at}
    return IndustryEntry(**{**given, **fields})


def nudge(of: Customer, post: str, sent_at: datetime = NOON, **fields: Any) -> Nudge:
    given = {"id": new_id(), "workspace": of.workspace, "customer": of.id, "due_on": TODAY, "person": "U1", "post": post}
    return Nudge(**{**given, "sent_at": sent_at, "sent_on": sent_at.date(), **fields})


def post(not_before: datetime = NOON, **fields: Any) -> Post:
    given = {"id": new_id(), "workspace": TEAM, "key": new_id(), "to": "U1", "message": Message("Hello"), "not_before": not_before}
    return Post(**{**given, **fields})


def draft(expires_at: datetime = NOON, **fields: Any) -> Draft:
    given = {"id": new_id(), "workspace": TEAM, "author": "U1", "verb": "note", "line": "Acme we talked", "expires_at": expires_at}
    return Draft(**{**given, **fields})


def change(*writes: Write, **fields: Any) -> Change:
    workspace = writes[0].record.workspace if writes else TEAM
    given = {"workspace": workspace, "at": NOON, "by": "U1", "verb": "note", "key": next(keys), "answer": kept(Reply(Message("Saved.")))}
    return Change(writes=writes, **{**given, **fields})


def made(*records: AnyRecord, **fields: Any) -> Change:
    return change(*(Write(after=record) for record in records), **fields)


def edited(record: AnyRecord, **fields: Any) -> Change:
    return change(Write(before=record, after=record.changed(**fields)))


def removed(*records: AnyRecord) -> Change:
    return change(*(Write(before=record) for record in records))


def later(**by: float) -> datetime:
    return NOON + timedelta(**by)
