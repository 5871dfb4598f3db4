"""The nudge: one DM that holds every relationship of a person that has gone quiet, and what becomes of its buttons."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from messages.blocks import (
    actions,
    button,
    context,
    cut,
    divider,
    escape,
    field,
    modal,
    name,
    notice,
    on_day,
    person,
    picker,
    said,
    section,
)
from messages.talks import UNDO
from model.answer import Json, Message
from model.customer import Customer
from model.idea import Idea
from model.nudge import Nudge, NudgeAnswer, Relationship
from model.talk import Talk

LOG = "nudge.log"
SNOOZE = "nudge.snooze"
SNOOZE_FORM = "nudge.snoozed"
SHOWN = 15
A_FEW_DAYS, A_FEW_WEEKS, DAYS_A_MONTH = 15, 61, 30.44


class News(msgspec.Struct, frozen=True):
    """One quiet relationship as the DM tells it: the nudge, how it stands, and what one could start from."""

    nudge: Nudge
    relationship: Relationship
    idea: Idea | None
    talk: Talk | None


def nudge_dm(news: list[News], today: date) -> Message:
    """Tell a person which of their relationships have gone quiet, why, and how to begin again."""
    if len(news) == 1:
        opening = f"{name(news[0].relationship.customer.name)} has gone quiet."
    else:
        opening = f"{len(news)} of your relationships have gone quiet."
    blocks = [block for item in news[:SHOWN] for block in (divider(), *item_blocks(item, today))]
    rest = ", ".join(name(item.relationship.customer.name) for item in news[SHOWN:])
    more = [section(f"And {rest}. `/talk quiet` lists them all.")] if rest else []
    return said(opening, *blocks, *more)


def item_blocks(item: News, today: date) -> list[Json]:
    """Return one relationship's reason, opener and buttons."""
    return [
        section(f"{reason(item.relationship, today)}\n{opener(item)}"),
        actions(
            button("Log the talk", LOG, item.nudge.id, primary=True),
            button("Snooze until…", SNOOZE, item.nudge.id),
            block_id=block_of(item.nudge.id),
        ),
    ]


def reason(relationship: Relationship, today: date) -> str:
    """Say why the reminder comes: the last talk, and the cadence that has passed."""
    customer = relationship.customer
    cadence = str(customer.cadence)
    if relationship.last_on is None:
        return (
            f"You have not noted a talk with {name(customer.name)} since it was added {on_day(relationship.since, today)}. "
            f"You meant to talk {cadence}."
        )
    ago = how_long((today - relationship.last_on).days)
    return f"Your last talk with {name(customer.name)} was {on_day(relationship.last_on, today)}, {ago} ago. You meant to talk {cadence}."


def how_long(days: int) -> str:
    """Return a number of days as people say it: days up to two weeks, weeks up to two months, then months."""
    if days < A_FEW_DAYS:
        return f"{days} day{'s' if days != 1 else ''}"
    if days < A_FEW_WEEKS:
        return f"{round(days / 7)} weeks"
    return f"{round(days / DAYS_A_MONTH)} months"


def opener(item: News) -> str:
    """Return something concrete to begin with: the newest open idea, else the last talk, else their plans."""
    if item.idea:
        return f"You could bring the idea: “{excerpt(item.idea.text)}”"
    if item.talk:
        return f"Last time it was about: “{excerpt(item.talk.notes)}”. What became of it?"
    return "A good first question: what are they trying to achieve this year, and where does IT help or hinder?"


def excerpt(text: str) -> str:
    """Return the beginning of people's text, on one line."""
    return escape(cut(" ".join(text.split()), 200))


def block_of(nudge: str) -> str:
    """Return the id of the block that holds a nudge's buttons."""
    return f"nudge:{nudge}"


def answered_in(shown: Message, nudge: Nudge, zone_at: datetime, today: date) -> Message:
    """Return the DM with this nudge's buttons replaced by what was decided; `zone_at` is when, on the reader's clock."""
    decided = context(decision(nudge.answer, zone_at, today), block_id=block_of(nudge.id)) if nudge.answer else None
    blocks = tuple(decided if decided and block.get("block_id") == block_of(nudge.id) else block for block in shown.blocks)
    return Message(shown.text, blocks)


def decision(answer: NudgeAnswer, zone_at: datetime, today: date) -> str:
    """Say what was decided, by whom and when."""
    when = f"{on_day(zone_at.date(), today)} at {zone_at:%H:%M}"
    if answer.decided == "snoozed" and answer.until:
        return f"Snoozed until {on_day(answer.until, today).removeprefix('on ')} by {person(answer.by)}, {when}."
    return f"A talk was logged by {person(answer.by)}, {when}."


def already(answer: NudgeAnswer, zone_at: datetime, today: date) -> Message:
    """Say that somebody was faster."""
    return said(f"This is already answered. {decision(answer, zone_at, today)}")


def snooze_form(customer: Customer, proposed: date, carried: str) -> Json:
    """Ask until when to be quiet about a relationship."""
    return modal(
        "Snooze",
        SNOOZE_FORM,
        section(f"When shall I remind you of {name(customer.name)} again? The cadence stays as it is."),
        field(
            "Snooze until",
            "until",
            picker("datepicker", initial_date=proposed.isoformat()),
            hint="Any day from tomorrow on, within a year.",
        ),
        submit="Snooze",
        carried=carried,
    )


def snoozed(customer: Customer, until: date, today: date, key: str) -> Json:
    """Turn the form into the news that the relationship is snoozed."""
    told = f"Saved. I'll remind you of {name(customer.name)} again {on_day(until, today)}."
    return notice(said(told, actions(button("Undo", UNDO, key))), "Saved")
