"""A store that is slow or fails, a Slack that opens no forms: an answer in time all the same, nothing half-written, the text back."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from conftest import Office, Watch, an_office

from handlers.entry import LATEST
from storage.disk import Disk
from storage.tinydb import TinyStore

OWNER = "U0OWNER"
NOTE = "/talk note Northside Hospital They want tablets"


class Trouble(Disk):
    """A disk whose writes wait until they are let through, or fail."""

    def __init__(self) -> None:
        self.asked = Event()
        self.let_through = Event()
        self.let_through.set()
        self.error: int | None = None

    def write(self, file: int, content: bytes | memoryview) -> int:  # type: ignore[override]
        self.asked.set()
        self.let_through.wait(10)
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        return os.write(file, content)


@pytest.fixture(params=["socket", "http"])
async def closed_office(request: pytest.FixtureRequest, watch: Watch, tmp_path: Path) -> AsyncIterator[Office]:
    """An office on a disk that a test can slow down: it has the embedded store in both transports."""
    async with an_office(watch, tmp_path, request.param) as office:
        yield office


@pytest.fixture
async def disk(office: Office) -> Trouble:
    """The disk of an office that knows Northside Hospital; the store's writer thread does all its writing."""
    await office.slack.command(OWNER, "/talk add Northside Hospital")
    store = office.bot.store
    assert isinstance(store, TinyStore)
    return await on_trouble(store)


async def on_trouble(store: TinyStore) -> Trouble:
    disk = Trouble()
    for commits in store._commits.values():
        commits.segment.disk = disk
        commits.inline = False
    return disk


@asynccontextmanager
async def slow(office: Office, disk: Trouble) -> AsyncIterator[None]:
    """Let the disk stand still until the bot has said that it is still saving."""
    office.bot.entry.latest = 0.05
    disk.asked.clear()
    disk.let_through.clear()
    yield
    disk.let_through.set()
    office.bot.entry.latest = LATEST


async def notes(office: Office) -> list[str]:
    return [talk.notes for talk in await office.talks("Northside Hospital")]


def said(office: Office) -> list[str]:
    return [message.readable for message in office.slack.ephemerals(OWNER)]


async def until(office: Office, ready: Callable[[], Any]) -> None:
    await office.slack.wait_for(ready)


async def test_a_slow_command_says_that_it_is_saving_and_then_that_it_is_saved(office: Office, disk: Trouble) -> None:
    async with slow(office, disk):
        seen = await office.slack.command(OWNER, NOTE)
        before = await notes(office)
    await until(office, lambda: "Saved: your talk" in said(office)[-1])

    assert "Still saving" in seen.text
    assert before == []
    assert await notes(office) == ["They want tablets"]
    assert sum("Saved: your talk" in text for text in said(office)) == 1


async def test_a_slow_command_delivered_three_times_is_saved_and_told_once(office: Office, disk: Trouble) -> None:
    async with slow(office, disk):
        await office.slack.command(OWNER, NOTE, copies=3)
    await until(office, lambda: "Saved: your talk" in said(office)[-1])
    await office.bot.entry.drain()

    assert await notes(office) == ["They want tablets"]
    assert sum("Saved: your talk" in text for text in said(office)) == 1


async def test_a_slow_click_says_that_it_is_saving_and_then_what_happened(office: Office, disk: Trouble) -> None:
    saved = await office.slack.command(OWNER, NOTE)
    assert saved.message is not None

    async with slow(office, disk):
        seen = await office.slack.click(OWNER, saved, "Undo")
        await until(office, lambda: "Still saving" in said(office)[-1])
    await until(office, lambda: saved.message and "Taken back" in saved.message.readable)

    assert seen.ack.ok
    assert await notes(office) == []


async def test_a_slow_form_from_home_has_home_drawn_anew_all_the_same(office: Office, disk: Trouble) -> None:
    await office.slack.open_home(OWNER)
    first = office.slack.home_of(OWNER)
    assert first is not None
    assert "Welcome to Keep Talking" in first.readable
    form = await office.slack.click(OWNER, first, "Note your first talk")

    async with slow(office, disk):
        await office.slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets"})
    await until(office, lambda: form.view and form.view.title == "Saved")
    await office.bot.entry.drain()

    assert "Nothing waits for you." in first.readable
    assert "Note your first talk" not in first.readable


async def test_a_slow_form_turns_to_saving_and_then_to_saved(office: Office, disk: Trouble) -> None:
    form = await office.slack.command(OWNER, "/talk note Northside Hospital")
    assert form.view is not None

    async with slow(office, disk):
        seen = await office.slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets"})
    await until(office, lambda: form.view and form.view.title == "Saved")

    assert "Saving…" in seen.text
    assert "Saved: your talk with *Northside Hospital*" in form.view.readable
    assert await notes(office) == ["They want tablets"]


async def test_a_slow_dm_is_answered_when_it_is_saved(office: Office, disk: Trouble) -> None:
    async with slow(office, disk):
        asking = asyncio.create_task(office.slack.dm(OWNER, "note Northside Hospital They want tablets"))
        await asyncio.to_thread(disk.asked.wait, 10)
    seen = await asking

    assert "Saved: your talk" in seen.text
    assert len(office.slack.from_bot(OWNER)) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
