"""A summary that is posted into a channel again and again: about whom, how often, and which one should be there by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

import msgspec

from model.customer import Customer
from model.period import ONE_DAY, Period, Unit, period_of
from model.record import Record, id_for
from model.workday import is_working_day

About = Literal["customer", "owner", "all"]
SUMMARY_HOUR = 9
POSTED_FROM = time(SUMMARY_HOUR)
KEY = "summary"
OVER: frozenset[str] = frozenset({"is_archived", "channel_not_found"})


class Schedule(Record, frozen=True):
    """What one Slack channel is told: each week, month or quarter (`unit`), of one customer, of one owner's customers, or of all.

    `customer` is a customer's id, `owner` a Slack user id; neither means everybody. `set_by` (a Slack user id) chose it at `set_at`
    (UTC) and is told where it can't be posted. `posted` is the first day of the last period of which a summary went out, `trouble` why
    the last one could not be posted, if it could not: who is told of that is told once.
    """

    channel: str
    unit: Unit
    set_by: str
    set_at: datetime
    customer: str | None = None
    owner: str | None = None
    posted: date | None = None
    trouble: str | None = None

    @property
    def about(self) -> About:
        """Return whom it is about: a customer, an owner's customers, or all."""
        return "customer" if self.customer else "owner" if self.owner else "all"


class Due(msgspec.Struct, frozen=True):
    """The summary that a channel should have by now: of which period, on which day in the workspace's zone, and from when the next one.

    `until` (UTC) is the moment from which the next one takes its place. `missed` are how many before it should have gone out and never
    will.
    """

    schedule: Schedule
    period: Period
    today: date
    until: datetime
    missed: int = 0

    @property
    def key(self) -> str:
        """Return the key under which it is posted, the same for a channel and a period."""
        return key_of(self.schedule, self.period.first)


def key_of(schedule: Schedule, first: date) -> str:
    """Return the key under which the summary of the period that begins on this day is posted."""
    return f"{KEY}:{schedule.channel}:{schedule.unit}:{first.isoformat()}"


def schedule_id(workspace: str, channel: str) -> str:
    """Return the id of a channel's schedule: a channel has one."""
    return id_for("schedule", workspace, channel)


def is_summary(key: str) -> bool:
    """Whether a post with this key is a summary, or its details."""
    return key.startswith(f"{KEY}:")


def period_of_key(key: str) -> Period:
    """Return the period of the summary that is posted under a key."""
    unit, first = key.rstrip("+").split(":")[-2:]
    return period_of(unit, date.fromisoformat(first))  # type: ignore[arg-type]  # our own key's


def weekly(schedules: Sequence[Schedule]) -> Schedule | None:
    """Return the schedule that the settings call the summary channel: the first that tells of everybody's week."""
    return next((one for one in schedules if one.unit == "week" and one.about == "all"), None)


def due_now(schedule: Schedule, zone: tzinfo, now: datetime) -> Due | None:
    """Return the summary that should have gone out at this moment and did not, None where there is none.

    It is of the period before. A period that had ended when the schedule was set is not caught up on, nor one before the last.
    """
    today = now.astimezone(zone).date()
    current = period_of(schedule.unit, today)
    told = current.previous
    before = schedule.set_at.astimezone(zone).date() <= told.last
    if now < posted_from(current, zone) or not before or (schedule.posted and schedule.posted >= told.first):
        return None
    until = posted_from(period_of(schedule.unit, current.last + ONE_DAY), zone)
    return Due(schedule, told, today, until, missed_before(schedule, told, zone))


def missed_before(schedule: Schedule, told: Period, zone: tzinfo) -> int:
    """Return how many periods before this one a schedule was there for, and has brought no summary of."""
    since, last = schedule.set_at.astimezone(zone).date(), schedule.posted or date.min
    missed, period = 0, told.previous
    while period.first > last and since <= period.last:
        missed, period = missed + 1, period.previous
    return missed


def posted_from(period: Period, zone: tzinfo) -> datetime:
    """Return when (UTC) the summary of the period before goes out: at nine on the first working day of this one."""
    return datetime.combine(posting_day(period), POSTED_FROM, zone).astimezone(UTC)


def posting_day(period: Period) -> date:
    """Return the first working day of a period."""
    day = period.first
    while not is_working_day(day):
        day += ONE_DAY
    return day


def coming(schedule: Schedule, zone: tzinfo, now: datetime) -> Due:
    """Return the next summary that a schedule brings, seen from a moment: the one that should have gone out, else what follows."""
    period = period_of(schedule.unit, now.astimezone(zone).date())
    while (due := due_now(schedule, zone, max(now, posted_from(period, zone)))) is None:
        period = period_of(schedule.unit, period.last + ONE_DAY)
    return due


def set_in(there: Schedule | None, wanted: Schedule) -> Schedule:
    """Return what is wanted for a channel as the record that takes the place of what is set there, if anything is."""
    return msgspec.structs.replace(wanted, version=there.version + 1) if there else wanted


def same(one: Schedule, other: Schedule) -> bool:
    """Whether two schedules bring the same into the same channel."""
    return all(getattr(one, field) == getattr(other, field) for field in ("channel", "unit", "customer", "owner"))


def open_to_all(schedule: Schedule, customer: Customer | None) -> bool:
    """Whether everybody may set this, and not only admins: a customer's own summary, in the channel that is linked to it."""
    return customer is not None and schedule.customer == customer.id and schedule.channel == customer.channel
