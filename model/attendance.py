"""Who attended a customer's talks so far, out of what people wrote into them: for whoever wants to know whom to expect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from model.customer import fold
from model.talk import Talk

BETWEEN = re.compile(r"[,;\n]|\s+(?:and|&|\+)\s+")
LONGEST = 60


def attendance(talks: Iterable[Talk]) -> dict[str, int]:
    """Return in how many of these talks each person took part, the most frequent first; of equals, who was there last.

    A name is as it was written last; case and accents do not make it another.
    """
    written: dict[str, str] = {}
    counts: dict[str, int] = {}
    for talk in talks:
        for folded, name in people_in(talk.participants).items():
            written.setdefault(folded, name)
            counts[folded] = counts.get(folded, 0) + 1
    return {written[folded]: count for folded, count in sorted(counts.items(), key=lambda pair: -pair[1])}


def people_in(participants: str) -> dict[str, str]:
    """Return who took part in one talk, by folded name; what is too long for a name is none."""
    names = (" ".join(name.split()).strip(".") for name in BETWEEN.split(participants))
    return {fold(name): name for name in names if fold(name) and len(name) <= LONGEST}
