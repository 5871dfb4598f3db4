"""People type, click, fill in forms, come back to old buttons and take things back at random, and whatever they do is answered and kept.

The chance is seeded: a seed that fails fails again. `Crowd` acts, `Watchful` looks after each act at all that has to hold.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from conftest import OPTIONAL, TEAM, Office, Watch, an_office

from model.belief import Belief
from model.change import AnyRecord
from model.customer import Customer
from model.draft import Draft
from model.idea import Idea
from model.industry import IndustryEntry
from model.talk import Talk
from sandbox import Message, NotThere, Payload, Seen, View, forms, shapes
from sandbox.plain import elements
from storage import Conflict, Receipt
from storage.tinydb import TinyStore

MEMBERS = ("U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN")
OUTSIDERS = ("U0GUEST", "U0ULTRA", "U0STRANGER")
CHANNELS = ("C0GENERAL", "C0CUSTOMER", "C0SHARED")
MARK = re.compile(r"zq\d+q")
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
SAVED = re.compile(r"Saved: (?:your talk|a talk|an idea)")
NAMES = (
    *("Northside Hospital", "Northside", "Acme", "Acme UK", "help", "May", "2026-11-03", "on Tuesday", "undo", "all", "A|B", "A: B"),
    *("O'Brien & Sons <UK>", "Bob's", 'The "Best" Inn', "\u05e9\u05dc\u05d5\u05dd", "T\u0336\u0321h\u0334" * 30, "n" * 300),
    *("&" * 300, "\U0001f468\u200d\U0001f469", "\u202egnp.exe\u202c", "<!channel>", "*bold* _it_", "-", "Line\nBreak"),
    *("\u200b", "\ufdfa" * 200),
)
TEXTS = (
    *("they want tablets", "*bold* ~gone~ `code`", "<!channel> <@U0STAFF> &amp;amp;", "a\n\n\tb", "x\x00y", "ends with spaces  "),
    *("\U0001f600" * 3000, "&<>" * 1000, "They want tablets. " * 1900, "on Tuesday: more", "/talk undo", "\u202egnp.exe"),
    *("'single' \u201csmart\u201d", "\r\n\x0b"),
)
DATES = ("today", "3 Nov", "31 Feb", "99/99", "last Tuesday", "next Monday", "9999 months ago", "in 2 weeks", "pricing", "1 Jan 1900")
TOPICS = ("plans", "position", "normal", "industry", "busines", "forecast", "")
PERIODS = ("", "week", "month", "last quarter", "year")
FIELDS: dict[str, tuple[str, ...]] = {
    "name": NAMES,
    "aliases": NAMES,
    "cadence": ("quarterly", "1 day", "6 weeks", "10 years", "0 days", "sometimes"),
    "zone": ("Europe/Berlin", "Mars"),
    "industry": TEXTS[:3],
}
PICKED: dict[str, tuple[Any, ...]] = {
    "datepicker": ("2026-11-24", "2026-11-20", "2027-02-01", "0001-01-01", "9999-12-31"),
    "users_select": (*MEMBERS, "U0GUEST", "U0BOT"),
    "multi_users_select": ([], ["U0STAFF"], ["U0GUEST", "U0OWNER"]),
    "conversations_select": CHANNELS,
    "channels_select": CHANNELS,
    "multi_conversations_select": ([], ["C0SHARED"]),
}
TURNS = (timedelta(minutes=40), timedelta(hours=7), timedelta(days=1), timedelta(days=3), timedelta(days=31), timedelta(days=95))

KEPT = (Customer, Talk, Idea, Belief, IndustryEntry)

Act = Callable[[], Coroutine[Any, Any, Seen]]
Records = dict[str, AnyRecord]


@dataclass
class Done:
    """What came of an act."""

    seen: Seen
    before: Records
    after: Records

    @property
    def touched(self) -> list[AnyRecord]:
        ids = [one for one in {**self.before, **self.after} if self.before.get(one) != self.after.get(one)]
        return [self.after.get(one) or self.before[one] for one in ids]


@dataclass
class Watchful:
    """Looks after each act at what has to hold."""

    office: Office
    caplog: pytest.LogCaptureFixture
    typed: dict[str, str] = field(default_factory=dict)

    def records(self) -> Records:
        store = self.office.bot.store
        assert isinstance(store, TinyStore)
        tables = store._read(TEAM).tables
        return {record.id: record for table in tables.by_kind.values() for record in table.records.values()}

    async def see(self, user: str, act: Act, *, again: bool = False) -> Done:
        """Let somebody act, and look at the answer, the calls, the log and the store."""
        before, calls = self.records(), len(self.office.slack.journal)
        seen = await act()
        await self.office.slack.settled()
        await self.office.bot.entry.drain()
        done = Done(seen, before, self.records())
        self.check_answer(user, done)
        self.check_log()
        if not again:
            assert [entry for entry in self.office.slack.journal[calls:] if entry.ok is False] == []
            self.check_saved(done)
        await self.check_due_dates()
        return done

    def check_answer(self, user: str, done: Done) -> None:
        seen = done.seen
        assert (seen.error, [ack.status for ack in seen.acks]) == (None, [200] * len(seen.acks))
        assert "went wrong" not in seen.text
        assert user in MEMBERS or not done.touched
        assert user in MEMBERS or "Keep Talking is for" in seen.text or not seen.text

    def check_log(self) -> None:
        assert not [record.getMessage() for record in self.caplog.records if record.levelno >= logging.ERROR or record.exc_info]
        assert not MARK.search(self.caplog.text)
        self.caplog.clear()

    def check_saved(self, done: Done) -> None:
        """What was answered with Saved is there once, as it was typed (from its last mark on); nothing comes or goes unsaid."""
        new = [record for one, record in done.after.items() if one not in done.before and isinstance(record, Talk | Idea)]
        gone = [record for one, record in done.before.items() if one not in done.after and isinstance(record, Talk | Idea | Customer)]
        assert len(new) <= 1
        assert not new or SAVED.search(done.seen.text)
        assert not gone or "Taken back" in done.seen.text
        for text in (record.notes if isinstance(record, Talk) else record.text for record in new):
            for mark in MARK.findall(text)[-1:]:
                assert text[text.index(mark) :] == self.typed[mark]

    async def check_due_dates(self) -> None:
        found = self.records().values()
        for customer in (record for record in found if isinstance(record, Customer)):
            held = [record.held_on for record in found if isinstance(record, Talk) and record.customer == customer.id and record.counts]
            standing = await self.office.bot.store.relationship(TEAM, customer.id)
            assert standing is not None
            assert standing.due_on == customer.cadence.after(max(held, default=customer.added_on))

    def check_reminders(self) -> None:
        """At most one a day and person, in working hours, to members only."""
        for user in (*MEMBERS, *OUTSIDERS):
            zone = ZoneInfo(self.office.slack.user(user).tz)
            reminders = [dm for dm in self.office.slack.from_bot(user) if "'dm:" in str(dm.metadata)]
            sent = [datetime.fromtimestamp(float(dm.ts), UTC).astimezone(zone) for dm in reminders]
            assert all(at.weekday() < 5 and 9 <= at.hour < 17 for at in sent)
            assert len({at.date() for at in sent}) == len(sent)
            assert user in MEMBERS or not sent


@dataclass
class Crowd:
    """Acts by chance."""

    office: Office
    chance: Random
    watchful: Watchful
    life: AsyncExitStack
    old: list[tuple[str, Message, Message]] = field(default_factory=list)

    async def live(self, acts: int) -> None:
        await self.come_in()
        for _ in range(acts):
            deeds = (self.say, self.click, self.submit, self.take, self.wait, self.return_, self.restart)
            [act] = self.chance.choices(deeds, (45, 25, 18, 12, 8, 6, 1))
            try:
                await act()
            except NotThere:
                continue
        await self.restart()

    async def come_in(self) -> None:
        await self.life.enter_async_context(self.office.open())
        await self.office.slack.command("U0OWNER", "/talk add Riverside Clinic")
        form = await self.office.slack.command("U0OWNER", "/talk edit Riverside Clinic")
        await self.office.slack.fill_and_submit("U0OWNER", form, {"Channel": "C0CUSTOMER"})
        self.quarrel()
        await self.office.tick()

    def quarrel(self) -> None:
        """Let a commit of a person's fail now and then, as if somebody else had been faster."""
        store = self.office.bot.store
        commit = store.commit

        async def contested(change: Any) -> Receipt:
            if change.by.startswith("U") and self.chance.random() < 0.1:
                raise Conflict("somebody was faster")
            return await commit(change)

        store.commit = contested  # type: ignore[method-assign]

    async def restart(self) -> None:
        """What was there is there again, to the letter, and nothing of the bot's goes on without it."""
        before = self.watchful.records()
        await self.life.aclose()
        assert not [task for task in asyncio.all_tasks() if re.search(r"handlers|slack_bolt|slack_sdk|/bot/", repr(task.get_stack()))]
        await self.life.enter_async_context(self.office.open())
        assert [one for one in before.values() if isinstance(one, KEPT)] == [
            one for one in self.watchful.records().values() if isinstance(one, KEPT)
        ]
        self.quarrel()

    async def wait(self) -> None:
        self.office.watch.at += self.chance.choice(TURNS)
        await self.office.tick()
        self.watchful.check_log()
        self.watchful.check_reminders()

    def somebody(self) -> str:
        return self.chance.choice(MEMBERS if self.chance.random() < 0.92 else OUTSIDERS)

    def name(self) -> str:
        known = [record.name for record in self.watchful.records().values() if isinstance(record, Customer)]
        name = self.chance.choice(known if known and self.chance.random() < 0.7 else NAMES)
        return self.chance.choice((name, name, name.upper(), f'"{name}"', f"{name}'s", name[1:]))

    def text(self, limit: int = 40_000) -> str:
        mark = f"zq{len(self.watchful.typed)}q"
        text = self.chance.choice((f"{mark} {self.chance.choice(TEXTS)}", f"{self.chance.choice(TEXTS)}\n{mark}"))[:limit]
        self.watchful.typed[mark] = UNKEEPABLE.sub("", text[text.index(mark) :]) if mark in text else ""
        return text

    def line(self) -> str:
        pick, name = self.chance.choice, self.name()
        lines = (
            *(f"{pick(('note', 'NOTE', '/talk note', 'idea'))} {name}{pick(('', ':', ' -'))} {self.text()}" for _ in range(4)),
            *(f"note {name} on {pick(DATES)}: {self.text()}", f"{pick(('book', 'snooze'))} {name} {pick(DATES)}", *[f"add {name}"] * 2),
            *(f"{pick(('customer', 'edit', 'ideas', 'note', 'help'))} {name}", f"summary {pick((name, 'all', ''))} {pick(PERIODS)}"),
            *(f"learn {name} {pick(TOPICS)}: {self.text()}" for _ in range(2)),
            *(f"learn {name}", "learn", f"learn industry {name} {pick(('normal', 'innovators', ''))}: {self.text()}", "learn industries"),
            *(pick(("quiet", "customers")) + pick(("", " all")), pick(("undo", "settings", "", "thanks", "\u200b")), self.text()),
        )
        return pick(lines)

    async def say(self) -> None:
        user, line, copies = self.somebody(), escaped(self.line()), self.chance.choice((1, 1, 1, 2))
        slack, place = self.office.slack, self.chance.choice(CHANNELS if user != "U0STRANGER" else ("C0SHARED",))
        doors: tuple[Act, ...] = (
            lambda: slack.command(user, f"/talk {line}", place if user in MEMBERS else None, raw=True, copies=copies),
            lambda: slack.dm(user, line, raw=True, copies=copies),
            lambda: slack.mention(place, user, line, raw=True, copies=copies),
        )
        door = self.chance.choice(doors if user in MEMBERS else doors[:2])
        await self.finish(user, await self.watchful.see(user, door, again=copies > 1))

    async def take(self) -> None:
        """Choose a shortcut, or react to what somebody has said among people, and perhaps take that back."""
        user, slack = self.somebody(), self.office.slack
        place = self.chance.choice(CHANNELS[1:]) if user != "U0STRANGER" else "C0SHARED"
        channel = slack.state.workspace_of("U0OWNER").channels[place]
        said = [message for message in channel.messages if not message.bot_id][-4:]
        new = (
            slack.compose.said(self.chance.choice(MEMBERS), channel, escaped(self.text()), raw=True) if self.chance.random() < 0.6 else None
        )
        message = new or self.chance.choice(said or [slack.compose.said(user, channel, "hello")])
        emoji = self.chance.choice(("bulb", "memo", "memo", "tada"))
        if self.chance.random() < 0.4:
            by_menu = self.chance.random() < 0.8
            chosen = (
                slack.message_shortcut(user, "message.save", place, message.ts) if by_menu else slack.shortcut(user, "talk.log.anywhere")
            )
            await self.finish(user, await self.watchful.see(user, lambda: chosen))
        elif user in message.reactions.get(emoji, ()):
            await self.watchful.see(user, lambda: slack.unreact(user, place, message.ts, emoji))
        else:
            await self.watchful.see(user, lambda: slack.react(user, place, message.ts, emoji, copies=self.chance.choice((1, 1, 2))))

    async def finish(self, user: str, done: Done) -> None:
        """Keep what was seen for later clicks, and perhaps take it back at once: then all is as it was."""
        message = done.seen.message
        assert done.seen.text.strip() or done.seen.errors or (user in OUTSIDERS and not done.touched) or any(done.touched)
        if message and message.buttons:
            self.old.append((user, message, deepcopy(message)))
        changed = [record for record in done.touched if not isinstance(record, Draft)]
        if changed and "Taken back" not in done.seen.text and self.chance.random() < 0.3:
            undone = await self.watchful.see(user, lambda: self.office.slack.command(user, "/talk undo", None))
            assert as_first(undone.after) == as_first(done.before)

    def before_me(self, user: str) -> list[Message | View]:
        slack = self.office.slack
        seen = [*slack.ephemerals(user), *(message for channel in (user, *CHANNELS) for message in slack.from_bot(channel))]
        view = slack.view_of(user)
        return [*(one for one in seen[-12:] if not one.ephemeral_for or one.ephemeral_for == user), *([view] * 3 if view else [])]

    async def composed(self, user: str, surface: Message | View) -> Payload:
        """Return a click on any button or select of a message or view."""
        there = [(block, element) for block, element in elements(surface.blocks) if block["type"] != "input"]
        if not there:
            raise NotThere("nothing to click")
        _, element = self.chance.choice(there)
        same = [one for one in there if one[1]["action_id"] == element["action_id"]]
        nth = next(n for n, one in enumerate(same) if one[1] is element)
        if element["type"] == "button":
            return self.office.slack.compose.click(user, surface, element["action_id"], nth=nth)
        options = element.get("options") or await self.offered(user, surface, element["action_id"])
        choice = self.chance.choice(options)["value"]
        return self.office.slack.compose.click(user, surface, element["action_id"], options=options, nth=nth, select=choice)

    async def offered(self, user: str, surface: Message | View, name: str) -> list[dict[str, Any]]:
        query = self.chance.choice(("", "", "n", "\x00", "x" * 200))
        ack = await self.office.slack.deliver(self.office.slack.compose.suggest(user, surface, name, query))
        assert ack.error is None
        if not ack.options:
            raise NotThere("no options")
        return ack.options

    async def click(self) -> None:
        user = self.chance.choice(MEMBERS)
        surfaces = self.before_me(user)
        if not surfaces:
            raise NotThere("nothing to see")
        payload = await self.composed(user, self.chance.choice(surfaces))
        await self.deliver(user, payload)

    async def return_(self) -> None:
        """Click in a message as it was once, whatever became of it."""
        if not self.old:
            raise NotThere("nothing old")
        user, now, then = self.chance.choice(self.old[-30:])
        payload = await self.composed(user, then)
        if now.deleted or payload.response_url is None:
            raise NotThere("it is gone")
        payload.response_url.original = now
        await self.deliver(user, payload)

    async def deliver(self, user: str, payload: Payload) -> None:
        """Bring a click or a form, and perhaps once more later: what had an effect has no other."""
        if self.chance.random() < 0.15:
            done = await self.watchful.see(user, lambda: self.office.slack.act(payload))
            again = await self.watchful.see(user, lambda: self.office.slack.act(payload), again=True)
            assert not done.touched or not again.touched
        else:
            await self.finish(user, await self.watchful.see(user, lambda: self.office.slack.act(payload)))

    async def submit(self) -> None:
        user = self.chance.choice(MEMBERS)
        view = self.office.slack.view_of(user)
        if view is None or not view.callback_id.endswith(".form"):
            raise NotThere("no form")
        for block in (block for block in view.blocks if block["type"] == "input" and not block["block_id"].endswith("_hour")):
            if self.chance.random() < 0.3:
                continue
            await self.enter(user, view, block)
        values = shapes.state_values(view.blocks, view.values)
        if forms.problems(view.blocks, values):
            raise NotThere("Slack itself refuses it")
        await self.deliver(user, self.office.slack.compose.submit(user, view, values))

    async def enter(self, user: str, view: View, block: dict[str, Any]) -> None:
        """Fill in a field; one whose text goes on beyond it stays as it is."""
        element, name, options = block["element"], block["block_id"], None
        if element["type"] == "plain_text_input":
            if "more than fit" in str(block.get("hint")):
                return
            given = self.chance.choice(FIELDS[name])[: element["max_length"]] if name in FIELDS else self.text(element["max_length"])
        elif element["type"] == "external_select":
            options = await self.offered(user, view, name)
            given = self.chance.choice(options)["value"]
        elif element["type"] == "static_select":
            given = self.chance.choice(element["options"])["value"]
        else:
            given = self.chance.choice(PICKED[element["type"]])
        view.values.setdefault(name, {})[element["action_id"]] = forms.entered(element, given, options)


def escaped(text: str) -> str:
    """Return a text as Slack sends it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_first(records: Records) -> Records:
    """Return the records as if none had ever been changed."""
    return {one: msgspec.structs.replace(record, version=1) for one, record in records.items()}


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("seed", range(6))
async def test_whatever_people_do_in_whatever_order_is_answered_kept_once_and_can_be_taken_back(
    watch: Watch, tmp_path: Path, caplog: pytest.LogCaptureFixture, seed: int, transport: str
) -> None:
    async with an_office(watch, tmp_path, transport, OPTIONAL) as office, AsyncExitStack() as life:
        await Crowd(office, Random(seed), Watchful(office, caplog), life).live(acts=90)  # noqa: S311  the same chance each time
