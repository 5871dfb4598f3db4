"""Beliefs: the line and its buttons, what was saved, confirmed, corrected, asked; and what is asked before that."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import KEY, OLIVIA, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.learned import LINK, LONG_AGO, belief, much
from messages import beliefs
from messages import believed as told
from messages.blocks import said
from model.knowledge import unstored

THEN = "4 of 7 topics known, 2 confirmed. Worth asking next: “What is changing in your industry these days?”"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about beliefs."""
    yield from saved(cast)
    yield from decided(cast)
    yield from twice(cast)
    northside, one = cast.northside, belief(cast, cast.northside)
    yield exhibit(
        "redrawn in a DM", beliefs.redrawn_in, said("Before the talk:", *beliefs.belief_blocks(one, TODAY, "post:1")), one, TODAY, "post:1"
    )
    draft = cast.draft("Patients move their appointments online by spring", "learn")
    yield exhibit("no topic", told.which_topic, draft, northside, "")
    yield exhibit("an unknown topic", told.which_topic, draft, northside, cast.said("forecast"))
    yield exhibit("no position in it", told.which_position, cast.draft("position: they are slow", "learn"), northside)
    yield mendable("taken back meanwhile", "", beliefs.gone)
    yield mendable("changed meanwhile, so it can't move", "", beliefs.built_upon)
    yield mendable("longer than a belief can be", cast.said("learn Northside plans: …"), beliefs.too_long, 3400, 3000)


def saved(cast: Cast) -> Iterator[Exhibit]:
    """Return what is said when something was learned."""
    northside = cast.northside
    yield exhibit("saved", told.belief_saved, belief(cast, northside, source=LINK), northside, KEY, THEN)
    normal = belief(cast, northside, "Patients check in on a tablet", "normal")
    yield exhibit("saved, true of the whole industry perhaps", told.belief_saved, normal, northside, KEY, THEN)
    mirror = unstored(northside, "position", "Follower").restated("Laggard: they still fax", TODAY, OLIVIA)
    yield exhibit("a position", told.belief_saved, mirror, northside, KEY, THEN)
    yield exhibit("asks about whom it is", told.which_customer, belief(cast, northside), northside, KEY)
    yield exhibit("known already", told.already_believed, belief(cast, northside, learned_on=LONG_AGO), northside, TODAY, "")


def decided(cast: Cast) -> Iterator[Exhibit]:
    """Return what is said when something was decided about a belief."""
    northside, one = cast.northside, belief(cast, cast.northside)
    corrected = one.corrected(cast.said("By autumn, not by spring")[:3000], TODAY, OLIVIA)
    yield exhibit("confirmed", told.belief_confirmed, one.confirmed(TODAY, OLIVIA), KEY)
    yield exhibit("corrected", told.belief_corrected, corrected, KEY)
    yield exhibit("reworded", told.belief_reworded, one.restated(cast.said("Most patients, by spring")[:3000], TODAY, OLIVIA), KEY)
    yield exhibit("corrected with the same words", told.nothing_different, one.confirmed(TODAY, OLIVIA), KEY)
    yield exhibit("outdated", told.belief_outdated, one.outdated(), KEY)
    yield exhibit("to be asked", told.belief_asked, one.asked(OLIVIA), northside, KEY)
    laggard = much(cast).customer
    yield exhibit("the position set", told.position_set, unstored(laggard, "position", "laggard"), laggard, KEY)


def twice(cast: Cast) -> Iterator[Exhibit]:
    """Return what the second click hears."""
    one = belief(cast, cast.northside)
    yield exhibit("confirmed before", told.confirmed_already, one.confirmed(TODAY, OLIVIA), TODAY)
    yield exhibit("asked before", told.asked_already, one.asked(OLIVIA))
    yield exhibit("outdated before", told.outdated_already, one.outdated())
    yield exhibit("the position set before", told.position_already, much(cast).customer)
