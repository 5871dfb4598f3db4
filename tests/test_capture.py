"""Messages saved by shortcut: the form and what it is filled with, what becomes of it, and the same message saved twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from conftest import TEAM, Office, Watch

from sandbox import Message, Seen

OWNER, STAFF, ADMIN, GUEST, ULTRA, STRANGER = "U0OWNER", "U0STAFF", "U0ADMIN", "U0GUEST", "U0ULTRA", "U0STRANGER"
HERE, GENERAL, PRIVATE = "C0CUSTOMER", "C0GENERAL", "C0PRIVATE"
WORDS = "Dr. Weber wants appointments online"
SAVE, LOG = "message.save", "talk.log.anywhere"


async def linked(office: Office) -> Office:
    """Let an office know Northside Hospital with a channel of its own, and Southside Clinic."""
    for name in ("Northside Hospital", "Southside Clinic"):
        await office.slack.command(OWNER, f"/talk add {name}")
    form = await office.slack.command(OWNER, "/talk edit Northside Hospital")
    await office.slack.fill_and_submit(OWNER, form, {"Channel": HERE})
    return office


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office whose channel #customer-acme is Northside Hospital's."""
    return await linked(room)


@pytest.fixture
async def ward(reading_room: Office) -> Office:
    """The same office, where the bot may read what is said in channels."""
    return await linked(reading_room)


def said(office: Office, text: str = WORDS, user: str = STAFF, channel: str = HERE, **more: Any) -> Message:
    """A message among people, of which the bot did not hear."""
    thread_ts = more.pop("thread_ts", None)
    slack = office.slack
    message = slack.compose.said(user, slack.state.workspace_of(OWNER).channels[channel], text, thread_ts=thread_ts)
    for name, value in more.items():
        setattr(message, name, value)
    return message


async def save(office: Office, message: Message, user: str = OWNER, *, shown: dict[str, Any] | None = None, **entries: Any) -> Seen:
    """Choose the shortcut in a message's menu, and send the form; `shown` is what else Slack shows of the message."""
    form = await chosen(office, message, user, shown=shown)
    return await office.slack.fill_and_submit(user, form, entries)


async def chosen(office: Office, message: Message, user: str = OWNER, *, shown: dict[str, Any] | None = None) -> Seen:
    """Choose the shortcut in a message's menu."""
    payload = office.slack.compose.message_shortcut(user, SAVE, message.channel, message.ts)
    payload.body["message"] |= shown or {}
    return await office.slack.act(payload)


def field(seen: Seen, block_id: str) -> Any:
    """What stands in a field of the form as it opens."""
    assert seen.view is not None
    [element] = [block["element"] for block in seen.view.blocks if block["block_id"] == block_id]
    choice = element.get("initial_option")
    return choice["text"]["text"] if choice else element.get("initial_value", element.get("initial_date"))


async def test_a_message_becomes_an_operational_talk_of_its_day_with_its_link(hospital: Office) -> None:
    message = said(hospital)
    hospital.watch.turn(days=3)

    seen = await save(hospital, message)

    [talk] = await hospital.talks("Northside Hospital")
    link = f"https://sandbox.slack.com/archives/{HERE}/p{message.ts.replace('.', '')}"
    assert (talk.notes, talk.held_on, talk.author) == (WORDS, date(2026, 11, 24), OWNER)
    assert (talk.source, talk.purpose) == ("shortcut", "operational")
    assert (talk.permalink.partition(".slack.com")[2], talk.participants) == (link.partition(".slack.com")[2], "Sam Staff")
    assert "Saved: a talk with *Northside Hospital* on Tuesday 24 November." in seen.text
    assert "does not count as keeping in touch" in seen.text
    assert seen.view is not None
    assert f"<{talk.permalink}|this message>" in str(seen.view.blocks)
    assert seen.buttons == ["Undo", "Other customer", "Counts as a talk"]


async def test_the_link_is_the_one_that_slack_would_give(hospital: Office) -> None:
    root = said(hospital, "First")
    reply = said(hospital, "Second", thread_ts=root.ts)

    for message in (root, reply):
        await save(hospital, message)

    talks = await hospital.talks("Northside Hospital")
    links = [(await hospital.bot.client.chat_getPermalink(channel=HERE, message_ts=message.ts))["permalink"] for message in (root, reply)]
    assert sorted(talk.permalink for talk in talks) == sorted(links)


async def test_the_form_is_filled_with_what_is_known(hospital: Office) -> None:
    form = await chosen(hospital, said(hospital))

    assert (field(form, "customer"), field(form, "text"), field(form, "date")) == ("Northside Hospital", WORDS, "2026-11-24")
    assert field(form, "kind") == "Talk: what they said"
    assert field(form, "visibility") == "Team: every member may read it"
    assert "The whole thread" not in form.buttons


