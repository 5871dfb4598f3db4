"""The summary: whose and of when, what is in it and what never is, shared only where colleagues read, posted with its details."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import Office

from handlers.channels import readers_of, shared
from messages.schedules import in_a_line
from sandbox import Message, Seen

OWNER, STAFF, ADMIN, SPONSOR = "U0OWNER", "U0STAFF", "U0ADMIN", "U0SPONSOR"
GENERAL, LINKED, SHARED, PRIVATE = "C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0PRIVATE"
SECRET = "They are about to be bought"


@pytest.fixture
async def busy(room: Office) -> Office:
    """An office with two owners and three customers, of which something can be told."""
    return await at_work(room)


async def at_work(office: Office) -> Office:
    slack = office.slack
    for user, name in ((OWNER, "Northside Hospital"), (OWNER, "Riverbank"), (STAFF, "Accounting")):
        await slack.command(user, f"/talk add {name}")
    await logged(office, "Northside Hospital", {"Notes": "They want appointments online", "Decisions": "A pilot by March"})
    await logged(office, "Northside Hospital", {"Notes": SECRET, "Decisions": "Not a word", "Visibility": "private"})
    await slack.command(STAFF, "/talk note Accounting on 3 Nov: Month-end takes five days")
    await slack.command(OWNER, "/talk idea Riverbank Connect a branch in a day")
    await slack.command(STAFF, "/talk book Riverbank 1 December")
    await edited(office, "Accounting", {"Cadence": "2 weeks", "Channel": LINKED})
    return office


async def logged(office: Office, name: str, entries: dict[str, str]) -> None:
    form = await office.slack.command(OWNER, f"/talk note {name}")
    await office.slack.fill_and_submit(OWNER, form, entries)


async def edited(office: Office, name: str, entries: dict[str, Any]) -> None:
    form = await office.slack.command(OWNER, f"/talk edit {name}")
    await office.slack.fill_and_submit(OWNER, form, entries)


async def chosen(office: Office, channel: str = GENERAL, allowed: Sequence[str] = (), often: str = "Every week") -> None:
    """Let the admin choose a channel for everybody's summary."""
    form = await office.slack.command(ADMIN, "/talk settings")
    await office.slack.fill_and_submit(ADMIN, form, {"Allowed although shared": [*allowed]})
    seen = await office.slack.command(ADMIN, "/talk summary all")
    form = await office.slack.click(ADMIN, seen, "Post it regularly…")
    await office.slack.fill_and_submit(ADMIN, form, {"Channel": channel, "How often": often})


async def at(office: Office, moment: str) -> None:
    office.watch.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    await office.tick()


def posted(office: Office, channel: str = GENERAL) -> list[Message]:
    return office.slack.from_bot(channel)


def lines(seen: Seen | Message) -> list[str]:
    text = seen.text if isinstance(seen, Seen) else seen.readable
    return text.splitlines()[1:]


