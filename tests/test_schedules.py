"""Summaries that are posted regularly: who sets them where, when each comes, once, and what is said where it can't be posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from conftest import TEAM, Office
from hypothesis import example, given
from hypothesis import strategies as st
from records import schedule as a_schedule

from model.period import UNITS, Unit, period_of
from model.person import zone_named
from model.schedule import Schedule, coming, due_now, posting_day
from model.settings import defaults
from sandbox import Message, Seen

OWNER, STAFF, ADMIN, SPONSOR, GUEST = "U0OWNER", "U0STAFF", "U0ADMIN", "U0SPONSOR", "U0GUEST"
GENERAL, LINKED, SHARED, PRIVATE, ARCHIVED = "C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0PRIVATE", "C0ARCHIVED"
MONDAY = "2026-11-30T08:00"
ZONES = ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Pacific/Honolulu", "UTC"]
FIRST, LAST = datetime(2026, 1, 1), datetime(2036, 1, 1)  # noqa: DTZ001  the strategy adds the zone
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@pytest.fixture
async def busy(room: Office) -> Office:
    """An office with two customers, one of them with a channel of its own."""
    for name in ("Northside Hospital", "Accounting"):
        await room.slack.command(OWNER, f"/talk add {name}")
    await room.slack.command(OWNER, "/talk note Northside Hospital They want appointments online")
    form = await room.slack.command(OWNER, "/talk edit Northside Hospital")
    await room.slack.fill_and_submit(OWNER, form, {"Channel": LINKED})
    await in_berlin(room)
    return room


async def in_berlin(office: Office) -> None:
    form = await office.slack.command(ADMIN, "/talk settings")
    await office.slack.fill_and_submit(ADMIN, form, {"Time zone": "Europe/Berlin"})


async def asked(office: Office, user: str, line: str, **entries: Any) -> Seen:
    """Let somebody have what a line shows posted regularly."""
    seen = await office.slack.command(user, line)
    form = await office.slack.click(user, seen, "Post it regularly…")
    return await office.slack.fill_and_submit(user, form, {name.replace("_", " "): value for name, value in entries.items()})


async def chosen(office: Office, channel: str = GENERAL, often: str = "Every week", allowed: Sequence[str] = ()) -> Seen:
    """Let an admin have everybody's summary posted in a channel."""
    form = await office.slack.command(ADMIN, "/talk settings")
    await office.slack.fill_and_submit(ADMIN, form, {"Allowed although shared": [*allowed]})
    return await asked(office, ADMIN, "/talk summary all", Channel=channel, How_often=often)


async def at(office: Office, moment: str) -> None:
    """Let the clock strike at a moment, and what follows from what was sent be sent too."""
    office.watch.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    await office.tick()
    await office.bot.delivery.flush()


def posted(office: Office, channel: str = GENERAL) -> list[Message]:
    return [message for message in office.slack.from_bot(channel) if message.thread_ts in {None, message.ts}]


async def schedules(office: Office) -> list[Schedule]:
    return await office.bot.store.schedules(TEAM)


def told(office: Office, user: str = ADMIN) -> list[str]:
    return [message.readable for message in office.slack.from_bot(user) if "summary" in message.readable]


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


