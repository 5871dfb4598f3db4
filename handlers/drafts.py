"""Drafts: keeping a line while something about it is missing, and the buttons that go on from there, alike for talks and ideas."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from handlers.matching import Found, after_name, find, known_around, misspelt, nearest, new_customer
from handlers.request import Request
from messages import drafts as told
from messages.blocks import beyond_field
from messages.customers import customer_added
from model.answer import Message
from model.change import Outcome, Write
from model.customer import Customer
from model.draft import KEPT, Draft, DraftVerb
from model.errors import TalkError
from model.grammar import guess_name
from model.record import new_id
from storage import Store

SaveLine = Callable[[Request, Store, Found, Draft | None], Awaitable[Outcome]]
OpenForm = Callable[[Request, Customer | None, Draft | None], Outcome]
TextIn = Callable[[Request, Store, str], Awaitable[str]]
Action = Callable[[Request, Store], Awaitable[Outcome]]


async def unknown(request: Request, store: Store, verb: DraftVerb) -> Outcome:
    """Keep a line that names no known customer, and ask which one is meant."""
    near = await nearest(request, store, request.text)
    guess = guess_name(request.text).name
    return keep(request, verb, request.text, lambda draft: told.unknown_customer(draft, guess, near))


def keep(
    request: Request,
    verb: DraftVerb,
    line: str,
    ask: Callable[[Draft], Message],
    *,
    customer: Customer | None = None,
    before: Draft | None = None,
) -> Outcome:
    """Keep a line as a draft, or go on with the draft it came from, and ask what is missing."""
    of = customer.id if customer else None
    draft = before.changed(line=line, verb=verb, customer=of) if before else new_draft(request, verb, line, of)
    return Outcome(request.answer(ask(draft)), (Write(after=draft, before=before),))


def new_draft(request: Request, verb: DraftVerb, line: str, customer: str | None = None) -> Draft:
    """Return a line as a draft of the person who typed it."""
    return Draft(
        id=new_id(),
        workspace=request.workspace,
        author=request.user,
        verb=verb,
        line=line,
        expires_at=request.at + KEPT,
        customer=customer,
    )


async def take(request: Request, store: Store) -> tuple[Draft, str]:
    """Return the draft a button stands for, and what the button decides; raise TalkError where it is gone."""
    draft_id, _, decided = request.value.partition("|")
    draft = await store.get(request.workspace, Draft, draft_id)
    if draft is None or draft.author != request.user or draft.expires_at < request.at:
        raise TalkError(told.gone())
    return draft, decided


def carry(draft: Draft | None) -> str:
    """Return what a form with a draft's text carries: the draft's id, and how many characters at the end did not fit into the form."""
    return f"{draft.id}|{len(beyond_field(draft.line))}" if draft else ""


async def carried(request: Request, store: Store) -> tuple[Draft | None, str]:
    """Return the draft that a form was opened from, if it still stands, and what of its text did not fit into the form.

    Raises TalkError where that is gone together with the draft, so that no half of a text is called saved.
    """
    draft_id, _, count = request.carried.partition("|")
    draft, beyond = await store.get(request.workspace, Draft, draft_id), int(count or 0)
    if draft is None and beyond:
        raise TalkError(told.half_gone(beyond))
    return draft, draft.line[len(draft.line) - beyond :] if draft else ""


def with_line(draft: Draft | None, line: str) -> Draft | None:
    """Return a draft as a form shows it: with what is left of its line once the customer is known."""
    return msgspec.structs.replace(draft, line=line) if draft else None


def spent(draft: Draft | None) -> tuple[Write, ...]:
    """Return the removal of a draft whose text is saved now."""
    return (Write(before=draft),) if draft else ()


def made_with(customer: Customer, writes: tuple[Write, ...]) -> tuple[Write, ...]:
    """Return some writes with a customer that is made with them, as they leave it."""
    changed = next((write for write in writes if write.before is customer), None)
    made = msgspec.structs.replace(changed.after, version=customer.version) if changed and changed.after else customer
    return (Write(after=made), *(write for write in writes if write is not changed))


class Capture(msgspec.Struct, frozen=True):
    """The way of what is said about a customer, alike for talks and ideas: from a line, and over a draft where something is missing.

    `save_line` saves what follows the customer's name, `form` opens the verb's form, `text` is what of such a line is text.
    """

    verb: DraftVerb
    save_line: SaveLine
    form: OpenForm
    text: TextIn

    async def line(self, request: Request, store: Store) -> Outcome:
        """Save a line for the customer it names, or the channel's; open the form for an empty one, and ask where it is unclear."""
        found = await find(request, store, request.text)
        if not request.text.strip():
            return self.form(request, found.customer if found else None, None)
        if found is None:
            return await unknown(request, store, self.verb)
        if not found.named and (near := await misspelt(request, store, request.text)):
            return keep(request, self.verb, request.text, lambda draft: told.did_you_mean(draft, found.customer, near))
        return await self.save_line(request, store, found, None)

    def actions(self) -> dict[str, Action]:
        """Return the buttons' handlers by action id."""
        return {
            f"{self.verb}.{told.NEAR}": self.for_customer,
            f"{self.verb}.{told.ADD}": self.add_and_save,
            f"{self.verb}.{told.PICK}": self.by_form,
            f"{self.verb}.{told.SAVE}": self.free_text,
        }

    async def for_customer(self, request: Request, store: Store) -> Outcome:
        """Finish with the customer that was clicked; `whole` means that all of the line is text."""
        draft, decided = await take(request, store)
        customer_id, _, whole = decided.partition("|")
        around = await known_around(request, store, customer_id)
        line = draft.line if whole else after_name(draft.line, around.customer)
        return await self.save_line(request, store, Found(around.customer, line, around=around), draft)

    async def add_and_save(self, request: Request, store: Store) -> Outcome:
        """Add the customer that the line seems to name, and save the rest with it."""
        draft, _ = await take(request, store)
        lead = guess_name(draft.line)
        found = await find(request, store, draft.line)
        if found and found.named:
            return await self.save_line(request, store, found, draft)
        customer = new_customer(request, lead.name)
        if not lead.rest.strip():
            return Outcome(request.answer(customer_added(customer, request.key)), (Write(after=customer), *spent(draft)))
        outcome = await self.save_line(request, store, Found(customer, lead.rest), draft)
        return msgspec.structs.replace(outcome, writes=made_with(customer, outcome.writes))

    async def by_form(self, request: Request, store: Store) -> Outcome:
        """Open the form with the draft's text, to pick what is missing."""
        draft, _ = await take(request, store)
        customer = await store.get(request.workspace, Customer, draft.customer) if draft.customer else None
        return self.form(request, customer, with_line(draft, await self.text(request, store, draft.line)) if customer else draft)

    async def free_text(self, request: Request, store: Store) -> Outcome:
        """Keep free text: with the customer it begins with, else by the form."""
        draft, _ = await take(request, store)
        found = await find(request, store, draft.line)
        if found is None:
            return self.form(request, None, draft)
        return await self.save_line(request, store, found, draft)
