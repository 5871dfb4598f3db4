"""How a cycle moves: the form of each stage, what is said of each move, and who was faster."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.gallery.cast import KEY, SAM, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.improvements import DANS, OLIVIAS, begun, doing, done, ended, measured, written
from messages import pdca as told
from model.improvement import Improvement
from model.pdca import back

BERLIN_AT = datetime(2026, 11, 24, 10, 42, tzinfo=ZoneInfo("Europe/Berlin"))
LATE = "Two days before is too early: they forget it again."


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says of the moves of a cycle."""
    northside = cast.northside
    yield from forms(cast)
    yield exhibit("started", told.started, doing(cast, northside), TODAY, KEY)
    yield exhibit("what was done is saved", told.done, done(cast, northside), TODAY, KEY)
    yield exhibit("the target is met", told.measured, measured(cast, northside, met=True), northside, KEY)
    yield exhibit("the target is missed", told.measured, sams(measured(cast, northside)), northside, KEY)
    first, second = ended(cast, northside)
    yield exhibit("adapted", told.decided, sams(first), second, KEY)
    yield exhibit("adopted", told.decided, ended(cast, northside, "adopt")[0], None, KEY)
    yield exhibit("abandoned", told.decided, ended(cast, northside, "abandon")[0], None, KEY)
    yield exhibit("went back", told.went_back, back(done(cast, northside), written(cast, LATE), DANS), TODAY, KEY)
    yield exhibit("opened again", told.went_back, sams(back(first, written(cast, LATE), OLIVIAS)), TODAY, KEY, second)
    yield exhibit("it has moved meanwhile", told.already, done(cast, northside), BERLIN_AT, TODAY)
    yield exhibit("it has moved, and something was typed", told.already, first, BERLIN_AT, TODAY, written(cast, LATE))
    yield exhibit("it was taken back to its beginning", told.already, begun(cast, northside), None, TODAY, written(cast, LATE))
    yield exhibit("its plan was changed while something was typed", told.changed, done(cast, northside), TODAY, written(cast, LATE))
    if second:
        yield mendable("the next cycle was worked on", "", told.worked_on, first, second)


def sams(one: Improvement) -> Improvement:
    """Return a cycle of whose move somebody is told."""
    return msgspec.structs.replace(one, to_hear=SAM)


def forms(cast: Cast) -> Iterator[Exhibit]:
    """Return the forms in which a cycle moves."""
    northside = cast.northside
    first, second = ended(cast, northside)
    yield exhibit("what was done", told.did_form, doing(cast, northside), northside, "1").refused(done=told.no_words)
    yield exhibit("what was done, before the result", told.did_form, doing(cast, northside), northside, "1", then_result=True)
    result = exhibit("the result", told.result_form, done(cast, northside), northside, TODAY, "1")
    yield result.refused(result=told.no_words, met=told.no_verdict_on_target)
    yield exhibit("the result, right after", told.result_form, done(cast, northside), northside, TODAY, "1", recorded=True)
    again = back(measured(cast, northside), written(cast, LATE), OLIVIAS)
    yield exhibit("the result, once more", told.result_form, again, northside, TODAY, "1")
    verdict = exhibit("what follows", told.decide_form, measured(cast, northside), northside, "1")
    yield verdict.refused(verdict=told.no_verdict, lesson=told.no_lesson, aim=told.no_next_aim)
    reopened = exhibit("what follows, once more", told.decide_form, back(first, written(cast, LATE), OLIVIAS), northside, "1")
    yield reopened.refused(aim=told.no_next_cycle)
    yield exhibit("why it goes back", told.back_form, done(cast, northside), northside, "1", None).refused(why=told.no_reason)
    yield exhibit("why it is opened again", told.back_form, first, northside, "1", second)
