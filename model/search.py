"""Searching: what a query asks for, which record answers it, and in which order. One rule, pure, for every store.

A text is folded (`model.customer.fold`) and taken apart into words: runs of letters and digits; in scripts that put no spaces between words
each sign is one. What people wrote in a record are its texts. A term is one word or several side by side, in that order, in one text; its
last word may be the beginning of one. A record answers a query when all of its terms are in it, each in any of its texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer, fold
from model.grammar import DOUBLE, fold_with_offsets
from model.idea import Idea
from model.improvement import Improvement
from model.talk import Talk, readable

Searched = Talk | Belief | Idea | Commitment | Improvement
Term = tuple[str, ...]
Moment = tuple[date, datetime, str]
SEARCHED: tuple[type[Searched], ...] = (Talk, Belief, Idea, Commitment, Improvement)
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
PIECE = re.compile(rf"[{DOUBLE}]([^{DOUBLE}]*)[{DOUBLE}]|([^\s{DOUBLE}]+)")
ASCII_WORDS = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
INDEXED = 60


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is looked for: all of the terms, and only what the rest allows.

    `customer` is the id of a customer, `by` the Slack user id of who recorded it, `first` and `last` the days between which it happened.
    """

    terms: tuple[Term, ...] = ()
    customer: str | None = None
    by: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def filtered(self) -> bool:
        """Whether anything but words is asked for."""
        return any(part is not None for part in (self.customer, self.by, self.first, self.last))

    @property
    def everywhere(self) -> Query:
        """Return the same words without what else is asked for."""
        return Query(self.terms)

    def only(self, term: Term) -> Query:
        """Return the query with one of its terms only."""
        return msgspec.structs.replace(self, terms=(term,))


class Matched(msgspec.Struct, frozen=True):
    """Where a record answers a query: one line of one of its texts, and which spans of it are meant, in order and apart."""

    line: str
    spans: tuple[tuple[int, int], ...]


def read_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of what was typed, each once: what is in quotes is one term, and so is each word outside of them.

    A word that falls into several, as `e-mail` does, is a term of several. A quote that is never closed is none.
    """
    pieces = (words_of(quoted or word) for quoted, word in PIECE.findall(text))
    return tuple(dict.fromkeys(tuple(piece) for piece in pieces if piece))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return text.translate(ASCII_WORDS).split() if text.isascii() else WORD.findall(fold(text))


def too_short(terms: tuple[Term, ...]) -> bool:
    """Whether the terms say so little that nearly everything would answer: each a single letter, in a script whose words are longer."""
    return all(len(term) == 1 and len(term[0]) == 1 and not re.fullmatch(f"[{UNSPACED}]", term[0]) for term in terms)


def texts_of(record: Searched) -> tuple[str, ...]:
    """Return what people wrote in a record, what says most first."""
    if isinstance(record, Talk):
        return record.notes, record.decisions, record.participants
    if isinstance(record, Belief):
        return record.statement, record.source, *(wording.statement for wording in record.earlier)
    if isinstance(record, Improvement):
        return record.aim, record.kpi, record.justification, record.done, record.result, record.lesson, record.partner
    return (record.text, record.reaction) if isinstance(record, Idea) else (record.what, record.who)


def index_words(record: Searched) -> set[str]:
    """Return the words by which an index finds a record, cut to 60 characters; what it finds is checked by `answers`.

    For an index on PostgreSQL: `array_to_tsvector` of these with GIN, asked for with `beginnings`, each as `word:*`, joined by `&`.
    """
    return {word[:INDEXED] for word in {word for text in texts_of(record) if text for word in words_of(text)}}


def beginnings(query: Query) -> set[str]:
    """Return what words of every record that answers the query begin with, cut as in `index_words`: fewer never do."""
    return {word[:INDEXED] for term in query.terms for word in term}


def answers(record: Searched, query: Query) -> bool:
    """Whether all of the terms are in the record, and it is as the rest of the query wants it. Who may read it is not asked here."""
    return fits(record, query) and has_terms(record, query.terms)


def fits(record: Searched, query: Query) -> bool:
    """Whether the record is of the customer, by the person and from the time that is asked for."""
    on = moment(record)[0]
    return (
        query.customer in {None, record.customer}
        and query.by in {None, record.author}
        and (query.first is None or query.first <= on)
        and (query.last is None or on <= query.last)
    )


def has_terms(record: Searched, terms: tuple[Term, ...]) -> bool:
    """Whether each of the terms is in one of the record's texts."""
    spaced = "\n".join(f" {' '.join(words_of(text))}" for text in texts_of(record) if text)
    return all(f" {' '.join(term)}" in spaced for term in terms)


def moment(record: Searched) -> Moment:
    """Return by what records are in order: the day it happened, when it was recorded (UTC), the id. The newest is the greatest.

    An idea, a promise and an improvement happened on the day (UTC) on which they were recorded.
    """
    if isinstance(record, Talk):
        return record.held_on, record.recorded_at, record.id
    if isinstance(record, Belief):
        return record.learned_on, record.learned_at, record.id
    at = record.noted_at if isinstance(record, Idea) else record.begun_at if isinstance(record, Improvement) else record.made_at
    return at.date(), at, record.id


def visible(record: Searched, customer: Customer, talk: Talk | None, viewer: str) -> bool:
    """Whether this person may read it: a private talk not everybody may, nor what was promised in it (`talk` is that one) by others."""
    if isinstance(record, Commitment) and record.side == "us" and record.person == viewer:
        return True
    said_in = record if isinstance(record, Talk) else talk if isinstance(record, Commitment) else None
    return said_in is None or readable(said_in, customer, viewer)


def matched(record: Searched, terms: tuple[Term, ...]) -> Matched:
    """Return the line of a record that has the most of the terms; the first of those, or the first of all where there are no terms."""
    lines = [line for text in texts_of(record) for line in text.splitlines() if line.strip()]
    found = [(line, [spans_of(line, term) for term in terms]) for line in lines]
    line, spans = max(found, key=lambda one: sum(map(bool, one[1])), default=("", []))
    return Matched(line, apart(span for each in spans for span in each))


def spans_of(line: str, term: Term) -> list[tuple[int, int]]:
    """Return where a term is in a line as it was written; a word that only begins with it is meant whole."""
    folded, offsets = fold_with_offsets(line)
    words = [(found[0], found.start(), found.end()) for found in WORD.finditer(folded)]
    size = len(term)
    return [
        (bisect_right(offsets, words[at][1]) - 1, bisect_right(offsets, words[at + size - 1][2] - 1))
        for at in range(len(words) - size + 1)
        if tuple(word[0] for word in words[at : at + size - 1]) == term[:-1] and words[at + size - 1][0].startswith(term[-1])
    ]


def apart(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
