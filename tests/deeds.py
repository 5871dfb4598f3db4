"""What people do in a made-up year: each deed is done with the bot's own verbs, buttons and forms, and told to the oracle."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from conftest import TEAM
from oracle import Story

from messages import nudges as told
from messages.talks import FORM as TALK_FORM
from model.cadence import Cadence
from model.change import Write

if TYPE_CHECKING:
    from year import Year

ZONES = (
    *("Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/Santiago"),
    *("Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Honolulu", "Pacific/Apia"),
)
CADENCES = ((3, "months"), (3, "months"), (1, "months"), (6, "weeks"), (90, "days"), (6, "months"), (10, "days"))


async def talk(year: Year, story: Story, user: str, today: date) -> None:
    on = year.chance.choice((today, today, today - timedelta(days=1)))
    await year.ask(user, "line", text=f"note {story.name} on {on}: They told us about their plans")
    story.talked(max(story.since, on))


async def printer(year: Year, story: Story, user: str, today: date) -> None:
    customer = await year.customer(story)
    given = {"customer": customer.id, "date": today.isoformat(), "notes": "A printer", "purpose": "operational", "visibility": "team"}
    await year.ask(user, "forms", TALK_FORM, fields=given)


async def snooze(year: Year, story: Story, user: str, today: date) -> None:
    until = today + timedelta(days=year.chance.randint(1, 50))
    await year.ask(user, "line", text=f"snooze {story.name} until {until}")
    story.snoozed = until
    story.answer()


async def snooze_and_undo(year: Year, story: Story, user: str, today: date) -> None:
    before = story.copy()
    await snooze(year, story, user, today)
    await year.ask(user, "line", text="undo")
    year.oracle.stories[story.name] = before


async def book(year: Year, story: Story, user: str, today: date) -> None:
    day = today + timedelta(days=year.chance.randint(0, 25))
    await year.ask(user, "line", text=f"book {story.name} on {day}")
    story.booked, story.snoozed = day, None
    story.answer()


async def fall_through(year: Year, story: Story, user: str, today: date) -> None:
    nudges = await year.store.nudges(TEAM, customer=(await year.customer(story)).id)
    for nudge in [nudge for nudge in nudges if nudge.step == "happened" and nudge.due_on == story.booked and not nudge.answer][:1]:
        await year.ask(user, "actions", told.FELL_THROUGH, value=nudge.id)
        tomorrow = today + timedelta(days=1)
        story.booked, story.snoozed = None, max(story.snoozed or tomorrow, tomorrow)
        story.answer()


async def hand_over(year: Year, story: Story, user: str, _: date) -> None:
    nudges = await year.store.nudges(TEAM, customer=(await year.customer(story)).id)
    owner = year.chance.choice([one for one in year.oracle.people if one not in {story.owner, story.deputy, story.sponsor}])
    for nudge in [nudge for nudge in nudges if not nudge.answer][:1]:
        await year.ask(user, "forms", told.HAND_OVER_FORM, fields={"owner": owner}, carried=nudge.id)
        story.owner = owner
        story.answer()


async def change_cadence(year: Year, story: Story, _user: str, _: date) -> None:
    customer, cadence = await year.customer(story), year.chance.choice(CADENCES)
    await year.write(Write(before=customer, after=customer.changed(cadence=Cadence(*cadence))))  # type: ignore[arg-type]
    story.cadence = cadence


async def leave(year: Year, _story: Story, _user: str, _: date) -> None:
    owners = [one for one in year.oracle.people.values() if one.id.startswith("UOWNER")]
    if sum(one.gone for one in owners) < 4:
        await year.changes(year.chance.choice(owners), gone=True)


async def move(year: Year, _story: Story, user: str, _: date) -> None:
    await year.changes(year.oracle.people[user], zone=year.chance.choice(ZONES))


TYPED: tuple[tuple[Any, int], ...] = ((talk, 35), (snooze, 18), (snooze_and_undo, 5), (book, 22))
ALL = (*TYPED, (printer, 5), (fall_through, 25), (hand_over, 5), (change_cadence, 4), (leave, 2), (move, 3))
