"""What a summary says of one record: a line each, whose excerpts are as long as there is room for.

Days stand as they are, never as "yesterday": what is shared or posted is read on other days too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from messages.beliefs import TOPIC_NAMES
from messages.blocks import calendar_day, person, shortened
from messages.improvements import STAGE_NAMES, VERDICTS, title
from messages.talks import by
from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea, IdeaState
from model.improvement import Improvement
from model.kind import Moved, kind_of_belief, last_step, last_wording, statement_in
from model.nudge import Relationship
from model.summary import Summary
from model.talk import Talk

Line = Callable[[int], str]
FATES: dict[IdeaState, str] = {"not now": "put off"}


def talk_line(summary: Summary, talk: Talk, room: int) -> str:
    """Return a talk as a line: with whom, when, by whom, what was said; and what was agreed on a line of its own."""
    marks = "" if talk.counts else " (operational)"
    agreed = f"\n    _Agreed:_ {excerpt(talk.decisions, room)}" if talk.decisions.strip() else ""
    return f"• {who(summary, talk.customer)}{on(talk.held_on, summary)}{by(talk)}{marks}: {excerpt(talk.notes, room)}{agreed}"


def idea_line(summary: Summary, idea: Idea, room: int) -> str:
    """Return an idea as a line: for whom, by whom, what became of it if it is no longer on the table, and what it is."""
    fate = "" if idea.open or idea.id in summary.back else f" ({FATES.get(idea.state, idea.state)})"
    return f"• {who(summary, idea.customer)}by {person(idea.author)}{fate}: {excerpt(idea.text, room)}"


def decided_line(summary: Summary, idea: Idea, room: int) -> str:
    """Return an idea about which something was decided as a line."""
    fate = "back on the table" if idea.id in summary.back else FATES.get(idea.state, idea.state)
    return f"• {who(summary, idea.customer)}idea {fate}: {excerpt(idea.text, room)}"


def belief_line(summary: Summary, belief: Belief, room: int) -> str:
    """Return what was learned as a line: about what, and whether the customer said so; of a correction, what was believed before."""
    topic = TOPIC_NAMES[belief.topic]
    topic = topic[:1].lower() + topic[1:] if summary.scope.customer is None else topic
    happened, wording = kind_of_belief(belief, summary.period), last_wording(belief, summary.period)
    how = f" {happened}" if happened != "learned" else " (assumed)" if not belief.sure else ""
    before = f" (before: {excerpt(wording.statement, room // 2)})" if wording and happened == "corrected" else ""
    return f"• {who(summary, belief.customer)}{topic}{how}: {excerpt(statement_in(belief, summary.period), room)}{before}"


def promise_line(summary: Summary, promise: Commitment, room: int) -> str:
    """Return a promise as a line: that it is kept or overdue, whose it is, and by when."""
    if promise.done_on:
        how, until = "kept: ", ""
    elif promise.overdue(summary.today) and promise.due_on:
        how, until = f"overdue since {on(promise.due_on, summary)}: ", ""
    else:
        how, until = "", f", by {on(promise.due_on, summary)}" if promise.due_on else ""
    return f"• {who(summary, promise.customer)}{how}{promiser(promise)} promised “{excerpt(promise.what, room)}”{until}"


def promiser(promise: Commitment) -> str:
    """Return who promised: one of us, or whoever of them was named."""
    if promise.side == "us":
        return person(promise.person)
    return f"{excerpt(promise.who, 30)} (theirs)" if promise.who.strip() else "they"


def improvement_line(happened: Moved, summary: Summary, one: Improvement, room: int) -> str:
    """Return an improvement as a line: its number, what happened to it, and what it is."""
    head = f"• {who(summary, one.customer)}{title(one)}"
    aim, step = excerpt(one.aim, room), last_step(one, summary.period)
    match happened:
        case "ended":
            return f"{head} {VERDICTS[step.verdict] if step and step.verdict else 'ended'}: {aim}{result(one, room)}"
        case "measured":
            return f"{head} has a result: {aim}{result(one, room)}"
        case "unchecked":
            since = f" since {on(one.check_on, summary)}" if one.check_on else ""
            return f"{head} waits for its result{since}: {aim}"
        case "begun":
            return f"{head} begun: {aim}"
    return f"{head} {'back in' if happened == 'back' else 'moved to'} {STAGE_NAMES[step.stage if step else one.stage]}: {aim}"


def result(one: Improvement, room: int) -> str:
    """Return what was measured, and whether that is what was aimed at, ready to follow the aim."""
    if not one.result.strip():
        return ""
    met = "" if one.met is None else f" (target {'met' if one.met else 'missed'})"
    return f"; result: {excerpt(one.result, room // 2)}{met}"


def newly_quiet_line(summary: Summary, standing: Relationship, _room: int) -> str:
    """Return a relationship that went quiet as a line."""
    named = who(summary, standing.customer.id).removesuffix(", ")
    return f"• {f'{named} has gone quiet' if named else 'Gone quiet'}: {last(summary, standing)}{owned(summary, standing.customer)}"


def quiet_line(summary: Summary, standing: Relationship, _room: int) -> str:
    """Return a relationship that is quiet as a line: who, since when, whose."""
    return f"• {who(summary, standing.customer.id)}{last(summary, standing)}{owned(summary, standing.customer)}"


def last(summary: Summary, standing: Relationship) -> str:
    """Return when a customer was last talked with."""
    return f"last talk on {on(standing.last_on, summary)}" if standing.last_on else "no talk yet"


def booked_line(summary: Summary, standing: Relationship, _room: int) -> str:
    """Return a booked talk as a line: with whom, when, whose."""
    customer = standing.customer
    when = f"on {on(customer.booked_on, summary)}" if customer.booked_on else ""
    return f"• {who(summary, customer.id)}{when}{owned(summary, customer)}"


def owned(summary: Summary, customer: Customer) -> str:
    """Say whose a customer is, where the summary is not of one owner's."""
    return "" if summary.scope.owner else f" ({person(customer.owner) if customer.owner else 'no owner'})"


def on(day: date, summary: Summary) -> str:
    """Return a day by its name on the calendar."""
    return calendar_day(day, summary.today)


def who(summary: Summary, customer: str) -> str:
    """Return the name with which a customer's line begins, where the summary is not of one customer only."""
    return "" if summary.scope.customer else f"*{shortened(summary.names.get(customer, '…'), 80)}*, "


def excerpt(text: str, room: int) -> str:
    """Return the beginning of people's text, on one line."""
    return shortened(text, room) or "…"
