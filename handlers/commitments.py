"""Promises of both sides: read from the lines of a talk's form, ticked off, moved, and whoever promised is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import msgspec

from handlers.matching import known, there
from handlers.request import Request
from handlers.roster import Roster, post_of
from handlers.surfaces import POST, SURFACES, answered, in_post, origin, origin_of
from messages import commitments as told
from messages.daily import Word
from model.answer import Message, Open, Refuse, Reply
from model.change import Outcome, Write
from model.commitment import Commitment, in_order
from model.customer import Customer, fold
from model.dates import read_date
from model.errors import TalkError
from model.knowledge import Knowledge
from model.person import Person, newest_day
from model.promise import Promise, Unread, lines_of, read_promise
from model.record import new_id
from model.search import visible
from model.talk import Talk, readable
from storage import Store

LONGEST = timedelta(days=366)
PROPOSED = timedelta(days=7)
AHEAD = timedelta(days=5)


async def promised_in(request: Request, store: Store, customer: Customer, talk: Talk, text: str) -> list[Commitment] | str:
    """Return what the lines of a form promise, or what is wrong with the first line that can't be read."""
    lines = lines_of(text)
    if len(lines) > told.MAX_LINES:
        return told.too_many(len(lines))
    order = (await store.settings(request.workspace)).date_order
    names = {fold(name) for name in customer.names}
    found: list[Commitment] = []
    for number, line in lines:
        read = read_promise(line, names, request.today, order)
        if isinstance(read, Unread):
            return told.no_such_day(number, read.words) if read.trouble == "date" else told.no_promise(number, line)
        whose = promiser(request, customer, talk, number, read)
        if isinstance(whose, str):
            return whose
        found.append(promise_of(request, customer, talk, whose, number))
    return found


class Whose(msgspec.Struct, frozen=True):
    """A promise with the one of us whose it is."""

    promise: Promise
    person: str


def promiser(request: Request, customer: Customer, talk: Talk, number: int, promise: Promise) -> Whose | str:
    """Return whose of us a promise is: the named colleague's, else the author's; the owner waits for what the customer promised.

    Where Slack could not be asked who is named, the promise is the author's, and keeps the name. A string is what is wrong.
    """
    if promise.side == "them":
        return Whose(promise, customer.owner or request.user)
    if not promise.whom:
        return Whose(promise, request.user)
    user, why = request.colleagues.get(promise.whom, (None, ""))
    if user is None:
        named = msgspec.structs.replace(promise, what=f"{promise.whom}: {promise.what}")
        return told.nobody_of_ours(number, promise.whom, why) if why else Whose(named, request.user)
    if not readable(talk, customer, user):
        return told.private_to_them(number, promise.whom)
    return Whose(promise, user)


def promise_of(request: Request, customer: Customer, talk: Talk, whose: Whose, number: int) -> Commitment:
    """Return a promise as it is recorded; a line further down is a moment younger, so that lists keep the order."""
    return Commitment(
        id=new_id(),
        workspace=request.workspace,
        customer=customer.id,
        side=whose.promise.side,
        person=whose.person,
        what=whose.promise.what,
        made_at=request.at + timedelta(microseconds=number),
        author=request.user,
        who=whose.promise.who,
        due_on=whose.promise.due_on,
        talk=talk.id,
    )


async def open_promises(store: Store, customer: Customer, viewer: str, writes: Sequence[Write] = ()) -> list[Commitment]:
    """Return what is open with a customer and may be known to a person, once these writes are done: what is due first in front."""
    return await those_to_read(store, await all_open(store, customer, writes), customer, viewer)


async def all_open(store: Store, customer: Customer, writes: Sequence[Write] = ()) -> list[Commitment]:
    """Return what is open with a customer once these writes are done, that of private talks too: what is due first in front."""
    changed = {write.record.id: write.after for write in writes if isinstance(write.record, Commitment)}
    held = [changed.get(promise.id, promise) for promise in await store.commitments(customer.workspace, customer.id)]
    return in_order([promise for promise in held if isinstance(promise, Commitment) and promise.open])


async def those_to_read(store: Store, promises: Sequence[Commitment], customer: Customer, viewer: str) -> list[Commitment]:
    """Return those of a customer's promises that may be known to a person."""
    return [promise for promise in promises if await may_read(store, promise, customer, viewer)]


async def may_read(store: Store, promise: Commitment, customer: Customer, viewer: str) -> bool:
    """Whether a person may know what was promised: what was said in a private talk is for its readers, and for who promised it."""
    talk = await store.get(promise.workspace, Talk, promise.talk) if promise.talk else None
    return visible(promise, customer, talk, viewer)


async def listed(request: Request, store: Store, known_of: Knowledge, _rest: str, writes: Sequence[Write] = ()) -> Message:
    """Draw the list of a customer's open promises as it is now."""
    customer = known_of.customer
    return told.promises_listed(await open_promises(store, customer, request.user, writes), customer, request.today)


