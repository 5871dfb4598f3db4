"""A brainstorm (step 8, with the IT staff): a thread in an internal channel whose replies become ideas for a customer."""

from __future__ import annotations

from datetime import datetime

from model.record import Record, id_for


class Brainstorm(Record, frozen=True):
    """A thread that asks a question about a customer. Its id is made from where it stands, so that a reply finds it.

    `channel` and `ts` are the Slack message at the head of the thread, `ts` empty until it is posted. Both times are UTC;
    `closed_at` once it was summed up.
    """

    customer: str
    question: str
    author: str
    opened_at: datetime
    channel: str
    ts: str = ""
    closed_at: datetime | None = None


def brainstorm_id(workspace: str, channel: str, ts: str) -> str:
    """Return the id of the brainstorm whose thread this is."""
    return id_for("brainstorm", workspace, channel, ts)
