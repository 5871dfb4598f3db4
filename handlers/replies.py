"""Answers as Slack takes them: messages as its methods want them, with a word more, and what is said where a form came too late."""

from __future__ import annotations

from typing import Any

import msgspec

from handlers.request import Request
from messages.blocks import MAX_BLOCKS, button, notice
from messages.help import open_form
from messages.summary_charts import has_charts, in_words
from messages.trouble import too_late_for_form, too_late_for_shortcut
from model.answer import AnyAnswer, Json, Message, Replace, Reply, Update


def too_late(request: Request) -> Message:
    """Return what to say where a form did not open."""
    return too_late_for_shortcut() if request.door == "shortcut" else too_late_for_form(asked_again(request))


def asked_again(request: Request) -> Json:
    """Return the button that asks once more for the form that a line or a click asked for."""
    if request.door == "button":
        return button("Open the form", request.action, request.value, primary=True)
    return open_form(request.typed)


def also_saying(answer: AnyAnswer, block: Json) -> AnyAnswer:
    """Return an answer with one block more, where it is one that is read."""
    match answer:
        case Reply(shown) | Replace(shown):
            return msgspec.structs.replace(answer, message=Message(shown.text, (*shown.blocks, block)[:MAX_BLOCKS]))
        case Update(view):
            return Update({**view, "blocks": [*view["blocks"], block]})
    return answer


def as_modal(shown: Message) -> Json:
    """Return a message as a modal, in which Slack draws no charts and no tables: they are said in words."""
    return notice(in_words(shown) if has_charts(shown) else shown)


def written(shown: Message) -> dict[str, Any]:
    """Return a message as Slack's methods take it."""
    return {"text": shown.text, "blocks": list(shown.blocks)}


def ephemeral(shown: Message) -> dict[str, Any]:
    """Return a message that only the person sees."""
    return {**written(shown), "response_type": "ephemeral"}
