"""Customers: adding and editing them, the card, the portfolio, and who has gone quiet."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.commitments import all_open, those_to_read
from handlers.cycles import handed_on
from handlers.drying import drying, drying_of
from handlers.knowing import knowledge_of
from handlers.matching import find, known, new_customer, not_known
from handlers.opening import opener_for
from handlers.request import Request
from messages import cards
from messages import customers as told
from messages import drying as dry
from messages import ideas as ideas_told
from messages import quiet as silent
from messages.blocks import beyond_field
from messages.matching import gone, name_too_long, no_customer_named
from messages.register import CUSTOMER
from messages.talks import CUSTOMER_PICKER, MOVE
from model.answer import Open, Options, Refuse, Update
from model.cadence import read_cadence
from model.cells import names_in, quoted_names
from model.change import Outcome, Write
from model.customer import MAX_NAME, Customer, fold
from model.errors import TalkError
from model.idea import open_ideas
from model.nudge import Relationship
from storage import Store
from storage.turn import Turn

CARD_TALKS = 3
LOOKED_AT = 50
CARD_IDEAS = 5
CHOICES = 20
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'


async def add(request: Request, store: Store) -> Outcome:
    """Add a customer: the owner is you, the cadence quarterly.

    /talk add Northside Hospital
    """
    customer = new_customer(request, request.text.strip().strip(QUOTES))
    existing = (await store.named(request.workspace, [fold(customer.name)])).get(fold(customer.name))
    if existing:
        return Outcome(request.answer(told.already_there(existing, customer.name)))
    return Outcome(request.answer(told.customer_added(customer, request.key)), (Write(after=customer),))


async def edit(request: Request, store: Store) -> Outcome:
    """Change a customer's details in a form: names, owner, deputy, sponsor, channel, cadence, industry.

    /talk edit Northside Hospital
    """
    found = await the_one(request, store)
    return Outcome(Open(told.customer_form(found))) if isinstance(found, Customer) else found


async def customer(request: Request, store: Store) -> Outcome:
    """Show a customer's card: how the relationship stands, the last talks, the open ideas.

    /talk customer Northside Hospital
    """
    found = await the_one(request, store)
    return await card(request, store, found) if isinstance(found, Customer) else found


async def the_one(request: Request, store: Store) -> Customer | Outcome:
    """Return the customer that a line names (or the channel's), or the answer that says it is not known."""
    found = await find(request, store, request.text)
    if found and (found.named or not request.text.strip()):
        return found.customer
    if not request.text.strip():
        raise TalkError(no_customer_named(request.verb))
    return await not_known(request, store)


async def card(request: Request, store: Store, found: Customer) -> Outcome:
    """Return a customer's card."""
    standing = await store.relationship(request.workspace, found.id)
    if standing is None:
        raise TalkError(gone())
    workspace, of = request.workspace, found.id
    talks, cycles = await store.together(store.talks(workspace, of, LOOKED_AT), store.improvements(workspace, of))
    known_of, ideas = await knowledge_of(store, found), await store.ideas(workspace, of)
    waiting = open_ideas(ideas, found, known_of.beliefs, request.today)[:CARD_IDEAS]
    promises = await all_open(store, found)
    dries = await drying_of(store, known_of, (*ideas, *cycles), promises, request.today)
    begin = opener_for(known_of, ideas, talks, request.user, request.today)
    learned = cards.Learned(known_of, begin, dries, [one for one in cycles if one.open])
    overdue = [promise for promise in promises if promise.side == "us" and promise.overdue(request.today)]
    late = await those_to_read(store, overdue, found, request.user)
    shown = cards.card(standing, talks[:CARD_TALKS], waiting, request.user, request.today, learned=learned, overdue=late)
    return Outcome(request.answer(shown))


async def open_form(request: Request, store: Store) -> Outcome:
    """Open the form of the customer whose button was clicked."""
    return Outcome(Open(told.customer_form(await known(request, store, request.value))))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    customer_id, _, version = request.carried.partition("|")
    before = await known(request, store, customer_id)
    if version != str(before.version):
        return Outcome(Refuse({"name": told.changed_meanwhile()}))
    after, errors = filled_in(before, request.fields)
    names = [fold(name) for name in after.names]
    for folded, holder in (await store.named(request.workspace, names)).items():
        if holder.id != before.id:
            errors["name" if folded == names[0] else "aliases"] = told.name_taken(holder)
    if errors:
        return Outcome(Refuse(errors))
    along = await handed_on(store, before, after)
    saved = told.customer_saved(before, after, request.key, cycles=len(along))
    return Outcome(Update(saved), (Write(after=after, before=before), *along))


def filled_in(customer: Customer, given: dict[str, str]) -> tuple[Customer, dict[str, str]]:
    """Return the customer as the form has it, and what is wrong in the form by block."""
    name = " ".join(given.get("name", "").split())
    listed = given.get("aliases", "") + beyond_field(quoted_names(customer.aliases))
    aliases = tuple(dict.fromkeys(" ".join(alias.split()) for alias in names_in(listed)))
    errors = {} if fold(name) else {"name": told.no_name()}
    if any(len(alias) > MAX_NAME for alias in aliases):
        errors["aliases"] = name_too_long()
    cadence = customer.cadence
    try:
        cadence = read_cadence(given.get("cadence", ""))
    except TalkError as error:
        errors["cadence"] = str(error).replace("`", "")
    people = {field: given.get(field) or None for field in ("owner", "deputy", "sponsor", "channel")}
    industry = " ".join(given.get("industry", "").split())
    return customer.changed(name=name, aliases=aliases, kind=given["kind"], industry=industry, cadence=cadence, **people), errors


async def customers(request: Request, store: Store) -> Outcome:
    """List your customers, or all, the next talk due first.

    /talk customers
    /talk customers all
    """
    return await portfolio(request, store, whose(request))


async def portfolio(request: Request, store: Store, mine: str, start: int = 0) -> Outcome:
    """Return a page of the portfolio."""
    found = await store.relationships(request.workspace, owner=request.user if mine == "mine" else None)
    return Outcome(request.answer(told.portfolio(found, mine, request.today, start)))


async def quiet(request: Request, store: Store) -> Outcome:
    """Show which relationships have gone quiet, are close to it, or dry up although you talk: since when, and whose they are.

    /talk quiet
    /talk quiet all
    """
    return await gone_quiet(request, store, whose(request))


async def gone_quiet(request: Request, store: Store, mine: str, start: int = 0) -> Outcome:
    """Return a page of the quiet."""
    found = await store.relationships(request.workspace, owner=request.user if mine == "mine" else None)
    shown = await those_wanting(found, request)
    asked = found if start == 0 else shown[start : start + told.PAGE]
    dries = await drying_up(request, store, asked)
    return Outcome(request.answer(silent.gone_quiet(shown, dries, mine, request.today, start)))


async def drying_up(request: Request, store: Store, standings: Sequence[Relationship]) -> list[dry.Drying]:
    """Return those of these relationships that dry up although one talks, in the order given."""
    by_id = {standing.customer.id: standing.customer for standing in standings}
    found = await drying(store, [*by_id.values()], request.today)
    return [dry.Drying(by_id[customer], signs) for customer, signs in found.items()]


async def those_wanting(standings: Sequence[Relationship], request: Request) -> list[Relationship]:
    """Return those of many relationships that are quiet or close to it, letting others have their turn in between."""
    turn, found = Turn(), list[Relationship]()
    for standing in standings:
        if wanting(standing, request):
            found.append(standing)
        await turn.over()
    return found


def wanting(standing: Relationship, request: Request) -> bool:
    """Whether a relationship is quiet or close to it on the person's day."""
    return standing.quiet(request.today) or standing.close(request.today)


def whose(request: Request) -> str:
    """Return `mine` (also when nothing is said) or `all`; raise TalkError for anything else."""
    word = fold(request.text)
    if word in {"", "mine", "all"}:
        return word or "mine"
    raise TalkError(told.mine_or_all(request.verb))


async def more_customers(request: Request, store: Store) -> Outcome:
    """Show the next page of the portfolio."""
    mine, _, start = request.value.partition("|")
    return await portfolio(request, store, mine, int(start))


async def more_quiet(request: Request, store: Store) -> Outcome:
    """Show the next page of the quiet."""
    mine, _, start = request.value.partition("|")
    return await gone_quiet(request, store, mine, int(start))


async def more_drying(request: Request, store: Store) -> Outcome:
    """Show a page of those that dry up and are neither quiet nor close to it."""
    mine, _, start = request.value.partition("|")
    found = await store.relationships(request.workspace, owner=request.user if mine == "mine" else None)
    there = {standing.customer.id for standing in await those_wanting(found, request)}
    dries = await drying_up(request, store, [standing for standing in found if standing.customer.id not in there])
    return Outcome(request.answer(dry.drying_listed(dries, mine, request.today, int(start))))


async def choices(request: Request, store: Store) -> Outcome:
    """Offer customers in a searching select: those whose names begin or resemble what was typed, else your own."""
    typed = fold(request.text)
    found = await store.starting(request.workspace, typed, CHOICES) if typed else await store.customers(request.workspace, request.user)
    if not found:
        found = await store.near(request.workspace, typed, limit=CHOICES) if typed else await store.starting(request.workspace, "", CHOICES)
    return Outcome(Options(told.customer_options(found)))


VERBS = {"add": add, "edit": edit, "customer": customer, "customers": customers, "quiet": quiet}
ACTIONS = {
    told.EDIT: open_form,
    told.MORE_CUSTOMERS: more_customers,
    silent.MORE_QUIET: more_quiet,
    dry.MORE: more_drying,
}
FORMS = {told.FORM: submitted}
OPTIONS = {"customer": choices, CUSTOMER_PICKER: choices, CUSTOMER: choices, MOVE: choices, ideas_told.MOVE: choices}
