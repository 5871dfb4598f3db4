"""The promises of Store about what is known of customers: beliefs, promises, industries. One test each, over every store there is."""

from __future__ import annotations

from datetime import date

from records import TEAM, TODAY, belief, commitment, customer, edited, entry, idea, later, made
from test_store_contract_reads import reopened

from model.idea import Idea
from storage import Store

ACME, GLOBEX = customer("Acme"), customer("Globex")


class TestKnowledge:
    async def test_give_what_is_believed_of_a_customer_newest_first(self, store: Store) -> None:
        old, new = belief(ACME, learned_at=later(days=-1)), belief(ACME, "They grow", state="outdated")
        await store.commit(made(ACME, GLOBEX, new, old, belief(GLOBEX)))

        assert await store.beliefs(TEAM, ACME.id) == [new, old]

    async def test_give_the_ideas_of_whose_fate_somebody_has_yet_to_hear(self, store: Store, store_url: str) -> None:
        second, first = idea(ACME, to_hear="U1"), idea(GLOBEX, noted_at=later(days=-1), to_hear="U2", state="adopted")
        told = idea(ACME, to_hear="U1")
        await store.commit(made(ACME, GLOBEX, second, first, told, idea(ACME)))

        await store.commit(edited(told, to_hear=None))

        assert await store.to_tell(TEAM, Idea) == [first, second]
        again = await reopened(store, store_url)
        assert await again.to_tell(TEAM, Idea) == [first, second]
        await again.close()

    async def test_give_the_promises_of_a_customer_newest_first(self, store: Store) -> None:
        old, new = commitment(ACME, made_at=later(days=-1), done_on=TODAY), commitment(ACME, side="them", who="Dr. Weber")
        await store.commit(made(ACME, GLOBEX, old, new, commitment(GLOBEX)))

        assert await store.commitments(TEAM, ACME.id) == [new, old]

    async def test_give_the_open_promises_by_their_day(self, store: Store) -> None:
        late, today = commitment(ACME, due_on=date(2026, 11, 20), made_at=later(days=-1)), commitment(GLOBEX, due_on=TODAY)
        to_come, kept = commitment(ACME, due_on=date(2026, 11, 25)), commitment(ACME, due_on=TODAY, done_on=TODAY)
        theirs = commitment(ACME, due_on=date(2026, 11, 21), person="U2")
        await store.commit(made(ACME, GLOBEX, today, late, to_come, kept, commitment(ACME), theirs))

        assert await store.promised(TEAM, TODAY) == [late, theirs, today]
        assert await store.promised(TEAM, TODAY, person="U2") == [theirs]
        assert await store.promised(TEAM, TODAY, person="U3") == []

    async def test_forget_a_promise_that_was_kept_or_put_off(self, store: Store) -> None:
        kept, put_off = commitment(ACME, due_on=TODAY), commitment(ACME, due_on=TODAY)
        await store.commit(made(ACME, kept, put_off))

        await store.commit(edited(kept, done_on=TODAY))
        await store.commit(edited(put_off, due_on=date(2026, 12, 1)))

        assert await store.promised(TEAM, TODAY) == []

    async def test_give_what_an_industry_does_by_its_folded_name(self, store: Store) -> None:
        old, new = entry("Health care", noted_at=later(days=-1)), entry("HEALTH CARE", use="innovators")
        await store.commit(made(new, old, bank := entry("Banking", noted_at=later(hours=-1))))

        assert await store.industry_entries(TEAM, "health care") == [new, old]
        assert await store.industry_entries(TEAM) == [new, bank, old]

    async def test_count_the_customers_of_each_industry(self, store: Store) -> None:
        hospitals = [customer(f"Hospital {n}", industry=name) for n, name in enumerate(["Health care", "health care "])]
        await store.commit(made(ACME, *hospitals, bank := customer("Bank", industry="Banking"), customer("Zoo", industry="Animals")))
        await store.commit(edited(bank, industry="Finance"))

        assert list((await store.industries(TEAM)).items()) == [("health care", 2), ("animals", 1), ("finance", 1)]

    async def test_find_it_all_again_after_a_restart(self, store: Store, store_url: str) -> None:
        told, promise, use = belief(ACME), commitment(ACME, due_on=TODAY), entry("Health care")
        await store.commit(made(customer("Zoo", industry="Animals"), ACME, told, promise, use))

        again = await reopened(store, store_url)

        assert await again.beliefs(TEAM, ACME.id) == [told]
        assert await again.promised(TEAM, TODAY) == await again.commitments(TEAM, ACME.id) == [promise]
        assert await again.industry_entries(TEAM, "health care") == [use]
        assert await again.industries(TEAM) == {"animals": 1}
        await again.close()
