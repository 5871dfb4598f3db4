"""Where a belief or a promise can be clicked: the messages that show them, each redrawn with what is known after the click.

A button's value names the surface it stands on (`learn:12`, `brief`, `post:ID`), since Slack does not send along what only one person
sees. A noun that shows them hangs its own drawing into `SURFACES`. The DMs of the outbox are kept, and are redrawn as they are kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

import msgspec

from handlers.decided import edits_of
from handlers.knowing import knowledge_of
from handlers.request import Request
from messages.beliefs import redrawn_in
from messages.blocks import MAX_BLOCKS, notice
from model.answer import Done, Message, Reply, Update
from model.belief import Belief
from model.change import Edit, Outcome, Write
from model.customer import Customer
from model.knowledge import Knowledge
from model.post import Post
from storage import Store

POST = "post"
URL_LIVES = timedelta(minutes=29)  # Slack says thirty
Redraw = Callable[[Request, Store, Knowledge, str, Sequence[Write]], Awaitable[Message]]
SURFACES: dict[str, Redraw] = {}


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a form was opened from, which it carries: the message with the button, and what the button stood for.

    `surface` names the message as its buttons do; `url` is the response_url by which it can be redrawn until `until`, `view` the modal
    in which it stands instead. `about` and `version` are the record that the form is about, `mark` stands for what it shows of that,
    `what` is what it does with it, `draft` what `handlers.drafts` carries.
    """

    surface: str = ""
    url: str = ""
    until: datetime | None = None
    view: str = ""
    about: str = ""
    version: int = 0
    mark: str = ""
    customer: str = ""
    what: str = ""
    draft: str = ""

    def carried(self) -> str:
        """Return it as a form carries it."""
        return msgspec.json.encode(self).decode()


def origin(request: Request, surface: str = "", **more: str | int) -> Origin:
    """Return where a click came from."""
    place = Origin(surface=surface, url=request.response_url or "", until=request.at + URL_LIVES, view=request.view_id or "")
    return msgspec.structs.replace(place, **more)


def mark(*parts: object) -> str:
    """Return what stands for parts of a record in a form that shows them, and is another once one of them is."""
    return f"{crc32(msgspec.json.encode(parts)):x}"


def origin_of(request: Request) -> Origin:
    """Return where a submitted form was opened from, or the form of which a click's modal tells what became."""
    return msgspec.json.decode(request.carried, type=Origin) if request.carried else Origin()


async def answered(request: Request, store: Store, customer: Customer, writes: tuple[Write, ...], news: Message, surface: str) -> Outcome:
    """Return what a click or a form about a customer decided: its news above the message that was clicked, redrawn as it is now.

    After a form, the form tells the news, and the message it was opened from is redrawn beside that. Where the message can't be
    redrawn, the news are told below it.
    """
    kind, _, rest = surface.partition(":")
    if kind == POST:
        belief = next((write.after for write in writes if isinstance(write.after, Belief)), None)
        redraw = partial(redrawn_in, belief=belief, today=request.today, surface=surface) if belief else None
        return await in_post(request, store, rest, writes, news, redraw)
    if request.door == "form":
        place = msgspec.structs.replace(origin_of(request), surface=surface)
        told = notice(news, "Saved" if writes else "Keep Talking", carried=Origin(surface, place.url, place.until, place.view).carried())
        return Outcome(Update(told), writes, await redrawn_at(place, request, store, customer, writes))
    draw = SURFACES.get(kind)
    message = await draw(request, store, await knowledge_of(store, customer, writes), rest, writes) if draw else None
    return Outcome(request.answer(headed(news, message)) if message else Reply(news), writes)


async def redrawn_at(place: Origin, request: Request, store: Store, customer: Customer, writes: Sequence[Write]) -> tuple[Edit, ...]:
    """Return how the message from which a form was opened is drawn anew, once these writes are done; nothing where it can't be."""
    kind, _, rest = place.surface.partition(":")
    draw = SURFACES.get(kind)
    alive = place.view or (place.url and place.until and request.at < place.until)
    if draw is None or not alive:
        return ()
    message = await draw(request, store, await knowledge_of(store, customer, writes), rest, writes)
    return (Edit("", "", message, place.url, place.view, request.home),)


def headed(news: Message, message: Message) -> Message:
    """Return a message with the news above it."""
    return Message(news.text, (*news.blocks, *message.blocks)[:MAX_BLOCKS])


async def in_post(
    request: Request, store: Store, post_id: str, writes: tuple[Write, ...], news: Message, redraw: Callable[[Message], Message] | None
) -> Outcome:
    """Return what was decided in a DM of the outbox: it is redrawn where it is kept and where it stands, and says no more than that.

    Where nothing is written, the news are told, and only the message in Slack is redrawn, which may be an older one.
    """
    post = await store.get(request.workspace, Post, post_id)
    told = Update(notice(news, "Saved" if writes else "Keep Talking")) if request.door == "form" else Reply(news)
    if post is None or redraw is None:
        return Outcome(told, writes)
    redrawn = post.changed(message=redraw(post.message))
    if not writes:
        return Outcome(told, edits=edits_of(redrawn))
    quiet = told if request.door == "form" else Done()
    return Outcome(quiet, (*writes, Write(after=redrawn, before=post)), edits_of(redrawn))
