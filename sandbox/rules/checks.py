"""The words in which limits are written down: small checks that are put together to the shape of a block or element."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Check = Callable[[Any, str], None]
Shapes = Mapping[str, Check]


class Broken(Exception):
    """A limit is broken: Slack's sentence about it, with the place as a JSON pointer."""

    def __init__(self, reason: str, pointer: str) -> None:
        super().__init__(f"{reason} [json-pointer:{pointer}]")


def string(limit: int, least: int = 1) -> Check:
    """Check for a text of so many characters."""

    def check(value: Any, at: str) -> None:
        if not isinstance(value, str):
            raise Broken("must provide a string", at)
        _sized(len(value), least, limit, "characters", at)

    return check


def _sized(size: int, least: int, limit: int, things: str, at: str) -> None:
    if size < least:
        raise Broken(f"must be more than {least - 1} {things}", at)
    if size > limit:
        raise Broken(f"must be less than {limit + 1} {things}", at)


def one_of(*allowed: str) -> Check:
    """Check for one of a few words."""

    def check(value: Any, at: str) -> None:
        if value not in allowed:
            raise Broken(f"must be a valid enum value: {', '.join(allowed)}", at)

    return check


def boolean(value: Any, at: str) -> None:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        raise Broken("must be a boolean", at)


def anything(_value: Any, _at: str) -> None:
    """Let pass what this Slack does not look into."""


def integer(low: int, high: int) -> Check:
    """Check for a whole number within bounds."""

    def check(value: Any, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Broken(f"must be an integer from {low} to {high}", at)

    return check


def number(value: Any, at: str) -> None:
    """Refuse what is no finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value - value != 0:
        raise Broken("must be a finite number", at)


def pattern(regex: str, what: str) -> Check:
    """Check for a text of a certain form."""

    def check(value: Any, at: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(regex, value):
            raise Broken(f"must be {what}", at)

    return check


def each(check_one: Check, low: int, high: int) -> Check:
    """Check for a list of so many items, each of which is checked."""

    def check(value: Any, at: str) -> None:
        if not isinstance(value, list):
            raise Broken("must be an array", at)
        _sized(len(value), low, high, "items", at)
        for index, one in enumerate(value):
            check_one(one, f"{at}/{index}")

    return check


def shape(fields: Shapes, required: Iterable[str] = (), *laws: Check) -> Check:
    """Check for an object with these fields and no others; `laws` look at it as a whole."""
    needed = tuple(required)

    def check(value: Any, at: str) -> None:
        _known(value, fields, at)
        for name in needed:
            if name not in value:
                raise Broken(f"missing required field: {name}", at)
        for name, given in value.items():
            fields[name](given, f"{at}/{name}")
        for law in laws:
            law(value, at)

    return check


def _known(value: Any, fields: Shapes, at: str) -> None:
    if not isinstance(value, dict):
        raise Broken("must be an object", at)
    for name in value:
        if name not in fields:
            raise Broken(f"invalid additional property: {name}", at)


def typed(table: Callable[[], Shapes], allowed: Iterable[str] | None = None) -> Check:
    """Check for an object whose `type` is one of a table, or of those of it that are allowed here."""
    names = None if allowed is None else frozenset(allowed)

    def check(value: Any, at: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table() or (names is not None and kind not in names):
            raise Broken(f"unsupported type: {kind}", f"{at}/type")
        table()[kind](value, at)

    return check


def either(*names: str) -> Check:
    """Law: exactly one of these fields is given."""

    def check(value: Any, at: str) -> None:
        if sum(name in value for name in names) != 1:
            raise Broken(f"must have exactly one of: {', '.join(names)}", at)

    return check


def some(*names: str) -> Check:
    """Law: at least one of these fields is given."""

    def check(value: Any, at: str) -> None:
        if not any(name in value for name in names):
            raise Broken(f"must have at least one of: {', '.join(names)}", at)

    return check


def unique(key: str, items: str) -> Check:
    """Law: no two items of a list have the same value under a key."""

    def check(value: Any, at: str) -> None:
        seen: set[Any] = set()
        for one in value.get(items, []):
            name = one.get(key) if isinstance(one, dict) else None
            if name is not None and name in seen:
                raise Broken(f"`{key}` {name} already exists", at)
            seen.add(name)

    return check
