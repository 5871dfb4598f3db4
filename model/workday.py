"""Working days, Monday to Friday: whoever counts or skips them does it the same way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

ONE_DAY = timedelta(days=1)
SATURDAY = 5
D = TypeVar("D", bound=date)


def is_working_day(day: date) -> bool:
    """Whether a day is one from Monday to Friday."""
    return day.weekday() < SATURDAY


def last_working_day_before(day: D) -> D:
    """Return the last working day before a day; of a moment, the same time of that day on the same clock."""
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the day so many working days after `day`."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day
