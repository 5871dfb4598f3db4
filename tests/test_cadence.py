"""When a talk is due, when a relationship is quiet and when its nudge is sent, in every zone and whatever the clocks do."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.cadence import MAX_COUNT, QUARTERLY, Cadence, add_months, heads_up_on, is_quiet, read_cadence
from model.customer import Customer
from model.errors import TalkError
from model.nudge import Relationship, in_working_hours
from model.person import Person

LAW = settings(derandomize=True, deadline=None, max_examples=150)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CADENCES = st.one_of([st.builds(Cadence, st.integers(1, most), st.just(unit)) for unit, most in MAX_COUNT.items()])
DUE = date(2026, 11, 20)
YEARS = [("Europe/Berlin", 2026), ("US/Pacific", 2026), ("America/Santiago", 2026), ("Australia/Lord_Howe", 2026), ("Pacific/Apia", 2011)]


def hours_of(zone: str, year: int) -> list[datetime]:
    """Return a person's clock at every hour of a year and a day around it."""
    person = Person(id="U1", name="Ann", team="T1", zone=zone)
    start = datetime(year - 1, 12, 31, tzinfo=UTC)
    return [person.local(start + timedelta(hours=hour)) for hour in range(367 * 24)]


def standing(snoozed_until: date | None = None) -> Relationship:
    """Return a relationship whose talk was due on 20 November 2026."""
    customer = Customer(id="c", workspace="T1", name="Northside", added_on=date(2026, 1, 1), snoozed_until=snoozed_until)
    return Relationship(customer, date(2026, 8, 20), DUE)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_calendar_months_clipped_at_the_end(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("typed", "cadence"),
    [
        ("quarterly", QUARTERLY),
        ("Quarter", QUARTERLY),
        ("6 weeks", Cadence(6, "weeks")),
        ("every 6 weeks", Cadence(6, "weeks")),
        ("every month", Cadence(1, "months")),
        ("2 quarters", Cadence(6, "months")),
        ("twice a year", Cadence(6, "months")),
        (" 90  DAYS ", Cadence(90, "days")),
    ],
)
def test_a_cadence_is_read_as_people_say_it(typed: str, cadence: Cadence) -> None:
    assert read_cadence(typed) == cadence


@pytest.mark.parametrize("typed", ["", "often", "0 weeks", "-1 weeks", "121 months", "11 years", "1.5 months", "weeks 6", "٣ weeks"])
def test_what_is_no_cadence_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(TalkError, match="quarterly"):
        read_cadence(typed)


@LAW
@given(CADENCES)
def test_a_cadence_is_read_back_from_its_words(cadence: Cadence) -> None:
    assert read_cadence(str(cadence)) == cadence


@LAW
@given(st.text(st.characters(exclude_categories=())))
def test_no_text_breaks_the_reading_of_a_cadence(typed: str) -> None:
    try:
        cadence = read_cadence(typed)
    except TalkError:
        return

    assert 0 < cadence.count <= MAX_COUNT[cadence.unit]


@LAW
@given(CADENCES, DAYS)
def test_a_talk_is_due_after_the_last_one_and_announced_between_the_two(cadence: Cadence, last: date) -> None:
    due = cadence.after(last)

    assert last < due
    assert last < heads_up_on(last, due) <= due


@LAW
@given(CADENCES, DAYS, DAYS)
def test_a_later_talk_is_never_due_earlier(cadence: Cadence, one: date, other: date) -> None:
    assert cadence.after(min(one, other)) <= cadence.after(max(one, other))


@LAW
@given(DAYS, st.integers(1, 40))
def test_counted_from_the_last_talk_the_day_of_the_month_does_not_drift(last: date, quarters: int) -> None:
    due = Cadence(3 * quarters, "months").after(last)

    assert (due.year - last.year) * 12 + due.month - last.month == 3 * quarters
    assert due.day == min(last.day, monthrange(due.year, due.month)[1])


@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_every_working_day_has_its_working_hours_whatever_the_clocks_do(zone: str, year: int) -> None:
    hours = hours_of(zone, year)
    weekdays = {local.date() for local in hours if local.year == year and local.weekday() < 5}

    asked = [local.date() for local in hours if local.year == year and in_working_hours(local)]

    assert set(asked) == weekdays
    assert {asked.count(day) for day in weekdays} == {8}


@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_a_relationship_turns_quiet_once_when_the_day_after_its_due_date_begins(zone: str, year: int) -> None:
    days = [local.date() for local in hours_of(zone, year)]
    dues = sorted({day for day in days if day.year == year})

    assert days == sorted(days)
    assert len(dues) == (364 if zone == "Pacific/Apia" else 365)
    for due in dues[::7]:
        quiet = [is_quiet(due, day) for day in days]
        assert quiet == sorted(quiet)
        assert quiet.index(True) == next(hour for hour, day in enumerate(days) if day > due)


def test_a_relationship_is_close_to_quiet_from_four_fifths_of_its_cadence_until_it_is_quiet() -> None:
    close = [standing().close(day) for day in (date(2026, 11, 1), date(2026, 11, 2), DUE, DUE + timedelta(days=1))]

    assert close == [False, True, True, False]


def test_a_zone_this_machine_does_not_know_is_utc() -> None:
    person = Person(id="U1", name="Ann", team="T1", zone="Mars/Phobos")

    assert person.local(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)).hour == 23


def test_the_same_moment_is_another_day_elsewhere() -> None:
    now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    days = [Person(id="U1", name="Ann", team="T1", zone=zone).today(now) for zone in ("US/Pacific", "Europe/Vilnius")]

    assert days == [date(2026, 11, 24), date(2026, 11, 25)]
