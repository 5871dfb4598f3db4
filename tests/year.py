"""A year of reminders, hour by hour, over fifty customers whose owners live all over the world, and what an oracle says of it.

`python tests/year.py [SEED]` prints every telling of every DM: to whom, at which local time, about which customer, which step, why.
Real verbs, sweep, outbox and store work in this process; only Slack is played, by what it knows of people and takes in.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from typing import cast as taken_as

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import deeds  # noqa: E402
from conftest import AT_ONCE, TEAM, Watch  # noqa: E402
from deeds import CADENCES, ZONES  # noqa: E402
from oracle import Item, Oracle, Someone, Story  # noqa: E402
from records import QuickDisk  # noqa: E402
from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402

from handlers import routes  # noqa: E402
from handlers.delivery import Delivery  # noqa: E402
from handlers.entry import change_of  # noqa: E402
from handlers.gate import Gate  # noqa: E402
from handlers.request import Request  # noqa: E402
from handlers.sweep import Sweep  # noqa: E402
from messages import nudges as told  # noqa: E402
from model.cadence import Cadence  # noqa: E402
from model.change import Change, Outcome, Write  # noqa: E402
from model.customer import Customer, fold  # noqa: E402
from model.record import id_for  # noqa: E402
from model.settings import defaults  # noqa: E402
from sandbox.plain import readable  # noqa: E402
from storage import Store  # noqa: E402
from storage.tinydb import TinyStore  # noqa: E402

DOORS: dict[str, Any] = {"line": "slash", "actions": "button", "forms": "form"}
BEGIN = datetime(2027, 9, 1, tzinfo=UTC)
WORKSPACES_ZONE = "Europe/Berlin"
HOURS = {1, 4, 7, 8, 10, 12, 13, 14, 16, 19, 20, 21, 22, 23}


@dataclass
class Dm:
    """One DM as it left: to whom, when on their clock, its key and blocks, and what it tells."""

    person: str
    local: datetime
    key: str
    blocks: list[dict[str, Any]]
    items: list[Item] = field(default_factory=list)
    whys: dict[str, str] = field(default_factory=dict)


class Slack:
    """Slack, as far as reminders need it: who people are, and a pile of what it was given to post."""

    def __init__(self, people: Iterable[Someone], now: Callable[[], datetime]) -> None:
        self.people = {person.id: person for person in people}
        self.now = now
        self.posted: list[Dm] = []

    async def users_info(self, *, user: str) -> dict[str, Any]:
        return {"user": self.shown(self.people[user])}

    async def users_list(self, **_: object) -> dict[str, Any]:
        return {"members": [self.shown(person) for person in self.people.values()]}

    def shown(self, person: Someone) -> dict[str, Any]:
        return {"id": person.id, "team_id": TEAM, "name": person.id, "tz": person.zone, "deleted": person.gone, "is_admin": person.admin}

    async def chat_postMessage(self, *, channel: str, metadata: Any, blocks: Any, **_: object) -> dict[str, Any]:  # noqa: N802  Slack's name
        self.posted.append(Dm(channel, self.people[channel].local(self.now()), metadata["event_payload"]["key"], blocks))
        return {"channel": f"D{channel}", "ts": str(len(self.posted))}


class Year:
    """The bot's parts that remind, the people who use them, and the oracle that watches both."""

    deeds = deeds.ALL

    def __init__(self, store: Store, people: list[Someone], stories: list[Story], chance: random.Random, watch: Watch) -> None:
        self.store, self.chance, self.watch = store, chance, watch
        self.oracle = Oracle(people, stories, WORKSPACES_ZONE)
        self.slack = Slack(people, watch)
        client = taken_as("AsyncWebClient", self.slack)
        self.gate = Gate(client, TEAM, watch)
        self.sweep = Sweep(store, self.gate, watch)
        self.delivery = Delivery(store, client, self.gate, watch, AT_ONCE)
        self.routes = routes()
        self.keys = map("cmd:{}".format, count(1))
        self.wrong: list[str] = []

    @property
    def posted(self) -> list[Dm]:
        """Every DM that left, the oldest first."""
        return self.slack.posted

    async def begin(self) -> None:
        """Bring the customers in, as an import does."""
        settings = defaults(TEAM).changed(zone=WORKSPACES_ZONE)
        customers = [
            Customer(
                id=id_for("customer", one.name),
                workspace=TEAM,
                name=one.name,
                added_on=one.since,
                owner=one.owner,
                deputy=one.deputy,
                sponsor=one.sponsor,
                cadence=Cadence(*one.cadence),  # type: ignore[arg-type]
            )
            for one in self.oracle.stories.values()
        ]
        await self.write(Write(after=settings), *(Write(after=customer) for customer in customers))

    async def write(self, *writes: Write) -> None:
        await self.store.commit(Change(workspace=TEAM, at=self.watch(), by="import", verb="import", writes=writes))

    async def customer(self, story: Story) -> Customer:
        return (await self.store.named(TEAM, [fold(story.name)]))[fold(story.name)]

    async def ask(self, user: str, what: str, name: str = "", **given: Any) -> None:
        """Let somebody type a line (`line`), press a button (`actions`) or submit a form (`forms`), and commit what comes of it."""
        given |= {"workspace": TEAM, "user": user, "person": await self.gate.admit(user), "at": self.watch()}
        request = Request(key=next(self.keys), door=DOORS[what], action=name, **given)
        handler = self.routes.line if what == "line" else getattr(self.routes, what)[name]
        outcome: Outcome = await handler(request, self.store)
        assert outcome.writes, outcome.answer
        await self.store.commit(change_of(request, outcome))

    async def hour(self) -> None:
        """Let one hour strike: what is told has to be what the oracle expects."""
        expected = self.oracle.expect(self.watch())
        before = len(self.posted)
        await self.sweep()
        await self.delivery.flush()
        for dm in self.posted[before:]:
            await self.read(dm)
        heard = {item for dm in self.posted[before:] for item in dm.items}
        self.wrong += [f"{self.watch():%F %H:%M} not told: {item}" for item in expected - heard]
        self.wrong += [f"{self.watch():%F %H:%M} told: {item}" for item in heard - expected]
        self.oracle.told(self.watch(), heard)

    async def read(self, dm: Dm) -> None:
        """Read what a DM tells, from the records behind it and from its own words."""
        words = readable("", dm.blocks)
        reasons = {
            block["block_id"]: before
            for before, block in zip(dm.blocks, dm.blocks[1:], strict=False)
            if block["type"] == "actions" and "block_id" in block
        }
        for nudge in await self.store.nudges(TEAM, post=id_for("post", TEAM, dm.key)):
            customer = await self.store.get(TEAM, Customer, nudge.customer)
            assert customer is not None
            dm.items.append(Item(dm.person, customer.name, nudge.step, nudge.due_on))
            why = reasons.get(told.block_of(nudge.id))
            dm.whys[customer.name] = readable("", [why]).splitlines()[0] if why else "(named at the end)"
            if customer.name not in words:
                self.wrong.append(f"{dm.key} does not name {customer.name}")

    async def days(self, number: int, *, eventful: bool = True) -> None:
        """Let so many days pass: a tick at each hour (UTC) at which it is nine somewhere, and at some others, on all days alike."""
        for _ in range(number):
            hours = {self.chance.randrange(24) for _ in range(self.chance.choice((0, 1, 1, 2, 3)))} if eventful else set()
            for hour in range(24):
                for _ in range(hour in hours):
                    await self.something_happens()
                if hour in HOURS:
                    await self.hour()
                self.watch.turn(hours=1)

    async def something_happens(self) -> None:
        """Let somebody do one of the things that people do."""
        story = self.chance.choice(list(self.oracle.stories.values()))
        here = [person.id for person in self.oracle.people.values() if not person.gone]
        user = self.oracle.here(story.owner) or self.chance.choice(here)
        deed = self.chance.choices([deed for deed, _ in self.deeds], weights=[weight for _, weight in self.deeds])[0]
        await deed(self, story, user, self.oracle.people[user].local(self.watch()).date())

    async def changes(self, person: Someone, **fields: Any) -> None:
        """Let Slack say that somebody changed."""
        for name, value in fields.items():
            setattr(person, name, value)
        self.gate.forget(person.id)
        self.gate.chiefs = None


