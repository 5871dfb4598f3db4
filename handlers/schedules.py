"""Summaries that are posted regularly: set in a form, listed, changed and stopped."""

from __future__ import annotations

import msgspec

from handlers.matching import there
from handlers.request import Request
from handlers.scheduled import all_posted, as_posted, called_off, changeable, customer_of, new_schedule
from messages import schedules as told
from messages import scheduling
from messages.blocks import notice
from messages.schedules import Listing, Posted
from messages.scheduling import Changed
from messages.talks import as_view
from model.answer import Json, Message, Open, Options, Refuse, Reply, Update
from model.change import Outcome, Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.schedule import Schedule, same, schedule_id, set_in
from model.settings import Settings
from storage import Store

CHOICES = 97


async def summaries(request: Request, store: Store) -> Outcome:
    """List what summaries are posted where, to change or stop them; `/talk summary` shows one, and posts it regularly.

    /talk summaries
    """
    return Outcome(Reply(await drawn(request, store)))


async def drawn(request: Request, store: Store, start: int = 0, news: str = "", without: str = "", key: str = "") -> Message:
    """Draw the list of what is posted where, with what was just done above it."""
    zone = (await store.settings(request.workspace)).zone
    listing = Listing(await all_posted(request, store, without), zone, start, news, key)
    return told.schedules_listed(listing, request.user, request.today)


async def listed(request: Request, store: Store) -> Outcome:
    """Show the list beside the message, over the form, or in the place of the news that was clicked."""
    shown = await drawn(request, store)
    return Outcome(Open(notice(shown, "Summaries")) if request.value == told.OVER_IT else Reply(shown))


async def more(request: Request, store: Store) -> Outcome:
    """Show the next page of the list."""
    return Outcome(request.answer(await drawn(request, store, int(request.value))))


async def ask(request: Request, store: Store) -> Outcome:
    """Open the form for a summary that is shown, or that was posted before."""
    customer_id, owner, unit, channel = request.value.split("|")
    customer = await store.get(request.workspace, Customer, customer_id) if customer_id else None
    if customer_id and customer is None:
        raise TalkError(told.gone())
    admin = (await store.settings(request.workspace)).may_change(request.person)
    place = channel or (customer and customer.channel) or (a_channel(request) if admin else None)
    return Outcome(Open(scheduling.schedule_form(choice(request, customer, owner), place or None, unit, "", admin=admin)))


def a_channel(request: Request) -> str | None:
    """Return the channel in which was clicked; a DM is none."""
    return request.channel if request.channel and not request.channel.startswith("D") else None


def choice(request: Request, customer: Customer | None, owner: str | None) -> Json:
    """Return whom a summary is about, as the form's choice."""
    if customer:
        return scheduling.customer_option(customer)
    return scheduling.owner_option(owner, request.user) if owner else scheduling.all_option()


async def change(request: Request, store: Store) -> Outcome:
    """Open the form for one of the list."""
    schedule = await there(request, store, Schedule, request.value, told.gone)
    settings, customer = await store.settings(request.workspace), await customer_of(store, schedule)
    admin = settings.may_change(request.person)
    chosen = choice(request, customer, schedule.owner)
    return Outcome(Open(scheduling.schedule_form(chosen, schedule.channel, schedule.unit, mark(schedule), admin=admin)))


def mark(schedule: Schedule) -> str:
    """Return what stands for all that people change of a schedule: that one was posted is none of that."""
    return f"{schedule.id}|{schedule.set_at.isoformat()}|{schedule.set_by}"


class Form(msgspec.Struct, frozen=True):
    """A submitted form: what is wanted (None: nothing more), with its customer; what was opened, and what is set in its channel."""

    wanted: Schedule | None
    customer: Customer | None
    opened: Schedule | None
    there: Schedule | None

    @property
    def ends(self) -> Schedule | None:
        """Return what goes: what was to be stopped, or what moved to another channel."""
        if self.wanted is None:
            return self.opened or self.there
        return self.opened if self.opened and self.opened.id != self.wanted.id else None


async def submitted(request: Request, store: Store) -> Outcome:
    """Save what the form wants, or keep it open with what to mend."""
    form = await filled_in(request, store)
    if isinstance(form, dict):
        return Outcome(Refuse(form))
    settings = await store.settings(request.workspace)
    if not await allowed(request, store, settings, form):
        return Outcome(Refuse({"channel": scheduling.only_admins(form.customer)}))
    if form.wanted is None:
        return await ended(request, store, settings, form)
    if form.there and same(form.there, form.wanted) and form.ends is None:
        return Outcome(Update(notice(scheduling.as_it_was())))
    return await saved(request, store, settings, form, form.wanted)


