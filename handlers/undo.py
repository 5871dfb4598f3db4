"""Undo: taking back one's own changes of the last 24 hours, newest first, as long as nothing was built on them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec

from handlers.decided import edits_of
from handlers.heads import heads_after, unposted
from handlers.request import Request
from handlers.restoring import inverse, records_of
from handlers.scheduled import called_off
from handlers.surfaces import origin_of, redrawn_at
from messages import undo as told
from model.belief import Belief
from model.change import Change, Edit, Outcome, Write
from model.commitment import Commitment
from model.customer import Customer, fold
from model.draft import Draft
from model.errors import TalkError
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.pdca import handed_on
from model.post import Post
from model.record import Record
from model.schedule import Schedule
from model.talk import Talk
from storage import Store

UNDOABLE = timedelta(hours=24)
ABOUT = (Talk, Improvement, Idea, Nudge, Belief, IndustryEntry, Commitment)


async def undo(request: Request, store: Store) -> Outcome:
    """Take back your last change of the last 24 hours; again: the one before.

    /talk undo
    """
    changes = await store.changes(request.workspace, request.user, request.at - UNDOABLE)
    taken = {change.undoes for change in changes}
    for change in changes:
        if change.undoes is None and change.key not in taken and tells(change):
            return await take_back(request, store, change)
    raise TalkError(told.nothing_left())


async def clicked(request: Request, store: Store) -> Outcome:
    """Take back the change whose Undo was clicked; where another click does so at the same time, say that it is done."""
    try:
        back = await take_back(request, store, await clicked_change(request, store))
    except TalkError:
        await clicked_change(request, store)
        raise
    return msgspec.structs.replace(back, edits=(*back.edits, *await opened_from(request, store, back.writes)))


async def opened_from(request: Request, store: Store, writes: Sequence[Write]) -> tuple[Edit, ...]:
    """Return how the message is drawn anew from which the form was opened whose change is taken back; nothing where that went with it."""
    record = writes[0].record
    customer = await store.get(request.workspace, Customer, getattr(record, "customer", record.id))
    with suppress(TalkError):
        return await redrawn_at(origin_of(request), request, store, customer, writes) if customer else ()
    return ()


async def clicked_change(request: Request, store: Store) -> Change:
    """Return the change whose Undo was clicked; raise TalkError where it is taken back already, or somebody else's."""
    changes = await store.changes(request.workspace, request.user, request.at - UNDOABLE)
    if any(change.undoes == request.value for change in changes):
        raise TalkError(told.already_taken_back())
    for change in changes:
        if change.key == request.value:
            return change
    raise TalkError(told.not_yours())


def tells(change: Change) -> bool:
    """Whether a person would call this a change: a draft that was kept is not."""
    return any(not isinstance(write.record, Draft) for write in change.writes)


async def take_back(request: Request, store: Store, change: Change) -> Outcome:
    """Write every record back to what it was before the change."""
    subject = await subject_of(store, change)
    await check_removals(store, change)
    kept = (Nudge, Post) if await talked_since(store, subject) else ()
    sent = [write.after for write in change.writes if isinstance(write.after, Post) and write.before is None]
    rest = [write for write in change.writes if not (isinstance(write.record, kept) or write.after in sent)]
    back = [await taken_back(store, write, subject) for write in rest]
    ended = [write.before for write in back if isinstance(write.before, Schedule)]
    writes = (*back, *await unsent(store, sent, subject), *await called_off(store, *ended))
    edits = (*redrawn(writes), *await heads_after(store, writes))
    return Outcome(request.answer(told.taken_back(subject)), writes, edits=edits, undoes=change.key)


async def unsent(store: Store, posts: list[Post], subject: told.Subject) -> tuple[Write, ...]:
    """Return what takes back the messages that a change sent to a channel; raise TalkError where something builds on one of them."""
    writes: tuple[Write, ...] = ()
    for post in posts:
        back = await unposted(store, post)
        if back is None:
            raise TalkError(told.built_upon(subject))
        writes += back
    return writes


async def talked_since(store: Store, subject: told.Subject) -> bool:
    """Whether another talk, as new as the one that is taken back, answers the same reminders."""
    gone = subject.record
    if not isinstance(gone, Talk):
        return False
    others = [talk for talk in await store.talks(gone.workspace, gone.customer) if talk.counts and talk.id != gone.id]
    return any(talk.held_on >= gone.held_on for talk in others)


async def taken_back(store: Store, write: Write, subject: told.Subject) -> Write:
    """Return the write that takes one write back; raise TalkError where something newer builds on it, or has its name."""
    back = await inverse(store, write)
    if back is None:
        raise TalkError(told.built_upon(subject))
    if isinstance(back.after, Customer):
        holders = await store.named(back.after.workspace, [fold(name) for name in back.after.names])
        if holder := next((holder for holder in holders.values() if holder.id != back.after.id), None):
            raise TalkError(told.name_taken(subject, holder.name))
    return back


async def check_removals(store: Store, change: Change) -> None:
    """Return if the customers that a change made can go; raise TalkError where others recorded something for one of them."""
    made = {write.record.id for write in change.writes if write.before is None}
    for customer in (write.record for write in change.writes if write.record.id in made and isinstance(write.record, Customer)):
        there = {noun: sum(one.id not in made for one in records) for noun, records in (await records_of(store, customer)).items()}
        if any(there.values()):
            raise TalkError(told.has_records(customer.name, there))


async def subject_of(store: Store, change: Change) -> told.Subject:
    """Return what a change was about, as the answer names it."""
    spoken_of = [write for write in change.writes if not (isinstance(write.record, Draft | Post) or hands_on(write)) or begins(write)]
    write = min(spoken_of, key=lambda write: not (isinstance(write.record, ABOUT) or begins(write)))
    record = write.record
    added = any(isinstance(other.record, Customer) and other.before is None for other in spoken_of)
    if isinstance(record, Customer):
        return told.Subject(record, record.name, made=added, before=write.before)
    of = record.begins.customer if isinstance(record, Post) and record.begins else getattr(record, "customer", None) or ""
    customer = await store.get(change.workspace, Customer, of)
    named = customer.name if customer else getattr(record, "industry", "a customer")
    opened = opened_with(change, record)
    return told.Subject(record, named, made=write.before is None, with_customer=added, before=write.before, opened=opened)


def opened_with(change: Change, record: Record) -> Improvement | None:
    """Return the cycle that a change opened beside the record it was about."""
    begun = (write.after for write in change.writes if write.before is None and isinstance(write.after, Improvement))
    return next((one for one in begun if one.id != record.id), None)


def hands_on(write: Write) -> bool:
    """Whether a write gives a cycle to the new owner of its customer, which is what the change was about."""
    return isinstance(write.before, Improvement) and isinstance(write.after, Improvement) and handed_on(write.before, write.after)


def begins(write: Write) -> bool:
    """Whether a write is a question on its way to the team."""
    return isinstance(write.record, Post) and write.record.begins is not None


def redrawn(writes: tuple[Write, ...]) -> tuple[Edit, ...]:
    """Return how the DMs among the restored records are brought back to what they said."""
    return tuple(edit for write in writes if isinstance(write.after, Post) for edit in edits_of(write.after))


VERBS = {"undo": undo}
ACTIONS = {told.UNDO: clicked}
