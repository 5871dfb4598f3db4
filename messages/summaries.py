"""What the bot says about a week, a month or a quarter: what was said and agreed, proposed, gone quiet, booked.

Days stand as they are, never as "yesterday": what is shared or posted is read on other days too. Private talks are counted only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from messages.blocks import MAX_SECTION, actions, button, context, cut_escaped, escape, name, one_line, person, said, section
from messages.talks import by
from model.answer import Json, Message, Sentence
from model.customer import Customer
from model.dates import in_words
from model.idea import Idea
from model.nudge import Relationship
from model.period import Period
from model.talk import Talk

SHARE = "summary.share"
SHOWN = 20
TALKS_ROOM, ROOM = 4000, 2200
EXCERPT = 200

T = TypeVar("T")


class Scope(msgspec.Struct, frozen=True):
    """Whose summary it is: one customer's, one owner's (a Slack user id), or everybody's where neither is given."""

    customer: Customer | None = None
    owner: str | None = None


class Summary(msgspec.Struct, frozen=True):
    """What a summary is made of, as it stands on `today`.

    `talks` (private ones too) and `ideas` are newest first, `quiet` the longest first, `booked` the next first. `names` are the
    customers' names by id; `back` the ids of the ideas that were put off and are on the table again.
    """

    scope: Scope
    period: Period
    today: date
    talks: Sequence[Talk]
    ideas: Sequence[Idea]
    quiet: Sequence[Relationship]
    booked: Sequence[Customer]
    names: Mapping[str, str]
    back: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.talks or self.ideas or self.quiet or self.booked)


def summary_shown(summary: Summary, viewer: str, value: str | None) -> Message:
    """Show a summary to one person; `value` stands for it in the button that shares it, where there is somebody to share it with."""
    if summary.empty:
        return said(opening(summary, viewer))
    return said(opening(summary, viewer), *sections(summary), *([actions(button("Share here", SHARE, value))] if value else []))


def summary_shared(summary: Summary, by: str) -> Message:
    """Tell a channel what one of its people shares."""
    return said(opening(summary), *sections(summary), context(f"Shared by {person(by)}."))


def summary_of_week(summary: Summary) -> Message:
    """Tell the channel that was chosen for it what the week before brought."""
    if summary.empty:
        return said(opening(summary))
    hint = "`/talk summary all` shows the week under way to you alone, `/talk quiet all` everybody who has gone quiet."
    return said(opening(summary), *sections(summary), context(hint))


def opening(summary: Summary, viewer: str | None = None) -> str:
    """Say whose summary it is and what it counts, in a sentence."""
    so_far = ", so far" if summary.period.under_way(summary.today) else ""
    counted = ", ".join(counts(summary))
    nothing = "nothing was noted." if summary.scope.customer else "nothing was noted, and nobody has gone quiet."
    return f"{whose(summary.scope, viewer)} in {summary.period.words}{so_far}: {f'{counted}.' if counted else nothing}"


def whose(scope: Scope, viewer: str | None) -> str:
    """Name the customers that a summary is about, as its reader would."""
    if scope.customer:
        return name(scope.customer.name)
    if scope.owner:
        return "Your customers" if scope.owner == viewer else f"The customers of {person(scope.owner)}"
    return "All customers"


def counts(summary: Summary) -> list[str]:
    """Return what there is of everything, in words, leaving out what there is nothing of."""
    talks, ideas, quiet, booked = map(len, (summary.talks, summary.ideas, summary.quiet, summary.booked))
    found = [plural(talks, "talk"), plural(ideas, "idea")]
    if summary.scope.customer:
        found += ["gone quiet" if quiet else "", "the next talk is booked" if booked else ""]
    else:
        found += [plural(quiet, "relationship", " gone quiet"), plural(booked, "talk", " booked")]
    return [words for words in found if words]


def plural(count: int, what: str, rest: str = "") -> str:
    """Return a number of things in words, nothing where there is none."""
    return f"{count:,} {what}{'s' if count != 1 else ''}{rest}" if count else ""


def sections(summary: Summary) -> list[Json]:
    """Return the parts that have something in them, each cut to what Slack lets a message hold (some 13,000 characters in all)."""
    readable = [talk for talk in summary.talks if talk.visibility == "team"]
    talks = listed(talks_title(summary, len(readable)), readable, lambda talk: talk_line(summary, talk), TALKS_ROOM)
    ideas = listed("*Ideas*", summary.ideas, lambda idea: idea_line(summary, idea))
    quiet = listed("*Gone quiet*", summary.quiet, lambda standing: quiet_line(summary, standing))
    booked = listed("*Booked*", summary.booked, lambda customer: booked_line(summary, customer))
    parts = ((summary.talks, talks), (summary.ideas, ideas), (summary.quiet, quiet), (summary.booked, booked))
    return [block for content, blocks in parts if content for block in blocks]


