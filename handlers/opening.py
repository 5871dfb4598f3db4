"""What to begin a talk with, for whoever says so: reminders, card, brief. A private talk is no beginning for who may not read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.knowing import knowledge_of
from model.change import Write
from model.customer import Customer
from model.idea import open_ideas
from model.opener import Opener, opener
from model.talk import Talk, readable
from storage import Store


async def opener_for(store: Store, customer: Customer, reader: str, today: date, writes: Sequence[Write] = ()) -> Opener:
    """Return what this person could begin a talk with a customer with, once these writes are done."""
    known = await knowledge_of(store, customer, writes)
    ideas = await store.ideas(customer.workspace, customer.id)
    return opener(known, ideas, open_ideas(ideas, customer, known.beliefs, today), await last_talk(store, customer, reader), today)


async def last_talk(store: Store, customer: Customer, reader: str) -> Talk | None:
    """Return the last talk, if this person may read what was said; an import only says when it was."""
    talks = await store.talks(customer.workspace, customer.id, 1)
    return talks[0] if talks and talks[0].source != "import" and readable(talks[0], customer, reader) else None
