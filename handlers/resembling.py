"""Names within two edits of one another, found without comparing each with each.

Two edits leave at least one third of a name whole, and move it by two places at most: a name is kept under each of its thirds,
and looked for under the pieces of another that stand where a third could.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, pairwise

from handlers.matching import MISSPELT, OFFERED
from model.customer import MAX_NAME, fold

PIECES = MISSPELT + 1
CROWDED = 300

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
        for piece, (start, end) in enumerate(thirds(len(folded))):
            self.under[len(folded), piece, folded[start:end]].append(folded)

    def like(self, name: str) -> tuple[str, ...]:
        """Return some names at most two edits away (of very short ones half their letters), the nearest first.

        A piece that hundreds of names share (`Customer`) tells nothing, and is not looked under.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        folded = fold(name)
        within = min(MISSPELT, len(folded) // 2)
        near = [self.under[place] for place in places(folded) if place in self.under]
        candidates = list(dict.fromkeys(chain.from_iterable(names for names in near if len(names) <= CROWDED)))
        found = process.extract(folded, candidates, scorer=Levenshtein.distance, score_cutoff=within, limit=OFFERED)
        return tuple(self.shown[other] for other, _, _ in found)


@lru_cache(maxsize=MAX_NAME)
def thirds(length: int) -> list[tuple[int, int]]:
    """Return where the pieces of a name of that length begin and end; those of a very short one may be empty."""
    ends = [length * (piece + 1) // PIECES for piece in range(PIECES)]
    return list(pairwise([0, *ends]))


def places(name: str) -> list[Place]:
    """Return where a name within two edits of this one may be kept."""
    return [(length, piece, name[start:end]) for length, piece, start, end in windows(len(name))]


@lru_cache(maxsize=MAX_NAME)
def windows(own: int) -> list[tuple[int, int, int, int]]:
    """Return for a name of that length: the length and the piece of another name, and from where to where it may stand in this one."""
    found = []
    for length in range(max(1, own - MISSPELT), own + MISSPELT + 1):
        shift = own - length
        for piece, (start, end) in enumerate(thirds(length)):
            first, last = start - (MISSPELT - shift) // 2, start + (MISSPELT + shift) // 2
            size = end - start
            found += [(length, piece, begin, begin + size) for begin in range(max(0, first), min(own - size, last) + 1)]
    return found
