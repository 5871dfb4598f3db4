"""Whatever is done to a store, in whatever order, it holds what a plain dict would, after a restart too."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from records import NOON, TEAM, customer, edited, idea, later, made, removed, talk

from bench.database import Database
from model.change import AnyRecord, Change
from model.customer import Customer, fold
from model.idea import Idea
from model.talk import Talk
from storage import Conflict, Store
from storage.indexes import A_RUN, in_order
from storage.postgres import PostgresStore
from storage.tinydb import TinyStore

NAMES = st.sampled_from(["Acme", "ACME ", "Globex", "Zoo", "étude", "Etude"])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
PICK = st.integers(0, 50)
LAW = settings(max_examples=40, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


class StoreMachine(RuleBasedStateMachine):
    """A store beside the dict it should be like: TinyStore, or PostgresStore where there is a database."""

    def __init__(self, database: Database | None = None) -> None:
        super().__init__()
        self.database = database

    @initialize()
    def opens(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.records: dict[str, AnyRecord] = {}
        self.history: list[Change] = []
        if self.database:
            self.database.empty()
        self.store: Store = self.run(self.opened())

    async def opened(self) -> Store:
        if self.database:
            return await PostgresStore.open(self.database.url, lambda: NOON)
        return await TinyStore.open(Path(self.folder.name) / "store", lambda: NOON)

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def those(self, kind: type[Any]) -> list[Any]:
        return [record for record in self.records.values() if isinstance(record, kind)]

    def pick(self, number: int, kind: type[Any]) -> Any:
        return self.those(kind)[number % len(self.those(kind))]

    def commit(self, *changes: Change, allowed: bool) -> None:
        outcomes = self.run(asyncio.wait_for(self.gathered(changes), 10))
        assert all(isinstance(outcome, Conflict) != allowed for outcome in outcomes), outcomes
        for change in changes if allowed else ():
            self.history.append(change)
            for write in change.writes:
                self.records.pop(write.record.id, None)
                if write.after:
                    self.records[write.after.id] = write.after

    async def gathered(self, changes: tuple[Change, ...]) -> list[Any]:
        return await asyncio.gather(*map(self.store.commit, changes), return_exceptions=True)

    def taken(self, name: str, but: str = "") -> bool:
        return any(fold(name) == fold(one.name) and one.id != but for one in self.those(Customer))

    @rule(name=NAMES, day=DAYS)
    def add_customer(self, name: str, day: date) -> None:
        self.commit(made(customer(name, added_on=day)), allowed=not self.taken(name))

    @precondition(lambda self: self.those(Customer))
    @rule(number=PICK, name=NAMES)
    def rename_customer(self, number: int, name: str) -> None:
        one = self.pick(number, Customer)
        self.commit(edited(one, name=name), allowed=not self.taken(name, one.id))

    @precondition(lambda self: self.those(Customer))
    @rule(number=PICK, days=st.lists(DAYS, min_size=1, max_size=4), counts=st.booleans())
    def note_talks_at_once(self, number: int, days: list[date], counts: bool) -> None:  # noqa: FBT001  hypothesis passes by name
        purpose = "review" if counts else "operational"
        talks = [talk(self.pick(number, Customer), day, purpose=purpose) for day in days]
        self.commit(*map(made, talks), allowed=True)

    @precondition(lambda self: self.those(Talk))
    @rule(number=PICK, other=PICK, day=DAYS)
    def move_talk(self, number: int, other: int, day: date) -> None:
        to = self.pick(other, Customer)
        self.commit(edited(self.pick(number, Talk), customer=to.id, held_on=day), allowed=True)

    @precondition(lambda self: self.those(Talk))
    @rule(number=PICK)
    def remove_talk(self, number: int) -> None:
        self.commit(removed(self.pick(number, Talk)), allowed=True)

    @precondition(lambda self: self.those(Customer))
    @rule(number=PICK)
    def note_idea(self, number: int) -> None:
        self.commit(made(idea(self.pick(number, Customer))), allowed=True)

    @precondition(lambda self: self.those(Customer))
    @rule(number=PICK)
    def remove_customer(self, number: int) -> None:
        one = self.pick(number, Customer)
        needed = any(record.customer == one.id for record in [*self.those(Talk), *self.those(Idea)])
        self.commit(removed(one), allowed=not needed)

    @precondition(lambda self: self.those(Customer))
    @rule(number=PICK)
    def decide_on_an_old_version(self, number: int) -> None:
        one = self.pick(number, Customer)
        self.commit(edited(one.changed(), industry="Retail"), allowed=False)

    @precondition(lambda self: self.history)
    @rule(number=PICK)
    def deliver_again(self, number: int) -> None:
        before = self.history[number % len(self.history)]
        receipt = self.run(self.store.commit(before))
        assert receipt.repeated
        assert receipt.change == before

    @precondition(lambda self: isinstance(self.store, TinyStore))
    @rule()
    def compact(self) -> None:
        assert isinstance(self.store, TinyStore)
        self.run(self.store.compact())

    @rule()
    def restart(self) -> None:
        self.run(self.store.close())
        self.store = self.run(self.opened())

    @invariant()
    def holds_what_a_dict_would(self) -> None:
        customers = sorted(self.those(Customer), key=lambda one: fold(one.name))
        assert self.run(self.store.customers(TEAM)) == customers
        for one in customers:
            talks = sorted((t for t in self.those(Talk) if t.customer == one.id), key=lambda t: (t.held_on, t.recorded_at, t.id))
            assert self.run(self.store.talks(TEAM, one.id)) == talks[::-1]
            standing = self.run(self.store.relationship(TEAM, one.id))
            last_on = max((t.held_on for t in talks if t.counts), default=None)
            assert (standing.last_on, standing.due_on) == (last_on, one.cadence.after(last_on or one.added_on))
        due = self.run(self.store.relationships(TEAM, due_by=date(2026, 9, 1)))
        assert sorted(one.due_on for one in due) == [one.due_on for one in due]
        first, last = date(2026, 3, 1), date(2026, 8, 31)
        held = sorted((t for t in self.those(Talk) if first <= t.held_on <= last), key=lambda t: (t.held_on, t.recorded_at, t.id))
        assert self.run(self.store.happened(TEAM, Talk, first, last)) == held[::-1]
        earlier = sorted((t for t in self.those(Talk) if t.counts and t.held_on < last), key=lambda t: t.held_on)
        assert self.run(self.store.last_talks(TEAM, last)) == {t.customer: t.held_on for t in earlier}
        assert {one.id: one for one in self.run(self.store.ideas(TEAM))} == {one.id: one for one in self.those(Idea)}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run(self.store.close())
            self.folder.cleanup()
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()


async def test_much_that_happened_is_put_in_order_a_run_at_a_time() -> None:
    acme = customer("Acme")
    several = [idea(acme, noted_at=later(minutes=number * 7919 % 5003)) for number in range(2 * A_RUN + 1)]
    order = attrgetter("noted_at", "id")

    found = await in_order(several, order)

    assert found == sorted(several, key=order, reverse=True)


def test_the_law_holds_for_tinydb() -> None:
    run_state_machine_as_test(StoreMachine, settings=LAW)


def test_the_law_holds_for_postgresql(session_database: Database) -> None:
    machine = partial(StoreMachine, session_database)
    run_state_machine_as_test(machine, settings=settings(LAW, max_examples=15))  # type: ignore[arg-type] # it is only called
