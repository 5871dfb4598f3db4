"""The register of improvements: what is overdue or stuck stands first, words and selects narrow it down, and it is quick at any size."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from conftest import TEAM, Office
from hypothesis import given
from hypothesis import strategies as st
from records import NOON, TODAY, customer, improvement, made, removed

from model.customer import Customer
from model.improvement import Improvement, Stage, Step, Verdict
from model.pdca import STAGES
from model.register import COLUMNS, SHOWN, VERDICTS, as_row, chosen, opportunity, tally, waits
from sandbox import Seen

OWNER, DEPUTY, STAFF, GUEST = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0GUEST"
ACME = customer("Acme", owner=OWNER)
GENERAL, LINKED = "C0GENERAL", "C0CUSTOMER"
WHOLE = {"kpi": "Calls a week", "baseline": "40", "target": "10", "partner": "Ms. Ito"}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def cycle(number: int, stage: Stage = "plan", of: Customer = ACME, came_on: date = TODAY, **fields: Any) -> Improvement:
    """A cycle with a whole plan that came to a stage, or to its verdict, on a day."""
    steps = [Step(stage, came_on, NOON, OWNER)] if stage != "plan" else []
    if fields.get("verdict"):
        steps.append(Step(stage, came_on, NOON, OWNER, verdict=fields["verdict"]))
    moved = {"steps": tuple(steps)}
    return improvement(of, number, **{"stage": stage, "owner": OWNER, "check_on": TOMORROW, **WHOLE, **moved, **fields})


@pytest.mark.parametrize(
    ("one", "what", "by"),
    [
        (cycle(1, kpi=""), "plan", TOMORROW),
        (cycle(1, kpi="", check_on=None), "plan", date(2026, 12, 24)),
        (cycle(1), "start", TOMORROW),
        (cycle(1, "do"), "doing", TOMORROW),
        (cycle(1, "check", check_on=YESTERDAY), "check", YESTERDAY),
        (cycle(1, "act", came_on=date(2026, 1, 31), check_on=TOMORROW), "verdict", date(2026, 2, 28)),
        (cycle(1, "do", check_on=None), "doing", None),
    ],
)
def test_each_stage_waits_for_something_of_its_own_until_a_day(one: Improvement, what: str, by: date | None) -> None:
    wait = waits(one)

    assert (wait.what, wait.by) == (what, by)


@pytest.mark.parametrize(("check_on", "days"), [(TOMORROW, 0), (TODAY, 0), (YESTERDAY, 1), (date(2026, 11, 4), 20), (None, 0)])
def test_what_is_due_today_is_not_overdue_yet(check_on: date | None, days: int) -> None:
    wait = waits(cycle(1, "check", check_on=check_on))

    assert wait.late(TODAY) == days


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
ANY = st.tuples(st.sampled_from([*STAGES, *VERDICTS]), DAYS, st.booleans(), st.none() | DAYS)


def any_cycle(number: int, group: Stage | Verdict, came_on: date, has_kpi: bool, check_on: date | None) -> Improvement:  # noqa: FBT001
    stage, verdict = ("act", group) if group in VERDICTS else (group, None)
    plan: Any = {"kpi": "Calls" if has_kpi else "", "check_on": check_on, "verdict": verdict}
    return cycle(number, stage, came_on=came_on, **plan)  # type: ignore[arg-type]  # a group is one of the two


def cycles() -> st.SearchStrategy[list[Improvement]]:
    """Registers of any kind."""
    return st.lists(ANY, max_size=8).map(lambda found: [any_cycle(number, *given) for number, given in enumerate(found)])


@given(cycles(), DAYS)
def test_open_cycles_stand_by_stage_and_what_has_been_overdue_longest_stands_first_in_it_on_any_day(
    register: list[Improvement], today: date
) -> None:
    found = chosen(register, "open")

    for one, following in pairwise(found):
        assert STAGES.index(one.stage) <= STAGES.index(following.stage)
        if one.stage == following.stage:
            assert waits(one).late(today) >= waits(following).late(today)
            assert (waits(one).by or date.max) <= (waits(following).by or date.max)


@given(cycles(), DAYS)
def test_every_cycle_stands_in_the_register_once_and_is_counted_where_it_stands(register: list[Improvement], today: date) -> None:
    counted = tally(register, today)

    assert sorted(one.id for one in (*chosen(register, "open"), *chosen(register, "ended"))) == sorted(one.id for one in register)
    assert [*chosen(register, "adopt"), *chosen(register, "adapt"), *chosen(register, "abandon")] == chosen(register, "ended")
    assert [counted.count(shown) for shown in SHOWN] == [len(chosen(register, shown)) for shown in SHOWN]
    assert counted.late == sum(waits(one).late(today) > 0 for one in register if one.open)


@given(cycles(), st.randoms())
def test_the_order_does_not_depend_on_the_order_before(register: list[Improvement], chance: Random) -> None:
    shuffled = sorted(register, key=lambda _: chance.random())

    assert [chosen(shuffled, shown) for shown in SHOWN] == [chosen(register, shown) for shown in SHOWN]


def test_what_ended_last_stands_first_under_its_verdict() -> None:
    early, late = (cycle(n, "act", came_on=day, verdict="adapt") for n, day in ((9, YESTERDAY), (2, TODAY)))
    adopted = cycle(3, "act", came_on=date(2026, 1, 1), verdict="adopt")

    assert chosen([early, late, adopted], "ended") == [adopted, late, early]


def test_the_columns_are_those_of_a_continual_improvement_register_with_ours_behind_them() -> None:
    one = cycle(7, "act", aim="Fewer calls", justification="They wait", result="12", priority="high", verdict="adapt", cycle=2)

    entry = opportunity(one, "Acme", "Sam Whitaker", "Olivia Berg")

    assert tuple(entry) == COLUMNS
    assert as_row(entry) == [
        *("7", "2026-11-24", "Medium", "Medium", "Fewer calls", "High", "Calls a week", "They wait", "Sam Whitaker", "Olivia Berg"),
        *("2026-11-25", "Acme", "2", "Act", "40", "10", "12", "Adapted"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", " =1", "\uff1d1", "'=1"])
def test_no_cell_of_the_register_fires_as_a_formula(text: str) -> None:
    texts: Any = dict.fromkeys(("aim", "kpi", "baseline", "target", "result", "justification"), text)
    one = cycle(1, "act", **texts)

    row = dict(zip(COLUMNS, as_row(opportunity(one, text, text, text)), strict=True))

    assert {cell for cell in row.values() if cell.endswith(text)} == {f"'{text}"}
    assert [name for name, cell in row.items() if cell == f"'{text}"] == [
        *("Description", "KPI metric", "Justification", "Raised by", "To be actioned by", "Customer", "Baseline", "Target", "Result")
    ]


def test_a_result_that_was_taken_back_with_its_stage_is_no_result() -> None:
    back = cycle(1, "check", result="12", steps=(Step("act", TODAY, NOON, OWNER), Step("check", TODAY, NOON, OWNER, back="Wrong week")))

    assert opportunity(back, "Acme", "", "")["Result"] == ""


@pytest.fixture
async def shelf(room: Office) -> Office:
    """An office that knows Northside Hospital, which has a channel, and Riverbank, each with improvements in several stages."""
    for name in ("Northside Hospital", "Riverbank"):
        await room.slack.command(OWNER, f"/talk add {name}")
    await link(room, "Northside Hospital", LINKED)
    cycles = register_of(await room.customer("Northside Hospital"), await room.customer("Riverbank"))
    await room.bot.store.commit(made(*cycles, workspace=TEAM))
    return room


async def link(office: Office, name: str, channel: str) -> None:
    form = await office.slack.command(OWNER, f"/talk edit {name}")
    await office.slack.fill_and_submit(OWNER, form, {"Channel": channel})


def register_of(northside: Customer, riverbank: Customer) -> list[Improvement]:
    return [
        cycle(1, "check", northside, aim="Fewer no-shows", check_on=date(2026, 11, 19)),
        cycle(2, "check", northside, aim="Images at seven", check_on=TOMORROW, owner=DEPUTY),
        cycle(3, "plan", riverbank, aim="Accounts in ten minutes", kpi="", baseline="", begun_at=NOON.replace(month=9)),
        cycle(4, "act", riverbank, aim="A queue at the door", result="8", met=True, verdict="adopt", lesson="Small things matter"),
        cycle(5, "act", northside, aim="Faster badges", result="30", met=False, verdict="abandon", owner=DEPUTY),
    ]


async def asked(office: Office, line: str = "", user: str = OWNER, channel: str = GENERAL) -> Seen:
    return await office.slack.command(user, f"/talk improvements {line}".strip(), channel)


def order(seen: Seen, *words: str) -> list[str]:
    """The words that stand in an answer, in the order in which they do."""
    return sorted((word for word in words if word in seen.text), key=seen.text.index)


async def test_the_register_stands_by_stage_and_says_what_is_overdue_and_why(shelf: Office) -> None:
    seen = await asked(shelf, "all")

    assert "All 3 open improvements, *2 of them overdue*:" in seen.text
    assert order(seen, "Plan (1)", "Accounts", "Check (2)", "no-shows", "Images") == [
        *("Plan (1)", "Accounts", "Check (2)", "no-shows", "Images")
    ]
    assert "*Improvement 1* · *Northside Hospital* · @U0OWNER\nFewer no-shows\nCalls a week: 40 → 10\n" in seen.text
    assert "*Overdue for 5 days*: done, but not checked; the check was due on Thursday 19 November" in seen.text
    assert "*Overdue for 31 days*: the plan lacks a KPI and a baseline" in seen.text
    assert "Done; check tomorrow, Wednesday 25 November" in seen.text
    assert "Ended so far: 1 adopted and 1 abandoned" in seen.text
    assert "queue" not in seen.text


async def test_its_card_opens_beside_the_list(shelf: Office) -> None:
    seen = await asked(shelf, "all")

    card = await shelf.slack.click(OWNER, seen, "Show", nth=1)

    assert "Improvement 1 for *Northside Hospital*" in card.text
    assert "All 3 open improvements" in shelf.slack.ephemerals(OWNER)[-2].readable


@pytest.mark.parametrize(
    ("line", "title", "shown"),
    [
        ("Riverbank", "One open improvement for *Riverbank*, *overdue*:", ["Accounts"]),
        ("riverbank adopted", "One adopted improvement for *Riverbank*:", ["queue"]),
        ("ended Riverbank", "One ended improvement for *Riverbank*:", ["queue"]),
        ("mine", "Your 2 open improvements, *both overdue*:", ["no-shows", "Accounts"]),
        ("all ended", "Both ended improvements:", ["queue", "badges"]),
        ("All, ENDED!", "Both ended improvements:", ["queue", "badges"]),
        ("for Riverbank: adopted", "One adopted improvement for *Riverbank*:", ["queue"]),
        ("ended by <@U0DEPUTY|dan okafor>", "One ended improvement, owned by @U0DEPUTY:", ["badges"]),
        ("<@U0DEPUTY|dan>", "One open improvement, owned by @U0DEPUTY:", ["Images"]),
        (
            "<@U0DEPUTY|dan> Northside Hospital abandoned",
            "One abandoned improvement for *Northside Hospital*, owned by @U0DEPUTY:",
            ["badges"],
        ),
        ("Northside Hospital mine", "One open improvement for *Northside Hospital*, owned by you, *overdue*:", ["no-shows"]),
    ],
)
async def test_words_narrow_it_down(shelf: Office, line: str, title: str, shown: list[str]) -> None:
    seen = await asked(shelf, line)

    assert title in seen.text
    assert sorted(order(seen, "no-shows", "Images", "Accounts", "queue", "badges")) == sorted(shown)


async def test_where_nothing_is_said_the_channels_customer_is_meant_or_else_ones_own_and_it_says_which(shelf: Office) -> None:
    here, elsewhere = await asked(shelf, channel=LINKED), await asked(shelf)
    nobody = await asked(shelf, user=STAFF)

    assert "2 open improvements for *Northside Hospital*" in here.text
    assert "You are in this customer's channel. `/talk improvements mine` shows yours" in here.text
    assert "Your 2 open improvements" in elsewhere.text
    assert "These are yours. `/talk improvements all` shows everybody's." in elsewhere.text
    assert "No improvement of yours has begun yet. Begin one with `/talk improve CUSTOMER …`" in nobody.text


async def test_a_channel_whose_customer_has_none_shows_ones_own(shelf: Office) -> None:
    await shelf.slack.command(OWNER, "/talk add Bluefin")
    await link(shelf, "Bluefin", GENERAL)

    seen = await asked(shelf)

    assert "Your 2 open improvements" in seen.text


async def test_the_selects_narrow_it_down_one_after_the_other_and_all_of_it_comes_back(shelf: Office) -> None:
    slack, seen = shelf.slack, await asked(shelf, "all")

    of_northside = await slack.click(OWNER, seen, "Any customer", choice="Northside Hospital")
    of_dan = await slack.click(OWNER, of_northside, "Any owner", value=DEPUTY)
    abandoned = await slack.click(OWNER, of_dan, "register.kind", value="abandon")
    everything = await slack.click(OWNER, abandoned, "Show all")

    assert "2 open improvements for *Northside Hospital*, *1 of them overdue*:" in of_northside.text
    assert "One open improvement for *Northside Hospital*, owned by @U0DEPUTY:" in of_dan.text
    assert "One abandoned improvement for *Northside Hospital*, owned by @U0DEPUTY:" in abandoned.text
    assert "The one abandoned improvement there is:" in everything.text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Riverbank last week", "I don't know what “last week” means here."),
        ("@olivia", "I can't tell who @olivia is."),
        ("<@U0OWNER|olivia> <@U0DEPUTY|dan>", "I can show the improvements of one colleague at a time"),
        ("Riverbnk", "Riverbank"),
        ("Nowhere Inc", "Nowhere Inc"),
    ],
)
async def test_words_that_are_not_understood_are_named_and_nothing_is_guessed(shelf: Office, line: str, says: str) -> None:
    seen = await asked(shelf, line)

    assert says in seen.text
    assert "open improvement" not in seen.text


async def test_a_misspelt_customer_is_offered_with_the_rest_of_the_line(shelf: Office) -> None:
    seen = await asked(shelf, "Riverbnk ended")

    meant = await shelf.slack.click(OWNER, seen, "Riverbank")

    assert "One ended improvement for *Riverbank*:" in meant.text


async def test_a_customer_that_is_called_like_a_word_is_meant_where_it_is_named(shelf: Office) -> None:
    await shelf.slack.command(OWNER, "/talk add All Saints")
    await shelf.slack.command(OWNER, "/talk add Mine")

    saints, mine = await asked(shelf, "All Saints"), await asked(shelf, "Mine")

    assert "No improvement for *All Saints* has begun yet." in saints.text
    assert "No improvement for *Mine* has begun yet." in mine.text


async def test_an_old_button_shows_the_last_page_there_is(shelf: Office) -> None:
    riverbank = await shelf.customer("Riverbank")
    more = [cycle(number, of=riverbank, owner=STAFF) for number in range(10, 26)]
    await shelf.bot.store.commit(made(*more, workspace=TEAM))
    seen = await asked(shelf, "mine", user=STAFF)
    await shelf.bot.store.commit(removed(*more[-2:]))

    following = await shelf.slack.click(STAFF, seen, "Show 1 more of 1")

    assert "Your 14 open improvements" in following.text
    assert "Plan (14)" in following.text


async def test_a_page_goes_on_where_the_one_before_ended(shelf: Office) -> None:
    riverbank = await shelf.customer("Riverbank")
    more = [cycle(number, of=riverbank, owner=STAFF) for number in range(10, 42)]
    await shelf.bot.store.commit(made(*more, workspace=TEAM))
    pages = [await asked(shelf, "mine", user=STAFF)]

    for label in ("Show 15 more of 17", "Show 2 more of 2"):
        pages.append(await shelf.slack.click(STAFF, pages[-1], label))

    shown = [re.findall(r"\*Improvement (\d+)\*", page.text) for page in pages]
    assert [len(numbers) for numbers in shown] == [15, 15, 2]
    assert [int(number) for numbers in shown for number in numbers] == [*range(10, 42)]
    assert ["continued" in page.text for page in pages] == [False, True, True]


async def test_what_people_wrote_is_shown_as_they_wrote_it_and_obeyed_by_nobody(shelf: Office) -> None:
    riverbank = await shelf.customer("Riverbank")
    hard = "<!channel> & <@U0SPONSOR> *bold* \u202e" + "x" * 10_000
    one = cycle(90, "check", riverbank, aim=hard, kpi=hard, baseline=hard, target=hard, owner=STAFF, check_on=date(2020, 1, 1))
    await shelf.bot.store.commit(made(one, workspace=TEAM))

    seen = await asked(shelf, user=STAFF, line="mine")

    assert "Overdue for 2,519 days" in seen.text
    assert seen.message is not None
    assert "&lt;!channel&gt; &amp; &lt;@U0SPONSOR&gt;" in str(seen.message.blocks)
    assert "\u202e" not in str(seen.message.blocks)


async def test_a_guest_sees_nothing_of_it(shelf: Office) -> None:
    seen = await asked(shelf, "all", user=GUEST)

    assert "for full members" in seen.text
    assert "no-shows" not in seen.text
