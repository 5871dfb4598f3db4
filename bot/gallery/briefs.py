"""The brief before a talk, the word about a booked one, and what was heard in a talk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from bot.gallery.cast import ADA, DAN, KEY, NOW, OLIVIA, SAM, SOFIA, THURSDAY, TODAY, WEBER, YESTERDAY, Cast, Exhibit, exhibit, standing
from bot.gallery.commitments import OFFER, promise, several
from bot.gallery.idea_lists import NIGHTS
from bot.gallery.improvements import begun, done, ended, measured, planned
from bot.gallery.learned import entries, much, nothing
from messages import briefs as told
from messages import talks
from messages.commitments import kept_in_mind
from messages.nudges import nudge_dm
from model.change import Write
from model.idea import Idea
from model.opener import Opener

LONG = "They told us about the new wing, the two clinics beside it and the people who will work there. " * 9


def page(cast: Cast) -> told.Page:
    """Return all that is to be read before a talk with a customer of whom much is known."""
    known, (normal, *_) = much(cast), entries(cast)
    customer = known.customer.changed(booked_on=THURSDAY)
    days = (TODAY - timedelta(days=20), date(2026, 9, 29), date(2026, 8, 11), date(2026, 6, 2))
    notes = (WEBER, "The budget for tablets is approved, the cases are not", "The new wing opens in May", "First talk")
    texts = (
        "Let patients move appointments by text message",
        "Print labels at the bedside",
        "One number for IT",
        "Badges on day one",
    )
    ideas = [cast.idea(customer, text) for text in texts]
    ideas[0] = msgspec.structs.replace(ideas[0], votes=(OLIVIA, SAM, SOFIA), reaction=cast.said(NIGHTS))
    adopted: list[Idea] = [cast.idea(customer, "Ward screens").decided("adopted", date(2026, 11, 2), NOW, DAN, customer)]
    return told.Page(
        known=msgspec.structs.replace(known, customer=customer),
        opener=Opener(entry=normal),
        relationship=standing(customer),
        talks=[cast.talk(customer, day, note) for day, note in zip(days, notes, strict=True)],
        promises=several(cast, customer),
        ideas=ideas,
        adopted=adopted,
        results=[measured(cast, customer), ended(cast, customer, "adopt")[0]],
        cycles=[done(cast, customer, number=13), planned(cast, customer, number=14)],
        people={cast.named(who)[:60]: count for who, count in (("Dr. Weber", 4), ("Olivia", 4), ("Ms. Silva", 2), ("Sam", 1))},
    )


def longest(cast: Cast) -> told.Page:
    """Return the same, with texts as long as they get."""
    full = page(cast)
    customer = full.customer
    ideas = [cast.idea(customer, f"{n} {LONG}", votes=(OLIVIA, SAM), reaction=cast.said(LONG)) for n in range(12)]
    beliefs = [msgspec.structs.replace(belief, statement=cast.said(LONG)[:3000]) for belief in full.known.beliefs]
    return msgspec.structs.replace(
        full,
        known=msgspec.structs.replace(full.known, beliefs=tuple(beliefs)),
        talks=[cast.talk(customer, TODAY - timedelta(days=n), LONG) for n in (3, 30, 60)],
        promises=[promise(cast, customer, f"{n} {LONG}", YESTERDAY, side="them", who=cast.said(LONG)) for n in range(9)],
        ideas=ideas,
        adopted=[idea.decided("adopted", YESTERDAY, NOW, DAN, customer) for idea in ideas],
        results=[measured(cast, customer, number=n, baseline=LONG[:300], target=LONG[:300]) for n in range(20, 26)],
        cycles=[begun(cast, customer), *(done(cast, customer, number=n) for n in range(30, 36))],
        people={f"{n} Dr. Maximilian Weber-Hohenstein of the Northside": 40 - n for n in range(30)},
    )


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says before and after a talk."""
    full, known_of_none = page(cast), nothing(cast)
    yield exhibit("much is known", told.brief, full, OLIVIA, TODAY)
    secret = msgspec.structs.replace(full.talks[0], visibility="private")
    yield exhibit("a private talk, to somebody else", told.brief, msgspec.structs.replace(full, talks=[secret]), ADA, TODAY)
    empty = told.Page(known_of_none, Opener(topic="plans"), standing(known_of_none.customer, None))
    yield exhibit("nothing is known", told.brief, empty, OLIVIA, TODAY)
    yield exhibit("as long as it gets", told.brief, longest(cast), OLIVIA, TODAY)
    tomorrow = msgspec.structs.replace(full.known, customer=full.customer.changed(booked_on=TODAY + timedelta(days=1)))
    near = msgspec.structs.replace(full, known=tomorrow, promises=[promise(cast, full.customer, OFFER, YESTERDAY)])
    word = told.before_the_talk(near, OLIVIA, TODAY, Write(before=full.promises[0]))
    yield exhibit("the day before, alone in the message of the day", nudge_dm, [], OLIVIA, TODAY, [word])
    yield exhibit("the day before, twice", nudge_dm, [], OLIVIA, TODAY, [word, told.before_the_talk(near, DAN, TODAY, word.writes[0])])
    talk = cast.talk(full.customer)
    yield exhibit("after a talk", told.what_was_heard, full.known, talk, TODAY)
    yield exhibit("after a talk, nothing is known", told.what_was_heard, known_of_none, talk, TODAY)
    more = [*kept_in_mind(several(cast, full.customer), TODAY), *talks.next_talk(THURSDAY, TODAY)]
    yield exhibit("with promises and the next talk", talks.talk_saved, talk, full.customer, THURSDAY, TODAY, KEY, more=more, heard=True)
