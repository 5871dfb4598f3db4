"""The bot as a process: what is wrong is one line and an exit code, what is there is never overwritten, and the end is orderly."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.run import serve
from sandbox import Sandbox

ROOT = Path(__file__).parent.parent
OWNER = "U0OWNER"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
NOBODY = 65534


def environ(folder: Path, **given: str | None) -> dict[str, str]:
    """The environment of a bot that keeps its store in a folder; what is given as None is left out."""
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TALK_STORE": f"tinydb:{folder / 'data'}", "TALK_PORT": "0", **TOKENS}
    return {name: value for name, value in {**base, **given}.items() if value is not None}


async def begin(folder: Path, given: Mapping[str, str]) -> asyncio.subprocess.Process:
    run = (sys.executable, "-W", "error", "-m", "bot", "run")
    return await asyncio.create_subprocess_exec(*run, cwd=folder, env=given, stderr=asyncio.subprocess.PIPE)


async def outcome(folder: Path, given: Mapping[str, str]) -> tuple[int | None, list[str]]:
    """Run a bot that does not start, and return its exit code and what it says."""
    process = await begin(folder, given)
    _, stderr = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, stderr.decode().splitlines()


@asynccontextmanager
async def started(folder: Path, slack: Sandbox, **given: str | None) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot in a sandbox until the end of the block, at the latest."""
    process = await begin(folder, environ(folder, **{**slack.environment, **given}))
    try:
        await slack.connected(timeout=20)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stop(process: asyncio.subprocess.Process, number: int = signal.SIGTERM) -> tuple[int | None, str]:
    process.send_signal(number)
    _, stderr = await asyncio.wait_for(process.communicate(), 25)
    return process.returncode, stderr.decode()


WRONG = {
    "no bot token": ({"SLACK_BOT_TOKEN": None}, "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token"),
    "a blank bot token": ({"SLACK_BOT_TOKEN": "  "}, "SLACK_BOT_TOKEN is missing"),
    "another token": ({"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN is not a bot token (xoxb-…)"),
    "no app token": ({"SLACK_APP_TOKEN": None}, "SLACK_APP_TOKEN is missing: make an app-level token (xapp-…)"),
    "another app token": ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is not an app-level token (xapp-…)"),
    "no port": ({"TALK_PORT": "http"}, "TALK_PORT must be a port from 0 to 65535 and is http."),
    "a port too high": ({"TALK_PORT": "65536"}, "TALK_PORT must be a port from 0 to 65535 and is 65536."),
    "a port in other digits": ({"TALK_PORT": "\u0663"}, "TALK_PORT must be a port"),
    "no level": ({"TALK_LOG": "loud"}, "TALK_LOG must be one of debug, info, warning, error and is loud."),
    "no API": ({"SLACK_API_URL": "http://127.0.0.1:1"}, "SLACK_API_URL must end in /api/"),
    "no time": ({"SLACK_API_URL": "http://127.0.0.1:1/api/", "TALK_NOW": "tomorrow"}, "TALK_NOW must be an ISO time"),
}


@pytest.mark.parametrize(("given", "line"), WRONG.values(), ids=WRONG.keys())
async def test_what_is_wrong_in_the_environment_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: dict[str, str | None], line: str
) -> None:
    code = await serve(environ(tmp_path, **given))

    said = capsys.readouterr().err.splitlines()
    assert (code, len(said)) == (2, 1)
    assert said[0].startswith("keep-talking: ")
    assert line in said[0]


@pytest.mark.parametrize("store", ["mysql://x", "tinydb:", "data"])
async def test_a_store_that_this_version_does_not_have_is_one_line(tmp_path: Path, store: str) -> None:
    code, said = await outcome(tmp_path, environ(tmp_path, TALK_STORE=store))

    assert (code, len(said)) == (2, 1)
    assert "Use tinydb:FOLDER" in said[0]


