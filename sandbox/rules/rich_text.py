"""Rich text: sections, lists, quotes and preformatted text, made of small typed parts."""

from sandbox.rules.checks import Check, Shapes, anything, boolean, each, integer, one_of, pattern, shape, string, typed
from sandbox.rules.objects import url

_style = shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean))
_id = string(255)


def _part(kind: str, fields: Shapes, *required: str) -> Check:
    return shape({"type": one_of(kind), "style": _style, **fields}, ("type", *required))


_PARTS: dict[str, Check] = {
    "text": _part("text", {"text": string(40_000)}, "text"),
    "link": _part("link", {"url": url, "text": string(40_000), "unsafe": boolean}, "url"),
    "user": _part("user", {"user_id": _id}, "user_id"),
    "usergroup": _part("usergroup", {"usergroup_id": _id}, "usergroup_id"),
    "channel": _part("channel", {"channel_id": _id}, "channel_id"),
    "team": _part("team", {"team_id": _id}, "team_id"),
    "emoji": _part("emoji", {"name": string(100), "unicode": string(100), "url": url, "skin_tone": integer(1, 6)}, "name"),
    "broadcast": _part("broadcast", {"range": one_of("here", "channel", "everyone")}, "range"),
    "color": _part("color", {"value": pattern("#[0-9A-Fa-f]{6}", "a colour as #RRGGBB")}, "value"),
    "date": _part(
        "date", {"timestamp": integer(0, 99_999_999_999), "format": string(255), "url": url, "fallback": string(255)}, "timestamp", "format"
    ),
}
_parts = each(typed(lambda: _PARTS), 0, 1000)
_section = shape({"type": one_of("rich_text_section"), "elements": _parts}, ("type", "elements"))
_border = integer(0, 1)
_RICH: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_quote": shape({"type": anything, "elements": _parts, "border": _border}, ("elements",)),
    "rich_text_preformatted": shape({"type": anything, "elements": _parts, "border": _border, "language": string(50)}, ("elements",)),
    "rich_text_list": shape(
        {
            "type": anything,
            "elements": each(_section, 1, 1000),
            "style": one_of("bullet", "ordered"),
            "indent": integer(0, 8),
            "offset": integer(0, 100_000),
            "border": _border,
        },
        ("elements", "style"),
    ),
}
rich_text_block = shape(
    {"type": one_of("rich_text"), "block_id": _id, "elements": each(typed(lambda: _RICH), 1, 1000)}, ("type", "elements")
)
