"""What to begin a talk with, for whoever says so: reminders, card, brief. A private talk is no beginning for who may not read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.customer import Customer
from model.idea import Idea, open_ideas
from model.knowledge import Knowledge
from model.opener import Opener, opener
from model.talk import Talk, readable


def opener_for(known: Knowledge, ideas: Sequence[Idea], talks: Sequence[Talk], reader: str, today: date) -> Opener:
    """Return what this person could begin a talk with: of the customer's ideas all are given, of its talks the last one at least."""
    on_the_table = open_ideas(ideas, known.customer, known.beliefs, today)
    return opener(known, ideas, on_the_table, last_talk(talks, known.customer, reader), today)


def last_talk(talks: Sequence[Talk], customer: Customer, reader: str) -> Talk | None:
    """Return the last talk, if this person may read what was said; an import only says when it was."""
    return talks[0] if talks and talks[0].source != "import" and readable(talks[0], customer, reader) else None
