"""The next talk: booked, snoozed, and the forms."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import KEY, SATURDAY, THURSDAY, TODAY, TOMORROW, Cast, Exhibit, exhibit, mendable
from messages import bookings as told


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about the next talk."""
    northside = cast.northside
    yield exhibit("for a Thursday", told.booked, northside, THURSDAY, TODAY, KEY)
    yield exhibit("for today", told.booked, northside, TODAY, TODAY, KEY)
    yield exhibit("for a Saturday", told.booked, northside, SATURDAY, TODAY, KEY)
    yield exhibit("until a Thursday", told.snoozed, northside, THURSDAY, TODAY, KEY)
    yield exhibit("until tomorrow", told.snoozed, northside, TOMORROW, TODAY, KEY)
    yield exhibit("the form", told.book_form, northside, THURSDAY)
    yield exhibit("the form, refused", told.book_form, northside, THURSDAY).refused(day=told.no_day_to_book)
    yield exhibit("the form", told.snooze_form, northside, THURSDAY)
    yield exhibit("the form, refused", told.snooze_form, northside, THURSDAY).refused(until=told.no_day_to_snooze)
    yield mendable("a day that is past", cast.said("book Northside 3 Oct"), told.in_the_past)
    yield mendable("a day years ahead", cast.said("book Northside 3 Oct 2029"), told.too_far_away)
    yield mendable("a snooze that ends too early or too late", cast.said("snooze Northside today"), told.no_snooze_until)
    yield mendable("no day in it", cast.said("book Northside when they are back"), told.unreadable_day)
