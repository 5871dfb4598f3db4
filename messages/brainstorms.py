"""What the bot says about brainstorms: that a question is asked, the summary of its answers, and where it may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from messages.blocks import (
    PLACES,
    actions,
    as_typed,
    button,
    context,
    cut,
    field,
    modal,
    moment,
    name,
    one_line,
    person,
    picker,
    quote,
    said,
    section,
    shortened,
    shown_again,
    text_input,
)
from messages.heads import ideas_in_words
from messages.help import OPEN_FORM
from messages.talks import UNDO
from messages.trouble import NOT_POSTED
from model.answer import Message, Sentence, View
from model.belief import Belief
from model.brainstorm import MAX_QUESTION, Brainstorm
from model.customer import Customer
from model.idea import Idea

FORM = "brainstorm.idea"
CHANNEL_FORM = "brainstorm.channel"
SHOWN = 20


def summed_up(ideas: Sequence[Idea], customer: Customer, by: str) -> Message:
    """Sum a brainstorm up in its thread, the most wanted ideas first."""
    if not ideas:
        return said(f"{person(by)} closed this brainstorm. No ideas for {name(customer.name)} came up this time.")
    lines = [f"• {votes(idea)}{shortened(idea.text, 250)} ({person(idea.author)})" for idea in ideas[:SHOWN]]
    more = [f"and {len(ideas) - SHOWN:,} more"] if len(ideas) > SHOWN else []
    half = SHOWN // 2
    return said(
        f"{person(by)} closed this brainstorm: {ideas_in_words(len(ideas))} for {name(customer.name)}, the most wanted first.",
        section("\n".join(lines[:half])),
        *([section("\n".join([*lines[half:], *more]))] if lines[half:] else []),
        context(f"`/talk ideas {as_typed(customer.name)}` is where they are discussed, adopted, merged or declined."),
    )


def votes(idea: Idea) -> str:
    """Return how many want an idea, as its line begins with it."""
    count = len(idea.votes)
    return f"*{count:,} vote{'s' if count > 1 else ''}:* " if count else ""


def on_its_way(customer: Customer, channel: str, question: str, key: str) -> Message:
    """Say that the question goes to the team."""
    return said(
        f"Your question goes to <#{channel}> now. Replies in its thread become ideas for {name(customer.name)}.",
        section(quote(question)),
        actions(button("Undo", UNDO, key)),
    )


def unposted() -> Message:
    """Say in the place of a message that it was taken back."""
    return said("This was taken back.")


def not_asked(channel: str, why: str, question: str, line: str) -> Message:
    """Tell who asked that the question could not be posted, what to do, and let them ask again."""
    because = NOT_POSTED.get(why, f"Slack says `{why}`. Choose another channel in `/talk settings`")
    again = actions(button("Try again", OPEN_FORM, line, primary=True))
    return said(f"I could not ask your question in <#{channel}>: {because}.", *shown_again("This is what you asked:", question), again)


def not_summed_up(channel: str, why: str) -> Message:
    """Tell who closed a brainstorm that its summary could not be posted."""
    because = NOT_POSTED.get(why, f"Slack says `{why}`")
    return said(f"I could not post the summary of your brainstorm in <#{channel}>: {because}. `/talk ideas` shows all ideas to you.")


def already_closed(brainstorm: Brainstorm, zone_at: datetime | None, today: date) -> Message:
    """Say that somebody was faster, who and when; `zone_at` is the moment on the reader's clock."""
    when = f", {moment(zone_at, today)}" if zone_at else ""
    return said(f"It is closed already: {person(brainstorm.closed_by)}{when}. The summary stands in the thread.")


def closed_now() -> Message:
    """Say that a brainstorm is closed whose head is too old to show it."""
    return said("Closed. The summary comes in the thread.")


def add_form(customer: Customer, question: str, carried: str) -> View:
    """Ask for an idea in answer to the question."""
    return modal(
        "Add an idea",
        FORM,
        section(f"For {name(customer.name)}: {shortened(question, 500)}"),
        field("Idea", "text", text_input(multiline=True, placeholder="What could IT do?")),
        submit="Save",
        carried=carried,
    )


def channel_form(carried: str) -> View:
    """Ask where brainstorms are held, once for everybody."""
    return modal(
        "Where to brainstorm",
        CHANNEL_FORM,
        section("No channel for brainstorms is chosen yet. Choose one in which only colleagues are; your question goes there at once."),
        field(
            "Channel",
            "channel",
            picker("conversations_select", filter={**PLACES, "exclude_external_shared_channels": True}),
            hint="I have to be in it: /invite @Keep Talking. /talk settings changes it later.",
        ),
        submit="Ask there",
        carried=carried,
    )


def default_question(customer: Customer, plans: Sequence[Belief]) -> str:
    """Return the question that is asked where nobody types one: about their newest plan, else about their success."""
    plan = f": “{cut(one_line(plans[0].statement), 300)}”?" if plans else "?"
    return f"How might IT help {one_line(customer.name)} {'reach their plan' if plans else 'be more successful'}{plan}"


def no_channel(admins: tuple[str, ...]) -> Sentence:
    """Say that no channel is chosen, and who can choose one."""
    named = f" or {', '.join(map(person, admins[:10]))}" if admins else ""
    who = f"One of Slack's admins and owners{named}"
    return f"No channel for brainstorms is chosen yet. {who} can do that with `/talk settings`, or with this same line."


def no_place() -> Sentence:
    """Say beside the form's field that a channel is needed."""
    return "Pick the channel."


def too_long(count: int) -> Sentence:
    """Say that a question is too long."""
    return f"Not asked: a question has at most {MAX_QUESTION:,} characters, and this one has {count:,}. Please shorten it."


def no_longer_yours() -> Sentence:
    """Say that the channel can't be chosen by this person."""
    return "Only Slack's admins and owners and those named in the settings can choose the channel. Nothing was asked."


def gone() -> Sentence:
    """Say that a brainstorm is no longer kept."""
    return "This brainstorm was taken back. `/talk brainstorm CUSTOMER …` begins a new one."


def closed_meanwhile() -> Sentence:
    """Say beside the form's field that the brainstorm is over."""
    return "This brainstorm was closed meanwhile. Copy your idea, and record it with /talk idea."


def no_text() -> Sentence:
    """Say beside the form's field that an idea needs words."""
    return "Write down the idea."
