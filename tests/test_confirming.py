"""Step 8, confirm and correct: the buttons of a belief, wherever they stand, and what every place then says."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from conftest import TEAM, Office
from knowing import beliefs, statements
from records import change, post

from messages.beliefs import belief_blocks
from messages.blocks import said
from model.change import Write
from model.knowledge import knowledge
from model.post import Post
from sandbox import Message, Seen

OWNER, STAFF, DEPUTY = "U0OWNER", "U0STAFF", "U0DEPUTY"
NAME = "Northside Hospital"
SPRING, AUTUMN = "Appointments move online by spring", "Appointments move online by autumn"
TODAY = date(2026, 11, 24)


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that assumes one thing of Northside Hospital."""
    await room.slack.command(OWNER, f"/talk add {NAME}")
    await room.slack.command(STAFF, f"/talk learn {NAME} plans: {SPRING}")
    return room


async def profile(office: Office, user: str = OWNER) -> Seen:
    return await office.slack.command(user, f"/talk learn {NAME}")


async def test_confirmed_says_who_heard_it_and_when_in_the_message_itself(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk note {NAME} They told us their plans")

    seen = await hospital.slack.click(OWNER, await profile(hospital), "Confirmed")

    [belief], [talk] = await beliefs(hospital, NAME), await hospital.talks(NAME)
    assert (belief.state, belief.confirmed_on, belief.confirmed_by, belief.talk) == ("confirmed", TODAY, OWNER, talk.id)
    assert f"Confirmed: “{SPRING}”" in seen.text
    assert "1 of 7 topics known, 1 confirmed." in seen.text
    assert "*Plans* · Confirmed" in seen.text
    assert "Confirmed by them to @U0OWNER today, Tuesday 24 November." in seen.text
    assert "Confirmed" not in seen.buttons


async def test_undo_of_a_click_stands_beside_the_news(hospital: Office) -> None:
    seen = await hospital.slack.click(OWNER, await profile(hospital), "Confirmed")

    back = await hospital.slack.click(OWNER, seen, "Undo")

    assert "Taken back: your confirmation of something known of *Northside Hospital*." in back.text
    assert [belief.state for belief in await beliefs(hospital, NAME)] == ["assumed"]


async def test_the_second_click_says_what_is_true_now(hospital: Office) -> None:
    mine, yours = await profile(hospital), await profile(hospital, STAFF)
    await hospital.slack.click(OWNER, mine, "Confirmed")

    second = await hospital.slack.click(STAFF, yours, "Confirmed")

    assert "This is already so. Confirmed by them to @U0OWNER today, Tuesday 24 November." in second.text
    assert "*Plans* · Confirmed" in second.text
    assert [belief.confirmed_by for belief in await beliefs(hospital, NAME)] == [OWNER]


async def test_correct_shows_the_old_text_and_then_old_and_new(hospital: Office) -> None:
    shown = await profile(hospital)
    form = await hospital.slack.click(OWNER, shown, "Correct")
    assert shown.message is not None

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})
    await hospital.bot.entry.drain()

    assert f"We believed:\n> {SPRING}" in form.text
    assert f"Corrected: “{SPRING}” → “{AUTUMN}”" in saved.text
    [belief] = await beliefs(hospital, NAME)
    assert (belief.statement, belief.state, belief.confirmed_by, str(belief.earlier[0])) == (AUTUMN, "corrected", OWNER, SPRING)
    assert f"*Plans* · Corrected\n> {AUTUMN}" in shown.message.readable
    assert f"Before: “{SPRING}”." in shown.message.readable


async def test_taking_a_correction_back_draws_the_profile_anew(hospital: Office) -> None:
    shown = await profile(hospital)
    form = await hospital.slack.click(OWNER, shown, "Correct")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})

    await hospital.bot.entry.drain()
    assert shown.message is not None
    assert f"> {AUTUMN}" in shown.message.readable

    await hospital.slack.click(OWNER, saved, "Undo")
    await hospital.bot.entry.drain()

    assert f"*Plans* · Assumed\n> {SPRING}" in shown.message.readable


