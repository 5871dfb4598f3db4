"""What is known of a schedule besides its record: whom it is about, what comes next, and who may change it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.request import Request
from messages.schedules import Posted
from model.change import Write
from model.customer import Customer
from model.person import zone_named
from model.post import Post, post_id
from model.schedule import Schedule, coming, key_of, open_to_all, schedule_id
from model.settings import Settings
from storage import Store

AT_ONCE = 100


async def customer_of(store: Store, schedule: Schedule) -> Customer | None:
    """Return the customer a schedule is about; None where it is about several, or the customer is gone."""
    return await store.get(schedule.workspace, Customer, schedule.customer) if schedule.customer else None


async def customers_of(store: Store, schedules: Sequence[Schedule]) -> list[Customer | None]:
    """Return the customer of each of these schedules, asked for together."""
    found: list[Customer | None] = []
    for start in range(0, len(schedules), AT_ONCE):
        found += await asyncio.gather(*(customer_of(store, one) for one in schedules[start : start + AT_ONCE]))
    return found


async def all_posted(request: Request, store: Store, without: str = "") -> list[Posted]:
    """Return what is posted where, as the person who asks may change it; `without` is one that goes in this moment."""
    settings = await store.settings(request.workspace)
    schedules = [one for one in await store.schedules(request.workspace) if one.id != without]
    customers = await customers_of(store, schedules)
    return [as_posted(one, customer, settings, request) for one, customer in zip(schedules, customers, strict=True)]


def as_posted(schedule: Schedule, customer: Customer | None, settings: Settings, request: Request) -> Posted:
    """Return a schedule as the person who asks sees it."""
    may = changeable(request, settings, schedule, customer)
    return posted_at(schedule, customer, zone_named(settings.zone), request.at, changeable=may)


def posted_at(schedule: Schedule, customer: Customer | None, zone: tzinfo, at: datetime, *, changeable: bool = False) -> Posted:
    """Return a schedule with the next summary that it brings, seen from a moment."""
    return Posted(schedule, customer, coming(schedule, zone, at), changeable)


def changeable(request: Request, settings: Settings, schedule: Schedule, customer: Customer | None) -> bool:
    """Whether the person who asks may set, change or stop this."""
    return settings.may_change(request.person) or open_to_all(schedule, customer)


async def called_off(store: Store, *ended: Schedule | None) -> tuple[Write, ...]:
    """Return what takes back the summaries of schedules that end and still wait to be sent; what is on its way goes on, and its thread."""
    keys = [(one.workspace, key_of(one, one.posted)) for one in ended if one and one.posted]
    posts = [await store.get(workspace, Post, post_id(workspace, key)) for workspace, key in keys]
    return tuple(Write(before=post) for post in posts if post and post.state == "pending")


def new_schedule(request: Request, channel: str, unit: str, customer: Customer | None = None, owner: str | None = None) -> Schedule:
    """Return a schedule as the person who asks sets it now."""
    return Schedule(
        id=schedule_id(request.workspace, channel),
        workspace=request.workspace,
        channel=channel,
        unit=unit,  # type: ignore[arg-type]  # our own forms'
        set_by=request.user,
        set_at=request.at,
        customer=customer.id if customer else None,
        owner=owner,
    )
