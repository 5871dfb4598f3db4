"""Settings: shown to everybody, changed by admins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from handlers.request import Request
from messages import settings as told
from messages.blocks import on_day
from model.answer import Open, Refuse, Reply, Update
from model.change import Outcome, Write
from model.emoji import read_emoji
from model.errors import TalkError
from model.period import period_of
from model.person import zone_named
from model.settings import SUMMARY_HOUR, Settings, read_zone, settings_id
from storage import Store

ONE_WEEK = timedelta(days=7)
READ: dict[str, Callable[[str], Any]] = {"zone": read_zone, "talk_emoji": read_emoji, "idea_emoji": read_emoji}


async def settings(request: Request, store: Store) -> Outcome:
    """Show what holds for the workspace; admins change it: summary channel, time zone, hours, date order, admins.

    /talk settings
    """
    current = await store.settings(request.workspace)
    if not current.may_change(request.person):
        return Outcome(Reply(told.settings_shown(current)))
    before = await saved(request, store)
    return Outcome(Open(told.settings_form(before or current.changed(zone=request.person.zone), version_of(before))))


async def saved(request: Request, store: Store) -> Settings | None:
    """Return the settings that somebody has saved, if anybody has."""
    return await store.get(request.workspace, Settings, settings_id(request.workspace))


def version_of(before: Settings | None) -> str:
    """Return the version of the saved settings as a form carries it, `0` where there are none."""
    return str(before.version if before else 0)


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    current = await store.settings(request.workspace)
    if not current.may_change(request.person):
        raise TalkError(told.not_yours())
    before = await saved(request, store)
    if request.carried != version_of(before):
        return Outcome(Refuse({"channel": told.changed_meanwhile()}))
    after, errors = filled_in(current, request)
    if errors:
        return Outcome(Refuse(errors))
    view = told.settings_saved(current, after, on_day(next_monday(request, after), request.today), request.key)
    return Outcome(Update(view), (Write(after=after, before=before),))


def filled_in(current: Settings, request: Request) -> tuple[Settings, dict[str, str]]:
    """Return the settings as the form has them, and what is wrong in it by block."""
    given, errors = request.fields, {}
    read: dict[str, Any] = {}
    for block, reading in READ.items():
        try:
            read[block] = reading(given.get(block, ""))
        except TalkError as error:
            errors[block] = str(error)
    if {*read.get("talk_emoji", ())} & {*read.get("idea_emoji", ())}:
        errors["idea_emoji"] = told.emoji_twice()
    first, last = int(given["first_hour"]), int(given["last_hour"])
    if last <= first:
        errors["last_hour"] = told.no_hours()
    channel = given.get("channel") or None
    chosen = {} if channel == current.channel else {"chosen_by": request.user, "chosen_at": request.at}
    people, places = (tuple(filter(None, given.get(block, "").split(","))) for block in ("admins", "allowed"))
    hours = {"first_hour": first, "last_hour": last, "date_order": given["date_order"]}
    inside = given.get("brainstorms", current.brainstorms) or None
    after = current.changed(channel=channel, brainstorms=inside, admins=people, allowed=places, **read, **hours, **chosen)
    return after, errors


def next_monday(request: Request, after: Settings) -> date:
    """Return the day of the next summary in the workspace's zone: a Monday on which it was not nine yet when the channel was chosen."""
    local: datetime = request.at.astimezone(zone_named(after.zone))
    monday = period_of("week", local.date()).first
    return monday if local.weekday() == 0 and local.hour < SUMMARY_HOUR else monday + ONE_WEEK


VERBS = {"settings": settings}
FORMS = {told.FORM: submitted}
