"""The card: a customer at a glance, with what is known and what one could begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from bot.gallery.cast import ADA, DAN, OLIVIA, THURSDAY, TODAY, WEBER, YESTERDAY, Cast, Exhibit, exhibit, standing
from bot.gallery.improvements import begun, doing, done, planned
from bot.gallery.learned import entries, much, nothing
from messages import cards as told
from model.knowledge import Knowledge
from model.opener import Opener

LONG_NAME = "Northside Hospital and the Associated Clinics, Practices and Pharmacies of the Greater Northside Area " * 3


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return the cards of some customers."""
    northside, riverbank, new = cast.northside, cast.riverbank, cast.customer("Personnel", deputy=None, sponsor=None, added_on=TODAY)
    talks = [cast.talk(northside, TODAY - timedelta(days=20)), cast.talk(northside, date(2026, 8, 11), "The new wing opens in May")]
    private = cast.talk(riverbank, date(2026, 8, 3), "They may merge next year", visibility="private", author=DAN)
    daily = cast.talk(riverbank, date(2026, 7, 14), "Their phones are back", purpose="operational")
    ideas = [cast.idea(northside), cast.idea(northside, "Print labels at the bedside")]
    booked = cast.customer("Accounting", kind="department", industry="Financial services", booked_on=THURSDAY)
    snoozed = cast.customer("Harbour Clinic", snoozed_until=THURSDAY, owner=None)
    yield exhibit("in touch", told.card, standing(northside), talks, ideas, OLIVIA, TODAY)
    yield exhibit("quiet, a private talk seen by somebody else", told.card, standing(riverbank, 113), [private, daily], [], ADA, TODAY)
    yield exhibit("never talked with", told.card, standing(new, None), [], [], OLIVIA, TODAY)
    yield exhibit("quiet, but booked", told.card, standing(booked, 95), [], [], OLIVIA, TODAY)
    yield exhibit("close to quiet, snoozed, without an owner", told.card, standing(snoozed, 80), [], [], DAN, TODAY)
    long = cast.customer(
        LONG_NAME[:300], aliases=tuple(f"Northside {n}" for n in range(60)), industry="Hospitals, clinics, pharmacies " * 6
    )
    markup = cast.customer("Smith & <b>Sons</b> *bold* `code` <!channel>")
    many = [cast.talk(long, TODAY - timedelta(days=n), f"{WEBER} " * 30) for n in (1, 30, 60)]
    yield exhibit("very long names and texts", told.card, standing(long, 1), many, [cast.idea(long, WEBER * 9)] * 5, OLIVIA, TODAY)
    yield exhibit("a name with markup", told.card, standing(markup), [cast.talk(markup, notes="<@U0OWNER> *said* _so_")], [], OLIVIA, TODAY)
    cycles = [done(cast, northside, check_on=YESTERDAY), doing(cast, northside, number=13), begun(cast, northside)]
    learned = told.Learned(much(cast), Opener(topic="services"), cycles=[*cycles, planned(cast, northside, number=14)])
    yield exhibit("improvements under way", told.card, standing(northside), talks, ideas, OLIVIA, TODAY, learned=learned)
    yield from with_openers(cast)


def with_openers(cast: Cast) -> Iterator[Exhibit]:
    """Return cards with everything that one could begin a talk with."""
    known, normal, _, ahead = much(cast), *entries(cast)
    plan = next(one for one in known.held if one.topic == "plans")
    leader = msgspec.structs.replace(known, customer=known.customer.changed(position="leader"))
    beginnings: list[tuple[str, Knowledge, Opener]] = [
        ("what a laggard lacks", known, Opener(entry=normal)),
        ("what innovators do, for a leader", leader, Opener(entry=ahead)),
        ("what innovators do, for anybody", nothing(cast), Opener(entry=ahead)),
        ("their plans", known, Opener(plan=plan)),
        ("what somebody wants asked", known, Opener(check=plan.asked(DAN))),
        ("a topic of which nothing is known", known, Opener(topic="services")),
        ("nothing at all", nothing(cast), Opener()),
    ]
    for what, of, begin in beginnings:
        yield exhibit(f"to begin with: {what}", told.card, standing(of.customer), [], [], OLIVIA, TODAY, learned=told.Learned(of, begin))
