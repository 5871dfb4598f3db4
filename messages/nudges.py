"""The nudge: one DM that holds every relationship of a person that has gone quiet, and what becomes of its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from messages.blocks import (
    actions,
    button,
    calendar_day,
    context,
    divider,
    field,
    message,
    modal,
    moment,
    name,
    on_day,
    person,
    picker,
    said,
    section,
)
from messages.customers import BRIEF
from messages.daily import Word, room_beside, word_blocks
from messages.improvements import went_along
from messages.openers import opener_line
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.customer import Customer
from model.ladder import Staff
from model.nudge import Nudge, NudgeAnswer, Relationship
from model.opener import Opener

LOG = "nudge.log"
BOOK = "nudge.book"
SNOOZE = "nudge.snooze"
HAND_OVER = "nudge.hand_over"
HAPPENED = "nudge.happened"
MOVED = "nudge.moved"
FELL_THROUGH = "nudge.fell_through"
HAND_OVER_FORM = "nudge.handed_over"
SHOWN = 15
A_FEW_DAYS, A_FEW_WEEKS, DAYS_A_MONTH = 15, 61, 30.44


class News(msgspec.Struct, frozen=True):
    """One telling as the DM tells it: the nudge, how the relationship stands, whose it is, and what one could start from."""

    nudge: Nudge
    relationship: Relationship
    staff: Staff
    opener: Opener

    @property
    def customer(self) -> Customer:
        """Return whom it is about."""
        return self.relationship.customer

    @property
    def asks(self) -> bool:
        """Whether it asks what became of a booked talk."""
        return self.nudge.step == "happened"


def nudge_dm(news: list[News], reader: str, today: date, words: Sequence[Word] = ()) -> Message:
    """Tell a person which of their relationships have gone quiet, why, and how to begin again; and what else there is to tell."""
    shown = min(SHOWN, room_beside(words, 3))
    blocks = [block for item in news[:shown] for block in (divider(), *item_blocks(item, reader, today))]
    rest, all_yours = news[shown:], all(item.customer.owner == reader for item in news[shown:])
    lists = f"`/talk quiet{'' if all_yours else ' all'}`"
    names = ", ".join(name(item.customer.name) for item in rest)
    more = [section(f"And {len(rest)} more, which {lists} shows: {names}")] if rest else []
    if len(words) == 1 and not news:
        return message(words[0].sentence, *words[0].blocks)
    return said(first_words(news, reader, words), *blocks, *more, *word_blocks(words))


def first_words(news: list[News], reader: str, words: Sequence[Word]) -> str:
    """Say what the DM is about: the relationships, and how much else there is."""
    if not news:
        return f"There are {len(words)} things to tell you."
    also = f" And there {'are' if len(words) > 1 else 'is'} {len(words)} more to tell you." if words else ""
    return f"{opening(news, reader)}{also}"


def opening(news: list[News], reader: str) -> str:
    """Say in a sentence which relationships the DM is about."""
    if len(news) == 1:
        customer = name(news[0].customer.name)
        whose = "your" if news[0].customer.owner == reader else "the"
        return f"Did {whose} talk with {customer} happen?" if news[0].asks else f"{customer} has gone quiet."
    asked = sum(item.asks for item in news)
    quiet = len(news) - asked
    yours = all(item.customer.owner == reader for item in news if not item.asks)
    of = f"{quiet} of your relationships" if yours else f"{quiet} relationship{'s' if quiet > 1 else ''}"
    told = [f"{of} {'has' if quiet == 1 else 'have'} gone quiet"] if quiet else []
    questions = [f"{asked} booked talk{' wants' if asked == 1 else 's want'} an answer"] if asked else []
    return ", and ".join([*told, *questions]) + "."


def item_blocks(item: News, reader: str, today: date) -> list[Json]:
    """Return one relationship's reason, what to begin with, and buttons."""
    if item.asks:
        return [section(f"{why(item, reader, today)} How did it go?"), question_buttons(item.nudge)]
    return [section(f"{why(item, reader, today)}\n{opener_line(item.opener, item.customer)}"), buttons(item.nudge)]


def why(item: News, reader: str, today: date) -> str:
    """Say what one telling is about: a booked talk that has passed, or a relationship that has gone quiet."""
    if not item.asks:
        return reason(item, reader, today)
    yours, booked_for = reader == item.customer.owner, on_day(item.nudge.due_on, today).removeprefix("on ")
    whose = "" if yours else f" {role(item, reader)}"
    return f"{'Your' if yours else 'A'} talk with {name(item.customer.name)} was booked for {booked_for}.{whose}"


def buttons(nudge: Nudge) -> Json:
    """Return what can be decided about a quiet relationship."""
    return actions(
        button("Log the talk", LOG, nudge.id, primary=True),
        button("Booked on…", BOOK, nudge.id),
        button("Brief me", BRIEF, nudge.customer),
        button("Snooze until…", SNOOZE, nudge.id),
        button("Hand over", HAND_OVER, nudge.id),
        block_id=block_of(nudge.id),
    )


