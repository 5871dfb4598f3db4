"""A summary that is posted into a channel again and again: about whom, and how often."""

from __future__ import annotations

from datetime import datetime

from model.period import Unit
from model.record import Record, id_for


class Schedule(Record, frozen=True):
    """What one Slack channel is told: each week, month or quarter (`unit`), of one customer, of one owner's customers, or of all.

    `customer` is a customer's id, `owner` a Slack user id; neither means everybody. `set_by` (a Slack user id) chose it at `set_at`
    (UTC) and is told where it can't be posted.
    """

    channel: str
    unit: Unit
    set_by: str
    set_at: datetime
    customer: str | None = None
    owner: str | None = None


def schedule_id(workspace: str, channel: str) -> str:
    """Return the id of a channel's schedule: a channel has one."""
    return id_for("schedule", workspace, channel)
