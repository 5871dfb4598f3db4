"""What the clock calls: who is to be told what now, and the one DM that tells each of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

import msgspec

from handlers.gate import Gate, Refused
from messages.nudges import News, nudge_dm
from model.change import Change, Write
from model.customer import Customer
from model.ladder import Staff, Telling, to_tell
from model.nudge import Nudge, Relationship, in_working_hours, nudge_id
from model.person import Person
from model.post import Post
from model.record import id_for
from storage import Conflict, Store

FURTHEST_AHEAD = timedelta(hours=14)
ONE_DAY = timedelta(days=1)
logger = logging.getLogger(__name__)

Waiting = tuple[Relationship, Staff]


class Reminder(msgspec.Struct, frozen=True):
    """One person's DM of one day: its key, and all that it tells."""

    person: Person
    key: str
    at: datetime
    news: list[News]

    @property
    def today(self) -> date:
        """Return the person's day."""
        return self.person.today(self.at)


class Sweep:
    """One pass over what is due. It costs what is due, not what exists, and may be run as often as one likes."""

    def __init__(self, store: Store, gate: Gate, now: Callable[[], datetime]) -> None:
        self.store = store
        self.gate = gate
        self.now = now

    async def __call__(self) -> int:
        """Write a DM into the outbox for everyone who is to be told something now, and return how many."""
        await self.clear_drafts()
        sent = 0
        for reminder in await self.plan():
            try:
                await self.store.commit(change_of(reminder, self.gate.team))
                sent += 1
            except Conflict:
                logger.info("no reminder to %s this time: what it is about has moved on", reminder.person.id)
        return sent

    async def plan(self) -> list[Reminder]:
        """Return the DMs that are to be written now, and write nothing."""
        reminders = []
        for user, waiting in (await self.waiting()).items():
            try:
                reminder = await self.remind(user, waiting)
            except Refused as error:
                logger.info("no reminder to %s this time: %s", user, error)
                continue
            if reminder:
                reminders.append(reminder)
        return reminders

    async def waiting(self) -> dict[str, list[Waiting]]:
        """Return the relationships past their due date or booked talk anywhere on earth, by everybody who may have to hear of them."""
        today = (self.now() + FURTHEST_AHEAD).date()
        due = await self.store.relationships(self.gate.team, due_by=today - ONE_DAY)
        late = {standing.customer.id: standing for standing in (*due, *await self.store.booked(self.gate.team, today))}
        by_person: dict[str, list[Waiting]] = defaultdict(list)
        for standing in late.values():
            staff = await self.staff(standing.customer)
            for user in staff.everyone:
                by_person[user].append((standing, staff))
        return by_person

    async def staff(self, customer: Customer) -> Staff:
        """Return who can be told about a customer; the admins only where they may be needed."""
        owner, deputy, sponsor = [await self.reachable(user) for user in (customer.owner, customer.deputy, customer.sponsor)]
        return Staff(owner, deputy, sponsor, () if sponsor else await self.admins())

    async def admins(self) -> tuple[str, ...]:
        """Return who hears of what nobody else can be told: the admins named in the settings, else Slack's own."""
        named = (await self.store.settings(self.gate.team)).admins
        return tuple([user for user in named if await self.reachable(user)]) or await self.gate.admins()

    async def reachable(self, user: str | None) -> str | None:
        """Return the user if they can be told; someone whom Slack can't look up now stays, so that nobody is told in their place."""
        if user is None:
            return None
        try:
            await self.gate.reach(user)
        except Refused as error:
            return user if str(error) == "unknown" else None
        return user

    async def remind(self, user: str, waiting: list[Waiting]) -> Reminder | None:
        """Return a person's DM, if it is their working hours, they had none today, and something is new."""
        person = await self.gate.reach(user)
        reminder = Reminder(person, key_of(person, self.now()), self.now(), [])
        settings = await self.store.settings(self.gate.team)
        working = in_working_hours(person.local(reminder.at), settings.first_hour, settings.last_hour)
        if not working or await self.store.answered(self.gate.team, reminder.key):
            return None
        for standing, staff in waiting:
            earlier = await self.store.nudges(self.gate.team, customer=standing.customer.id)
            telling = to_tell(standing, earlier, staff, user, reminder.today)
            if telling:
                reminder.news.append(await self.news(standing, staff, telling, reminder))
        return reminder if reminder.news else None

    async def news(self, standing: Relationship, staff: Staff, telling: Telling, reminder: Reminder) -> News:
        """Return one telling with what its words are made of."""
        customer = standing.customer
        ideas = await self.store.ideas(customer.workspace, customer.id)
        talks = await self.store.talks(customer.workspace, customer.id, 1)
        idea = next((idea for idea in ideas if idea.open), None)
        return News(nudge_of(customer, telling, reminder), standing, staff, idea, talks[0] if talks else None)

    async def clear_drafts(self) -> None:
        """Remove the drafts that were kept for their seven days."""
        now = self.now()
        for draft in await self.store.drafts(self.gate.team, now):
            change = Change(workspace=self.gate.team, at=now, by="clock", verb="expire", writes=(Write(before=draft),))
            try:
                await self.store.commit(change)
            except Conflict:
                continue


def key_of(person: Person, at: datetime) -> str:
    """Return the key of the one DM that a person may get on a day."""
    return f"dm:{person.id}:{person.today(at).isoformat()}"


def post_id(reminder: Reminder) -> str:
    """Return the id of the post that a reminder becomes."""
    return id_for("post", reminder.person.team, reminder.key)


def nudge_of(customer: Customer, telling: Telling, reminder: Reminder) -> Nudge:
    """Return a telling as the record that remembers it."""
    nudge = Nudge(
        id="",
        workspace=customer.workspace,
        customer=customer.id,
        due_on=telling.about,
        person=reminder.person.id,
        post=post_id(reminder),
        sent_at=reminder.at,
        sent_on=reminder.today,
        step=telling.step,
        count=telling.count,
    )
    return msgspec.structs.replace(nudge, id=nudge_id(nudge))


def change_of(reminder: Reminder, team: str) -> Change:
    """Return a reminder as the change that decides it: its nudges, and its DM in the outbox."""
    message = nudge_dm(reminder.news, reminder.person.id, reminder.today)
    dm = Post(id=post_id(reminder), workspace=team, key=reminder.key, to=reminder.person.id, message=message, not_before=reminder.at)
    writes = (*(Write(after=item.nudge) for item in reminder.news), Write(after=dm))
    return Change(workspace=team, at=reminder.at, by="clock", verb="sweep", key=reminder.key, writes=writes)
