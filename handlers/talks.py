"""Talks: noting one in a line or in the form, with what was promised and when one talks next. Moving one: `moved_talks`."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from handlers import drafts
from handlers.bookings import LONGEST
from handlers.commitments import promised_in
from handlers.knowing import anything_known
from handlers.matching import Found, known, known_around
from handlers.meaning import NOTHING_ELSE, Also, booked_too, consequences, due_after
from handlers.request import Request
from handlers.routes import Handler, Reading
from messages import drafts as asked
from messages import talks as told
from messages.blocks import option
from messages.bookings import no_day_to_book
from messages.commitments import kept_in_mind
from model.answer import Message, Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import nothing_but_date, read_date
from model.draft import Draft
from model.errors import TalkError
from model.grammar import Dated, may_be_dated, read_dated
from model.record import new_id
from model.talk import Talk, readable
from storage import Around, Store

LONG_AGO = timedelta(days=60)
MAX_TEXT = 40_000


async def note(request: Request, store: Store) -> Outcome:
    """Record a talk with a customer; with no text, open the form.

    /talk note Northside Hospital They want appointments online by spring
    /talk note Northside on 3 Nov: The budget is approved
    /talk note Northside
    """
    return await CAPTURE.line(request, store)


async def save_line(request: Request, store: Store, found: Found, draft: Draft | None) -> Outcome:
    """Save what follows the customer's name once its date is clear; a line without text asks for it in the form."""
    customer, line = found.customer, found.rest
    dated = await dated_in(request, store, line)
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
    around = found.around or await store.around(customer.workspace, customer.id) or Around(customer)  # one that is made with this talk
    return await save(request, store, around, new_talk(request, customer, dated.rest, day), draft)


async def dated_in(request: Request, store: Store, line: str) -> Dated:
    """Tell the date at the front of a line from its text; the settings are asked only where there may be one."""
    if not may_be_dated(line):
        return Dated(line)
    return read_dated(line, request.today, order=(await store.settings(request.workspace)).date_order)


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


async def save(request: Request, store: Store, around: Around, talk: Talk, draft: Draft | None, also: Also = NOTHING_ELSE) -> Outcome:
    """Save a talk: the draft it came from is spent, and the nudges about its customer are answered."""
    writes, edits = await consequences(request, store, around, talk)
    if also.next_on:
        writes, edits = await booked_too(request, store, around.customer, also.next_on, (writes, edits))
    saved = saying(request, around, talk, also)
    answer = Update(told.as_view(saved)) if request.door == "form" else request.answer(saved)
    promised = (Write(after=promise) for promise in also.promises)
    return Outcome(answer, (Write(after=talk), *promised, *drafts.spent(draft), *writes), edits)


def saying(request: Request, around: Around, talk: Talk, also: Also = NOTHING_ELSE, key: str = "") -> Message:
    """Return the news that a talk is saved, with what was promised, and the way to what was confirmed in it; `key` saved it."""
    customer = around.customer
    due_on, heard = due_after(around, talk), anything_known(customer, around.beliefs)
    more = [*kept_in_mind(also.promises, request.today), *told.next_talk(also.next_on or ahead(customer, request.today), request.today)]
    return told.talk_saved(talk, customer, due_on, request.today, key or request.key, more=more, heard=heard)


def ahead(customer: Customer, today: date) -> date | None:
    """Return the day of a customer's next talk, where one is booked already; a talk that was held by today does not end it."""
    return customer.booked_on if customer.booked_on and customer.booked_on > today else None


def form(request: Request, customer: Customer | None, draft: Draft | None = None, *, held_on: date | None = None) -> Outcome:
    """Open the form with what is known already: customer, day, and a draft's text."""
    chosen = option(customer.name, customer.id) if customer else None
    notes = draft.line if draft else ""
    view = told.talk_form(request.today, chosen, notes=notes, held_on=held_on, carried=drafts.carry(draft))
    return Outcome(Open(view))


async def text_in(request: Request, store: Store, line: str) -> str:
    """Return what follows the date that a line begins with; all of it where other words stand in its place, so that none is lost."""
    dated = await dated_in(request, store, line)
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
    around = await known_around(request, store, talk.customer)
    customer = around.customer
    if talk.counts:
        return Outcome(request.answer(told.already_counts(talk, customer, request.today)))
    counting = talk.changed(purpose="relationship")
    writes, edits = await consequences(request, store, around, counting)
    due_on = due_after(around, counting)
    shown = told.talk_counted(counting, customer, due_on, request.today, request.key)
    return Outcome(request.answer(shown), (Write(after=counting, before=talk), *writes), edits)


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    if errors := mistakes(request):
        return Outcome(Refuse(errors))
    around = await known_around(request, store, request.fields["customer"])
    draft, beyond = await drafts.carried(request, store)
    talk = talk_in(request, around.customer, beyond)
    promises = await promised_in(request, store, around.customer, talk, request.fields.get(told.PROMISES, ""))
    if isinstance(promises, str):
        return Outcome(Refuse({told.PROMISES: promises}))
    return await save(request, store, around, talk, draft, Also(promises, next_in(request)))


def talk_in(request: Request, customer: Customer, beyond: str) -> Talk:
    """Return the talk that a form describes; `beyond` is what of a draft did not fit into it."""
    return msgspec.structs.replace(
        new_talk(request, customer, request.fields["notes"] + beyond, date.fromisoformat(request.fields["date"])),
        decisions=request.fields.get("decisions", ""),
        participants=request.fields.get("participants", ""),
        purpose=request.fields["purpose"],
        visibility=request.fields["visibility"],
        source="modal",
    )


def next_in(request: Request) -> date | None:
    """Return the day for which a form plans the next talk."""
    return read_date(request.fields.get(told.NEXT, ""), request.today, "future")


def mistakes(request: Request) -> dict[str, str]:
    """Return what is wrong in the form, by block."""
    day, next_on = read_date(request.fields.get("date", ""), request.today), next_in(request)
    wrong = {
        "customer": "" if request.fields.get("customer") else told.no_customer(),
        "notes": "" if request.fields.get("notes", "").strip() else told.no_notes(),
        "date": told.no_day() if day is None or day > request.today else "",
        told.NEXT: "" if next_on is None or request.today <= next_on <= request.today + LONGEST else no_day_to_book(),
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
    around = await known_around(request, store, draft.customer or "")
    talk = new_talk(request, around.customer, await text_in(request, store, draft.line), day)
    return await save(request, store, around, talk, draft)


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
    told.COUNTS: counts,
    f"note.{asked.TODAY}": with_todays_date,
    f"note.{asked.YES}": with_that_date,
    **CAPTURE.actions(),
}
FORMS = {told.FORM: submitted}
READS: dict[Handler, Reading] = {submitted: "colleagues"}
SHORTCUTS = {told.LOG_ANYWHERE: log_anywhere}
