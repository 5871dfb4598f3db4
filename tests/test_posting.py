"""What is posted regularly: when each summary comes, once, and what is said where it can't be posted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from conftest import TEAM, Office
from regular import (
    ADMIN,
    GENERAL,
    GUEST,
    LINKED,
    MONDAY,
    OWNER,
    PRIVATE,
    SHARED,
    SPONSOR,
    STAFF,
    asked,
    at,
    at_work,
    chosen,
    in_berlin,
    posted,
    schedules,
    told,
    until,
)


@pytest.fixture
async def busy(room: Office) -> Office:
    return await at_work(room)


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
        assert "The 15 weeks before have no summary here: I was not at work then." in message.readable

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

    @pytest.mark.parametrize("how", ["Stop", "Never", "Every month", "elsewhere", "settings"])
    async def test_what_is_stopped_or_changed_while_it_waits_is_not_posted_and_undo_brings_it(self, busy: Office, how: str) -> None:
        await chosen(busy)
        busy.watch.at = datetime.fromisoformat(MONDAY).replace(tzinfo=UTC)
        await busy.bot.summaries()
        seen = await busy.slack.command(ADMIN, "/talk summaries")

        if how == "Stop":
            ended = await busy.slack.click(ADMIN, seen, "Stop")
        elif how == "settings":
            form = await busy.slack.command(ADMIN, "/talk settings")
            ended = await busy.slack.fill_and_submit(ADMIN, form, {"Summary channel": LINKED})
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
        assert not any("no summary here" in message.readable for message in posted(closed_room))
        assert len(weeks) == len(set(weeks)) == 20
        assert ["22 to 28 March" in text for text in weeks].count(True) == 1
        assert len(months) == len(set(months)) == 5
        assert "in March 2027" in months[-1]
        assert len(posted(closed_room, PRIVATE)) == 17
        assert [f"in #{PRIVATE}: it is archived" in text for text in told(closed_room)] == [True]
        assert left == {GENERAL, LINKED}


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
