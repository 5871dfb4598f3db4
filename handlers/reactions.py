"""Reactions in a customer's channel: 💡 keeps a message as an idea, 📝 as a talk, and taking the reaction back takes that back.

Quiet: who reacts hears of it alone. What bots, guests and people of other organisations do is nobody's news, nor is a reaction to what
the bot itself has said.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.capture import KINDS, Taken, day_of, kept, record_of, saved, source_of
from handlers.request import Request
from handlers.routes import Handler, Reading
from messages import capture as told
from messages import undo
from model.answer import Done, Reply
from model.capture import Kind, Source, capture_id
from model.change import Outcome, Write
from model.customer import Customer
from model.idea import Idea
from model.talk import Talk
from storage import Store

UNDOABLE = timedelta(hours=24)
NOT_ALLOWED = "missing_scope"
NOTHING = Outcome(Done())


async def kind_of(request: Request, store: Store) -> Kind | None:
    """Return what this emoji makes of a message here; None where it means nothing."""
    settings = await store.settings(request.workspace)
    if request.value in settings.idea_emoji:
        return "idea"
    return "talk" if request.value in settings.talk_emoji else None


async def added(request: Request, store: Store) -> Handler | None:
    """Hear a reaction that keeps a message: one of the emoji, in a channel that is linked to a customer."""
    kind = await kind_of(request, store)
    return keep if kind and await customer_here(request, store) else None


async def removed(request: Request, store: Store) -> Handler | None:
    """Hear that somebody took back the reaction by which they kept a message."""
    return take_back if await kept_by(request, store) else None


async def customer_here(request: Request, store: Store) -> Customer | None:
    """Return the customer that a reaction's channel is linked to."""
    return await store.customer_of_channel(request.workspace, request.channel or "")


async def keep(request: Request, store: Store) -> Outcome:
    """Keep the message that was reacted to, unless it can't be read, says nothing, or is kept already."""
    kind, customer, source = await kind_of(request, store), await customer_here(request, store), source_of(request)
    if kind is None or customer is None or source.own:
        return NOTHING
    if source.trouble:
        return unread(request, source)
    if not source.text.strip():
        return Outcome(Reply(told.no_words()))
    record_id = capture_id(request.workspace, source, kind)
    before = await store.get(request.workspace, KINDS[kind], record_id)
    if before:
        return Outcome(Reply(told.already(await kept(request, store, before), request.user, request.today)))
    record = record_of(request, Taken(source, kind, customer, source.text, day_of(source, request.person)), record_id)
    return Outcome(Reply(saved(request, record, customer)), (Write(after=record),))


def unread(request: Request, source: Source) -> Outcome:
    """Say that a message can't be read; that it is not allowed here, each person hears once a day."""
    once = f"unread:{request.user}:{request.today.isoformat()}" if source.trouble == NOT_ALLOWED else ""
    return Outcome(Reply(told.unread(source.trouble)), once=once)


async def kept_by(request: Request, store: Store) -> Talk | Idea | None:
    """Return what a reaction of this very person has kept."""
    kind = await kind_of(request, store)
    if kind is None:
        return None
    record_id = capture_id(request.workspace, Source(request.channel or "", request.ts or ""), kind)
    record = await store.get(request.workspace, KINDS[kind], record_id)
    return record if record and (record.author, record.source) == (request.user, "reaction") else None


async def take_back(request: Request, store: Store) -> Outcome:
    """Take back what a reaction has kept, unless something was built on it."""
    record = await kept_by(request, store)
    customer = await store.get(request.workspace, Customer, record.customer) if record else None
    if record is None or customer is None:
        return NOTHING
    if because := await built_on(store, record):
        return Outcome(Reply(told.stays("talk" if isinstance(record, Talk) else "idea", customer.name, because)))
    made = [
        change.key
        for change in await store.changes(request.workspace, request.user, request.at - UNDOABLE)
        if any(write.before is None and write.record.id == record.id for write in change.writes)
    ]
    shown = undo.taken_back(undo.Subject(record, customer.name, made=True))
    return Outcome(Reply(shown), (Write(before=record),), undoes=next(iter(made), None))


async def built_on(store: Store, record: Talk | Idea) -> str:
    """Return what was built on a record, in words; the empty text where nothing was."""
    if isinstance(record, Idea):
        others = {*record.votes} - {record.author}
        return told.used_by_now("people have voted for it, or decided on it") if others or record.state != "new" else ""
    if record.counts:
        return told.counts_by_now()
    promised = any(one.talk == record.id for one in await store.commitments(record.workspace, record.customer))
    learned = any(one.talk == record.id for one in await store.beliefs(record.workspace, record.customer))
    return told.used_by_now("something was promised or learned in it") if promised or learned else ""


EVENTS = {"reaction_added": added, "reaction_removed": removed}
READS: dict[Handler, Reading] = {keep: "message"}
