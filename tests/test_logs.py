"""Logs tell what happened and nothing that was said: no note, no name, no token, at any level and in any trouble."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from sandbox import Sandbox

ROOT = Path(__file__).parent.parent
OWNER = "U0OWNER"
NAME, WORDS = "Canary-Islands", "the-canary-sings"
SECRETS = {"SLACK_BOT_TOKEN": "xoxb-canary-token", "SLACK_APP_TOKEN": "xapp-canary-token", "SLACK_SIGNING_SECRET": "canary-secret"}


async def trouble(slack: Sandbox) -> None:
    """Do all that a bot could be tempted to log."""
    await slack.command(OWNER, f"/talk add {NAME}")
    for line in (f"note {NAME} {WORDS}", f"idea {NAME} {WORDS}", f"note {WORDS} {NAME}", f"{WORDS}", f"customer {NAME}", "quiet"):
        await slack.command(OWNER, f"/talk {line}")
        await slack.dm(OWNER, line)
        await slack.mention("C0GENERAL", OWNER, line)
    await slack.command("U0GUEST", f"/talk note {NAME} {WORDS}")
    form = await slack.command(OWNER, f"/talk note {NAME}")
    await slack.fill_and_submit(OWNER, form, {"Notes": WORDS, "Decisions": WORDS})
    form = await slack.command(OWNER, f"/talk note {NAME}")
    broken = slack.compose.submit(OWNER, await slack.fill(OWNER, form, {}), {})
    broken.body["view"]["state"]["values"]["notes"]["notes"]["value"] = WORDS
    del broken.body["view"]["state"]["values"]["purpose"]
    await slack.act(broken)
    for method, kind in (("users.info", "not_json"), ("views.open", "status"), ("chat.postMessage", "drop_after_accept")):
        slack.faults.add(method, kind, times=2)  # type: ignore[arg-type]
        await slack.dm("U0STAFF", f"note {NAME} {WORDS}")
        await slack.command(OWNER, f"/talk edit {NAME}")
    await slack.event("app_home_opened", user=OWNER, tab=WORDS)


async def test_no_words_no_names_and_no_secrets_are_logged_at_debug_level(tmp_path: Path) -> None:
    tokens = {"bot_token": SECRETS["SLACK_BOT_TOKEN"], "app_token": SECRETS["SLACK_APP_TOKEN"]}
    async with Sandbox(**tokens) as slack:
        environ = {**slack.environment, **SECRETS, "TALK_STORE": f"tinydb:{tmp_path / 'data'}", "TALK_PORT": "0", "TALK_LOG": "debug"}
        environ |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), cwd=tmp_path, env=environ, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        await slack.connected(timeout=20)
        await trouble(slack)
        process.send_signal(signal.SIGTERM)
        out, logged = await asyncio.wait_for(process.communicate(), 25)

    log = (out + logged).decode()
    assert process.returncode == 0
    assert all(json.loads(line)["logger"] for line in log.splitlines())
    assert "unexpected KeyError, reference" in log
    assert [word for word in (NAME, WORDS, *SECRETS.values()) if word.casefold() in log.casefold()] == []
