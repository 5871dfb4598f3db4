"""An idea for improving a customer's business with IT: what becomes of it, who wants it, and when it is on the table again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from model.belief import Belief
from model.customer import Customer
from model.record import Record

Origin = Literal["customer", "staff", "competitor", "innovator"]
Source = Literal["slash", "modal", "shortcut", "reaction", "message", "brainstorm"]
IdeaState = Literal["new", "discussed", "adopted", "not now", "declined", "merged"]
Back = Literal["plans", "cycle"]
OPEN: frozenset[IdeaState] = frozenset({"new", "discussed"})


class Idea(Record, frozen=True):
    """Something IT could do for a customer's success. `noted_at` is UTC; `author` a Slack user id.

    `votes` are the Slack user ids of who wants it, each once; `cheers` are the reactions in Slack by which some of them said so, as
    `user:emoji`. `reaction` is what the customer said to it, and why. `decided_on` is the day, in the zone of who decided, of its last
    change of state, `decided_at` the moment (UTC) and `decided_by` the Slack user id; `to_hear` is who brought it and has yet to
    hear of that. An idea that is `merged` went into the idea with the id `into`. `permalink` is the message it was taken from,
    `brainstorm` the id of the one it came up in.
    """

    customer: str
    text: str
    author: str
    noted_at: datetime
    state: IdeaState = "new"
    origin: Origin = "staff"
    source: Source = "slash"
    votes: tuple[str, ...] = ()
    cheers: tuple[str, ...] = ()
    reaction: str = ""
    decided_on: date | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    to_hear: str | None = None
    into: str | None = None
    permalink: str = ""
    brainstorm: str | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for its first decision; one that is back on the table is open too, see `open_ideas`."""
        return self.state in OPEN

    def wanted_by(self, user: str) -> Idea:
        """Return it with this person's vote."""
        return self if user in self.votes else self.changed(votes=(*self.votes, user))

    def unwanted_by(self, user: str) -> Idea:
        """Return it without this person's vote, however they had given it."""
        if user not in self.votes:
            return self
        cheers = tuple(cheer for cheer in self.cheers if cheer.partition(":")[0] != user)
        return self.changed(votes=tuple(voter for voter in self.votes if voter != user), cheers=cheers)

    def cheered_by(self, user: str, emoji: str) -> Idea:
        """Return it with a reaction of this person's, which is a vote."""
        cheers = tuple(dict.fromkeys((*self.cheers, f"{user}:{emoji}")))
        votes = tuple(dict.fromkeys((*self.votes, user)))
        return self if (cheers, votes) == (self.cheers, self.votes) else self.changed(cheers=cheers, votes=votes)

    def uncheered_by(self, user: str, emoji: str) -> Idea:
        """Return it without this reaction; with the last one the vote goes."""
        left = tuple(cheer for cheer in self.cheers if cheer != f"{user}:{emoji}")
        if left == self.cheers:
            return self
        still = any(cheer.partition(":")[0] == user for cheer in left)
        return self.changed(cheers=left, votes=self.votes if still else tuple(voter for voter in self.votes if voter != user))

    def brought_by(self, customer: Customer) -> str:
        """Return who hears what becomes of it: its author, or the customer's owner where the customer asked for it."""
        return customer.owner if self.origin == "customer" and customer.owner else self.author

    def decided(self, state: IdeaState, on: date, at: datetime, by: str, customer: Customer) -> Idea:
        """Return it in this state, with who has to hear of that: whoever brought it, unless they decided themselves."""
        hears = self.brought_by(customer) if self.brought_by(customer) != by else None
        return self.changed(state=state, decided_on=on, decided_at=at, decided_by=by, to_hear=hears)


def back(idea: Idea, customer: Customer, beliefs: Iterable[Belief], today: date) -> Back | None:
    """Return why an idea that was put off is on the table again on this day, None where it is not.

    It comes back when the customer's plans changed since (a belief about them was learned or corrected), else a cadence later. What
    was declined does not come back.
    """
    if idea.state != "not now" or idea.decided_on is None:
        return None
    if any(newer_than(belief, idea) for belief in beliefs if belief.topic == "plans"):
        return "plans"
    return "cycle" if customer.cadence.after(idea.decided_on) <= today else None


def newer_than(belief: Belief, idea: Idea) -> bool:
    """Whether a belief says something that was not known when an idea was decided about; a correction has only a day."""
    if idea.decided_at and belief.learned_at > idea.decided_at:
        return True
    return bool(idea.decided_on and belief.earlier and belief.earlier[-1].on > idea.decided_on)


def open_ideas(ideas: Iterable[Idea], customer: Customer, beliefs: Sequence[Belief], today: date) -> list[Idea]:
    """Return those of a customer's ideas that wait for a decision on this day, in the order given: the new, the discussed, the returned."""
    return [idea for idea in ideas if idea.open or back(idea, customer, beliefs, today)]


def merged(one: Idea, into: Idea) -> Idea:
    """Return the idea into which another one goes, with the votes of both, a person's once."""
    return into.changed(votes=tuple(dict.fromkeys((*into.votes, *one.votes))), cheers=tuple(dict.fromkeys((*into.cheers, *one.cheers))))


def gone_into(ideas: Iterable[Idea]) -> dict[str, list[Idea]]:
    """Return which ideas went into which, over however many steps, by the id of the one that stands."""
    by_id = {idea.id: idea for idea in ideas}
    found: dict[str, list[Idea]] = {}
    for idea in by_id.values():
        if idea.into:
            found.setdefault(last_of(idea, by_id), []).append(idea)
    return found


def last_of(idea: Idea, by_id: dict[str, Idea]) -> str:
    """Return the id of the idea that stands for this one in the end."""
    while idea.into and (further := by_id.get(idea.into)):
        idea = further
    return idea.into or idea.id
