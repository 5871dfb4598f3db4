"""What the bot says about one belief: its line and its buttons, wherever it is shown, and the question that would find out.

A line, where it comes from, and its buttons are three blocks, whatever has become of the belief, so that their message can be redrawn.
"""

from __future__ import annotations

from datetime import date

from messages.blocks import actions, button, context, on_day, overflow, person, quote, section, shortened
from model.answer import Json, Message, Sentence
from model.belief import TOPICS, Belief, Topic
from model.customer import Position
from model.knowledge import DETAILS, Knowledge

CONFIRM, CORRECT, ASK, MORE = "belief.confirm", "belief.correct", "belief.ask", "belief.more"
OUTDATED, REWORD = "outdated", "reword"
PROFILE = "belief.profile"
SHOWN = 600
ALL = len(TOPICS)

TOPIC_NAMES: dict[str, str] = {
    "industry": "Industry",
    "normal": "Normal IT use",
    "innovators": "Innovators' IT use",
    "position": "Position",
    "plans": "Plans",
    "business": "How it works",
    "services": "Use of our services",
}
POSITIONS: dict[Position, str] = {
    "innovator": "Innovator: tries what nobody has",
    "leader": "Leader: among the first",
    "mainstream": "Mainstream: with most others",
    "follower": "Follower: when it has proved itself",
    "laggard": "Laggard: after all others",
}
QUESTIONS: dict[Topic, str] = {
    "industry": "What is changing in your industry these days?",
    "normal": "How do others like you use IT in their daily work?",
    "innovators": "Who in your industry does something with IT that you admire?",
    "position": "When something new comes up in your industry, are you among the first to try it, or do you wait until others have?",
    "plans": "What are you trying to achieve this year, and how would you know that it worked?",
    "business": "How does your work go, from the first request to the finished job, and where does it get stuck?",
    "services": "Which of our services do you depend on most, and where do they get in your way?",
}


def value_of(belief: Belief, surface: str) -> str:
    """Return what a belief's buttons stand for: the belief, its customer, and the surface that is to be redrawn."""
    return f"{belief.id}|{belief.customer}|{surface}"


def belief_blocks(belief: Belief, today: date, surface: str, *, choice: Json | None = None) -> list[Json]:
    """Return a belief's line, where it comes from, and its buttons; `choice` stands beside the line."""
    return [
        section(belief_line(belief, today), block_id=line_id(belief), accessory=choice),
        context(footing(belief, today), block_id=footing_id(belief)),
        belief_buttons(belief, today, surface),
    ]


def redrawn_in(shown: Message, belief: Belief, today: date, surface: str) -> Message:
    """Return a message with this belief's line and buttons as they are now."""
    now = {block["block_id"]: block for block in belief_blocks(belief, today, surface)}
    return Message(shown.text, tuple(now.get(block.get("block_id", ""), block) for block in shown.blocks))


def line_id(belief: Belief) -> str:
    """Return the id of the block that holds a belief's line."""
    return f"belief:{belief.id}"


def footing_id(belief: Belief) -> str:
    """Return the id of the block that says where a belief comes from."""
    return f"belief.footing:{belief.id}"


def buttons_id(belief: Belief) -> str:
    """Return the id of the block that holds a belief's buttons."""
    return f"belief.buttons:{belief.id}"


def belief_line(belief: Belief, today: date) -> str:
    """Return a belief as every list shows it: its topic, how sure it is, and what it says."""
    return f"*{TOPIC_NAMES[belief.topic]}* · {state_of(belief, today)}\n{quote(belief.statement, SHOWN)}"


def state_of(belief: Belief, today: date) -> str:
    """Return in a word how sure a belief is."""
    return "Stale" if belief.stale(today) else belief.state.capitalize()


def footing(belief: Belief, today: date) -> str:
    """Say who a belief comes from, when it was heard from the customer, and what it said before."""
    parts = [learned(belief, today), heard(belief, today), before(belief), source_of(belief)]
    if belief.stale(today):
        parts.append("Nobody has heard it from them for six months.")
    if belief.to_ask:
        parts.append(f"To be asked at the next talk ({person(belief.to_ask)}).")
    return "\n".join(filter(None, parts)) or "…"


def learned(belief: Belief, today: date) -> str:
    """Say who learned something and when, until the customer has said it."""
    if belief.sure:
        return ""
    if not belief.author:
        return f"It stands in {DETAILS}; nobody has confirmed it."
    return f"Learned by {person(belief.author)} {on_day(belief.learned_on, today)}."


def heard(belief: Belief, today: date) -> str:
    """Say when the customer said so last, and to whom."""
    if not belief.sure or belief.confirmed_on is None:
        return ""
    whom = f" to {person(belief.confirmed_by)}" if belief.confirmed_by else ""
    return f"{belief.state.capitalize()} by them{whom} {on_day(belief.confirmed_on, today)}."


def before(belief: Belief) -> str:
    """Say what a belief said before the last change."""
    return f"Before: “{excerpt(belief.earlier[-1].statement)}”." if belief.earlier else ""


def source_of(belief: Belief) -> str:
    """Say where a belief was read or heard."""
    return f"Source: {link(belief.source)}" if belief.source and belief.source != DETAILS else ""


def link(source: str) -> str:
    """Return people's source so that Slack shows an address as a link and everything else as it is."""
    return shortened(source, 300)


def excerpt(text: str, limit: int = 200) -> str:
    """Return the beginning of people's text, on one line."""
    return shortened(text, limit)


def belief_buttons(belief: Belief, today: date, surface: str) -> Json:
    """Return what can be done about a belief; what is no longer held can only be read."""
    if not belief.held:
        return context("No longer held to be true.", block_id=buttons_id(belief))
    value = value_of(belief, surface)
    return actions(
        *([] if belief.heard(today) else [button("Confirmed", CONFIRM, value)]),
        button("Correct", CORRECT, value),
        *([] if belief.to_ask or belief.heard(today) else [button("Ask", ASK, value)]),
        overflow(MORE, {f"{OUTDATED}|{value}": "Outdated: no longer true", f"{REWORD}|{value}": "Reword: we put it wrongly"}),
        block_id=buttons_id(belief),
    )


def question_for(wanted: Belief | Topic | None) -> str:
    """Return a question in words that a person would say to the customer."""
    if wanted is None:
        return "What has changed for you since we last talked?"
    if not isinstance(wanted, Belief):
        return QUESTIONS[wanted]
    if wanted.topic == "position":
        return QUESTIONS["position"]
    if wanted.topic == "industry" and not wanted.author:
        return f"Which industry would you count yourselves to? We thought of “{excerpt(wanted.statement)}”."
    return f"We understand: “{excerpt(wanted.statement)}”. Is that still right?"


def completeness(known: Knowledge, today: date) -> str:
    """Say how much is known of a customer."""
    stale = known.stale(today)
    old = f", {stale} stale" if stale else ""
    return f"{len(known.known)} of {ALL} topics known, {known.confirmed(today)} confirmed{old}."


def gone() -> Sentence:
    """Say that a belief is no longer there."""
    return "That was taken back meanwhile. `/talk learn CUSTOMER` shows what is known."


def too_long(count: int, most: int) -> Sentence:
    """Say that a belief holds more than one statement can."""
    return f"Not saved: one thing to know has at most {most:,} characters, and this has {count:,}. Please save it in parts."


def built_upon() -> Sentence:
    """Say that what was saved has changed since, so that it can't be moved."""
    return "That has changed since it was saved, so it stays where it is. `/talk learn CUSTOMER` adds it to another customer."
