"""The words of a figure of the score: put together from how the things it counts stand, so that they add up to the list behind it."""

from __future__ import annotations

from collections.abc import Callable

from messages.blocks import calendar_day, name, several, shortened
from messages.maturity import MEANINGS, SEEN, apart_in_words
from model.customer import Side
from model.idea import Idea
from model.improvement import Improvement
from model.maturity import gap
from model.term import STANDINGS, Entry, Name, Score

WORTH_A_SHARE = 10
EXCERPT = 120
UNRATED, UNRATED_THEN = "Nobody has rated it yet: *Show* leads to it.", "Nobody had rated it by then."

TITLES: dict[Name, str] = {
    "kept": "Talks kept",
    "touch": "In touch",
    "talks": "Strategic talks",
    "beliefs": "Beliefs confirmed",
    "funnel": "From idea to result",
    "waiting": "What waits",
    "ours": "Our promises kept",
    "theirs": "Their promises kept",
    "maturity": "Maturity",
    "drying": "Talking, but drying up",
}
GOOD: dict[Name, str] = {
    "kept": "in time",
    "touch": "in touch",
    "talks": "strategic",
    "beliefs": "confirmed",
    "ours": "in time",
    "theirs": "in time",
}
PHRASES: dict[Name, dict[str, str]] = {
    "kept": {"in time": "had it in time", "late": "had it late", "to come": "still to come", "missed": "went without"},
    "touch": {"in touch": "within their cadence", "new": "new (with time for a first talk)", "quiet": "quiet"},
    "talks": {"strategic": "about the relationship or a review", "operational": "operational"},
    "beliefs": {"confirmed": "confirmed by the customer", "assumed": "assumed", "stale": "stale (unheard for six months)"},
    "funnel": {"raised": "raised", "planned": "planned", "checked": "checked", "adopted": "adopted"},
    "waiting": {
        "undecided": "to be decided about",
        "adopted": "adopted but not planned",
        "plan": "planned",
        "do": "being done",
        "check": "to be checked",
        "act": "checked without a verdict",
    },
    "ours": {"in time": "kept in time", "late": "kept late", "to come": "still to come", "overdue": "overdue"},
    "theirs": {"in time": "kept in time", "late": "kept late", "to come": "still to come", "overdue": "overdue"},
    "maturity": {
        "alike": "seen alike by both sides",
        "higher": "seen higher by them",
        "lower": "seen lower by them",
        "us": "rated by us only",
        "them": "rated by them only",
        "not rated": "not rated",
    },
    "drying": {"drying": "with signs of it"},
}
COUNTED: dict[Name, tuple[str, str]] = {
    "kept": ("relationship asked for a talk, by its cadence or a booking", "relationships asked for a talk, by their cadence or a booking"),
    "touch": ("relationship", "relationships"),
    "talks": ("talk was noted", "talks were noted"),
    "beliefs": ("thing is believed", "things are believed"),
    "waiting": ("idea or improvement waits for its next step", "ideas and improvements wait for their next step"),
    "ours": ("promise of ours due in the quarter", "promises of ours due in the quarter"),
    "theirs": ("promise of theirs due in the quarter", "promises of theirs due in the quarter"),
    "maturity": ("relationship", "relationships"),
}
NOTHING: dict[Name, str] = {
    "kept": "No talk was asked for, by a cadence or a booking.",
    "touch": "There was nobody yet.",
    "talks": "No talk was noted.",
    "beliefs": "Nothing is believed yet. `/talk learn CUSTOMER …` begins.",
    "funnel": "Nothing moved: no idea, plan, result or verdict.",
    "waiting": "No idea and no improvement waits.",
    "ours": "No promise of ours due in the quarter.",
    "theirs": "No promise of theirs due in the quarter.",
    "maturity": "There was nobody yet.",
    "drying": "No signs of it.",
}


ALONE: dict[Name, dict[str, str]] = {
    "kept": {
        "in time": "It asked for a talk, and had it in time.",
        "late": "It asked for a talk, and had it late.",
        "to come": "It asks for a talk, which is still to come.",
        "missed": "It asked for a talk, and went without.",
    },
    "touch": {
        "in touch": "The last talk is no longer ago than its cadence.",
        "new": "It is new, and its first talk has time.",
        "quiet": "Quiet: the last talk is longer ago than its cadence.",
    },
}