async def test_the_environment_is_completed_by_a_env_file_which_it_beats(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nTALK_PORT=nowhere\nTALK_LOG=loud\n")

    code, [said] = await outcome(tmp_path, environ(tmp_path, SLACK_BOT_TOKEN=None))

    assert code == 2
    assert "TALK_LOG" in said


async def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104  where the bot listens
        port = taken.getsockname()[1]

        code, said = await outcome(tmp_path, environ(tmp_path, TALK_PORT=str(port)))

    assert code == 2
    assert len(said) == 1
    assert f"TALK_PORT {port} can't be used" in said[0]


@pytest.mark.parametrize(("name", "token"), [("SLACK_BOT_TOKEN", "xoxb-other"), ("SLACK_APP_TOKEN", "xapp-other")])
async def test_a_token_that_slack_refuses_is_one_line_that_names_it(tmp_path: Path, name: str, token: str) -> None:
    async with Sandbox() as slack:
        code, said = await outcome(tmp_path, environ(tmp_path, **{**slack.environment, name: token}))

    assert code == 2
    assert len(said) == 1
    assert f"Slack refuses {name} (invalid_auth)" in said[0]
    assert token not in said[0]


FOREIGN = {"another program's file": ("notes.txt", b"mine"), "a TinyDB database": ("db.json", b'{"_default": {"1": {"a": 1}}}')}


@pytest.mark.parametrize(("name", "content"), FOREIGN.values(), ids=FOREIGN.keys())
async def test_a_folder_of_somebody_elses_is_refused_and_left_alone(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_bytes(content)

    code, said = await outcome(tmp_path, environ(tmp_path))

    assert (code, len(said)) == (2, 1)
    assert "is not a store" in said[0]
    assert (tmp_path / "data" / name).read_bytes() == content


async def test_a_file_where_the_folder_should_be_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"mine")

    code, said = await outcome(tmp_path, environ(tmp_path))

    assert (code, len(said)) == (2, 1)
    assert "is a file" in said[0]
    assert (tmp_path / "data").read_bytes() == b"mine"


async def test_a_missing_folder_above_is_said(tmp_path: Path) -> None:
    code, said = await outcome(tmp_path, environ(tmp_path, TALK_STORE=f"tinydb:{tmp_path}/no/where"))

    assert (code, len(said)) == (2, 1)
    assert "cannot be made: there is no folder" in said[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own a folder that is somebody else's")
async def test_a_folder_of_another_user_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.chown(tmp_path / "data", NOBODY, NOBODY)

    code, said = await outcome(tmp_path, environ(tmp_path))

    assert (code, len(said)) == (2, 1)
    assert f"belongs to user {NOBODY}" in said[0]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is a place where even root makes no folder")
async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    code, said = await outcome(tmp_path, environ(tmp_path, TALK_STORE="tinydb:/proc/data"))

    assert (code, len(said)) == (2, 1)
    assert "/proc/data cannot be used" in said[0]


async def a_store(folder: Path) -> Path:
    """Let a bot note two talks in a folder; return its journal."""
    async with Sandbox() as slack, started(folder, slack) as process:
        await slack.command(OWNER, "/talk add Northside Hospital")
        await slack.command(OWNER, "/talk note Northside Hospital They want tablets")
        await stop(process)
    [journal] = (folder / "data" / "T0001").glob("journal-*.log")
    return journal


async def test_damage_stops_the_start_in_one_line_and_overwrites_nothing(tmp_path: Path) -> None:
    journal = await a_store(tmp_path)
    whole = journal.read_bytes()
    damaged = whole[: len(whole) // 2] + b"\x00" + whole[len(whole) // 2 + 1 :]
    journal.write_bytes(damaged)

    code, said = await outcome(tmp_path, environ(tmp_path))

    assert (code, len(said)) == (2, 1)
    assert journal.name in said[0]
    assert journal.read_bytes() == damaged


@pytest.mark.parametrize("content", [b"", b'{"talks": {}}', b"\xef\xbb\xbfhello\n", b"\x00" * 512], ids=["empty", "json", "text", "zeros"])
async def test_a_journal_that_is_none_stops_the_start_in_one_line_and_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "data" / "T0001"
    folder.mkdir(parents=True)
    (folder / "journal-000001.log").write_bytes(content)

    code, said = await outcome(tmp_path, environ(tmp_path))

    assert (code, len(said)) == (2, 1)
    assert (folder / "journal-000001.log").read_bytes() == content


async def test_a_second_process_is_told_who_has_the_store_with_exit_code_3(tmp_path: Path) -> None:
    async with Sandbox() as slack, started(tmp_path, slack) as first:
        code, said = await outcome(tmp_path, environ(tmp_path, **slack.environment))
        seen = await slack.command(OWNER, "/talk")

    assert (code, len(said)) == (3, 1)
    assert f"in use by process {first.pid}" in said[0]
    assert seen.error is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_orderly_and_what_was_saved_is_there(tmp_path: Path, number: int) -> None:
    async with Sandbox() as slack, started(tmp_path, slack, TALK_LOG="debug") as process:
        await slack.command(OWNER, "/talk add Northside Hospital")
        asked = [asyncio.create_task(slack.command(OWNER, f"/talk note Northside Hospital Number {n}")) for n in range(30)]
        await slack.wait_for(lambda: len(slack.deliveries("slash_commands")) > 5)
        code, said = await stop(process, number)
        seen = await asyncio.gather(*asked)
    saved = {one.text.split("> ")[1].split("\n")[0] for one in seen if "Saved" in one.text}

    async with Sandbox() as slack, started(tmp_path, slack) as process:
        card = await slack.command(OWNER, "/talk customer Northside Hospital")
    [journal] = (tmp_path / "data" / "T0001").glob("journal-*.log")

    assert code == 0
    assert not [word for word in ("Traceback", "Unclosed", "never retrieved", "was destroyed", "never awaited") if word in said]
    assert "Northside Hospital" in card.text
    assert all(f'"{text}"' in journal.read_text() for text in saved)


async def test_a_signal_ends_a_start_that_waits_for_slack(tmp_path: Path) -> None:
    process = await begin(tmp_path, environ(tmp_path, SLACK_API_URL="http://127.0.0.1:1/api/"))
    assert process.stderr is not None
    waits = await asyncio.wait_for(process.stderr.readline(), 20)

    code, said = await stop(process)

    assert b"Slack can't be reached" in waits
    assert code == 0
    assert "Traceback" not in said
    assert "Unclosed" not in said


async def test_both_modes_answer_healthz_and_readyz(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    async with Sandbox() as slack, started(tmp_path, slack, TALK_PORT=str(port)), aiohttp.ClientSession() as http:
        healthz = await http.get(f"http://127.0.0.1:{port}/healthz")
        readyz = await http.get(f"http://127.0.0.1:{port}/readyz")

        assert (healthz.status, readyz.status) == (200, 200)
        assert await readyz.json() == {"ready": True, "waits_for": None}


async def test_the_clock_starts_where_it_is_told_in_a_local_workspace(tmp_path: Path) -> None:
    async with Sandbox() as slack, started(tmp_path, slack, TALK_NOW="2031-05-06T09:00:00+00:00"):
        await slack.command(OWNER, "/talk add Northside Hospital")
        noted = await slack.command(OWNER, "/talk note Northside Hospital They want tablets")

    assert "today, Tuesday 6 May" in noted.text