async def filled_in(request: Request, store: Store) -> Form | dict[str, str]:
    """Return what the form holds, or what is wrong in it by block."""
    channel, unit = request.fields["channel"], request.fields["how_often"]
    kind, _, one = request.fields.get(scheduling.ABOUT, "").partition(":")
    customer = await store.get(request.workspace, Customer, one) if kind == "customer" else None
    if kind not in {"all", "owner", "customer"} or (kind == "customer" and customer is None):
        return {scheduling.ABOUT: scheduling.whom()}
    opened = await store.get(request.workspace, Schedule, request.carried.partition("|")[0]) if request.carried else None
    if request.carried and (opened is None or mark(opened) != request.carried):
        return {"channel": scheduling.changed_meanwhile()}
    held = await store.get(request.workspace, Schedule, schedule_id(request.workspace, channel))
    asked = None if unit == scheduling.NEVER else new_schedule(request, channel, unit, customer, one if kind == "owner" else None)
    wanted = set_in(held, asked) if asked else None
    if wanted is None and (opened or held) is None:
        return {"how_often": scheduling.nothing_there()}
    return Form(wanted, customer, opened, held)


async def allowed(request: Request, store: Store, settings: Settings, form: Form) -> bool:
    """Whether the person may set all that the form sets, changes and ends."""
    touched = [one for one in (form.wanted, form.ends, form.there) if one]
    return all([changeable(request, settings, one, await customer_of(store, one)) for one in touched])


async def saved(request: Request, store: Store, settings: Settings, form: Form, wanted: Schedule) -> Outcome:
    """Write what is posted from now on."""
    before = as_posted(form.there, await customer_of(store, form.there), settings, request) if form.there else None
    now = as_posted(wanted, form.customer, settings, request)
    replaced = before if form.there and form.there != form.opened else None
    changed = Changed(now, replaced, form.ends.channel if form.ends else "")
    ends = (*([Write(before=form.ends)] if form.ends else []), *await called_off(store, form.there, form.ends))
    shown = scheduling.schedule_saved(changed, now, request.user, request.today, request.key)
    return Outcome(Update(as_view(shown)), (Write(after=wanted, before=form.there), *ends))


async def ended(request: Request, store: Store, settings: Settings, form: Form) -> Outcome:
    """Write that nothing more is posted."""
    assert form.ends  # noqa: S101  a form that ends nothing was refused
    posted = as_posted(form.ends, await customer_of(store, form.ends), settings, request)
    writes = (Write(before=form.ends), *await called_off(store, form.ends))
    return Outcome(Update(as_view(scheduling.schedule_stopped(posted, request.user, request.key))), writes)


async def stop(request: Request, store: Store) -> Outcome:
    """Stop one of the list, and draw it anew; who comes second is told."""
    schedule = await store.get(request.workspace, Schedule, request.value)
    if schedule is None:
        return Outcome(request.answer(await drawn(request, store, news=told.stopped_already())))
    settings, customer = await store.settings(request.workspace), await customer_of(store, schedule)
    if not changeable(request, settings, schedule, customer):
        raise TalkError(told.not_yours())
    posted: Posted = as_posted(schedule, customer, settings, request)
    shown = await drawn(request, store, news=told.stopped(posted, request.user), without=schedule.id, key=request.key)
    return Outcome(request.answer(shown), (Write(before=schedule), *await called_off(store, schedule)))


async def choices(request: Request, store: Store) -> Outcome:
    """Offer whom a summary can be about: all, one's own, and the customers whose names begin or resemble what was typed."""
    typed = fold(request.text)
    found = await store.starting(request.workspace, typed, CHOICES)
    found = found or await store.near(request.workspace, typed, limit=CHOICES)
    several = (scheduling.all_option(), scheduling.owner_option(request.user, request.user))
    offered = [one for one in several if fold(one["text"]["text"]).startswith(typed)]
    return Outcome(Options((*offered, *map(scheduling.customer_option, found))))


VERBS = {"summaries": summaries}
ACTIONS = {told.POST: ask, told.CHANGE: change, told.STOP: stop, told.LIST: listed, told.MORE: more}
FORMS = {scheduling.FORM: submitted}
OPTIONS = {scheduling.ABOUT: choices}
