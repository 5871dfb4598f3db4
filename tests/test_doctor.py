"""`keep-talking doctor`: a line a check, each saying what is so and what to do, beside a running bot, without secrets and without texts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import AT_ONCE, MANIFEST, TEAM, Watch
from records import customer, made, post, schedule, talk

from bot.app import running
from bot.checks import slack as slack_checks
from bot.checks.scopes import NEEDED, OPTIONAL, scopes
from bot.checks.slack import Visit
from bot.config import ConfigError, read_settings
from bot.doctor import doctor
from model.change import AnyRecord
from model.customer import Customer
from model.schedule import Schedule, schedule_id
from model.settings import Settings, settings_id
from model.talk import Talk
from sandbox import Sandbox
from storage import open_store, outside

ROOT = Path(__file__).parent.parent
OWNER, ADMIN = "U0OWNER", "U0ADMIN"
SECRET = "0123456789abcdef0123456789abcdef"
SCOPES = MANIFEST["oauth_config"]["scopes"]


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Surgery:
    """Where the doctor sees a bot: a workspace, a store and an environment, each of which may be unwell."""

    def __init__(self, slack: Sandbox, watch: Watch, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.slack, self.watch, self.folder, self.capsys = slack, watch, folder, capsys
        self.store = folder / "data"
        self.environ = {**slack.environment, "TALK_STORE": f"tinydb:{self.store}", "TALK_PORT": str(a_free_port())}
        self.code = -1

    async def put(self, *records: AnyRecord) -> None:
        store = await open_store(self.environ["TALK_STORE"], self.watch)
        await store.commit(made(*records))
        await store.close()

    async def settle(self, **fields: Any) -> None:
        await self.put(Settings(id=settings_id(TEAM), workspace=TEAM, **fields))

    async def examine(self, system: Callable[[], datetime] | None = None) -> list[str]:
        """Let the doctor look; return what was said."""
        self.code = await doctor(self.environ, self.watch, system)
        return self.capsys.readouterr().out.splitlines()

    async def found(self, check: str, system: Callable[[], datetime] | None = None) -> str:
        """Let the doctor look; return the line of one check."""
        [line] = [line for line in await self.examine(system) if line[6:].startswith(f"{check}: ")]
        return line.replace(f"{check}: ", "")


@pytest.fixture
async def surgery(watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Surgery]:
    async with Sandbox(now=watch, scopes=SCOPES["bot"]) as slack:
        yield Surgery(slack, watch, tmp_path, capsys)


def quiet(name: str = "Northside Hospital", **fields: Any) -> tuple[Customer, Talk]:
    """A customer that is due since Saturday 21 November, so since Monday morning its owner is to be told."""
    one = customer(name, workspace=TEAM, **{"owner": OWNER, **fields})
    return one, talk(one, date(2026, 8, 21))


def recent(name: str, **fields: Any) -> tuple[Customer, Talk]:
    """A customer with whom somebody talked last week."""
    one = customer(name, workspace=TEAM, **{"owner": OWNER, **fields})
    return one, talk(one, date(2026, 11, 17))


async def test_where_all_is_well_every_line_is_ok_and_so_is_the_exit_code(surgery: Surgery) -> None:
    await surgery.put(*recent("Acme"))

    lines = await surgery.examine()

    assert [line for line in lines if not line.startswith("ok    ")] == []
    assert [line[6:].partition(": ")[0] for line in lines] == [
        *("version", "slack", "bot token", "scopes", "optional scopes", "clock", "app token"),
        *("store", "growth", "store in use", "disk", "permissions", "port", "owners", "reminders", "outbox", "summary channel"),
    ]
    assert surgery.code == 0


async def test_no_secret_and_no_text_is_said(surgery: Surgery) -> None:
    one, said = quiet()
    await surgery.put(one, said, talk(one, date(2026, 8, 1), notes="Confidential words"))

    lines = "\n".join(await surgery.examine())

    assert [
        secret for secret in ("xoxb-", "xapp-", "Confidential", "We talked", surgery.environ["SLACK_BOT_TOKEN"]) if secret in lines
    ] == []


async def test_nothing_is_changed_by_looking(surgery: Surgery) -> None:
    await surgery.put(*quiet())
    before = {path: path.read_bytes() for path in surgery.folder.rglob("*") if path.is_file()}

    await surgery.examine()

    assert {path: path.read_bytes() for path in surgery.folder.rglob("*") if path.is_file()} == before
    assert surgery.slack.from_bot(OWNER) == []


TOKENS = {
    "no bot token": ({"SLACK_BOT_TOKEN": ""}, "bot token", "fail  SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token"),
    "another bot token": ({"SLACK_BOT_TOKEN": "xoxp-1"}, "bot token", "fail  SLACK_BOT_TOKEN is not a bot token"),
    "a refused bot token": ({"SLACK_BOT_TOKEN": "xoxb-1"}, "bot token", "fail  Slack refuses it (invalid_auth). Copy it again"),
    "no app token": ({"SLACK_APP_TOKEN": ""}, "app token", "fail  SLACK_APP_TOKEN is missing"),
    "another app token": ({"SLACK_APP_TOKEN": "xoxb-1"}, "app token", "fail  SLACK_APP_TOKEN is not an app-level token"),
    "a refused app token": ({"SLACK_APP_TOKEN": "xapp-1"}, "app token", "fail  Slack refuses it (invalid_auth). Make one with the scope"),
    "both ways in": ({"SLACK_SIGNING_SECRET": SECRET}, "transport", "warn  SLACK_APP_TOKEN wins over SLACK_SIGNING_SECRET"),
    "a secret": ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET}, "signing secret", "ok    looks like one"),
    "no secret": ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "x"}, "signing secret", "warn  does not look like one"),
    "no Slack": ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "slack", "fail  http://127.0.0.1:1/api/ can't be reached (ClientConnector"),
    "a clock set by hand": ({"TALK_NOW": "2026-11-24T09:30"}, "TALK_NOW", "warn  the bot's clock starts at 2026-11-24T09:30:00+00:00."),
    "no port": ({"TALK_PORT": "0"}, "port", "warn  TALK_PORT is 0: a free one is taken at each start"),
    "another store": ({"TALK_STORE": "mysql://me:secret@db"}, "store", "fail  TALK_STORE is mysql:…, which this version does not have."),
    "no folder above": ({"TALK_STORE": "tinydb:/no/where"}, "store", "fail  /no/where can't be made: there is no folder /no."),
}


@pytest.mark.parametrize(("environ", "check", "line"), TOKENS.values(), ids=TOKENS.keys())
async def test_what_is_wrong_in_the_environment_is_found(surgery: Surgery, environ: dict[str, str], check: str, line: str) -> None:
    surgery.environ |= environ

    found = await surgery.found(check)

    assert found.startswith(line)
    assert surgery.code == (1 if line.startswith("fail") else 0)


async def test_a_clock_that_is_set_where_it_is_ignored_is_said() -> None:
    settings = read_settings({"TALK_NOW": "2026-11-24T09:30"}, serving=False)

    [found] = slack_checks.started_at(settings, "2026-11-24T09:30")

    assert str(found).startswith("warn  TALK_NOW: is set and ignored")


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize("kind", ["ratelimited", "status", "not_json"])
async def test_a_slack_that_does_not_answer_now_is_no_fault_of_the_tokens(surgery: Surgery, method: str, kind: Any) -> None:
    surgery.slack.faults.add(method, kind)

    found = await surgery.found("bot token" if method == "auth.test" else "app token")

    assert found.startswith("warn  Slack did not say whether it is right")


SAID = {
    "all": (SCOPES["bot"], ["ok", "ok"], "groups:read shows whether"),
    "with the optional ones": ([*NEEDED, *OPTIONAL], ["ok", "ok"], "all granted"),
    "one too few": ([scope for scope in NEEDED if scope != "im:write"], ["fail", "ok"], "not granted: im:write (to open direct messages)."),
    "one too many": ([*NEEDED, "channels:join"], ["ok", "ok", "warn"], "channels:join granted and never used."),
    "what Slack adds": ([*NEEDED, "identify"], ["ok", "ok"], "all 7"),
    "none": ([], ["fail", "ok"], "commands (for /talk)"),
}


@pytest.mark.parametrize(("granted", "levels", "words"), SAID.values(), ids=SAID.keys())
def test_scopes_are_compared_with_what_is_needed(granted: list[str], levels: list[str], words: str) -> None:
    found = list(scopes(",".join(granted)))

    assert [one.level for one in found] == levels
    assert words in " ".join(one.what for one in found)


def test_scopes_that_slack_does_not_name_are_not_guessed() -> None:
    [found] = scopes(None)

    assert found.level == "warn"


def test_the_scopes_are_those_of_the_manifest() -> None:
    assert sorted(NEEDED) == sorted(SCOPES["bot"])
    assert sorted(OPTIONAL) == sorted(SCOPES["bot_optional"])


async def test_a_missing_scope_is_a_failure(watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Sandbox(now=watch, scopes=[scope for scope in SCOPES["bot"] if scope != "im:write"]) as slack:
        surgery = Surgery(slack, watch, tmp_path, capsys)

        found = await surgery.found("scopes")

    assert found == (
        "fail  not granted: im:write (to open direct messages). "
        "Add what is missing under OAuth & Permissions at api.slack.com/apps, and install the app again."
    )
    assert surgery.code == 1


AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLOCKS = {
    "right": (0, False, "ok"),
    "a little late": (-59, True, "ok"),
    "ahead": (90, False, "warn"),
    "ahead over HTTP": (90, True, "fail"),
    "behind over HTTP": (-3600, True, "fail"),
}


@pytest.mark.parametrize(("seconds", "over_http", "level"), CLOCKS.values(), ids=CLOCKS.keys())
def test_the_clock_is_compared_with_slacks(seconds: int, over_http: bool, level: str) -> None:  # noqa: FBT001  a column of the table
    visit = Visit(at=AT + timedelta(seconds=seconds), took=0.1, headers={"Date": "Tue, 24 Nov 2026 09:30:00 GMT"})

    found = slack_checks.clock(visit, over_http=over_http)

    assert found.level == level
    assert level == "ok" or found.what.startswith(f"{abs(seconds):,} seconds {'ahead of' if seconds > 0 else 'behind'} Slack's, so ")


@pytest.mark.parametrize("headers", [{}, {"Date": "now"}, {"Date": ""}])
def test_without_a_time_of_slacks_the_clock_is_not_judged(headers: dict[str, str]) -> None:
    found = slack_checks.clock(Visit(at=AT, took=0.1, headers=headers), over_http=True)

    assert found.level == "warn"


async def test_a_clock_that_is_hours_off_is_found(surgery: Surgery) -> None:
    found = await surgery.found("clock", lambda: datetime.now(UTC) + timedelta(hours=2))

    assert "seconds ahead of Slack's, so reminders come at the wrong time. Set the time of this machine" in found


def test_a_slow_slack_is_said() -> None:
    found = slack_checks.reach(read_settings({}, serving=False), Visit(at=AT, took=2.5))

    assert found.level == "warn"
    assert found.what.startswith("answered in 2,500 ms; people wait that long")


async def test_the_store_is_counted_and_its_age_is_said(surgery: Surgery) -> None:
    one, said = recent("Acme")
    await surgery.put(one, said, talk(one), customer("Globex", workspace=TEAM, owner=OWNER))

    found = await surgery.found("store")

    assert found == "ok    T0001 with 2 customers and 2 talks, 0.0 MB; its journal goes back to 2026-11-24 09:30 UTC".replace(
        "3 talks", "2 talks"
    )


async def test_a_store_that_is_not_there_yet_is_asked_about(surgery: Surgery) -> None:
    found = await surgery.found("store")

    assert found == f"warn  {surgery.store} is not there yet; `keep-talking run` makes it. Is TALK_STORE what you mean?"
    assert not surgery.store.exists()


async def test_a_damaged_store_is_a_failure(surgery: Surgery) -> None:
    await surgery.put(*recent("Acme"))
    [journal] = surgery.store.rglob("journal-*.log")
    journal.write_bytes(b"\x00" * 512)

    found = await surgery.found("store")

    assert found.startswith("fail  ")
    assert journal.name in found


async def test_files_that_others_can_read_are_named_with_what_to_type(surgery: Surgery) -> None:
    await surgery.put(*recent("Acme"))
    surgery.store.chmod(0o755)

    found = await surgery.found("permissions")

    assert found == "warn  others may read data. Take that away: chmod -R go= data."


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
async def test_files_of_another_user_are_a_failure(surgery: Surgery) -> None:
    await surgery.put(*recent("Acme"))
    os.chown(surgery.store / "lock", 65534, 65534)

    found = await surgery.found("permissions")

    assert found.startswith("fail  data/lock of another user.")


def test_a_disk_is_tried_by_a_file_that_does_not_stay(tmp_path: Path) -> None:
    outside.try_disk(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        outside.try_disk(tmp_path / "gone")

    assert outside.free_space(tmp_path / "gone") > 0


async def test_a_running_bot_is_seen_by_its_lock_and_its_port(surgery: Surgery) -> None:
    async with running(read_settings(surgery.environ), surgery.watch):
        await surgery.slack.connected()
        lines = await surgery.examine()

    assert f"ok    store in use: by process {os.getpid()}" in lines
    assert f"ok    port: our bot listens at {surgery.environ['TALK_PORT']} and is ready" in lines
    assert any(line.startswith("ok    disk: ") and "no write is tried beside a running bot" in line for line in lines)


async def test_a_running_bot_that_is_not_ready_says_what_it_waits_for(surgery: Surgery) -> None:
    async with running(read_settings(surgery.environ), surgery.watch) as bot:
        bot.stopping = True
        found = await surgery.found("port")

    assert found == f"warn  a bot listens at {surgery.environ['TALK_PORT']} and is not ready: it waits for its own end. Its log says more."


async def test_a_bot_with_another_store_is_told_apart(surgery: Surgery) -> None:
    async with running(read_settings({**surgery.environ, "TALK_STORE": f"tinydb:{surgery.folder / 'other'}"}), surgery.watch):
        found = await surgery.found("port")

    assert "and this store is not the one it has. Is TALK_STORE the same as the bot's?" in found


async def test_a_store_in_use_without_anybody_at_the_port_is_said(surgery: Surgery) -> None:
    store = await open_store(surgery.environ["TALK_STORE"], surgery.watch)
    await store.commit(made(*recent("Acme")))

    found = await surgery.found("port")
    await store.close()

    assert f"and process {os.getpid()} has the store. It is starting, or it runs with another TALK_PORT" in found


async def test_a_port_of_somebody_else_is_a_failure_with_whose_it_is(surgery: Surgery) -> None:
    async with Sandbox(port=int(surgery.environ["TALK_PORT"])):
        found = await surgery.found("port")

    whose = f"process {os.getpid()} (" if sys.platform == "linux" else "another program"
    assert found.startswith(f"fail  {surgery.environ['TALK_PORT']} is taken by {whose}")
    assert surgery.code == 1


async def test_a_store_of_another_workspace_is_asked_about(surgery: Surgery) -> None:
    await surgery.put(customer("Acme", workspace="T2"))

    found = await surgery.found("workspace")

    assert found == "warn  the store holds T2, and the token is T0001's. Is TALK_STORE, or the token, another bot's?"


async def test_customers_without_an_owner_or_with_one_who_left_are_named(surgery: Surgery) -> None:
    people = {"Acme": None, "Globex": "U0GONE", "Initech": "U0GUEST", "Umbrella": "U0NOBODY", "Wayne": OWNER}
    await surgery.put(*(record for name, owner in people.items() for record in recent(name, owner=owner)))

    lines = [line for line in await surgery.examine() if "owners: " in line]

    assert [line.partition(". `/talk edit NAME` gives a customer a new one")[0] for line in lines] == [
        "warn  owners: 1 customer has none: Acme",
        "warn  owners: those of Globex have left Slack",
        "warn  owners: those of Initech are guests",
        "warn  owners: those of Umbrella are not of this workspace",
    ]
    assert surgery.code == 0


async def test_many_names_are_cut(surgery: Surgery) -> None:
    await surgery.put(*(record for n in range(5) for record in recent(f"Customer {n}", owner=None)))

    found = await surgery.found("owners")

    assert found.startswith("warn  5 customers have none: Customer 0, Customer 1, Customer 2 and 2 more.")


async def test_a_workspace_that_cannot_be_listed_is_said(surgery: Surgery) -> None:
    await surgery.put(*recent("Acme"), *quiet(owner=None))
    surgery.slack.faults.add("users.list", "error")

    lines = await surgery.examine()

    said = "Slack did not list the workspace's members, so it is not known who has left, and who should have been told."
    assert f"warn  owners: {said}" in lines
    assert not [line for line in lines if "reminders: " in line]


async def test_members_are_listed_and_not_asked_for_one_by_one(surgery: Surgery) -> None:
    await surgery.put(*quiet())

    await surgery.examine()

    assert surgery.slack.calls("users.list")
    assert surgery.slack.calls("users.info") == []


async def test_what_is_due_and_untold_is_named_where_no_bot_runs(surgery: Surgery) -> None:
    await surgery.put(*quiet(), *recent("Acme"))

    found = await surgery.found("reminders")

    assert found == (
        "warn  1 customer is due, and nobody was told, though nothing holds that back: Northside Hospital. "
        "Start the bot, or tell it now: keep-talking sweep."
    )


async def test_what_is_due_and_untold_beside_a_running_bot_is_a_failure(surgery: Surgery) -> None:
    store = await open_store(surgery.environ["TALK_STORE"], surgery.watch)
    await store.commit(made(*quiet()))

    found = await surgery.found("reminders")
    await store.close()

    assert found.startswith("fail  1 customer is due, and nobody was told")
    assert surgery.code == 1


async def test_what_the_bot_told_is_no_more_owed(surgery: Surgery) -> None:
    await surgery.put(*quiet())
    async with running(read_settings(surgery.environ), surgery.watch) as bot:
        bot.delivery.pace = AT_ONCE
        await bot.sweep()
        await bot.delivery.flush()

    found = await surgery.found("reminders")

    assert found == "ok    nobody is owed one; the last one was decided at 2026-11-24 09:30 UTC"


REASONS = {
    "their hours have not come since it was due": ({}, datetime(2026, 11, 23, 7, 30, tzinfo=UTC)),
    "their hours have only just come": ({}, datetime(2026, 11, 23, 8, 5, tzinfo=UTC)),
    "it is snoozed": ({"snoozed_until": date(2026, 12, 9)}, AT),
    "a talk is booked": ({"booked_on": date(2026, 12, 9)}, AT),
    "it was added today": ({"added_on": date(2026, 11, 24)}, AT),
}


@pytest.mark.parametrize(("fields", "at"), REASONS.values(), ids=REASONS.keys())
async def test_what_has_a_reason_is_not_owed(surgery: Surgery, fields: dict[str, Any], at: datetime) -> None:
    surgery.watch.at = at
    await surgery.put(*quiet(**fields))

    found = await surgery.found("reminders")

    assert found.startswith("ok    nobody is owed one")


async def test_on_a_sunday_what_was_not_told_on_friday_is_owed(surgery: Surgery) -> None:
    surgery.watch.at = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)
    await surgery.put(*quiet())

    found = await surgery.found("reminders")

    assert found.startswith("warn  1 customer is due, and nobody was told")


async def test_a_customer_of_whom_nobody_can_be_told_is_a_failure(surgery: Surgery) -> None:
    await surgery.put(*quiet(owner=None))
    surgery.slack.user(ADMIN).is_admin = surgery.slack.user(ADMIN).is_owner = False

    found = await surgery.found("reminders")

    assert found == (
        "fail  nobody can be told of Northside Hospital. `/talk edit NAME` gives a customer a new one; "
        "`/talk settings` names admins who hear of what nobody else can."
    )


async def test_a_message_that_waits_too_long_is_said(surgery: Surgery) -> None:
    waiting = post(AT - timedelta(hours=1), workspace=TEAM, trouble="ratelimited")
    await surgery.put(waiting, post(AT + timedelta(hours=1), workspace=TEAM))

    found = await surgery.found("outbox")

    assert found == (
        "warn  1 message waits since 2026-11-24 08:30 UTC (Slack's last word: ratelimited). "
        "Start the bot, or send them now: keep-talking sweep."
    )


async def test_a_message_that_waits_for_its_time_is_well(surgery: Surgery) -> None:
    await surgery.put(post(AT + timedelta(hours=1), workspace=TEAM))

    found = await surgery.found("outbox")

    assert found == "ok    1 message waits for its time"


def scheduled(channel: str) -> Schedule:
    return schedule(channel, workspace=TEAM, id=schedule_id(TEAM, channel))


CHANNELS = {
    "ours": ("C0GENERAL", (), "ok    #general, read by colleagues only"),
    "shared": ("C0SHARED", (), "warn  #shared-with-acme is shared with another organisation, so nothing is posted."),
    "shared and allowed": ("C0SHARED", ("C0SHARED",), "ok    #shared-with-acme, which another organisation reads"),
    "archived": ("C0ARCHIVED", (), "fail  #old-news is archived. Choose another with `/talk summaries`"),
    "private": ("C0PRIVATE", (), "fail  C0PRIVATE is not there, or private without the bot in it."),
    "none there": ("C0NOWHERE", (), "fail  C0NOWHERE is not there, or private without the bot in it."),
}


@pytest.mark.parametrize(("channel", "allowed", "line"), CHANNELS.values(), ids=CHANNELS.keys())
async def test_the_summary_channel_is_looked_at(surgery: Surgery, channel: str, allowed: tuple[str, ...], line: str) -> None:
    await surgery.settle(allowed=allowed)
    await surgery.put(scheduled(channel))

    found = await surgery.found("summary channel")

    assert found.startswith(line)


async def test_a_private_summary_channel_takes_the_optional_scope(surgery: Surgery) -> None:
    surgery.slack.add_channel("C0BOARD", "board", is_private=True)
    await surgery.put(scheduled("C0BOARD"))

    found = await surgery.found("summary channel")

    assert found == "warn  C0BOARD is private, and whether it is shared can't be seen without the scope groups:read."


async def test_a_summary_channel_without_the_bot_is_a_failure(surgery: Surgery) -> None:
    surgery.slack.add_channel("C0EMPTY", "empty", members=[OWNER])
    await surgery.put(scheduled("C0EMPTY"))

    found = await surgery.found("summary channel")

    assert found == "fail  the bot is not in #empty. Type there: /invite @Keep Talking."


async def test_what_cannot_even_be_read_is_one_line(surgery: Surgery) -> None:
    surgery.environ["TALK_PORT"] = "http"

    with pytest.raises(ConfigError, match="TALK_PORT must be a port"):
        await surgery.examine()


def keep_talking(folder: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environ}
    command = [sys.executable, "-W", "error", "-m", "bot", "doctor"]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603


def test_as_a_process_it_ends_with_1_where_something_fails_and_with_2_where_nothing_can_be_read(tmp_path: Path) -> None:
    fails = keep_talking(tmp_path, {"TALK_PORT": str(a_free_port())})
    unread = keep_talking(tmp_path, {"TALK_PORT": "http"})

    assert (fails.returncode, fails.stderr) == (1, "")
    assert fails.stdout.splitlines()[-1].startswith("warn  work: not looked at")
    assert (unread.returncode, unread.stdout) == (2, "")
    assert unread.stderr == "keep-talking: TALK_PORT must be a port from 0 to 65535 and is http.\n"
