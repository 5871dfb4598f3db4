"""What a message in Slack says, as words: its text, what stands in its blocks and attachments, and the names of its files.

Apart from reading it, since a bot's report may have all of its words in blocks. What is returned is still as Slack writes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from messages.blocks import escape
from model.answer import Json

CHILDREN = {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}


def wording(message: Json) -> str:
    """Return all that a message says; the empty text where it says nothing in words."""
    parts = [body(message), *map(attached, message.get("attachments") or ()), *map(file_name, message.get("files") or ())]
    return "\n".join(part for part in parts if part.strip())


def body(message: Json) -> str:
    """Return a message's own words. Of what an app wrote, the text may be a short form of what stands in its blocks."""
    text, blocks = message.get("text") or "", in_blocks(message.get("blocks") or ())
    by_app = message.get("bot_id") or not text.strip()
    return blocks if by_app and len(blocks) > len(text) else text


def attached(attachment: Json) -> str:
    """Return what an attachment says; nothing of what Slack itself shows of a link, unless it is another message."""
    if attachment.get("from_url") and not (attachment.get("is_share") or attachment.get("is_msg_unfurl")):
        return ""
    fields = [f"{field.get('title') or ''}: {field.get('value') or ''}".strip(": ") for field in attachment.get("fields") or ()]
    parts = [attachment.get(key) or "" for key in ("pretext", "title", "text")]
    said = "\n".join(filter(None, [*parts, in_blocks(attachment.get("blocks") or ()), *fields]))
    return said or attachment.get("fallback") or ""


def file_name(file: Json) -> str:
    """Return a file by its name; nothing of one that was deleted."""
    name = file.get("title") or file.get("name") or ""
    return f"File: {name}" if name else ""


def in_blocks(blocks: list[Json] | tuple[Json, ...]) -> str:
    """Return what there is to read in blocks, a line a paragraph; buttons and fields to fill in are no words."""
    return "\n".join(line for block in blocks for line in paragraphs(block) if line.strip())


def paragraphs(block: Json) -> Iterator[str]:
    """Return what one block says."""
    match block.get("type"):
        case "rich_text":
            for element in block.get("elements") or ():
                yield from rich(element)
        case "section" | "header" | "markdown":
            yield from map(plain, (block.get("text"), *(block.get("fields") or ())))
        case "context":
            yield " ".join(filter(None, map(plain, block.get("elements") or ())))
        case "image":
            yield plain(block.get("title")) or block.get("alt_text") or ""


def plain(text: Json | str | None) -> str:
    """Return the words of a text object, which in some blocks is a bare text."""
    found = text.get("text") or "" if isinstance(text, dict) else text or ""
    return found if isinstance(found, str) else ""


def rich(element: Json) -> Iterator[str]:
    """Return the lines of one part of rich text."""
    if element.get("type") in CHILDREN:
        yield "".join(map(inline, element.get("elements") or ()))
    for item in element.get("elements") or () if element.get("type") == "rich_text_list" else ():
        yield from (f"• {line}" for line in rich(item))


def inline(element: Json) -> str:
    """Return a piece of a line as Slack writes it in a message's text."""
    label = element.get("text") or element.get("fallback") or ""
    address = f"{element.get('url')}|{escape(label)}" if label else element.get("url")
    as_markup = {
        "link": f"<{address}>",
        "user": f"<@{element.get('user_id')}>",
        "channel": f"<#{element.get('channel_id')}>",
        "broadcast": f"<!{element.get('range')}>",
        "emoji": f":{element.get('name')}:",
    }
    return as_markup.get(element.get("type") or "", escape(label))
