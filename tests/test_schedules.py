"""Summaries that are posted regularly: who sets them where, how they are listed and changed, and the rules of when each is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import TEAM, Office
from hypothesis import example, given
from hypothesis import strategies as st
from records import schedule as a_schedule
from regular import (
    ADMIN,
    GENERAL,
    LINKED,
    OWNER,
    STAFF,
    asked,
    at,
    at_work,
    chosen,
    schedules,
)

from model.period import UNITS, Unit, period_of
from model.person import zone_named
from model.schedule import coming, due_now, posting_day
from model.settings import defaults

ZONES = ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Pacific/Honolulu", "UTC"]
FIRST, LAST = datetime(2026, 1, 1), datetime(2036, 1, 1)  # noqa: DTZ001  the strategy adds the zone
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@pytest.fixture
async def busy(room: Office) -> Office:
    return await at_work(room)


class TestSet:
    async def test_the_form_says_what_comes_when_and_undo_takes_it_back(self, busy: Office) -> None:
        saved = await chosen(busy, often="Every month")
        [held] = await schedules(busy)
        await busy.slack.click(ADMIN, saved, "Undo")

        assert f"Saved: #{GENERAL} gets the summary of all customers on the first working day of every month at 9:00." in saved.text
        assert "The first one is about November 2026, and comes on Tuesday 1 December." in saved.text
        assert (held.channel, held.unit, held.about, held.set_by, held.set_at) == (GENERAL, "month", "all", ADMIN, busy.watch())
        assert await schedules(busy) == []

    async def test_everybody_may_have_a_customers_summary_in_the_channel_that_is_linked_to_it(self, busy: Office) -> None:
        saved = await asked(busy, STAFF, "/talk summary Northside Hospital", How_often="Every quarter")

        [held] = await schedules(busy)
        assert "gets the summary of *Northside Hospital* on the first working day of every quarter" in saved.text
        assert (held.channel, held.customer) == (LINKED, (await busy.customer("Northside Hospital")).id)

    @pytest.mark.parametrize(
        "entries", [{"Channel": GENERAL}, {"About": "All customers"}, {"About": "Accounting"}, {"About": "Your customers"}]
    )
    async def test_everything_else_is_the_admins_and_what_was_chosen_stays_in_the_form(self, busy: Office, entries: dict[str, str]) -> None:
        refused = await asked(busy, OWNER, "/talk summary Northside Hospital", **entries)

        assert list(refused.errors) == ["channel"]
        assert "Only admins choose" in refused.errors["channel"]
        assert await schedules(busy) == []

    async def test_who_may_not_set_one_is_not_offered_it(self, busy: Office) -> None:
        everybodys = await busy.slack.command(OWNER, "/talk summary all")
        without_channel = await busy.slack.command(OWNER, "/talk summary Accounting quarter")
        own = await busy.slack.command(OWNER, "/talk summary Northside Hospital")

        assert "Post it regularly…" not in everybodys.buttons + without_channel.buttons
        assert "Post it regularly…" in own.buttons

    async def test_a_channel_has_one_and_what_was_there_is_said(self, busy: Office) -> None:
        await chosen(busy, LINKED)

        again = await asked(busy, ADMIN, "/talk summary Northside Hospital month", Channel=LINKED)
        same = await asked(busy, ADMIN, "/talk summary Northside Hospital month", Channel=LINKED)

        [held] = await schedules(busy)
        assert (held.unit, held.about) == ("month", "customer")
        assert "It takes the place of the summary of all customers every Monday at 9:00." in again.text
        assert "Nothing was different" in same.text

    async def test_a_member_replaces_nothing_that_an_admin_chose(self, busy: Office) -> None:
        await chosen(busy, LINKED)

        refused = await asked(busy, OWNER, "/talk summary Northside Hospital")

        assert list(refused.errors) == ["channel"]
        assert [one.about for one in await schedules(busy)] == ["all"]

    async def test_never_stops_it_and_where_nothing_is_there_is_nothing_to_stop(self, busy: Office) -> None:
        nothing = await chosen(busy, often="Never")
        await chosen(busy)

        stopped = await chosen(busy, often="Never")
        after = await schedules(busy)
        await busy.slack.click(ADMIN, stopped, "Undo")

        assert nothing.errors == {"how_often": "Nothing is posted in this channel, so there is nothing to stop."}
        assert "Stopped" in stopped.text
        assert after == []
        assert len(await schedules(busy)) == 1

    async def test_a_customer_that_is_gone_is_nobody_to_post_about(self, busy: Office) -> None:
        await busy.slack.command(OWNER, "/talk add Riverbank")
        seen = await busy.slack.command(ADMIN, "/talk summary Riverbank")
        form = await busy.slack.click(ADMIN, seen, "Post it regularly…")
        await busy.slack.command(OWNER, "/talk undo")

        late = await busy.slack.fill_and_submit(ADMIN, form, {"Channel": GENERAL})
        again = await busy.slack.click(ADMIN, seen, "Post it regularly…")

        assert "Choose whom it is about" in str(late.errors)
        assert "Somebody stopped that one meanwhile" in again.text


class TestListed:
    async def test_everybody_sees_what_is_posted_where_and_changes_what_they_may(self, busy: Office) -> None:
        empty = await busy.slack.command(OWNER, "/talk summaries")
        await chosen(busy)
        await asked(busy, OWNER, "/talk summary Northside Hospital month", How_often="Every month")

        seen = await busy.slack.command(OWNER, "/talk summaries")
        admins = await busy.slack.command(ADMIN, "/talk summaries")

        assert "No summary is posted regularly." in empty.text
        assert "2 summaries are posted regularly, by the clock of Europe/Berlin:" in seen.text
        assert f"#{GENERAL}: All customers, every Monday at 9:00" in seen.text
        assert "The next one is about the week of 23 to 29 November 2026, and comes on Monday 30 November." in seen.text
        assert seen.buttons.count("Stop") == 1
        assert admins.buttons.count("Stop") == 2

    async def test_stop_stops_it_at_once_undo_brings_it_back_and_a_second_click_says_so(self, busy: Office) -> None:
        await chosen(busy)
        seen, other = [await busy.slack.command(ADMIN, "/talk summaries") for _ in range(2)]

        stopped = await busy.slack.click(ADMIN, seen, "Stop")
        second = await busy.slack.click(ADMIN, other, "Stop")
        undone = await busy.slack.click(ADMIN, stopped, "Undo")

        assert f"Stopped: #{GENERAL} gets the summary of all customers no more." in stopped.text
        assert "That one is stopped already." in second.text
        assert f"Taken back: your change of what is posted in #{GENERAL}." in undone.text
        assert len(await schedules(busy)) == 1

    async def test_a_change_may_move_it_to_another_channel(self, busy: Office) -> None:
        await chosen(busy)
        seen = await busy.slack.command(ADMIN, "/talk summaries")

        form = await busy.slack.click(ADMIN, seen, "Change…")
        saved = await busy.slack.fill_and_submit(ADMIN, form, {"Channel": LINKED, "How often": "Every quarter"})

        [held] = await schedules(busy)
        assert (held.channel, held.unit) == (LINKED, "quarter")
        assert f"In #{GENERAL} nothing more is posted." in saved.text

    async def test_a_form_that_was_opened_on_something_older_overwrites_nothing(self, busy: Office) -> None:
        await chosen(busy)
        seen = await busy.slack.command(ADMIN, "/talk summaries")
        form = await busy.slack.click(ADMIN, seen, "Change…")
        busy.watch.turn(minutes=1)
        await chosen(busy, often="Every month")

        late = await busy.slack.fill_and_submit(ADMIN, form, {"How often": "Every quarter"})

        assert "Somebody changed what is posted there meanwhile" in str(late.errors)
        assert [one.unit for one in await schedules(busy)] == ["month"]

    async def test_that_one_was_posted_meanwhile_is_no_change(self, busy: Office) -> None:
        saved = await chosen(busy)
        seen = await busy.slack.command(ADMIN, "/talk summaries")
        form = await busy.slack.click(ADMIN, seen, "Change…")
        await at(busy, "2026-11-25T08:00")
        busy.watch.at = datetime(2026, 11, 25, 8, tzinfo=UTC)

        changed = await busy.slack.fill_and_submit(ADMIN, form, {"How often": "Every quarter"})

        assert saved.errors == changed.errors == {}

    async def test_the_settings_show_it_and_lead_to_it(self, busy: Office) -> None:
        await chosen(busy, often="Every month")

        form = await busy.slack.command(ADMIN, "/talk settings")
        over = await busy.slack.click(ADMIN, form, "Change or stop…")
        shown = await busy.slack.command(OWNER, "/talk settings")

        assert f"#{GENERAL}: All customers, on the first working day of every month at 9:00" in form.text
        assert "1 summary is posted regularly" in over.text
        assert f"Summaries: #{GENERAL}: All customers, on the first working day of every month at 9:00" in shown.text

    async def test_a_long_list_has_pages(self, busy: Office) -> None:
        for n in range(25):
            busy.slack.add_channel(f"C{n:05}", f"room-{n}")
            await asked(busy, ADMIN, "/talk summary all", Channel=f"C{n:05}")

        seen = await busy.slack.command(ADMIN, "/talk summaries")
        more = await busy.slack.click(ADMIN, seen, "Show 5 more of 5")

        assert seen.buttons.count("Stop") == 20
        assert more.buttons.count("Stop") == 5


class TestRules:
    @given(MOMENTS, MOMENTS, st.sampled_from(ZONES), st.sampled_from(UNITS))
    def test_what_is_due_is_the_last_period_whole_over_and_not_before_it_was_set(
        self, now: datetime, set_at: datetime, zone: str, unit: Unit
    ) -> None:
        due = due_now(a_schedule("C1", unit=unit, set_at=set_at), zone_named(zone), now)

        if due:
            local, current = now.astimezone(zone_named(zone)), period_of(unit, due.today)
            assert due.today == local.date()
            assert due.period == current.previous
            assert set_at.astimezone(zone_named(zone)).date() <= due.period.last
            assert (local.date(), local.hour) >= (posting_day(current), 9)
            assert now < due.until

    @given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(UNITS), st.integers(1, 40))
    def test_whoever_asks_every_few_hours_gets_each_period_once(self, begin: datetime, zone: str, unit: Unit, hours: int) -> None:
        held, told = a_schedule("C1", unit=unit, set_at=begin), list[date]()
        for step in range(150):
            due = due_now(held, zone_named(zone), begin + timedelta(hours=hours * step))
            if due:
                assert due.missed == 0
                told.append(due.period.first)
                held = held.changed(posted=due.period.first)

        assert told == sorted(set(told))
        following = [period_of(unit, period_of(unit, first).last + timedelta(days=1)).first for first in told]
        assert told[1:] == following[:-1]

    @example(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 29, 20, tzinfo=UTC), "Pacific/Apia", "Pacific/Honolulu", "week")
    @given(MOMENTS, MOMENTS, st.sampled_from(ZONES), st.sampled_from(ZONES), st.sampled_from(UNITS))
    def test_a_new_time_zone_brings_nothing_twice(self, begin: datetime, now: datetime, zone: str, other: str, unit: Unit) -> None:
        held = a_schedule("C1", unit=unit, set_at=begin)
        first = due_now(held, zone_named(zone), now)

        again = due_now(held.changed(posted=first.period.first), zone_named(other), now) if first else None

        assert again is None or (first and again.period.first > first.period.first)

    @given(MOMENTS, MOMENTS, st.sampled_from(ZONES), st.sampled_from(UNITS))
    def test_what_is_announced_is_what_comes(self, set_at: datetime, now: datetime, zone: str, unit: Unit) -> None:
        held = a_schedule("C1", unit=unit, set_at=min(set_at, now))

        announced = coming(held, zone_named(zone), now)

        out = datetime.combine(announced.today, datetime.min.time(), zone_named(zone)) + timedelta(hours=9)
        due = due_now(held, zone_named(zone), max(now, out.astimezone(UTC)))
        assert due is not None
        assert due.period == announced.period

    def test_an_unknown_zone_is_utc(self) -> None:
        held = a_schedule("C1", set_at=datetime(2026, 11, 24, tzinfo=UTC))
        zone = zone_named(defaults(TEAM).changed(zone="Mars/Phobos").zone)

        assert due_now(held, zone, datetime(2026, 11, 30, 8, 59, tzinfo=UTC)) is None
        assert due_now(held, zone, datetime(2026, 11, 30, 9, tzinfo=UTC)) is not None
