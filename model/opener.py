"""What to begin a talk with: the one concrete thing that fits a customer best, from its position, its industry, ideas and talks.

Who is behind gets up to normal first, who is ahead is ready for what the innovators do (Koch, "Little ITIL, Big Results", step 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from model.belief import Belief, Topic
from model.customer import Position, fold
from model.idea import Idea
from model.industry import IndustryEntry, Use
from model.knowledge import Knowledge
from model.talk import Talk

AHEAD: frozenset[Position | None] = frozenset({"leader", "innovator"})
ABOUT_USES = frozenset({"normal", "innovators", "services", "plans"})
WORD = re.compile(r"\w{4,}")
SAME = 0.6


class Opener(msgspec.Struct, frozen=True):
    """What to begin with: exactly one of these, or nothing where nothing is known.

    `entry` is a use of IT that they do not have as far as we know, `check` a belief that is to be heard from them, `topic` one of
    which nothing is known.
    """

    entry: IndustryEntry | None = None
    idea: Idea | None = None
    plan: Belief | None = None
    talk: Talk | None = None
    check: Belief | None = None
    topic: Topic | None = None


def opener(known: Knowledge, ideas: Sequence[Idea], on_the_table: Sequence[Idea], talk: Talk | None, today: date) -> Opener:
    """Return what to begin with. `ideas` are all of the customer's, `on_the_table` those that wait, `talk` is the last that one may read.

    What somebody wants asked comes first, then a use of IT in their industry that they lack and that fits their position; an idea;
    any other such use; their plans; the last talk.
    """
    checked = known.to_check(today)
    if checked and checked[0].to_ask:
        return Opener(check=checked[0])
    left = lacking(known, ideas)
    if left and (left[0].use == fitting(known.customer.position) or not on_the_table):
        return Opener(entry=left[0])
    if on_the_table:
        return Opener(idea=on_the_table[0])
    if plan := next((belief for belief in known.held if belief.topic == "plans"), None):
        return Opener(plan=plan)
    if talk:
        return Opener(talk=talk)
    return to_find_out(known, today)


def to_find_out(known: Knowledge, today: date) -> Opener:
    """Return what is worth finding out; nothing of a customer of whom nobody ever learned anything, whose plans come first."""
    wanted = known.next_to_ask(today) if known.held or known.entries else None
    return Opener(check=wanted) if isinstance(wanted, Belief) else Opener(topic=wanted)


def lacking(known: Knowledge, ideas: Iterable[Idea]) -> list[IndustryEntry]:
    """Return what the industry does with IT and this customer does not, as far as we know; what fits its position first."""
    proposed = [idea.text for idea in ideas]
    believed = [belief.statement for belief in known.beliefs if belief.held and belief.topic in ABOUT_USES]
    left = [entry for entry in known.entries if not known.taken(entry) and not mentioned(entry, (*proposed, *believed))]
    return sorted(left, key=lambda entry: entry.use != fitting(known.customer.position))


def fitting(position: Position | None) -> Use:
    """Return which uses of IT fit a position: the innovators' for who is ahead, else the normal ones."""
    return "innovators" if position in AHEAD else "normal"


def mentioned(entry: IndustryEntry, texts: Iterable[str]) -> bool:
    """Whether one of these texts is about an entry: it has most of its longer words."""
    wanted = words_of(entry.text)
    return any(len(wanted & words_of(text)) >= max(1, SAME * len(wanted)) for text in texts)


def words_of(text: str) -> set[str]:
    """Return the longer words of a text, folded."""
    return set(WORD.findall(fold(text)))
