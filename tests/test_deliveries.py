"""Slack brings things twice, people click twice: one effect, the same answer, one message."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from conftest import TEAM, Office, Watch, an_office

from sandbox import Payload, Seen

OWNER, STAFF = "U0OWNER", "U0STAFF"
NOTE = "/talk note Northside Hospital They want appointments online"


async def texts(office: Office, name: str = "Northside Hospital") -> list[str]:
    return [talk.notes for talk in await office.talks(name)]


async def a_nudge(office: Office) -> None:
    """Let Northside Hospital go quiet, so that its owner has a DM."""
    await office.slack.command(OWNER, "/talk add Northside Hospital")
    office.watch.turn(days=97)
    await office.tick()


async def test_a_command_delivered_five_times_in_a_row_has_one_effect_and_one_answer(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    command = slack.compose.command(OWNER, NOTE)

    answers = [await slack.act(command) for _ in range(5)]

    assert await texts(office) == ["They want appointments online"]
    assert len({answer.text for answer in answers}) == 1
    assert "Saved: your talk with *Northside Hospital*" in answers[0].text


async def test_a_command_delivered_five_times_at_once_has_one_effect_and_one_answer(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")

    answer = await slack.command(OWNER, NOTE, copies=5)

    assert await texts(office) == ["They want appointments online"]
    assert [ack.body for ack in answer.acks] == [answer.ack.body] * 5


async def test_a_command_delivered_again_after_a_restart_has_one_effect_and_the_same_answer(closed_office: Office) -> None:
    slack = closed_office.slack
    command = slack.compose.command(OWNER, NOTE)
    async with closed_office.open():
        await slack.command(OWNER, "/talk add Northside Hospital")
        before = await slack.act(command)

    async with closed_office.open():
        after = await slack.act(command)
        kept = await texts(closed_office)

    assert kept == ["They want appointments online"]
    assert after.ack.body == before.ack.body
    assert after.buttons == ["Undo", "Other customer"]


async def test_a_click_that_could_not_be_done_again_gets_its_first_answer_after_a_restart(closed_office: Office) -> None:
    slack = closed_office.slack
    async with closed_office.open():
        asked = await slack.command(OWNER, "/talk note Northside Hospital: They want appointments online")
        assert asked.message is not None
        click = slack.compose.click(OWNER, asked.message, 'Add "Northside Hospital" and save')
        before = await slack.act(click)

    async with closed_office.open():
        after = await slack.act(click)
        kept = await texts(closed_office)

    assert kept == ["They want appointments online"]
    assert "Saved: your talk with *Northside Hospital*" in before.text
    assert after.text == before.text


async def test_a_customer_added_five_times_at_once_is_added_once(room: Office) -> None:
    answer = await room.slack.command(OWNER, "/talk add Northside Hospital", copies=5)

    assert len(await room.bot.store.customers(TEAM)) == 1
    assert [ack.body["text"] for ack in answer.acks] == [answer.ack.body["text"]] * 5
    assert "Added *Northside Hospital*" in answer.text


async def test_two_people_who_add_the_same_customer_at_the_same_moment_get_one_and_one_is_told(room: Office) -> None:
    seen = await asyncio.gather(*(room.slack.command(user, "/talk add Northside Hospital") for user in (OWNER, STAFF)))

    assert len(await room.bot.store.customers(TEAM)) == 1
    assert sorted(one.text.split("*")[2].split(".")[0].strip() for one in seen) == ["", "is already here"]


async def test_an_undo_of_something_delivered_again_does_not_bring_it_back(room: Office) -> None:
    slack = room.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    command = slack.compose.command(OWNER, NOTE)
    saved = await slack.act(command)
    await slack.click(OWNER, saved, "Undo")

    again = await slack.act(command)

    assert await texts(room) == []
    assert again.ack.body == saved.ack.body


async def test_a_double_click_on_undo_takes_back_one_change_and_says_so_the_second_time(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    await slack.command(OWNER, "/talk note Northside Hospital The first")
    saved = await slack.command(OWNER, "/talk note Northside Hospital The second")

    both = await double_click(office, saved, "Undo")

    assert await texts(office) == ["The first"]
    assert sum("Taken back" in seen for seen in both) == 1
    assert sum("This is already taken back" in seen for seen in both) == 1


async def test_a_double_click_on_a_drafts_button_saves_one_talk(office: Office) -> None:
    slack = office.slack
    asked = await slack.command(OWNER, "/talk note Northside Hospital: They want appointments online")

    both = await double_click(office, asked, 'Add "Northside Hospital" and save')

    assert await texts(office) == ["They want appointments online"]
    assert sum("Saved: your talk with *Northside Hospital*" in seen for seen in both) == 1
    assert sum("already done" in seen for seen in both) == 1


async def double_click(office: Office, seen: Seen, name: str) -> list[str]:
    """Click twice before the first click is answered, and return the texts of all the bot answered with."""
    slack = office.slack
    assert seen.message is not None
    clicks = [slack.compose.click(OWNER, seen.message, name) for _ in range(2)]
    before = set(map(id, slack.ephemerals(OWNER)))
    await asyncio.gather(*(slack.deliver(click) for click in clicks))
    new = [message for message in slack.ephemerals(OWNER) if id(message) not in before]
    return [seen.message.readable, *(message.readable for message in new)]


async def test_a_click_delivered_five_times_at_once_has_one_effect_and_one_message(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    saved = await slack.command(OWNER, NOTE)
    shown = len(slack.ephemerals(OWNER))

    undone = await slack.click(OWNER, saved, "Undo", copies=5)

    assert await texts(office) == []
    assert "Taken back: your talk with *Northside Hospital*" in undone.text
    assert len(slack.ephemerals(OWNER)) == shown
    assert all(ack.ok for ack in undone.acks)


async def test_a_click_that_only_says_something_says_it_once_however_often_it_is_delivered(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    saved = await slack.command(OWNER, NOTE)
    assert saved.message is not None
    late = slack.compose.click(OWNER, saved.message, "Undo")
    await slack.click(OWNER, saved, "Undo")
    shown = len(slack.ephemerals(OWNER))

    for _ in range(3):
        await slack.deliver(late)

    assert len(slack.ephemerals(OWNER)) == shown + 1
    assert "This is already taken back" in slack.ephemerals(OWNER)[-1].readable


async def test_a_form_submitted_twice_saves_one_talk_and_shows_the_same_both_times(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    form = await slack.command(OWNER, "/talk note Northside Hospital")

    saved = await slack.fill_and_submit(OWNER, form, {"Notes": "They want appointments online"}, copies=5)

    assert await texts(office) == ["They want appointments online"]
    assert [ack.body for ack in saved.acks] == [saved.ack.body] * 5
    assert saved.text.startswith("Saved")


async def test_a_form_delivered_again_after_a_restart_saves_nothing_more(closed_room: Office) -> None:
    slack = closed_room.slack
    async with closed_room.open():
        await slack.command(OWNER, "/talk add Northside Hospital")
        form = await slack.command(OWNER, "/talk note Northside Hospital")
        assert form.view is not None
        view = await slack.fill(OWNER, form, {"Notes": "They want appointments online"})
        submission = slack.compose.submit(OWNER, view, view.values)
        before = await slack.act(submission)

    async with closed_room.open():
        after = await slack.act(submission)
        kept = await texts(closed_room)

    assert kept == ["They want appointments online"]
    assert after.ack.body == before.ack.body


async def test_a_form_that_was_refused_can_be_sent_again(room: Office) -> None:
    slack = room.slack
    await slack.command(OWNER, "/talk add Northside Hospital")
    form = await slack.command(OWNER, "/talk note Northside Hospital")

    refused = await slack.fill_and_submit(OWNER, form, {"Notes": "They want it", "Date": "2026-12-24"})
    saved = await slack.fill_and_submit(OWNER, form, {"Date": "2026-11-23"})

    assert "still to come" in refused.errors["date"]
    assert "yesterday, Monday 23 November" in saved.text
    assert await texts(room) == ["They want it"]


async def test_a_dm_delivered_five_times_has_one_effect_and_one_answer(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital")

    said = await slack.dm(OWNER, "note Northside Hospital They want appointments online", copies=3)
    again = [await slack.deliver(delivery_of(office, "message")) for _ in range(2)]

    assert await texts(office) == ["They want appointments online"]
    assert all(ack.ok for ack in [*said.acks, *again])
    assert len(slack.from_bot(OWNER)) == 1


async def test_a_mention_delivered_five_times_has_one_effect_and_one_answer(office: Office) -> None:
    slack = office.slack
    await slack.command(OWNER, "/talk add Northside Hospital", "C0CUSTOMER")
    shown = len(slack.ephemerals(OWNER))

    said = await slack.mention("C0GENERAL", OWNER, "note Northside Hospital They want appointments online", copies=3)
    again = [await slack.deliver(delivery_of(office, "app_mention")) for _ in range(2)]

    assert await texts(office) == ["They want appointments online"]
    assert all(ack.ok for ack in [*said.acks, *again])
    assert len(slack.ephemerals(OWNER)) == shown + 1


def delivery_of(office: Office, kind: str) -> Payload:
    """The last payload of this kind, to be delivered once more."""
    entry = office.slack.deliveries(kind)[-1]
    channel = entry.arguments["event"]["channel"]
    return Payload("events_api", entry.arguments, office.slack.state.workspaces[TEAM], OWNER, channel)


async def test_a_dm_delivered_again_after_a_restart_has_one_effect(closed_room: Office) -> None:
    slack = closed_room.slack
    async with closed_room.open():
        await slack.command(OWNER, "/talk add Northside Hospital")
        await slack.dm(OWNER, "note Northside Hospital They want appointments online")
    event = delivery_of(closed_room, "message")

    async with closed_room.open():
        again = await slack.deliver(event)
        kept = await texts(closed_room)

    assert again.ok
    assert kept == ["They want appointments online"]
    assert len({message.readable for message in slack.from_bot(OWNER)}) == 1


async def test_two_clicks_on_snooze_leave_one_decision_and_the_second_is_told_who_made_it(room: Office) -> None:
    slack = room.slack
    await a_nudge(room)
    [dm] = slack.from_bot(OWNER)
    first = await slack.click(OWNER, dm, "Snooze until…")
    late = slack.compose.click(OWNER, dm, "Snooze until…")

    await slack.fill_and_submit(OWNER, first, {"Snooze until": "2027-03-15"})
    second = await slack.act(late)

    assert "already answered" in second.text
    assert "Snoozed until Monday 15 March by @U0OWNER, Monday 1 March at 10:30" in second.text
    assert (await room.customer("Northside Hospital")).snoozed_until is not None


async def test_two_snooze_forms_of_one_nudge_leave_the_first_decision(room: Office) -> None:
    slack = room.slack
    await a_nudge(room)
    [dm] = slack.from_bot(OWNER)
    forms = [await slack.click(OWNER, dm, "Snooze until…") for _ in range(2)]

    await slack.fill_and_submit(OWNER, forms[0], {"Snooze until": "2027-03-15"})
    second = await slack.fill_and_submit(OWNER, forms[1], {"Snooze until": "2027-06-15"})

    assert "already answered" in second.text
    assert str((await room.customer("Northside Hospital")).snoozed_until) == "2027-03-15"


async def test_two_people_who_type_in_pickers_at_the_same_moment_each_get_their_own_choices(room: Office) -> None:
    slack = room.slack
    for name in ("Northside Hospital", "Southside Clinic"):
        await slack.command(OWNER, f"/talk add {name}")
    forms = {user: await slack.command(user, "/talk note") for user in (OWNER, STAFF)}

    north, south = await asyncio.gather(
        slack.suggest(OWNER, forms[OWNER], "Customer", "nor"), slack.suggest(STAFF, forms[STAFF], "Customer", "sou")
    )

    assert north.options == ["Northside Hospital"]
    assert south.options == ["Southside Clinic"]


async def test_a_dm_whose_answer_slack_did_not_take_is_brought_again_and_answered_then(watch: Watch, tmp_path: Path) -> None:
    async with an_office(watch, tmp_path, "http") as office, office.open():
        office.slack.faults.add("chat.postMessage", "status", status=503, times=1)

        await office.slack.dm(OWNER, "add Northside Hospital")
        await office.slack.wait_for(lambda: office.slack.from_bot(OWNER))
        await office.slack.settled()

        [answer] = office.slack.from_bot(OWNER)
        assert answer.text.startswith("Added *Northside Hospital*.")
        assert [entry.ack and entry.ack.ok for entry in office.slack.deliveries("message")] == [False, True]
        assert len(await office.bot.store.customers(TEAM)) == 1


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_dm_that_nobody_is_there_to_have_answered_is_not_brought_again(watch: Watch, tmp_path: Path, transport: str) -> None:
    async with an_office(watch, tmp_path, transport) as office, office.open():
        await office.slack.dm("U0GONE", "note Northside Hospital: they want tablets")
        await office.slack.settled()

        assert [entry.ack and entry.ack.ok for entry in office.slack.deliveries("message")] == [True]
        assert [entry.error for entry in office.slack.calls("chat.postMessage")] == ["user_disabled"]
