"""Settings: shown to everybody, changed by admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.request import Request
from handlers.scheduled import all_posted, as_posted, called_off, customer_of, new_schedule
from messages import settings as told
from messages.scheduling import Changed
from model.answer import Open, Refuse, Reply, Update
from model.change import Outcome, Write
from model.emoji import read_emoji
from model.errors import TalkError
from model.schedule import Schedule, schedule_id, set_in, weekly
from model.settings import Settings, read_zone, settings_id
from storage import Store

READ: dict[str, Callable[[str], Any]] = {"zone": read_zone, "talk_emoji": read_emoji, "idea_emoji": read_emoji}


async def settings(request: Request, store: Store) -> Outcome:
    """Show what holds for the workspace; admins change it: summary channel, time zone, hours, date order, admins.

    /talk settings
    """
    current = await store.settings(request.workspace)
    schedules = await all_posted(request, store)
    if not current.may_change(request.person):
        return Outcome(Reply(told.settings_shown(current, schedules)))
    before, channel = await saved(request, store), weekly([one.schedule for one in schedules])
    shown = before or current.changed(zone=request.person.zone)
    form = told.settings_form(shown, channel.channel if channel else None, schedules, version_of(before, channel))
    return Outcome(Open(form))


async def saved(request: Request, store: Store) -> Settings | None:
    """Return the settings that somebody has saved, if anybody has."""
    return await store.get(request.workspace, Settings, settings_id(request.workspace))


def version_of(before: Settings | None, channel: Schedule | None) -> str:
    """Return what a form was opened on: the version of the saved settings (`0` where there are none), and the summary channel."""
    return f"{before.version if before else 0}|{f'{channel.channel}|{channel.set_at.isoformat()}' if channel else ''}"


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    current = await store.settings(request.workspace)
    if not current.may_change(request.person):
        raise TalkError(told.not_yours())
    before, channel = await saved(request, store), weekly(await store.schedules(request.workspace))
    if request.carried != version_of(before, channel):
        return Outcome(Refuse({"channel": told.changed_meanwhile()}))
    after, errors = filled_in(current, request)
    if errors:
        return Outcome(Refuse(errors))
    summaries, writes = await chosen(request, store, after, channel)
    view = told.settings_saved(current, after, request.today, request.key, summaries)
    return Outcome(Update(view), (Write(after=after, before=before), *writes))


async def chosen(request: Request, store: Store, after: Settings, channel: Schedule | None) -> tuple[Changed | None, tuple[Write, ...]]:
    """Return what the form makes of the summary channel, and what that writes; nothing where it is the one that it was."""
    wanted = request.fields.get("channel") or ""
    if wanted == (channel.channel if channel else ""):
        return None, ()
    ends = (Write(before=channel), *await called_off(store, channel)) if channel else ()
    if not wanted:
        return Changed(), ends
    held = await store.get(request.workspace, Schedule, schedule_id(request.workspace, wanted))
    now = set_in(held, new_schedule(request, wanted, "week"))
    before = as_posted(held, await customer_of(store, held), after, request) if held else None
    return Changed(as_posted(now, None, after, request), before), (*ends, Write(after=now, before=held), *await called_off(store, held))


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
    people, places = (tuple(filter(None, given.get(block, "").split(","))) for block in ("admins", "allowed"))
    hours = {"first_hour": first, "last_hour": last, "date_order": given["date_order"]}
    inside = given.get("brainstorms", current.brainstorms) or None
    after = current.changed(brainstorms=inside, admins=people, allowed=places, **read, **hours)
    return after, errors


VERBS = {"settings": settings}
FORMS = {told.FORM: submitted}
