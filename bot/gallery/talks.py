"""Talks: saved, moved, asked for in the form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.gallery.cast import KEY, TODAY, WEBER, YESTERDAY, Cast, Exhibit, exhibit, mendable
from messages import talks as told
from messages.blocks import option

DUE = date(2027, 2, 23)
LONG = "They told us about the new wing, the two clinics beside it and the people who will work there. " * 40


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about talks."""
    northside, key = cast.northside, KEY
    talk = cast.talk(northside)
    saved = told.talk_saved(talk, northside, DUE, TODAY, key)
    yield exhibit("held yesterday", told.talk_saved, talk, northside, DUE, TODAY, key)
    today = cast.talk(northside, TODAY, "They are short of beds.\nCould the ward screens show which ones will be free by noon?")
    yield exhibit("held today, noted on two lines", told.talk_saved, today, northside, DUE, TODAY, key)
    daily = cast.talk(northside, YESTERDAY, "The printer on ward 3 is mended", purpose="operational")
    yield exhibit("an operational one", told.talk_saved, daily, northside, YESTERDAY, TODAY, key)
    yield exhibit("of a year ago", told.talk_saved, cast.talk(northside, TODAY - timedelta(days=365)), northside, YESTERDAY, TODAY, key)
    yield exhibit("notes as long as a note can be", told.talk_saved, cast.talk(northside, notes=LONG), northside, DUE, TODAY, key)
    yield exhibit("asks with whom it was", told.which_customer, talk, northside, key)
    yield exhibit("the form turns into this", told.as_view, saved)
    chosen = option(northside.name, northside.id)
    yield exhibit("the form, empty", told.talk_form, TODAY)
    yield exhibit("the form of a draft", told.talk_form, TODAY, chosen, notes=cast.said(WEBER), held_on=YESTERDAY, carried="1|0")
    yield exhibit("the form of a longer draft", told.talk_form, TODAY, chosen, notes=cast.said(LONG), carried="1|900")
    wrong = {"customer": told.no_customer, "date": told.no_day, "notes": told.no_notes}
    yield exhibit("the form, with all that can be wrong", told.talk_form, TODAY).refused(**wrong)
    yield mendable("longer than a note can be", cast.said(f"note Northside {LONG}"), told.too_long, 41_250, 40_000)
    yield mendable("taken back meanwhile", "", told.gone)
