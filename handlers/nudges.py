"""The nudge's buttons: log the talk that was missing, or snooze the reminder."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.decided import decided, edits_of
from handlers.matching import known
from handlers.request import Request
from messages import nudges as told
from messages.blocks import notice, option
from messages.talks import talk_form
from model.answer import Open, Refuse, Reply, Update
from model.change import Outcome, Write
from model.dates import read_date
from model.errors import TalkError
from model.nudge import Nudge, NudgeAnswer
from model.post import Post
from storage import Store

PROPOSED = timedelta(days=7)
LONGEST = timedelta(days=366)


async def log(request: Request, store: Store) -> Outcome:
    """Open the form for the talk, unless somebody has decided already."""
    nudge = await of(request, store, request.value)
    if nudge.answer:
        return await already(request, store, nudge, nudge.answer)
    customer = await known(request, store, nudge.customer)
    return Outcome(Open(talk_form(request.today, option(customer.name, customer.id))))


async def snooze(request: Request, store: Store) -> Outcome:
    """Ask until when to be quiet, unless somebody has decided already."""
    nudge = await of(request, store, request.value)
    if nudge.answer:
        return await already(request, store, nudge, nudge.answer)
    customer = await known(request, store, nudge.customer)
    return Outcome(Open(told.snooze_form(customer, request.today + PROPOSED, nudge.id)))


async def snoozed(request: Request, store: Store) -> Outcome:
    """Hold reminders about the customer back until the day that was picked; the cadence stays as it is."""
    until = read_date(request.fields.get("until", ""), request.today, "future")
    if until is None or not request.today < until <= request.today + LONGEST:
        return Outcome(Refuse({"until": "Pick a day from tomorrow on, within a year."}))
    nudge = await of(request, store, request.carried)
    if nudge.answer:
        return Outcome(Update(notice(told.already(nudge.answer, request.person.local(nudge.answer.at), request.today))))
    return await hold(request, store, nudge, until)


async def hold(request: Request, store: Store, nudge: Nudge, until: date) -> Outcome:
    """Write a snooze: the customer is held, the nudge answered, its DM redrawn."""
    customer = await known(request, store, nudge.customer)
    writes, edits = await decided(request, store, nudge, NudgeAnswer("snoozed", request.user, request.at, until))
    held = Write(after=customer.changed(snoozed_until=until), before=customer)
    return Outcome(Update(told.snoozed(customer, until, request.today, request.key)), (held, *writes), edits)


async def already(request: Request, store: Store, nudge: Nudge, decision: NudgeAnswer) -> Outcome:
    """Say who decided and when, and let the DM that still showed buttons show it too."""
    shown = told.already(decision, request.person.local(decision.at), request.today)
    post = await store.get(request.workspace, Post, nudge.post)
    return Outcome(Reply(shown), edits=edits_of(post) if post else ())


async def of(request: Request, store: Store, nudge_id: str) -> Nudge:
    """Return the nudge of that id; raise TalkError where it is gone."""
    nudge = await store.get(request.workspace, Nudge, nudge_id)
    if nudge is None:
        raise TalkError("This reminder is no longer here. `/talk quiet` shows who waits for a talk.")
    return nudge


ACTIONS = {told.LOG: log, told.SNOOZE: snooze}
FORMS = {told.SNOOZE_FORM: snoozed}
