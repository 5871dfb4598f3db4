"""Talks: noting one in a line or in the form, and moving it to another customer."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from handlers import drafts
from handlers.decided import decided
from handlers.matching import known
from handlers.request import Request
from messages import drafts as asked
from messages import talks as told
from messages.blocks import beyond_field, option
from model.answer import Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import read_date
from model.draft import Draft
from model.errors import TalkError
from model.grammar import read_dated
from model.record import new_id
from model.talk import Talk
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
        raise TalkError(f"A note has at most {MAX_TEXT:,} characters; this one has {len(notes):,}. Please save it in parts.")
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
    writes, edits = await decided(request, store, customer.id, "logged") if talk.counts else ((), ())
    saved = told.talk_saved(talk, customer, due_on, request.today, request.key)
    answer = Update(told.as_view(saved)) if request.door == "form" else drafts.answer(request, saved)
    return Outcome(answer, (Write(after=talk), *drafts.spent(draft), *writes, *freed(customer, talk)), edits)


def freed(customer: Customer, talk: Talk) -> tuple[Write, ...]:
    """Return the end of a snooze, and of a booking that this talk was or came after; nothing where neither holds."""
    booked_on = None if customer.booked_on and customer.booked_on <= talk.held_on else customer.booked_on
    after = customer.changed(booked_on=booked_on, snoozed_until=None)
    held = talk.counts and (booked_on, None) != (customer.booked_on, customer.snoozed_until)
    return (Write(after=after, before=customer),) if held else ()


async def due_after(store: Store, customer: Customer, talk: Talk) -> date:
    """Return the day by which the next talk is due, once this one is saved."""
    standing = await store.relationship(customer.workspace, customer.id)
    held = [day for day in (standing and standing.last_on, talk.held_on if talk.counts else None) if day]
    return customer.cadence.after(max(held, default=customer.added_on))


def form(request: Request, customer: Customer | None, draft: Draft | None = None, *, held_on: date | None = None) -> Outcome:
    """Open the form with what is known already: customer, day, and a draft's text."""
    chosen = option(customer.name, customer.id) if customer else None
    notes = text_of(draft, request.today)
    view = told.talk_form(request.today, chosen, notes=notes, held_on=held_on, carried=draft.id if draft else "")
    return Outcome(Open(view))


def text_of(draft: Draft | None, today: date) -> str:
    """Return what a draft says: all of its line, or what follows the date where the customer before it is known."""
    if draft is None:
        return ""
    return read_dated(draft.line, today).rest if draft.customer else draft.line


async def log(request: Request, store: Store) -> Outcome:
    """Open the form for the customer whose button was clicked."""
    return form(request, await known(request, store, request.value))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    if errors := mistakes(request):
        return Outcome(Refuse(errors))
    customer = await known(request, store, request.fields["customer"])
    draft = await drafts.carried(request, store)
    notes = request.fields["notes"] + beyond_field(text_of(draft, request.today))
    talk = msgspec.structs.replace(
        new_talk(request, customer, notes, date.fromisoformat(request.fields["date"])),
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
        "customer": "" if request.fields.get("customer") else "Pick the customer you talked with.",
        "notes": "" if request.fields.get("notes", "").strip() else "Write a line about what was said.",
        "date": "Pick the day on which you talked; it can't be still to come." if day is None or day > request.today else "",
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
    return await save(request, store, customer, new_talk(request, customer, read_dated(draft.line, request.today).rest, day), draft)


async def other_customer(request: Request, store: Store) -> Outcome:
    """Ask with whom a saved talk really was."""
    talk, key = await of(request, store, request.value)
    return Outcome(drafts.answer(request, told.which_customer(talk, await known(request, store, talk.customer), key)))


async def move(request: Request, store: Store) -> Outcome:
    """Move a talk to the customer that was picked."""
    talk, _ = await of(request, store, request.block.removeprefix(told.MOVING))
    customer = await known(request, store, request.value)
    moved = talk.changed(customer=customer.id)
    saved = told.talk_saved(moved, customer, await due_after(store, customer, moved), request.today, request.key)
    return Outcome(drafts.answer(request, saved), (Write(after=moved, before=talk),))


async def keep_customer(request: Request, store: Store) -> Outcome:
    """Leave a talk with the customer it is with."""
    talk, key = await of(request, store, request.value)
    customer = await known(request, store, talk.customer)
    saved = told.talk_saved(talk, customer, await due_after(store, customer, talk), request.today, key)
    return Outcome(drafts.answer(request, saved))


async def of(request: Request, store: Store, value: str) -> tuple[Talk, str]:
    """Return the talk a button stands for, and the key that saved it; raise TalkError where it was taken back."""
    talk_id, _, key = value.partition("|")
    talk = await store.get(request.workspace, Talk, talk_id)
    if talk is None:
        raise TalkError("That talk was taken back meanwhile.")
    return talk, key


CAPTURE = drafts.Capture("note", save_line, form)
VERBS = {"note": note}
ACTIONS = {
    told.LOG: log,
    told.OTHER_CUSTOMER: other_customer,
    told.MOVE: move,
    told.KEEP: keep_customer,
    f"note.{asked.TODAY}": with_todays_date,
    f"note.{asked.YES}": with_that_date,
    **CAPTURE.actions(),
}
FORMS = {told.FORM: submitted}
