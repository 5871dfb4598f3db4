"""Foresight: when the sweep will next have something to tell, found by the sweep itself at the hours at which people can be written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from handlers.gate import Gate
from handlers.roster import Roster
from handlers.sweep import Reminder, Sweep
from model.commitment import A_WEEK
from model.customer import Customer
from model.ladder import DAYS_AFTER_DUE
from model.person import Person, zone_named
from model.settings import Settings
from model.workday import last_working_day_before
from storage import Store

ONE_DAY = timedelta(days=1)
AHEAD = timedelta(days=8)
LAST_DAY = date.max - timedelta(days=60)
LOOKS = 12


class AllEars(Roster):
    """A roster to whom one may write at any hour: what it is told is what would be told if the hours did not matter."""

    async def may_be_told(self, _: Person) -> bool:
        """Return that it is no matter what time it is, and what was told before."""
        return True


async def next_reminder(store: Store, gate: Gate, now: datetime) -> Reminder | None:
    """Return the first DM that will be written if nothing happens in the meantime; None where none is in sight."""
    settings = await store.settings(gate.team)
    for begin in islice(beginnings(await days_of_news(store, gate.team), now), LOOKS):
        if found := await first_within(store, gate, settings, begin):
            return found
    return None


def beginnings(days: set[date], now: datetime) -> Iterator[datetime]:
    """Yield the moments from which to look ahead: now, and before each day that is not seen from the one before."""
    seen = now
    yield now
    for day in sorted(days):
        begin = datetime.combine(day, time(), UTC) - ONE_DAY
        if begin + ONE_DAY + ONE_DAY > seen + AHEAD:
            seen = begin
            yield begin


async def days_of_news(store: Store, workspace: str) -> set[date]:
    """Return the days on which a relationship reaches a step, what holds it back is over, a talk is near, or a promise is due."""
    days: set[date] = set()
    for standing in await store.relationships(workspace):
        customer, due = standing.customer, min(standing.due_on, LAST_DAY)
        days |= {due + ONE_DAY * after for _, after in DAYS_AFTER_DUE}
        if customer.booked_on and customer.booked_on < LAST_DAY:
            days |= {last_working_day_before(customer.booked_on), customer.booked_on + ONE_DAY}
        days |= {customer.snoozed_until} if customer.snoozed_until else set()
        for nudge in await store.nudges(workspace, customer=customer.id):
            days.add(customer.cadence.after(nudge.sent_on) if nudge.step == "escalated" else nudge.sent_on + AHEAD)
    for promise in await store.promised(workspace, LAST_DAY):
        days |= {last_working_day_before(promise.due_on), promise.due_on + A_WEEK} if promise.due_on else set()
    return days


async def first_within(store: Store, gate: Gate, settings: Settings, begin: datetime) -> Reminder | None:
    """Return the first DM within the days after a moment."""
    roster = AllEars(store, gate, settings, begin + AHEAD)
    waiting = {*await Sweep(store, gate, lambda: begin).decide(roster), *await concerned(roster)}
    for at in openings(map(roster.person, waiting), settings, begin):
        if planned := await planned_at(store, gate, at):
            return planned[0]
    return None


async def concerned(roster: Roster) -> set[str]:
    """Return who looks after a talk that is booked or a promise that is due by the moment of the roster, if they can be told."""
    store, team, by = roster.store, roster.gate.team, roster.at.date() + AHEAD
    promises = await store.promised(team, by)
    booked = [standing.customer for standing in await store.booked(team, by)]
    promised = [await store.get(team, Customer, promise.customer) for promise in promises]
    users = {user for customer in (*booked, *promised) if customer for user in (await roster.crew(customer)).listening}
    return users | {promise.person for promise in promises if await roster.listens(promise.person)}


async def planned_at(store: Store, gate: Gate, at: datetime) -> list[Reminder]:
    """Return what the sweep would tell at a moment, as the store is now."""
    return await Sweep(store, gate, lambda: at).plan()


def openings(people: Iterable[Person], settings: Settings, begin: datetime) -> list[datetime]:
    """Return the moments (UTC) in the days after a moment at which the working hours of these people begin, and that moment itself."""
    found = {begin}
    for zone in {person.zone for person in people}:
        first = begin.astimezone(zone_named(zone)).date()
        days = (first + ONE_DAY * n for n in range(AHEAD.days))
        found |= {opening(day, zone, settings) for day in days}
    return sorted(at for at in found if at >= begin)


def opening(day: date, zone: str, settings: Settings) -> datetime:
    """Return when (UTC) the working hours begin on a day in a zone."""
    return datetime.combine(day, time(settings.first_hour), zone_named(zone)).astimezone(UTC)
