"""What the bot says where a message becomes a talk or an idea: the form of a message, and the answers to a reaction."""

from __future__ import annotations

from datetime import date

import msgspec

from messages.blocks import (
    actions,
    button,
    calendar_day,
    context,
    field,
    kept_beyond,
    modal,
    name,
    notice,
    picker,
    plain,
    said,
    section,
    static_select,
    text_input,
)
from messages.blocks import person as mention
from messages.talks import COUNTS, VISIBILITIES, customer_select, from_message
from model.answer import Json, Message, Sentence, View
from model.capture import Kind, Source
from model.idea import Idea
from model.talk import Talk

SAVE_MESSAGE = "message.save"
FORM = "message.form"
THREAD = "message.thread"
SHOW = "message.show"
SHORTCUT = "*Save to a customer*"
KINDS: dict[str, str] = {"talk": "Talk: what they said", "idea": "Idea: what IT could do for them"}
NOUNS: dict[Kind, str] = {"talk": "a talk with", "idea": "an idea for"}
TEXT, WHOLE_TEXT = "text", "thread"


class Saved(msgspec.Struct, frozen=True):
    """What a message has become: the record, its customer's name, and on which day that was on the reader's calendar."""

    record: Talk | Idea
    customer: str
    saved_on: date

    @property
    def kind(self) -> Kind:
        """Return which of the two it is."""
        return "talk" if isinstance(self.record, Talk) else "idea"


def message_form(
    source: Source, today: date, *, held_on: date, chosen: Json | None, visibility: str, before: list[Saved], carried: str
) -> View:
    """Return the form that saves a message, or a whole thread; `before` is what the message has become already."""
    block = WHOLE_TEXT if source.whole else TEXT
    return modal(
        "Save to a customer",
        FORM,
        *(already_here(saved, today) for saved in before),
        field("Customer", "customer", customer_select(initial=chosen)),
        field("Kind", "kind", static_select(KINDS, "talk")),
        field("Date", "date", picker("datepicker", initial_date=held_on.isoformat()), hint="The day it was said."),
        field("Text", block, text_input(source.text, multiline=True), hint=kept_beyond(source.text) or no_words_hint(source)),
        field("Visibility", "visibility", static_select(VISIBILITIES, visibility), hint="Of a talk. Ideas are for every member."),
        *beneath(source, visibility),
        submit="Save",
        carried=carried,
    )


def already_here(saved: Saved, today: date) -> Json:
    """Say at the head of a form what the message has become already; the form saves it for another customer, too."""
    whose = f"by {mention(saved.record.author)} {day_of(saved, today)}"
    return section(
        f"Saved already as {NOUNS[saved.kind]} {name(saved.customer)}, {whose}. Below you can save it for another customer as well.",
        accessory=button("Show it", f"{SHOW}:{saved.kind}", f"{saved.kind}|{saved.record.id}"),
    )


def day_of(saved: Saved, today: date) -> str:
    """Return the day on which something was saved, ready to follow a name."""
    return "today" if saved.saved_on == today else f"on {calendar_day(saved.saved_on, today)}"


def no_words_hint(source: Source) -> str | None:
    """Say beside an empty text that the message has none, and what to do; nothing where it has words."""
    return None if source.text.strip() else "This message has no text of its own. Write a line about what it says."


def beneath(source: Source, visibility: str) -> list[Json]:
    """Return what stands below the form's fields: what did not fit, where the text is from, and the way to the whole thread."""
    thread = source.thread and not source.whole
    more = [actions(button("The whole thread", THREAD, visibility))] if thread else []
    return [*([context(left_out(source))] if source.left_out else []), context(origin(source)), *more]


def left_out(source: Source) -> str:
    """Say what of a message or thread does not fit into one note."""
    if source.whole:
        left = "the last message is" if source.left_out == 1 else f"the last {source.left_out:,} messages are"
        return f"This thread is longer than a note can be: {left} left out."
    return f"This message is longer than a note can be: its last {source.left_out:,} characters are left out."


