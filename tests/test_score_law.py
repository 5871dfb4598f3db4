"""Laws of the score: the score of many is the sum of each one's, a figure is the length of its list, and all of it fits into Slack."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import NOON, TEAM, TODAY, belief, commitment, customer, idea, improvement, made, talk

from handlers.scoring import FEW, Asked, asked_for, entries_of, score_of, trend_of
from messages.score import Place, score_shared, score_shown
from messages.score_lists import PAGE, Listing, score_listed
from messages.score_trend import trend_shown
from model.answer import Message
from model.change import AnyRecord
from model.customer import MATURITIES, Customer, Rating
from model.drying import Kind, Sign
from model.happened import Happening
from model.improvement import Step
from model.nudge import Relationship
from model.period import Period, period_of
from model.score import figures_of
from model.summary import Scope
from model.term import STANDINGS, Entry, Name, Point, Score, Term
from sandbox import rules
from storage import Store

NOW = period_of("quarter", TODAY)
QUARTERS = (NOW, NOW.previous)


def a_year(chance: Random, number: int) -> list[AnyRecord]:
    """What happened in a year with one customer, by chance; all of it was noted at once."""

    def some_day() -> date:
        return TODAY - timedelta(days=chance.randint(0, 400))

    ratings = (Rating("us", chance.choice(MATURITIES), some_day(), "U1"), Rating("them", chance.choice(MATURITIES), some_day(), "U1"))
    of = customer(f"Customer {number}", added_on=some_day(), owner=f"U{number % 3}", ratings=ratings[: chance.randint(0, 2)])
    talks = [talk(of, some_day(), purpose=chance.choice(("relationship", "operational"))) for _ in range(chance.randint(0, 4))]
    day = some_day()
    cycle = improvement(of, number + 1, stage="act", verdict="adopt", steps=(Step("act", day, NOON, "U1", verdict="adopt"),))
    promise = commitment(of, due_on=some_day(), done_on=chance.choice((None, some_day())), side=chance.choice(("us", "them")))
    return [of, *talks, belief(of), idea(of, noted_at=NOON - timedelta(days=chance.randint(0, 400))), cycle, promise]


async def test_the_score_of_many_is_the_sum_of_each_ones(store: Store) -> None:
    everybody = await a_hundred_years(store, NOW)

    whole = await score_of(store, everybody)
    each = [await score_of(store, alone(everybody, one)) for one in everybody.counted]

    assert whole.customers == len(each) > FEW / 2
    assert sum(map(total, each), Counter()) == total(whole)


@pytest.mark.parametrize("period", QUARTERS, ids=lambda period: period.words)
async def test_a_figure_is_the_length_of_its_list(store: Store, period: Period) -> None:
    everybody = await a_hundred_years(store, period)

    score = await score_of(store, everybody)
    lists = {name: await entries_of(store, everybody, name) for name in figures_of(everybody.term)}

    assert {name: Counter(entry.standing for entry in entries) for name, entries in lists.items()} == score.counts
    assert min(map(len, lists.values())) > 0 or not everybody.term.running


async def test_who_is_quiet_new_or_in_touch_is_so_in_home_and_all_lists(store: Store) -> None:
    everybody = await a_hundred_years(store, NOW)

    entries = {entry.customer.id: entry.standing for entry in await entries_of(store, everybody, "touch")}
    listed = {one.customer.id: one for one in await store.relationships(TEAM)}

    def standing(of: Relationship) -> str:
        return "quiet" if of.quiet(TODAY) else "in touch" if of.last_on else "new"

    assert {of: standing(one) for of, one in listed.items()} == entries
    assert {*entries.values()} == {"quiet", "new", "in touch"}


async def a_hundred_years(store: Store, period: Period) -> Asked:
    """More customers than are read one by one, each with a year behind it."""
    chance = Random(7)  # noqa: S311  the same year each time
    await store.commit(made(*(record for number in range(FEW + 5) for record in a_year(chance, number))))
    return await asked_for(store, TEAM, Scope(), Term(period, TODAY))


def alone(asked: Asked, one: Customer) -> Asked:
    return Asked(asked.workspace, Scope(one), asked.term, [one])


def total(score: Score) -> Counter[tuple[Name, str]]:
    return Counter({(name, standing): count for name, of in score.counts.items() for standing, count in of.items() if count})


async def test_the_trend_ends_with_what_the_score_says(store: Store) -> None:
    everybody = await a_hundred_years(store, NOW)

    points, score = await trend_of(store, everybody), await score_of(store, everybody)

    assert [point.period.first for point in points] == [date(2025, 10, 1), *(date(2026, month, 1) for month in (1, 4, 7, 10))]
    last = points[-1]
    assert (last.customers, last.in_touch) == (score.customers, score.count("touch", "in touch"))
    assert (last.talks, last.strategic) == (score.count("talks"), score.count("talks", "strategic"))
    assert (last.promised, last.kept) == (score.count("ours") - score.count("ours", "to come"), score.count("ours", "in time"))


COUNTS = st.integers(0, 2_000_000)
NAMES = st.text(min_size=1, max_size=300)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    term = Term(draw(st.sampled_from(QUARTERS)), TODAY)
    counts = {name: {standing: draw(COUNTS) for standing in STANDINGS[name]} for name in figures_of(term)}
    of = customer(draw(NAMES), added_on=date(2026, 1, 1))
    longest = Entry(of, "undecided", TODAY, idea(of, draw(st.text(max_size=400)) * 9))
    levels = {"us": dict.fromkeys(MATURITIES, draw(COUNTS)), "them": dict.fromkeys(MATURITIES, draw(COUNTS))}
    scope = draw(st.sampled_from((Scope(), Scope(of), Scope(owner="U0OWNER"))))
    return Score(scope, term, draw(COUNTS), counts, longest, levels, earlier=draw(st.booleans()))  # type: ignore[arg-type]


def taken(shown: Message) -> bool:
    rules.message({"text": shown.text, "blocks": list(shown.blocks)}, strict_text=True)
    return True


@given(scores())
def test_a_score_of_any_size_fits_into_slack(score: Score) -> None:
    assert taken(score_shown(score, "U0OWNER", shareable=True))
    assert taken(score_shared(score, "U0OWNER"))


@given(NAMES, st.text(max_size=4000), COUNTS, st.sampled_from([*STANDINGS]))
def test_a_page_of_any_list_fits_into_slack(name: str, notes: str, more: int, figure: Name) -> None:
    several = [customer(name, added_on=date(2026, 1, 1)) for _ in range(PAGE)]
    of = several[0]
    records: dict[Name, Happening] = {
        "talks": talk(of, notes=notes),
        "beliefs": belief(of, notes),
        "funnel": improvement(of, more, aim=notes),
        "waiting": idea(of, notes),
        "ours": commitment(of, notes, done_on=TODAY),
    }
    kinds: tuple[Kind, ...] = get_args(Kind)
    signs = tuple(Sign(kind, TODAY, more, who=notes) for kind in kinds) if figure == "drying" else ()
    entries = [Entry(one, STANDINGS[figure][0], TODAY, records.get(figure), signs) for one in several]

    shown = score_listed(Listing(Place(Scope(), NOW), figure, entries, PAGE * 2 + more, PAGE), Term(NOW, TODAY), "U0OWNER")

    assert taken(shown)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=5))
def test_a_trend_of_any_figures_fits_into_slack(figures: list[tuple[int, int, int]]) -> None:
    counted = zip(last(5), figures, strict=False)
    points = [Point(period, 1 + some, some, talks, talks, promised, promised) for period, (some, talks, promised) in counted]

    assert taken(trend_shown(points, Place(Scope(), NOW), "U0OWNER", running=True))


def last(count: int) -> list[Period]:
    found = [NOW]
    while len(found) < count:
        found.insert(0, found[0].previous)
    return found
