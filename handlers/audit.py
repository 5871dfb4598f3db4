"""The auditor: what is due and nobody was told, although somebody could have been. It looks at what came of the sweeps, not at how."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import msgspec

from handlers.foresight import AllEars
from handlers.gate import Gate
from handlers.sweep import Sweep
from model.customer import Customer
from model.nudge import in_working_hours
from model.person import Person
from model.settings import Settings
from model.workday import is_working_day, last_working_day_before
from storage import Store

GRACE = timedelta(minutes=10)
MOMENT = timedelta(minutes=1)


class Audit(msgspec.Struct, frozen=True):
    """Customers by what is wrong: `untold` of although an hour has passed in which that was possible, with `nobody` who could be told.

    `waiting` is how many are told when the working hours of their people come.
    """

    untold: list[Customer]
    nobody: list[Customer]
    waiting: int


async def audit(store: Store, gate: Gate, now: datetime) -> Audit:
    """Look at everything that is past its due date or its booked talk."""
    settings = await store.settings(gate.team)
    sweeping, roster = Sweep(store, gate, lambda: now), AllEars(store, gate, settings, now)
    pending = await sweeping.decide(roster)
    waiting = {standing.customer.id: standing.customer for decided in pending.values() for standing, _, _ in decided}
    missed = await missed_ids(store, gate, settings, list(map(roster.person, pending)), now)
    late = [standing.customer for standing in await sweeping.late(now)]
    untold = [customer for customer in waiting.values() if customer.id in missed]
    nobody = [customer for customer in late if not (await roster.crew(customer)).listening]
    return Audit(untold, nobody, len(waiting) - len(untold))


async def missed_ids(store: Store, gate: Gate, settings: Settings, people: list[Person], now: datetime) -> set[str]:
    """Return the customers of whom one of these people was to be told at the last moment at which one could write to them."""
    moments: dict[datetime, set[str]] = defaultdict(set)
    for person in people:
        moments[last_moment(person, settings, now - GRACE)].add(person.id)
    missed: set[str] = set()
    for moment, users in moments.items():
        for reminder in await Sweep(store, gate, lambda at=moment: at).plan():  # type: ignore[misc]  # mypy takes the default for an argument
            news = reminder.news if reminder.person.id in users else []
            missed |= {item.customer.id for item in news if item.customer.added_on < moment.date()}
    return missed


def last_moment(person: Person, settings: Settings, at: datetime) -> datetime:
    """Return the last moment up to `at` (a minute's worth) at which one could write to a person: within their working hours."""
    local = person.local(at)
    if in_working_hours(local, settings.first_hour, settings.last_hour):
        return at
    if not is_working_day(local) or local.hour < settings.first_hour:
        local = last_working_day_before(local)
    return local.replace(hour=settings.last_hour - 1, minute=59, second=0, microsecond=0).astimezone(at.tzinfo)
