"""What the bot says to a search: what was found with the words that are meant in bold, or what to leave out where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.blocks import (
    STEERING,
    actions,
    button,
    context,
    cut,
    escape,
    given_back,
    in_turn,
    name,
    on_day,
    person,
    said,
    section,
    shortened,
)
from messages.improvements import VERDICTS, title
from model.answer import Json, Message, Sentence
from model.belief import Belief
from model.dates import MONTHS
from model.idea import Idea
from model.improvement import Improvement, Stage
from model.search import Matched, Query, Searched, Term
from model.talk import Talk

MORE = "find.more"
ONLY = "find.only"
PAGE = 10
STANDING: dict[Stage, str] = {"plan": "being planned", "do": "being done", "check": "being checked", "act": "to be decided"}
MAX_TYPED = 500
MAX_TERMS = 12
BEFORE, ROOM = 60, 300
TOPICS = {"normal": "normal IT use", "innovators": "innovators' IT use", "business": "how it works", "services": "use of our services"}


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, with the customer's name where one was."""

    query: Query
    customer: str = ""


class Hit(msgspec.Struct, frozen=True):
    """A record that was found: with its customer's name, where it answers, and the day it happened."""

    record: Searched
    customer: str
    matched: Matched
    on: date


class Instead(msgspec.Struct, frozen=True):
    """A query with less in it, how many records answer that (100: that many or more), and how its button carries it.

    It asks for one of the words only, or for all of them `everywhere`, whatever else was asked for.
    """

    query: Query
    count: int
    value: str
    everywhere: bool = False


def found(asked: Asked, hits: Sequence[Hit], today: date, following: str, *, further: bool = False) -> Message:
    """Show a page of what was found, the newest first; `following` stands for the next page in its button, where there is one."""
    whole = not following and not further
    count = f"{len(hits)} found" if whole else "More of what I found" if further else f"The newest {len(hits)} that I found"
    more = [actions(button("More", MORE, following))] if following else []
    return said(f"{count}{about(asked, today)}:", *(block for hit in hits for block in hit_blocks(hit, today)), *more)


def about(asked: Asked, today: date) -> str:
    """Return what was asked for, ready to follow what is said of it."""
    query = asked.query
    words = f" with {in_turn([term_of(term) for term in query.terms])}" if query.terms else ""
    customer = f" at {name(asked.customer)}" if query.customer else ""
    return f"{words}{customer}{f' by {person(query.by)}' if query.by else ''}{time_of(query, today)}"


def time_of(query: Query, today: date) -> str:
    """Return the time that was asked for."""
    if query.first and query.last:
        return f", {calendar(query.first, today)} to {calendar(query.last, today)}"
    return f" since {calendar(query.first, today)}" if query.first else ""


def calendar(day: date, today: date) -> str:
    """Return a day in short: `3 November`, with the year where it is another."""
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if day.year != today.year else ''}"


def term_of(term: Term) -> str:
    """Return a term as it is told."""
    return f"`{escape(cut(' '.join(term), 60))}`"


def hit_blocks(hit: Hit, today: date) -> list[Json]:
    """Return one record: of which customer, what kind, whose and of when, and the line that answers."""
    record = hit.record
    who = f" · {person(record.author)}" if record.author else ""
    link = getattr(record, "permalink", "")
    source = f" · <{link}|message>" if link else ""
    return [section(f"{name(hit.customer)}: {excerpt(hit.matched)}"), context(f"{kind(record)} · {on_day(hit.on, today)}{who}{source}")]


def kind(record: Searched) -> str:
    """Return what a record is, with what became of it."""
    if isinstance(record, Talk):
        return f"Talk{', private' if record.visibility == 'private' else ''}"
    if isinstance(record, Belief):
        return f"Belief, {TOPICS.get(record.topic, record.topic)}, {record.state}"
    if isinstance(record, Idea):
        return f"Idea, {record.state}"
    if isinstance(record, Improvement):
        return f"{title(record)}, {VERDICTS[record.verdict] if record.verdict else STANDING[record.stage]}"
    return f"Promise, {'kept' if record.done_on else 'open'}"


