"""Help: what the bot can do, and what it answers to a line that is no command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

import msgspec

from handlers import drafts
from handlers.matching import find
from handlers.request import Request
from messages import drafts as asked
from messages import help as told
from model.answer import Reply
from model.change import Outcome
from model.customer import Customer, fold
from storage import Store

ONE_DAY = timedelta(days=1)
LONGEST_VALUE = 2000
THANKS = {"thanks", "thank you", "thx", "ty", "cheers", "many thanks", "thanks a lot", "danke", "merci", "gracias", "great", "perfect"}

Verb = Callable[[Request, Store], Awaitable[Outcome]]
Card = Callable[[Request, Store, Customer], Awaitable[Outcome]]


def help_of(verb: Callable[..., Any]) -> told.Help:
    """Read a verb's help from its docstring: its first line, and the lines one could type."""
    first, *more = (verb.__doc__ or "").strip().splitlines()
    return told.Help(first.rstrip("."), tuple(line.strip() for line in more if line.strip().startswith("/talk")))


class Desk(msgspec.Struct, frozen=True):
    """The information desk: it knows every verb of the table, and what to say to everything else."""

    verbs: dict[str, Verb]
    card: Card

    async def help(self, request: Request, store: Store) -> Outcome:
        """Show what I can do, or more about one command.

        /talk help
        /talk help note
        """
        word = fold(request.text)
        if not word:
            return await self.overview(request, store)
        if word in self.verbs:
            return Outcome(Reply(told.one_verb(word, help_of(self.verbs[word]))))
        return Outcome(Reply(told.no_such_verb(request.text, self.meant(word))))

    async def overview(self, request: Request, store: Store) -> Outcome:
        """Return everything it can do, and what waits for the person."""
        waiting = await store.relationships(request.workspace, owner=request.user, due_by=request.today - ONE_DAY)
        return Outcome(Reply(told.overview({verb: help_of(handler) for verb, handler in self.verbs.items()}, len(waiting))))

    async def free_text(self, request: Request, store: Store) -> Outcome:
        """Answer a line that begins with no verb: a customer's card, a kind word, or an offer to keep the text."""
        if fold(request.text).strip(" !.:)") in THANKS:
            return Outcome(Reply(told.kind_word()))
        found = await find(request, store, request.text)
        if found and found.named and not found.rest.strip():
            return await self.card(request, store, found.customer)
        word = request.text.split()[0]
        meant = self.meant(fold(word))
        mended = f"{meant} {request.text.lstrip()[len(word) :].lstrip()}"
        if meant and len(mended) <= LONGEST_VALUE:
            return Outcome(Reply(told.misspelt_verb(word, meant, mended, request.typed)))
        opening = told.free_text() if request.door == "dm" else told.not_a_command(word)
        return drafts.keep(request, "note", request.text, lambda draft: asked.save_as(draft, opening))

    def meant(self, word: str) -> str | None:
        """Return the verb that a misspelt word most likely is."""
        close = get_close_matches(word, self.verbs, n=1, cutoff=0.7)
        return close[0] if close else None
