"""The App Home: what stands in it for whom, that it is drawn anew after what is done from it, and who reads nothing in it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
import records
from conftest import TEAM, Office

from model.change import Write
from model.commitment import Commitment
from model.customer import Customer
from model.talk import Talk
from sandbox import Seen
from sandbox.records import View

OWNER, DEPUTY, SPONSOR, STAFF, ADMIN = "U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN"
GUEST, STRANGER = "U0GUEST", "U0STRANGER"
TODAY = date(2026, 11, 24)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def customer(name: str, **fields: Any) -> Customer:
    return records.customer(name, **{"workspace": TEAM, "owner": OWNER, "added_on": ago(700), **fields})


async def saved(office: Office, *found: Any) -> None:
    await office.bot.store.commit(records.change(*(Write(after=one) for one in found), workspace=TEAM))


def talk(of: Customer, days: int, **fields: Any) -> Talk:
    return records.talk(of, ago(days), **{"author": OWNER, "participants": "Dana, Ben", **fields})


def promise(of: Customer, what: str, days: int, **fields: Any) -> Commitment:
    return records.commitment(of, what, **{"person": OWNER, "author": OWNER, "due_on": ago(days), **fields})


async def home(office: Office, user: str = OWNER) -> View:
    """A person's Home, once they opened it and all that goes on is over."""
    await office.slack.open_home(user)
    return await home_now(office, user)


async def home_now(office: Office, user: str = OWNER) -> View:
    """A person's Home as it stands, without that they open it."""
    await office.bot.entry.drain()
    view = office.slack.home_of(user)
    assert view is not None
    return view


async def click(office: Office, where: View | Seen, label: str, user: str = OWNER, **choice: Any) -> Seen:
    seen = await office.slack.click(user, where, label, **choice)
    await office.bot.entry.drain()
    return seen


async def test_who_is_new_is_led_to_a_first_customer_and_a_first_note(office: Office) -> None:
    first = await home(office)
    assert "Welcome to Keep Talking" in first.readable
    assert "1. Add your first customer." in first.readable

    form = await click(office, first, "Add your first customer")
    added = await office.slack.fill_and_submit(OWNER, form, {"Name": "Northside Hospital", "Cadence": "6 weeks"})
    second = (await home_now(office)).readable
    note = await click(office, await home_now(office), "Note your first talk")
    await office.slack.fill_and_submit(OWNER, note, {"Notes": "They want appointments online"})

    assert "Added *Northside Hospital*." in added.text
    assert (await office.customer("Northside Hospital")).cadence.count == 6
    assert "2. Note your first talk." in second
    assert "Nothing waits for you. The next talk is due with *Northside Hospital*" in (await home_now(office)).readable
    assert [one.notes for one in await office.talks("Northside Hospital")] == ["They want appointments online"]


async def test_a_first_customer_that_exists_or_has_no_cadence_is_refused_with_what_was_typed_still_there(room: Office) -> None:
    await saved(room, customer("Northside Hospital", owner=DEPUTY))
    form = await click(room, await home(room), "Add a customer")

    refused = await room.slack.fill_and_submit(OWNER, form, {"Name": "northside hospital", "Cadence": "now and then"})

    assert "Northside Hospital is here already" in refused.errors["name"]
    assert "can't read that as a cadence" in refused.errors["cadence"]


