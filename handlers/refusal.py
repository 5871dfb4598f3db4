"""What Slack's refusals say. Apart, because an answer that is no JSON reaches us as the bare response of the HTTP client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError


def status_of(error: SlackApiError) -> int:
    """Return the HTTP status of a refusal."""
    response: Any = error.response
    return int(response.status if unreadable(error) else response.status_code)


def code_of(error: SlackApiError) -> str:
    """Return Slack's error code; the HTTP status where the answer holds none, `unreadable` where it is no JSON."""
    if unreadable(error):
        return "unreadable"
    body = error.response.data
    code = body.get("error") if isinstance(body, dict) else None
    return str(code or status_of(error))


def headers_of(error: SlackApiError) -> Mapping[str, str]:
    """Return the headers of a refusal."""
    return error.response.headers or {}


def unreadable(error: SlackApiError) -> bool:
    """Whether the answer was no JSON: what Slack did is then unknown."""
    return not hasattr(error.response, "data")
