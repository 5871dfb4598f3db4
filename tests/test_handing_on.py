"""An improvement goes with its customer: whoever takes the customer over has its open ones, and is asked for their results."""

from __future__ import annotations

from conftest import Office
from improving import DEPUTY, OWNER, cycles, doing, hospital, improve, measured, step, the_card
from records import edited

from model.improvement import Improvement
from sandbox import Seen

__all__ = ["hospital"]

STAFF = "U0STAFF"


async def handed_over(office: Office, owner: str | None = DEPUTY) -> Seen:
    """Olivia gives the customer another owner in its form."""
    form = await office.slack.command(OWNER, "/talk edit Northside Hospital")
    return await office.slack.fill_and_submit(OWNER, form, {"Owner": owner})


async def the_one(office: Office) -> Improvement:
    [one] = await cycles(office)
    return one


async def asked_of(office: Office, user: str, days: int) -> bool:
    """Whether somebody is asked for a result on the day that comes so much later."""
    before = len(office.slack.from_bot(user))
    office.watch.turn(days=days)
    await office.tick()
    return any("to be looked at" in dm.readable for dm in office.slack.from_bot(user)[before:])


async def test_open_cycles_go_to_the_new_owner_of_the_customer_and_come_back_with_undo(hospital: Office) -> None:
    await doing(hospital)

    saved = await handed_over(hospital)

    assert "Its open improvement is theirs, too." in saved.text
    assert (await the_one(hospital)).owner == DEPUTY
    await step(hospital, await the_card(hospital), "Record what was done", {"What was done": "We sent messages"})
    undone = await hospital.slack.click(OWNER, saved, "Undo")
    assert "Taken back: your change of *Northside Hospital*." in undone.text
    assert ((await the_one(hospital)).owner, (await the_one(hospital)).stage) == (OWNER, "check")


async def test_who_takes_a_cycle_over_is_asked_although_the_owner_before_was(hospital: Office) -> None:
    await doing(hospital)
    assert await asked_of(hospital, OWNER, 9)

    await handed_over(hospital)

    assert await asked_of(hospital, DEPUTY, 1)


async def test_who_gets_a_cycle_back_was_asked_before(hospital: Office) -> None:
    await doing(hospital)
    assert await asked_of(hospital, OWNER, 9)
    saved = await handed_over(hospital)

    await hospital.slack.click(OWNER, saved, "Undo")

    assert (await the_one(hospital)).owner == OWNER
    assert not await asked_of(hospital, OWNER, 1)


async def test_who_becomes_the_owner_in_the_plan_is_asked_although_the_owner_before_was(hospital: Office) -> None:
    card = await doing(hospital)
    assert await asked_of(hospital, OWNER, 9)

    await step(hospital, card, "Edit the plan", {"Owner": DEPUTY})

    assert await asked_of(hospital, DEPUTY, 1)


async def test_a_plan_that_keeps_its_owner_asks_nobody_again(hospital: Office) -> None:
    card = await doing(hospital)
    assert await asked_of(hospital, OWNER, 9)

    await step(hospital, card, "Edit the plan", {"Target": "12 %"})

    assert not await asked_of(hospital, OWNER, 1)


async def test_a_cycle_keeps_its_owner_when_its_customer_has_none(hospital: Office) -> None:
    await doing(hospital)

    await handed_over(hospital, None)

    assert (await hospital.customer("Northside Hospital")).owner is None
    assert (await the_one(hospital)).owner == OWNER


async def test_what_has_ended_stays_with_whoever_ended_it(hospital: Office) -> None:
    card = await measured(hospital)
    await step(hospital, card, "Decide what follows", {"Verdict": "Adopt", "What we make of it": "It works"})

    await handed_over(hospital)

    assert (await the_one(hospital)).owner == OWNER


async def test_handing_a_customer_over_from_a_reminder_hands_its_cycles_over(hospital: Office) -> None:
    await improve(hospital)
    hospital.watch.turn(days=93)
    await hospital.tick()
    form = await hospital.slack.click(OWNER, hospital.slack.from_bot(OWNER)[-1], "Hand over")

    saved = await hospital.slack.fill_and_submit(OWNER, form, {"New owner": DEPUTY})

    assert "Its open improvement is theirs, too." in saved.text
    assert (await the_one(hospital)).owner == DEPUTY
    undone = await hospital.slack.click(OWNER, saved, "Undo")
    assert "Taken back: your answer to the reminder about *Northside Hospital*." in undone.text
    assert (await the_one(hospital)).owner == OWNER


async def test_a_cycle_of_somebody_else_stays_theirs_when_the_customer_changes_hands(hospital: Office) -> None:
    await doing(hospital)
    await hospital.bot.store.commit(edited(await the_one(hospital), owner=STAFF))

    saved = await handed_over(hospital)

    assert "open improvement" not in saved.text
    assert (await the_one(hospital)).owner == STAFF
