"""Trouble on demand: what can go wrong between the bot and Slack, for the next calls of a method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["ratelimited", "status", "not_json", "error", "hang", "hang_after_accept", "drop_before", "drop_after_accept"]


@dataclass
class Fault:
    """One kind of trouble. `method` is a Web API method, `response_url`, or `*` for all; it strikes `times` calls once `after` have passed.

    `retry_after` is the header's text for `ratelimited` (None: no header), `status` the HTTP status, `error` Slack's code, `seconds` how
    long a `hang` lasts before the call is carried out, which it is not when the bot hangs up first; in `hang_after_accept` it is carried
    out, and only the answer keeps the bot waiting. `drop_before` cuts the connection before Slack does anything, `drop_after_accept` when
    it is done. `match` narrows it down to calls with such arguments.
    """

    method: str
    kind: Kind
    times: int = 1
    after: int = 0
    retry_after: str | int | None = 1
    status: int = 503
    error: str = "internal_error"
    seconds: float = 3600
    match: Callable[[dict[str, Any]], bool] | None = None
    struck: int = 0

    def strikes(self, method: str, arguments: dict[str, Any]) -> bool:
        """Whether this call is one of those, which counts it."""
        if self.method not in {method, "*"} or not self.times or (self.match and not self.match(arguments)):
            return False
        if self.after:
            self.after -= 1
            return False
        self.times -= 1
        self.struck += 1
        return True


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(self, method: str, kind: Kind, **details: Any) -> Fault:
        """Plan a fault; `details` are the fields of Fault. Its `struck` counts how often it happened."""
        fault = Fault(method, kind, **details)
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble."""
        self._planned.clear()

    def take(self, method: str, arguments: dict[str, Any]) -> Fault | None:
        """Return the fault that strikes this call."""
        return next((fault for fault in self._planned if fault.strikes(method, arguments)), None)
