"""The brief: one page drawn from all that is known of a customer with years behind it, as whoever asks for it waits for it."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, Scale
from bench.load import command
from bench.records import TEAM, customer, talk, utc_now
from bench.walk import ack, entry
from model.belief import TOPICS, Belief
from model.change import AnyRecord, Change, Write
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.record import new_id

EACH = 40
TALKS = 400


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure `/talk brief` for a customer of four hundred talks, and forty beliefs, promises and ideas."""
    of = customer(1, utc_now().date() - timedelta(days=TALKS * 10))
    async with entry(folder / "brief") as doors:
        writes = tuple(Write(after=record) for record in (of, *known(of)))
        await doors.store.commit(Change(workspace=TEAM, at=utc_now(), by="bench", verb="add", writes=writes))
        took = []
        for _ in range(scale.walks):
            body = command(f"brief {of.name}")
            began = time.perf_counter()
            await doors.command(last := ack(), body)
            took.append(time.perf_counter() - began)
        answered = str(getattr(last.response, "body", last.response))
        if "Brief" not in answered:
            raise RuntimeError(f"a brief was answered by: {answered}")
    return [Figure(f"a brief of {TALKS} talks, {EACH} beliefs, promises and ideas", median(took) * 1000, "ms", 10)]


def known(of: Customer) -> list[AnyRecord]:
    """Return what was said, learned, promised and proposed over the years."""
    now = utc_now()
    records: list[AnyRecord] = [talk(of, now.date() - timedelta(days=10 * number)) for number in range(TALKS)]
    for number in range(EACH):
        at = now - timedelta(days=30 * number)
        learned: dict[str, Any] = {"topic": TOPICS[number % len(TOPICS)], "learned_on": at.date(), "learned_at": at}
        promised: dict[str, Any] = {"side": "us", "person": "U0OWNER", "made_at": at, "due_on": at.date()}
        records += [
            Belief(**head(of), statement=f"They plan branch {number}", **learned),
            Commitment(**head(of), what=f"Send the offer for branch {number}", **promised),
            Idea(**head(of), text=f"Show branch {number} on a map", noted_at=at),
        ]
    return records


def head(of: Customer) -> dict[str, Any]:
    """Return what all of them say: whom it is about, and who noted it."""
    return {"id": new_id(), "workspace": of.workspace, "customer": of.id, "author": "U0OWNER"}
