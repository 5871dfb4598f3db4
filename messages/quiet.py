"""What the bot says about who has gone quiet, who is close to it, and with whom one talks while it dries up all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messages.blocks import said
from messages.customers import PAGE, listed, row, the_next
from messages.drying import Drying, drying_part, reason
from model.answer import Json, Message
from model.drying import Sign
from model.nudge import Relationship

MORE_QUIET = "quiet.more"
SEVERAL = 2


def gone_quiet(relationships: Sequence[Relationship], drying: Sequence[Drying], whose: str, today: date, start: int = 0) -> Message:
    """List the relationships past their cadence and those close to it, then those that dry up although one talks.

    Who stands in the first list, and dries up too, stands there only, with the first sign of it.
    """
    signs = {one.customer.id: one.signs[0] for one in drying}
    there = {relationship.customer.id for relationship in relationships}
    apart = [one for one in drying if one.customer.id not in there]
    rows = [listed(one, also_dry(one, signs.get(one.customer.id), today)) for one in relationships[start : start + PAGE]]
    more = the_next(len(relationships) - start - PAGE, MORE_QUIET, f"{whose}|{start + PAGE}")
    return said(opening(relationships, len(apart), whose, today), *rows, *more, *below(apart, whose, today, start))


def also_dry(relationship: Relationship, sign: Sign | None, today: date) -> str:
    """Return one relationship as a line, with the sign that it dries up too."""
    words = row(relationship, today)
    return f"{words}\n{reason(sign, today)}" if sign else words


def below(apart: Sequence[Drying], whose: str, today: date, start: int) -> list[Json]:
    """Return those that dry up, below the first page."""
    return drying_part(apart, whose, today) if start == 0 else []


def opening(relationships: Sequence[Relationship], drying: int, whose: str, today: date) -> str:
    """Say how many are quiet, how many are close to it, and how many others dry up."""
    quiet = sum(relationship.quiet(today) for relationship in relationships)
    close = len(relationships) - quiet
    mine = " of yours" if whose == "mine" else ""
    dries = f"{drying:,} {'is' if drying < SEVERAL else 'are'} drying up although you talk" if drying else ""
    if not relationships:
        return f"No relationship{mine} is quiet or close to it{f', but {dries}:' if dries else '. Keep talking!'}"
    told = f"{how_many(quiet)}{mine} {'has' if quiet < SEVERAL else 'have'} gone quiet, "
    told += f"{how_many(close).lower()} {'is' if close < SEVERAL else 'are'} close to it"
    return f"{told}{f', and {dries}' if dries else ''}:"


def how_many(count: int) -> str:
    """Return a number as a sentence begins with it."""
    return f"{count:,}" if count else "None"
