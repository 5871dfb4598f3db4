"""Improvements: starting a cycle from a line, the form or an idea, and its card."""

from __future__ import annotations

from handlers.cycles import card_of, the_cycle
from handlers.request import Request
from messages import improvements as told
from model.answer import Reply
from model.change import Outcome
from storage import Store


async def show(request: Request, store: Store) -> Outcome:
    """Show the card of a cycle beside what was clicked, which stays."""
    return Outcome(Reply(await card_of(request, store, await the_cycle(request, store, request.value))))


ACTIONS = {told.SHOW: show}
