"""The shape of the table of what Slack can trigger, and the answers where it holds nothing. Apart from who looks things up in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal

import msgspec

from handlers.request import Request
from messages import trouble
from model.answer import Options, Reply
from model.change import Outcome
from storage import Store

Handler = Callable[[Request, Store], Awaitable[Outcome]]
Hearer = Callable[[Request, Store], Awaitable[Handler | None]]
Reading = Literal["message", "thread", "colleagues"]


class Routes(msgspec.Struct, frozen=True):
    """What Slack can trigger, by name: a line of text, a click or a choice by action id, forms and shortcuts by callback id.

    Of what happens in channels the nouns hear by the event's name in the manifest, one after the other: the first that has a use for
    it returns what to do about it. `home` draws the App Home. `reads` are the handlers for which Slack is asked something before they
    are: for the message that the request is about, for its whole thread, or for who is meant by the names in it.
    """

    line: Handler
    actions: Mapping[str, Handler]
    forms: Mapping[str, Handler]
    options: Mapping[str, Handler]
    home: Handler
    shortcuts: Mapping[str, Handler] = {}
    events: Mapping[str, Sequence[Hearer]] = {}
    reads: Mapping[Handler, Reading] = {}


async def outdated(_request: Request, _store: Store) -> Outcome:
    """Answer a button or form of another version."""
    return Outcome(Reply(trouble.outdated()))


async def no_choices(_request: Request, _store: Store) -> Outcome:
    """Offer nothing in a select that this version does not have."""
    return Outcome(Options(()))
