"""The promise of Store about searching: exactly what a plain scan with the pure rule finds, over every store there is."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import NOON, TEAM, TODAY, belief, commitment, customer, edited, idea, later, made, removed, talk
from test_store_contract_reads import reopened

from model.change import AnyRecord
from model.customer import Customer
from model.search import SEARCHED, Moment, Query, Searched, answers, moment, read_terms, visible
from model.talk import Talk
from storage import Store
from storage.tinydb import TinyStore

ACME, GLOBEX = customer("Acme", owner="U1"), customer("Globex", owner="U2", deputy="U3", sponsor="U4")


def asks(typed: str, **filters: Any) -> Query:
    return Query(read_terms(typed), **filters)


class TestFind:
    async def test_finds_every_kind_newest_first(self, store: Store) -> None:
        old, new = talk(ACME, date(2026, 11, 3), notes="Portal"), talk(GLOBEX, TODAY, notes="x", decisions="The portal opens")
        same_day = talk(ACME, TODAY, notes="portals", recorded_at=later(hours=-1))
        plan, wish = belief(ACME, "A portal", learned_on=date(2026, 11, 20)), idea(ACME, "portal", noted_at=later(days=-2))
        promise = commitment(ACME, what="Show the portal", made_at=later(days=-3))
        await store.commit(made(ACME, GLOBEX, old, plan, wish, promise, same_day, new, talk(ACME, notes="Something else")))

        found = await store.find(TEAM, "U9", asks("port"), 10)

        assert found == [new, same_day, wish, promise, plan, old]

    async def test_goes_on_after_a_moment(self, store: Store) -> None:
        talks = [talk(ACME, date(2026, 11, 1 + day // 3), notes="Portal") for day in range(12)]
        await store.commit(made(ACME, *talks))

        first = await store.find(TEAM, "U9", asks("portal"), 5)
        rest = await store.find(TEAM, "U9", asks("portal"), 50, before=moment(first[-1]))

        assert first + rest == sorted(talks, key=moment, reverse=True)

    async def test_keeps_private_talks_and_what_others_promised_in_them(self, store: Store) -> None:
        private = talk(GLOBEX, notes="Portal", visibility="private", author="U5")
        promise = commitment(GLOBEX, what="A portal", talk=private.id, author="U5", person="U6")
        await store.commit(made(ACME, GLOBEX, private, promise))

        seen = {viewer: len(await store.find(TEAM, viewer, asks("portal"), 10)) for viewer in ("U1", "U2", "U3", "U4", "U5", "U6", "")}

        assert seen == {"U1": 0, "U2": 2, "U3": 2, "U4": 2, "U5": 2, "U6": 1, "": 0}

    async def test_knows_what_changed_since_it_was_asked_first(self, store: Store, store_url: str) -> None:
        one, other = talk(ACME, notes="Portal"), talk(ACME, notes="Portal")
        await store.commit(made(ACME, one, other))
        assert len(await store.find(TEAM, "U9", asks("portal"), 10)) == 2

        await store.commit(edited(one, notes="A zebra", held_on=date(2026, 11, 1)))
        await store.commit(removed(other))
        await store.commit(made(new := talk(ACME, notes="Zebra crossing")))

        assert await store.find(TEAM, "U9", asks("portal"), 10) == []
        assert [found.id for found in await store.find(TEAM, "U9", asks("zebra"), 10)] == [new.id, one.id]
        again = await reopened(store, store_url)
        assert [found.id for found in await again.find(TEAM, "U9", asks("zebra"), 10)] == [new.id, one.id]
        await again.close()

    async def test_finds_nothing_in_another_workspace(self, store: Store) -> None:
        await store.commit(made(ACME, talk(ACME, notes="Portal")))

        assert await store.find("T2", "U1", asks("portal"), 10) == []

    async def test_finds_a_word_by_its_whole_length(self, store: Store) -> None:
        long = talk(ACME, notes="x" * 100 + "y")
        await store.commit(made(ACME, long))

        assert await store.find(TEAM, "U1", asks("x" * 100 + "y"), 10) == [long]
        assert await store.find(TEAM, "U1", asks("x" * 100 + "z"), 10) == []


TEXTS = st.lists(st.sampled_from(["port", "portal", "Portál", "plan", "planning", "a", "x-ray", "北京", "."]), max_size=5).map(" ".join)
TYPED = st.sampled_from(["po", "portal", "plan", "a", '"plan port"', '"portal pl"', "x-ray", "x r", "北", "京", "zebra"])
QUERIES = st.builds(
    Query,
    st.lists(TYPED, max_size=3).map(lambda words: read_terms(" ".join(words))),
    st.sampled_from([None, ACME.id, GLOBEX.id]),
    st.sampled_from([None, "U1", "U2"]),
    st.sampled_from([None, date(2026, 11, 10)]),
    st.sampled_from([None, date(2026, 11, 12)]),
)
DAYS = st.dates(date(2026, 11, 8), date(2026, 11, 14))
WHO = st.sampled_from(["U1", "U2", "U3"])
OF = st.sampled_from([ACME, GLOBEX])
RECORDS: st.SearchStrategy[Searched] = st.one_of(
    st.builds(
        lambda of, day, notes, who, seen: talk(of, day, notes=notes, author=who, visibility=seen),
        *(OF, DAYS, TEXTS, WHO, st.sampled_from(["team", "private"])),
    ),
    st.builds(lambda of, day, text, who: belief(of, text, learned_on=day, author=who), OF, DAYS, TEXTS, WHO),
    st.builds(lambda of, hours, text, who: idea(of, text, noted_at=later(hours=-hours), author=who), OF, st.integers(0, 500), TEXTS, WHO),
)


def scanned(records: Sequence[AnyRecord], viewer: str, query: Query, before: Moment | None) -> list[Searched]:
    """What a plain scan with the rule finds."""
    customers = {record.id: record for record in records if isinstance(record, Customer)}
    talks = {record.id: record for record in records if isinstance(record, Talk)}
    seen = [
        record
        for record in records
        if isinstance(record, SEARCHED)
        and answers(record, query)
        and visible(record, customers[record.customer], talks.get(getattr(record, "talk", None) or ""), viewer)
        and (before is None or moment(record) < before)
    ]
    return sorted(seen, key=moment, reverse=True)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(RECORDS, max_size=25), st.lists(RECORDS, max_size=5), st.lists(QUERIES, min_size=1, max_size=4), WHO, st.integers(1, 6))
def test_it_finds_what_a_plain_scan_does(
    first: list[Searched], then: list[Searched], queries: list[Query], viewer: str, limit: int
) -> None:
    async def holds() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = await TinyStore.open(folder, lambda: NOON)
            await store.commit(made(ACME, GLOBEX, *first))
            for later_on in ((), then):
                await store.commit(made(*later_on))
                records = [ACME, GLOBEX, *first, *later_on]
                for query in queries:
                    expected = scanned(records, viewer, query, None)
                    found = await store.find(TEAM, viewer, query, limit)
                    assert found == expected[:limit]
                    if found:
                        before = moment(found[-1])
                        assert await store.find(TEAM, viewer, query, limit, before=before) == expected[limit : 2 * limit]
            await store.close()

    asyncio.run(holds())
