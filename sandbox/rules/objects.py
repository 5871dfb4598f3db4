"""Composition objects: texts, options and confirmations."""

from typing import Any

from sandbox.rules.checks import Broken, Check, boolean, each, one_of, pattern, shape, string, typed, unique

TEXT_LIMIT = 3000
url = pattern(r"https?://\S{1,2990}", "a valid URL")
image_url = pattern(r"https?://\S{1,2990}", "a valid image URL")


def plain(limit: int) -> Check:
    """Check for a plain_text object."""
    return _text(limit, "plain_text")


def text(limit: int = TEXT_LIMIT) -> Check:
    """Check for a plain_text or mrkdwn object."""
    return _text(limit, "plain_text", "mrkdwn")


def mrkdwn(limit: int = TEXT_LIMIT) -> Check:
    """Check for a mrkdwn object."""
    return _text(limit, "mrkdwn")


def _text(limit: int, *kinds: str) -> Check:
    said = string(limit)
    flags = {"plain_text": {"emoji": boolean}, "mrkdwn": {"verbatim": boolean}}
    shapes = {kind: shape({"type": one_of(kind), "text": said, **more}, ("type", "text")) for kind, more in flags.items()}
    return typed(lambda: shapes, kinds)


confirm = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
    ("title", "text", "confirm", "deny"),
)


def _option(label: Check, **more: Check) -> Check:
    return shape({"text": label, "value": string(150), "description": plain(75), **more}, ("text", "value"))


option = _option(plain(75))
marked_option = shape({"text": text(75), "value": string(150), "description": text(75)}, ("text", "value"))
overflow_option = _option(plain(75), url=url)
option_groups = each(shape({"label": plain(75), "options": each(option, 1, 100)}, ("label", "options")), 1, 100)
dispatch_action_config = shape(
    {"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}, ("trigger_actions_on",)
)
slack_file = shape({"id": string(255), "url": url})
conversation_filter = shape(
    {
        "include": each(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)


def offered(element: Any) -> list[Any]:
    """All options of a menu, its groups' too."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"])]


def chosen_is_offered(element: Any, at: str) -> None:
    """Law: an initial option is, to the letter, one of the options."""
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    for one in first:
        if one not in offered(element):
            raise Broken("initial option must match one of the options", f"{at}/initial_option")


values_differ = unique("value", "options")
