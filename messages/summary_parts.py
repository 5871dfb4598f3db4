"""What a summary consists of: the sentence that counts, and its parts, each with its title and a line a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

import msgspec

from messages.blocks import in_turn, name, person, several
from messages.improvements import STAGE_NAMES
from messages.summary_lines import (
    Line,
    belief_line,
    booked_line,
    decided_line,
    idea_line,
    improvement_line,
    newly_quiet_line,
    promise_line,
    quiet_line,
    talk_line,
)
from model.kind import Kind, Moved
from model.pdca import STAGES
from model.summary import Scope, Summary

CHANGED = "What changed"
MOVES: tuple[Moved, ...] = ("ended", "measured", "back", "moved", "begun")
CHANGES: tuple[Kind, ...] = ("newly quiet", "newly overdue", "ended", "measured", "unchecked", "corrected", "confirmed", "decided")


class Part(msgspec.Struct, frozen=True):
    """One part of a summary: its title, what there is to say of it in figures, its lines (of many the first), and how many there are."""

    title: str
    note: str
    lines: Sequence[Line]
    count: int


def opening(summary: Summary, viewer: str | None = None) -> str:
    """Say whose summary it is, what happened then, and how things stand on the day on which it is read."""
    so_far = ", so far" if summary.period.under_way(summary.today) else ""
    counted, standing = ", ".join(counts(summary)), in_turn(standings(summary))
    nothing = "nothing was noted" if summary.scope.customer or standing else "nothing was noted, and nobody has gone quiet"
    now = f" Now {standing}." if standing else ""
    return f"{whose(summary.scope, viewer)} in {summary.period.words}{so_far}: {counted or nothing}.{now}"


def whose(scope: Scope, viewer: str | None) -> str:
    """Name the customers that a summary is about, as its reader would."""
    if scope.customer:
        return name(scope.customer.name)
    if scope.owner:
        return "Your customers" if scope.owner == viewer else f"The customers of {person(scope.owner)}"
    return "All customers"


def counts(summary: Summary) -> list[str]:
    """Return what happened, in words, leaving out what did not."""
    promises = {"made": summary.count("promised"), "kept": summary.count("redeemed"), "overdue": summary.count("fell due")}
    quiet = summary.count("newly quiet")
    found = [
        plural(summary.count("talk", "private talk"), "talk"),
        plural(summary.count("corrected", "confirmed", "learned"), "thing", " learned or confirmed"),
        *of_several("promise", promises),
        *of_several("idea", {"": summary.count("noted"), "decided about": summary.count("decided")}),
        plural(summary.count("improved"), "improvement", " moved"),
        plural(summary.count("unchecked"), "result", " overdue"),
        ("gone quiet" if quiet else "") if summary.scope.customer else plural(quiet, "relationship", " gone quiet"),
    ]
    return [words for words in found if words]


def of_several(what: str, counted: Mapping[str, int]) -> list[str]:
    """Return what became of how many things, which are named once: `3 promises made`, `1 kept`."""
    there = [(how, count) for how, count in counted.items() if count]
    return [plural(count, what, f" {how}".rstrip()) if not at else f"{count:,} {how}" for at, (how, count) in enumerate(there)]


def standings(summary: Summary) -> list[str]:
    """Return how things stand on the day on which it is read, each as words that follow `now`; what happened then is not said again."""
    late, quiet, booked = summary.count("late"), summary.count("quiet"), summary.count("booked")
    found = [f"{plural(late, 'promise')} {verb(late)} overdue" if late > summary.count("fell due") else ""]
    if summary.scope.customer:
        found += ["it is quiet" if quiet else "", "the next talk is booked" if booked else ""]
    else:
        all_quiet = quiet + summary.count("newly quiet")
        found += [f"{plural(all_quiet, 'relationship')} {verb(all_quiet)} quiet" if quiet else ""]
        found += [f"{plural(booked, 'talk')} {verb(booked)} booked" if booked else ""]
    return [words for words in found if words]


def verb(count: int) -> str:
    """Return the verb that follows so many."""
    return "is" if count == 1 else "are"


def plural(count: int, what: str, rest: str = "") -> str:
    """Return a number of things in words, nothing where there is none."""
    return f"{several(count, what)}{rest}" if count else ""


def parts_of(summary: Summary) -> list[Part]:
    """Return the parts that have something in them. Each record stands in one: in what changed, else among those of its kind."""
    found = [
        what_changed(summary),
        listed(summary, "Talks", talk_line, "talk", note=talks_note(summary)),
        listed(summary, "Learned", belief_line, "learned"),
        listed(summary, "Promises", promise_line, "overdue", "kept", "made", note=promises_note(summary)),
        listed(summary, "Ideas", idea_line, "noted"),
        Part("Improvements", stages_note(summary), moves(summary, "back", "moved", "begun"), summary.count("back", "moved", "begun")),
        listed(summary, "Quiet now", quiet_line, "quiet"),
        listed(summary, "Booked", booked_line, "booked"),
    ]
    return [one for one in found if one.count or one.note]


def listed(summary: Summary, title: str, line: Callable[[Summary, Any, int], str], *kinds: Kind, note: str = "") -> Part:
    """Return a part that lists the records of some kinds."""
    return Part(title, note, lines_of(summary, line, *kinds), summary.count(*kinds))


def lines_of(summary: Summary, line: Callable[[Summary, Any, int], str], *kinds: Kind) -> list[Line]:
    """Return what is said of the records of some kinds."""
    return [partial(line, summary, record) for record in summary.some(*kinds)]


def moves(summary: Summary, *kinds: Moved) -> list[Line]:
    """Return what is said of the improvements of some kinds."""
    return [partial(improvement_line, kind, summary, one) for kind in kinds for one in summary.some(kind)]


def what_changed(summary: Summary) -> Part:
    """Return what is another way than before: of each kind one after the other, so that none hides the others."""
    kinds = (
        lines_of(summary, newly_quiet_line, "newly quiet"),
        lines_of(summary, promise_line, "newly overdue"),
        moves(summary, "ended", "measured", "unchecked"),
        lines_of(summary, belief_line, "corrected", "confirmed"),
        lines_of(summary, decided_line, "decided"),
    )
    lines = [line for row in zip_longest(*kinds) for line in row if line]
    return Part(CHANGED, "", lines, summary.count(*CHANGES))


def talks_note(summary: Summary) -> str:
    """Say how many talks are private, of which no more is said."""
    private = summary.count("private talk")
    more = "more " if summary.count("talk") else ""
    return f"{private:,} {more}{verb(private)} private and not shown" if private else ""


def promises_note(summary: Summary) -> str:
    """Say how many promises were made in private talks, of which no more is said."""
    hidden = summary.count("hidden")
    more = "more " if summary.count("newly overdue", "overdue", "kept", "made") else ""
    return f"{hidden:,} {more}{verb(hidden)} from private talks and not shown" if hidden else ""


def stages_note(summary: Summary) -> str:
    """Say how many improvements are open in which stage."""
    stages = [f"{count:,} in {STAGE_NAMES[stage]}" for stage in STAGES if (count := summary.stages.get(stage))]
    return f"open now {', '.join(stages)}" if stages and summary.count(*MOVES, "unchecked") else ""
