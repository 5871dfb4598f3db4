"""The App Home: what waits for a person, the most urgent first, each in one line with one button; and the way in for who is new.

Everything is cut to a few, and says where the rest stands: a Home is looked at, not read.
"""

from __future__ import annotations

from datetime import date, datetime

from messages.blocks import (
    actions,
    button,
    context,
    cut,
    divider,
    field,
    header,
    modal,
    moment,
    name,
    on_day,
    one_line,
    person,
    said,
    section,
    text_input,
)
from messages.customers import EDIT
from messages.help import OPEN_FORM
from messages.home_parts import (
    BOOK,
    TALKED,
    Page,
    booked_part,
    check_part,
    close_part,
    confirm_part,
    day,
    drying_part,
    idea_part,
    passed_part,
    portfolio_part,
    promise_part,
    quiet_part,
    talk_value,
)
from messages.talks import LOG, UNDO
from model.answer import Json, Message, Sentence, View
from model.cadence import EXAMPLES
from model.customer import Customer
from model.talk import Talk

ADD, ADD_FORM = "home.add", "home.added"
A_FEW_CUSTOMERS = 3


def home(page: Page) -> View:
    """Return a person's Home."""
    parts = [
        opening(page),
        *([first_steps(page)] if new_here(page) else []),
        passed_part(page),
        quiet_part(page),
        promise_part(page),
        check_part(page),
        booked_part(page),
        confirm_part(page),
        close_part(page),
        drying_part(page),
        idea_part(page),
        portfolio_part(page),
    ]
    return surface(*(block for part in parts for block in part))


def surface(*blocks: Json) -> Json:
    """Return blocks as a Home."""
    return {"type": "home", "blocks": list(blocks)}


def closed(shown: Message) -> View:
    """Return a Home that says no more than why there is none."""
    return surface(*shown.blocks)


def opening(page: Page) -> list[Json]:
    """Say how much waits, and what one can do at any time."""
    settings = [button("Settings", f"{OPEN_FORM}:settings", "settings")] if page.admin else []
    own = [button("All my customers", f"{OPEN_FORM}:mine", "customers")] if page.mine else []
    buttons = [button("Log a talk", f"{OPEN_FORM}:note", "note"), button("Add a customer", ADD), *own, *settings]
    return [header(heading(page)), section(waiting(page)), actions(*buttons)]


def heading(page: Page) -> str:
    """Return the first words."""
    return "Welcome to Keep Talking" if new_here(page) else "Keep talking"


def new_here(page: Page) -> bool:
    """Whether a person has still to add a first customer, or to note a first talk with one of the few they have.

    Who looks after others' customers is at home here without any.
    """
    if not page.mine and page.portfolio and page.portfolio.count:
        return False
    return len(page.mine) <= A_FEW_CUSTOMERS and all(one.last_on is None for one in page.mine)


def waiting(page: Page) -> str:
    """Say in a sentence what waits, and where nothing does, what is next."""
    found = [
        counted(len(page.passed), "booked talk wants an answer", "booked talks want an answer"),
        counted(len(page.quiet), "relationship has gone quiet", "relationships have gone quiet"),
        counted(len(page.promises), "promise of yours is due", "promises of yours are due"),
        counted(len(page.checks), "result is to be looked at", "results are to be looked at"),
    ]
    told = [words for words in found if words]
    if told:
        return f"{', '.join(told[:-1])}{' and ' if len(told) > 1 else ''}{told[-1]}."
    return nothing_waits(page)


def counted(count: int, one: str, several: str) -> str:
    """Return a number of things in words, nothing where there is none."""
    return f"{count:,} {one if count == 1 else several}" if count else ""


def nothing_waits(page: Page) -> str:
    """Say that nothing waits, and what is next."""
    if not page.mine and not new_here(page):
        return "Nothing waits for you: no customer is yours. How the others' relationships stand is below."
    if not page.mine:
        return "I remember what your customers say, and speak up when you have not talked for too long."
    if new_here(page):
        return "One step to go."
    return next_talk(page)


