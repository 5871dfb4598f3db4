"""The score as people see it: its figures in words, the lists behind them, who may see what, the trend, and maturity."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from conftest import TEAM, Office
from records import TODAY, commitment, customer, made, talk

from model.customer import Rating
from sandbox import Message, Seen

OWNER, STAFF, DEPUTY, SPONSOR = "U0OWNER", "U0STAFF", "U0DEPUTY", "U0SPONSOR"
GENERAL, LINKED, SHARED = "C0GENERAL", "C0CUSTOMER", "C0SHARED"
SECRET = "They are about to be bought"


@pytest.fixture
async def busy(room: Office) -> Office:
    """An office in which Olivia owns Northside Hospital and Riverbank, and Sam Accounting, with something to keep score of."""
    for user, name in ((OWNER, "Northside Hospital"), (OWNER, "Riverbank"), (STAFF, "Accounting")):
        await room.slack.command(user, f"/talk add {name}")
    await room.slack.command(OWNER, "/talk note Northside Hospital They want appointments online")
    form = await room.slack.command(OWNER, "/talk note Northside Hospital")
    promised = {"Notes": SECRET, "Visibility": "private", "Commitments": "us: a word with the board by 3 Dec"}
    await room.slack.fill_and_submit(OWNER, form, promised)
    await room.slack.command(STAFF, "/talk note Accounting on 3 Nov: Month-end takes five days")
    await room.slack.command(OWNER, "/talk idea Riverbank Connect a branch in a day")
    return room


def lines(seen: Seen | Message) -> list[str]:
    text = seen.text if isinstance(seen, Seen) else seen.readable
    return text.splitlines()[1:]


async def linked(office: Office, name: str, channel: str) -> None:
    form = await office.slack.command(OWNER, f"/talk edit {name}")
    await office.slack.fill_and_submit(OWNER, form, {"Channel": channel})


async def behind(office: Office, user: str, figure: str) -> str:
    """What this person sees behind a figure of everybody's score."""
    return (await office.slack.click(user, await office.slack.command(user, "/talk score all"), f"score.list:{figure}")).text


