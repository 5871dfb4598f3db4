"""Weeks, months and quarters: every day lies in exactly one of each, and they follow one another without a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.period import UNITS, Period, Unit, period_of, read_period

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ANY_UNIT = st.sampled_from(UNITS)
TUESDAY = date(2026, 11, 24)
ONE_DAY = timedelta(days=1)


@given(ANY_UNIT, DAYS)
def test_a_day_lies_within_its_period_and_so_does_every_other_day_of_it(unit: Unit, day: date) -> None:
    period = period_of(unit, day)

    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]

    assert day in days
    assert {period_of(unit, each) for each in days} == {period}


@given(ANY_UNIT, DAYS)
def test_the_previous_one_ends_the_day_before(unit: Unit, day: date) -> None:
    period = period_of(unit, day)

    assert period.previous.last + ONE_DAY == period.first
    assert period.previous.unit == unit


@given(DAYS)
def test_a_week_begins_on_monday_and_has_seven_days(day: date) -> None:
    week = period_of("week", day)

    assert (week.first.weekday(), week.last.weekday(), (week.last - week.first).days) == (0, 6, 6)


@given(DAYS)
def test_a_quarter_is_three_whole_months_of_one_year(day: date) -> None:
    quarter, first_month = period_of("quarter", day), period_of("month", period_of("quarter", day).first)

    assert quarter.first.month in {1, 4, 7, 10}
    assert quarter.first == first_month.first
    assert quarter.last.month == quarter.first.month + 2
    assert (quarter.last + ONE_DAY).day == 1
    assert quarter.first.year == quarter.last.year


@given(ANY_UNIT, DAYS)
def test_the_names_of_neighbours_differ(unit: Unit, day: date) -> None:
    period = period_of(unit, day)

    assert period.words != period.previous.words


@pytest.mark.parametrize(
    ("unit", "day", "words"),
    [
        ("week", TUESDAY, "the week of 23 to 29 November 2026"),
        ("week", date(2026, 12, 6), "the week of 30 November to 6 December 2026"),
        ("week", date(2027, 1, 1), "the week of 28 December 2026 to 3 January 2027"),
        ("month", TUESDAY, "November 2026"),
        ("month", date(2028, 2, 29), "February 2028"),
        ("quarter", date(2026, 3, 31), "the first quarter of 2026"),
        ("quarter", date(2026, 4, 1), "the second quarter of 2026"),
        ("quarter", TUESDAY, "the fourth quarter of 2026"),
    ],
)
def test_it_has_a_name_in_words(unit: Unit, day: date, words: str) -> None:
    assert period_of(unit, day).words == words


@given(ANY_UNIT, DAYS)
def test_this_and_last_are_read_from_today(unit: Unit, today: date) -> None:
    period = period_of(unit, today)

    assert read_period(unit, today) == read_period(f"this {unit}", today) == period
    assert read_period(f" Last  {unit.upper()} ", today) == read_period(f"previous {unit}", today) == period.previous


@pytest.mark.parametrize("text", ["", "weeks", "last", "week of Monday", "the week", "day", "year", '"week"', "monthly", "last last week"])
def test_nothing_else_is_read_as_one(text: str) -> None:
    assert read_period(text, TUESDAY) is None


def test_a_period_is_under_way_until_its_last_day_is_over() -> None:
    week = Period("week", date(2026, 11, 23), date(2026, 11, 29))

    assert week.under_way(TUESDAY)
    assert week.under_way(week.last)
    assert not week.under_way(week.last + ONE_DAY)
