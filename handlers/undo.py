"""Undo: taking back one's own changes of the last 24 hours, newest first, as long as nothing was built on them."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from handlers.decided import edits_of
from handlers.drafts import answer
from handlers.request import Request
from messages import undo as told
from model.change import AnyRecord, Change, Edit, Outcome, Write
from model.customer import Customer
from model.draft import Draft
from model.errors import TalkError
from model.post import Post
from storage import Store

UNDOABLE = timedelta(hours=24)


async def undo(request: Request, store: Store) -> Outcome:
    """Take back your last change of the last 24 hours; again: the one before.

    /talk undo
    """
    changes = await store.changes(request.workspace, request.user, request.at - UNDOABLE)
    taken = {change.undoes for change in changes}
    for change in changes:
        if change.undoes is None and change.key not in taken and tells(change):
            return await take_back(request, store, change)
    raise TalkError("There is nothing of yours from the last 24 hours left to take back.")


async def clicked(request: Request, store: Store) -> Outcome:
    """Take back the change whose Undo was clicked."""
    changes = await store.changes(request.workspace, request.user, request.at - UNDOABLE)
    if any(change.undoes == request.value for change in changes):
        raise TalkError("This is already taken back.")
    for change in changes:
        if change.key == request.value:
            return await take_back(request, store, change)
    raise TalkError("Only your own changes of the last 24 hours can be taken back.")


def tells(change: Change) -> bool:
    """Whether a person would call this a change: a draft that was kept is not."""
    return any(not isinstance(write.record, Draft) for write in change.writes)


async def take_back(request: Request, store: Store, change: Change) -> Outcome:
    """Write every record back to what it was before the change."""
    subject = await subject_of(store, change)
    writes = tuple([await inverse(store, write, subject) for write in change.writes])
    shown = told.taken_back(subject)
    return Outcome(answer(request, shown), writes, edits=redrawn(writes), undoes=change.key)


async def inverse(store: Store, write: Write, subject: told.Subject) -> Write:
    """Return the write that takes one write back; raise TalkError where something newer builds on it."""
    record = write.record
    current = await store.get(record.workspace, type(record), record.id)
    if (current.version if current else None) != (write.after.version if write.after else None):
        raise TalkError(told.built_upon(subject))
    if write.before is None and isinstance(record, Customer):
        await without_records(store, record)
    return Write(after=restored(write.before, current), before=current)


def restored(before: AnyRecord | None, current: AnyRecord | None) -> AnyRecord | None:
    """Return a record as it was, as the version after the one that stands now."""
    if before is None:
        return None
    return (
        msgspec.structs.replace(before, version=(current or before).version + 1) if current else msgspec.structs.replace(before, version=1)
    )


async def without_records(store: Store, customer: Customer) -> None:
    """Return if a customer can go; raise TalkError where talks or ideas were recorded for it."""
    talks = await store.talks(customer.workspace, customer.id)
    ideas = await store.ideas(customer.workspace, customer.id)
    if talks or ideas:
        raise TalkError(told.has_records(customer.name, len(talks), len(ideas)))


async def subject_of(store: Store, change: Change) -> told.Subject:
    """Return what a change was about, as the answer names it."""
    write = next(write for write in change.writes if not isinstance(write.record, Draft | Post))
    record = write.record
    if isinstance(record, Customer):
        return told.Subject(record, record.name, made=write.before is None)
    customer = await store.get(change.workspace, Customer, getattr(record, "customer", ""))
    return told.Subject(record, customer.name if customer else "a customer", made=write.before is None)


def redrawn(writes: tuple[Write, ...]) -> tuple[Edit, ...]:
    """Return how the DMs among the restored records are brought back to what they said."""
    return tuple(edit for write in writes if isinstance(write.after, Post) for edit in edits_of(write.after))


VERBS = {"undo": undo}
ACTIONS = {told.UNDO: clicked}