def question_buttons(nudge: Nudge) -> Json:
    """Return what can have become of a booked talk."""
    return actions(
        button("It happened", HAPPENED, nudge.id, primary=True),
        button("It moved", MOVED, nudge.id),
        button("It fell through", FELL_THROUGH, nudge.id),
        block_id=block_of(nudge.id),
    )


def reason(item: News, reader: str, today: date) -> str:
    """Say why the reminder comes: whose the relationship is, the last talk, and the cadence that has passed."""
    customer, last_on = item.customer, item.relationship.last_on
    yours = reader == customer.owner
    whose = "" if yours else f" {role(item, reader)}"
    meant = f"{'You' if yours else 'The plan was to'} {'meant to ' if yours else ''}talk {customer.cadence}."
    if last_on is None:
        since = f"No talk with {name(customer.name)} has been noted since it was added {on_day(item.relationship.since, today)}."
        return f"{since} {meant}{whose}"
    ago = how_long((today - last_on).days)
    return f"{'Your' if yours else 'The'} last talk with {name(customer.name)} was {on_day(last_on, today)}, {ago} ago. {meant}{whose}"


def role(item: News, reader: str) -> str:
    """Say why someone who is not the owner hears of a relationship."""
    customer, owner = item.customer, person(item.customer.owner)
    if not item.staff.owner:
        missing = f"I can't reach its owner, {owner}" if customer.owner else "It has no owner"
        return f"{missing}, so I ask you." if item.asks else f"{missing}, so you hear of it: *Hand over* gives it one."
    if reader == customer.deputy:
        return f"It is {owner}'s, and you are the deputy: perhaps you can help."
    if reader == customer.sponsor:
        return f"It is {owner}'s, and you are the sponsor: it has been quiet for so long that you should know."
    return f"It is {owner}'s and has no sponsor, so an admin hears of it."


def how_long(days: int) -> str:
    """Return a number of days as people say it: days up to two weeks, weeks up to two months, then months."""
    if days < A_FEW_DAYS:
        return f"{days} day{'s' if days != 1 else ''}"
    if days < A_FEW_WEEKS:
        return f"{round(days / 7)} weeks"
    return f"{round(days / DAYS_A_MONTH)} months"


def block_of(nudge: str) -> str:
    """Return the id of the block that holds a nudge's buttons."""
    return f"nudge:{nudge}"


def answered_in(shown: Message, nudge: Nudge, zone_at: datetime, today: date) -> Message:
    """Return the DM with this nudge's buttons replaced by what was decided; `zone_at` is when, on some clock."""
    decided = context(decision(nudge.answer, zone_at, today), block_id=block_of(nudge.id)) if nudge.answer else None
    blocks = tuple(decided if decided and block.get("block_id") == block_of(nudge.id) else block for block in shown.blocks)
    return Message(shown.text, blocks)


def decision(answer: NudgeAnswer, zone_at: datetime, today: date) -> str:
    """Say what was decided, by whom and when, in words that are as true tomorrow."""
    who = f"{person(answer.by)}, {moment(zone_at, today)}"
    until = calendar_day(answer.until, today) if answer.until else ""
    match answer.decided:
        case "logged":
            return f"A talk was logged by {who}."
        case "snoozed":
            return f"Snoozed until {until} by {who}."
        case "booked":
            return f"A talk was booked for {until} by {who}."
        case "fell through":
            return f"It fell through, said {who}."
        case "handed over":
            return f"Handed over to {person(answer.to)} by {who}."


def already(answer: NudgeAnswer, zone_at: datetime, today: date) -> Message:
    """Say that somebody was faster."""
    return said(f"This is already answered. {decision(answer, zone_at, today)}")


def hand_over_form(customer: Customer, carried: str) -> View:
    """Ask whose a customer is from now on."""
    return modal(
        "Hand over",
        HAND_OVER_FORM,
        section(f"Who looks after {name(customer.name)} from now on? I'll tell them what is due in their own working hours."),
        field("New owner", "owner", picker("users_select")),
        submit="Hand over",
        carried=carried,
    )


def handed_over(customer: Customer, owner: str, key: str, *, cycles: int = 0) -> Message:
    """Say that a customer has a new owner, with so many open `cycles` of its improvements."""
    words = f"{name(customer.name)} is {person(owner)}'s now, and so are its reminders.{went_along(cycles)}"
    return said(words, actions(button("Undo", UNDO, key)))


def gone() -> Sentence:
    """Say that a reminder is no longer kept."""
    return "This reminder is no longer here. `/talk quiet` shows who waits for a talk."


def no_new_owner() -> Sentence:
    """Say beside the form's field that a handover needs somebody."""
    return "Pick the new owner."


def owner_already() -> Sentence:
    """Say beside the form's field that the customer would stay where it is."""
    return "It is theirs already. Pick somebody else."