async def test_what_waits_stands_in_the_order_of_its_urgency(office: Office) -> None:
    passed, quiet, booked = customer("Riverbank", booked_on=ago(1)), customer("Accounting"), customer("Personnel", booked_on=ago(-9))
    close, well = customer("Harbour Clinic"), customer("Museum")
    said = [talk(passed, 95), talk(quiet, 120), talk(booked, 40), talk(close, 80)]
    dry = [talk(well, age, participants="Dana") for age in (90, 50, 3)]
    check = records.improvement(quiet, 7, workspace=TEAM, owner=OWNER, stage="check", check_on=ago(2))
    known: list[Any] = [records.belief(booked, "They plan a new wing", workspace=TEAM), records.idea(well, "A map", author=STAFF)]
    await saved(office, passed, quiet, booked, close, well, *said, *dry, promise(quiet, "Send the offer", 3), check, *known)

    text = (await home(office)).readable

    titles = ["Did it happen?", "Gone quiet", "You promised", "To check", "Booked", "To confirm in your next talk", "Due soon"]
    titles += ["Talking, but drying up", "An idea waits for a word"]
    places = [text.index(f"*{title}*") for title in titles]
    assert places == sorted(places)
    told = "1 booked talk wants an answer, 1 relationship has gone quiet, 1 promise of yours is due and 1 result is to be looked at."
    assert told in text
    assert "“They plan a new wing”" in text[places[5] :]
    assert "All 3 talks since" in text[places[7] :]


async def test_long_lists_are_cut_and_say_where_the_rest_stands(room: Office) -> None:
    quiet = [customer(f"Customer {n:02}") for n in range(17)]
    await saved(room, *quiet, *(talk(one, 120) for one in quiet), *(promise(quiet[0], f"Promise {n}", 3) for n in range(6)))

    text = (await home(room)).readable

    assert text.count("Log the talk") == 5
    assert "And 12 more: `/talk quiet`" in text
    assert text.count("Promise") == 4
    assert "17 relationships have gone quiet and 6 promises of yours are due." in text


async def test_what_a_booking_or_a_snooze_holds_back_is_not_called_quiet(room: Office) -> None:
    booked, snoozed = customer("Riverbank", booked_on=ago(-9)), customer("Accounting", snoozed_until=ago(-3))
    await saved(room, booked, snoozed, talk(booked, 120), talk(snoozed, 120))

    text = (await home(room)).readable

    assert "Nothing waits for you. Your next talk is with *Riverbank*, on Thursday 3 December." in text
    assert "Gone quiet" not in text


async def test_a_list_behind_home_is_drawn_anew_when_one_rates_in_it_and_takes_it_back(room: Office) -> None:
    await saved(room, customer("Accounting"))
    score = await click(room, await home(room, ADMIN), "Score", ADMIN)
    listed = await click(room, score, "score.list:maturity", ADMIN)
    form = await click(room, listed, "Rate the relationship", ADMIN)
    assert listed.view is not None

    told = await room.slack.fill_and_submit(ADMIN, form, {"As we see it": "Ad hoc"})
    await room.bot.entry.drain()
    assert "As we see it: *ad hoc*" in listed.view.readable
    await click(room, told, "Undo", ADMIN)
    await room.bot.entry.drain()

    assert "Nobody has rated the relationship yet." in listed.view.readable


async def test_where_nothing_waits_it_names_the_talk_that_is_really_next(room: Office) -> None:
    booked, soon = customer("Riverbank", booked_on=ago(-9)), customer("Accounting")
    snoozed = customer("Library", snoozed_until=ago(-3), owner=STAFF)
    await saved(room, booked, soon, snoozed, talk(booked, 120), talk(soon, 90), talk(snoozed, 120))

    mine, others = (await home(room)).readable, (await home(room, STAFF)).readable

    assert "Nothing is late. The next talk is due with *Accounting*, by Thursday 26 November." in mine
    assert "Nothing waits for you. Reminders of *Library* are snoozed until Friday 27 November." in others


async def test_what_nobody_has_heard_for_long_is_to_be_confirmed_in_the_next_talk(room: Office) -> None:
    riverbank = customer("Riverbank", booked_on=ago(-3))
    long_ago = records.later(days=-400)
    await saved(room, riverbank, talk(riverbank, 3), records.belief(riverbank, "They plan a new wing", long_ago, workspace=TEAM))

    text = (await home(room)).readable

    assert "*To confirm in your next talk*\n*Riverbank* · Plans: “They plan a new wing”" in text


