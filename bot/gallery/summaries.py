"""Summaries: of nothing, of a customer, of everybody; shown, shared and posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery.cast import (
    ADA,
    DAN,
    GENERAL,
    OLIVIA,
    SAM,
    SOFIA,
    THURSDAY,
    TODAY,
    WEBER,
    YESTERDAY,
    Cast,
    Exhibit,
    exhibit,
    mendable,
    standing,
)
from messages import summaries as told
from messages.summaries import Scope, Summary
from model.customer import Customer
from model.period import Period, period_of

WEEK, QUARTER = period_of("week", TODAY), period_of("quarter", TODAY)
DECIDED = "One clinic tries it in January, and we look at the numbers together at the end of February"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says in summaries."""
    mine, everybody, one = Scope(owner=OLIVIA), Scope(), Scope(cast.northside)
    yield exhibit("one's own week", told.summary_shown, summed_up(cast, mine, WEEK), OLIVIA, "value")
    yield exhibit("everybody's quarter", told.summary_shown, summed_up(cast, everybody, QUARTER), OLIVIA, "value")
    yield exhibit("a customer's quarter", told.summary_shown, of_one(cast, QUARTER), OLIVIA, "value")
    yield exhibit("in a DM, where there is nobody to share it with", told.summary_shown, of_one(cast, WEEK), OLIVIA, None)
    yield exhibit("nothing of a customer", told.summary_shown, nothing(one, WEEK), OLIVIA, "value")
    yield exhibit("nothing of one's own", told.summary_shown, nothing(mine, WEEK), OLIVIA, "value")
    yield exhibit("nothing of everybody's", told.summary_shown, nothing(everybody, QUARTER.previous), OLIVIA, "value")
    yield exhibit("a hundred of everything", told.summary_shown, hundred(cast), ADA, "value")
    yield exhibit("a customer's quarter", told.summary_shared, of_one(cast, QUARTER), OLIVIA)
    yield exhibit("the customers of an owner", told.summary_shared, summed_up(cast, mine, WEEK), OLIVIA)
    yield exhibit("the week before", told.summary_of_week, summed_up(cast, everybody, WEEK.previous))
    yield exhibit("nothing in the week before", told.summary_of_week, nothing(everybody, WEEK.previous))
    yield exhibit("no customer of one's own", told.nothing_of_yours)
    yield exhibit("a shared channel", told.not_shared, "shared")
    yield exhibit("who reads it is not known", told.not_shared, "unknown")
    yield exhibit("clicked twice", told.already_shared)
    yield mendable("a period that is none", cast.said("summary Northside fortnight"), told.no_such_period)
    yield mendable("a channel that was not picked", cast.said("summary #leads month"), told.no_such_channel)
    yield mendable("a channel without a customer", cast.said("summary #general month"), told.not_linked, GENERAL)


def summed_up(cast: Cast, scope: Scope, period: Period) -> Summary:
    """Return a summary with some of everything in it."""
    northside, riverbank, accounting = cast.northside, cast.riverbank, cast.accounting
    personnel = cast.customer("Personnel", booked_on=THURSDAY, owner=DAN)
    talks = [
        cast.talk(northside, YESTERDAY, WEBER, decisions=cast.said(DECIDED)),
        cast.talk(accounting, TODAY - timedelta(days=4), "Month-end takes five days; they would like three", author=SAM),
        cast.talk(accounting, TODAY - timedelta(days=5), "Two licences ordered", purpose="operational", author=SAM),
        cast.talk(personnel, TODAY - timedelta(days=5), "They may reorganise", visibility="private", author=DAN),
        cast.talk(personnel, TODAY - timedelta(days=6), "Hiring doubles in January", source="import", author=""),
    ]
    ideas = [cast.idea(northside), cast.idea(accounting, "Close the books on paperless receipts", author=OLIVIA)]
    harbour = cast.customer("Harbour Clinic", owner=None)
    quiet = [standing(riverbank, 113), standing(harbour, None)]
    return Summary(scope, period, TODAY, talks, ideas, quiet, [personnel], names_of([northside, riverbank, harbour, accounting, personnel]))


def of_one(cast: Cast, period: Period) -> Summary:
    """Return the summary of a customer that has gone quiet, with a private talk in it."""
    northside = cast.customer("Northside Hospital", booked_on=THURSDAY)
    talks = [
        cast.talk(northside, TODAY - timedelta(days=95), WEBER, decisions=cast.said(DECIDED)),
        cast.talk(northside, TODAY - timedelta(days=100), "Their budget", visibility="private", author=SOFIA),
    ]
    return Summary(
        Scope(northside), period, TODAY, talks, [cast.idea(northside)], [standing(northside, 95)], [northside], names_of([northside])
    )


def hundred(cast: Cast) -> Summary:
    """Return a summary of a hundred customers, each with a long talk, a long idea, and a booking."""
    customers = [customer.changed(booked_on=THURSDAY) for customer in cast.many(100)]
    talks = [cast.talk(customer, YESTERDAY, WEBER * 9, decisions=cast.said(DECIDED * 9)) for customer in customers]
    ideas = [cast.idea(customer, WEBER * 9) for customer in customers]
    quiet = [standing(customer, 100 + n) for n, customer in enumerate(customers)]
    return Summary(Scope(), QUARTER, TODAY, talks, ideas, quiet, customers, names_of(customers))


def nothing(scope: Scope, period: Period) -> Summary:
    """Return a summary of a time in which nothing was."""
    return Summary(scope, period, TODAY, [], [], [], [], {})


def names_of(customers: list[Customer]) -> dict[str, str]:
    """Return names by id."""
    return {customer.id: customer.name for customer in customers}