def next_talk(page: Page) -> str:
    """Say which talk is the next: one that is due soon, the one that is booked, one that is due later; or how long reminders are off."""
    booked_on = page.booked[0].customer.booked_on if page.booked else None
    if page.close and page.close[0].due_on <= (booked_on or date.max):
        return f"Nothing is late. The next talk is due with {name(page.close[0].customer.name)}, by {day(page.close[0].due_on, page)}."
    if booked_on:
        return f"Nothing waits for you. Your next talk is with {name(page.booked[0].customer.name)}, {on_day(booked_on, page.today)}."
    if page.free:
        nearest = page.free[0]
        due = f"The next talk is due with {name(nearest.customer.name)}, by {day(nearest.due_on, page)}."
        return f"Nothing waits for you. {due} Keep talking!"
    first = min(page.mine, key=lambda one: one.customer.snoozed_until or date.max)
    until = day(first.customer.snoozed_until, page)
    return f"Nothing waits for you. Reminders of {name(first.customer.name)} are snoozed until {until}."


def first_steps(page: Page) -> list[Json]:
    """Return the two steps to begin with."""
    if not page.mine:
        first = section("*1. Add your first customer.* A name is enough: you are the owner, and I ask after a quarter without a talk.")
        second = context("2. Then note your first talk with it, and the two of you keep talking.")
        return [divider(), {**first, "accessory": button("Add your first customer", ADD, primary=True)}, second]
    customer = page.mine[0].customer
    asked = f"*2. Note your first talk.* What did {name(customer.name)} say last? A line is enough."
    note = button("Note your first talk", TALKED, talk_value(page.mine[0]), primary=True)
    return [divider(), context(f"1. Added {name(customer.name)}: done."), section(asked, accessory=note)]


def talked_already(talk: Talk, customer: Customer, zone_at: datetime, today: date) -> Message:
    """Say that a talk was noted since Home was drawn, by whom and when; `zone_at` is the moment on the reader's clock."""
    when = f"{on_day(talk.held_on, today)}"
    who = f"{person(talk.author)} noted" if talk.author else "Meanwhile there is"
    return said(
        f"{who} a talk with {name(customer.name)} {when} already ({moment(zone_at, today)}).",
        actions(button("Log another talk", LOG, customer.id)),
    )


def booked_already(customer: Customer, today: date) -> Message:
    """Say that a talk was booked since Home was drawn."""
    booked_on = on_day(customer.booked_on, today).removeprefix("on ") if customer.booked_on else "no day"
    again = button("Another day…", BOOK, f"{customer.id}|{customer.booked_on or ''}")
    return said(f"A talk with {name(customer.name)} is booked already, for {booked_on}.", actions(again))


def fell_through(customer: Customer, due_on: date, today: date, key: str) -> Message:
    """Say that a booked talk came to nothing, and when the next one is due."""
    due = f"{'was' if due_on < today else 'is'} due by {on_day(due_on, today).removeprefix('on ')}"
    return said(
        f"Noted: the talk with {name(customer.name)} fell through. Nothing is booked any more, and the next talk {due}.",
        actions(button("Undo", UNDO, key)),
    )


def not_booked(customer: Customer) -> Message:
    """Say that a booking was answered since Home was drawn."""
    return said(f"This is already answered: that talk with {name(customer.name)} is not booked any more.")


def add_form() -> View:
    """Ask for a customer's name, and how often one means to talk."""
    return modal(
        "Add a customer",
        ADD_FORM,
        field("Name", "name", text_input(limit=300, placeholder="Northside Hospital, Accounting …")),
        field("Cadence", "cadence", text_input("quarterly", limit=40), hint=f"How often you mean to talk: {EXAMPLES.replace('`', '')}."),
        submit="Add",
    )


def added(customer: Customer, key: str) -> Message:
    """Say that a customer is on disk, and what comes next."""
    return said(
        f"Added {name(customer.name)}. You are its owner, and I'll remind you when you have not talked for longer than you mean to "
        f"({customer.cadence}).",
        actions(
            button("Log the talk", LOG, customer.id, primary=True),
            button("Edit details", EDIT, customer.id),
            button("Undo", UNDO, key),
        ),
    )


def there_already(customer: Customer) -> Sentence:
    """Say beside the form's field that a customer of that name exists."""
    return f"{cut(one_line(customer.name), 100)} is here already. You can note your talks with it as it is."
