"""Dates as people type them: a table of readings, and the laws behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.cadence import add_months
from model.dates import MONTHS, WEEKDAYS, DateOrder, Direction, in_words, looks_like_date, nothing_but_date, read_date

LAW = settings(derandomize=True, deadline=None, max_examples=150)
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
DIRECTIONS = st.sampled_from(get_args(Direction))
ORDERS = st.sampled_from(get_args(DateOrder))
PIECES = ["24", "31", "2026", "0", "99999", "nov", "may", "of", "th", "tuesday", "sun", "last", "next", "ago", "in", "a", "week", "months"]
TYPED = st.lists(st.sampled_from([*PIECES, " ", " ", "/", ".", "-", ",", "today", "feb", "é", "٣"]), max_size=8).map("".join)

PAST = {
    "2026-11-24": date(2026, 11, 24),
    "24 Nov": date(2026, 11, 24),
    "25 Nov": date(2025, 11, 25),
    "24 November": date(2026, 11, 24),
    "24th Nov": date(2026, 11, 24),
    "the 3rd of October": date(2026, 10, 3),
    "24-Nov-2026": date(2026, 11, 24),
    "24. November 2025": date(2025, 11, 24),
    "Nov 24": date(2026, 11, 24),
    "Nov. 3": date(2026, 11, 3),
    "Sept 1": date(2026, 9, 1),
    "November 24th, 2026": date(2026, 11, 24),
    "Tue 24 Nov": date(2026, 11, 24),
    "Tuesday, 24 November 2026.": date(2026, 11, 24),
    "3/11": date(2026, 11, 3),
    "24/11/2026": date(2026, 11, 24),
    "24.11.2026": date(2026, 11, 24),
    "24-11-2026": date(2026, 11, 24),
    "24/11/26": date(2026, 11, 24),
    "today": date(2026, 11, 24),
    "yesterday": date(2026, 11, 23),
    "day before yesterday": date(2026, 11, 22),
    "the day before yesterday": date(2026, 11, 22),
    "Tuesday": date(2026, 11, 17),
    "Tues": date(2026, 11, 17),
    "Monday": date(2026, 11, 23),
    "last Wed": date(2026, 11, 18),
    "last Sun": date(2026, 11, 22),
    "3 days ago": date(2026, 11, 21),
    "1 week ago": date(2026, 11, 17),
    "two weeks ago": date(2026, 11, 10),
    "a fortnight ago": date(2026, 11, 10),
    "3 months ago": date(2026, 8, 24),
    "a year ago": date(2025, 11, 24),
    "29 Feb": date(2024, 2, 29),
}
FUTURE = {
    "24 Nov": date(2026, 11, 24),
    "23 Nov": date(2027, 11, 23),
    "Tuesday": date(2026, 12, 1),
    "next Monday": date(2026, 11, 30),
    "last Monday": date(2026, 11, 23),
    "tomorrow": date(2026, 11, 25),
    "day after tomorrow": date(2026, 11, 26),
    "in 2 weeks": date(2026, 12, 8),
    "in a month": date(2026, 12, 24),
    "in three days": date(2026, 11, 27),
    "29 Feb": date(2028, 2, 29),
    "5/1": date(2027, 1, 5),
}
IMPOSSIBLE = ["31 Feb", "32/13/2026", "0/0", "11/24", "2026-02-29", "0000-01-01", "0001-01-01", "99999-01-01", "9999 years ago"]
CONTRARY = ["Wed 24 Nov", "24/11.2026", "in 3 days ago", "today, 24 Nov 2026"]
LOOSE = ["12", "May", "sun", "Q3", "EOD Friday", "next week", "last month", "3 days", "24 Nov 14", "24:00", "May 2026", "20261124"]
TEXT = ["", "a", "pricing", "the renewal", "spring", "next steps", "they may renew", "may they", "the last invoice", "Tuesday's outage"]
LONG = "the 3 topics of the long meeting that we had"

RENDERINGS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day}th of {MONTHS[day.month - 1]}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]} {day.day} {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()][:3]} {day.isoformat()}",
]


@pytest.mark.parametrize(("typed", "day"), PAST.items())
def test_a_date_of_a_talk_is_read_looking_back(typed: str, day: date) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(("typed", "day"), FUTURE.items())
def test_a_date_of_a_booking_is_read_looking_ahead(typed: str, day: date) -> None:
    assert read_date(typed, TODAY, "future") == day


@pytest.mark.parametrize(
    ("today", "direction", "day"),
    [
        (date(2096, 2, 29), "future", date(2096, 2, 29)),
        (date(2096, 3, 1), "future", date(2104, 2, 29)),
        (date(2104, 2, 28), "past", date(2096, 2, 29)),
    ],
)
def test_29_february_is_found_over_a_century_without_it(today: date, direction: Direction, day: date) -> None:
    assert read_date("29 Feb", today, direction) == day


@pytest.mark.parametrize("typed", ["yesterday", "Monday", "9999 weeks ago", "9999 months ago", "29 Feb", "31 Dec"])
def test_at_the_beginning_of_the_calendar_there_is_nothing_to_look_back_to(typed: str) -> None:
    assert read_date(typed, date.min) is None


@pytest.mark.parametrize("typed", IMPOSSIBLE + CONTRARY + LOOSE)
def test_what_is_no_certain_day_looks_like_a_date_and_is_not_read(typed: str) -> None:
    assert looks_like_date(typed)
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize("typed", [*TEXT, LONG])
def test_text_does_not_look_like_a_date(typed: str) -> None:
    assert not looks_like_date(typed)
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today, Tuesday 24 November"),
        (date(2026, 11, 23), "yesterday, Monday 23 November"),
        (date(2026, 11, 25), "tomorrow, Wednesday 25 November"),
        (date(2026, 8, 3), "Monday 3 August"),
        (date(2025, 11, 24), "Monday 24 November 2025"),
    ],
)
def test_an_answer_repeats_the_day_in_words(day: date, words: str) -> None:
    assert in_words(day, TODAY) == words


@LAW
@given(DAYS, DAYS, DIRECTIONS, ORDERS, st.sampled_from(RENDERINGS))
def test_a_day_written_out_is_read_back_whatever_today_is(
    day: date, today: date, direction: Direction, order: DateOrder, written: Callable[[date], str]
) -> None:
    assert read_date(written(day), today, direction, order) == day


@LAW
@given(DAYS, st.sampled_from("/.-"))
def test_digits_are_read_in_the_order_of_the_workspace_and_never_swapped(day: date, mark: str) -> None:
    day_first = f"{day.day}{mark}{day.month}{mark}{day.year}"

    read = read_date(day_first, TODAY, order="mdy")

    assert read_date(day_first, TODAY, order="dmy") == day
    assert read == (date(day.year, day.day, day.month) if day.day <= 12 else None)


@LAW
@given(DAYS, DAYS, DIRECTIONS)
def test_a_day_without_its_year_is_the_nearest_one_in_the_direction_expected(day: date, today: date, direction: Direction) -> None:
    step = timedelta(days=1 if direction == "future" else -1)
    nearest = today
    while (nearest.month, nearest.day) != (day.month, day.day):
        nearest += step

    read = read_date(f"{day.day} {MONTHS[day.month - 1]}", today, direction)

    assert read == nearest


@LAW
@given(DAYS, st.sampled_from(WEEKDAYS), DIRECTIONS)
def test_a_weekday_is_within_a_week_and_never_today(today: date, weekday: str, direction: Direction) -> None:
    read = read_date(weekday, today, direction)

    assert read is not None
    assert WEEKDAYS[read.weekday()] == weekday
    assert 1 <= (read - today).days * (1 if direction == "future" else -1) <= 7


@LAW
@given(DAYS, st.integers(0, 500), DIRECTIONS)
def test_ago_and_in_say_their_direction_themselves(today: date, count: int, direction: Direction) -> None:
    assert read_date(f"{count} days ago", today, direction) == today - timedelta(days=count)
    assert read_date(f"in {count} weeks", today, direction) in {today + timedelta(weeks=count), None}
    assert read_date(f"{count} months ago", today, direction) in {add_months(today, -count), None}


@LAW
@given(DAYS, DAYS)
def test_the_words_of_an_answer_are_read_back(day: date, today: date) -> None:
    words = in_words(day, today).rpartition(", ")[2]

    read = read_date(words, today, "past" if day <= today else "future")

    assert read == day


@pytest.mark.parametrize(("typed", "day"), PAST.items())
def test_case_accents_spaces_and_a_full_stop_do_not_matter(typed: str, day: date) -> None:
    spoilt = "  " + typed.removesuffix(".").upper().replace("E", "É").replace(" ", " \u00a0 ") + ". "

    assert read_date(spoilt, TODAY) == day


@LAW
@given(st.one_of(st.text(st.characters(exclude_categories=())), TYPED), st.dates(), DIRECTIONS, ORDERS)
def test_no_text_and_no_today_breaks_the_reading(typed: str, today: date, direction: Direction, order: DateOrder) -> None:
    read = read_date(typed, today, direction, order)

    assert read is None or looks_like_date(typed)


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("31 Feb", True),
        ("32/13/2026", True),
        ("the 45th of March", True),
        ("last Tuesday", True),
        ("10:30", True),
        ("Q3 pricing", False),
        ("24/7 support", False),
        ("3 topics", False),
    ],
)
def test_what_is_nothing_but_a_date_is_told_from_words_with_a_number_in_them(typed: str, *, only: bool) -> None:
    assert nothing_but_date(typed) is only
