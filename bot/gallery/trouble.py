"""What did not work, and why."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import Cast, Exhibit, exhibit
from messages import help as helping
from messages import talks
from messages import trouble as told

LINE = "note Northside Dr. Weber wants appointments online by spring"


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says when something did not work."""
    typed = cast.said(LINE)
    for why in told.REFUSED:
        yield exhibit(why, told.refused, why, typed)
    yield exhibit("a text of 3,000 characters", told.mendable, "A sentence that says what to do.", cast.said(f"{LINE} " * 50))
    yield exhibit("the disk is full", told.not_saved, "the disk takes no writes (No space left on device).", typed)
    yield exhibit("the database is away", told.not_read, "the database can't be reached (Connection refused).", typed)
    yield exhibit("the database went away", told.in_doubt, "the database can't be reached (the connection was closed).", typed)
    yield exhibit("somebody else was faster, and again", told.moved_on, typed)
    yield exhibit("a bug", told.unexpected, "0a1b2c3d", typed)
    yield exhibit("after two and a half seconds", told.still_saving)
    yield exhibit("after two and a half seconds, in a form", told.saving_view)
    wrong = {"customer": talks.no_customer(), "notes": talks.no_notes()}
    yield exhibit("the form's window is gone", told.not_saved_form, wrong, typed)
    yield exhibit("the form did not open", told.too_late_for_form, helping.open_form(cast.said("note Northside")))
    yield exhibit("a button of another version", told.outdated)
    yield exhibit("the form of a shortcut did not open", told.too_late_for_shortcut)
