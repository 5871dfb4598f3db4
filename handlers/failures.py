"""What becomes of a request that did not come about: the answer that fits its door, and what is logged of a bug."""

from __future__ import annotations

import logging
import traceback
from uuid import uuid4

from handlers.gate import Refused
from handlers.request import Request
from messages import trouble
from messages.home import closed
from model.answer import AnyAnswer, Done, Home, Message, Options, Refuse, Reply
from model.change import Outcome
from model.grammar import unescaped
from storage import InDoubt, NotRead, NotSaved

UNCHECKED = Outcome(Done())
logger = logging.getLogger(__name__)


def refusal(request: Request, shown: Message) -> AnyAnswer:
    """Return trouble as an answer that fits the door."""
    if request.door == "form" and request.fields:
        return Refuse({next(iter(request.fields)): unescaped(shown.text.replace("*", "").replace("`", ""))})
    if request.door == "home":
        return Home(closed(shown))
    return Options(()) if request.door == "options" else Reply(shown)


def unheard(refused: Refused) -> Outcome:
    """Return the end of an event whose person may not use the bot, which is nobody's news; one who could not be looked up may yet."""
    return UNCHECKED if str(refused) == "unknown" else Outcome(Done())


def store_trouble(error: NotRead | NotSaved, typed: str) -> Message:
    """Return what is said where the store did not do it."""
    say = {NotRead: trouble.not_read, InDoubt: trouble.in_doubt}.get(type(error), trouble.not_saved)
    return say(str(error), typed)


def log_unexpected(request: Request, error: Exception) -> str:
    """Log a bug without a word of what people wrote, and return the reference that the person is given."""
    reference = uuid4().hex[:8]
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error(
        "unexpected %s, reference %s, door %s, action %s\n%s", type(error).__name__, reference, request.door, request.action, where
    )
    return reference
