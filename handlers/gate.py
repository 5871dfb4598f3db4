"""The one gate: who may use the bot, default no. Every door passes it, and the clock asks it before it writes to anybody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.refusal import code_of
from model.answer import Json
from model.person import Person

KEPT = timedelta(hours=1)
UNWRITABLE = timedelta(days=1)
PAGE = 1000
logger = logging.getLogger(__name__)


class Refused(Exception):
    """This person may not; the text is why: guest, stranger, bot, deleted, nobody, unknown, or unwritable."""


class Gate:
    """Who is who in the workspace, by `users.info`, kept for an hour and dropped when Slack says that someone changed."""

    def __init__(self, client: AsyncWebClient, team: str, now: Callable[[], datetime]) -> None:
        self.client = client
        self.team = team
        self.now = now
        self.known: dict[str, tuple[datetime, Person]] = {}
        self.chiefs: tuple[datetime, tuple[str, ...]] | None = None
        self.unwritable: dict[str, datetime] = {}
        self.asking: dict[str, asyncio.Task[Person]] = {}

    async def reach(self, user: str) -> Person:
        """Return the person if they may use the bot and can be written to; raise Refused as `admit` does."""
        until = self.unwritable.get(user)
        if until and self.now() < until:
            raise Refused("unwritable")
        return await self.admit(user)

    async def admins(self) -> tuple[str, ...]:
        """Return Slack's admins and owners of the workspace, who hear of what nobody else can be told; none while Slack can't say."""
        if self.chiefs and self.now() - self.chiefs[0] < KEPT:
            return self.chiefs[1]
        try:
            found = [read_person(user) for page in await self.pages() for user in page if "team_id" in user]
        except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
            logger.warning("users.list failed: %s", type(error).__name__)
            return self.chiefs[1] if self.chiefs else ()
        admins = tuple(
            person.id for person in found if person.admin and not (person.bot or person.deleted or person.guest or person.stranger)
        )
        self.chiefs = (self.now(), admins)
        return admins

    async def pages(self) -> list[list[Json]]:
        """Return the workspace's members as Slack lists them, a page of a thousand at a time."""
        pages, cursor = [], ""
        while True:
            answer = await self.client.users_list(limit=PAGE, cursor=cursor)
            pages.append(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return pages

    def cannot_write_to(self, user: str) -> None:
        """Remember for a day that Slack takes no message for this user, so that others are told instead."""
        self.unwritable[user] = self.now() + UNWRITABLE

    async def admit(self, user: str) -> Person:
        """Return the person if they may use the bot; raise Refused if not, or if Slack could not tell."""
        try:
            return self.checked(self.remembered(user) or await self.ask(user))
        except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
            code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            logger.warning("users.info failed: %s", code)
            raise Refused("nobody" if code == "user_not_found" else "unknown") from error

    async def who(self, user: str) -> Person:
        """Return who someone is, whether they may use the bot or not; raise as the Slack client does."""
        return self.remembered(user) or await self.ask(user)

    def remembered(self, user: str) -> Person | None:
        """Return who someone is as Slack has told it within the hour."""
        kept = self.known.get(user)
        return kept[1] if kept and self.now() - kept[0] < KEPT else None

    async def ask(self, user: str) -> Person:
        """Ask Slack who someone is, once for all who want to know at the moment."""
        if user not in self.asking:
            self.asking[user] = asyncio.create_task(self.look_up(user))
        return await asyncio.shield(self.asking[user])

    async def look_up(self, user: str) -> Person:
        """Ask Slack who someone is, and keep the answer, unless they changed while it was on its way."""
        try:
            answer = await self.client.users_info(user=user)
            person = read_person(answer["user"])
            if self.asking.get(user) is asyncio.current_task():
                self.known[user] = (self.now(), person)
            return person
        finally:
            if self.asking.get(user) is asyncio.current_task():
                del self.asking[user]

    def checked(self, person: Person) -> Person:
        """Return the person if they are a full member of this workspace; raise Refused with the reason if not."""
        if person.stranger or person.team != self.team:
            raise Refused("stranger")
        for why, true in (("deleted", person.deleted), ("bot", person.bot), ("guest", person.guest)):
            if true:
                raise Refused(why)
        return person

    def forget(self, user: str) -> None:
        """Drop what is known of someone, and what is being asked, so that the next request asks Slack again."""
        for kept in (self.known, self.asking, self.unwritable):
            kept.pop(user, None)
        self.chiefs = None


def read_person(user: Json) -> Person:
    """Read Slack's user object; a guest of either kind is a guest. Raises KeyError where Slack does not say which team."""
    return Person(
        id=user["id"],
        name=user.get("real_name") or user.get("name") or user["id"],
        team=user["team_id"],
        zone=user.get("tz") or "UTC",
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")),
        bot=bool(user.get("is_bot")),
        deleted=bool(user.get("deleted")),
    )
