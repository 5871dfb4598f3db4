"""How an answer reaches the person: through the ack, the response_url, a view or a message, whichever their door allows."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any

import aiohttp
import msgspec
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.channels import readers_of
from handlers.drawing import drawn
from handlers.homes import marked
from handlers.refusal import code_of
from handlers.replies import as_modal, ephemeral, too_late, written
from handlers.request import Request
from messages.help import form_offered
from messages.summaries import already_shared, not_shared
from messages.summary_charts import has_charts
from messages.trouble import not_saved_form, saving_view, still_saving
from model.answer import AnyAnswer, Done, Home, Json, Message, Open, Options, Refuse, Replace, Reply, Share, Update
from model.change import Edit

SHARED = 1000
TO_ONE = {"response_type": "ephemeral", "replace_original": False}
USED = {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged", "invalid_trigger_id"}
NO_READER = {
    *("user_disabled", "user_not_found", "cannot_dm_bot", "messages_tab_disabled", "restricted_action"),
    *("channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "not_enabled"),
}
OPENED_WITHIN, DELIVERED_WITHIN = 1.5, 2.0
encode = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


class Carrier:
    """Carries answers to Slack. After the commit a failure here is logged, never raised to Slack as one of ours."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self.client = client
        self.session = session
        self.shared: deque[tuple[str, str | None]] = deque(maxlen=SHARED)

    async def carry(self, request: Request, answer: AnyAnswer, ack: AsyncAck) -> None:
        """Give the answer in the ack, which the doors of commands, forms and choices allow; the others take `send`."""
        match request.door:
            case "slash":
                await self.to_command(request, answer, ack)
            case "form":
                await self.to_form(request, answer, ack)
            case _:
                await ack(options=list(answer.options) if isinstance(answer, Options) else [])

    async def to_command(self, request: Request, answer: AnyAnswer, ack: AsyncAck) -> None:
        """Answer a slash command in its ack; a form is opened first, since its trigger lives for three seconds."""
        if isinstance(answer, Open):
            late = await self.open(request, answer.view)
            await (ack(**ephemeral(late)) if late else ack())
        elif isinstance(answer, Reply | Replace) and has_charts(answer.message) and request.response_url:
            await ack()
            await self.respond_with(request.response_url, answer.message, **TO_ONE)
        elif isinstance(answer, Reply | Replace):
            ack.response = BoltResponse(status=200, body=encode(ephemeral(answer.message)).decode())  # what `ack` does, without json
        else:
            await ack()

    async def to_form(self, request: Request, answer: AnyAnswer, ack: AsyncAck) -> None:
        """Answer a submitted form in its ack: mend it, or turn into what happened."""
        match answer:
            case Refuse(errors):
                await ack(response_action="errors", errors=errors)
            case Update(view):
                await ack(response_action="update", view=marked(request, view))
            case Reply(shown) | Replace(shown):
                await ack(response_action="update", view=marked(request, as_modal(shown)))
            case _:
                await ack()

    async def send(self, request: Request, answer: AnyAnswer) -> None:
        """Answer where the ack says nothing: a click, a DM, a mention, and whatever took too long. Slack has two seconds for it."""
        async with asyncio.timeout(DELIVERED_WITHIN):
            await self.send_as(request, answer)

    async def send_as(self, request: Request, answer: AnyAnswer) -> None:
        """Answer by the kind of answer."""
        match answer:
            case Open(view):
                if late := await self.open(request, view):
                    await self.say(request, late)
            case Update(view):
                await self.show(request, view)
            case Reply(shown):
                await self.say(request, shown)
            case Replace(shown):
                await self.replace(request, shown)
            case Home(view):
                await self.client.views_publish(user_id=request.user, view=view)
            case Share():
                await self.share(request, answer)
            case Refuse(errors):
                await self.say(request, not_saved_form(errors, request.typed))
            case Done() | Options():
                return

    async def open(self, request: Request, view: Json) -> Message | None:
        """Open a modal. Returns what to say instead, where this door, the time that has passed or Slack does not allow it."""
        if request.trigger is None:
            return form_offered(request.typed)
        shown = marked(request, view)
        try:
            async with asyncio.timeout(OPENED_WITHIN):
                await (self.client.views_push if request.view_id else self.client.views_open)(trigger_id=request.trigger, view=shown)
        except SlackApiError as error:
            return await self.not_opened(request, view, code_of(error))
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            logger.warning("a form was not opened: %s", type(error).__name__)
            return too_late(request)
        return None

    async def not_opened(self, request: Request, view: Json, code: str) -> Message | None:
        """Return what to say where Slack did not open a modal; on a stack of three, it takes the place of the topmost."""
        if code == "exchanged_trigger_id":
            return None
        if code == "push_limit_reached":
            await self.show(request, view)
            return None
        if code not in USED:
            logger.warning("a form was not opened: %s", code)
        return too_late(request)

    async def say(self, request: Request, shown: Message) -> None:
        """Say something to the person alone: by response_url where there is one, else in the DM or as an ephemeral message.

        What answers a shortcut, or a click in Home, opens before their eyes; where Slack does not open it, it is said.
        """
        if (request.door == "shortcut" or request.in_home) and not await self.open(request, as_modal(shown)):
            return
        if request.view_id and request.door in {"button", "form"}:
            await self.show(request, as_modal(shown))
        elif request.response_url:
            await self.respond_with(request.response_url, shown, **TO_ONE)
        elif request.door in {"mention", "event"} and request.channel:
            given: dict[str, Any] = {"channel": request.channel, "user": request.user, "thread_ts": request.thread}
            await drawn(lambda message: self.client.chat_postEphemeral(**given, **written(message)), shown)
        else:
            await self.post(request.channel or request.user, shown, request.thread)

    async def show(self, request: Request, view: Json) -> None:
        """Turn the form into this view; where the person has closed it, tell them in the DM, so that no text goes with the window."""
        try:
            await self.client.views_update(view_id=request.view_id, view=marked(request, view))
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            await self.post(request.user, Message(view["title"]["text"], tuple(view["blocks"])), None)

    async def post(self, channel: str, shown: Message, thread: str | None) -> None:
        """Post a message in a DM; links in it do not unfold."""
        given: dict[str, Any] = {"channel": channel, "thread_ts": thread, "unfurl_links": False, "unfurl_media": False}
        await drawn(lambda message: self.client.chat_postMessage(**given, **written(message)), shown)

    async def replace(self, request: Request, shown: Message) -> None:
        """Put a message in the place of the one that was clicked."""
        if request.response_url and not request.view_id:
            await self.respond_with(request.response_url, shown, replace_original=True)
        else:
            await self.say(request, shown)

    async def share(self, request: Request, answer: Share) -> None:
        """Post a message where its button was clicked, once; say why not where others than colleagues could read it.

        Slack keeps a replaced message as visible as it was, so this is a new message, and the one that only the person saw goes.
        """
        url, channel = request.response_url, request.channel
        if url is None or channel is None:
            return
        readers = "colleagues" if answer.trusted else await readers_of(self.client, channel)
        place = (channel, request.ts)
        if readers != "colleagues":
            await self.say(request, not_shared(readers))
        elif place in self.shared:
            await self.say(request, already_shared())
        else:
            self.shared.append(place)
            await self.publish(url, answer.message, place)

    async def publish(self, url: str, shown: Message, place: tuple[str, str | None]) -> None:
        """Post a message for all to read, and take away the one that was clicked; what was not posted may be shared again."""
        posted = False
        try:
            await self.respond_with(url, shown, response_type="in_channel", replace_original=False)
            posted = True
        finally:
            if not posted:
                self.shared.remove(place)
        await self.respond(url, {"delete_original": True})

    async def respond_with(self, url: str, shown: Message, **how: Any) -> None:
        """Post a message to a response_url."""
        await drawn(lambda message: self.respond(url, {**written(message), **how}), shown)

    async def respond(self, url: str, body: Json) -> None:
        """Post to a response_url."""
        async with self.session.post(url, json=body) as response:
            response.raise_for_status()

    async def late(self, request: Request, ack: AsyncAck) -> None:
        """Ack in time what is still being saved; its answer follows by `send`."""
        if request.door == "form":
            await ack(response_action="update", view=marked(request, saving_view()))
        elif request.door == "slash":
            await ack(**ephemeral(still_saving()))
        else:
            await ack()

    async def say_late(self, request: Request) -> None:
        """Say that something is still being saved where the ack could not say it: after a click."""
        if request.door == "button" and request.response_url:
            async with asyncio.timeout(DELIVERED_WITHIN):
                await self.respond(request.response_url, {**ephemeral(still_saving()), "replace_original": False})

    async def redraw(self, edit: Edit) -> None:
        """Let a message of the bot's own read differently."""
        if edit.url:
            await self.respond(edit.url, {**written(edit.message), "replace_original": True})
        elif edit.view:
            await self.client.views_update(view_id=edit.view, view=marked(edit, as_modal(edit.message)))
        else:
            await self.client.chat_update(channel=edit.channel, ts=edit.ts, **written(edit.message))


async def quietly(step: Any, what: str) -> bool:
    """Await a delivery that follows a commit; log what fails, since the change itself is done.

    Returns whether it is over: it went well, or it can only go wrong again, since nobody is there to read it.
    """
    try:
        await step
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        logger.warning("%s could not be delivered: %s", what, code)
        return code in NO_READER
    return True
