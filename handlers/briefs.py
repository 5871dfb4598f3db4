"""The brief before a talk, the word the day before a booked one, and after a talk what was confirmed in it and what corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from handlers.commitments import all_open, those_to_read
from handlers.customers import the_one
from handlers.drying import drying_of
from handlers.knowing import knowledge_of
from handlers.matching import known, there
from handlers.opening import opener_for
from handlers.request import Request
from handlers.roster import Crew, Roster, post_of
from handlers.surfaces import SURFACES
from messages import briefs as told
from messages.blocks import notice
from messages.customers import BRIEF
from messages.daily import Word
from messages.matching import gone
from messages.talks import HEARD
from messages.talks import gone as talk_gone
from model.answer import Message, Open, Reply
from model.attendance import attendance
from model.change import Outcome, Write
from model.customer import Customer
from model.errors import TalkError
from model.idea import Idea, open_ideas
from model.knowledge import Knowledge
from model.nudge import Nudge, nudge_id
from model.pdca import to_talk_about
from model.talk import Talk, readable
from model.workday import last_working_day_before
from storage import Store

LATELY = timedelta(days=92)
LOOKED_AT = 50
AHEAD = timedelta(days=5)


async def brief(request: Request, store: Store) -> Outcome:
    """Read up before a talk: what to begin with, what to check and who promised what, on one page.

    /talk brief Northside Hospital
    """
    found = await the_one(request, store)
    return await shown(request, store, found) if isinstance(found, Customer) else found


async def clicked(request: Request, store: Store) -> Outcome:
    """Show the brief beside the reminder, card or profile that was clicked, which stays."""
    return await shown(request, store, await known(request, store, request.value))


async def shown(request: Request, store: Store, customer: Customer) -> Outcome:
    """Return a customer's brief."""
    return Outcome(Reply(await drawn(request, store, await knowledge_of(store, customer), "")))


async def drawn(request: Request, store: Store, known_of: Knowledge, _rest: str, writes: Sequence[Write] = ()) -> Message:
    """Draw the brief as it is once these writes are done."""
    page = await page_of(store, known_of, request.user, request.today, writes)
    return told.brief(page, request.user, request.today)


async def page_of(store: Store, known_of: Knowledge, viewer: str, today: date, writes: Sequence[Write] = ()) -> told.Page:
    """Return all that one person may read before a talk."""
    customer = known_of.customer
    standing = await store.relationship(customer.workspace, customer.id)
    if standing is None:
        raise TalkError(gone())
    workspace, of = customer.workspace, customer.id
    talks, cycles = await store.together(store.talks(workspace, of, LOOKED_AT), store.improvements(workspace, of))
    tried = {one.idea for one in cycles}
    ideas, promises = await store.ideas(workspace, of), await all_open(store, customer, writes)
    return told.Page(
        known=known_of,
        opener=opener_for(known_of, ideas, talks, viewer, today),
        relationship=standing,
        talks=talks[: told.TALKS],
        promises=await those_to_read(store, promises, customer, viewer),
        ideas=open_ideas(ideas, customer, known_of.beliefs, today),
        adopted=[idea for idea in ideas if lately(idea, today) and idea.id not in tried],
        people=attendance(talk for talk in talks if readable(talk, customer, viewer)),
        signs=await drying_of(store, known_of, (*ideas, *cycles), promises, today),
        results=[one for one in cycles if to_talk_about(one, talks)],
        cycles=[one for one in cycles if one.open and not to_talk_about(one, talks)],
    )


def lately(idea: Idea, today: date) -> bool:
    """Whether an idea was adopted within the last quarter."""
    return idea.state == "adopted" and idea.decided_on is not None and idea.decided_on > today - LATELY


async def news(roster: Roster) -> dict[str, list[Word]]:
    """Tell whoever it is up to, the working day before a booked talk, that it is near, and what to begin with.

    Where that day went by without a word, as when a talk was booked later, the day itself is the time for it.
    """
    words: dict[str, list[Word]] = {}
    for standing in await roster.store.booked(roster.gate.team, (roster.at + AHEAD).date()):
        customer, crew = standing.customer, await roster.crew(standing.customer)
        if customer.booked_on and near(customer.booked_on, crew.today):
            for user in crew.staff.in_charge:
                if user in crew.listening and (word := await word_for(roster, customer, crew, user)):
                    words.setdefault(user, []).append(word)
    return words


def near(booked_on: date, today: date) -> bool:
    """Whether a booked talk is on this day, or no working day lies between."""
    return last_working_day_before(booked_on) <= today <= booked_on


async def word_for(roster: Roster, customer: Customer, crew: Crew, user: str) -> Word | None:
    """Return what a person is told of the booked talk; None where they were told before."""
    telling = telling_of(roster, customer, crew, user)
    if await roster.store.get(customer.workspace, Nudge, telling.id):
        return None
    page = await page_of(roster.store, await knowledge_of(roster.store, customer), user, crew.today)
    return told.before_the_talk(page, user, roster.person(user).today(roster.at), Write(after=telling))


def telling_of(roster: Roster, customer: Customer, crew: Crew, user: str) -> Nudge:
    """Return the record that remembers that somebody was told of a booked talk beforehand."""
    nudge = Nudge(
        id="",
        workspace=customer.workspace,
        customer=customer.id,
        due_on=customer.booked_on or crew.today,
        person=user,
        post=post_of(roster.person(user), roster.at),
        sent_at=roster.at,
        sent_on=crew.today,
        step="brief",
    )
    return msgspec.structs.replace(nudge, id=nudge_id(nudge))


async def what_was_heard(request: Request, store: Store) -> Outcome:
    """Show what is known of a customer beside the talk that was saved (over a form's news of it), to say what was heard in it."""
    talk, known_of = await of(request, store, request.value)
    shown_now = told.what_was_heard(known_of, talk, request.today)
    return Outcome(Open(notice(shown_now)) if request.view_id else Reply(shown_now))


async def more_heard(request: Request, store: Store) -> Outcome:
    """Show another page of it."""
    talk_id, _, start = request.value.partition("|")
    talk, known_of = await of(request, store, talk_id)
    return Outcome(request.answer(told.what_was_heard(known_of, talk, request.today, int(start))))


async def of(request: Request, store: Store, talk_id: str) -> tuple[Talk, Knowledge]:
    """Return a talk, and what is known of its customer; raise TalkError where it was taken back, or is not for this person."""
    talk = await there(request, store, Talk, talk_id, talk_gone)
    customer = await known(request, store, talk.customer)
    if not readable(talk, customer, request.user):
        raise TalkError(talk_gone())
    return talk, await knowledge_of(store, customer)


async def heard_drawn(request: Request, store: Store, known_of: Knowledge, talk_id: str, _: Sequence[Write] = ()) -> Message:
    """Draw once more what was asked about a talk, as it is known now."""
    talk, _then = await of(request, store, talk_id)
    return told.what_was_heard(known_of, talk, request.today)


SURFACES[told.SURFACE] = drawn
SURFACES[told.IN_A_TALK] = heard_drawn
VERBS = {"brief": brief}
ACTIONS = {BRIEF: clicked, HEARD: what_was_heard, told.MORE_HEARD: more_heard}
