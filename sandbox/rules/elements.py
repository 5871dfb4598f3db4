"""Block elements: what stands in actions, sections, contexts and inputs, each with its fields and limits."""

from typing import Any

from sandbox.rules.checks import Broken, Check, Shapes, anything, boolean, each, either, integer, one_of, pattern, shape, string
from sandbox.rules.objects import (
    chosen_is_offered,
    confirm,
    conversation_filter,
    dispatch_action_config,
    image_url,
    marked_option,
    option,
    option_groups,
    overflow_option,
    plain,
    slack_file,
    url,
    values_differ,
)
from sandbox.rules.rich_text import rich_text_block

_date = pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date as YYYY-MM-DD")
_time = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
_numeral = pattern(r"-?\d+(\.\d+)?", "a number as text")
_id = string(255)
_ids = each(_id, 1, 100)
_style = one_of("primary", "danger")
_lines = integer(1, 100)
_most = integer(1, 1_000_000)
_far = 3000
_day = 10_000_000_000


def _element(kind: str, fields: Shapes, required: tuple[str, ...] = (), *laws: Check) -> Check:
    common = {"type": one_of(kind), "action_id": _id}
    return shape({**common, **fields}, ("type", *required), *laws)


def _picker(kind: str, fields: Shapes, required: tuple[str, ...] = (), *laws: Check) -> Check:
    common = {"placeholder": plain(150), "confirm": confirm, "focus_on_load": boolean}
    several = {"max_selected_items": _most} if kind.startswith("multi_") else {}
    return _element(kind, {**common, **several, **fields}, required, *laws)


def _input(kind: str, fields: Shapes, required: tuple[str, ...] = (), *laws: Check) -> Check:
    common = {"placeholder": plain(150), "focus_on_load": boolean, "dispatch_action_config": dispatch_action_config}
    return _element(kind, {**common, **fields}, required, *laws)


def _initial_fits(element: Any, at: str) -> None:
    length = len(element.get("initial_value", ""))
    if element.get("min_length", 0) > element.get("max_length", _far):
        raise Broken("min_length must not exceed max_length", at)
    if length > element.get("max_length", _far) or 0 < length < element.get("min_length", 0):
        raise Broken("initial_value must fit min_length and max_length", f"{at}/initial_value")


def _within_bounds(element: Any, at: str) -> None:
    if float(element.get("min_value", "-inf")) > float(element.get("max_value", "inf")):
        raise Broken("min_value must not exceed max_value", at)


def _selected_fits(element: Any, at: str) -> None:
    chosen: Any = next((element[key] for key in element if key.startswith("initial_")), [])
    if isinstance(chosen, list) and len(chosen) > element.get("max_selected_items", len(chosen)):
        raise Broken("more initial items than max_selected_items", at)


_options = {"options": each(option, 1, 100), "option_groups": option_groups}
_image = shape(
    {"type": one_of("image"), "image_url": image_url, "slack_file": slack_file, "alt_text": string(2000)},
    ("type", "alt_text"),
    either("image_url", "slack_file"),
)
_button = _element(
    "button",
    {
        "text": plain(75),
        "url": url,
        "value": string(2000),
        "style": _style,
        "confirm": confirm,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": anything,
        "visible_to_user_ids": _ids,
    },
    ("text",),
)
_workflow_button = _element(
    "workflow_button",
    {"text": plain(75), "workflow": anything, "style": _style, "accessibility_label": string(75)},
    ("text", "workflow"),
)
_icon_button = _element(
    "icon_button",
    {
        "icon": string(75),
        "text": plain(75),
        "accessibility_label": string(75),
        "value": string(2000),
        "visible_to_user_ids": _ids,
        "confirm": confirm,
    },
    ("icon", "text"),
)
_feedback = shape({"text": plain(75), "value": string(2000), "accessibility_label": string(75)}, ("text", "value"))
_plain_text_input = _input(
    "plain_text_input",
    {"initial_value": string(3000, 0), "multiline": boolean, "min_length": integer(0, 3000), "max_length": integer(1, 3000)},
    (),
    _initial_fits,
)
_number_input = _input(
    "number_input",
    {"is_decimal_allowed": boolean, "initial_value": _numeral, "min_value": _numeral, "max_value": _numeral},
    ("is_decimal_allowed",),
    _within_bounds,
)
_conversations = {"default_to_current_conversation": boolean, "filter": conversation_filter}
_listed = {"options": each(marked_option, 1, 10), "confirm": confirm, "focus_on_load": boolean}


