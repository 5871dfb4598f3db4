"""What is known of one customer, whole: what is believed on the seven topics, and what its industry does. Everybody shows it from here.

Industry and position stand in a customer's details too, which forms and imports change. One belief each stands for them, under an id
of its own, and always says what the details say: so that they agree wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from model.belief import TOPICS, Belief, Topic, Wording, unsureness
from model.customer import Customer, fold
from model.industry import IndustryEntry
from model.record import id_for
from model.topics import read_position

MIRRORED: tuple[Topic, ...] = ("industry", "position")
NOTHING: dict[Topic, str | None] = {"industry": "", "position": None}
DETAILS = "its details"


class Knowledge(msgspec.Struct, frozen=True):
    """What is known of a customer: beliefs as they are shown, newest first (the outdated too), and its industry's entries."""

    customer: Customer
    beliefs: tuple[Belief, ...]
    entries: tuple[IndustryEntry, ...] = ()

    @property
    def held(self) -> list[Belief]:
        """Return what is still believed, by topic, the newest of each first."""
        return sorted((belief for belief in self.beliefs if belief.held), key=lambda belief: TOPICS.index(belief.topic))

    @property
    def known(self) -> list[Topic]:
        """Return the topics on which anything is known, in their order: what the industry does counts for all of its customers."""
        there = {belief.topic for belief in self.beliefs if belief.held} | {entry.use for entry in self.entries}
        return [topic for topic in TOPICS if topic in there]

    @property
    def missing(self) -> list[Topic]:
        """Return the topics on which nothing is known, in their order."""
        known = self.known
        return [topic for topic in TOPICS if topic not in known]

    def confirmed(self, today: date) -> int:
        """Return on how many topics the customer said something that is not stale."""
        return len({belief.topic for belief in self.beliefs if belief.sure and not belief.stale(today)})

    def stale(self, today: date) -> int:
        """Return how many beliefs are stale."""
        return sum(belief.stale(today) for belief in self.beliefs)

    def to_check(self, today: date) -> list[Belief]:
        """Return what is believed in the order in which it is worth checking: what is to be asked first, then the stale, the unsure."""
        return sorted(self.held, key=lambda belief: unsureness(belief, today))

    def next_to_ask(self, today: date) -> Belief | Topic | None:
        """Return what is worth asking next: a belief that somebody wants asked, a topic of which nothing is known, the least sure belief.

        None where the customer said all of it within the last six months.
        """
        checked = self.to_check(today)
        if checked and checked[0].to_ask:
            return checked[0]
        if self.missing:
            return self.missing[0]
        return next((belief for belief in checked if not belief.sure or belief.stale(today)), None)

    def taken(self, entry: IndustryEntry) -> Belief | None:
        """Return what is believed of the customer since this entry was taken over, if it was."""
        return next((belief for belief in self.beliefs if belief.held and from_entry(belief, entry)), None)

    def belief(self, belief_id: str) -> Belief | None:
        """Return the belief of this id as it is shown."""
        return next((belief for belief in self.beliefs if belief.id == belief_id), None)


def from_entry(belief: Belief, entry: IndustryEntry) -> bool:
    """Whether a belief was taken from an entry, or says the same."""
    return belief.entry == entry.id or (belief.topic in {entry.use, "services"} and fold(belief.statement) == fold(entry.text))


def knowledge(customer: Customer, stored: Sequence[Belief], entries: Iterable[IndustryEntry] = ()) -> Knowledge:
    """Return what is known of a customer, given what the store holds: its beliefs, newest first, and the entries of its industry."""
    ids = {mirror_id(customer, topic): topic for topic in MIRRORED}
    mirrors = {belief.id: belief for belief in stored if belief.id in ids}
    shown = [belief for belief in (mirrored(customer, topic, mirrors.get(key)) for key, topic in ids.items()) if belief]
    beliefs = [belief for belief in stored if belief.id not in ids] + shown
    return Knowledge(customer, tuple(sorted(beliefs, key=lambda belief: (belief.learned_at, belief.id), reverse=True)), tuple(entries))


def mirror_id(customer: Customer, topic: Topic) -> str:
    """Return the id of the belief that stands for a customer's industry or position."""
    return id_for("belief", customer.workspace, customer.id, topic)


def mirrored(customer: Customer, topic: Topic, stored: Belief | None) -> Belief | None:
    """Return the belief that says what a customer's details say; where they changed without it, it is nobody's assumption.

    Its version is the stored one's, 0 where there is none: the next version can be written. What the details no longer say is
    not believed.
    """
    value = getattr(customer, topic)
    if not value:
        return msgspec.structs.replace(stored, state="outdated") if stored else None
    if stored is None:
        return unstored(customer, topic, value)
    if stored.held and mirrors(stored, value):
        return stored
    earlier = (*stored.earlier, Wording(stored.statement, stored.confirmed_on or stored.learned_on, ""))
    fresh = unstored(customer, topic, value)
    return msgspec.structs.replace(fresh, version=stored.version, earlier=earlier, learned_at=stored.learned_at)


def unstored(customer: Customer, topic: Topic, value: str) -> Belief:
    """Return what a customer's details say, as a belief that nobody has written down."""
    return Belief(
        id=mirror_id(customer, topic),
        workspace=customer.workspace,
        version=0,
        customer=customer.id,
        topic=topic,
        statement=value,
        author="",
        learned_on=customer.added_on,
        learned_at=datetime.combine(customer.added_on, time(), UTC),
        source=DETAILS,
    )


def mirrors(belief: Belief, value: str) -> bool:
    """Whether a belief about industry or position says what the details say."""
    return read_position(belief.statement) == value if belief.topic == "position" else fold(belief.statement) == fold(value)


def is_mirror(belief: Belief, customer: Customer) -> bool:
    """Whether a belief stands for the customer's industry or position."""
    return belief.topic in MIRRORED and belief.id == mirror_id(customer, belief.topic)


def detailed(customer: Customer, belief: Belief) -> Customer:
    """Return the customer as its details agree with a belief that stands for one of them; the same one where they do already."""
    if not is_mirror(belief, customer):
        return customer
    value: str | None = NOTHING[belief.topic]
    if belief.held:
        value = read_position(belief.statement) if belief.topic == "position" else " ".join(belief.statement.split())
    return customer if getattr(customer, belief.topic) == value else customer.changed(**{belief.topic: value})
