"""What the bot says about a workspace's settings, and the form in which admins change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messages.blocks import (
    PLACES,
    actions,
    button,
    context,
    field,
    modal,
    notice,
    on_day,
    person,
    picker,
    said,
    section,
    static_select,
    text_input,
)
from messages.schedules import LIST, OVER_IT, WHEN, Posted, regularly
from messages.scheduling import Changed, instead
from messages.talks import UNDO
from model import emoji
from model.answer import Json, Message, Sentence, View
from model.schedule import SUMMARY_HOUR
from model.settings import Settings

FORM = "settings.form"
HOURS_A_DAY, MOST = 24, 100
NAMED = 10
ORDERS = {"dmy": "Day first: 24/11/2026", "mdy": "Month first: 11/24/2026"}


def settings_shown(settings: Settings, schedules: Sequence[Posted]) -> Message:
    """Show the settings to somebody who may not change them, and say who may."""
    named = f", and {people(settings.admins)}," if settings.admins else ""
    return said(
        "These settings hold for everybody here:",
        section("\n".join(f"{label}: {value}" for label, value in facts(settings, schedules).items())),
        context(f"Slack's admins and owners{named} can change them with `/talk settings`."),
    )


def facts(settings: Settings, schedules: Sequence[Posted]) -> dict[str, str]:
    """Return the settings in words, by label."""
    allowed = {"Allowed although shared": channels(settings.allowed)} if settings.allowed else {}
    return {
        "Summaries": regularly(schedules),
        "Brainstorms": channels((settings.brainstorms,)) if settings.brainstorms else "no channel chosen yet",
        "Time zone": settings.zone,
        "Working hours": f"{settings.first_hour}:00 to {settings.last_hour}:00, Monday to Friday",
        "Dates": ORDERS[settings.date_order],
        "Emoji that keep a talk": emoji.shown(settings.talk_emoji) or "none",
        "Emoji that keep an idea": emoji.shown(settings.idea_emoji) or "none",
        **allowed,
    }


def people(users: tuple[str, ...]) -> str:
    """Return mentions of Slack users."""
    return some([person(user) for user in users])


def channels(ids: tuple[str, ...]) -> str:
    """Return links to Slack channels."""
    return some([f"<#{channel}>" for channel in ids])


def some(names: list[str]) -> str:
    """Return names as a list, the first ten of a longer one."""
    left = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {left:,} more" if left > 0 else "")


def settings_form(settings: Settings, channel: str | None, schedules: Sequence[Posted], carried: str) -> View:
    """Return the form with the settings, the summary channel and what else is posted where; it carries what it was opened on."""
    first = {str(hour): f"{hour}:00" for hour in range(HOURS_A_DAY)}
    last = {str(hour): f"{hour}:00" for hour in range(1, HOURS_A_DAY + 1)}
    return modal(
        "Settings",
        FORM,
        field(
            "Summary channel",
            "channel",
            picker("conversations_select", initial_conversation=channel, filter=PLACES),
            optional=True,
            hint=f"Gets a summary of all customers' week, {WHEN['week']}. I have to be in it: /invite @Keep Talking.",
        ),
        *posted_now(schedules),
        field("Time zone", "zone", text_input(settings.zone, limit=60), hint="The workspace's, for example Europe/Berlin."),
        field("First hour", "first_hour", static_select(first, str(settings.first_hour)), hint="From then on people get reminders."),
        field("Last hour", "last_hour", static_select(last, str(settings.last_hour)), hint="Both are hours of each person's own clock."),
        field("Date order", "date_order", static_select(ORDERS, settings.date_order), hint="How I read dates that are all digits."),
        *brainstorm_field(settings),
        *emoji_fields(settings),
        *trusted_fields(settings),
        submit="Save",
        carried=carried,
    )


def posted_now(schedules: Sequence[Posted]) -> list[Json]:
    """Return what is posted where, with a way to all of it; nothing where nothing is."""
    if not schedules:
        return []
    return [section(f"*Summaries*\n{regularly(schedules)}", accessory=button("Change or stop…", LIST, OVER_IT))]


def brainstorm_field(settings: Settings) -> list[Json]:
    """Return the field for the channel in which the team is asked."""
    inside = picker("conversations_select", initial_conversation=settings.brainstorms, filter=PLACES)
    hint = "In which `/talk brainstorm` asks the team: one with colleagues only, and with me in it."
    return [field("Brainstorm channel", "brainstorms", inside, optional=True, hint=hint.replace("`", ""))]


def emoji_fields(settings: Settings) -> list[Json]:
    """Return the fields for the reactions that keep a message."""
    where = "A reaction with one of these in a customer's channel keeps the message as"
    return [
        field("Talk emoji", "talk_emoji", text_input(emoji.shown(settings.talk_emoji)), optional=True, hint=f"{where} a talk."),
        field("Idea emoji", "idea_emoji", text_input(emoji.shown(settings.idea_emoji)), optional=True, hint=f"{where} an idea."),
    ]


def trusted_fields(settings: Settings) -> list[Json]:
    """Return the fields for people and channels that may do more than others."""
    people, places = list(settings.admins) or None, list(settings.allowed) or None
    return [
        field(
            "Admins",
            "admins",
            picker("multi_users_select", initial_users=people, max_selected_items=MOST),
            optional=True,
            hint="Who may change this, besides Slack's own admins and owners.",
        ),
        field(
            "Allowed although shared",
            "allowed",
            picker("multi_conversations_select", initial_conversations=places, filter=PLACES, max_selected_items=MOST),
            optional=True,
            hint="Channels that may hear about your customers even if other organisations are in them, or if I can't see who is.",
        ),
    ]


def settings_saved(before: Settings, settings: Settings, today: date, key: str, summaries: Changed | None = None) -> View:
    """Turn the form into the news that the settings are saved; `summaries` is what became of the summary channel, if it is another one."""
    changed = [label for label, fields in LABELS.items() if any(getattr(before, one) != getattr(settings, one) for one in fields)]
    changed = ["Summary channel", *changed] if summaries else changed
    told = f"Saved. Changed: {', '.join(changed)}." if changed else "Saved. Nothing was different."
    more = [section(first_summary(summaries, summaries.now, today))] if summaries and summaries.now else []
    return notice(said(told, *more, actions(button("Undo", UNDO, key))), "Saved")


def first_summary(changed: Changed, now: Posted, today: date) -> str:
    """Say when a newly chosen channel first gets a summary."""
    gets = f"<#{now.schedule.channel}> gets its first summary {on_day(now.next.today, today)} at {SUMMARY_HOUR}:00."
    return f"{gets} I have to be in it: `/invite @Keep Talking`.{instead(changed)}"


LABELS = {
    "Time zone": ("zone",),
    "Working hours": ("first_hour", "last_hour"),
    "Date order": ("date_order",),
    "Talk emoji": ("talk_emoji",),
    "Idea emoji": ("idea_emoji",),
    "Brainstorm channel": ("brainstorms",),
    "Admins": ("admins",),
    "Allowed although shared": ("allowed",),
}


def not_yours() -> Sentence:
    """Say who may change the settings."""
    return "Only Slack's admins and owners and those named in the settings can change them. Nothing was saved."


def changed_meanwhile() -> Sentence:
    """Say beside the form's first field that it shows what no longer holds."""
    return "Somebody changed the settings meanwhile. Please open them again with /talk settings."


def emoji_twice() -> Sentence:
    """Say beside the form's field that an emoji can't keep both."""
    return "One of these keeps a talk already. Choose another emoji for ideas."


def no_hours() -> Sentence:
    """Say beside the form's field that a working day needs an hour."""
    return "The last hour has to come after the first."