class TestWhen:
    async def test_the_week_before_is_posted_on_monday_from_nine_in_the_workspaces_zone(self, busy: Office) -> None:
        await chosen(busy)

        await at(busy, "2026-11-30T07:59")
        early = posted(busy)
        await at(busy, MONDAY)
        await at(busy, "2026-11-30T10:00")

        assert early == []
        assert [message.text.startswith("All customers in the week of 23 to 29 November 2026: 1 talk") for message in posted(busy)] == [
            True
        ]

    @pytest.mark.parametrize(
        ("often", "eve", "moment", "about"),
        [
            ("Every month", "2026-12-01T07:59", "2026-12-01T08:00", "in November 2026"),
            ("Every quarter", "2027-01-01T07:59", "2027-01-01T08:00", "in the fourth quarter of 2026"),
        ],
    )
    async def test_a_month_and_a_quarter_come_on_the_first_working_day(
        self, busy: Office, often: str, eve: str, moment: str, about: str
    ) -> None:
        await chosen(busy, often=often)

        await at(busy, eve)
        early = posted(busy)
        await at(busy, moment)

        assert early == []
        assert [about in message.text for message in posted(busy)] == [True]

    async def test_a_month_that_begins_at_a_weekend_waits_for_monday(self, busy: Office) -> None:
        await chosen(busy, often="Every month")
        await at(busy, "2026-12-31T12:00")
        before = len(posted(busy))

        await at(busy, "2027-05-01T08:00")
        on_saturday = [message.text for message in posted(busy)]
        await at(busy, "2027-05-03T07:00")

        assert before == 1
        assert not any("April" in text for text in on_saturday)
        assert "in April 2027" in posted(busy)[-1].text

    async def test_after_three_months_of_downtime_the_last_one_is_posted_and_nothing_else(self, closed_room: Office) -> None:
        async with closed_room.open():
            await chosen(closed_room)
        closed_room.watch.at = datetime(2027, 3, 18, 3, tzinfo=UTC)

        async with closed_room.open():
            await closed_room.tick()
            await closed_room.tick()

        [message] = posted(closed_room)
        assert "8 to 14 March 2027" in message.text

    async def test_a_quarter_is_remembered_longer_than_its_post(self, busy: Office) -> None:
        await chosen(busy, often="Every quarter")
        await at(busy, "2027-01-01T08:00")

        await at(busy, "2027-03-05T08:00")
        await at(busy, "2027-03-05T09:00")

        assert len(posted(busy)) == 1

    async def test_a_channel_chosen_late_begins_with_the_period_under_way(self, busy: Office) -> None:
        busy.watch.at = datetime(2026, 11, 30, 7, tzinfo=UTC)
        saved = await chosen(busy)

        await at(busy, "2026-11-30T08:00")
        on_the_day = posted(busy)
        await at(busy, "2026-12-07T08:00")

        assert "The first one is about the week of 30 November to 6 December 2026, and comes on Monday 7 December." in saved.text
        assert on_the_day == []
        assert ["30 November to 6 December" in message.text for message in posted(busy)] == [True]

    async def test_stopping_and_bringing_it_back_posts_nothing_twice(self, busy: Office) -> None:
        await chosen(busy)
        await at(busy, MONDAY)
        seen = await busy.slack.command(ADMIN, "/talk summaries")

        stopped = await busy.slack.click(ADMIN, seen, "Stop")
        await busy.slack.click(ADMIN, stopped, "Undo")
        await at(busy, "2026-11-30T09:00")

        assert len(posted(busy)) == 1

    @pytest.mark.parametrize("how", ["Stop", "Never", "Every month", "elsewhere"])
    async def test_what_is_stopped_or_changed_while_it_waits_is_not_posted_and_undo_brings_it(self, busy: Office, how: str) -> None:
        await chosen(busy)
        busy.watch.at = datetime.fromisoformat(MONDAY).replace(tzinfo=UTC)
        await busy.bot.summaries()
        seen = await busy.slack.command(ADMIN, "/talk summaries")

        if how == "Stop":
            ended = await busy.slack.click(ADMIN, seen, "Stop")
        else:
            form = await busy.slack.click(ADMIN, seen, "Change…")
            entries = {"Channel": LINKED} if how == "elsewhere" else {"How often": how}
            ended = await busy.slack.fill_and_submit(ADMIN, form, entries)
        await at(busy, "2026-11-30T08:30")
        during = posted(busy) + posted(busy, LINKED)
        await busy.slack.click(ADMIN, ended, "Undo")
        await at(busy, "2026-11-30T09:00")

        assert during == []
        assert ["23 to 29 November" in message.text for message in posted(busy)] == [True]
        assert (posted(busy, LINKED), told(busy)) == ([], [])

    async def test_what_is_taken_back_while_it_waits_is_not_posted(self, busy: Office) -> None:
        busy.watch.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
        saved = await chosen(busy)
        busy.watch.at = datetime.fromisoformat(MONDAY).replace(tzinfo=UTC)
        await busy.bot.summaries()

        await busy.slack.click(ADMIN, saved, "Undo")
        await at(busy, "2026-11-30T09:00")

        assert (posted(busy), await schedules(busy)) == ([], [])

    async def test_where_a_change_is_taken_back_while_it_waits_the_one_before_comes_in_its_place(self, busy: Office) -> None:
        await chosen(busy)
        busy.watch.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
        changed = await asked(busy, ADMIN, "/talk summary Northside Hospital", Channel=GENERAL)
        busy.watch.at = datetime.fromisoformat(MONDAY).replace(tzinfo=UTC)
        await busy.bot.summaries()

        await busy.slack.click(ADMIN, changed, "Undo")
        await at(busy, "2026-11-30T09:00")

        assert [message.text.partition(" in the week")[0] for message in posted(busy)] == ["All customers"]

    async def test_a_change_is_taken_back_although_a_summary_was_posted_since_and_nothing_is_posted_twice(self, busy: Office) -> None:
        await chosen(busy)
        busy.watch.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
        changed = await asked(busy, ADMIN, "/talk summary Northside Hospital", Channel=GENERAL)
        await at(busy, MONDAY)

        undone = await busy.slack.click(ADMIN, changed, "Undo")
        await at(busy, "2026-11-30T09:00")

        assert f"Taken back: your change of what is posted in #{GENERAL}." in undone.text
        assert [one.about for one in await schedules(busy)] == ["all"]
        assert ["*Northside Hospital*" in message.text for message in posted(busy)] == [True]

    async def test_over_a_clock_change_a_months_end_a_downtime_and_an_archived_channel_each_comes_once_or_it_is_said_why_not(
        self, closed_room: Office
    ) -> None:
        async with closed_room.open():
            await in_berlin(closed_room)
            for channel, often in ((GENERAL, "Every week"), (LINKED, "Every month"), (PRIVATE, "Every week")):
                await chosen(closed_room, channel, often, allowed=[PRIVATE])
            closed_room.slack.channel(PRIVATE).members.append(closed_room.slack.state.workspaces[TEAM].bot_user)
            await until(closed_room, "2027-03-26T12:00")
        closed_room.slack.channel(PRIVATE).is_archived = True
        closed_room.watch.at = datetime(2027, 3, 29, 12, tzinfo=UTC)  # the clocks went forward on Sunday; three days without a bot

        async with closed_room.open():
            await until(closed_room, "2027-04-13T12:00")
            left = {one.channel for one in await schedules(closed_room)}

        weeks, months = [message.text for message in posted(closed_room)], [message.text for message in posted(closed_room, LINKED)]
        assert len(weeks) == len(set(weeks)) == 20
        assert ["22 to 28 March" in text for text in weeks].count(True) == 1
        assert len(months) == len(set(months)) == 5
        assert "in March 2027" in months[-1]
        assert len(posted(closed_room, PRIVATE)) == 17
        assert [f"in #{PRIVATE}: it is archived" in text for text in told(closed_room)] == [True]
        assert left == {GENERAL, LINKED}