def listed(title: str, items: Sequence[T], line: Callable[[T], str], room: int = ROOM) -> list[Json]:
    """Return a list under its title in as few paragraphs as it needs: what has room of the first 20, and how many more there are."""
    lines: list[str] = []
    for text in map(line, items[:SHOWN]):
        if sum(map(len, lines)) + len(text) > room:
            break
        lines.append(text)
    left = len(items) - len(lines)
    return paragraphs([title, *lines, *([f"and {left:,} more"] if left else [])])


def paragraphs(lines: list[str]) -> list[Json]:
    """Return lines as paragraphs that each fit into a block."""
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) >= MAX_SECTION:
            texts.append("")
        texts[-1] += f"\n{line}" if texts[-1] else line
    return [section(text, whole=True) for text in texts]


def talks_title(summary: Summary, readable: int) -> str:
    """Return the title of the talks, which tells of the private ones that they were."""
    private = len(summary.talks) - readable
    if not private:
        return "*Talks*"
    return f"*Talks*: {f'{private:,} of {len(summary.talks):,} ' if readable else ''}private, and not shown"


def talk_line(summary: Summary, talk: Talk) -> str:
    """Return a talk as a line: with whom, when, by whom, what was said; and what was agreed on a line of its own."""
    marks = "" if talk.counts else " (operational)"
    agreed = f"\n    _Agreed:_ {excerpt(talk.decisions)}" if talk.decisions.strip() else ""
    return f"• {who(summary, talk.customer)}{on(talk.held_on, summary)}{by(talk)}{marks}: {excerpt(talk.notes)}{agreed}"


def idea_line(summary: Summary, idea: Idea) -> str:
    """Return an idea as a line: for whom, by whom, what became of it if it is no longer on the table, and what it is."""
    fate = "" if idea.open or idea.id in summary.back else f" ({idea.state})"
    return f"• {who(summary, idea.customer)}by {person(idea.author)}{fate}: {excerpt(idea.text)}"


def quiet_line(summary: Summary, standing: Relationship) -> str:
    """Return a relationship that has gone quiet as a line: who, since when, whose."""
    last = f"last talk on {on(standing.last_on, summary)}" if standing.last_on else "no talk yet"
    return f"• {who(summary, standing.customer.id)}{last}{owned(summary, standing.customer)}"


def booked_line(summary: Summary, customer: Customer) -> str:
    """Return a booked talk as a line: with whom, when, whose."""
    when = f"on {on(customer.booked_on, summary)}" if customer.booked_on else ""
    return f"• {who(summary, customer.id)}{when}{owned(summary, customer)}"


def owned(summary: Summary, customer: Customer) -> str:
    """Say whose a customer is, where the summary is not of one owner's."""
    return "" if summary.scope.owner else f" ({person(customer.owner) if customer.owner else 'no owner'})"


def on(day: date, summary: Summary) -> str:
    """Return a day by its name on the calendar."""
    return in_words(day, summary.today).rpartition(", ")[2]


def who(summary: Summary, customer: str) -> str:
    """Return the name with which a customer's line begins, where the summary is not of one customer only."""
    return "" if summary.scope.customer else f"*{cut_escaped(escape(one_line(summary.names[customer])), 80)}*, "


def excerpt(text: str) -> str:
    """Return the beginning of people's text, on one line."""
    return cut_escaped(escape(one_line(text)), EXCERPT)


def nothing_of_yours() -> Message:
    """Say that there is nothing of one's own to sum up, and what there is."""
    return said("You don't own a customer yet, so there is nothing of yours to sum up. `/talk summary all` shows everybody's.")


def not_shared(readers: str) -> Message:
    """Say why a summary was not shared in this channel, and what helps."""
    if readers == "shared":
        return said(
            "Not shared: this channel is shared with another organisation, so I post nothing about customers here. "
            "An admin can allow this channel in `/talk settings`."
        )
    return said(
        "Not shared: I can't see whether this channel is shared with another organisation. Invite me with `/invite @Keep Talking` "
        "and press *Share here* again, or let an admin allow this channel in `/talk settings`."
    )


def already_shared() -> Message:
    """Say that a summary stands in the channel."""
    return said("This summary is already shared here.")


def no_such_period() -> Sentence:
    """Say which periods there are."""
    return "After the customer, I know `week`, `month`, `quarter`, or `last week`, `last month`, `last quarter`."


def no_such_channel() -> Sentence:
    """Say that a channel was written as words, and not picked."""
    return "I can't tell which channel that is. Please pick it from the list that Slack shows when you type `#`."


def not_linked(channel: str) -> Sentence:
    """Say that a channel has no customer, and how it gets one."""
    return f"No customer is linked to <#{channel}>. `/talk edit CUSTOMER` links one."
