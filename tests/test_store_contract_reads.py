"""The promises of Store about reads, one test each, over every store there is."""

from __future__ import annotations

from datetime import date

import pytest
from records import (
    NOON,
    TEAM,
    TODAY,
    belief,
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
    schedule,
    talk,
)

from model.belief import Belief, Wording
from model.cadence import Cadence
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement, Step
from model.nudge import Relationship
from model.settings import defaults
from model.talk import Talk
from storage import Around, NotRead, Store, open_store

ACME, GLOBEX = customer("Acme", aliases=("Acme Corporation",), owner="U1"), customer("Globex", owner="U2")


async def reopened(store: Store, store_url: str) -> Store:
    await store.close()
    return await open_store(store_url, lambda: NOON)


class TestReads:
    async def test_answer_for_a_workspace_nobody_has_heard_of(self, store: Store) -> None:
        assert await store.customers("T404") == []
        assert await store.relationship("T404", "x") is None
        assert await store.near("T404", "acme") == []
        assert await store.workspaces() == []

    async def test_never_show_another_workspace_s_records(self, store: Store) -> None:
        elsewhere = customer("Acme", workspace="T2", owner="U1", channel="C1")
        await store.commit(made(elsewhere, talk(elsewhere), idea(elsewhere)))
        await store.commit(made(ACME))

        assert await store.customers(TEAM) == [ACME]
        assert await store.get(TEAM, Customer, elsewhere.id) is None
        assert await store.talks(TEAM, elsewhere.id) == []
        assert await store.ideas(TEAM) == []
        assert await store.customer_of_channel(TEAM, "C1") is None
        assert await store.workspaces() == [TEAM, "T2"]

    async def test_find_the_changes_of_a_person_newest_first(self, store: Store) -> None:
        await store.commit(first := made(ACME, at=later(hours=-2)))
        await store.commit(second := made(talk(ACME), at=later(hours=-1)))
        await store.commit(made(GLOBEX, by="U2"))

        assert await store.changes(TEAM, "U1", later(hours=-3)) == [second, first]
        assert await store.changes(TEAM, "U1", later(hours=-1)) == [second]

    async def test_find_customers_by_folded_name_and_alias(self, store: Store) -> None:
        await store.commit(made(ACME, GLOBEX))

        found = await store.named(TEAM, ["acme", "acme corporation", "initech"])

        assert found == {"acme": ACME, "acme corporation": ACME}

    async def test_forget_a_name_that_was_given_up(self, store: Store) -> None:
        await store.commit(made(ACME))
        await store.commit(edited(ACME, name="Zenith", aliases=()))

        assert list(await store.named(TEAM, ["acme", "acme corporation", "zenith"])) == ["zenith"]

    async def test_list_customers_by_folded_name(self, store: Store) -> None:
        await store.commit(made(zoo := customer("Zoo"), GLOBEX, ACME, etude := customer("étude", owner="U1")))

        assert await store.customers(TEAM) == [ACME, etude, GLOBEX, zoo]
        assert await store.customers(TEAM, owner="U1") == [ACME, etude]
        assert await store.customers(TEAM, owner="U9") == []

    async def test_list_an_owner_s_customers_after_a_handover(self, store: Store) -> None:
        await store.commit(made(ACME))
        await store.commit(edited(ACME, owner="U7"))

        assert await store.customers(TEAM, owner="U1") == []
        assert len(await store.customers(TEAM, owner="U7")) == 1

    async def test_find_the_first_customer_of_a_channel(self, store: Store) -> None:
        await store.commit(made(customer("Zoo", channel="C1"), first := customer("Bank", channel="C1")))

        assert await store.customer_of_channel(TEAM, "C1") == first
        assert await store.customer_of_channel(TEAM, "C2") is None

    async def test_list_talks_newest_first(self, store: Store) -> None:
        old = talk(ACME, date(2026, 1, 1), recorded_at=later(hours=1))
        noon, evening = talk(ACME, recorded_at=NOON), talk(ACME, recorded_at=later(hours=6))
        await store.commit(made(ACME, evening, old, noon))

        assert await store.talks(TEAM, ACME.id) == [evening, noon, old]
        assert await store.talks(TEAM, ACME.id, limit=2) == [evening, noon]
        assert await store.talks(TEAM, ACME.id, limit=0) == []

    async def test_list_ideas_newest_first_of_one_or_of_all(self, store: Store) -> None:
        first, second, third = idea(ACME, noted_at=NOON), idea(GLOBEX, noted_at=later(hours=1)), idea(ACME, noted_at=later(hours=2))
        await store.commit(made(ACME, GLOBEX, second, third, first))

        assert await store.ideas(TEAM) == [third, second, first]
        assert await store.ideas(TEAM, limit=1) == [third]
        assert await store.ideas(TEAM, ACME.id) == [third, first]

    async def test_list_all_talks_held_in_a_span_of_days_newest_first(self, store: Store, store_url: str) -> None:
        days = [date(2026, 11, day) for day in (15, 16, 18, 22, 23)]
        before, first, middle, last, after = (talk(one, day) for one, day in zip((ACME, GLOBEX, ACME, ACME, GLOBEX), days, strict=True))
        same_day = talk(GLOBEX, days[2], recorded_at=later(hours=1))
        await store.commit(made(ACME, GLOBEX, same_day, after, first, last, before, middle))

        store = await reopened(store, store_url)

        assert await store.happened(TEAM, Talk, days[1], days[3]) == [last, same_day, middle, first]
        assert await store.happened(TEAM, Talk, days[4], days[1]) == []
        assert await store.happened("T2", Talk, days[0], days[4]) == []
        await store.close()

    async def test_tell_the_day_of_each_customers_last_talk_before_a_day_that_counts(self, store: Store, store_url: str) -> None:
        october, november = date(2026, 10, 5), date(2026, 11, 10)
        daily = talk(ACME, date(2026, 11, 20), purpose="operational")
        elsewhere = customer("Elsewhere", workspace="T2")
        said = (talk(ACME, october), review := talk(ACME, november, purpose="review", visibility="private"), talk(ACME, TODAY))
        await store.commit(made(ACME, GLOBEX, *said, daily, talk(GLOBEX, TODAY)))
        await store.commit(made(elsewhere, talk(elsewhere, october)))

        store = await reopened(store, store_url)

        assert await store.last_talks(TEAM, TODAY) == {ACME.id: november}
        assert await store.last_talks(TEAM, date.max) == {ACME.id: TODAY, GLOBEX.id: TODAY}
        assert await store.last_talks(TEAM, november) == {ACME.id: october}
        assert await store.last_talks(TEAM, october) == {}
        await store.commit(removed(review))
        assert await store.last_talks(TEAM, TODAY) == {ACME.id: october}
        await store.close()

    async def test_find_a_talk_on_the_day_it_was_moved_to_and_not_where_it_was(self, store: Store) -> None:
        await store.commit(made(ACME, one := talk(ACME, TODAY)))

        await store.commit(edited(one, held_on=date(2026, 10, 1)))
        moved = await store.happened(TEAM, Talk, date(2026, 10, 1), date(2026, 10, 1))

        assert [talk.id for talk in moved] == [one.id]
        assert await store.happened(TEAM, Talk, TODAY, TODAY) == []
        await store.commit(removed(*moved))
        assert await store.happened(TEAM, Talk, date(2026, 1, 1), TODAY) == []

    async def test_list_what_happened_to_records_of_all_customers_in_a_span_of_days(self, store: Store, store_url: str) -> None:
        noted, decided = idea(ACME), idea(GLOBEX, noted_at=later(days=-35), state="declined", decided_on=TODAY)
        long_ago = idea(ACME, noted_at=later(days=-40), state="declined", decided_on=date(2026, 10, 20))
        corrected = belief(ACME, learned_at=later(days=-90), earlier=(Wording("Before", TODAY, "U1"),), confirmed_on=date(2026, 12, 1))
        due, kept = commitment(ACME, made_at=later(days=-50), due_on=TODAY), commitment(ACME, made_at=later(days=-51), done_on=TODAY)
        both_sides = commitment(ACME, made_at=later(days=-50), due_on=date(2026, 12, 24))
        checked = improvement(GLOBEX, 1, begun_at=later(days=-70), steps=(Step("do", TODAY, NOON, "U1"),), check_on=date(2027, 1, 4))
        await store.commit(made(ACME, GLOBEX, noted, decided, long_ago, corrected, due, kept, both_sides, checked))

        store = await reopened(store, store_url)

        assert await store.happened(TEAM, Idea, TODAY, TODAY) == [noted, decided]
        assert await store.happened(TEAM, Idea, TODAY, TODAY, of=[GLOBEX.id]) == [decided]
        assert await store.happened(TEAM, Idea, date(2026, 10, 1), TODAY, of=[GLOBEX.id, ACME.id, GLOBEX.id]) == [noted, decided, long_ago]
        assert await store.happened(TEAM, Idea, TODAY, TODAY, of=[]) == []
        assert await store.happened(TEAM, Idea, date(2026, 10, 20), date(2026, 11, 1)) == [decided, long_ago]
        assert await store.happened(TEAM, Belief, TODAY, TODAY) == [corrected]
        assert await store.happened(TEAM, Commitment, TODAY, TODAY) == [due, kept]
        assert await store.happened(TEAM, Improvement, TODAY, TODAY) == [checked]
        assert await store.happened(TEAM, Improvement, date(2026, 12, 1), date(2026, 12, 31)) == []
        await store.commit(removed(noted))
        assert await store.happened(TEAM, Idea, TODAY, TODAY) == [decided]
        await store.close()

    async def test_list_improvements_by_number_and_cycle_and_those_whose_check_is_due(self, store: Store, store_url: str) -> None:
        planned, doing = improvement(ACME, 1, check_on=TODAY), improvement(GLOBEX, 2, stage="do", check_on=TODAY)
        first = improvement(ACME, 3, stage="act", check_on=TODAY, verdict="adapt", to_hear="U1")
        second = improvement(ACME, 3, cycle=2, stage="check", check_on=date(2026, 11, 1), to_hear="U2")
        later_on = improvement(ACME, 4, stage="do", check_on=date(2026, 12, 1))
        await store.commit(made(ACME, GLOBEX, second, planned, later_on, doing, first))

        store = await reopened(store, store_url)

        assert await store.improvements(TEAM) == [later_on, second, first, doing, planned]
        assert await store.improvements(TEAM, limit=1) == [later_on]
        assert await store.improvements(TEAM, GLOBEX.id) == [doing]
        assert await store.to_check(TEAM, TODAY) == [second, doing]
        assert await store.to_tell(TEAM, Improvement) == [first, second]
        await store.commit(edited(second, stage="act", to_hear=None))
        assert await store.to_check(TEAM, TODAY) == [doing]
        assert await store.to_tell(TEAM, Improvement) == [first]
        await store.close()

    async def test_list_the_schedules_of_summaries_the_oldest_first(self, store: Store) -> None:
        week, month = schedule("C1", set_at=later(hours=1)), schedule("C2", unit="month")
        await store.commit(made(week, month))

        assert await store.schedules(TEAM) == [month, week]
        assert await store.schedules("T2") == []

    async def test_tell_the_settings_which_are_defaults_until_somebody_saves_some(self, store: Store, store_url: str) -> None:
        first = await store.settings(TEAM)
        await store.commit(made(saved := first.changed(brainstorms="C1", admins=("U1",))))

        store = await reopened(store, store_url)

        assert first == defaults(TEAM)
        assert await store.settings(TEAM) == saved
        assert (await store.settings("T2")).brainstorms is None
        await store.close()

    async def test_list_nudges_in_the_order_they_were_sent(self, store: Store) -> None:
        first, second = nudge(ACME, "P1", NOON), nudge(GLOBEX, "P1", later(hours=1))
        await store.commit(made(ACME, GLOBEX, second, first, third := nudge(ACME, "P2", later(days=1))))

        assert await store.nudges(TEAM, post="P1") == [first, second]
        assert await store.nudges(TEAM, customer=ACME.id) == [first, third]

    async def test_list_posts_that_are_open_the_earliest_first(self, store: Store) -> None:
        urgent, patient = post(NOON, state="sending"), post(later(hours=1))
        await store.commit(made(patient, urgent, sent := post(), dead := post(state="dead")))
        await store.commit(edited(sent, state="sent"))

        assert await store.open_posts(TEAM) == [urgent, patient]

        await store.commit(edited(dead, state="pending"))
        assert len(await store.open_posts(TEAM)) == 3

    async def test_take_posts_that_may_be_tried_the_earliest_first_and_give_none_twice_within_a_minute(self, store: Store) -> None:
        second, first, third, future = post(later(seconds=2)), post(NOON, state="sending"), post(later(seconds=2)), post(later(hours=1))
        second, third = sorted((second, third), key=lambda one: one.id)
        await store.commit(made(third, second, first, future, post(state="sent")))

        assert await store.next_post(TEAM) == NOON
        assert await store.take_posts(TEAM, later(seconds=2), 2) == [first, second]
        assert await store.next_post(TEAM) == third.not_before
        assert await store.take_posts(TEAM, later(seconds=3), 2) == [third]
        assert await store.take_posts(TEAM, later(seconds=4), 2) == []
        assert await store.next_post(TEAM) == later(seconds=62)
        assert await store.take_posts(TEAM, later(seconds=62), 9) == [first, second]

    async def test_give_a_taken_post_again_once_it_was_written(self, store: Store) -> None:
        await store.commit(made(one := post()))
        await store.take_posts(TEAM, NOON, 1)

        await store.commit(edited(one, attempts=1))

        assert await store.take_posts(TEAM, NOON, 1) == [one.changed(attempts=1)]
        await store.commit(edited(one.changed(attempts=1), state="sent"))
        assert await store.take_posts(TEAM, later(hours=1), 1) == []
        assert await store.next_post(TEAM) is None

    async def test_list_posts_that_need_nothing_more_and_were_last_tried_before_a_moment(self, store: Store) -> None:
        old, fresh, waiting = post(NOON, state="sent"), post(later(seconds=1), state="dead"), post(NOON)
        await store.commit(made(old, fresh, waiting))

        assert await store.closed_posts(TEAM, later(seconds=1)) == [old]

    async def test_list_drafts_whose_time_is_over(self, store: Store) -> None:
        await store.commit(made(over := draft(NOON), draft(later(seconds=1))))

        assert await store.drafts(TEAM, NOON) == [over]


