"""The ladder's rules, held against days: which step, whom, how often, and what holds it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from records import customer

from model.ladder import Staff, Telling, to_tell
from model.nudge import Nudge, NudgeAnswer, Relationship, nudge_id
from model.workday import working_days_after

DUE = date(2026, 11, 20)  # a Friday
ALL = Staff("OWNER", "DEPUTY", "SPONSOR", ())
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Quarter:
    """A relationship that was due on a day, told as the ladder wants it, whoever is in `staff` working every day."""

    def __init__(self, staff: Staff = ALL, **fields: object) -> None:
        self.staff = staff
        self.customer = customer("Northside", **fields)
        self.nudges: list[Nudge] = []

    def on(self, day: date) -> list[tuple[str, str]]:
        """Tell everybody what is to be told on a day; return who was told which step."""
        standing = Relationship(self.customer, date(2026, 8, 20), DUE)
        told = to_tell(standing, self.nudges, self.staff, day)
        self.nudges += [sent(self.customer.id, person, telling, day) for person, telling in told.items()]
        return [(person, telling.step) for person, telling in told.items()]

    def after_due(self, first: int, last: int) -> dict[int, list[tuple[str, str]]]:
        """Let days pass, counted from the due date; return the days on which somebody was told."""
        days = {after: self.on(DUE + timedelta(days=after)) for after in range(first, last + 1)}
        return {after: told for after, told in days.items() if told}

    def change(self, **fields: object) -> None:
        self.customer = self.customer.changed(**fields)

    def answer(self, until: date | None = None) -> None:
        answer = NudgeAnswer("snoozed", "OWNER", NOW, until)
        self.nudges = [nudge if nudge.answer else nudge.changed(answer=answer) for nudge in self.nudges]


def sent(of: str, person: str, telling: Telling, day: date) -> Nudge:
    at = datetime.combine(day, NOW.timetz())
    nudge = Nudge(
        id="",
        workspace="T1",
        customer=of,
        due_on=telling.about,
        person=person,
        post=f"{person} {day}",
        sent_at=at,
        sent_on=day,
        step=telling.step,
        count=telling.count,
    )
    return nudge.changed(id=nudge_id(nudge))


def test_the_owner_is_told_first_then_the_deputy_too_then_the_sponsor_and_again_a_cadence_later() -> None:
    quarter = Quarter()

    told = quarter.after_due(-5, 150)

    assert told == {
        1: [("OWNER", "due")],
        15: [("OWNER", "overdue"), ("DEPUTY", "overdue")],
        29: [("SPONSOR", "escalated")],
        119: [("SPONSOR", "escalated")],
    }


def test_after_a_downtime_everybody_is_told_once_where_it_stands_now() -> None:
    quarter = Quarter()

    told = quarter.after_due(40, 60)

    assert told == {40: [("OWNER", "escalated"), ("DEPUTY", "escalated"), ("SPONSOR", "escalated")]}


@pytest.mark.parametrize(
    ("staff", "first", "last"),
    [
        (Staff("OWNER", None, None, ("ADMIN",)), "OWNER", "ADMIN"),
        (Staff(None, "DEPUTY", "SPONSOR"), "DEPUTY", "SPONSOR"),
        (Staff(None, None, "SPONSOR"), "SPONSOR", "SPONSOR"),
        (Staff(None, None, None, ("ADMIN",)), "ADMIN", "ADMIN"),
        (Staff("OWNER", "OWNER", "OWNER"), "OWNER", "OWNER"),
    ],
)
def test_whoever_is_missing_is_stood_in_for_and_no_step_is_dropped(staff: Staff, first: str, last: str) -> None:
    quarter = Quarter(staff)

    told = quarter.after_due(1, 40)

    assert told == {1: [(first, "due")], 15: [(first, "overdue")], 29: [(last, "escalated")]}


def test_a_snooze_holds_every_step_and_its_end_tells_the_step_again() -> None:
    quarter = Quarter()
    quarter.after_due(1, 1)
    until = DUE + timedelta(days=10)
    quarter.answer(until)
    quarter.change(snoozed_until=until)

    told = quarter.after_due(2, 14)

    assert told == {10: [("OWNER", "due")]}
    assert quarter.nudges[-1].count == 2


def test_a_snooze_before_anything_was_told_holds_the_first_step_back() -> None:
    quarter = Quarter(snoozed_until=DUE + timedelta(days=3))

    told = quarter.after_due(1, 10)

    assert told == {3: [("OWNER", "due")]}


def test_a_booked_talk_holds_until_it_was_asked_about_and_three_working_days_have_passed() -> None:
    quarter = Quarter(booked_on=DUE + timedelta(days=3))  # a Monday

    told = quarter.after_due(1, 10)

    assert told == {4: [("OWNER", "happened")], 10: [("OWNER", "due")]}


def test_a_booked_talk_is_asked_about_whether_or_not_the_relationship_is_quiet() -> None:
    quarter = Quarter(booked_on=DUE - timedelta(days=30))

    told = quarter.after_due(-40, 0)

    assert told == {-29: [("OWNER", "happened")]}


def test_a_booking_without_an_answer_tells_the_step_again() -> None:
    quarter = Quarter()
    quarter.after_due(1, 1)
    quarter.answer()
    quarter.change(booked_on=DUE + timedelta(days=4))

    told = quarter.after_due(2, 14)

    assert told == {5: [("OWNER", "happened")], 11: [("OWNER", "due")]}


def test_a_question_without_an_answer_is_one_of_the_three_sends_that_escalate_early() -> None:
    quarter = Quarter(booked_on=DUE + timedelta(days=4))

    told = quarter.after_due(1, 20)

    assert told == {
        5: [("OWNER", "happened")],
        11: [("OWNER", "due")],
        15: [("OWNER", "overdue"), ("DEPUTY", "overdue")],
        16: [("SPONSOR", "escalated")],
    }


def test_three_sends_without_a_click_escalate_early() -> None:
    quarter = Quarter()
    for hold in (1, 4, 7):
        quarter.change(snoozed_until=DUE + timedelta(days=hold))
        quarter.on(DUE + timedelta(days=hold))

    told = quarter.after_due(8, 14)

    assert [nudge.count for nudge in quarter.nudges if nudge.person == "OWNER"][:3] == [1, 2, 3]
    assert told == {8: [("DEPUTY", "escalated"), ("SPONSOR", "escalated")]}


def test_whoever_snoozed_a_reminder_for_long_is_reminded_at_its_end_though_it_is_the_sponsors_news_by_then() -> None:
    quarter = Quarter()
    quarter.after_due(1, 1)
    until = DUE + timedelta(days=40)
    quarter.answer(until)
    quarter.change(snoozed_until=until)

    told = quarter.after_due(2, 60)

    assert told == {40: [("OWNER", "escalated"), ("DEPUTY", "escalated"), ("SPONSOR", "escalated")]}


def test_a_second_long_snooze_reminds_again_and_a_passed_one_never_twice() -> None:
    quarter = Quarter()
    told: dict[int, list[tuple[str, str]]] = {}
    for until in (40, 70):
        quarter.change(snoozed_until=DUE + timedelta(days=until))
        told |= quarter.after_due(until - 10, until + 10)

    assert {after: [person for person, _ in people] for after, people in told.items()} == {
        40: ["OWNER", "DEPUTY", "SPONSOR"],
        70: ["OWNER", "DEPUTY", "SPONSOR"],
    }


@pytest.mark.parametrize("staff", [Staff("OWNER", None, "OWNER"), Staff("OWNER", None, None, ("OWNER",))])
def test_whoever_owns_it_and_is_its_last_resort_too_hears_again_once_a_cadence(staff: Staff) -> None:
    quarter = Quarter(staff)

    told = quarter.after_due(1, 130)

    assert told == {1: [("OWNER", "due")], 15: [("OWNER", "overdue")], 29: [("OWNER", "escalated")], 119: [("OWNER", "escalated")]}


def test_a_new_owner_is_told_though_the_old_one_was() -> None:
    quarter = Quarter()
    quarter.after_due(1, 1)
    quarter.staff = Staff("NEW", "DEPUTY", "SPONSOR")

    told = quarter.after_due(2, 3)

    assert told == {2: [("NEW", "due")]}


def test_nothing_is_told_before_the_day_after_the_due_date() -> None:
    quarter = Quarter()

    assert quarter.after_due(-90, 0) == {}


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 4, date(2026, 11, 27)),
        (date(2026, 11, 24), 4, date(2026, 11, 30)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
    ],
)
def test_working_days_leave_out_the_weekends(day: date, count: int, then: date) -> None:
    assert working_days_after(day, count) == then


def test_what_was_told_before_a_booked_talk_is_no_step_of_the_ladder() -> None:
    quarter = Quarter()
    quarter.nudges.append(sent(quarter.customer.id, "OWNER", Telling("brief", DUE), DUE - timedelta(days=1)))

    told = quarter.on(DUE + timedelta(days=40))

    assert told == [("OWNER", "escalated"), ("DEPUTY", "escalated"), ("SPONSOR", "escalated")]
