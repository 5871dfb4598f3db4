"""A customer of IT: the own organisation, an outside customer or an internal department, and what its names match."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

import msgspec

from model.cadence import QUARTERLY, Cadence
from model.record import Record

CustomerKind = Literal["organisation", "external", "department"]
Position = Literal["innovator", "leader", "mainstream", "follower", "laggard"]
Maturity = Literal["ad hoc", "order taker", "service provider", "trusted advisor", "strategic partner"]
Side = Literal["us", "them"]
MATURITIES: tuple[Maturity, ...] = get_args(Maturity)
MAX_NAME = 300
ALIKE = str.maketrans("\u2019\u2018\u02bc\u0060\u00b4\u1fef\u1ffd\u0131", "'''''''i")


class Rating(msgspec.Struct, frozen=True):
    """How mature one side saw the relationship on a day, on the levels of the BRM Institute's maturity model; `by` is a Slack user id."""

    side: Side
    level: Maturity
    on: date
    by: str


class Customer(Record, frozen=True):
    """Whom we keep talking with.

    `name` and `aliases` match folded (see `fold`), and no two customers of a workspace share one. `owner`, `deputy` and
    `sponsor` are Slack user ids, `channel` a Slack channel id. `added_on`, `booked_on` (the day of the next
    talk) and `snoozed_until` are days in the zone of the person who set them; the last two hold nudges back, see `model.ladder`.
    `external_id` is the customer's id in the system it was imported from, `domain` its web address as `model.cells.read_domain`
    leaves it, `position` where it stands among its own kind; None where nobody knows. `ratings` are how mature the relationship was
    seen to be, by us and by them, oldest first.
    """

    name: str
    added_on: date
    aliases: tuple[str, ...] = ()
    kind: CustomerKind = "external"
    industry: str = ""
    owner: str | None = None
    deputy: str | None = None
    sponsor: str | None = None
    channel: str | None = None
    cadence: Cadence = QUARTERLY
    booked_on: date | None = None
    snoozed_until: date | None = None
    external_id: str | None = None
    domain: str | None = None
    position: Position | None = None
    ratings: tuple[Rating, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name it answers to, the main one first."""
        return (self.name, *self.aliases)

    def maturity(self, side: Side, by: date = date.max) -> Maturity | None:
        """Return how mature this side saw the relationship at the end of a day, None where it never said so."""
        return next((rating.level for rating in reversed(self.ratings) if rating.side == side and rating.on <= by), None)


def fold(text: str) -> str:
    """Return `text` as names are compared: no case, no accents, one kind of apostrophe, single spaces, nothing invisible."""
    return " ".join((text.casefold().replace("`", "'") if text.isascii() else "".join(map(fold_character, text))).split())


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return what one character becomes when folded: none, one or several characters."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character.translate(ALIKE)).casefold())
    return "".join(c for c in folded if unicodedata.category(c) not in {"Mn", "Cf"}).translate(ALIKE)