async def test_a_correction_is_taken_back_though_what_it_was_opened_from_is_gone(hospital: Office) -> None:
    noted = await hospital.slack.command(STAFF, f"/talk note {NAME} We met")
    asked = await hospital.slack.click(OWNER, noted, "What was confirmed, what was corrected?")
    form = await hospital.slack.click(OWNER, asked, "Correct")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})
    await hospital.slack.command(STAFF, "/talk undo")

    undone = await hospital.slack.click(OWNER, saved, "Undo")

    assert "Taken back" in undone.text
    assert [belief.statement for belief in await beliefs(hospital, NAME)] == [SPRING]


async def test_a_form_that_was_open_for_long_saves_and_leaves_the_message(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await profile(hospital), "Correct")
    hospital.watch.turn(minutes=45)

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})
    await hospital.bot.entry.drain()

    assert "Corrected: " in saved.text
    assert [call.ok for call in hospital.slack.journal if call.method == "response_url"] == []


async def test_a_correction_that_is_taken_back_gives_its_words_back(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await profile(hospital), "Correct")
    await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})

    undone = await hospital.slack.command(OWNER, "/talk undo")

    assert undone.text.splitlines()[2:] == ["This is what it said:", AUTUMN]


async def test_correct_with_the_same_words_confirms(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await profile(hospital), "Correct")

    saved = await hospital.slack.fill_and_submit(OWNER, form)

    assert "That is what it says already, so I count it as confirmed" in saved.text
    assert [(belief.state, belief.earlier) for belief in await beliefs(hospital, NAME)] == [("confirmed", ())]


async def test_a_correction_of_what_changed_meanwhile_is_asked_for_again(hospital: Office) -> None:
    mine = await hospital.slack.click(OWNER, await profile(hospital), "Correct")
    yours = await hospital.slack.click(STAFF, await profile(hospital, STAFF), "Correct")
    await hospital.slack.fill_and_submit(STAFF, yours, {"What is true": AUTUMN})

    asked = await hospital.slack.fill_and_submit(OWNER, mine, {"What is true": "By summer"})
    saved = await hospital.slack.fill_and_submit(OWNER, asked)

    assert f"Somebody changed this meanwhile. Now it says:\n> {AUTUMN}" in asked.text
    assert f"Corrected: “{AUTUMN}” → “By summer”" in saved.text
    assert [[str(wording) for wording in belief.earlier] for belief in await beliefs(hospital, NAME)] == [[SPRING, AUTUMN]]


async def test_a_correction_needs_words(hospital: Office) -> None:
    form = await hospital.slack.click(OWNER, await profile(hospital), "Correct")

    blank = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": " "})

    assert blank.errors == {"text": "Write down what is true."}


async def test_what_we_put_wrongly_is_reworded_and_stays_an_assumption(hospital: Office) -> None:
    shown = await hospital.slack.click(OWNER, await profile(hospital), "Confirmed")
    form = await hospital.slack.click(OWNER, shown, "belief.more", select="Reword: we put it wrongly")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})

    assert f"Reworded, as an assumption: “{SPRING}” → “{AUTUMN}”" in saved.text
    assert [(belief.statement, belief.state) for belief in await beliefs(hospital, NAME)] == [(AUTUMN, "assumed")]


async def test_what_is_outdated_is_no_longer_held_and_says_so_to_later_clicks(hospital: Office) -> None:
    mine, yours = await profile(hospital), await profile(hospital, STAFF)

    seen = await hospital.slack.click(OWNER, mine, "belief.more", select="Outdated: no longer true")
    late = await hospital.slack.click(STAFF, yours, "Confirmed")

    assert f"No longer held: “{SPRING}”" in seen.text
    assert "0 of 7 topics known" in seen.text
    assert f"This is no longer held to be true: “{SPRING}”" in late.text
    assert await statements(hospital, NAME) == []