async def test_what_is_others_stands_in_nobody_elses_home(room: Office) -> None:
    theirs = customer("Riverbank", owner=DEPUTY, sponsor=SPONSOR)
    await saved(room, theirs, talk(theirs, 120), promise(theirs, "Send the offer", 3, person=DEPUTY))

    text = (await home(room, STAFF)).readable

    assert "Riverbank" not in text
    assert "Send the offer" not in text
    assert "Riverbank" in (await home(room, DEPUTY)).readable


async def test_only_what_is_up_to_a_person_waits_for_them(room: Office) -> None:
    mine, theirs = customer("Riverbank"), customer("Accounting", owner=DEPUTY)
    promises = [promise(mine, "Send the figures", 3, side="them"), promise(mine, "Send the offer", 3, person=DEPUTY)]
    due: dict[str, Any] = {"workspace": TEAM, "stage": "check", "check_on": ago(2)}
    checks = [records.improvement(mine, 1, aim="Nobody's aim", **due), records.improvement(mine, 2, aim="Dan's aim", owner=DEPUTY, **due)]
    checks += [records.improvement(theirs, 3, aim="Another's aim", **due)]
    ideas = [records.idea(mine, "My own map", author=OWNER, workspace=TEAM), records.idea(mine, "A new map", author=STAFF, workspace=TEAM)]
    ideas += [records.idea(mine, "An old map", author=STAFF, workspace=TEAM, state="declined", decided_on=ago(1))]
    await saved(room, mine, theirs, talk(mine, 3), talk(theirs, 3), *promises, *checks, *ideas)

    text = (await home(room)).readable

    told = ["Send the figures", "Send the offer", "Nobody's aim", "Dan's aim", "Another's aim", "My own map", "A new map", "An old map"]
    assert [words for words in told if words in text] == ["Nobody's aim", "A new map"]
    assert "An idea waits for a word" in text


async def test_who_is_quiet_and_dries_up_stands_with_the_quiet_only(room: Office) -> None:
    quiet = customer("Riverbank")
    await saved(room, quiet, *(talk(quiet, age, purpose="operational") for age in (150, 60, 5)))

    text = (await home(room)).readable

    assert "*Gone quiet*" in text
    assert "drying up" not in text


async def test_a_sponsor_sees_what_they_sponsor_and_an_admin_all_and_the_settings(room: Office) -> None:
    sponsored, other = customer("Riverbank", sponsor=SPONSOR), customer("Accounting", owner=DEPUTY)
    new = customer("Personnel", owner=DEPUTY, added_on=TODAY)
    await saved(room, sponsored, other, new, talk(sponsored, 120), talk(other, 3))

    of_sponsor, of_admin = await home(room, SPONSOR), await home(room, ADMIN)
    listed = await click(room, of_admin, "All customers", ADMIN)
    form = await click(room, of_admin, "Settings", ADMIN)

    assert "*The relationships you sponsor*\n0 of 1 in touch, 1 quiet." in of_sponsor.readable
    assert "*All relationships*\n1 of 3 in touch, 1 new, 1 quiet." in of_admin.readable
    assert "*Riverbank* · @U0OWNER · quiet since" in of_admin.readable
    assert "Settings" not in of_sponsor.readable
    assert "Welcome" not in of_sponsor.readable
    assert "All 3 customers, the next due first:" in listed.text
    assert form.view is not None
    assert form.view.content["callback_id"] == "settings.form"


@pytest.mark.parametrize(
    ("user", "told"),
    [
        (GUEST, "Keep Talking is for full members of this workspace. You are a guest here"),
        (STRANGER, "Keep Talking is for members of this workspace. You belong to another organisation"),
    ],
)
async def test_who_may_not_use_the_bot_reads_why_and_nothing_else(room: Office, user: str, told: str) -> None:
    await saved(room, customer("Riverbank", owner=user))

    closed = await home(room, user)

    assert closed.readable.startswith(told)
    assert closed.buttons == []
    assert "Riverbank" not in closed.readable


async def test_who_could_not_be_looked_up_reads_to_try_again_and_then_does(room: Office) -> None:
    await saved(room, customer("Riverbank"))
    room.slack.faults.add("users.info", "error", times=5)

    closed = (await home(room)).readable
    room.slack.faults.clear()

    assert closed.startswith("I could not check with Slack whether you may use Keep Talking")
    assert "Riverbank" not in closed
    assert "Riverbank" in (await home(room)).readable


