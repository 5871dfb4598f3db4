"""What Slack makes of the text a person types: entities, mentions with names, links in angle brackets, rich text blocks."""

import re

from sandbox.plain import unescape, unmark
from sandbox.records import JSON, Workspace

_PART = re.compile(r"(<(?:@\w+|#\w+|!here|!channel|!everyone|https?:[^<>|]+)(?:\|[^<>]*)?>)")
_MENTIONS = {"@": ("user", "user_id"), "#": ("channel", "channel_id"), "!": ("broadcast", "range")}
_TOKEN = re.compile(r"<[@#!][^<>]+>|https?://[^\s<>|]+")


def escape(text: str) -> str:
    """Return the three characters that Slack turns into entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(workspace: Workspace, text: str, *, names: bool) -> str:
    """Return the text as Slack sends it. `<@U…>` and `<#C…>` are mentions the person picked, `names` adds people's names."""
    parts, start = [], 0
    for token in _TOKEN.finditer(text):
        parts += [escape(text[start : token.start()]), _marked(workspace, token.group(), names=names)]
        start = token.end()
    return "".join([*parts, escape(text[start:])])


def _marked(workspace: Workspace, token: str, *, names: bool) -> str:
    if token.startswith("http"):
        return f"<{token.replace('&', '&amp;')}>"
    if "|" in token or token.startswith("<!"):
        return token
    key = token[2:-1]
    if token.startswith("<#"):
        return f"<#{key}|{workspace.channels[key].name}>" if key in workspace.channels else token
    return f"<@{key}|{workspace.users[key].name}>" if names and key in workspace.users else token


def rich_text(block_id: str, text: str) -> JSON:
    """Return the rich text block that stands in a person's message beside its text: words, mentions and links."""
    parts = [part for part in _PART.split(text) if part]
    section = {"type": "rich_text_section", "elements": [_element(part) for part in parts]}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _element(part: str) -> JSON:
    if not _PART.fullmatch(part):
        return {"type": "text", "text": unmark(part)}
    target, _, label = part[1:-1].partition("|")
    if target[0] in _MENTIONS:
        kind, key = _MENTIONS[target[0]]
        return {"type": kind, key: target[1:]}
    return {"type": "link", "url": unescape(target), **({"text": unescape(label)} if label else {})}
