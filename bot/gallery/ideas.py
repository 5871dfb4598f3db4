"""Ideas: saved, moved, listed, asked for in the form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery.cast import KEY, TODAY, Cast, Exhibit, exhibit, mendable
from messages import ideas as told
from messages.blocks import option
from model.customer import Customer

IDEAS = (
    ("Let patients move appointments by text message", "new"),
    ("One sign-on for the ward computers; nurses sign in forty times a shift", "adopted"),
    ("A screen in the hall that shows waiting times", "declined"),
    ("Print labels at the bedside", "discussed"),
)
LONG = "Let every ward see which beds will be free by noon, and who waits for one. " * 60


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about ideas."""
    northside, idea = cast.northside, cast.idea(cast.northside)
    chosen = option(northside.name, northside.id)
    yield exhibit("saved", told.idea_saved, idea, northside, KEY)
    yield exhibit("a very long one", told.idea_saved, cast.idea(northside, LONG), northside, KEY)
    yield exhibit("asks for whom it is", told.which_customer, idea, northside, KEY)
    yield exhibit("none of a customer's", told.no_ideas, northside)
    yield exhibit("none at all", told.no_ideas, None)
    yield exhibit("none", told.ideas_listed, [], 0, None, TODAY)
    yield exhibit("one", told.ideas_listed, rows(cast, northside, 1), 1, northside, TODAY)
    yield exhibit("four of a customer's", told.ideas_listed, rows(cast, northside, 4), 4, northside, TODAY)
    yield exhibit("a hundred, the first page", told.ideas_listed, rows(cast, northside, 15), 100, None, TODAY)
    yield exhibit("the form, empty", told.idea_form)
    yield exhibit("the form of a draft", told.idea_form, chosen, text=cast.said(IDEAS[0][0]), carried="1|0")
    yield exhibit("the form of a longer draft", told.idea_form, chosen, text=cast.said(LONG), carried="1|1500")
    yield exhibit("the form, with all that can be wrong", told.idea_form).refused(customer=told.no_customer, text=told.no_text)
    yield mendable("longer than an idea can be", cast.said(f"idea Northside {LONG}"), told.too_long, 41_250, 40_000)
    yield mendable("taken back meanwhile", "", told.gone)


def rows(cast: Cast, customer: Customer, count: int) -> list[told.Row]:
    """Return ideas as a list shows them."""
    chosen = [IDEAS[n % len(IDEAS)] for n in range(count)]
    return [
        told.Row(cast.idea(customer, text, state=state), customer.name, TODAY - timedelta(days=9 * n))
        for n, (text, state) in enumerate(chosen)
    ]
