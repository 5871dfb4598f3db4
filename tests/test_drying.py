from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import records
from conftest import Office
from hypothesis import given
from hypothesis import strategies as st

from handlers.drying import FEW, drying
from model.belief import Belief
from model.cadence import Cadence
from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.drying import Sign, looked_from, signs
from model.idea import Idea
from model.improvement import Improvement, Step
from model.talk import Talk
from storage import Store

TODAY = date(2026, 11, 24)
AGES = st.integers(min_value=0, max_value=400)
PEOPLE = st.sampled_from(["", "Dana Whitfield", "dana whitfield", "Ben Osei", "Dana Whitfield, Ben Osei"])
PURPOSES = st.sampled_from(["relationship", "review", "operational"])


def ago(age: int) -> date:
    return TODAY - timedelta(days=age)


def moment(age: int) -> datetime:
    return datetime.combine(ago(age), time(12), UTC)


def customer(**fields: Any) -> Customer:
    return records.customer("Northside Hospital", **{"added_on": ago(700), "cadence": Cadence(3, "months"), **fields})


NORTHSIDE = customer()


def talk(age: int, **fields: Any) -> Talk:
    return records.talk(NORTHSIDE, ago(age), **fields)


def talks_of(*ages: int, **fields: Any) -> list[Talk]:
    return [talk(age, **fields) for age in ages]


def healthy_talks(*ages: int) -> list[Talk]:
    return [talk(age, participants="Dana Whitfield, Ben Osei") for age in ages]


def belief(age: int, **fields: Any) -> Belief:
    return records.belief(NORTHSIDE, learned_at=moment(age), **fields)


def idea(age: int, **fields: Any) -> Idea:
    return records.idea(NORTHSIDE, noted_at=moment(age), **fields)


def promise(due: int | None, **fields: Any) -> Commitment:
    return records.commitment(NORTHSIDE, due_on=None if due is None else ago(due), **fields)


def seen(
    talks: Iterable[Talk] = (),
    beliefs: Iterable[Belief] = (),
    ideas: Iterable[Idea] = (),
    promises: Iterable[Commitment] = (),
    of: Customer = NORTHSIDE,
    improvements: Iterable[Improvement] = (),
) -> list[Sign]:
    return signs(of, talks, (*beliefs, *ideas, *improvements), promises, TODAY)


def kinds(found: Sequence[Sign]) -> list[str]:
    return [sign.kind for sign in found]


def test_operations_alone_for_two_quarters_are_a_sign_with_the_day_they_began_and_how_many() -> None:
    talks = talks_of(150, 80, 10, purpose="operational", participants="Dana, Ben")

    found = seen(talks, [belief(5)])

    assert found == [Sign("operations", ago(150), 3)]


def test_two_talks_about_operations_are_no_sign() -> None:
    talks = talks_of(150, 10, purpose="operational", participants="Dana, Ben")

    assert seen(talks, [belief(5)]) == []


def test_one_talk_about_anything_else_is_enough_against_operations() -> None:
    talks = talks_of(150, 80, 10, purpose="operational", participants="Dana, Ben")

    found = seen([*talks, talk(100, purpose="review")], [belief(5)])

    assert found == []


def test_a_talk_about_anything_else_before_the_two_quarters_is_none_against_operations() -> None:
    talks = talks_of(150, 80, 10, purpose="operational", participants="Dana, Ben")

    found = seen([*talks, talk(190)], [belief(5)])

    assert kinds(found) == ["operations"]


def test_operations_are_no_sign_while_the_customer_is_here_for_less_than_two_quarters() -> None:
    talks = talks_of(150, 80, 10, purpose="operational", participants="Dana, Ben")

    found = seen(talks, [belief(5)], of=customer(added_on=ago(170)))

    assert found == []


