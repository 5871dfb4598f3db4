"""Block Kit as plain dicts: escaping, cutting to Slack's limits, and the few blocks the bot speaks with.

Limits: docs.slack.dev/reference/block-kit/blocks. Texts are cut here, once, so no message function has to count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from model.answer import Json, Message, View
from model.dates import in_words

MAX_SECTION = 3000
MAX_FIELD = 3000
MAX_HEADER = 150
MAX_BUTTON = 75
MAX_OPTION = 75
MAX_GIVEN_BACK = 2900
MAX_BLOCKS = 50
PLACES = {"include": ["public", "private"]}
SHORT_WORD = 40
CUT = "…"
WHOLE_WORDS = 0.75  # of the characters there is room for, at least
BROKEN_ENTITY = re.compile(r"&[a-z]{0,3}$")
STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def escape(text: str) -> str:
    """Return people's text so that Slack shows it and never obeys it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, the last of them … where something is missing."""
    return text if len(text) <= limit else text[: limit - 1] + CUT


def cut_escaped(text: str, limit: int) -> str:
    """Return escaped text in at most `limit` characters, never ending in half an entity."""
    return text if len(text) <= limit else BROKEN_ENTITY.sub("", text[: limit - 1]) + CUT


def one_line(text: str) -> str:
    """Return people's text on one line, without marks that turn the writing direction of what follows."""
    return " ".join(text.translate(STEERING).split())


def shortened(text: str, limit: int) -> str:
    """Return the beginning of people's text on one line, escaped; it ends after a whole word, unless that is long before the limit."""
    line = one_line(text)
    words = line[:limit].rpartition(" ")[0] if len(line) > limit else ""
    return escape(f"{words}{CUT}" if len(words) > limit * WHOLE_WORDS else cut(line, limit))


def name(text: str) -> str:
    """Return a customer's name as it stands in a sentence: bold, escaped, on one line."""
    return f"*{shortened(text, 100)}*"


def as_typed(text: str) -> str:
    """Return the name of a customer or an industry as it stands in a line that one could type, which is shown as code."""
    return shortened(text, 100).replace("`", "'")


def several(count: int, noun: str) -> str:
    """Return so many of a thing: `1 talk`, `1,200 talks`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_turn(words: Sequence[str]) -> str:
    """Return words as a sentence counts them up: `a, b and c`; nothing where there are none."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def quote(text: str, limit: int = 600) -> str:
    """Return people's text as a quotation, cut to `limit` characters before escaping."""
    lines = escape(cut(text.strip() or " ", limit)).split("\n")
    return "\n".join(f"> {line}" for line in lines)


def given_back(text: str) -> list[Json]:
    """Return the text a person typed, so that they can copy it; nothing where it was one short word, which is typed again sooner."""
    one_word = len(text.split()) <= 1
    return [] if one_word and len(text) <= SHORT_WORD else shown_again("This is what you typed:", text)


def shown_again(heading: str, text: str) -> list[Json]:
    """Return people's text under a heading, whole up to 2,900 characters; nothing where it is blank."""
    return [context(heading), plain(cut(text, MAX_GIVEN_BACK))] if text.strip() else []


def person(user: str | None) -> str:
    """Return a mention of a Slack user, or that there is nobody."""
    return f"<@{user}>" if user else "nobody"


def on_day(day: date, today: date) -> str:
    """Return a day in words, ready to follow a verb: `today`, `on Tuesday 3 November`."""
    words = in_words(day, today)
    return words if words[0].islower() else f"on {words}"


def calendar_day(day: date, today: date) -> str:
    """Return a day in words that do not change with the day on which they are read: `Tuesday 3 November`."""
    return in_words(day, today).rpartition(", ")[2]


def moment(at: datetime, today: date) -> str:
    """Return an aware moment as Slack shows it to each reader, on the reader's own clock; elsewhere it reads as on the clock of `at`."""
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} at {{time}}|{calendar_day(at.date(), today)} at {at:%H:%M}>"


def section(text: str, *, block_id: str | None = None, accessory: Json | None = None, whole: bool = False) -> Json:
    """Return a paragraph of mrkdwn; Slack folds a long one, unless it is to be seen `whole`."""
    block: Json = {"type": "section", "text": {"type": "mrkdwn", "text": cut_escaped(text, MAX_SECTION)}}
    if whole:
        block["expand"] = True
    if accessory:
        block["accessory"] = accessory
    return with_id(block, block_id)


def plain(text: str) -> Json:
    """Return a paragraph that shows every character as it is."""
    return {"type": "section", "text": {"type": "plain_text", "text": cut(text, MAX_SECTION), "emoji": False}}