def _checks() -> dict[str, Check]:
    menus = (either("options", "option_groups"), chosen_is_offered)
    one, several = {"initial_option": option}, {"initial_options": each(option, 1, 100)}
    return {
        "static_select": _picker("static_select", {**_options, **one}, (), *menus),
        "multi_static_select": _picker("multi_static_select", {**_options, **several}, (), *menus, _selected_fits),
        "external_select": _picker("external_select", {**one, "min_query_length": integer(0, 255)}),
        "multi_external_select": _picker("multi_external_select", {**several, "min_query_length": integer(0, 255)}, (), _selected_fits),
        "checkboxes": _element(
            "checkboxes", {**_listed, "initial_options": each(marked_option, 1, 10)}, ("options",), chosen_is_offered, values_differ
        ),
        "radio_buttons": _element(
            "radio_buttons", {**_listed, "initial_option": marked_option}, ("options",), chosen_is_offered, values_differ
        ),
        "overflow": _element("overflow", {"options": each(overflow_option, 1, 5), "confirm": confirm}, ("options",)),
    }


def _people_and_places() -> dict[str, Check]:
    answered = {"response_url_enabled": boolean}
    return {
        "users_select": _picker("users_select", {"initial_user": _id}),
        "conversations_select": _picker("conversations_select", {"initial_conversation": _id, **answered, **_conversations}),
        "channels_select": _picker("channels_select", {"initial_channel": _id, **answered}),
        "multi_users_select": _picker("multi_users_select", {"initial_users": _ids}, (), _selected_fits),
        "multi_conversations_select": _picker(
            "multi_conversations_select", {"initial_conversations": _ids, **_conversations}, (), _selected_fits
        ),
        "multi_channels_select": _picker("multi_channels_select", {"initial_channels": _ids}, (), _selected_fits),
    }


ELEMENTS: dict[str, Check] = {
    **_checks(),
    **_people_and_places(),
    "image": _image,
    "button": _button,
    "workflow_button": _workflow_button,
    "icon_button": _icon_button,
    "feedback_buttons": _element(
        "feedback_buttons", {"positive_button": _feedback, "negative_button": _feedback}, ("positive_button", "negative_button")
    ),
    "datepicker": _picker("datepicker", {"initial_date": _date}),
    "timepicker": _picker("timepicker", {"initial_time": _time, "timezone": string(255)}),
    "datetimepicker": _element(
        "datetimepicker", {"initial_date_time": integer(1_000_000_000, _day - 1), "confirm": confirm, "focus_on_load": boolean}
    ),
    "plain_text_input": _plain_text_input,
    "email_text_input": _input("email_text_input", {"initial_value": string(255, 0)}),
    "url_text_input": _input("url_text_input", {"initial_value": string(3000, 0)}),
    "number_input": _number_input,
    "rich_text_input": _input("rich_text_input", {"initial_value": rich_text_block, "min_lines": _lines, "max_lines": _lines}),
    "file_input": _element("file_input", {"filetypes": each(string(50), 1, 100), "max_files": integer(1, 10)}),
}

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_PICKERS = (*_SELECTS, *(f"multi_{kind}" for kind in _SELECTS), "datepicker", "timepicker", "checkboxes", "radio_buttons")
IN_ACTIONS = (*_PICKERS, "datetimepicker", "button", "overflow", "workflow_button", "rich_text_input")
IN_SECTION = (*_PICKERS, "button", "overflow", "workflow_button", "image")
IN_INPUT = (
    *_PICKERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)