class TestShown:
    async def test_it_tells_each_figure_in_words_and_what_waits_longest(self, busy: Office) -> None:
        seen = await busy.slack.command(OWNER, "/talk score")

        assert lines(seen)[0] == "The score of your customers in the fourth quarter of 2026, so far, 2 customers:"
        assert "2 relationships: 1 within their cadence, 1 new (with time for a first talk)." in seen.text
        assert "*Strategic talks: 2 of 2*" in seen.text
        assert "1 idea raised → 0 improvements planned → 0 checked → 0 adopted." in seen.text
        assert "Longest: “Connect a branch in a day” for *Riverbank*, to be decided about since Tuesday 24 November." in seen.text
        assert "1 promise of ours due in the quarter: 1 still to come." in seen.text
        assert seen.message is not None
        assert seen.message.ephemeral_for == OWNER

    async def test_whose_score_it_is_can_be_said_in_many_ways(self, busy: Office) -> None:
        await linked(busy, "Accounting", LINKED)
        asked = {
            "score": "The score of *Accounting*",
            "score mine": "The score of your customers",
            "score all": "The score of all customers",
            f"score <@{STAFF}|sam>": f"The score of the customers of @{STAFF}",
            f"score <#{LINKED}|accounting> quarter": "The score of *Accounting*",
            "score Riverbank Q4": "The score of *Riverbank*",
        }

        seen = {line: await busy.slack.command(OWNER, f"/talk {line}", LINKED, raw=True) for line in asked}

        assert {line: words for line, words in asked.items() if words not in seen[line].text} == {}

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("score all 2027 Q3", "the third quarter of 2027 has not begun"),
            ("score Riverbank in spring", "A score is of a quarter"),
            ("score month", "A score is of a quarter"),
            ("score next quarter", "A score is of a quarter"),
            ("score 2026", "A score is of a quarter"),
            ("score @nobody", "Please pick them from the list"),
            ("score Rivrbank", "Riverbank"),
            ("score Rivrbank Q4 2026", "Riverbank"),
            ("score last quarter", "None of your customers was there yet in the third quarter of 2026"),
            ("score all last quarter", "No customer was there yet in the third quarter of 2026"),
            ("score Riverbank last quarter", "*Riverbank* was not there yet in the third quarter of 2026"),
        ],
    )
    async def test_what_cannot_be_kept_score_of_is_said(self, busy: Office, line: str, words: str) -> None:
        seen = await busy.slack.command(OWNER, f"/talk {line}")

        assert words in seen.text

    async def test_a_name_that_begins_like_a_word_for_several_is_a_name(self, busy: Office) -> None:
        await busy.slack.command(OWNER, "/talk add All Saints")

        seen = [
            await busy.slack.command(OWNER, line) for line in ("/talk score All Saints", "/talk score all saints Q4", "/talk score all Q4")
        ]

        assert ["score of *All Saints*" in one.text for one in seen] == [True, True, False]
        assert "A score is of a quarter" in (await busy.slack.command(OWNER, "/talk score all in spring")).text

    async def test_without_customers_it_says_what_to_do(self, room: Office) -> None:
        seen = [await room.slack.command(OWNER, f"/talk {line}", raw=True) for line in ("score", "score all", f"score <@{STAFF}|sam>")]

        assert "You don't own a customer yet" in seen[0].text
        assert "`/talk add NAME`" in seen[1].text
        assert f"@{STAFF} doesn't own a customer" in seen[2].text

    async def test_of_an_earlier_quarter_only_what_is_known_of_it_is_told(self, busy: Office) -> None:
        busy.watch.turn(days=60)

        now = await busy.slack.command(OWNER, "/talk score")
        before = await busy.slack.click(OWNER, now, "The quarter before")

        assert "in the fourth quarter of 2026, 2 customers:" in before.text
        assert "What waits" not in before.text
        assert "is known for today only" in before.text
        assert "The quarter before" not in before.text


