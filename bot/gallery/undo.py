"""Changes taken back, and those that can't be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.gallery import brainstorms
from bot.gallery.cast import GENERAL, NOW, OLIVIA, TEAM, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.commitments import promise
from bot.gallery.improvements import DANS, begun, doing, done, ended, measured, planned
from bot.gallery.maturity import seen_by_both
from bot.gallery.nudges import one
from messages import undo as told
from messages.undo import Subject
from model.answer import Message
from model.pdca import back
from model.post import Post
from model.settings import defaults

WHY = "The Tuesday clinic was left out"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about taking changes back."""
    northside = cast.northside
    name, talk = northside.name, cast.talk(northside)
    subjects = {
        "a talk": Subject(talk, name, made=True),
        "an idea": Subject(cast.idea(northside), name, made=True),
        "moving a talk": Subject(talk, name, made=False),
        "counting a talk": Subject(talk, name, made=False, before=talk.changed(purpose="operational")),
        "a talk taken back": Subject(talk, name, made=False, before=talk),
        **ideas(cast),
        **improvements(cast),
        "ticking off a promise": Subject(
            promise(cast, northside).done(TODAY, NOW, OLIVIA), name, made=False, before=promise(cast, northside)
        ),
        "another day for a promise": Subject(promise(cast, northside), name, made=False, before=promise(cast, northside)),
        "a customer": Subject(northside, name, made=True),
        "a customer and its first talk": Subject(talk, name, made=True, with_customer=True),
        "an edited customer": Subject(northside, name, made=False),
        "a rating": Subject(seen_by_both(cast), name, made=False, before=northside),
        "an answer to a reminder": Subject(one(cast).nudge, name, made=False),
        "the settings": Subject(defaults(TEAM), name, made=False),
    }
    for what, subject in subjects.items():
        yield exhibit(what, told.taken_back, subject)
    yield mendable("something newer builds on it", "undo", told.built_upon, subjects["a talk"])
    yield mendable("a customer with a talk and ideas", "undo", told.has_records, name, {"talk": 1, "idea": 3, "belief": 0, "commitment": 2})
    yield mendable("a name that is taken by now", "undo", told.name_taken, subjects["an edited customer"], cast.accounting.name)
    yield mendable("nothing left", "undo", told.nothing_left)
    yield mendable("taken back before", "", told.already_taken_back)
    yield mendable("somebody else's, or an old one", "", told.not_yours)


def ideas(cast: Cast) -> dict[str, Subject]:
    """Return what can be taken back of an idea."""
    northside, idea = cast.northside, cast.idea(cast.northside)
    after = {
        "merging an idea": idea.decided("merged", TODAY, NOW, OLIVIA, northside),
        "what they said to an idea": idea.changed(reaction=cast.said("Later")),
        "a decision about an idea": idea.decided("adopted", TODAY, NOW, OLIVIA, northside),
        "a vote": idea.wanted_by(OLIVIA),
    }
    changed = {title: Subject(one, northside.name, made=False, before=idea) for title, one in after.items()}
    open_one = brainstorms.new(northside, "Why?")
    post = Post(id="1", workspace=TEAM, key="1", to=GENERAL, message=Message("Why?"), not_before=NOW)
    closed = Subject(open_one.changed(closed_at=NOW), northside.name, made=False, before=open_one)
    return {**changed, "a question to the team": Subject(post, northside.name, made=True), "closing a brainstorm": closed}


def improvements(cast: Cast) -> dict[str, Subject]:
    """Return what can be taken back of an improvement."""
    northside = cast.northside
    stages = [planned(cast, northside), doing(cast, northside), done(cast, northside), measured(cast, northside), ended(cast, northside)[0]]
    moves = dict(zip(("starting a cycle", "what was done", "a result", "a verdict"), pairwise(stages), strict=True))
    moves["going back"] = (stages[2], back(stages[2], WHY, DANS))
    moves["a check date"] = (stages[1], stages[1].changed(check_on=TODAY))
    moves["a plan"] = (stages[0], stages[0].changed(kpi=WHY))
    changed = {title: Subject(after, northside.name, made=False, before=before) for title, (before, after) in moves.items()}
    new, (last, opened) = begun(cast, northside), ended(cast, northside)
    return {
        **changed,
        "a verdict and the next cycle": Subject(last, northside.name, made=False, before=stages[3], opened=opened),
        "a new cycle": Subject(new, northside.name, made=True),
        "a new cycle with its plan": Subject(stages[0], northside.name, made=True),
        "a customer and its first cycle": Subject(new, northside.name, made=True, with_customer=True),
    }
