"""What the bot says about talks: saved, asked for, and the form that logs one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messages.blocks import (
    actions,
    button,
    context,
    field,
    kept_beyond,
    modal,
    name,
    notice,
    on_day,
    person,
    picker,
    quote,
    said,
    section,
    shortened,
    static_select,
    text_input,
)
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.talk import Talk

UNDO = "undo"
OTHER_CUSTOMER = "talk.other"
MOVE = "talk.move"
KEEP = "talk.keep"
MOVING = "move:"
COUNTS = "talk.counts"
HEARD = "talk.heard"
PROMISES = "commitments"
NEXT = "next"
LOG = "talk.log"
LOG_ANYWHERE = "talk.log.anywhere"
FORM = "talk.form"
CUSTOMER_PICKER = "customer.pick"

PURPOSES = {
    "relationship": "Relationship: their business and plans",
    "review": "Review: how our services do",
    "operational": "Operational: day-to-day, does not count",
}
VISIBILITIES = {"team": "Team: every member may read it", "private": "Private: you, owner, deputy, sponsor"}


def talk_saved(
    talk: Talk, customer: Customer, due_on: date, today: date, key: str, *, more: Sequence[Json] = (), heard: bool = False
) -> Message:
    """Say that a talk is on disk, with which customer and for which day, and when the next one is due.

    `more` is what was promised in it; `heard` offers to say what of all that is known was confirmed in it.
    """
    whose = "a" if talk.taken else "your"
    opening = f"Saved: {whose} talk with {name(customer.name)} {on_day(talk.held_on, today)}."
    asks = [button("What was confirmed, what was corrected?", HEARD, talk.id)] if heard else []
    return said(opening, *as_it_stands(talk, due_on, today, key, more, asks))


def next_talk(day: date | None, today: date) -> list[Json]:
    """Say for when the next talk is booked, where it is."""
    return [context(f"The next talk is booked for {on_day(day, today).removeprefix('on ')}.")] if day else []


def talk_counted(talk: Talk, customer: Customer, due_on: date, today: date, key: str) -> Message:
    """Say that what was taken from a message counts as a talk now."""
    opening = f"Counts: the talk with {name(customer.name)} {on_day(talk.held_on, today)}."
    return said(opening, *as_it_stands(talk, due_on, today, key))


def as_it_stands(talk: Talk, due_on: date, today: date, key: str, said_too: Sequence[Json] = (), asks: Sequence[Json] = ()) -> list[Json]:
    """Return what is said of a talk as it is on disk now, and what can be done about it."""
    more = [button("Counts as a talk", COUNTS, f"{talk.id}|{key}")] if talk.taken and not talk.counts else []
    return [
        section(quote(talk.notes)),
        *said_too,
        context(next_due(talk, due_on, today)),
        *from_message(talk.permalink),
        actions(button("Undo", UNDO, key), button("Other customer", OTHER_CUSTOMER, f"{talk.id}|{key}"), *more, *asks),
    ]


def from_message(permalink: str) -> list[Json]:
    """Return a line that leads to the message that something was taken from; nothing where there was none."""
    return [context(f"From <{permalink}|this message>.")] if permalink else []


def already_counts(talk: Talk, customer: Customer, today: date) -> Message:
    """Say that a talk counts already."""
    return said(f"The talk with {name(customer.name)} {on_day(talk.held_on, today)} counts already.")


def next_due(talk: Talk, due_on: date, today: date) -> str:
    """Say when the next talk is due, or that this one does not count."""
    if not talk.counts:
        return "It is operational, so it does not count as keeping in touch."
    return f"The next talk {'was' if due_on < today else 'is'} due by {on_day(due_on, today).removeprefix('on ')}."


def as_view(saved: Message) -> View:
    """Turn a form into the news that it is saved."""
    return notice(saved, "Saved")


def which_customer(talk: Talk, customer: Customer, key: str) -> Message:
    """Ask with whom a saved talk really was; `key` is that of the change that saved it."""
    return said(
        f"Which customer was this talk with? It is now with {name(customer.name)}.",
        section(quote(talk.notes)),
        actions(customer_select(MOVE), button(f"Keep {customer.name}", KEEP, f"{talk.id}|{key}"), block_id=f"{MOVING}{talk.id}|{key}"),
    )


def customer_select(action_id: str = CUSTOMER_PICKER, initial: Json | None = None) -> Json:
    """Return a select that searches the customers as one types."""
    return picker(
        "external_select",
        action_id=action_id,
        min_query_length=0,
        initial_option=initial,
        placeholder={"type": "plain_text", "text": "Type a name"},
    )


def talk_form(today: date, chosen: Json | None = None, *, notes: str = "", held_on: date | None = None, carried: str = "") -> View:
    """Return the form that logs a talk; `chosen` is the customer as an option, where it is known."""
    return modal(
        "Log a talk",
        FORM,
        field("Customer", "customer", customer_select(initial=chosen)),
        field("Date", "date", picker("datepicker", initial_date=(held_on or today).isoformat()), hint="The day you talked."),
        field("Purpose", "purpose", static_select(PURPOSES, "relationship")),
        field(
            "Notes",
            "notes",
            text_input(notes, multiline=True, placeholder="What did they say? What are they trying to achieve?"),
            hint=kept_beyond(notes),
        ),
        field("Decisions", "decisions", text_input(multiline=True), optional=True),
        field("Participants", "participants", text_input(placeholder="From both sides, for example Dr. Weber, Olivia"), optional=True),
        field("Visibility", "visibility", static_select(VISIBILITIES, "team")),
        field(
            "Commitments",
            PROMISES,
            text_input(multiline=True, placeholder="us: send the offer by 3 Dec"),
            optional=True,
            hint="One a line, with us:, them: or @colleague: in front, and by when. Whoever promised is reminded.",
        ),
        field("Next talk", NEXT, picker("datepicker"), optional=True, hint="Books it: quiet until then, and a brief the day before."),
        submit="Save",
        carried=carried,
    )


def by(talk: Talk) -> str:
    """Say who recorded a talk; nobody did where it was imported."""
    return f" by {person(talk.author)}" if talk.author else ""


def talk_line(talk: Talk, today: date, *, readable: bool = True, limit: int = 200) -> str:
    """Return one talk as a line of a list; a private one only says that it was."""
    marks = "" if talk.counts else " (operational)"
    head = f"*{on_day(talk.held_on, today).removeprefix('on ')}*{marks}{by(talk)}"
    said_then = shortened(talk.notes, limit) if readable else "_private_"
    return f"{head}: {said_then}"


def too_long(count: int, most: int) -> Sentence:
    """Say that a note holds more than can be kept in one."""
    return f"Not saved: a note has at most {most:,} characters, and this one has {count:,}. Please save it in parts."


def gone() -> Sentence:
    """Say that a talk is no longer there to be moved."""
    return "That talk was taken back meanwhile. `/talk note CUSTOMER …` notes it again."


def no_customer() -> Sentence:
    """Say beside the form's field that a talk needs a customer."""
    return "Pick the customer you talked with."


def no_notes() -> Sentence:
    """Say beside the form's field that a talk needs a word about what was said."""
    return "Write a line about what was said."


def no_day() -> Sentence:
    """Say beside the form's field that a talk needs a day that is not to come."""
    return "Pick the day on which you talked; it can't be still to come."
