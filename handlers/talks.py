"""Talks: noting one in a line or in the form, and moving it to another customer."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from handlers import drafts
from handlers.decided import Decided, decided, edits_of
from handlers.matching import known
from handlers.request import Request
from handlers.restoring import inverse
from messages import drafts as asked
from messages import talks as told
from messages.blocks import option
from model.answer import Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import nothing_but_date, read_date
from model.draft import Draft
from model.errors import TalkError
from model.grammar import read_dated
from model.nudge import Nudge
from model.post import Post
from model.record import new_id
from model.talk import Talk, readable
from storage import Store

LONG_AGO = timedelta(days=60)
MAX_TEXT = 40_000


async def note(request: Request, store: Store) -> Outcome:
    """Record a talk with a customer; with no text, open the form.

    /talk note Northside Hospital They want appointments online by spring
    /talk note Northside on 3 Nov: The budget is approved
    /talk note Northside
    """
    return await CAPTURE.line(request, store)


async def save_line(request: Request, store: Store, customer: Customer, line: str, draft: Draft | None = None) -> Outcome:
    """Save what follows the customer's name once its date is clear; a line without text asks for it in the form."""
    dated = read_dated(line, request.today, order=(await store.settings(request.workspace)).date_order)
    if not dated.rest.strip():
        return form(request, customer, drafts.with_line(draft, dated.rest), held_on=dated.day)
    if dated.typed is not None and dated.day is None:
        typed = dated.typed
        return drafts.keep(request, "note", line, lambda kept: asked.unreadable_date(kept, typed), customer=customer, before=draft)
    day = dated.day or request.today
    if not request.today - LONG_AGO <= day <= request.today:
        return drafts.keep(
            request, "note", line, lambda kept: asked.unlikely_date(kept, day, request.today), customer=customer, before=draft
        )
    return await save(request, store, customer, new_talk(request, customer, dated.rest, day), draft)


def new_talk(request: Request, customer: Customer, notes: str, day: date) -> Talk:
    """Return a talk as a line records it."""
    if len(notes) > MAX_TEXT:
        raise TalkError(told.too_long(len(notes), MAX_TEXT))
    return Talk(
        id=new_id(),
        workspace=request.workspace,
        customer=customer.id,
        held_on=day,
        recorded_at=request.at,
        author=request.user,
        notes=notes,
        source="slash" if request.door == "slash" else "message",
    )


async def save(request: Request, store: Store, customer: Customer, talk: Talk, draft: Draft | None) -> Outcome:
    """Save a talk: the draft it came from is spent, and the nudges about its customer are answered."""
    due_on = await due_after(store, customer, talk)
    writes, edits = await consequences(request, store, customer, talk)
    saved = told.talk_saved(talk, customer, due_on, request.today, request.key)
    answer = Update(told.as_view(saved)) if request.door == "form" else request.answer(saved)
    return Outcome(answer, (Write(after=talk), *drafts.spent(draft), *writes), edits)


async def consequences(request: Request, store: Store, customer: Customer, talk: Talk) -> Decided:
    """Return what a talk means for its customer: where it is the newest that counts, reminders are answered and holds end."""
    standing = await store.relationship(customer.workspace, customer.id)
    last_on = standing.last_on if standing else None
    if not talk.counts or (last_on and talk.held_on <= last_on):
        return (), ()
    writes, edits = await decided(request, store, customer.id, "logged")
    return (*writes, *freed(customer, talk, writes)), edits


def freed(customer: Customer, talk: Talk, writes: tuple[Write, ...]) -> tuple[Write, ...]:
    """Return the end of a snooze, and of a booking that this talk was or came after, or whose question it answers; else nothing."""
    nudges = [write.after for write in writes if isinstance(write.after, Nudge) and write.after.step == "happened"]
    over = any(nudge.due_on == customer.booked_on for nudge in nudges)
    booked_on = None if customer.booked_on and (over or customer.booked_on <= talk.held_on) else customer.booked_on
    after = customer.changed(booked_on=booked_on, snoozed_until=None)
    held = (booked_on, None) != (customer.booked_on, customer.snoozed_until)
    return (Write(after=after, before=customer),) if held else ()


async def due_after(store: Store, customer: Customer, talk: Talk) -> date:
    """Return the day by which the next talk is due, once this one is saved."""
    standing = await store.relationship(customer.workspace, customer.id)
    held = [day for day in (standing and standing.last_on, talk.held_on if talk.counts else None) if day]
    return customer.cadence.after(max(held, default=customer.added_on))


def form(request: Request, customer: Customer | None, draft: Draft | None = None, *, held_on: date | None = None) -> Outcome:
    """Open the form with what is known already: customer, day, and a draft's text."""
    chosen = option(customer.name, customer.id) if customer else None
    notes = draft.line if draft else ""
    view = told.talk_form(request.today, chosen, notes=notes, held_on=held_on, carried=drafts.carry(draft))
    return Outcome(Open(view))


async def text_in(request: Request, store: Store, line: str) -> str:
    """Return what follows the date that a line begins with; all of it where other words stand in its place, so that none is lost."""
    dated = read_dated(line, request.today, order=(await store.settings(request.workspace)).date_order)
    return dated.rest if dated.day or (dated.typed and nothing_but_date(dated.typed)) else line


async def log(request: Request, store: Store) -> Outcome:
    """Open the form for the customer whose button was clicked."""
    return form(request, await known(request, store, request.value))


