"""What the bot says about customers: the card, the portfolio, who has gone quiet, and the form."""

from __future__ import annotations

from datetime import date

from messages.blocks import (
    PLACES,
    actions,
    as_typed,
    button,
    context,
    field,
    modal,
    name,
    notice,
    on_day,
    option,
    person,
    picker,
    said,
    section,
    static_select,
    text_input,
)
from messages.improvements import went_along
from messages.talks import LOG, UNDO
from model.answer import Json, Message, Sentence, View
from model.cadence import EXAMPLES
from model.cells import quoted_names
from model.customer import Customer
from model.nudge import Relationship

EDIT = "customer.edit"
BRIEF = "customer.brief"
FORM = "customer.form"
MORE_CUSTOMERS = "customers.more"
PAGE = 15

KINDS = {"external": "Outside customer", "department": "Department", "organisation": "Our own organisation"}


def customer_added(customer: Customer, key: str) -> Message:
    """Say that a customer is on disk, and what it was given for the start."""
    return said(
        f"Added {name(customer.name)}. You are its owner, and I'll remind you when you have not talked for a quarter.",
        context(f"Note the first talk with `/talk note {as_typed(customer.name)} …`"),
        actions(button("Edit details", EDIT, customer.id), button("Undo", UNDO, key)),
    )


def already_there(customer: Customer, typed: str) -> Message:
    """Say that a customer of that name exists."""
    also = "" if customer.name == typed else f" (you typed {name(typed)})"
    return said(f"{name(customer.name)} is already here{also}.", actions(*card_buttons(customer)))


def customer_saved(before: Customer, customer: Customer, key: str, *, cycles: int = 0) -> View:
    """Turn the form into the news that the customer is saved; so many open `cycles` go to its new owner."""
    changed = [label for label, field_name in LABELS.items() if getattr(before, field_name) != getattr(customer, field_name)]
    told = f"Changed: {', '.join(changed)}." if changed else "Nothing was different."
    return notice(said(f"Saved {name(customer.name)}. {told}{went_along(cycles)}", actions(button("Undo", UNDO, key))), "Saved")


LABELS = {
    "Name": "name",
    "Other names": "aliases",
    "Kind": "kind",
    "Industry": "industry",
    "Owner": "owner",
    "Deputy": "deputy",
    "Sponsor": "sponsor",
    "Channel": "channel",
    "Cadence": "cadence",
}


def customer_form(customer: Customer) -> View:
    """Return the form with a customer's details."""
    return modal(
        "Customer",
        FORM,
        field("Name", "name", text_input(customer.name, limit=300)),
        field(
            "Other names",
            "aliases",
            text_input(quoted_names(customer.aliases)),
            optional=True,
            hint="With semicolons or commas between them.",
        ),
        field("Kind", "kind", static_select(KINDS, customer.kind)),
        field(
            "Industry",
            "industry",
            text_input(customer.industry, limit=200, placeholder="Hospitals, Financial services, Human resources …"),
            optional=True,
            hint="A department has one too: Accounting is financial services.",
        ),
        field("Owner", "owner", picker("users_select", initial_user=customer.owner), optional=True),
        field("Deputy", "deputy", picker("users_select", initial_user=customer.deputy), optional=True),
        field("Sponsor", "sponsor", picker("users_select", initial_user=customer.sponsor), optional=True),
        field("Channel", "channel", picker("conversations_select", initial_conversation=customer.channel, filter=PLACES), optional=True),
        field("Cadence", "cadence", text_input(str(customer.cadence), limit=40), hint=f"For example {EXAMPLES.replace('`', '')}."),
        submit="Save",
        carried=f"{customer.id}|{customer.version}",
    )


def card_buttons(customer: Customer) -> list[Json]:
    """Return what can be done about a customer."""
    return [
        button("Log the talk", LOG, customer.id, primary=True),
        button("Brief me", BRIEF, customer.id),
        button("Edit details", EDIT, customer.id),
    ]


