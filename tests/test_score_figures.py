"""What the figures of a quarter's score count, and how each thing counted stands: pure functions of records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from records import NOON, TODAY, belief, commitment, customer, idea, improvement, later, talk

from messages.score_words import PHRASES, TITLES, percent
from model.cadence import Cadence
from model.customer import Rating
from model.improvement import Stage, Step, Verdict
from model.maturity import gap, rated
from model.period import Period, period_of, read_quarter
from model.score import FIGURES, counted
from model.term import STANDINGS, Case, Name, Term

NOW = Term(period_of("quarter", TODAY), TODAY)
BEFORE = Term(NOW.period.previous, TODAY)
ACME = customer("Acme", added_on=date(2026, 1, 5))


def standings(name: Name, case: Case, term: Term = NOW) -> list[str]:
    return [entry.standing for entry in FIGURES[name](case, term)]


class TestTalksKept:
    """ACME is quarterly; its talks count from `before`, or from the day it was added."""

    @pytest.mark.parametrize(
        ("before", "held", "standing"),
        [
            (date(2026, 8, 3), [date(2026, 11, 3)], ["in time"]),
            (date(2026, 8, 3), [date(2026, 11, 4)], ["late"]),
            (date(2026, 8, 3), [], ["missed"]),
            (date(2026, 8, 24), [], ["to come"]),
            (date(2026, 9, 30), [], ["to come"]),
            (date(2026, 10, 1), [], []),
            (date(2026, 2, 1), [date(2026, 10, 1)], ["late"]),
        ],
    )
    def test_a_relationship_that_asks_for_a_talk_has_it_in_time_late_or_not(
        self, before: date, held: list[date], standing: list[str]
    ) -> None:
        found = standings("kept", Case(ACME, before, [talk(ACME, day) for day in held]))

        assert found == standing

    def test_of_a_quarter_that_is_over_nothing_is_to_come(self) -> None:
        due_on_its_last_day = Case(ACME, date(2026, 6, 30))

        assert standings("kept", due_on_its_last_day, BEFORE) == ["missed"]

    def test_who_talks_monthly_keeps_the_plan_only_by_talking_each_month(self) -> None:
        monthly = customer("Monthly", added_on=date(2026, 1, 5), cadence=Cadence(1, "months"))
        every_month, with_a_gap = [date(2026, 10, 10), date(2026, 11, 10)], [date(2026, 11, 23)]

        found = [
            standings("kept", Case(monthly, date(2026, 9, 15), [talk(monthly, day) for day in days])) for days in (every_month, with_a_gap)
        ]

        assert found == [["in time"], ["late"]]

    def test_operational_talks_do_not_keep_it_and_private_ones_do(self) -> None:
        daily, private = talk(ACME, date(2026, 11, 2), purpose="operational"), talk(ACME, date(2026, 11, 2), visibility="private")

        assert standings("kept", Case(ACME, date(2026, 8, 3), [daily])) == ["missed"]
        assert standings("kept", Case(ACME, date(2026, 8, 3), [private])) == ["in time"]

    @pytest.mark.parametrize(("day", "standing"), [(TODAY, ["to come"]), (date(2026, 11, 23), ["missed"]), (date(2027, 1, 4), [])])
    def test_a_booking_asks_for_a_talk_too(self, day: date, standing: list[str]) -> None:
        booked = ACME.changed(booked_on=day)

        assert standings("kept", Case(booked, date(2026, 10, 1))) == standing


def test_in_touch_is_who_is_within_its_cadence_new_who_has_time_for_a_first_talk() -> None:
    new, waiting = customer("New", added_on=date(2026, 8, 24)), customer("Waiting", added_on=date(2026, 8, 23))

    found = [standings("touch", case) for case in (Case(ACME, date(2026, 8, 24)), Case(ACME, date(2026, 8, 23)), Case(new), Case(waiting))]

    assert found == [["in touch"], ["quiet"], ["new"], ["quiet"]]


def test_talks_are_strategic_or_operational_and_only_those_of_the_quarter_count() -> None:
    held = [talk(ACME, date(2026, 9, 30)), talk(ACME, date(2026, 10, 1), purpose="review"), talk(ACME, TODAY, purpose="operational")]

    assert standings("talks", Case(ACME, talks=held)) == ["strategic", "operational"]
    assert standings("talks", Case(ACME, talks=held), BEFORE) == ["strategic"]


def test_beliefs_are_confirmed_assumed_or_stale_and_those_given_up_do_not_count() -> None:
    sure, unsure = belief(ACME, state="confirmed", confirmed_on=TODAY), belief(ACME)
    stale = belief(ACME, learned_at=later(days=-200))
    gone = belief(ACME, state="outdated")

    assert sorted(standings("beliefs", Case(ACME, beliefs=[sure, unsure, stale, gone]))) == ["assumed", "confirmed", "stale"]


def moved(stage: Stage, on: date, verdict: Verdict | None = None) -> tuple[Step, ...]:
    return (Step(stage, on, NOON, "U1", verdict=verdict),)


def test_an_improvement_counts_once_at_each_step_however_many_cycles_it_took() -> None:
    october, november = date(2026, 10, 5), date(2026, 11, 5)
    adapted, adopted = (
        (*moved("act", october), *moved("act", october, "adapt")),
        (*moved("act", november), *moved("act", november, "adopt")),
    )
    first = improvement(ACME, 1, stage="act", verdict="adapt", begun_at=later(days=-40), steps=adapted)
    second = improvement(ACME, 1, 2, stage="act", verdict="adopt", steps=adopted)
    taken_back = (*moved("act", november), *moved("check", november))
    third = improvement(ACME, 2, stage="check", begun_at=later(days=-200), steps=taken_back)
    merged = idea(ACME, state="merged")

    found = standings("funnel", Case(ACME, ideas=[idea(ACME), merged], improvements=[first, second, third]))

    assert found == ["raised", "planned", "checked", "adopted"]


def test_what_waits_is_what_is_open_and_what_was_adopted_without_a_plan() -> None:
    planned, unplanned = idea(ACME, state="adopted", decided_on=TODAY), idea(ACME, state="adopted", decided_on=TODAY)
    ideas = [idea(ACME), planned, unplanned, idea(ACME, state="not now", decided_on=date(2026, 1, 1)), idea(ACME, state="declined")]
    cycles = [improvement(ACME, 1, idea=planned.id, stage="check"), improvement(ACME, 2, stage="act", verdict="adopt")]

    assert standings("waiting", Case(ACME, ideas=ideas, improvements=cycles)) == ["undecided", "adopted", "check"]


def test_promises_of_each_side_are_kept_in_time_or_late_overdue_or_still_to_come() -> None:
    promises = [
        commitment(ACME, due_on=date(2026, 10, 5), done_on=date(2026, 10, 5)),
        commitment(ACME, due_on=date(2026, 10, 5), done_on=date(2026, 10, 6)),
        commitment(ACME, due_on=date(2026, 11, 23)),
        commitment(ACME, due_on=date(2026, 12, 31)),
        commitment(ACME, due_on=date(2027, 1, 1)),
        commitment(ACME),
        commitment(ACME, due_on=TODAY, side="them"),
    ]

    assert standings("ours", Case(ACME, promises=promises)) == ["in time", "late", "overdue", "to come"]
    assert standings("theirs", Case(ACME, promises=promises)) == ["to come"]


def test_maturity_is_as_it_was_seen_at_the_quarters_end() -> None:
    seen = ACME.changed(
        ratings=(Rating("us", "trusted advisor", date(2026, 9, 1), "U1"), Rating("them", "ad hoc", date(2026, 10, 1), "U1"))
    )

    assert standings("maturity", Case(seen)) == ["lower"]
    assert standings("maturity", Case(seen), BEFORE) == ["us"]
    assert standings("maturity", Case(ACME)) == ["not rated"]


def test_a_rating_counts_at_once_also_where_it_is_still_yesterday() -> None:
    tomorrow = TODAY + timedelta(days=1)

    assert standings("maturity", Case(ACME.changed(ratings=(Rating("us", "ad hoc", tomorrow, "U1"),)))) == ["us"]


def test_who_was_added_later_has_no_part_in_a_quarter() -> None:
    last_day, day_after = customer("One", added_on=date(2026, 9, 30)), customer("Two", added_on=date(2026, 10, 1))

    assert counted((last_day, day_after), BEFORE) == [last_day]


DAYS = st.dates(date(2025, 10, 1), TODAY)
CADENCES = st.builds(Cadence, st.integers(1, 14), st.sampled_from(("days", "weeks", "months")))


@given(st.dates(date(2025, 1, 1), TODAY), CADENCES, st.lists(DAYS, max_size=8), st.sampled_from((NOW, BEFORE)))
def test_who_is_quiet_at_the_end_kept_no_plan_and_who_never_was_missed_none(
    added: date, cadence: Cadence, held: list[date], term: Term
) -> None:
    of = customer("Any", added_on=added, cadence=cadence)
    before = max((day for day in held if day < term.period.first), default=None)
    case = Case(of, before, [talk(of, day) for day in held])
    assume(counted([of], term))

    kept, (touch,) = standings("kept", case, term), standings("touch", case, term)

    assert len(kept) <= 1
    if touch == "quiet":
        assert kept == ["missed"]
    if kept == ["missed"] and term.running:
        assert touch == "quiet"


class TestQuarter:
    @pytest.mark.parametrize(
        ("words", "first"),
        [
            ("quarter", date(2026, 10, 1)),
            ("last quarter", date(2026, 7, 1)),
            ("the last quarter", date(2026, 7, 1)),
            ("this quarter", date(2026, 10, 1)),
            ("Q3", date(2026, 7, 1)),
            ("q4", date(2026, 10, 1)),
            ("2026 Q1", date(2026, 1, 1)),
            ("Q1 2026", date(2026, 1, 1)),
            ("2026-Q2", date(2026, 4, 1)),
            ("Q2/2025", date(2025, 4, 1)),
            ("third quarter", date(2026, 7, 1)),
            ("the 3rd quarter of 2025", date(2025, 7, 1)),
            ("Q1 2027", date(2027, 1, 1)),
        ],
    )
    def test_a_quarter_is_read_as_people_write_it(self, words: str, first: date) -> None:
        assert read_quarter(words, TODAY) == period_of("quarter", first)

    @pytest.mark.parametrize("words", ["", "month", "Q5", "Q0", "2026", "Q3 26", "2026 Q3 2026", "Q3 of", "third", "Q1 0000", "Q1 9999"])
    def test_anything_else_is_none(self, words: str) -> None:
        assert read_quarter(words, TODAY) is None

    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 4))
    def test_without_a_year_it_has_begun_and_is_less_than_a_year_ago(self, today: date, number: int) -> None:
        found = read_quarter(f"Q{number}", today)

        assert isinstance(found, Period)
        assert today - timedelta(days=366) < found.first <= today
        assert found.last.month == number * 3


def test_a_gap_is_known_only_where_both_sides_said_so() -> None:
    ours = rated(ACME, {"us": "trusted advisor"}, TODAY, "U1")

    assert (gap(ACME), gap(ours), gap(rated(ours, {"them": "strategic partner"}, TODAY, "U1"))) == (None, None, 1)
    assert rated(ours, {"us": "trusted advisor"}, TODAY, "U2") is ours


@pytest.mark.parametrize(("some", "of", "share"), [(0, 10, 0), (1, 1000, 1), (2, 3, 67), (1999, 2000, 99), (2000, 2000, 100)])
def test_a_share_is_a_hundred_only_for_all_and_nothing_only_for_none(some: int, of: int, share: int) -> None:
    assert percent(some, of) == share


def test_every_standing_of_every_figure_has_words() -> None:
    assert {name: set(words) for name, words in PHRASES.items()} == {name: set(of) for name, of in STANDINGS.items()}
    assert set(TITLES) == set(FIGURES) == set(STANDINGS)
