"""What the bot says of a relationship that dries up although one talks: by which signs, since when, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.blocks import actions, button, name, on_day, person, said, section, shortened
from messages.customers import BRIEF, PAGE, the_next
from model.answer import Json, Message
from model.customer import Customer
from model.drying import Sign

MORE = "drying.more"
TITLE = "*Talking, but drying up*"
SHOWN = 5
TWO = 2


class Drying(msgspec.Struct, frozen=True):
    """A customer, and the signs that the relationship with it dries up, one at least."""

    customer: Customer
    signs: Sequence[Sign]


def reason(sign: Sign, today: date) -> str:
    """Say what a sign is: since when, how many, and who."""
    since = on_day(sign.since, today).removeprefix("on ")
    match sign.kind:
        case "operations":
            return f"Talking, but only about operations since {since} ({sign.count:,} talks)."
        case "one person":
            return one_person(sign, since)
        case "nothing new":
            return f"Nothing was learned or proposed in the last {sign.count:,} talks, since {since}."
        case "promises":
            whose = f"{person(sign.user)}'s" if sign.user else "ours"
            several = f"{sign.count:,} promises of {whose} are overdue, the oldest since {since}."
            return several if sign.count > 1 else f"A promise of {whose} is overdue since {since}."


def one_person(sign: Sign, since: str) -> str:
    """Say that all talks were with one person, or noted by one who names nobody; both, where it may not be said who."""
    talks = f"{sign.count:,} talks since {since}"
    if sign.user:
        return f"{person(sign.user)} alone noted all {talks}, and they name nobody who took part."
    who = shortened(sign.who, 60)
    return f"All {talks} were with {who} alone." if who else f"All {talks} rest on one person."


def advice(sign: Sign) -> str:
    """Say what to do about a sign."""
    match sign.kind:
        case "operations":
            return "Next time, ask what they are trying to achieve."
        case "one person":
            return "Name who takes part, or bring a colleague along." if sign.user else "Ask who else should be at the table."
        case "nothing new":
            return "Bring an idea along, or check what we believe of them."
        case "promises":
            return "Keep it, or agree on another day." if sign.count == 1 else "Keep them, or agree on other days."


def told(signs: Sequence[Sign], today: date) -> str:
    """Say the first two signs in sentences, and what to do about the first."""
    reasons = " ".join(reason(sign, today) for sign in signs[:TWO])
    return f"{reasons} {advice(signs[0])}"


def drying_line(signs: Sequence[Sign], today: date) -> str:
    """Return all signs, and what to do about the first, as a line below others; nothing where there are none."""
    return f"\n*Drying up:* {' '.join(reason(sign, today) for sign in signs)} {advice(signs[0])}" if signs else ""


def all_signs(signs: Sequence[Sign], today: date) -> list[Json]:
    """Return all signs for a customer's card, each with what to do about it; nothing where there are none."""
    lines = "\n".join(f"• {reason(sign, today)} {advice(sign)}" for sign in signs)
    return [section(f"{TITLE}\n{lines}")] if signs else []


def row(drying: Drying, today: date) -> Json:
    """Return one relationship as a line of a list: who, whose, and why."""
    customer = drying.customer
    words = f"{name(customer.name)} · {person(customer.owner)}\n{told(drying.signs, today)}"
    return section(words, accessory=button("Brief me", BRIEF, customer.id))


def drying_part(found: Sequence[Drying], whose: str, today: date) -> list[Json]:
    """Return the first of those that dry up, for below those gone quiet, and the way to the others; nothing where there are none."""
    if not found:
        return []
    more = [actions(button(f"Show all {len(found):,}", MORE, f"{whose}|0"))] if len(found) > SHOWN else []
    return [section(TITLE), *(row(drying, today) for drying in found[:SHOWN]), *more]


def drying_listed(found: Sequence[Drying], whose: str, today: date, start: int = 0) -> Message:
    """Show a page of those that dry up."""
    mine = " of yours" if whose == "mine" else ""
    if not found:
        return said(f"No relationship{mine} dries up any more. Keep talking!")
    page = found[start : start + PAGE]
    more = the_next(len(found) - start - PAGE, MORE, f"{whose}|{start + PAGE}")
    count = f"{len(found):,} relationships{mine} dry" if len(found) > 1 else f"1 relationship{mine} dries"
    return said(f"{count} up, although you talk:", *(row(drying, today) for drying in page), *more)
