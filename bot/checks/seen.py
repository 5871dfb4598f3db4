"""What the doctor saw of the store, whichever engine it has."""

from __future__ import annotations

import msgspec

from bot.checks.finding import Finding, counted
from storage import Store

MEGABYTE = 1_000_000


class Seen(msgspec.Struct, frozen=True):
    """What is known of the store: itself, read beside whoever has it open, or None; who that is, and whether others may be, too."""

    findings: list[Finding]
    store: Store | None = None
    holder: str | None = None
    shared: bool = False

    async def close(self) -> None:
        """Let go of the store."""
        if self.store:
            await self.store.close()


async def contents(store: Store) -> str:
    """Say what the store holds."""
    found = []
    for workspace in await store.workspaces():
        customers = await store.customers(workspace)
        talks = sum([len(await store.talks(workspace, customer.id)) for customer in customers])
        found.append(f"{workspace} with {counted(len(customers), 'customer')} and {counted(talks, 'talk')}")
    return ", ".join(found) or "nothing in it yet"