async def test_a_click_of_who_may_no_longer_use_the_bot_closes_their_home(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 120))
    drawn = await home(room)
    await room.slack.change_user(OWNER, is_restricted=True)

    seen = await click(room, drawn, "Log the talk")

    assert "You are a guest here" in seen.text
    assert "Riverbank" not in (await home_now(room)).readable


async def test_its_other_tabs_draw_nothing_and_an_opening_that_comes_twice_draws_once(room: Office) -> None:
    await room.slack.open_home(OWNER, "messages")
    await room.bot.entry.drain()
    none = len(room.slack.calls("views.publish"))

    await room.slack.open_home(OWNER, copies=3)
    await room.bot.entry.drain()

    assert none == 0
    assert len(room.slack.calls("views.publish")) == 1


async def test_an_app_whose_home_is_switched_off_is_not_asked_for_it_again(room: Office) -> None:
    room.slack.faults.add("views.publish", "error", error="not_enabled")

    seen = await room.slack.open_home(OWNER)

    assert seen.ack.ok
    assert len(room.slack.calls("views.publish")) == 1


async def test_a_home_that_reaches_slack_late_does_not_stand_over_a_newer_one(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 120))
    late = room.slack.faults.add("views.publish", "hang", seconds=0.2)

    first = asyncio.create_task(room.slack.open_home(OWNER))
    await room.slack.wait_for(lambda: late.struck)
    await room.slack.command(DEPUTY, "/talk note Riverbank They plan a new wing")
    await asyncio.gather(first, room.slack.open_home(OWNER))

    assert "Gone quiet" not in (await home_now(room)).readable


async def test_a_talk_logged_from_home_is_gone_from_it_at_once_and_back_after_undo(room: Office) -> None:
    quiet = customer("Riverbank")
    await saved(room, quiet, talk(quiet, 120))

    form = await click(room, await home(room), "Log the talk")
    done = await room.slack.fill_and_submit(OWNER, form, {"Notes": "They plan a new wing"})
    after = (await home_now(room)).readable
    await click(room, done, "Undo")

    assert "Gone quiet" not in after
    assert "*Gone quiet*" in (await home_now(room)).readable


async def test_a_promise_is_ticked_off_from_home_and_who_comes_second_hears_who_did(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 3), one := promise(riverbank, "Send the offer", 3))
    stale = await home(room)
    second = room.slack.compose.click(OWNER, stale, "Done")
    await saved_as(room, one, one.done(TODAY, room.watch(), DEPUTY))

    seen = await room.slack.act(second)

    assert "This is already ticked off by @U0DEPUTY" in seen.text
    assert "You promised" not in (await home_now(room)).readable


async def saved_as(office: Office, before: Commitment | Customer, after: Any) -> None:
    await office.bot.store.commit(records.change(Write(before=before, after=after), workspace=TEAM))


async def test_a_stale_home_says_who_noted_the_talk_or_that_one_is_booked(room: Office) -> None:
    quiet, close = customer("Riverbank"), customer("Accounting")
    await saved(room, quiet, close, talk(quiet, 120), talk(close, 80))
    stale = await home(room)
    log, book = room.slack.compose.click(OWNER, stale, "Log the talk"), room.slack.compose.click(OWNER, stale, "Booked on…")
    await room.slack.command(DEPUTY, "/talk note Riverbank They plan a new wing")
    await room.slack.command(DEPUTY, "/talk book Accounting 3 Dec")

    noted, booked = await room.slack.act(log), await room.slack.act(book)
    again = await click(room, booked, "Another day…")

    assert "@U0DEPUTY noted a talk with *Riverbank* today, Tuesday 24 November already" in noted.text
    assert "They plan a new wing" not in noted.text
    assert "A talk with *Accounting* is booked already, for Thursday 3 December." in booked.text
    assert again.view is not None
    assert again.view.content["callback_id"] == "book.form"


