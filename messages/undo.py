"""What the bot says about taking changes back."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from messages.blocks import in_turn, name, said, several, shown_again
from messages.cycle_words import words_back
from messages.improvements import lowered
from messages.pdca import move_of
from messages.talks import UNDO
from model.answer import Json, Message, Sentence
from model.belief import Belief
from model.brainstorm import Brainstorm
from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.post import Post
from model.schedule import Schedule
from model.settings import Settings
from model.talk import Talk

__all__ = ["UNDO", "Subject", "built_upon", "has_records", "name_taken", "taken_back"]


class Subject(msgspec.Struct, frozen=True):
    """What a change was about: its main record, the customer's name, whether the change made the record, and the customer too.

    `before` is the record as it was before a change that changed it, `opened` the cycle that a verdict opened beside its own.
    """

    record: AnyRecord
    customer: str
    made: bool
    with_customer: bool = False
    before: AnyRecord | None = None
    opened: Improvement | None = None


def taken_back(subject: Subject) -> Message:
    """Say what was taken back, and give its text back."""
    return said(f"Taken back: {described(subject)}.", *back_again(subject))


def back_again(subject: Subject) -> list[Json]:
    """Return what somebody wrote with the change."""
    record, before = subject.record, subject.before
    if isinstance(record, Improvement):
        return words_back(before if isinstance(before, Improvement) else None, record, subject.opened)
    was = words_of(before) if before else ()
    return shown_again("This is what it said:", "".join(text for text in words_of(record) if text not in was))


def words_of(record: AnyRecord) -> tuple[str, ...]:
    """Return what people wrote into a record; of an idea also what the customer said to it, which comes with a change of its own."""
    match record:
        case Talk():
            return (record.notes,)
        case Idea():
            return (record.text, record.reaction)
        case IndustryEntry():
            return (record.text,)
        case Belief():
            return (record.statement,)
    return ()


def described(subject: Subject) -> str:
    """Return what a change was about, in words."""
    if isinstance(subject.record, Settings):
        return "your change of the settings"
    if isinstance(subject.record, Schedule):
        return f"your change of what is posted in <#{subject.record.channel}>"
    customer = name(subject.customer)
    if isinstance(subject.record, Customer):
        return f"adding {customer}" if subject.made else changed_customer(subject.before, subject.record, customer)
    if isinstance(subject.record, Nudge):
        return f"your answer to the reminder about {customer}"
    if isinstance(subject.record, Improvement):
        return improved(subject, subject.record, customer)
    return added(subject, customer) if subject.made else changed(subject, customer)


def improved(subject: Subject, after: Improvement, customer: str) -> str:
    """Return what was done to an improvement, in words."""
    if isinstance(subject.before, Improvement):
        return f"{move_of(subject.before, after)} for {customer}"
    begun = f"beginning {lowered(after)} for"
    return f"adding {customer} and {begun} it" if subject.with_customer else f"{begun} {customer}"


def added(subject: Subject, customer: str) -> str:
    """Return which talk or idea was recorded, in words."""
    if isinstance(subject.record, Post):
        return f"your question to the team about {customer}"
    if isinstance(subject.record, IndustryEntry):
        return f"what you noted of the industry {customer}"
    if isinstance(subject.record, Belief):
        return f"adding {customer} and what you noted of it" if subject.with_customer else f"what you noted of {customer}"
    noun, link = ("talk", "with") if isinstance(subject.record, Talk) else ("idea", "for")
    return f"adding {customer} and your {noun} {link} it" if subject.with_customer else f"your {noun} {link} {customer}"


def changed(subject: Subject, customer: str) -> str:
    """Return what was done to a talk or an idea that was there before, in words."""
    before, after = subject.before, subject.record
    if isinstance(before, Talk) and isinstance(after, Talk) and before.customer == after.customer:
        return changed_talk(before, after, customer)
    if isinstance(before, Idea) and isinstance(after, Idea) and before.customer == after.customer:
        return changed_idea(before, after, customer)
    if isinstance(after, Commitment):
        return changed_promise(subject, customer)
    if isinstance(before, Belief) and isinstance(after, Belief):
        return changed_belief(before, after, customer)
    if isinstance(after, IndustryEntry | Brainstorm):
        return (
            f"removing a use of IT from the industry {customer}"
            if isinstance(after, IndustryEntry)
            else f"closing the brainstorm about {customer}"
        )
    return f"moving the {'talk' if isinstance(after, Talk) else 'idea'} to {customer}"


def changed_customer(before: AnyRecord | None, after: Customer, customer: str) -> str:
    """Return what was done to a customer, in words."""
    rated = isinstance(before, Customer) and before.ratings != after.ratings
    return f"how you rated the relationship with {customer}" if rated else f"your change of {customer}"


def changed_promise(subject: Subject, customer: str) -> str:
    """Return what was done to a promise, in words."""
    before, after = subject.before, subject.record
    ticked = isinstance(before, Commitment) and isinstance(after, Commitment) and before.done_on != after.done_on
    return f"ticking off a promise with {customer}" if ticked else f"the new day of a promise with {customer}"


def changed_talk(before: Talk, after: Talk, customer: str) -> str:
    """Return what was done to a talk, in words."""
    return f"{'taking back' if before == after else 'counting'} the talk with {customer}"


def changed_belief(before: Belief, after: Belief, customer: str) -> str:
    """Return what was done to a belief, in words."""
    if before.statement != after.statement:
        return f"what you changed in what is known of {customer}"
    if before.state != after.state and not after.held:
        return f"giving up something that was known of {customer}"
    if before.to_ask is None and after.to_ask:
        return f"what you wanted to ask {customer}"
    return f"your confirmation of something known of {customer}"


def changed_idea(before: Idea, after: Idea, customer: str) -> str:
    """Return what was done to an idea, in words."""
    if before == after:
        return f"taking back the idea for {customer}"
    if after.state == "merged":
        return f"merging an idea for {customer} into another"
    if (before.reaction, before.origin) != (after.reaction, after.origin):
        return f"what you noted about an idea for {customer}"
    if before.decided_at != after.decided_at:
        return f"your decision about an idea for {customer}"
    return f"your vote for an idea for {customer}" if before.votes != after.votes else f"your change of an idea for {customer}"


def built_upon(subject: Subject) -> Sentence:
    """Say why a change can't be taken back."""
    return f"I can't take back {described(subject)}: something newer builds on it. Take the newer change back first."


def has_records(customer: str, counted: Mapping[str, int]) -> Sentence:
    """Say why a customer's adding can't be taken back: what it has by now, how many by what one of it is called."""
    return f"I can't take back adding {name(customer)}: it has {recorded(counted)} by now. Take these back first."


def recorded(counted: Mapping[str, int]) -> str:
    """Return what a customer has, how many by what one of it is called: `1 talk, 2 ideas and 1 improvement`."""
    return in_turn([several(count, noun) for noun, count in counted.items() if count])


def name_taken(subject: Subject, holder: str) -> Sentence:
    """Say that a customer can't have its name back."""
    return f"I can't take back {described(subject)}: {name(holder)} has one of its names by now. Rename that one first."


def nothing_left() -> Sentence:
    """Say that there is nothing to take back."""
    return "There is nothing of yours from the last 24 hours left to take back."


def already_taken_back() -> Sentence:
    """Say that a change was taken back before."""
    return "This is already taken back."


def not_yours() -> Sentence:
    """Say what can be taken back, and by whom."""
    return "Only your own changes of the last 24 hours can be taken back."