def standing(relationship: Relationship, today: date) -> str:
    """Say in a sentence how a relationship stands: quiet, close to it or in touch, since when, and until when."""
    last_on, due = relationship.last_on, on_day(relationship.due_on, today).removeprefix("on ")
    since = f"last talk {on_day(last_on, today)}, the next" if last_on else "no talk yet, the first"
    if relationship.quiet(today):
        words = f"Quiet: {since} was due by {due}"
    elif relationship.close(today):
        words = f"Close to quiet: {since} is due by {due}"
    else:
        words = f"{'In touch' if last_on else 'New'}: {since} is due by {due}"
    return f"{words}{held(relationship.customer, today)}."


def held(customer: Customer, today: date) -> str:
    """Say what holds reminders back: a talk that is booked, or a snooze."""
    if customer.booked_on and customer.booked_on >= today:
        return f"; a talk is booked for {on_day(customer.booked_on, today).removeprefix('on ')}"
    if customer.snoozed_until and customer.snoozed_until > today:
        return f"; reminders snoozed until {on_day(customer.snoozed_until, today).removeprefix('on ')}"
    return ""


def portfolio(relationships: list[Relationship], whose: str, today: date, start: int = 0) -> Message:
    """List customers, the one that is due first at the top."""
    if not relationships:
        return no_customers(whose)
    if len(relationships) == 1:
        title = "Your one customer:" if whose == "mine" else "The one customer there is:"
    else:
        title = f"{'Your' if whose == 'mine' else 'All'} {len(relationships):,} customers, the next due first:"
    return listing(title, relationships, MORE_CUSTOMERS, whose, today, start)


def listing(title: str, relationships: list[Relationship], more: str, whose: str, today: date, start: int) -> Message:
    """Return one page of relationships, each with its button."""
    rows = [listed(relationship, row(relationship, today)) for relationship in relationships[start : start + PAGE]]
    return said(title, *rows, *the_next(len(relationships) - start - PAGE, more, f"{whose}|{start + PAGE}"))


def listed(relationship: Relationship, words: str) -> Json:
    """Return the line of a relationship with the button that logs a talk."""
    return section(words, accessory=button("Log the talk", LOG, relationship.customer.id))


def the_next(left: int, more: str, value: str) -> list[Json]:
    """Return the button that shows the next page of a list, of which so many are left; nothing where none is."""
    return [actions(button(f"Show {min(left, PAGE)} more of {left:,}", more, value))] if left > 0 else []


def row(relationship: Relationship, today: date) -> str:
    """Return one relationship as a line of a list: who, how it stands, whose it is."""
    return f"{name(relationship.customer.name)} · {person(relationship.customer.owner)}\n{standing(relationship, today)}"


def no_customers(whose: str) -> Message:
    """Say that there is nobody yet, and how to begin."""
    if whose == "mine":
        return said("You don't own a customer yet. `/talk add NAME` makes you the owner of one; `/talk customers all` shows everybody's.")
    return said("There are no customers yet. Add the first one with `/talk add NAME`.")


def customer_options(customers: list[Customer]) -> tuple[Json, ...]:
    """Return customers as choices of a searching select."""
    return tuple(option(customer.name, customer.id) for customer in customers[:100])


def changed_meanwhile() -> Sentence:
    """Say beside the form's first field that it shows what no longer holds."""
    return "Somebody changed this customer meanwhile. Copy what you typed, and open Edit details again."


def name_taken(holder: Customer) -> Sentence:
    """Say beside the form's field that a name is another customer's."""
    return f"{holder.name} already answers to that name."


def no_name() -> Sentence:
    """Say beside the form's field that a customer needs a name."""
    return "A customer needs a name."


def mine_or_all(verb: str) -> Sentence:
    """Say whose relationships a list can show."""
    return f"I know `/talk {verb} mine` and `/talk {verb} all`."
