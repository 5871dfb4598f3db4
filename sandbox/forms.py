"""What a person finds and enters in blocks: elements by their words, choices by their labels, and what a form refuses before it is sent."""

import re
from typing import Any

from sandbox.plain import elements, text_of
from sandbox.records import JSON, Workspace
from sandbox.shapes import value_key

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


class NotThere(LookupError):
    """A person cannot do this: what the test names is not on the screen."""


def find(blocks: list[JSON], name: str, nth: int | None = None) -> tuple[JSON, JSON]:
    """Return the element of this name and its block; `nth` (from 0) where several are.

    Its names are its action_id, button text, placeholder, its block's label and block_id, and `block_id/action_id`, which is its alone.
    """
    found = [(block, element) for block, element in elements(blocks) if name in _names(block, element)]
    if not found or (nth is None and len(found) > 1) or (nth or 0) >= len(found):
        there = sorted({name for block, element in elements(blocks) for name in _names(block, element) if name})
        raise NotThere(f"{len(found)} elements named {name!r} (nth={nth}); there are: {there}")
    return found[nth or 0]


def _names(block: JSON, element: JSON) -> set[str]:
    words = [element.get("text"), element.get("placeholder"), block.get("label")]
    ids = {str(element["action_id"]), str(block["block_id"]), f"{block['block_id']}/{element['action_id']}"}
    return {*ids, *(text_of(one) for one in words)} - {""}


def choices(element: JSON) -> list[JSON]:
    """Return the options an element shows by itself."""
    return [*element.get("options", []), *(option for group in element.get("option_groups", []) for option in group["options"])]


def choose(options: list[JSON], wanted: str) -> JSON:
    """Return the option with this text or value, else the only one whose text contains it."""
    exact = [one for one in options if wanted.casefold() == text_of(one["text"]).casefold() or wanted == one.get("value")]
    near = exact or [one for one in options if wanted.casefold() in text_of(one["text"]).casefold()]
    if not exact and len(near) != 1:
        raise NotThere(f"no option {wanted!r} among {[text_of(one['text']) for one in options]}")
    return near[0]


def entered(element: JSON, wanted: Any, options: list[JSON] | None = None) -> JSON:
    """Return what `state.values` holds after a person entered this; options and lists of options are named by their labels."""
    key = value_key(element["type"]) or "value"
    shown = choices(element) if options is None else options
    if wanted is None:
        value: Any = [] if key.endswith("s") else None
    elif key == "selected_option":
        value = choose(shown, str(wanted))
    elif key == "selected_options":
        value = [choose(shown, str(one)) for one in wanted]
    else:
        value = _plain(element, wanted)
    return {"type": element["type"], key: value}


def _plain(element: JSON, wanted: Any) -> Any:
    if element["type"] == "rich_text_input" and isinstance(wanted, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": wanted}]}
        return {"type": "rich_text", "elements": [section]}
    if isinstance(wanted, (list, int)) and element["type"] != "number_input":
        return wanted
    return str(wanted)


def problems(blocks: list[JSON], values: JSON) -> dict[str, str]:
    """Return what Slack itself says beside the inputs when a form is not filled in properly, by block_id."""
    found = {block["block_id"]: _problem(block, values) for block in blocks if block["type"] == "input"}
    return {block_id: words for block_id, words in found.items() if words}


def _problem(block: JSON, values: JSON) -> str:
    element = block["element"]
    given = values[block["block_id"]][element["action_id"]][value_key(element["type"])]
    if given in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    return _malformed(element, given) if isinstance(given, str) else ""


def _malformed(element: JSON, given: str) -> str:
    if len(given) > element.get("max_length", 3000):
        return f"Must be less than {element.get('max_length', 3000) + 1} characters."
    if len(given) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if element["type"] == "email_text_input" and not _MAIL.fullmatch(given):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not _URL.fullmatch(given):
        return "Please enter a valid URL."
    return _wrong_number(element, given) if element["type"] == "number_input" else ""


def _wrong_number(element: JSON, given: str) -> str:
    number = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(number, given):
        return "Please enter a valid number."
    low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    return "" if low <= float(given) <= high else "Please enter a number within the range."


def action(block: JSON, element: JSON, value: JSON, at: str) -> JSON:
    """Return an entry of `actions` for what was clicked, picked or entered in an element."""
    kept: JSON = {
        key: element[key] for key in ("text", "value", "style", "placeholder", "initial_option", "initial_date") if key in element
    }
    return {**kept, **value, "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": at}


def wanted_by(workspace: Workspace, element: JSON, choice: JSON) -> Any:
    """Return the one thing a click's keyword names, checked against the kind of element."""
    given = [value for value in choice.values() if value is not None]
    if element["type"] == "button" and given:
        raise NotThere("a button takes no choice")
    if element["type"] != "button" and len(given) != 1:
        raise NotThere(f"a {element['type']} takes one choice, not {len(given)}")
    if "users_select" in element["type"] and given[0] not in workspace.users:
        raise NotThere(f"nobody here is {given[0]}")
    return given[0] if given else None
