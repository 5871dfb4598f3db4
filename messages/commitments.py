"""What the bot says about promises of both sides: kept in mind, reminded of, ticked off, and moved to another day.

A promise's line and its buttons are two blocks, whatever has become of it, so that their message can be redrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from messages.blocks import (
    actions,
    button,
    calendar_day,
    context,
    cut,
    field,
    modal,
    moment,
    name,
    on_day,
    one_line,
    person,
    picker,
    quote,
    said,
    section,
    shortened,
)
from messages.daily import Word
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.change import Write
from model.commitment import Commitment
from model.customer import Customer

DONE, MOVE, ALL = "promise.done", "promise.move", "promise.all"
FORM = "promise.moved"
SURFACE = "promises"
LISTED = 20
IN_A_LINE, IN_A_LIST = 120, 300
MAX_LINES = 20
SEVERAL = 2


def excerpt(promise: Commitment, limit: int = IN_A_LINE) -> str:
    """Return what was promised as a quotation within a line."""
    return f"“{shortened(promise.what, limit)}”"


def promiser(promise: Commitment) -> str:
    """Return who promised: one of us, or whoever of them was named."""
    if promise.side == "us":
        return person(promise.person)
    return f"*{shortened(promise.who, 30)}*" if promise.who.strip() else "They"


def until(promise: Commitment, today: date) -> str:
    """Return by when something was promised, and that this day has passed where it has."""
    if promise.due_on is None:
        return "no day named"
    day = on_day(promise.due_on, today).removeprefix("on ")
    return f"*overdue*, was due {on_day(promise.due_on, today)}" if promise.overdue(today) else f"by {day}"


def promise_line(promise: Commitment, today: date, limit: int = IN_A_LINE) -> str:
    """Return one promise as every list shows it: who, what, by when."""
    return f"{promiser(promise)}: {excerpt(promise, limit)}, {until(promise, today)}"


def line_id(promise: Commitment) -> str:
    """Return the id of the block that holds a promise's line."""
    return f"promise:{promise.id}"


def buttons_id(promise: Commitment) -> str:
    """Return the id of the block that holds a promise's buttons."""
    return f"promise.buttons:{promise.id}"


def promise_blocks(line: str, promise: Commitment, surface: str) -> list[Json]:
    """Return a promise's line and what can be done about it."""
    value = f"{promise.id}|{surface}"
    row = actions(button("Done", DONE, value), button("Move to…", MOVE, value), block_id=buttons_id(promise))
    return [section(line, block_id=line_id(promise)), row]


def redrawn_in(shown: Message, promise: Commitment, zone_at: datetime, today: date) -> Message:
    """Return a DM with what was decided in the place of a promise's buttons, in words that are as true tomorrow."""
    now = context(decision(promise, zone_at, today), block_id=buttons_id(promise))
    return Message(shown.text, tuple(now if block.get("block_id") == buttons_id(promise) else block for block in shown.blocks))


def decision(promise: Commitment, zone_at: datetime, today: date) -> str:
    """Say what became of a promise: who ticked it off and when, or to which day it moved."""
    if promise.done_on:
        return f"Done: ticked off by {person(promise.done_by)}, {moment(zone_at, today)}."
    return f"Moved to {calendar_day(promise.due_on, today)}." if promise.due_on else "No day is named for it now."


def kept_in_mind(promises: Sequence[Commitment], today: date) -> list[Json]:
    """Say below a saved talk what was promised in it; nothing where nothing was."""
    if not promises:
        return []
    count = len(promises)
    title = f"{count:,} promises kept in mind:" if count >= SEVERAL else "1 promise kept in mind:"
    reminded = any(promise.due_on for promise in promises)
    then = "\nWhoever promised is reminded on the working day before." if reminded else ""
    return [section("\n".join([title, *(f"• {promise_line(promise, today)}" for promise in promises)]) + then)]


def promise_done(promise: Commitment, key: str) -> Message:
    """Say that a promise was kept."""
    return said(f"Done: {excerpt(promise)}", accessory=button("Undo", UNDO, key))


def promise_moved(promise: Commitment, today: date, key: str) -> Message:
    """Say that a promise has another day."""
    day = on_day(promise.due_on, today).removeprefix("on ") if promise.due_on else "no day"
    return said(f"Moved: {excerpt(promise)} is due by {day} now.", accessory=button("Undo", UNDO, key))


def done_already(promise: Commitment, zone_at: datetime | None, today: date) -> Message:
    """Say that somebody was faster, who and when; `zone_at` is the moment on the reader's clock."""
    when = f", {moment(zone_at, today)}" if zone_at else ""
    return said(f"This is already ticked off by {person(promise.done_by)}{when}: {excerpt(promise)}")


def day_already(promise: Commitment, today: date) -> Message:
    """Say that a promise is due on that day already."""
    return said(f"This is so already: {excerpt(promise)}, {until(promise, today)}.")


