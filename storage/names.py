"""Which customers may be meant by a name that is none of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest

from model.customer import Customer, fold

SIMILAR, WORD, APART = 0.845, 0.9, 0.09
SHORTEST_WORD = 3
NAMES_EACH = 8


def nearest(names: Mapping[str, Customer], text: str, within: int | None, limit: int) -> list[Customer]:
    """Return the customers whose folded names are nearest to `text`, see `Store.near`."""
    folded = fold(text)
    distances = alike(names, folded, limit * NAMES_EACH) if within is None else edits(names, folded, within, limit * NAMES_EACH)
    best_first = nsmallest(limit * NAMES_EACH, distances, key=lambda name: (distances[name], name))
    return list({names[name].id: names[name] for name in best_first}.values())[:limit]


def edits(names: Mapping[str, Customer], text: str, within: int, limit: int) -> dict[str, float]:
    """Return the names at most so many insertions, deletions and substitutions away, and how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    return {
        name: edits for name, edits, _ in process.extract(text, names.keys(), scorer=Levenshtein.distance, score_cutoff=within, limit=limit)
    }


def alike(names: Mapping[str, Customer], text: str, limit: int) -> dict[str, float]:
    """Return the names worth offering, and how far away they are: misspelt ones by Jaro and Winkler, which trusts beginnings.

    A name in which the text begins a later word counts too; what is much worse than the best is left out.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extract(text, names.keys(), scorer=JaroWinkler.similarity, score_cutoff=SIMILAR, limit=limit)
    distances = dict.fromkeys(with_word(names, text), 1 - WORD) | {name: 1 - score for name, score, _ in found}
    nearest = min(distances.values(), default=0)
    return {name: distance for name, distance in distances.items() if distance <= nearest + APART}


def with_word(names: Iterable[str], text: str) -> list[str]:
    """Return the names in which the text begins a word other than the first."""
    word = f" {text}"
    return [name for name in names if word in name] if len(text) >= SHORTEST_WORD else []


def starting(names: Mapping[str, Customer], text: str, limit: int) -> list[Customer]:
    """Return the customers with a name in which a word begins with the folded `text`, see `Store.starting`."""
    beginning = f" {text}"
    found = (name for name in names if beginning in f" {name}")
    first = nsmallest(limit * NAMES_EACH, found)
    return list({names[name].id: names[name] for name in first}.values())[:limit]