async def test_the_day_is_that_of_who_saves_it(hospital: Office, watch: Watch) -> None:
    watch.at = datetime.fromisoformat("2026-11-25T02:00:00+00:00")
    message = said(hospital)

    form = await chosen(hospital, message, STAFF)

    assert field(form, "date") == "2026-11-24"


async def test_a_message_becomes_an_idea(hospital: Office) -> None:
    seen = await save(hospital, said(hospital), Kind="Idea")

    [idea] = await hospital.ideas("Northside Hospital")
    assert (idea.text, idea.source, idea.author, idea.origin) == (WORDS, "shortcut", OWNER, "staff")
    assert seen.view is not None
    assert f"<{idea.permalink}|this message>" in str(seen.view.blocks)
    assert "Saved: an idea for *Northside Hospital*." in seen.text


async def test_what_somebody_of_another_organisation_proposes_is_the_customers_idea(hospital: Office) -> None:
    await save(hospital, said(hospital, user=STRANGER, channel="C0SHARED"), Kind="Idea", Customer="Northside Hospital")

    [idea] = await hospital.ideas("Northside Hospital")
    assert idea.origin == "customer"


async def test_a_talk_that_counts_moves_the_due_date_and_answers_the_reminder_and_can_be_undone(hospital: Office) -> None:
    hospital.watch.turn(days=100)
    await hospital.tick()
    saved = await save(hospital, said(hospital))
    before = await hospital.bot.store.relationship(TEAM, (await hospital.customer("Northside Hospital")).id)

    counted = await hospital.slack.click(OWNER, saved, "Counts as a talk")
    [talk] = await hospital.talks("Northside Hospital")
    after = await hospital.bot.store.relationship(TEAM, talk.customer)
    nudges = await hospital.bot.store.nudges(TEAM, customer=talk.customer)
    undone = await hospital.slack.click(OWNER, counted, "Undo")
    back = await hospital.bot.store.relationship(TEAM, talk.customer)

    assert before is not None
    assert after is not None
    assert "Counts: the talk with *Northside Hospital*" in counted.text
    assert "Counts as a talk" not in counted.buttons
    assert (talk.purpose, after.last_on) == ("relationship", talk.held_on)
    assert [nudge.answer.decided for nudge in nudges if nudge.answer] == ["logged"]
    assert "Taken back: counting the talk with *Northside Hospital*." in undone.text
    assert back == before


async def test_a_second_click_on_counts_as_a_talk_says_that_it_counts(hospital: Office) -> None:
    saved = await save(hospital, said(hospital))
    assert saved.view is not None
    clicks = [hospital.slack.compose.click(OWNER, saved.view, "Counts as a talk") for _ in range(2)]

    seen = [await hospital.slack.act(click) for click in clicks]

    assert "Counts: the talk" in seen[0].text
    assert "counts already" in seen[1].text


async def test_a_message_that_is_saved_says_with_whom_by_whom_and_when(hospital: Office) -> None:
    message = said(hospital)
    await save(hospital, message)
    hospital.watch.turn(days=1)

    form = await chosen(hospital, message, STAFF)
    shown = await hospital.slack.click(STAFF, form, "Show it")

    assert f"Saved already as a talk with *Northside Hospital*, by @{OWNER} on Tuesday 24 November." in form.text
    assert field(form, "customer") is None
    assert WORDS in shown.text
    assert "Counts as a talk" in shown.buttons


async def test_the_same_message_is_saved_for_another_customer_but_not_for_the_same_one(hospital: Office) -> None:
    message = said(hospital)
    await save(hospital, message)

    same = await save(hospital, message, STAFF, Customer="Northside Hospital")
    other = await save(hospital, message, STAFF, Customer="Southside Clinic")
    again = await save(hospital, message, STAFF, Customer="Southside Clinic")

    wanted = "This message is saved already as a talk with {}. Pick another customer, or close this window."
    assert same.errors == {"customer": wanted.format("Northside Hospital")}
    assert "Saved: a talk with *Southside Clinic*" in other.text
    assert again.errors == {"customer": wanted.format("Southside Clinic")}


async def test_two_people_who_save_a_message_at_once_make_one_record(hospital: Office) -> None:
    message = said(hospital)
    forms = [await chosen(hospital, message, user) for user in (OWNER, STAFF)]

    seen = [await hospital.slack.fill_and_submit(user, form) for user, form in zip((OWNER, STAFF), forms, strict=True)]

    assert len(await hospital.talks("Northside Hospital")) == 1
    assert [bool(one.errors) for one in seen] == [False, True]


