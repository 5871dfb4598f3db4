"""What the bot says once something was decided about a belief: saved, confirmed, corrected, to be asked; and what it asks before that."""

from __future__ import annotations

from datetime import date

from messages.beliefs import POSITIONS, SHOWN, TOPIC_NAMES, before, belief_blocks, excerpt, heard, question_for, source_of
from messages.blocks import actions, as_typed, button, context, given_back, name, person, quote, said, section
from messages.talks import MOVING, UNDO, customer_select
from model.answer import Json, Message
from model.belief import Belief
from model.customer import Customer
from model.draft import Draft

OTHER_CUSTOMER, MOVE, KEEP = "belief.other", "belief.move", "belief.keep"
WHOLE_INDUSTRY = "belief.whole_industry"
TOPIC, POSITION = "topic", "position"


def belief_saved(belief: Belief, customer: Customer, key: str, then: str) -> Message:
    """Say that a belief is on disk, about whom and on which topic; `then` is what is known by now."""
    more = [button("For the whole industry", WHOLE_INDUSTRY, belief.id)] if belief.topic in {"normal", "innovators"} else []
    return said(
        f"Saved for {name(customer.name)}, as an assumption about *{TOPIC_NAMES[belief.topic]}*.",
        section("\n".join(filter(None, [quote(belief.statement, SHOWN), before(belief), source_of(belief)]))),
        context(then),
        actions(button("Undo", UNDO, key), button("Other customer", OTHER_CUSTOMER, f"{belief.id}|{key}"), *more),
    )


def already_believed(belief: Belief, customer: Customer, today: date, surface: str) -> Message:
    """Say that exactly this is already believed of a customer."""
    return said(f"That is already known of {name(customer.name)}.", *belief_blocks(belief, today, surface))


def which_customer(belief: Belief, customer: Customer, key: str) -> Message:
    """Ask of whom a saved belief really is; `key` is that of the change that saved it."""
    return said(
        f"About which customer is this? It is now about {name(customer.name)}.",
        section(quote(belief.statement, SHOWN)),
        actions(customer_select(MOVE), button(f"Keep {customer.name}", KEEP, f"{belief.id}|{key}"), block_id=f"{MOVING}{belief.id}|{key}"),
    )


def which_topic(draft: Draft, customer: Customer, word: str) -> Message:
    """Ask on which of the seven topics a line says something."""
    unknown = f"I don't know the topic {name(word)}. " if word else ""
    offers = [button(label, f"learn.{TOPIC}:{twin}", f"{draft.id}|{topic}") for twin, (topic, label) in enumerate(TOPIC_NAMES.items(), 1)]
    return said(
        f"{unknown}What does this tell us about {name(customer.name)}? Nothing is saved yet; I keep your text for 7 days.",
        actions(*offers),
        *given_back(draft.line),
    )


def which_position(draft: Draft, customer: Customer) -> Message:
    """Ask where a customer stands among its own kind."""
    offers = [button(label, f"learn.{POSITION}:{twin}", f"{draft.id}|{where}") for twin, (where, label) in enumerate(POSITIONS.items(), 1)]
    return said(
        f"Where does that put {name(customer.name)} among its own kind? Nothing is saved yet; I keep your text for 7 days.",
        actions(*offers),
        *given_back(draft.line),
    )


def undo(key: str) -> Json:
    """Return the way back from what was decided."""
    return button("Undo", UNDO, key)


def belief_confirmed(belief: Belief, key: str) -> Message:
    """Say that the customer confirmed something."""
    return said(f"Confirmed: “{excerpt(belief.statement)}”", accessory=undo(key))


def belief_corrected(belief: Belief, key: str) -> Message:
    """Say that the customer corrected something: what it said, and what it says."""
    return said(f"Corrected: “{excerpt(belief.earlier[-1].statement)}” → “{excerpt(belief.statement)}”", accessory=undo(key))


def belief_reworded(belief: Belief, key: str) -> Message:
    """Say that we put something differently: what it said, and what it says."""
    return said(
        f"Reworded, as an assumption: “{excerpt(belief.earlier[-1].statement)}” → “{excerpt(belief.statement)}”", accessory=undo(key)
    )


def belief_outdated(belief: Belief, key: str) -> Message:
    """Say that something is no longer believed."""
    return said(f"No longer held: “{excerpt(belief.statement)}”", accessory=undo(key))


def belief_asked(belief: Belief, customer: Customer, key: str) -> Message:
    """Say that something is on the list of what to ask, and how one could ask."""
    where = f"It stands first in `/talk brief {as_typed(customer.name)}`."
    return said(f"To be asked. {where} You could say: “{question_for(belief)}”", accessory=undo(key))


def position_set(belief: Belief, customer: Customer, key: str) -> Message:
    """Say where a customer is seen from now on."""
    return said(f"{name(customer.name)} is seen as *{customer.position}* from now on. {before(belief)}".strip(), accessory=undo(key))


def confirmed_already(belief: Belief, today: date) -> Message:
    """Say that a belief was heard from the customer today."""
    return said(f"This is already so. {heard(belief, today)}")


def asked_already(belief: Belief) -> Message:
    """Say that a belief is on the list already."""
    return said(f"This is on the list already ({person(belief.to_ask)}). You could say: “{question_for(belief)}”")


def outdated_already(belief: Belief) -> Message:
    """Say that a belief is no longer held."""
    return said(f"This is no longer held to be true: “{excerpt(belief.statement)}”")


def position_already(customer: Customer) -> Message:
    """Say that a customer is seen that way already."""
    return said(f"{name(customer.name)} is seen as *{customer.position}* already.")


def nothing_different(belief: Belief, key: str) -> Message:
    """Say that a correction says what was believed, which confirms it."""
    return said(f"That is what it says already, so I count it as confirmed: “{excerpt(belief.statement)}”", accessory=undo(key))
