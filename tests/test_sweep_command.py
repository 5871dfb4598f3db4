"""`keep-talking sweep`: who is told what and why, now or in a dry run, by the sweep of the clock and through its outbox."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import MANIFEST, TEAM, Watch
from records import customer, idea, made, talk

from bot.config import ConfigError
from bot.sweeps import Wish, sweep
from messages.sweeps import plain
from model.change import AnyRecord
from model.customer import Customer
from model.nudge import Nudge
from model.talk import Talk
from sandbox import Sandbox
from storage import StoreInUse, open_store

ROOT = Path(__file__).parent.parent
OWNER, DEPUTY, SPONSOR, STAFF, ADMIN = "U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN"
WEDNESDAY_EVENING = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)


class Desk:
    """A desk with a store on it, from which a workspace is swept."""

    def __init__(self, slack: Sandbox, watch: Watch, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.slack, self.watch, self.folder, self.capsys = slack, watch, folder, capsys
        self.environ = {**slack.environment, "TALK_STORE": f"tinydb:{folder / 'store'}"}

    async def put(self, *records: AnyRecord) -> None:
        store = await open_store(self.environ["TALK_STORE"], self.watch)
        await store.commit(made(*records))
        await store.close()

    async def sweep(self, **wish: bool | str) -> list[str]:
        """Sweep, and return the lines on standard output."""
        self.code = await sweep(self.environ, Wish(**wish), self.watch)  # type: ignore[arg-type]
        self.said = self.capsys.readouterr()
        return self.said.out.splitlines()

    async def nudges(self, of: Customer) -> list[Nudge]:
        store = await open_store(self.environ["TALK_STORE"], self.watch)
        found = await store.nudges(TEAM, customer=of.id)
        await store.close()
        return found

    async def process(self, *arguments: str) -> tuple[int | None, list[str], list[str]]:
        """Run the command; return its exit code and its lines on both streams."""
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.environ}
        pipe = asyncio.subprocess.PIPE
        run = (sys.executable, "-W", "error", "-m", "bot", "sweep", *arguments)
        process = await asyncio.create_subprocess_exec(*run, cwd=self.folder, env=environ, stdout=pipe, stderr=pipe)
        out, err = await asyncio.wait_for(process.communicate(), 20)
        return process.returncode, out.decode().splitlines(), err.decode().splitlines()


@pytest.fixture
async def desk(watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Desk]:
    async with Sandbox(now=watch, scopes=MANIFEST["oauth_config"]["scopes"]["bot"]) as slack:
        yield Desk(slack, watch, tmp_path, capsys)


def quiet(name: str = "Northside Hospital", **fields: Any) -> tuple[Customer, Talk]:
    """A customer with whom nobody has talked since 21 August: due on 21 November, so since Monday the 23rd its owner is to be told."""
    one = customer(name, workspace=TEAM, **{"owner": OWNER, **fields})
    return one, talk(one, date(2026, 8, 21))


LINE = (
    "Olivia Owner · 2026-11-24 10:30 Europe/Berlin · Northside Hospital · due · "
    "Your last talk with Northside Hospital was on Friday 21 August, 3 months ago. You meant to talk quarterly."
)


async def test_a_dry_run_says_who_would_be_told_what_and_tells_nobody(desk: Desk) -> None:
    hospital, last = quiet()
    await desk.put(hospital, last)

    lines = await desk.sweep(dry_run=True)

    assert (lines, desk.code, desk.said.err) == ([LINE], 0, "")
    assert desk.slack.from_bot(OWNER) == []
    assert await desk.nudges(hospital) == []


async def test_a_sweep_tells_it_and_says_what_became_of_it(desk: Desk) -> None:
    hospital, last = quiet()
    await desk.put(hospital, last)

    lines = await desk.sweep()

    assert (lines, desk.code) == ([LINE, "DMs 1 = sent 1 + waiting 0 + refused 0"], 0)
    assert [dm.text for dm in desk.slack.from_bot(OWNER)] == ["*Northside Hospital* has gone quiet."]
    assert [(nudge.person, nudge.step) for nudge in await desk.nudges(hospital)] == [(OWNER, "due")]


async def test_what_was_told_is_not_told_again(desk: Desk) -> None:
    await desk.put(*quiet())
    await desk.sweep()

    lines = await desk.sweep()

    assert desk.code == 0
    assert [line.partition(";")[0] for line in lines] == ["nothing is to be told now"]
    assert len(desk.slack.from_bot(OWNER)) == 1


async def test_one_dm_of_several_things_has_a_line_for_each(desk: Desk) -> None:
    booked, _ = quiet("Riverbank", booked_on=date(2026, 11, 23))
    await desk.put(*quiet(), booked)

    lines = await desk.sweep(dry_run=True)

    assert [line.split(" · ")[2:] for line in sorted(lines)] == [
        LINE.split(" · ")[2:],
        ["Riverbank", "happened", "Your talk with Riverbank was booked for yesterday, Monday 23 November."],
    ]


async def test_who_is_told_in_the_owners_place_reads_whose_it_is(desk: Desk) -> None:
    late, _ = quiet("Riverbank", deputy=DEPUTY)
    orphan, old = quiet("Accounting & <Co>", owner=None, sponsor=SPONSOR)
    await desk.put(late, talk(late, date(2026, 8, 5)), orphan, old)

    lines = await desk.sweep(dry_run=True)

    said = {tuple(line.split(" · ")[i] for i in (0, 2)): line.split(" · ")[4] for line in lines}
    assert said["Dan Deputy", "Riverbank"].endswith(
        "The plan was to talk quarterly. It is Olivia Owner's, and you are the deputy: perhaps you can help."
    )
    assert said["Sofia Sponsor", "Accounting & <Co>"] == (
        "The last talk with Accounting & <Co> was on Friday 21 August, 3 months ago. "
        "The plan was to talk quarterly. It has no owner, so you hear of it: Hand over gives it one."
    )


async def test_json_lines_hold_the_same_with_ids(desk: Desk) -> None:
    hospital, last = quiet()
    await desk.put(hospital, last)

    [tried] = map(json.loads, await desk.sweep(dry_run=True, json=True))
    [done] = map(json.loads, await desk.sweep(json=True))

    [nudge] = await desk.nudges(hospital)
    assert tried == {
        "person": "Olivia Owner",
        "person_id": OWNER,
        "at": "2026-11-24T09:30:00Z",
        "local_time": "2026-11-24T10:30:00+01:00",
        "zone": "Europe/Berlin",
        "customer": "Northside Hospital",
        "customer_id": hospital.id,
        "step": "due",
        "count": 1,
        "due_on": "2026-11-21",
        "reason": LINE.rpartition(" · ")[2],
        "nudge_id": nudge.id,
        "post_id": nudge.post,
        "state": "planned",
    }
    assert done == {**tried, "state": "sent"}
    assert desk.said.err == "DMs 1 = sent 1 + waiting 0 + refused 0\n"


async def test_a_dry_run_asks_about_another_moment(desk: Desk) -> None:
    desk.watch.at = WEDNESDAY_EVENING
    await desk.put(*quiet())

    at_night = await desk.sweep(dry_run=True)
    in_the_morning = await desk.sweep(dry_run=True, at="2026-11-26T09:00+01:00")
    without_offset = await desk.sweep(dry_run=True, at="2026-11-26T08:00")

    assert at_night[0].startswith("nothing is to be told now")
    assert in_the_morning == without_offset
    assert in_the_morning[0].startswith("Olivia Owner · 2026-11-26 09:00 Europe/Berlin · Northside Hospital · due · ")


async def test_nothing_due_says_when_the_next_is(desk: Desk) -> None:
    hospital = customer("Northside Hospital", workspace=TEAM, owner=OWNER)
    await desk.put(hospital, talk(hospital, date(2026, 11, 20)))

    lines = await desk.sweep(dry_run=True)

    [line] = lines
    assert line == (
        "nothing is to be told now; next: Olivia Owner · 2027-02-22 09:00 Europe/Berlin · Northside Hospital · due · "
        "Your last talk with Northside Hospital was on Friday 20 November 2026, 3 months ago. You meant to talk quarterly."
    )


NEXT = {
    "at night, in the morning": ({}, WEDNESDAY_EVENING, "Olivia Owner · 2026-11-26 09:00 Europe/Berlin"),
    "on a Friday evening, on Monday": ({}, datetime(2026, 11, 27, 18, tzinfo=UTC), "Olivia Owner · 2026-11-30 09:00 Europe/Berlin"),
    "in another zone": ({"owner": STAFF}, WEDNESDAY_EVENING.replace(hour=23), "Sam Staff · 2026-11-26 09:00 America/New_York"),
    "when the snooze is over": ({"snoozed_until": date(2026, 12, 9)}, None, "Olivia Owner · 2026-12-09 09:00 Europe/Berlin"),
    "when a long snooze is over": ({"snoozed_until": date(2027, 3, 9)}, None, "Olivia Owner · 2027-03-09 09:00 Europe/Berlin"),
    "the day before a booked talk": ({"booked_on": date(2026, 12, 3)}, None, "Olivia Owner · 2026-12-02 09:00 Europe/Berlin"),
    "before a talk that is far away": ({"booked_on": date(2027, 3, 8)}, None, "Olivia Owner · 2027-03-05 09:00 Europe/Berlin"),
    "the day after the booked talk": (
        {"booked_on": date(2026, 12, 3)},
        datetime(2026, 12, 3, 18, tzinfo=UTC),
        "Olivia Owner · 2026-12-04 09:00 Europe/Berlin",
    ),
}


@pytest.mark.parametrize(("fields", "at", "begins"), NEXT.values(), ids=NEXT.keys())
async def test_the_next_one_is_found_where_people_can_be_written_to(
    desk: Desk, fields: dict[str, Any], at: datetime | None, begins: str
) -> None:
    desk.watch.at = at or desk.watch.at
    await desk.put(*quiet(**fields))

    [line] = await desk.sweep(dry_run=True)

    assert line.removeprefix("nothing is to be told now; next: ").startswith(begins)


async def test_after_the_first_telling_the_next_step_comes_two_weeks_later(desk: Desk) -> None:
    await desk.put(*quiet())
    await desk.sweep()

    [line] = await desk.sweep()

    assert "next: Olivia Owner · 2026-12-07 09:00 Europe/Berlin · Northside Hospital · overdue" in line


async def test_without_a_customer_it_says_that(desk: Desk) -> None:
    lines = await desk.sweep(dry_run=True)

    assert lines == ["nothing is due: there is no customer yet"]


async def test_as_json_nothing_is_an_empty_output(desk: Desk) -> None:
    lines = await desk.sweep(dry_run=True, json=True)

    assert lines == []
    assert desk.said.err == "nothing is due: there is no customer yet\n"


async def test_a_dm_that_slack_does_not_take_now_waits_and_that_is_exit_code_1(desk: Desk) -> None:
    await desk.put(*quiet())
    desk.slack.faults.add("chat.postMessage", "ratelimited", retry_after=30)

    lines = await desk.sweep()

    assert desk.code == 1
    assert lines[1] == "DMs 1 = sent 0 + waiting 1 + refused 0; what waits is sent by the running bot, or by the next sweep"


async def test_a_sweep_sends_what_waits_in_the_outbox_too(desk: Desk) -> None:
    await desk.put(*quiet())
    desk.slack.faults.add("chat.postMessage", "ratelimited", retry_after=30)
    await desk.sweep()
    desk.watch.turn(minutes=1)

    await desk.sweep()

    assert len(desk.slack.from_bot(OWNER)) == 1


REFUSED = {
    "no token": ({"SLACK_BOT_TOKEN": ""}, {}, "SLACK_BOT_TOKEN is missing"),
    "another token": ({"SLACK_BOT_TOKEN": "xoxp-1"}, {}, "is not a bot token"),
    "a refused token": ({"SLACK_BOT_TOKEN": "xoxb-other"}, {}, r"Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)"),
    "no Slack": ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, {}, r"Slack can't be reached \(ClientConnectorError\)"),
    "a moment without a dry run": ({}, {"at": "2026-11-25T09:00"}, "--at goes with --dry-run only"),
    "a moment that is none": ({}, {"at": "tomorrow", "dry_run": True}, "--at must be an ISO time"),
}


@pytest.mark.parametrize(("environ", "wish", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_keeps_it_from_sweeping_is_said(desk: Desk, environ: dict[str, str], wish: dict[str, bool | str], sentence: str) -> None:
    desk.environ |= environ

    with pytest.raises(ConfigError, match=sentence):
        await desk.sweep(**wish)


async def test_slack_may_ask_to_wait_before_it_says_who_people_are(desk: Desk) -> None:
    await desk.put(*quiet())
    desk.slack.faults.add("users.info", "ratelimited", retry_after=0)

    lines = await desk.sweep(dry_run=True)

    assert lines[0].startswith("Olivia Owner · ")


async def test_a_refused_token_leaves_the_store_free(desk: Desk) -> None:
    desk.environ["SLACK_BOT_TOKEN"] = "xoxb-other"
    with pytest.raises(ConfigError):
        await desk.sweep()

    store = await open_store(desk.environ["TALK_STORE"], desk.watch)

    await store.close()


async def test_beside_a_running_bot_it_looks_and_does_not_sweep(desk: Desk) -> None:
    desk.environ["TALK_NOW"] = desk.watch().isoformat()
    store = await open_store(desk.environ["TALK_STORE"], desk.watch)
    await store.commit(made(*quiet()))

    looked = await desk.process("--dry-run")
    swept = await desk.process()
    with pytest.raises(StoreInUse):
        await desk.sweep()
    await store.close()

    assert looked == (0, [LINE], [])
    assert swept[:2] == (3, [])
    assert swept[2] == [
        f"keep-talking: The store's folder {desk.folder / 'store'} is in use by process {os.getpid()}. Stop that process first."
    ]


async def test_as_a_process_it_sweeps_and_ends(desk: Desk) -> None:
    desk.environ["TALK_NOW"] = desk.watch().isoformat()
    await desk.put(*quiet())

    swept = await desk.process()

    assert swept == (0, [LINE, "DMs 1 = sent 1 + waiting 0 + refused 0"], [])


TEXTS = {
    "*A &amp; B* is quiet": ("A & B", "A & B is quiet"),
    "*A*B* is quiet": ("A*B", "A*B is quiet"),
    "*&lt;@U1&gt;* is <@U1>'s": ("<@U1>", "<@U1> is Olivia &amp; co's"),
    "It is <@U9>'s: *Hand over* gives it one": ("A", "It is U9's: Hand over gives it one"),
}


@pytest.mark.parametrize(("marked", "customer", "text"), [(marked, *rest) for marked, rest in TEXTS.items()])
def test_markup_becomes_what_was_typed(marked: str, customer: str, text: str) -> None:
    assert plain(marked, customer, {"U1": "Olivia &amp; co"}) == text


async def test_other_news_is_told_as_a_line_and_as_an_object(desk: Desk) -> None:
    northside = customer("Northside", workspace=TEAM, owner=OWNER, added_on=date(2026, 11, 1))
    adopted = idea(northside, workspace=TEAM, state="adopted", author=STAFF, decided_by=OWNER, to_hear=STAFF)
    await desk.put(northside, adopted)
    desk.watch.turn(hours=6)

    [line] = await desk.sweep(dry_run=True)
    [as_json] = await desk.sweep(dry_run=True, json=True)

    assert line.startswith("Sam Staff · 2026-11-24 10:30 America/New_York · Northside · idea · Your idea for Northside was adopted, by ")
    found = json.loads(as_json)
    assert (found["step"], found["person_id"], found["customer_id"], found["state"]) == ("idea", STAFF, northside.id, "planned")
