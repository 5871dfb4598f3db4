"""Profiles: one customer's, how much is known of many, and the forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.gallery.cast import TODAY, Cast, Exhibit, exhibit
from bot.gallery.learned import LINK, SPRING, belief, much, nothing, too_much
from messages import industries
from messages import profiles as told
from messages.blocks import option
from messages.industries import Industry, dominating
from model.knowledge import Knowledge


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot shows of what is known."""
    yield exhibit("much is known", told.profile, much(cast), TODAY)
    yield exhibit("nothing is known", told.profile, nothing(cast), TODAY)
    yield exhibit("more than fits", told.profile, too_much(cast), TODAY)
    yield exhibit("more than fits, the last page", told.profile, too_much(cast), TODAY, 30)
    yield from lists(cast)
    yield from forms(cast)


def lists(cast: Cast) -> Iterator[Exhibit]:
    """Return how much is known of several customers."""
    few, hundred = [nothing(cast), much(cast)], [Knowledge(one, ()) for one in cast.many(100)]
    two = [Industry(cast.named("Hospitals"), 12, 4), Industry(cast.named("Banking"), 7, 0)]
    one = dominating(two[:1], 12, mine=False)
    yield exhibit("two", told.how_complete, few, (2, 0, 1), TODAY, dominating(two, 30, mine=True))
    yield exhibit("one", told.how_complete, few[1:], (1, 0, 0), TODAY, [])
    yield exhibit(
        "a hundred, the first page", told.how_complete, hundred[: told.LIST], (100, 0, 100), TODAY, dominating(two, 30, mine=True)
    )
    yield exhibit("none of one's own", told.no_customers, one)
    yield exhibit("none at all", told.no_customers, [])


def forms(cast: Cast) -> Iterator[Exhibit]:
    """Return the forms."""
    northside, one = cast.northside, belief(cast, cast.northside)
    chosen = option(northside.name, northside.id)
    yield exhibit("the form, empty", told.learn_form, None, None)
    yield exhibit("the form of a draft", told.learn_form, chosen, "plans", text=cast.said(SPRING), source=LINK)
    wrong = {"customer": told.no_customer, "text": told.no_text}
    yield exhibit("the form, with what can be wrong", told.learn_form, None, None).refused(**wrong)
    yield exhibit("the form, a position that is none", told.learn_form, chosen, "position").refused(text=told.no_position)
    yield exhibit("correct", told.correct_form, one)
    yield exhibit("reword", told.correct_form, one, heard=False)
    yield exhibit("correct, changed meanwhile", told.correct_form, one, typed=cast.said("By autumn")[:3000])
    yield exhibit("correct, an industry of many words", told.correct_form, one).refused(text=partial(industries.name_too_long, 240))
