"""Capture: what is taken from a message in Slack, and the id of what it becomes, so that one message is one talk or idea."""

from __future__ import annotations

from typing import Literal

import msgspec

from model.record import id_for

Kind = Literal["talk", "idea"]
MAX_TEXT = 40_000
MAX_PEOPLE = 10


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message in Slack as something can be taken from it, or a whole thread.

    `thread` is the ts of the message at the head of the thread that it is in, or heads; `text` what it says, decoded, in at most
    `MAX_TEXT` characters; `people` the names of who said it. `outside` says that whoever wrote it is no colleague, `own` that the bot
    did. `whole` says that it is all of a thread; `left_out` counts the messages that did not fit, or of a single one the characters.
    `trouble` is why it could not be read (Slack's code); there is no text then.
    """

    channel: str
    ts: str
    thread: str = ""
    text: str = ""
    people: tuple[str, ...] = ()
    permalink: str = ""
    outside: bool = False
    own: bool = False
    whole: bool = False
    left_out: int = 0
    trouble: str = ""


class Carried(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the form of a message carries: where the message stands, its text left out, and what `handlers.drafts` carries."""

    source: Source
    draft: str = ""


def carry(source: Source, draft: str) -> str:
    """Return what a form of this message carries, in far fewer than the 3,000 characters that Slack keeps."""
    people = tuple(name[:80] for name in source.people[:MAX_PEOPLE])
    return msgspec.json.encode(Carried(msgspec.structs.replace(source, text="", people=people), draft)).decode()


def read_carried(text: str) -> Carried:
    """Return what a form of a message has carried."""
    return msgspec.json.decode(text, type=Carried)


def capture_id(workspace: str, source: Source, kind: Kind, *more: str) -> str:
    """Return the id of what a message (or thread) becomes; `more` tells apart what is saved beside the first of its kind."""
    return id_for("capture", workspace, source.channel, source.ts, "thread" if source.whole else "", kind, *more)
