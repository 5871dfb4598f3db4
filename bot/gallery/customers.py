"""Customers: added, the card, the lists, and the form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.gallery.cast import ADA, KEY, THURSDAY, TODAY, Cast, Exhibit, exhibit, mendable, standing
from messages import customers as told
from messages import matching
from model.cadence import read_cadence
from model.errors import TalkError
from model.nudge import Relationship

LONG_NAME = "Northside Hospital and the Associated Clinics, Practices and Pharmacies of the Greater Northside Area " * 3


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about customers."""
    northside = cast.northside
    yield exhibit("added", told.customer_added, northside, KEY)
    yield exhibit("under the same name", told.already_there, northside, northside.name)
    yield exhibit("under another of its names", told.already_there, northside, cast.named("NSH"))
    yield from lists(cast)
    yield from forms(cast)


def lists(cast: Cast) -> Iterator[Exhibit]:
    """Return the portfolio and the quiet ones, from nobody to a hundred."""
    few, hundred = some(cast), [standing(one, 120 - n) for n, one in enumerate(cast.many(100))]
    yield exhibit("none of one's own", told.no_customers, "mine")
    yield exhibit("none at all", told.no_customers, "all")
    yield exhibit("none", told.portfolio, [], "mine", TODAY)
    yield exhibit("one", told.portfolio, few[2:3], "mine", TODAY)
    yield exhibit("four of one's own", told.portfolio, few, "mine", TODAY)
    yield exhibit("a hundred", told.portfolio, hundred, "all", TODAY)
    yield exhibit("a hundred, the last page", told.portfolio, hundred, "all", TODAY, 90)
    yield exhibit("a list with a title of its own", told.listing, "Two customers:", few[:2], told.MORE_CUSTOMERS, "all", TODAY, 0)
    yield mendable("mine or all", cast.said("quiet theirs"), told.mine_or_all, "quiet")


def some(cast: Cast) -> list[Relationship]:
    """Return four relationships: quiet, quiet but booked, close to it, in touch."""
    booked = cast.customer("Personnel", booked_on=THURSDAY)
    return [standing(cast.riverbank, 113), standing(booked, 96), standing(cast.northside, 80), standing(cast.accounting, 9)]


def forms(cast: Cast) -> Iterator[Exhibit]:
    """Return the form, what is wrong in it, and what it turns into."""
    northside, new = cast.northside, cast.customer("Riverbank", deputy=None, sponsor=None)
    renamed = northside.changed(name=cast.named("Northside General Hospital"), deputy=ADA)
    yield exhibit("much is known", told.customer_form, northside)
    yield exhibit("little is known", told.customer_form, new)
    taken, wrong = partial(told.name_taken, cast.accounting), exhibit("with all that can be wrong", told.customer_form, northside)
    yield wrong.refused(name=told.no_name, aliases=taken, cadence=no_cadence)
    other = exhibit("somebody else's name, and one that is too long", told.customer_form, northside)
    yield other.refused(name=taken, aliases=matching.name_too_long)
    yield exhibit("somebody was faster", told.customer_form, northside).refused(name=told.changed_meanwhile)
    yield exhibit("two fields changed", told.customer_saved, northside, renamed, KEY)
    yield exhibit("nothing changed", told.customer_saved, northside, northside, KEY)


def no_cadence() -> str:
    """Return what is said beside a cadence that can't be read."""
    try:
        return str(read_cadence("now and then"))
    except TalkError as error:
        return str(error).replace("`", "")
