"""Reading in Slack what a request is about, before its verb is asked: a message, or its whole thread. Verbs call nobody.

What can't be read is no error: the source then says why, and the verb says what that means.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.directory import Directory, read_directory
from handlers.gate import Gate
from handlers.refusal import code_of
from handlers.request import Request
from handlers.routes import Reading
from handlers.wording import wording
from messages.talks import PROMISES
from model.answer import Json
from model.capture import MAX_PEOPLE, MAX_TEXT, Source, read_carried
from model.grammar import decode
from model.person import Person
from model.promise import lines_of, told_apart

READ_WITHIN, NAMED_WITHIN = 2.0, 1.0
PAGE, PAGES = 200, 5
GONE = "message_not_found"
MENTION = re.compile(r"<@(\w+)>")
logger = logging.getLogger(__name__)


class Reader:
    """Reads messages, and who wrote them. `address` is where the workspace's messages are linked to, `bot_user` who we are."""

    def __init__(self, client: AsyncWebClient, gate: Gate) -> None:
        self.client = client
        self.gate = gate
        self.address = ""
        self.bot_user = ""

    async def informed(self, request: Request, reading: Reading) -> Request:
        """Return a request with the message that it is about, all of that message's thread, or who is named in it."""
        if reading == "colleagues":
            return await self.colleagues(request)
        source, cleaned = await (self.thread(request) if reading == "thread" else self.message(request))
        return msgspec.structs.replace(request, source=source, cleaned=request.cleaned or cleaned)

    async def colleagues(self, request: Request) -> Request:
        """Return a request with who is meant by the colleagues that its promises name: an id, or why nobody; nothing if Slack is silent."""
        names = {told_apart(line, ())[1] for _, line in lines_of(request.fields.get(PROMISES, ""))} - {""}
        if not names:
            return request
        try:
            async with asyncio.timeout(READ_WITHIN):
                directory = await read_directory(self.gate)
        except TimeoutError:
            return request
        found = {} if directory.silent else {name: one_of_us(directory, name) for name in names}
        return msgspec.structs.replace(request, colleagues=found)

    async def message(self, request: Request) -> tuple[Source, bool]:
        """Return the message that a shortcut brings along, or that was reacted to."""
        place = Source(request.channel or "", request.ts or "")
        if request.message:
            return await self.told(place, request.message)
        try:
            async with asyncio.timeout(READ_WITHIN):
                found = await self.look_up(place)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return self.unread(place, error), False
        return await self.told(place, found) if found else (msgspec.structs.replace(place, trouble=GONE), False)

    async def look_up(self, place: Source) -> Json | None:
        """Return the message at this place, if it is still there; a reply in a thread is not in the channel's own history."""
        answer = await self.client.conversations_history(channel=place.channel, latest=place.ts, inclusive=True, limit=1)
        found = answer["messages"]
        if found and found[0]["ts"] == place.ts:
            return dict(found[0])
        return await self.reply(place)

    async def reply(self, place: Source) -> Json | None:
        """Return the reply at this place; None where Slack knows of no thread there, or no longer of the reply."""
        ts = place.ts
        try:
            answer = await self.client.conversations_replies(channel=place.channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2)
        except SlackApiError as error:
            if code_of(error) != "thread_not_found":
                raise
            return None
        return next((dict(message) for message in answer["messages"] if message["ts"] == ts), None)

    async def told(self, place: Source, message: Json) -> tuple[Source, bool]:
        """Return what a message says, with the names of who wrote it and of whom it mentions."""
        raw, author = wording(message), message.get("user") or ""
        known = await self.people([author, *MENTION.findall(raw)])
        text, cleaned = decode(named(raw, known))
        head = message.get("thread_ts") or (message["ts"] if message.get("reply_count") else "")
        source = msgspec.structs.replace(
            place,
            thread=head,
            text=text[:MAX_TEXT],
            left_out=len(text[MAX_TEXT:]),
            people=(name_in(message, known),),
            permalink=self.permalink(place.channel, place.ts, head),
            outside=author in known and not self.colleague(known[author]),
            own=author == self.bot_user,
        )
        return source, cleaned

    async def thread(self, request: Request) -> tuple[Source, bool]:
        """Return the whole thread of the message that a form was opened for, as far as it fits into a note."""
        place = read_carried(request.carried).source
        try:
            async with asyncio.timeout(READ_WITHIN):
                messages = await self.replies(place)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return self.unread(place, error), False
        raw = [wording(message) for message in messages]
        known = await self.people([author for message in messages if (author := message.get("user"))] + MENTION.findall("\n".join(raw)))
        lines = [decode(f"{name_in(message, known)}: {named(text, known)}") for message, text in zip(messages, raw, strict=True) if text]
        return self.whole(place, [line for line, _ in lines], messages, known), any(cleaned for _, cleaned in lines)

    def whole(self, place: Source, lines: list[str], messages: list[Json], known: dict[str, Person]) -> Source:
        """Return a thread as one source, with as many whole lines as fit."""
        fitting = fit(lines)
        return msgspec.structs.replace(
            place,
            ts=place.thread,
            whole=True,
            text="\n".join(fitting),
            left_out=len(lines) - len(fitting),
            people=tuple(dict.fromkeys(name_in(message, known) for message in messages))[:MAX_PEOPLE],
            permalink=self.permalink(place.channel, place.thread, place.thread),
        )

    async def replies(self, place: Source) -> list[Json]:
        """Return the messages of a thread, the oldest first, at most a thousand."""
        found: list[Json] = []
        cursor = ""
        for _ in range(PAGES):
            answer = await self.client.conversations_replies(channel=place.channel, ts=place.thread, limit=PAGE, cursor=cursor)
            found += answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found

    async def people(self, users: Iterable[str]) -> dict[str, Person]:
        """Return who these users are, as far as Slack says so within a second."""
        asked = {user: asyncio.ensure_future(self.gate.who(user)) for user in dict.fromkeys(users) if user}
        if asked:
            await asyncio.wait(asked.values(), timeout=NAMED_WITHIN)
        return {user: person for user, task in asked.items() if (person := answered(task))}

    def colleague(self, person: Person) -> bool:
        """Whether somebody is of our own organisation: a full member, or one of our apps."""
        return not (person.stranger or person.guest) and person.team == self.gate.team

    def permalink(self, channel: str, ts: str, head: str) -> str:
        """Return the address of a message, as `chat.getPermalink` would; that is not asked, since it knows no DM without the bot."""
        if not self.address:
            return ""
        in_thread = f"?thread_ts={head}&cid={channel}" if head and head != ts else ""
        return f"{self.address}archives/{channel}/p{ts.replace('.', '')}{in_thread}"

    def unread(self, place: Source, error: Exception) -> Source:
        """Return what could not be read, and Slack's word for why."""
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        logger.info("a message was not read: %s", code)
        return msgspec.structs.replace(place, text="", trouble=GONE if code == "thread_not_found" else code)