class TestNear:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("Acmee", "Acme"), ("Northsid Hosp", "Northside Hospital"), ("hospital", "Northside Hospital")]
    )
    async def test_offers_what_was_probably_meant(self, store: Store, typed: str, meant: str) -> None:
        await store.commit(made(ACME, GLOBEX, customer("Northside Hospital"), customer("IT")))

        found = await store.near(TEAM, typed)

        assert [one.name for one in found] == [meant]

    @pytest.mark.parametrize("typed", ["xyz", "we talked about the price", "a", ""])
    async def test_offers_nothing_absurd(self, store: Store, typed: str) -> None:
        await store.commit(made(ACME, GLOBEX, customer("Northside Hospital"), customer("IT")))

        assert await store.near(TEAM, typed) == []

    async def test_counts_edits_when_told_to(self, store: Store) -> None:
        await store.commit(made(ACME, acne := customer("Acne"), GLOBEX))

        assert await store.near(TEAM, "ACMÉ", within=2) == [ACME, acne]
        assert await store.near(TEAM, "acme", within=0) == [ACME]
        assert await store.near(TEAM, "acmexyz", within=2) == []

    async def test_names_a_customer_once_and_no_more_than_asked(self, store: Store) -> None:
        await store.commit(made(*(customer(f"Acme {n}", aliases=(f"Acme {n} Ltd",)) for n in range(5))))

        found = await store.near(TEAM, "acme", limit=3)

        assert len({one.id for one in found}) == 3

    async def test_lists_names_in_which_a_word_starts_so(self, store: Store) -> None:
        await store.commit(
            made(GLOBEX, north := customer("Northside Hospital"), hospice := customer("Hospice", aliases=("Hospice of Riga",)))
        )

        assert await store.starting(TEAM, "hosp", 5) == [hospice, north]
        assert await store.starting(TEAM, "hosp", 1) == [hospice]
        assert await store.starting(TEAM, "side", 5) == []


