"""What is known of a customer, from the store, and as it will be once some writes are committed: what a click's answer shows."""

from __future__ import annotations

from collections.abc import Sequence

from model.belief import Belief
from model.change import Write
from model.customer import Customer, fold
from model.industry import IndustryEntry
from model.knowledge import MIRRORED, Knowledge, knowledge
from storage import Store


async def knowledge_of(store: Store, customer: Customer, writes: Sequence[Write] = ()) -> Knowledge:
    """Return what is known of a customer, with these writes as if they were done."""
    touched = {write.record.id: write.after for write in writes if isinstance(write.record, Belief | IndustryEntry)}
    customer = next((write.after for write in writes if isinstance(write.after, Customer) and write.after.id == customer.id), customer)
    folded = fold(customer.industry)
    beliefs = [belief for belief in await store.beliefs(customer.workspace, customer.id) if belief.id not in touched]
    entries = await store.industry_entries(customer.workspace, folded) if folded else []
    entries = [entry for entry in entries if entry.id not in touched]
    beliefs += [after for after in touched.values() if isinstance(after, Belief) and after.customer == customer.id]
    new = [after for after in touched.values() if isinstance(after, IndustryEntry) and after.folded == folded]
    return knowledge(customer, beliefs, [*new, *entries])


def anything_known(customer: Customer, beliefs: Sequence[Belief]) -> bool:
    """Whether anything is believed of a customer, which every saved talk asks: much less than all of it."""
    if customer.industry or customer.position:
        return True
    return any(belief.held and belief.topic not in MIRRORED for belief in beliefs)


async def belief_in_store(store: Store, belief: Belief) -> Belief | None:
    """Return a belief as the store has it, which is what a write is based on."""
    return await store.get(belief.workspace, Belief, belief.id)
