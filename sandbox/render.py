"""A plain-text picture of a message, a modal or the Home tab, for terminals and for tests that fail."""

from collections.abc import Iterator
from typing import Any

from sandbox.plain import JSON, lines, rich_text, text_of, unmark
from sandbox.records import Message, View


def render(thing: Message | View) -> str:
    """Return the picture: a head line, then what stands in the blocks, `[ Button ]` for buttons and `( … ▾ )` for pickers."""
    body = [line for block in thing.blocks for line in _block(block)]
    if isinstance(thing, View):
        foot = [f"[ {text_of(thing.content[key])} ]" for key in ("close", "submit") if thing.content.get(key)]
        return "\n".join([f"== {thing.title or 'Home'} ==", *body, *(["  ".join(foot)] if foot else [])])
    head = [f"({'only visible to ' + thing.ephemeral_for})"] if thing.ephemeral_for else []
    return "\n".join([*head, *(body or unmark(thing.text).split("\n"))])


def _block(block: JSON) -> Iterator[str]:
    kind = block["type"]
    if kind == "divider":
        yield "-" * 40
    elif kind == "header":
        yield from ("", f"# {text_of(block['text'])}")
    elif kind == "actions":
        yield "  ".join(_element(element) for element in block["elements"])
    elif kind == "context":
        yield "  · " + " · ".join(text_of(one) or text_of(one.get("alt_text")) for one in block["elements"])
    elif kind == "input":
        yield f"{text_of(block['label'])}{' (optional)' if block.get('optional') else ''}: {_element(block['element'])}"
    else:
        yield from _reading(block)


def _reading(block: JSON) -> Iterator[str]:
    if block["type"] == "section":
        yield from _section(block)
    elif block["type"] == "rich_text":
        yield from (line for part in block["elements"] for line in _rich(part))
    elif block["type"] in {"table", "data_table"}:
        yield from (" | ".join(" ".join(lines(cell)) for cell in row) for row in block["rows"])
    else:
        yield from lines(block)


def _section(block: JSON) -> Iterator[str]:
    if "text" in block:
        yield from (_quoted(unmark(line)) for line in block["text"]["text"].split("\n"))
    yield from ("  " + text_of(one).replace("\n", ": ") for one in block.get("fields", []))
    if "accessory" in block:
        yield "  " + _element(block["accessory"])


def _quoted(line: str) -> str:
    return "| " + line[1:].lstrip() if line.startswith(">") else line


def _rich(part: JSON) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        yield from ("- " + "".join(rich_text(one) for one in item["elements"]) for item in part["elements"])
    else:
        text = "".join(rich_text(one) for one in part["elements"])
        yield from (("| " if part["type"] == "rich_text_quote" else "") + line for line in text.split("\n"))


def _element(element: JSON) -> str:
    if element["type"] == "button":
        return f"[ {text_of(element['text'])} ]"
    if element["type"] == "image":
        return f"<{text_of(element['alt_text'])}>"
    if element["type"] in {"checkboxes", "radio_buttons"}:
        return "  ".join(f"({'x' if option in _picked(element) else ' '}) {text_of(option['text'])}" for option in element["options"])
    shown = [text_of(one.get("text")) for one in _picked(element)] or [_initial(element)]
    return f"( {', '.join(shown)} ▾ )" if "input" not in element["type"] else f"[{shown[0]:_<20}]"


def _picked(element: JSON) -> list[JSON]:
    one: Any = element.get("initial_option")
    return [one] if one else list(element.get("initial_options", []))


def _initial(element: JSON) -> str:
    keys = ("initial_value", "initial_date", "initial_time", "initial_user", "initial_conversation", "initial_channel")
    words = [text_of(element[key]) for key in keys if key in element]
    return words[0] if words else text_of(element.get("placeholder"))