def move_form(promise: Commitment, customer: Customer, proposed: date, carried: str) -> View:
    """Ask by when something is promised now."""
    whose = "We" if promise.side == "us" else "They"
    return modal(
        "Move to another day",
        FORM,
        section(f"{whose} promised, with {name(customer.name)}:\n{quote(promise.what, IN_A_LIST)}"),
        field(
            "Due by",
            "day",
            picker("datepicker", initial_date=proposed.isoformat()),
            hint="If they count on the old day, tell them too.",
        ),
        submit="Move",
        carried=carried,
    )


def promises_listed(promises: Sequence[Commitment], customer: Customer, today: date) -> Message:
    """Show what is open between a customer and us, what is due first at the top."""
    if not promises:
        return said(f"Nothing is promised between {name(customer.name)} and us that is still open.")
    shown = promises[:LISTED]
    count = len(promises)
    title = f"{count:,} open promises" if count >= SEVERAL else "1 open promise"
    rows = [
        block for promise in shown for block in promise_blocks(promise_line(promise, today, IN_A_LIST), promise, f"{SURFACE}:{customer.id}")
    ]
    rest = [context(f"And {count - LISTED:,} more, which move up as these are done.")] if count > LISTED else []
    return said(f"{title} between {name(customer.name)} and us, what is due first at the top:", *rows, *rest)


def reminder(promise: Commitment, customer: Customer, reader: str, today: date, *, readable: bool, told: Write, surface: str) -> Word:
    """Remind a person of a promise; `told` remembers that they were. Who may not read the talk it was made in hears only that it was."""
    sentence = f"{lead(promise, customer, reader)} {when(promise, today)}{then(promise, reader)}"
    shown = promise_blocks(f"{sentence}\n{quote(promise.what, IN_A_LIST)}", promise, surface)
    hidden = [section(f"{sentence}\nIt was made in a private talk: ask {person(promise.author)} what it is.")]
    return Word(customer, "promise", sentence, tuple(shown if readable else hidden), (told,))


def lead(promise: Commitment, customer: Customer, reader: str) -> str:
    """Say whose promise it is, and to whom."""
    if promise.side == "them":
        named = f" ({shortened(promise.who, 80)})" if promise.who.strip() else ""
        return f"A promise of {name(customer.name)}{named}"
    return f"{'Your promise' if promise.person == reader else f'The promise of {person(promise.person)}'} to {name(customer.name)}"


def when(promise: Commitment, today: date) -> str:
    """Say when it is due, or was."""
    if promise.due_on is None:
        return "has no day."
    return f"{'was' if promise.overdue(today) else 'is'} due {on_day(promise.due_on, today)}."


def then(promise: Commitment, reader: str) -> str:
    """Say why someone hears of a promise that another person made, and what to do about it."""
    if promise.side == "them":
        return " A friendly word from you may help."
    return "" if promise.person == reader else f" I can't reach {person(promise.person)}, so it is up to you."


def overdue_part(promises: Sequence[Commitment], today: date) -> list[Json]:
    """Return what we promised a customer and have not done in time, for its card; nothing where there is nothing."""
    if not promises:
        return []
    shown = promises[:3]
    rest = f"\nAnd {len(promises) - len(shown):,} more." if len(promises) > len(shown) else ""
    lines = "\n".join(f"• {promise_line(promise, today)}" for promise in shown)
    customer = promises[0].customer
    return [section(f"*Promised and overdue*\n{lines}{rest}", accessory=button("All promises", ALL, customer))]


def gone() -> Sentence:
    """Say that a promise is no longer there."""
    return "That promise was taken back meanwhile. `/talk brief CUSTOMER` shows what is promised."


def no_day() -> Sentence:
    """Say beside the form's field to which days a promise can move."""
    return "Pick a day from today on, within a year."


def too_many(count: int) -> Sentence:
    """Say beside the form's field that a talk has more promises than one can keep."""
    return f"These are {count:,} promises; a talk can hold {MAX_LINES}. Log the rest with another talk."


def no_promise(number: int, line: str) -> Sentence:
    """Say beside the form's field that a line promises nothing."""
    return f"Line {number} (“{cut(one_line(line), 60)}”) names nobody's promise. Write it like this: us: send the offer by 3 Dec"


def no_such_day(number: int, words: str) -> Sentence:
    """Say beside the form's field that a line's day can't be read."""
    return f"Line {number}: I can't read the day “{cut(one_line(words), 40)}”. Days like 3 Dec, Friday or in 2 weeks work."


def nobody_of_ours(number: int, whom: str, why: str) -> Sentence:
    """Say beside the form's field that a line names somebody who can't promise."""
    return f"Line {number}: {cut(one_line(whom), 40)} {why}. Name a colleague as Slack does, or write us: and it is yours."


def private_to_them(number: int, whom: str) -> Sentence:
    """Say beside the form's field that who promised could not read the private talk in which they did."""
    return f"Line {number}: {cut(one_line(whom), 40)} can't read a private talk. Make it a Team talk, or promise it yourself with us:"
