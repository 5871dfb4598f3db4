"""Reactions in a customer's channel: what they keep, whom they tell, and that taking them back takes it back."""

from __future__ import annotations

import pytest
from conftest import TEAM, Office
from test_capture import GENERAL, HERE, OWNER, STAFF, STRANGER, WORDS, linked, said, save

from sandbox import Message, Seen

ADMIN, GUEST = "U0ADMIN", "U0GUEST"


@pytest.fixture
async def ward(reading_room: Office) -> Office:
    """An office whose channel #customer-acme is Northside Hospital's, and in which the bot may read what is said in channels."""
    return await linked(reading_room)


@pytest.fixture
async def hospital(room: Office) -> Office:
    """The same office, where the bot hears reactions and may not read."""
    object.__setattr__(room.slack.settings, "scopes", [*room.slack.settings.scopes, "reactions:read"])
    return await linked(room)


async def react(office: Office, message: Message, name: str, user: str = OWNER, copies: int = 1) -> Seen:
    return await office.slack.react(user, message.channel, message.ts, name, copies=copies)


async def unreact(office: Office, message: Message, name: str, user: str = OWNER) -> Seen:
    return await office.slack.unreact(user, message.channel, message.ts, name)


async def kept(office: Office) -> tuple[int, int]:
    """How many talks and ideas Northside Hospital has."""
    return len(await office.talks("Northside Hospital")), len(await office.ideas("Northside Hospital"))


async def test_a_bulb_keeps_an_idea_and_tells_who_reacted_alone(ward: Office) -> None:
    message = said(ward)

    seen = await react(ward, message, "bulb")

    [idea] = await ward.ideas("Northside Hospital")
    assert (idea.text, idea.source, idea.author) == (WORDS, "reaction", OWNER)
    assert idea.permalink.endswith(f"/archives/{HERE}/p{message.ts.replace('.', '')}")
    assert "Saved: an idea for *Northside Hospital*." in seen.text
    assert seen.buttons == ["Undo", "Other customer"]
    assert seen.message is not None
    assert seen.message.ephemeral_for == OWNER


@pytest.mark.parametrize("emoji", ["memo", "pencil", "memo::skin-tone-2"])
async def test_a_memo_keeps_an_operational_talk(ward: Office, emoji: str) -> None:
    seen = await react(ward, said(ward), emoji)

    [talk] = await ward.talks("Northside Hospital")
    assert (talk.notes, talk.source, talk.purpose, talk.participants) == (WORDS, "reaction", "operational", "Sam Staff")
    assert seen.buttons == ["Undo", "Other customer", "Counts as a talk"]


async def test_the_buttons_of_the_answer_work(ward: Office) -> None:
    seen = [await react(ward, said(ward, f"Line {n}"), "memo") for n in range(3)]

    counted = await ward.slack.click(OWNER, seen[0], "Counts as a talk")
    undone = await ward.slack.click(OWNER, seen[1], "Undo")
    asked = await ward.slack.click(OWNER, seen[2], "Other customer")
    moved = await ward.slack.click(OWNER, asked, "Type a name", select="Southside Clinic")

    assert "Counts: the talk with *Northside Hospital*" in counted.text
    assert "Taken back: your talk with *Northside Hospital*." in undone.text
    assert "Saved: a talk with *Southside Clinic*" in moved.text
    assert [talk.counts for talk in await ward.talks("Northside Hospital")] == [True]
    assert [talk.notes for talk in await ward.talks("Southside Clinic")] == ["Line 2"]


async def test_a_reply_in_a_thread_is_kept_by_itself(ward: Office) -> None:
    root = said(ward, "What do they want?")
    reply = said(ward, thread_ts=root.ts)

    await react(ward, reply, "bulb")

    [idea] = await ward.ideas("Northside Hospital")
    assert idea.text == WORDS
    assert f"thread_ts={root.ts}" in idea.permalink


async def test_taking_the_reaction_back_takes_back_what_it_kept(ward: Office) -> None:
    message = said(ward)
    await react(ward, message, "bulb")

    seen = await unreact(ward, message, "bulb")

    assert await kept(ward) == (0, 0)
    assert "Taken back: your idea for *Northside Hospital*." in seen.text


async def test_the_undo_of_what_a_reaction_took_back_says_so(ward: Office) -> None:
    message = said(ward)
    answer = await react(ward, message, "bulb")
    await unreact(ward, message, "bulb")

    seen = await ward.slack.click(OWNER, answer, "Undo")

    assert "This is already taken back." in seen.text


