"""A workspace's settings: whose clock and calendar count, where brainstorms are held, who may change them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from model.dates import DateOrder
from model.errors import TalkError
from model.nudge import FIRST_HOUR, LAST_HOUR
from model.person import Person
from model.record import Record, id_for

NOT_OFFERED = {"Factory", "localtime"}


class Settings(Record, frozen=True):
    """What holds for everybody in a workspace; one record, whose id is made from the workspace's.

    `zone` is the workspace's IANA time zone. People are written to from `first_hour` until `last_hour` of their own clock. `admins` are
    Slack user ids besides Slack's own admins and owners; `allowed` are channels that may hear about customers although they are
    shared with another organisation, or the bot can't see whether they are. `brainstorms` is the internal channel in which
    brainstorms are held. A reaction with one of `talk_emoji` or `idea_emoji` (their names in Slack) keeps a message in a customer's
    channel as a talk or an idea. What summaries are posted where are records of their own, see `model.schedule`.
    """

    zone: str = "UTC"
    first_hour: int = FIRST_HOUR
    last_hour: int = LAST_HOUR
    date_order: DateOrder = "dmy"
    brainstorms: str | None = None
    talk_emoji: tuple[str, ...] = ("memo", "pencil")
    idea_emoji: tuple[str, ...] = ("bulb",)
    admins: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()

    def may_change(self, person: Person) -> bool:
        """Whether this person may change the settings."""
        return person.admin or person.id in self.admins

    def allows(self, channel: str) -> bool:
        """Whether an admin gave the word that this channel may hear about customers, whoever else is in it."""
        return channel in self.allowed


@lru_cache(maxsize=1024)
def settings_id(workspace: str) -> str:
    """Return the id that a workspace's settings have."""
    return id_for("settings", workspace)


@lru_cache(maxsize=1024)
def defaults(workspace: str) -> Settings:
    """Return the settings of a workspace in which nobody has saved any."""
    return Settings(id=settings_id(workspace), workspace=workspace)


def read_zone(text: str) -> str:
    """Return the IANA time zone that was typed, in whatever case and with spaces; raise TalkError where there is none."""
    zone = zones().get("_".join(text.casefold().split()))
    if zone is None:
        raise TalkError("I don't know that time zone. They are called after cities: Europe/Berlin, America/New_York, Asia/Kolkata …")
    return zone


@lru_cache(maxsize=1)
def zones() -> dict[str, str]:
    """Return the time zones that this machine knows, by their names in small letters."""
    return {zone.casefold(): zone for zone in available_timezones() - NOT_OFFERED}