def headline(score: Score, figure: Name) -> str:
    """Return a figure's title, with how many of how many where that is asked."""
    good, of = out_of(score, figure)
    return f"*{TITLES[figure]}*" if not of else f"*{TITLES[figure]}: {share_of(good, of)}*"


def out_of(score: Score, figure: Name) -> tuple[int, int]:
    """Return how many of how many stand well; what is still to come is in neither."""
    if score.scope.customer and figure in {*ALONE, "drying"}:
        return 0, 0
    if figure in GOOD:
        return score.count(figure, GOOD[figure]), score.count(figure) - score.counts[figure].get("to come", 0)
    return (score.count(figure), score.customers) if figure == "drying" and score.count(figure) else (0, 0)


def share_of(some: int, of: int) -> str:
    """Return how many of how many, and of many the share."""
    return f"{some:,} of {of:,}{f' ({percent(some, of)} %)' if of >= WORTH_A_SHARE else ''}"


def percent(some: int, of: int) -> int:
    """Return a share as a whole number, which is 100 only for all of them and 0 only for none."""
    return min(max(round(100 * some / of), some > 0), 99 if some < of else 100)


def sentence(score: Score, figure: Name) -> str:
    """Say what a figure counts, and how much of it stands how."""
    total = score.count(figure)
    if total and score.scope.customer and figure in ALONE:
        return next(words for standing, words in ALONE[figure].items() if score.counts[figure].get(standing))
    return f"{total:,} {COUNTED[figure][total != 1]}: {how_many(score, figure)}." if total else NOTHING[figure]


def how_many(score: Score, figure: Name) -> str:
    """Return how much stands how, the best first, leaving out what there is nothing of."""
    counts = score.counts[figure]
    told = [f"{counts[standing]:,} {PHRASES[figure][standing]}" for standing in reversed(STANDINGS[figure]) if counts.get(standing)]
    return ", ".join(told)


def funnel_in_words(score: Score, figure: Name) -> str:
    """Say what came how far in the quarter."""
    if not score.count(figure):
        return NOTHING[figure]
    raised, *moved = (score.count(figure, standing) for standing in STANDINGS[figure])
    planned, checked, adopted = moved
    return f"{several(raised, 'idea')} raised → {several(planned, 'improvement')} planned → {checked:,} checked → {adopted:,} adopted."


def waiting_in_words(score: Score, figure: Name) -> str:
    """Say what waits at which step, and what waits longest."""
    longest = score.longest
    if longest is None or longest.on is None:
        return NOTHING[figure]
    named = "" if score.scope.customer else f" for {name(longest.customer.name)}"
    since = calendar_day(longest.on, score.term.today)
    return f"{sentence(score, figure)}\nLongest: “{text_of(longest)}”{named}, {PHRASES[figure][longest.standing]} since {since}."


def text_of(entry: Entry) -> str:
    """Return the beginning of an idea or of an improvement's aim."""
    record = entry.record
    text = record.text if isinstance(record, Idea) else record.aim if isinstance(record, Improvement) else ""
    return shortened(text, EXCERPT) or "…"


def maturity_in_words(score: Score, figure: Name) -> str:
    """Say how mature both sides see the relationships, and on how many they differ."""
    told = [f"{label}: {spread}." for side, label in SEEN.items() if (spread := levels(score, side))]
    apart = gap(score.scope.customer, score.term.until) if score.scope.customer else None
    if apart is not None:
        return "\n".join([*told, apart_in_words(apart)])
    unrated = UNRATED if score.term.running else UNRATED_THEN
    return "\n".join([*told, sentence(score, figure) if told or not score.scope.customer else unrated])


def levels(score: Score, side: Side) -> str:
    """Return how many relationships one side sees on which level, the highest first."""
    counts = {level: score.levels.get(side, {}).get(level, 0) for level in reversed(MEANINGS)}
    return ", ".join(level if score.scope.customer else f"{count:,} as {level}" for level, count in counts.items() if count)


def drying_in_words(score: Score, figure: Name) -> str:
    """Say how many relationships dry up although one talks."""
    found = score.count(figure)
    if not found:
        return NOTHING[figure]
    if score.scope.customer:
        return "It shows signs of it, although one talks."
    return f"{several(found, 'relationship')} {'shows' if found == 1 else 'show'} signs of it, although one talks."


SENTENCES: dict[Name, Callable[[Score, Name], str]] = {
    "funnel": funnel_in_words,
    "waiting": waiting_in_words,
    "maturity": maturity_in_words,
    "drying": drying_in_words,
}