class TestLists:
    async def test_every_figure_opens_precisely_what_it_counts_and_leads_back(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score all")
        figures = score.buttons.count("Show")

        for nth in range(figures):
            listed = await busy.slack.click(OWNER, score, "Show", nth=nth)
            count = re.search(r": (\d+) counted", listed.text)
            assert count is not None
            assert int(count[1]) == len([line for line in lines(listed)[2:] if line.startswith("*")])
            assert (await busy.slack.click(OWNER, listed, "Back to the score")).text == score.text

        assert figures == 6

    async def test_a_private_talk_is_counted_and_its_words_are_for_its_readers(self, busy: Office) -> None:
        talks, promises = [{user: await behind(busy, user, figure) for user in (OWNER, STAFF)} for figure in ("talks", "ours")]

        assert SECRET in talks[OWNER]
        assert SECRET not in talks[STAFF]
        assert "3 counted" in talks[STAFF]
        assert "A private talk." in talks[STAFF]
        assert "a word with the board" in promises[OWNER]
        assert "a word with the board" not in promises[STAFF]
        assert "Promised in a private talk." in promises[STAFF]

    async def test_who_promised_something_in_a_private_talk_reads_there_what_it_was(self, room: Office) -> None:
        of = customer("Accounting", workspace=TEAM, owner=OWNER, added_on=TODAY)
        said = talk(of, visibility="private", author=OWNER)
        await room.bot.store.commit(made(of, said, commitment(of, "a word with the board", talk=said.id, person=STAFF, due_on=TODAY)))

        assert "a word with the board" in await behind(room, STAFF, "ours")
        assert "a word with the board" not in await behind(room, DEPUTY, "ours")

    async def test_a_long_list_is_shown_a_page_at_a_time_there_and_back(self, room: Office) -> None:
        await room.bot.store.commit(made(*(customer(f"Customer {n:02}", workspace=TEAM, owner=OWNER, added_on=TODAY) for n in range(33))))
        score = await room.slack.command(OWNER, "/talk score")

        first = await room.slack.click(OWNER, score, "score.list:touch")
        second = await room.slack.click(OWNER, first, "Show 15 more of 18")
        third = await room.slack.click(OWNER, second, "Show 3 more of 3")
        back = await room.slack.click(OWNER, third, "The page before")

        names = [re.findall(r"Customer \d\d", seen.text) for seen in (first, second, third)]
        assert sorted(name for page in names for name in page) == [f"Customer {n:02}" for n in range(33)]
        assert back.text == second.text

    async def test_the_weakest_customers_come_first_and_of_equals_who_waits_longest(self, room: Office) -> None:
        quiet, longer, new = (customer(name, workspace=TEAM, owner=OWNER, added_on=TODAY) for name in "ABC")
        said = (talk(longer, date(2026, 7, 2)), talk(quiet, date(2026, 8, 2)))
        await room.bot.store.commit(made(quiet, longer, new, *said))
        score = await room.slack.command(OWNER, "/talk score")

        listed = await room.slack.click(OWNER, score, "score.list:touch")

        assert re.findall(r"^\*(\w)\*", listed.text, re.MULTILINE) == ["B", "A", "C"]

    async def test_a_belief_stands_there_with_its_topic(self, busy: Office) -> None:
        await busy.slack.command(OWNER, "/talk learn Riverbank plans: Two new branches within the year")

        assert "\nPlans: “Two new branches within the year”" in await behind(busy, STAFF, "beliefs")

    async def test_who_dries_up_stands_there_with_every_reason(self, room: Office) -> None:
        of = customer("Accounting", workspace=TEAM, owner=OWNER, added_on=date(2025, 1, 7))
        await room.bot.store.commit(made(of, *(talk(of, TODAY - timedelta(days=age), participants="Dana") for age in (100, 60, 5))))

        seen = await behind(room, OWNER, "drying")

        assert "All 3 talks since Sunday 16 August were with Dana alone.\nNothing was learned or proposed in the last 3 talks" in seen

    async def test_a_list_of_what_is_gone_says_so(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score Riverbank")
        await busy.slack.command(OWNER, "/talk undo")

        again = await busy.slack.click(OWNER, score, "score.list:funnel")

        assert "nothing is counted any more" in again.text


class TestShared:
    async def test_it_is_shared_for_all_without_a_word_of_private_talks(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score", GENERAL)

        await busy.slack.click(OWNER, score, "Share here")

        (shared,) = busy.slack.from_bot(GENERAL)
        assert f"The score of the customers of @{OWNER} in the fourth quarter of 2026" in shared.readable
        assert f"Shared by @{OWNER}." in shared.readable
        assert SECRET not in shared.readable
        assert "a word with the board" not in shared.readable
        assert not [block for block in shared.blocks if "accessory" in block or block["type"] == "actions"]

    async def test_it_is_not_shared_where_another_organisation_reads_along(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score", SHARED)

        refused = await busy.slack.click(OWNER, score, "Share here")

        assert "Not shared: this channel is shared with another organisation" in refused.text
        assert busy.slack.from_bot(SHARED) == []

    async def test_in_a_dm_there_is_nobody_to_share_it_with(self, busy: Office) -> None:
        seen = await busy.slack.dm(OWNER, "score")

        assert "The score of your customers" in seen.text
        assert "Share here" not in seen.buttons


class TestTrend:
    async def test_it_draws_what_is_known_in_all_quarters_and_tells_the_rest_in_words(self, busy: Office) -> None:
        busy.watch.turn(days=60)
        score = await busy.slack.command(OWNER, "/talk score")

        trend = await busy.slack.click(OWNER, score, "Show the trend")

        assert trend.message is not None
        (chart,) = [block["chart"] for block in trend.message.blocks if block["type"] == "data_visualization"]
        assert chart["axis_config"]["categories"] == ["Q4 2026", "Q1 2027"]
        assert [series["name"] for series in chart["series"]] == ["In touch"]
        assert "• *Q4 2026*: in touch 1 of 2, strategic talks 2 of 2, our promises kept 0 of 1" in trend.text
        assert "• *Q1 2027* so far: in touch 1 of 2, no talks, no promise of ours due" in trend.text
        assert (await busy.slack.click(OWNER, trend, "Back to the score")).text == score.text

    async def test_where_slack_takes_no_charts_it_comes_in_words(self, busy: Office) -> None:
        busy.watch.turn(days=60)
        score = await busy.slack.command(OWNER, "/talk score")
        busy.slack.faults.add("response_url", "status", status=400, match=lambda given: "data_visualization" in str(given))

        trend = await busy.slack.click(OWNER, score, "Show the trend")

        assert trend.message is not None
        assert [block["type"] for block in trend.message.blocks] == ["section", "section", "section", "context", "actions"]
        assert "• *Q4 2026*: in touch 1 of 2" in trend.text

    async def test_in_the_first_quarter_it_is_too_early_for_one(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score")

        trend = await busy.slack.click(OWNER, score, "Show the trend")

        assert "It is too early for a trend. None of your customers was there before the fourth quarter of 2026." in trend.text

    async def test_buttons_of_a_score_whose_customers_all_went_to_others_say_so_and_share_nothing(self, busy: Office) -> None:
        scores = [await busy.slack.command(OWNER, "/talk score", GENERAL) for _ in range(2)]
        for name in ("Northside Hospital", "Riverbank"):
            form = await busy.slack.command(OWNER, f"/talk edit {name}")
            await busy.slack.fill_and_submit(OWNER, form, {"Owner": STAFF})

        seen = [await busy.slack.click(OWNER, *one) for one in zip(scores, ("Show the trend", "Share here"), strict=True)]

        assert ["You don't own a customer yet" in one.text for one in seen] == [True, True]
        assert busy.slack.from_bot(GENERAL) == []


class TestMaturity:
    async def test_both_sides_are_rated_on_the_card_and_undone(self, busy: Office) -> None:
        slack = busy.slack
        card = await slack.command(OWNER, "/talk customer Northside Hospital")
        form = await slack.click(OWNER, card, "Rate the relationship")

        saved = await slack.fill_and_submit(OWNER, form, {"As we see it": "Trusted advisor", "As they see it": "Order taker"})

        assert "They see it two levels lower than we do." in saved.text
        found = await busy.customer("Northside Hospital")
        assert found.ratings == (Rating("us", "trusted advisor", TODAY, OWNER), Rating("them", "order taker", TODAY, OWNER))
        card = await slack.command(OWNER, "/talk customer Northside Hospital")
        assert "As we see it: *trusted advisor* since Tuesday 24 November. As they see it: *order taker*" in card.text
        undone = await slack.click(OWNER, saved, "Undo")
        assert "Taken back: how you rated the relationship with *Northside Hospital*." in undone.text
        assert (await busy.customer("Northside Hospital")).ratings == ()

    async def test_of_an_earlier_quarter_the_list_says_how_it_was_seen_then(self, busy: Office) -> None:
        busy.watch.turn(days=60)
        card = await busy.slack.command(OWNER, "/talk customer Riverbank")
        form = await busy.slack.click(OWNER, card, "Rate the relationship")
        await busy.slack.fill_and_submit(OWNER, form, {"As we see it": "Ad hoc"})

        score = await busy.slack.command(OWNER, "/talk score Riverbank last quarter")
        listed = await busy.slack.click(OWNER, score, "score.list:maturity")

        assert "*Maturity*\nNobody had rated it by then." in score.text
        assert "Nobody had rated the relationship by then." in listed.text
        assert "Rate the relationship" not in listed.buttons
        assert "ad hoc" not in listed.text

    async def test_what_is_left_as_it_was_is_not_rated_anew(self, busy: Office) -> None:
        slack = busy.slack
        form = await slack.click(OWNER, await slack.command(OWNER, "/talk customer Riverbank"), "Rate the relationship")

        saved = await slack.fill_and_submit(OWNER, form, {})

        assert "Nothing was different for *Riverbank*." in saved.text
        assert "Undo" not in saved.buttons

    async def test_of_two_who_rate_at_once_the_second_is_told(self, busy: Office) -> None:
        slack = busy.slack
        cards = {user: await slack.command(user, "/talk customer Riverbank") for user in (OWNER, STAFF)}
        forms = {user: await slack.click(user, card, "Rate the relationship") for user, card in cards.items()}
        await slack.fill_and_submit(OWNER, forms[OWNER], {"As we see it": "Ad hoc"})

        second = await slack.fill_and_submit(STAFF, forms[STAFF], {"As we see it": "Order taker"})

        assert "Somebody rated this relationship meanwhile" in str(second.errors)
        assert (await busy.customer("Riverbank")).maturity("us") == "ad hoc"

    async def test_the_list_of_the_score_rates_too(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score Riverbank")
        listed = await busy.slack.click(OWNER, score, "score.list:maturity")

        form = await busy.slack.click(OWNER, listed, "Rate the relationship")
        await busy.slack.fill_and_submit(OWNER, form, {"As we see it": "Service provider"})

        await busy.bot.entry.drain()
        assert listed.message is not None
        redrawn = busy.slack.ephemerals(OWNER)[-1]
        assert "As we see it: *service provider* since Tuesday 24 November." in redrawn.readable
        again = await busy.slack.click(OWNER, redrawn, "Back to the score")
        assert "As we see it: service provider." in again.text

    async def test_taking_a_rating_back_draws_the_list_anew(self, busy: Office) -> None:
        score = await busy.slack.command(OWNER, "/talk score all")
        listed = await busy.slack.click(OWNER, score, "score.list:maturity")
        form = await busy.slack.click(OWNER, listed, "Rate the relationship", nth=1)
        saved = await busy.slack.fill_and_submit(OWNER, form, {"As they see it": "Ad hoc"})
        await busy.bot.entry.drain()
        rated = busy.slack.ephemerals(OWNER)[-1].readable

        await busy.slack.click(OWNER, saved, "Undo")
        await busy.bot.entry.drain()

        redrawn = busy.slack.ephemerals(OWNER)[-1].readable
        assert ("As they see it: *ad hoc*" in rated, "As they see it" in redrawn) == (True, False)
        assert redrawn.count("Nobody has rated the relationship yet.") == 3

    async def test_a_rating_is_taken_back_though_other_details_changed_since_and_not_once_rated_anew(self, busy: Office) -> None:
        slack, levels = busy.slack, ("Ad hoc", "Order taker")
        first, second = [await self.rated(busy, level) for level in levels]
        await slack.command(OWNER, "/talk book Riverbank 3 Dec")

        refused = await slack.click(OWNER, first, "Undo")
        undone = await slack.click(OWNER, second, "Undo")

        riverbank = await busy.customer("Riverbank")
        assert "newer" in refused.text
        assert "Taken back" in undone.text
        assert (riverbank.maturity("us"), riverbank.booked_on) == ("ad hoc", date(2026, 12, 3))

    async def rated(self, office: Office, level: str) -> Seen:
        card = await office.slack.command(OWNER, "/talk customer Riverbank")
        form = await office.slack.click(OWNER, card, "Rate the relationship")
        return await office.slack.fill_and_submit(OWNER, form, {"As we see it": level})

    async def test_a_rating_from_a_card_touches_no_list(self, busy: Office) -> None:
        card = await busy.slack.command(OWNER, "/talk customer Riverbank")
        form = await busy.slack.click(OWNER, card, "Rate the relationship")
        saved = await busy.slack.fill_and_submit(OWNER, form, {"As we see it": "Ad hoc"})
        await busy.slack.click(OWNER, saved, "Undo")
        await busy.bot.entry.drain()

        assert [one.readable for one in busy.slack.ephemerals(OWNER)][-1].startswith("Riverbank")
