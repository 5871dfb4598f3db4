"""Bringing records back to what they were before a change, where nothing newer builds on it: for undo, and for a talk that moves."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from model.answer import Message
from model.change import AnyRecord, Write
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement
from model.pdca import handed_on
from model.post import Post
from model.record import Record
from model.schedule import Schedule
from storage import Store


async def records_of(store: Store, customer: Customer) -> dict[str, Sequence[Record]]:
    """Return what was recorded for a customer, which keeps its adding from being taken back, by what one of it is called."""
    workspace, of = customer.workspace, customer.id
    return {
        "talk": await store.talks(workspace, of),
        "idea": await store.ideas(workspace, of),
        "belief": await store.beliefs(workspace, of),
        "commitment": await store.commitments(workspace, of),
        "improvement": await store.improvements(workspace, of),
    }


async def inverse(store: Store, write: Write) -> Write | None:
    """Return the write that takes one write back; None where something newer builds on it.

    That somebody was reminded of a promise, or a summary was posted, is nothing newer, nor is a change of a customer's other details.
    """
    record = write.record
    current = await store.get(record.workspace, type(record), record.id)
    if isinstance(current, Post) and (post := redrawn_back(current, write)):
        return Write(after=post, before=current)
    if isinstance(current, Idea) and isinstance(write.before, Idea) and isinstance(write.after, Idea):
        after = decided_back(current, write.before, write.after)
        return Write(after=after, before=current) if after else None
    if isinstance(current, Customer) and isinstance(write.before, Customer) and isinstance(write.after, Customer):
        details = changed_back(current, write.before, write.after)
        return Write(after=details, before=current) if details else None
    if isinstance(current, Improvement) and isinstance(write.after, Improvement):
        return moved_back(current, write.before, write.after)
    if as_version(as_changed(current, write.after), 1) != as_version(write.after, 1):
        return None
    return Write(after=as_version(write.before, current.version + 1 if current else 1), before=current)


def as_changed(current: AnyRecord | None, after: AnyRecord | None) -> AnyRecord | None:
    """Return a record as it stands, but for what came since a change and is nothing newer."""
    if isinstance(current, Commitment) and isinstance(after, Commitment):
        return msgspec.structs.replace(current, reminded_on=after.reminded_on)
    if isinstance(current, Schedule) and isinstance(after, Schedule):
        return msgspec.structs.replace(current, posted=after.posted, trouble=after.trouble)
    return current


def redrawn_back(current: Post, write: Write) -> Post | None:
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


def changed_back(current: Customer, before: Customer, after: Customer) -> Customer | None:
    """Return a customer as it stands, with what a write changed as it was; None where that changed once more."""
    changed = [field for field in Customer.__struct_fields__ if field != "version" and getattr(before, field) != getattr(after, field)]
    if any(getattr(current, field) != getattr(after, field) for field in changed):
        return None
    return current.changed(**{field: getattr(before, field) for field in changed})


def decided_back(current: Idea, before: Idea, after: Idea) -> Idea | None:
    """Return an idea as it stands, with what a write changed as it was; None where that changed once more.

    Votes come and go meanwhile, and somebody was told: neither is built on what is taken back. Whoever was told hears of that too.
    """
    changed = [field for field in Idea.__struct_fields__ if getattr(before, field) != getattr(after, field)]
    kept = {field: getattr(before, field) for field in changed if field not in {"version", "to_hear"}}
    if any(getattr(current, field) != getattr(after, field) for field in kept):
        return None
    hears = after.to_hear if after.to_hear and not current.to_hear else before.to_hear
    return current.changed(**kept, **({"to_hear": hears} if "to_hear" in changed else {}))


def moved_back(current: Improvement, before: AnyRecord | None, after: Improvement) -> Write | None:
    """Return the write that brings a cycle back to what it was before a change; None where it changed once more.

    That its owner was asked for the result, or somebody told of it, is not built on it; who was told of it hears that it is taken back.
    """
    if isinstance(before, Improvement) and handed_on(before, after):
        back = current.changed(owner=before.owner, asked_on=current.asked_on or before.asked_on)
        return Write(after=back, before=current) if current.owner == after.owner else None
    if as_version(msgspec.structs.replace(current, asked_on=after.asked_on, to_hear=after.to_hear), 1) != as_version(after, 1):
        return None
    if not isinstance(before, Improvement):
        return Write(before=current)
    hears = after.to_hear if after.to_hear and not current.to_hear else before.to_hear
    return Write(after=current_as(before, current, hears), before=current)


def current_as(before: Improvement, current: Improvement, hears: str | None) -> Improvement:
    """Return a cycle as it was before, with what it is known to have told by now."""
    return msgspec.structs.replace(before, version=current.version + 1, asked_on=current.asked_on or before.asked_on, to_hear=hears)


def as_version(record: AnyRecord | None, version: int) -> AnyRecord | None:
    """Return a record under another version: what was restored counts as what it was."""
    return msgspec.structs.replace(record, version=version) if record else None
