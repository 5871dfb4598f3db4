"""On which days something happened to a record. Apart because summaries and the score ask every kind of record the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from model.belief import Belief
from model.commitment import Commitment
from model.idea import Idea
from model.improvement import Improvement
from model.record import Record
from model.talk import Talk

Happening = Talk | Idea | Belief | Commitment | Improvement
HAPPENING: tuple[type[Happening], ...] = (Talk, Idea, Belief, Commitment, Improvement)


def days(record: Happening) -> list[date]:
    """Return the days on which something happened to a record, earliest first; a moment counts on its UTC day.

    A talk: the day it was held. An idea: noted, decided. A belief: learned, confirmed, each correction. A commitment: made, due, kept.
    An improvement: begun, each step, its check date.
    """
    return sorted(day for day in DAYS[type(record)](record) if day is not None)


DAYS: dict[type[Record], Callable[[Any], list[date | None]]] = {
    Talk: lambda talk: [talk.held_on],
    Idea: lambda idea: [idea.noted_at.date(), idea.decided_on],
    Belief: lambda belief: [belief.learned_on, belief.confirmed_on, *(wording.on for wording in belief.earlier)],
    Commitment: lambda promise: [promise.made_at.date(), promise.due_on, promise.done_on],
    Improvement: lambda one: [one.begun_at.date(), one.check_on, *(step.on for step in one.steps)],
}