def origin(source: Source) -> str:
    """Say where the text of a form is from."""
    what = "this thread" if source.whole else "this message"
    return f"From <{source.permalink}|{what}>. The link is kept." if source.permalink else f"From {what}."


def shown(saved: Saved, today: date) -> View:
    """Show what a message has become."""
    record = saved.record
    talk = isinstance(record, Talk)
    text = record.notes if isinstance(record, Talk) else record.text
    head = f"{'A talk with' if talk else 'An idea for'} {name(saved.customer)}, saved by {mention(record.author)} {day_of(saved, today)}."
    counts = [actions(button("Counts as a talk", COUNTS, f"{record.id}|"))] if isinstance(record, Talk) and not record.counts else []
    return notice(said(head, plain(text), *from_message(record.permalink), *counts), "Saved already")


def gone() -> Message:
    """Say that what a message had become is no longer there, or not for this reader."""
    return said("It was taken back meanwhile, so there is nothing to show. You can save the message anew.")


def no_thread(trouble: str) -> View:
    """Say on top of a form that the rest of a thread can't be read, and that the message alone can be saved."""
    return notice(said(f"I can't read the rest of this thread: {why(trouble)}. Close this window to save the one message."), "The thread")


WHY = {
    "missing_scope": "I may not read messages in this kind of conversation (an admin can allow it: `channels:history`, `groups:history`)",
    "not_in_channel": "I am not in this channel. `/invite @Keep Talking` brings me in",
    "channel_not_found": "I am not in this conversation",
    "message_not_found": "it is gone",
}


def why(trouble: str) -> str:
    """Say why Slack did not let a message be read."""
    return WHY.get(trouble, "Slack did not answer as it should. It may work in a minute")


def unread(trouble: str) -> Message:
    """Answer a reaction to a message that can't be read: what happened, and the way that works."""
    if trouble == "message_not_found":
        return said("That message is gone, so I could not keep it.")
    return said(f"I could not keep that message: {why(trouble)}. {SHORTCUT} in the message's menu (⋮) works meanwhile.")


def no_words() -> Message:
    """Answer a reaction to a message without a word in it."""
    return said(f"There is no text in that message, so I kept nothing. {SHORTCUT} in its menu (⋮) lets you write a line about it.")


def already(saved: Saved, reader: str, today: date) -> Message:
    """Answer a reaction to a message that is kept already: as what, with whom, by whom and when."""
    who = "you have" if saved.record.author == reader else f"{mention(saved.record.author)} has"
    head = f"Kept already: {who} saved that message {day_of(saved, today)} as {NOUNS[saved.kind]} {name(saved.customer)}."
    return said(
        head,
        context(f"{SHORTCUT} in the message's menu (⋮) saves it for another customer as well."),
        actions(button("Show it", SHOW, f"{saved.kind}|{saved.record.id}")),
    )


def stays(kind: Kind, customer: str, because: str) -> Message:
    """Say why taking a reaction back does not take back what it has kept."""
    return said(f"You took your reaction back. What it kept stays as {NOUNS[kind]} {name(customer)}: {because}.")


def counts_by_now() -> str:
    """Say that a talk counts, and how it is taken back all the same."""
    return "it counts as a talk by now. `/talk undo` takes that back first"


def used_by_now(what: str) -> str:
    """Say that something else was recorded from it."""
    return f"{what} by now"


def no_customer() -> Sentence:
    """Say beside the form's field that it needs a customer."""
    return "Pick the customer that this is about."


def no_day() -> Sentence:
    """Say beside the form's field that it needs a day that is not to come."""
    return "Pick the day on which it was said; it can't be still to come."


def no_text() -> Sentence:
    """Say beside the form's field that there has to be a word."""
    return "Write a line about what was said."


def no_private_idea() -> Sentence:
    """Say beside the form's field that ideas are seen by everybody."""
    return "Ideas are for every member. Choose Team, or save it as a talk."


def saved_for_them(kind: Kind, customer: str) -> Sentence:
    """Say beside the form's field that this customer has this message already."""
    return f"This message is saved already as {NOUNS[kind]} {customer}. Pick another customer, or close this window."