async def test_a_reaction_that_is_given_again_keeps_it_again(ward: Office) -> None:
    message = said(ward)
    await react(ward, message, "memo")
    await unreact(ward, message, "memo")

    seen = await react(ward, message, "memo")

    assert "Saved: a talk" in seen.text
    assert await kept(ward) == (1, 0)


async def test_undo_brings_back_what_a_reaction_took_back(ward: Office) -> None:
    message = said(ward)
    await react(ward, message, "memo")
    await unreact(ward, message, "memo")

    gone = await kept(ward)
    seen = await ward.slack.command(OWNER, "/talk undo")

    assert gone == (0, 0)
    assert "undo" not in seen.text or "Taken back" in seen.text


async def test_a_talk_that_counts_by_now_stays_and_says_why(ward: Office) -> None:
    message = said(ward)
    await ward.slack.click(OWNER, await react(ward, message, "memo"), "Counts as a talk")

    seen = await unreact(ward, message, "memo")

    assert "stays as a talk with *Northside Hospital*: it counts as a talk by now" in seen.text
    assert await kept(ward) == (1, 0)


async def test_the_second_to_react_is_told_who_has_it_and_takes_nothing_back(ward: Office) -> None:
    message = said(ward)
    await react(ward, message, "bulb")

    second = await react(ward, message, "bulb", STAFF)
    after = await unreact(ward, message, "bulb", STAFF)

    assert f"Kept already: @{OWNER} has saved that message today as an idea for *Northside Hospital*." in second.text
    assert after.text == ""
    assert await kept(ward) == (0, 1)


async def test_what_a_shortcut_saved_stays_when_a_reaction_goes(ward: Office) -> None:
    message = said(ward)
    await save(ward, message)

    seen = await react(ward, message, "memo")
    after = await unreact(ward, message, "memo")

    assert "Kept already: you have saved that message today as a talk with *Northside Hospital*." in seen.text
    assert after.text == ""
    assert await kept(ward) == (1, 0)


async def test_an_event_that_slack_brings_three_times_keeps_one_and_says_it_once(ward: Office) -> None:
    await react(ward, said(ward), "bulb", copies=3)

    assert await kept(ward) == (0, 1)
    assert len(ward.slack.calls("chat.postEphemeral")) == 1


@pytest.mark.parametrize("user", [GUEST, STRANGER, "U0OTHERBOT", "U0GONE"])
async def test_reactions_of_others_than_colleagues_are_nobodys_news(ward: Office, user: str) -> None:
    ward.slack.add_user("U0OTHERBOT", "otherbot", is_bot=True)

    seen = await react(ward, said(ward), "bulb", user)

    assert seen.ack.ok
    assert seen.text == ""
    assert await kept(ward) == (0, 0)


async def test_a_reaction_of_somebody_who_could_not_be_looked_up_is_heard_when_slack_brings_it_again(ward: Office) -> None:
    ward.slack.faults.add("users.info", "error")

    first = await react(ward, said(ward), "bulb", STAFF)
    await ward.slack.settled()

    assert not first.ack.ok
    assert await kept(ward) == (0, 1)
    assert len(ward.slack.calls("chat.postEphemeral")) == 1


@pytest.mark.parametrize(("channel", "emoji"), [(GENERAL, "bulb"), (HERE, "tada"), (HERE, "thumbsup")])
async def test_what_is_none_of_its_business_is_dropped_before_slack_is_asked_anything(ward: Office, channel: str, emoji: str) -> None:
    message = said(ward, channel=channel)
    before = len(ward.slack.calls())

    seen = await react(ward, message, emoji, ADMIN)

    assert seen.ack.ok
    assert len(ward.slack.calls()) == before


async def test_the_bots_own_messages_are_not_kept(ward: Office) -> None:
    await ward.bot.client.chat_postMessage(channel=HERE, text="A summary")
    [message] = [one for one in ward.slack.state.workspace_of(OWNER).channels[HERE].messages if one.bot_id]

    seen = await react(ward, message, "memo")

    assert seen.text == ""
    assert await kept(ward) == (0, 0)


async def test_another_apps_report_is_kept(ward: Office) -> None:
    message = said(ward, "Ward 3 is full", bot_id="B0MONITOR")

    await react(ward, message, "memo")

    [talk] = await ward.talks("Northside Hospital")
    assert talk.notes == "Ward 3 is full"


