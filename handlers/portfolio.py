"""How much is known of a person's customers, and which industries dominate them: what `learn` alone shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.knowing import knowledge_of
from handlers.request import Request
from messages import profiles as told
from messages.industries import Industry, dominating
from model.answer import Json
from model.belief import TOPICS
from model.change import Outcome
from model.customer import Customer, fold
from model.knowledge import Knowledge
from storage import Store

DOMINATING, SEVERAL = 2, 2


async def how_complete(request: Request, store: Store, start: int = 0) -> Outcome:
    """Return a page of a person's customers, the least known first, and which industries to read about first."""
    owned = await store.customers(request.workspace, request.user)
    if not owned:
        everybodys = await store.customers(request.workspace)
        return Outcome(request.answer(told.no_customers(await leaders(store, everybodys, mine=False))))
    all_known = [await knowledge_of(store, customer) for customer in owned]
    by_need = sorted(all_known, key=lambda known: (len(known.known), known.confirmed(request.today)))
    page = by_need[start : start + told.LIST]
    leading = [] if start else await leaders(store, owned, mine=True)
    return Outcome(request.answer(told.how_complete(page, counts(all_known), request.today, leading, start)))


async def more_customers(request: Request, store: Store) -> Outcome:
    """Show the next page of the list."""
    return await how_complete(request, store, int(request.value))


def counts(all_known: Sequence[Knowledge]) -> tuple[int, int, int]:
    """Return how many customers there are, of how many all topics are known, and of how many none."""
    whole = sum(len(known.known) == len(TOPICS) for known in all_known)
    return len(all_known), whole, sum(not known.known for known in all_known)


async def leaders(store: Store, customers: Sequence[Customer], *, mine: bool) -> list[Json]:
    """Return what says which industries dominate these customers: the one or two in which there are several."""
    names = spelt(customers)
    sizes = Counter(fold(customer.industry) for customer in customers if fold(customer.industry))
    most = sorted((size for size in sizes.items() if size[1] >= SEVERAL), key=lambda size: (-size[1], size[0]))[:DOMINATING]
    found = [Industry(names[folded], count, len(await store.industry_entries(customers[0].workspace, folded))) for folded, count in most]
    return dominating(found, len(customers), mine=mine)


def spelt(customers: Iterable[Customer]) -> dict[str, str]:
    """Return how people write each industry, by its folded name: as its first customer has it."""
    names: dict[str, str] = {}
    for customer in customers:
        names.setdefault(fold(customer.industry), " ".join(customer.industry.split()))
    return names
