"""The parts of the App Home: each a title and a few rows, a row one line and one button, and where the others stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from messages.beliefs import PROFILE, TOPIC_NAMES
from messages.beliefs import excerpt as statement
from messages.blocks import actions, button, context, divider, name, on_day, person, section
from messages.commitments import DONE, until
from messages.commitments import excerpt as promised
from messages.customers import BRIEF
from messages.drying import Drying, reason
from messages.help import OPEN_FORM
from messages.idea_lists import excerpt as idea_of
from messages.improvements import SHOW
from messages.improvements import excerpt as aimed_at
from messages.nudges import how_long
from messages.score_words import share_of
from model.answer import Json
from model.belief import Belief
from model.commitment import Commitment
from model.idea import Idea
from model.improvement import Improvement
from model.nudge import Relationship

TALKED, BOOK, FELL_THROUGH = "home.log", "home.book", "home.fell_through"
SURFACE = "home"
QUIET, OTHERS, FEW = 5, 4, 3
SOMEBODY = "a customer"

T = TypeVar("T")


class Portfolio(msgspec.Struct, frozen=True):
    """Relationships at a glance: a sponsor's (`sponsored`), or all; `quiet` are the first of so many, the longest due in front.

    `new_count` are those without a talk that are not quiet yet.
    """

    count: int
    quiet_count: int
    new_count: int = 0
    quiet: Sequence[Relationship] = ()
    sponsored: bool = False


class Page(msgspec.Struct, frozen=True):
    """All that a Home is made of, for one person on one day.

    `mine` are the person's relationships, the one that is due first in front; `promises` are theirs that are due soon, `checks` the
    improvements whose result they are asked for, `to_confirm` what to hear from the customer with whom they talk next, `ideas` those
    that nobody decided about. `names` are customers' names by id.
    """

    viewer: str
    today: date
    mine: Sequence[Relationship] = ()
    names: Mapping[str, str] = {}
    promises: Sequence[Commitment] = ()
    checks: Sequence[Improvement] = ()
    to_confirm: Sequence[Belief] = ()
    ideas: Sequence[Idea] = ()
    drying: Sequence[Drying] = ()
    portfolio: Portfolio | None = None
    admin: bool = False

    @property
    def passed(self) -> list[Relationship]:
        """Return those whose booked talk has passed, and nobody said what became of it."""
        return [one for one in self.mine if one.customer.booked_on and one.customer.booked_on < self.today]

    @property
    def booked(self) -> list[Relationship]:
        """Return those with a talk booked, the next first."""
        ahead = [one for one in self.mine if one.customer.booked_on and one.customer.booked_on >= self.today]
        return sorted(ahead, key=lambda one: one.customer.booked_on or date.max)

    @property
    def free(self) -> list[Relationship]:
        """Return those that neither a booking nor a snooze holds back."""
        return [one for one in self.mine if not one.customer.booked_on and (one.customer.snoozed_until or date.min) <= self.today]

    @property
    def quiet(self) -> list[Relationship]:
        """Return those that have gone quiet."""
        return [one for one in self.free if one.quiet(self.today)]

    @property
    def close(self) -> list[Relationship]:
        """Return those that are close to going quiet."""
        return [one for one in self.free if one.close(self.today)]


def day(on: date | None, page: Page) -> str:
    """Return a day in words."""
    return on_day(on, page.today).removeprefix("on ") if on else ""


def part(title: str, found: Sequence[T], shown: int, row: Callable[[T], Json], more: str) -> list[Json]:
    """Return a part of a Home: its title, the first few rows, and where the others stand; nothing where there are none."""
    if not found:
        return []
    left = len(found) - shown
    rest = [context(f"And {left:,} more: {more}")] if left > 0 else []
    return [divider(), section(f"*{title}*"), *map(row, found[:shown]), *rest]


def talk_value(one: Relationship) -> str:
    """Return what the button that logs a talk stands for: the customer, and the last talk when it was drawn."""
    return f"{one.customer.id}|{one.last_on or ''}"


def passed_part(page: Page) -> list[Json]:
    """Return the booked talks that have passed, each with what can have become of it."""
    if not page.passed:
        return []
    rows = [block for one in page.passed[:FEW] for block in passed_row(one, page)]
    left = len(page.passed) - FEW
    rest = [context(f"And {left:,} more, which move up as these are answered.")] if left > 0 else []
    return [divider(), section("*Did it happen?*"), *rows, *rest]


def passed_row(one: Relationship, page: Page) -> list[Json]:
    """Return a booked talk that has passed, and the answers to what became of it."""
    customer, value = one.customer, f"{one.customer.id}|{one.customer.booked_on or ''}"
    return [
        section(f"The talk with {name(customer.name)} was booked for {day(customer.booked_on, page)}."),
        actions(
            button("It happened", TALKED, talk_value(one), primary=True),
            button("It moved", BOOK, value),
            button("It fell through", FELL_THROUGH, value),
        ),
    ]


def quiet_part(page: Page) -> list[Json]:
    """Return who has gone quiet, the longest first."""

    def row(one: Relationship) -> Json:
        last = f"last talk {how_long((page.today - one.last_on).days)} ago" if one.last_on else "no talk yet"
        words = f"{name(one.customer.name)} · {last}, the next was due by {day(one.due_on, page)}"
        return section(words, accessory=button("Log the talk", TALKED, talk_value(one)))

    return part("Gone quiet", page.quiet, QUIET, row, "`/talk quiet`")


def promise_part(page: Page) -> list[Json]:
    """Return what the person promised, what is due first in front."""

    def row(one: Commitment) -> Json:
        words = f"{name(page.names.get(one.customer, SOMEBODY))} · {promised(one)}, {until(one, page.today)}"
        return section(words, accessory=button("Done", DONE, f"{one.id}|{SURFACE}"))

    return part("You promised", page.promises, OTHERS, row, "`/talk brief CUSTOMER` shows a customer's.")


def check_part(page: Page) -> list[Json]:
    """Return the improvements whose result is to be looked at."""

    def row(one: Improvement) -> Json:
        due = f", to be looked at since {day(one.check_on, page)}" if one.check_on else ""
        words = f"{name(page.names.get(one.customer, SOMEBODY))} · What came of {aimed_at(one.aim)}{due}"
        return section(words, accessory=button("Look at it", SHOW, one.ref))

    return part("To check", page.checks, OTHERS, row, "`/talk improvements`")


def booked_part(page: Page) -> list[Json]:
    """Return the talks that are booked, the next first."""

    def row(one: Relationship) -> Json:
        words = f"{name(one.customer.name)} · {day(one.customer.booked_on, page)}"
        return section(words, accessory=button("Brief me", BRIEF, one.customer.id))

    return part("Booked", page.booked, OTHERS, row, "`/talk customers`")


def confirm_part(page: Page) -> list[Json]:
    """Return what to hear from the customer with whom one talks next."""
    if not page.to_confirm or not page.booked:
        return []
    customer, first = page.booked[0].customer, page.to_confirm[0]
    left = len(page.to_confirm) - 1
    more = f", and {left:,} more" if left else ""
    words = f"{name(customer.name)} · {TOPIC_NAMES[first.topic]}: “{statement(first.statement)}”{more}"
    return [divider(), section("*To confirm in your next talk*"), section(words, accessory=button("What we know", PROFILE, customer.id))]


def close_part(page: Page) -> list[Json]:
    """Return who is close to going quiet."""

    def row(one: Relationship) -> Json:
        words = f"{name(one.customer.name)} · the next talk is due by {day(one.due_on, page)}"
        return section(words, accessory=button("Booked on…", BOOK, f"{one.customer.id}|"))

    return part("Due soon", page.close, FEW, row, "`/talk quiet`")


def drying_part(page: Page) -> list[Json]:
    """Return with whom one talks while it dries up."""

    def row(one: Drying) -> Json:
        words = f"{name(one.customer.name)} · {reason(one.signs[0], page.today)}"
        return section(words, accessory=button("Brief me", BRIEF, one.customer.id))

    return part("Talking, but drying up", page.drying, FEW, row, "`/talk quiet`")


def idea_part(page: Page) -> list[Json]:
    """Return the ideas that wait for a word, in one line."""
    if not page.ideas:
        return []
    newest, count = page.ideas[0], len(page.ideas)
    title = f"{count:,} ideas wait for a word" if count > 1 else "An idea waits for a word"
    words = f"{name(page.names.get(newest.customer, SOMEBODY))} · {idea_of(newest.text)}"
    show = button("Show ideas", f"{OPEN_FORM}:ideas", "ideas")
    return [divider(), section(f"*{title}*"), section(f"{words}{', the newest' if count > 1 else ''}", accessory=show)]


def portfolio_part(page: Page) -> list[Json]:
    """Return all relationships at a glance, for who sponsors some or looks after the workspace."""
    if page.portfolio is None or not page.portfolio.count:
        return []
    rows = [section(portfolio_row(one, page), accessory=button("Brief me", BRIEF, one.customer.id)) for one in page.portfolio.quiet[:FEW]]
    left = page.portfolio.quiet_count - len(rows)
    rest = [context(f"And {left:,} more: `/talk quiet all`")] if left > 0 else []
    lists = [("All customers", "customers all"), ("Score", "score all"), ("Summary", "summary all")]
    buttons = [button(label, f"{OPEN_FORM}:{line}", line) for label, line in lists]
    return [divider(), section(coverage(page.portfolio)), *rows, *rest, actions(*buttons)]


def coverage(found: Portfolio) -> str:
    """Say how many relationships are in touch, how many are new, and how many are quiet, as the score does."""
    title = "The relationships you sponsor" if found.sponsored else "All relationships"
    touch = share_of(found.count - found.quiet_count - found.new_count, found.count)
    new = f", {found.new_count:,} new" if found.new_count else ""
    quiet = f"{found.quiet_count:,} quiet" if found.quiet_count else "nobody is quiet"
    return f"*{title}*\n{touch} in touch{new}, {quiet}."


def portfolio_row(one: Relationship, page: Page) -> str:
    """Return one of the quietest: who, whose, and since when."""
    return f"{name(one.customer.name)} · {person(one.customer.owner)} · quiet since {day(one.due_on, page)}"
