"""Exporting: the records of a workspace one by one, kind by kind, in the order in which a person would look for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.record import Record
from model.register import COLUMNS, Opportunity, as_row, opportunity
from model.rows import customer_row, headings, row
from model.schedule import Schedule
from model.settings import Settings, settings_id
from model.talk import Talk
from storage import Store

REGISTER = "improvement-register"
END_OF_TIME = datetime.max.replace(tzinfo=UTC)

Exported = tuple[Record | Opportunity, list[str]]


class Kind(msgspec.Struct, frozen=True):
    """One kind of records: what its files are called, the headings of its table, and its records, each with its row."""

    name: str
    headings: Sequence[str]
    records: Callable[[], AsyncIterator[Exported]]


class Export:
    """What there is of one workspace. `today` is the last day that has begun anywhere, `names` are those of its people, by id."""

    def __init__(self, store: Store, workspace: str, today: date, names: Mapping[str, str] | None = None) -> None:
        self.store, self.workspace, self.today, self.names = store, workspace, today, names or {}

    def kinds(self) -> list[Kind]:
        """Return the kinds, the customers first."""
        store, workspace = self.store, self.workspace
        return [
            Kind("customers", headings(Customer), self.customers),
            self.about(Talk, "talks", lambda customer: store.talks(workspace, customer)),
            self.about(Idea, "ideas", lambda customer: store.ideas(workspace, customer)),
            self.about(Belief, "beliefs", lambda customer: store.beliefs(workspace, customer)),
            self.about(Commitment, "commitments", lambda customer: store.commitments(workspace, customer)),
            self.about(Improvement, "improvements", lambda customer: store.improvements(workspace, customer)),
            Kind(REGISTER, COLUMNS, self.register),
            Kind("industries", headings(IndustryEntry), self.industries),
            self.about(Nudge, "nudges", lambda customer: store.nudges(workspace, customer=customer)),
            Kind("drafts", headings(Draft), self.drafts),
            Kind("settings", headings(Settings), self.settings),
            Kind("schedules", headings(Schedule), self.schedules),
        ]

    def about(self, kind: type[Record], name: str, recorded: Callable[[str], Awaitable[Sequence[Record]]]) -> Kind:
        """Return a kind that is recorded about customers."""
        return Kind(name, headings(kind), lambda: self.of_customers(recorded))

    async def customers(self) -> AsyncIterator[Exported]:
        """Yield the customers by name."""
        for customer in await self.store.customers(self.workspace):
            yield customer, customer_row(customer, await self.last_on(customer))

    async def last_on(self, customer: Customer) -> date | None:
        """Return the day of a customer's last talk that counts; one that is still to come is none that the import would take."""
        talks = await self.store.talks(self.workspace, customer.id)
        return next((talk.held_on for talk in talks if talk.counts and talk.held_on <= self.today), None)

    async def of_customers(self, recorded: Callable[[str], Awaitable[Sequence[Record]]]) -> AsyncIterator[Exported]:
        """Yield what is recorded about the customers, one after the other."""
        for customer in await self.store.customers(self.workspace):
            for record in await recorded(customer.id):
                yield record, row(record, customer.name)

    async def register(self) -> AsyncIterator[Exported]:
        """Yield the improvements as entries of the register, by number and cycle."""
        customers = {customer.id: customer.name for customer in await self.store.customers(self.workspace)}
        for one in reversed(await self.store.improvements(self.workspace)):
            entry = opportunity(one, customers.get(one.customer, ""), self.called(one.author), self.called(one.owner))
            yield entry, as_row(entry)

    def called(self, user: str | None) -> str:
        """Return what somebody is called, by their Slack id where that is not known."""
        return self.names.get(user, user) if user else ""

    async def industries(self) -> AsyncIterator[Exported]:
        """Yield what is known of industries, newest first."""
        for entry in await self.store.industry_entries(self.workspace):
            yield entry, row(entry)

    async def drafts(self) -> AsyncIterator[Exported]:
        """Yield the drafts that are kept at the moment."""
        for draft in await self.store.drafts(self.workspace, END_OF_TIME):
            customer = await self.store.get(self.workspace, Customer, draft.customer) if draft.customer else None
            yield draft, row(draft, customer.name if customer else "")

    async def settings(self) -> AsyncIterator[Exported]:
        """Yield the settings, where anybody has saved any."""
        if settings := await self.store.get(self.workspace, Settings, settings_id(self.workspace)):
            yield settings, row(settings)

    async def schedules(self) -> AsyncIterator[Exported]:
        """Yield what summaries are posted where."""
        for schedule in await self.store.schedules(self.workspace):
            customer = await self.store.get(self.workspace, Customer, schedule.customer) if schedule.customer else None
            yield schedule, row(schedule, customer.name if customer else "")


async def people_in(store: Store, workspace: str) -> set[str]:
    """Return the ids of who stands in the register of improvements: who raised one, and who is to act on it."""
    cycles = await store.improvements(workspace)
    return {user for one in cycles for user in (one.author, one.owner) if user}