async def test_a_failing_disk_saves_nothing_says_so_gives_the_text_back_and_recovers(room: Office, number: int) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    assert isinstance(room.bot.store, TinyStore)
    disk = await on_trouble(room.bot.store)
    disk.error = number

    command = room.slack.compose.command(OWNER, NOTE)
    failed = await room.slack.act(command)
    dm = await room.slack.dm(OWNER, "note Northside Hospital They want screens")
    waits_for = await room.bot.waits_for()
    between = await notes(room)
    disk.error = None
    await room.bot.waits_for()
    again = await room.slack.act(command)

    assert "Not saved, and nothing has changed" in failed.text
    assert os.strerror(number) in failed.text
    assert NOTE.removeprefix("/talk ") in failed.text.splitlines()
    assert "note Northside Hospital They want screens" in dm.text.splitlines()
    assert waits_for is not None
    assert waits_for.startswith("the store: ")
    assert between == []
    assert "Saved: your talk" in again.text
    assert await notes(room) == ["They want tablets"]
    assert await room.bot.waits_for() is None


async def test_a_form_that_cannot_be_saved_stays_open_with_its_text(office: Office, disk: Trouble) -> None:
    form = await office.slack.command(OWNER, "/talk note Northside Hospital")
    disk.error = errno.ENOSPC

    failed = await office.slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets"})
    disk.error = None
    await office.bot.waits_for()
    saved = await office.slack.fill_and_submit(OWNER, form)

    assert "Not saved, and nothing has changed" in "".join(failed.errors.values())
    assert saved.text.startswith("Saved")
    assert await notes(office) == ["They want tablets"]


async def test_a_form_that_cannot_be_saved_in_time_or_at_all_gives_its_text_back(office: Office, disk: Trouble) -> None:
    form = await office.slack.command(OWNER, "/talk note Northside Hospital")
    assert form.view is not None

    async with slow(office, disk):
        await office.slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets", "Decisions": "Twelve of them"})
        disk.error = errno.ENOSPC
    await until(office, lambda: form.view and "Not saved" in form.view.readable)

    assert "This form was not saved." in form.view.readable
    assert "They want tablets\nTwelve of them" in form.view.readable
    assert await notes(office) == []


async def test_a_draft_survives_a_click_that_could_not_be_saved(office: Office, disk: Trouble) -> None:
    asked = await office.slack.command(OWNER, "/talk note Lakeside School: they want tablets")
    assert asked.message is not None
    disk.error = errno.EIO
    failed = await office.slack.click(OWNER, asked.message, 'Add "Lakeside School" and save')
    disk.error = None
    await office.bot.waits_for()

    saved = await office.slack.click(OWNER, asked.message, 'Add "Lakeside School" and save')

    assert "Not saved" in failed.text
    assert "Saved: your talk with *Lakeside School*" in saved.text


@pytest.mark.parametrize(
    "fault", [{"kind": "error", "error": "expired_trigger_id"}, {"kind": "status"}, {"kind": "not_json"}, {"kind": "drop_before"}]
)
async def test_a_form_that_slack_does_not_open_is_offered_again_after_a_line(room: Office, fault: dict[str, Any]) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    room.slack.faults.add("views.open", **fault)

    seen = await room.slack.command(OWNER, "/talk edit Northside Hospital")
    form = await room.slack.click(OWNER, seen, "Open the form")

    assert "Slack did not open the form in time. Nothing is lost." in seen.text
    assert form.view is not None
    assert form.view.title == "Customer"


async def test_a_form_that_slack_does_not_open_is_offered_again_after_a_click(room: Office) -> None:
    added = await room.slack.command(OWNER, "/talk add Northside Hospital")
    room.slack.faults.add("views.open", "error", error="expired_trigger_id")

    seen = await room.slack.click(OWNER, added, "Edit details")
    form = await room.slack.click(OWNER, seen, "Open the form")

    assert "Slack did not open the form in time. Nothing is lost." in seen.text
    assert form.view is not None
    assert form.view.title == "Customer"
    assert "Northside Hospital" in form.text


async def test_a_draft_whose_form_slack_does_not_open_is_still_there(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    asked = await room.slack.command(OWNER, "/talk note they want tablets")
    room.slack.faults.add("views.open", "status")

    seen = await room.slack.click(OWNER, asked, "Open the form")
    form = await room.slack.click(OWNER, seen, "Open the form")
    await room.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert await notes(room) == ["they want tablets"]


async def test_the_bot_waits_for_what_is_under_way_before_it_ends(closed_office: Office) -> None:
    async with closed_office.open() as bot:
        await closed_office.slack.command(OWNER, "/talk add Northside Hospital")
        assert isinstance(bot.store, TinyStore)
        disk = await on_trouble(bot.store)
        async with slow(closed_office, disk):
            await closed_office.slack.command(OWNER, NOTE)

    async with closed_office.open():
        kept = await notes(closed_office)

    assert kept == ["They want tablets"]
    assert sum("Saved: your talk" in text for text in said(closed_office)) == 1


async def test_a_form_that_was_closed_while_it_was_being_saved_is_answered_in_the_dm(office: Office, disk: Trouble) -> None:
    form = await office.slack.command(OWNER, "/talk note Northside Hospital")
    assert form.view is not None

    async with slow(office, disk):
        saving = await office.slack.fill_and_submit(OWNER, form, {"Notes": "They want tablets"})
        assert saving.view is not None
        await office.slack.close(OWNER, saving.view)
    await office.slack.wait_for(lambda: office.slack.from_bot(OWNER))

    assert "They want tablets" in office.slack.from_bot(OWNER)[-1].readable
    assert await notes(office) == ["They want tablets"]
