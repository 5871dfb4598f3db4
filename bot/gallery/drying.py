"""Who has gone quiet, and with whom one talks while it dries up all the same: in the list, on the card, in the brief."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bot.gallery.briefs import page
from bot.gallery.cast import DAN, OLIVIA, TODAY, Cast, Exhibit, exhibit, standing
from bot.gallery.customers import some
from bot.gallery.learned import nothing
from messages import briefs, cards, drying, quiet
from messages.drying import Drying
from model.drying import Sign
from model.opener import Opener

SINCE = date(2026, 6, 3)
OPERATIONS, NOTHING_NEW = Sign("operations", SINCE, 5), Sign("nothing new", date(2026, 8, 11), 3)
PROMISES, ONE_PROMISE = Sign("promises", date(2026, 11, 2), 2, user=OLIVIA), Sign("promises", date(2026, 11, 2), 1)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return all signs, in all lists."""
    signs = every_sign(cast)
    few = [one for one in some(cast) if one.quiet(TODAY) or one.close(TODAY)]
    several = [Drying(customer, (sign,)) for customer, sign in zip(cast.many(len(signs)), signs, strict=True)]
    hundred = [Drying(customer, signs) for customer in cast.many(100)]
    also = Drying(cast.riverbank, (OPERATIONS, PROMISES))
    yield exhibit("nobody of one's own", quiet.gone_quiet, [], [], "mine", TODAY)
    yield exhibit("nobody at all", quiet.gone_quiet, [], [], "all", TODAY)
    yield exhibit("three of one's own", quiet.gone_quiet, few, [], "mine", TODAY)
    yield exhibit("three of one's own, and two that dry up", quiet.gone_quiet, few, [also, *several[:2]], "mine", TODAY)
    yield exhibit("nobody, but two dry up", quiet.gone_quiet, [], several[2:4], "mine", TODAY)
    yield exhibit("one that is close to it", quiet.gone_quiet, [standing(cast.northside, 80)], [], "mine", TODAY)
    quiets = [standing(one, 120 - n) for n, one in enumerate(cast.many(100))]
    yield exhibit("a hundred", quiet.gone_quiet, quiets, [], "all", TODAY)
    yield exhibit("a hundred, the last page", quiet.gone_quiet, quiets, [], "all", TODAY, 90)
    yield exhibit("a hundred that dry up", quiet.gone_quiet, [], hundred, "all", TODAY)
    yield exhibit("all signs there are", drying.drying_listed, several, "all", TODAY)
    yield exhibit("one of one's own", drying.drying_listed, several[:1], "mine", TODAY)
    yield exhibit("none any more", drying.drying_listed, [], "mine", TODAY)
    yield exhibit("a hundred", drying.drying_listed, hundred, "all", TODAY, 15)
    learned = cards.Learned(nothing(cast), Opener(), signs[:1] + signs[3:5])
    yield exhibit("it dries up", cards.card, standing(cast.northside), [], [], OLIVIA, TODAY, learned=learned)
    yield exhibit("it dries up", briefs.brief, msgspec.structs.replace(page(cast), signs=(OPERATIONS, PROMISES)), OLIVIA, TODAY)


def every_sign(cast: Cast) -> tuple[Sign, ...]:
    """Return every sign there is, in every wording."""
    one = Sign("one person", SINCE, 4, who=cast.said("Dana Whitfield"))
    return (OPERATIONS, one, Sign("one person", SINCE, 4, user=DAN), Sign("one person", SINCE, 3), NOTHING_NEW, PROMISES, ONE_PROMISE)
