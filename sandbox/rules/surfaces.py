"""Whole messages, views and lists of options: the limits of each, and the code with which Slack refuses it."""

import json
from typing import Any

from sandbox.refused import Refused
from sandbox.rules.blocks import check_blocks
from sandbox.rules.checks import Broken, Check, boolean, each, one_of, shape, string
from sandbox.rules.objects import option, option_groups, plain

TEXT_LIMIT = 40_000
MARKDOWN_LIMIT = 12_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250 * 1000
METADATA_BYTES = 8000


def message(arguments: dict[str, Any], *, strict_text: bool) -> None:
    """Refuse a message that Slack would not post. `strict_text` wants a text beside the blocks, where Slack only warns."""
    text, blocks, markdown = arguments.get("text"), arguments.get("blocks"), arguments.get("markdown_text")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict", "markdown_text goes without text and blocks")
    _said(text, markdown)
    if blocks:
        _blocks(blocks)
    elif not (text or markdown or arguments.get("attachments")):
        raise Refused("no_text")
    if blocks and strict_text and not str(text or "").strip():
        raise Refused("missing_text_fallback", "house rule: blocks go with a text for notifications and screen readers")
    if arguments.get("metadata"):
        _metadata(arguments["metadata"])


def _said(text: Any, markdown: Any) -> None:
    for words, limit in ((text, TEXT_LIMIT), (markdown, MARKDOWN_LIMIT)):
        if words is not None and not isinstance(words, str):
            raise Refused("invalid_arguments", "text must be a string")
        if words and len(words) > limit:
            raise Refused("msg_too_long")


def _blocks(blocks: Any) -> None:
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format", "blocks must be an array")
    try:
        check_blocks(blocks, "message", MESSAGE_BLOCKS, "/blocks")
    except Broken as broken:
        raise Refused("invalid_blocks", str(broken)) from None
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refused("only_one_table_allowed")


def _metadata(metadata: Any) -> None:
    wanted = shape({"event_type": string(255), "event_payload": _an_object, "entities": _a_list}, ("event_type", "event_payload"))
    try:
        wanted(metadata, "/metadata")
    except Broken as broken:
        raise Refused("invalid_metadata_format", str(broken)) from None
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refused("metadata_too_large")


def _an_object(value: Any, at: str) -> None:
    if not isinstance(value, dict):
        raise Broken("must be an object", at)


def _a_list(value: Any, at: str) -> None:
    if not isinstance(value, list):
        raise Broken("must be an array", at)


def _any_blocks(_value: Any, _at: str) -> None:
    """Leave the blocks to check_blocks, which knows the surface."""


_COMMON: dict[str, Check] = {
    "blocks": _any_blocks,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_HOME = shape({"type": one_of("home"), **_COMMON}, ("type", "blocks"))
_MODAL = shape(
    {
        "type": one_of("modal"),
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
        **_COMMON,
    },
    ("type", "title", "blocks"),
)


def view(content: Any, kind: str) -> None:
    """Refuse a view that Slack would not show as a `modal` or as the `home`."""
    if not isinstance(content, dict):
        raise Refused("invalid_arguments", "missing required field: view")
    if len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")) > VIEW_BYTES:
        raise Refused("view_too_large")
    try:
        (_HOME if kind == "home" else _MODAL)(content, "/view")
        check_blocks(content["blocks"], kind, VIEW_BLOCKS, "/view/blocks")
        _submittable(content)
    except Broken as broken:
        raise Refused("invalid_arguments", str(broken)) from None


def _submittable(content: dict[str, Any]) -> None:
    has_input = any(block["type"] == "input" for block in content["blocks"])
    if content["type"] == "modal" and has_input and "submit" not in content:
        raise Broken("missing required field: submit, as the view has an input block", "/view")


def options(answer: Any) -> None:
    """Refuse what an app offers in an external select when Slack would not show it."""
    if not isinstance(answer, dict) or ("options" in answer) == ("option_groups" in answer):
        raise Refused("invalid_options", "the answer must have either options or option_groups")
    try:
        shape({"options": each(option, 0, 100), "option_groups": option_groups})(answer, "")
    except Broken as broken:
        raise Refused("invalid_options", str(broken)) from None
