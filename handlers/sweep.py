"""What the clock calls: who is due to be reminded now, and the one DM that tells each of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.gate import Gate, Refused
from messages.nudges import News, nudge_dm
from model.change import Change, Write
from model.nudge import Nudge, Relationship, in_working_hours, next_count, nudge_id
from model.person import Person
from model.post import Post
from model.record import id_for
from storage import Conflict, Store

FURTHEST_AHEAD = timedelta(hours=14)
ONE_DAY = timedelta(days=1)
logger = logging.getLogger(__name__)


class Sweep:
    """One pass over what is due. It costs what is due, not what exists, and may be run as often as one likes."""

    def __init__(self, store: Store, gate: Gate, now: Callable[[], datetime]) -> None:
        self.store = store
        self.gate = gate
        self.now = now

    async def __call__(self) -> int:
        """Write a DM into the outbox for everyone who is due one now, and return how many."""
        await self.clear_drafts()
        sent = 0
        for user, due in (await self.due()).items():
            try:
                sent += await self.remind(user, due)
            except (Conflict, Refused) as error:
                logger.info("no reminder to %s this time: %s %s", user, type(error).__name__, error)
        return sent

    async def due(self) -> dict[str, list[Relationship]]:
        """Return the relationships past their due date anywhere on earth, by whom to tell: owner, else deputy, else sponsor."""
        yesterday = (self.now() + FURTHEST_AHEAD).date() - ONE_DAY
        by_person: dict[str, list[Relationship]] = defaultdict(list)
        for relationship in await self.store.relationships(self.gate.team, due_by=yesterday):
            customer = relationship.customer
            recipient = customer.owner or customer.deputy or customer.sponsor
            if recipient:
                by_person[recipient].append(relationship)
        return by_person

    async def remind(self, user: str, due: list[Relationship]) -> bool:
        """Write one person's DM, if it is their working hours, they had none today, and something is new."""
        now = self.now()
        person = await self.gate.admit(user)
        key = f"dm:{user}:{person.today(now).isoformat()}"
        if not in_working_hours(person.local(now)) or await self.store.answered(self.gate.team, key):
            return False
        post = id_for("post", self.gate.team, key)
        news = [item for relationship in due if (item := await self.news(relationship, person, post, now))]
        if not news:
            return False
        message = nudge_dm(news, person.today(now))
        dm = Post(id=post, workspace=self.gate.team, key=key, to=user, message=message, not_before=now)
        writes = (*(Write(after=item.nudge) for item in news), Write(after=dm))
        await self.store.commit(Change(workspace=self.gate.team, at=now, by="clock", verb="sweep", key=key, writes=writes))
        return True

    async def news(self, relationship: Relationship, person: Person, post: str, now: datetime) -> News | None:
        """Return what to tell about one relationship, or None where it is not this person's day or was told already."""
        customer = relationship.customer
        earlier = await self.store.nudges(customer.workspace, customer=customer.id)
        count = next_count(relationship, earlier, person.today(now))
        if count is None:
            return None
        nudge = Nudge(
            id=nudge_id(customer.workspace, customer.id, relationship.due_on, "due", count),
            workspace=customer.workspace,
            customer=customer.id,
            due_on=relationship.due_on,
            person=person.id,
            post=post,
            sent_at=now,
            count=count,
        )
        ideas = await self.store.ideas(customer.workspace, customer.id)
        talks = await self.store.talks(customer.workspace, customer.id, 1)
        return News(nudge, relationship, next((idea for idea in ideas if idea.open), None), talks[0] if talks else None)

    async def clear_drafts(self) -> None:
        """Remove the drafts that were kept for their seven days."""
        now = self.now()
        for draft in await self.store.drafts(self.gate.team, now):
            change = Change(workspace=self.gate.team, at=now, by="clock", verb="expire", writes=(Write(before=draft),))
            try:
                await self.store.commit(change)
            except Conflict:
                continue