async def test_what_is_around_a_customer_is_what_each_look_up_finds_alone(store: Store) -> None:
    nudges = [nudge(ACME, "P1"), nudge(ACME, "P2", later(hours=1))]
    beliefs = [belief(ACME, "They plan a portal", later(hours=1)), belief(ACME, "They have no budget")]
    await store.commit(made(ACME, GLOBEX, talk(ACME), *reversed(nudges), *reversed(beliefs), belief(GLOBEX), nudge(GLOBEX, "P1")))

    assert await store.around(TEAM, ACME.id) == Around(ACME, TODAY, nudges, beliefs)
    assert await store.around(TEAM, "nobody") is None
    assert await store.around("T2", ACME.id) is None


async def test_who_answers_to_the_first_name_that_is_anybodys_comes_with_what_is_around_them(store: Store) -> None:
    north = customer("Northside Hospital", aliases=("NSH",))
    await store.commit(made(ACME, GLOBEX, north, talk(north), told := nudge(north, "P1"), known := belief(north), belief(GLOBEX)))

    for name in ("northside hospital", "nsh"):
        called = await store.called(TEAM, ["northside hospital they", name, "acme"])
        assert (called.name, called.around) == (name, Around(north, TODAY, [told], [known]))
    assert (await store.called(TEAM, ["initech", "acme"])).around == Around(ACME, None, [], [])
    assert (await store.called(TEAM, ["initech"])).around is None
    assert (await store.called("T2", ["acme"])).around is None


