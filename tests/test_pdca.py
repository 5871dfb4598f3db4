"""How a cycle moves: nothing is skipped, nothing is stuck, and the history tells how it came where it is."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import NOON, TODAY, customer, improvement

from model.improvement import Improvement, Verdict
from model.pdca import (
    STAGES,
    WHOLE,
    Mover,
    OutOfTurn,
    Part,
    act,
    back,
    do,
    measure,
    missing,
    next_cycle,
    previous_id,
    replayed,
    resulted,
    stage_before,
    start,
    untouched,
)

ACME = customer("Acme")
OLIVIA, DAN = Mover("U0OWNER", TODAY, NOON), Mover("U0DEPUTY", TODAY + timedelta(days=1), NOON + timedelta(days=1))
PLAN: dict[str, Any] = {"kpi": "No-shows", "baseline": "40 %", "target": "10 %", "check_on": date(2026, 12, 3), "partner": "Dr. Weber"}
VERDICTS: tuple[Verdict, ...] = ("adopt", "adapt", "abandon")

Move = Callable[[Improvement], Improvement]
MOVES: dict[str, Move] = {
    "start": lambda one: start(one, OLIVIA),
    "do": lambda one: do(one, "We sent messages", DAN),
    "measure": lambda one: measure(one, "12 %", OLIVIA, met=False),
    "back": lambda one: back(one, "Not yet", DAN),
    "adopt": lambda one: act(one, "adopt", "It works", OLIVIA)[0],
    "adapt": lambda one: act(one, "adapt", "Too early", OLIVIA, "Send it later")[0],
    "abandon": lambda one: act(one, "abandon", "Nobody reads them", OLIVIA)[0],
}
FORWARD = {"plan": {"start"}, "do": {"do"}, "check": {"measure"}, "act": {"adopt", "adapt", "abandon"}}


def planned() -> Improvement:
    return improvement(ACME, 12, owner="U0OWNER", idea="idea-1", **PLAN)


def measured() -> Improvement:
    return measure(do(start(planned(), OLIVIA), "We sent messages", DAN), "12 %", DAN, met=False)


def after(names: list[str]) -> Improvement:
    """A cycle after those of the moves that its stages allow."""
    one = planned()
    for name in names:
        with suppress(OutOfTurn):
            one = MOVES[name](one)
    return one


any_moves = st.lists(st.sampled_from([*MOVES]), max_size=25)


@given(any_moves)
def test_every_stage_offers_just_its_own_moves(names: list[str]) -> None:
    one = after(names)
    allowed = set()

    for name, move in MOVES.items():
        with suppress(OutOfTurn):
            move(one)
            allowed.add(name)

    ahead = FORWARD[one.stage] if one.open else set()
    assert allowed == ahead | ({"back"} if stage_before(one) else set())


@given(any_moves)
def test_no_stage_is_skipped_and_the_history_tells_where_it_is(names: list[str]) -> None:
    one = after(names)

    passed = [0, *(STAGES.index(step.stage) + (step.verdict is not None) for step in one.steps)]
    assert all(abs(now - before) == 1 for before, now in itertools.pairwise(passed))
    assert [bool(step.back) for step in one.steps] == [now < before for before, now in itertools.pairwise(passed)]
    assert replayed(one.steps) == (one.stage, one.verdict)


@given(any_moves)
def test_no_cycle_is_stuck_and_each_can_still_come_to_its_end(names: list[str]) -> None:
    one = after(names)

    ahead = [MOVES[name] for name in ("start", "do", "measure", "adopt")][STAGES.index(one.stage) :] if one.open else []
    for move in ahead:
        one = move(one)

    assert not one.open


@given(any_moves)
def test_each_move_is_remembered_as_the_next_version(names: list[str]) -> None:
    one = after(names)

    assert (one.version, len(one.steps)) == (1 + len(one.steps), one.version - 1)
    assert (one.result, one.done) == (one.result and "12 %", one.done and "We sent messages")


@pytest.mark.parametrize("part", WHOLE)
def test_a_plan_with_a_gap_can_t_be_done(part: Part) -> None:
    gap = msgspec.structs.replace(planned(), **{part: None if part == "check_on" else " "})

    assert missing(gap) == (part,)
    with pytest.raises(OutOfTurn):
        start(gap, OLIVIA)


@pytest.mark.parametrize(
    ("verdict", "aim", "cycle"),
    [
        ("adopt", "", None),
        ("adopt", "Other clinics too", 2),
        ("adapt", "Send it later", 2),
        ("abandon", "", None),
    ],
)
def test_adapt_opens_the_next_cycle_adopt_may_and_abandon_does_not(verdict: Verdict, aim: str, cycle: int | None) -> None:
    one, following = act(measured(), verdict, "We learned", OLIVIA, aim)

    assert (one.verdict, one.lesson, following and following.cycle) == (verdict, "We learned", cycle)


@pytest.mark.parametrize(("verdict", "aim"), [("adapt", ""), ("adapt", "  "), ("abandon", "Send it later")])
def test_a_verdict_and_a_next_aim_that_do_not_go_together_are_out_of_turn(verdict: Verdict, aim: str) -> None:
    with pytest.raises(OutOfTurn):
        act(measured(), verdict, "We learned", OLIVIA, aim)


def test_the_next_cycle_begins_where_this_one_came_to_and_both_know_each_other() -> None:
    one, following = act(measured(), "adapt", "Too early", DAN, "Send it later")

    assert following is not None
    assert (one.following, previous_id(following)) == (following.id, one.id)
    assert (following.number, following.cycle, following.stage) == (12, 2, "plan")
    assert (following.aim, following.kpi, following.baseline, following.target) == ("Send it later", "No-shows", "12 %", "10 %")
    assert (following.partner, following.owner, following.idea, following.author) == ("Dr. Weber", "U0OWNER", "idea-1", "U0DEPUTY")
    assert missing(following) == ("check_on",)


def test_an_ended_cycle_that_is_opened_again_forgets_the_one_that_followed() -> None:
    one, _ = act(measured(), "adapt", "Too early", DAN, "Send it later")

    again = back(one, "We looked at the wrong week", OLIVIA)

    assert (again.stage, again.verdict, again.following, again.lesson) == ("act", None, None, "Too early")


@pytest.mark.parametrize("field", ["kpi", "baseline", "target", "partner", "justification"])
def test_a_next_cycle_is_untouched_until_somebody_works_on_it(field: str) -> None:
    one, following = act(measured(), "adapt", "Too early", DAN, "Send it later")

    assert following is not None
    assert untouched(following, one)
    assert untouched(following.changed(owner="U0STAFF"), one)
    assert not untouched(following.changed(**{field: "Something else"}), one)
    assert not untouched(following.changed(check_on=TODAY), one)
    assert not untouched(msgspec.structs.replace(following, steps=one.steps), one)


def test_a_result_stands_from_the_check_until_the_cycle_goes_back_before_it() -> None:
    one = measured()

    assert resulted(one) == one.steps[-1]
    ended, _ = act(one, "adopt", "It works", OLIVIA)
    assert resulted(ended) == one.steps[-1]
    assert resulted(back(ended, "Not so fast", OLIVIA)) == one.steps[-1]
    assert resulted(back(one, "Measured too early", OLIVIA)) is None


def test_only_the_first_cycle_has_none_before_it() -> None:
    one = planned()

    assert previous_id(one) is None
    assert previous_id(next_cycle(one, "Again", OLIVIA)) == one.id


@pytest.mark.parametrize(
    ("today", "asked_on", "asks"),
    [
        (date(2026, 12, 2), None, "no"),
        (date(2026, 12, 3), None, "yes"),
        (date(2026, 12, 7), date(2026, 12, 3), "no"),
        (date(2026, 12, 10), date(2026, 12, 3), "yes"),
        (date(2026, 12, 10), None, "yes"),
        (date(2026, 12, 24), date(2026, 12, 10), "no"),
        (date(2026, 12, 24), date(2026, 12, 2), "yes"),
    ],
)
def test_the_result_is_asked_for_on_its_day_and_once_more_a_week_later(today: date, asked_on: date | None, asks: str) -> None:
    doing = msgspec.structs.replace(start(planned(), OLIVIA), asked_on=asked_on)

    assert doing.to_ask(today) is (asks == "yes")
    assert (doing.asks_next(today) == today) is (asks == "yes")
    assert planned().to_ask(today) is False
    assert measured().to_ask(today) is False


@pytest.mark.parametrize(
    ("today", "asked_on", "following"),
    [
        (date(2026, 12, 1), None, date(2026, 12, 3)),
        (date(2026, 12, 3), date(2026, 12, 3), date(2026, 12, 10)),
        (date(2026, 12, 8), date(2026, 12, 3), date(2026, 12, 10)),
        (date(2026, 12, 8), None, date(2026, 12, 8)),
        (date(2026, 12, 10), date(2026, 12, 10), None),
        (date(2026, 12, 24), date(2026, 12, 10), None),
    ],
)
def test_it_is_known_when_the_result_is_asked_for_next(today: date, asked_on: date | None, following: date | None) -> None:
    doing = msgspec.structs.replace(start(planned(), OLIVIA), asked_on=asked_on)

    assert doing.asks_next(today) == following
    assert planned().asks_next(today) is None
