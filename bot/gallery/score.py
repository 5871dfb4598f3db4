"""The score: of a quarter under way and of one that is over, of one and of many, the lists behind it, and its trend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from bot.gallery.cast import OLIVIA, SAM, THURSDAY, TODAY, WEBER, YESTERDAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.maturity import seen_by_both
from messages import score as told
from messages.score import Place
from messages.score_lists import PAGE, Listing, score_listed
from messages.score_trend import trend_shown
from messages.score_words import TITLES
from model.commitment import Commitment
from model.drying import Sign
from model.period import Period, period_of
from model.record import id_for
from model.score import figures_of
from model.summary import Scope
from model.term import STANDINGS, Entry, Name, Point, Score, Term

NOW, BEFORE = period_of("quarter", TODAY), period_of("quarter", TODAY).previous
HUNDREDS = 123


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says of scores."""
    mine, everybody, one = Scope(owner=OLIVIA), Scope(), Scope(seen_by_both(cast))
    yield exhibit("one's own quarter, so far", told.score_shown, score(cast, mine, NOW), OLIVIA, shareable=True)
    yield exhibit("everybody's quarter before", told.score_shown, score(cast, everybody, BEFORE, HUNDREDS), OLIVIA, shareable=True)
    yield exhibit("a customer's", told.score_shown, score(cast, one, NOW), OLIVIA, shareable=False)
    yield exhibit("nothing has happened", told.score_shown, nothing(mine), OLIVIA, shareable=True)
    yield exhibit("everybody's", told.score_shared, score(cast, everybody, NOW, HUNDREDS), OLIVIA)
    yield exhibit("a customer's quarter before", told.score_shared, score(cast, one, BEFORE), OLIVIA)
    yield exhibit("no customers", told.nobody, everybody, OLIVIA)
    yield exhibit("none of one's own", told.nobody, mine, OLIVIA)
    yield exhibit("none of somebody's", told.nobody, Scope(owner=SAM), OLIVIA)
    for title, early in (("the first of several", mine), ("it", one)):
        yield exhibit(f"before {title} came", told.too_early, early, OLIVIA, BEFORE, cast.northside.added_on)
    yield mendable("no quarter", cast.said("score Northside in spring"), told.no_such_quarter)
    yield mendable("a quarter to come", cast.said("score 2027 Q3"), told.yet_to_come, period_of("quarter", date(2027, 7, 1)))
    yield mendable("a person that was not picked", cast.said("score @olivia"), told.no_such_person)
    yield from lists(cast, everybody)
    yield exhibit("of five quarters", trend_shown, points(5), Place(everybody, NOW), OLIVIA, running=True)
    yield exhibit("of one quarter", trend_shown, points(1), Place(mine, NOW), OLIVIA, running=True)


def lists(cast: Cast, scope: Scope) -> Iterator[Exhibit]:
    """Return the list behind each figure, with one of everything it counts."""
    for figure, entries in behind(cast).items():
        listing = Listing(Place(scope, NOW), figure, entries, len(entries))
        yield exhibit(f"behind {TITLES[figure].lower()}", score_listed, listing, Term(NOW, TODAY), OLIVIA)
    quiet = [Entry(customer, "quiet", TODAY - timedelta(days=100)) for customer in cast.many(PAGE)]
    middle = Listing(Place(scope, NOW), "touch", quiet, HUNDREDS, PAGE)
    yield exhibit("a page in the middle", score_listed, middle, Term(NOW, TODAY), OLIVIA)
    yield exhibit("nothing any more", score_listed, Listing(Place(scope, NOW), "ours", (), 0), Term(NOW, TODAY), OLIVIA)
    private = cast.talk(cast.northside, visibility="private")
    hidden = Listing(Place(scope, NOW), "talks", [Entry(cast.northside, "strategic", YESTERDAY, private)], 1, 0, frozenset({private.id}))
    yield exhibit("a private talk", score_listed, hidden, Term(NOW, TODAY), SAM)


def behind(cast: Cast) -> dict[Name, list[Entry]]:
    """Return entries of each figure."""
    northside, riverbank, rated = cast.northside, cast.riverbank, seen_by_both(cast)
    promise = Commitment(
        id=id_for("promise"),
        workspace=northside.workspace,
        customer=northside.id,
        side="us",
        person=OLIVIA,
        what=cast.said("Send the offer for the new wing"),
        made_at=cast.idea(northside).noted_at,
        author=OLIVIA,
        due_on=YESTERDAY,
    )
    sign = Sign("nothing new", TODAY - timedelta(days=60), 4)
    return {
        "kept": [Entry(riverbank, "missed", YESTERDAY), Entry(northside, "to come", THURSDAY), Entry(rated, "in time", YESTERDAY)],
        "talks": [Entry(northside, "strategic", YESTERDAY, cast.talk(northside, notes=WEBER))],
        "funnel": [Entry(northside, "raised", YESTERDAY, cast.idea(northside))],
        "ours": [Entry(northside, "overdue", YESTERDAY, promise)],
        "theirs": [Entry(northside, "in time", YESTERDAY, promise.changed(side="them", done_on=YESTERDAY))],
        "maturity": [Entry(rated, "lower", date(2026, 10, 13)), Entry(riverbank, "not rated")],
        "drying": [Entry(northside, "drying", sign.since, signs=(sign,))],
    }


def score(cast: Cast, scope: Scope, period: Period, times: int = 1) -> Score:
    """Return a score with so much of everything."""
    term = Term(period, TODAY)
    counts = {name: {standing: times * (n + 1) for n, standing in enumerate(STANDINGS[name])} for name in figures_of(term)}
    longest = Entry(cast.northside, "undecided", date(2026, 7, 6), cast.idea(cast.northside))
    levels = {"us": {"trusted advisor": times, "service provider": 2 * times}, "them": {"order taker": times}}
    customers = 1 if scope.customer else 3 * times
    return Score(scope, term, customers, counts, longest, levels, earlier=True)  # type: ignore[arg-type]  # the levels' sides are literals


def nothing(scope: Scope) -> Score:
    """Return the score of a new customer with which nothing happened yet."""
    term = Term(NOW, TODAY)
    counts: dict[Name, dict[str, int]] = {name: {} for name in figures_of(term)}
    return Score(scope, term, 1, {**counts, "touch": {"new": 1}, "maturity": {"not rated": 1}})


def points(count: int) -> list[Point]:
    """Return so many quarters of a trend, which rises."""
    periods = [NOW]
    while len(periods) < count:
        periods.append(periods[-1].previous)
    of = [Point(period, 9 + n, 5 + n, 20 + n, 9 + 2 * n, 8 + n, 4 + n) for n, period in enumerate(reversed(periods))]
    return of if count == 1 else [*of[:-1], msgspec.structs.replace(of[-1], talks=0, strategic=0)]
