"""What the clock calls: who is to be told what now, and the one DM that tells each of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

import msgspec

from handlers import briefs, checking, commitments, reception
from handlers.gate import Gate
from handlers.knowing import knowledge_of
from handlers.opening import opener_for
from handlers.roster import Crew, Roster, key_of, post_of
from messages.daily import Word, fitting
from messages.nudges import News, nudge_dm
from model.change import Change, Write
from model.customer import Customer
from model.draft import Draft
from model.ladder import Telling, to_tell
from model.nudge import Nudge, Relationship, nudge_id
from model.person import Person, newest_day
from model.post import Post, new_post
from storage import Conflict, Store

ONE_DAY = timedelta(days=1)
POSTS_KEPT = timedelta(days=60)
logger = logging.getLogger(__name__)

Decided = tuple[Relationship, Crew, Telling]
Teller = Callable[[Roster], Awaitable[dict[str, list[Word]]]]
TELLERS: tuple[Teller, ...] = (briefs.news, commitments.news, checking.questions, reception.news, checking.news)


class Reminder(msgspec.Struct, frozen=True):
    """One person's DM of one day: its key, when it was decided, until when it may be sent (both UTC), and all that it tells.

    `news` are the relationships that have gone quiet, `words` everything else.
    """

    person: Person
    key: str
    at: datetime
    until: datetime
    news: list[News]
    words: list[Word]

    @property
    def today(self) -> date:
        """Return the person's day."""
        return self.person.today(self.at)

    @property
    def post(self) -> str:
        """Return the id of the post that it becomes."""
        return post_of(self.person, self.at)


class Sweep:
    """One pass over what is due. It costs what is due, not what exists, and may be run as often as one likes.

    The tellers bring what is to be told beside the relationships that have gone quiet: of those who listen, what each is to hear now.
    """

    def __init__(self, store: Store, gate: Gate, now: Callable[[], datetime], tellers: Sequence[Teller] = TELLERS) -> None:
        self.store = store
        self.tellers = tellers
        self.gate = gate
        self.now = now

    async def __call__(self) -> int:
        """Write a DM into the outbox for everyone who is to be told something now, and return how many."""
        await self.clear_away()
        return len(await self.tell(await self.plan()))

    async def tell(self, reminders: list[Reminder]) -> list[Reminder]:
        """Write these DMs into the outbox, and return those that were written; the others wait for the next sweep."""
        told = []
        for reminder in reminders:
            try:
                await self.store.commit(change_of(reminder, self.gate.team))
                told.append(reminder)
            except Conflict:
                logger.info("no reminder to %s this time: what it is about has moved on", reminder.person.id)
        return told

    async def plan(self) -> list[Reminder]:
        """Return the DMs that are to be written now, and write nothing."""
        roster = Roster(self.store, self.gate, await self.store.settings(self.gate.team), self.now())
        decided, words = await self.decide(roster), await self.words(roster)
        users = dict.fromkeys((*decided, *words))
        return [await self.reminder(roster, user, decided.get(user, []), fitting(words.get(user, []))) for user in users]

    async def words(self, roster: Roster) -> dict[str, list[Word]]:
        """Return what else each person is to be told now, in the order of the tellers."""
        words: dict[str, list[Word]] = defaultdict(list)
        for teller in self.tellers:
            for user, told in (await teller(roster)).items():
                words[user] += told
        return words

    async def decide(self, roster: Roster) -> dict[str, list[Decided]]:
        """Return what each person is to be told, of those to whom one may write now."""
        decided: dict[str, list[Decided]] = defaultdict(list)
        for standing in await self.late(roster.at):
            crew = await roster.crew(standing.customer)
            if crew.listening:
                earlier = await self.store.nudges(self.gate.team, customer=standing.customer.id)
                for user, telling in to_tell(standing, earlier, crew.staff, crew.today).items():
                    if user in crew.listening:
                        decided[user].append((standing, crew, telling))
        return decided

    async def late(self, at: datetime) -> Iterable[Relationship]:
        """Return the relationships past their due date or booked talk anywhere on earth."""
        today = newest_day(at)
        due = await self.store.relationships(self.gate.team, due_by=today - ONE_DAY)
        booked = await self.store.booked(self.gate.team, today)
        return {standing.customer.id: standing for standing in (*due, *booked)}.values() if booked else due

    async def reminder(self, roster: Roster, user: str, decided: list[Decided], words: list[Word]) -> Reminder:
        """Return a person's DM."""
        person = roster.person(user)
        reminder = Reminder(person, key_of(person, roster.at), roster.at, roster.end_of_hours(person), [], words)
        for standing, crew, telling in decided:
            reminder.news.append(await self.news(standing, crew, telling, reminder))
        return reminder

    async def news(self, standing: Relationship, crew: Crew, telling: Telling, reminder: Reminder) -> News:
        """Return one telling with what its words are made of."""
        customer = standing.customer
        nudge = nudge_of(customer, telling, reminder, crew.today)
        known, ideas = await knowledge_of(self.store, customer), await self.store.ideas(customer.workspace, customer.id)
        talks = await self.store.talks(customer.workspace, customer.id, 1)
        return News(nudge, standing, crew.staff, opener_for(known, ideas, talks, reminder.person.id, crew.today))

    async def clear_away(self) -> None:
        """Remove the drafts that were kept for their seven days, and the posts that were sent two months ago."""
        now = self.now()
        drafts, posts = await self.store.drafts(self.gate.team, now), await self.store.closed_posts(self.gate.team, now - POSTS_KEPT)
        over: list[Draft | Post] = [*drafts, *posts]
        for record in over:
            change = Change(workspace=self.gate.team, at=now, by="clock", verb="expire", writes=(Write(before=record),))
            with suppress(Conflict):
                await self.store.commit(change)


def nudge_of(customer: Customer, telling: Telling, reminder: Reminder, today: date) -> Nudge:
    """Return a telling as the record that remembers it; `today` is the relationship's day."""
    nudge = Nudge(
        id="",
        workspace=customer.workspace,
        customer=customer.id,
        due_on=telling.about,
        person=reminder.person.id,
        post=reminder.post,
        sent_at=reminder.at,
        sent_on=today,
        step=telling.step,
        count=telling.count,
    )
    return msgspec.structs.replace(nudge, id=nudge_id(nudge))


def change_of(reminder: Reminder, team: str) -> Change:
    """Return a reminder as the change that decides it: its nudges, and its DM in the outbox."""
    message = nudge_dm(reminder.news, reminder.person.id, reminder.today, reminder.words)
    dm = new_post(team, reminder.key, reminder.person.id, message, reminder.at, until=reminder.until)
    told = [write for word in reminder.words for write in word.writes]
    writes = (*(Write(after=item.nudge) for item in reminder.news), *told, Write(after=dm))
    return Change(workspace=team, at=reminder.at, by="clock", verb="sweep", key=reminder.key, writes=writes)
