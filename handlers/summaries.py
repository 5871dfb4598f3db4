"""Summaries: asked for in a line, shared with a click, and the week before in the channel that an admin chose."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from handlers.gate import Gate
from handlers.matching import find, known, not_known
from handlers.request import Request
from messages import summaries as told
from messages.summaries import Scope, Summary
from model.answer import Reply, Share
from model.change import Change, Outcome, Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.idea import Idea, open_ideas
from model.nudge import Relationship
from model.period import Period, period_of, read_period
from model.person import zone_named
from model.post import Post, new_post, post_id
from model.settings import SUMMARY_HOUR, Settings
from model.talk import Talk
from storage import Conflict, Store

ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
POSTED_FROM = time(SUMMARY_HOUR)
logger = logging.getLogger(__name__)


async def summary(request: Request, store: Store) -> Outcome:
    """Sum up a week, a month or a quarter: what was said and agreed, proposed, gone quiet, booked.

    /talk summary Northside Hospital month
    /talk summary
    /talk summary all last week
    """
    head, rest = (*request.text.split(maxsplit=1), "", "")[:2]
    if period := asked(request.text, request):
        return await shown(request, store, await usual(request, store), period)
    if head in request.channels and (period := asked(rest, request)):
        return await shown(request, store, Scope(await of_channel(request, store, request.channels[head])), period)
    if fold(head) in {"all", "mine"} and (period := asked(rest, request)):
        return await shown(request, store, Scope(owner=None if fold(head) == "all" else request.user), period)
    return await of_named(request, store)


async def of_named(request: Request, store: Store) -> Outcome:
    """Sum up for the customer that the line names, or say that it names none."""
    found = await find(request, store, request.text)
    if found and found.named:
        period = asked(found.rest, request)
        if period is None:
            raise TalkError(told.no_such_period())
        return await shown(request, store, Scope(found.customer), period)
    if request.text.startswith("#"):
        raise TalkError(told.no_such_channel())
    return await not_known(request, store)


def asked(text: str, request: Request) -> Period | None:
    """Return the period that the words name, the week under way where there are none; None where they are something else."""
    return read_period(text, request.today) if text.strip() else period_of("week", request.today)


async def usual(request: Request, store: Store) -> Scope:
    """Return what is meant where nothing is said: the channel's customer, else one's own."""
    linked = await store.customer_of_channel(request.workspace, request.channel) if request.channel else None
    return Scope(linked) if linked else Scope(owner=request.user)


async def of_channel(request: Request, store: Store, channel: str) -> Customer:
    """Return the customer that a channel is linked to; raise TalkError where there is none."""
    linked = await store.customer_of_channel(request.workspace, channel)
    if linked is None:
        raise TalkError(told.not_linked(channel))
    return linked


async def shown(request: Request, store: Store, scope: Scope, period: Period) -> Outcome:
    """Show a summary to the person alone, with a button to share it where others are."""
    if scope.owner and not await store.customers(request.workspace, scope.owner):
        return Outcome(Reply(told.nothing_of_yours()))
    found = await summed_up(store, request.workspace, scope, period, request.person.zone, request.today)
    others = request.channel and not request.channel.startswith("D")
    return Outcome(Reply(told.summary_shown(found, request.user, button_value(scope, period) if others else None)))


def button_value(scope: Scope, period: Period) -> str:
    """Return a summary as its button carries it."""
    return f"{scope.customer.id if scope.customer else ''}|{scope.owner or ''}|{period.unit}|{period.first.isoformat()}"


async def share(request: Request, store: Store) -> Outcome:
    """Share a summary in the channel where it was asked for, as it stands now."""
    customer, owner, unit, first = request.value.split("|")
    scope = Scope(await known(request, store, customer) if customer else None, owner or None)
    period = period_of(unit, date.fromisoformat(first))  # type: ignore[arg-type]  # our own button's
    found = await summed_up(store, request.workspace, scope, period, request.person.zone, request.today)
    settings = await store.settings(request.workspace)
    return Outcome(Share(told.summary_shared(found, request.user), trusted=settings.allows(request.channel or "")))


async def summed_up(store: Store, workspace: str, scope: Scope, period: Period, zone: str, today: date) -> Summary:
    """Return what a summary is made of; its days, and so the ideas of its first and last night, are those of the time zone."""
    ids = await within(store, workspace, scope)
    since, until = (datetime.combine(day, time(), zone_named(zone)).astimezone(UTC) for day in (period.first, period.last + ONE_DAY))
    talks = [talk for talk in await store.happened(workspace, Talk, period.first, period.last) if ids is None or talk.customer in ids]
    touched = await store.happened(workspace, Idea, since.date(), until.date())
    noted = [idea for idea in touched if since <= idea.noted_at < until and (ids is None or idea.customer in ids)]
    ideas = [idea for idea in noted if idea.state != "merged"]
    quiet = await gone_quiet(store, workspace, scope, today)
    booked = [
        standing.customer
        for standing in await store.booked(workspace, date.max)
        if (ids is None or standing.customer.id in ids) and (standing.customer.booked_on or date.min) >= today
    ]
    mentioned = {talk.customer for talk in talks} | {idea.customer for idea in ideas}
    customers = [customer for one in mentioned if (customer := await store.get(workspace, Customer, one))]
    names = {customer.id: customer.name for customer in (*customers, *booked, *(standing.customer for standing in quiet))}
    return Summary(scope, period, today, talks, ideas, quiet, booked, names, await returned(store, customers, ideas, today))


async def returned(store: Store, customers: list[Customer], ideas: list[Idea], today: date) -> frozenset[str]:
    """Return the ids of those of these customers' ideas that were put off, and are on the table again."""
    put_off: dict[str, list[Idea]] = {}
    for idea in ideas:
        if idea.state == "not now":
            put_off.setdefault(idea.customer, []).append(idea)
    back: set[str] = set()
    for customer in customers:
        if customer.id in put_off:
            beliefs = await store.beliefs(customer.workspace, customer.id)
            back |= {idea.id for idea in open_ideas(put_off[customer.id], customer, beliefs, today)}
    return frozenset(back)


