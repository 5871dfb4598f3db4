"""How ideas are received: what the bot says about votes, decisions, what the customer said, and merging."""

from __future__ import annotations

from datetime import date, datetime

from messages.blocks import (
    actions,
    button,
    calendar_day,
    context,
    field,
    modal,
    moment,
    name,
    one_line,
    option,
    person,
    picker,
    quote,
    said,
    section,
    shortened,
    static_select,
    text_input,
)
from messages.daily import Word
from messages.idea_lists import ORIGINS, excerpt
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.change import Write
from model.customer import Customer
from model.idea import Idea

FORM = "idea.received"
MERGE_FORM = "idea.merge"
MERGE_PICKER = "into"
STATES = {"discussed": "discussed", "adopted": "adopted", "not now": "put off", "declined": "declined", "merged": "merged into another"}


def decided(idea: Idea, customer: Customer, today: date) -> str:
    """Say below an idea what was decided about it, what that means, and who hears of it."""
    hears = f" {person(idea.to_hear)} hears of it with their next daily message." if idea.to_hear else ""
    match idea.state:
        case "adopted":
            return f"Adopted.{hears}"
        case "declined":
            return f"Declined: it does not come back by itself.{hears}"
        case "not now":
            comes = calendar_day(customer.cadence.after(idea.decided_on or today), today)
            return f"Put off: it comes back on {comes}, or as soon as their plans change.{hears}"
        case _:
            return f"Marked as discussed. What they said is worth a line: *What they said*.{hears}"


def already(idea: Idea, zone_at: datetime | None, today: date) -> str:
    """Say that somebody was faster, who and when; `zone_at` is the moment on the reader's clock."""
    when = f", {moment(zone_at, today)}" if zone_at else ""
    return f"It is {STATES.get(idea.state, idea.state)} already: {person(idea.decided_by)}{when}."


def went_into() -> str:
    """Say that the idea which was clicked stands in another one now."""
    return "The idea you clicked was merged into this one meanwhile."


def received_form(idea: Idea, customer: Customer, carried: str) -> View:
    """Ask what the customer said to an idea, and where it came from."""
    return modal(
        "What they said",
        FORM,
        section(f"To the idea for {name(customer.name)}:\n{quote(idea.text, 300)}"),
        field(
            "What did they say, and why?",
            "reaction",
            text_input(idea.reaction, multiline=True, placeholder="Too early: the new ward opens in May"),
            optional=True,
        ),
        field("Origin", "origin", static_select(ORIGINS, idea.origin), hint="What the customer asked for, their owner hears of."),
        submit="Save",
        carried=carried,
    )


def received(idea: Idea, customer: Customer, key: str) -> Message:
    """Say that what the customer said is on disk."""
    told = f"Saved: what {name(customer.name)} said." if idea.reaction.strip() else f"Saved for the idea for {name(customer.name)}."
    said_to_it = [section(quote(idea.reaction))] if idea.reaction.strip() else []
    return said(told, *said_to_it, context(ORIGINS[idea.origin]), actions(button("Undo", UNDO, key)))


def merge_form(idea: Idea, customer: Customer, carried: str) -> View:
    """Ask into which other idea for the same customer this one goes."""
    block = f"{MERGE_PICKER}:{idea.id}"
    placeholder = {"type": "plain_text", "text": "Type words of it"}
    return modal(
        "Merge into…",
        MERGE_FORM,
        section(f"This idea for {name(customer.name)} goes into another one, with its votes; whoever voted for both counts once."),
        section(quote(idea.text, 300)),
        field("Into", block, picker("external_select", min_query_length=0, placeholder=placeholder)),
        submit="Merge",
        carried=carried,
    )


def merged(into: Idea, customer: Customer, key: str) -> Message:
    """Say that an idea went into another one, and how many want that now."""
    count = len(into.votes)
    wanted = f" It has {count:,} vote{'s' if count > 1 else ''} now." if count else ""
    return said(
        f"Merged: this idea for {name(customer.name)} stands for both.{wanted}",
        section(quote(into.text)),
        actions(button("Undo", UNDO, key)),
    )


def idea_options(ideas: list[Idea]) -> tuple[Json, ...]:
    """Return ideas as choices of a searching select."""
    return tuple(option(one_line(idea.text) or "…", idea.id) for idea in ideas[:100])


def what_became(idea: Idea, customer: Customer, told: Write) -> Word:
    """Tell whoever brought an idea what became of it; `told` remembers that they heard."""
    theirs = idea.origin == "customer"
    whose = f"An idea that {name(customer.name)} asked for" if theirs else f"Your idea for {name(customer.name)}"
    fate = "is on the table again" if idea.state == "new" else f"was {STATES[idea.state]}{' idea' if idea.state == 'merged' else ''}"
    sentence = f"{whose} {fate}, by {person(idea.decided_by)}."
    said_to_it = f"\nThey said: {excerpt(idea.reaction)}" if idea.reaction.strip() else ""
    lead = f"{sentence}{' Let them know.' if theirs else ''}"
    return Word(customer, "idea", sentence, (section(f"{lead}\n{quote(idea.text, 200)}{said_to_it}"),), (told,))


def no_choice() -> Sentence:
    """Say beside the form's field that merging needs another idea."""
    return "Pick the idea that stands for both."


def not_that_one() -> Sentence:
    """Say beside the form's field that an idea can't go into this one."""
    return "That one is merged itself by now, or for another customer. Pick another idea."


def changed_meanwhile() -> Sentence:
    """Say beside the form's field that it shows what no longer holds."""
    return "Somebody noted something else meanwhile. Copy what you typed, and open What they said again."


def merged_already(text: str) -> Sentence:
    """Say that an idea was merged before."""
    return f"It was merged already, into “{shortened(text, 120)}”. `/talk ideas` shows that one."
