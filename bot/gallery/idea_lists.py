"""Ideas in lists: what became of them, and what a click did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery.cast import DAN, KEY, NOW, OLIVIA, SAM, SOFIA, TODAY, Cast, Exhibit, exhibit
from messages import idea_lists as told
from messages import reception
from model.customer import Customer
from model.idea import Back, IdeaState, Origin

NIGHTS = "The board wants to see how many nurses have to sign in at night first."
IDEAS: tuple[tuple[str, IdeaState, Origin, Back | None], ...] = (
    ("Let patients move appointments by text message", "new", "staff", None),
    ("One sign-on for the ward computers; nurses sign in forty times a shift", "adopted", "customer", None),
    ("A screen in the hall that shows waiting times", "not now", "competitor", "plans"),
    ("Print labels at the bedside", "discussed", "innovator", None),
    ("Order meals from the bed", "declined", "staff", None),
    ("Find free beds on a map", "not now", "customer", "cycle"),
)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what lists of ideas look like."""
    northside = cast.northside
    few, new = told.Listing(rows(cast, northside, 6), 6, northside), rows(cast, northside, 1)[0].idea
    put_off = new.decided("not now", TODAY, NOW, DAN, northside)
    clicked = {
        "one idea was adopted": reception.decided(new.decided("adopted", TODAY, NOW, OLIVIA, northside), northside, TODAY),
        "one idea was put off": reception.decided(put_off, northside, TODAY),
        "one idea was declined": reception.decided(new.decided("declined", TODAY, NOW, OLIVIA, northside), northside, TODAY),
        "one idea was discussed": reception.decided(new.decided("discussed", TODAY, NOW, OLIVIA, northside), northside, TODAY),
        "one idea had been put off before": reception.already(put_off, NOW, TODAY),
        "one idea had been merged before": reception.went_into(),
    }
    yield exhibit("none of a customer's", told.no_ideas, northside)
    yield exhibit("none at all", told.no_ideas, None)
    yield exhibit("none", told.ideas_listed, told.Listing([], 0), OLIVIA, TODAY)
    yield exhibit("one", told.ideas_listed, told.Listing(rows(cast, northside, 1), 1, northside), OLIVIA, TODAY)
    yield exhibit("six of a customer's, some decided, two back on the table", told.ideas_listed, few, OLIVIA, TODAY)
    yield exhibit("a hundred, the first page", told.ideas_listed, told.Listing(rows(cast, northside, 15), 100), SAM, TODAY)
    for title, sentence in clicked.items():
        yield exhibit(title, told.ideas_listed, few, OLIVIA, TODAY, told.Done(new.id, sentence, KEY))


def rows(cast: Cast, customer: Customer, count: int) -> list[told.Row]:
    """Return ideas as a list shows them."""
    return [row(cast, customer, n) for n in range(count)]


def row(cast: Cast, customer: Customer, n: int) -> told.Row:
    """Return one of them; the second was merged from two others, and has a reaction."""
    text, state, origin, back = IDEAS[n % len(IDEAS)]
    on = TODAY - timedelta(days=9 * n)
    given = {} if state == "new" else {"decided_on": on, "decided_at": NOW - timedelta(days=9 * n), "decided_by": DAN}
    reaction = cast.said(NIGHTS) if n == 1 else ""
    votes = (OLIVIA, SAM, SOFIA)[: n % 4]
    again = " again" * (n // len(IDEAS))
    idea = cast.idea(customer, f"{text}{again}", state=state, origin=origin, votes=votes, reaction=reaction, **given)
    absorbed = tuple(cast.said(other) for other in ("Badges instead of passwords", "Sign in by fingerprint")) if n == 1 else ()
    return told.Row(idea, customer.name, on, back, absorbed)
