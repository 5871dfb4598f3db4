"""What the bot says where a line names no customer, or one that is not here: what is missing, the nearest names, and the line back."""

from __future__ import annotations

from messages.blocks import actions, button, given_back, name, said
from messages.help import OPEN_FORM
from model.answer import Message, Sentence
from model.customer import MAX_NAME, Customer

LONGEST_VALUE = 2000


def not_found(guess: str, near: list[tuple[Customer, str]], typed: str) -> Message:
    """Say that no customer has that name, and offer the nearest ones; each button stands for the line as it reads with its name."""
    meant = [(customer.name, line) for customer, line in near if len(line) <= LONGEST_VALUE]
    offers = [button(label, f"{OPEN_FORM}:{twin}", line) for twin, (label, line) in enumerate(meant, 1)]
    who = f"I don't know a customer called {name(guess)}." if guess else "I don't know that customer."
    hint = "`/talk customers all` shows who is here, and `/talk add NAME` adds one."
    if offers:
        hint = "Did you mean one of these?" if len(offers) > 1 else "Did you mean this one?"
    return said(f"{who} {hint}", *([actions(*offers)] if offers else []), *given_back(typed))


def no_customer_named(verb: str, more: str = "") -> Sentence:
    """Ask for the customer that a line lacks."""
    return f"Which customer? For example `/talk {verb} Northside Hospital{more}`."


def gone() -> Sentence:
    """Say that a customer was taken back or removed meanwhile."""
    return "That customer is no longer here. `/talk customers all` shows who is."


def nobody_to_add() -> Sentence:
    """Ask for the name of the customer that is to be added."""
    return "Whom shall I add? For example `/talk add Northside Hospital`."


def name_too_long(count: int = 0) -> Sentence:
    """Say how long a customer's name may be, and how long this one is where that is known."""
    return f"A customer's name has at most {MAX_NAME} characters{f'; this one has {count:,}. Please shorten it' if count else ''}."
