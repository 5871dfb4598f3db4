"""Checking: the question for a result in the message of the day, another check date, and what whoever brought the idea hears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery.cast import KEY, OLIVIA, SAM, TODAY, YESTERDAY, Cast, Exhibit, exhibit
from bot.gallery.improvements import DANS, doing, done, ended, measured, written
from messages import checking as told
from messages.daily import Word
from messages.nudges import nudge_dm
from model.answer import Message
from model.change import Write
from model.improvement import Improvement
from model.pdca import back


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about checking results."""
    northside = cast.northside
    due, late = doing(cast, northside, check_on=TODAY), done(cast, northside, check_on=YESTERDAY)
    gone, nobody = (doing(cast, northside, number=n, owner=owner, check_on=TODAY) for n, owner in ((13, SAM), (14, None)))

    def asked(*several: Improvement) -> list[Word]:
        return [told.question(one, northside, OLIVIA, TODAY, Write(before=one), "post:1") for one in several]

    yield exhibit("the day has come", nudge_dm, [], OLIVIA, TODAY, asked(due))
    yield exhibit("the day has passed, and of somebody who left", nudge_dm, [], OLIVIA, TODAY, asked(late, gone, nobody))
    dm: Message = nudge_dm([], OLIVIA, TODAY, asked(late))
    yield exhibit("the result is entered", told.redrawn_in, dm, measured(cast, northside), TODAY)
    yield exhibit("the check date has moved", told.redrawn_in, dm, late.changed(check_on=TODAY + timedelta(days=9)), TODAY)
    yield exhibit("it went back", told.redrawn_in, dm, back(due, written(cast, "The plan is off"), DANS).changed(check_on=None), TODAY)
    yield exhibit("to which day", told.move_form, due, northside, TODAY, TODAY + timedelta(days=7), "1").refused(
        check_on=told.no_day_to_come
    )
    yield exhibit("moved", told.date_moved, due.changed(check_on=TODAY + timedelta(days=11)), TODAY, KEY)
    yield exhibit("moved to the day it has", told.date_already, due, TODAY)
    results = [
        measured(cast, northside),
        measured(cast, northside, met=True),
        ended(cast, northside)[0],
        ended(cast, northside, "adopt")[0],
    ]
    results += [ended(cast, northside, "abandon")[0], back(measured(cast, northside), written(cast, "Measured too early"), DANS)]
    came = [told.what_came(one, northside, Write(before=one), asked_for=n == 1) for n, one in enumerate(results)]
    yield exhibit("what came of ideas", nudge_dm, [], SAM, TODAY, came)
    yield exhibit("what came of one idea", nudge_dm, [], SAM, TODAY, came[:1])
