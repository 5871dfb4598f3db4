"""Summaries: asked for in a line, with their details behind a button, and shared with a click."""

from __future__ import annotations

from datetime import date

from handlers.matching import find, known, not_known
from handlers.request import Request
from handlers.scopes import of_channel, usual
from handlers.summing import summed_up
from messages import summaries as told
from model.answer import Reply, Share
from model.change import Outcome
from model.customer import fold
from model.errors import TalkError
from model.period import Period, period_of, read_period
from model.settings import Settings
from model.summary import Scope, Summary, Wanted
from storage import Store

SEVERAL = {"all", "mine"}


async def summary(request: Request, store: Store) -> Outcome:
    """Sum up a week, a month or a quarter in a minute: what changed, was said, learned, promised and improved.

    /talk summary Northside Hospital month
    /talk summary
    /talk summary all last week
    """
    head, rest = (*request.text.split(maxsplit=1), "", "")[:2]
    if period := asked(request.text, request):
        return await shown(request, store, await usual(request, store), period)
    if head in request.channels and (period := asked(rest, request)):
        return await shown(request, store, Scope(await of_channel(request, store, request.channels[head])), period)
    if fold(head) in SEVERAL and (period := asked(rest, request)):
        return await shown(request, store, Scope(owner=None if fold(head) == "all" else request.user), period)
    return await of_named(request, store)


async def of_named(request: Request, store: Store) -> Outcome:
    """Sum up for the customer that the line names, or say that it names none."""
    found = await find(request, store, request.text)
    if found and found.named:
        period = asked(found.rest, request)
        if period is None:
            raise TalkError(told.no_such_period())
        return await shown(request, store, Scope(found.customer), period)
    if request.text.startswith("#"):
        raise TalkError(told.no_such_channel())
    if fold(request.text.split(maxsplit=1)[0]) in SEVERAL:
        raise TalkError(told.no_such_period())
    return await not_known(request, store)


def asked(text: str, request: Request) -> Period | None:
    """Return the period that the words name, the week under way where there are none; None where they are something else."""
    return read_period(text, request.today) if text.strip() else period_of("week", request.today)


async def shown(request: Request, store: Store, scope: Scope, period: Period) -> Outcome:
    """Show a summary to the person alone, with what can be done with it."""
    if scope.owner and not await store.customers(request.workspace, scope.owner):
        return Outcome(Reply(told.nothing_of_yours()))
    found = await summed_up(store, request.workspace, wanted(request, scope, period))
    others = bool(request.channel and not request.channel.startswith("D"))
    settings = await store.settings(request.workspace)
    buttons = told.Buttons(button_value(scope, period), others, postable(request, settings, scope, period))
    return Outcome(Reply(told.summary_shown(found, request.user, buttons)))


def wanted(request: Request, scope: Scope, period: Period) -> Wanted:
    """Return a summary as the person who asks wants it: by the days of their own zone."""
    return Wanted(scope, period, request.person.zone, request.today)


def postable(request: Request, settings: Settings, scope: Scope, period: Period) -> str:
    """Return what a regular summary of this kind is, as its button carries it; nothing where only an admin may set one."""
    own = bool(scope.customer and scope.customer.channel)
    if not own and not settings.may_change(request.person):
        return ""
    return f"{scope.customer.id if scope.customer else ''}|{scope.owner or ''}|{period.unit}|"


def button_value(scope: Scope, period: Period) -> str:
    """Return a summary as its button carries it."""
    return f"{scope.customer.id if scope.customer else ''}|{scope.owner or ''}|{period.unit}|{period.first.isoformat()}"


async def of_button(request: Request, store: Store) -> Summary:
    """Return the summary that a button stands for, as it is now."""
    customer, owner, unit, first = request.value.split("|")[:4]
    scope = Scope(await known(request, store, customer) if customer else None, owner or None)
    period = period_of(unit, date.fromisoformat(first))  # type: ignore[arg-type]  # our own button's
    return await summed_up(store, request.workspace, wanted(request, scope, period))


async def share(request: Request, store: Store) -> Outcome:
    """Share a summary in the channel where it was asked for, as it stands now."""
    settings = await store.settings(request.workspace)
    shared = told.summary_shared(await of_button(request, store), request.user)
    return Outcome(Share(shared, trusted=settings.allows(request.channel or "")))


async def details(request: Request, store: Store) -> Outcome:
    """Show a page of a summary's details to the person alone, beside what was clicked."""
    value, _, page = request.value.rpartition("|")
    return Outcome(Reply(told.summary_details(await of_button(request, store), int(page), value)))


VERBS = {"summary": summary}
ACTIONS = {told.SHARE: share, told.DETAILS: details}
