"""A talk: a conversation with a customer, and which talks keep a relationship alive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from model.customer import Customer
from model.record import Record

Purpose = Literal["relationship", "review", "operational"]
Visibility = Literal["team", "private"]
Source = Literal["slash", "modal", "shortcut", "reaction", "message", "import"]
TAKEN: frozenset[Source] = frozenset({"shortcut", "reaction"})
COUNTING: frozenset[Purpose] = frozenset({"relationship", "review"})


class Talk(Record, frozen=True):
    """What was said with a customer. `held_on` is the day it happened where the author was; `recorded_at` is UTC.

    `permalink` is the Slack message it was taken from.
    """

    customer: str
    held_on: date
    recorded_at: datetime
    author: str
    notes: str
    decisions: str = ""
    participants: str = ""
    purpose: Purpose = "relationship"
    visibility: Visibility = "team"
    source: Source = "slash"
    permalink: str = ""

    @property
    def counts(self) -> bool:
        """Whether it moves the relationship's due date: operational talk does not."""
        return self.purpose in COUNTING

    @property
    def taken(self) -> bool:
        """Whether it was taken from a message."""
        return self.source in TAKEN


def readable(talk: Talk, customer: Customer, viewer: str) -> bool:
    """Whether this person may read the talk: a private one is its author's, the owner's, the deputy's and the sponsor's."""
    return talk.visibility == "team" or viewer in {talk.author, customer.owner, customer.deputy, customer.sponsor}
