"""Slack's pace on a clock that is turned by sleeping: never too fast, and nothing lost to a slow turn."""

from __future__ import annotations

from handlers.pace import Pace


class Stopwatch:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


def paced(watch: Stopwatch) -> Pace:
    return Pace(per_minute=300, a_channel=1, clock=watch, sleep=watch.sleep)


async def test_a_thousand_messages_to_a_thousand_people_take_as_long_as_the_workspace_allows() -> None:
    watch = Stopwatch()
    pace = paced(watch)

    for person in range(1000):
        await pace.turn(f"U{person}")

    assert 199 <= watch.at - 100 <= 200


async def test_messages_to_one_channel_are_a_second_apart() -> None:
    watch = Stopwatch()
    pace = paced(watch)
    left = []

    for _ in range(4):
        await pace.turn("C1")
        left.append(watch.at - 100)

    assert left == [0, 1, 2, 3]


async def test_a_slow_turn_is_caught_up_by_a_few_and_a_long_rest_is_no_burst() -> None:
    watch = Stopwatch()
    pace = paced(watch)
    await pace.turn("U1")
    watch.at += 3600
    left = []

    for person in range(10):
        await pace.turn(f"U{person}")
        left.append(round(watch.at - 3700, 1))

    assert left.count(0.0) == 6
    assert left[-1] == 0.8


async def test_channels_that_are_free_again_are_forgotten() -> None:
    watch = Stopwatch()
    pace = Pace(per_minute=60_000_000, a_channel=1, clock=watch, sleep=watch.sleep)

    for person in range(10_050):
        watch.at += 0.01
        await pace.turn(f"U{person}")

    assert len(pace.channels) < 200
