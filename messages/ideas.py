"""What the bot says about ideas."""

from __future__ import annotations

from datetime import date

import msgspec

from messages.blocks import (
    actions,
    button,
    cut,
    escape,
    field,
    kept_beyond,
    modal,
    name,
    on_day,
    person,
    quote,
    said,
    section,
    text_input,
)
from messages.talks import MOVING, UNDO, customer_select, from_message
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.idea import Idea

OTHER_CUSTOMER = "idea.other"
MOVE = "idea.move"
KEEP = "idea.keep"
FORM = "idea.form"
MORE = "ideas.more"
PAGE = 15


def idea_saved(idea: Idea, customer: Customer, key: str) -> Message:
    """Say that an idea is on disk, and for which customer."""
    return said(
        f"Saved: an idea for {name(customer.name)}.",
        section(quote(idea.text)),
        *from_message(idea.permalink),
        actions(button("Undo", UNDO, key), button("Other customer", OTHER_CUSTOMER, f"{idea.id}|{key}")),
    )


def which_customer(idea: Idea, customer: Customer, key: str) -> Message:
    """Ask for whom a saved idea really is; `key` is that of the change that saved it."""
    return said(
        f"Which customer is this idea for? It is now for {name(customer.name)}.",
        section(quote(idea.text)),
        actions(customer_select(MOVE), button(f"Keep {customer.name}", KEEP, f"{idea.id}|{key}"), block_id=f"{MOVING}{idea.id}|{key}"),
    )


def idea_form(chosen: Json | None = None, *, text: str = "", carried: str = "") -> View:
    """Return the form that records an idea."""
    return modal(
        "Record an idea",
        FORM,
        field("Customer", "customer", customer_select(initial=chosen)),
        field(
            "Idea",
            "text",
            text_input(text, multiline=True, placeholder="What could IT do to make them more successful?"),
            hint=kept_beyond(text),
        ),
        submit="Save",
        carried=carried,
    )


class Row(msgspec.Struct, frozen=True):
    """An idea as a list shows it: with its customer's name, and the day it was noted on the reader's calendar."""

    idea: Idea
    customer: str
    noted_on: date


def ideas_listed(page: list[Row], count: int, customer: Customer | None, today: date, start: int = 0) -> Message:
    """List one page of `count` ideas, newest first."""
    if not count:
        return no_ideas(customer)
    whose = f" for {name(customer.name)}" if customer else ""
    rows = [section(line(row, today, named=customer is None)) for row in page]
    left = count - start - len(page)
    if left > 0:
        rows.append(actions(button(f"Show {min(left, PAGE)} more of {left:,}", MORE, f"{customer.id if customer else ''}|{start + PAGE}")))
    return said(f"1 idea{whose}:" if count == 1 else f"{count:,} ideas{whose}, the newest first:", *rows)


def line(row: Row, today: date, *, named: bool = True) -> str:
    """Return one idea as a line of a list, with its customer's name where the list is not of one customer."""
    text = escape(cut(" ".join(row.idea.text.split()), 300))
    return f"{f'{name(row.customer)}: ' if named else ''}{text}\n{row.idea.state} · {person(row.idea.author)} {on_day(row.noted_on, today)}"


def no_ideas(customer: Customer | None) -> Message:
    """Say that there are no ideas yet, and how to record one."""
    if customer:
        return said(f"No ideas for {name(customer.name)} yet. Record one with `/talk idea {escape(cut(customer.name, 60))} …`")
    return said("No ideas yet. Record one with `/talk idea CUSTOMER …`")


def too_long(count: int, most: int) -> Sentence:
    """Say that an idea holds more than can be kept in one."""
    return f"Not saved: an idea has at most {most:,} characters, and this one has {count:,}. Please save it in parts."


def gone() -> Sentence:
    """Say that an idea is no longer there to be moved."""
    return "That idea was taken back meanwhile. `/talk idea CUSTOMER …` records it again."


def no_customer() -> Sentence:
    """Say beside the form's field that an idea needs a customer."""
    return "Pick the customer the idea is for."


def no_text() -> Sentence:
    """Say beside the form's field that an idea needs words."""
    return "Write down the idea."
