"""Exporting: the records of a workspace one by one, kind by kind, in the order in which a person would look for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, date, datetime

import msgspec

from model.belief import Belief
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.idea import Idea
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.record import Record
from model.rows import customer_row, row
from model.settings import Settings, settings_id
from model.talk import Talk
from storage import Store

END_OF_TIME = datetime.max.replace(tzinfo=UTC)

Exported = tuple[Record, list[str]]


class Kind(msgspec.Struct, frozen=True):
    """One kind of records: what its files are called, and its records, each with its row."""

    name: str
    of: type[Record]
    records: Callable[[], AsyncIterator[Exported]]


class Export:
    """What there is of one workspace. `today` is the last day that has begun anywhere."""

    def __init__(self, store: Store, workspace: str, today: date) -> None:
        self.store, self.workspace, self.today = store, workspace, today

    def kinds(self) -> list[Kind]:
        """Return the kinds, the customers first."""
        return [
            Kind("customers", Customer, self.customers),
            Kind("talks", Talk, lambda: self.of_customers(lambda customer: self.store.talks(self.workspace, customer))),
            Kind("ideas", Idea, lambda: self.of_customers(lambda customer: self.store.ideas(self.workspace, customer))),
            Kind("beliefs", Belief, lambda: self.of_customers(lambda customer: self.store.beliefs(self.workspace, customer))),
            Kind("commitments", Commitment, lambda: self.of_customers(lambda customer: self.store.commitments(self.workspace, customer))),
            Kind("industries", IndustryEntry, self.industries),
            Kind("nudges", Nudge, lambda: self.of_customers(lambda customer: self.store.nudges(self.workspace, customer=customer))),
            Kind("drafts", Draft, self.drafts),
            Kind("settings", Settings, self.settings),
        ]

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
