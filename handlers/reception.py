"""How ideas are received: votes, what was decided and who is told of it, what the customer said, and ideas that go into others.

What was clicked in a list is shown by that list, drawn anew; a form that was opened from one draws it anew by the click's response_url.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.idea_lists import listed, place_of, returned
from handlers.matching import known, there
from handlers.request import Request
from handlers.roster import Roster
from handlers.surfaces import mark
from messages import idea_lists, ideas
from messages import reception as told
from messages.daily import Word
from messages.idea_lists import Done, Place
from messages.talks import as_view
from model.answer import Open, Options, Refuse, Update
from model.change import Edit, Outcome, Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.idea import Idea, IdeaState, merged
from storage import Store

OFFERED = 50


class Clicked(msgspec.Struct, frozen=True):
    """An idea that was clicked in a list, with its customer; of one that was merged, the idea that stands for it."""

    idea: Idea
    customer: Customer
    place: Place
    merged: bool


async def clicked(request: Request, store: Store) -> Clicked:
    """Return what was clicked; raise TalkError where it is gone."""
    idea_id, _, place = request.block.partition("|")
    idea = await the_idea(request, store, idea_id)
    standing = idea
    while standing.into:
        standing = await the_idea(request, store, standing.into)
    return Clicked(standing, await known(request, store, standing.customer), place_of(place), standing is not idea)


async def the_idea(request: Request, store: Store, idea_id: str) -> Idea:
    """Return the idea of that id; raise TalkError where it was taken back."""
    return await there(request, store, Idea, idea_id, ideas.gone)


async def drawn(
    request: Request, store: Store, click: Clicked, sentence: str = "", writes: tuple[Write, ...] = (), key: str = ""
) -> Outcome:
    """Return a list as it is after a click, with a sentence below the idea where there is something to say."""
    done = Done(click.idea.id, sentence, key) if sentence else None
    changed = [write.after for write in writes if isinstance(write.after, Idea)]
    return Outcome(request.answer(await listed(request, store, click.place, done, changed)), writes)


async def vote(request: Request, store: Store) -> Outcome:
    """Give an idea one's vote, or take it back: the button says which; a second click on either changes nothing."""
    click = await clicked(request, store)
    after = click.idea.wanted_by(request.user) if request.value == "yes" else click.idea.unwanted_by(request.user)
    sentence = told.went_into() if click.merged else ""
    return await drawn(request, store, click, sentence, () if after is click.idea else (Write(after=after, before=click.idea),))


async def chosen(request: Request, store: Store) -> Outcome:
    """Do what was chosen in an idea's menu."""
    click = await clicked(request, store)
    if click.merged:
        return await drawn(request, store, click, told.went_into())
    if request.value == idea_lists.MERGE:
        return Outcome(Open(told.merge_form(click.idea, click.customer, carried(request, click))))
    return await decide(request, store, click, request.value)  # type: ignore[arg-type]  # our own menu's


async def decide(request: Request, store: Store, click: Clicked, state: IdeaState) -> Outcome:
    """Let an idea be in this state, unless it is already: then say since when, and by whom."""
    idea = click.idea
    if idea.state == state and not await returned(request, store, idea, click.customer):
        at = request.person.local(idea.decided_at) if idea.decided_at else None
        return await drawn(request, store, click, told.already(idea, at, request.today))
    after = idea.decided(state, request.today, request.at, request.user, click.customer)
    sentence = told.decided(after, click.customer, request.today)
    return await drawn(request, store, click, sentence, (Write(after=after, before=idea),), request.key)


async def ask_reaction(request: Request, store: Store) -> Outcome:
    """Open the form for what the customer said to an idea."""
    click = await clicked(request, store)
    return Outcome(Open(told.received_form(click.idea, click.customer, carried(request, click))))


def carried(request: Request, click: Clicked) -> str:
    """Return what a form about an idea carries: the idea, what was noted of it, the list it was opened from and how to redraw that."""
    return f"{click.idea.id}|{idea_mark(click.idea)}|{click.place}|{request.response_url or ''}"


