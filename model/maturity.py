"""Maturity: how each side sees the relationship, on the five levels of the BRM Institute's maturity model, and how far they are apart.

Apart from `customer` because a rating is made and compared here; the levels and the ratings themselves stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import get_args

from model.customer import MATURITIES, Customer, Maturity, Rating, Side

SIDES: tuple[Side, ...] = get_args(Side)


def gap(customer: Customer, by: date = date.max) -> int | None:
    """Return how many levels higher they see the relationship than we do, as of a day; None where a side never said."""
    ours, theirs = customer.maturity("us", by), customer.maturity("them", by)
    return None if ours is None or theirs is None else MATURITIES.index(theirs) - MATURITIES.index(ours)


def since(customer: Customer, side: Side, by: date = date.max) -> Rating | None:
    """Return the rating that stands for one side as of a day: who said so, and when."""
    return next((rating for rating in reversed(customer.ratings) if rating.side == side and rating.on <= by), None)


def rated(customer: Customer, levels: Mapping[Side, Maturity], on: date, by: str) -> Customer:
    """Return the customer as somebody (a Slack user id) rates it on a day; the same one where both sides saw it so already."""
    new = tuple(Rating(side, levels[side], on, by) for side in SIDES if side in levels and customer.maturity(side) != levels[side])
    return customer.changed(ratings=(*customer.ratings, *new)) if new else customer
