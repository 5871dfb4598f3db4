"""The messages that carry a brainstorm: its head in the channel, which counts the ideas, and what becomes of both when it is taken back."""

from __future__ import annotations

from datetime import datetime

from messages.brainstorms import unposted as taken_back
from messages.heads import head_now
from model.brainstorm import Beginning, Brainstorm, brainstorm_id
from model.change import Edit, Write
from model.customer import Customer
from model.idea import Idea
from model.post import Post
from storage import Store


async def begun(store: Store, post: Post, beginning: Beginning, at: datetime) -> tuple[Write, ...]:
    """Return the brainstorm that begins with a post that has arrived; none where its customer is gone."""
    if post.channel is None or post.ts is None or await store.get(post.workspace, Customer, beginning.customer) is None:
        return ()
    new = Brainstorm(
        id=brainstorm_id(post.workspace, post.channel, post.ts),
        workspace=post.workspace,
        customer=beginning.customer,
        question=beginning.question,
        author=beginning.author,
        opened_at=at,
        channel=post.channel,
        ts=post.ts,
        post=post.id,
    )
    return (Write(after=new),)


async def ideas_of(store: Store, brainstorm: Brainstorm) -> list[Idea]:
    """Return the ideas that came up in a brainstorm and stand by themselves, the most wanted first, then the earliest."""
    ideas = await store.ideas(brainstorm.workspace, brainstorm.customer)
    found = [idea for idea in reversed(ideas) if idea.brainstorm == brainstorm.id and not idea.into]
    return sorted(found, key=lambda idea: -len(idea.votes))


async def head_of(store: Store, brainstorm: Brainstorm, *, more: int = 0) -> tuple[Edit, ...]:
    """Return how the head of a brainstorm is brought to what it is now, with so many ideas more; nothing where it is no longer kept.

    What it says of the customer stays as it was posted: who may read the channel was asked then.
    """
    post = await store.get(brainstorm.workspace, Post, brainstorm.post)
    if post is None:
        return ()
    count = len(await ideas_of(store, brainstorm)) + more
    return (Edit(brainstorm.channel, brainstorm.ts, head_now(post.message, brainstorm, count)),)


async def unposted(store: Store, made: Post) -> tuple[Write, ...] | None:
    """Return what takes a post back: one that waits is not sent, one that was sent says so; None where something builds on it."""
    post = await store.get(made.workspace, Post, made.id)
    if post is None or post.state == "dead":
        return ()
    if post.state == "pending":
        return (Write(before=post),)
    if post.channel is None or post.ts is None:
        return None
    brainstorm = await store.get(post.workspace, Brainstorm, brainstorm_id(post.workspace, post.channel, post.ts))
    if brainstorm and (not brainstorm.open or await ideas_of(store, brainstorm)):
        return None
    gone = post.changed(message=taken_back(), begins=None)
    return (Write(after=gone, before=post), *([Write(before=brainstorm)] if brainstorm else []))


async def heads_after(store: Store, writes: tuple[Write, ...]) -> tuple[Edit, ...]:
    """Return how the heads of brainstorms look after a change: closed or open again, with an idea more or less."""
    edits: tuple[Edit, ...] = ()
    for write in writes:
        if isinstance(write.after, Brainstorm):
            edits += await head_of(store, write.after)
        if isinstance(write.record, Idea) and write.record.brainstorm and None in {write.before, write.after}:
            brainstorm = await store.get(write.record.workspace, Brainstorm, write.record.brainstorm)
            edits += await head_of(store, brainstorm, more=1 if write.before is None else -1) if brainstorm else ()
    return edits
