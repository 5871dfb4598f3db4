"""Checking a result: who is asked for it and when, the day on which that is, and what whoever brought the idea hears of it."""

from __future__ import annotations

from datetime import date

from messages.blocks import (
    actions,
    button,
    calendar_day,
    context,
    field,
    modal,
    name,
    on_day,
    person,
    picker,
    quote,
    said,
    section,
    shortened,
)
from messages.daily import Word
from messages.improvements import MOVE, RESULT, SHOW, STAGE_NAMES, VERDICTS, change, excerpt, lead, lowered, standing
from messages.talks import UNDO
from model.answer import Message, Sentence, View
from model.change import Write
from model.customer import Customer
from model.improvement import Improvement
from model.pdca import came, resulted
from model.workday import is_working_day, working_days_after

FORM = "improvement.moved"


def move_form(one: Improvement, customer: Customer, today: date, proposed: date, carried: str) -> View:
    """Ask on which day the result is looked at now."""
    day = picker("datepicker", initial_date=proposed.isoformat())
    hint = "If they count on the old day, tell them too."
    return modal(
        "Move the check date",
        FORM,
        lead(one, customer),
        section(f"Its result {due(one, today)}."),
        field("Check date", "check_on", day, hint=hint),
        submit="Move",
        carried=carried,
    )


def asked(one: Improvement, today: date) -> str:
    """Say who is asked for the result, and when; or that nobody is any more."""
    day = one.asks_next(today)
    if day is None:
        return "I have asked for the result already: *Enter the result* takes it on any day."
    whom = person(one.owner) if one.owner else "the customer's owner"
    if day == today:
        return f"I'll ask {whom} for the result with their next daily message."
    again = " once more" if one.asked_on and one.check_on and one.asked_on >= one.check_on else ""
    working = day if is_working_day(day) else working_days_after(day, 1)
    return f"I'll ask {whom} for the result{again} {on_day(working, today)}."


def date_moved(one: Improvement, today: date, key: str) -> Message:
    """Say that a cycle has another check date."""
    day = on_day(one.check_on or today, today)
    return said(f"Moved: the result of {lowered(one)} is looked at {day}. {asked(one, today)}", accessory=button("Undo", UNDO, key))


def date_already(one: Improvement, today: date) -> Message:
    """Say that a cycle has that check date already."""
    return said(f"This is so already: {lowered(one)} {standing(one, today)}.")


def no_day_to_come() -> Sentence:
    """Say beside the form's field to which days a check can move."""
    return "Pick a day from today on, within five years."


def line_id(one: Improvement) -> str:
    """Return the id of the block that holds a question's words."""
    return f"improvement:{one.id}"


def buttons_id(one: Improvement) -> str:
    """Return the id of the block that holds a question's buttons."""
    return f"improvement.buttons:{one.id}"


def question(one: Improvement, customer: Customer, reader: str, today: date, told: Write, surface: str) -> Word:
    """Ask for a result; `told` remembers that it was asked for."""
    whose = "" if reader == one.owner else f" {stand_in(one)}"
    sentence = f"The result of {lowered(one)} for {name(customer.name)} {due(one, today)}.{whose}"
    plan = f"{quote(one.aim, 200)}\n{measure(one)}{'' if one.done else ' What was done is asked for first.'}"
    value = f"{one.ref}|{surface}"
    row = actions(
        button("Enter the result", RESULT, value, primary=True), button("Move the check date", MOVE, value), block_id=buttons_id(one)
    )
    return Word(customer, "result", sentence, (section(f"{sentence}\n{plan}"), row), (told,))


def stand_in(one: Improvement) -> str:
    """Say why somebody is asked who is not its owner."""
    return f"I can't reach {person(one.owner)}, so I ask you." if one.owner else "It has no owner, so I ask you."


def due(one: Improvement, today: date) -> str:
    """Say when a result was to be looked at."""
    if one.check_on is None:
        return "is to be looked at"
    return f"{'was' if one.check_on < today else 'is'} to be looked at {on_day(one.check_on, today)}"


def measure(one: Improvement) -> str:
    """Return what is measured, from where to where it was to go."""
    kpi, was, target = (shortened(text, 100) for text in (one.kpi, one.baseline, one.target))
    return f"{kpi}: {was} before, target {target}."


def redrawn_in(shown: Message, one: Improvement, today: date) -> Message:
    """Return a DM with what was decided in the place of a question's buttons, in words that are as true tomorrow."""
    now = context(decision(one, today), block_id=buttons_id(one))
    return Message(shown.text, tuple(now if block.get("block_id") == buttons_id(one) else block for block in shown.blocks))


def decision(one: Improvement, today: date) -> str:
    """Say what became of a question: the result, or the day to which it moved."""
    if step := resulted(one):
        return f"The result, entered by {person(step.by)} on {calendar_day(step.on, today)}: {change(one)}."
    return f"The check date is {calendar_day(one.check_on, today)} now." if one.check_on else "It is being planned again."


def what_came(one: Improvement, customer: Customer, told: Write, *, asked_for: bool) -> Word:
    """Tell whoever brought an idea what came of it; `asked_for` where the customer did, whose owner hears of it then."""
    whose = f"An idea that {name(customer.name)} asked for" if asked_for else f"Your idea for {name(customer.name)}"
    sentence = f"{whose} {fate(one)}."
    told_so = f"\n{change(one)}." if resulted(one) else ""
    lesson = f"\nWhat was made of it: {excerpt(one.lesson, 200)}" if one.verdict and one.lesson.strip() else ""
    lead_in = f"{sentence}{' Let them know.' if asked_for else ''}"
    blocks = (section(f"{lead_in}\n{quote(one.aim, 200)}{told_so}{lesson}"), actions(button("Show the improvement", SHOW, one.ref)))
    return Word(customer, "improvement", sentence, blocks, (told,))


def fate(one: Improvement) -> str:
    """Say what became of an idea that was made into a cycle."""
    last = came(one)
    who = f" by {person(last.by)}" if last and (last.back or last.verdict) else ""
    if one.verdict:
        return f"was {VERDICTS[one.verdict]}{who}, in {lowered(one)}{f'; cycle {one.cycle + 1:,} goes on with it' if one.following else ''}"
    if resulted(one):
        return f"was tried, in {lowered(one)}: the target was {'met' if one.met else 'missed'}"
    return f"is worked on again: {lowered(one)} was taken back to {STAGE_NAMES[one.stage]}{who}"
