"""A brainstorm (step 8, with the IT staff): a thread in an internal channel whose replies become ideas for a customer."""

from __future__ import annotations

from datetime import datetime

import msgspec

from model.record import Record, id_for

CHEERS = frozenset({"+1", "thumbsup", "bulb"})
MAX_QUESTION = 1000


class Beginning(msgspec.Struct, frozen=True):
    """What a brainstorm is about, and whose (a Slack user id), while the message at its head is on its way to Slack."""

    customer: str
    question: str
    author: str


class Brainstorm(Record, frozen=True):
    """A thread that asks a question about a customer. Its id is made from where it stands, so that a reply finds it.

    `channel` and `ts` are the Slack message at the head of the thread, `post` the id of the post that became it. Both times are UTC;
    `closed_at` once it was summed up, `closed_by` (a Slack user id) by whom.
    """

    customer: str
    question: str
    author: str
    opened_at: datetime
    channel: str
    ts: str
    post: str
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def open(self) -> bool:
        """Whether replies still become ideas."""
        return self.closed_at is None


def brainstorm_id(workspace: str, channel: str, ts: str) -> str:
    """Return the id of the brainstorm whose thread this is."""
    return id_for("brainstorm", workspace, channel, ts)


def reply_id(workspace: str, channel: str, ts: str) -> str:
    """Return the id of the idea that this reply in a brainstorm's thread becomes."""
    return id_for("reply", workspace, channel, ts)
