"""Living the story of the demo: every line is typed and every form filled in through Slack's doors, on its day, while the bot looks on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.story import YEAR
from bot.story.cast import CHANNELS, NORTHSIDE, OWNERS, PEOPLE, RENAMED, Deed
from bot.turning import ZONE, Turning
from model.person import zone_named
from model.workday import is_working_day, last_working_day_before
from sandbox import Sandbox, Seen

THURSDAY, TEN = 3, time(10)


class NotLived(Exception):
    """The story went differently: what somebody did, and what they saw."""


def a_working_morning(today: date) -> datetime:
    """Return ten o'clock in Berlin of this day, or of the Thursday before: tomorrow is a working day too."""
    day = today - timedelta(days=max(0, today.weekday() - THURSDAY))
    return datetime.combine(day, TEN, zone_named(ZONE))


def moment_of(deed: Deed, morning: datetime) -> datetime:
    """Return when somebody did this."""
    return datetime.combine(working_day(morning.date() - timedelta(days=deed.ago)), time.fromisoformat(deed.at), morning.tzinfo)


def settle(slack: Sandbox) -> None:
    """Give the people their names, and the customers their channels."""
    for user, (name, title) in PEOPLE.items():
        slack.user(user).real_name, slack.user(user).title = name, title
    for channel, name in RENAMED.items():
        slack.channel(channel).name = name
    members = slack.channel(NORTHSIDE).members
    for channel, name in CHANNELS.items():
        slack.add_channel(channel, name, members=list(members))


async def live(slack: Sandbox, turning: Turning, morning: datetime) -> None:
    """Let the year pass up to this morning; what the bot is about to say is said before time goes on. Raises NotLived."""
    settle(slack)
    for deed in sorted(YEAR, key=lambda deed: moment_of(deed, morning)):
        await turning.bot.drain()
        await turning.until(moment_of(deed, morning))
        await do(slack, deed, morning.date())
    await turning.until(morning)


async def do(slack: Sandbox, deed: Deed, today: date) -> Seen:
    """Do one deed, with the form that it opens, which is closed when it says that all is saved."""
    seen = await through_its_door(slack, deed)
    if deed.form:
        entries = {label: day(value, today) if isinstance(value, int) else value for label, value in deed.form.items()}
        seen = await slack.fill_and_submit(deed.who, seen, entries)
    if seen.error or seen.errors:
        raise NotLived(f"{deed.who}: {deed.line}: {seen.error or seen.errors}")
    if view := slack.view_of(deed.who):
        await slack.close(deed.who, view, cleared=True)
    return seen


async def through_its_door(slack: Sandbox, deed: Deed) -> Seen:
    """Type a line where it belongs, or press a button of the newest DM."""
    if deed.how == "presses" and not deed.line.startswith("/"):
        return await slack.click(deed.who, slack.message_with(slack.channel(deed.who).id, deed.line), deed.line)
    if deed.line.startswith("/"):
        seen = await slack.command(deed.who, deed.line, OWNERS)
        if deed.how == "rates":
            return await slack.click(deed.who, seen, "Rate the relationship")
        return await on_the_card(slack, deed, seen) if deed.how == "moves" else seen
    if deed.how.startswith("dm"):
        return await slack.dm(deed.who, deed.line)
    if deed.how.startswith("@"):
        return await slack.mention(deed.channel, deed.who, deed.line)
    return await slack.say(deed.channel, deed.who, deed.line)


async def on_the_card(slack: Sandbox, deed: Deed, register: Seen) -> Seen:
    """Press a button on the card of the improvement that stands first in the register."""
    return await slack.click(deed.who, await slack.click(deed.who, register, "Show", nth=0), deed.text)


def day(ahead: int, today: date) -> str:
    """Return a day so far ahead, or behind, as a date picker takes it, of a weekend the Friday before."""
    return working_day(today + timedelta(days=ahead)).isoformat()


def working_day(day: date) -> date:
    """Return the day itself, of a weekend the Friday before."""
    return day if is_working_day(day) else last_working_day_before(day)