def test_one_person_in_three_talks_is_a_sign_that_names_them_as_they_were_written_last() -> None:
    talks = [talk(100, participants="dana whitfield"), talk(60, participants="DANA Whitfield."), talk(10, participants="Dana Whitfield")]

    found = seen(talks, [belief(5)])

    assert found == [Sign("one person", ago(100), 3, who="Dana Whitfield")]


def test_two_talks_with_one_person_are_no_sign() -> None:
    talks = talks_of(60, 10, participants="Dana Whitfield")

    assert seen(talks, [belief(5)]) == []


def test_who_noted_a_talk_counts_where_its_participants_name_nobody() -> None:
    talks = talks_of(100, 60, 10, author="U7")

    found = seen(talks, [belief(5)], of=customer(deputy="U8"))

    assert found == [Sign("one person", ago(100), 3, user="U7")]


def test_an_owner_who_notes_alone_is_no_sign_without_a_deputy_who_could_have_talked() -> None:
    talks = talks_of(100, 60, 10, author="U7")

    assert seen(talks, [belief(5)]) == []


def test_two_who_noted_talks_are_two_people() -> None:
    talks = [*talks_of(100, 60, author="U7"), talk(10, author="U8")]

    assert seen(talks, [belief(5)], of=customer(deputy="U8")) == []


def test_a_person_whom_only_private_talks_name_is_not_named() -> None:
    talks = talks_of(100, 60, 10, participants="Dana Whitfield", visibility="private")

    found = seen(talks, [belief(5)])

    assert found == [Sign("one person", ago(100), 3)]


def test_who_took_part_in_private_talks_too_is_not_named() -> None:
    talks = [*talks_of(100, 60, participants="Dana Whitfield"), talk(30, participants="Dana Whitfield", visibility="private")]

    found = seen([*talks], [belief(5)])

    assert found == [Sign("one person", ago(100), 3)]


def test_three_talks_in_which_nothing_was_learned_or_proposed_are_a_sign_since_the_first_of_them() -> None:
    talks = healthy_talks(150, 100, 60, 10)

    found = seen(talks, [belief(120)])

    assert found == [Sign("nothing new", ago(100), 3)]


def test_what_was_learned_confirmed_corrected_proposed_or_decided_since_the_first_of_three_talks_is_something_new() -> None:
    talks, old = healthy_talks(100, 60, 10), belief(400)

    assert kinds(seen(talks, [old])) == ["nothing new"]
    assert seen(talks, [belief(50)]) == []
    assert seen(talks, [old.confirmed(ago(50), "U1")]) == []
    assert seen(talks, [old.restated("Two portals", ago(50), "U1").restated("One portal", ago(380), "U1")]) == []
    assert seen(talks, [old], [idea(50)]) == []
    assert seen(talks, [old], [idea(300, state="discussed", decided_on=ago(50))]) == []


def test_an_improvement_that_began_or_moved_since_the_first_of_three_talks_is_something_new() -> None:
    talks = healthy_talks(100, 60, 10)
    old = records.improvement(NORTHSIDE, 1, begun_at=moment(300), check_on=ago(20))

    assert kinds(seen(talks, improvements=[old])) == ["nothing new"]
    assert seen(talks, improvements=[records.improvement(NORTHSIDE, 1, begun_at=moment(50))]) == []
    assert seen(talks, improvements=[old.changed(steps=(Step("do", ago(50), moment(50), "U1"),))]) == []


def test_what_was_learned_on_the_day_of_the_first_of_three_talks_or_proposed_late_on_the_day_before_came_up_in_it() -> None:
    talks = healthy_talks(100, 60, 10)

    assert seen(talks, [belief(100)]) == []
    assert kinds(seen(talks, [belief(101)])) == ["nothing new"]
    assert seen(talks, ideas=[idea(101)]) == []
    assert kinds(seen(talks, ideas=[idea(102)])) == ["nothing new"]


