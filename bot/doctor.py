"""The doctor: every check in turn, said as it comes. It asks Slack and reads the store beside a running bot, and changes neither."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from platform import python_version

import aiohttp

from bot.checks import slack, store, work
from bot.checks.finding import Finding, ok, warn
from bot.checks.port import port
from bot.checks.seen import Seen
from bot.clock import clock_from
from bot.config import Settings, bot_token_trouble, read_settings
from bot.endings import DONE, REFUSALS
from bot.release import release
from bot.screen import Screen
from bot.slack import CALL_TIMEOUT, client_of
from handlers.gate import Gate

Now = Callable[[], datetime]


async def doctor(environ: Mapping[str, str], now: Now | None = None, system: Now | None = None) -> int:
    """Say how everything is, and return the exit code. `system` is the machine's own clock. Raises ConfigError."""
    settings = read_settings(environ, serving=False)
    logging.disable(logging.CRITICAL)  # what a check can't ask is a finding of its own
    try:
        screen, failed = Screen(), False
        async for finding in findings(settings, environ, now or clock_from(settings.starts_at), system or clock_from(None)):
            screen.say([str(finding)])
            failed = failed or finding.level == "fail"
    finally:
        logging.disable(logging.NOTSET)
    return REFUSALS if failed else DONE


async def findings(settings: Settings, environ: Mapping[str, str], now: Now, system: Now) -> AsyncIterator[Finding]:
    """Yield what each check finds."""
    yield ok("version", f"keep-talking {release()}, Python {python_version()}")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(CALL_TIMEOUT)) as session:
        gate = Gate(client_of(settings, session, patient=False), "", now)
        async for finding in of_slack(settings, environ, gate, system):
            yield finding
        seen = await store.look(settings, now())
        try:
            for finding in seen.findings:
                yield finding
            yield await port(settings.port, seen, session)
            async for finding in of_work(seen, gate, now):
                yield finding
        finally:
            await seen.close()


async def of_slack(settings: Settings, environ: Mapping[str, str], gate: Gate, system: Now) -> AsyncIterator[Finding]:
    """Yield what there is to say about Slack; the gate learns for which workspace it stands."""
    for finding in (*slack.bot_token_shape(settings), *slack.transport(settings), *slack.started_at(settings, environ.get("TALK_NOW"))):
        yield finding
    if bot_token_trouble(settings.bot_token):
        return
    visit = await slack.visit(gate.client, system)
    gate.team = visit.team
    for finding in slack.of_visit(settings, visit):
        yield finding
    if settings.app_token and settings.app_token.startswith("xapp-") and not visit.unreached:
        yield await slack.app_token(gate.client, settings.app_token)


async def of_work(seen: Seen, gate: Gate, now: Now) -> AsyncIterator[Finding]:
    """Yield what there is to say about the bot's work, as far as Slack and the store can be asked."""
    if not gate.team or seen.store is None:
        yield warn("work", "not looked at: for that Slack has to take the bot token, and the store has to open.")
        return
    for finding in work.right_workspace(await seen.store.workspaces(), gate.team):
        yield finding
    people = await work.members(gate)
    for finding in work.owners(await seen.store.customers(gate.team), people, gate):
        yield finding
    if people is not None:
        async for finding in work.reminders(seen.store, gate, now(), seen.holder):
            yield finding
    yield await work.outbox(seen.store, gate, now(), seen.holder)
    async for finding in work.channels(seen.store, gate):
        yield finding
