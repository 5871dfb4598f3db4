"""The settings, shown and changed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import ADA, GENERAL, KEY, LINKED, OLIVIA, SHARED, SOFIA, TEAM, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.schedules import of
from messages import settings as told
from messages.scheduling import Changed
from model.emoji import read_emoji
from model.errors import TalkError
from model.settings import defaults, read_zone


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about the settings."""
    bare = defaults(TEAM)
    chosen = bare.changed(zone="Europe/Berlin", admins=(OLIVIA, SOFIA), allowed=(SHARED,))
    week, month = of(GENERAL, "week"), of(LINKED, "month", cast.northside)
    people, places = (tuple(f"{letter}{n:010}" for n in range(100)) for letter in "UC")
    full = chosen.changed(admins=people, allowed=places)
    yield exhibit("as they begin", told.settings_shown, bare, [])
    yield exhibit("chosen", told.settings_shown, chosen, [week, month])
    yield exhibit("a hundred people and channels", told.settings_shown, full, [week] * 100)
    yield exhibit("as they begin", told.settings_form, bare, None, [], "0")
    yield exhibit("chosen", told.settings_form, chosen, GENERAL, [week, month], "1")
    yield exhibit("a hundred people and channels", told.settings_form, full, GENERAL, [week] * 100, "1")
    yield exhibit("with all that can be wrong", told.settings_form, chosen, GENERAL, [week, month], "1").refused(
        zone=no_zone, last_hour=told.no_hours, talk_emoji=no_emoji, idea_emoji=told.emoji_twice
    )
    yield exhibit("somebody was faster", told.settings_form, chosen, GENERAL, [week, month], "1").refused(channel=told.changed_meanwhile)
    yield exhibit("a channel is chosen", told.settings_saved, bare, chosen, TODAY, KEY, Changed(week))
    yield exhibit("a channel that had another one", told.settings_saved, chosen, chosen, TODAY, KEY, Changed(week, month))
    yield exhibit("no channel any more", told.settings_saved, chosen, chosen, TODAY, KEY, Changed())
    yield exhibit("one field changed", told.settings_saved, chosen, chosen.changed(admins=(ADA,)), TODAY, KEY)
    yield exhibit("nothing changed", told.settings_saved, chosen, chosen, TODAY, KEY)
    yield mendable("not an admin any more", "Europe/Berlin", told.not_yours)


def no_zone() -> str:
    """Return what is said beside a time zone that there is not."""
    try:
        return read_zone("Middle-earth/Shire")
    except TalkError as error:
        return str(error)


def no_emoji() -> str:
    """Return what is said beside what is no emoji."""
    try:
        return str(read_emoji("thumbs up!"))
    except TalkError as error:
        return str(error)
