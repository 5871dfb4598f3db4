"""Undo: taking back one's own changes of the last 24 hours, newest first, as long as nothing was built on them."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from handlers.decided import edits_of
from handlers.drafts import answer
from handlers.request import Request
from messages import undo as told
from model.answer import Message
from model.change import AnyRecord, Change, Edit, Outcome, Write
from model.customer import Customer
from model.draft import Draft
from model.errors import TalkError
from model.idea import Idea
from model.nudge import Nudge
from model.post import Post
from model.talk import Talk
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
    await check_removals(store, change)
    writes = tuple([await inverse(store, write, subject) for write in change.writes])
    shown = told.taken_back(subject)
    return Outcome(answer(request, shown), writes, edits=redrawn(writes), undoes=change.key)


async def inverse(store: Store, write: Write, subject: told.Subject) -> Write:
    """Return the write that takes one write back; raise TalkError where something newer builds on it."""
    record = write.record
    current = await store.get(record.workspace, type(record), record.id)
    if isinstance(current, Post) and (post := restored(current, write)):
        return Write(after=post, before=current)
    if as_version(current, 1) != as_version(write.after, 1):
        raise TalkError(told.built_upon(subject))
    return Write(after=as_version(write.before, current.version + 1 if current else 1), before=current)


def restored(current: Post, write: Write) -> Post | None:
    """Return a post as it stands, with the blocks that a write replaced as they were; None where those changed once more.

    A DM is about several customers, and is sent meanwhile: neither is built on the answer that is taken back.
    """
    if not (isinstance(write.before, Post) and isinstance(write.after, Post)):
        return None
    now, then, was = (post.message.blocks for post in (current, write.after, write.before))
    if not len(now) == len(then) == len(was):
        return None
    changed = [index for index in range(len(was)) if was[index] != then[index]]
    if any(now[index] != then[index] for index in changed):
        return None
    blocks = tuple(was[index] if index in changed else block for index, block in enumerate(now))
    return current.changed(message=Message(current.message.text, blocks))


def as_version(record: AnyRecord | None, version: int) -> AnyRecord | None:
    """Return a record under another version: what an undo restored counts as what it was."""
    return msgspec.structs.replace(record, version=version) if record else None


async def check_removals(store: Store, change: Change) -> None:
    """Return if the customers that a change made can go; raise TalkError where others recorded something for one of them."""
    made = {write.record.id for write in change.writes if write.before is None}
    for customer in (write.record for write in change.writes if write.record.id in made and isinstance(write.record, Customer)):
        talks = [talk for talk in await store.talks(change.workspace, customer.id) if talk.id not in made]
        ideas = [idea for idea in await store.ideas(change.workspace, customer.id) if idea.id not in made]
        if talks or ideas:
            raise TalkError(told.has_records(customer.name, len(talks), len(ideas)))


async def subject_of(store: Store, change: Change) -> told.Subject:
    """Return what a change was about, as the answer names it."""
    spoken_of = [write for write in change.writes if not isinstance(write.record, Draft | Post)]
    write = min(spoken_of, key=lambda write: not isinstance(write.record, Talk | Idea | Nudge))
    record = write.record
    added = any(isinstance(other.record, Customer) and other.before is None for other in spoken_of)
    if isinstance(record, Customer):
        return told.Subject(record, record.name, made=added)
    customer = await store.get(change.workspace, Customer, getattr(record, "customer", ""))
    return told.Subject(record, customer.name if customer else "a customer", made=write.before is None, with_customer=added)


def redrawn(writes: tuple[Write, ...]) -> tuple[Edit, ...]:
    """Return how the DMs among the restored records are brought back to what they said."""
    return tuple(edit for write in writes if isinstance(write.after, Post) for edit in edits_of(write.after))


VERBS = {"undo": undo}
ACTIONS = {told.UNDO: clicked}
