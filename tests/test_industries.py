"""What industries do with IT: one library for all of their customers, added to, taken over, and what it means for a talk."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import TEAM, Office
from knowing import beliefs, statements
from records import TODAY, belief, customer, entry, idea, talk

from model.belief import Belief
from model.knowledge import knowledge
from model.opener import opener

OWNER, STAFF = "U0OWNER", "U0STAFF"
NORTH, SOUTH = "Northside Hospital", "Southside Clinic"
TABLET = "Patients check in on a tablet"


@pytest.fixture
async def hospitals(room: Office) -> Office:
    """An office with two hospitals."""
    for name in (NORTH, SOUTH):
        await room.slack.command(OWNER, f"/talk add {name}")
        await room.slack.command(OWNER, f"/talk learn {name} industry: Hospitals")
    return room


async def uses(office: Office, folded: str = "hospitals") -> list[tuple[str, str, str]]:
    return [(one.use, one.text, one.source) for one in await office.bot.store.industry_entries(TEAM, folded)]


@pytest.mark.parametrize(
    "line",
    [
        f"industry Hospitals normal: {TABLET} (source: https://h.example)",
        f'industry "hospitals" normal use: {TABLET} https://h.example',
        f"industry HOSPITALS: normal: {TABLET} (source: https://h.example)",
    ],
)
async def test_a_line_adds_to_an_industry_and_serves_all_of_its_customers(hospitals: Office, line: str) -> None:
    saved = await hospitals.slack.command(STAFF, f"/talk learn {line}")

    profiles = [await hospitals.slack.command(OWNER, f"/talk learn {name}") for name in (NORTH, SOUTH)]

    assert "Saved for all of *Hospitals*, as a *normal* use of IT. It serves 2 customers." in saved.text
    assert await uses(hospitals) == [("normal", TABLET, "https://h.example")]
    assert all(f"*Normal*: {TABLET}\nSource: https://h.example" in seen.text for seen in profiles)
    assert all("2 of 7 topics known" in seen.text for seen in profiles)


async def test_undo_takes_a_use_back(hospitals: Office) -> None:
    saved = await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals innovators: {TABLET}")

    back = await hospitals.slack.click(STAFF, saved, "Undo")

    assert "Taken back: what you noted of the industry *Hospitals*." in back.text
    assert await uses(hospitals) == []


async def test_what_is_there_already_is_not_added_twice(hospitals: Office) -> None:
    for _ in range(2):
        seen = await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals normal: {TABLET}")

    assert "That is already known of *Hospitals*." in seen.text
    assert len(await uses(hospitals)) == 1


async def test_a_misspelt_industry_is_saved_and_the_right_one_named(hospitals: Office) -> None:
    seen = await hospitals.slack.command(STAFF, f"/talk learn industry Hospitls normal: {TABLET}")

    assert "No customer is in it yet. Did you mean *Hospitals*? Then take this back, and save it there." in seen.text
    assert "Undo" in seen.buttons


@pytest.mark.parametrize("line", ["plans: They merge", "They merge: everywhere"])
async def test_neither_normal_nor_innovators_says_what_there_is_and_gives_the_text_back(hospitals: Office, line: str) -> None:
    seen = await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals {line}")

    assert "Whose use of IT is it? `/talk learn industry Hospitals" in seen.text
    assert line in seen.text
    assert await hospitals.bot.store.industry_entries(TEAM) == []


async def test_an_industry_is_shown_with_its_customers_and_uses(hospitals: Office) -> None:
    await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals normal: {TABLET}")

    shown = await hospitals.slack.command(OWNER, "/talk learn industry hospitals")
    listed = await hospitals.slack.command(OWNER, "/talk learn industries")
    removed = await hospitals.slack.click(OWNER, shown, "Remove")

    assert "2 customers of ours are in it. 1 use of IT known." in shown.text
    assert "*Hospitals* · 2 customers, 1 use known" in listed.text
    assert f"Removed from *Hospitals*: “{TABLET}”" in removed.text
    assert "No uses of IT known." in removed.text
    assert await uses(hospitals) == []


async def test_a_use_is_added_by_the_form_from_the_profile_which_then_shows_it(hospitals: Office) -> None:
    profile = await hospitals.slack.command(OWNER, f"/talk learn {NORTH}")
    form = await hospitals.slack.click(OWNER, profile, "Add for Hospitals")
    assert profile.message is not None

    blank = await hospitals.slack.fill_and_submit(OWNER, form, {"Industry": " ", "What they do with IT": " "})
    saved = await hospitals.slack.fill_and_submit(OWNER, form, {"Industry": "Hospitals", "What they do with IT": TABLET})
    await hospitals.bot.entry.drain()

    assert blank.errors == {"industry": "Which industry? For example Hospitals.", "text": "Write down what they do with IT."}
    assert "Saved for all of *Hospitals*" in saved.text
    assert f"*Normal*: {TABLET}" in profile.message.readable


async def test_a_use_is_taken_over_once_with_its_source(hospitals: Office) -> None:
    await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals normal: {TABLET} https://h.example")
    mine, yours = [await hospitals.slack.command(user, f"/talk learn {NORTH}") for user in (OWNER, STAFF)]

    taken = await hospitals.slack.click(OWNER, mine, "They do this too")
    twice = await hospitals.slack.click(STAFF, yours, "They do this too")

    assert f"*{NORTH}* does this too, we assume: “{TABLET}”" in taken.text
    assert f"*{NORTH}* does this too, as far as we know." in taken.text
    assert f"*{NORTH}* does this too, we assume already: “{TABLET}”" in twice.text
    [found] = [one for one in await beliefs(hospitals, NORTH) if one.topic == "normal"]
    assert (found.statement, found.source, found.state) == (TABLET, "https://h.example", "assumed")


async def test_a_use_that_was_given_up_can_be_taken_over_again(hospitals: Office) -> None:
    await hospitals.slack.command(STAFF, f"/talk learn industry Hospitals normal: {TABLET}")
    taken = await hospitals.slack.click(OWNER, await hospitals.slack.command(OWNER, f"/talk learn {NORTH}"), "They do this too")
    given_up = await hospitals.slack.click(OWNER, taken, "belief.more", nth=1, select="Outdated: no longer true")

    again = await hospitals.slack.click(OWNER, given_up, "They do this too")

    assert "does this too, we assume" in again.text
    assert sorted(await statements(hospitals, NORTH)) == ["Hospitals", TABLET]


async def test_what_was_saved_of_one_customer_serves_the_whole_industry(hospitals: Office) -> None:
    saved = await hospitals.slack.command(OWNER, f"/talk learn {NORTH} normal: {TABLET} https://h.example")

    moved = await hospitals.slack.click(OWNER, saved, "For the whole industry")
    late = await hospitals.slack.click(OWNER, moved, "Undo")

    assert "Saved for all of *Hospitals*, as a *normal* use of IT. It serves 2 customers." in moved.text
    assert "Taken back: what you noted of the industry *Hospitals*." in late.text
    assert await uses(hospitals) == []
    assert TABLET in await statements(hospitals, NORTH)


async def test_the_industry_is_asked_for_where_none_is_set(hospitals: Office) -> None:
    await hospitals.slack.command(OWNER, "/talk add Lakeside School")
    saved = await hospitals.slack.command(OWNER, "/talk learn Lakeside School innovators: Pupils learn at home on Fridays")

    form = await hospitals.slack.click(OWNER, saved, "For the whole industry")
    await hospitals.slack.fill_and_submit(OWNER, form, {"Industry": "Schools"})

    assert await uses(hospitals, "schools") == [("innovators", "Pupils learn at home on Fridays", "")]
    assert await statements(hospitals, "Lakeside School") == []


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (
            "laggard",
            f"Normal in *Hospitals*: “{TABLET}”. As far as we know, *{NORTH}* does not yet: what would it change for them?\nSource: https://h.example",
        ),
        ("leader", f"Innovators in *Hospitals*: “Beds are predicted”. *{NORTH}* is a leader: would they want to be among the first?"),
    ],
)
async def test_card_and_reminder_begin_with_what_fits_the_position(hospitals: Office, position: str, words: str) -> None:
    slack = hospitals.slack
    await slack.command(STAFF, f"/talk learn industry Hospitals normal: {TABLET} https://h.example")
    await slack.command(STAFF, "/talk learn industry Hospitals innovators: Beds are predicted")
    await slack.command(OWNER, f"/talk learn {NORTH} position: {position}")
    card = await slack.command(OWNER, f"/talk customer {NORTH}")

    hospitals.watch.turn(days=100)
    await hospitals.tick()

    [dm] = [one for one in slack.from_bot(OWNER) if one.metadata]
    assert words in card.text
    assert words in dm.readable


async def test_a_deputy_is_not_told_of_a_private_talk_to_begin_with(hospitals: Office) -> None:
    form = await hospitals.slack.command(OWNER, f"/talk note {NORTH}")
    await hospitals.slack.fill_and_submit(OWNER, form, {"Notes": "The secret merger", "Visibility": "Private: you, owner, deputy, sponsor"})

    mine, staffs = [await hospitals.slack.command(user, f"/talk customer {NORTH}") for user in (OWNER, STAFF)]

    assert "Last time it was about: “The secret merger”" in mine.text
    assert "secret merger" not in staffs.text


ACME = customer("Acme", industry="Banking")
NORMAL, AHEAD = entry("Banking", "Customers open accounts by video"), entry("banking", "Fraud is found by models", use="innovators")


def begin(*held: Belief, position: Any = None, ideas: Any = (), table: Any = (), said: Any = None) -> Any:
    """What one begins with where these things are known: whichever of them it is."""
    of = ACME.changed(position=position)
    found = opener(knowledge(of, held, [NORMAL, AHEAD]), ideas, table, said, TODAY)
    return next((value for value in (getattr(found, field) for field in found.__struct_fields__) if value), None)


class TestOpener:
    @pytest.mark.parametrize("position", ["laggard", "follower", "mainstream", None])
    def test_is_a_normal_use_for_who_is_not_ahead(self, position: str | None) -> None:
        assert begin(position=position) == NORMAL

    @pytest.mark.parametrize("position", ["leader", "innovator"])
    def test_is_an_innovators_use_for_who_is_ahead(self, position: str) -> None:
        assert begin(position=position) == AHEAD

    def test_is_no_use_that_they_have_or_plan_or_that_was_proposed(self) -> None:
        has = belief(ACME, NORMAL.text.upper(), topic="services")
        planned = belief(ACME, "Customers shall open their accounts by video")
        proposed = idea(ACME, "Let customers open accounts by video", state="declined")

        assert begin(has) == begin(planned) == begin(ideas=[proposed]) == AHEAD

    def test_is_an_idea_rather_than_a_use_that_does_not_fit(self) -> None:
        taken, bright = belief(ACME, NORMAL.text, topic="normal", entry=NORMAL.id), idea(ACME, "A portal")

        assert begin(taken, position="laggard", table=[bright], ideas=[bright]) == bright
        assert begin(position="leader", table=[bright], ideas=[bright]) == AHEAD

    def test_is_first_what_somebody_wants_asked(self) -> None:
        asked = belief(ACME, to_ask="U1")

        assert begin(asked, position="laggard") == asked

    def test_is_then_an_idea_then_their_plans_then_the_last_talk_then_a_question(self) -> None:
        taken = [belief(ACME, one.text, topic=one.use, entry=one.id) for one in (NORMAL, AHEAD)]
        plan, bright, last = belief(ACME, "A branch abroad"), idea(ACME, "A portal"), talk(ACME)

        assert begin(*taken, plan, table=[bright], ideas=[bright], said=last) == bright
        assert begin(*taken, plan, said=last) == plan
        assert begin(*taken, said=last) == last
        assert begin(*taken) == "position"
