"""What the sweep says as a command: a line, or a JSON object, for each thing that a person is told."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from messages.blocks import escape, name, one_line
from messages.daily import Word
from messages.nudges import News, why
from model.person import Person

MENTION = re.compile(r"<@(\w+)>")
BOLD = "*Hand over*"


def line(item: News, person: Person, names: Mapping[str, str], at: datetime) -> str:
    """Say who is told what, when on their own clock, and why; `names` are people's by their Slack ids."""
    parts = (person.name, local_time(person, at), item.customer.name, item.nudge.step, reason(item, person, names, at))
    return " · ".join(map(one_line, parts))


def word_line(word: Word, person: Person, names: Mapping[str, str], at: datetime) -> str:
    """Say who is told one thing more, when on their own clock, and what."""
    parts = (person.name, local_time(person, at), word.customer.name, word.kind, plain(word.sentence, word.customer.name, names))
    return " · ".join(map(one_line, parts))


def word_as_object(word: Word, person: Person, names: Mapping[str, str], at: datetime, state: str) -> dict[str, Any]:
    """Return the same with ids, ready to become JSON."""
    return {
        "person": person.name,
        "person_id": person.id,
        "at": at,
        "local_time": person.local(at),
        "zone": str(person.local(at).tzinfo),
        "customer": word.customer.name,
        "customer_id": word.customer.id,
        "step": word.kind,
        "reason": plain(word.sentence, word.customer.name, names),
        "state": state,
    }


def as_object(item: News, person: Person, names: Mapping[str, str], at: datetime, state: str) -> dict[str, Any]:
    """Return the same with ids, ready to become JSON; `state` is where the DM stands: planned, or as in the outbox."""
    nudge = item.nudge
    return {
        "person": person.name,
        "person_id": person.id,
        "at": at,
        "local_time": person.local(at),
        "zone": str(person.local(at).tzinfo),
        "customer": item.customer.name,
        "customer_id": item.customer.id,
        "step": nudge.step,
        "count": nudge.count,
        "due_on": nudge.due_on,
        "reason": reason(item, person, names, at),
        "nudge_id": nudge.id,
        "post_id": nudge.post,
        "state": state,
    }


def local_time(person: Person, at: datetime) -> str:
    """Return a moment on a person's clock, with the zone."""
    local = person.local(at)
    return f"{local:%Y-%m-%d %H:%M} {local.tzinfo}"


def reason(item: News, person: Person, names: Mapping[str, str], at: datetime) -> str:
    """Return why the person is told, as the DM says it, without markup."""
    return plain(why(item, person.id, person.today(at)), item.customer.name, names)


def plain(text: str, customer: str, names: Mapping[str, str]) -> str:
    """Return what a message says without its markup: people by name, nothing bold, every character as it was typed."""
    text = MENTION.sub(lambda match: escape(names.get(match[1], match[1])), text)
    for bold in (name(customer), BOLD):
        text = text.replace(bold, bold[1:-1])
    return html.unescape(text)


def nothing(next_one: str, *, customers: bool) -> str:
    """Say that nobody is to be told anything now, and when somebody will be."""
    if not customers:
        return "nothing is due: there is no customer yet"
    return f"nothing is to be told now; {f'next: {next_one}' if next_one else 'nothing is in sight'}"


def told(sent: int, waiting: int, dead: int) -> str:
    """Say what became of the DMs."""
    said = [f"DMs {sent + waiting + dead} = sent {sent} + waiting {waiting} + refused {dead}"]
    said += ["what waits is sent by the running bot, or by the next sweep"] if waiting else []
    said += ["Slack takes no message for whom it was refused: the next in line is told by the next sweep"] if dead else []
    return "; ".join(said)


def no_such_time(text: str) -> str:
    """Say that a moment can't be read."""
    return f"--at must be an ISO time such as 2026-11-25T09:00+01:00 and is {text}."


DRY_ONLY = "--at goes with --dry-run only: what is told is told now."
