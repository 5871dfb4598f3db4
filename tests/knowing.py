"""What tests ask of what is known of a customer."""

from __future__ import annotations

from conftest import TEAM, Office

from model.belief import Belief


async def beliefs(office: Office, name: str) -> list[Belief]:
    """What is believed of a customer, as it is in the store, newest first."""
    return await office.bot.store.beliefs(TEAM, (await office.customer(name)).id)


async def statements(office: Office, name: str) -> list[str]:
    """What those say that are held."""
    return [belief.statement for belief in await beliefs(office, name) if belief.held]
