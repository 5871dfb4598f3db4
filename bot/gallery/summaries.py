"""Summaries: of nothing, of a customer, of everybody; shown, shared and posted, with their details and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import msgspec

from bot.gallery.cast import (
    ADA,
    DAN,
    GENERAL,
    NOW,
    OLIVIA,
    SAM,
    SOFIA,
    TEAM,
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
from messages.summaries import Buttons
from messages.summary_charts import in_words
from model.answer import Message
from model.belief import Belief, Wording
from model.commitment import Commitment
from model.customer import Customer
from model.improvement import Improvement, Step, improvement_id
from model.kind import Told
from model.nudge import Relationship
from model.period import Period, period_of
from model.summary import Figures, Row, Scope, Summary, Tally, Wanted, quarters_until

WEEK, QUARTER = period_of("week", TODAY), period_of("quarter", TODAY)
DECIDED = "One clinic tries it in January, and we look at the numbers together at the end of February"
ALL, SOME = Buttons("value", share=True, post="||week|"), Buttons("value")


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says in summaries."""
    mine, everybody, one = Scope(owner=OLIVIA), Scope(), Scope(cast.northside)
    yield exhibit("one's own week", told.summary_shown, summed_up(cast, mine, WEEK), OLIVIA, ALL)
    yield exhibit("everybody's quarter", told.summary_shown, summed_up(cast, everybody, QUARTER), OLIVIA, ALL)
    yield exhibit("a customer's quarter", told.summary_shown, of_one(cast, QUARTER), OLIVIA, ALL)
    yield exhibit("in a DM, where there is nobody to share it with", told.summary_shown, of_one(cast, WEEK), OLIVIA, SOME)
    yield exhibit("nothing of a customer", told.summary_shown, nothing(one, WEEK), OLIVIA, ALL)
    yield exhibit("nothing of one's own", told.summary_shown, nothing(mine, WEEK), OLIVIA, SOME)
    yield exhibit("nothing of everybody's", told.summary_shown, nothing(everybody, QUARTER.previous), OLIVIA, ALL)
    yield exhibit("a hundred of everything", told.summary_shown, hundred(cast), ADA, ALL)
    yield exhibit("a customer's quarter", told.summary_shared, of_one(cast, QUARTER), OLIVIA)
    yield exhibit("the customers of an owner", told.summary_shared, summed_up(cast, mine, WEEK), OLIVIA)
    yield exhibit("everybody's quarter", told.summary_shared, summed_up(cast, everybody, QUARTER), OLIVIA)
    yield exhibit("everybody's quarter", told.summary_details, summed_up(cast, everybody, QUARTER), 0, "value")
    yield exhibit("a hundred of everything, the first page", told.summary_details, hundred(cast), 0, "value")
    yield exhibit("a hundred of everything, another page", told.summary_details, hundred(cast), 1, "value")
    yield exhibit("a week", posted, summed_up(cast, everybody, WEEK.previous), 0)
    yield exhibit("a quarter", posted, summed_up(cast, everybody, QUARTER), 0)
    yield exhibit("a quarter's details in the thread", posted, summed_up(cast, everybody, QUARTER), 1)
    yield exhibit("nothing in the week before", posted, nothing(everybody, WEEK.previous), 0)
    yield exhibit("a week after three that were missed", posted, summed_up(cast, everybody, WEEK.previous), 0, 3)
    yield exhibit("where Slack takes no charts", in_words, posted(summed_up(cast, everybody, QUARTER), 0))
    yield exhibit("where Slack takes no tables", in_words, posted(summed_up(cast, everybody, QUARTER), 1))
    yield exhibit("no customer of one's own", told.nothing_of_yours)
    yield exhibit("a shared channel", told.not_shared, "shared")
    yield exhibit("who reads it is not known", told.not_shared, "unknown")
    yield exhibit("clicked twice", told.already_shared)
    yield mendable("a period that is none", cast.said("summary Northside fortnight"), told.no_such_period)
    yield mendable("a channel that was not picked", cast.said("summary #leads month"), told.no_such_channel)
    yield mendable("a channel without a customer", cast.said("summary #general month"), told.not_linked, GENERAL)


def posted(summary: Summary, at: int, missed: int = 0) -> Message:
    """Return one of the messages that a channel gets."""
    return told.summary_posted(summary, missed)[at]


def summed_up(cast: Cast, scope: Scope, period: Period) -> Summary:
    """Return a summary with some of everything in it."""
    northside, riverbank, accounting = cast.northside, cast.riverbank, cast.accounting
    personnel = cast.customer("Personnel", booked_on=THURSDAY, owner=DAN)
    harbour = cast.customer("Harbour Clinic", owner=None)
    customers = [northside, riverbank, accounting, personnel, harbour]
    records: list[Told] = [
        cast.talk(northside, YESTERDAY, WEBER, decisions=cast.said(DECIDED)),
        cast.talk(accounting, TODAY - timedelta(days=4), "Month-end takes five days; they would like three", author=SAM),
        cast.talk(accounting, TODAY - timedelta(days=5), "Two licences ordered", purpose="operational", author=SAM),
        cast.talk(personnel, TODAY - timedelta(days=5), "They may reorganise", visibility="private", author=DAN),
        cast.talk(personnel, TODAY - timedelta(days=6), "Hiring doubles in January", source="import", author=""),
        cast.idea(northside),
        cast.idea(accounting, "Close the books on paperless receipts", author=OLIVIA, state="adopted", decided_on=YESTERDAY),
        *beliefs(cast, northside),
        *promises(cast, northside),
        *improvements(cast, accounting),
        standing(riverbank, 93),
        standing(harbour, None),
    ]
    return of_records(scope, period, records, customers, [Relationship(personnel, YESTERDAY, THURSDAY)])


