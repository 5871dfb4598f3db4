"""What the bot says about ideas."""

from __future__ import annotations

from messages.blocks import (
    actions,
    button,
    field,
    kept_beyond,
    modal,
    name,
    quote,
    said,
    section,
    static_select,
    text_input,
)
from messages.idea_lists import ORIGINS
from messages.talks import MOVING, UNDO, customer_select, from_message
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.idea import Idea

OTHER_CUSTOMER = "idea.other"
MOVE = "idea.move"
KEEP = "idea.keep"
FORM = "idea.form"


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
        field("Origin", "origin", static_select(ORIGINS, "staff")),
        submit="Save",
        carried=carried,
    )


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