async def test_a_booked_talk_that_has_passed_is_answered_from_home(room: Office) -> None:
    happened, moved, fell = (customer(name, booked_on=ago(1)) for name in ("Accounting", "Museum", "Riverbank"))
    await saved(room, happened, moved, fell, *(talk(one, 40) for one in (happened, moved, fell)))
    drawn = await home(room)

    talked = await click(room, drawn, "It happened", nth=0)
    book = await click(room, drawn, "It moved", nth=1)
    late = room.slack.compose.click(OWNER, drawn, "It fell through", nth=2)
    told = await click(room, drawn, "It fell through", nth=2)

    assert talked.view is not None
    assert talked.view.readable.count("2026-11-23") == 1
    assert book.view is not None
    assert book.view.content["callback_id"] == "book.form"
    assert "Noted: the talk with *Riverbank* fell through. Nothing is booked any more" in told.text
    assert (await room.customer("Riverbank")).booked_on is None
    assert (await home_now(room)).readable.count("was booked for yesterday") == 2
    assert "This is already answered" in (await room.slack.act(late)).text


async def test_lists_and_briefs_open_over_home_and_nothing_is_said_in_the_messages(room: Office) -> None:
    riverbank = customer("Riverbank", booked_on=ago(-3))
    await saved(room, riverbank, talk(riverbank, 3))
    drawn = await home(room)

    brief, listed = await click(room, drawn, "Brief me"), await click(room, drawn, "All my customers")

    assert brief.view is not None
    assert "Before your talk" not in brief.text
    assert "To begin with" in brief.text
    assert "Your one customer:" in listed.text
    assert room.slack.calls("chat.postMessage") == []


async def test_the_figures_of_all_are_a_click_away_with_charts_in_words(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 120), talk(riverbank, 30))
    drawn = await home(room, ADMIN)

    score = await click(room, drawn, "Score", ADMIN)
    trend, summary = await click(room, score, "Show the trend", ADMIN), await click(room, drawn, "Summary", ADMIN)

    assert "The score of all customers" in score.text
    assert "All customers" in summary.text
    assert "*Shares, in per cent*" in trend.text
    assert room.slack.calls("chat.postMessage") == []


async def test_a_result_to_be_looked_at_opens_its_card(room: Office) -> None:
    riverbank = customer("Riverbank")
    check = records.improvement(riverbank, 7, workspace=TEAM, owner=OWNER, stage="check", check_on=ago(2))
    await saved(room, riverbank, talk(riverbank, 3), check)

    card = await click(room, await home(room), "Look at it")

    assert card.view is not None
    assert card.view.type == "modal"
    assert "Patients book online" in card.text


async def test_on_a_stack_of_three_the_next_form_takes_the_place_of_the_topmost(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 3), records.belief(riverbank, "They plan a new wing", workspace=TEAM))

    listed = await click(room, await home(room), "All my customers")
    form = await click(room, listed, "Log the talk")
    saved_now = await room.slack.fill_and_submit(OWNER, form, {"Notes": "The wing opens in May"})
    heard = await click(room, saved_now, "What was confirmed, what was corrected?")
    correct = await click(room, heard, "Correct")
    done = await room.slack.fill_and_submit(OWNER, correct, {"What is true": "The wing opens in May"})

    assert done.errors == {}
    assert [one.statement for one in await room.bot.store.beliefs(TEAM, riverbank.id)] == ["The wing opens in May"]


async def test_what_comes_too_late_for_a_modal_is_said_in_the_messages_and_goes_on_there(room: Office) -> None:
    riverbank = customer("Riverbank")
    await saved(room, riverbank, talk(riverbank, 120))
    drawn = await home(room)
    room.slack.faults.add("views.open", "error", error="expired_trigger_id", times=5)

    late = await click(room, drawn, "Log the talk")
    room.slack.faults.clear()
    form = await click(room, late, "Open the form")

    assert late.message is not None
    assert form.view is not None
    assert form.view.content["callback_id"] == "talk.form"
