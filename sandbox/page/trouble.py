"""Trouble to switch on: what can go wrong between a bot and Slack, by names that a page and tests share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.faults import Fault
from sandbox.records import JSON

if TYPE_CHECKING:
    from sandbox.server import Sandbox

ALWAYS = 10**9
SLOW = 2.0


@dataclass(frozen=True)
class Trouble:
    """One kind. `fault` are the arguments of `Faults.add`, None where it is no fault of calls. `once`: it passes by itself."""

    title: str
    text: str
    fault: dict[str, Any] | None = None
    once: bool = False


KINDS: dict[str, Trouble] = {
    "rate": Trouble(
        "Rate limiting",
        "Slack takes no messages for now: 429, try again in a second.",
        {"method": "chat.postMessage", "kind": "ratelimited", "times": ALWAYS, "retry_after": 1},
    ),
    "slow": Trouble("Slow Slack", "Every call takes two seconds.", {"method": "*", "kind": "hang", "times": ALWAYS, "seconds": SLOW}),
    "broken": Trouble("Slack is down", "Every call is answered 503.", {"method": "*", "kind": "status", "times": ALWAYS, "status": 503}),
    "away": Trouble("The bot is away", "Nothing that people do reaches it, as when its process is gone."),
    "uninstalled": Trouble("Uninstalled", "The app is taken out of the workspace; its token is dead. Off: it is installed again."),
    "drop": Trouble(
        "Drop an answer",
        "The next message arrives, and the connection is cut before the bot hears of it.",
        {"method": "chat.postMessage", "kind": "drop_after_accept"},
        once=True,
    ),
    "socket": Trouble("Cut the socket", "Every Socket Mode connection is lost without a word.", once=True),
}


class Troubles:
    """What is switched on in one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._planned: dict[str, Fault] = {}

    def shown(self) -> list[JSON]:
        """Return every kind and whether it is on."""
        return [
            {"name": name, "title": kind.title, "text": kind.text, "on": self.on(name), "switch": not kind.once, "can": self._can(name)}
            for name, kind in KINDS.items()
        ]

    def on(self, name: str) -> bool:
        """Whether this trouble is there; one that passes by itself is, until it has struck."""
        if name == "away":
            return self.sandbox.away
        if name == "uninstalled":
            return not self._installed()
        return name in self._planned and self._planned[name].times > 0

    async def switch(self, name: str, *, on: bool) -> None:
        """Switch a trouble on or off. Raises LookupError for one that there is not."""
        kind = KINDS[name]
        if kind.fault is None:
            await _ACTS[name](self.sandbox, on)
        elif on and not self.on(name):
            self._planned[name] = self.sandbox.faults.add(**kind.fault)
        elif not on and name in self._planned:
            self._planned.pop(name).times = 0
        self.sandbox.state.announce()

    def _can(self, name: str) -> bool:
        return name != "socket" or self.sandbox.signed_http is None

    def _installed(self) -> bool:
        return next(iter(self.sandbox.state.workspaces.values())).installed


async def _away(sandbox: Sandbox, on: bool) -> None:  # noqa: FBT001 - one shape for all acts
    sandbox.away = on


async def _uninstalled(sandbox: Sandbox, on: bool) -> None:  # noqa: FBT001 - one shape for all acts
    workspace = next(iter(sandbox.state.workspaces.values()))
    if on and workspace.installed:
        await sandbox.uninstall(workspace.id)
    workspace.installed = not on


async def _socket(sandbox: Sandbox, _: bool) -> None:  # noqa: FBT001 - one shape for all acts
    await sandbox.disconnect("")


_ACTS: dict[str, Callable[[Sandbox, bool], Awaitable[None]]] = {"away": _away, "uninstalled": _uninstalled, "socket": _socket}