def excerpt(matched: Matched) -> str:
    """Return the line that answers, cut around the first words that are meant, all of those in bold."""
    begin = cut_at(matched)
    pieces, at = [], begin
    for start, end in matched.spans:
        if start < at or end > begin + ROOM:
            continue
        pieces += [shown(matched.line[at:start]), f"*{shown(matched.line[start:end]).strip()}*"]
        at = end
    rest = matched.line[at : begin + ROOM]
    more = "…" if len(matched.line) > begin + ROOM else ""
    return f"{'…' if begin else ''}{''.join(pieces)}{shown(rest)}{more}".strip() or "…"


def cut_at(matched: Matched) -> int:
    """Return where an excerpt begins: at a word some way before the first that is meant, where the line is longer than there is room."""
    first = matched.spans[0][0] if matched.spans else 0
    if len(matched.line) <= ROOM or first <= BEFORE:
        return 0
    return first - BEFORE + matched.line[first - BEFORE : first].find(" ") + 1


def shown(text: str) -> str:
    """Return a piece of people's text within a line, its spaces kept."""
    return escape(text.translate(STEERING).replace("\t", " "))


def nothing_found(asked: Asked, typed: str, offers: Sequence[Instead], today: date) -> Message:
    """Say that nothing answers, and what would with less in it."""
    buttons = [button(f"{less(one)} ({count_of(one)})", f"{ONLY}:{twin}", one.value) for twin, one in enumerate(offers, 1)]
    told = "; ".join(f"{count_of(one)} {less_in_words(one)}" for one in offers)
    hint = f" {told[0].upper()}{told[1:]}." if offers else " A word's beginning is enough: `port` finds portal and portfolio."
    return said(f"Nothing{about(asked, today)}.{hint}", *([actions(*buttons)] if buttons else []), *given_back(typed))


def count_of(one: Instead) -> str:
    """Return how many records answer a query with less in it."""
    return f"{one.count}" if one.count < 100 else "100 or more"  # noqa: PLR2004  as many as are counted


def less(one: Instead) -> str:
    """Return what is left of a query, as its button says it."""
    return "Everywhere" if one.everywhere else cut(" ".join(one.query.terms[0]), 40)


def less_in_words(one: Instead) -> str:
    """Return what is left of a query, in a sentence."""
    words = f"with {in_turn([term_of(term) for term in one.query.terms])}"
    return f"{words} everywhere, whoever and whenever" if one.everywhere else words


def no_more(asked: Asked, today: date) -> Message:
    """Say that what was there is gone meanwhile."""
    return said(f"There is nothing more{about(asked, today)}.")


def what_to_find() -> Message:
    """Say what can be searched for."""
    return said(
        "What shall I look for? For example `/talk find portal training`. I look in talks, beliefs, ideas, promises and improvements.",
        context(
            'Words in quotes stand side by side: `"approved the budget"`. A customer at the beginning, `by @person`, `since 3 Nov` '
            "or `last month` narrow it down."
        ),
    )


def no_words() -> Sentence:
    """Say that there is no letter or digit to look for."""
    return "There is no word in that to look for. Type letters or digits, for example `/talk find portal`."


def too_short() -> Sentence:
    """Say that single letters are in nearly everything."""
    return "A single letter is in nearly everything. Please type at least two, for example `/talk find po`."


def too_long(count: int) -> Sentence:
    """Say how long a search may be."""
    return f"That is too long to look for: {count:,} characters, and I take {MAX_TYPED} at most. A few words that matter find more."


def too_many(count: int) -> Sentence:
    """Say how many words a search may have."""
    return f"Those are {count:,} words, and I look for {MAX_TERMS} at once. The few that matter find more; quotes make several words one."


def nobody_called(typed: str) -> Sentence:
    """Say that a person is not known by what was typed."""
    return f"I can't tell who “{shortened(typed, 60)}” is. Choose the person from Slack's list after `by @`, or type `by:me`."


def no_such_customer(typed: str) -> Sentence:
    """Say that no customer is called what stands behind `customer:`."""
    return f"I don't know a customer called “{shortened(typed, 60)}”. `/talk customers all` shows who is here."
