"""The register of improvements: open and ended, of one and of all, whole pages, and nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from bot.gallery.cast import DAN, OLIVIA, SAM, TODAY, YESTERDAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.improvements import begun, doing, done, ended, measured, planned
from messages import register as told
from messages.register import PAGE, Listing, Row, Wanted
from model.customer import Customer
from model.improvement import Improvement
from model.register import chosen, tally

SUMMER = date(2026, 8, 3)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about the register."""
    northside, riverbank = cast.northside, cast.riverbank
    some = [*going(cast, northside), *going(cast, riverbank)]
    yield exhibit("the open ones, of everybody", told.register_listed, listing(cast, some, Wanted()))
    yield exhibit(
        "one's own", told.register_listed, listing(cast, [one for one in some if one.owner == OLIVIA], Wanted(owner=OLIVIA, usual=True))
    )
    of_northside = [one for one in some if one.customer == northside.id]
    yield exhibit("a customer's, in its channel", told.register_listed, listing(cast, of_northside, Wanted(northside, usual=True)))
    yield exhibit("a customer's, of one owner", told.register_listed, listing(cast, of_northside[:1], Wanted(northside, DAN)))
    yield exhibit("a single one", told.register_listed, listing(cast, of_northside[:1], Wanted()))
    yield exhibit("those that ended", told.register_listed, listing(cast, some, Wanted(shown="ended")))
    yield exhibit("those that were adapted", told.register_listed, listing(cast, some, Wanted(shown="adapt")))
    many = [planned(cast, one, number, owner=(OLIVIA, None)[number % 2]) for number, one in enumerate(cast.many(40), 1)]
    yield exhibit("the first page of forty", told.register_listed, listing(cast, many, Wanted()))
    yield exhibit("the last page of forty", told.register_listed, listing(cast, many, Wanted(start=30)))
    yield from nothing(cast)
    yield mendable("words that are not understood", "", told.unknown_words, "last week")
    yield mendable("a mention that Slack does not know", "", told.nobody_known, "@olivia")
    yield mendable("two colleagues at once", "", told.one_owner)


def nothing(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says where there is nothing."""
    gone = [one for one in going(cast, cast.northside) if not one.open]
    yield exhibit("no improvement at all", told.register_listed, listing(cast, [], Wanted()))
    yield exhibit("none of one's own", told.register_listed, listing(cast, [], Wanted(owner=OLIVIA, usual=True)))
    yield exhibit("none for a customer", told.register_listed, listing(cast, [], Wanted(cast.riverbank)))
    yield exhibit("none of a colleague's", told.register_listed, listing(cast, [], Wanted(owner=SAM)))
    yield exhibit("none that is open any more", told.register_listed, listing(cast, gone, Wanted(cast.northside)))
    yield exhibit("none that has ended", told.register_listed, listing(cast, [], Wanted(cast.riverbank, shown="ended")))
    yield exhibit("none that was abandoned", told.register_listed, listing(cast, [], Wanted(shown="abandon")))


def going(cast: Cast, customer: Customer) -> list[Improvement]:
    """Return improvements of a customer in every stage, overdue and in time, and some that ended."""
    first, second = ended(cast, customer)
    return [
        measured(cast, customer, number=5, owner=DAN),
        done(cast, customer, number=7, check_on=YESTERDAY),
        doing(cast, customer, number=8, check_on=SUMMER),
        doing(cast, customer, number=9, owner=None),
        msgspec.structs.replace(begun(cast, customer), begun_at=begun(cast, customer).begun_at.replace(month=9)),
        *(one for one in (first, second) if one),
        ended(cast, customer, "adopt")[0],
        ended(cast, customer, "abandon")[0],
    ]


def listing(cast: Cast, cycles: Sequence[Improvement], wanted: Wanted) -> Listing:
    """Return a page of a register."""
    names = {customer.id: customer.name for customer in (cast.northside, cast.riverbank, *cast.many(40))}
    page = chosen(cycles, wanted.shown)[wanted.start : wanted.start + PAGE]
    return Listing([Row(one, names[one.customer]) for one in page], wanted, tally(cycles, TODAY), OLIVIA, TODAY)