async def test_ask_gives_the_question_and_puts_it_first(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk learn {NAME} business: Referrals come by letter")
    mine, yours = await profile(hospital), await profile(hospital, STAFF)

    seen = await hospital.slack.click(OWNER, mine, "Ask", nth=0)
    twice = await hospital.slack.click(STAFF, yours, "Ask", nth=0)
    card = await hospital.slack.command(OWNER, f"/talk customer {NAME}")

    question = f"“We understand: “{SPRING}”. Is that still right?”"
    assert f"To be asked. It stands first in `/talk brief {NAME}`. You could say: {question}" in seen.text
    assert f"*Ask next:* {question}" in seen.text
    assert "This is on the list already (@U0OWNER)." in twice.text
    assert f"To ask: {question}" in card.text


async def test_what_was_asked_is_off_the_list_once_it_was_heard(hospital: Office) -> None:
    shown = await hospital.slack.click(OWNER, await profile(hospital), "Ask")

    await hospital.slack.click(OWNER, shown, "Confirmed")

    assert [belief.to_ask for belief in await beliefs(hospital, NAME)] == [None]


async def test_a_belief_that_was_taken_back_cannot_be_confirmed(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, f"/talk learn {NAME} business: Referrals come by letter")
    shown = await profile(hospital)
    assert shown.message is not None
    late = hospital.slack.compose.click(OWNER, shown.message, "Confirmed", nth=1)
    await hospital.slack.click(OWNER, saved, "Undo")

    seen = await hospital.slack.act(late)

    assert "That was taken back meanwhile." in seen.text


async def test_what_nobody_heard_for_six_months_is_stale_and_asked_first(hospital: Office) -> None:
    hospital.watch.turn(days=200)

    seen = await profile(hospital)
    fresh = await hospital.slack.click(OWNER, seen, "Confirmed")

    assert "*Plans* · Stale" in seen.text
    assert "1 of 7 topics known, 0 confirmed, 1 stale." in seen.text
    assert "Nobody has heard it from them for six months." in seen.text
    assert "*Plans* · Confirmed" in fresh.text
    assert "stale" not in fresh.text


async def places(office: Office, statement: str) -> list[str]:
    """What every place that shows what is known of Northside says of it now."""
    slack = office.slack
    lines = (f"learn {NAME}", f"customer {NAME}", "learn", f"learn {NAME} plans: {statement}")
    return [(await slack.command(OWNER, f"/talk {line}")).text for line in lines]


async def test_every_place_agrees_from_assumed_over_corrected_to_confirmed(hospital: Office) -> None:
    slack = hospital.slack
    assumed = await places(hospital, SPRING)

    form = await slack.click(OWNER, await profile(hospital), "Correct")
    await slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})
    corrected = await places(hospital, AUTUMN)
    hospital.watch.turn(days=1)
    await slack.click(OWNER, await profile(hospital), "Confirmed")
    confirmed = await places(hospital, AUTUMN)

    for state, text, shown in (("Assumed", SPRING, assumed), ("Corrected", AUTUMN, corrected), ("Confirmed", AUTUMN, confirmed)):
        assert all(f"1 of 7 topics known, {int(state != 'Assumed')} confirmed" in place for place in shown[:3])
        assert all(f"{state}\n> {text}" in place for place in (shown[0], shown[3]))
        assert f"They plan: “{text}”" in shown[1]
    assert not any(SPRING in place.replace(f"Before: “{SPRING}”", "") for place in (*corrected, *confirmed))


async def in_a_dm(office: Office) -> tuple[Post, Message]:
    """Send what is assumed of the hospital in a DM of the outbox, and return it as it is kept and as it stands."""
    [belief] = await beliefs(office, NAME)
    dm = post(office.watch(), workspace=TEAM, to=OWNER, id="brief")
    told = said("You talk tomorrow.", *belief_blocks(belief, TODAY, f"post:{dm.id}"))
    await office.bot.store.commit(change(Write(after=msgspec.structs.replace(dm, message=told)), workspace=TEAM))
    await office.tick()
    [message] = [one for one in office.slack.from_bot(OWNER) if one.metadata]
    return dm, message


