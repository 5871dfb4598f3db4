"""Capture: a message in Slack becomes a talk or an idea, by the shortcut in its menu, or by a reaction in a customer's channel.

One message is one talk and one idea: their ids are made from where it stands, so whoever comes second is told who has it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from handlers import drafts
from handlers.matching import known
from handlers.request import Request
from handlers.routes import Handler, Reading
from messages import capture as told
from messages.blocks import kept_beyond, notice, option
from messages.ideas import idea_saved
from messages.talks import as_view, talk_saved
from model.answer import Message, Open, Refuse, Update
from model.capture import Kind, Source, capture_id, carry, read_carried
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import read_date
from model.idea import Idea
from model.person import Person
from model.talk import Talk, Visibility, readable
from storage import Store

KINDS: dict[Kind, type[Talk | Idea]] = {"talk": Talk, "idea": Idea}
CLOSED_PLACES = {"directmessage", "privategroup"}


class Taken(msgspec.Struct, frozen=True):
    """What is taken from a message: as what, for whom, the words and the day, and who may read it."""

    source: Source
    kind: Kind
    customer: Customer
    text: str
    held_on: date
    visibility: Visibility = "team"


async def save_message(request: Request, store: Store) -> Outcome:
    """Open the form for the message whose shortcut was chosen."""
    source = source_of(request)
    linked = await store.customer_of_channel(request.workspace, source.channel)
    visibility = "private" if request.value in CLOSED_PLACES and linked is None else "team"
    before = [await kept(request, store, record) for record in await became(request, store, source)]
    return form(request, source, linked, visibility, before)


def form(request: Request, source: Source, linked: Customer | None, visibility: str, before: list[told.Saved]) -> Outcome:
    """Return the form of a message; what does not fit into its field is kept as a draft."""
    draft = drafts.new_draft(request, "note", source.text) if kept_beyond(source.text) else None
    chosen = option(linked.name, linked.id) if linked and not before else None
    view = told.message_form(
        source,
        request.today,
        held_on=day_of(source, request.person),
        chosen=chosen,
        visibility=visibility,
        before=before,
        carried=carry(source, drafts.carry(draft)),
    )
    return Outcome(Update(view) if source.whole else Open(view), (Write(after=draft),) if draft else ())


async def whole_thread(request: Request, store: Store) -> Outcome:
    """Put the whole thread into the form of one of its messages; what was written there before goes first."""
    source = source_of(request)
    if source.trouble:
        return Outcome(Open(told.no_thread(source.trouble)))
    typed = request.fields.get(told.TEXT, "").strip()
    text = source.text if typed in source.text else f"{typed}\n\n{source.text}"
    linked = await store.customer_of_channel(request.workspace, source.channel)
    before = [await kept(request, store, record) for record in await became(request, store, source)]
    return form(request, msgspec.structs.replace(source, text=text), linked, request.value, before)


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    if errors := mistakes(request):
        return Outcome(Refuse(errors))
    carried = read_carried(request.carried)
    draft, beyond = await drafts.carried(msgspec.structs.replace(request, carried=carried.draft), store)
    taken = Taken(
        source=carried.source,
        kind=kind_in(request),
        customer=await known(request, store, request.fields["customer"]),
        text=text_in(request) + beyond,
        held_on=date.fromisoformat(request.fields["date"]),
        visibility="private" if request.fields["visibility"] == "private" else "team",
    )
    record_id = await free_id(request, store, taken)
    if record_id is None:
        return Outcome(Refuse({"customer": told.saved_for_them(taken.kind, taken.customer.name)}))
    record = record_of(request, taken, record_id)
    shown = saved(request, record, taken.customer)
    return Outcome(Update(as_view(shown)), (Write(after=record), *drafts.spent(draft)))


def mistakes(request: Request) -> dict[str, str]:
    """Return what is wrong in the form, by block."""
    given, day = request.fields, read_date(request.fields.get("date", ""), request.today)
    block = told.WHOLE_TEXT if told.WHOLE_TEXT in given else told.TEXT
    private_idea = given.get("kind") == "idea" and given.get("visibility") == "private"
    wrong = {
        "customer": "" if given.get("customer") else told.no_customer(),
        "date": told.no_day() if day is None or day > request.today else "",
        block: "" if text_in(request).strip() else told.no_text(),
        "visibility": told.no_private_idea() if private_idea else "",
    }
    return {block: sentence for block, sentence in wrong.items() if sentence}


def kind_in(request: Request) -> Kind:
    """Return what a form makes of its message."""
    return "idea" if request.fields.get("kind") == "idea" else "talk"


def text_in(request: Request) -> str:
    """Return the words in a form."""
    return request.fields.get(told.WHOLE_TEXT) or request.fields.get(told.TEXT) or ""


async def free_id(request: Request, store: Store, taken: Taken) -> str | None:
    """Return the id under which a message is saved for a customer; None where that customer has it.

    The first of a kind has an id of its own, so that two people who save the same message at once make one record. Who saves it
    privately shares it with nobody, so nothing of that is told to others.
    """
    own = (request.user,) if taken.visibility == "private" else ()
    for more in ((), (taken.customer.id,)):
        record_id = capture_id(request.workspace, taken.source, taken.kind, *own, *more)
        before = await store.get(request.workspace, KINDS[taken.kind], record_id)
        if before is None or before.customer == taken.customer.id:
            return record_id if before is None else None
    return None


async def became(request: Request, store: Store, source: Source) -> list[Talk | Idea]:
    """Return what a message has become already, as far as this person may know of it."""
    ids = [(kind, capture_id(request.workspace, source, kind, *own)) for kind in KINDS for own in ((), (request.user,))]
    found = [await store.get(request.workspace, KINDS[kind], record_id) for kind, record_id in ids]
    return [record for record in found if record]


async def kept(request: Request, store: Store, record: Talk | Idea) -> told.Saved:
    """Return what a message has become, as it is told."""
    customer = await known(request, store, record.customer)
    at = record.recorded_at if isinstance(record, Talk) else record.noted_at
    return told.Saved(record, customer.name, request.person.today(at))


def record_of(request: Request, taken: Taken, record_id: str) -> Talk | Idea:
    """Return what a message becomes; a talk is operational until somebody says that it counts."""
    by, source = "reaction" if request.door == "event" else "shortcut", taken.source
    head: dict[str, Any] = {
        "id": record_id,
        "workspace": request.workspace,
        "customer": taken.customer.id,
        "author": request.user,
        "source": by,
    }
    if taken.kind == "idea":
        head["origin"] = "customer" if source.outside else "staff"
        return Idea(**head, text=taken.text, noted_at=request.at, permalink=source.permalink)
    return Talk(
        **head,
        notes=taken.text,
        held_on=taken.held_on,
        recorded_at=request.at,
        participants=", ".join(source.people),
        purpose="operational",
        visibility=taken.visibility,
        permalink=source.permalink,
    )


def saved(request: Request, record: Talk | Idea, customer: Customer) -> Message:
    """Return the news that a message is saved."""
    if isinstance(record, Idea):
        return idea_saved(record, customer, request.key)
    return talk_saved(record, customer, request.today, request.today, request.key)


def source_of(request: Request) -> Source:
    """Return what was read before the verb was asked."""
    assert request.source  # noqa: S101  the table says that it is read
    return request.source


def day_of(source: Source, person: Person) -> date:
    """Return the day on which a message was written, on this person's calendar."""
    return person.today(datetime.fromtimestamp(float(source.ts), tz=UTC))


async def show(request: Request, store: Store) -> Outcome:
    """Show what a message has become, to those who may read it."""
    kind, _, record_id = request.value.partition("|")
    record = await store.get(request.workspace, KINDS["idea" if kind == "idea" else "talk"], record_id)
    customer = await store.get(request.workspace, Customer, record.customer) if record else None
    if record is None or customer is None or (isinstance(record, Talk) and not readable(record, customer, request.user)):
        return Outcome(Open(notice(told.gone())))
    return Outcome(Open(told.shown(await kept(request, store, record), request.today)))


SHORTCUTS = {told.SAVE_MESSAGE: save_message}
ACTIONS = {told.THREAD: whole_thread, told.SHOW: show}
FORMS = {told.FORM: submitted}
READS: dict[Handler, Reading] = {save_message: "message", whole_thread: "thread"}
