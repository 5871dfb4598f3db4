"""PDCA: how a cycle moves from stage to stage. No stage can be skipped, each can be gone back by one, and every move is remembered.

Plan, Do, Check, Act, and a verdict that ends it: adapt opens the next cycle, adopt may, abandon does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from model.customer import fold
from model.improvement import Improvement, Stage, Step, Verdict, improvement_id
from model.talk import Talk

STAGES: tuple[Stage, ...] = ("plan", "do", "check", "act")
Part = Literal["aim", "kpi", "baseline", "target", "check_on", "partner"]
WHOLE: tuple[Part, ...] = ("aim", "kpi", "baseline", "target", "check_on", "partner")


class OutOfTurn(Exception):
    """A move that this stage does not allow: whoever asked for it has looked at the cycle as it was before."""


class Mover(msgspec.Struct, frozen=True):
    """Who moves a cycle: a Slack user id, their day, and the moment (UTC)."""

    by: str
    on: date
    at: datetime

    def step(self, stage: Stage, *, back: str = "", verdict: Verdict | None = None) -> Step:
        """Return the move that leads into a stage, or to the end."""
        return Step(stage, self.on, self.at, self.by, back, verdict)


def missing(one: Improvement) -> tuple[Part, ...]:
    """Return what a plan lacks before anything can be done: without a baseline, for one, there is nothing to check."""
    return tuple(part for part in WHOLE if not said(getattr(one, part)))


def said(value: str | date | None) -> bool:
    """Whether what was filled in says anything: what nobody can see says nothing."""
    return bool(fold(value) if isinstance(value, str) else value)


def start(one: Improvement, mover: Mover) -> Improvement:
    """Return a planned cycle as it is being done; raise OutOfTurn where it is elsewhere, or its plan has gaps."""
    check(one, "plan", allowed=not missing(one))
    return moved(one, mover.step("do"))


def do(one: Improvement, what: str, mover: Mover) -> Improvement:
    """Return a cycle with what was done, whose result is next; raise OutOfTurn where it is elsewhere."""
    check(one, "do", allowed=said(what))
    return moved(one, mover.step("check"), done=what)


def measure(one: Improvement, result: str, mover: Mover, *, met: bool) -> Improvement:
    """Return a cycle with its result, about which something is to be decided; raise OutOfTurn where it is elsewhere."""
    check(one, "check", allowed=said(result))
    return moved(one, mover.step("act"), result=result, met=met)


def act(one: Improvement, verdict: Verdict, lesson: str, mover: Mover, aim: str = "") -> tuple[Improvement, Improvement | None]:
    """Return a cycle with the verdict on it, and the next one with this aim where one follows; raise OutOfTurn where it is elsewhere."""
    check(one, "act", allowed=follows(verdict, aim) is not None)
    following = next_cycle(one, aim, mover) if said(aim) else None
    ended = moved(one, mover.step("act", verdict=verdict), verdict=verdict, lesson=lesson, following=following.id if following else None)
    return ended, following


def follows(verdict: Verdict, aim: str) -> bool | None:
    """Return whether a cycle with this aim follows on a verdict; None where the two do not go together."""
    if verdict == "adopt":
        return said(aim)
    return None if said(aim) != (verdict == "adapt") else said(aim)


def next_cycle(one: Improvement, aim: str, mover: Mover) -> Improvement:
    """Return the cycle that follows: it begins where this one came to."""
    return Improvement(
        id=improvement_id(one.workspace, one.number, one.cycle + 1),
        workspace=one.workspace,
        customer=one.customer,
        number=one.number,
        cycle=one.cycle + 1,
        aim=aim,
        author=mover.by,
        begun_at=mover.at,
        idea=one.idea,
        owner=one.owner,
        partner=one.partner,
        kpi=one.kpi,
        baseline=one.result,
        target=one.target,
        size=one.size,
        timescale=one.timescale,
        priority=one.priority,
        justification=one.justification,
    )


def back(one: Improvement, why: str, mover: Mover) -> Improvement:
    """Return a cycle one stage back, with what was written kept; raise OutOfTurn where nothing lies behind it.

    An ended one is decided about anew. Whoever asks sees to it that the next cycle, if there is one, goes with that: see `untouched`.
    """
    before = stage_before(one)
    if before is None:
        raise OutOfTurn
    return moved(one, mover.step(before, back=why), verdict=None, following=None)


def stage_before(one: Improvement) -> Stage | None:
    """Return the stage to which a cycle can go back; None where it has only begun."""
    if not one.open:
        return "act"
    return STAGES[STAGES.index(one.stage) - 1] if one.stage != "plan" else None


def untouched(following: Improvement, one: Improvement) -> bool:
    """Whether nobody has done anything about a cycle since it was opened by the verdict on the one before."""
    begun = next_cycle(one, following.aim, Mover(following.author, one.begun_at.date(), following.begun_at))
    return not following.steps and written(following) == written(begun)


def written(one: Improvement) -> tuple[object, ...]:
    """Return what people wrote into a plan."""
    return (*(getattr(one, part) for part in WHOLE[1:]), one.size, one.timescale, one.priority, one.justification)


def handed_on(before: Improvement, after: Improvement) -> bool:
    """Whether all that a change did to a cycle was to give it another owner."""
    return after == before.owned_by(after.owner)


def previous_id(one: Improvement) -> str | None:
    """Return the id of the cycle before this one, None for the first."""
    return improvement_id(one.workspace, one.number, one.cycle - 1) if one.cycle > 1 else None


def check(one: Improvement, stage: Stage, *, allowed: bool) -> None:
    """Return if a cycle is in this stage and its move allowed; raise OutOfTurn if not."""
    if one.stage != stage or not one.open or not allowed:
        raise OutOfTurn


def moved(one: Improvement, step: Step, **fields: object) -> Improvement:
    """Return a cycle after a move."""
    return one.changed(stage=step.stage, steps=(*one.steps, step), **fields)


def replayed(steps: Iterable[Step]) -> tuple[Stage, Verdict | None]:
    """Return where its moves lead a cycle: the stage, and the verdict if it has ended."""
    last = [*steps][-1:]
    return (last[0].stage, last[0].verdict) if last else ("plan", None)


def came(one: Improvement) -> Step | None:
    """Return the last move, None where there was none yet."""
    return one.steps[-1] if one.steps else None


def resulted(one: Improvement) -> Step | None:
    """Return the move that brought the result which stands; None where there is none to talk about."""
    if one.stage != "act":
        return None
    return next((step for step in reversed(one.steps) if step.stage == "act" and not step.back and not step.verdict), None)


def to_talk_about(one: Improvement, talks: Iterable[Talk]) -> bool:
    """Whether a cycle has a result since which no talk was held that counts: the customer has yet to hear it from us."""
    step = resulted(one)
    return step is not None and not any(talk.counts and since(talk, step) for talk in talks)


def since(talk: Talk, step: Step) -> bool:
    """Whether a talk was held after a move; of the same day, which was noted after it."""
    return talk.held_on > step.on or (talk.held_on == step.on and talk.recorded_at > step.at)