async def test_a_dm_of_the_outbox_is_redrawn_where_it_stands_and_where_it_is_kept(hospital: Office) -> None:
    dm, message = await in_a_dm(hospital)

    await hospital.slack.click(OWNER, message, "Confirmed")
    await hospital.bot.entry.drain()

    assert "*Plans* · Confirmed" in message.readable
    kept = await hospital.bot.store.get(TEAM, type(dm), dm.id)
    assert kept is not None
    assert "*Plans* · Confirmed" in str(kept.message)
    undone = await hospital.slack.command(OWNER, "/talk undo")
    await hospital.bot.entry.drain()
    assert "your confirmation" in undone.text
    assert "*Plans* · Assumed" in message.readable


async def test_a_form_over_a_dm_does_not_say_saved_where_nothing_was(hospital: Office) -> None:
    _, message = await in_a_dm(hospital)
    form = await hospital.slack.click(OWNER, message, "Correct")
    await hospital.slack.click(STAFF, await profile(hospital, STAFF), "belief.more", select="Outdated: no longer true")

    late = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": AUTUMN})

    assert f"This is no longer held to be true: “{SPRING}”" in late.text
    assert "Saved" not in late.text


class TestPosition:
    async def test_is_set_by_the_select_and_says_so_everywhere(self, hospital: Office) -> None:
        seen = await hospital.slack.click(OWNER, await profile(hospital), "belief.position", select="Laggard: after all others")
        card = await hospital.slack.command(OWNER, f"/talk customer {NAME}")

        assert (await hospital.customer(NAME)).position == "laggard"
        assert "*Northside Hospital* is seen as *laggard* from now on." in seen.text
        assert "*Position* · Assumed\n> Laggard" in seen.text
        assert "Seen as laggard." in card.text

    async def test_is_set_by_a_line_and_corrected_by_another_with_the_old_one_kept(self, hospital: Office) -> None:
        await hospital.slack.command(OWNER, f"/talk learn {NAME} position: laggards: they still fax")
        saved = await hospital.slack.command(OWNER, f"/talk learn {NAME} position: A follower by now")

        assert (await hospital.customer(NAME)).position == "follower"
        assert "Before: “laggards: they still fax”." in saved.text
        assert sorted(await statements(hospital, NAME)) == ["A follower by now", SPRING]

    async def test_that_is_none_of_the_five_is_asked_for(self, hospital: Office) -> None:
        asked = await hospital.slack.command(OWNER, f"/talk learn {NAME} position: they are slow (source: Dr. Weber)")

        saved = await hospital.slack.click(OWNER, asked, "Follower: when it has proved itself")

        assert asked.buttons[0] == "Innovator: tries what nobody has"
        assert "> Follower: they are slow\nSource: Dr. Weber" in saved.text
        assert (await hospital.customer(NAME)).position == "follower"

    async def test_that_is_set_again_changes_nothing(self, hospital: Office) -> None:
        laggard = "Laggard: after all others"
        mine, yours = await profile(hospital), await profile(hospital, STAFF)
        await hospital.slack.click(OWNER, mine, "belief.position", select=laggard)

        seen = await hospital.slack.click(STAFF, yours, "belief.position", select=laggard)

        assert "*Northside Hospital* is seen as *laggard* already." in seen.text

    async def test_is_corrected_with_a_word_for_it_only(self, hospital: Office) -> None:
        shown = await hospital.slack.click(OWNER, await profile(hospital), "belief.position", select="Laggard: after all others")
        form = await hospital.slack.click(OWNER, shown, "Correct", nth=0)

        refused = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": "They are fast"})
        await hospital.slack.fill_and_submit(OWNER, form, {"What is true": "Leaders in their region"})

        assert refused.errors == {"text": "Begin with where they stand: innovator, leader, mainstream, follower or laggard."}
        assert (await hospital.customer(NAME)).position == "leader"

    async def test_that_is_outdated_is_nobodys(self, hospital: Office) -> None:
        shown = await hospital.slack.click(OWNER, await profile(hospital), "belief.position", select="Laggard: after all others")

        await hospital.slack.click(OWNER, shown, "belief.more", nth=0, select="Outdated: no longer true")

        assert (await hospital.customer(NAME)).position is None

    async def test_undo_takes_back_both_the_belief_and_the_position(self, hospital: Office) -> None:
        shown = await hospital.slack.click(OWNER, await profile(hospital), "belief.position", select="Laggard: after all others")

        await hospital.slack.click(OWNER, shown, "Undo")

        assert (await hospital.customer(NAME)).position is None
        assert await statements(hospital, NAME) == [SPRING]

    async def test_that_came_from_elsewhere_can_be_confirmed(self, hospital: Office) -> None:
        before = await hospital.customer(NAME)
        await hospital.bot.store.commit(change(Write(after=before.changed(position="leader"), before=before), workspace=TEAM))
        shown = await profile(hospital)

        seen = await hospital.slack.click(OWNER, shown, "Confirmed", nth=0)

        assert "*Position* · Assumed\n> leader" in shown.text
        assert "It stands in its details; nobody has confirmed it." in shown.text
        assert "*Position* · Confirmed\n> leader" in seen.text

    async def test_that_changed_elsewhere_is_what_every_place_says(self, hospital: Office) -> None:
        await hospital.slack.command(OWNER, f"/talk learn {NAME} position: laggard")
        before = await hospital.customer(NAME)
        await hospital.bot.store.commit(change(Write(after=before.changed(position="leader"), before=before), workspace=TEAM))

        known = knowledge(await hospital.customer(NAME), await beliefs(hospital, NAME))
        seen = await hospital.slack.click(OWNER, await profile(hospital), "Confirmed", nth=0)

        assert [(one.statement, str(one.earlier[0])) for one in known.held if one.topic == "position"] == [("leader", "laggard")]
        assert "*Position* · Confirmed\n> leader" in seen.text