Cast = tuple[list[Someone], list[Story]]


def cast_of(chance: random.Random, customers: int) -> Cast:
    """Return people all over the world, and customers that some of them look after."""
    owners = [Someone(f"UOWNER{n:02}", ZONES[n % len(ZONES)]) for n in range(14)]
    seconds = [Someone(f"UDEPUTY{n}", chance.choice(ZONES)) for n in range(4)] + [
        Someone(f"USPONSOR{n}", chance.choice(ZONES)) for n in range(3)
    ]
    admins = [Someone("UADMIN1", "America/New_York", admin=True), Someone("UADMIN2", "Asia/Kolkata", admin=True)]
    stories = [
        Story(
            f"Hospital {n:02}",
            BEGIN.date() - timedelta(days=chance.randint(2, 120)),
            CADENCES[n % len(CADENCES)],
            owner=None if n % 10 == 9 else chance.choice(owners).id,
            deputy=chance.choice(seconds[:4]).id if n % 3 else None,
            sponsor=chance.choice(seconds[4:]).id if n % 4 else None,
        )
        for n in range(customers)
    ]
    return [*owners, *seconds, *admins], stories


@asynccontextmanager
async def a_year(
    folder: Path, seed: int = 1, customers: int = 50, begin: datetime = BEGIN, cast: Cast | None = None
) -> AsyncIterator[Year]:
    """Open a store with customers in it, fifty or those given, and let the oracle know of them."""
    chance, watch = random.Random(seed), Watch(begin)  # noqa: S311  no secret
    store = await TinyStore.open(folder, watch, QuickDisk())
    try:
        year = Year(store, *(cast or cast_of(chance, customers)), chance, watch)
        await year.begin()
        yield year
    finally:
        await store.close()


def table(year: Year) -> list[str]:
    """Return a line a telling."""
    return [
        f"{dm.person:9}  {dm.local:%a %F %H:%M}  {item.customer}  {item.step:9}  {dm.whys[item.customer]}"
        for dm in year.posted
        for item in dm.items
    ]


async def main(seed: int) -> None:
    """Print a year's table and what the oracle says of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_year(Path(folder) / "store", seed) as year:
            await year.days(366)
            sys.stdout.write("\n".join([*table(year), *year.wrong, ""]))
            told = sum(len(dm.items) for dm in year.posted)
            sys.stderr.write(f"{len(year.posted)} DMs, {told} tellings, {len(year.wrong)} not as the oracle expects\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
