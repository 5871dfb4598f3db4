"""Lists of ideas: made from the store when they are asked for, and again when something in them was clicked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.matching import known
from handlers.request import Request
from messages.idea_lists import PAGE, Done, Listing, Place, Row, ideas_listed
from model.answer import Message
from model.customer import Customer
from model.idea import Back, Idea, back, gone_into
from storage import Store


def place_of(value: str) -> Place:
    """Return the list that a button carries."""
    customer, _, start = value.partition("|")
    return Place(customer, int(start or 0))


async def listed(request: Request, store: Store, place: Place, done: Done | None = None, changed: Sequence[Idea] = ()) -> Message:
    """Return a page of ideas, `changed` ones as they will be; what went into another idea stands there only."""
    customer = await known(request, store, place.customer) if place.customer else None
    new = {idea.id: idea for idea in changed}
    ideas = [new.get(idea.id, idea) for idea in await store.ideas(request.workspace, place.customer or None)]
    into = gone_into(ideas)
    standing = [idea for idea in ideas if idea.state != "merged"]
    page = [await row(request, store, idea, into.get(idea.id, [])) for idea in standing[place.start : place.start + PAGE]]
    return ideas_listed(Listing(page, len(standing), customer, place.start), request.user, request.today, done)


async def row(request: Request, store: Store, idea: Idea, absorbed: Sequence[Idea]) -> Row:
    """Return an idea with what its lines in a list need."""
    customer = await known(request, store, idea.customer)
    noted_on = request.person.today(idea.noted_at)
    return Row(idea, customer.name, noted_on, await returned(request, store, idea, customer), tuple(one.text for one in absorbed))


async def returned(request: Request, store: Store, idea: Idea, customer: Customer) -> Back | None:
    """Return why an idea that was put off is on the table again, None where it is not."""
    if idea.state != "not now":
        return None
    return back(idea, customer, await store.beliefs(request.workspace, customer.id), request.today)
