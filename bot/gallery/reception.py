"""How ideas are received: what the customer said, merging, and what whoever brought an idea hears."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bot.gallery.cast import DAN, KEY, NOW, OLIVIA, SAM, SOFIA, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.idea_lists import NIGHTS
from bot.gallery.nudges import one
from messages import reception as told
from messages.daily import fitting
from messages.nudges import nudge_dm
from model.change import Write
from model.idea import IdeaState


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about how ideas are received."""
    northside, idea = cast.northside, cast.idea(cast.northside)
    noted = msgspec.structs.replace(idea, reaction=cast.said(NIGHTS), origin="customer", votes=(OLIVIA, SAM, SOFIA))
    yield exhibit("what they said, nothing yet", told.received_form, idea, northside, "1")
    yield exhibit("what they said, noted before", told.received_form, noted, northside, "1").refused(reaction=told.changed_meanwhile)
    yield exhibit("what they said is saved", told.received, noted, northside, KEY)
    yield exhibit("only the origin is saved", told.received, idea, northside, KEY)
    block = f"{told.MERGE_PICKER}:{idea.id}"
    yield exhibit("into which idea", told.merge_form, idea, northside, "1")
    yield exhibit("into none", told.merge_form, idea, northside, "1").refused(**{block: told.no_choice})
    yield exhibit("into one that is gone", told.merge_form, idea, northside, "1").refused(**{block: told.not_that_one})
    yield exhibit("merged", told.merged, noted, northside, KEY)
    yield exhibit("merged, and nobody voted", told.merged, idea, northside, KEY)
    yield mendable("merged before", "", told.merged_already, idea.text)
    fates: tuple[IdeaState, ...] = ("adopted", "not now", "declined", "discussed", "merged", "new")
    ideas = (noted, idea, idea, noted, idea, idea)
    decided = [idea.decided(fate, TODAY, NOW, DAN, northside) for idea, fate in zip(ideas, fates, strict=True)]
    words = [told.what_became(idea, northside, Write(before=idea)) for idea in decided]
    yield exhibit("what became of ideas, in the message of the day", nudge_dm, [], SAM, TODAY, words)
    yield exhibit("what became of one idea", nudge_dm, [], SAM, TODAY, words[:1])
    quiet = [one(cast, customer, days_ago=100 + n) for n, customer in enumerate(cast.many(30))]
    yield exhibit("thirty relationships, and what became of ideas", nudge_dm, quiet, OLIVIA, TODAY, fitting(words * 9))
    yield exhibit("one relationship, and what became of an idea", nudge_dm, quiet[:1], OLIVIA, TODAY, words[:1])
