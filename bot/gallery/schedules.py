"""Summaries that are posted regularly: asked for, listed, stopped, and not posted."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import ADA, GENERAL, KEY, LINKED, NOW, OLIVIA, SHARED, TEAM, TODAY, Cast, Exhibit, exhibit, mendable
from messages import schedules as told
from messages import scheduling, unposted
from messages.schedules import Listing, Posted
from messages.scheduling import Changed
from messages.trouble import NOT_POSTED
from model.customer import Customer
from model.period import Unit
from model.person import zone_named
from model.post import TOO_LATE
from model.schedule import Schedule, coming, schedule_id

ZONE = "Europe/Berlin"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says of regular summaries."""
    week, month, quarter = some(cast)
    yield exhibit("nothing yet", told.schedules_listed, Listing([], ZONE), ADA, TODAY)
    yield exhibit("one, seen by who may not change it", told.schedules_listed, Listing([of(GENERAL, "week")], ZONE), OLIVIA, TODAY)
    yield exhibit("one of each, the last of them in trouble", told.schedules_listed, Listing([week, month, quarter], ZONE), ADA, TODAY)
    yield exhibit("many", told.schedules_listed, Listing([of(f"C{n:010}", "week") for n in range(45)], ZONE, 20), ADA, TODAY)
    stopped = told.stopped(month, ADA)
    yield exhibit("one is stopped", told.schedules_listed, Listing([week], ZONE, 0, stopped, KEY), ADA, TODAY)
    yield exhibit("the last one is stopped", told.schedules_listed, Listing([], ZONE, 0, stopped, KEY), ADA, TODAY)
    yield exhibit("stopped twice", told.schedules_listed, Listing([week], ZONE, 0, told.stopped_already()), ADA, TODAY)
    yield Exhibit(told.stopped_already, "above the list", told.schedules_listed(Listing([], ZONE, 0, told.stopped_already()), ADA, TODAY))
    yield from forms(cast)
    yield from saved(cast)
    yield from trouble(cast)


def forms(cast: Cast) -> Iterator[Exhibit]:
    """Return the form."""
    northside = scheduling.customer_option(cast.northside)
    yield exhibit("for all customers", scheduling.schedule_form, scheduling.all_option(), GENERAL, "month", "", admin=True)
    yield exhibit("for a customer", scheduling.schedule_form, northside, LINKED, "week", "", admin=False)
    refused = exhibit("with all that can be wrong", scheduling.schedule_form, northside, LINKED, "never", "", admin=False)
    yield refused.refused(channel=scheduling.changed_meanwhile, how_often=scheduling.nothing_there, **{scheduling.ABOUT: scheduling.whom})
    own = exhibit("another channel than the customer's", scheduling.schedule_form, northside, GENERAL, "week", "", admin=False)
    yield own.refused(channel=lambda: scheduling.only_admins(cast.northside))
    yield Exhibit(scheduling.only_admins, "the customer has no channel", own.shown, {"channel": lambda: scheduling.only_admins(None)})


def saved(cast: Cast) -> Iterator[Exhibit]:
    """Return what is said once a form is saved."""
    week, month, quarter = some(cast)
    yield exhibit("a new one", scheduling.schedule_saved, Changed(month), month, ADA, TODAY, KEY)
    yield exhibit("in the place of another", scheduling.schedule_saved, Changed(week, quarter), week, ADA, TODAY, KEY)
    yield exhibit("moved to another channel", scheduling.schedule_saved, Changed(quarter, None, SHARED), quarter, OLIVIA, TODAY, KEY)
    yield exhibit("as it was", scheduling.as_it_was)
    yield exhibit("never again", scheduling.schedule_stopped, week, ADA, KEY)
    yield mendable("stopped meanwhile", "", told.gone)
    yield mendable("not an admin", "", told.not_yours)


def trouble(cast: Cast) -> Iterator[Exhibit]:
    """Return what is said where a summary could not be posted."""
    for why in (*NOT_POSTED, TOO_LATE, "restricted_action"):
        over = why in {"is_archived", "channel_not_found"}
        week = of(GENERAL, "week", trouble=why)
        yield exhibit(f"it could not be posted: {why}", unposted.not_posted, week, "the week of 16 to 22 November 2026", ADA, over=over)
    month = of(LINKED, "month", cast.northside, trouble="not_in_channel")
    yield exhibit("told to somebody else", unposted.not_posted, month, "October 2026", OLIVIA, over=False)
    yield exhibit("the thread is not complete", unposted.details_not_posted, month, ADA)
    yield exhibit("the customer is gone", unposted.nothing_to_sum_up, of(LINKED, "month"), ADA)
    yield exhibit("its owner has no customers", unposted.nothing_to_sum_up, of(SHARED, "quarter", owner=OLIVIA), ADA)


def some(cast: Cast) -> tuple[Posted, Posted, Posted]:
    """Return a schedule of each kind."""
    quarter = of(SHARED, "quarter", owner=OLIVIA, trouble="shared")
    return of(GENERAL, "week"), of(LINKED, "month", cast.northside), quarter


def of(channel: str, unit: Unit, customer: Customer | None = None, owner: str | None = None, trouble: str | None = None) -> Posted:
    """Return a schedule as it is shown to who may change it."""
    schedule = Schedule(
        id=schedule_id(TEAM, channel),
        workspace=TEAM,
        channel=channel,
        unit=unit,
        set_by=ADA,
        set_at=NOW,
        customer=customer.id if customer else None,
        owner=owner,
        trouble=trouble,
    )
    return Posted(schedule, customer, coming(schedule, zone_named(ZONE), NOW), changeable=True)
