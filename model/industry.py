"""What an industry does with IT: one shared entry serves every customer of that industry (step 7)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from model.customer import fold
from model.record import Record

Use = Literal["normal", "innovators"]


class IndustryEntry(Record, frozen=True):
    """One use of IT in an industry: `normal`, or what its `innovators` do.

    `industry` is the name as people write it; customers belong to it whose industry folds to the same. `source` is where it was
    read, best a link. `author` is a Slack user id, `noted_at` is UTC.
    """

    industry: str
    use: Use
    text: str
    author: str
    noted_at: datetime
    source: str = ""

    @property
    def folded(self) -> str:
        """Return the industry's name as it is compared."""
        return fold(self.industry)
