"""A message saved to a customer: the form, what it has become, and the answers to reactions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from bot.gallery.cast import DAN, KEY, OLIVIA, TODAY, WEBER, YESTERDAY, Cast, Exhibit, exhibit
from messages import capture as told
from messages import ideas, talks
from messages.blocks import option
from messages.capture import Saved
from model.capture import Source

LINK = "https://example.slack.com/archives/C0CUSTOMER/p1795426200000100"
THREAD = "Dr. Weber: Patients want to move their appointments themselves.\nOlivia Owner: By when?\nDr. Weber: By spring."
LONG = "The wards have to see which beds are free by noon, and who waits for one. " * 60
DUE = TODAY + timedelta(days=90)


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says where a message is saved to a customer."""
    yield from forms(cast)
    talk, idea = kept(cast)
    northside = cast.northside
    counted = cast.talk(northside, permalink=LINK, source="shortcut")
    yield exhibit("from a message", talks.talk_saved, talk.record, northside, DUE, TODAY, KEY)  # type: ignore[arg-type]
    yield exhibit("from a message", talks.talk_counted, counted, northside, DUE, TODAY, KEY)
    yield exhibit("counted before", talks.already_counts, counted, northside, TODAY)
    yield exhibit("from a message", ideas.idea_saved, idea.record, northside, KEY)  # type: ignore[arg-type]
    yield exhibit("a talk", told.shown, talk, TODAY)
    yield exhibit("an idea", told.shown, idea, TODAY)
    yield exhibit("taken back meanwhile", told.gone)
    yield exhibit("kept by somebody else", told.already, talk, OLIVIA, TODAY)
    yield exhibit("kept by oneself", told.already, idea, OLIVIA, TODAY)
    yield exhibit("nothing to keep", told.no_words)
    for trouble in (*told.WHY, "TimeoutError"):
        yield exhibit(f"a reaction: {trouble}", told.unread, trouble)
        yield exhibit(f"a thread: {trouble}", told.no_thread, trouble)
    yield exhibit("a talk that counts", told.stays, "talk", northside.name, told.counts_by_now())
    yield exhibit("an idea that others want", told.stays, "idea", northside.name, told.used_by_now("people have voted for it"))


def kept(cast: Cast) -> tuple[Saved, Saved]:
    """Return a talk and an idea that were taken from a message."""
    northside = cast.northside
    talk = cast.talk(northside, author=DAN, purpose="operational", source="shortcut", permalink=LINK)
    idea = cast.idea(northside, author=OLIVIA, source="reaction", permalink=LINK)
    return Saved(talk, northside.name, YESTERDAY), Saved(idea, northside.name, TODAY)


def forms(cast: Cast) -> Iterator[Exhibit]:
    """Return the form as it looks for messages of every kind."""
    northside = cast.northside
    chosen = option(northside.name, northside.id)
    message = Source("C0CUSTOMER", "1795426200.000100", text=cast.said(WEBER), permalink=LINK, people=(cast.named("Dr. Weber"),))
    reply = Source("C0CUSTOMER", "1795426200.000100", "1795426000.000100", text=cast.said(WEBER), permalink=LINK)
    thread = Source("C0CUSTOMER", "1795426000.000100", "1795426000.000100", text=cast.said(THREAD), permalink=LINK, whole=True, left_out=12)
    silent, long = Source("D0DM", "1795426200.000100"), Source("C0CUSTOMER", "1795426200.000100", text=cast.said(LONG), left_out=120)
    given: dict[str, Any] = {"held_on": YESTERDAY, "chosen": chosen, "visibility": "team", "before": [], "carried": "{}"}
    wrong = {"customer": told.no_customer, "date": told.no_day, "text": told.no_text, "visibility": told.no_private_idea}
    twice = {"customer": partial(told.saved_for_them, "talk", northside.name)}
    yield exhibit("a message", told.message_form, message, TODAY, **given)
    yield exhibit("a message in a thread", told.message_form, reply, TODAY, **given)
    yield exhibit("a whole thread", told.message_form, thread, TODAY, **given)
    yield exhibit("without words, in a DM", told.message_form, silent, TODAY, **{**given, "chosen": None, "visibility": "private"})
    yield exhibit("longer than a note can be", told.message_form, long, TODAY, **given)
    yield exhibit("saved already", told.message_form, message, TODAY, **{**given, "chosen": None, "before": [*kept(cast)]})
    yield exhibit("with all that can be wrong", told.message_form, message, TODAY, **given).refused(**wrong)
    yield exhibit("saved for this customer already", told.message_form, message, TODAY, **given).refused(**twice)
