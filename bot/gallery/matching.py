"""Lines that name no customer, or one that is not here."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import Cast, Exhibit, exhibit, mendable
from messages import matching as told


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says where a line names no customer there is."""
    near = [(one, f'book "{one.name}" next Monday') for one in (cast.northside, cast.riverbank, cast.accounting)]
    guess, typed = cast.named("Nrthside"), cast.said("book Nrthside next Monday")
    yield exhibit("one is near", told.not_found, guess, near[:1], typed)
    yield exhibit("three are near", told.not_found, guess, near, typed)
    yield exhibit("nobody is near", told.not_found, guess, [], typed)
    yield exhibit("no name in it", told.not_found, "", [], cast.said("summary ?!"))
    yield mendable("which customer?", "edit", told.no_customer_named, "edit")
    yield mendable("which customer, and when?", "book", told.no_customer_named, "book", " next Monday")
    yield mendable("gone meanwhile", "", told.gone)
    yield mendable("add nobody", "add", told.nobody_to_add)
    yield mendable("a name that is too long", cast.said("add " + "Northside and its sisters " * 13), told.name_too_long, 338)
