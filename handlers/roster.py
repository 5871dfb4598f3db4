"""The roster of one sweep: who can be told, on which day a customer's people live, and who may be written to at this moment.

Everybody is asked for once a sweep, however many customers they look after.
"""

from __future__ import annotations

import logging
from datetime import date, datetime

import msgspec

from handlers.gate import Gate, Refused
from model.customer import Customer
from model.ladder import Staff
from model.nudge import end_of_hours, in_working_hours
from model.person import Person, zone_named
from model.post import post_id
from model.settings import Settings
from storage import Store

logger = logging.getLogger(__name__)


class Crew(msgspec.Struct, frozen=True):
    """Who can be told about a customer, what day it is for them, and to whom of them one may write now."""

    staff: Staff
    today: date
    listening: frozenset[str]


class Roster:
    """People as one sweep sees them, at one moment."""

    def __init__(self, store: Store, gate: Gate, settings: Settings, at: datetime) -> None:
        self.store = store
        self.gate = gate
        self.settings = settings
        self.at = at
        self.people: dict[str, Person | str] = {}
        self.listening: dict[str, bool] = {}
        self.crews: dict[tuple[str | None, ...], Crew] = {}
        self.chiefs: tuple[str, ...] | None = None

    async def crew(self, customer: Customer) -> Crew:
        """Return who can be told about a customer."""
        key = (customer.owner, customer.deputy, customer.sponsor)
        if key not in self.crews:
            self.crews[key] = await self.called_up(customer)
        return self.crews[key]

    async def called_up(self, customer: Customer) -> Crew:
        """Ask who can be told about a customer; the admins only where they may be needed."""
        owner, deputy, sponsor = [await self.reachable(user) for user in (customer.owner, customer.deputy, customer.sponsor)]
        staff = Staff(owner, deputy, sponsor, () if sponsor else await self.admins())
        listening = frozenset([user for user in staff.everyone if await self.listens(user)])
        person = self.people.get(owner or "")
        return Crew(staff, person.today(self.at) if isinstance(person, Person) else self.workspaces_day, listening)

    @property
    def workspaces_day(self) -> date:
        """Return the workspace's day, which counts for customers without an owner."""
        return self.at.astimezone(zone_named(self.settings.zone)).date()

    async def admins(self) -> tuple[str, ...]:
        """Return who hears of what nobody else can be told: the admins named in the settings, else Slack's own."""
        if self.chiefs is None:
            named = [user for user in self.settings.admins if await self.reachable(user)]
            self.chiefs = tuple(named) or await self.gate.admins()
        return self.chiefs

    async def reachable(self, user: str | None) -> str | None:
        """Return the user if they can be told; someone whom Slack can't look up now stays, so that nobody is told in their place."""
        if user is None:
            return None
        person = await self.asked(user)
        return user if isinstance(person, Person) or person == "unknown" else None

    async def asked(self, user: str) -> Person | str:
        """Return who someone is, or why they can't be told."""
        if user not in self.people:
            try:
                self.people[user] = await self.gate.reach(user)
            except Refused as error:
                logger.info("no reminder to %s this time: %s", user, error)
                self.people[user] = str(error)
        return self.people[user]

    async def listens(self, user: str) -> bool:
        """Whether one may write to this person now: it is their working hours, and they had no reminder today."""
        if user not in self.listening:
            person = await self.asked(user)
            self.listening[user] = isinstance(person, Person) and await self.may_be_told(person)
        return self.listening[user]

    async def may_be_told(self, person: Person) -> bool:
        """Whether it is a person's working hours, and they had no reminder today."""
        working = in_working_hours(person.local(self.at), self.settings.first_hour, self.settings.last_hour)
        return working and not await self.store.answered(self.gate.team, key_of(person, self.at))

    def person(self, user: str) -> Person:
        """Return someone who listens."""
        person = self.people[user]
        assert isinstance(person, Person)  # noqa: S101  who listens is known
        return person

    def end_of_hours(self, person: Person) -> datetime:
        """Return when (UTC) it is too late today to write to this person."""
        return end_of_hours(person.local(self.at), self.settings.last_hour)


def key_of(person: Person, at: datetime) -> str:
    """Return the key of the one DM that a person may get on a day."""
    return f"dm:{person.id}:{person.today(at).isoformat()}"


def post_of(person: Person, at: datetime) -> str:
    """Return the id of the post that this DM becomes."""
    return post_id(person.team, key_of(person, at))
