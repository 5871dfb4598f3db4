"""The law of the summary: what it counts and draws is what somebody finds who goes through all records with a calendar and a pencil."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from records import NOON, TEAM, TODAY, belief, commitment, customer, idea, improvement, made, talk

from handlers.summing import summed_up
from messages.summaries import summary_posted
from model.belief import Belief
from model.cadence import add_months
from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement, Step
from model.period import Period, period_of
from model.summary import Scope, Wanted
from model.talk import Talk
from storage import Store

OWNERS = ("U1", "U2")
PERIODS = [period_of(unit, TODAY - timedelta(days=back)) for unit in ("week", "month", "quarter") for back in (0, 7, 31, 59, 92, 184, 330)]
SAID = {
    "talks": r"(\d+) talks?",
    "beliefs": r"(\d+) things? learned or confirmed",
    "made": r"(\d+) promises? made",
    "kept": r"(\d+)(?: promises?)? kept",
    "overdue": r"(\d+)(?: promises?)? overdue",
    "ideas": r"(\d+) ideas?\b(?! decided)",
    "decided": r"(\d+)(?: ideas?)? decided about",
    "moved": r"(\d+) improvements? moved",
    "quiet": r"(?:(\d+) relationships? )?gone quiet",
}


def some_years(chance: Random, number: int) -> list[AnyRecord]:
    """What happened with one customer, by chance: noted when it happened, and of every kind a few."""

    def day() -> date:
        return TODAY - timedelta(days=chance.randint(0, 420))

    def then() -> datetime:
        return NOON - timedelta(days=chance.randint(0, 420))

    def perhaps(some: Callable[[], date]) -> date | None:
        return chance.choice((None, some()))

    booked = TODAY + timedelta(days=chance.randint(0, 40)) if number % 4 == 0 else None
    of = customer(f"Customer {number}", owner=OWNERS[number % 2], added_on=TODAY - timedelta(days=430), booked_on=booked)
    steps = tuple(
        Step("do" if n % 2 else "plan", on, NOON, "U1") for n, on in enumerate(sorted(day() for _ in range(chance.randint(0, 3))))
    )
    records: list[AnyRecord] = [
        *(
            talk(of, day(), purpose=chance.choice(("relationship", "operational")), visibility=chance.choice(("team", "private")))
            for _ in "123"
        ),
        *(idea(of, noted_at=then(), state=state, decided_on=day() if state == "adopted" else None) for state in ("new", "adopted")),
        belief(of, learned_at=then()),
        belief(of, learned_at=NOON - timedelta(days=430)).confirmed(day(), "U1"),
        belief(of, learned_at=NOON - timedelta(days=430)).corrected("They do not", day(), "U1"),
        *(commitment(of, made_at=NOON - timedelta(days=430), due_on=perhaps(day), done_on=perhaps(day)) for _ in "12"),
        commitment(of, made_at=then(), side="them"),
        improvement(of, number, begun_at=then(), steps=steps),
    ]
    return [of, *records]


class Pencil:
    """Counts what a summary should say; days are UTC days."""

    def __init__(self, records: Iterable[AnyRecord], period: Period, scope: Scope) -> None:
        there = list(records)
        self.period = period
        everybody = [one for one in there if isinstance(one, Customer)]
        self.customers = [one for one in everybody if scope == Scope() or one.owner == scope.owner or one == scope.customer]
        ids = {one.id for one in self.customers}
        self.records: list[Any] = [one for one in there if not isinstance(one, Customer) and getattr(one, "customer", "") in ids]

    def of(self, kind: type[Any], moments: Callable[[Any], Iterable[date | datetime | None]]) -> int:
        """How many records of a kind have one of these moments in the period."""
        return sum(any(map(self.holds, moments(one))) for one in self.records if isinstance(one, kind))

    def holds(self, moment: date | datetime | None) -> bool:
        day = moment.date() if isinstance(moment, datetime) else moment
        return day is not None and self.period.first <= day <= self.period.last

    def due(self, one: Customer) -> date:
        """The last day on which a customer is in touch: three months after the last talk that is not operational."""
        said = [
            talk.held_on for talk in self.records if isinstance(talk, Talk) and talk.customer == one.id and talk.purpose != "operational"
        ]
        return add_months(max(said, default=one.added_on), 3)

    def said(self) -> dict[str, int]:
        """The figures of the first sentence, without those that are nothing."""
        quiet = [self.due(one) for one in self.customers if self.due(one) < TODAY]
        late = [one.due_on for one in self.records if isinstance(one, Commitment) and one.due_on and one.due_on < TODAY and not one.done_on]
        counted = {
            "talks": self.of(Talk, lambda one: [one.held_on]),
            "beliefs": self.of(Belief, lambda one: [one.learned_on, one.confirmed_on]),
            "made": self.of(Commitment, lambda one: [one.made_at]),
            "kept": self.of(Commitment, lambda one: [one.done_on]),
            "overdue": sum(self.holds(day + timedelta(days=1)) for day in late),
            "ideas": self.of(Idea, lambda one: [None if self.holds(one.decided_on) else one.noted_at]),
            "decided": self.of(Idea, lambda one: [one.decided_on]),
            "moved": self.of(Improvement, lambda one: [one.begun_at, *(step.on for step in one.steps)]),
            "quiet": sum(self.holds(day + timedelta(days=1)) for day in quiet),
        }
        return {what: count for what, count in counted.items() if count}

    def talks(self, quarter: Period) -> tuple[int, int]:
        """How many talks of a quarter were about business, and how many operational."""
        said = [
            one for one in self.records if isinstance(one, Talk) and quarter.first <= one.held_on <= min(quarter.last, self.period.last)
        ]
        operational = sum(one.purpose == "operational" for one in said)
        return len(said) - operational, operational


@pytest.mark.parametrize("seed", range(3))
async def test_a_summary_counts_and_draws_what_somebody_finds_who_goes_through_all_records(store: Store, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  a dice, no secret
    records = [record for number in range(1, 9) for record in some_years(chance, number)]
    await store.commit(made(*records))
    first = next(record for record in records if isinstance(record, Customer))

    for period in PERIODS:
        for scope in (Scope(), Scope(owner=OWNERS[0]), Scope(first)):
            found = await summed_up(store, TEAM, Wanted(scope, period, "UTC", TODAY))
            pencil = Pencil(records, period, scope)

            assert figures_in(summary_posted(found)[0].text) == pencil.said(), summary_posted(found)[0].text
            if found.figures:
                drawn = zip(found.figures.strategic, found.figures.operational, strict=True)
                assert list(drawn) == [pencil.talks(quarter) for quarter in found.figures.quarters]
                for row in found.figures.rows:
                    own = Pencil(records, period, Scope(row.customer))
                    assert row.talks == tuple(own.talks(quarter)[0] for quarter in found.figures.quarters)


def figures_in(opening: str) -> dict[str, int]:
    """The figures of what happened then, in a summary's first sentence."""
    told = opening.partition(": ")[2].partition(". Now")[0]
    found = {what: re.search(pattern, told) for what, pattern in SAID.items()}
    return {what: int(match[1]) if match[1] else 1 for what, match in found.items() if match}
