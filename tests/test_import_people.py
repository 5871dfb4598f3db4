"""Owners in a table become Slack users: by id, handle, e-mail or name, where Slack knows exactly one who may be one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MANIFEST, TEAM, Watch

from bot.config import ConfigError
from bot.imports import Wish, import_table
from model.customer import Customer
from sandbox import Sandbox
from storage import open_store

WITH_EMAILS = [*MANIFEST["oauth_config"]["scopes"]["bot"], *MANIFEST["oauth_config"]["scopes"]["bot_optional"]]


class Desk:
    """A desk at which tables are imported into a workspace with people in it."""

    def __init__(self, slack: Sandbox, watch: Watch, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.slack, self.watch, self.folder, self.capsys = slack, watch, folder, capsys
        self.environ = {**slack.environment, "TALK_STORE": f"tinydb:{folder / 'store'}"}

    async def run(self, table: str, **wish: Any) -> list[str]:
        path = self.folder / "customers.csv"
        path.write_text(table)
        await import_table(self.environ, Wish(file=path, **wish), self.watch)
        return self.capsys.readouterr().out.splitlines()

    async def customers(self) -> list[Customer]:
        store = await open_store(self.environ["TALK_STORE"], self.watch)
        found = await store.customers(TEAM)
        await store.close()
        return found


@pytest.fixture
async def desk(watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Desk]:
    async with Sandbox(now=watch, scopes=WITH_EMAILS) as slack:
        yield Desk(slack, watch, tmp_path, capsys)


async def test_people_are_found_by_e_mail_handle_name_and_id(desk: Desk) -> None:
    lines = await desk.run("name,owner,deputy,sponsor\nAcme,Olivia@Example.com,@dan,Sofia Sponsor\nGlobex,<@U0OWNER>,U0ELSEWHERE,\n")

    acme, globex = await desk.customers()
    assert (acme.owner, acme.deputy, acme.sponsor) == ("U0OWNER", "U0DEPUTY", "U0SPONSOR")
    assert (globex.owner, globex.deputy) == ("U0OWNER", "U0ELSEWHERE")
    assert "not used, and left as it was:" not in lines


async def test_who_cannot_be_an_owner_is_listed_with_why_and_fails_nothing(desk: Desk) -> None:
    desk.slack.add_user("U0TWIN1", "tim", real_name="Tim Twin")
    desk.slack.add_user("U0TWIN2", "tom", real_name="Tim Twin")

    lines = await desk.run(
        "name,owner\nA1,greta@example.com\nB1,gus\nC1,Stan Stranger\nD1,keeptalking\nE1,Tim Twin\n"
        "F1,nobody@example.com\nG1,nobody@example.com\n"
    )

    assert lines[-8:-2] == [
        "  owner greta@example.com: has left Slack (row 2)",
        "  owner gus: is a guest (row 3)",
        "  owner Stan Stranger: is of another organisation (row 4)",
        "  owner keeptalking: is an app (row 5)",
        "  owner Tim Twin: 2 people have that name (row 6)",
        "  owner nobody@example.com: not found in Slack (rows 7, 8)",
    ]
    assert lines[-2] == "rows 7 = created 7 + updated 0 + unchanged 0 + refused 0"
    assert {one.owner for one in await desk.customers()} == {None}


async def test_an_owner_who_is_not_found_leaves_the_owner_there_is(desk: Desk) -> None:
    await desk.run("name,owner\nAcme,olivia\n")

    lines = await desk.run("name,owner\nAcme,nobody\n")

    [acme] = await desk.customers()
    assert acme.owner == "U0OWNER"
    assert "row 2: unchanged" in lines


async def test_without_the_scope_e_mails_are_not_found_and_handles_are(
    watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Sandbox(now=watch, scopes=MANIFEST["oauth_config"]["scopes"]["bot"]) as slack:
        desk = Desk(slack, watch, tmp_path, capsys)
        lines = await desk.run("name,owner,deputy\nAcme,olivia@example.com,dan\n")

    [acme] = await desk.customers()
    assert (acme.owner, acme.deputy) == (None, "U0DEPUTY")
    assert "  owner olivia@example.com: e-mails can't be seen without the scope users:read.email (row 2)" in lines


async def test_members_are_listed_once_and_only_where_somebody_is_named(desk: Desk) -> None:
    await desk.run("name,industry\nAcme,Retail\n")
    before = len(desk.slack.calls("users.list"))
    await desk.run("name,owner\n" + "".join(f"Customer {n},olivia\n" for n in range(1000)))

    assert before == 0
    assert len(desk.slack.calls("users.list")) == 1


async def test_where_slack_does_not_list_its_members_the_import_goes_on_and_says_so(desk: Desk) -> None:
    desk.slack.faults.add("users.list", "error", error="missing_scope")

    lines = await desk.run("name,owner\nAcme,olivia\n")

    assert "  owner olivia: not looked up: Slack answered missing_scope (row 2)" in lines
    assert "row 2: created" in lines


async def test_where_slack_cannot_be_reached_the_only_workspace_is_meant(desk: Desk) -> None:
    await desk.run("name\nGlobex\n")
    desk.environ["SLACK_API_URL"] = "http://127.0.0.1:1/api/"

    lines = await desk.run("name,owner\nAcme,olivia\n")

    assert "  owner olivia: not looked up: Slack can't be reached (ClientConnectorError) (row 2)" in lines
    assert [one.name for one in await desk.customers()] == ["Acme", "Globex"]


async def test_a_refused_token_is_told_in_a_line(desk: Desk) -> None:
    desk.environ["SLACK_BOT_TOKEN"] = "xoxb-wrong"

    with pytest.raises(ConfigError, match=r"Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)"):
        await desk.run("name\nAcme\n")

    assert await desk.customers() == []


async def test_a_dry_run_into_a_store_that_is_not_there_leaves_none_behind(desk: Desk) -> None:
    lines = await desk.run("name,owner\nAcme,olivia\n", dry_run=True)

    assert lines[-2:] == ["rows 1 = created 1 + updated 0 + unchanged 0 + refused 0", "no batch: this was a dry run"]
    assert not (desk.folder / "store").exists()
