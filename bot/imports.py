"""The import as a command: opens the file, the store and the way to Slack, says what happens, and closes them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import CALL_TIMEOUT, REFUSED_TOKENS
from bot.clock import clock_from
from bot.config import ConfigError, Settings, read_settings
from bot.endings import DONE, REFUSALS
from bot.screen import Screen
from handlers.batches import find_batch, take_back
from handlers.directory import Directory, read_directory
from handlers.gate import Gate
from handlers.imports import PART, Import, new_batch
from handlers.refusal import code_of
from handlers.sheet import Sheet
from messages import imports as told
from model.cells import PEOPLE, Reader
from model.dates import DateOrder
from model.importing import Verdict, What
from model.person import newest_day
from model.sheet import SheetError
from storage import Store, open_store, read_store

NO_TOKEN = "not looked up: SLACK_BOT_TOKEN is not set"  # noqa: S105  a sentence about a token
PATIENCE = 5
SIMILAR_SHOWN = 200

Now = Callable[[], datetime]


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    file: Path
    dry_run: bool = False
    order: DateOrder | None = None
    encoding: str | None = None


async def import_table(environ: Mapping[str, str], wish: Wish, now: Now | None = None) -> int:
    """Import a table, or say what that would do, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    screen = Screen()
    try:
        sheet = Sheet(wish.file, wish.encoding)
        if wish.dry_run:
            screen.say([told.DRY_RUN])
        screen.say(told.opening(wish.file.name, sheet.columns, sheet.encoding, sheet.delimiter))
        order = date_order(sheet, wish, screen)
    except SheetError as error:
        raise ConfigError(str(error)) from error
    async with opened(settings, now, dry=wish.dry_run) as store:
        workspace, directory = await whose(settings, store, now, people=bool(sheet.columns.at.keys() & set(PEOPLE)))
        work = Import(store, new_batch(workspace, wish.file.name, now), directory, dry=wish.dry_run)
        return await go_through(work, sheet, Reader(sheet.columns, order, newest_day(now())), screen)


def date_order(sheet: Sheet, wish: Wish, screen: Screen) -> DateOrder:
    """Return in which order the table's all-digit dates are read, and say so; raise SheetError where that can't be told."""
    evidence = sheet.survey()
    order = wish.order or evidence.order
    heading = sheet.columns.headings[sheet.columns.at["last talk"]] if "last talk" in sheet.columns.at else ""
    if order is None:
        raise SheetError(told.which_order(heading, evidence))
    if evidence.dmy or evidence.mdy or evidence.either:
        screen.say([told.date_order(heading, order, evidence, asked=wish.order is not None)])
    return order


async def go_through(work: Import, sheet: Sheet, reader: Reader, screen: Screen) -> int:
    """Take in the rows part by part, say what becomes of each, and return the exit code."""
    rows, counts, similar, more = sheet.rows(), Counter[What](), list[Verdict](), 0
    try:
        while part := list(islice(rows, PART)):
            verdicts = await work.take(part, reader)
            counts.update(verdict.what for verdict in verdicts)
            similar += [verdict for verdict in verdicts if verdict.similar]
            more, similar = more + len(similar[SIMILAR_SHOWN:]), similar[:SIMILAR_SHOWN]
            screen.say(map(told.verdict_line, verdicts))
            screen.progress(told.progress(sheet.done, sheet.size, part[-1].number))
    except BaseException:
        screen.say([told.stopped(work.batch)] if work.batch.parts else [])
        raise
    screen.say(told.similar_ones(similar, more))
    screen.say(told.unused_values(work.unused))
    screen.say([told.totals(counts), told.batch_made(work.batch) if work.batch.parts else told.no_batch(dry=work.dry)])
    return REFUSALS if counts["refused"] else DONE


async def undo_import(environ: Mapping[str, str], batch_id: str, now: Now | None = None) -> int:
    """Take an import back, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    screen = Screen()
    async with opened(settings, now, dry=False) as store:
        batch = await find_batch(store, batch_id)
        if batch is None:
            raise ConfigError(told.no_such_batch(batch_id))
        if batch.undone_at:
            screen.say([told.already(batch, batch.undone_at)])
            return DONE
        back = stayed = 0
        async for count, kept in take_back(store, batch, now):
            back, stayed = back + count, stayed + len(kept)
            screen.say(told.kept_line(one.name, one.why) for one in kept)
        screen.say(told.taken_back(batch, back, stayed))
        return REFUSALS if stayed else DONE


@asynccontextmanager
async def opened(settings: Settings, now: Now, *, dry: bool) -> AsyncIterator[Store]:
    """Open the store, for a dry run only to be read."""
    store = await read_store(settings.store, now()) if dry else await open_store(settings.store, now)
    try:
        yield store
    finally:
        await store.close()


async def whose(settings: Settings, store: Store, now: Now, *, people: bool) -> tuple[str, Directory]:
    """Return the workspace to import into, Slack's or else the only one in the store, and who is in it where that is asked for."""
    if not settings.bot_token:
        return await the_only_one(store), Directory(silent=NO_TOKEN)
    timeout = aiohttp.ClientTimeout(CALL_TIMEOUT)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        retries: Any = [AsyncRateLimitErrorRetryHandler(max_retry_count=PATIENCE)]
        client = AsyncWebClient(settings.bot_token, base_url=settings.api_url, session=session, retry_handlers=retries)
        try:
            workspace = str((await client.auth_test())["team_id"])
        except SlackApiError as error:
            trouble = code_of(error)
            if trouble in REFUSED_TOKENS:
                raise ConfigError(f"Slack refuses SLACK_BOT_TOKEN ({trouble}): copy it again, or unset it to import offline.") from error
            return await the_only_one(store), Directory(silent=f"not looked up: Slack answered {trouble}")
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return await the_only_one(store), Directory(silent=f"not looked up: Slack can't be reached ({type(error).__name__})")
        return workspace, await read_directory(Gate(client, workspace, now)) if people else Directory()


async def the_only_one(store: Store) -> str:
    """Return the only workspace in the store; raise ConfigError where there is none, or several."""
    workspaces = await store.workspaces()
    if len(workspaces) == 1:
        return workspaces[0]
    there = f"several workspaces ({', '.join(workspaces)})" if workspaces else "no workspace yet"
    raise ConfigError(f"The store holds {there}: set SLACK_BOT_TOKEN, so that Slack says into which one to import.")
