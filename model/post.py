"""A post: one message on its way to Slack, as a row of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from model.answer import Message
from model.brainstorm import Beginning
from model.record import Record, id_for

PostState = Literal["pending", "sending", "sent", "dead"]
UNCERTAIN, TOO_LATE = "uncertain", "too late"


class Post(Record, frozen=True):
    """A message that the bot sends by itself. Its id is made from `key`, so the same news is posted once.

    `to` is a Slack user or channel id; `not_before` (UTC) is when it may be tried (again), `until` when it is too late to send it;
    `channel` and `ts` say where it stands in Slack once sent; `trouble` is Slack's last error code, or what else went wrong.
    `set_by` is whoever is told when a channel takes no post. `thread` is the ts of the message in whose thread it goes, `begins` the
    brainstorm that begins with it, and `follows` what goes into its thread once it has arrived, one message after the other.
    """

    key: str
    to: str
    message: Message
    not_before: datetime
    until: datetime | None = None
    state: PostState = "pending"
    attempts: int = 0
    channel: str | None = None
    ts: str | None = None
    trouble: str | None = None
    set_by: str | None = None
    thread: str | None = None
    begins: Beginning | None = None
    follows: tuple[Message, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the outbox still has to do something about it."""
        return self.state in {"pending", "sending"}


def post_id(workspace: str, key: str) -> str:
    """Return the id of the post with this key."""
    return id_for("post", workspace, key)


def new_post(workspace: str, key: str, to: str, message: Message, not_before: datetime, **more: Any) -> Post:
    """Return a message as a row of the outbox; `more` are further fields of Post."""
    return Post(id=post_id(workspace, key), workspace=workspace, key=key, to=to, message=message, not_before=not_before, **more)
