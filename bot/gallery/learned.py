"""Who and what the exhibits of what is known are about: some beliefs of every kind, and what hospitals do with IT."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.gallery.cast import DAN, NOW, OLIVIA, SAM, TEAM, TODAY, YESTERDAY, Cast
from model.belief import Belief, Topic, Wording
from model.customer import Customer
from model.industry import IndustryEntry, Use
from model.knowledge import Knowledge, knowledge
from model.record import id_for

SPRING = "Patients move their appointments online by spring"
LINK = "https://northside.example/strategy-2027"
LONG_AGO = date(2026, 3, 9)
HOSPITALS: tuple[tuple[Use, str, str], ...] = (
    ("normal", "Patients check in on a tablet or at a kiosk", "https://hospitals.example/trends-2026"),
    ("normal", "Lab results reach the ward within minutes of being signed", ""),
    ("innovators", "A model predicts each ward's free beds two days ahead", "Dr. Weber, at the spring conference"),
)


def belief(cast: Cast, customer: Customer, statement: str = SPRING, topic: Topic = "plans", **fields: Any) -> Belief:
    """Return one belief about a customer."""
    given = {
        "author": OLIVIA,
        "learned_on": YESTERDAY,
        "learned_at": NOW,
        "topic": topic,
        "statement": cast.said(statement)[:3000],
        **fields,
    }
    return Belief(id=id_for("belief", customer.id, topic, statement), workspace=TEAM, customer=customer.id, **given)


def entries(cast: Cast, industry: str = "Hospitals") -> list[IndustryEntry]:
    """Return what hospitals do with IT."""
    return [
        IndustryEntry(
            id=id_for("entry", text),
            workspace=TEAM,
            industry=cast.named(industry)[:200],
            use=use,
            text=cast.said(text)[:3000],
            author=SAM,
            noted_at=NOW - timedelta(days=40),
            source=cast.said(source)[:500] if source and not source.startswith("http") else source,
        )
        for use, text, source in HOSPITALS
    ]


def some(cast: Cast, customer: Customer) -> list[Belief]:
    """Return a belief in every state."""
    was = Wording(cast.said("They send paper letters"), LONG_AGO, DAN)
    return [
        belief(cast, customer, source=LINK, to_ask=DAN),
        belief(cast, customer, "Referrals by letter take nine days", "business", learned_on=LONG_AGO),
        belief(cast, customer, "The board asks for savings", "plans", state="confirmed", confirmed_on=TODAY, confirmed_by=OLIVIA),
        belief(
            cast,
            customer,
            "They send letters by e-mail",
            "services",
            state="corrected",
            confirmed_on=YESTERDAY,
            confirmed_by=DAN,
            earlier=(was,),
        ),
        belief(cast, customer, "They want a portal of their own", "plans", state="outdated"),
    ]


def much(cast: Cast) -> Knowledge:
    """Return a customer of whom much is known."""
    northside = cast.customer("Northside Hospital", industry="Hospitals", position="laggard")
    return knowledge(northside, some(cast, northside), entries(cast))


def nothing(cast: Cast) -> Knowledge:
    """Return one of whom nothing is known."""
    riverbank = cast.customer("Riverbank")
    return Knowledge(riverbank, ())


def too_much(cast: Cast) -> Knowledge:
    """Return one of whom more is known than one message shows."""
    northside = cast.northside
    many = [belief(cast, northside, f"Goal {n}: {SPRING}", "plans", learned_at=NOW - timedelta(days=n)) for n in range(30)]
    shelf = [one for n in range(4) for one in (entries(cast) if not n else [])] * 3
    return knowledge(northside, many, shelf)
