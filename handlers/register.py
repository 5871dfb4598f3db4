"""The register of improvements: read once, narrowed down by words or by selects, shown a page at a time."""

from __future__ import annotations

from typing import get_args

import msgspec

from handlers.matching import Found, find, known, not_known
from handlers.request import Request
from messages import register as told
from messages.register import FILTERS, PAGE, Listing, Row, Wanted
from model.answer import Message
from model.change import Outcome
from model.customer import Customer, fold
from model.errors import TalkError
from model.improvement import Improvement
from model.register import Shown, chosen, tally
from storage import Store

WHOSE = ("mine", "all")
KINDS: dict[str, Shown] = {"open": "open", "ended": "ended", "adopted": "adopt", "adapted": "adapt", "abandoned": "abandon"}
SMALL = ("for", "of", "by")
BEFORE_NAME = 6
PUNCTUATION = ".,;:!?'\"()-"
WORDS = {*WHOSE, *KINDS, *SMALL}


class Line(msgspec.Struct, frozen=True):
    """What a line asks for: a customer where it names one, an owner (a Slack user id), the words that are known, and what is left."""

    customer: Customer | None
    owner: str | None
    words: tuple[str, ...]
    left: str


async def improvements(request: Request, store: Store) -> Outcome:
    """List improvements by stage, overdue first: a customer's, a colleague's, yours, everybody's; or those that ended.

    /talk improvements Northside Hospital
    /talk improvements @olivia
    /talk improvements all ended
    """
    line = await read(request, store)
    if line.left:
        return await not_understood(request, store, line)
    return Outcome(request.answer(await listed(request, store, await wanted(request, store, line))))


async def read(request: Request, store: Store) -> Line:
    """Return what a line asks for. The name of a customer goes before a word that is known."""
    owner, text = owner_in(request)
    words: list[str] = []
    found = await find(request, store, text)
    while not named(found) and text and len(words) < BEFORE_NAME and understood(first := text.split()[0]):
        words.append(bare(first))
        text = text.removeprefix(first).strip()
        found = await find(request, store, text)
    customer, rest = (found.customer, found.rest) if found and found.named else (None, text)
    words += [bare(word) for word in rest.split() if understood(word)]
    return Line(customer, owner, tuple(words), " ".join(word for word in rest.split() if not understood(word)))


def understood(word: str) -> bool:
    """Whether a word is one that a line may hold beside names; punctuation says nothing."""
    return bare(word) in {*WORDS, ""}


def bare(word: str) -> str:
    """Return a word as it is compared, without the punctuation around it."""
    return fold(word).strip(PUNCTUATION)


def named(found: Found | None) -> bool:
    """Whether the line names a customer."""
    return found is not None and found.named


def owner_in(request: Request) -> tuple[str | None, str]:
    """Return the colleague whom a line mentions, if it does, and the line without the mention."""
    for typed, user in sorted(request.people.items(), key=lambda mention: len(mention[0]), reverse=True):
        if typed in request.text:
            return user, " ".join(request.text.replace(typed, " ", 1).split())
    return None, request.text.strip()


async def not_understood(request: Request, store: Store, line: Line) -> Outcome:
    """Say which words of a line are not understood; where they may be a customer's name, offer the nearest ones."""
    if line.left.startswith("@"):
        raise TalkError(told.one_owner() if line.owner else told.nobody_known(line.left.split()[0]))
    if line.customer:
        raise TalkError(told.unknown_words(line.left))
    return await not_known(request.saying(request.verb, " ".join([line.left, *line.words])), store)


async def wanted(request: Request, store: Store, line: Line) -> Wanted:
    """Return what is wanted; where nobody is named, the improvements of the channel's customer if there are any, else one's own."""
    kind: Shown = next((KINDS[word] for word in reversed(line.words) if word in KINDS), "open")
    owner = line.owner or (request.user if "mine" in line.words else None)
    if line.customer or owner or "all" in line.words:
        return Wanted(line.customer, owner, kind)
    linked = await store.customer_of_channel(request.workspace, request.channel) if request.channel else None
    if linked and await store.improvements(request.workspace, linked.id, 1):
        return Wanted(linked, None, kind, usual=True)
    return Wanted(None, request.user, kind, usual=True)


async def listed(request: Request, store: Store, wanted: Wanted) -> Message:
    """Return a page of the register, the last one where fewer are left than a button says."""
    cycles = await store.improvements(request.workspace, wanted.customer.id if wanted.customer else None)
    if wanted.owner:
        cycles = [one for one in cycles if one.owner == wanted.owner]
    found = chosen(cycles, wanted.shown)
    start = min(wanted.start, max(0, len(found) - 1) // PAGE * PAGE)
    page = [await row(request, store, one, wanted) for one in found[start : start + PAGE]]
    at_page = msgspec.structs.replace(wanted, start=start)
    return told.register_listed(Listing(page, at_page, tally(cycles, request.today), request.user, request.today))


async def row(request: Request, store: Store, one: Improvement, wanted: Wanted) -> Row:
    """Return an entry with its customer's name."""
    customer = wanted.customer or await known(request, store, one.customer)
    return Row(one, customer.name)


async def carried(request: Request, store: Store, value: str) -> Wanted:
    """Return what a button or the block of a select stands for."""
    customer, owner, shown, start = value.split("|")
    kind = next(kind for kind in get_args(Shown) if kind == shown)
    return Wanted(await known(request, store, customer) if customer else None, owner or None, kind, int(start))


async def more(request: Request, store: Store) -> Outcome:
    """Show another page."""
    return Outcome(request.answer(await listed(request, store, await carried(request, store, request.value))))


async def of_customer(request: Request, store: Store) -> Outcome:
    """Narrow the list down to the customer that was picked."""
    return await narrowed(request, store, customer=await known(request, store, request.value))


async def of_owner(request: Request, store: Store) -> Outcome:
    """Narrow the list down to the owner who was picked."""
    return await narrowed(request, store, owner=request.value)


async def of_kind(request: Request, store: Store) -> Outcome:
    """Show the open ones, or those that ended in some way."""
    return await narrowed(request, store, shown=request.value)


async def narrowed(request: Request, store: Store, **fields: object) -> Outcome:
    """Show the list with something else picked in its selects."""
    before = await carried(request, store, request.block.removeprefix(FILTERS))
    return Outcome(request.answer(await listed(request, store, before.but(**fields))))


async def everybodys(request: Request, store: Store) -> Outcome:
    """Show the list of all customers and owners."""
    before = await carried(request, store, f"||{request.value}|0")
    return Outcome(request.answer(await listed(request, store, before)))


VERBS = {"improvements": improvements}
ACTIONS = {told.MORE: more, told.CUSTOMER: of_customer, told.OWNER: of_owner, told.KIND: of_kind, told.ALL: everybodys}
