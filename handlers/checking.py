"""Checking: who is asked for a result and when, the day on which that is, and whoever brought the idea hears what came of it."""

from __future__ import annotations

from datetime import timedelta

from handlers.pdca import already, carried, clicked, shown
from handlers.request import Request
from handlers.roster import Roster, post_of
from handlers.surfaces import POST
from messages import checking as told
from messages.daily import Word
from messages.improvements import MOVE
from model.answer import Open, Refuse
from model.change import Outcome, Write
from model.customer import Customer
from model.dates import read_date
from model.idea import Idea
from model.improvement import Improvement
from model.person import newest_day
from storage import Store

FIVE_YEARS = timedelta(days=5 * 366)
PROPOSED = timedelta(days=7)


async def move(request: Request, store: Store) -> Outcome:
    """Open the form that asks for another check date."""
    click = await clicked(request, store)
    if click.one.checked_by is None:
        return await already(request, store, click)
    proposed = max(click.one.checked_by, request.today) + PROPOSED
    return Outcome(Open(told.move_form(click.one, click.customer, request.today, proposed, carried(request, click))))


async def moved(request: Request, store: Store) -> Outcome:
    """Give a cycle the check date that was picked in the form."""
    day = read_date(request.fields.get("check_on", ""), request.today, "future")
    if day is None or not request.today <= day <= request.today + FIVE_YEARS:
        return Outcome(Refuse({"check_on": told.no_day_to_come()}))
    click = await clicked(request, store)
    if click.one.checked_by is None:
        return await already(request, store, click)
    if click.one.check_on == day:
        return await shown(request, store, click, told.date_already(click.one, request.today))
    after = click.one.changed(check_on=day)
    return await shown(request, store, click, told.date_moved(after, request.today, request.key), (Write(after=after, before=click.one),))


async def questions(roster: Roster) -> dict[str, list[Word]]:
    """Ask for the results whose day has come: the cycle's owner, else the customer's people in turn; once, and once more a week later."""
    words: dict[str, list[Word]] = {}
    newest = newest_day(roster.at)
    for one in await roster.store.to_check(roster.gate.team, newest):
        customer = await roster.store.get(roster.gate.team, Customer, one.customer)
        if customer and one.to_ask(newest) and (user := await asked(roster, one, customer)):
            reader = roster.person(user)
            today = reader.today(roster.at)
            if one.to_ask(today):
                remembered = Write(after=one.changed(asked_on=today), before=one)
                surface = f"{POST}:{post_of(reader, roster.at)}"
                words.setdefault(user, []).append(told.question(one, customer, user, today, remembered, surface))
    return words


async def asked(roster: Roster, one: Improvement, customer: Customer) -> str | None:
    """Return who is asked for a result now, None where nobody may be written to at this moment.

    Who has yet to hear that the cycle went back is told that first, and asked on the next day.
    """
    people = (one.owner,) if await roster.reachable(one.owner) else (await roster.crew(customer)).staff.in_charge
    for user in people:
        if user and await roster.listens(user):
            return None if user == one.to_hear else user
    return None


async def news(roster: Roster) -> dict[str, list[Word]]:
    """Tell whoever brought an idea what came of it, with their next daily message."""
    words: dict[str, list[Word]] = {}
    for one in await roster.store.to_tell(roster.gate.team, Improvement):
        customer = await roster.store.get(roster.gate.team, Customer, one.customer)
        if one.to_hear and customer and await roster.listens(one.to_hear):
            idea = await roster.store.get(roster.gate.team, Idea, one.idea) if one.idea else None
            heard = Write(after=one.changed(to_hear=None), before=one)
            asked_for = bool(idea and idea.origin == "customer")
            words.setdefault(one.to_hear, []).append(told.what_came(one, customer, heard, asked_for=asked_for))
    return words


ACTIONS = {MOVE: move}
FORMS = {told.FORM: moved}