async def log_anywhere(request: Request, _store: Store) -> Outcome:
    """Open the form for a customer still to be picked: the shortcut that is everywhere in Slack."""
    return form(request, None)


async def counts(request: Request, store: Store) -> Outcome:
    """Let a talk that was taken from a message count, with all that a talk means for its customer."""
    talk, _ = await of(request, store, request.value)
    customer = await known(request, store, talk.customer)
    if talk.counts:
        return Outcome(request.answer(told.already_counts(talk, customer, request.today)))
    counting = talk.changed(purpose="relationship")
    writes, edits = await consequences(request, store, customer, counting)
    due_on = await due_after(store, customer, counting)
    shown = told.talk_counted(counting, customer, due_on, request.today, request.key)
    return Outcome(request.answer(shown), (Write(after=counting, before=talk), *writes), edits)


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    if errors := mistakes(request):
        return Outcome(Refuse(errors))
    customer = await known(request, store, request.fields["customer"])
    draft, beyond = await drafts.carried(request, store)
    talk = msgspec.structs.replace(
        new_talk(request, customer, request.fields["notes"] + beyond, date.fromisoformat(request.fields["date"])),
        decisions=request.fields.get("decisions", ""),
        participants=request.fields.get("participants", ""),
        purpose=request.fields["purpose"],
        visibility=request.fields["visibility"],
        source="modal",
    )
    return await save(request, store, customer, talk, draft)


def mistakes(request: Request) -> dict[str, str]:
    """Return what is wrong in the form, by block."""
    day = read_date(request.fields.get("date", ""), request.today)
    wrong = {
        "customer": "" if request.fields.get("customer") else told.no_customer(),
        "notes": "" if request.fields.get("notes", "").strip() else told.no_notes(),
        "date": told.no_day() if day is None or day > request.today else "",
    }
    return {block: sentence for block, sentence in wrong.items() if sentence}


async def with_todays_date(request: Request, store: Store) -> Outcome:
    """Finish a draft whose date can't be read with today's."""
    return await on_day(request, store, request.today)


async def with_that_date(request: Request, store: Store) -> Outcome:
    """Finish a draft with the unlikely day that the person has confirmed."""
    return await on_day(request, store, date.fromisoformat(request.value.partition("|")[2]))


async def on_day(request: Request, store: Store, day: date) -> Outcome:
    """Finish a draft with a day."""
    draft, _ = await drafts.take(request, store)
    customer = await known(request, store, draft.customer or "")
    return await save(request, store, customer, new_talk(request, customer, await text_in(request, store, draft.line), day), draft)


async def other_customer(request: Request, store: Store) -> Outcome:
    """Ask with whom a saved talk really was."""
    talk, key = await of(request, store, request.value)
    return Outcome(request.answer(told.which_customer(talk, await known(request, store, talk.customer), key)))


async def move(request: Request, store: Store) -> Outcome:
    """Move a talk to the customer that was picked: what it meant for the first is taken back, and means it for the new one."""
    talk, key = await of(request, store, request.block.removeprefix(told.MOVING))
    customer = await known(request, store, request.value)
    moved = talk.changed(customer=customer.id)
    saved = told.talk_saved(moved, customer, await due_after(store, customer, moved), request.today, request.key)
    if customer.id == talk.customer:
        return Outcome(request.answer(saved))
    back = await meant_before(request, store, key)
    writes, edits = await consequences(request, store, customer, moved)
    redrawn = tuple(edit for write in back if isinstance(write.after, Post) for edit in edits_of(write.after))
    return Outcome(request.answer(saved), (Write(after=moved, before=talk), *back, *writes), (*redrawn, *edits))


async def meant_before(request: Request, store: Store, key: str) -> tuple[Write, ...]:
    """Return what takes back what a saved talk meant for its customer, as far as nothing newer builds on it."""
    change = await store.answered(request.workspace, key)
    meant = [write for write in change.writes if write.before and not isinstance(write.record, Talk | Draft)] if change else []
    return tuple([back for write in meant if (back := await inverse(store, write))])


async def keep_customer(request: Request, store: Store) -> Outcome:
    """Leave a talk with the customer it is with."""
    talk, key = await of(request, store, request.value)
    customer = await known(request, store, talk.customer)
    saved = told.talk_saved(talk, customer, await due_after(store, customer, talk), request.today, key)
    return Outcome(request.answer(saved))


async def of(request: Request, store: Store, value: str) -> tuple[Talk, str]:
    """Return the talk a button stands for, and the key that saved it; raise TalkError where it was taken back, or is not for them."""
    talk_id, _, key = value.partition("|")
    talk = await store.get(request.workspace, Talk, talk_id)
    customer = await store.get(request.workspace, Customer, talk.customer) if talk else None
    if talk is None or customer is None or not readable(talk, customer, request.user):
        raise TalkError(told.gone())
    return talk, key


CAPTURE = drafts.Capture("note", save_line, form, text_in)
VERBS = {"note": note}
ACTIONS = {
    told.LOG: log,
    told.OTHER_CUSTOMER: other_customer,
    told.MOVE: move,
    told.KEEP: keep_customer,
    told.COUNTS: counts,
    f"note.{asked.TODAY}": with_todays_date,
    f"note.{asked.YES}": with_that_date,
    **CAPTURE.actions(),
}
FORMS = {told.FORM: submitted}
SHORTCUTS = {told.LOG_ANYWHERE: log_anywhere}
