"""What the bot says when a line could not be saved yet: what is missing, the text, and the buttons that go on from it.

The buttons' ids are made of the verb that the draft was typed for (`note.customer`, `idea.add` …), so each noun finishes its own.
A value is the draft's id, and behind a `|` what the button decides.
"""

from __future__ import annotations

from datetime import date

from messages.blocks import actions, button, cut, given_back, name, on_day, one_line, said
from model.answer import Json, Message, Sentence
from model.customer import Customer
from model.draft import Draft

NEAR, ADD, TODAY, YES, PICK, SAVE = "customer", "add", "today", "yes", "pick", "save"


def decide(draft: Draft, label: str, what: str, value: str = "", *, twin: int = 0) -> Json:
    """Return a button that finishes a draft."""
    return button(label, f"{draft.verb}.{what}" + (f":{twin}" if twin else ""), f"{draft.id}|{value}")


def unknown_customer(draft: Draft, guess: str, near: list[Customer]) -> Message:
    """Say that no customer has that name, and offer the nearest ones or to add it."""
    offers = [decide(draft, customer.name, NEAR, customer.id, twin=n) for n, customer in enumerate(near, 1)]
    if guess:
        offers.append(decide(draft, f'Add "{cut(one_line(guess), 50)}" and save', ADD))
    offers.append(decide(draft, "Open the form", PICK))
    asked = "Which one is it?" if near else "Shall I add it?"
    return said(
        f"I don't know a customer called {name(guess)}, so nothing is saved yet; I keep your text for 7 days. {asked}"
        if guess
        else "Which customer is this about? Nothing is saved yet; I keep your text for 7 days.",
        actions(*offers),
        *given_back(draft.line),
    )


def did_you_mean(draft: Draft, linked: Customer, near: list[Customer]) -> Message:
    """Ask whether the first words are a misspelt customer or text for the channel's own."""
    offers = [decide(draft, customer.name, NEAR, customer.id, twin=n) for n, customer in enumerate(near, 1)]
    offers.append(decide(draft, linked.name, NEAR, f"{linked.id}|whole"))
    return said(
        f"Is this for {name(near[0].name)}, or for this channel's customer {name(linked.name)}? Nothing is saved yet.",
        actions(*offers),
        *given_back(draft.line),
    )


def unreadable_date(draft: Draft, typed: str) -> Message:
    """Say that a date was expected and can't be read."""
    return said(
        f"I can't read {name(typed)} as a date, so the talk is not saved yet. Days like `3 Nov`, `2026-11-03` or `last Tuesday` work.",
        actions(decide(draft, "Save with today's date", TODAY), decide(draft, "Pick a date", PICK)),
        *given_back(draft.line),
    )


def unlikely_date(draft: Draft, day: date, today: date) -> Message:
    """Ask whether a talk really was on a day in the future or long ago."""
    why = "is still to come" if day > today else "is more than 60 days ago"
    return said(
        f"{capital(on_day(day, today).removeprefix('on '))} {why}. Was the talk on that day? It is not saved yet.",
        actions(decide(draft, "Yes, that day", YES, day.isoformat()), decide(draft, "Pick a date", PICK)),
        *given_back(draft.line),
    )


def capital(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def save_as(draft: Draft, opening: str) -> Message:
    """Offer to keep free text as a talk or an idea."""
    buttons = (button("Save as a talk", f"note.{SAVE}", f"{draft.id}|"), button("Save as an idea", f"idea.{SAVE}", f"{draft.id}|"))
    return said(opening, actions(*buttons), *given_back(draft.line))


def gone() -> Sentence:
    """Say that a draft is no longer kept."""
    return "This is already done, or the text is older than 7 days. `/talk undo` takes back what was saved last."


def half_gone(beyond: int) -> Sentence:
    """Say that what did not fit into a form is no longer kept."""
    return (
        f"Not saved: this form holds only the beginning of your text. The other {beyond:,} characters are no longer kept, "
        "since the text was saved in another way or is older than 7 days. `/talk undo` takes back what was saved last."
    )