def one_of_us(directory: Directory, name: str) -> tuple[str | None, str]:
    """Return the colleague whom a name stands for, or why it is nobody who can promise."""
    user, why = directory.find(name)
    return (None, directory.unfit[user]) if user in directory.unfit else (user, why)


def answered(task: asyncio.Future[Person]) -> Person | None:
    """Return who someone is, once Slack has said so; give up asking where it has not."""
    if not task.done():
        task.cancel()
        return None
    return None if task.exception() else task.result()


def named(raw: str, known: dict[str, Person]) -> str:
    """Return Slack's text with a name in each mention of someone known, so that it reads as they read it."""
    return MENTION.sub(lambda mention: f"<@{mention[1]}|{known[mention[1]].name}>" if mention[1] in known else mention[0], raw)


def name_in(message: Json, known: dict[str, Person]) -> str:
    """Return the name of who wrote a message, as Slack shows it."""
    author = message.get("user") or ""
    profile = message.get("bot_profile") or {}
    return message.get("username") or (known[author].name if author in known else "") or profile.get("name") or author or "an app"


def fit(lines: list[str]) -> list[str]:
    """Return as many lines as fit into one note; of a first line that is longer than that, its beginning."""
    room, found = MAX_TEXT, []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        found.append(line)
    return found or [line[:MAX_TEXT] for line in lines[:1]]
