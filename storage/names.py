"""Which customers may be meant by a name that is none of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.customer import Customer, fold

SIMILAR = 0.85


def nearest(names: Mapping[str, Customer], text: str, within: int | None, limit: int) -> list[Customer]:
    """Return the customers whose folded names are nearest to `text`, see `Store.near`."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler, Levenshtein

    scorer: Any = JaroWinkler.similarity if within is None else Levenshtein.distance
    found = process.extract(fold(text), names.keys(), scorer=scorer, score_cutoff=SIMILAR if within is None else within, limit=None)
    return list({names[name].id: names[name] for name, _, _ in found}.values())[:limit]


def starting(names: Mapping[str, Customer], text: str, limit: int) -> list[Customer]:
    """Return the customers with a name in which a word begins with the folded `text`, see `Store.starting`."""
    beginning = f" {text}"
    found = sorted((name, customer.id, customer) for name, customer in names.items() if beginning in f" {name}")
    return list({customer_id: customer for _, customer_id, customer in found}.values())[:limit]
