"""Where the acts of all tabs come together: what they share, and one act with whose it is and what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import forms
from sandbox.page.picture import Looker, Marks, channel_of
from sandbox.page.stage import Stage
from sandbox.page.trouble import Troubles
from sandbox.records import JSON, Message, View, Workspace

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Failed(Exception):
    """The act did not do what it should: Slack's code, and words for it."""

    def __init__(self, error: str, reason: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.reason = reason


@dataclass
class Desk:
    """What the tabs of everybody share.

    `offered` are the options that pickers with external data showed, `done` the titles of the tour's steps that were taken, and the
    journal is shown from `wire_from` on.
    """

    sandbox: Sandbox
    marks: Marks = field(default_factory=Marks)
    stage: Stage = field(default_factory=Stage)
    troubles: Troubles = field(init=False)
    offered: dict[tuple[str, str, str], dict[str, JSON]] = field(default_factory=dict)
    turning: bool = False
    done: set[str] = field(default_factory=set)
    wire_from: int = 0

    def __post_init__(self) -> None:
        self.troubles = Troubles(self.sandbox)


@dataclass(frozen=True)
class Act:
    """One act: whose, where they look, and what the page said of it."""

    desk: Desk
    looker: Looker
    given: JSON

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox it happens in."""
        return self.desk.sandbox

    @property
    def user(self) -> str:
        """Who acts."""
        return self.looker.user

    @property
    def workspace(self) -> Workspace:
        """Where they are known."""
        return self.sandbox.state.workspace_of(self.user)

    def place(self) -> str:
        """Return the channel id of the conversation that is meant."""
        return channel_of(self.sandbox, Looker(self.user, self.given.get("place", self.looker.place))).id

    def surface(self) -> Message | View:
        """Return the message or view that is clicked in. Raises NotThere."""
        where = self.given["surface"]
        return self.view(where["view"]) if "view" in where else self.message(where["message"])

    def view(self, view_id: str) -> View:
        """Return one of this person's views."""
        home = self.workspace.homes.get(self.user)
        for view in [*self.workspace.stack(self.user), *([home] if home else [])]:
            if view.id == view_id:
                return view
        raise forms.NotThere("this form is no longer open")

    def message(self, ts: str) -> Message:
        """Return a message that this person sees."""
        own = [one for one in self.workspace.ephemerals if one.ephemeral_for == self.user and one.ts == ts]
        channels = [channel for channel in self.workspace.channels.values() if self.user in channel.members]
        for found in (*own, *(channel.message(ts) for channel in channels)):
            if found is not None:
                return found
        raise forms.NotThere("this message is gone")
