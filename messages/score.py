"""What the bot says of a quarter's score: each figure in words with its counts, and no figure over figures."""

from __future__ import annotations

from datetime import date

import msgspec

from messages.blocks import actions, button, calendar_day, context, name, person, said, section, several
from messages.score_words import SENTENCES, headline, sentence
from model.answer import Json, Message, Sentence
from model.period import Period
from model.score import figures_of
from model.summary import Scope
from model.term import Name, Score

SHOW, LIST, TREND, SHARE = "score.show", "score.list", "score.trend", "score.share"
UNKNOWN = "What was believed, what waited and who was drying up is known for today only, so it stands in the quarter under way."


class Place(msgspec.Struct, frozen=True):
    """Which score a button stands for, and of a list which figure and from which entry on."""

    scope: Scope
    period: Period

    def value(self, figure: str = "", start: int = 0) -> str:
        """Return it as buttons carry it."""
        customer = self.scope.customer.id if self.scope.customer else ""
        return f"{customer}|{self.scope.owner or ''}|{self.period.first.isoformat()}|{figure}|{start}"


def score_shown(score: Score, viewer: str, *, shareable: bool) -> Message:
    """Show a score to one person, with what is behind each figure."""
    place = Place(score.scope, score.term.period)
    parts = [part(score, figure, place) for figure in figures_of(score.term)]
    trend = button("Show the trend", TREND, place.value())
    before = [button("The quarter before", SHOW, Place(score.scope, place.period.previous).value())] if score.earlier else []
    share = [button("Share here", SHARE, place.value())] if shareable else []
    return said(opening(score, viewer), *parts, *unknown(score), actions(trend, *before, *share))


def score_shared(score: Score, by: str) -> Message:
    """Tell a channel the score that one of its people shares."""
    parts = [part(score, figure) for figure in figures_of(score.term)]
    hint = "`/talk score` shows you yours, with the list behind each figure."
    return said(opening(score), *parts, *unknown(score), context(f"Shared by {person(by)}. {hint}"))


def unknown(score: Score) -> list[Json]:
    """Return what a quarter that is over does not tell, and why."""
    return [] if score.term.running else [context(UNKNOWN)]


def opening(score: Score, viewer: str | None = None) -> str:
    """Say whose score it is, and of when."""
    how_many = "" if score.scope.customer else f", {several(score.customers, 'customer')}"
    return f"The score of {whose(score.scope, viewer)} in {when(score)}{how_many}:"


def when(score: Score) -> str:
    """Return the name of the quarter, and whether it is under way."""
    return f"{score.term.period.words}{', so far' if score.term.running else ''}"


def whose(scope: Scope, viewer: str | None) -> str:
    """Name the customers that a score is about, as they stand in a sentence."""
    if scope.customer:
        return name(scope.customer.name)
    if scope.owner:
        return "your customers" if scope.owner == viewer else f"the customers of {person(scope.owner)}"
    return "all customers"


def part(score: Score, figure: Name, place: Place | None = None) -> Json:
    """Return one figure in words, with the button that shows what it counts where there is anything."""
    shows = button("Show", f"{LIST}:{figure}", place.value(figure)) if place and score.count(figure) else None
    return section(f"{headline(score, figure)}\n{SENTENCES.get(figure, sentence)(score, figure)}", accessory=shows)


def nobody(scope: Scope, viewer: str) -> Message:
    """Say that there is no customer to keep score of, and what to do."""
    if scope.owner is None:
        return said("There are no customers yet, so there is no score to keep. Add the first one with `/talk add NAME`.")
    if scope.owner == viewer:
        return said("You don't own a customer yet, so there is no score of yours. `/talk score all` shows everybody's.")
    return said(f"{person(scope.owner)} doesn't own a customer. `/talk score all` shows everybody's.")


def too_early(scope: Scope, viewer: str, period: Period, first_on: date) -> Message:
    """Say that nobody was there in a quarter yet; the first came on a day, which tells since when there is a score."""
    came = f"{'It' if scope.customer else 'The first one'} came on {calendar_day(first_on, first_on)} {first_on.year}."
    return said(f"{none_was_there(scope, viewer)} yet in {period.words}, so there is no score of it. {came}")


def none_was_there(scope: Scope, viewer: str) -> str:
    """Begin a sentence that says that a customer, or none of several, was there."""
    if scope.customer:
        return f"{name(scope.customer.name)} was not there"
    return f"None of {whose(scope, viewer)} was there" if scope.owner else "No customer was there"


def no_such_quarter() -> Sentence:
    """Say which quarters there are."""
    return (
        "A score is of a quarter: `quarter`, `last quarter`, `Q3` or `2026 Q3`. A customer's name, `mine`, `all` or `@owner` stands "
        "before it."
    )


def yet_to_come(period: Period) -> Sentence:
    """Say that a quarter has not begun."""
    return f"I can't keep score ahead: {period.words} has not begun."


def no_such_person() -> Sentence:
    """Say that a person was written as words, and not picked."""
    return "I can't tell who that is. Please pick them from the list that Slack shows when you type `@`."