async def show_all(request: Request, store: Store) -> Outcome:
    """Show all open promises of a customer beside the message that was clicked, which stays."""
    customer = await known(request, store, request.value)
    return Outcome(Reply(await listed(request, store, Knowledge(customer, ()), "")))


class Click(msgspec.Struct, frozen=True):
    """A promise that somebody decides about, whom it is with, and the message it was clicked in."""

    promise: Commitment
    customer: Customer
    surface: str


async def clicked(request: Request, store: Store, promise_id: str, surface: str) -> Click:
    """Return what a button or a form stands for; raise TalkError where the promise was taken back, or is not for this person to know."""
    promise = await there(request, store, Commitment, promise_id, told.gone)
    customer = await known(request, store, promise.customer)
    if not await may_read(store, promise, customer, request.user):
        raise TalkError(told.gone())
    return Click(promise, customer, surface)


async def done(request: Request, store: Store) -> Outcome:
    """Tick a promise off; who comes second hears who did, and when."""
    promise_id, _, surface = request.value.partition("|")
    click = await clicked(request, store, promise_id, surface)
    if not click.promise.open:
        return await shown(request, store, click, already(request, click.promise))
    after = click.promise.done(request.today, request.at, request.user)
    return await shown(request, store, click, told.promise_done(after, request.key), after)


def already(request: Request, promise: Commitment) -> Message:
    """Say who ticked a promise off, and when."""
    at = request.person.local(promise.done_at) if promise.done_at else None
    return told.done_already(promise, at, request.today)


async def move(request: Request, store: Store) -> Outcome:
    """Open the form that asks for another day."""
    promise_id, _, surface = request.value.partition("|")
    click = await clicked(request, store, promise_id, surface)
    if not click.promise.open:
        return await shown(request, store, click, already(request, click.promise))
    proposed = max(click.promise.due_on or request.today, request.today) + PROPOSED
    place = origin(request, surface, about=promise_id)
    return Outcome(Open(told.move_form(click.promise, click.customer, proposed, place.carried())))


async def moved(request: Request, store: Store) -> Outcome:
    """Give a promise the day that was picked in the form."""
    day = read_date(request.fields.get("day", ""), request.today, "future")
    if day is None or not request.today <= day <= request.today + LONGEST:
        return Outcome(Refuse({"day": told.no_day()}))
    place = origin_of(request)
    click = await clicked(request, store, place.about, place.surface)
    if not click.promise.open:
        return await shown(request, store, click, already(request, click.promise))
    if click.promise.due_on == day:
        return await shown(request, store, click, told.day_already(click.promise, request.today))
    after = click.promise.changed(due_on=day)
    return await shown(request, store, click, told.promise_moved(after, request.today, request.key), after)


async def shown(request: Request, store: Store, click: Click, news: Message, after: Commitment | None = None) -> Outcome:
    """Show what was decided about a promise where it was clicked: above what is redrawn, in a DM in the place of its buttons."""
    writes = (Write(after=after, before=click.promise),) if after else ()
    kind, _, post_id = click.surface.partition(":")
    if kind != POST:
        return await answered(request, store, click.customer, writes, news, click.surface)
    promise = after or click.promise
    decided_at = request.person.local(promise.done_at or request.at)
    redraw = partial(told.redrawn_in, promise=promise, zone_at=decided_at, today=request.today)
    return await in_post(request, store, post_id, writes, news, redraw)


async def news(roster: Roster) -> dict[str, list[Word]]:
    """Remind of what was promised: who promised it, and the owner of what the customer did, or of whoever can't be reached any more."""
    words: dict[str, list[Word]] = {}
    promised = await roster.store.promised(roster.gate.team, (roster.at + AHEAD).date())
    for promise in filter(lambda one: one.to_remind(newest_day(roster.at)), promised):
        customer = await roster.store.get(roster.gate.team, Customer, promise.customer)
        reader = await reminded(roster, promise, customer) if customer else None
        if reader and customer and promise.to_remind(reader.today(roster.at)):
            words.setdefault(reader.id, []).append(await word(roster, promise, customer, reader))
    return words


async def word(roster: Roster, promise: Commitment, customer: Customer, reader: Person) -> Word:
    """Return the reminder of one promise for the person who gets it."""
    today = reader.today(roster.at)
    heard = Write(after=promise.changed(reminded_on=today), before=promise)
    may = await may_read(roster.store, promise, customer, reader.id)
    return told.reminder(promise, customer, reader.id, today, readable=may, told=heard, surface=f"{POST}:{post_of(reader, roster.at)}")


async def reminded(roster: Roster, promise: Commitment, customer: Customer) -> Person | None:
    """Return who hears of a promise now, None where nobody may be written to at this moment."""
    if promise.side == "us" and await roster.reachable(promise.person):
        people: tuple[str, ...] = (promise.person,)
    else:
        people = (await roster.crew(customer)).staff.in_charge
    for user in people:
        if await roster.listens(user):
            return roster.person(user)
    return None


SURFACES[told.SURFACE] = listed
ACTIONS = {told.DONE: done, told.MOVE: move, told.ALL: show_all}
FORMS = {told.FORM: moved}
