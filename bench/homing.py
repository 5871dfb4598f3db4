"""Home: what waits for the owner of fifty customers, drawn as often as they open it, and after all they do there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from bench.briefing import head
from bench.figures import Figure, Scale
from bench.records import TEAM, customer, fill, talk, utc_now
from bench.walk import entry
from handlers.request import Request
from model.answer import Home
from model.belief import TOPICS, Belief
from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.record import new_id

OWNED, TALKS, EACH = 50, 12, 6
encode = msgspec.json.Encoder().encode


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure a Home from its opening to the view that Slack is sent."""
    async with entry(folder / "home") as doors:
        await fill(doors.store, portfolio(), OWNED * (1 + TALKS + 3 * EACH))
        took = []
        for _ in range(scale.walks // 8):
            request = Request(workspace=TEAM, user="U0OWNER", key=f"evt:{new_id()}", door="home", at=utc_now(), home=True)
            began = time.perf_counter()
            outcome = await doors.begin(request, doors.routes.home)
            view = encode(outcome.answer.view) if isinstance(outcome.answer, Home) else b""
            took.append(time.perf_counter() - began)
        if b"Gone quiet" not in view:
            raise RuntimeError(f"a Home was drawn like this: {view.decode()}")
    return [Figure(f"the Home of {OWNED} customers", median(took) * 1000, "ms", 10)]


def portfolio() -> Iterator[AnyRecord]:
    """Yield fifty customers, and what was said, learned, promised and proposed with each over two years; a third has gone quiet."""
    today = utc_now().date()
    for number in range(OWNED):
        of = msgspec.structs.replace(customer(number, today - timedelta(days=800)), owner="U0OWNER")
        yield of
        since = 100 if number % 3 == 0 else 20
        yield from (talk(of, today - timedelta(days=since + 60 * back)) for back in range(TALKS))
        yield from known(of)


def known(of: Customer) -> Iterator[AnyRecord]:
    """Yield what is known of one customer."""
    for number in range(EACH):
        at = utc_now() - timedelta(days=40 * number)
        learned: dict[str, Any] = {"topic": TOPICS[number], "learned_on": at.date(), "learned_at": at}
        promised: dict[str, Any] = {"side": "us", "person": "U0OWNER", "made_at": at, "due_on": at.date()}
        yield Belief(**head(of), statement=f"They plan branch {number}", **learned)
        yield Commitment(**head(of), what=f"Send the offer for branch {number}", **promised)
        yield Idea(**head(of), text=f"Show branch {number} on a map", noted_at=at)
