"""What the bot says when something did not work: what happened, what it means, what to do, and the text back."""

from __future__ import annotations

from messages.blocks import actions, context, escape, given_back, notice, said
from model.answer import Json, Message, View

REFUSED = {
    "guest": "Keep Talking is for full members of this workspace. You are a guest here, so I can't show or record anything for you.",
    "stranger": "Keep Talking is for members of this workspace. You belong to another organisation, so I can't show or record anything.",
    "bot": "Keep Talking answers people, not other apps.",
    "deleted": "This account is deactivated, so I can't do anything for it.",
    "nobody": "Slack does not know this account, so I can't do anything for it.",
    "unknown": "I could not check with Slack whether you may use Keep Talking, so nothing was done. Please try again in a minute.",
}


def refused(why: str, typed: str) -> Message:
    """Say why the gate is closed."""
    return said(REFUSED[why], *given_back(typed))


def mendable(sentence: str, typed: str) -> Message:
    """Say what the person can put right."""
    return said(sentence, *given_back(typed))


def not_saved(reason: str, typed: str) -> Message:
    """Say that nothing was saved because the store could not."""
    return said(
        f"Not saved, and nothing has changed: {reason} Please try again in a few minutes, and tell your admin if it stays so.",
        *given_back(typed),
    )


def not_read(reason: str, typed: str) -> Message:
    """Say that nothing was done because the store could not be asked."""
    return said(
        f"I can't look anything up at the moment: {reason} Nothing was saved or changed. Please try again in a few minutes.",
        *given_back(typed),
    )


def in_doubt(reason: str, typed: str) -> Message:
    """Say that nobody knows whether it was saved, because the store went away at that very moment."""
    return said(
        f"I can't tell whether this was saved: {reason} Please look in a few minutes, for example with `/talk customer`, "
        "before you try again.",
        *given_back(typed),
    )


def moved_on(typed: str) -> Message:
    """Say that others kept changing the same thing."""
    return said("Not saved: somebody else changed the same thing at this moment. Please try again.", *given_back(typed))


def unexpected(reference: str, typed: str) -> Message:
    """Say that the bot itself failed, with the reference under which it is logged."""
    return said(
        f"Something went wrong on my side, so I can't promise that anything was saved. If it happens again, tell your admin "
        f"the reference *{reference}*.",
        *given_back(typed),
    )


def left_out() -> Json:
    """Say beside an answer that characters which cannot be stored were left out."""
    return context("Characters that can't be stored (NUL or half of a pair) were left out.")


def still_saving() -> Message:
    """Say that the answer takes longer than Slack waits."""
    return said("Still saving… I'll tell you here as soon as it is done.")


def saving_view() -> View:
    """Show in a form that the answer takes longer than Slack waits."""
    return notice(said("Still saving… This window will say when it is done."), "Saving…")


def not_saved_form(errors: dict[str, str], typed: str) -> Message:
    """Say in the place of a form that it was not saved and why, and give back what was written into it."""
    return said("\n".join(["This form was not saved.", *map(escape, errors.values())]), *given_back(typed))


def too_late_for_form(offer: Json) -> Message:
    """Say that Slack no longer opens a form for this request, and offer it again."""
    return said("Slack did not open the form in time. Nothing is lost.", actions(offer))


def too_late_for_shortcut() -> Message:
    """Say that Slack no longer opens a form for this shortcut; what it was chosen for still stands there."""
    return said("Slack did not open the form in time, so nothing was saved. Please choose the shortcut once more.")


def outdated() -> Message:
    """Answer a button that this version does not have."""
    return said("This button is from another version of Keep Talking. `/talk help` shows what works now.")


NOT_POSTED = {
    "shared": "it is shared with another organisation. An admin can allow it in `/talk settings`",
    "unknown": "I can't see whether it is shared with another organisation. Invite me there, or let an admin allow it in `/talk settings`",
    "not_in_channel": "I am not in it. Invite me there with `/invite @Keep Talking`",
    "channel_not_found": "I can't find it. It was deleted, or is private without me: then invite me with `/invite @Keep Talking`",
    "uncertain": "twice Slack did not say whether it arrived. Please look there before you share it again",
    "is_archived": "it is archived. Bring it back, or choose another channel",
}
