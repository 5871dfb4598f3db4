"""Changes that share a transaction: one that can't be written costs the others little, and each is told what came of it."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import msgspec
from records import customer, made

from model.change import Change
from storage import Conflict, NotSaved, Receipt
from storage.postgres_commit import Commits
from storage.postgres_lane import AT_MOST
from storage.postgres_pool import Connections

ACME = customer("Acme")


class Ledger:
    """A database in which whatever goes along with a change of a guest's meets a conflict, and that goes away after so many writes."""

    def __init__(self, writes: int = 1000) -> None:
        self.left = writes
        self.loads: list[int] = []

    async def write(self, _: str, parameters: Any) -> list[tuple[Any, ...]]:
        changes = msgspec.json.decode(parameters["changes"])
        if len(self.loads) == self.left:
            raise NotSaved("away.")
        self.loads.append(len(changes))
        hindered = any(change["by"] == "guest" for change in changes)
        return [(None, None, "a customer has moved on" if hindered else None)]


def change(by: str) -> Change:
    return msgspec.structs.replace(made(ACME), by=by)


async def outcomes(ledger: Ledger, *by: str) -> list[type]:
    commits = Commits(cast("Connections", ledger))
    found = await asyncio.gather(*(commits.commit(change(one)) for one in by), return_exceptions=True)
    return [type(one) for one in found]


async def test_one_that_meets_a_conflict_costs_the_others_few_trips() -> None:
    ledger = Ledger()

    found = await outcomes(ledger, *["host"] * 2 * AT_MOST, "guest", *["host"] * (2 * AT_MOST - 1))

    assert found == [Receipt] * 2 * AT_MOST + [Conflict] + [Receipt] * (2 * AT_MOST - 1)
    assert max(ledger.loads) == AT_MOST
    assert len(ledger.loads) < AT_MOST


async def test_who_was_written_before_the_database_went_away_is_told_so() -> None:
    assert await outcomes(Ledger(writes=4), "guest", "host", "host", "host") == [Conflict, Receipt, NotSaved, NotSaved]
