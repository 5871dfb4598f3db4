"""The order in which everything happened: each call the bot made and each payload it was given, for tests that count."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Entry:
    """One call (`kind` is `call` or `response_url`) or one delivery (`kind` is `delivery`; `method` is then the payload's type).

    `arguments` are the call's, or the delivered payload; `result` is the answer to a call, `ack` the bot's answer to a delivery.
    `ids` holds what names a delivery: event_id, envelope_id, trigger_id, view_id. `fault` names the fault that struck the call, `warnings`
    say what Slack accepted and yet nobody sees.
    """

    kind: str
    method: str
    arguments: dict[str, Any]
    at: datetime
    ok: bool | None = None
    error: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    attempt: int = 0
    ack: Any = None
    fault: str | None = None
    warnings: list[str] = field(default_factory=list)


class Journal(list[Entry]):
    """All entries, oldest first."""

    def calls(self, method: str | None = None) -> list[Entry]:
        """Return the Web API calls and uses of response_urls (`method="response_url"`), of one method or all."""
        return [entry for entry in self if entry.kind != "delivery" and method in {None, entry.method}]

    def deliveries(self, method: str | None = None) -> list[Entry]:
        """Return the payloads given to the bot: by type of interaction or event, or `slash_commands`."""
        return [entry for entry in self if entry.kind == "delivery" and method in {None, entry.method}]
