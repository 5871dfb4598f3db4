"""The App Home: drawn from the store when it is opened, and after whatever was done from it. Its buttons mostly are other nouns'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from handlers.decided import decided, fallen
from handlers.drying import Lately, lately_with, signs_among
from handlers.knowing import knowledge_of
from handlers.matching import known, new_customer
from handlers.request import Request
from messages import home as told
from messages import home_parts as parts
from messages.blocks import notice, option
from messages.bookings import book_form
from messages.briefs import to_check
from messages.drying import Drying
from messages.matching import gone
from messages.talks import talk_form
from model.answer import Home, Open, Refuse, Reply, Update
from model.belief import Belief
from model.cadence import read_cadence
from model.change import Outcome, Write
from model.commitment import Commitment
from model.customer import Customer, fold
from model.errors import TalkError
from model.idea import Idea
from model.improvement import Improvement
from model.nudge import Relationship
from storage import Store

AHEAD = timedelta(days=7)
PROPOSED = timedelta(days=7)


async def drawn(request: Request, store: Store) -> Outcome:
    """Draw a person's Home."""
    return Outcome(Home(told.home(await page_of(request, store))))


async def page_of(request: Request, store: Store) -> parts.Page:
    """Return all that stands in a person's Home."""
    workspace, today = request.workspace, request.today
    mine = await store.relationships(workspace, owner=request.user)
    promises = [promise for promise in await store.promised(workspace, today + AHEAD, person=request.user) if promise.side == "us"]
    checks = await checks_of(request, store, mine)
    lately = await lately_with(store, [standing.customer for standing in mine], today)
    settings = await store.settings(workspace)
    page = parts.Page(request.user, today, mine, promises=promises, checks=checks, admin=settings.may_change(request.person))
    return msgspec.structs.replace(
        page,
        names=await names_of(store, mine, [*promises[: parts.OTHERS], *checks[: parts.OTHERS]]),
        to_confirm=await to_confirm(store, page),
        ideas=waiting(lately, mine, request.user),
        drying=await drying_up(mine, lately, today),
        portfolio=await portfolio(request, store, admin=page.admin),
    )


async def checks_of(request: Request, store: Store, mine: Sequence[Relationship]) -> list[Improvement]:
    """Return the improvements whose result this person is to look at: their own, and those of their customers that are nobody's."""
    ids = {standing.customer.id for standing in mine}
    due = await store.to_check(request.workspace, request.today)
    return [one for one in due if one.owner == request.user or (one.owner is None and one.customer in ids)]


async def names_of(store: Store, mine: Sequence[Relationship], found: Sequence[Commitment | Improvement]) -> dict[str, str]:
    """Return the names of a person's customers, and of those that these records are about, by id."""
    names = {standing.customer.id: standing.customer.name for standing in mine}
    for record in found:
        if record.customer not in names and (customer := await store.get(record.workspace, Customer, record.customer)):
            names[customer.id] = customer.name
    return names


async def to_confirm(store: Store, page: parts.Page) -> list[Belief]:
    """Return what is to be heard from the customer with whom a person talks next, however long ago it was learned."""
    return to_check(await knowledge_of(store, page.booked[0].customer), page.today) if page.booked else []


def waiting(lately: Lately, mine: Sequence[Relationship], user: str) -> list[Idea]:
    """Return the ideas of others in the last two quarters for a person's customers about which nobody decided, the newest first."""
    found = [idea for standing in mine for idea in lately.ideas.get(standing.customer.id, ())]
    new = [idea for idea in found if idea.state == "new" and idea.author != user]
    return sorted(new, key=lambda idea: (idea.noted_at, idea.id), reverse=True)


async def drying_up(mine: Sequence[Relationship], lately: Lately, today: date) -> list[Drying]:
    """Return with whom a person talks while it dries up; those gone quiet have their own words."""
    by_id = {standing.customer.id: standing.customer for standing in mine if not standing.quiet(today)}
    found = await signs_among(lately, [*by_id.values()], today)
    return [Drying(by_id[customer], signs) for customer, signs in found.items()]


async def portfolio(request: Request, store: Store, *, admin: bool) -> parts.Portfolio | None:
    """Return all relationships at a glance for an admin, and for a sponsor those that they sponsor."""
    found = await (store.relationships(request.workspace) if admin else store.sponsored(request.workspace, request.user))
    quiet = [standing for standing in found if standing.quiet(request.today)]
    new = sum(standing.last_on is None and not standing.quiet(request.today) for standing in found)
    return parts.Portfolio(len(found), len(quiet), new, quiet[: parts.FEW], sponsored=not admin)


async def log(request: Request, store: Store) -> Outcome:
    """Open the form for a talk that is missing; say who noted one since Home was drawn."""
    customer_id, _, last = request.value.partition("|")
    standing = await store.relationship(request.workspace, customer_id)
    if standing is None:
        raise TalkError(gone())
    customer, newest = standing.customer, str(standing.last_on or "")
    if newest > last and (talks := [talk for talk in await store.talks(request.workspace, customer_id) if talk.counts]):
        at = request.person.local(talks[0].recorded_at)
        return Outcome(Reply(told.talked_already(talks[0], customer, at, request.today)))
    passed = customer.booked_on if customer.booked_on and customer.booked_on < request.today else None
    return Outcome(Open(talk_form(request.today, option(customer.name, customer.id), held_on=passed)))


async def book(request: Request, store: Store) -> Outcome:
    """Open the form that books a talk; say that one is booked since Home was drawn."""
    customer_id, _, booked = request.value.partition("|")
    customer = await known(request, store, customer_id)
    if customer.booked_on and str(customer.booked_on) != booked:
        return Outcome(Reply(told.booked_already(customer, request.today)))
    proposed = request.today + PROPOSED
    return Outcome(Open(book_form(customer, max(customer.booked_on or proposed, request.today))))


async def fell_through(request: Request, store: Store) -> Outcome:
    """Forget a booking that came to nothing; say so where it was answered since Home was drawn."""
    customer_id, _, booked = request.value.partition("|")
    standing = await store.relationship(request.workspace, customer_id)
    if standing is None:
        raise TalkError(gone())
    customer = standing.customer
    if str(customer.booked_on) != booked:
        return Outcome(Reply(told.not_booked(customer)))
    writes, edits = await decided(request, store, customer_id, "fell through")
    shown = told.fell_through(customer, standing.due_on, request.today, request.key)
    return Outcome(Reply(shown), (Write(after=fallen(customer, request.today), before=customer), *writes), edits)


async def add(_request: Request, _store: Store) -> Outcome:
    """Open the form for a new customer."""
    return Outcome(Open(told.add_form()))


async def added(request: Request, store: Store) -> Outcome:
    """Add the customer of the form, or keep it open with what to mend."""
    errors, made = {}, None
    try:
        made = new_customer(request, request.fields.get("name", ""))
    except TalkError as error:
        errors["name"] = str(error)
    try:
        cadence = read_cadence(request.fields.get("cadence", ""))
    except TalkError as error:
        errors["cadence"] = str(error).replace("`", "")
    if made and (holder := (await store.named(request.workspace, [fold(made.name)])).get(fold(made.name))):
        errors["name"] = told.there_already(holder)
    if errors or made is None:
        return Outcome(Refuse(errors))
    customer = msgspec.structs.replace(made, cadence=cadence)
    return Outcome(Update(notice(told.added(customer, request.key), "Saved")), (Write(after=customer),))


ACTIONS = {parts.TALKED: log, parts.BOOK: book, parts.FELL_THROUGH: fell_through, told.ADD: add}
FORMS = {told.ADD_FORM: added}
