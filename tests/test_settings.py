"""The settings: who may change them, what the form takes, what they do, and that a change can be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import TEAM, Office

from model.errors import TalkError
from model.nudge import in_working_hours
from model.schedule import Schedule
from model.settings import Settings, read_zone
from sandbox import Seen

ADMIN, OWNER, STAFF = "U0ADMIN", "U0OWNER", "U0STAFF"
GENERAL, SHARED = "C0GENERAL", "C0SHARED"


async def saved(office: Office, entries: dict[str, Any], user: str = ADMIN) -> Seen:
    """Fill in the form as an admin does, and save it."""
    form = await office.slack.command(user, "/talk settings")
    return await office.slack.fill_and_submit(user, form, entries)


async def settings(office: Office) -> Settings:
    return await office.bot.store.settings(TEAM)


async def schedules(office: Office) -> list[Schedule]:
    return await office.bot.store.schedules(TEAM)


async def channels(office: Office) -> list[str]:
    """The channels in which summaries are posted."""
    return [one.channel for one in await schedules(office)]


async def test_an_admin_saves_the_form_and_sees_what_changed(office: Office) -> None:
    entries = {"Summary channel": GENERAL, "First hour": "8:00", "Last hour": "18:00", "Date order": "Month first"}
    entries |= {"Admins": [OWNER], "Allowed although shared": [SHARED]}  # type: ignore[dict-item]

    seen = await saved(office, entries)

    held = await settings(office)
    assert seen.text.startswith(
        "Saved\nSaved. Changed: Summary channel, Time zone, Working hours, Date order, Admins, Allowed although shared."
    )
    assert "gets its first summary on Monday 30 November at 9:00. I have to be in it: `/invite @Keep Talking`." in seen.text
    assert seen.buttons == ["Undo"]
    [weekly] = await schedules(office)
    assert (weekly.channel, weekly.unit, weekly.about, weekly.set_by, weekly.set_at) == (GENERAL, "week", "all", ADMIN, office.watch())
    assert (held.first_hour, held.last_hour, held.date_order, held.admins, held.allowed) == (8, 18, "mdy", (OWNER,), (SHARED,))


async def test_the_zone_begins_as_that_of_the_admin_who_opens_the_form_first(room: Office) -> None:
    await room.slack.change_user(ADMIN, tz="America/Santiago")

    await saved(room, {})
    first = await settings(room)
    await room.slack.change_user(ADMIN, tz="Asia/Tokyo")
    form = await room.slack.command(ADMIN, "/talk settings")

    assert first.zone == "America/Santiago"
    assert "America/Santiago" in form.text


@pytest.mark.parametrize(
    ("entries", "block", "sentence"),
    [
        ({"Time zone": "Mars/Phobos"}, "zone", "I don't know that time zone"),
        ({"Time zone": "../../etc/passwd"}, "zone", "I don't know that time zone"),
        ({"First hour": "9:00", "Last hour": "9:00"}, "last_hour", "The last hour has to come after the first."),
        ({"First hour": "17:00", "Last hour": "9:00"}, "last_hour", "The last hour has to come after the first."),
    ],
)
async def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_saved(
    room: Office, entries: dict[str, str], block: str, sentence: str
) -> None:
    refused = await saved(room, entries)

    assert list(refused.errors) == [block]
    assert sentence in refused.errors[block]
    assert (await settings(room)).version == 1


async def test_everybody_else_sees_the_settings_as_text_and_who_may_change_them(room: Office) -> None:
    before = await room.slack.command(STAFF, "/talk settings")
    await saved(room, {"Summary channel": GENERAL, "Admins": [OWNER], "Time zone": "europe/berlin"})

    after = await room.slack.command(STAFF, "/talk settings")

    assert before.view is None
    assert "Summaries: not posted anywhere" in before.text
    assert "Working hours: 9:00 to 17:00, Monday to Friday" in before.text
    assert "Slack's admins and owners can change them with `/talk settings`." in before.text
    assert f"Summaries: #{GENERAL}: All customers, every Monday at 9:00" in after.text
    assert "Time zone: Europe/Berlin" in after.text
    assert f"Slack's admins and owners, and @{OWNER}, can change them" in after.text


async def test_somebody_named_in_the_settings_may_change_them_and_no_longer_when_taken_out(room: Office) -> None:
    await saved(room, {"Admins": [OWNER]})
    form = await room.slack.command(OWNER, "/talk settings")
    await saved(room, {"Admins": []})

    late = await room.slack.fill_and_submit(OWNER, form, {"Summary channel": GENERAL})
    asked = await room.slack.command(OWNER, "/talk settings")

    assert "Nothing was saved" in str(late.errors)
    assert await channels(room) == []
    assert asked.view is None


async def test_undo_takes_a_change_back_and_then_the_first_one(room: Office) -> None:
    await saved(room, {"Summary channel": GENERAL})
    second = await saved(room, {"Summary channel": None})

    undone = await room.slack.click(ADMIN, second, "Undo")
    once = await channels(room)
    again = await room.slack.command(ADMIN, "/talk undo")

    assert "Taken back: your change of the settings." in undone.text
    assert once == [GENERAL]
    assert "Taken back: your change of the settings." in again.text
    assert await channels(room) == []


async def test_saving_without_a_change_says_so_and_keeps_who_chose_the_channel(room: Office) -> None:
    await saved(room, {"Summary channel": GENERAL, "Admins": [OWNER]})

    seen = await saved(room, {}, OWNER)

    assert "Nothing was different." in seen.text
    assert [one.set_by for one in await schedules(room)] == [ADMIN]


async def test_a_form_opened_on_older_settings_overwrites_nothing(room: Office) -> None:
    form = await room.slack.command(ADMIN, "/talk settings")
    await saved(room, {"Summary channel": GENERAL})

    late = await room.slack.fill_and_submit(ADMIN, form, {"First hour": "8:00"})

    assert "Somebody changed the settings meanwhile" in str(late.errors)
    assert (await channels(room), (await settings(room)).first_hour) == ([GENERAL], 9)


async def test_a_form_opened_before_the_summary_moved_elsewhere_brings_nothing_back(room: Office) -> None:
    await saved(room, {"Summary channel": GENERAL})
    form = await room.slack.command(ADMIN, "/talk settings")
    room.watch.turn(minutes=1)
    seen = await room.slack.command(ADMIN, "/talk summaries")
    await room.slack.click(ADMIN, seen, "Stop")

    late = await room.slack.fill_and_submit(ADMIN, form, {"First hour": "8:00"})

    assert "Somebody changed the settings meanwhile" in str(late.errors)
    assert await channels(room) == []


async def test_a_channel_with_another_summary_gets_the_weekly_one_in_its_place_and_undo_brings_that_back(room: Office) -> None:
    seen = await room.slack.command(ADMIN, "/talk summary all")
    form = await room.slack.click(ADMIN, seen, "Post it regularly…")
    await room.slack.fill_and_submit(ADMIN, form, {"Channel": GENERAL, "How often": "Every month"})

    changed = await saved(room, {"Summary channel": GENERAL})
    units = [one.unit for one in await schedules(room)]
    await room.slack.click(ADMIN, changed, "Undo")

    assert "It takes the place of the summary of all customers on the first working day of every month at 9:00." in changed.text
    assert units == ["week"]
    assert [one.unit for one in await schedules(room)] == ["month"]


async def test_a_dm_offers_the_form_with_a_button(room: Office) -> None:
    offered = await room.slack.dm(ADMIN, "settings")

    form = await room.slack.click(ADMIN, offered, "Open the form")

    assert offered.buttons == ["Open the form"]
    assert form.text.startswith("Settings\n")


@pytest.mark.parametrize(("order", "day"), [("Day first", "Tuesday 6 October"), ("Month first", "Wednesday 10 June")])
async def test_dates_that_are_all_digits_are_read_in_the_workspaces_order(room: Office, order: str, day: str) -> None:
    await saved(room, {"Date order": order})
    await room.slack.command(OWNER, "/talk add Northside Hospital")

    seen = await room.slack.command(OWNER, "/talk note Northside Hospital on 6/10: They want tablets")

    assert day in seen.text


async def test_a_booked_day_is_read_in_the_workspaces_order_too(room: Office) -> None:
    await saved(room, {"Date order": "Month first"})
    await room.slack.command(OWNER, "/talk add Northside Hospital")

    await room.slack.command(OWNER, "/talk book Northside Hospital 12/3")

    assert (await room.customer("Northside Hospital")).booked_on == date(2026, 12, 3)


@pytest.mark.parametrize(("hour", "within"), [(6, False), (7, True), (18, True), (19, False)])
def test_working_hours_are_those_that_are_given(hour: int, within: bool) -> None:  # noqa: FBT001  pytest passes by name
    local = datetime(2026, 11, 24, hour, 59, tzinfo=ZoneInfo("Europe/Berlin"))

    assert in_working_hours(local, 7, 19) is within


def test_working_hours_end_with_the_day_at_the_latest_and_leave_out_the_weekend() -> None:
    assert in_working_hours(datetime(2026, 11, 24, 23, 59, tzinfo=UTC), 0, 24)
    assert not in_working_hours(datetime(2026, 11, 28, 12, tzinfo=UTC), 0, 24)


@pytest.mark.parametrize(
    ("typed", "zone"), [("Europe/Berlin", "Europe/Berlin"), (" america/new york ", "America/New_York"), ("utc", "UTC")]
)
def test_a_zone_is_read_in_any_case_and_with_spaces(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "Berlin", "localtime", "Factory", "/etc/localtime", "\x00", "CEST"])
def test_no_other_zone_is_taken(typed: str) -> None:
    with pytest.raises(TalkError, match="time zone"):
        read_zone(typed)
