"""One call of a Web API method: its arguments, who calls, and the look-ups that several methods share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.interactions import Triggers
from sandbox.records import JSON, Channel, Workspace
from sandbox.refused import Refused
from sandbox.state import State

_PAGE_LIMIT = 1000
Run = Callable[["Call"], JSON]


@dataclass(frozen=True)
class Method:
    """How a method is carried out and the scopes of which it needs one."""

    run: Run
    scopes: tuple[str, ...] = ()


@dataclass
class Call:
    """Arguments are decoded: blocks, view and metadata are JSON whatever the body's form was."""

    state: State
    workspace: Workspace
    arguments: JSON
    scopes: frozenset[str]
    triggers: Triggers
    strict_text: bool = True
    home_enabled: bool = True
    hide_in_quiet_threads: bool = True
    warnings: list[str] = field(default_factory=list)

    def need(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless one of these is granted."""
        if scopes and not self.scopes.intersection(scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.scopes)))

    def has(self, name: str) -> bool:
        """Whether an argument is given and not empty."""
        return self.arguments.get(name) not in (None, "")

    def text(self, name: str, default: str | None = None) -> str:
        """Return an argument as text; required where there is no default."""
        if not self.has(name):
            if default is None:
                raise Refused("invalid_arguments", f"missing required field: {name}")
            return default
        return str(self.arguments[name])

    def flag(self, name: str) -> bool:
        """Return an argument as a boolean, the way forms write it."""
        return self.arguments.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number."""
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", f"{name} is no number") from None

    def channel(self, name: str = "channel") -> Channel:
        """Return the channel the bot may know of: a private one only as its member."""
        found = self.workspace.channels.get(self.text(name, ""))
        if found is None or (found.is_private and not found.is_im and self.workspace.bot_user not in found.members):
            raise Refused("channel_not_found")
        return found

    def listed(self, items: list[Any], name: str, default: int = 100) -> JSON:
        """One page of a list, with the cursor of the next."""
        limit = self.number("limit", default)
        if not 0 < limit <= _PAGE_LIMIT:
            raise Refused("invalid_limit")
        start = self._cursor()
        following = f"page:{start + limit}" if start + limit < len(items) else ""
        return {name: items[start : start + limit], "response_metadata": {"next_cursor": following}}

    def _cursor(self) -> int:
        cursor = self.text("cursor", "page:0")
        if not cursor.removeprefix("page:").isdigit():
            raise Refused("invalid_cursor")
        return int(cursor.removeprefix("page:"))
