"""Whether a relationship dries up although one still talks (step 10: "you must consciously take action when it dries up"), and by what.

Records in, signs out, so that it is the same for one customer and for all of a portfolio. Being quiet is something else, see
`model.nudge.Relationship`: where nobody talks any more, no sign is given here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from model.attendance import people_in
from model.belief import Belief
from model.cadence import add_months, is_quiet
from model.commitment import A_WEEK, Commitment
from model.customer import Customer
from model.happened import days
from model.idea import Idea
from model.improvement import Improvement
from model.talk import Talk

News = Belief | Idea | Improvement
Kind = Literal["operations", "one person", "nothing new", "promises"]
TWO_QUARTERS, A_QUARTER = 6, 3
A_PATTERN = 3
ONE_DAY = timedelta(days=1)
A_WHILE = timedelta(weeks=4)


class Sign(msgspec.Struct, frozen=True):
    """One sign that a relationship dries up: `count` of something since the day `since`.

    `operations`: so many talks, all operational. `one person`: so many talks, all with the one that `who` names as it was written, or
    all noted by `user` (a Slack user id) without naming anybody. `nothing new`: so many talks in which nothing was learned or
    proposed. `promises`: so many of ours are overdue, the oldest since then; `user` is whose they are, where they are one person's.
    Private talks count, and who took part in them, or promised something in them, is not given.
    """

    kind: Kind
    since: date
    count: int
    who: str = ""
    user: str | None = None


def signs(
    customer: Customer,
    talks: Iterable[Talk],
    news: Iterable[News],
    promises: Iterable[Commitment],
    today: date,
) -> list[Sign]:
    """Return the signs that a relationship dries up on a day, in the order of `Kind`; none where it is well, new or silent.

    All records are this customer's, in any order, private ones too. What happened in the two quarters that end today decides (see
    `looked_from`) with the promises that are due, and whatever else is given changes nothing: so they may be what `Store.happened` and
    `Store.promised` return for that time.

    A relationship is new for a quarter from the day its customer was added. It is silent once the last talk, of whatever purpose, is
    longer ago than its cadence. Otherwise it has the sign

    - `operations`, where it is two quarters old, and all talks of these two quarters are operational, three at least;
    - `one person`, where all talks of the two quarters have the same one person, and are three at least: who took part in a talk is whom
      its participants name, or who noted it where they name nobody. Where none of them names anybody, that is a sign only if there is a
      deputy, who could have talked too: an owner who notes alone is how it should be;
    - `nothing new`, where one has talked on three days at least since anything was learned or proposed, for the first time four weeks ago
      or more. A belief is learned on the day it is noted, confirmed or corrected, an idea proposed when it is noted or decided about,
      an improvement when it begins and when it moves;
    - `promises`, where promises of ours are overdue by more than a week: until then they are asked about.
    """
    first = looked_from(today)
    lately = sorted((talk for talk in talks if first <= talk.held_on <= today), key=lambda talk: (talk.held_on, talk.recorded_at))
    if not lately or add_months(customer.added_on, A_QUARTER) > today or is_quiet(customer.cadence.after(lately[-1].held_on), today):
        return []
    found = (
        only_operations(lately) if customer.added_on <= first else None,
        only_one_person(lately, customer.deputy),
        nothing_new(lately, gains(news, today), today),
        promises_overdue(promises, lately, today),
    )
    return [sign for sign in found if sign]


def looked_from(today: date) -> date:
    """Return the first day of the two quarters that end on a day; of moments, which have UTC days, the day before counts too."""
    return add_months(today, -TWO_QUARTERS)


def only_operations(talks: Sequence[Talk]) -> Sign | None:
    """Return the sign that all talks, the oldest first, are operational."""
    if len(talks) < A_PATTERN or any(talk.counts for talk in talks):
        return None
    return Sign("operations", talks[0].held_on, len(talks))


def only_one_person(talks: Sequence[Talk], deputy: str | None) -> Sign | None:
    """Return the sign that all talks, the oldest first, have one and the same person; private ones don't tell who that is."""
    if not (deputy or any(people_in(talk.participants) for talk in talks)):
        return None
    if len(talks) < A_PATTERN or len({person for talk in talks for person in people_of(talk)}) > 1:
        return None
    told = next((talk for talk in reversed(talks) if talk.visibility == "team"), None)
    named = next(iter(people_in(talks[-1].participants).values()), "")
    if named:
        return Sign("one person", talks[0].held_on, len(talks), "" if any(map(private, talks)) else named)
    return Sign("one person", talks[0].held_on, len(talks), user=told.author if told else None)


def private(talk: Talk) -> bool:
    """Whether not everybody may know who took part in a talk."""
    return talk.visibility == "private"


def people_of(talk: Talk) -> set[tuple[str, str]]:
    """Return who took part in a talk, each told from the others by the pair of where they are named and how."""
    return {("participants", folded) for folded in people_in(talk.participants)} or {("author", talk.author)}


def gains(news: Iterable[News], today: date) -> list[date]:
    """Return the days on which something was learned or proposed by this day."""
    return [day for one in news for day in gained_on(one, today)]


def gained_on(one: News, today: date) -> list[date]:
    """Return the days on which one thing was learned, or proposed, by this day.

    What only stands in a customer's details nobody learned. Moments of ideas and improvements are on their UTC day: anywhere, that is the
    talk's day or next to it, and the later one counts.
    """
    if isinstance(one, Belief):
        return [day for day in days(one) if day <= today] if one.author or one.confirmed_on else []
    proposed = days(one) if isinstance(one, Idea) else [one.begun_at.date(), *(step.on for step in one.steps)]
    return [day + ONE_DAY for day in proposed if day <= today + ONE_DAY]


def nothing_new(talks: Sequence[Talk], gained: Iterable[date], today: date) -> Sign | None:
    """Return the sign that nothing was learned or proposed in the last talks; talks are given the oldest first."""
    last = max(gained, default=date.min)
    since = [talk.held_on for talk in talks if talk.held_on > last]
    if len(set(since)) < A_PATTERN or since[0] > today - A_WHILE:
        return None
    return Sign("nothing new", since[0], len(since))


def promises_overdue(promises: Iterable[Commitment], talks: Iterable[Talk], today: date) -> Sign | None:
    """Return the sign that promises of ours are overdue by more than a week; whose they are only where no private talk can have said it."""
    late = [promise for promise in promises if promise.side == "us" and promise.overdue(today - A_WEEK)]
    if not late:
        return None
    open_to_all = {None, *(talk.id for talk in talks if not private(talk))}
    people = {promise.person if promise.talk in open_to_all else None for promise in late}
    oldest = min(promise.due_on for promise in late if promise.due_on)
    return Sign("promises", oldest, len(late), user=people.pop() if len(people) == 1 else None)
