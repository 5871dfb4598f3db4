"""How ideas are received: votes, decisions, what the customer said, merging, and who hears what became of them."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TEAM, Office
from records import NOON, TODAY, belief, customer, idea, later, made

from model.belief import Belief
from model.idea import Idea, IdeaState, back, gone_into, open_ideas
from sandbox import Seen

OWNER, DEPUTY, STAFF, GUEST = "U0OWNER", "U0DEPUTY", "U0STAFF", "U0GUEST"
ACME = customer("Acme", owner="U0OWNER")


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital, for which Sam had two ideas: tablets, and then an app."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    for text in ("Tablets at the bedside", "An app for visitors"):
        await room.slack.command(STAFF, f"/talk idea Northside Hospital {text}")
        room.watch.turn(minutes=1)
    return room


async def listed(office: Office, user: str = OWNER) -> Seen:
    return await office.slack.command(user, "/talk ideas Northside Hospital")


async def the(office: Office, text: str) -> Idea:
    return next(idea for idea in await office.ideas("Northside Hospital") if text in idea.text)


async def choose(office: Office, where: Seen, choice: str, nth: int = 0, user: str = OWNER) -> Seen:
    """Choose in the menu of the idea that stands there as the how-manieth."""
    return await office.slack.click(user, where, "idea.menu", nth=nth, value=choice)


async def test_a_vote_counts_once_and_is_taken_back_by_the_same_button(hospital: Office) -> None:
    slack, lists = hospital.slack, await listed(hospital)

    voted = await slack.click(OWNER, lists, "Vote", nth=0)
    assert voted.text.count("1 vote") == 1
    assert (await the(hospital, "app")).votes == (OWNER,)
    back_again = await slack.click(OWNER, voted, "Take back my vote")

    assert "1 vote" not in back_again.text
    assert (await the(hospital, "app")).votes == ()


async def test_a_second_click_on_an_old_vote_changes_nothing(hospital: Office) -> None:
    slack, lists = hospital.slack, await listed(hospital)
    assert lists.message is not None
    twice = [slack.compose.click(OWNER, lists.message, "Vote", nth=0) for _ in range(2)]

    seen = [await slack.act(one) for one in twice]

    assert (await the(hospital, "app")).votes == (OWNER,)
    assert "1 vote" in seen[1].text


@pytest.mark.parametrize(
    ("choice", "state", "told"),
    [
        ("discussed", "discussed", "Marked as discussed."),
        ("adopted", "adopted", "Adopted. @U0STAFF hears of it with their next daily message."),
        ("not now", "not now", "Put off: it comes back on Wednesday 24 February 2027, or as soon as their plans change."),
        ("declined", "declined", "Declined: it does not come back by itself."),
    ],
)
async def test_a_decision_is_shown_in_the_list_it_was_made_in_and_taken_back(
    hospital: Office, choice: str, state: IdeaState, told: str
) -> None:
    decided = await choose(hospital, await listed(hospital), choice)

    assert told in decided.text
    assert "2 ideas for *Northside Hospital*, the newest first:" in decided.text
    assert (await the(hospital, "app")).state == state
    assert (await the(hospital, "Tablets")).state == "new"

    undone = await hospital.slack.click(OWNER, decided, "Undo")

    assert "Taken back: your decision about an idea for *Northside Hospital*." in undone.text
    assert (await the(hospital, "app")).state == "new"


async def test_who_comes_second_hears_who_was_first(hospital: Office) -> None:
    owners, deputys = await listed(hospital), await listed(hospital, DEPUTY)
    await choose(hospital, owners, "declined")
    hospital.watch.turn(hours=1)

    second = await choose(hospital, deputys, "declined", user=DEPUTY)

    assert "It is declined already: @U0OWNER," in second.text
    assert (await the(hospital, "app")).decided_by == OWNER


async def test_a_vote_is_not_built_on_a_decision(hospital: Office) -> None:
    decided = await choose(hospital, await listed(hospital), "adopted")
    await hospital.slack.click(DEPUTY, await listed(hospital, DEPUTY), "Vote", nth=0)

    undone = await hospital.slack.click(OWNER, decided, "Undo")

    assert "Taken back" in undone.text
    assert ((await the(hospital, "app")).state, (await the(hospital, "app")).votes) == ("new", (DEPUTY,))


async def test_what_they_said_is_kept_and_shown(hospital: Office) -> None:
    lists = await listed(hospital)
    form = await hospital.slack.click(OWNER, lists, "What they said", nth=0)

    saved = await hospital.slack.fill_and_submit(
        OWNER, form, {"What did they say, and why?": "Yes, by spring", "Origin": "The customer asked for it"}
    )

    assert "Saved: what *Northside Hospital* said." in saved.text
    app = await the(hospital, "app")
    assert (app.reaction, app.origin, app.state) == ("Yes, by spring", "customer", "discussed")
    await hospital.bot.entry.drain()
    assert lists.message is not None
    again = hospital.slack.ephemerals(OWNER)[-1]
    assert "They said: “Yes, by spring”" in again.readable
    assert "the customer asked for it" in again.readable

    undone = await hospital.slack.click(OWNER, saved, "Undo")

    assert "Taken back: what you noted about an idea for *Northside Hospital*." in undone.text
    assert undone.text.splitlines()[2:] == ["This is what it said:", "Yes, by spring"]
    assert (await the(hospital, "app")).reaction == ""


async def test_two_forms_do_not_overwrite_each_other(hospital: Office) -> None:
    forms = [await hospital.slack.click(user, await listed(hospital, user), "What they said", nth=0) for user in (OWNER, DEPUTY)]
    await hospital.slack.fill_and_submit(OWNER, forms[0], {"What did they say, and why?": "Yes"})

    late = await hospital.slack.fill_and_submit(DEPUTY, forms[1], {"What did they say, and why?": "No"})

    assert "Somebody noted something else meanwhile." in late.errors["reaction"]
    assert (await the(hospital, "app")).reaction == "Yes"


async def test_merging_counts_each_voter_once_and_keeps_the_link(hospital: Office) -> None:
    slack = hospital.slack
    for user, nth in ((DEPUTY, 0), (OWNER, 1), (OWNER, 0)):
        await slack.click(user, await listed(hospital, user), "Vote", nth=nth)
    form = await choose(hospital, await listed(hospital), "merge")

    merged = await slack.fill_and_submit(OWNER, form, {"Into": "Tablets at the bedside"})

    app, tablets = await the(hospital, "app"), await the(hospital, "Tablets")
    assert (app.state, app.into) == ("merged", tablets.id)
    assert sorted(tablets.votes) == [DEPUTY, OWNER]
    assert "It has 2 votes now." in merged.text
    lists = await listed(hospital)
    assert "1 idea for *Northside Hospital*:" in lists.text
    assert "Merged from: “An app for visitors”" in lists.text
    summed = await slack.command(OWNER, "/talk summary Northside Hospital")
    assert "An app for visitors" not in summed.text
    undone = await slack.click(OWNER, merged, "Undo")
    assert "Taken back: merging an idea for *Northside Hospital* into another." in undone.text
    assert [one.state for one in await hospital.ideas("Northside Hospital")] == ["new", "new"]


async def test_the_search_for_the_other_idea_finds_words_and_only_ideas_that_stand(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Southside Clinic")
    await hospital.slack.command(OWNER, "/talk idea Southside Clinic Tablets too")
    form = await choose(hospital, await listed(hospital), "merge")
    block = form.view.blocks[-1]["block_id"] if form.view else ""

    all_of_them = await hospital.slack.suggest(OWNER, form, block, "")
    found = await hospital.slack.suggest(OWNER, form, block, "BÉD tab")
    none = await hospital.slack.suggest(OWNER, form, block, "visitors")

    assert all_of_them.options == found.options == ["Tablets at the bedside"]
    assert none.options == []


async def test_a_click_in_an_old_list_reaches_the_idea_that_stands(hospital: Office) -> None:
    old = await listed(hospital, DEPUTY)
    form = await choose(hospital, await listed(hospital), "merge")
    await hospital.slack.fill_and_submit(OWNER, form, {"Into": "Tablets at the bedside"})

    voted = await hospital.slack.click(DEPUTY, old, "Vote", nth=0)

    assert "The idea you clicked was merged into this one meanwhile." in voted.text
    assert (await the(hospital, "Tablets")).votes == (DEPUTY,)


async def test_what_was_merged_moves_with_the_idea_it_went_into(hospital: Office) -> None:
    await hospital.slack.command(OWNER, "/talk add Southside Clinic")
    saved = await hospital.slack.command(OWNER, "/talk idea Northside Hospital Screens")
    form = await choose(hospital, await listed(hospital), "merge", nth=1)
    await hospital.slack.fill_and_submit(OWNER, form, {"Into": "Screens"})

    asked = await hospital.slack.click(OWNER, saved, "Other customer")
    await hospital.slack.click(OWNER, asked, "Type a name", choice="Southside Clinic")

    assert {one.text for one in await hospital.ideas("Southside Clinic")} == {"Screens", "An app for visitors"}


async def test_whoever_brought_an_idea_hears_of_it_once_in_the_message_of_the_day(hospital: Office) -> None:
    await choose(hospital, await listed(hospital), "adopted")
    assert hospital.slack.from_bot(STAFF) == []

    hospital.watch.turn(hours=6)
    await hospital.tick()
    await hospital.tick()

    [heard] = hospital.slack.from_bot(STAFF)
    assert "Your idea for *Northside Hospital* was adopted, by @U0OWNER." in heard.readable
    assert "An app for visitors" in heard.readable
    assert (await the(hospital, "app")).to_hear is None


async def test_nobody_hears_of_what_they_decided_themselves(hospital: Office) -> None:
    await choose(hospital, await listed(hospital, STAFF), "adopted", user=STAFF)

    hospital.watch.turn(hours=6)
    await hospital.tick()

    assert hospital.slack.from_bot(STAFF) == []


async def test_a_second_piece_of_news_waits_for_the_next_day(hospital: Office) -> None:
    await choose(hospital, await listed(hospital), "adopted")
    hospital.watch.turn(hours=6)
    await hospital.tick()
    await choose(hospital, await listed(hospital), "declined", nth=1)

    await hospital.tick()
    assert len(hospital.slack.from_bot(STAFF)) == 1
    hospital.watch.turn(days=1)
    await hospital.tick()

    assert len(hospital.slack.from_bot(STAFF)) == 2
    assert "was declined" in hospital.slack.from_bot(STAFF)[1].readable


async def test_the_owner_hears_of_what_the_customer_asked_for(hospital: Office) -> None:
    form = await hospital.slack.command(STAFF, "/talk idea Northside Hospital")
    await hospital.slack.fill_and_submit(STAFF, form, {"Idea": "Parking", "Origin": "The customer asked for it"})
    await choose(hospital, await listed(hospital, DEPUTY), "declined", user=DEPUTY)

    hospital.watch.turn(minutes=1)
    await hospital.tick()

    [heard] = hospital.slack.from_bot(OWNER)
    assert "An idea that *Northside Hospital* asked for was declined, by @U0DEPUTY. Let them know." in heard.readable


async def test_news_of_a_message_that_could_not_be_sent_in_time_is_told_on_the_next_day(hospital: Office) -> None:
    await choose(hospital, await listed(hospital), "adopted")
    hospital.watch.turn(hours=6)
    hospital.slack.faults.add("chat.postMessage", "error", error="internal_error", times=20)
    await hospital.tick()
    assert (await the(hospital, "app")).to_hear is None
    hospital.watch.turn(hours=8)
    await hospital.tick()
    assert (await the(hospital, "app")).to_hear == STAFF
    hospital.slack.faults.clear()

    hospital.watch.turn(hours=15)
    await hospital.tick()

    assert ["was adopted" in one.readable for one in hospital.slack.from_bot(STAFF)] == [True]


async def test_a_decision_that_is_taken_back_after_it_was_told_is_told_again(hospital: Office) -> None:
    decided = await choose(hospital, await listed(hospital), "adopted")
    hospital.watch.turn(hours=6)
    await hospital.tick()

    await hospital.slack.click(OWNER, decided, "Undo")
    hospital.watch.turn(days=1)
    await hospital.tick()

    assert "is on the table again" in hospital.slack.from_bot(STAFF)[-1].readable


async def test_a_guest_changes_nothing(hospital: Office) -> None:
    lists = await listed(hospital)
    assert lists.message is not None

    seen = await hospital.slack.act(hospital.slack.compose.click(GUEST, lists.message, "Vote", nth=0))

    assert "for full members" in seen.text
    assert (await the(hospital, "app")).votes == ()


async def test_an_idea_that_was_put_off_is_open_again_everywhere_once_their_plans_change(hospital: Office) -> None:
    slack, store = hospital.slack, hospital.bot.store
    for nth in (0, 1):
        await choose(hospital, await listed(hospital), "not now", nth=nth)
    card = await slack.command(OWNER, "/talk customer Northside Hospital")
    assert "*Open ideas*\nNone yet." in card.text
    northside = await hospital.customer("Northside Hospital")
    hospital.watch.turn(minutes=5)

    learned = belief(northside, learned_at=hospital.watch(), workspace=TEAM, author=OWNER)
    await store.commit(made(learned))

    card = await slack.command(OWNER, "/talk customer Northside Hospital")
    assert "*Open ideas*\n• An app for visitors\n• Tablets at the bedside" in card.text
    assert (await listed(hospital)).text.count("back on the table: their plans changed") == 2
    summed = await slack.command(OWNER, "/talk summary Northside Hospital")
    assert "(not now)" not in summed.text


DECIDED = idea(ACME, state="not now", decided_on=TODAY, decided_at=NOON)


@pytest.mark.parametrize(
    ("today", "beliefs", "why"),
    [
        (TODAY, [], None),
        (date(2027, 2, 23), [], None),
        (date(2027, 2, 24), [], "cycle"),
        (TODAY, [belief(ACME, learned_at=later(minutes=1))], "plans"),
        (TODAY, [belief(ACME, learned_at=later(minutes=-1))], None),
        (TODAY, [belief(ACME, learned_at=later(minutes=1), topic="services")], None),
        (TODAY, [belief(ACME, learned_at=later(days=-9)).corrected("They merge", TODAY, "U1")], None),
        (TODAY, [belief(ACME, learned_at=later(days=-9)).corrected("They merge", date(2026, 11, 25), "U1")], "plans"),
    ],
)
def test_what_was_put_off_comes_back_with_the_next_cycle_or_new_plans(today: date, beliefs: list[Belief], why: str | None) -> None:
    assert back(DECIDED, ACME, beliefs, today) == why


@pytest.mark.parametrize("state", ["declined", "adopted", "merged"])
def test_what_was_decided_for_good_does_not_come_back(state: IdeaState) -> None:
    gone = idea(ACME, state=state, decided_on=TODAY, decided_at=NOON)

    assert open_ideas([gone], ACME, [belief(ACME, learned_at=later(days=1))], date(2036, 1, 1)) == []


def test_what_went_into_an_idea_over_several_steps_is_found() -> None:
    last = idea(ACME)
    middle = idea(ACME, state="merged", into=last.id)
    first = idea(ACME, state="merged", into=middle.id)

    assert gone_into([first, middle, last]) == {last.id: [first, middle]}


def test_a_reaction_is_a_vote_until_the_last_one_is_taken_back() -> None:
    cheered = idea(ACME).cheered_by("U2", "+1").cheered_by("U2", "bulb").cheered_by("U2", "bulb")

    one_left = cheered.uncheered_by("U2", "+1")

    assert (cheered.votes, one_left.votes) == (("U2",), ("U2",))
    assert one_left.uncheered_by("U2", "bulb").votes == ()
    assert one_left.uncheered_by("U3", "bulb") is one_left
    assert one_left.unwanted_by("U2").cheers == ()
