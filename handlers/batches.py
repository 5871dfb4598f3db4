"""Taking an import back: every customer of its batch as it was before, unless something was built on what the import did.

An import takes no name away from a customer, so one that was not changed since still has the names that it gets back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import msgspec

from handlers.cycles import handed_on
from handlers.restoring import records_of
from messages import imports as told
from model.batch import Batch, BatchPart, Step, digest, part_id
from model.change import Change, Write
from model.customer import Customer
from model.importing import BY
from model.talk import Talk
from storage import Store


class Kept(msgspec.Struct, frozen=True):
    """A customer that stays as it is, by name, and why."""

    name: str
    why: str


async def find_batch(store: Store, batch: str) -> Batch | None:
    """Return the batch of that id, whichever workspace it is in."""
    for workspace in await store.workspaces():
        if found := await store.get(workspace, Batch, batch):
            return found
    return None


async def take_back(store: Store, batch: Batch, now: Callable[[], datetime]) -> AsyncIterator[tuple[int, list[Kept]]]:
    """Take a batch back part by part, the last one first; yield of each how many customers were taken back, and which were kept.

    What was kept can be taken back later, by doing this again. Raises NotSaved; what was yielded is done.
    """
    left = 0
    for number in range(batch.parts, 0, -1):
        part = await store.get(batch.workspace, BatchPart, part_id(batch.id, number))
        if part is None or not part.steps:
            continue
        kept = await part_back(store, part, now())
        left += len(kept)
        yield len(part.steps) - len(kept), kept
    if not left:
        done = batch.changed(undone_at=now())
        await commit(store, done, now(), [Write(after=done, before=batch)])


async def part_back(store: Store, part: BatchPart, at: datetime) -> list[Kept]:
    """Take a part back as one change, and return what of it has to stay."""
    steps = {step.customer: step for step in part.steps}
    current = {customer: await store.get(part.workspace, Customer, customer) for customer in steps}
    stays = {customer: why for customer, step in steps.items() if (why := await why_kept(store, part.workspace, step, current[customer]))}
    writes = [write for step in part.steps if step.customer not in stays for write in await inverse(store, part.workspace, step)]
    rest = part.changed(steps=tuple(step for step in part.steps if step.customer in stays))
    await commit(store, part, at, [*writes, Write(after=rest, before=part)] if len(rest.steps) < len(part.steps) else [])
    return [Kept(found.name if (found := current[customer]) else "a customer", why) for customer, why in stays.items()]


async def why_kept(store: Store, workspace: str, step: Step, current: Customer | None) -> str:
    """Return why a step can't be taken back; nothing where it can, or where the customer is gone already."""
    if current is None:
        return ""
    if step.left and digest(current) != step.left:
        return told.CHANGED_SINCE
    if step.made:
        since = {noun: sum(one.id != step.talk for one in records) for noun, records in (await records_of(store, current)).items()}
        if any(since.values()):
            return told.has_more(since)
    talk = await store.get(workspace, Talk, step.talk) if step.talk else None
    return told.TALK_CHANGED if talk and talk.version > 1 else ""


async def inverse(store: Store, workspace: str, step: Step) -> list[Write]:
    """Return what takes one step back."""
    current = await store.get(workspace, Customer, step.customer)
    talk = await store.get(workspace, Talk, step.talk) if step.talk else None
    writes = [Write(before=talk)] if talk else []
    if current and step.made:
        writes.append(Write(before=current))
    if current and step.before:
        back = msgspec.structs.replace(step.before, version=current.version + 1)
        writes += [Write(after=back, before=current), *await handed_on(store, current, back)]
    return writes


async def commit(store: Store, of: Batch | BatchPart, at: datetime, writes: list[Write]) -> None:
    """Commit what takes something back, if there is anything."""
    if writes:
        await store.commit(Change(workspace=of.workspace, at=at, by=BY, verb="undo", writes=tuple(writes)))