async def test_what_was_taken_back_can_be_saved_anew(hospital: Office) -> None:
    message = said(hospital)
    await hospital.slack.click(OWNER, await save(hospital, message), "Undo")

    seen = await save(hospital, message)

    assert "Saved: a talk" in seen.text
    assert len(await hospital.talks("Northside Hospital")) == 1


async def test_a_form_that_slack_brings_twice_saves_once(hospital: Office) -> None:
    form = await chosen(hospital, said(hospital))

    seen = await hospital.slack.fill_and_submit(OWNER, form, copies=3)

    assert "Saved: a talk" in seen.text
    assert len(await hospital.talks("Northside Hospital")) == 1


async def test_nobody_hears_of_what_is_saved_privately(hospital: Office) -> None:
    message = said(hospital)
    await save(hospital, message, Visibility="Private")

    form = await chosen(hospital, message, STAFF)
    await hospital.slack.fill_and_submit(STAFF, form, {})

    assert "Saved already" not in form.text
    assert sorted(talk.visibility for talk in await hospital.talks("Northside Hospital")) == ["private", "team"]


async def test_what_is_private_is_shown_to_those_who_may_read_it_only(hospital: Office) -> None:
    message = said(hospital)
    await save(hospital, message, STAFF, Visibility="Private")
    form = await chosen(hospital, message, STAFF)
    assert form.view is not None
    payload = hospital.slack.compose.click(STAFF, form.view, "Show it")
    payload.body["user"] = {"id": ADMIN}

    await hospital.slack.deliver(payload)

    [pushed] = hospital.slack.calls("views.push")
    assert WORDS not in str(pushed.arguments)


async def test_an_idea_is_for_everybody_so_a_private_one_is_refused(hospital: Office) -> None:
    seen = await save(hospital, said(hospital), Kind="Idea", Visibility="Private")

    assert seen.errors == {"visibility": "Ideas are for every member. Choose Team, or save it as a talk."}
    assert await hospital.ideas("Northside Hospital") == []


async def test_a_private_conversation_without_the_bot_is_saved_privately_unless_one_says_otherwise(hospital: Office) -> None:
    message = said(hospital, user=ADMIN, channel=PRIVATE)

    form = await chosen(hospital, message)
    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside Hospital"})

    [talk] = await hospital.talks("Northside Hospital")
    assert "Saved: a talk" in seen.text
    assert (talk.visibility, talk.notes) == ("private", WORDS)
    assert talk.permalink.endswith(f"/archives/{PRIVATE}/p{message.ts.replace('.', '')}")


async def test_a_message_in_the_bots_dm_is_saved_too(hospital: Office) -> None:
    dm = hospital.slack.state.open_dm(hospital.slack.state.workspace_of(OWNER), OWNER)

    seen = await save(hospital, said(hospital, user=OWNER, channel=dm.id), Customer="Northside Hospital")

    assert "Saved: a talk" in seen.text


BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Beds"}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "Ward 3 is *full* &amp; ward 4 too"},
        "fields": [{"type": "mrkdwn", "text": "Since: noon"}],
    },
    {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Snooze"}, "action_id": "x"}]},
]
RICH = [
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "1 < 2, says "}, {"type": "user", "user_id": ADMIN}]},
            {
                "type": "rich_text_list",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example", "text": "here"}]},
                    {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "tada"}]},
                ],
            },
        ],
    }
]
SHOWN = {
    "an app's report": ({"text": "Beds", "blocks": BLOCKS, "bot_id": "B1"}, "Beds\nWard 3 is *full* & ward 4 too\nSince: noon"),
    "rich text alone": ({"text": "", "blocks": RICH}, "1 < 2, says @Ada Admin\n• here (https://a.example)\n• :tada:"),
    "an attachment": (
        {"text": "", "blocks": [], "attachments": [{"title": "Alert", "text": "Disk full", "fields": [{"title": "Host", "value": "w3"}]}]},
        "Alert\nDisk full\nHost: w3",
    ),
    "only a fallback": ({"text": "", "blocks": [], "attachments": [{"fallback": "A chart"}]}, "A chart"),
    "a link that Slack unfolds": ({"text": WORDS, "attachments": [{"from_url": "https://a.example", "text": "Elsewhere"}]}, WORDS),
    "another message": ({"text": "See", "attachments": [{"from_url": "x", "is_msg_unfurl": True, "text": WORDS}]}, f"See\n{WORDS}"),
    "a file": ({"text": "Their plan", "files": [{"name": "plan.pdf"}]}, "Their plan\nFile: plan.pdf"),
    "a file alone": ({"text": "", "blocks": [], "files": [{"title": "Plan 2027"}, {"mode": "tombstone"}]}, "File: Plan 2027"),
    "a mention": ({"text": f"<@{ADMIN}> wants &lt;b&gt; in <#C1|leads>"}, "@Ada Admin wants <b> in #leads"),
    "an edited one": ({"text": "They want tablets after all", "edited": {"ts": "1.2"}}, "They want tablets after all"),
}


