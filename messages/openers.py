"""What one could begin a talk with, in a sentence that names what is meant and where it comes from; never "just checking in"."""

from __future__ import annotations

from messages.beliefs import excerpt, link, question_for
from messages.blocks import escape, name, one_line
from model.customer import Customer
from model.industry import IndustryEntry
from model.opener import AHEAD, Opener


def opener_line(found: Opener, customer: Customer) -> str:
    """Say what to begin with."""
    if found.entry:
        return lacking(found.entry, customer)
    if found.idea:
        return f"You could bring the idea: “{excerpt(found.idea.text)}”"
    if found.plan:
        return f"They plan: “{excerpt(found.plan.statement)}” How is it going, and what could IT do for it?"
    if found.talk:
        return f"Last time it was about: “{excerpt(found.talk.notes)}” What became of it?"
    if found.check or found.topic:
        return (
            f"{'To ask' if found.check and found.check.to_ask else 'A good question to ask'}: “{question_for(found.check or found.topic)}”"
        )
    return "A good first question: what are they trying to achieve this year, and where does IT help or hinder?"


def lacking(entry: IndustryEntry, customer: Customer) -> str:
    """Say what others of their industry do with IT, and that they do not, as far as we know."""
    industry = f"*{escape(one_line(entry.industry))}*"
    source = f"\nSource: {link(entry.source)}" if entry.source else ""
    use, whose = f"“{excerpt(entry.text)}”.", name(customer.name)
    if entry.use == "normal":
        return f"Normal in {industry}: {use} As far as we know, {whose} does not yet: what would it change for them?{source}"
    if customer.position in AHEAD:
        kind = f"a{'n' if customer.position == 'innovator' else ''} {customer.position}"
        return f"Innovators in {industry}: {use} {whose} is {kind}: would they want to be among the first?{source}"
    return f"Innovators in {industry}: {use} Could it be something for {whose}?{source}"
