"""The promises of Store about changes, one test each, over every store there is."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from records import (
    NOON,
    TEAM,
    belief,
    change,
    commitment,
    customer,
    draft,
    edited,
    idea,
    improvement,
    later,
    made,
    nudge,
    post,
    removed,
    talk,
)

from model.change import Write
from model.customer import Customer
from model.talk import Talk
from storage import Conflict, NotSaved, Store, StoreError, open_store

ACME, GLOBEX = customer("Acme", aliases=("Acme Corporation",), owner="U1"), customer("Globex", owner="U2")


async def reopened(store: Store, store_url: str) -> Store:
    await store.close()
    return await open_store(store_url, lambda: NOON)


class TestCommit:
    async def test_makes_a_record_that_can_be_read(self, store: Store) -> None:
        receipt = await store.commit(made(ACME))

        assert not receipt.repeated
        assert await store.get(TEAM, Customer, ACME.id) == ACME

    async def test_changes_a_record(self, store: Store) -> None:
        await store.commit(made(ACME))

        await store.commit(edited(ACME, industry="Retail"))

        assert await store.get(TEAM, Customer, ACME.id) == ACME.changed(industry="Retail")

    async def test_removes_a_record(self, store: Store) -> None:
        await store.commit(made(ACME))

        await store.commit(removed(ACME))

        assert await store.get(TEAM, Customer, ACME.id) is None
        assert await store.customers(TEAM) == []

    async def test_applies_all_writes_of_a_change_or_none(self, store: Store) -> None:
        await store.commit(made(ACME))

        with pytest.raises(Conflict):
            await store.commit(change(Write(after=GLOBEX), Write(after=talk(GLOBEX)), Write(after=ACME)))

        assert await store.customers(TEAM) == [ACME]
        assert await store.talks(TEAM, GLOBEX.id) == []

    async def test_outlives_a_restart(self, store: Store, store_url: str) -> None:
        records = (ACME, a_talk := talk(ACME), an_idea := idea(ACME), a_nudge := nudge(ACME, "P1"), a_post := post(), a_draft := draft())
        await store.commit(made(*records))

        store = await reopened(store, store_url)

        assert await store.customers(TEAM) == [ACME]
        assert await store.talks(TEAM, ACME.id) == [a_talk]
        assert await store.ideas(TEAM) == [an_idea]
        assert await store.nudges(TEAM, post="P1") == [a_nudge]
        assert await store.open_posts(TEAM) == [a_post]
        assert await store.drafts(TEAM, NOON) == [a_draft]
        await store.close()

    async def test_keeps_text_character_for_character(self, store: Store, store_url: str) -> None:
        notes = '“Größe” \u202e 👩\u200d👧 \u2028 \n\t\\n {"a": 1} \'); DROP' + "x" * 40_001
        await store.commit(made(ACME, wild := talk(ACME, notes=notes)))

        store = await reopened(store, store_url)

        assert await store.talks(TEAM, ACME.id) == [wild]
        await store.close()

    async def test_can_serve_many_at_once(self, store: Store) -> None:
        await store.commit(made(ACME))
        talks = [talk(ACME) for _ in range(50)]

        receipts = await asyncio.gather(*(store.commit(made(one)) for one in talks))

        assert not any(receipt.repeated for receipt in receipts)
        assert {one.id for one in await store.talks(TEAM, ACME.id)} == {one.id for one in talks}

    async def test_goes_on_when_the_caller_gives_up(self, store: Store) -> None:
        await store.commit(made(ACME))
        others = [asyncio.create_task(store.commit(made(talk(ACME)))) for _ in range(2)]
        given_up = asyncio.create_task(store.commit(made(talk(ACME), key="K")))
        await asyncio.sleep(0)

        given_up.cancel()
        await asyncio.gather(*others)

        assert len(await store.talks(TEAM, ACME.id)) == 3
        assert (await store.commit(made(talk(ACME), key="K"))).repeated

    async def test_goes_on_when_the_only_caller_gives_up_and_close_waits_for_it(self, store: Store, store_url: str) -> None:
        await store.commit(made(ACME))
        given_up = asyncio.create_task(store.commit(made(one := talk(ACME), key=None)))
        await asyncio.sleep(0)

        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        store = await reopened(store, store_url)

        assert await store.talks(TEAM, ACME.id) == [one]
        await store.close()


class TestKeys:
    async def test_have_one_effect_and_one_answer(self, store: Store) -> None:
        first = made(ACME, key="K")
        await store.commit(first)

        receipt = await store.commit(made(GLOBEX, key="K"))

        assert receipt.repeated
        assert receipt.change == first
        assert await store.customers(TEAM) == [ACME]

    async def test_have_one_effect_when_both_deliveries_come_at_once(self, store: Store) -> None:
        await store.commit(made(ACME))
        deliveries = [made(talk(ACME), key="K") for _ in range(3)]

        receipts = await asyncio.gather(*map(store.commit, deliveries))

        assert sorted(receipt.repeated for receipt in receipts) == [False, True, True]
        assert [receipt.change for receipt in receipts] == [receipts[0].change] * 3
        assert len(await store.talks(TEAM, ACME.id)) == 1

    async def test_of_changes_that_write_nothing_are_kept_too(self, store: Store, store_url: str) -> None:
        first = change(key="K")
        receipts = [await store.commit(first), await store.commit(change(key="K"))]

        store = await reopened(store, store_url)

        assert [receipt.repeated for receipt in receipts] == [False, True]
        assert await store.answered(TEAM, "K") == first
        assert (await store.commit(change(key="K"))).repeated
        await store.close()

    async def test_outlive_a_restart(self, store: Store, store_url: str) -> None:
        first = made(ACME, key="K")
        await store.commit(first)

        store = await reopened(store, store_url)

        assert (await store.commit(made(GLOBEX, key="K"))).repeated
        assert await store.answered(TEAM, "K") == first
        await store.close()

    async def test_are_a_workspace_s_own(self, store: Store) -> None:
        await store.commit(made(ACME, key="K"))

        receipt = await store.commit(made(customer("Acme", workspace="T2"), key="K"))

        assert not receipt.repeated

    async def test_are_free_again_after_a_conflict(self, store: Store) -> None:
        with pytest.raises(Conflict):
            await store.commit(made(talk(ACME), key="K"))

        assert await store.answered(TEAM, "K") is None
        assert not (await store.commit(made(ACME, key="K"))).repeated

    async def test_are_not_needed(self, store: Store) -> None:
        await store.commit(made(ACME, key=None))

        receipt = await store.commit(made(GLOBEX, key=None))

        assert not receipt.repeated
        assert await store.changes(TEAM, "U1", later(hours=-1)) == []


class TestConflict:
    async def test_where_a_record_has_moved_on(self, store: Store) -> None:
        await store.commit(made(ACME))
        await store.commit(edited(ACME, industry="Retail"))

        with pytest.raises(Conflict):
            await store.commit(edited(ACME, industry="Banking"))

        assert (await store.customers(TEAM))[0].industry == "Retail"

    async def test_where_a_record_is_made_twice(self, store: Store) -> None:
        await store.commit(made(ACME))

        with pytest.raises(Conflict):
            await store.commit(made(ACME))

    async def test_where_a_record_is_gone(self, store: Store) -> None:
        await store.commit(made(ACME))
        await store.commit(removed(ACME))

        with pytest.raises(Conflict):
            await store.commit(edited(ACME, industry="Retail"))

    async def test_where_two_decide_on_one_version_at_once_and_the_loser_can_read_why(self, store: Store) -> None:
        await store.commit(made(ACME))

        async def decide(industry: str) -> Customer | None:
            with suppress(Conflict):
                await store.commit(edited(ACME, industry=industry))
            return await store.get(TEAM, Customer, ACME.id)

        seen = await asyncio.gather(*map(decide, "ABC"))

        assert seen == [ACME.changed(industry="A")] * 3

    @pytest.mark.parametrize("name", ["ACME", "acme corporation", "  Ácme "])
    async def test_where_a_name_is_another_customer_s(self, store: Store, name: str) -> None:
        await store.commit(made(ACME))

        with pytest.raises(Conflict):
            await store.commit(made(customer("Other", aliases=(name,))))

    async def test_where_two_ask_for_a_name_at_once(self, store: Store) -> None:
        asked = [store.commit(made(customer("Acme"))) for _ in range(2)]

        outcomes = await asyncio.gather(*asked, return_exceptions=True)

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Receipt"]

    async def test_takes_no_other_change_with_it_that_comes_at_once(self, store: Store) -> None:
        await store.commit(made(ACME, key="K"))
        fresh = [talk(ACME), talk(ACME)]
        changes = [made(fresh[0]), made(customer("Acme")), made(GLOBEX, key="K"), made(talk(GLOBEX)), made(fresh[1])]

        outcomes = await asyncio.gather(*map(store.commit, changes), return_exceptions=True)

        assert [getattr(outcome, "repeated", type(outcome)) for outcome in outcomes] == [False, Conflict, True, Conflict, False]
        assert {one.id for one in await store.talks(TEAM, ACME.id)} == {one.id for one in fresh}

    async def test_never_where_a_name_was_given_up_or_changes_hands(self, store: Store) -> None:
        await store.commit(made(ACME, GLOBEX))

        swapped = change(
            Write(before=ACME, after=ACME.changed(name="Globex", aliases=())), Write(before=GLOBEX, after=GLOBEX.changed(name="Acme"))
        )
        await store.commit(swapped)
        await store.commit(made(heir := customer("Acme Corporation")))

        names = await store.named(TEAM, ["acme", "globex", "acme corporation"])
        assert {name: found.id for name, found in names.items()} == {"acme": GLOBEX.id, "globex": ACME.id, "acme corporation": heir.id}

    @pytest.mark.parametrize("record", [talk(ACME), idea(ACME), nudge(ACME, "P1")], ids=["talk", "idea", "nudge"])
    async def test_where_there_is_no_such_customer(self, store: Store, record: Talk) -> None:
        with pytest.raises(Conflict):
            await store.commit(made(record))

    @pytest.mark.parametrize(
        "record",
        [talk(ACME), idea(ACME), belief(ACME), commitment(ACME), improvement(ACME, 1)],
        ids=["talk", "idea", "belief", "commitment", "improvement"],
    )
    async def test_where_a_customer_is_removed_that_has_something(self, store: Store, record: Talk) -> None:
        await store.commit(made(ACME, record))

        with pytest.raises(Conflict):
            await store.commit(removed(ACME))

        await store.commit(removed(ACME, record))

    async def test_where_a_talk_comes_while_its_customer_goes(self, store: Store) -> None:
        await store.commit(made(ACME))

        outcomes = await asyncio.gather(store.commit(removed(ACME)), store.commit(made(talk(ACME))), return_exceptions=True)

        assert [type(outcome).__name__ for outcome in outcomes] == ["Receipt", "Conflict"]


class TestLife:
    async def test_check_is_content_while_all_is_well(self, store: Store) -> None:
        await store.commit(made(ACME))

        await store.check()

    async def test_nothing_is_committed_after_close(self, store: Store) -> None:
        await store.close()

        with pytest.raises(NotSaved, match="closed"):
            await store.commit(made(ACME))
        with pytest.raises(NotSaved, match="closed"):
            await store.check()

    async def test_close_finishes_what_is_under_way(self, store: Store, store_url: str) -> None:
        await store.commit(made(ACME))
        under_way = [asyncio.create_task(store.commit(made(talk(ACME)))) for _ in range(30)]
        await asyncio.sleep(0)

        store = await reopened(store, store_url)

        assert len(await asyncio.gather(*under_way)) == 30
        assert len(await store.talks(TEAM, ACME.id)) == 30
        await store.close()

    async def test_close_may_be_called_twice(self, store: Store) -> None:
        await store.close()

        await store.close()

    @pytest.mark.parametrize("url", ["mysql://x", "tinydb:", ""])
    async def test_a_url_that_names_no_store_is_refused(self, url: str) -> None:
        with pytest.raises(StoreError, match="TALK_STORE"):
            await open_store(url, lambda: NOON)
