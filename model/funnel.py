"""The funnel of a quarter's score: ideas that were raised, planned, checked and adopted, and where what moves no further waits.

What holds for all figures stands in `score`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.idea import Idea
from model.improvement import Improvement
from model.term import Case, Entry, Term


def funnel(case: Case, term: Term) -> list[Entry]:
    """Count what moved in the quarter: ideas `raised`, and improvements `planned`, `checked` and `adopted`, each once in each.

    An idea is raised when it is noted; one that was merged counts as the idea it went into. An improvement is planned when its first
    cycle begins, checked when a result that stands was noted in any of its cycles, adopted when a cycle ended with that verdict.
    """
    raised = [(idea, term.local(idea.noted_at)) for idea in case.ideas if idea.state != "merged"]
    planned = [(one, term.local(one.begun_at)) for one in case.improvements if one.cycle == 1]
    ended = [(one, one.steps[-1].on) for one in case.improvements if one.verdict == "adopt" and one.steps]
    moved: dict[str, list[tuple[Idea, date]] | list[tuple[Improvement, date]]] = {
        "raised": raised,
        "planned": planned,
        "checked": once([(one, on) for one in case.improvements if (on := checked_on(one))], term),
        "adopted": once(ended, term),
    }
    return [Entry(case.customer, standing, on, one) for standing, several in moved.items() for one, on in several if term.has(on)]


def once(cycles: Sequence[tuple[Improvement, date]], term: Term) -> list[tuple[Improvement, date]]:
    """Return the last of the cycles of each improvement that came somewhere in the quarter."""
    within = (cycle for cycle in cycles if term.has(cycle[1]))
    return [*{one.number: (one, on) for one, on in sorted(within, key=lambda cycle: cycle[0].cycle)}.values()]


def checked_on(one: Improvement) -> date | None:
    """Return the day on which the result of a cycle was noted, None where none stands."""
    if one.stage != "act":
        return None
    return next((step.on for step in reversed(one.steps) if step.stage == "act" and not step.back and not step.verdict), None)


def waiting(case: Case, term: Term) -> list[Entry]:
    """Count what waits for its next step today, and since when: ideas, and open improvements by the stage they are in.

    An idea waits `undecided`, or `adopted` where no improvement has taken it up. One that was put off does not wait, even where it is
    on the table again.
    """
    taken_up = {one.idea for one in case.improvements}
    ideas = [idea for idea in case.ideas if idea.open or (idea.state == "adopted" and idea.id not in taken_up)]
    found = [Entry(case.customer, "undecided" if one.open else "adopted", waits_since(one, term), one) for one in ideas]
    return found + [Entry(case.customer, one.stage, waits_since(one, term), one) for one in case.improvements if one.open]


def waits_since(one: Idea | Improvement, term: Term) -> date:
    """Return the day on which an idea or an improvement last moved."""
    if isinstance(one, Idea):
        return one.decided_on or term.local(one.noted_at)
    return one.steps[-1].on if one.steps else term.local(one.begun_at)
