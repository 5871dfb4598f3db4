"""Improvements: the card of a cycle in each of its stages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from bot.gallery.cast import DAN, NOW, OLIVIA, SAM, TEAM, THURSDAY, TODAY, YESTERDAY, Cast, Exhibit, exhibit, mendable
from messages import improvements as told
from messages.improvement_card import Shown, card
from model.customer import Customer
from model.improvement import Improvement, Verdict, improvement_id
from model.pdca import Mover, act, back, do, measure, said, start

NO_SHOWS = "Fewer missed appointments in the eye clinic"
AIM = "Remind patients of their appointment by text message two days before, and let them move it by answering"
RESULT = "31 % of the patients who got a message moved their appointment; 12 % still missed it."
WEEK = date(2026, 11, 17)
OLIVIAS, DANS = Mover(OLIVIA, WEEK, NOW), Mover(DAN, YESTERDAY, NOW)


def written(cast: Cast, text: str) -> str:
    """Return what somebody wrote into a cycle, which is never blank: no stage takes nothing."""
    return cast.said(text) if said(cast.said(text)) else text


def planned(cast: Cast, customer: Customer, number: int = 12, **fields: Any) -> Improvement:
    """Return a cycle with a whole plan."""
    given = {
        "aim": written(cast, AIM),
        "kpi": written(cast, "Missed appointments in the eye clinic, a week"),
        "baseline": written(cast, "40 %"),
        "target": written(cast, "10 %"),
        "check_on": THURSDAY,
        "partner": written(cast, "Dr. Weber"),
        "owner": OLIVIA,
        "justification": written(cast, "Each missed appointment costs the clinic 80 euros"),
        **fields,
    }
    return Improvement(
        id=improvement_id(TEAM, number, given.get("cycle", 1)),
        workspace=TEAM,
        customer=customer.id,
        number=number,
        author=OLIVIA,
        begun_at=NOW,
        **given,
    )


def begun(cast: Cast, customer: Customer) -> Improvement:
    """Return a cycle as a line begins it."""
    return planned(cast, customer, kpi="", baseline="", target="", check_on=None, partner="", justification="")


def doing(cast: Cast, customer: Customer, **fields: Any) -> Improvement:
    """Return a cycle that is being done."""
    return start(planned(cast, customer, **fields), OLIVIAS)


def done(cast: Cast, customer: Customer, **fields: Any) -> Improvement:
    """Return a cycle that waits for its result."""
    return do(doing(cast, customer, **fields), written(cast, "The messages go out every day at 17:00, in four languages."), DANS)


def measured(cast: Cast, customer: Customer, *, met: bool = False, **fields: Any) -> Improvement:
    """Return a cycle with its result."""
    return measure(done(cast, customer, **fields), written(cast, "12 %"), DANS, met=met)


def ended(cast: Cast, customer: Customer, verdict: Verdict = "adapt") -> tuple[Improvement, Improvement | None]:
    """Return a cycle that came to its verdict, and the next one."""
    aim = written(cast, "Send the message on the evening before, too") if verdict == "adapt" else ""
    return act(
        measured(cast, customer, met=verdict == "adopt"), verdict, written(cast, "Two days before is too early for many."), DANS, aim
    )


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says of improvements."""
    northside = cast.northside
    first, second = ended(cast, northside)
    went_back = back(done(cast, northside), written(cast, "The Tuesday clinic was left out"), OLIVIAS)
    cards = {
        "just begun": begun(cast, northside),
        "planned": planned(cast, northside),
        "being done": doing(cast, northside),
        "waits for its result": done(cast, northside),
        "its check date has passed": done(cast, northside, check_on=YESTERDAY),
        "gone back a stage": went_back,
        "with its result": measured(cast, northside),
        "adapted": first,
        "adopted": ended(cast, northside, "adopt")[0],
        "abandoned": ended(cast, northside, "abandon")[0],
    }
    for what, one in cards.items():
        yield exhibit(f"a cycle, {what}", card, Shown(one, northside, WEEK), TODAY)
    if second:
        idea = cast.idea(northside, NO_SHOWS, author=SAM).text
        yield exhibit("the second cycle, from an idea", card, Shown(second, northside, TODAY, idea), TODAY)
    many = msgspec.structs.replace(first, steps=(*went_back.steps, *first.steps, *first.steps))
    yield exhibit("a cycle that went to and fro", card, Shown(many, northside, WEEK), TODAY)
    yield mendable("taken back meanwhile", "", told.gone)
