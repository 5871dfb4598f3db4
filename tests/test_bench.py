"""The bench runs: every part is there, and the ones without a server measure something, however little; no time is asserted."""

from __future__ import annotations

from pathlib import Path

from bench import at_size, capturing, finding, homing, on_disk, registering, scoring, sending, summing, walk
from bench.__main__ import PARTS
from bench.figures import Figure, Scale, table

TINY = Scale(rounds=1, requests={1: 1, 16: 1, 64: 1}, polled=1, walks=16, commits=3, sizes=(10, 30), starts=1, dms=6)


def test_all_parts_are_there() -> None:
    assert list(PARTS) == [
        *("http", "walk", "capture", "disk", "start", "size", "brief", "home", "register", "score", "summary"),
        *("find", "sending", "import", "page", "postgres"),
    ]


async def test_the_walk_is_measured(tmp_path: Path) -> None:
    figures = await walk.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [80, 1.1]
    assert all(figure.value > 0 for figure in figures)


async def test_what_is_taken_from_slack_is_measured(tmp_path: Path) -> None:
    figures = await capturing.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [2, 20]
    assert all(figure.value > 0 for figure in figures)


async def test_a_home_is_measured(tmp_path: Path) -> None:
    [figure] = await homing.measure(TINY, tmp_path)

    assert figure.goal == 10
    assert figure.value > 0


async def test_the_store_is_measured(tmp_path: Path) -> None:
    figures = await on_disk.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [1.2, 10, 20, 0.7, None]
    assert all(figure.value >= 0 for figure in figures)


async def test_a_large_store_is_measured(tmp_path: Path) -> None:
    figures = await at_size.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [None, 10, 1.25, None]
    assert all(figure.value > 0 for figure in figures)


async def test_the_score_is_measured(tmp_path: Path) -> None:
    figures = await scoring.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [2500, 20]
    assert all(figure.value > 0 for figure in figures)


async def test_a_summary_is_measured(tmp_path: Path) -> None:
    figures = await summing.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [2500, 20]
    assert all(figure.value > 0 for figure in figures)


async def test_the_register_is_measured(tmp_path: Path) -> None:
    figures = await registering.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [60, 10]
    assert all(figure.value > 0 for figure in figures)


async def test_searching_is_measured(tmp_path: Path) -> None:
    figures = await finding.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [50, 50, 50, 50, 20]
    assert all(figure.value > 0 for figure in figures)


async def test_the_outbox_is_measured(tmp_path: Path) -> None:
    figures = await sending.measure(TINY, tmp_path)

    assert [figure.goal for figure in figures] == [1.05, 0, 16, 1.7]
    assert 0 < figures[2].value < TINY.dms


def test_a_figure_says_whether_its_goal_holds() -> None:
    rows = table([Figure("as small", 0.5, "s", 0.6), Figure("as large", 0.5, "s", 0.6, "≥"), Figure("shown", 1234.5, "ms")]).splitlines()

    assert rows[0].split() == ["measured", "goal", "holds"]
    assert rows[1].split() == ["as", "small", "0.50", "s", "≤", "0.6", "s", "yes"]
    assert rows[2].split() == ["as", "large", "0.50", "s", "≥", "0.6", "s", "NO"]
    assert rows[3].split() == ["shown", "1,234", "ms"]
