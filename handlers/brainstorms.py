"""Brainstorms: a question to the team about a customer, whose replies in the thread become ideas, with votes, until it is summed up."""

from __future__ import annotations

from handlers.heads import head_of, ideas_of
from handlers.knowing import knowledge_of
from handlers.matching import find, known, misspelt, not_known
from handlers.request import Request
from handlers.routes import Handler
from messages import brainstorms as told
from messages import heads
from messages.ideas import idea_saved
from messages.matching import no_customer_named
from messages.talks import as_view
from model.answer import Done, Open, Refuse, Replace, Reply, Update
from model.brainstorm import CHEERS, MAX_QUESTION, Beginning, Brainstorm, brainstorm_id, reply_id
from model.change import Outcome, Write
from model.customer import Customer
from model.errors import TalkError
from model.idea import Idea, gone_into
from model.opener import lacking
from model.post import new_post
from model.record import new_id
from model.settings import Settings, defaults, settings_id
from storage import Store

HISTORY = frozenset({"channels:history", "groups:history"})
NOTHING = Outcome(Done())


async def brainstorm(request: Request, store: Store) -> Outcome:
    """Ask your team how IT could help a customer, in a thread whose replies become ideas.

    /talk brainstorm Northside Hospital How might we cut no-shows?
    /talk brainstorm Northside Hospital
    """
    found = await find(request, store, request.text)
    if found is None and not request.text.strip():
        raise TalkError(no_customer_named(request.verb, " How might we cut no-shows?"))
    if found is None or (not found.named and await misspelt(request, store, request.text)):
        return await not_known(request, store)
    question = found.rest.strip()
    if len(question) > MAX_QUESTION:
        raise TalkError(told.too_long(len(question)))
    current = await store.settings(request.workspace)
    if current.brainstorms:
        return await asked(request, store, found.customer, question, current.brainstorms)
    if not current.may_change(request.person):
        raise TalkError(told.no_channel(current.admins))
    return Outcome(Open(told.channel_form(f"{found.customer.id}|{question}")))


async def channel_chosen(request: Request, store: Store) -> Outcome:
    """Keep the channel for everybody, and ask the question there."""
    current = await store.settings(request.workspace)
    if not current.may_change(request.person):
        raise TalkError(told.no_longer_yours())
    channel = request.fields.get("channel")
    if not channel:
        return Outcome(Refuse({"channel": told.no_place()}))
    customer_id, _, question = request.carried.partition("|")
    before = await store.get(request.workspace, Settings, settings_id(request.workspace))
    chosen = Write(after=(before or defaults(request.workspace)).changed(brainstorms=channel), before=before)
    return await asked(request, store, await known(request, store, customer_id), question, channel, chosen)


async def asked(request: Request, store: Store, customer: Customer, question: str, channel: str, *also: Write) -> Outcome:
    """Send the head of the thread on its way; who can read the channel is asked when it is posted."""
    about = await profile_of(store, customer)
    question = question or told.default_question(customer, about.plans)
    key = f"brainstorm:{request.key}"
    message = heads.head(about, question, request.user, hears=request.granted >= HISTORY)
    begins = Beginning(customer.id, question, request.user)
    post = new_post(request.workspace, key, channel, message, request.at, set_by=request.user, begins=begins)
    saved = told.on_its_way(customer, channel, question, request.key)
    answer = Update(as_view(saved)) if request.door == "form" else request.answer(saved)
    return Outcome(answer, (Write(after=post), *also))


async def profile_of(store: Store, customer: Customer) -> heads.Profile:
    """Return what the team is told of a customer: its plans, what it confirmed first, then the newest; and one thing that others do."""
    known = await knowledge_of(store, customer)
    plans = sorted((belief for belief in known.held if belief.topic == "plans"), key=lambda belief: not belief.sure)
    others = lacking(known, await store.ideas(customer.workspace, customer.id))
    return heads.Profile(customer, plans, others[0] if others else None)


async def of_thread(request: Request, store: Store, ts: str | None) -> Brainstorm | None:
    """Return the brainstorm whose head is this message of the request's channel."""
    place = brainstorm_id(request.workspace, request.channel or "", ts or "")
    return await store.get(request.workspace, Brainstorm, place)


async def said(request: Request, store: Store) -> Handler | None:
    """Hear what is said, changed or taken away in a brainstorm's thread."""
    if request.thread in {None, request.ts} or await of_thread(request, store, request.thread) is None:
        return None
    return {"message": reply, "message_changed": edited, "message_deleted": deleted}[request.action]


async def reply(request: Request, store: Store) -> Outcome:
    """Keep a reply as an idea, in silence: the head counts it."""
    brainstorm = await of_thread(request, store, request.thread)
    if brainstorm is None or not brainstorm.open or not request.text.strip() or await of_reply(request, store):
        return NOTHING
    new = new_idea(request, brainstorm, request.text, reply_id(request.workspace, brainstorm.channel, request.ts or ""))
    return Outcome(Done(), (Write(after=new),), await head_of(store, brainstorm, more=1))


def new_idea(request: Request, brainstorm: Brainstorm, text: str, idea_id: str) -> Idea:
    """Return an idea that came up in a brainstorm."""
    return Idea(
        id=idea_id,
        workspace=request.workspace,
        customer=brainstorm.customer,
        text=text,
        author=request.user,
        noted_at=request.at,
        source="brainstorm",
        brainstorm=brainstorm.id,
    )


