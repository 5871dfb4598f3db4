"""Ideas in a list: what each is, what became of it and who wants it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.blocks import actions, as_typed, button, context, name, on_day, overflow, person, said, section, shortened
from messages.talks import UNDO
from model.answer import Json, Message
from model.customer import Customer
from model.idea import Back, Idea, IdeaState, Origin

MORE = "ideas.more"
VOTE = "idea.vote"
SAID = "idea.reaction"
MENU = "idea.menu"
PLAN_IT = "idea.plan"
PAGE = 15
MERGE = "merge"
CHOICES: dict[IdeaState, str] = {"discussed": "Discussed", "adopted": "Adopt", "not now": "Not now", "declined": "Decline"}
ORIGINS: dict[str, str] = {
    "staff": "We thought of it",
    "customer": "The customer asked for it",
    "competitor": "A competitor of theirs does it",
    "innovator": "An innovator in their industry does it",
}
FROM: dict[Origin, str] = {
    "customer": "the customer asked for it",
    "competitor": "a competitor does it",
    "innovator": "an innovator does it",
}
BACK: dict[Back, str] = {"plans": "back on the table: their plans changed", "cycle": "back on the table: a new cycle has begun"}


class Place(msgspec.Struct, frozen=True):
    """Which list an idea was clicked in: of which customer (by id, empty for all), and from which idea on."""

    customer: str = ""
    start: int = 0

    def __str__(self) -> str:
        """Return it as buttons carry it."""
        return f"{self.customer}|{self.start}"


class Row(msgspec.Struct, frozen=True):
    """An idea as a list shows it.

    With its customer's name, the day it was noted on the reader's calendar, why it is on the table again if it is, and the texts of the
    ideas that went into it.
    """

    idea: Idea
    customer: str
    noted_on: date
    back: Back | None = None
    absorbed: tuple[str, ...] = ()


class Listing(msgspec.Struct, frozen=True):
    """One page of `count` ideas, newest first, of one customer or of all."""

    rows: Sequence[Row]
    count: int
    customer: Customer | None = None
    start: int = 0

    @property
    def place(self) -> Place:
        """Return which list it is."""
        return Place(self.customer.id if self.customer else "", self.start)


class Done(msgspec.Struct, frozen=True):
    """What a click in a list did to an idea, in a sentence; `key` takes it back, where there is something to take back."""

    idea: str
    sentence: str
    key: str = ""


def ideas_listed(listing: Listing, viewer: str, today: date, done: Done | None = None) -> Message:
    """List one page of ideas, each with what can be done about it, and below one of them what the last click did."""
    if not listing.count:
        return no_ideas(listing.customer)
    whose = f" for {name(listing.customer.name)}" if listing.customer else ""
    title = f"1 idea{whose}:" if listing.count == 1 else f"{listing.count:,} ideas{whose}, the newest first:"
    blocks = [block for row in listing.rows for block in row_blocks(row, listing, viewer, today, done)]
    left = listing.count - listing.start - len(listing.rows)
    following = Place(listing.place.customer, listing.start + PAGE)
    more = [actions(button(f"Show {min(left, PAGE)} more of {left:,}", MORE, str(following)))] if left > 0 else []
    return said(title, *blocks, *more)


def row_blocks(row: Row, listing: Listing, viewer: str, today: date, done: Done | None) -> list[Json]:
    """Return one idea: what it is, what the last click did to it, and its buttons."""
    news = done if done and done.idea == row.idea.id else None
    voted = viewer in row.idea.votes
    vote = button("Take back my vote" if voted else "Vote", VOTE, "no" if voted else "yes")
    undo = [button("Undo", UNDO, news.key)] if news and news.key else []
    plan_it = button("Plan it", PLAN_IT, row.idea.id)
    buttons = (vote, button("What they said", SAID), plan_it, *undo, overflow(MENU, choices(row)))
    row_of = actions(*buttons, block_id=f"{row.idea.id}|{listing.place}")
    told = [context(news.sentence)] if news else []
    return [section(line(row, named=listing.customer is None)), context(around(row, today)), *told, row_of]


def choices(row: Row) -> dict[str, str]:
    """Return what can become of an idea: all but what it is already, unless it is back on the table."""
    return {**{state: label for state, label in CHOICES.items() if row.back or state != row.idea.state}, MERGE: "Merge into…"}


def line(row: Row, *, named: bool) -> str:
    """Return one idea as a line, with its customer's name where the list is not of one customer."""
    return f"{f'{name(row.customer)}: ' if named else ''}{shortened(row.idea.text, 300) or '…'}"


def around(row: Row, today: date) -> str:
    """Return what there is to know about an idea, in small lines below it."""
    said_to_it = f"\nThey said: {excerpt(row.idea.reaction)}" if row.idea.reaction.strip() else ""
    absorbed = f"\nMerged from: {', '.join(map(excerpt, row.absorbed[:3]))}{more_than(row.absorbed, 3)}" if row.absorbed else ""
    return f"{facts(row, today)}{said_to_it}{absorbed}"


def more_than(several: Sequence[str], shown: int) -> str:
    """Return how many more there are than are shown."""
    return f" and {len(several) - shown:,} more" if len(several) > shown else ""


def facts(row: Row, today: date) -> str:
    """Return what is known of an idea: what became of it, votes, origin, and who noted it when."""
    idea = row.idea
    told = [fate(row, today), votes(idea), FROM.get(idea.origin, ""), f"{person(idea.author)} {on_day(row.noted_on, today)}"]
    return " · ".join(fact for fact in told if fact)


def fate(row: Row, today: date) -> str:
    """Return what became of an idea."""
    idea = row.idea
    if row.back:
        return f"*{BACK[row.back]}*"
    when = f" {on_day(idea.decided_on, today)}" if idea.decided_on and idea.state != "new" else ""
    return f"{idea.state}{when}"


def votes(idea: Idea) -> str:
    """Return how many want an idea, nothing where nobody said so."""
    count = len(idea.votes)
    return f"{count:,} vote{'s' if count > 1 else ''}" if count else ""


def excerpt(text: str) -> str:
    """Return the beginning of people's text as a quotation within a line."""
    return f"“{shortened(text, 120)}”"


def no_ideas(customer: Customer | None) -> Message:
    """Say that there are no ideas yet, and how to record one."""
    if customer:
        return said(f"No ideas for {name(customer.name)} yet. Record one with `/talk idea {as_typed(customer.name)} …`")
    return said("No ideas yet. Record one with `/talk idea CUSTOMER …`")
