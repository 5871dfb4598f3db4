"""Change and Outcome: what a verb asks to happen. A Change is the one thing a store commits."""

from __future__ import annotations

from datetime import datetime

import msgspec

from model.answer import NO_ANSWER, AnyAnswer, Message
from model.batch import Batch, BatchPart
from model.belief import Belief
from model.brainstorm import Brainstorm
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge
from model.post import Post
from model.schedule import Schedule
from model.settings import Settings
from model.talk import Talk

AnyRecord = (
    Customer
    | Talk
    | Idea
    | Nudge
    | Draft
    | Post
    | Settings
    | Batch
    | BatchPart
    | Belief
    | IndustryEntry
    | Commitment
    | Brainstorm
    | Improvement
    | Schedule
)


class Write(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One record before and after. Without `before` it is made, without `after` it is removed.

    `before` is the version the decision was based on: the store refuses the change when the record has moved on since.
    """

    after: AnyRecord | None = None
    before: AnyRecord | None = None

    @property
    def record(self) -> AnyRecord:
        """Return whichever of the two there is, the newer first."""
        record = self.after if self.after is not None else self.before
        assert record is not None  # noqa: S101  a write of nothing is never made
        return record


class Edit(msgspec.Struct, frozen=True):
    """A message of the bot that should now read differently, by the place where it stands in Slack, or by a click's response_url.

    Only a response_url reaches what one person alone sees; it serves for half an hour. What stands in a modal is reached by the id of
    that `view`; `home` says that it was opened from Home.
    """

    channel: str
    ts: str
    message: Message
    url: str = ""
    view: str = ""
    home: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """All that a verb wants to happen: the records to write, the answer to give, and messages elsewhere to redraw.

    `undoes` is the key of the change that this one takes back; `verb` names what was asked where the door does not. Without writes,
    `once` is a key under which such an answer is given only once in 24 hours.
    """

    answer: AnyAnswer
    writes: tuple[Write, ...] = ()
    edits: tuple[Edit, ...] = ()
    undoes: str | None = None
    verb: str = ""
    once: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What happened, whole: who (a Slack user id, `clock` or `import`), when (UTC), by which verb, and every record it touched.

    `key` is the request's key: a workspace commits a key once, and whoever brings it again gets this change's `answer`
    (see `model.answer.kept`).
    The bookkeeping of the outbox has none.
    """

    workspace: str
    at: datetime
    by: str
    verb: str
    key: str | None = None
    writes: tuple[Write, ...] = ()
    answer: msgspec.Raw = NO_ANSWER
    undoes: str | None = None
