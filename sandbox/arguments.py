"""How a call's arguments arrive: query, form, multipart or JSON, with blocks and views as JSON texts in the forms."""

import json
from typing import Any

from aiohttp import web

from sandbox.refused import Refused

_STRUCTURED = ("blocks", "view", "metadata", "attachments")


async def read(request: web.Request) -> dict[str, Any]:
    """All arguments of a call. Raises Refused for a body that is no JSON object or texts that JSON cannot sensibly carry."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= _json_object(await request.text())
    elif request.can_read_body:
        arguments |= dict(await request.post())
    arguments = {name: _structured(name, value) for name, value in arguments.items()}
    _clean(arguments)
    return arguments


def _json_object(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return found


def _structured(name: str, value: Any) -> Any:
    if name not in _STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        if name == "blocks":
            raise Refused("invalid_blocks_format") from None
        raise Refused("invalid_arguments", f"{name} is no JSON") from None


def _clean(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Refused("invalid_arguments", "NUL or a lone surrogate in a text")
    elif isinstance(value, dict):
        _clean([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for one in value:
            _clean(one)
