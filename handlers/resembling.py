"""Names within two edits of one another, found without comparing each with each.

Two edits leave at least one third of a name whole, and move it by two places at most: a name is kept under each of its thirds,
and looked for under the pieces of another that stand where a third could.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from handlers.matching import MISSPELT, OFFERED
from model.customer import fold

PIECES = MISSPELT + 1
CROWDED = 1000

Place = tuple[int, int, str]


class Resembling:
    """Names, compared folded, and what they resemble."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.under: defaultdict[Place, list[str]] = defaultdict(list)
        self.shown: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take in a name."""
        folded = fold(name)
        self.shown[folded] = name
        for piece, (start, length) in enumerate(thirds(len(folded))):
            self.under[len(folded), piece, folded[start : start + length]].append(folded)

    def like(self, name: str) -> tuple[str, ...]:
        """Return some names at most two edits away (of very short ones half their letters), the nearest first.

        A piece that more than a thousand names share (`Customer`) tells nothing, and is not looked under.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        folded = fold(name)
        within = min(MISSPELT, len(folded) // 2)
        near = (self.under[place] for place in places(folded) if place in self.under)
        candidates = list(dict.fromkeys(chain.from_iterable(names for names in near if len(names) <= CROWDED)))
        found = process.extract(folded, candidates, scorer=Levenshtein.distance, score_cutoff=within, limit=OFFERED)
        return tuple(self.shown[other] for other, _, _ in found)


def thirds(length: int) -> list[tuple[int, int]]:
    """Return where the pieces of a name of that length begin and how long they are; those of a very short one may be empty."""
    short, longer = divmod(length, PIECES)
    lengths = [short + (piece >= PIECES - longer) for piece in range(PIECES)]
    return [(sum(lengths[:piece]), lengths[piece]) for piece in range(PIECES)]


def places(name: str) -> Iterator[Place]:
    """Yield where a name within two edits of this one may be kept."""
    for length in range(max(1, len(name) - MISSPELT), len(name) + MISSPELT + 1):
        shift = len(name) - length
        for piece, (start, size) in enumerate(thirds(length)):
            first, last = start - (MISSPELT - shift) // 2, start + (MISSPELT + shift) // 2
            for begin in range(max(0, first), min(len(name) - size, last) + 1):
                yield length, piece, name[begin : begin + size]