@pytest.mark.parametrize(("shown", "text"), SHOWN.values(), ids=SHOWN.keys())
async def test_all_that_a_message_says_is_in_the_form(hospital: Office, shown: dict[str, Any], text: str) -> None:
    form = await chosen(hospital, said(hospital), shown=shown)

    assert field(form, "text") == text


async def test_a_message_without_a_word_asks_for_one(hospital: Office) -> None:
    shown = {"text": "", "blocks": [{"type": "image", "image_url": "https://a.example/a.png", "alt_text": ""}]}

    empty = await save(hospital, said(hospital), shown=shown)
    told = await chosen(hospital, said(hospital), shown=shown)
    blank = await hospital.slack.fill_and_submit(OWNER, told, {"Text": "   "})
    saved = await hospital.slack.fill_and_submit(OWNER, told, {"Text": "They showed their new ward"})

    assert "This message has no text of its own. Write a line about what it says." in told.text
    assert list(empty.errors) == ["text"]
    assert blank.errors == {"text": "Write a line about what was said."}
    assert "Saved: a talk" in saved.text


async def test_an_apps_message_is_saved_by_its_name(hospital: Office) -> None:
    shown = {"bot_id": "B1", "bot_profile": {"name": "Monitor"}, "user": "U0OTHERBOT"}

    await save(hospital, said(hospital), shown=shown)

    [talk] = await hospital.talks("Northside Hospital")
    assert talk.participants == "Monitor"


async def test_a_message_longer_than_the_field_is_saved_whole(hospital: Office) -> None:
    text = "They want tablets. " * 400 + "The end"

    seen = await save(hospital, said(hospital), shown={"text": text})

    [talk] = await hospital.talks("Northside Hospital")
    assert "Saved: a talk" in seen.text
    assert talk.notes == text


async def test_what_does_not_fit_into_a_note_is_said_to_be_left_out(hospital: Office) -> None:
    form = await chosen(hospital, said(hospital), shown={"text": "x" * 40_010})

    assert "its last 10 characters are left out" in form.text


@pytest.mark.parametrize(
    ("entries", "errors"),
    [
        ({"Date": "2026-12-24"}, {"date"}),
        ({"Customer": None}, {"customer"}),
    ],
)
async def test_a_form_with_something_wrong_stays_open(hospital: Office, entries: dict[str, Any], errors: set[str]) -> None:
    seen = await save(hospital, said(hospital), **entries)

    assert set(seen.errors) == errors
    assert await hospital.talks("Northside Hospital") == []


async def thread(office: Office, count: int = 3, channel: str = HERE) -> list[Message]:
    """A thread of Sam, Ada and Sam."""
    root = said(office, "They plan a new ward", channel=channel)
    return [root, *(said(office, f"Answer {n}", ADMIN if n % 2 else STAFF, channel, thread_ts=root.ts) for n in range(1, count))]


async def test_a_thread_is_saved_as_one_talk(ward: Office) -> None:
    messages = await thread(ward)
    form = await chosen(ward, messages[-1])

    whole = await ward.slack.click(OWNER, form, "The whole thread")
    saved = await ward.slack.fill_and_submit(OWNER, whole, {})

    [talk] = await ward.talks("Northside Hospital")
    assert talk.notes == "Sam Staff: They plan a new ward\nAda Admin: Answer 1\nSam Staff: Answer 2"
    assert talk.participants == "Sam Staff, Ada Admin"
    assert talk.permalink.endswith(f"p{messages[0].ts.replace('.', '')}")
    assert "The whole thread" not in whole.buttons
    assert "Saved: a talk with *Northside Hospital*" in saved.text


async def test_the_same_thread_from_another_of_its_messages_is_saved_already(ward: Office) -> None:
    messages = await thread(ward)
    first = await ward.slack.click(OWNER, await chosen(ward, messages[0]), "The whole thread")
    await ward.slack.fill_and_submit(OWNER, first, {})

    second = await ward.slack.click(STAFF, await chosen(ward, messages[1], STAFF), "The whole thread")

    assert f"Saved already as a talk with *Northside Hospital*, by @{OWNER} today." in second.text


