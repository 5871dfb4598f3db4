"""What the bot says where a summary is set to be posted regularly: the form, what is wrong in it, and what holds once it is saved."""

from __future__ import annotations

from datetime import date

import msgspec

from messages.blocks import PLACES, actions, button, field, modal, on_day, option, picker, said, section, static_select
from messages.schedules import LIST, WHEN, Posted, about, stopped
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.schedule import SUMMARY_HOUR

FORM = "schedule.form"
ABOUT = "schedule.about"
NEVER = "never"
HOW_OFTEN: dict[str, str] = {"week": "Every week", "month": "Every month", "quarter": "Every quarter", NEVER: "Never"}


class Changed(msgspec.Struct, frozen=True):
    """What a form did: what is posted now, if anything, what it took the place of in its channel, and the channel it moved from."""

    now: Posted | None = None
    instead_of: Posted | None = None
    moved_from: str = ""


def schedule_form(chosen: Json, channel: str | None, unit: str, carried: str, *, admin: bool) -> View:
    """Ask what is to be posted where and how often; `chosen` is whom it is about, as an option."""
    everybody = "One summary a channel. I have to be in it: /invite @Keep Talking."
    own = "A customer's own channel. Others are chosen by admins. I have to be in it: /invite @Keep Talking."
    search = picker(
        "external_select",
        min_query_length=0,
        initial_option=chosen,
        placeholder={"type": "plain_text", "text": "Type a name"},
    )
    place = picker("conversations_select", initial_conversation=channel, filter=PLACES)
    often = f"At {SUMMARY_HOUR}:00 on the first working day, about the time before. Never stops it."
    return modal(
        "Post it regularly",
        FORM,
        field("Channel", "channel", place, hint=everybody if admin else own),
        field("About", ABOUT, search),
        field("How often", "how_often", static_select(HOW_OFTEN, unit), hint=often),
        submit="Save",
        carried=carried,
    )


def all_option() -> Json:
    """Return all customers as a choice of the form."""
    return option("All customers", "all")


def owner_option(owner: str, viewer: str) -> Json:
    """Return an owner's customers as a choice of the form, which can't show who that is."""
    return option("Your customers" if owner == viewer else "The same owner's customers as now", f"owner:{owner}")


def customer_option(customer: Customer) -> Json:
    """Return a customer as a choice of the form."""
    return option(customer.name, f"customer:{customer.id}")


def schedule_saved(changed: Changed, now: Posted, viewer: str, today: date, key: str) -> Message:
    """Say what is posted from now on, when the first one comes and what it is about, and what it took the place of."""
    first = f"The first one is about {now.next.period.words}, and comes {on_day(now.next.today, today)}."
    moved = f"\nIn <#{changed.moved_from}> nothing more is posted." if changed.moved_from else ""
    return said(
        f"Saved: <#{now.schedule.channel}> gets the summary of {about(now, viewer)} {WHEN[now.schedule.unit]}.",
        section(f"{first} I have to be in the channel: `/invite @Keep Talking`.{instead(changed, viewer)}{moved}"),
        actions(button("Undo", UNDO, key), button("What is posted where", LIST)),
    )


def instead(changed: Changed, viewer: str | None = None) -> str:
    """Say what a summary took the place of in its channel, on a line of its own; nothing where nothing was there."""
    before = changed.instead_of
    if before is None:
        return ""
    return f"\nIt takes the place of the summary of {about(before, viewer)} {WHEN[before.schedule.unit]}."


def as_it_was() -> Message:
    """Say that a form changed nothing."""
    return said("Nothing was different, so all stays as it is.", actions(button("What is posted where", LIST)))


def schedule_stopped(posted: Posted, viewer: str, key: str) -> Message:
    """Say after a form that a channel gets no more summaries."""
    return said(stopped(posted, viewer), actions(button("Undo", UNDO, key), button("What is posted where", LIST)))


def only_admins(customer: Customer | None) -> Sentence:
    """Say beside the form's field which channels are for everybody to choose."""
    if customer and customer.channel:
        return "Only admins choose other channels: for you it has to be the one that is linked to this customer."
    return "Only admins choose what is posted here. Everybody may have a customer's summary posted in the channel linked to it."


def nothing_there() -> Sentence:
    """Say beside the form's field that there is nothing to stop."""
    return "Nothing is posted in this channel, so there is nothing to stop."


def whom() -> Sentence:
    """Say beside the form's field that it is not known whom the summary should be about."""
    return "Choose whom it is about: all customers, yours, or one of them."


def changed_meanwhile() -> Sentence:
    """Say beside the form's first field that it shows what no longer holds."""
    return "Somebody changed what is posted there meanwhile. Close this, and open Change… once more."
