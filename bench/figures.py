"""Figures: what was measured, the goal beside it, and the table that shows both. Also how large a run is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

HEADINGS = ("", "measured", "goal", "holds")
UNITS = {"×": "{:.3f} ×", "%": "{:.1f} %"}


@dataclass(frozen=True)
class Scale:
    """How much a run measures.

    `rounds` times each compared pair, `requests` a round by number of clients, `sizes` of stores, `dms` in an outbox.
    """

    rounds: int
    requests: dict[int, int]
    polled: int
    walks: int
    commits: int
    sizes: tuple[int, ...]
    starts: int
    dms: int = 1000


FULL = Scale(7, {1: 800, 16: 5000, 64: 6000}, 80, 400, 1500, (100, 1_000, 10_000, 100_000), 11)
QUICK = Scale(3, {1: 200, 16: 1200, 64: 1500}, 25, 150, 250, (100, 10_000), 3, 200)


@dataclass(frozen=True)
class Figure:
    """One figure. `goal` is the most it may be, or with `bound` ≥ the least; without a goal it is only shown."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    bound: Literal["≤", "≥"] = "≤"
    beside: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.bound == "≤" else self.value >= self.goal

    def row(self) -> tuple[str, ...]:
        """Return the cells of its row."""
        goal = "" if self.goal is None else f"{self.bound} {self.goal:g} {self.unit}"
        told = {None: "", True: "yes", False: "NO"}[self.holds]
        return (self.what, measured(self.value, self.unit), goal, told, self.beside)


def measured(value: float, unit: str) -> str:
    """Return a value with its unit, with three digits that count."""
    if unit in UNITS:
        return UNITS[unit].format(value)
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"  # noqa: PLR2004


def table(figures: Sequence[Figure]) -> str:
    """Return all figures as a table for a terminal."""
    rows = [(*HEADINGS, ""), *(figure.row() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def ratio(ours: Sequence[float], yardstick: Sequence[float]) -> float:
    """Return the median of the ratios of pairs that were measured one right after the other, so that a slow minute slows both."""
    return median(one / other for one, other in zip(ours, yardstick, strict=True))
