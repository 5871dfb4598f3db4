"""The card: one customer at a glance, and what one could begin a talk with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.beliefs import PROFILE, completeness
from messages.blocks import actions, button, escape, header, message, one_line, person, section, shortened
from messages.commitments import overdue_part
from messages.customers import KINDS, card_buttons, standing
from messages.cycles import cycle_part
from messages.drying import all_signs
from messages.maturity import maturity_part
from messages.openers import opener_line
from messages.talks import talk_line
from model.answer import Json, Message
from model.commitment import Commitment
from model.customer import Customer
from model.drying import Sign
from model.idea import Idea
from model.improvement import Improvement
from model.knowledge import Knowledge
from model.nudge import Relationship
from model.opener import Opener
from model.talk import Talk, readable


class Learned(msgspec.Struct, frozen=True):
    """What the card says of what is known of a customer, what to begin with, by what it dries up, and what is under way."""

    known: Knowledge
    opener: Opener
    signs: Sequence[Sign] = ()
    cycles: Sequence[Improvement] = ()


def learned_part(learned: Learned, today: date) -> list[Json]:
    """Return how much is known of a customer, with the way to it, and what to begin a talk with."""
    customer = learned.known.customer
    seen = f" Seen as {customer.position}." if customer.position else ""
    return [
        section(f"*What we know*\n{completeness(learned.known, today)}{seen}", accessory=button("Show", PROFILE, customer.id)),
        section(f"*To begin with*\n{opener_line(learned.opener, customer)}"),
    ]


def card(
    relationship: Relationship,
    talks: list[Talk],
    ideas: list[Idea],
    viewer: str,
    today: date,
    *,
    learned: Learned | None = None,
    overdue: Sequence[Commitment] = (),
) -> Message:
    """Return all that is known about one customer, on one card; `ideas` are those that are on the table, `overdue` what we promised."""
    customer = relationship.customer
    spoken = [talk_line(talk, today, readable=readable(talk, customer, viewer)) for talk in talks]
    proposed = [f"• {shortened(idea.text, 200)}" for idea in ideas]
    return message(
        f"{one_line(escape(customer.name))}: {standing(relationship, today)}",
        header(one_line(customer.name)),
        section(f"{standing(relationship, today)}\n{details(customer)}"),
        *(learned_part(learned, today) if learned else ()),
        maturity_part(customer, today),
        *(all_signs(learned.signs, today) if learned else ()),
        *overdue_part(overdue, today),
        section("*Last talks*\n" + ("\n".join(spoken) or "None yet.")),
        section("*Open ideas*\n" + ("\n".join(proposed) or "None yet.")),
        *(cycle_part(learned.cycles, customer, today) if learned else ()),
        actions(*card_buttons(customer)),
    )


def details(customer: Customer) -> str:
    """Return a customer's own facts, a line each, leaving out what is not known."""
    facts = {
        "Kind": KINDS[customer.kind],
        "Industry": escape(one_line(customer.industry)),
        "Other names": escape(one_line(", ".join(customer.aliases))),
        "Owner": person(customer.owner),
        "Deputy": customer.deputy and person(customer.deputy),
        "Sponsor": customer.sponsor and person(customer.sponsor),
        "Channel": customer.channel and f"<#{customer.channel}>",
        "Cadence": str(customer.cadence),
    }
    return "\n".join(f"{label}: {fact}" for label, fact in facts.items() if fact)