def header(text: str) -> Json:
    """Return a heading."""
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, MAX_HEADER)}}


def context(text: str, *, block_id: str | None = None) -> Json:
    """Return a small grey line of mrkdwn."""
    return with_id({"type": "context", "elements": [{"type": "mrkdwn", "text": cut_escaped(text, MAX_SECTION)}]}, block_id)


def divider() -> Json:
    """Return a line across."""
    return {"type": "divider"}


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """Return a row of buttons and selects."""
    return with_id({"type": "actions", "elements": list(elements)}, block_id)


def button(label: str, action_id: str, value: str = "", *, primary: bool = False) -> Json:
    """Return a button; `value` comes back with the click."""
    element: Json = {"type": "button", "text": {"type": "plain_text", "text": cut(one_line(label), MAX_BUTTON)}, "action_id": action_id}
    if value:
        element["value"] = value
    if primary:
        element["style"] = "primary"
    return element


def option(label: str, value: str) -> Json:
    """Return one choice of a select."""
    return {"text": {"type": "plain_text", "text": cut(one_line(label), MAX_OPTION) or CUT}, "value": value}


def with_id(block: Json, block_id: str | None) -> Json:
    """Return the block, under this id where there is one."""
    return {**block, "block_id": block_id} if block_id else block


def message(text: str, *blocks: Json) -> Message:
    """Return a message: `text` for notifications and screen readers, and as its first paragraph where no blocks are given."""
    shown = blocks or (section(text),)
    return Message(cut_escaped(text, MAX_SECTION), tuple(shown[:MAX_BLOCKS]))


def said(text: str, *more: Json, accessory: Json | None = None) -> Message:
    """Return a message that opens with `text` as its first paragraph, with a button beside it where there is one."""
    return message(text, section(text, accessory=accessory), *more)


def modal(title: str, callback_id: str, *blocks: Json, submit: str | None = None, close: str = "Cancel", carried: str = "") -> View:
    """Return a modal; `carried` (at most 3,000 characters) comes back with its submission."""
    view: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": cut(title, 24)},
        "close": {"type": "plain_text", "text": close},
        "private_metadata": carried,
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": submit}
    return view


def notice(shown: Message, title: str = "Keep Talking", *, carried: str = "") -> View:
    """Return a message as a modal that only informs; `carried` comes back with a click in it."""
    return modal(title, "notice", *shown.blocks, close="Close", carried=carried)


def field(label: str, block_id: str, element: Json, *, optional: bool = False, hint: str | None = None) -> Json:
    """Return one field of a form; its element's id is the block's, so that a form's values are found by block."""
    block: Json = {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": {**element, "action_id": block_id},
    }
    if optional:
        block["optional"] = True
    if hint:
        block["hint"] = {"type": "plain_text", "text": hint}
    return block


def beyond_field(text: str) -> str:
    """Return what of a text does not fit into a field, the longest of which Slack lets hold 3,000 characters."""
    return text[MAX_FIELD:]


def kept_beyond(text: str) -> str | None:
    """Say that what does not fit into a field is kept, or nothing where all of it fits."""
    beyond = len(beyond_field(text))
    return f"Your text goes on for {beyond:,} characters more than fit here. They are kept, and saved behind these." if beyond else None


def text_input(initial: str = "", *, multiline: bool = False, placeholder: str | None = None, limit: int = MAX_FIELD) -> Json:
    """Return a field to write in."""
    element: Json = {"type": "plain_text_input", "max_length": limit}
    if multiline:
        element["multiline"] = True
    if initial:
        element["initial_value"] = initial[:limit]
    if placeholder:
        element["placeholder"] = {"type": "plain_text", "text": placeholder}
    return element


def overflow(action_id: str, choices: Mapping[str, str]) -> Json:
    """Return a menu behind three dots: at most five choices, value to label."""
    return {"type": "overflow", "action_id": action_id, "options": [option(label, value) for value, label in choices.items()]}


def static_select(choices: Mapping[str, str], initial: str) -> Json:
    """Return a select of fixed choices, value to label, one of them chosen."""
    options = [option(label, value) for value, label in choices.items()]
    chosen = next(choice for choice in options if choice["value"] == initial)
    return {"type": "static_select", "options": options, "initial_option": chosen}


def picker(kind: str, **given: Any) -> Json:
    """Return a picker of Slack's own (users, channels, dates), with what is given about it; what is None is left out."""
    return {"type": kind, **{key: value for key, value in given.items() if value is not None}}
