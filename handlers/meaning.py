"""What a talk means for its customer: reminders that it answers, holds that it ends, and the next talk where it is booked with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from handlers.decided import Decided, all_answered, decided
from handlers.request import Request
from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.nudge import Nudge, NudgeAnswer
from model.talk import Talk
from storage import Around, Store


class Also(msgspec.Struct, frozen=True):
    """What was said in a talk beside its notes: what was promised, and on which day one talks next."""

    promises: Sequence[Commitment] = ()
    next_on: date | None = None


NOTHING_ELSE = Also()


async def consequences(request: Request, store: Store, around: Around, talk: Talk) -> Decided:
    """Return what a talk means for its customer: where it is the newest that counts, reminders are answered and holds end."""
    if not talk.counts or (around.last_on and talk.held_on <= around.last_on):
        return (), ()
    writes, edits = await all_answered(request, store, around.nudges, NudgeAnswer("logged", request.user, request.at))
    return (*writes, *freed(around.customer, talk, writes)), edits


def freed(customer: Customer, talk: Talk, writes: tuple[Write, ...]) -> tuple[Write, ...]:
    """Return the end of a snooze, and of a booking that this talk was or came after, or whose question it answers; else nothing."""
    nudges = [write.after for write in writes if isinstance(write.after, Nudge) and write.after.step == "happened"]
    over = any(nudge.due_on == customer.booked_on for nudge in nudges)
    booked_on = None if customer.booked_on and (over or customer.booked_on <= talk.held_on) else customer.booked_on
    after = customer.changed(booked_on=booked_on, snoozed_until=None)
    held = (booked_on, None) != (customer.booked_on, customer.snoozed_until)
    return (Write(after=after, before=customer),) if held else ()


def due_after(around: Around, talk: Talk) -> date:
    """Return the day by which the next talk is due, once this one is saved."""
    held = [day for day in (around.last_on, talk.held_on if talk.counts else None) if day]
    return around.customer.cadence.after(max(held, default=around.customer.added_on))


async def booked_too(request: Request, store: Store, customer: Customer, day: date, so_far: Decided) -> Decided:
    """Return what a talk means for its customer with the next one booked, which holds reminders as any booking does."""
    writes, edits = so_far
    freed_so = next((write.after for write in writes if isinstance(write.after, Customer)), customer.changed())
    rest = tuple(write for write in writes if not isinstance(write.record, Customer))
    if not rest:
        rest, edits = await decided(request, store, customer.id, "booked", until=day)
    after = msgspec.structs.replace(freed_so, booked_on=day, snoozed_until=None)
    return (*rest, Write(after=after, before=customer)), edits
