"""Who has to be told what, and when: written from the product's rules alone, to hold the bot's ladder against.

It shares no rule and no arithmetic with the bot. It knows what people did (talks, bookings, snoozes, handovers) and what they were
told, and says at any moment what each person has to hear now. Days are the relationship's: its owner's, or without an owner whom
one can reach the workspace's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


@dataclass
class Someone:
    """A person: where they are, whether Slack still has them, and the days on which they had a DM."""

    id: str
    zone: str
    gone: bool = False
    admin: bool = False
    days: set[date] = field(default_factory=set)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def at_work(self, at: datetime) -> bool:
        local = self.local(at)
        return not self.gone and local.isoweekday() <= 5 and 9 <= local.hour <= 16


@dataclass(frozen=True)
class Item:
    """One telling in a DM."""

    person: str
    customer: str
    step: str
    about: date


@dataclass
class Heard:
    """What a person heard about a customer, on which of its days, and whether anybody did something about it since."""

    item: Item
    on: date
    answered: bool = False


@dataclass
class Story:
    """A customer, as people who work with it would tell its story."""

    name: str
    since: date
    cadence: tuple[int, str]
    owner: str | None
    deputy: str | None
    sponsor: str | None
    booked: date | None = None
    snoozed: date | None = None
    heard: list[Heard] = field(default_factory=list)
    briefed: list[Heard] = field(default_factory=list)

    @property
    def due(self) -> date:
        return one_cadence_after(self.since, *self.cadence)

    def copy(self) -> Story:
        """Return the story as it is now, for an undo."""
        return replace(self, heard=[replace(one) for one in self.heard])

    def talked(self, on: date) -> None:
        """A talk that counts: it ends a snooze, and a booking that it was or came after."""
        self.since = on
        self.snoozed = None
        self.booked = None if self.booked and self.booked <= on else self.booked
        self.answer()

    def answer(self) -> None:
        for one in self.heard:
            one.answered = True

    def question(self) -> date | None:
        """Return when it was asked whether the booked talk happened."""
        return next((one.on for one in self.heard if (one.item.step, one.item.about) == ("happened", self.booked)), None)

    def free_from(self) -> date:
        """Return the first day on which nothing holds reminders back, as far as that is known today."""
        asked = self.question()
        ends = [self.snoozed or date.min]
        if self.booked:
            ends.append(after_working_days(asked, 3) if asked else date.max)
        return max(ends)


@lru_cache
def one_cadence_after(day: date, count: int, unit: str) -> date:
    if unit != "months":
        return day + timedelta(days=count * {"days": 1, "weeks": 7}[unit])
    months = day.month + count
    year, month = day.year + (months - 1) // 12, (months - 1) % 12 + 1
    return next(found for cut in range(4) if (found := real(year, month, day.day - cut)))


def real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def after_working_days(day: date, count: int) -> date:
    """Return the first working day after so many whole working days have passed since `day`."""
    left = count + 1
    while left:
        day += ONE_DAY
        left -= day.isoweekday() <= 5
    return day


def working_day_before(day: date) -> date:
    """Return the working day before a day."""
    return next(one for one in (day - ONE_DAY * n for n in range(1, 4)) if one.isoweekday() <= 5)


class Oracle:
    """All stories, and the people in them."""

    def __init__(self, people: list[Someone], stories: list[Story], zone: str) -> None:
        self.people = {person.id: person for person in people}
        self.stories = {story.name: story for story in stories}
        self.zone = zone

    def expect(self, at: datetime) -> set[Item]:
        """Return what has to be told at this moment: all that is due to whoever is at work and had no DM today."""
        listening = {one.id for one in self.people.values() if one.at_work(at) and one.local(at).date() not in one.days}
        chiefs = listening.intersection(self.admins())
        near = [one for one in self.stories.values() if chiefs or listening.intersection((one.owner, one.deputy, one.sponsor))]
        return {item for story in near for item in self.of(story, at) if item.person in listening}

    def told(self, at: datetime, items: set[Item]) -> None:
        """Remember what was told."""
        for item in items:
            story = self.stories[item.customer]
            (story.briefed if item.step == "brief" else story.heard).append(Heard(item, self.today(story, at)))
            self.people[item.person].days.add(self.people[item.person].local(at).date())

    def here(self, person: str | None) -> str | None:
        return person if person and not self.people[person].gone else None

    def today(self, story: Story, at: datetime) -> date:
        owner = self.here(story.owner)
        return at.astimezone(ZoneInfo(self.people[owner].zone if owner else self.zone)).date()

    def admins(self) -> list[str]:
        return [one.id for one in self.people.values() if one.admin and not one.gone]

    def in_charge(self, story: Story) -> list[str]:
        first = self.here(story.owner) or self.here(story.deputy) or self.here(story.sponsor)
        return [first] if first else self.admins()

    def of(self, story: Story, at: datetime) -> list[Item]:
        """Return what is to be told about one customer, at whatever hour."""
        return self.brief(story, self.today(story, at)) + self.late(story, self.today(story, at))

    def brief(self, story: Story, today: date) -> list[Item]:
        """Return who is told beforehand of a booked talk: on the last working day before it, or on the day itself, once."""
        if story.booked is None or not story.booked >= today >= working_day_before(story.booked):
            return []
        items = [Item(person, story.name, "brief", story.booked) for person in self.in_charge(story)]
        return [item for item in items if item not in [one.item for one in story.briefed]]

    def late(self, story: Story, today: date) -> list[Item]:
        """Return what is to be told of a relationship that is quiet, or of a booked talk that has passed."""
        if story.booked and today > story.booked and story.question() is None:
            return [Item(person, story.name, "happened", story.booked) for person in self.in_charge(story)]
        if today <= story.due or ((story.booked or story.snoozed) and today < story.free_from()):
            return []
        step = self.step(story, today)
        return [Item(person, story.name, step, story.due) for person in self.hearers(story, step, today)]

    def step(self, story: Story, today: date) -> str:
        late = (today - story.due).days
        ignored = [one.item for one in story.heard if not one.answered and one.on > story.since]
        patience = [item.person for item in ignored if item.step == "happened" or item.about == story.due]
        if late >= 29 or any(patience.count(person) >= 3 for person in patience):
            return "escalated"
        return "overdue" if late >= 15 else "due"

    def hearers(self, story: Story, step: str, today: date) -> set[str]:
        """Return who has not heard of this step yet since nothing holds it back, or has to hear of it again."""
        free_from = story.free_from()
        lately = [one for one in story.heard if one.item.about == story.due and one.item.step != "happened" and one.on >= free_from]
        first = set(self.in_charge(story))
        if step != "due":
            first |= {person for person in [self.here(story.deputy)] if person}
        if step != "escalated":
            return first - {one.item.person for one in lately if one.item.step == step}
        sponsor = self.here(story.sponsor)
        last = {sponsor} if sponsor else set(self.admins())
        now = [one for one in lately if one.item.step == step and one_cadence_after(one.on, *story.cadence) > today]
        return (first - {one.item.person for one in lately}) | (last - {one.item.person for one in now})