def of_records(
    scope: Scope, period: Period, records: Iterable[Told], customers: list[Customer], booked: Iterable[Relationship] = ()
) -> Summary:
    """Return the summary of some records, as it stands today."""
    tally = Tally(Wanted(scope, period, "Europe/Berlin", TODAY))
    for record in records:
        tally.take(record)
    for one in booked:
        tally.add("booked", one)
    figures = figures_of(period, customers) if period.unit != "week" else None
    return tally.summary(names={one.id: one.name for one in customers}, stages={"plan": 3, "do": 1, "check": 2}, figures=figures)


def figures_of(period: Period, customers: list[Customer]) -> Figures:
    """Return what is drawn of a year and a quarter."""
    rows = tuple(Row(one, (n % 2, n % 3, (n + 1) % 2, n % 4, n % 2)) for n, one in enumerate(customers[:15]))
    return Figures(quarters_until(period), (3, 5, 4, 6, 4), (1, 0, 2, 3, 1), rows if len(rows) > 1 else (), max(len(customers) - 15, 0))


def beliefs(cast: Cast, customer: Customer) -> list[Belief]:
    """Return what was corrected, confirmed and learned."""
    given = {"workspace": TEAM, "customer": customer.id, "author": OLIVIA, "learned_on": YESTERDAY, "learned_at": NOW}
    was = Wording(cast.said("Appointments online next year"), YESTERDAY, OLIVIA)
    heard = {"confirmed_on": YESTERDAY, "confirmed_by": OLIVIA}
    return [
        Belief(id="b1", topic="plans", statement=cast.said("Online by spring"), state="corrected", earlier=(was,), **heard, **given),  # type: ignore[arg-type]
        Belief(id="b2", topic="business", statement=cast.said("The board meets monthly"), state="confirmed", **heard, **given),  # type: ignore[arg-type]
        Belief(id="b3", topic="services", statement=cast.said("Half of the wards use tablets"), **given),  # type: ignore[arg-type]
    ]


def promises(cast: Cast, customer: Customer) -> list[Commitment]:
    """Return what was promised, kept, and is overdue."""
    given = {"workspace": TEAM, "customer": customer.id, "author": OLIVIA, "made_at": NOW, "person": OLIVIA}
    return [
        Commitment(id="p1", side="us", what=cast.said("Send the offer"), due_on=YESTERDAY, **given),  # type: ignore[arg-type]
        Commitment(id="p2", side="us", what=cast.said("Name a contact"), due_on=TODAY, done_on=TODAY, **given),  # type: ignore[arg-type]
        Commitment(id="p3", side="them", what=cast.said("The figures"), who=cast.said("Dr. Weber"), due_on=THURSDAY, **given),  # type: ignore[arg-type]
    ]


def improvements(cast: Cast, customer: Customer) -> list[Improvement]:
    """Return an improvement that ended, one with a result, and one that was begun."""
    begun = Improvement(
        id=improvement_id(TEAM, 12, 1),
        workspace=TEAM,
        customer=customer.id,
        number=12,
        aim=cast.said("Close the month in three days"),
        author=SAM,
        begun_at=NOW,
    )
    ended = Step("act", YESTERDAY, NOW, SAM, verdict="adopt")
    result = {"result": cast.said("Three days and a half"), "met": True, "verdict": "adopt", "steps": (ended,)}
    measured = {"result": cast.said("Four days"), "met": False, "stage": "act", "steps": (Step("act", YESTERDAY, NOW, SAM),)}
    return [
        msgspec.structs.replace(begun, id="i1", number=9, **result),
        msgspec.structs.replace(begun, id="i2", number=11, **measured),
        begun,
    ]


def of_one(cast: Cast, period: Period) -> Summary:
    """Return the summary of a customer that has gone quiet, with a private talk in it."""
    northside = cast.customer("Northside Hospital", booked_on=THURSDAY)
    records: list[Told] = [
        cast.talk(northside, TODAY - timedelta(days=50), WEBER, decisions=cast.said(DECIDED)),
        cast.talk(northside, TODAY - timedelta(days=50), "Their budget", visibility="private", author=SOFIA),
        cast.idea(northside),
        standing(northside, 95),
    ]
    return of_records(Scope(northside), period, records, [northside], [standing(northside, 95)])


def hundred(cast: Cast) -> Summary:
    """Return a summary of a hundred customers, each with a long talk, a long idea, and a booking."""
    customers = [customer.changed(booked_on=THURSDAY) for customer in cast.many(100)]
    records: list[Told] = []
    for n, customer in enumerate(customers):
        talk = cast.talk(customer, YESTERDAY, WEBER * 9, decisions=cast.said(DECIDED * 9))
        records += [talk, cast.idea(customer, WEBER * 9), standing(customer, 100 + n)]
    return of_records(Scope(), QUARTER, records, customers, [standing(customer, 100) for customer in customers])


def nothing(scope: Scope, period: Period) -> Summary:
    """Return a summary of a time in which nothing was."""
    return Summary(scope, period, TODAY)
