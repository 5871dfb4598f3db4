"""The gallery: everything the bot can say, by the functions that say it, with believable records and a few hard ones.

The page shows it to whoever minds the texts, and the tests hold all of it against Slack's rules, with names and texts of any kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery import (
    beliefs,
    bookings,
    brainstorms,
    briefs,
    capture,
    cards,
    checking,
    commitments,
    customers,
    drafts,
    drying,
    helping,
    home,
    idea_lists,
    ideas,
    improvements,
    industries,
    matching,
    maturity,
    nudges,
    pdca,
    planning,
    profiles,
    reception,
    register,
    schedules,
    score,
    search,
    settings,
    summaries,
    talks,
    trouble,
    undo,
)
from bot.gallery.cast import Cast, Exhibit
from model.answer import Json

NOUNS = (
    talks,
    capture,
    drafts,
    matching,
    customers,
    drying,
    cards,
    profiles,
    beliefs,
    industries,
    nudges,
    bookings,
    ideas,
    idea_lists,
    reception,
    briefs,
    commitments,
    improvements,
    planning,
    pdca,
    checking,
    register,
    brainstorms,
    summaries,
    schedules,
    score,
    maturity,
    search,
    settings,
    home,
    undo,
    helping,
    trouble,
)

__all__ = ["Cast", "Exhibit", "exhibits", "shown"]


def shown() -> list[Json]:
    """Return all exhibits as the page shows them."""
    return [one.as_json() for one in exhibits(Cast())]


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return everything the bot can say about these customers."""
    for noun in NOUNS:
        yield from noun.exhibits(cast)