async def test_a_message_that_is_gone_is_told_and_an_empty_one_points_to_the_shortcut(ward: Office) -> None:
    gone, empty = said(ward), said(ward, "", blocks=[])
    payload = ward.slack.compose.reaction("reaction_added", OWNER, HERE, gone.ts, "bulb")
    ward.slack.state.workspace_of(OWNER).channels[HERE].messages.remove(gone)

    told = await ward.slack.act(payload)
    nothing = await react(ward, empty, "bulb")

    assert "That message is gone, so I could not keep it." in told.text
    assert "There is no text in that message, so I kept nothing. *Save to a customer* in its menu" in nothing.text


async def test_without_the_scope_each_person_hears_of_it_once_a_day_and_the_shortcut_serves(hospital: Office) -> None:
    messages = [said(hospital, f"Line {n}") for n in range(4)]

    first = await react(hospital, messages[0], "bulb")
    second = await react(hospital, messages[1], "bulb")
    other = await react(hospital, messages[1], "bulb", STAFF)
    hospital.watch.turn(days=1)
    tomorrow = await react(hospital, messages[2], "bulb")
    saved = await save(hospital, messages[3])

    assert "*Save to a customer* in the message's menu (⋮) works meanwhile" in first.text
    assert second.text == ""
    assert other.text == tomorrow.text == first.text
    assert "Saved: a talk" in saved.text


async def test_that_it_was_told_outlives_a_restart(closed_room: Office) -> None:
    object.__setattr__(closed_room.slack.settings, "scopes", [*closed_room.slack.settings.scopes, "reactions:read"])
    async with closed_room.open():
        await linked(closed_room)
        first = await react(closed_room, said(closed_room), "bulb")
    async with closed_room.open():
        second = await react(closed_room, said(closed_room), "bulb")

    assert "could not keep that message" in first.text
    assert second.text == ""


async def test_where_slack_does_not_answer_each_reaction_hears_so(ward: Office) -> None:
    ward.slack.faults.add("conversations.history", "ratelimited", times=2)

    seen = [await react(ward, said(ward, text), "bulb") for text in ("One", "Two", "Three")]

    assert ["could not keep that message" in one.text for one in seen] == [True, True, False]
    assert await kept(ward) == (0, 1)


async def test_in_a_shared_channel_a_colleague_alone_keeps_and_hears(ward: Office) -> None:
    form = await ward.slack.command(OWNER, "/talk edit Southside Clinic")
    await ward.slack.fill_and_submit(OWNER, form, {"Channel": "C0SHARED"})
    message = said(ward, user=STRANGER, channel="C0SHARED")

    seen = await react(ward, message, "bulb")

    [idea] = await ward.ideas("Southside Clinic")
    assert idea.origin == "customer"
    assert seen.message is not None
    assert seen.message.ephemeral_for == OWNER


async def test_the_emoji_are_the_workspaces(ward: Office) -> None:
    form = await ward.slack.command(ADMIN, "/talk settings")
    saved = await ward.slack.fill_and_submit(ADMIN, form, {"Talk emoji": ":speech_balloon: 📝", "Idea emoji": ""})

    for emoji in ("bulb", "speech_balloon", "memo", "pencil"):
        await react(ward, said(ward, emoji), emoji)

    assert "Talk emoji, Idea emoji." in saved.text
    assert sorted(talk.notes for talk in await ward.talks("Northside Hospital")) == ["memo", "speech_balloon"]
    assert await ward.ideas("Northside Hospital") == []


@pytest.mark.parametrize(
    ("entries", "block", "words"),
    [
        ({"Talk emoji": "thumbs up!"}, "talk_emoji", "I know emoji by their names in Slack"),
        ({"Idea emoji": ":bulb: :memo:"}, "idea_emoji", "One of these keeps a talk already"),
    ],
)
async def test_emoji_that_cannot_be_are_refused(ward: Office, entries: dict[str, str], block: str, words: str) -> None:
    form = await ward.slack.command(ADMIN, "/talk settings")

    seen = await ward.slack.fill_and_submit(ADMIN, form, entries)

    assert words in seen.errors[block]


async def test_what_is_said_in_channels_asks_slack_and_store_nothing(ward: Office) -> None:
    before = len(ward.slack.calls())

    seen = await ward.slack.say(HERE, STAFF, WORDS)

    assert seen.text == ""
    assert len(ward.slack.calls()) == before
    assert await ward.bot.store.changes(TEAM, STAFF, ward.watch()) == []
