"""Emoji as Slack names them and as people type them."""

from __future__ import annotations

import re

from model.errors import TalkError

MOST = 20
NAME = re.compile(r"[a-z0-9_+'-]{1,100}")
SIGNS = {
    "\U0001f4a1": "bulb",
    "\U0001f4dd": "memo",
    "\u270f": "pencil2",
    "\u2b50": "star",
    "\U0001f4cc": "pushpin",
    "\U0001f4ac": "speech_balloon",
}
VARIATION = "\ufe0f"


def read_emoji(text: str) -> tuple[str, ...]:
    """Return the names of the emoji that were typed, `:memo: :pencil:`, each once; raise TalkError where something is none."""
    for sign, name in SIGNS.items():
        text = text.replace(sign, f" {name} ")
    names = tuple(dict.fromkeys(re.split(r"[\s:,;]+", text.replace(VARIATION, "").casefold().strip(" \n\t:,;"))))
    if names == ("",):
        return ()
    if len(names) > MOST or not all(map(NAME.fullmatch, names)):
        raise TalkError("I know emoji by their names in Slack: :memo: or :bulb: for example, several with a space between them.")
    return names


def shown(names: tuple[str, ...]) -> str:
    """Return emoji as Slack draws them, and as `read_emoji` reads them."""
    return " ".join(f":{name}:" for name in names)
