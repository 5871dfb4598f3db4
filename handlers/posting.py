"""What the clock posts into channels: each schedule's summary of the time before, once, and what comes of it that it can't be posted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from handlers.gate import Gate
from handlers.roster import Roster
from handlers.scheduled import customer_of, posted_at
from handlers.summing import summed_up
from messages import summaries
from messages import unposted as told
from messages.schedules import Posted
from model.answer import Message
from model.change import Change, Write
from model.customer import Customer
from model.person import zone_named
from model.post import Post, new_post, post_id
from model.schedule import OVER, Due, Schedule, due_now, period_of_key, schedule_id
from model.summary import Scope, Wanted
from storage import Conflict, Store

logger = logging.getLogger(__name__)


class RegularSummaries:
    """Posts each channel's summary of the week, month or quarter before: once, late where the bot was down, the last one only."""

    def __init__(self, store: Store, gate: Gate, now: Callable[[], datetime]) -> None:
        self.store = store
        self.gate = gate
        self.now = now

    async def __call__(self) -> bool:
        """Write what is due into the outbox, unless it was written before; return whether anything was written now."""
        zone = zone_named((await self.store.settings(self.gate.team)).zone)
        due = [one for one in await self.store.schedules(self.gate.team) if due_now(one, zone, self.now())]
        return any([await self.written(found) for one in due if (found := due_now(one, zone, self.now()))])

    async def written(self, due: Due) -> bool:
        """Write one summary into the outbox; return whether it was written now."""
        if await self.store.get(self.gate.team, Post, post_id(self.gate.team, due.key)):
            return False
        try:
            customer = await customer_of(self.store, due.schedule)
            writes = await self.post(due, customer) if await self.somebody(due.schedule, customer) else await self.nobody(due.schedule)
            key = f"{due.key}:{due.schedule.version}"
            change = Change(workspace=self.gate.team, at=self.now(), by="clock", verb="summary", key=key, writes=writes)
            await self.store.commit(change)
        except Conflict:
            logger.info("a summary was written, or its schedule changed, by somebody else at this moment")
            return False
        return True

    async def somebody(self, schedule: Schedule, customer: Customer | None) -> bool:
        """Whether there is anybody whom a summary could be about."""
        if schedule.owner:
            return bool(await self.store.customers(self.gate.team, schedule.owner))
        return schedule.customer is None or customer is not None

    async def post(self, due: Due, customer: Customer | None) -> tuple[Write, ...]:
        """Return the summary as a post, and its schedule as one that brought it."""
        schedule, now = due.schedule, self.now()
        wanted = Wanted(Scope(customer, schedule.owner), due.period, (await self.store.settings(self.gate.team)).zone, due.today)
        head, *details = summaries.summary_posted(await summed_up(self.store, self.gate.team, wanted), due.missed)
        given = {"until": due.until, "set_by": schedule.set_by, "follows": tuple(details)}
        post = new_post(self.gate.team, due.key, schedule.channel, head, now, **given)
        return Write(after=post), Write(after=schedule.changed(posted=due.period.first), before=schedule)

    async def nobody(self, schedule: Schedule) -> tuple[Write, ...]:
        """Return the end of a schedule that is about nobody any more, and who is told of that."""
        posted = posted_at(schedule, None, zone_named((await self.store.settings(self.gate.team)).zone), self.now())
        tellings = await tell(self.store, self.gate, posted, f"nobody:{schedule.id}:{schedule.set_at.isoformat()}", told.nothing_to_sum_up)
        return Write(before=schedule), *tellings


Told = Callable[[Posted, str], Message]


async def tell(store: Store, gate: Gate, posted: Posted, key: str, words: Told) -> tuple[Write, ...]:
    """Return the DMs by which people hear of a schedule: of who set it up, its customer's owner and the admins the first who are here."""
    hearers = await who_hears(store, gate, posted)
    if not hearers:
        logger.error("nobody can be told of the summary in %s", posted.schedule.channel)
    dms = [new_post(gate.team, f"{key}:{user}", user, words(posted, user), gate.now()) for user in hearers]
    return tuple(Write(after=dm) for dm in dms)


async def who_hears(store: Store, gate: Gate, posted: Posted) -> Sequence[str]:
    """Return who is told of a schedule's trouble: whoever set it up, else its customers' owner, else the admins."""
    roster = Roster(store, gate, await store.settings(gate.team), gate.now())
    schedule, customer = posted.schedule, posted.customer
    for user in (schedule.set_by, customer.owner if customer else schedule.owner):
        if reachable := await roster.reachable(user):
            return (reachable,)
    return await roster.admins()


async def after_a_summary(store: Store, gate: Gate, post: Post) -> tuple[Write, ...]:
    """Return what follows a summary, or a part of its details, in its new state: the next part, or who is told that it was not posted."""
    schedule = await store.get(post.workspace, Schedule, schedule_id(post.workspace, post.to))
    if post.state == "sent":
        return (*following(post, gate.now()), *healed(schedule))
    if post.state != "dead" or schedule is None:
        return ()
    zone = zone_named((await store.settings(gate.team)).zone)
    posted = posted_at(schedule.changed(trouble=post.trouble), await customer_of(store, schedule), zone, gate.now())
    if post.thread:
        return await tell(store, gate, posted, f"undeliverable:{post.key}", told.details_not_posted)
    return await failed(store, gate, post, schedule, posted)


async def failed(store: Store, gate: Gate, post: Post, schedule: Schedule, posted: Posted) -> tuple[Write, ...]:
    """Return what becomes of a schedule whose summary could not be posted: it goes where its channel is gone; why is told once."""
    over = post.trouble in OVER

    def words(posted: Posted, to: str) -> Message:
        return told.not_posted(posted, period_of_key(post.key).words, to, over=over)

    kept = Write(before=schedule) if over else Write(after=posted.schedule, before=schedule)
    if schedule.trouble == post.trouble:
        return (kept,) if over else ()
    return (kept, *await tell(store, gate, posted, f"undeliverable:{post.key}", words))


def following(post: Post, now: datetime) -> tuple[Write, ...]:
    """Return the next part of a summary's details, which goes into its thread."""
    if not post.follows:
        return ()
    first, *rest = post.follows
    more = {"until": post.until, "set_by": post.set_by, "follows": tuple(rest), "thread": post.thread or post.ts}
    return (Write(after=new_post(post.workspace, f"{post.key}+", post.to, first, now, **more)),)


def healed(schedule: Schedule | None) -> tuple[Write, ...]:
    """Return a schedule whose summary went out again, so that the next trouble is told."""
    return (Write(after=schedule.changed(trouble=None), before=schedule),) if schedule and schedule.trouble else ()
