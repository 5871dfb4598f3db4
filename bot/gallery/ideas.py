"""Ideas: saved, moved, asked for in the form."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import KEY, Cast, Exhibit, exhibit, mendable
from messages import ideas as told
from messages.blocks import option

LONG = "Let every ward see which beds will be free by noon, and who waits for one. " * 60


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about ideas."""
    northside, idea = cast.northside, cast.idea(cast.northside)
    chosen = option(northside.name, northside.id)
    yield exhibit("saved", told.idea_saved, idea, northside, KEY)
    yield exhibit("a very long one", told.idea_saved, cast.idea(northside, LONG), northside, KEY)
    yield exhibit("asks for whom it is", told.which_customer, idea, northside, KEY)
    yield exhibit("the form, empty", told.idea_form)
    yield exhibit("the form of a draft", told.idea_form, chosen, text=idea.text, carried="1|0")
    yield exhibit("the form of a longer draft", told.idea_form, chosen, text=cast.said(LONG), carried="1|1500")
    yield exhibit("the form, with all that can be wrong", told.idea_form).refused(customer=told.no_customer, text=told.no_text)
    yield mendable("longer than an idea can be", cast.said(f"idea Northside {LONG}"), told.too_long, 41_250, 40_000)
    yield mendable("taken back meanwhile", "", told.gone)