class TestAsked:
    async def test_it_tells_what_was_said_agreed_proposed_gone_quiet_and_booked(self, busy: Office) -> None:
        seen = await busy.slack.command(SPONSOR, "/talk summary all month")

        assert lines(seen) == [
            "All customers in November 2026, so far: 3 talks, 1 idea, 1 relationship gone quiet. Now 1 talk is booked.",
            "*What changed*",
            f"• *Accounting* has gone quiet: last talk on Tuesday 3 November (@{STAFF})",
            "*Talks*: 1 more is private and not shown",
            f"• *Northside Hospital*, Tuesday 24 November by @{OWNER}: They want appointments online",
            "    _Agreed:_ A pilot by March",
            f"• *Accounting*, Tuesday 3 November by @{STAFF}: Month-end takes five days",
            "*Ideas*",
            f"• *Riverbank*, by @{OWNER}: Connect a branch in a day",
            "*Booked*",
            f"• *Riverbank*, on Tuesday 1 December (@{OWNER})",
            "Share here",
            "Show the details",
        ]
        assert seen.message is not None
        assert seen.message.ephemeral_for == SPONSOR

    async def test_it_is_of_your_own_customers_and_the_week_where_nothing_is_said(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary")
        mine = await busy.slack.command(OWNER, "/talk summary mine week")

        assert lines(seen)[0] == "Your customers in the week of 23 to 29 November 2026, so far: 2 talks, 1 idea. Now 1 talk is booked."
        assert "Accounting" not in seen.text
        assert "• *Riverbank*, on Tuesday 1 December" in lines(seen)
        assert mine.text == seen.text

    async def test_it_is_of_the_channels_customer_in_a_linked_channel(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary quarter", LINKED)

        assert lines(seen)[0] == "*Accounting* in the fourth quarter of 2026, so far: 1 talk, gone quiet."
        assert f"• Tuesday 3 November by @{STAFF}: Month-end takes five days" in lines(seen)

    @pytest.mark.parametrize("line", ["Accounting month", f"<#{LINKED}> month", f"<#{LINKED}|anything> this month", "accounting: month"])
    async def test_a_customer_is_named_or_its_channel_is(self, busy: Office, line: str) -> None:
        seen = await busy.slack.command(OWNER, f"/talk summary {line}", raw=True)

        assert lines(seen)[0].startswith("*Accounting* in November 2026")

    async def test_it_works_in_a_mention_and_in_a_dm_where_there_is_nobody_to_share_it_with(self, busy: Office) -> None:
        mentioned = await busy.slack.mention(GENERAL, OWNER, f"summary <#{LINKED}> month")
        in_dm = await busy.slack.dm(OWNER, "summary all month")
        command_in_dm = await busy.slack.command(OWNER, "/talk summary all month", None)

        assert "*Accounting* in November 2026" in mentioned.text
        assert mentioned.buttons == ["Share here", "Post it regularly…"]
        assert "All customers in November 2026" in in_dm.text
        assert in_dm.buttons == command_in_dm.buttons == ["Show the details"]

    async def test_the_period_before_is_asked_for_with_last(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary Northside Hospital last week")

        assert lines(seen) == ["*Northside Hospital* in the week of 16 to 22 November 2026: nothing was noted."]
        assert seen.buttons == []

    async def test_a_quiet_week_is_one_line(self, room: Office) -> None:
        await room.slack.command(OWNER, "/talk add Riverbank")

        seen = await room.slack.command(OWNER, "/talk summary all")

        assert lines(seen) == ["All customers in the week of 23 to 29 November 2026, so far: nothing was noted, and nobody has gone quiet."]

    @pytest.mark.parametrize("name", ["Month", "All", "Last week", "all month"])
    async def test_quotes_force_a_name(self, room: Office, name: str) -> None:
        await room.slack.command(OWNER, f"/talk add {name}")

        seen = await room.slack.command(OWNER, f'/talk summary "{name}" quarter')
        unquoted = await room.slack.command(OWNER, f"/talk summary {name}")

        assert lines(seen)[0].startswith(f"*{name}* in the fourth quarter")
        assert not lines(unquoted)[0].startswith(f"*{name}*")

    async def test_who_owns_nobody_is_told_how_to_see_everybody(self, busy: Office) -> None:
        seen = await busy.slack.command(SPONSOR, "/talk summary")

        assert "You don't own a customer yet" in seen.text
        assert "`/talk summary all`" in seen.text

    @pytest.mark.parametrize(
        ("line", "answer"),
        [
            ("Acounting", "I don't know a customer called *Acounting*. Did you mean this one?"),
            ("Accounting yesterday", "After the customer, or `all` or `mine`, I know `week`, `month`, `quarter`"),
            ("all year", "I know `week`, `month`, `quarter`"),
            ("Mine Q3", "I know `week`, `month`, `quarter`"),
            (f"<#{GENERAL}|general> week", f"No customer is linked to #{GENERAL}. `/talk edit CUSTOMER` links one."),
            ("#general week", "I can't tell which channel that is."),
        ],
    )
    async def test_what_can_not_be_read_is_said(self, busy: Office, line: str, answer: str) -> None:
        seen = await busy.slack.command(OWNER, f"/talk summary {line}", raw=True)

        assert answer in seen.text

    async def test_a_booking_that_has_passed_is_no_news(self, busy: Office) -> None:
        busy.watch.at = datetime(2026, 12, 1, 12, tzinfo=UTC)
        on_the_day = await busy.slack.command(OWNER, "/talk summary all")
        busy.watch.turn(days=1)

        after = await busy.slack.command(OWNER, "/talk summary all")

        assert "*Booked*" in on_the_day.text
        assert "ooked" not in after.text

    async def test_an_idea_of_the_last_evening_is_in(self, room: Office) -> None:
        await room.slack.command(OWNER, "/talk add Riverbank")
        room.watch.at = datetime(2026, 11, 29, 22, 59, tzinfo=UTC)  # Sunday, a minute to midnight in Berlin
        await room.slack.command(OWNER, "/talk idea Riverbank Tablets")
        room.watch.turn(minutes=1)
        await room.slack.command(OWNER, "/talk idea Riverbank Screens")

        seen = await room.slack.command(OWNER, "/talk summary all last week")

        assert lines(seen)[1:3] == ["*Ideas*", f"• *Riverbank*, by @{OWNER}: Tablets"]
        assert "Screens" not in seen.text

    async def test_an_idea_belongs_to_the_readers_day(self, room: Office) -> None:
        await room.slack.command(OWNER, "/talk add Riverbank")
        room.watch.at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday half past midnight in Berlin, Sunday in New York
        await room.slack.command(OWNER, "/talk idea Riverbank Tablets")
        room.watch.turn(hours=12)

        in_berlin = await room.slack.command(OWNER, "/talk summary all week")
        in_new_york = await room.slack.command(STAFF, "/talk summary all week")

        assert "Tablets" in in_berlin.text
        assert "Tablets" not in in_new_york.text

    async def test_what_people_wrote_never_becomes_markup(self, busy: Office) -> None:
        await logged(busy, "Riverbank", {"Notes": "<!channel> & <@U0STAFF>\n> *all*", "Decisions": "<https://x|y>"})

        seen = await busy.slack.command(OWNER, "/talk summary")

        assert seen.message is not None
        assert "&lt;!channel&gt; &amp; &lt;@U0STAFF&gt; &gt; *all*" in str(seen.message.blocks)
        assert "_Agreed:_ &lt;https://x|y&gt;" in str(seen.message.blocks)


class TestShared:
    async def test_everybody_in_the_channel_sees_it_and_the_persons_own_copy_goes(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary")

        await busy.slack.click(OWNER, seen, "Share here")

        [message] = posted(busy)
        assert message.text == (
            f"The customers of <@{OWNER}> in the week of 23 to 29 November 2026, so far: 2 talks, 1 idea. Now 1 talk is booked."
        )
        assert lines(message)[-1] == f"Shared by @{OWNER}."
        assert message.buttons == []
        assert seen.message is not None
        assert seen.message.deleted

    async def test_a_double_click_shares_it_once(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all")
        assert seen.message is not None

        await busy.slack.click(OWNER, seen.message, "Share here", copies=2)
        again = await busy.slack.click(OWNER, seen.message, "Share here")

        assert len(posted(busy)) == 1
        assert "already shared" in again.text

    async def test_a_channel_shared_with_another_organisation_gets_nothing(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all", SHARED)

        refused = await busy.slack.click(OWNER, seen, "Share here")

        assert posted(busy, SHARED) == []
        assert "Not shared: this channel is shared with another organisation" in refused.text
        assert "An admin can allow this channel in `/talk settings`." in refused.text
        assert refused.message is not None
        assert refused.message.ephemeral_for == OWNER

    async def test_a_channel_is_asked_about_at_the_click_and_not_before(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all")
        busy.slack.channel(GENERAL).is_ext_shared = True

        await busy.slack.click(OWNER, seen, "Share here")
        busy.slack.channel(GENERAL).is_ext_shared = False
        before = posted(busy)
        await busy.slack.click(OWNER, seen, "Share here")

        assert before == []
        assert len(posted(busy)) == 1

    @pytest.mark.parametrize("kind", ["error", "status", "not_json", "drop_before"])
    async def test_a_channel_that_slack_does_not_tell_about_gets_nothing(self, busy: Office, kind: Any) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all")
        busy.slack.faults.add("conversations.info", kind, times=2)

        refused = await busy.slack.click(OWNER, seen, "Share here")

        assert posted(busy) == []
        assert "Not shared: I can't see whether this channel is shared" in refused.text

    async def test_a_private_channel_the_bot_is_not_in_gets_nothing_until_an_admin_allows_it(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all", PRIVATE)

        refused = await busy.slack.click(OWNER, seen, "Share here")
        before = posted(busy, PRIVATE)
        await chosen(busy, allowed=[PRIVATE])
        await busy.slack.click(OWNER, seen, "Share here")

        assert "Invite me with `/invite @Keep Talking`" in refused.text
        assert before == []
        assert len(posted(busy, PRIVATE)) == 1

    async def test_an_admins_word_opens_a_shared_channel(self, busy: Office) -> None:
        await chosen(busy, allowed=[SHARED])
        seen = await busy.slack.command(OWNER, "/talk summary all", SHARED)

        await busy.slack.click(OWNER, seen, "Share here")

        assert len(posted(busy, SHARED)) == 1

    async def test_what_has_no_room_is_shown_by_the_line_that_it_names(self, busy: Office) -> None:
        await say_much(busy)
        seen = await busy.slack.command(OWNER, "/talk summary all month")

        await busy.slack.click(OWNER, seen, "Share here")
        again = await busy.slack.command(STAFF, "/talk summary all month")
        details = await busy.slack.click(STAFF, again, "Show the details")

        assert f"Shared by @{OWNER}. `/talk summary all month` and *Show the details* show you the rest." in posted(busy)[0].readable
        assert all(f"Talk number {n}:" in details.text for n in range(30))
        assert SECRET not in details.text

    @pytest.mark.parametrize("name", ['The "Hi" company', "Back`tick`s", "week", "Sons & Daughters", "O'Neill's"])
    async def test_the_line_that_shows_it_finds_the_customer_whatever_its_name(self, room: Office, name: str) -> None:
        await room.slack.command(OWNER, f"/talk add {name}")

        line = in_a_line(await room.customer(name)).replace("&amp;", "&")
        seen = await room.slack.command(OWNER, f"/talk summary {line} last week")

        assert seen.text.startswith(f"*{name}* in the week of 16 to 22 November 2026")

    async def test_details_have_pages(self, busy: Office) -> None:
        await say_much(busy, 80)
        seen = await busy.slack.command(OWNER, "/talk summary all month")

        first = await busy.slack.click(OWNER, seen, "Show the details")
        second = await busy.slack.click(OWNER, first, "Show more")

        assert "in detail (1 of 2):" in first.text
        assert "in detail (2 of 2):" in second.text
        assert second.buttons == []

    @pytest.mark.parametrize("how", ["command", "dm", "mention"])
    async def test_charts_that_slack_does_not_take_come_in_words(self, busy: Office, how: str) -> None:
        await logged(busy, "Riverbank", {"Notes": "They grow", "Date": "2026-08-03"})
        drawn = {"match": lambda given: "data_visualization" in str(given)}
        busy.slack.faults.add("response_url", "status", status=400, **drawn)
        for method in ("chat.postMessage", "chat.postEphemeral"):
            busy.slack.faults.add(method, "error", error="invalid_blocks", **drawn)
        asked = {
            "command": lambda: busy.slack.command(OWNER, "/talk summary all quarter"),
            "dm": lambda: busy.slack.dm(OWNER, "summary all quarter"),
            "mention": lambda: busy.slack.mention(GENERAL, OWNER, "summary all quarter"),
        }

        seen = await asked[how]()

        assert "Q3 2026: 1" in seen.text
        assert "data_visualization" not in str(seen.message and seen.message.blocks)

    async def test_what_could_not_be_posted_can_be_shared_again(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk summary all")
        busy.slack.faults.add("response_url", "status")

        await busy.slack.click(OWNER, seen, "Share here")
        before = posted(busy)
        await busy.slack.click(OWNER, seen, "Share here")

        assert before == []
        assert len(posted(busy)) == 1

    async def test_a_private_talk_is_counted_and_never_quoted(self, busy: Office) -> None:
        for line in ("all", "Northside Hospital", "all quarter"):
            seen = await busy.slack.command(OWNER, f"/talk summary {line}")
            await busy.slack.click(OWNER, seen, "Share here")
            assert "private and not shown" in seen.text
            assert SECRET not in seen.text
            assert "Not a word" not in seen.text

        assert SECRET not in "\n".join(message.readable for message in posted(busy))

    @pytest.mark.parametrize(
        ("channel", "outside"),
        [
            ({"is_shared": False, "is_ext_shared": False, "is_org_shared": False, "pending_shared": []}, False),
            ({"is_shared": True, "is_ext_shared": False, "is_org_shared": True}, False),
            ({"is_shared": True, "is_ext_shared": True, "is_org_shared": False}, True),
            ({"is_shared": True, "is_ext_shared": True, "is_org_shared": True}, True),
            ({"is_shared": False, "is_pending_ext_shared": True}, True),
            ({"is_shared": False, "pending_shared": ["T2"]}, True),
            ({"is_shared": True}, True),
        ],
    )
    def test_a_channel_is_shared_once_another_organisation_is_in_it_or_invited(self, channel: dict[str, Any], outside: bool) -> None:  # noqa: FBT001  pytest passes by name
        assert shared(channel) is outside

    async def test_slack_is_not_waited_for(self, busy: Office) -> None:
        busy.slack.faults.add("conversations.info", "hang")

        assert await readers_of(busy.bot.client, GENERAL, longest=0.05) == "unknown"
        assert await readers_of(busy.bot.client, GENERAL) == "colleagues"


async def test_the_whole_way_in_either_transport(office: Office) -> None:
    await at_work(office)
    await chosen(office)

    seen = await office.slack.command(OWNER, "/talk summary all", LINKED)
    named = await office.slack.command(OWNER, "/talk summary all month", LINKED)
    await office.slack.click(OWNER, named, "Share here")
    await at(office, "2026-11-30T08:00")

    assert "*Accounting*" not in lines(seen)[0]
    assert lines(posted(office, LINKED)[0])[0].startswith("All customers in November 2026, so far: 3 talks")
    assert lines(posted(office)[0])[0].startswith("All customers in the week of 23 to 29 November 2026: 2 talks")


class TestPosted:
    async def test_a_channel_gets_what_everybody_may_read(self, busy: Office) -> None:
        await chosen(busy)

        await at(busy, "2026-11-30T08:00")

        [message] = posted(busy)
        assert lines(message)[0].startswith("All customers in the week of 23 to 29 November 2026: 2 talks")
        assert f"• *Northside Hospital*, Tuesday 24 November by @{OWNER}: They want appointments online" in lines(message)
        assert SECRET not in message.readable
        assert message.buttons == []

    async def test_the_clock_brings_it(self, room: Office) -> None:
        await chosen(room)
        room.watch.at = datetime(2026, 11, 30, 8, tzinfo=UTC)

        await room.bot.clock.tick()

        await room.slack.wait_for(lambda: posted(room))

    async def test_a_quiet_week_is_one_line(self, room: Office) -> None:
        await chosen(room)

        await at(room, "2026-11-30T08:00")

        [message] = posted(room)
        assert lines(message) == ["All customers in the week of 23 to 29 November 2026: nothing was noted, and nobody has gone quiet."]

    async def test_what_has_no_room_follows_in_its_thread_in_order_and_once(self, busy: Office) -> None:
        await chosen(busy)
        await say_much(busy)

        await at(busy, "2026-11-30T08:00")
        for _ in range(4):
            await busy.bot.delivery.flush()

        head, *thread = posted(busy)
        assert "All of it is in the thread." in head.readable
        assert [message.thread_ts for message in thread] == [head.ts] * len(thread)
        assert ["in detail" in message.text for message in thread] == [True] * len(thread)
        assert all(f"Talk number {n}:" in "".join(message.readable for message in thread) for n in range(30))

    @pytest.mark.parametrize(
        ("error", "why"), [("restricted_action", "Slack says `restricted_action`."), ("not_in_channel", "I am not in it.")]
    )
    async def test_a_thread_that_slack_refuses_is_told_to_who_set_it_up_and_why(self, busy: Office, error: str, why: str) -> None:
        await chosen(busy)
        await say_much(busy)
        busy.slack.faults.add("chat.postMessage", "error", error=error, match=lambda given: "thread_ts" in given)

        await at(busy, "2026-11-30T08:00")
        for _ in range(3):
            await busy.bot.delivery.flush()

        [told] = busy.slack.from_bot(ADMIN)
        assert f"The summary of all customers is in #{GENERAL}, but I could not complete its thread in that channel: {why}" in told.readable
        assert "`/talk summary all last week` and *Show the details* show you the rest." in told.readable

    async def test_where_slack_takes_no_charts_it_comes_with_them_in_words(self, busy: Office) -> None:
        await chosen(busy, often="Every quarter")
        await logged(busy, "Riverbank", {"Notes": "They grow", "Date": "2026-08-03"})
        busy.slack.faults.add("chat.postMessage", "error", error="invalid_blocks", match=lambda given: "data_visualization" in str(given))

        await at(busy, "2027-01-01T08:00")
        await busy.bot.delivery.flush()

        head, *thread = posted(busy)
        assert "Q3 2026: 1" in head.readable
        assert "Q4 2026: 3" in head.readable
        assert not any("data_visualization" in str(message.blocks) for message in (head, *thread))


async def say_much(office: Office, times: int = 30) -> None:
    for n in range(times):
        await office.slack.command(OWNER, f"/talk note Riverbank Talk number {n}: " + "they want more of everything " * 5)