def test_seen_from_an_earlier_day_what_was_learned_or_proposed_later_is_not_known_yet() -> None:
    talks = healthy_talks(100, 60, 10)

    assert kinds(seen(talks, [belief(-1)])) == ["nothing new"]
    assert kinds(seen(talks, ideas=[idea(-2)])) == ["nothing new"]


def test_what_only_stands_in_a_customers_details_was_not_learned() -> None:
    details = belief(50, author="")

    assert kinds(seen(healthy_talks(100, 60, 10), [details])) == ["nothing new"]


def test_three_talks_of_one_day_or_of_the_last_weeks_do_not_yet_have_to_bring_anything_new() -> None:
    assert seen(healthy_talks(40, 40, 40)) == []
    assert seen(healthy_talks(27, 10, 3)) == []
    assert kinds(seen(healthy_talks(28, 10, 3))) == ["nothing new"]


def test_promises_of_ours_that_are_overdue_by_more_than_a_week_are_a_sign_with_their_number_and_the_oldest_day() -> None:
    promises = [promise(8), promise(30), promise(7), promise(None), promise(50, side="them"), promise(60, done_on=ago(55))]

    found = seen(healthy_talks(10), promises=promises)

    assert found == [Sign("promises", ago(30), 2, user="U1")]


def test_overdue_promises_of_two_people_are_nobodys_in_particular() -> None:
    found = seen(healthy_talks(10), promises=[promise(8), promise(30, person="U2")])

    assert found == [Sign("promises", ago(30), 2)]


def test_whose_an_overdue_promise_is_stays_between_those_who_may_read_the_talk_in_which_it_was_made() -> None:
    private, open_to_all = talk(100, participants="Dana, Ben", visibility="private"), talk(90, participants="Dana, Ben")

    assert seen([private, open_to_all], promises=[promise(30, talk=open_to_all.id)]) == [Sign("promises", ago(30), 1, user="U1")]
    assert seen([private, open_to_all], promises=[promise(30, talk=private.id)]) == [Sign("promises", ago(30), 1)]
    assert seen([open_to_all], promises=[promise(30, talk="older than two quarters")]) == [Sign("promises", ago(30), 1)]


def test_a_relationship_has_several_signs_in_one_order() -> None:
    talks = talks_of(150, 80, 10, purpose="operational", participants="Dana")

    found = seen(talks, promises=[promise(30)])

    assert kinds(found) == ["operations", "one person", "nothing new", "promises"]


def test_a_relationship_is_new_for_a_quarter() -> None:
    talks, promises = talks_of(85, 60, 10, participants="Dana"), [promise(30)]

    assert seen(talks, promises=promises, of=customer(added_on=date(2026, 8, 25))) == []
    assert kinds(seen(talks, promises=promises, of=customer(added_on=date(2026, 8, 24)))) == ["one person", "nothing new", "promises"]


def test_a_relationship_that_is_silent_for_longer_than_its_cadence_has_its_own_words() -> None:
    monthly = customer(cadence=Cadence(30, "days"))

    assert seen(talks_of(150, 100, 31, participants="Dana"), promises=[promise(40)], of=monthly) == []
    assert kinds(seen(talks_of(150, 100, 30, participants="Dana"), promises=[promise(40)], of=monthly)) == [
        "one person",
        "nothing new",
        "promises",
    ]


@given(ages=st.lists(AGES, min_size=1), added=AGES, learned=st.integers(min_value=0, max_value=27))
def test_a_relationship_that_is_well_never_has_a_sign(ages: list[int], added: int, learned: int) -> None:
    talks = [talk(age, participants="Dana Whitfield, Ben Osei") for age in ages]

    found = seen(talks, [belief(learned)], promises=[promise(3)], of=customer(added_on=ago(added)))

    assert found == []


