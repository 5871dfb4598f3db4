"""An idea for improving a customer's business with IT."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from model.record import Record

Origin = Literal["customer", "staff", "competitor", "innovator"]
Source = Literal["slash", "modal", "shortcut", "reaction", "message", "brainstorm"]
IdeaState = Literal["new", "discussed", "adopted", "not now", "declined", "merged"]
OPEN: frozenset[IdeaState] = frozenset({"new", "discussed"})


class Idea(Record, frozen=True):
    """Something IT could do for a customer's success. `noted_at` is UTC; `author` a Slack user id.

    `votes` are the Slack user ids of who wants it, each once. `reaction` is what the customer said to it, and why. `decided_on` is the
    day (and `decided_by` the Slack user id) of its last change of state; an idea that is `merged` went into the idea with the id `into`.
    `permalink` is the message it was taken from, `brainstorm` the id of the one it came up in.
    """

    customer: str
    text: str
    author: str
    noted_at: datetime
    state: IdeaState = "new"
    origin: Origin = "staff"
    source: Source = "slash"
    votes: tuple[str, ...] = ()
    reaction: str = ""
    decided_on: date | None = None
    decided_by: str | None = None
    into: str | None = None
    permalink: str = ""
    brainstorm: str | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in OPEN
