"""What could not be saved yet: unknown and misspelt customers, dates, free text, linked channels. The text is kept, a click goes on."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TEAM, Office

OWNER, STAFF = "U0OWNER", "U0STAFF"
LINKED = "C0CUSTOMER"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


@pytest.fixture
async def linked(hospital: Office) -> Office:
    """An office in which Northside Hospital has a channel, and knows Southside Clinic too."""
    await hospital.slack.command(OWNER, "/talk add Southside Clinic")
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Channel": LINKED})
    return hospital


async def notes(office: Office, name: str = "Northside Hospital") -> list[str]:
    return [talk.notes for talk in await office.talks(name)]


async def test_an_unknown_customer_saves_nothing_and_gives_the_text_back(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Lakeside School: they want tablets")

    assert "I don't know a customer called *Lakeside School*, so nothing is saved yet" in asked.text
    assert "Lakeside School: they want tablets" in asked.text.splitlines()
    assert asked.buttons == ['Add "Lakeside School" and save', "Open the form"]
    assert len(await hospital.bot.store.customers(TEAM)) == 1


async def test_the_customer_is_added_and_the_rest_of_the_line_saved_with_one_click(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Lakeside School: they want tablets")

    saved = await hospital.slack.click(OWNER, asked, 'Add "Lakeside School" and save')

    assert "Saved: your talk with *Lakeside School* today, Tuesday 24 November" in saved.text
    assert saved.buttons == ["Undo", "Other customer"]
    assert await notes(hospital, "Lakeside School") == ["they want tablets"]
    assert (await hospital.customer("Lakeside School")).owner == OWNER


async def test_a_misspelt_customer_is_offered_and_a_click_saves_the_text_without_the_name(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Nortside Hospitel's board wants tablets")

    saved = await hospital.slack.click(OWNER, asked, "Northside Hospital")

    assert asked.buttons[0] == "Northside Hospital"
    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(hospital) == ["board wants tablets"]


async def test_a_misspelt_customer_without_text_opens_an_empty_form_for_the_one_that_was_meant(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Nortside Hospital")

    form = await hospital.slack.click(OWNER, asked, "Northside Hospital")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": "they want tablets"})

    assert form.text.startswith("Log a talk\n")
    assert "Nortside" not in form.text
    assert saved.text.startswith("Saved")
    assert await notes(hospital) == ["they want tablets"]


async def test_the_form_takes_a_drafts_text_to_a_customer_that_is_picked(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note they want tablets at the front desk")

    form = await hospital.slack.click(OWNER, asked, "Open the form")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert saved.text.startswith("Saved")
    assert await notes(hospital) == ["they want tablets at the front desk"]


async def test_a_drafts_buttons_say_so_when_its_text_is_saved_already(hospital: Office) -> None:
    slack = hospital.slack
    asked = await slack.command(OWNER, "/talk note they want tablets at the front desk")
    assert asked.message is not None
    form = await slack.click(OWNER, asked, "Open the form")
    await slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    late = await slack.click(OWNER, asked.message, "Open the form")

    assert "already done" in late.text
    assert len(await notes(hospital)) == 1


async def test_a_text_of_ten_thousand_characters_goes_whole_through_the_form(hospital: Office) -> None:
    text = "They want tablets. " * 600
    asked = await hospital.slack.dm(OWNER, text)

    form = await hospital.slack.click(OWNER, asked, "Save as a talk")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert "goes on for 8,400 characters more" in form.text
    assert saved.text.startswith("Saved")
    assert await notes(hospital) == [text]


async def test_a_long_idea_goes_whole_through_the_form(hospital: Office) -> None:
    text = "Tablets at the front desk. " * 400
    asked = await hospital.slack.dm(OWNER, text)

    form = await hospital.slack.click(OWNER, asked, "Save as an idea")
    await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert [idea.text for idea in await hospital.ideas("Northside Hospital")] == [text]


@pytest.mark.parametrize("label", ["Save as a talk", "Save as an idea"])
async def test_a_form_whose_longer_text_is_gone_meanwhile_saves_no_half_of_it(hospital: Office, label: str) -> None:
    asked = await hospital.slack.dm(OWNER, "They want tablets. " * 600)
    form = await hospital.slack.click(OWNER, asked, label)
    hospital.watch.turn(days=8)
    await hospital.tick()

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert "Not saved: this form holds only the beginning of your text. The other 8,400 characters" in seen.errors["customer"]
    assert await notes(hospital) == []
    assert await hospital.ideas("Northside Hospital") == []


async def test_a_form_whose_short_text_is_gone_meanwhile_saves_what_it_shows(hospital: Office) -> None:
    asked = await hospital.slack.dm(OWNER, "They want tablets")
    form = await hospital.slack.click(OWNER, asked, "Save as a talk")
    hospital.watch.turn(days=8)
    await hospital.tick()

    await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert await notes(hospital) == ["They want tablets"]


async def test_a_long_text_goes_whole_through_a_form_that_was_opened_before_its_customer_was_clicked(hospital: Office) -> None:
    text = "They want tablets. " * 600
    asked = await hospital.slack.dm(OWNER, f"note Northsyde Hospital on 99/99: {text}")
    form = await hospital.slack.click(OWNER, asked, "Open the form")
    assert asked.message is not None
    await hospital.slack.click(OWNER, asked.message, "Northside Hospital")

    await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert await notes(hospital) == [f"Northsyde Hospital on 99/99: {text}"]


async def test_a_draft_is_its_authors_alone(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Lakeside School: they want tablets")
    assert asked.message is not None
    stolen = hospital.slack.compose.click(STAFF, asked.message, 'Add "Lakeside School" and save')

    seen = await hospital.slack.act(stolen)

    assert "already done" in seen.text
    assert len(await hospital.bot.store.customers(TEAM)) == 1


async def test_a_draft_waits_a_week_and_is_then_gone(hospital: Office) -> None:
    slack = hospital.slack
    asked = [await slack.command(OWNER, f"/talk note Lakeside School: they want tablets, {n}") for n in range(2)]

    hospital.watch.turn(days=7, minutes=-1)
    await hospital.tick()
    in_time = await slack.click(OWNER, asked[0], 'Add "Lakeside School" and save')
    hospital.watch.turn(minutes=2)
    await hospital.tick()
    too_late = await slack.click(OWNER, asked[1], 'Add "Lakeside School" and save')

    assert "Saved" in in_time.text
    assert "older than 7 days" in too_late.text
    assert await notes(hospital, "Lakeside School") == ["they want tablets, 0"]


async def test_an_undo_of_a_finished_draft_gives_the_draft_back(hospital: Office) -> None:
    slack = hospital.slack
    asked = await slack.command(OWNER, "/talk note Lakeside School: tablets")
    assert asked.message is not None
    before = slack.compose.click(OWNER, asked.message, 'Add "Lakeside School" and save')
    saved = await slack.click(OWNER, asked, 'Add "Lakeside School" and save')

    undone = await slack.click(OWNER, saved, "Undo")
    after_undo = await hospital.bot.store.customers(TEAM)
    again = await slack.act(before)

    assert "Taken back: adding *Lakeside School* and your talk with it" in undone.text
    assert "tablets" in undone.text.splitlines()
    assert [customer.name for customer in after_undo] == ["Northside Hospital"]
    assert "Saved: your talk with *Lakeside School*" in again.text


@pytest.mark.parametrize("verb", ["note", "idea"])
async def test_both_verbs_keep_what_they_cannot_save(hospital: Office, verb: str) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk {verb} Lakeside School: they want tablets")

    saved = await hospital.slack.click(OWNER, asked, 'Add "Lakeside School" and save')

    assert "*Lakeside School*" in saved.text
    assert "they want tablets" in saved.text


@pytest.mark.parametrize("typed", ["32/13/2026", "0/0", "2026-02-29", "99999-01-01", "Wednesday 3 Nov", "1 Jan 0001", "11/24/2026"])
async def test_a_date_that_cannot_be_read_saves_nothing_and_offers_two_ways_on(hospital: Office, typed: str) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk note Northside Hospital on {typed}: they want tablets")

    assert f"I can't read *{typed}* as a date" in asked.text
    assert asked.buttons == ["Save with today's date", "Pick a date"]
    assert f"on {typed}: they want tablets" in asked.text.splitlines()
    assert await notes(hospital) == []


async def test_an_unreadable_date_becomes_todays_with_a_click(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Northside Hospital on 32/13/2026: they want tablets")

    saved = await hospital.slack.click(OWNER, asked, "Save with today's date")

    assert "today, Tuesday 24 November" in saved.text
    assert await notes(hospital) == ["they want tablets"]


async def test_an_unreadable_date_can_be_picked_in_the_form(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Northside Hospital on 32/13/2026: they want tablets")

    form = await hospital.slack.click(OWNER, asked, "Pick a date")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Date": "2026-11-13"})

    assert "on Friday 13 November" in saved.text
    [talk] = await hospital.talks("Northside Hospital")
    assert (talk.held_on, talk.notes) == (date(2026, 11, 13), "they want tablets")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-12-24", "Thursday 24 December is still to come"),
        ("tomorrow", "Tomorrow, Wednesday 25 November is still to come"),
        ("2026-09-24", "Thursday 24 September is more than 60 days ago"),
        ("2 Dec", "Tuesday 2 December 2025 is more than 60 days ago"),
    ],
)
async def test_an_unlikely_day_is_asked_about_first(hospital: Office, typed: str, words: str) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk note Northside Hospital on {typed}: they want tablets")
    before = await notes(hospital)

    saved = await hospital.slack.click(OWNER, asked, "Yes, that day")

    assert words in asked.text
    assert asked.buttons == ["Yes, that day", "Pick a date"]
    assert before == []
    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(hospital) == ["they want tablets"]


async def test_sixty_days_back_need_no_question(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, "/talk note Northside Hospital on 2026-09-25: they want tablets")

    assert "Saved: your talk with *Northside Hospital* on Friday 25 September" in saved.text


async def test_today_is_the_authors_today(hospital: Office) -> None:
    hospital.watch.turn(hours=17)  # 2:30 UTC on Wednesday: still Tuesday evening in New York

    here = await hospital.slack.command(OWNER, "/talk note Northside Hospital on today: from Berlin")
    there = await hospital.slack.command(STAFF, "/talk note Northside Hospital on today: from New York")

    assert "today, Wednesday 25 November" in here.text
    assert "today, Tuesday 24 November" in there.text


async def test_on_something_that_is_no_date_is_text(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk note Northside Hospital on pricing: they may renew")

    assert await notes(hospital) == ["on pricing: they may renew"]


async def test_a_draft_with_a_date_and_no_customer_asks_for_both_in_turn(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk note Nortside Hospital on 32/13/2026: they want tablets")

    then = await hospital.slack.click(OWNER, asked, "Northside Hospital")
    saved = await hospital.slack.click(OWNER, then, "Save with today's date")

    assert "I can't read *32/13/2026* as a date" in then.text
    assert "Saved" in saved.text
    assert await notes(hospital) == ["they want tablets"]


async def test_free_text_in_a_dm_is_offered_and_saved_for_the_customer_it_begins_with(hospital: Office) -> None:
    asked = await hospital.slack.dm(OWNER, "Northside Hospital want tablets at the front desk")

    saved = await hospital.slack.click(OWNER, asked, "Save as a talk")

    assert asked.buttons == ["Save as a talk", "Save as an idea"]
    assert "Northside Hospital want tablets at the front desk" in asked.text
    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(hospital) == ["want tablets at the front desk"]


@pytest.mark.parametrize("kind", ["thanks", "Thank you!", "THX", "danke", "Cheers :)"])
async def test_thanks_get_a_kind_word_and_no_error(hospital: Office, kind: str) -> None:
    seen = await hospital.slack.dm(OWNER, kind)

    assert seen.text.startswith("You're welcome!")
    assert seen.buttons == []


async def test_a_misspelt_verb_is_offered_with_the_whole_line_behind_the_button(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk noet Northside Hospital they want tablets")

    saved = await hospital.slack.click(OWNER, asked, "Yes, note")

    assert "I don't know the command *noet*. Did you mean `note`?" in asked.text
    assert asked.text.endswith("This is what you typed:\nnoet Northside Hospital they want tablets")
    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(hospital) == ["they want tablets"]


async def test_a_misspelt_verb_before_a_very_long_text_loses_nothing(hospital: Office) -> None:
    text = "they want tablets " * 500
    asked = await hospital.slack.command(OWNER, f"/talk noet {text}")

    form = await hospital.slack.click(OWNER, asked, "Save as a talk")
    await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert await notes(hospital) == [f"noet {text.strip()}"]


async def test_a_form_from_a_dm_takes_one_more_click(hospital: Office) -> None:
    asked = await hospital.slack.dm(OWNER, "note Northside Hospital")

    form = await hospital.slack.click(OWNER, asked, "Open the form")

    assert asked.buttons == ["Open the form"]
    assert form.view is not None
    assert form.view.title == "Log a talk"
    assert "Northside Hospital" in form.text


async def test_a_form_from_a_mention_takes_one_more_click(hospital: Office) -> None:
    asked = await hospital.slack.mention("C0GENERAL", OWNER, "edit Northside Hospital")

    form = await hospital.slack.click(OWNER, asked, "Open the form")

    assert form.view is not None
    assert form.view.title == "Customer"


async def test_in_a_linked_channel_the_name_may_be_left_out(linked: Office) -> None:
    saved = await linked.slack.command(OWNER, "/talk note They want tablets at the front desk", LINKED)

    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(linked) == ["They want tablets at the front desk"]


async def test_in_a_linked_channel_an_explicit_name_wins(linked: Office) -> None:
    saved = await linked.slack.command(OWNER, "/talk note Southside Clinic They want tablets", LINKED)

    assert "Saved: your talk with *Southside Clinic*" in saved.text
    assert await notes(linked) == []


@pytest.mark.parametrize(
    ("label", "customer", "text"),
    [
        ("Southside Clinic", "Southside Clinic", "they want tablets"),
        ("Northside Hospital", "Northside Hospital", "Suthside Clinic: they want tablets"),
    ],
)
async def test_in_a_linked_channel_a_misspelt_other_customer_is_asked_about(linked: Office, label: str, customer: str, text: str) -> None:
    asked = await linked.slack.command(OWNER, "/talk note Suthside Clinic: they want tablets", LINKED)

    saved = await linked.slack.click(OWNER, asked, label)

    assert "Is this for *Southside Clinic*, or for this channel's customer *Northside Hospital*?" in asked.text
    assert f"Saved: your talk with *{customer}*" in saved.text
    assert await notes(linked, customer) == [text]


async def test_a_mention_in_a_linked_channel_is_about_its_customer(linked: Office) -> None:
    saved = await linked.slack.mention(LINKED, OWNER, "idea Let patients check in on a tablet")

    assert "Saved: an idea for *Northside Hospital*" in saved.text


async def test_a_mention_with_free_text_in_a_linked_channel_is_saved_for_its_customer(linked: Office) -> None:
    asked = await linked.slack.mention(LINKED, OWNER, "they want tablets")

    saved = await linked.slack.click(OWNER, asked, "Save as a talk")

    assert "Saved: your talk with *Northside Hospital*" in saved.text
    assert await notes(linked) == ["they want tablets"]


async def test_the_channels_customer_is_the_one_a_bare_verb_means(linked: Office) -> None:
    card = await linked.slack.command(OWNER, "/talk customer", LINKED)
    form = await linked.slack.command(OWNER, "/talk edit", LINKED)

    assert card.text.startswith("Northside Hospital")
    assert form.text.startswith("Customer\n")
    assert "Northside Hospital" in form.text


async def test_words_taken_for_a_date_are_kept_when_they_are_more_than_one(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    asked = await room.slack.command(OWNER, "/talk note Northside Hospital on Q3 pricing: they want 5% off")

    await room.slack.click(OWNER, asked, "Save with today's date")

    assert [talk.notes for talk in await room.talks("Northside Hospital")] == ["on Q3 pricing: they want 5% off"]
