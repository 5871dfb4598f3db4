"""The App Home: who is new, who has nothing to do, who has everything, who looks after all; and what its buttons say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.gallery.cast import ADA, DAN, KEY, NOW, OLIVIA, SOFIA, THURSDAY, TODAY, YESTERDAY, Cast, Exhibit, exhibit, standing
from bot.gallery.commitments import promise
from bot.gallery.customers import no_cadence
from bot.gallery.drying import every_sign
from bot.gallery.improvements import doing
from bot.gallery.learned import belief
from messages import home as told
from messages import trouble
from messages.drying import Drying
from messages.home_parts import Page, Portfolio
from messages.matching import name_too_long
from model.nudge import Relationship

SAID_AT = NOW.astimezone(ZoneInfo("Europe/Berlin"))


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return Homes of several people, and what is said over one."""
    new, northside = standing(cast.customer("Riverbank", added_on=TODAY), None), cast.northside
    talked, booked = standing(northside), standing(cast.customer("Northside Hospital", booked_on=THURSDAY), 30)
    yield exhibit("somebody new", told.home, Page(OLIVIA, TODAY))
    yield exhibit("a first customer, and no talk yet", told.home, Page(OLIVIA, TODAY, [new]))
    yield exhibit("nothing waits", told.home, Page(OLIVIA, TODAY, [talked]))
    yield exhibit("nothing waits but the next talk", told.home, Page(OLIVIA, TODAY, [booked], to_confirm=[belief(cast, northside)]))
    yield exhibit("a bit of everything", told.home, Page(OLIVIA, TODAY, **much(cast)))
    yield exhibit("fifty customers, and all of it", told.home, Page(OLIVIA, TODAY, **everything(cast), admin=True))
    quiet = [standing(one, 100 + n) for n, one in enumerate(cast.many(2))]
    yield exhibit("a sponsor", told.home, Page(SOFIA, TODAY, portfolio=Portfolio(12, 2, 1, quiet, sponsored=True)))
    yield exhibit("an admin, and nobody is quiet", told.home, Page(ADA, TODAY, portfolio=Portfolio(1200, 0), admin=True))
    for why in ("guest", "unknown"):
        yield exhibit(f"closed: {why}", told.closed, trouble.refused(why, ""))
    yield exhibit("somebody was faster", told.talked_already, cast.talk(northside), northside, SAID_AT, TODAY)
    yield exhibit("booked meanwhile", told.booked_already, booked.customer, TODAY)
    yield exhibit("it fell through", told.fell_through, northside, THURSDAY, TODAY, KEY)
    yield exhibit("it fell through, and is quiet", told.fell_through, northside, YESTERDAY, TODAY, KEY)
    yield exhibit("answered meanwhile", told.not_booked, northside)
    yield exhibit("a new customer", told.add_form).refused(name=partial(told.there_already, northside), cadence=no_cadence)
    yield exhibit("a name that is too long", told.add_form).refused(name=name_too_long)
    yield exhibit("saved", told.added, northside, KEY)


def much(cast: Cast) -> Mapping[str, Any]:
    """Return one or two of everything."""
    northside, riverbank, accounting = cast.northside, cast.riverbank, cast.accounting
    booked, passed = cast.customer("Personnel", booked_on=THURSDAY), cast.customer("Harbour Clinic", booked_on=YESTERDAY)
    mine = [standing(riverbank, 113), standing(passed, 92), standing(northside, 80), standing(booked, 40), standing(accounting, 9)]
    return {
        "mine": mine,
        "names": {one.customer.id: one.customer.name for one in mine},
        "promises": [promise(cast, northside, due_on=YESTERDAY), promise(cast, riverbank, "Ask Facilities about the sockets")],
        "checks": [doing(cast, northside, check_on=YESTERDAY)],
        "to_confirm": [belief(cast, booked.changed(), topic="business"), belief(cast, booked)],
        "ideas": [cast.idea(northside)],
        "drying": [Drying(accounting, every_sign(cast)[:1])],
    }


def everything(cast: Cast) -> Mapping[str, Any]:
    """Return more of everything than a Home shows."""
    customers = cast.many(50)
    days = [THURSDAY, YESTERDAY, None, None, None]
    mine = [standing(one.changed(booked_on=days[n % 5]), (120, 100, 80, 10, 110)[n % 5]) for n, one in enumerate(customers)]
    late = TODAY - timedelta(days=3)
    portfolio = Portfolio(1200, 310, 25, [*map(owned, mine[:3])])
    return {
        "mine": mine,
        "names": {one.id: one.name for one in customers},
        "promises": [promise(cast, one, due_on=late) for one in customers[:9]],
        "checks": [doing(cast, one, number=n, check_on=late) for n, one in enumerate(customers[:9])],
        "to_confirm": [belief(cast, one) for one in customers[:9]],
        "ideas": [cast.idea(one) for one in customers[:9]],
        "drying": [Drying(one, every_sign(cast)) for one in customers[:9]],
        "portfolio": portfolio,
    }


def owned(one: Relationship) -> Relationship:
    """Return a relationship as Dan's."""
    return Relationship(one.customer.changed(owner=DAN), one.last_on, one.due_on)
