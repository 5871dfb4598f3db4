"""Ideas: recording one in a line or in the form, listing them, and moving one to another customer."""

from __future__ import annotations

import msgspec

from handlers import drafts
from handlers.idea_lists import listed, place_of
from handlers.matching import Found, find, known, not_known, there
from handlers.request import Request
from messages import ideas as told
from messages.blocks import option
from messages.idea_lists import MORE, Place
from messages.talks import MOVING, as_view
from model.answer import Open, Refuse, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.draft import Draft
from model.errors import TalkError
from model.idea import Idea, Origin, gone_into
from model.record import new_id
from storage import Store

MAX_TEXT = 40_000


async def idea(request: Request, store: Store) -> Outcome:
    """Record an idea for improving a customer's business; with no text, open the form.

    /talk idea Northside Hospital Let patients move their appointments online
    """
    return await CAPTURE.line(request, store)


async def save_line(request: Request, _store: Store, found: Found, draft: Draft | None) -> Outcome:
    """Save what follows the customer's name; a line without text asks for it in the form."""
    if not found.rest.strip():
        return form(request, found.customer, drafts.with_line(draft, found.rest))
    return save(request, found.customer, new_idea(request, found.customer, found.rest), draft)


def new_idea(request: Request, customer: Customer, text: str) -> Idea:
    """Return an idea as a line records it; raise TalkError where it is longer than one can be."""
    if len(text) > MAX_TEXT:
        raise TalkError(told.too_long(len(text), MAX_TEXT))
    return Idea(
        id=new_id(),
        workspace=request.workspace,
        customer=customer.id,
        text=text,
        author=request.user,
        noted_at=request.at,
        source="slash" if request.door == "slash" else "message",
    )


def save(request: Request, customer: Customer, new: Idea, draft: Draft | None) -> Outcome:
    """Save an idea: the draft it came from is spent."""
    saved = told.idea_saved(new, customer, request.key)
    answer = Update(as_view(saved)) if request.door == "form" else request.answer(saved)
    return Outcome(answer, (Write(after=new), *drafts.spent(draft)))


def form(_request: Request, customer: Customer | None, draft: Draft | None = None) -> Outcome:
    """Open the form with what is known already."""
    chosen = option(customer.name, customer.id) if customer else None
    return Outcome(Open(told.idea_form(chosen, text=draft.line if draft else "", carried=drafts.carry(draft))))


async def text_in(_request: Request, _store: Store, line: str) -> str:
    """Return what of a line is the idea: all of it."""
    return line


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    if not request.fields.get("customer"):
        return Outcome(Refuse({"customer": told.no_customer()}))
    if not request.fields.get("text", "").strip():
        return Outcome(Refuse({"text": told.no_text()}))
    customer = await known(request, store, request.fields["customer"])
    draft, beyond = await drafts.carried(request, store)
    new = new_idea(request, customer, request.fields["text"] + beyond)
    origin: Origin = request.fields["origin"]  # type: ignore[assignment]  # our own select's
    return save(request, customer, msgspec.structs.replace(new, origin=origin, source="modal"), draft)


async def ideas(request: Request, store: Store) -> Outcome:
    """List the ideas for a customer, or for all: vote, decide, note what they said, merge, plan it.

    /talk ideas Northside Hospital
    /talk ideas
    """
    found = await find(request, store, request.text)
    if request.text.strip() and (found is None or not found.named):
        return await not_known(request, store)
    return Outcome(request.answer(await listed(request, store, Place(found.customer.id if found else ""))))


async def more(request: Request, store: Store) -> Outcome:
    """Show the next page of a list of ideas."""
    return Outcome(request.answer(await listed(request, store, place_of(request.value))))


async def other_customer(request: Request, store: Store) -> Outcome:
    """Ask for whom a saved idea really is."""
    item, key = await of(request, store, request.value)
    return Outcome(request.answer(told.which_customer(item, await known(request, store, item.customer), key)))


async def move(request: Request, store: Store) -> Outcome:
    """Move an idea to the customer that was picked, with those that went into it."""
    item, _ = await of(request, store, request.block.removeprefix(MOVING))
    customer = await known(request, store, request.value)
    moved = item.changed(customer=customer.id)
    absorbed = gone_into(await store.ideas(request.workspace, item.customer)).get(item.id, [])
    follow = (Write(after=one.changed(customer=customer.id), before=one) for one in absorbed)
    return Outcome(request.answer(told.idea_saved(moved, customer, request.key)), (Write(after=moved, before=item), *follow))


async def keep_customer(request: Request, store: Store) -> Outcome:
    """Leave an idea with the customer it is for."""
    item, key = await of(request, store, request.value)
    return Outcome(request.answer(told.idea_saved(item, await known(request, store, item.customer), key)))


async def of(request: Request, store: Store, value: str) -> tuple[Idea, str]:
    """Return the idea a button stands for, and the key that saved it; raise TalkError where it was taken back."""
    idea_id, _, key = value.partition("|")
    return await there(request, store, Idea, idea_id, told.gone), key


CAPTURE = drafts.Capture("idea", save_line, form, text_in)
VERBS = {"idea": idea, "ideas": ideas}
ACTIONS = {
    told.OTHER_CUSTOMER: other_customer,
    told.MOVE: move,
    told.KEEP: keep_customer,
    MORE: more,
    **CAPTURE.actions(),
}
FORMS = {told.FORM: submitted}
