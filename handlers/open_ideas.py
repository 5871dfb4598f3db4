"""Which ideas for a customer wait for a decision: for whoever shows them, so that all agree."""

from __future__ import annotations

from datetime import date

from model.customer import Customer
from model.idea import Idea, open_ideas
from storage import Store


async def on_the_table(store: Store, customer: Customer, today: date) -> list[Idea]:
    """Return the ideas for a customer that wait for a decision on this day, newest first; those that were put off and are back too."""
    ideas = await store.ideas(customer.workspace, customer.id)
    put_off = any(idea.state == "not now" for idea in ideas)
    return open_ideas(ideas, customer, await store.beliefs(customer.workspace, customer.id) if put_off else [], today)
