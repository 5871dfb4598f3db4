"""Blocks as plain text: what a person can read, with Slack's markup and entities undone. Pure functions of Slack's JSON."""

import re
from collections.abc import Iterator
from typing import Any

JSON = dict[str, Any]
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_LABELLED = re.compile(r"<[^|>]*\|([^>]*)>")
_NAMED = re.compile(r"<([@#])[^|>]*\|([^>]+)>")
_SPECIAL = re.compile(r"<!(\w+)[^>]*>")
_BARE = re.compile(r"<([^>]*)>")
_TEXTS = ("text", "title", "subtitle", "body", "label", "caption", "alt_text", "hint", "placeholder", "description", "details", "output")
_NESTED = ("fields", "elements", "accessory", "element", "actions", "rows", "child_blocks", "cards", "options", "option_groups", "tasks")


def unescape(text: str) -> str:
    """Slack's three entities undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unmark(text: str) -> str:
    """Mrkdwn as it reads: links and dates by their label, mentions by their name, entities undone. Emphasis stays as typed."""
    text = _NAMED.sub(r"\1\2", _DATE.sub(r"\1", text))
    text = _BARE.sub(r"\1", _SPECIAL.sub(r"@\1", _LABELLED.sub(r"\1", text)))
    return unescape(text)


def text_of(thing: Any) -> str:
    """Return the words of a text object or a plain string."""
    if isinstance(thing, str):
        return thing
    if not isinstance(thing, dict) or not isinstance(thing.get("text"), str):
        return ""
    return unmark(thing["text"]) if thing.get("type") == "mrkdwn" else str(thing["text"])


def readable(text: str, blocks: list[JSON], *, beside: bool = False) -> str:
    """Text and blocks as lines. Where there are blocks Slack shows `text` in notifications only, and here it stands first."""
    first = [text if beside else unmark(text)] if text else []
    return "\n".join([*first, *(line for block in blocks for line in lines(block))])


def lines(thing: Any) -> Iterator[str]:
    """Every readable line within a block or element, in reading order."""
    if isinstance(thing, list):
        for one in thing:
            yield from lines(one)
    elif isinstance(thing, dict):
        yield from (line for line in _lines_of(thing) if line)


def _lines_of(thing: JSON) -> Iterator[str]:
    if thing.get("type") in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
        yield "".join(rich_text(part) for part in thing.get("elements", []))
    elif thing.get("type") in {"mrkdwn", "plain_text", "raw_text"}:
        yield text_of(thing)
    else:
        yield from _lines_of_fields(thing)


def _lines_of_fields(thing: JSON) -> Iterator[str]:
    for key in _TEXTS:
        if isinstance(thing.get(key), dict) and thing[key].get("type") == "rich_text":
            yield from lines(thing[key])
        else:
            yield text_of(thing.get(key))
    yield from _initial(thing)
    yield from _chart(thing.get("chart"))
    if isinstance(thing.get("value"), (int, float)):
        yield str(thing["value"])
    for key in _NESTED:
        yield from lines(thing.get(key))


def _initial(element: JSON) -> Iterator[str]:
    for key in ("initial_value", "initial_date", "initial_time"):
        yield text_of(element.get(key))
    yield from lines(element.get("initial_option"))
    yield from lines(element.get("initial_options"))


def _chart(chart: Any) -> Iterator[str]:
    if not isinstance(chart, dict):
        return
    axes = chart.get("axis_config", {})
    yield from (str(axes[key]) for key in ("x_label", "y_label") if key in axes)
    for series in chart.get("series", []):
        yield f"{series.get('name')}: " + ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
    for segment in chart.get("segments", []):
        yield f"{segment['label']} {segment['value']}"


def rich_text(part: JSON) -> str:
    """One part of a rich text as it reads."""
    kind = part.get("type")
    if kind in {"user", "channel", "usergroup", "team"}:
        return ("#" if kind == "channel" else "@") + str(part.get(f"{kind}_id"))
    if kind == "emoji":
        return f":{part.get('name')}:"
    if kind == "broadcast":
        return f"@{part.get('range')}"
    return str(part.get("text") or part.get("fallback") or part.get("url") or part.get("value") or "")


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Every interactive element with the block that holds it."""
    for block in blocks:
        held = [block.get("element"), block.get("accessory"), *_listed(block, "elements"), *_listed(block, "actions")]
        yield from ((block, element) for element in held if isinstance(element, dict) and "action_id" in element)
        yield from elements([*_listed(block, "child_blocks"), *(_listed(block, "elements") if block["type"] == "carousel" else [])])


def _listed(block: JSON, key: str) -> list[JSON]:
    found = block.get(key)
    return found if isinstance(found, list) else []


def buttons(blocks: list[JSON]) -> list[str]:
    """Return the labels of all buttons, in order."""
    return [text_of(element["text"]) for _, element in elements(blocks) if element["type"] == "button"]
