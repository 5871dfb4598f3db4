"""What follows when a post arrived in Slack, or never will: written together with the row that says so."""

from __future__ import annotations

from handlers.gate import Gate
from handlers.heads import begun
from handlers.lookup import to_channel
from handlers.matching import quoted
from handlers.posting import after_a_summary
from handlers.restoring import inverse
from messages.brainstorms import not_asked, not_summed_up
from model.answer import Message
from model.change import Write
from model.customer import Customer
from model.nudge import Nudge
from model.post import TOO_LATE, UNCERTAIN, Post, new_post
from model.schedule import is_summary
from storage import Store


async def consequences(store: Store, gate: Gate, post: Post) -> tuple[Write, ...]:
    """Return what follows a post in its new state."""
    if is_summary(post.key):
        return await after_a_summary(store, gate, post)
    if post.state == "sent" and post.begins:
        return await begun(store, post, post.begins, gate.now())
    if post.state != "dead":
        return ()
    if to_channel(post) and undelivered(post):
        return (Write(after=told_of(post, gate, await trouble_with(store, post))),)
    return await untold(store, gate, post)


async def trouble_with(store: Store, dead: Post) -> Message:
    """Return what is said of a post that a channel does not take: a question to the team, or the summary of its answers."""
    why = dead.trouble or ""
    if dead.begins:
        customer = await store.get(dead.workspace, Customer, dead.begins.customer)
        line = f"brainstorm {quoted(customer.name) if customer else ''} {dead.begins.question}"
        return not_asked(dead.to, why, dead.begins.question, line)
    return not_summed_up(dead.to, why)


def undelivered(dead: Post) -> bool:
    """Whether somebody is to be told that a channel takes no posts."""
    return bool(dead.set_by) and dead.trouble != TOO_LATE


async def untold(store: Store, gate: Gate, dead: Post) -> tuple[Write, ...]:
    """Return what takes back that a person was told, so that it is decided anew; an answered nudge stays.

    A person whose message Slack refuses is told nothing for a day, so that the nudges go to the next in line. A DM that may
    have arrived, twice even, counts as told.
    """
    if to_channel(dead) or dead.trouble == UNCERTAIN:
        return ()
    if dead.trouble != TOO_LATE:
        gate.cannot_write_to(dead.to)
    nudges = await store.nudges(gate.team, post=dead.id)
    change = await store.answered(gate.team, dead.key)
    words = [write for write in change.writes if not isinstance(write.record, Nudge | Post)] if change else []
    back = [restored for write in words if (restored := await inverse(store, write))]
    return (*(Write(before=nudge) for nudge in nudges if nudge.answer is None), *back)


def told_of(dead: Post, gate: Gate, message: Message) -> Post:
    """Return the DM that tells who set a channel up that nothing can be posted there."""
    return new_post(dead.workspace, f"undeliverable:{dead.key}", dead.set_by or "", message, gate.now())
