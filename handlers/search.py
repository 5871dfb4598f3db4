"""Searching: what a line asks for, a page of what is found, and what to leave out where nothing is."""

from __future__ import annotations

import re
from datetime import date, datetime

import msgspec

from handlers.matching import find as customer_in
from handlers.request import Request
from messages import search as told
from messages.search import MAX_TERMS, MAX_TYPED, MORE, ONLY, PAGE, Asked, Hit, Instead
from model.answer import Message
from model.change import Outcome
from model.customer import Customer
from model.errors import TalkError
from model.filters import read_filters
from model.search import Moment, Query, Searched, matched, moment, read_terms, too_short
from storage import Store

COUNTED = 100
OFFERED = 4
NAMED = re.compile(r"(?<!\S)customer:\s*", re.IGNORECASE)


class Turned(msgspec.Struct, frozen=True, array_like=True):
    """A page as a button carries it: what was asked for, and after which record it goes on."""

    query: Query
    after: tuple[date, datetime, str] | None = None


async def find(request: Request, store: Store) -> Outcome:
    """Search what was said, learned, proposed, promised and improved: all of the words, or their beginnings.

    /talk find portal training
    /talk find Northside Hospital "approved the budget" last month
    /talk find parking by:me since 3 Nov
    """
    if not request.text.strip():
        return Outcome(request.answer(told.what_to_find()))
    if len(request.text) > MAX_TYPED:
        raise TalkError(told.too_long(len(request.text)))
    return Outcome(request.answer(await page(request, store, await asked(request, store), None)))


async def asked(request: Request, store: Store) -> Query:
    """Return what the line asks for; raise TalkError where that says too little, too much, or names who is not known."""
    customer, line = await of_customer(request, store, request.text)
    order = (await store.settings(request.workspace)).date_order
    filters = read_filters(line, request.people, request.user, request.today, order)
    if filters.nobody:
        raise TalkError(told.nobody_called(filters.nobody))
    if customer is None:
        customer, line = await leading(request, store, filters.rest)
    else:
        line = filters.rest
    query = Query(read_terms(line), customer.id if customer else None, filters.by, filters.first, filters.last)
    return checked(query)


def checked(query: Query) -> Query:
    """Return the query if it can be asked; raise TalkError with what is wrong if not."""
    if len(query.terms) > MAX_TERMS:
        raise TalkError(told.too_many(len(query.terms)))
    if not query.terms and not query.filtered:
        raise TalkError(told.no_words())
    if query.terms and not query.filtered and too_short(query.terms):
        raise TalkError(told.too_short())
    return query


async def of_customer(request: Request, store: Store, line: str) -> tuple[Customer | None, str]:
    """Return the customer behind `customer:`, and the line without it; raise TalkError where there is none of that name."""
    found = NAMED.search(line)
    if found is None:
        return None, line
    customer, rest = await leading(request, store, line[found.end() :])
    if customer is None:
        raise TalkError(told.no_such_customer(line[found.end() :]))
    return customer, f"{line[: found.start()]} {rest}"


async def leading(request: Request, store: Store, line: str) -> tuple[Customer | None, str]:
    """Return the customer with whose name the line begins, and the rest; a channel's customer is not meant by words."""
    found = await customer_in(request, store, line)
    return (found.customer, found.rest) if found and found.named else (None, line)


async def more(request: Request, store: Store) -> Outcome:
    """Show the next page of what was found."""
    turned = msgspec.json.decode(request.value, type=Turned)
    return Outcome(request.answer(await page(request, store, turned.query, turned.after)))


async def page(request: Request, store: Store, query: Query, after: Moment | None) -> Message:
    """Return a page of what answers the query, or what to leave out of it where nothing does."""
    found = await store.find(request.workspace, request.user, query, PAGE + 1, before=after)
    shown = await described(request, store, query)
    if not found and after is None:
        return told.nothing_found(shown, request.typed, await instead(request, store, query), request.today)
    if not found:
        return told.no_more(shown, request.today)
    hits = [await hit(request, store, record, query) for record in found[:PAGE]]
    following = carried(Turned(query, moment(found[PAGE - 1]))) if len(found) > PAGE else ""
    return told.found(shown, hits, request.today, following, further=after is not None)


async def described(request: Request, store: Store, query: Query) -> Asked:
    """Return what was asked for as it is told."""
    customer = await store.get(request.workspace, Customer, query.customer) if query.customer else None
    return Asked(query, customer.name if customer else "")


async def hit(request: Request, store: Store, record: Searched, query: Query) -> Hit:
    """Return a record that was found with what its lines need."""
    customer = await store.get(request.workspace, Customer, record.customer)
    return Hit(record, customer.name if customer else "", matched(record, query.terms), moment(record)[0])


async def instead(request: Request, store: Store, query: Query) -> list[Instead]:
    """Return what would be found with less: with the words alone, then with each of them."""
    tries = [query.everywhere] if query.filtered and query.terms else []
    tries += [query.only(term) for term in query.terms] if len(query.terms) > 1 else []
    offers: list[Instead] = []
    for one in tries:
        found = await store.find(request.workspace, request.user, one, COUNTED)
        if found and len(offers) < OFFERED:
            offers.append(Instead(one, len(found), carried(Turned(one)), everywhere=query.filtered and one == query.everywhere))
    return offers


def carried(turned: Turned) -> str:
    """Return a page as its button carries it."""
    return msgspec.json.encode(turned).decode()


VERBS = {"find": find}
ACTIONS = {MORE: more, ONLY: more}