async def test_what_was_chosen_and_written_before_the_whole_thread_stays(ward: Office) -> None:
    form = await chosen(ward, (await thread(ward))[0])
    await ward.slack.fill(OWNER, form, {"Text": "Seen at lunch", "Kind": "Idea"})

    whole = await ward.slack.click(OWNER, form, "The whole thread")
    await ward.slack.fill_and_submit(OWNER, whole, {})

    [idea] = await ward.ideas("Northside Hospital")
    assert idea.text.startswith("Seen at lunch\n\nSam Staff: They plan")


async def test_a_thread_longer_than_a_note_is_cut_after_a_message_and_says_so(ward: Office) -> None:
    root = said(ward, "x" * 20_000)
    for _ in range(3):
        said(ward, "y" * 15_000, thread_ts=root.ts)

    whole = await ward.slack.click(OWNER, await chosen(ward, root), "The whole thread")
    await ward.slack.fill_and_submit(OWNER, whole, {})

    [talk] = await ward.talks("Northside Hospital")
    assert "the last 2 messages are left out" in whole.text
    assert talk.notes == f"Sam Staff: {'x' * 20_000}\nSam Staff: {'y' * 15_000}"


@pytest.mark.parametrize(("fault", "why"), [("missing_scope", "an admin can allow it"), ("internal_error", "in a minute")])
async def test_a_thread_that_cannot_be_read_says_so_and_the_message_can_be_saved(ward: Office, fault: str, why: str) -> None:
    form = await chosen(ward, (await thread(ward))[0])
    ward.slack.faults.add("conversations.replies", "error", error=fault)

    seen = await ward.slack.click(OWNER, form, "The whole thread")
    assert seen.view is not None
    await ward.slack.close(OWNER, seen.view)
    saved = await ward.slack.fill_and_submit(OWNER, form, {})

    assert "I can't read the rest of this thread" in seen.text
    assert why in seen.text
    assert "Saved: a talk" in saved.text


async def test_a_thread_in_a_conversation_without_the_bot_cannot_be_read(ward: Office) -> None:
    seen = await ward.slack.click(OWNER, await chosen(ward, (await thread(ward, channel=PRIVATE))[0]), "The whole thread")

    assert "I can't read the rest of this thread: I am not in this conversation" in seen.text


@pytest.mark.parametrize(("user", "channel"), [(GUEST, GENERAL), (ULTRA, GENERAL), (STRANGER, "C0SHARED")])
@pytest.mark.parametrize("shortcut", [SAVE, LOG])
async def test_guests_and_strangers_are_told_why_not_before_their_eyes(hospital: Office, user: str, channel: str, shortcut: str) -> None:
    message = said(hospital, channel=channel)

    act = hospital.slack.message_shortcut(user, SAVE, channel, message.ts) if shortcut == SAVE else hospital.slack.shortcut(user, LOG)
    seen = await act

    assert seen.view is not None
    assert "Keep Talking is for" in seen.text
    assert "customer" not in str(seen.view.content.get("submit"))


async def test_the_shortcut_from_everywhere_opens_the_form_of_a_talk(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")

    form = await room.slack.shortcut(OWNER, LOG)
    seen = await room.slack.fill_and_submit(OWNER, form, {"Customer": "Northside Hospital", "Notes": WORDS})

    [talk] = await room.talks("Northside Hospital")
    assert "Saved: your talk with *Northside Hospital*" in seen.text
    assert (talk.notes, talk.source, talk.counts) == (WORDS, "modal", True)


@pytest.mark.parametrize("shortcut", [SAVE, LOG])
async def test_a_form_that_slack_does_not_open_is_told_where_it_can_be_read(hospital: Office, shortcut: str) -> None:
    hospital.slack.faults.add("views.open", "error", error="expired_trigger_id", times=2)
    message = said(hospital)

    act = hospital.slack.message_shortcut(OWNER, SAVE, HERE, message.ts) if shortcut == SAVE else hospital.slack.shortcut(OWNER, LOG)
    seen = await act

    assert "Slack did not open the form in time, so nothing was saved. Please choose the shortcut once more." in seen.text


async def test_a_shortcut_of_another_version_says_so(room: Office) -> None:
    seen = await room.slack.shortcut(OWNER, "talk.of.old")

    assert seen.view is not None
    assert "from another version" in seen.text


async def test_a_message_of_long_ago_keeps_its_day(hospital: Office, watch: Watch) -> None:
    message = said(hospital)
    watch.at += timedelta(days=400)

    await save(hospital, message)

    [talk] = await hospital.talks("Northside Hospital")
    assert talk.held_on == date(2026, 11, 24)
