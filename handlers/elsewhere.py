"""Moving a belief to the customer that it really is about, where it was saved with another one."""

from __future__ import annotations

import msgspec

from handlers.beliefs import save
from handlers.beliefs import then as now_known
from handlers.believing import Stated
from handlers.customers import choices
from handlers.knowing import knowledge_of
from handlers.matching import known, there
from handlers.request import Request
from handlers.restoring import inverse
from messages import beliefs as lines
from messages import believed as told
from messages.talks import MOVING
from model.belief import Belief
from model.change import Outcome
from model.draft import Draft
from model.errors import TalkError
from storage import Store


async def other_customer(request: Request, store: Store) -> Outcome:
    """Ask about whom a saved belief really is."""
    belief, key = await of(request, store, request.value)
    return Outcome(request.answer(told.which_customer(belief, await known(request, store, belief.customer), key)))


async def move(request: Request, store: Store) -> Outcome:
    """Move a belief to the customer that was picked: what it meant for the first is taken back, and means it for the new one."""
    belief, key = await of(request, store, request.block.removeprefix(MOVING))
    customer = await known(request, store, request.value)
    if customer.id == belief.customer:
        return await kept(request, store, belief, key)
    change = await store.answered(request.workspace, key)
    back = [await inverse(store, write) for write in change.writes if not isinstance(write.record, Draft)] if change else [None]
    if None in back:
        raise TalkError(lines.built_upon())
    outcome = await save(request, store, customer, Stated(belief.topic, belief.statement, belief.source), None)
    return msgspec.structs.replace(outcome, writes=(*outcome.writes, *(write for write in back if write)))


async def keep_customer(request: Request, store: Store) -> Outcome:
    """Leave a belief with the customer it is about."""
    belief, key = await of(request, store, request.value)
    return await kept(request, store, belief, key)


async def kept(request: Request, store: Store, belief: Belief, key: str) -> Outcome:
    """Say once more what was saved about whom."""
    customer = await known(request, store, belief.customer)
    saved = told.belief_saved(belief, customer, key, now_known(await knowledge_of(store, customer), request))
    return Outcome(request.answer(saved))


async def of(request: Request, store: Store, value: str) -> tuple[Belief, str]:
    """Return the belief a button stands for, and the key that saved it; raise TalkError where it was taken back."""
    belief_id, _, key = value.partition("|")
    return await there(request, store, Belief, belief_id, lines.gone), key


ACTIONS = {told.OTHER_CUSTOMER: other_customer, told.MOVE: move, told.KEEP: keep_customer}
OPTIONS = {told.MOVE: choices}
