"""An idea for improving a customer's business with IT."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from model.record import Record

IdeaState = Literal["new", "discussed", "adopted", "not now", "declined", "merged"]
OPEN: frozenset[IdeaState] = frozenset({"new", "discussed"})


class Idea(Record, frozen=True):
    """Something IT could do for a customer's success. `noted_at` is UTC; `author` a Slack user id."""

    customer: str
    text: str
    author: str
    noted_at: datetime
    state: IdeaState = "new"

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in OPEN
