"""Drafts: a line that can't be saved yet, in every way that happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.gallery.cast import SUNDAY, TODAY, Cast, Exhibit, exhibit, mendable
from messages import drafts as told
from messages import help as helping

NOBODY = "Nrthside Hospital Dr. Weber wants appointments online by spring"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says when a line can't be saved yet."""
    northside, guess = cast.northside, cast.named("Nrthside Hospital")
    near = [northside, cast.riverbank, cast.accounting]
    unknown = cast.draft(NOBODY)
    yield exhibit("an unknown customer, one is near", told.unknown_customer, unknown, guess, near[:1])
    yield exhibit("an unknown customer, three are near", told.unknown_customer, unknown, guess, near)
    yield exhibit("an unknown customer, nobody is near", told.unknown_customer, unknown, guess, [])
    yield exhibit("no customer at all", told.unknown_customer, cast.draft("they want appointments online by spring"), "", [])
    idea = cast.draft("Let patients move appointments by text message", "idea")
    yield exhibit("no customer at all, an idea", told.unknown_customer, idea, "", [northside])
    yield exhibit("the channel's customer or a misspelt one", told.did_you_mean, unknown, cast.riverbank, [northside])
    yield exhibit("a date that can't be read", told.unreadable_date, cast.draft("on 31 Nov: the budget is approved"), cast.said("31 Nov"))
    yield exhibit("a day still to come", told.unlikely_date, cast.draft("on 6 Dec: the budget is approved"), SUNDAY, TODAY)
    yield exhibit("a day long ago", told.unlikely_date, cast.draft("on 1 July: the budget is approved"), date(2026, 7, 1), TODAY)
    free = cast.draft("They will open two branches next year")
    yield exhibit("free text in a DM", told.save_as, free, helping.free_text())
    yield exhibit("a line that is no command", told.save_as, free, helping.not_a_command(cast.said("They")))
    yield mendable("already done", "", told.gone)
    yield mendable("the longer part of a text is gone", cast.said("They told us about the new wing. " * 80), told.half_gone, 912)
