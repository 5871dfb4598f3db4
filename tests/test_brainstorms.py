"""Brainstorms: a question to the team in an internal channel, whose replies become ideas, until somebody sums them up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import OPTIONAL, TEAM, Office, Watch, an_office
from records import belief, change, edited, entry, made

from model.change import Write
from model.idea import Idea
from model.settings import Settings, settings_id
from sandbox import Message, Seen

OWNER, DEPUTY, STAFF, ADMIN, GUEST, STRANGER = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0ADMIN", "U0GUEST", "U0STRANGER"
INSIDE, SHARED, PRIVATE = "C0GENERAL", "C0SHARED", "C0PRIVATE"
LINE = "/talk brainstorm Northside Hospital How might we cut no-shows?"


@pytest.fixture
async def hospital(reading_room: Office) -> Office:
    """An office that reads along, and knows Northside Hospital and where brainstorms are held."""
    await reading_room.slack.command(OWNER, "/talk add Northside Hospital")
    await choose(reading_room, INSIDE)
    return reading_room


async def choose(office: Office, channel: str) -> None:
    """Choose the channel for brainstorms."""
    before = await office.bot.store.get(TEAM, Settings, settings_id(TEAM))
    after = (before or await office.bot.store.settings(TEAM)).changed(brainstorms=channel)

    await office.bot.store.commit(change(Write(after=after, before=before), by=ADMIN))


async def head_in(office: Office, channel: str = INSIDE) -> Message:
    """The head of the newest brainstorm, once it stands in the channel and is known as one."""
    await office.tick()
    return office.slack.message_with(channel, "Close and sum up")


async def ask(office: Office, line: str = LINE, user: str = OWNER) -> tuple[Seen, Message]:
    seen = await office.slack.command(user, line)
    return seen, await head_in(office)


async def answer(office: Office, head: Message, user: str, text: str) -> Message:
    """Reply in the thread."""
    await office.slack.say(head.channel, user, text, thread_ts=head.ts)
    await office.bot.entry.drain()
    return office.slack.messages(head.channel)[-1]


async def texts(office: Office) -> list[str]:
    return [idea.text for idea in await office.ideas("Northside Hospital")]


async def only(office: Office) -> Idea:
    [idea] = await office.ideas("Northside Hospital")
    return idea


async def test_the_question_stands_in_the_channel_with_the_profile_in_short(hospital: Office) -> None:
    northside = await hospital.customer("Northside Hospital")
    plans = [belief(northside, "They open a wing", workspace=TEAM, state="confirmed"), belief(northside, "Fewer no-shows", workspace=TEAM)]
    await hospital.bot.store.commit(made(*plans))

    seen, head = await ask(hospital)

    assert "Your question goes to #C0GENERAL now. Replies in its thread become ideas for *Northside Hospital*." in seen.text
    assert "@U0OWNER asks: how can IT help *Northside Hospital*?" in head.readable
    assert "*How might we cut no-shows?*" in head.readable
    assert "They open a wing _(they confirmed it)_" in head.readable
    assert "Fewer no-shows _(we assume it)_" in head.readable
    assert "Each reply in this thread becomes an idea" in head.readable
    assert head.buttons == ["Add an idea", "Close and sum up"]


async def test_the_team_hears_what_others_of_the_industry_do(hospital: Office) -> None:
    northside, store = await hospital.customer("Northside Hospital"), hospital.bot.store
    await store.commit(edited(northside, industry="Hospitals"))
    await store.commit(made(entry("hospitals", "Reminders by text message", workspace=TEAM)))

    _, head = await ask(hospital)

    assert "*Most in their industry*\n• Reminders by text message _(not here yet, as far as we know)_" in head.readable


async def test_it_is_posted_at_once_and_not_with_the_next_sweep(hospital: Office) -> None:
    await hospital.slack.command(OWNER, LINE)

    head = await hospital.slack.wait_for(lambda: [one for one in hospital.slack.from_bot(INSIDE) if "no-shows" in one.readable])

    assert len(head) == 1


async def test_without_a_question_it_asks_about_their_plan_or_their_success(hospital: Office) -> None:
    _, bare = await ask(hospital, "/talk brainstorm Northside Hospital")
    northside = await hospital.customer("Northside Hospital")
    await hospital.bot.store.commit(made(belief(northside, "They open a wing", workspace=TEAM)))

    hospital.watch.turn(minutes=1)
    _, planned = await ask(hospital, "/talk brainstorm Northside Hospital")

    assert "How might IT help Northside Hospital be more successful?" in bare.readable
    assert "How might IT help Northside Hospital reach their plan: “They open a wing”?" in planned.readable


async def test_replies_become_ideas_in_silence_and_the_head_counts_them(hospital: Office) -> None:
    _, head = await ask(hospital)
    said_before = len(hospital.slack.from_bot(INSIDE))

    await answer(hospital, head, STAFF, "Remind them by text message")
    await answer(hospital, head, DEPUTY, "Let them move it <here> & now")

    assert sorted(await texts(hospital)) == ["Let them move it <here> & now", "Remind them by text message"]
    assert {(idea.source, idea.author) for idea in await hospital.ideas("Northside Hospital")} == {
        ("brainstorm", STAFF),
        ("brainstorm", DEPUTY),
    }
    assert "2 ideas so far." in head.readable
    assert len(hospital.slack.from_bot(INSIDE)) == said_before
    assert hospital.slack.ephemerals(STAFF) == []


async def test_a_reply_counts_once_however_often_slack_tells_of_it(hospital: Office) -> None:
    _, head = await ask(hospital)

    await hospital.slack.say(INSIDE, STAFF, "Texts", thread_ts=head.ts, copies=3)

    assert await texts(hospital) == ["Texts"]


async def test_an_edited_reply_changes_its_idea_and_a_deleted_one_takes_it_back(hospital: Office) -> None:
    _, head = await ask(hospital)
    reply = await answer(hospital, head, STAFF, "Texst")

    await hospital.slack.edit(INSIDE, reply.ts, "Texts")
    assert await texts(hospital) == ["Texts"]
    await hospital.slack.delete(INSIDE, reply.ts)
    await hospital.bot.entry.drain()

    assert await texts(hospital) == []
    assert "No ideas yet." in head.readable


async def test_what_was_built_on_stays_when_its_reply_is_deleted_and_is_not_reworded(hospital: Office) -> None:
    _, head = await ask(hospital)
    reply = await answer(hospital, head, STAFF, "Texts")
    lists = await hospital.slack.command(OWNER, "/talk ideas Northside Hospital")
    await hospital.slack.click(OWNER, lists, "idea.menu", value="adopted")

    await hospital.slack.edit(INSIDE, reply.ts, "Something else")
    await hospital.slack.delete(INSIDE, reply.ts)

    assert await texts(hospital) == ["Texts"]


async def test_a_reaction_to_a_reply_is_a_vote_until_it_is_taken_back(hospital: Office) -> None:
    slack = hospital.slack
    _, head = await ask(hospital)
    reply = await answer(hospital, head, STAFF, "Texts")

    for user, name in ((OWNER, "+1"), (OWNER, "bulb"), (DEPUTY, "+1::skin-tone-3"), (STAFF, "tada")):
        await slack.react(user, INSIDE, reply.ts, name)
    assert sorted((await only(hospital)).votes) == [DEPUTY, OWNER]
    await slack.unreact(OWNER, INSIDE, reply.ts, "+1")
    await slack.unreact(DEPUTY, INSIDE, reply.ts, "+1::skin-tone-3")
    assert (await only(hospital)).votes == (OWNER,)
    await slack.unreact(OWNER, INSIDE, reply.ts, "bulb")

    assert (await only(hospital)).votes == ()


@pytest.mark.parametrize("user", [GUEST, STRANGER])
async def test_those_who_are_not_of_us_are_not_heard_and_told_nothing(hospital: Office, user: str) -> None:
    slack = hospital.slack
    if user == STRANGER:
        slack.channel(INSIDE).members.append(STRANGER)
    _, head = await ask(hospital)
    reply = await answer(hospital, head, STAFF, "Texts")

    await answer(hospital, head, user, "Mine")
    await slack.react(user, INSIDE, reply.ts, "+1")

    assert await texts(hospital) == ["Texts"]
    assert (await only(hospital)).votes == ()
    assert slack.ephemerals(user) == []


async def test_what_is_no_reply_of_a_person_is_no_idea(hospital: Office) -> None:
    slack = hospital.slack
    _, head = await ask(hospital)
    place: dict[str, Any] = {"channel": INSIDE, "channel_type": "channel", "thread_ts": head.ts}

    await slack.event("message", **place, ts=slack.state.ts(), text="I am a bot", user=STAFF, bot_id="B1")
    await slack.event("message", **place, ts=slack.state.ts(), text="", user=STAFF, subtype="file_share", files=[{"id": "F1"}])
    await slack.event("message", **place, ts=slack.state.ts(), text="joined", user=STAFF, subtype="channel_join")
    await slack.say(INSIDE, STAFF, "Something else entirely")
    await slack.mention(INSIDE, STAFF, "quiet", thread_ts=head.ts)

    assert await texts(hospital) == []


async def test_a_file_with_words_is_an_idea(hospital: Office) -> None:
    _, head = await ask(hospital)
    place: dict[str, Any] = {"channel": INSIDE, "channel_type": "channel", "thread_ts": head.ts}

    await hospital.slack.event("message", **place, ts="1795512700.000001", text="Like this", user=STAFF, subtype="file_share", files=[{}])

    assert await texts(hospital) == ["Like this"]


async def test_a_reaction_to_what_is_no_reply_or_is_gone_is_nothing(hospital: Office) -> None:
    _, head = await ask(hospital)

    await hospital.slack.react(OWNER, INSIDE, head.ts, "+1")
    gone = {"type": "message", "channel": INSIDE, "ts": "1.000001"}
    seen = await hospital.slack.event("reaction_added", user=OWNER, reaction="+1", item=gone)

    assert seen.ack.ok
    assert await texts(hospital) == []


async def test_closing_sums_up_in_the_thread_by_votes(hospital: Office) -> None:
    slack = hospital.slack
    _, head = await ask(hospital)
    await answer(hospital, head, STAFF, "Texts")
    wanted = await answer(hospital, head, STAFF, "Waiting list")
    await slack.react(OWNER, INSIDE, wanted.ts, "+1")

    await slack.click(DEPUTY, head, "Close and sum up")
    await hospital.tick()

    summary = slack.from_bot(INSIDE)[-1]
    assert summary.thread_ts == head.ts
    assert "@U0DEPUTY closed this brainstorm: 2 ideas for *Northside Hospital*, the most wanted first." in summary.readable
    assert "• *1 vote:* Waiting list (@U0STAFF)\n• Texts (@U0STAFF)" in summary.readable
    assert "Closed by @U0DEPUTY: 2 ideas." in head.readable
    assert head.buttons == []


async def test_after_the_end_replies_are_only_replies(hospital: Office) -> None:
    _, head = await ask(hospital)
    await hospital.slack.click(OWNER, head, "Close and sum up")

    await answer(hospital, head, STAFF, "Too late")

    assert await texts(hospital) == []


async def test_who_closes_second_hears_who_was_first(hospital: Office) -> None:
    _, head = await ask(hospital)
    late = [hospital.slack.compose.click(STAFF, head, name) for name in ("Close and sum up", "Add an idea")]
    await hospital.slack.click(OWNER, head, "Close and sum up")

    seen = [await hospital.slack.act(one) for one in late]
    await hospital.tick()

    assert all("It is closed already: @U0OWNER, " in one.text for one in seen)
    assert len([one for one in hospital.slack.from_bot(INSIDE) if "closed this brainstorm" in one.readable]) == 1


async def test_an_idea_comes_by_the_form_too(hospital: Office) -> None:
    _, head = await ask(hospital)
    form = await hospital.slack.click(STAFF, head, "Add an idea")

    blank = await hospital.slack.fill_and_submit(STAFF, form, {"Idea": "  "})
    saved = await hospital.slack.fill_and_submit(STAFF, form, {"Idea": "Texts"})
    await hospital.bot.entry.drain()

    assert blank.errors == {"text": "Write down the idea."}
    assert "Saved: an idea for *Northside Hospital*." in saved.text
    assert "1 idea so far." in head.readable
    assert (await only(hospital)).source == "brainstorm"


async def test_a_form_that_comes_after_the_end_keeps_its_text(hospital: Office) -> None:
    _, head = await ask(hospital)
    form = await hospital.slack.click(STAFF, head, "Add an idea")
    await hospital.slack.click(OWNER, head, "Close and sum up")

    late = await hospital.slack.fill_and_submit(STAFF, form, {"Idea": "Texts"})

    assert "closed meanwhile" in late.errors["text"]
    assert await texts(hospital) == []


async def test_a_question_without_answers_is_taken_back_where_it_stands(hospital: Office) -> None:
    seen, head = await ask(hospital)

    undone = await hospital.slack.click(OWNER, seen, "Undo")
    await hospital.bot.entry.drain()

    assert "Taken back: your question to the team about *Northside Hospital*." in undone.text
    assert head.readable.splitlines()[-1] == "This was taken back."
    await answer(hospital, head, STAFF, "Texts")
    assert await texts(hospital) == []


async def test_a_question_with_answers_is_closed_and_not_taken_back(hospital: Office) -> None:
    seen, head = await ask(hospital)
    await answer(hospital, head, STAFF, "Texts")

    undone = await hospital.slack.click(OWNER, seen, "Undo")

    assert "I can't take back your question to the team about *Northside Hospital*" in undone.text
    assert head.buttons == ["Add an idea", "Close and sum up"]


async def test_closing_is_taken_back_with_its_summary(hospital: Office) -> None:
    _, head = await ask(hospital)
    await answer(hospital, head, STAFF, "Texts")
    await hospital.slack.click(OWNER, head, "Close and sum up")
    await hospital.tick()

    undone = await hospital.slack.command(OWNER, "/talk undo")
    await hospital.bot.entry.drain()

    assert "Taken back: closing the brainstorm about *Northside Hospital*." in undone.text
    assert hospital.slack.from_bot(INSIDE)[-1].readable.splitlines()[-1] == "This was taken back."
    assert head.buttons == ["Add an idea", "Close and sum up"]
    await answer(hospital, head, DEPUTY, "A second one")
    assert len(await texts(hospital)) == 2


async def test_a_reply_is_taken_back_by_undo_and_counted_out(hospital: Office) -> None:
    _, head = await ask(hospital)
    await answer(hospital, head, STAFF, "Texts")

    undone = await hospital.slack.command(STAFF, "/talk undo")
    await hospital.bot.entry.drain()

    assert "Taken back: your idea for *Northside Hospital*." in undone.text
    assert "No ideas yet." in head.readable


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (SHARED, "it is shared with another organisation"),
        (PRIVATE, "I can't find it."),
        ("C0ARCHIVED", "it is archived"),
    ],
)
async def test_where_it_must_not_or_cannot_stand_whoever_asked_hears_why_with_the_question(
    hospital: Office, channel: str, why: str
) -> None:
    await choose(hospital, channel)
    before = len(hospital.slack.messages(channel))

    await hospital.slack.command(OWNER, LINE)
    for _ in range(6):
        await hospital.tick()
        hospital.watch.turn(minutes=30)

    assert len(hospital.slack.messages(channel)) == before
    told = hospital.slack.from_bot(OWNER)[-1]
    assert why in told.readable
    assert "How might we cut no-shows?" in told.readable
    assert told.buttons == ["Try again"]


async def test_where_the_bot_is_not_in_it_says_how_to_invite_it_and_tries_again(hospital: Office) -> None:
    slack = hospital.slack
    slack.add_channel("C0IDEAS", "ideas", members=[OWNER, STAFF])
    await choose(hospital, "C0IDEAS")
    await slack.command(OWNER, LINE)
    await hospital.tick()
    told = slack.from_bot(OWNER)[-1]
    assert "I am not in it. Invite me there with `/invite @Keep Talking`" in told.readable

    slack.channel("C0IDEAS").members.append("U0BOT")
    await slack.click(OWNER, told, "Try again")

    head = await head_in(hospital, "C0IDEAS")
    assert "*How might we cut no-shows?*" in head.readable


async def test_a_channel_that_became_shared_gets_no_summary(hospital: Office) -> None:
    _, head = await ask(hospital)
    await answer(hospital, head, STAFF, "Texts")
    hospital.slack.channel(INSIDE).is_ext_shared = True

    await hospital.slack.click(OWNER, head, "Close and sum up")
    await hospital.tick()

    assert not any("closed this brainstorm" in one.readable for one in hospital.slack.from_bot(INSIDE))
    assert "I could not post the summary of your brainstorm" in hospital.slack.from_bot(OWNER)[-1].readable


async def test_the_channel_is_asked_for_once_of_those_who_may_choose_it(reading_room: Office) -> None:
    slack = reading_room.slack
    await slack.command(OWNER, "/talk add Northside Hospital")

    refused = await slack.command(OWNER, LINE)
    form = await slack.command(ADMIN, LINE)
    saved = await slack.fill_and_submit(ADMIN, form, {"Channel": INSIDE})
    head = await head_in(reading_room)

    assert "No channel for brainstorms is chosen yet. One of Slack's admins and owners can do that" in refused.text
    assert "How might we cut no-shows?" in refused.text
    assert "Your question goes to #C0GENERAL now." in saved.text
    assert "*How might we cut no-shows?*" in head.readable
    assert (await reading_room.bot.store.settings(TEAM)).brainstorms == INSIDE
    again = await slack.command(OWNER, LINE)
    assert "Your question goes to #C0GENERAL now." in again.text


async def test_without_the_scopes_the_head_says_so_and_the_form_serves(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    await choose(room, INSIDE)

    _, head = await ask(room)

    assert "I may not be allowed to read replies here, so please press *Add an idea*" in head.readable
    await room.slack.say(INSIDE, STAFF, "Nobody hears this", thread_ts=head.ts)
    assert await texts(room) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/talk brainstorm", "Which customer?"),
        ("/talk brainstorm Lakeside School How?", "I don't know a customer called"),
        (f"/talk brainstorm Northside Hospital {'why ' * 300}", "a question has at most 1,000 characters"),
    ],
)
async def test_a_line_that_cannot_be_asked_comes_back(hospital: Office, line: str, told: str) -> None:
    seen = await hospital.slack.command(OWNER, line)

    assert told in seen.text
    assert hospital.slack.from_bot(INSIDE) == []


async def test_it_goes_on_after_a_restart(watch: Watch, tmp_path: Path) -> None:
    async with an_office(watch, tmp_path, "socket", OPTIONAL) as office:
        async with office.open():
            await office.slack.command(OWNER, "/talk add Northside Hospital")
            await choose(office, INSIDE)
            _, head = await ask(office)

        async with office.open():
            await answer(office, head, STAFF, "Texts")

            assert await texts(office) == ["Texts"]
            assert "1 idea so far." in head.readable
