"""What a record is in a summary: what happened to it in a period, as it stands on a day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from model.belief import Belief, Wording
from model.commitment import Commitment
from model.idea import Idea
from model.improvement import Improvement, Step
from model.nudge import Relationship
from model.period import ONE_DAY, Period
from model.talk import Talk

Learned = Literal["corrected", "confirmed", "learned"]
Moved = Literal["ended", "measured", "back", "moved", "begun", "unchecked"]
Kept = Literal["newly overdue", "overdue", "kept", "made", "hidden"]
Told = Talk | Belief | Idea | Commitment | Improvement | Relationship
Kind = Learned | Moved | Kept | Literal["talk", "private talk", "decided", "noted", "newly quiet", "quiet", "booked"]


def within(period: Period, day: date | None) -> bool:
    """Whether a day lies in a period."""
    return day is not None and period.first <= day <= period.last


def newly_overdue(promise: Commitment, period: Period, today: date) -> bool:
    """Whether a promise that is overdue became so in a period."""
    return promise.overdue(today) and promise.due_on is not None and within(period, promise.due_on + ONE_DAY)


def kind_of(record: Told, period: Period, today: date, *, fresh: bool) -> Kind | None:
    """Return what a record is in a summary; None where nothing happened to it. `fresh` says that it was made in that time."""
    match record:
        case Talk():
            return kind_of_talk(record, period)
        case Belief():
            return kind_of_belief(record, period)
        case Idea():
            return kind_of_idea(record, period, fresh=fresh)
        case Commitment():
            return kind_of_promise(record, period, today, fresh=fresh)
        case Improvement():
            return kind_of_improvement(record, period, today, fresh=fresh)
        case Relationship():
            return "newly quiet" if within(period, record.due_on + ONE_DAY) else "quiet"


def kind_of_talk(talk: Talk, period: Period) -> Kind | None:
    """Return what a talk is in a summary: private ones are counted only."""
    if not within(period, talk.held_on):
        return None
    return "talk" if talk.visibility == "team" else "private talk"


def kind_of_idea(idea: Idea, period: Period, *, fresh: bool) -> Kind | None:
    """Return what an idea is in a summary; what went into another one is told of there."""
    if idea.state == "merged":
        return None
    if idea.state != "new" and within(period, idea.decided_on):
        return "decided"
    return "noted" if fresh else None


def kind_of_belief(belief: Belief, period: Period) -> Learned | None:
    """Return what happened to a belief in a period, the most telling of it; None where it is held no more, or nothing did."""
    if not belief.held:
        return None
    then = last_wording(belief, period)
    if belief.sure and then and (within(period, belief.confirmed_on) or then.on > belief.learned_on):
        return "corrected"
    if belief.sure and within(period, belief.confirmed_on):
        return "confirmed"
    return "learned" if within(period, belief.learned_on) else None


def last_wording(belief: Belief, period: Period) -> Wording | None:
    """Return what a belief said before it was last changed in a period; None where it was not changed then."""
    return next((wording for wording in reversed(belief.earlier) if within(period, wording.on)), None)


def statement_in(belief: Belief, period: Period) -> str:
    """Return what a belief said at the end of a period."""
    return next((wording.statement for wording in belief.earlier if wording.on > period.last), belief.statement)


def kind_of_promise(promise: Commitment, period: Period, today: date, *, fresh: bool) -> Kept | None:
    """Return what a promise is in a summary."""
    if within(period, promise.done_on):
        return "kept"
    if promise.overdue(today):
        return "newly overdue" if newly_overdue(promise, period, today) else "overdue"
    return "made" if fresh else None


def kind_of_improvement(one: Improvement, period: Period, today: date, *, fresh: bool) -> Moved | None:
    """Return what happened to an improvement: that its result is overdue, else the last move; `fresh` says that it was begun then."""
    if one.checked_by and one.checked_by < today and within(period, one.checked_by + ONE_DAY):
        return "unchecked"
    if step := last_step(one, period):
        return by_step(step)
    return "begun" if fresh else None


def last_step(one: Improvement, period: Period) -> Step | None:
    """Return the last move of an improvement in a period; None where it did not move then."""
    return next((step for step in reversed(one.steps) if within(period, step.on)), None)


def by_step(step: Step) -> Moved:
    """Return what a move was."""
    if step.back:
        return "back"
    if step.verdict:
        return "ended"
    return "measured" if step.stage == "act" else "moved"
