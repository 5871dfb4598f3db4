"""The one exception of the sandbox's Slack: a call that Slack would refuse, with Slack's own error code."""

from typing import Any


class Refused(Exception):
    """Slack says no. `code` is Slack's error, `reason` the line in `response_metadata.messages`, `extra` further fields of the answer."""

    def __init__(self, code: str, reason: str = "", **extra: Any) -> None:
        super().__init__(f"{code}: {reason}" if reason else code)
        self.code = code
        self.reason = reason
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """Return the refusal as the Web API answers it."""
        messages = {"response_metadata": {"messages": [f"[ERROR] {self.reason}"]}} if self.reason else {}
        return {"ok": False, "error": self.code, **messages, **self.extra}
