"""The register of improvements: a page of everybody's and one of one's own, among ten thousand cycles in all stages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench.figures import Figure, Scale
from bench.load import command
from bench.records import TEAM, customer, fill, utc_now
from bench.walk import ack, entry
from model.change import AnyRecord
from model.improvement import Improvement, Step, improvement_id
from model.pdca import STAGES

MOST, EACH, OWNERS = 10_000, 20, 20
ASKED = {"a page of the register": ("all", 60), "a page of one's own improvements": ("mine", 10)}


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure `/talk improvements` for everybody's and for one owner's, the command's whole way to its answer."""
    size = min(MOST, scale.sizes[-1])
    async with entry(folder / "register") as doors:
        await fill(doors.store, improvements(size), size * 2)
        figures = []
        for what, (words, goal) in ASKED.items():
            took = []
            for _ in range(scale.walks // 8):
                body = command(f"improvements {words}")
                began = time.perf_counter()
                await doors.command(last := ack(), body)
                took.append(time.perf_counter() - began)
            if "improvement" not in str(getattr(last.response, "body", last.response)):
                raise RuntimeError(f"the register was answered by: {last.response}")
            figures.append(Figure(f"{what}, of {size:,} improvements", median(took) * 1000, "ms", goal))
    return figures


def improvements(number: int) -> Iterator[AnyRecord]:
    """Yield so many cycles, and customers with some each; every fifth cycle is overdue, and every owner has as many as any other."""
    today = utc_now().date()
    for index in range(number):
        if index % EACH == 0:
            of = customer(index // EACH, today)
            yield of
        stage = STAGES[index % len(STAGES)]
        yield Improvement(
            id=improvement_id(TEAM, index + 1, 1),
            workspace=TEAM,
            customer=of.id,
            number=index + 1,
            aim=f"Patients move appointment {index} online",
            author="U0OWNER",
            begun_at=utc_now(),
            owner="U0OWNER" if index % OWNERS == 0 else f"U0COLLEAGUE{index % OWNERS}",
            kpi="Missed appointments a week",
            baseline="40 %",
            target="10 %",
            partner="Dr. Weber",
            check_on=today + timedelta(days=-3 if index % 5 == 0 else 30),
            stage=stage,
            steps=() if stage == "plan" else (Step(stage, today, utc_now(), "U0OWNER"),),
        )
