"""What a decision about a customer writes beside the customer: the open nudges it answers, and the DMs that show it, redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.request import Request
from messages.nudges import answered_in
from model.change import Edit, Write
from model.customer import Customer
from model.nudge import Decision, Nudge, NudgeAnswer
from model.post import Post
from storage import Store

ONE_DAY = timedelta(days=1)
Decided = tuple[tuple[Write, ...], tuple[Edit, ...]]


def fallen(customer: Customer, today: date) -> Customer:
    """Return a customer whose booked talk came to nothing; if the relationship is quiet, the next working day says so."""
    tomorrow = today + ONE_DAY
    return customer.changed(booked_on=None, snoozed_until=max(customer.snoozed_until or tomorrow, tomorrow))


async def decided(request: Request, store: Store, customer: str, decision: Decision, **how: object) -> Decided:
    """Answer every open nudge about a customer, whoever got it, and let each DM say so in place of the buttons."""
    answer = NudgeAnswer(decision, request.user, request.at, **how)  # type: ignore[arg-type]
    return await all_answered(request, store, await store.nudges(request.workspace, customer=customer), answer)


async def all_answered(request: Request, store: Store, nudges: Sequence[Nudge], answer: NudgeAnswer) -> Decided:
    """Answer those of these nudges that are open."""
    writes: tuple[Write, ...] = ()
    edits: tuple[Edit, ...] = ()
    for nudge in nudges:
        if nudge.answer is None and nudge.step != "brief":
            more, redrawn = await answered(request, store, nudge, answer)
            writes, edits = writes + more, edits + redrawn
    return writes, edits


async def answered(request: Request, store: Store, nudge: Nudge, answer: NudgeAnswer) -> Decided:
    """Answer one nudge, and redraw its DM."""
    after = nudge.changed(answer=answer)
    post = await store.get(request.workspace, Post, nudge.post)
    if post is None:
        return (Write(after=after, before=nudge),), ()
    redrawn = post.changed(message=answered_in(post.message, after, request.person.local(request.at), request.today))
    return (Write(after=after, before=nudge), Write(after=redrawn, before=post)), edits_of(redrawn)


def edits_of(post: Post) -> tuple[Edit, ...]:
    """Return how a post's message in Slack is brought to what the post now says; nothing where it was not sent yet."""
    return (Edit(post.channel, post.ts, post.message),) if post.channel and post.ts else ()
