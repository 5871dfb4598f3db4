"""The walk of every request: who asks → the verb decides → commit → the answer → ack. One door in, whatever Slack calls it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

import msgspec
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.answers import Carrier, quietly
from handlers.events import event_name, from_event
from handlers.failures import UNCHECKED, log_unexpected, refusal, store_trouble, unheard
from handlers.gate import Gate, Refused
from handlers.homes import Turns, again, changes_home
from handlers.reading import Reader
from handlers.replies import also_saying
from handlers.request import Request, from_action, from_command, from_message, from_opening, from_options, from_shortcut, from_view
from handlers.routes import Handler, Routes, no_choices, outdated
from handlers.waiting import settled
from messages import trouble
from model.answer import AnyAnswer, Done, Json, Message, kept, repeated
from model.change import Change, Outcome
from model.errors import TalkError
from model.post import Post
from storage import Conflict, NotRead, NotSaved, Store

LATEST = 2.5
TRIES = 5
NO_WORD_IN_ACK = {"button", "shortcut"}
REMEMBERED = 10_000
logger = logging.getLogger(__name__)


class Entry:
    """The doors. Each reads its payload into a Request and sends it on the same walk."""

    def __init__(
        self, *, store: Store, gate: Gate, carrier: Carrier, routes: Routes, now: Callable[[], datetime], latest: float = LATEST
    ) -> None:
        self.store = store
        self.reader = Reader(carrier.client, gate)
        self.gate = gate
        self.carrier = carrier
        self.routes = routes
        self.now = now
        self.latest = latest
        self.bot_user = ""
        self.granted: frozenset[str] = frozenset()
        self.post_waits: Callable[[], Awaitable[None]] | None = None
        self.under_way: dict[str, asyncio.Task[Outcome]] = {}
        self.told: OrderedDict[str, None] = OrderedDict()
        self.running: set[asyncio.Task[Any]] = set()
        self.turns = Turns()

    async def command(self, ack: AsyncAck, body: Json) -> None:
        """`/talk …`."""
        await self.hear(from_command(body, self.gate.team, self.now()), self.routes.line, ack)

    async def action(self, ack: AsyncAck, body: Json) -> None:
        """Hear a click, or a choice in a select."""
        request = from_action(body, self.gate.team, self.now())
        await self.hear(request, self.routes.actions.get(request.action, outdated), ack)

    async def view(self, ack: AsyncAck, body: Json) -> None:
        """Hear a submitted form."""
        request = from_view(body, self.gate.team, self.now())
        await self.hear(request, self.routes.forms.get(request.action, outdated), ack)

    async def shortcut(self, ack: AsyncAck, body: Json) -> None:
        """Hear a shortcut, from everywhere or from a message's menu."""
        request = from_shortcut(body, self.gate.team, self.now())
        await self.hear(request, self.routes.shortcuts.get(request.action, outdated), ack)

    async def choices(self, ack: AsyncAck, body: Json) -> None:
        """Hear a searching select that wants its choices."""
        request = from_options(body, self.gate.team, self.now())
        await self.hear(request, self.routes.options.get(request.action, no_choices), ack)

    async def event(self, ack: AsyncAck, body: Json) -> None:
        """Hear what happened in the workspace; what is not for the bot is acked all the same, so that Slack does not repeat it.

        An answer that could not be given is not acked: Slack brings the event again, and its effect stays one.
        """
        own = {"message.im": self.message, "app_mention": self.message, "user_change": self.member_changed, "app_home_opened": self.home}
        if await own.get(event_name(body["event"]), self.happened)(body):
            await ack()

    async def happened(self, body: Json) -> bool:
        """Let the first noun that has a use for it act on what a person did in a channel; return False where an answer failed."""
        request = from_event(body, self.gate.team, self.now(), self.bot_user)
        handler = await self.wanted(request, event_name(body["event"])) if request else None
        if request is None or handler is None:
            return True
        outcome = await self.begin(request, handler)
        return outcome is not UNCHECKED and await self.tell(request, outcome.answer)

    async def wanted(self, request: Request, event: str) -> Handler | None:
        """Return what is to be done about an event; the gate is asked only about what somebody has a use for."""
        for hearer in self.routes.events.get(event, ()):
            if handler := await hearer(request, self.store):
                return handler
        return None

    async def home(self, body: Json) -> bool:
        """Draw the App Home of whoever opened it; who may not use the bot reads that there."""
        request = from_opening(body, self.gate.team, self.now())
        return request is None or await self.draw_home(request)

    async def draw_home(self, request: Request) -> bool:
        """Draw a person's App Home as it is now."""
        async with self.turns.of(request.user):
            outcome = await self.begin(request, self.routes.home)
            return await self.tell(request, outcome.answer)

    async def member_changed(self, body: Json) -> bool:
        """Forget what was known of a member who changed."""
        self.gate.forget(body["event"]["user"]["id"])
        return True

    async def message(self, body: Json) -> bool:
        """Answer a DM or a mention, once; return False where the answer could not be given."""
        request = from_message(body, self.gate.team, self.now(), self.bot_user)
        if request is None:
            return True
        outcome = await self.begin(request, self.routes.line)
        return await self.tell(request, outcome.answer)

    async def hear(self, request: Request, handler: Handler, ack: AsyncAck) -> None:
        """Answer within Slack's three seconds: with what happened, or with "still saving" and the rest later."""
        work = self.begin(request, handler)
        done = await settled(work, self.latest)
        if done and request.door in NO_WORD_IN_ACK:
            await self.tell(request, work.result().answer)
            await ack()
        elif done:
            await quietly(self.carrier.carry(request, work.result().answer, ack), request.door)
            await self.ack_at_last(ack)
        else:
            await self.carrier.late(request, ack)
            self.track(self.finish(request, work))
            return
        self.home_after(request, work.result())

    def home_after(self, request: Request, outcome: Outcome) -> None:
        """Draw the App Home anew after what was done from there."""
        if changes_home(request, outcome.answer):
            self.track(self.draw_home(again(request)))

    async def tell(self, request: Request, answer: AnyAnswer) -> bool:
        """Send an answer that no ack carries, once however often its request is delivered; return False where it failed."""
        if request.key in self.told:
            return True
        self.told[request.key] = None
        told = await quietly(self.carrier.send(request, answer), request.door)
        if not told:
            self.told.pop(request.key, None)
        while len(self.told) > REMEMBERED:
            self.told.popitem(last=False)
        return told

    async def ack_at_last(self, ack: AsyncAck) -> None:
        """Ack what a failed delivery left open: the change is done, so Slack shall not bring it again."""
        if ack.response is None:
            await ack()

    async def finish(self, request: Request, work: asyncio.Task[Outcome]) -> None:
        """Give the answer that took too long."""
        await quietly(self.carrier.say_late(request), request.door)
        outcome = await work
        await self.tell(request, outcome.answer)
        self.home_after(request, outcome)

    def begin(self, request: Request, handler: Handler) -> asyncio.Task[Outcome]:
        """Start the work on a request, or join it where an earlier delivery of the same request is under way."""
        work = self.under_way.get(request.key)
        if work is None:
            work = self.under_way[request.key] = asyncio.create_task(self.safely(request, handler))
            work.add_done_callback(lambda _: self.under_way.pop(request.key, None))
        return work

    async def safely(self, request: Request, handler: Handler) -> Outcome:
        """Decide and commit; turn every error into an answer that says what to do and gives the text back."""
        try:
            outcome = await self.decide(request, handler)
        except Refused as error:
            return unheard(error) if request.door == "event" else self.trouble(request, trouble.refused(str(error), request.typed))
        except TalkError as error:
            return self.trouble(request, trouble.mendable(str(error), request.typed))
        except (NotRead, NotSaved) as error:
            logger.error("%s: %s", type(error).__name__, error)  # noqa: TRY400  the store's sentence is the news, not its traceback
            return self.trouble(request, store_trouble(error, request.typed))
        except Exception as error:  # noqa: BLE001  whatever it is, the person gets an answer
            return self.trouble(request, trouble.unexpected(log_unexpected(request, error), request.typed))
        for edit in outcome.edits:
            self.track(quietly(self.carrier.redraw(edit), "edit"))
        return outcome

    async def decide(self, request: Request, handler: Handler) -> Outcome:
        """Let the verb decide and commit what it wants. A request that was answered before gets its first answer.

        The commit tells. So the store is asked only where a verb wants nothing committed, as it may because of what the request itself
        did when it came first.
        """
        person = await self.gate.admit(request.user)
        try:
            outcome = await self.carried_out(request.by(person, self.granted), handler)
        except (NotRead, NotSaved):
            raise
        except Exception:
            if first := await self.first_answer(request):
                return first
            raise
        return outcome

    async def carried_out(self, request: Request, handler: Handler) -> Outcome:
        """Commit what the verb decides; let it decide again where a record has moved on meanwhile."""
        if reading := self.routes.reads.get(handler):
            request = await self.reader.informed(request, reading)
        for _ in range(TRIES):
            outcome = await handler(request, self.store)
            if request.cleaned:
                outcome = msgspec.structs.replace(outcome, answer=also_saying(outcome.answer, trouble.left_out()))
            if not outcome.writes:
                return await self.first_answer(request) or await self.once(request, outcome)
            try:
                receipt = await self.store.commit(change_of(request, outcome))
            except Conflict:
                continue
            await self.let_go(outcome)
            return Outcome(repeated(receipt.change.answer)) if receipt.repeated else outcome
        return self.trouble(request, trouble.moved_on(request.typed))

    async def first_answer(self, request: Request) -> Outcome | None:
        """Return what was answered when the request came first, if it changed something."""
        first = await self.store.answered(request.workspace, request.key)
        return Outcome(repeated(first.answer)) if first else None

    async def let_go(self, outcome: Outcome) -> None:
        """Wake the outbox where something new waits in it that a person wants now."""
        if self.post_waits and any(isinstance(write.after, Post) and write.before is None for write in outcome.writes):
            await self.post_waits()

    async def once(self, request: Request, outcome: Outcome) -> Outcome:
        """Return an answer; one that is given once, nothing after that."""
        if not outcome.once:
            return outcome
        change = msgspec.structs.replace(change_of(request, outcome), key=outcome.once)
        return Outcome(Done()) if (await self.store.commit(change)).repeated else outcome

    def trouble(self, request: Request, shown: Message) -> Outcome:
        """Return the answer to what went wrong; a form stays open, so that what was typed into it stays too."""
        return Outcome(refusal(request, shown))

    def track(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something beside the requests that the end of the process waits for."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while under_way := {*self.running, *self.under_way.values()}:
            await asyncio.wait(under_way)


def change_of(request: Request, outcome: Outcome) -> Change:
    """Return what a verb decided as the change to commit."""
    return Change(
        workspace=request.workspace,
        at=request.at,
        by=request.user,
        verb=outcome.verb or request.action or request.door,
        key=request.key,
        writes=outcome.writes,
        answer=kept(outcome.answer),
        undoes=outcome.undoes,
    )