async def until(office: Office, moment: str) -> None:
    """Let time pass to a moment, a clock's stroke every six hours."""
    end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    while office.watch.at < end:
        office.watch.turn(hours=6)
        await office.tick()


class TestNotPosted:
    @pytest.mark.parametrize("state", ["is_ext_shared", "is_pending_ext_shared"])
    async def test_a_channel_shared_since_then_gets_nothing_and_who_set_it_up_is_told_once_while_it_lasts(
        self, busy: Office, state: str
    ) -> None:
        await chosen(busy)
        setattr(busy.slack.channel(GENERAL), state, True)

        for moment in (MONDAY, "2026-11-30T09:00", "2026-12-07T08:00"):
            await at(busy, moment)
        during = told(busy)
        setattr(busy.slack.channel(GENERAL), state, False)
        await at(busy, "2026-12-14T08:00")

        assert len(during) == 1
        assert f"in #{GENERAL}: it is shared with another organisation. An admin can allow it in `/talk settings`." in during[0]
        assert "I try again with the next one." in during[0]
        assert ["7 to 13 December" in message.text for message in posted(busy)] == [True]
        assert [one.trouble for one in await schedules(busy)] == [None]

    async def test_its_trouble_stands_in_the_list(self, busy: Office) -> None:
        await chosen(busy)
        busy.slack.channel(GENERAL).is_ext_shared = True
        await at(busy, MONDAY)

        seen = await busy.slack.command(ADMIN, "/talk summaries")

        assert "The last one could not be posted: it is shared with another organisation." in seen.text

    async def test_a_shared_channel_that_an_admin_allowed_gets_it(self, busy: Office) -> None:
        await chosen(busy, SHARED, allowed=[SHARED])

        await at(busy, MONDAY)

        assert len(posted(busy, SHARED)) == 1
        assert told(busy) == []

    async def test_an_archived_channel_ends_it_and_that_is_said(self, busy: Office) -> None:
        await chosen(busy)
        busy.slack.channel(GENERAL).is_archived = True

        await at(busy, MONDAY)
        await at(busy, "2026-12-07T08:00")

        assert await schedules(busy) == []
        [message] = told(busy)
        assert "it is archived. So I stopped posting there." in message
        assert "To have it posted again, bring the channel back or choose another, and press *Post it regularly…* below." in message

    @pytest.mark.parametrize("allowed", [(), (GENERAL,)])
    async def test_a_deleted_channel_ends_it_and_the_button_sets_it_anew_elsewhere(self, busy: Office, allowed: tuple[str, ...]) -> None:
        await chosen(busy, allowed=allowed)
        del busy.slack.state.workspaces[TEAM].channels[GENERAL]

        await at(busy, MONDAY)
        ended = await schedules(busy)
        form = await busy.slack.click(ADMIN, busy.slack.from_bot(ADMIN)[-1], "Post it regularly…")
        await busy.slack.fill_and_submit(ADMIN, form, {"Channel": LINKED})

        assert ended == []
        assert "I can't find it: it was deleted, or it is private and I am not in it." in told(busy)[0]
        assert [(one.channel, one.unit, one.about) for one in await schedules(busy)] == [(LINKED, "week", "all")]

    async def test_a_private_channel_that_the_bot_was_taken_out_of_counts_as_gone(self, busy: Office) -> None:
        bot = busy.slack.state.workspaces[TEAM].bot_user
        busy.slack.channel(PRIVATE).members.append(bot)
        await chosen(busy, PRIVATE, allowed=[PRIVATE])
        await at(busy, MONDAY)
        busy.slack.channel(PRIVATE).members.remove(bot)

        await at(busy, "2026-12-07T08:00")

        assert len(posted(busy, PRIVATE)) == 1
        assert "it is private and I am not in it. So I stopped posting there." in told(busy)[0]

    async def test_a_channel_without_the_bot_keeps_its_summary_for_when_it_is_there(self, busy: Office) -> None:
        bot = busy.slack.state.workspaces[TEAM].bot_user
        await chosen(busy)
        busy.slack.channel(GENERAL).members.remove(bot)

        await at(busy, MONDAY)
        busy.slack.channel(GENERAL).members.append(bot)
        await at(busy, "2026-12-07T08:00")

        assert "I am not in it. Invite me there with `/invite @Keep Talking`. I try again with the next one." in told(busy)[0]
        assert ["30 November to 6 December" in message.text for message in posted(busy)] == [True]

    async def test_a_channel_under_a_new_name_is_the_same(self, busy: Office) -> None:
        await chosen(busy)
        busy.slack.channel(GENERAL).name = "everything-else"

        await at(busy, MONDAY)

        assert len(posted(busy)) == 1

    async def test_where_slack_does_not_say_who_reads_it_nothing_is_posted_and_it_is_told(self, busy: Office) -> None:
        await chosen(busy)
        busy.slack.faults.add("conversations.info", "error", error="internal_error", times=20)

        for hour in range(8, 20):
            await at(busy, f"2026-11-30T{hour:02}:00")

        assert posted(busy) == []
        assert ["I can't see whether it is shared" in text for text in told(busy)] == [True]

    async def test_what_was_not_sent_before_the_next_was_due_is_said_and_the_next_one_comes(self, busy: Office) -> None:
        await chosen(busy)
        busy.watch.at = datetime.fromisoformat(MONDAY).replace(tzinfo=UTC)
        await busy.bot.summaries()

        await at(busy, "2026-12-07T08:00")

        assert ["30 November to 6 December" in message.text for message in posted(busy)] == [True]
        [message] = told(busy)
        assert "in the week of 23 to 29 November 2026" in message
        assert "until the next one was due, I was not at work, or Slack could not be reached. I try again with the next one." in message

    async def test_where_who_set_it_up_has_left_the_customers_owner_is_told(self, busy: Office) -> None:
        await asked(busy, STAFF, "/talk summary Northside Hospital")
        await busy.slack.change_user(STAFF, deleted=True)
        busy.slack.channel(LINKED).is_archived = True

        await at(busy, MONDAY)

        assert told(busy, STAFF) == []
        [message] = told(busy, OWNER)
        assert "I could not post the summary of *Northside Hospital*" in message
        assert f"You hear of it because @{STAFF}, who set it up, can't be told." in message

    async def test_where_nobody_else_is_there_the_admins_are_told(self, busy: Office) -> None:
        form = await busy.slack.command(ADMIN, "/talk settings")
        await busy.slack.fill_and_submit(ADMIN, form, {"Admins": [SPONSOR]})
        await asked(busy, SPONSOR, "/talk summary all", Channel=GENERAL)
        await busy.slack.change_user(SPONSOR, is_restricted=True)
        busy.slack.channel(GENERAL).is_archived = True

        await at(busy, MONDAY)

        assert told(busy, SPONSOR) == []
        assert len(told(busy, ADMIN)) == 1

    async def test_it_goes_on_when_who_set_it_up_has_left(self, busy: Office) -> None:
        await asked(busy, STAFF, "/talk summary Northside Hospital")
        await busy.slack.change_user(STAFF, deleted=True)

        await at(busy, MONDAY)

        assert ["*Northside Hospital*" in message.text for message in posted(busy, LINKED)] == [True]

    async def test_the_summary_of_a_customer_that_is_gone_ends_and_that_is_said(self, busy: Office) -> None:
        await busy.slack.command(OWNER, "/talk add Riverbank")
        await asked(busy, ADMIN, "/talk summary Riverbank", Channel=GENERAL)
        await busy.slack.command(OWNER, "/talk undo")

        await at(busy, MONDAY)
        await at(busy, "2026-12-07T08:00")

        assert posted(busy) == []
        assert await schedules(busy) == []
        assert ["the customer is gone" in text for text in told(busy)] == [True]

    async def test_the_summary_of_an_owner_without_customers_ends_and_that_is_said(self, busy: Office) -> None:
        await busy.slack.command(ADMIN, "/talk add Riverbank")
        await asked(busy, ADMIN, "/talk summary mine", Channel=GENERAL)
        await busy.slack.command(ADMIN, "/talk undo")
        await busy.slack.command(ADMIN, "/talk undo")

        await at(busy, MONDAY)

        assert posted(busy) == []

    async def test_a_guest_sets_nothing(self, busy: Office) -> None:
        await chosen(busy)

        refused = await busy.slack.command(GUEST, "/talk summaries")

        assert f"#{GENERAL}" not in refused.text


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
