"""Step 7, what is known of a customer: learned in a line, over a draft and in the form, and shown whole."""

from __future__ import annotations

import pytest
from conftest import TEAM, Office
from knowing import beliefs, statements

OWNER, STAFF, GUEST = "U0OWNER", "U0STAFF", "U0GUEST"
NAME = "Northside Hospital"
SPRING = "Patients move appointments online by spring"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital and Southside Clinic."""
    for name in (NAME, "Southside Clinic"):
        await room.slack.command(OWNER, f"/talk add {name}")
    return room


@pytest.mark.parametrize(
    ("line", "topic", "statement", "source"),
    [
        (f"plans: {SPRING}", "plans", SPRING, ""),
        (f"Plan: {SPRING} (source: https://n.example/a?b=1)", "plans", SPRING, "https://n.example/a?b=1"),
        (f"palns: {SPRING} https://n.example", "plans", SPRING, "https://n.example"),
        ("their IT use: all mail runs with us (source: Dr. Weber)", "services", "all mail runs with us", "Dr. Weber"),
        ("how it works: referrals come by letter", "business", "referrals come by letter", ""),
        ("competitors: Lakeside predicts free beds", "innovators", "Lakeside predicts free beds", ""),
        ("Normal IT use: <check-in> & tablets", "normal", "<check-in> & tablets", ""),
        ("plans: https://n.example/strategy", "plans", "https://n.example/strategy", ""),
    ],
)
async def test_a_line_with_a_topic_is_a_belief(hospital: Office, line: str, topic: str, statement: str, source: str) -> None:
    seen = await hospital.slack.command(STAFF, f"/talk learn {NAME} {line}")

    [belief] = await beliefs(hospital, NAME)
    assert (belief.topic, belief.statement, belief.source, belief.author) == (topic, statement, source, STAFF)
    assert belief.state == "assumed"
    assert seen.text.startswith(f"Saved for *{NAME}*, as an assumption about")
    assert seen.buttons[:2] == ["Undo", "Other customer"]
    assert "1 of 7 topics known, 0 confirmed. Worth asking next:" in seen.text


@pytest.mark.parametrize("door", ["dm", "mention"])
async def test_it_is_learned_through_every_door(hospital: Office, door: str) -> None:
    line = f"learn {NAME} plans: {SPRING}"

    seen = await (hospital.slack.dm(OWNER, line) if door == "dm" else hospital.slack.mention("C0GENERAL", OWNER, line))

    assert "as an assumption about *Plans*" in seen.text
    assert await statements(hospital, NAME) == [SPRING]


async def test_of_one_topic_several_things_are_known_but_none_twice(hospital: Office) -> None:
    slack = hospital.slack
    for line in (SPRING, "A new wing by 2028"):
        await slack.command(OWNER, f"/talk learn {NAME} plans: {line}")

    again = await slack.command(STAFF, f"/talk learn {NAME} plans: {SPRING.upper()}")

    assert "That is already known of *Northside Hospital*." in again.text
    assert sorted(await statements(hospital, NAME)) == ["A new wing by 2028", SPRING]


@pytest.mark.parametrize(
    ("line", "word"), [("forecast: rain in May", "forecast"), ("They want everything online", ""), ("https://x.example/a:b", "")]
)
async def test_an_unknown_topic_gets_seven_buttons_and_keeps_the_text(hospital: Office, line: str, word: str) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk learn {NAME} {line}")

    saved = await hospital.slack.click(OWNER, asked, "Use of our services")

    assert asked.buttons == ["Industry", "Normal IT use", "Innovators' IT use", "Position", "Plans", "How it works", "Use of our services"]
    assert (f"I don't know the topic *{word}*." in asked.text) == bool(word)
    assert "as an assumption about *Use of our services*" in saved.text
    [belief] = await beliefs(hospital, NAME)
    assert (belief.topic, belief.statement) == ("services", line)


async def test_a_topic_without_words_opens_the_form_with_it(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, f"/talk learn {NAME} plans:")

    blank = await hospital.slack.fill_and_submit(OWNER, form, {"What is true of them": "  "})
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"What is true of them": SPRING, "Source": "https://n.example"})

    assert blank.errors == {"text": "Write down what is true."}
    assert "as an assumption about *Plans*" in saved.text
    [belief] = await beliefs(hospital, NAME)
    assert (belief.topic, belief.statement, belief.source) == ("plans", SPRING, "https://n.example")


async def test_an_unknown_customer_loses_nothing(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk learn Lakeside School plans: {SPRING}")

    saved = await hospital.slack.click(OWNER, asked, 'Add "Lakeside School" and save')

    assert "I don't know a customer called *Lakeside School*" in asked.text
    assert "as an assumption about *Plans*" in saved.text
    assert await statements(hospital, "Lakeside School") == [SPRING]


async def test_a_misspelt_customer_is_offered_with_the_line(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk learn Nothside Hospitl plans: {SPRING}")

    await hospital.slack.click(OWNER, asked, NAME)

    assert await statements(hospital, NAME) == [SPRING]


async def test_a_customer_that_is_added_with_its_position_goes_with_one_undo(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk learn Lakeside School position: laggard")
    saved = await hospital.slack.click(OWNER, asked, 'Add "Lakeside School" and save')
    position = (await hospital.customer("Lakeside School")).position

    back = await hospital.slack.click(OWNER, saved, "Undo")

    assert position == "laggard"
    assert "Taken back: adding *Lakeside School* and what you noted of it." in back.text
    assert await hospital.bot.store.named(TEAM, ["lakeside school"]) == {}


async def test_undo_takes_it_back_and_gives_the_words_back(hospital: Office) -> None:
    saved = await hospital.slack.command(OWNER, f"/talk learn {NAME} plans: {SPRING}")

    back = await hospital.slack.click(OWNER, saved, "Undo")

    assert "Taken back: what you noted of *Northside Hospital*." in back.text
    assert SPRING in back.text
    assert await beliefs(hospital, NAME) == []


@pytest.mark.parametrize("line", [f"plans: {SPRING}", "position: laggard", "industry: Hospitals"])
async def test_it_moves_to_another_customer_or_stays(hospital: Office, line: str) -> None:
    slack = hospital.slack
    saved = await slack.command(OWNER, f"/talk learn {NAME} {line}")
    asked = await slack.click(OWNER, saved, "Other customer")

    moved = await slack.click(OWNER, asked, "Type a name", choice="Southside Clinic")
    again = await slack.click(OWNER, moved, "Other customer")
    kept = await slack.click(OWNER, again, "Keep Southside Clinic")

    assert "Saved for *Southside Clinic*" in moved.text
    assert "Saved for *Southside Clinic*" in kept.text
    assert await statements(hospital, NAME) == []
    assert await statements(hospital, "Southside Clinic") == [line.partition(": ")[2]]
    before = await hospital.customer(NAME)
    assert (before.position, before.industry) == (None, "")


async def test_a_belief_longer_than_one_can_be_comes_back(hospital: Office) -> None:
    seen = await hospital.slack.command(OWNER, f"/talk learn {NAME} plans: {'They grow. ' * 300}")

    assert "Not saved: one thing to know has at most 3,000 characters, and this has 3,299." in seen.text
    assert "They grow. They grow." in seen.text
    assert await beliefs(hospital, NAME) == []


async def test_the_profile_goes_through_seven_topics_in_their_order(hospital: Office) -> None:
    slack = hospital.slack
    await slack.command(OWNER, f"/talk learn {NAME} services: All their mail runs with us")
    await slack.command(STAFF, f"/talk learn {NAME} plans: {SPRING} (source: https://n.example)")

    seen = await slack.command(OWNER, f"/talk learn {NAME}")

    order = ["Industry", "Normal IT use", "Innovators' IT use", "Position", "Plans", "How it works", "Use of our services"]
    places = [seen.text.index(f"*{topic}*") for topic in order]
    assert places == sorted(places)
    assert "2 of 7 topics known, 0 confirmed." in seen.text
    assert "*Ask next:* “What is changing in your industry these days?”" in seen.text
    assert f"*Plans* · Assumed\n> {SPRING}" in seen.text
    assert "Learned by @U0STAFF today, Tuesday 24 November.\nSource: https://n.example" in seen.text
    assert "*How it works*\nNothing known yet." in seen.text


async def test_the_profile_of_a_channel_needs_no_name(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, f"/talk edit {NAME}")
    await hospital.slack.fill_and_submit(OWNER, form, {"Channel": "C0CUSTOMER"})

    shown = await hospital.slack.command(OWNER, "/talk learn", "C0CUSTOMER")
    saved = await hospital.slack.command(OWNER, f"/talk learn plans: {SPRING}", "C0CUSTOMER")

    assert "0 of 7 topics known" in shown.text
    assert f"Saved for *{NAME}*" in saved.text


async def test_add_in_the_profile_redraws_it(hospital: Office) -> None:
    slack = hospital.slack
    profile = await slack.command(OWNER, f"/talk learn {NAME}")
    assert profile.message is not None

    form = await slack.click(OWNER, profile, "Add", nth=3)
    await slack.fill_and_submit(OWNER, form, {"What is true of them": SPRING})
    await hospital.bot.entry.drain()

    assert "1 of 7 topics known" in profile.message.readable
    assert f"*Plans* · Assumed\n> {SPRING}" in profile.message.readable


async def test_more_than_a_page_is_leafed_through_and_stays_on_its_page(hospital: Office) -> None:
    slack = hospital.slack
    for n in range(14):
        await slack.command(OWNER, f"/talk learn {NAME} plans: Goal {n:02}")
        hospital.watch.turn(minutes=1)
    first = await slack.command(OWNER, f"/talk learn {NAME}")

    second = await slack.click(OWNER, first, "Show 10 more of 10")
    after = await slack.click(OWNER, second, "Confirmed", nth=0)

    assert "Goal 13" in first.text
    assert "Goal 00" not in first.text
    assert "Goal 00" in second.text
    assert "Goal 00" in after.text
    assert "Show the first ones" in after.buttons


async def test_learn_alone_shows_the_least_known_first_and_what_dominates(hospital: Office) -> None:
    slack = hospital.slack
    for name in ("Eastside Hospital", "Westside Hospital"):
        await slack.command(OWNER, f"/talk add {name}")
        await slack.command(OWNER, f"/talk learn {name} industry: Hospitals")
    await slack.command(STAFF, "/talk add Lakeside School")

    mine = await slack.command(OWNER, "/talk learn")
    shown = await slack.click(OWNER, mine, "Show", nth=0)
    nobodys = await slack.command("U0DEPUTY", "/talk learn")

    assert "Of your 4 customers, 0 are known on all 7 topics, 2 on none. The least known first:" in mine.text
    assert "2 of your 4 customers are in *Hospitals*: read about this one first. Nothing is known of *Hospitals* yet." in mine.text
    assert mine.text.index(NAME) < mine.text.index("Southside Clinic") < mine.text.index("Eastside Hospital")
    assert "0 of 7 topics known" in shown.text
    assert "You don't own a customer yet." in nobodys.text
    assert "2 of all 5 customers are in *Hospitals*" in nobodys.text


async def test_guests_learn_nothing(hospital: Office) -> None:
    await hospital.slack.command(OWNER, f"/talk learn {NAME} plans: {SPRING}")

    seen = await hospital.slack.command(GUEST, f"/talk learn {NAME}")

    assert SPRING not in seen.text


async def test_adding_a_customer_is_not_taken_back_once_something_is_known_of_it(hospital: Office) -> None:
    added = await hospital.slack.command(OWNER, "/talk add Lakeside School")
    await hospital.slack.command(STAFF, f"/talk learn Lakeside School plans: {SPRING}")

    refused = await hospital.slack.click(OWNER, added, "Undo")

    assert "I can't take back adding *Lakeside School*: it has 1 belief by now." in refused.text
