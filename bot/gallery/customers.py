"""Customers: added, the card, the lists, and the form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from bot.gallery.cast import ADA, DAN, KEY, OLIVIA, THURSDAY, TODAY, WEBER, Cast, Exhibit, exhibit, mendable, standing
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
    yield from cards(cast)
    yield from lists(cast)
    yield from forms(cast)


def cards(cast: Cast) -> Iterator[Exhibit]:
    """Return the cards of some customers."""
    northside, riverbank, new = cast.northside, cast.riverbank, cast.customer("Personnel", deputy=None, sponsor=None, added_on=TODAY)
    talks = [cast.talk(northside, TODAY - timedelta(days=20)), cast.talk(northside, date(2026, 8, 11), "The new wing opens in May")]
    private = cast.talk(riverbank, date(2026, 8, 3), "They may merge next year", visibility="private", author=DAN)
    daily = cast.talk(riverbank, date(2026, 7, 14), "Their phones are back", purpose="operational")
    ideas = [cast.idea(northside), cast.idea(northside, "Print labels at the bedside")]
    booked = cast.customer("Accounting", kind="department", industry="Financial services", booked_on=THURSDAY)
    snoozed = cast.customer("Harbour Clinic", snoozed_until=THURSDAY, owner=None)
    yield exhibit("in touch", told.card, standing(northside), talks, ideas, OLIVIA, TODAY)
    yield exhibit("quiet, a private talk seen by somebody else", told.card, standing(riverbank, 113), [private, daily], [], ADA, TODAY)
    yield exhibit("never talked with", told.card, standing(new, None), [], [], OLIVIA, TODAY)
    yield exhibit("quiet, but booked", told.card, standing(booked, 95), [], [], OLIVIA, TODAY)
    yield exhibit("close to quiet, snoozed, without an owner", told.card, standing(snoozed, 80), [], [], DAN, TODAY)
    long = cast.customer(
        LONG_NAME[:300], aliases=tuple(f"Northside {n}" for n in range(60)), industry="Hospitals, clinics, pharmacies " * 6
    )
    markup = cast.customer("Smith & <b>Sons</b> *bold* `code` <!channel>")
    many = [cast.talk(long, TODAY - timedelta(days=n), f"{WEBER} " * 30) for n in (1, 30, 60)]
    yield exhibit("very long names and texts", told.card, standing(long, 1), many, [cast.idea(long, WEBER * 9)] * 5, OLIVIA, TODAY)
    yield exhibit("a name with markup", told.card, standing(markup), [cast.talk(markup, notes="<@U0OWNER> *said* _so_")], [], OLIVIA, TODAY)


def lists(cast: Cast) -> Iterator[Exhibit]:
    """Return the portfolio and the quiet ones, from nobody to a hundred."""
    few, hundred = some(cast), [standing(one, 120 - n) for n, one in enumerate(cast.many(100))]
    quiet = [one for one in few if one.quiet(TODAY) or one.close(TODAY)]
    yield exhibit("none of one's own", told.no_customers, "mine")
    yield exhibit("none at all", told.no_customers, "all")
    yield exhibit("none", told.portfolio, [], "mine", TODAY)
    yield exhibit("one", told.portfolio, few[2:3], "mine", TODAY)
    yield exhibit("four of one's own", told.portfolio, few, "mine", TODAY)
    yield exhibit("a hundred", told.portfolio, hundred, "all", TODAY)
    yield exhibit("a hundred, the last page", told.portfolio, hundred, "all", TODAY, 90)
    yield exhibit("nobody of one's own", told.gone_quiet, [], "mine", TODAY)
    yield exhibit("nobody at all", told.gone_quiet, [], "all", TODAY)
    yield exhibit("three of one's own", told.gone_quiet, quiet, "mine", TODAY)
    yield exhibit("one that is close to it", told.gone_quiet, [standing(cast.northside, 80)], "mine", TODAY)
    yield exhibit("a hundred", told.gone_quiet, hundred, "all", TODAY)
    yield exhibit("a list with a title of its own", told.listing, "Two customers:", few[:2], told.MORE_QUIET, "all", TODAY, 0)
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