def idea_mark(idea: Idea) -> str:
    """Return what stands for all that a form changes of an idea: votes may come and go while it is open."""
    return mark(idea.origin, idea.reaction)


async def redrawn(request: Request, store: Store, changed: Sequence[Idea]) -> tuple[Edit, ...]:
    """Return how the list in which a form was opened is drawn anew."""
    _, _, customer, start, url = request.carried.split("|", 4)
    if not url:
        return ()
    return (Edit("", "", await listed(request, store, Place(customer, int(start)), changed=changed), url),)


async def received(request: Request, store: Store) -> Outcome:
    """Save what the customer said to an idea, and where it came from; what is new was discussed then."""
    idea_id, noted = request.carried.split("|", 2)[:2]
    idea = await the_idea(request, store, idea_id)
    if noted != idea_mark(idea):
        return Outcome(Refuse({"reaction": told.changed_meanwhile()}))
    customer = await known(request, store, idea.customer)
    reaction, origin = request.fields.get("reaction", ""), request.fields["origin"]
    after = msgspec.structs.replace(idea, reaction=reaction, origin=origin)
    if reaction.strip() and idea.state == "new":
        after = after.decided("discussed", request.today, request.at, request.user, customer)
    else:
        after = after.changed()
    saved = Update(as_view(told.received(after, customer, request.key)))
    return Outcome(saved, (Write(after=after, before=idea),), await redrawn(request, store, [after]))


async def merge(request: Request, store: Store) -> Outcome:
    """Let one idea go into another for the same customer; the votes of both count, a person's once."""
    idea = await the_idea(request, store, request.carried.partition("|")[0])
    if idea.into:
        raise TalkError(told.merged_already((await the_idea(request, store, idea.into)).text))
    block = f"{told.MERGE_PICKER}:{idea.id}"
    target = await store.get(request.workspace, Idea, request.fields.get(block, ""))
    if target is None or target.into or target.id == idea.id or target.customer != idea.customer:
        return Outcome(Refuse({block: told.not_that_one() if request.fields.get(block) else told.no_choice()}))
    customer = await known(request, store, idea.customer)
    gone = msgspec.structs.replace(idea.decided("merged", request.today, request.at, request.user, customer), into=target.id)
    into = merged(idea, target)
    saved = Update(as_view(told.merged(into, customer, request.key)))
    writes = (Write(after=gone, before=idea), Write(after=into, before=target))
    return Outcome(saved, writes, await redrawn(request, store, [gone, into]))


async def choices(request: Request, store: Store) -> Outcome:
    """Offer the other ideas for a customer in a searching select: those in which each typed word begins a word, newest first."""
    idea = await store.get(request.workspace, Idea, request.block.partition(":")[2])
    others = await store.ideas(request.workspace, idea.customer) if idea else []
    typed = fold(request.text).split()
    found = [one for one in others if idea and one.id != idea.id and not one.into and begins(typed, fold(one.text).split())]
    return Outcome(Options(told.idea_options(found[:OFFERED])))


def begins(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each of the typed words begins one of the words."""
    return all(any(word.startswith(one) for word in words) for one in typed)


async def news(roster: Roster) -> dict[str, list[Word]]:
    """Tell whoever brought an idea what became of it, with their next daily message."""
    words: dict[str, list[Word]] = {}
    for idea in await roster.store.to_tell(roster.gate.team, Idea):
        customer = await roster.store.get(roster.gate.team, Customer, idea.customer)
        if idea.to_hear and customer and await roster.listens(idea.to_hear):
            heard = Write(after=idea.changed(to_hear=None), before=idea)
            words.setdefault(idea.to_hear, []).append(told.what_became(idea, customer, heard))
    return words


ACTIONS = {idea_lists.VOTE: vote, idea_lists.MENU: chosen, idea_lists.SAID: ask_reaction}
FORMS = {told.FORM: received, told.MERGE_FORM: merge}
OPTIONS = {told.MERGE_PICKER: choices}
