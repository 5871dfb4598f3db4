"""A finding: what one check found, as the line that says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

Level = Literal["ok", "warn", "fail"]
SHOWN = 3


class Finding(msgspec.Struct, frozen=True):
    """How one thing is; `what` says it, and what to do where it is not well."""

    level: Level
    check: str
    what: str

    def __str__(self) -> str:
        """Return it as a line."""
        return f"{self.level:<4}  {self.check}: {self.what}"


def ok(check: str, what: str) -> Finding:
    """Return that something is well."""
    return Finding("ok", check, what)


def warn(check: str, what: str) -> Finding:
    """Return that something may not be meant so, or can't be known."""
    return Finding("warn", check, what)


def fail(check: str, what: str) -> Finding:
    """Return that something keeps the bot from its work."""
    return Finding("fail", check, what)


def some_of(names: Sequence[str]) -> str:
    """Return the first of some names, and how many there are beside them."""
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def counted(count: int, noun: str, nouns: str = "") -> str:
    """Return so many of a thing."""
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"
