"""The score of a quarter (steps 3 and 4, "keep score" and "talk about it"): what is counted, and how each thing counted stands.

A figure is a list: each function takes what is known of one customer and returns what it counts of that customer, so a number and the
list behind it cannot differ. There is no figure over figures. What holds for all of them:

- Counted are customers that were there by the end of the quarter, or by today while it is under way: whoever was added later has no
  part in it, nor has what was noted of that customer. Owners, cadences and names are today's, since earlier ones are not kept.
- Private talks count like all others, and so does what was promised in them.
- A moment counts on its day in the time zone of the person who asks.
- What is known of today only is not told of a quarter that is over, see `model.term.TODAY_ONLY`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from model.belief import Belief
from model.cadence import Cadence
from model.commitment import Commitment, Side
from model.customer import Customer
from model.drying import signs
from model.funnel import funnel, waiting
from model.knowledge import knowledge
from model.maturity import SIDES, gap, since
from model.period import ONE_DAY
from model.term import STANDINGS, TODAY_ONLY, Case, Entry, Name, Term


def counted(customers: Iterable[Customer], term: Term) -> list[Customer]:
    """Return those of the customers that have a part in a quarter's score."""
    day = term.day
    return [customer for customer in customers if customer.added_on <= day]


def kept(case: Case, term: Term) -> list[Entry]:
    """Count the relationship if it asked for a talk in the quarter, by its cadence or by a booking.

    Its cadence asks where a due day, counted from the last counting talk before the quarter (where there was none, from the day it was
    added, or its first talk if that was earlier), lies in the quarter or before; after a talk the next due day is counted from that. A
    booking asks where its day lies in the quarter and is still on record: noting the talk takes it off, so that talk counts only where
    the cadence asked for it. It stands `in time` where each talk came by its due day, `late` where one came after it, `missed` where a
    due day has passed and none came, `to come` where there was none yet and there is still time. Operational talks do not count.
    """
    customer, spoken, late = case.customer, case.spoken(term), False
    due = due_after(customer.cadence, case.before or min((customer.added_on, *spoken)))
    if due > term.period.last:
        return booked(case, term, spoken)
    for day in spoken:
        late, due = late or day > due, due_after(customer.cadence, day)
    if due < min(term.today, term.period.last + ONE_DAY):
        return [Entry(customer, "missed", due)]
    return [Entry(customer, ("late" if late else "in time") if spoken else "to come", spoken[-1] if spoken else due)]


def booked(case: Case, term: Term, spoken: Sequence[date]) -> list[Entry]:
    """Count the relationship if a talk was booked for a day of the quarter."""
    day = case.customer.booked_on
    if day is None or not term.period.first <= day <= term.period.last:
        return []
    since_then = [one for one in spoken if one >= day]
    if since_then:
        return [Entry(case.customer, "in time", since_then[0])]
    return [Entry(case.customer, "missed" if day < term.today else "to come", day)]


def touch(case: Case, term: Term) -> list[Entry]:
    """Count every relationship: within its cadence at the quarter's end (or today) it is `in touch`, else `quiet`.

    It is `new` while its first talk has still time, and quiet from the day after its due day, whatever is booked or snoozed. The day is
    that of the last counting talk.
    """
    last = max((case.before or date.min, *case.spoken(term)))
    talked = last > date.min
    quiet = due_after(case.customer.cadence, last if talked else case.customer.added_on) < term.day
    return [Entry(case.customer, "quiet" if quiet else "in touch" if talked else "new", last if talked else None)]


def talks(case: Case, term: Term) -> list[Entry]:
    """Count each talk held in the quarter: `strategic` about the relationship or a review, else `operational`."""
    held = (talk for talk in case.talks if term.has(talk.held_on))
    return [Entry(case.customer, "strategic" if talk.counts else "operational", talk.held_on, talk) for talk in held]


def beliefs(case: Case, term: Term) -> list[Entry]:
    """Count what is believed today: `stale` where nobody heard it for six months, `confirmed` where the customer said so, else `assumed`.

    What was corrected counts as confirmed: the customer said it. Industry and position count as the customer's details say them.
    """
    held = knowledge(case.customer, case.beliefs).held
    return [Entry(case.customer, certainty(one, term.today), one.confirmed_on or one.learned_on, one) for one in held]


def certainty(belief: Belief, today: date) -> str:
    """Return how sure a belief is."""
    return "stale" if belief.stale(today) else "confirmed" if belief.sure else "assumed"


def ours(case: Case, term: Term) -> list[Entry]:
    """Count our promises that were due in the quarter, see `promises`."""
    return promises(case, term, "us")


def theirs(case: Case, term: Term) -> list[Entry]:
    """Count the customer's promises that were due in the quarter, see `promises`."""
    return promises(case, term, "them")


def promises(case: Case, term: Term, side: Side) -> list[Entry]:
    """Count one side's promises whose day lies in the quarter: kept `in time` or `late`, `overdue` or still `to come` today.

    Promises without a day are due in no quarter; of one that was moved, the last day agreed counts.
    """
    due = [one for one in case.promises if one.side == side and one.due_on and term.period.first <= one.due_on <= term.period.last]
    return [Entry(case.customer, kept_so(one, one.due_on, term.today), one.due_on, one) for one in due if one.due_on]


def kept_so(promise: Commitment, due_on: date, today: date) -> str:
    """Return how a promise was kept."""
    if promise.done_on is None:
        return "overdue" if due_on < today else "to come"
    return "in time" if promise.done_on <= due_on else "late"


def maturity(case: Case, term: Term) -> list[Entry]:
    """Count every relationship by how both sides saw its maturity at the quarter's end (or today).

    Where both said so, they see it `lower` than we do, `higher` or `alike`; `us` and `them` are where only one side did. The day is
    that of the last rating.
    """
    found = [rating for side in SIDES if (rating := since(case.customer, side, term.until))]
    apart = gap(case.customer, term.until)
    if apart is None:
        return [Entry(case.customer, found[0].side if found else "not rated", found[0].on if found else None)]
    return [Entry(case.customer, "lower" if apart < 0 else "higher" if apart else "alike", max(rating.on for rating in found))]


def drying(case: Case, term: Term) -> list[Entry]:
    """Count the relationship if one talks and it dries up all the same, see `model.drying.signs`."""
    found = signs(case.customer, case.talks, (*case.beliefs, *case.ideas, *case.improvements), case.promises, term.today)
    return [Entry(case.customer, "drying", min(sign.since for sign in found), signs=tuple(found))] if found else []


FIGURES: dict[Name, Callable[[Case, Term], list[Entry]]] = {
    "kept": kept,
    "touch": touch,
    "talks": talks,
    "beliefs": beliefs,
    "funnel": funnel,
    "waiting": waiting,
    "ours": ours,
    "theirs": theirs,
    "maturity": maturity,
    "drying": drying,
}


def due_after(cadence: Cadence, day: date) -> date:
    """Return the day one cadence after another, or the last there is."""
    try:
        return cadence.after(day)
    except (OverflowError, ValueError):
        return date.max


def figures_of(term: Term) -> list[Name]:
    """Return the figures that a quarter has."""
    return [name for name in FIGURES if term.running or name not in TODAY_ONLY]


def weakness(name: Name, entries: Sequence[Entry]) -> tuple[float, int, date]:
    """Return by what customers are ordered, the weakest first: how its entries stand in the mean, how many they are, since when."""
    ranks = STANDINGS[name]
    mean = sum(ranks.index(entry.standing) for entry in entries) / len(entries)
    return mean, -len(entries), min(entry.on or date.min for entry in entries)
