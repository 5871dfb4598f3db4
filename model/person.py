"""A member of the workspace as the rules need them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

FURTHEST_AHEAD = timedelta(hours=14)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who someone is in Slack, as `users.info` told it: whether they may use the bot, and where their days begin."""

    id: str
    name: str
    team: str
    zone: str = "UTC"
    admin: bool = False
    guest: bool = False
    stranger: bool = False
    bot: bool = False
    deleted: bool = False

    def today(self, now: datetime) -> date:
        """Return the calendar day on which the aware moment `now` falls for this person."""
        return self.local(now).date()

    def local(self, now: datetime) -> datetime:
        """Return the aware moment `now` on this person's clock."""
        return now.astimezone(zone_named(self.zone))


def newest_day(now: datetime) -> date:
    """Return the latest calendar day on which the moment `now` (UTC) falls for anybody on earth."""
    return (now + FURTHEST_AHEAD).date()


@lru_cache(maxsize=512)
def zone_named(name: str) -> tzinfo:
    """Return the IANA time zone of that name, or UTC where there is none (Slack may name zones this machine does not know)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