class TestIndustry:
    async def test_is_set_by_a_name_and_a_statement_about_it_leaves_it(self, hospital: Office) -> None:
        for line in ("Hospitals", "Hospitals merge everywhere, and small ones close"):
            await hospital.slack.command(OWNER, f"/talk learn {NAME} industry: {line}")

        assert (await hospital.customer(NAME)).industry == "Hospitals"
        assert len(await statements(hospital, NAME)) == 3

    async def test_that_the_form_changes_is_what_the_profile_says(self, hospital: Office) -> None:
        await hospital.slack.command(OWNER, f"/talk learn {NAME} industry: Hospitals")
        form = await hospital.slack.command(OWNER, f"/talk edit {NAME}")

        await hospital.slack.fill_and_submit(OWNER, form, {"Industry": "Health care"})

        assert "*Industry* · Assumed\n> Health care" in (await profile(hospital)).text

    async def test_that_is_corrected_is_the_customers(self, hospital: Office) -> None:
        await hospital.slack.command(OWNER, f"/talk learn {NAME} industry: Hospitals")
        form = await hospital.slack.click(OWNER, await profile(hospital), "Correct", nth=0)

        long = await hospital.slack.fill_and_submit(OWNER, form, {"What is true": "x" * 201})
        await hospital.slack.fill_and_submit(OWNER, form, {"What is true": "Clinics"})

        assert "an industry's name has at most 200 characters" in long.errors["text"]
        assert (await hospital.customer(NAME)).industry == "Clinics"


async def test_two_clicks_at_once_are_one_confirmation(hospital: Office) -> None:
    shown = await profile(hospital)

    await hospital.slack.click(OWNER, shown, "Confirmed", copies=3)

    assert [(belief.version, belief.state) for belief in await beliefs(hospital, NAME)] == [(2, "confirmed")]
