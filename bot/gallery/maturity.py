"""Maturity: the form, and what it saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.gallery.cast import DAN, KEY, OLIVIA, TODAY, Cast, Exhibit, exhibit
from messages import maturity as told
from model.customer import Customer, Rating


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about maturity."""
    new, rated = cast.riverbank, seen_by_both(cast)
    yield exhibit("nobody has rated it yet", told.rating_form, new, "carried")
    yield exhibit("rated before", told.rating_form, rated, "carried")
    again = exhibit("rated by somebody else while the form was open", told.rating_form, rated, "carried")
    yield again.refused(us=told.rated_meanwhile)
    yield exhibit("rated by both", told.rating_saved, rated, TODAY, KEY)
    yield exhibit("rated by one side", told.rating_saved, new.changed(ratings=rated.ratings[:1]), TODAY, KEY)
    yield exhibit("nothing was different", told.rated_so, rated, TODAY)


def seen_by_both(cast: Cast) -> Customer:
    """Return a customer of whom both sides said how they see the relationship."""
    ratings = (Rating("us", "trusted advisor", date(2026, 9, 8), OLIVIA), Rating("them", "order taker", date(2026, 10, 13), DAN))
    return cast.customer("Northside Hospital", ratings=ratings)
