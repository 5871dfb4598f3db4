"""A year of reminders against the oracle, and what a year holds: downtimes, clock changes, a leap day, people who move or leave."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import deeds
import pytest
from conftest import Office
from oracle import Someone, Story
from year import Dm, Year, a_year, cast_of, table

WEEKDAYS = range(1, 6)


def out_of_hours(year: Year) -> list[str]:
    """The DMs that came when their reader was not at work."""
    at_work = [dm.local.isoweekday() in WEEKDAYS and 9 <= dm.local.hour < 17 for dm in year.posted]
    return [f"{dm.person} {dm.local}" for dm, fine in zip(year.posted, at_work, strict=True) if not fine]


def days_with_dms(year: Year) -> list[tuple[str, str]]:
    """A person and a day for each DM: the day is in its key."""
    return [(dm.person, dm.key) for dm in year.posted]


async def test_a_year_tells_everybody_what_the_oracle_expects_and_nothing_else(tmp_path: Path) -> None:
    async with a_year(tmp_path / "store") as year:
        await year.days(366)

    told = [item for dm in year.posted for item in dm.items]
    assert year.wrong == []
    assert out_of_hours(year) == []
    assert len(days_with_dms(year)) == len(set(days_with_dms(year)))
    assert {item.step for item in told} == {"due", "overdue", "escalated", "happened", "brief"}
    assert len(table(year)) == len(told) > 500
    assert {str(dm.local.tzinfo) for dm in year.posted} == set(deeds.ZONES)
    assert any(person.gone for person in year.oracle.people.values())


@pytest.mark.parametrize("down", [3, 30])
async def test_after_a_downtime_everybody_gets_one_dm_with_what_is_due_now(tmp_path: Path, down: int) -> None:
    async with a_year(tmp_path / "store", seed=down, customers=25) as year:
        await year.days(75)
        before = len(year.posted)
        year.watch.turn(days=down)

        await year.days(1, eventful=False)
        first_day = year.posted[before:]
        await year.days(20)

    assert year.wrong == []
    assert out_of_hours(year) == []
    assert len({dm.person for dm in first_day}) == len(first_day) > 3
    assert len(days_with_dms(year)) == len(set(days_with_dms(year)))


CHANGES = [  # the Sundays of the changes in both directions, and the leap day
    *(("Europe/Berlin", day) for day in (date(2027, 10, 31), date(2028, 3, 26), date(2028, 2, 29))),
    *(("America/Santiago", day) for day in (date(2027, 9, 5), date(2028, 4, 2), date(2028, 2, 29))),
    *(("Australia/Lord_Howe", day) for day in (date(2027, 10, 3), date(2028, 4, 2), date(2028, 2, 29))),
]


@pytest.mark.parametrize(("zone", "day"), CHANGES)
async def test_whoever_is_due_around_a_clock_change_or_leap_day_is_told_at_nine_on_the_next_working_day(
    tmp_path: Path, zone: str, day: date
) -> None:
    begin = datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=5)
    owners = [Someone(f"UOWNER{n}", zone) for n in range(8)]
    stories = [Story(f"Due {n}", begin.date() + timedelta(days=n - 10), (10, "days"), owners[n].id, None, None) for n in range(8)]
    async with a_year(tmp_path / "store", begin=begin, cast=(owners, stories)) as year:
        await year.days(14, eventful=False)

    local = {dm.person: dm.local for dm in year.posted}
    assert year.wrong == []
    assert {at.hour for at in local.values()} == {9}
    assert [local[owner.id].date() for owner in owners] == [next_working_day(story.due) for story in stories]


def next_working_day(day: date) -> date:
    after = (day + timedelta(days=n) for n in range(1, 4))
    return next(one for one in after if one.isoweekday() in WEEKDAYS)


@pytest.mark.parametrize(
    ("since", "due"),
    [(date(2027, 11, 29), date(2028, 2, 29)), (date(2027, 11, 30), date(2028, 2, 29)), (date(2028, 2, 29), date(2028, 5, 29))],
)
async def test_a_quarter_that_ends_or_begins_on_29_february_is_due_when_the_calendar_says(tmp_path: Path, since: date, due: date) -> None:
    story = Story("Leap", since, (3, "months"), "UOWNER", None, None)
    begin = datetime.combine(due, datetime.min.time(), UTC) - timedelta(days=3)
    async with a_year(tmp_path / "store", begin=begin, cast=([Someone("UOWNER", "Europe/Berlin")], [story])) as year:
        await year.days(7, eventful=False)

    [dm] = year.posted
    assert year.wrong == []
    assert dm.local.date() == next_working_day(due)


async def test_an_owner_who_moves_around_the_world_is_told_once_and_in_the_hours_of_where_they_are(tmp_path: Path) -> None:
    owner = Someone("UOWNER", "Pacific/Auckland")
    story = Story("Moving", date(2027, 9, 1), (10, "days"), owner.id, None, None)
    async with a_year(tmp_path / "store", begin=datetime(2027, 9, 9, tzinfo=UTC), cast=([owner], [story])) as year:
        for zone in ("Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Kolkata", "Pacific/Honolulu"):
            await year.days(1, eventful=False)
            await year.changes(owner, zone=zone)
        await year.days(5, eventful=False)

    assert year.wrong == []
    assert [[item.step for item in dm.items] for dm in year.posted] == [["due"]]


class AtTheDoors(Year):
    """The same, with the real bot in the sandbox: what is typed goes through Slack, and the DMs are those that Slack shows."""

    deeds = deeds.TYPED

    def move_in(self, office: Office) -> None:
        """Let the bot of this office do the work."""
        self.office = office
        self.seen: dict[str, Dm] = {}
        self.sweep, self.delivery, self.gate = office.bot.sweep, office.bot.delivery, office.bot.gate
        for person in self.oracle.people.values():
            office.slack.add_user(person.id, person.id.lower(), tz=person.zone, is_admin=person.admin)
        office.slack.user("U0ADMIN").deleted = True

    @property
    def posted(self) -> list[Dm]:
        for person in self.oracle.people.values():
            for message in self.office.slack.from_bot(person.id):
                key = message.metadata["event_payload"]["key"] if message.metadata else ""
                at = datetime.fromtimestamp(float(message.ts), UTC)
                self.seen.setdefault(key, Dm(person.id, person.local(at), key, message.blocks))
        return list(self.seen.values())

    async def ask(self, user: str, what: str, name: str = "", **given: Any) -> None:
        seen = await self.office.slack.command(user, f"/talk {given['text']}")
        assert seen.text.startswith(("Saved", "Booked", "Taken back")), (what, name, seen.text)


async def test_three_weeks_through_the_sandbox_are_as_the_oracle_expects(room: Office) -> None:
    chance, watch = random.Random(5), room.watch  # noqa: S311  a made-up time, no secret
    watch.at = datetime(2027, 9, 1, tzinfo=UTC)
    year = AtTheDoors(room.bot.store, *cast_of(chance, 12), chance, watch)
    year.move_in(room)
    await year.begin()

    await year.days(21)

    assert year.wrong == []
    assert len(year.posted) > 10