async def within(store: Store, workspace: str, scope: Scope) -> set[str] | None:
    """Return the ids of the customers that a summary is about; None for everybody's."""
    if scope.customer:
        return {scope.customer.id}
    return {customer.id for customer in await store.customers(workspace, scope.owner)} if scope.owner else None


async def gone_quiet(store: Store, workspace: str, scope: Scope, today: date) -> list[Relationship]:
    """Return the relationships among them that have gone quiet by this day, the longest first."""
    if scope.customer:
        standing = await store.relationship(workspace, scope.customer.id)
        return [standing] if standing and standing.quiet(today) else []
    return await store.relationships(workspace, owner=scope.owner, due_by=today - ONE_DAY)


class Due(msgspec.Struct, frozen=True):
    """The summary that a channel should have by now: of which week, and on which day it is due in the workspace's zone."""

    channel: str
    period: Period
    today: date

    @property
    def key(self) -> str:
        """Return the key under which it is posted, the same for a channel and a week."""
        return f"summary:{self.channel}:{self.period.first.isoformat()}"


class WeeklySummary:
    """Posts the week before, on Monday from nine in the workspace's zone, once; late where the bot was down, but in that week only."""

    def __init__(self, store: Store, gate: Gate, now: Callable[[], datetime]) -> None:
        self.store = store
        self.gate = gate
        self.now = now

    async def __call__(self) -> bool:
        """Write the summary that is due into the outbox, unless it was written before; return whether it was written now."""
        settings = await self.store.settings(self.gate.team)
        due = due_now(settings, self.now())
        if due is None or await self.store.get(self.gate.team, Post, post_id(self.gate.team, due.key)):
            return False
        try:
            await self.post(settings, due)
        except Conflict:
            logger.info("the weekly summary was written by somebody else at this moment")
            return False
        return True

    async def post(self, settings: Settings, due: Due) -> None:
        """Write the summary of the week before; who chose the channel is told where it can't be posted there."""
        found = await summed_up(self.store, self.gate.team, Scope(), due.period, settings.zone, due.today)
        now, message = self.now(), told.summary_of_week(found)
        post = new_post(self.gate.team, due.key, due.channel, message, now, until=now + A_WEEK, set_by=settings.chosen_by)
        change = Change(workspace=self.gate.team, at=now, by="clock", verb="summary", key=due.key, writes=(Write(after=post),))
        await self.store.commit(change)


def due_now(settings: Settings, now: datetime) -> Due | None:
    """Return the summary that should be in the channel at this moment; None before Monday's hour, and for a channel chosen after that."""
    local = now.astimezone(zone_named(settings.zone))
    week = period_of("week", local.date())
    posted_from = datetime.combine(week.first, POSTED_FROM, local.tzinfo)
    if settings.channel is None or local < posted_from or (settings.chosen_at and settings.chosen_at >= posted_from):
        return None
    return Due(settings.channel, week.previous, local.date())


VERBS = {"summary": summary}
ACTIONS = {told.SHARE: share}
