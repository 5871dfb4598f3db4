"""A draft: text that could not be saved yet, kept so that nothing typed is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from model.record import Record

KEPT = timedelta(days=7)


DraftVerb = Literal["note", "idea", "learn", "improve"]


class Draft(Record, frozen=True):
    """What stands behind every "you have not lost your text" button, since a button's value holds 2,000 characters only.

    `line` is what was typed after the verb, decoded, and `verb` the verb it was typed for. `customer` is set once that is
    known. Both times are UTC.
    """

    author: str
    verb: DraftVerb
    line: str
    expires_at: datetime
    customer: str | None = None
