"""The sweep as a command: the clock's own sweep once, and its outbox; or what it would tell, beside a running bot, at any moment."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import msgspec

from bot import logs
from bot.clock import clock_from
from bot.config import ConfigError, Settings, read_settings
from bot.endings import DONE, REFUSALS
from bot.screen import Screen
from bot.slack import Line, reached
from handlers.delivery import Delivery
from handlers.foresight import next_reminder
from handlers.gate import Gate
from handlers.sweep import Reminder, Sweep
from messages import sweeps as told
from model.post import Post
from storage import Store, closing, open_store, read_store

PLANNED = "planned"

Now = Callable[[], datetime]
States = Mapping[str, str]


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    dry_run: bool = False
    json: bool = False
    at: str | None = None


async def sweep(environ: Mapping[str, str], wish: Wish, now: Now | None = None) -> int:
    """Sweep once, or say what that would tell, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    at = read_moment(wish.at)
    if at and not wish.dry_run:
        raise ConfigError(told.DRY_ONLY)
    logs.configure("warning")
    report = Report(as_json=wish.json)
    if wish.dry_run:
        return await look(settings, now, at or now(), report)
    return await carry_out(settings, now, report)


def read_moment(text: str | None) -> datetime | None:
    """Read the moment that is asked about, in UTC where no offset is given."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(told.no_such_time(text)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def look(settings: Settings, now: Now, at: datetime, report: Report) -> int:
    """Say what would be told at a moment, and write nothing."""
    async with closing(await read_store(settings.store, now())) as store, reached(settings, now) as line:
        planned = await Sweep(store, line.gate, lambda: at).plan()
        report.reminders(planned, line.gate)
        if not planned:
            await report.nothing(store, line.gate, at)
    return DONE


async def carry_out(settings: Settings, now: Now, report: Report) -> int:
    """Do what the clock does: sweep, then send what is in the outbox once."""
    async with closing(await open_store(settings.store, now)) as store, reached(settings, now) as line:
        return await tell(store, line, now, report)


async def tell(store: Store, line: Line, now: Now, report: Report) -> int:
    """Sweep and send, and say what was told and what became of it."""
    sweeping = Sweep(store, line.gate, now)
    await sweeping.clear_away()
    reminders = await sweeping.tell(await sweeping.plan())
    await Delivery(store, line.client, line.gate, now).flush()
    if not reminders:
        await report.nothing(store, line.gate, now())
        return DONE
    posts = [await store.get(line.gate.team, Post, reminder.post) for reminder in reminders]
    states = {post.id: post.state for post in posts if post}
    report.reminders(reminders, line.gate, states)
    report.states(states)
    return DONE if set(states.values()) == {"sent"} else REFUSALS


class Report:
    """Says what is told: lines for people, or JSON lines, beside which everything else goes to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.screen = Screen()
        self.beside = Screen(out=sys.stderr) if as_json else self.screen

    def reminders(self, reminders: list[Reminder], gate: Gate, states: States | None = None) -> None:
        """Say a line for each thing that a person is told."""
        names = {user: person.name for user, (_, person) in gate.known.items()}
        self.screen.say(line for reminder in reminders for line in self.lines(reminder, names, states or {}))

    def lines(self, reminder: Reminder, names: Mapping[str, str], states: States) -> list[str]:
        """Return the lines of one DM."""
        if not self.as_json:
            return lines(reminder, names)
        about, state = (reminder.person, names, reminder.at), states.get(reminder.post, PLANNED)
        objects = [told.as_object(item, *about, state) for item in reminder.news]
        words = [told.word_as_object(word, *about, state) for word in reminder.words]
        return [msgspec.json.encode(one).decode() for one in (*objects, *words)]

    def states(self, states: States) -> None:
        """Say what became of the DMs."""
        count = Counter(states.values())
        self.beside.say([told.told(count["sent"], count["pending"] + count["sending"], count["dead"])])

    async def nothing(self, store: Store, gate: Gate, at: datetime) -> None:
        """Say that nobody is told anything, and when somebody will be."""
        following = await next_reminder(store, gate, at)
        names = {user: person.name for user, (_, person) in gate.known.items()}
        line = lines(following, names)[0] if following else ""
        self.beside.say([told.nothing(line, customers=bool(await store.customers(gate.team)))])


def lines(reminder: Reminder, names: Mapping[str, str]) -> list[str]:
    """Return a DM as lines for people."""
    about = (reminder.person, names, reminder.at)
    return [*(told.line(item, *about) for item in reminder.news), *(told.word_line(word, *about) for word in reminder.words)]
