"""What the bot shows behind a figure of the score: precisely the things it counts, a page at a time, the weakest customers first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.beliefs import TOPIC_NAMES
from messages.blocks import actions, button, calendar_day, context, name, person, said, section, shortened
from messages.customers import BRIEF
from messages.drying import reason
from messages.improvements import SHOW as SHOW_IMPROVEMENT
from messages.maturity import rate_button, seen_as
from messages.score import LIST, SHOW, Place, whose
from messages.score_words import PHRASES, TITLES
from messages.talks import LOG
from model.answer import Json, Message
from model.belief import Belief
from model.commitment import Commitment
from model.idea import Idea
from model.improvement import Improvement
from model.talk import Talk
from model.term import Entry, Name, Term

PAGE = 15
LISTED = "score"
EXCERPT = 160

DEFINITIONS: dict[Name, str] = {
    "kept": "Counted is each relationship whose cadence, from its last talk before, or whose booking asked for a talk in the quarter. "
    "Relationship talks and reviews count, private ones too; operational talks do not.",
    "touch": "Counted is each customer that was there: in touch means that the last relationship talk or review is no longer ago than "
    "its cadence. Bookings and snoozes change nothing.",
    "talks": "Counted is each talk held in the quarter, private ones too. Relationship talks and reviews are strategic.",
    "beliefs": "Counted is what is believed today. Confirmed is what the customer said within six months; what was corrected, they said.",
    "funnel": "Counted is each idea noted in the quarter, and each improvement that was planned, checked or adopted in it, once each. "
    "Ideas that went into others count there.",
    "waiting": "Counted are open ideas, adopted ones that nobody has planned, and open improvements, each since it last moved. Ideas that "
    "were put off don't wait.",
    "ours": "Counted is each promise of ours that was due in the quarter, by the last day that was agreed. Without one, it is due in none.",
    "theirs": "Counted is each promise of theirs that was due in the quarter, by the last day that was agreed. Without one, it is due in "
    "none.",
    "maturity": "Counted is each customer that was there, by how both sides saw the relationship at the quarter's end, or today.",
    "drying": "Counted is each relationship in which one talks and that shows signs of drying up all the same, each with its reason.",
}


class Listing(msgspec.Struct, frozen=True):
    """One page of what a figure counts, `count` in all; `hidden` are the ids of the records that this viewer may not read."""

    place: Place
    figure: Name
    entries: Sequence[Entry]
    count: int
    start: int = 0
    hidden: frozenset[str] = frozenset()


def score_listed(listing: Listing, term: Term, viewer: str) -> Message:
    """Show one page of what a figure counts, with the way back."""
    scope = listing.place.scope
    order = "" if scope.customer or listing.count <= 1 else ", the weakest customers first"
    counted = f"{listing.count:,} counted{order}" if listing.count else "nothing is counted any more"
    title = f"*{TITLES[listing.figure]}*, {whose(scope, viewer)} in {term.period.words}: {counted}."
    rows = [row(entry, listing, term) for entry in listing.entries]
    return said(title, context(DEFINITIONS[listing.figure]), *rows, actions(*ways(listing)))


def ways(listing: Listing) -> list[Json]:
    """Return the ways from a page: to the next, to the one before, and back to the score."""
    place, end = listing.place, listing.start + len(listing.entries)
    left = listing.count - end
    more = [button(f"Show {min(left, PAGE)} more of {left:,}", f"{LIST}:more", place.value(listing.figure, end))] if left > 0 else []
    back_to = max(0, listing.start - PAGE)
    back = [button("The page before", f"{LIST}:before", place.value(listing.figure, back_to))] if listing.start else []
    return [*more, *back, button("Back to the score", SHOW, place.value())]


def row(entry: Entry, listing: Listing, term: Term) -> Json:
    """Return one thing that is counted: whose it is, how it stands, what it is, and what can be done about it."""
    customer = entry.customer
    whom = "" if listing.place.scope.customer else f"{name(customer.name)} · {person(customer.owner)} · "
    text = f"{whom}{PHRASES[listing.figure][entry.standing]}{dated(entry, listing.figure, term.today)}"
    block_id = f"{LISTED}:{listing.place.value(listing.figure, listing.start)}|{customer.id}" if listing.figure == "maturity" else None
    return section(f"{text}{below(entry, listing, term)}", accessory=to_do(entry, listing.figure, term), block_id=block_id)


def dated(entry: Entry, figure: Name, today: date) -> str:
    """Return the day that matters, with what it is the day of."""
    if entry.on is None:
        return ""
    day = calendar_day(entry.on, today)
    if figure in {"waiting", "drying"}:
        return f" since {day}"
    if figure == "touch":
        return f", last talk on {day}"
    due = entry.standing in {"missed", "to come", "overdue"} or isinstance(entry.record, Commitment)
    return f", due by {day}" if due else f", {day}"


def below(entry: Entry, listing: Listing, term: Term) -> str:
    """Return what there is to read of it, on a line of its own."""
    if listing.figure == "maturity":
        return f"\n{seen_as(entry.customer, term.today, term.until)}"
    if entry.signs:
        return "".join(f"\n{reason(sign, term.today)}" for sign in entry.signs)
    words = told(entry, term.today, hidden=entry.record is not None and entry.record.id in listing.hidden)
    return f"\n{words}" if words else ""


def told(entry: Entry, today: date, *, hidden: bool) -> str:
    """Return the words of a record; of what is private, that it is."""
    match entry.record:
        case Talk(notes=notes, visibility=visibility):
            return "_A private talk._" if hidden else f"{excerpt(notes)}{' _(private)_' if visibility == 'private' else ''}"
        case Belief(topic=topic, statement=text):
            return f"{TOPIC_NAMES[topic]}: {excerpt(text)}"
        case Idea(text=text):
            return excerpt(text)
        case Improvement(number=number, aim=aim):
            return f"Improvement {number}: {excerpt(aim)}"
        case Commitment(what=what, done_on=done_on):
            done = f" Kept on {calendar_day(done_on, today)}." if done_on else ""
            return f"{'_Promised in a private talk._' if hidden else excerpt(what)}{done}"
    return ""


def excerpt(text: str) -> str:
    """Return the beginning of people's text as a quotation."""
    return f"“{shortened(text, EXCERPT) or '…'}”"


def to_do(entry: Entry, figure: Name, term: Term) -> Json | None:
    """Return the button for what can be done about it, where there is one; how it was seen then can't be rated any more."""
    if figure == "maturity":
        return rate_button(entry.customer) if term.running else None
    if figure == "drying":
        return button("Brief me", BRIEF, entry.customer.id)
    if figure in {"kept", "touch"}:
        return button("Log the talk", LOG, entry.customer.id) if entry.standing in {"missed", "to come", "quiet", "new"} else None
    return button("Show", SHOW_IMPROVEMENT, entry.record.ref) if isinstance(entry.record, Improvement) else None
