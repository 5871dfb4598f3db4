"""Reminders, what becomes of their buttons, and the handover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import msgspec

from bot.gallery.cast import ADA, DAN, KEY, NOW, OLIVIA, SOFIA, TEAM, THURSDAY, TODAY, YESTERDAY, Cast, Exhibit, exhibit, mendable, standing
from messages import nudges as told
from model.answer import Message
from model.customer import Customer
from model.ladder import Staff
from model.nudge import Decision, Nudge, NudgeAnswer, Step
from model.opener import Opener
from model.record import id_for

BERLIN_AT = datetime(2026, 11, 24, 10, 42, tzinfo=ZoneInfo("Europe/Berlin"))
STAFF = Staff(OLIVIA, DAN, SOFIA, (ADA,))


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about relationships that have gone quiet."""
    yield from to_the_owner(cast)
    yield from to_others(cast)
    yield from answered(cast)
    northside = cast.northside
    yield exhibit("the form", told.hand_over_form, northside, "nudge")
    yield exhibit("the form, nobody picked", told.hand_over_form, northside, "nudge").refused(owner=told.no_new_owner)
    yield exhibit("the form, its owner picked", told.hand_over_form, northside, "nudge").refused(owner=told.owner_already)
    yield exhibit("to Dan", told.handed_over, northside, DAN, KEY)
    yield mendable("no longer kept", "", told.gone)


def one(cast: Cast, customer: Customer | None = None, step: Step = "due", days_ago: int | None = 95, start: str = "idea") -> told.News:
    """Return one telling; `start` is what one could begin with: an idea, the last talk, or nothing."""
    about = customer or cast.northside
    relationship = standing(about, days_ago)
    due_on = YESTERDAY if step == "happened" else relationship.due_on
    staff = STAFF if about.owner else Staff(None, DAN, SOFIA, (ADA,))
    nudge = Nudge(
        id=id_for("nudge", about.id, step),
        workspace=TEAM,
        customer=about.id,
        due_on=due_on,
        person=OLIVIA,
        post="post",
        sent_at=NOW,
        sent_on=TODAY,
        step=step,
    )
    talk = cast.talk(about, relationship.last_on or TODAY) if start == "talk" else None
    return told.News(nudge, relationship, staff, Opener(idea=cast.idea(about) if start == "idea" else None, talk=talk))


def to_the_owner(cast: Cast) -> Iterator[Exhibit]:
    """Return what an owner is told."""
    riverbank, accounting = one(cast, cast.riverbank, days_ago=120, start="talk"), one(cast, cast.accounting, "overdue", 48, "")
    booked = one(cast, cast.customer("Personnel"), "happened", 60)
    never = one(cast, cast.customer("Harbour Clinic", added_on=date(2026, 8, 3)), days_ago=None, start="")
    yield exhibit("one, with an idea to begin with", told.nudge_dm, [one(cast)], OLIVIA, TODAY)
    yield exhibit("one, with the last talk to begin with", told.nudge_dm, [riverbank], OLIVIA, TODAY)
    yield exhibit("one, never talked with", told.nudge_dm, [never], OLIVIA, TODAY)
    yield exhibit("a booked talk: did it happen?", told.nudge_dm, [booked], OLIVIA, TODAY)
    yield exhibit("two booked talks", told.nudge_dm, [booked, one(cast, step="happened")], OLIVIA, TODAY)
    yield exhibit("three", told.nudge_dm, [one(cast), riverbank, accounting], OLIVIA, TODAY)
    yield exhibit("two, and a booked talk", told.nudge_dm, [one(cast), riverbank, booked], OLIVIA, TODAY)
    steps = get_args(Step)
    hundred = [one(cast, customer, steps[n % 4], 100 + n) for n, customer in enumerate(cast.many(100))]
    yield exhibit("a hundred, of several owners", told.nudge_dm, hundred, SOFIA, TODAY)


def to_others(cast: Cast) -> Iterator[Exhibit]:
    """Return what is told to somebody who is not the owner."""
    orphan, alone = cast.customer("Riverbank", owner=None), cast.customer("Accounting", sponsor=None)
    gone = msgspec.structs.replace(one(cast, start=""), staff=Staff(None, DAN, SOFIA))
    yield exhibit("the deputy", told.nudge_dm, [one(cast, step="overdue", days_ago=107)], DAN, TODAY)
    yield exhibit("the sponsor", told.nudge_dm, [one(cast, step="escalated", days_ago=122)], SOFIA, TODAY)
    yield exhibit("an admin, as there is no sponsor", told.nudge_dm, [one(cast, alone, "escalated", 122)], ADA, TODAY)
    yield exhibit("the deputy, as there is no owner", told.nudge_dm, [one(cast, orphan)], DAN, TODAY)
    yield exhibit("the deputy, as the owner can't be reached", told.nudge_dm, [gone], DAN, TODAY)
    yield exhibit("the deputy is asked about a booked talk", told.nudge_dm, [one(cast, orphan, "happened")], DAN, TODAY)


def answered(cast: Cast) -> Iterator[Exhibit]:
    """Return a reminder as each decision leaves it, and what the second to click is told."""
    decisions: tuple[Decision, ...] = get_args(Decision)
    for decided in decisions:
        answer = NudgeAnswer(decided, DAN, NOW, until=THURSDAY, to=SOFIA)
        yield exhibit(decided, told.answered_in, *redrawn(cast, answer), BERLIN_AT, TODAY)
        yield exhibit(f"second after: {decided}", told.already, answer, BERLIN_AT, TODAY)
    riverbank = one(cast, cast.riverbank, days_ago=120, start="talk")
    dm = told.nudge_dm([one(cast), riverbank], OLIVIA, TODAY)
    logged = riverbank.nudge.changed(answer=NudgeAnswer("logged", OLIVIA, NOW))
    yield exhibit("one of two", told.answered_in, dm, logged, BERLIN_AT - timedelta(minutes=9), TODAY)


def redrawn(cast: Cast, answer: NudgeAnswer) -> tuple[Message, Nudge]:
    """Return a DM that is to be redrawn, and the nudge in it that is answered."""
    news = one(cast, step="happened" if answer.decided == "fell through" else "due")
    return told.nudge_dm([news], OLIVIA, TODAY), news.nudge.changed(answer=answer)