async def test_together_is_what_each_of_two_finds_and_fails_with_either(store: Store) -> None:
    await store.commit(made(ACME, found := talk(ACME)))

    async def fails() -> None:
        raise NotRead("away.")

    assert await store.together(store.relationship(TEAM, "nobody"), store.talks(TEAM, ACME.id)) == (None, [found])
    with pytest.raises(NotRead):
        await store.together(store.talks(TEAM, ACME.id), fails())
    with pytest.raises(NotRead):
        await store.together(fails(), store.talks(TEAM, ACME.id))


class TestRelationship:
    async def test_counts_from_the_day_a_customer_was_added(self, store: Store) -> None:
        await store.commit(made(ACME))

        assert await store.relationship(TEAM, ACME.id) == Relationship(ACME, None, date(2026, 12, 1))
        assert await store.relationship(TEAM, "nobody") is None

    async def test_counts_from_the_newest_talk_that_counts(self, store: Store) -> None:
        await store.commit(made(ACME, talk(ACME, date(2026, 10, 1)), talk(ACME, date(2026, 9, 9))))
        await store.commit(made(talk(ACME, TODAY, purpose="operational")))

        assert await store.relationship(TEAM, ACME.id) == Relationship(ACME, date(2026, 10, 1), date(2027, 1, 1))

    async def test_follows_edits_moves_and_removals(self, store: Store) -> None:
        await store.commit(made(ACME, GLOBEX, moving := talk(ACME)))

        async def last_days() -> list[date | None]:
            return [one.last_on for one in [await store.relationship(TEAM, c.id) for c in (ACME, GLOBEX)] if one]

        assert await last_days() == [TODAY, None]
        await store.commit(edited(moving, customer=GLOBEX.id))
        assert await last_days() == [None, TODAY]
        await store.commit(edited(moving := moving.changed(customer=GLOBEX.id), held_on=date(2026, 10, 1)))
        assert await last_days() == [None, date(2026, 10, 1)]
        await store.commit(edited(moving := moving.changed(held_on=date(2026, 10, 1)), purpose="operational"))
        assert await last_days() == [None, None]
        await store.commit(edited(moving := moving.changed(purpose="operational"), purpose="review"))
        assert await last_days() == [None, date(2026, 10, 1)]
        await store.commit(removed(moving.changed(purpose="review")))
        assert await last_days() == [None, None]

    async def test_follows_the_cadence(self, store: Store) -> None:
        await store.commit(made(ACME))
        await store.commit(edited(ACME, cadence=Cadence(6, "weeks")))

        due = await store.relationships(TEAM, due_by=date(2026, 10, 13))

        assert [one.due_on for one in due] == [date(2026, 10, 13)]

    async def test_is_listed_earliest_due_first_then_by_name(self, store: Store) -> None:
        late, zoo, bank = customer("Late", added_on=TODAY), customer("Zoo", owner="U1"), customer("Bank", owner="U1")
        await store.commit(made(late, zoo, bank, ACME))

        names = [one.customer.name for one in await store.relationships(TEAM)]
        due = [one.customer.name for one in await store.relationships(TEAM, due_by=date(2026, 12, 1))]
        owned = [one.customer.name for one in await store.relationships(TEAM, owner="U1")]

        assert names == ["Acme", "Bank", "Zoo", "Late"]
        assert due == ["Acme", "Bank", "Zoo"]
        assert owned == ["Acme", "Bank", "Zoo"]
        assert await store.relationships(TEAM, owner="U1", due_by=date(2026, 11, 30)) == []

    async def test_list_what_somebody_sponsors_by_due_date_then_by_name(self, store: Store, store_url: str) -> None:
        late, zoo = customer("Late", added_on=TODAY, sponsor="U3"), customer("Zoo", sponsor="U3")
        await store.commit(made(late, zoo, bank := customer("Bank", sponsor="U3"), customer("Acme", sponsor="U4", owner="U3")))
        await store.commit(made(lost := customer("Lost", sponsor="U3")))
        await store.commit(edited(lost, sponsor=None))

        store = await reopened(store, store_url)

        assert [one.customer for one in await store.sponsored(TEAM, "U3")] == [bank, zoo, late]
        assert await store.sponsored(TEAM, "U1") == []
        assert await store.sponsored("T2", "U3") == []
        await store.close()

    async def test_does_not_stumble_over_the_end_of_the_calendar(self, store: Store) -> None:
        await store.commit(made(ACME, talk(ACME, date.max)))

        standing = await store.relationship(TEAM, ACME.id)

        assert standing
        assert standing.due_on == date.max


async def test_the_longest_name_is_never_said_to_be_shorter_than_it_is(store: Store) -> None:
    await store.commit(made(customer("Northside", aliases=("Universitätsklinikum",))))

    assert (await store.called(TEAM, [])).longest >= len("universitatsklinikum")
    assert (await store.called(TEAM, ["northside"])).longest >= len("universitatsklinikum")
    assert (await store.called("T2", [])).longest == 0
    assert store.longest_known(TEAM) >= len("universitatsklinikum")
    assert store.longest_known("T2") == 0