@given(
    talks=st.lists(st.builds(talk, AGES, participants=PEOPLE, purpose=PURPOSES), max_size=12),
    beliefs=st.lists(st.builds(belief, AGES), max_size=3),
    ideas=st.lists(st.builds(idea, AGES), max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_neither_order_nor_what_is_older_than_two_quarters_changes_a_sign(
    talks: list[Talk], beliefs: list[Belief], ideas: list[Idea], order: Any
) -> None:
    first, shuffled = looked_from(TODAY), order.sample(talks, len(talks))
    lately = [one for one in shuffled if one.held_on >= first]
    learned = [one for one in beliefs if one.learned_on >= first]
    proposed = [one for one in ideas if one.noted_at.date() >= first - timedelta(days=1)]

    found = seen(lately, learned, proposed)

    assert found == seen(talks, beliefs, ideas)


@given(
    talks=st.lists(st.builds(talk, AGES, participants=PEOPLE, purpose=PURPOSES), max_size=12),
    promises=st.lists(st.builds(promise, AGES), max_size=1),
)
def test_every_sign_counts_what_lies_between_its_day_and_today(talks: list[Talk], promises: list[Commitment]) -> None:
    found = seen(talks, promises=promises)

    for sign in found:
        between = [one for one in talks if sign.since <= one.held_on <= TODAY]
        assert sign.count == (1 if sign.kind == "promises" else len(between))


HERE = "T0001"
OWNER, COLLEAGUE = "U0OWNER", "U0STAFF"


def with_talks(name: str, *ages: int, owner: str = OWNER, **fields: Any) -> list[Customer | Talk]:
    """A customer of the office, and talks with it."""
    of = records.customer(name, workspace=HERE, owner=owner, added_on=ago(700))
    return [of, *(records.talk(of, ago(age), author=OWNER, **fields) for age in ages)]


async def saved(office: Office, *found: Any) -> None:
    await office.bot.store.commit(records.change(*(Write(after=one) for one in found), workspace=HERE))


async def test_quiet_lists_who_dries_up_below_with_why_and_what_to_do(room: Office) -> None:
    await saved(room, *with_talks("Accounting", 100, 60, 5, participants="Dana Whitfield"), *with_talks("Riverbank", 200))

    seen = await room.slack.command(OWNER, "/talk quiet")

    quiet, _, drying = seen.text.partition("*Talking, but drying up*")
    assert "1 of yours has gone quiet, none is close to it, and 1 is drying up although you talk:" in quiet
    assert "Riverbank" in quiet
    assert "Riverbank" not in drying
    assert "Accounting" not in quiet
    assert "All 3 talks since Sunday 16 August were with Dana Whitfield alone." in drying
    assert "Nothing was learned or proposed in the last 3 talks, since Sunday 16 August." in drying
    assert "Ask who else should be at the table." in drying
    assert seen.buttons == ["Log the talk", "Brief me"]


async def test_who_is_quiet_and_talks_about_operations_only_stands_once_with_that_reason(room: Office) -> None:
    await saved(room, *with_talks("Accounting", 150, 60, 5, purpose="operational"))

    seen = await room.slack.command(OWNER, "/talk quiet")

    assert seen.text.startswith("1 of yours has gone quiet, none is close to it:")
    assert seen.text.count("Accounting") == 1
    assert "Talking, but only about operations since Saturday 27 June (3 talks)." in seen.text


async def test_quiet_of_mine_leaves_out_what_dries_up_with_others(room: Office) -> None:
    await saved(room, *with_talks("Accounting", 100, 60, 5, owner=COLLEAGUE))

    mine, everybody = await room.slack.command(OWNER, "/talk quiet"), await room.slack.command(OWNER, "/talk quiet all")

    assert "No relationship of yours is quiet or close to it. Keep talking!" in mine.text
    assert "Accounting" not in mine.text
    assert "*Accounting* · @U0STAFF" in everybody.text


async def test_many_that_dry_up_are_cut_and_all_of_them_a_click_away(room: Office) -> None:
    await saved(room, *(one for n in range(17) for one in with_talks(f"Customer {n:02}", 100, 60, 5)))

    first = await room.slack.command(OWNER, "/talk quiet")
    every = await room.slack.click(OWNER, first, "Show all 17")
    rest = await room.slack.click(OWNER, every, "Show 2 more of 2")

    assert "No relationship of yours is quiet or close to it, but 17 are drying up although you talk:" in first.text
    assert first.text.count("Customer") == 5
    assert every.text.startswith("17 relationships of yours dry up, although you talk:")
    assert every.text.count("Customer") == 15
    assert [one in rest.text for one in ("Customer 14", "Customer 15", "Customer 16")] == [False, True, True]


async def test_the_card_and_the_brief_tell_all_signs_and_what_to_do(room: Office) -> None:
    await saved(room, *with_talks("Accounting", 100, 60, 5, participants="Dana Whitfield"))

    card, brief = await room.slack.command(OWNER, "/talk Accounting"), await room.slack.command(OWNER, "/talk brief Accounting")

    assert "*Talking, but drying up*" in card.text
    assert card.text.count("• All 3 talks") == card.text.count("• Nothing was learned") == 1
    assert "*Drying up:* All 3 talks since Sunday 16 August were with Dana Whitfield alone. Nothing was learned or" in brief.text
    assert "since Sunday 16 August. Ask who else should be at the table." in brief.text


async def test_card_brief_and_quiet_see_the_same_signs_however_much_was_said_and_whoever_looks(room: Office) -> None:
    of, *talks = with_talks("Accounting", *range(2, 56), purpose="operational", participants="Dana, Ben")
    assert isinstance(of, Customer)
    review = records.talk(of, ago(80), purpose="review", participants="Dana, Ben", visibility="private")
    late = records.commitment(of, "a word with the board", due_on=ago(30), person=OWNER, talk=review.id)
    await saved(room, of, *talks, review, records.belief(of, learned_at=moment(1)), late)

    lines = ("/talk quiet all", "/talk Accounting", "/talk brief Accounting")
    seen = [await room.slack.command(user, line) for user in (OWNER, COLLEAGUE) for line in lines]

    assert [one.text.count("A promise of ours is overdue since Sunday 25 October.") for one in seen] == [1] * 6
    assert [one.text.count("only about operations") for one in seen] == [0] * 6
    assert ["a word with the board" in one.text for one in seen] == [False, True, True, False, False, False]


async def test_a_relationship_that_is_well_has_no_word_of_it_anywhere(room: Office) -> None:
    of, *talks = with_talks("Accounting", 100, 60, 5, participants="Dana Whitfield, Ben Osei")
    await saved(room, of, *talks, records.belief(of, workspace=HERE, learned_at=moment(5)))  # type: ignore[arg-type]

    seen = [await room.slack.command(OWNER, line) for line in ("/talk quiet", "/talk Accounting", "/talk brief Accounting")]

    assert [one.text for one in seen if "dry" in one.text.lower()] == []


async def test_a_few_customers_and_many_are_asked_for_in_two_ways_that_have_one_answer(store: Store) -> None:
    customers = [records.customer(name, added_on=ago(700)) for name in ("Acme", "Globex", "Initech")]
    acme, globex, _ = customers
    talks = [records.talk(one, ago(age), participants="Dana") for one in customers for age in (182, 180, 100, 60, 5)]
    news: list[Any] = [records.belief(acme, learned_at=moment(150)), records.idea(globex, noted_at=moment(6))]
    late, others = records.commitment(acme, due_on=ago(300)), [records.customer(f"Other {n}") for n in range(FEW)]
    await store.commit(records.change(*(Write(after=one) for one in (*customers, *others, *talks, *news, late))))

    few, many = await drying(store, customers, TODAY), await drying(store, [*customers, *others], TODAY)

    assert few == many
    told = [kinds(few[one.id]) for one in customers]
    assert told == [["one person", "nothing new", "promises"], ["one person"], ["one person", "nothing new"]]
