"""Message and Answer: what a person can be shown, as plain values. Apart from `change` because records may hold messages."""

from __future__ import annotations

from typing import Any

import msgspec

Json = dict[str, Any]
View = Json
Sentence = str


class Message(msgspec.Struct, frozen=True):
    """What Slack shows in a conversation: Block Kit blocks, and the plain text for notifications and screen readers."""

    text: str
    blocks: tuple[Json, ...] = ()


class Answer(msgspec.Struct, frozen=True, tag=True, tag_field="answer"):
    """What the person gets back; one of the kinds below."""


class Reply(Answer, frozen=True):
    """Say this to the person alone (in a DM: in the DM)."""

    message: Message


class Replace(Answer, frozen=True):
    """Put this in the place of the message whose button was clicked."""

    message: Message


class Share(Answer, frozen=True):
    """Post this for all to read in the channel where the button was clicked, and take away what only the person saw.

    Whoever carries it asks Slack first who can read that channel, unless it is `trusted`: an admin allowed it, whoever can.
    """

    message: Message
    trusted: bool = False


class Open(Answer, frozen=True):
    """Open this modal; on top of the one that is open, where the click came from a modal."""

    view: View


class Update(Answer, frozen=True):
    """Turn the submitted modal into this view."""

    view: View


class Refuse(Answer, frozen=True):
    """Keep the form open, with what to mend beside each block, by block id."""

    errors: dict[str, str]


class Home(Answer, frozen=True):
    """Show this as the person's App Home."""

    view: View


class Options(Answer, frozen=True):
    """The choices of a searching select."""

    options: tuple[Json, ...]


class Done(Answer, frozen=True):
    """Nothing to say: the person already sees what they did."""


AnyAnswer = Reply | Replace | Share | Open | Update | Refuse | Home | Options | Done
NO_ANSWER = msgspec.Raw()


def kept(answer: AnyAnswer) -> msgspec.Raw:
    """Return an answer as it is kept: encoded. A day's answers as blocks would be a million objects, and few are read again."""
    return msgspec.Raw(msgspec.json.encode(answer))


def repeated(answer: msgspec.Raw) -> AnyAnswer:
    """Return a kept answer as it was given; Done where there was none."""
    return msgspec.json.decode(answer, type=AnyAnswer) if answer else Done()
