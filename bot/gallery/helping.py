"""Help, greetings, and lines that are no command."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import Cast, Exhibit, exhibit
from handlers import NOUNS, table
from handlers.help import Desk, help_of
from messages import help as told

LINE = "Northside Dr. Weber wants appointments online by spring"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about itself."""
    verbs = {verb: help_of(handler) for verb, handler in table(NOUNS, "VERBS").items()} | {"help": help_of(Desk.help)}
    yield exhibit("nobody waits", told.overview, verbs, 0)
    yield exhibit("one waits", told.overview, verbs, 1)
    yield exhibit("three wait", told.overview, verbs, 3)
    for verb, one in verbs.items():
        yield exhibit(f"help {verb}", told.one_verb, verb, one)
    yield exhibit("one is near", told.no_such_verb, cast.said("nte"), "note")
    yield exhibit("none is near", told.no_such_verb, cast.said("weather"), None)
    yield exhibit(
        "a misspelt command", told.misspelt_verb, cast.said("nte"), "note", cast.said(f"note {LINE}")[:2000], cast.said(f"nte {LINE}")
    )
    yield exhibit("thanks", told.kind_word)
    yield exhibit("a form, asked for in a DM", told.form_offered, cast.said("note Northside"))