async def of_reply(request: Request, store: Store) -> Idea | None:
    """Return the idea that a message in a brainstorm's thread has become."""
    return await store.get(request.workspace, Idea, reply_id(request.workspace, request.channel or "", request.ts or ""))


async def edited(request: Request, store: Store) -> Outcome:
    """Let an idea say what its reply says now, as long as it waits for a decision."""
    idea = await of_reply(request, store)
    if idea is None or not idea.open or not request.text.strip() or request.text == idea.text:
        return NOTHING
    return Outcome(Done(), (Write(after=idea.changed(text=request.text), before=idea),))


async def deleted(request: Request, store: Store) -> Outcome:
    """Take back the idea of a reply that was deleted, unless something was built on it; the votes go with the reply."""
    idea = await of_reply(request, store)
    if idea is None or idea.state != "new" or idea.reaction or idea.decided_on:
        return NOTHING
    if gone_into(await store.ideas(request.workspace, idea.customer)).get(idea.id):
        return NOTHING
    brainstorm = await of_thread(request, store, request.thread)
    return Outcome(Done(), (Write(before=idea),), await head_of(store, brainstorm, more=-1) if brainstorm else ())


async def cheered(request: Request, store: Store) -> Handler | None:
    """Hear a reaction to a reply that is a vote for its idea, or no longer one."""
    if request.value not in CHEERS or await of_reply(request, store) is None:
        return None
    return {"reaction_added": vote, "reaction_removed": unvote}[request.action]


async def standing(request: Request, store: Store) -> Idea | None:
    """Return the idea of a reply, or the one into which it was merged."""
    idea = await of_reply(request, store)
    while idea and idea.into:
        idea = await store.get(request.workspace, Idea, idea.into)
    return idea


async def vote(request: Request, store: Store) -> Outcome:
    """Count a reaction as a vote."""
    idea = await standing(request, store)
    after = idea and idea.cheered_by(request.user, request.value)
    return NOTHING if after is idea else Outcome(Done(), (Write(after=after, before=idea),))


async def unvote(request: Request, store: Store) -> Outcome:
    """Take a vote back with the last of its reactions."""
    idea = await standing(request, store)
    after = idea and idea.uncheered_by(request.user, request.value)
    return NOTHING if after is idea else Outcome(Done(), (Write(after=after, before=idea),))


async def clicked(request: Request, store: Store) -> Brainstorm:
    """Return the brainstorm whose head was clicked; raise TalkError where it is gone."""
    found = await of_thread(request, store, request.ts)
    if found is None:
        raise TalkError(told.gone())
    return found


async def add(request: Request, store: Store) -> Outcome:
    """Open the form for an idea; who comes too late hears who closed the brainstorm."""
    brainstorm = await clicked(request, store)
    if not brainstorm.open:
        return await already_closed(request, store, brainstorm)
    customer = await known(request, store, brainstorm.customer)
    return Outcome(Open(told.add_form(customer, brainstorm.question, brainstorm.id)))


async def added(request: Request, store: Store) -> Outcome:
    """Save the form's idea, and count it."""
    brainstorm = await store.get(request.workspace, Brainstorm, request.carried)
    if brainstorm is None or not brainstorm.open:
        return Outcome(Refuse({"text": told.closed_meanwhile()}))
    if not request.fields.get("text", "").strip():
        return Outcome(Refuse({"text": told.no_text()}))
    customer = await known(request, store, brainstorm.customer)
    new = new_idea(request, brainstorm, request.fields["text"], new_id())
    saved = Update(as_view(idea_saved(new, customer, request.key)))
    return Outcome(saved, (Write(after=new),), await head_of(store, brainstorm, more=1))


async def close(request: Request, store: Store) -> Outcome:
    """Close a brainstorm, and sum it up in its thread, the most wanted ideas first."""
    brainstorm = await clicked(request, store)
    if not brainstorm.open:
        return await already_closed(request, store, brainstorm)
    customer, ideas = await known(request, store, brainstorm.customer), await ideas_of(store, brainstorm)
    closed = brainstorm.changed(closed_at=request.at, closed_by=request.user)
    key = f"brainstorm closed:{request.key}"
    message = told.summed_up(ideas, customer, request.user)
    post = new_post(request.workspace, key, brainstorm.channel, message, request.at, set_by=request.user, thread=brainstorm.ts)
    edits = await head_of(store, closed)
    answer = Replace(edits[0].message) if edits else Reply(told.closed_now())
    return Outcome(answer, (Write(after=closed, before=brainstorm), Write(after=post)))


async def already_closed(request: Request, store: Store, brainstorm: Brainstorm) -> Outcome:
    """Say who closed a brainstorm and when, and let its head show it."""
    at = request.person.local(brainstorm.closed_at) if brainstorm.closed_at else None
    return Outcome(Reply(told.already_closed(brainstorm, at, request.today)), edits=await head_of(store, brainstorm))


VERBS = {"brainstorm": brainstorm}
ACTIONS = {heads.ADD: add, heads.CLOSE: close}
FORMS = {told.FORM: added, told.CHANNEL_FORM: channel_chosen}
EVENTS = {"message.channels": said, "message.groups": said, "reaction_added": cheered, "reaction_removed": cheered}
