"""The reminder's buttons. What they decide is written by the form they open, or at once; who comes second hears who was first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from handlers.cycles import handed_on
from handlers.decided import decided, edits_of, fallen
from handlers.matching import known, there
from handlers.request import Request
from messages import bookings
from messages import nudges as told
from messages.blocks import notice, option, said
from messages.talks import talk_form
from model.answer import AnyAnswer, Done, Json, Open, Refuse, Reply, Update
from model.change import Outcome, Write
from model.customer import Customer
from model.nudge import Nudge, NudgeAnswer
from model.post import Post
from storage import Store

PROPOSED = timedelta(days=7)

Decide = Callable[[Request, Store, Nudge, Customer], Awaitable[Outcome]]


def unless_answered(decide: Decide) -> Callable[[Request, Store], Awaitable[Outcome]]:
    """Return a button's handler: it decides about an open reminder, and says who already did about an answered one."""

    async def clicked(request: Request, store: Store) -> Outcome:
        nudge = await there(request, store, Nudge, request.value, told.gone)
        if nudge.answer:
            return await already(request, store, nudge, nudge.answer)
        return await decide(request, store, nudge, await known(request, store, nudge.customer))

    return clicked


def opening(form: Callable[[Request, Nudge, Customer], Json]) -> Callable[[Request, Store], Awaitable[Outcome]]:
    """Return the handler of a button that opens a form."""

    async def open_form(request: Request, _store: Store, nudge: Nudge, customer: Customer) -> Outcome:
        return Outcome(Open(form(request, nudge, customer)))

    return unless_answered(open_form)


def talk_of(request: Request, nudge: Nudge, customer: Customer) -> Json:
    """Return the form for the talk that was missing, or for the one that was booked."""
    held_on = nudge.due_on if nudge.step == "happened" else None
    return talk_form(request.today, option(customer.name, customer.id), held_on=held_on)


def booking_of(request: Request, nudge: Nudge, customer: Customer) -> Json:
    """Return the form that asks for which day a talk is planned."""
    return bookings.book_form(customer, request.today + PROPOSED, nudge.id)


def snooze_of(request: Request, nudge: Nudge, customer: Customer) -> Json:
    """Return the form that asks until when to be quiet."""
    return bookings.snooze_form(customer, request.today + PROPOSED, nudge.id)


def hand_over_of(_request: Request, nudge: Nudge, customer: Customer) -> Json:
    """Return the form that asks whose the customer is from now on."""
    return told.hand_over_form(customer, nudge.id)


async def fell_through(request: Request, store: Store, nudge: Nudge, customer: Customer) -> Outcome:
    """Forget a booking that came to nothing; if the relationship is quiet, the next working day says so.

    The reminder itself shows the answer, but an old one, which is no longer kept, can't: then it is said.
    """
    writes, edits = await decided(request, store, nudge.customer, "fell through")
    after = fallen(customer, request.today)
    shown = any((edit.channel, edit.ts) == (request.channel, request.ts) for edit in edits)
    answer = NudgeAnswer("fell through", request.user, request.at)
    told_so = Done() if shown else Reply(said(told.decision(answer, request.person.local(request.at), request.today)))
    return Outcome(told_so, (Write(after=after, before=customer), *writes), edits)


async def handed_over(request: Request, store: Store) -> Outcome:
    """Give the customer its new owner, who is told what is due in their own working hours."""
    new_owner = request.fields.get("owner")
    if not new_owner:
        return Outcome(Refuse({"owner": told.no_new_owner()}))
    nudge = await there(request, store, Nudge, request.carried, told.gone)
    if nudge.answer:
        shown = told.already(nudge.answer, request.person.local(nudge.answer.at), request.today)
        return Outcome(Update(notice(shown)))
    customer = await known(request, store, nudge.customer)
    if new_owner == customer.owner:
        return Outcome(Refuse({"owner": told.owner_already()}))
    writes, edits = await decided(request, store, customer.id, "handed over", to=new_owner)
    after = customer.changed(owner=new_owner)
    along = await handed_on(store, customer, after)
    saved: AnyAnswer = Update(notice(told.handed_over(customer, new_owner, request.key, cycles=len(along)), "Saved"))
    return Outcome(saved, (Write(after=after, before=customer), *writes, *along), edits)


async def already(request: Request, store: Store, nudge: Nudge, decision: NudgeAnswer) -> Outcome:
    """Say who decided and when, and let the DM that still showed buttons show it too."""
    shown = told.already(decision, request.person.local(decision.at), request.today)
    post = await store.get(request.workspace, Post, nudge.post)
    return Outcome(Reply(shown), edits=edits_of(post) if post else ())


ACTIONS = {
    told.LOG: opening(talk_of),
    told.BOOK: opening(booking_of),
    told.SNOOZE: opening(snooze_of),
    told.HAND_OVER: opening(hand_over_of),
    told.HAPPENED: opening(talk_of),
    told.MOVED: opening(booking_of),
    told.FELL_THROUGH: unless_answered(fell_through),
}
FORMS = {told.HAND_OVER_FORM: handed_over}
