"""Planning an improvement: the form, with gaps and whole, and what is said of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from bot.gallery.cast import KEY, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.improvements import AIM, begun, doing, planned, written
from messages import planning as told
from messages.blocks import option
from model.answer import Sentence
from model.pdca import WHOLE

PASSED = date(2026, 11, 3)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says of plans."""
    northside = cast.northside
    new, whole = begun(cast, northside), planned(cast, northside)
    chosen = option(northside.name, northside.id)
    yield exhibit("nothing known yet", told.plan_form, None, None, None, "1").refused(customer=told.no_customer, aim=told.no_aim)
    yield exhibit("of a draft", told.plan_form, None, northside, chosen, "1", aim=written(cast, AIM))
    yield exhibit("a plan with gaps", told.plan_form, new, northside, None, "1").refused(check_on=told.no_check_date)
    yield exhibit("a whole plan", told.plan_form, whole, northside, None, "1").refused(aim=told.plan_changed)
    parts: dict[str, Callable[[], Sentence]] = {part: partial(told.needed_now, part) for part in WHOLE}
    yield exhibit("the plan of what is being done", told.plan_form, doing(cast, northside), northside, None, "1").refused(**parts)
    yield exhibit("begun by a line", told.begun, new, northside, TODAY, KEY)
    yield exhibit("begun from an idea, with a whole plan", told.begun, whole, northside, TODAY, KEY, from_idea=True)
    yield exhibit("saved with gaps", told.plan_saved, new, TODAY, KEY)
    yield exhibit("saved, nothing missing", told.plan_saved, whole, TODAY, KEY)
    yield exhibit("saved with a day that has passed", told.plan_saved, planned(cast, northside, check_on=PASSED), TODAY, KEY)
    yield exhibit("saved while it is being done", told.plan_saved, doing(cast, northside, check_on=PASSED), TODAY, KEY)
    yield mendable("an aim that is too long", cast.said(AIM), told.too_long, 41_234, 40_000)
