"""What a decision about a nudge writes: the nudge itself, and the DM that shows it, redrawn where it stands."""

from __future__ import annotations

from handlers.request import Request
from messages.nudges import answered_in
from model.change import Edit, Write
from model.nudge import Nudge, NudgeAnswer
from model.post import Post
from storage import Store

Decided = tuple[tuple[Write, ...], tuple[Edit, ...]]


async def decided(request: Request, store: Store, nudge: Nudge, answer: NudgeAnswer) -> Decided:
    """Answer one nudge, and let its DM say so in place of the buttons."""
    answered = nudge.changed(answer=answer)
    write = Write(after=answered, before=nudge)
    post = await store.get(request.workspace, Post, nudge.post)
    if post is None:
        return (write,), ()
    redrawn = post.changed(message=answered_in(post.message, answered, request.person.local(request.at), request.today))
    return (write, Write(after=redrawn, before=post)), edits_of(redrawn)


async def answered_by_talk(request: Request, store: Store, customer: str) -> Decided:
    """Answer every open nudge about a customer: somebody has talked with them."""
    writes: tuple[Write, ...] = ()
    edits: tuple[Edit, ...] = ()
    for nudge in await store.nudges(request.workspace, customer=customer):
        if nudge.answer is None:
            more, redrawn = await decided(request, store, nudge, NudgeAnswer("logged", request.user, request.at))
            writes, edits = writes + more, edits + redrawn
    return writes, edits


def edits_of(post: Post) -> tuple[Edit, ...]:
    """Return how a post's message in Slack is brought to what the post now says; nothing where it was not sent yet."""
    return (Edit(post.channel, post.ts, post.message),) if post.channel and post.ts else ()
