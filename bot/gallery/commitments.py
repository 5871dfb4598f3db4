"""Promises of both sides: kept in mind, reminded of, ticked off and moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.gallery.cast import DAN, KEY, NOW, OLIVIA, SAM, TEAM, TODAY, YESTERDAY, Cast, Exhibit, exhibit, mendable
from messages import commitments as told
from messages.daily import Word
from messages.nudges import nudge_dm
from messages.talks import PROMISES, talk_form
from model.answer import Message, Sentence
from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.record import id_for

BERLIN_AT = datetime(2026, 11, 24, 10, 42, tzinfo=ZoneInfo("Europe/Berlin"))
NEXT_WEEK = date(2026, 12, 3)
OFFER = "Send the offer for 40 tablets, with the price of the cases"
FIGURES = "The figures of the waiting rooms, ward by ward"


def promise(cast: Cast, customer: Customer, what: str = OFFER, due_on: date | None = NEXT_WEEK, **fields: Any) -> Commitment:
    """Return one promise, ours unless said otherwise."""
    given = {"side": "us", "person": OLIVIA, "author": OLIVIA, "made_at": NOW, **fields}
    return Commitment(
        id=id_for("promise", customer.id, what), workspace=TEAM, customer=customer.id, what=cast.said(what)[:3000], due_on=due_on, **given
    )


def several(cast: Cast, customer: Customer) -> list[Commitment]:
    """Return promises of both sides, what is due first in front."""
    return [
        promise(cast, customer, "Ask Facilities about the power sockets on ward 3", TODAY - timedelta(days=9), person=DAN),
        promise(cast, customer, FIGURES, YESTERDAY, side="them", who=cast.said("Dr. Weber")),
        promise(cast, customer),
        promise(cast, customer, "Tell us who decides about the budget", None, side="them"),
    ]


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about promises."""
    northside = cast.northside
    mine, all_of_them = promise(cast, northside), several(cast, northside)
    done = mine.done(TODAY, NOW, DAN)
    yield exhibit("ticked off", told.promise_done, done, KEY)
    yield exhibit("ticked off before", told.done_already, done, BERLIN_AT, TODAY)
    yield exhibit("moved", told.promise_moved, mine, TODAY, KEY)
    yield exhibit("moved to the day it has", told.day_already, mine, TODAY)
    yield exhibit("to which day", told.move_form, mine, northside, NEXT_WEEK, "1")
    yield exhibit("to a day that is past", told.move_form, mine, northside, NEXT_WEEK, "1").refused(day=told.no_day)
    yield exhibit("all that is open", told.promises_listed, all_of_them, northside, TODAY)
    yield exhibit("one that is open", told.promises_listed, [mine], northside, TODAY)
    yield exhibit("nothing is open", told.promises_listed, [], northside, TODAY)
    fifty = [promise(cast, northside, f"{OFFER}, part {n}", NEXT_WEEK + timedelta(days=n)) for n in range(50)]
    yield exhibit("fifty that are open", told.promises_listed, fifty, northside, TODAY)
    yield from reminders(cast)
    yield mendable("taken back meanwhile", "", told.gone)
    lines: dict[str, Callable[[], Sentence]] = {
        "too many lines": partial(told.too_many, 24),
        "a line that promises nothing": partial(told.no_promise, 2, cast.said("us: by 3 Dec")),
        "a day that can't be read": partial(told.no_such_day, 2, cast.said("31 Feb")),
        "somebody who is not here": partial(told.nobody_of_ours, 1, cast.said("@ann"), "is not found in Slack"),
        "somebody who may not read it": partial(told.private_to_them, 1, cast.said("@sam")),
    }
    for what, mistake in lines.items():
        yield exhibit(f"the form, {what}", talk_form, TODAY).refused(**{PROMISES: mistake})


def reminders(cast: Cast) -> Iterator[Exhibit]:
    """Return the message of the day with promises in it."""
    northside = cast.northside
    ours, theirs, mine, _ = several(cast, northside)
    late = promise(cast, northside, "Send the minutes", TODAY - timedelta(days=8), person=SAM)

    def word(one: Commitment, reader: str = OLIVIA, *, readable: bool = True) -> Word:
        return told.reminder(one, northside, reader, TODAY, readable=readable, told=Write(before=one), surface="post:1")

    yield exhibit("what one promised", nudge_dm, [], OLIVIA, TODAY, [word(mine)])
    yield exhibit("what they promised, overdue", nudge_dm, [], OLIVIA, TODAY, [word(theirs)])
    yield exhibit("of somebody who left, and one's own", nudge_dm, [], OLIVIA, TODAY, [word(ours), word(mine)])
    yield exhibit("of a private talk", nudge_dm, [], DAN, TODAY, [word(late, DAN, readable=False)])
    dm: Message = nudge_dm([], OLIVIA, TODAY, [word(mine), word(theirs)])
    yield exhibit("one of two was ticked off", told.redrawn_in, dm, mine.done(TODAY, NOW, OLIVIA), BERLIN_AT, TODAY)
    yield exhibit("one of two has moved", told.redrawn_in, dm, mine.changed(due_on=date(2026, 12, 10)), BERLIN_AT, TODAY)
