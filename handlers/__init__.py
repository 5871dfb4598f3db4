"""The one table of what Slack can trigger: verbs, clicks, forms, shortcuts and events, each noun bringing its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from handlers import (
    beliefs,
    bookings,
    brainstorms,
    briefs,
    capture,
    checking,
    commitments,
    customers,
    elsewhere,
    home,
    ideas,
    improvements,
    industries,
    maturity,
    moved_talks,
    nudges,
    pdca,
    reactions,
    reception,
    register,
    schedules,
    score,
    search,
    settings,
    summaries,
    talks,
    undo,
)
from handlers.doors import Doors
from handlers.entry import Entry
from handlers.help import Desk
from handlers.routes import Handler, Hearer, Reading, Routes
from messages.help import OPEN_FORM
from model.customer import fold
from model.grammar import read_line

if TYPE_CHECKING:
    from collections.abc import Collection

    from handlers.request import Request
    from model.change import Outcome
    from storage import Store

NOUNS = (
    talks,
    moved_talks,
    ideas,
    reception,
    improvements,
    pdca,
    checking,
    register,
    beliefs,
    elsewhere,
    industries,
    briefs,
    commitments,
    brainstorms,
    customers,
    bookings,
    summaries,
    schedules,
    score,
    maturity,
    search,
    nudges,
    settings,
    home,
    undo,
    capture,
    reactions,
)


def routes(nouns: Collection[Any] = NOUNS) -> Routes:
    """Return the table, put together from the nouns: modules with VERBS, ACTIONS, FORMS, SHORTCUTS, EVENTS … of their own."""
    verbs: dict[str, Handler] = {}
    desk = Desk(verbs, customers.card)
    verbs.update(table(nouns, "VERBS"))
    verbs["help"] = desk.help

    async def line(request: Request, store: Store) -> Outcome:
        read = read_line(request.text, verbs)
        if read.verb:
            outcome = await verbs[read.verb](request.saying(read.verb, read.rest), store)
        elif fold(read.rest):
            outcome = await desk.free_text(request.saying("", read.rest), store)
        else:
            outcome = await desk.overview(request, store)
        return msgspec.structs.replace(outcome, verb=read.verb or "")

    async def open_form(request: Request, store: Store) -> Outcome:
        return await line(request.typing(request.value), store)

    actions = {**table(nouns, "ACTIONS"), OPEN_FORM: open_form}
    return Routes(
        line=line,
        actions=actions,
        forms=table(nouns, "FORMS"),
        options=table(nouns, "OPTIONS"),
        home=home.drawn,
        shortcuts=table(nouns, "SHORTCUTS"),
        events=hearers(nouns),
        reads=reads(nouns),
    )


def table(nouns: Collection[Any], name: str) -> dict[str, Handler]:
    """Return one kind of triggers of all nouns, by name."""
    return {key: handler for noun in nouns for key, handler in getattr(noun, name, {}).items()}


def hearers(nouns: Collection[Any]) -> dict[str, list[Hearer]]:
    """Return who hears of what happens in channels, by the event's name in the manifest; the noun that comes first is asked first."""
    found: dict[str, list[Hearer]] = {}
    for noun in nouns:
        for event, hearer in getattr(noun, "EVENTS", {}).items():
            found.setdefault(event, []).append(hearer)
    return found


def reads(nouns: Collection[Any]) -> dict[Handler, Reading]:
    """Return the handlers for which something is read in Slack beforehand."""
    return {handler: reading for noun in nouns for handler, reading in getattr(noun, "READS", {}).items()}


def doors(entry: Entry) -> Doors:
    """Return the doors, as Bolt takes them."""
    by_kind = {
        "command": entry.command,
        "block_actions": entry.action,
        "view_submission": entry.view,
        "block_suggestion": entry.choices,
        "shortcut": entry.shortcut,
        "message_action": entry.shortcut,
        "event_callback": entry.event,
    }
    return Doors(by_kind)
