"""Turning the demo's clock: time passes as it would, so that what the bot says on the way stands there with its own day and hour.

Days change what is due, and people hear of it from their first working hour on. So the clock stops at those hours of every zone,
strikes, and goes on when the outbox is empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot.app import Bot
from bot.clock import EVERY, HandClock
from model.cadence import read_cadence
from model.person import zone_named
from model.schedule import SUMMARY_HOUR
from model.workday import is_working_day
from sandbox import Sandbox

ONE_HOUR = "1 hour"
TURNS = (ONE_HOUR, "1 day", "2 weeks", "3 months")
ZONE = "Europe/Berlin"


class Turning:
    """The hands of the one clock that the bot and its local Slack go by."""

    def __init__(self, slack: Sandbox, bot: Bot, now: HandClock) -> None:
        self.slack = slack
        self.bot = bot
        self.now = now

    async def turn(self, by: str) -> None:
        """Let that much time pass."""
        async with self.bot.clock.striking:
            await self.pass_until(later(self.now(), by))

    async def until(self, moment: datetime) -> None:
        """Let time pass until this moment."""
        async with self.bot.clock.striking:
            await self.pass_until(moment)

    async def pass_until(self, end: datetime) -> None:
        """Stop wherever something may be due, at the end too, and let the bot say all that it has to say there."""
        settings = await self.bot.store.settings(self.bot.gate.team)
        for moment in stops(self.now(), end, {*self.zones(), settings.zone}, {settings.first_hour, SUMMARY_HOUR}):
            self.now.turn(moment)
            await self.bot.clock.strike()
            await self.send_all()

    async def send_all(self) -> None:
        """Empty the outbox of what may be sent now, and of what that brings: a summary's details are written once it stands."""
        while await self.bot.delivery.flush() == timedelta(0):
            continue

    def zones(self) -> set[str]:
        """Return the time zones in which people live."""
        return {user.tz for place in self.slack.state.workspaces.values() for user in place.users.values() if not user.is_bot}


def later(moment: datetime, by: str) -> datetime:
    """Return the moment so much later, days and months by the calendar of the clock on the wall."""
    if by == ONE_HOUR:
        return moment + timedelta(hours=1)
    local = moment.astimezone(zone_named(ZONE))
    return datetime.combine(read_cadence(by).after(local.date()), local.time(), local.tzinfo).astimezone(UTC)


def stops(begin: datetime, end: datetime, zones: Iterable[str], hours: Iterable[int]) -> list[datetime]:
    """Return the moments (UTC) after `begin` at which one of these hours strikes on a working day of one of these zones, and the end.

    The bot's next tick after each is one too: that somebody left a third reminder without an answer is told to the next in line then.
    """
    days = [begin.date() + timedelta(days=count) for count in range(-1, (end - begin).days + 3)]
    struck = [datetime.combine(day, time(hour), zone_named(zone)) for day in days for zone in zones for hour in hours]
    ticks = {at.astimezone(UTC) + after for at in struck if is_working_day(at) for after in (timedelta(0), EVERY)}
    return [*sorted(tick for tick in ticks if begin < tick < end), end]
