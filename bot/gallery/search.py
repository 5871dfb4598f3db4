"""A search: what is found of every kind, on pages, and what is said where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.gallery.cast import NOW, OLIVIA, SAM, TEAM, TODAY, YESTERDAY, Cast, Exhibit, exhibit, mendable
from messages import search as told
from messages.search import Asked, Hit, Instead
from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.record import id_for
from model.search import Query, Searched, matched, moment, read_terms

WORDS = "appointments online"
PORTAL = "They want a portal for appointments online, and training for the front desk before it opens. "


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says to searches."""
    asked, terms = Asked(Query(read_terms(WORDS))), read_terms(WORDS)
    narrow = Asked(Query(terms, cast.northside.id, OLIVIA, date(2026, 11, 1), date(2026, 11, 30)), cast.northside.name)
    yield exhibit("one of every kind", told.found, asked, hits(cast), TODAY, "")
    yield exhibit("a page of more", told.found, asked, hits(cast), TODAY, "value", further=True)
    yield exhibit("of a customer, by a person, from a time", told.found, narrow, hits(cast)[:1], TODAY, "value")
    yield exhibit(
        "far into a long text", told.found, asked, [hit(cast.northside, cast.talk(cast.northside, notes="x " * 500 + PORTAL))], TODAY, ""
    )
    yield exhibit("nothing, and nothing with less", told.nothing_found, asked, cast.said(WORDS), [], TODAY)
    yield exhibit("nothing, and what would be found with less", told.nothing_found, narrow, cast.said(WORDS), offers(narrow.query), TODAY)
    yield exhibit("gone meanwhile", told.no_more, narrow, TODAY)
    yield exhibit("what can be looked for", told.what_to_find)
    yield mendable("no letter", cast.said("find ?!"), told.no_words)
    yield mendable("one letter", cast.said("find a"), told.too_short)
    yield mendable("too long", cast.said(PORTAL * 6), told.too_long, 564)
    yield mendable("too many words", cast.said(PORTAL), told.too_many, 16)
    yield mendable("somebody by name", cast.said("find portal by:olivia"), told.nobody_called, cast.said("olivia"))
    yield mendable("a customer who is not here", cast.said("find customer:Acme portal"), told.no_such_customer, cast.said("Acme portal"))


def hits(cast: Cast) -> list[Hit]:
    """Return one found record of every kind."""
    northside = cast.northside
    given: dict[str, Any] = {"workspace": TEAM, "customer": northside.id, "author": OLIVIA}
    belief = Belief(
        id=id_for("belief"), topic="plans", statement=cast.said(PORTAL), learned_on=YESTERDAY, learned_at=NOW, state="confirmed", **given
    )
    promise = Commitment(id=id_for("promise"), side="us", person=SAM, what=cast.said(PORTAL), made_at=NOW, **given)
    private = cast.talk(northside, notes=PORTAL, visibility="private", permalink="https://keeptalking.slack.com/archives/C1/p1")
    return [hit(northside, record) for record in (cast.talk(northside), private, belief, cast.idea(northside), promise)]


def hit(customer: Customer, record: Searched) -> Hit:
    """Return a record as it was found."""
    return Hit(record, customer.name, matched(record, read_terms(WORDS)), moment(record)[0])


def offers(query: Query) -> list[Instead]:
    """Return what would be found with less."""
    return [
        Instead(query.everywhere, 3, "value", everywhere=True),
        *(Instead(query.only(term), count, "value") for term, count in zip(query.terms, (4, 100), strict=True)),
    ]
