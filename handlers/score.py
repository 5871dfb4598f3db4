"""The score: asked for in a line, with the list behind each figure, its trend, and shared with a click."""

from __future__ import annotations

import re

from handlers.matching import find, not_known
from handlers.request import Request
from handlers.scopes import of_channel, usual
from handlers.score_pages import page_at, place_at, term_of
from handlers.scoring import Asked, asked_for, score_of, trend_of
from messages import score as told
from messages.score_trend import trend_shown
from messages.summaries import no_such_channel
from model.answer import Share
from model.change import Outcome
from model.customer import fold
from model.errors import TalkError
from model.period import Period, period_of, read_period, read_quarter
from model.summary import Scope
from storage import Store

NO_NAME = re.compile(r"(?:next (?:quarter|month|week|year)|(?:this |last )?year|q\d|\d{4}).*")


async def score(request: Request, store: Store) -> Outcome:
    """Keep score of a quarter: talks kept, who is in touch, what is confirmed, from idea to result, promises, maturity.

    /talk score Northside Hospital
    /talk score
    /talk score all last quarter
    /talk score @olivia 2026 Q3
    """
    head, rest = (*request.text.split(maxsplit=1), "", "")[:2]
    if period := asked(request.text, request):
        return await shown(request, store, await usual(request, store), period)
    scope = await named_by(request, store, head)
    if scope and (period := asked(rest, request)):
        return await shown(request, store, scope, period)
    found = await find(request, store, request.text)
    if found and found.named:
        return await shown(request, store, Scope(found.customer), asked(found.rest, request) or unread())
    if scope or read_period(request.text, request.today) or NO_NAME.fullmatch(fold(request.text)):
        unread()
    if head.startswith(("#", "@")):
        raise TalkError(no_such_channel() if head.startswith("#") else told.no_such_person())
    return await not_known(request, store)


def asked(text: str, request: Request) -> Period | None:
    """Return the quarter that the words name, the one under way where there are none; None where they are something else."""
    if not text.strip():
        return period_of("quarter", request.today)
    found = read_quarter(text, request.today)
    if found and found.first > request.today:
        raise TalkError(told.yet_to_come(found))
    return found


def unread() -> Period:
    """Raise TalkError: what follows is no quarter."""
    raise TalkError(told.no_such_quarter())


async def named_by(request: Request, store: Store, word: str) -> Scope | None:
    """Return whose score a line's first word asks for, None where it is another word: `mine`, `all`, an owner, a customer's channel."""
    if fold(word) in {"all", "mine"}:
        return Scope(owner=None if fold(word) == "all" else request.user)
    if word in request.people:
        return Scope(owner=request.people[word])
    return Scope(await of_channel(request, store, request.channels[word])) if word in request.channels else None


async def shown(request: Request, store: Store, scope: Scope, period: Period) -> Outcome:
    """Show a score to the person alone, with a button to share it where others are."""
    found = await of_somebody(request, store, scope, period)
    if isinstance(found, Outcome):
        return found
    others = bool(request.channel) and not (request.channel or "").startswith("D")
    return Outcome(request.answer(told.score_shown(await score_of(store, found), request.user, shareable=others)))


async def of_somebody(request: Request, store: Store, scope: Scope, period: Period) -> Asked | Outcome:
    """Return what is asked for, or the answer that it is about no customer, or about none that was there in that quarter."""
    found = await asked_for(store, request.workspace, scope, term_of(request, period))
    if not found.customers:
        return Outcome(request.answer(told.nobody(scope, request.user)))
    if not found.counted:
        first_on = min(customer.added_on for customer in found.customers)
        return Outcome(request.answer(told.too_early(scope, request.user, period, first_on)))
    return found


async def again(request: Request, store: Store) -> Outcome:
    """Show the score that a button stands for."""
    place, *_ = await place_at(request, store, request.value)
    return await shown(request, store, place.scope, place.period)


async def listed(request: Request, store: Store) -> Outcome:
    """Show what a figure counts."""
    return Outcome(request.answer(await page_at(request, store, request.value)))


async def trend(request: Request, store: Store) -> Outcome:
    """Show how a score went over the last quarters."""
    place, *_ = await place_at(request, store, request.value)
    found = await of_somebody(request, store, place.scope, place.period)
    if isinstance(found, Outcome):
        return found
    return Outcome(request.answer(trend_shown(await trend_of(store, found), place, request.user, running=found.term.running)))


async def share(request: Request, store: Store) -> Outcome:
    """Share a score in the channel where it was asked for, as it stands now."""
    place, *_ = await place_at(request, store, request.value)
    found = await of_somebody(request, store, place.scope, place.period)
    if isinstance(found, Outcome):
        return found
    settings = await store.settings(request.workspace)
    message = told.score_shared(await score_of(store, found), request.user)
    return Outcome(Share(message, trusted=settings.allows(request.channel or "")))


VERBS = {"score": score}
ACTIONS = {told.SHOW: again, told.LIST: listed, told.TREND: trend, told.SHARE: share}
