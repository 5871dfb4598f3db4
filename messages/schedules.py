"""What the bot says of summaries that are posted regularly: what is posted where and when, and why one was not posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.blocks import actions, as_typed, button, escape, message, name, on_day, person, section, shortened
from messages.talks import UNDO
from messages.trouble import NOT_POSTED
from model.answer import Json, Message, Sentence
from model.customer import Customer
from model.grammar import DOUBLE
from model.period import Unit
from model.post import TOO_LATE
from model.schedule import SUMMARY_HOUR, Due, Schedule

POST, CHANGE, STOP = "schedule.post", "schedule.change", "schedule.stop"
LIST, MORE = "schedule.list", "schedule.more"
OVER_IT = "over it"
PAGE = 20
NAMED = 10
POST_IT = "Post it regularly…"
WHEN: dict[Unit, str] = {
    "week": f"every Monday at {SUMMARY_HOUR}:00",
    "month": f"on the first working day of every month at {SUMMARY_HOUR}:00",
    "quarter": f"on the first working day of every quarter at {SUMMARY_HOUR}:00",
}


class Posted(msgspec.Struct, frozen=True):
    """A schedule with the customer it is about, where it is about one, the next summary, and whether the reader may change it."""

    schedule: Schedule
    customer: Customer | None
    next: Due
    changeable: bool = False


class Listing(msgspec.Struct, frozen=True):
    """What is posted where, by the clock of which time zone; from which one on it is shown.

    `news` is what was just done, and `key` takes it back, where there is something to take back.
    """

    schedules: Sequence[Posted]
    zone: str
    start: int = 0
    news: str = ""
    key: str = ""


def about(posted: Posted, viewer: str | None = None) -> str:
    """Return whom a summary is about, ready to follow `the summary of`."""
    if posted.schedule.owner:
        return "your customers" if posted.schedule.owner == viewer else f"the customers of {person(posted.schedule.owner)}"
    if posted.schedule.customer is None:
        return "all customers"
    return name(posted.customer.name) if posted.customer else "a customer that is gone"


def line(posted: Posted, viewer: str | None = None) -> str:
    """Return what is posted where and when, as a line."""
    told = about(posted, viewer)
    return f"<#{posted.schedule.channel}>: {told[:1].upper()}{told[1:]}, {WHEN[posted.schedule.unit]}"


def regularly(schedules: Sequence[Posted]) -> str:
    """Return in short what is posted where, for the settings."""
    if not schedules:
        return "not posted anywhere"
    shown = "; ".join(line(posted) for posted in schedules[:NAMED])
    left = len(schedules) - NAMED
    return shown + (f"; and {left:,} more" if left > 0 else "")


def schedules_listed(listing: Listing, viewer: str, today: date) -> Message:
    """List what summaries are posted where, a page of it, with what was just done above."""
    undo = [actions(button("Undo", UNDO, listing.key))] if listing.key else []
    news = [section(listing.news), *undo] if listing.news else []
    shown = [section(title(listing)), *rows(listing, viewer, today)]
    return message(listing.news or title(listing), *news, *shown)


def title(listing: Listing) -> str:
    """Return what stands above the list, or in its place where there is none."""
    count = len(listing.schedules)
    if not count:
        return f"No summary is posted regularly. `/talk summary` shows one, and *{POST_IT}* below it sees to the rest."
    return f"{'1 summary is' if count == 1 else f'{count:,} summaries are'} posted regularly, by the clock of {escape(listing.zone)}:"


def rows(listing: Listing, viewer: str, today: date) -> list[Json]:
    """Return a page of the list, and the button for the next."""
    shown, left = listing.schedules[listing.start : listing.start + PAGE], len(listing.schedules) - listing.start - PAGE
    more = [actions(button(f"Show {min(left, PAGE):,} more of {left:,}", MORE, str(listing.start + PAGE)))] if left > 0 else []
    return [*(block for posted in shown for block in row(posted, viewer, today)), *more]


def row(posted: Posted, viewer: str, today: date) -> list[Json]:
    """Return one schedule: what it posts, when next, what went wrong last, and what can be done about it."""
    schedule, due = posted.schedule, posted.next
    coming = f"The next one is about {due.period.words}, and comes {on_day(due.today, today)}."
    why = f"\nThe last one could not be posted: {because(schedule.trouble)}." if schedule.trouble else ""
    value = schedule.id
    buttons = [actions(button("Change…", CHANGE, value), button("Stop", STOP, value), block_id=f"schedule:{value}")]
    return [section(f"{line(posted, viewer)}\n{coming}{why}"), *(buttons if posted.changeable else [])]


def because(why: str) -> str:
    """Return why a channel takes no post, and what to do, ready to follow a colon."""
    if why == TOO_LATE:
        return "until the next one was due, I was not at work, or Slack could not be reached"
    return NOT_POSTED.get(why, f"Slack says `{shortened(why, 60)}`")


def stopped(posted: Posted, viewer: str) -> str:
    """Say that a channel gets no more summaries."""
    return f"Stopped: <#{posted.schedule.channel}> gets the summary of {about(posted, viewer)} no more."


def stopped_already() -> Sentence:
    """Say that somebody was faster, above the list as it is."""
    return "That one is stopped already. This is what is posted now:"


def gone() -> Sentence:
    """Say that a schedule that was to be changed is there no more."""
    return "Somebody stopped that one meanwhile. `/talk summary` shows a summary, and below it you can have it posted again."


def in_a_line(customer: Customer) -> str:
    """Return a customer's name as one types it, in a line that is shown as code: in quotes, where it has none itself."""
    named = as_typed(customer.name)
    return named if set(named) & set(DOUBLE) else f'"{named}"'


def value_of(schedule: Schedule) -> str:
    """Return a schedule as the button that sets it anew carries it."""
    return f"{schedule.customer or ''}|{schedule.owner or ''}|{schedule.unit}|{schedule.channel}"


def not_yours() -> Sentence:
    """Say who may stop a summary."""
    return "Only admins can change that one. Everybody may change a customer's summary in the channel linked to it."
