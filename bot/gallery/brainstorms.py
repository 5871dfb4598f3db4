"""Brainstorms: asked, counted, summed up, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bot.gallery.cast import ADA, DAN, GENERAL, KEY, NOW, OLIVIA, SAM, SOFIA, TEAM, TODAY, Cast, Exhibit, exhibit, mendable
from messages import brainstorms as told
from messages import heads
from messages.trouble import NOT_POSTED
from model.belief import Belief, BeliefState
from model.brainstorm import Brainstorm, brainstorm_id
from model.customer import Customer
from model.idea import Idea
from model.industry import IndustryEntry, Use

QUESTION = "How might we cut no-shows?"
HEAD = "1795512600.000100"
ANSWERS = (
    "Remind patients by text message two days before",
    "Let them move the appointment in the same message",
    "Offer freed slots to the waiting list",
)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says in and about brainstorms."""
    northside = cast.customer("Northside Hospital", industry="Hospitals", position="follower")
    question = cast.said(QUESTION)[:1000]
    brainstorm = new(northside, question)
    closed = brainstorm.changed(closed_at=NOW, closed_by=DAN)
    about = heads.Profile(northside, plans(cast, northside), entry(cast, "normal"))
    ahead = heads.Profile(northside, plans(cast, northside), entry(cast, "innovators"))
    posted = heads.head(about, question, OLIVIA, hears=True)
    yield exhibit("the head of the thread", heads.head, about, question, OLIVIA, hears=True)
    yield exhibit("of a customer of whom nothing is known", heads.head, heads.Profile(cast.riverbank), question, OLIVIA, hears=True)
    yield exhibit("where replies can't be read", heads.head, ahead, question, OLIVIA, hears=False)
    yield exhibit("one idea so far", heads.head_now, posted, brainstorm, 1)
    yield exhibit("closed", heads.head_now, posted, closed, 3)
    yield exhibit("closed without an idea", heads.head_now, posted, closed, 0)
    yield exhibit("three ideas", told.summed_up, answers(cast, northside, 3), northside, DAN)
    yield exhibit("thirty ideas", told.summed_up, answers(cast, northside, 30), northside, DAN)
    yield exhibit("no idea", told.summed_up, [], northside, DAN)
    yield exhibit("asked", told.on_its_way, northside, GENERAL, question, KEY)
    yield exhibit("taken back", told.unposted)
    for why in (*NOT_POSTED, "restricted_action"):
        yield exhibit(f"not asked: {why}", told.not_asked, GENERAL, why, question, f"brainstorm Northside {question}")
    yield exhibit("not summed up", told.not_summed_up, GENERAL, "shared")
    yield exhibit("closed before", told.already_closed, closed, NOW, TODAY)
    yield exhibit("closed, with a head too old to show it", told.closed_now)
    yield exhibit("an idea by the form", told.add_form, northside, question, brainstorm.id).refused(text=told.no_text)
    yield exhibit("an idea that comes too late", told.add_form, northside, question, brainstorm.id).refused(text=told.closed_meanwhile)
    yield exhibit("where to brainstorm", told.channel_form, "1|").refused(channel=told.no_place)
    yield mendable("no channel is chosen", cast.said(QUESTION), told.no_channel, (ADA, SOFIA))
    yield mendable("no channel, and no admins are named", cast.said(QUESTION), told.no_channel, ())
    yield mendable("no admin any more", "", told.no_longer_yours)
    yield mendable("a question that is too long", cast.said(QUESTION * 50), told.too_long, 1300)
    yield mendable("clicked after it was taken back", "", told.gone)


def new(customer: Customer, question: str) -> Brainstorm:
    """Return a brainstorm."""
    return Brainstorm(
        id=brainstorm_id(TEAM, GENERAL, HEAD),
        workspace=TEAM,
        customer=customer.id,
        question=question,
        author=OLIVIA,
        opened_at=NOW,
        channel=GENERAL,
        ts=HEAD,
        post="1",
    )


def plans(cast: Cast, customer: Customer) -> list[Belief]:
    """Return what is believed of a customer's plans."""
    said: tuple[tuple[str, BeliefState], ...] = (
        ("A new outpatient wing opens in May", "confirmed"),
        ("Halve the no-shows by the end of the year", "assumed"),
    )
    return [
        Belief(
            id=text,
            workspace=TEAM,
            customer=customer.id,
            topic="plans",
            statement=cast.said(text),
            author=OLIVIA,
            learned_on=TODAY,
            learned_at=NOW,
            state=state,
        )
        for text, state in said
    ]


def entry(cast: Cast, use: Use) -> IndustryEntry:
    """Return what others of an industry do."""
    text = cast.said("Patients move appointments in the reminder itself")
    return IndustryEntry(id="1", workspace=TEAM, industry="Hospitals", use=use, text=text, author=OLIVIA, noted_at=NOW)


def answers(cast: Cast, customer: Customer, count: int) -> list[Idea]:
    """Return ideas that came up."""
    ideas = [cast.idea(customer, f"{ANSWERS[n % len(ANSWERS)]}{' again' * (n // len(ANSWERS))}") for n in range(count)]
    return [msgspec.structs.replace(idea, votes=(SAM, OLIVIA)[: max(0, 2 - n)]) for n, idea in enumerate(ideas)]
