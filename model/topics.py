"""What a line says about a customer: on which of the seven topics, what, and where that comes from. Read as people type it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

import msgspec

from model.belief import Topic
from model.customer import Position, fold

LONGEST_HEAD = 60
WORDS_OF_A_TOPIC = 5
ALIKE, SHORTEST = 0.8, 4

WORDS: dict[Topic, str] = {
    "industry": "industry, industries, sector, branch, trade, market, line of business",
    "normal": "normal, normal use, normal uses, normal it, normal it use, normal uses of it, usual, typical, "
    "common, standard, peers, others",
    "innovators": "innovators, innovator, innovation, innovations, innovative, innovators use, innovators uses, innovators it use, "
    "competitors, competitor, competition, rivals, pioneers",
    "position": "position, standing, stance, place, rank, where they stand",
    "plans": "plans, plan, business plan, business plans, planning, goals, goal, aims, aim, objectives, objective, strategy, "
    "targets, ambitions, vision, roadmap, future",
    "business": "business, how it works, how they work, how the business works, how their business works, business model, model, "
    "work, processes, operations, organisation, organization, products, what they do",
    "services": "services, service, it use, it usage, use of it, it, it services, our services, use of our services, usage, use, "
    "their use of ours, how they use it, tools, systems",
}
TOPIC_OF: dict[str, Topic] = {word: topic for topic, words in WORDS.items() for word in words.split(", ")}
OWN = re.compile(r"^(?:their|its|the|his|her|our customer's) ")

POSITION_WORDS: dict[Position, str] = {
    "innovator": "innovators?|innovating|pioneers?",
    "leader": "leaders?|leading",
    "mainstream": "main ?stream|average|in the middle|middle",
    "follower": "followers?|following",
    "laggard": "laggards?|lagging|behind",
}
BEFORE_POSITION = r"(?:(?:they(?:'re| are)|it is|it's)\s+)?(?:an?\s+|the\s+)?"
POSITION = re.compile(BEFORE_POSITION + "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in POSITION_WORDS.items()) + r")\b")

SAID = r"\s*[(\[]\s*(?:source|src|from|see|via)\s*:\s*(?P<said>[^()\[\]\n]+(?:\([^()\n]*\)[^()\[\]\n]*)*)[)\]]\s*\.?\s*"
LINK = r"\s+[(\[<]?(?P<link>https?://[^\s<>]+?)[)\]>]?\s*"
SOURCE = re.compile(f"(?:{SAID}|{LINK})$", re.IGNORECASE)


class Heard(msgspec.Struct, frozen=True):
    """A line told apart: the topic it names (None: none that is known), what it says, its source. `word` is what stood before a colon."""

    topic: Topic | None
    text: str
    source: str = ""
    word: str = ""


def read_heard(line: str) -> Heard:
    """Tell topic, text and source of a line apart. A line that names no topic is all text; one that is only a topic has none."""
    head, colon, tail = line.partition(":")
    topic = read_topic(head)
    if topic and (colon or not tail):
        return Heard(topic, *read_source(tail.lstrip()), word=head.strip())
    return Heard(None, *read_source(line), word=head.strip() if colon and is_word(head) and not tail.startswith("//") else "")


def is_word(head: str) -> bool:
    """Whether what stands before a colon may have been meant as a topic."""
    return len(head) <= LONGEST_HEAD and 0 < len(head.split()) <= WORDS_OF_A_TOPIC


@lru_cache(maxsize=1024)
def read_topic(words: str) -> Topic | None:
    """Return the topic that these words name, as its name, another word for it, or nearly so; None where they name none."""
    if len(words) > LONGEST_HEAD:
        return None
    folded = plainly(words)
    if folded in TOPIC_OF or len(folded) < SHORTEST:
        return TOPIC_OF.get(folded)
    near = get_close_matches(folded, TOPIC_OF, n=1, cutoff=ALIKE)
    return TOPIC_OF[near[0]] if near else None


def plainly(words: str) -> str:
    """Return the words as topics are compared: folded, without `their` and apostrophes."""
    return OWN.sub("", fold(words)).replace("'", "").strip(" .-*_")


def topic_at_end(head: str) -> tuple[str, Topic | None]:
    """Return what stands before the topic that ends these words, and the topic: `Lakeside School plans` names a school and its plans."""
    words = head.split()
    for count in range(min(WORDS_OF_A_TOPIC, len(words)), 0, -1):
        last = " ".join(words[-count:])
        topic = read_topic(last) if count == 1 else TOPIC_OF.get(plainly(last))
        if topic:
            return " ".join(words[:-count]), topic
    return " ".join(words), None


def read_source(text: str) -> tuple[str, str]:
    """Return a text without the source that ends it, and the source: `(source: …)`, or a link."""
    match = SOURCE.search(text)
    if match is None or not text[: match.start()].strip():
        return text, ""
    return text[: match.start()].rstrip(), (match["said"] or match["link"]).strip()


def read_position(text: str) -> Position | None:
    """Return where a statement sees a customer among its own kind: it begins with the word for that; None where it does not."""
    match = POSITION.match(fold(text))
    found: Position | None = match and match.lastgroup  # type: ignore[assignment]
    return found
