"""Which customers may be meant by a name that is none of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import nsmallest

from model.customer import Customer, fold

SIMILAR, WORD, APART = 0.845, 0.9, 0.09
SHORTEST_WORD = 3
NAMES_EACH = 8


def nearest(names: Collection[str], text: str, within: int | None, limit: int) -> list[str]:
    """Return the folded names nearest to `text`, see `Store.near`: enough of them for so many customers."""
    folded = fold(text)
    distances = alike(names, folded, limit * NAMES_EACH) if within is None else edits(names, folded, within, limit * NAMES_EACH)
    return nsmallest(limit * NAMES_EACH, distances, key=lambda name: (distances[name], name))


def edits(names: Collection[str], text: str, within: int, limit: int) -> dict[str, float]:
    """Return the names at most so many insertions, deletions and substitutions away, and how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    return {name: edits for name, edits, _ in process.extract(text, names, scorer=Levenshtein.distance, score_cutoff=within, limit=limit)}


def alike(names: Collection[str], text: str, limit: int) -> dict[str, float]:
    """Return the names worth offering, and how far away they are: misspelt ones by Jaro and Winkler, which trusts beginnings.

    A name in which the text begins a later word counts too; what is much worse than the best is left out.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extract(text, names, scorer=JaroWinkler.similarity, score_cutoff=SIMILAR, limit=limit)
    distances = dict.fromkeys(with_word(names, text), 1 - WORD) | {name: 1 - score for name, score, _ in found}
    nearest = min(distances.values(), default=0)
    return {name: distance for name, distance in distances.items() if distance <= nearest + APART}


def with_word(names: Iterable[str], text: str) -> list[str]:
    """Return the names in which the text begins a word other than the first."""
    word = f" {text}"
    return [name for name in names if word in name] if len(text) >= SHORTEST_WORD else []


def starting(names: Iterable[str], text: str, limit: int) -> list[str]:
    """Return the first names in which a word begins with the folded `text`, see `Store.starting`: enough for so many customers."""
    beginning = f" {text}"
    return nsmallest(limit * NAMES_EACH, (name for name in names if beginning in f" {name}"))


def each_once(customers: Iterable[Customer], limit: int) -> list[Customer]:
    """Return the first customers, each once, however many of its names were found."""
    return list({customer.id: customer for customer in customers}.values())[:limit]
