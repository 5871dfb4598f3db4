"""The brief: one page to read before a talk, in two minutes at most. So it chooses, and says where the rest stands.

What one does with it comes first: what to begin with, what to check, what is promised. What was said before stands below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from messages import beliefs as lines
from messages.blocks import (
    actions,
    as_typed,
    button,
    context,
    header,
    message,
    name,
    on_day,
    one_line,
    person,
    quote,
    said,
    section,
    shortened,
)
from messages.commitments import ALL, excerpt, promise_blocks, promise_line
from messages.customers import BRIEF, standing
from messages.cycles import cycle_part, result_part
from messages.daily import Word
from messages.drying import drying_line
from messages.openers import opener_line
from messages.talks import LOG, talk_line
from model.answer import Json, Message
from model.belief import Belief
from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.drying import Sign
from model.idea import Idea
from model.improvement import Improvement
from model.knowledge import Knowledge
from model.nudge import Relationship
from model.opener import Opener
from model.talk import Talk, readable

SURFACE = "brief"
IN_A_TALK = "talk"
MORE_HEARD = "brief.heard.more"
BELIEFS, TALKS, PROMISES, IDEAS, ADOPTED, PEOPLE = 3, 3, 3, 2, 1, 4
STATEMENT, NOTE, WISH, PROMISED, ANSWER, NAME = 75, 60, 50, 50, 40, 30
CHECKED = 10


class Page(msgspec.Struct, frozen=True):
    """All that a brief is made of: `talks` are the last ones, `promises` what is open, `ideas` on the table, `adopted` lately.

    `people` are who attended, in how many talks, `signs` by what the relationship dries up. `results` are those of improvements that they
    have yet to hear, `cycles` the other improvements under way.
    """

    known: Knowledge
    opener: Opener
    relationship: Relationship
    talks: Sequence[Talk] = ()
    promises: Sequence[Commitment] = ()
    ideas: Sequence[Idea] = ()
    adopted: Sequence[Idea] = ()
    people: Mapping[str, int] = {}
    signs: Sequence[Sign] = ()
    results: Sequence[Improvement] = ()
    cycles: Sequence[Improvement] = ()

    @property
    def customer(self) -> Customer:
        """Return whom it is about."""
        return self.known.customer


def brief(page: Page, viewer: str, today: date) -> Message:
    """Show on one page what to know before a talk with a customer."""
    customer = page.customer
    return message(
        f"Before your talk with {name(customer.name)}: {standing(page.relationship, today)}",
        header(f"Brief: {one_line(customer.name)}"),
        section(f"{next_talk(page, today)}{drying_line(page.signs, today)}"),
        section(f"*To begin with*\n{opener_line(page.opener, customer)}"),
        *result_part(page.results, customer),
        *belief_part(page, today),
        *promise_part(page, today),
        section(talk_part(page, viewer, today)),
        *attended_part(page),
        *cycle_part(page.cycles, customer, today),
        *idea_part(page, today),
        actions(button("Log the talk", LOG, customer.id, primary=True), button("All that is known", lines.PROFILE, customer.id)),
    )


def next_talk(page: Page, today: date) -> str:
    """Say when the next talk is, or by when it is due, and whose the relationship is."""
    booked_on = page.customer.booked_on
    if booked_on and booked_on >= today:
        return f"*Next talk: {on_day(booked_on, today).removeprefix('on ')}.* Owner: {person(page.customer.owner)}"
    return f"{standing(page.relationship, today)} No talk is booked. Owner: {person(page.customer.owner)}"


def to_check(known: Knowledge, today: date) -> list[Belief]:
    """Return what is to be heard from the customer: what somebody wants asked, the stale, then what was learned, then their details."""
    unsure = [belief for belief in known.to_check(today) if belief.to_ask or belief.stale(today) or not belief.sure]
    return sorted(unsure, key=lambda belief: (belief.to_ask is None, not belief.stale(today), not belief.author))


def belief_part(page: Page, today: date) -> list[Json]:
    """Return what to check with the customer, each with its buttons, and on what nothing is known."""
    unsure = to_check(page.known, today)
    left = len(unsure) - BELIEFS
    rest = f" {left:,} more: `/talk learn {as_typed(page.customer.name)}`" if left > 0 else ""
    nothing = ", ".join(lines.TOPIC_NAMES[topic] for topic in page.known.missing[:BELIEFS])
    unknown = f" Nothing known of: {nothing}." if nothing and len(unsure) < BELIEFS else ""
    title = "*To check with them*" if unsure else "*What we know*"
    return [
        section(f"{title}\n{lines.completeness(page.known, today)}{unknown}{rest}"),
        *(block for belief in unsure[:BELIEFS] for block in belief_blocks(belief, today, SURFACE)),
    ]


def belief_blocks(belief: Belief, today: date, surface: str) -> list[Json]:
    """Return a belief in short, and its buttons; what was heard has none."""
    told = f"*{lines.TOPIC_NAMES[belief.topic]}* · {lines.state_of(belief, today)}\n{quote(one_line(belief.statement), STATEMENT)}"
    small = " ".join(filter(None, [lines.learned(belief, today), lines.heard(belief, today), to_ask(belief)]))
    return [section(told), *([context(small)] if small else []), lines.belief_buttons(belief, today, surface)]


def to_ask(belief: Belief) -> str:
    """Say who wants it asked."""
    return f"{person(belief.to_ask)} wants it asked." if belief.to_ask else ""


def promise_part(page: Page, today: date) -> list[Json]:
    """Return what is promised and open on both sides, what is due first in front."""
    if not page.promises:
        return []
    left = len(page.promises) - PROMISES
    more = button(f"Show all {len(page.promises):,}", ALL, page.customer.id) if left > 0 else None
    overdue = sum(promise.overdue(today) for promise in page.promises)
    late = f", {overdue:,} overdue" if overdue else ""
    return [
        section(f"*Promised* ({len(page.promises):,} open{late})", accessory=more),
        *(
            block
            for promise in page.promises[:PROMISES]
            for block in promise_blocks(promise_line(promise, today, PROMISED), promise, SURFACE)
        ),
    ]


def talk_part(page: Page, viewer: str, today: date) -> str:
    """Return the last talks; a private one only says that it was to who may not read it."""
    last = [f"• {talk_line(talk, today, readable=readable(talk, page.customer, viewer), limit=NOTE)}" for talk in page.talks[:TALKS]]
    return "*Last talks*\n" + ("\n".join(last) or "None yet.")


def attended_part(page: Page) -> list[Json]:
    """Return who was there so far, and how often."""
    if not page.people:
        return []
    names = [f"{shortened(who, NAME)} ({count:,})" for who, count in list(page.people.items())[:PEOPLE]]
    rest = f" and {len(page.people) - PEOPLE:,} more" if len(page.people) > PEOPLE else ""
    return [section(f"*Who attended so far*\n{', '.join(names)}{rest}")]


def idea_part(page: Page, today: date) -> list[Json]:
    """Return the ideas on the table and how they were received, and what was adopted lately."""
    open_ones = [f"• {wish(idea)}" for idea in page.ideas[:IDEAS]]
    left = len(page.ideas) - IDEAS
    if left > 0:
        open_ones.append(f"{left:,} more: `/talk ideas {as_typed(page.customer.name)}`")
    adopted = [f"• {text_of(idea)}, {on_day(idea.decided_on, today)}" for idea in page.adopted[:ADOPTED] if idea.decided_on]
    parts = ["*Ideas on the table*\n" + "\n".join(open_ones)] if open_ones else []
    parts += ["*Adopted lately*\n" + "\n".join(adopted)] if adopted else []
    return [section(part) for part in parts]


def wish(idea: Idea) -> str:
    """Return an idea in a line: what, how many want it, and what the customer said to it."""
    votes = f" · {len(idea.votes):,} vote{'s' if len(idea.votes) > 1 else ''}" if idea.votes else ""
    told = f" · They said: “{shortened(idea.reaction, ANSWER)}”" if idea.reaction.strip() else ""
    return f"{text_of(idea)}{votes}{told}"


def text_of(idea: Idea) -> str:
    """Return the beginning of an idea."""
    return shortened(idea.text, WISH)


def before_the_talk(page: Page, reader: str, today: date, told: Write) -> Word:
    """Tell a person, the working day before, that a talk is booked: what to begin with, what is overdue, and the way to the whole page."""
    customer, booked_on = page.customer, page.customer.booked_on or today
    whose = "Your" if reader == customer.owner else "A"
    sentence = f"{whose} talk with {name(customer.name)} is {on_day(booked_on, today)}."
    late = [promise for promise in page.promises if promise.side == "us" and promise.overdue(today)]
    owed = f"\nPromised and overdue: {excerpt(late[0])}{f' and {len(late) - 1:,} more' if len(late) > 1 else ''}" if late else ""
    begin = f"{sentence}\n{opener_line(page.opener, customer)}{owed}"
    return Word(customer, "brief", sentence, (section(begin), actions(button("Brief me", BRIEF, customer.id))), (told,))


def what_was_heard(known: Knowledge, talk: Talk, today: date, start: int = 0) -> Message:
    """Ask after a talk what was confirmed in it, and what was corrected: each belief with its buttons, bound to that talk."""
    customer, surface = known.customer, f"{IN_A_TALK}:{talk.id}"
    beliefs = known.to_check(today)
    if not beliefs:
        return said(
            f"Nothing is known of {name(customer.name)} yet. `/talk learn {as_typed(customer.name)} plans: …` writes down what you heard."
        )
    page = beliefs[start : start + CHECKED]
    left = len(beliefs) - start - len(page)
    more = [actions(button(f"Show {min(left, CHECKED)} more of {left:,}", MORE_HEARD, f"{talk.id}|{start + CHECKED}"))] if left > 0 else []
    day = on_day(talk.held_on, today)
    return said(
        f"What was confirmed in the talk with {name(customer.name)} {day}, what was corrected?",
        *(block for belief in page for block in heard_blocks(belief, talk, today, surface)),
        *more,
    )


def heard_blocks(belief: Belief, talk: Talk, today: date, surface: str) -> list[Json]:
    """Return a belief with the buttons that say it was heard in a talk; what was heard then, or later, says so."""
    told = f"*{lines.TOPIC_NAMES[belief.topic]}* · {lines.state_of(belief, today)}\n{quote(one_line(belief.statement), lines.SHOWN)}"
    if belief.heard(talk.held_on):
        return [section(told), context(lines.heard(belief, today))]
    value = lines.value_of(belief, surface)
    return [section(told), actions(button("Confirmed", lines.CONFIRM, value), button("Correct", lines.CORRECT, value))]
