"""Blocks: each type with its fields and limits, and on which surface it may stand."""

from typing import Any

from sandbox.rules import charts
from sandbox.rules.checks import Broken, Check, Shapes, anything, boolean, each, either, one_of, shape, some, string, typed, unique
from sandbox.rules.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.rules.objects import image_url, plain, slack_file, text, url
from sandbox.rules.rich_text import rich_text_block


def _block(kind: str, fields: Shapes, required: tuple[str, ...] = (), *laws: Check) -> Check:
    return shape({"type": one_of(kind), "block_id": string(255), **fields}, ("type", *required), *laws)


def _elements(*allowed: str) -> Check:
    return typed(lambda: ELEMENTS, allowed)


def _context_element(value: Any, at: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    (_elements("image") if kind == "image" else text())(value, at)


def _named_once(value: Any, at: str) -> None:
    unique("action_id", "elements")(value, at)


_image_of_card = _elements("image")
_card_fields: Shapes = {
    "hero_image": _image_of_card,
    "icon": _image_of_card,
    "title": text(150),
    "subtitle": text(150),
    "body": text(200),
    "actions": each(_elements("button", "overflow", "workflow_button"), 1, 5),
}
_task_fields: Shapes = {
    "task_id": string(255),
    "title": string(256),
    "details": rich_text_block,
    "output": rich_text_block,
    "sources": each(shape({"type": one_of("url"), "url": url, "text": string(2000)}, ("type", "url", "text")), 1, 20),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
_task = _block("task_card", _task_fields, ("task_id", "title", "status"))
_image_fields: Shapes = {"image_url": image_url, "slack_file": slack_file, "alt_text": string(2000), "title": plain(2000)}
_input_fields: Shapes = {
    "label": plain(2000),
    "hint": plain(2000),
    "element": _elements(*IN_INPUT),
    "optional": boolean,
    "dispatch_action": boolean,
}
_video_fields: Shapes = {
    "alt_text": string(2000),
    "video_url": url,
    "thumbnail_url": url,
    "title": plain(200),
    "title_url": url,
    "description": plain(200),
    "provider_icon_url": url,
    "provider_name": string(50),
    "author_name": string(50),
}
_container_fields: Shapes = {
    "title": plain(150),
    "rich_text_title": rich_text_block,
    "subtitle": text(150),
    "child_blocks": each(typed(lambda: BLOCKS), 1, 10),
    "width": string(20),
    "icon": _image_of_card,
    "is_collapsible": boolean,
    "default_collapsed": boolean,
    "has_header_divider": boolean,
}
_section_fields: Shapes = {"text": text(), "fields": each(text(2000), 1, 10), "accessory": _elements(*IN_SECTION), "expand": boolean}
_call_fields: Shapes = {"call_id": string(255), "api_decoration_available": boolean, "call": anything}
_context_actions = each(_elements("feedback_buttons", "icon_button"), 1, 5)
_carousel_card = _block("card", _card_fields, (), some("title", "body", "hero_image", "actions"))

BLOCKS: dict[str, Check] = {
    "actions": _block("actions", {"elements": each(_elements(*IN_ACTIONS), 1, 25)}, ("elements",), _named_once),
    "alert": _block("alert", {"text": text(200), "level": one_of("default", "info", "warning", "error", "success")}, ("text",)),
    "call": _block("call", _call_fields, ("call_id",)),
    "card": _carousel_card,
    "carousel": _block("carousel", {"elements": each(_carousel_card, 1, 10)}, ("elements",)),
    "container": _block("container", _container_fields, ("child_blocks",), either("title", "rich_text_title")),
    "context": _block("context", {"elements": each(_context_element, 1, 10)}, ("elements",)),
    "context_actions": _block("context_actions", {"elements": _context_actions}, ("elements",), _named_once),
    "data_table": charts.data_table,
    "data_visualization": charts.data_visualization,
    "divider": _block("divider", {}),
    "file": _block("file", {"external_id": string(255), "source": one_of("remote")}, ("external_id", "source")),
    "header": _block("header", {"text": plain(150)}, ("text",)),
    "image": _block("image", _image_fields, ("alt_text",), either("image_url", "slack_file")),
    "input": _block("input", _input_fields, ("label", "element")),
    "markdown": _block("markdown", {"text": string(12_000)}, ("text",)),
    "plan": _block("plan", {"title": string(256), "tasks": each(_task, 1, 50)}, ("title",)),
    "rich_text": rich_text_block,
    "section": _block("section", _section_fields, (), some("text", "fields")),
    "table": charts.table,
    "task_card": _task,
    "video": _block("video", _video_fields, ("alt_text", "video_url", "thumbnail_url", "title")),
}
_EVERYWHERE = frozenset(
    ("actions", "card", "carousel", "container", "context", "data_table", "data_visualization", "divider", "header", "image", "input")
) | {"rich_text", "section", "table", "video"}
SURFACES = {
    "home": _EVERYWHERE,
    "modal": _EVERYWHERE - {"carousel", "container", "data_table", "data_visualization", "table"} | {"alert"},
    "message": frozenset(BLOCKS) - {"alert"},
}
_MOST_CHARTS = 2
_MARKDOWN_IN_ALL = 12_000


def check_blocks(blocks: Any, surface: str, limit: int, at: str) -> None:
    """Raise Broken for the first thing that Slack would not show on this surface."""
    each(typed(lambda: BLOCKS, SURFACES[surface]), 0, limit)(blocks, at)
    unique("block_id", "blocks")({"blocks": blocks}, at)
    for index, block in enumerate(blocks):
        _suits(block, surface, f"{at}/{index}")
    _few_enough(blocks, at)


def _suits(block: Any, surface: str, at: str) -> None:
    if block["type"] == "input" and block["element"]["type"] == "file_input" and surface != "modal":
        raise Broken("file_input stands in modals only", f"{at}/element")


def _few_enough(blocks: list[Any], at: str) -> None:
    kinds = [block["type"] for block in blocks]
    if kinds.count("data_visualization") > _MOST_CHARTS:
        raise Broken(f"must be less than {_MOST_CHARTS + 1} data_visualization blocks", at)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > _MARKDOWN_IN_ALL:
        raise Broken(f"must be less than {_MARKDOWN_IN_ALL + 1} characters of markdown", at)
    focused = [block for block in blocks if _focused(block)]
    if len(focused) > 1:
        raise Broken("only one element can have focus_on_load", at)


def _focused(block: Any) -> bool:
    elements = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
    return any(isinstance(one, dict) and one.get("focus_on_load") is True for one in elements)
