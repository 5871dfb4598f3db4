"""Whose summary or score a line means where it names no customer. Apart, because both are asked for in the same words."""

from __future__ import annotations

from handlers.request import Request
from messages.summaries import not_linked
from model.customer import Customer
from model.errors import TalkError
from model.summary import Scope
from storage import Store


async def usual(request: Request, store: Store) -> Scope:
    """Return what is meant where nothing is said: the channel's customer, else one's own."""
    linked = await store.customer_of_channel(request.workspace, request.channel) if request.channel else None
    return Scope(linked) if linked else Scope(owner=request.user)


async def of_channel(request: Request, store: Store, channel: str) -> Customer:
    """Return the customer that a channel is linked to; raise TalkError where there is none."""
    linked = await store.customer_of_channel(request.workspace, channel)
    if linked is None:
        raise TalkError(not_linked(channel))
    return linked
