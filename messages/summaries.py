"""What the bot says about a week, a month or a quarter: what changed, and then all of it, in what is read aloud in a minute.

The message chooses and counts; its details hold the rest, in the thread of what is posted, or behind a button. Private talks are counted
only, and so is what was promised in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from messages.blocks import MAX_SECTION, actions, button, context, message, person, said, section
from messages.schedules import POST, POST_IT, in_a_line
from messages.summary_charts import charts, grid
from messages.summary_lines import Line
from messages.summary_parts import CHANGED, Part, opening, parts_of, whose
from model.answer import Json, Message, Sentence
from model.period import Unit, period_of
from model.summary import Summary

SHARE, DETAILS = "summary.share", "summary.details"
A_MINUTE = 150  # words, read aloud
LONG_WORD, OF_HOW_MANY = 12, 4
IN_HEAD, IN_DETAILS = (80, 60, 40), 250  # characters of what somebody wrote
FIRST, TRIED = 3, 20
PART, PAGE = 12_000, 11_000


class Buttons(msgspec.Struct, frozen=True):
    """What the buttons of a shown summary stand for: it is shared where there is somebody, and posted regularly by who may see to that."""

    value: str
    share: bool = False
    post: str = ""


class Layout(msgspec.Struct, frozen=True):
    """A summary as it is laid out: its first sentence, its parts, the lines of each that are read in a minute, and whether that is all."""

    summary: Summary
    told: str
    parts: Sequence[Part]
    chosen: Sequence[Sequence[str]]
    complete: bool

    @property
    def detailed(self) -> bool:
        """Whether there are details besides."""
        return not self.summary.empty and (not self.complete or bool(grid(self.summary.figures)))


def laid_out(summary: Summary, viewer: str | None = None) -> Layout:
    """Lay a summary out: whole where a minute is long enough for that, else the beginning of as much as possible."""
    told, found = opening(summary, viewer), parts_of(summary)
    words = A_MINUTE - spoken(told)
    whole = chosen_of(found, words, IN_DETAILS)
    complete = all(len(lines) == part.count for part, lines in zip(found, whole, strict=True))
    return Layout(summary, told, found, whole if complete else beginning(found, words), complete)


def beginning(parts: Sequence[Part], words: float) -> list[list[str]]:
    """Return the first lines of the parts, with excerpts so short that something is told of each part, if that goes."""
    for room in IN_HEAD:
        chosen = chosen_of(parts, words, room)
        if all(lines or part.note for part, lines in zip(parts, chosen, strict=True)):
            break
    return chosen


def summary_shown(summary: Summary, viewer: str, buttons: Buttons) -> Message:
    """Show a summary to one person, with what can be done with it."""
    layout = laid_out(summary, viewer)
    share = [button("Share here", SHARE, buttons.value)] if buttons.share and not summary.empty else []
    more = [button("Show the details", DETAILS, f"{buttons.value}|0")] if layout.detailed else []
    post = [button(POST_IT, POST, buttons.post)] if buttons.post else []
    row = [*share, *more, *post]
    return message(layout.told, *minute(layout), *([actions(*row)] if row else []))


def summary_shared(summary: Summary, by: str) -> Message:
    """Tell a channel what one of its people shares, and how to see the rest: a thread needs a message that can be answered."""
    layout = laid_out(summary)
    line = shown_by(summary) if layout.detailed else ""
    rest = f" `{line}` and *Show the details* show you the rest." if line else ""
    return message(layout.told, *minute(layout), context(f"Shared by {person(by)}.{rest}"))


def summary_posted(summary: Summary, missed: int = 0) -> list[Message]:
    """Tell a channel what the time before brought, and after that in its thread the details, if there are any.

    `missed` are how many summaries before this one the channel should have got and did not.
    """
    layout = laid_out(summary)
    hints = ["All of it is in the thread."] if layout.detailed else []
    hints += [without_summary(summary.period.unit, missed)] if missed else []
    head = message(layout.told, *minute(layout), *([context(" ".join(hints))] if hints else []))
    return [head, *(details(layout) if layout.detailed else [])]


def without_summary(unit: Unit, missed: int) -> str:
    """Say that the time before has no summary, and why."""
    before = f"The {missed:,} {unit}s before have" if missed > 1 else f"The {unit} before has"
    return f"{before} no summary here: I was not at work then."


def summary_details(summary: Summary, page: int, value: str) -> Message:
    """Show one person a page of the details."""
    layout = laid_out(summary)
    if not layout.detailed:
        return message(layout.told, *minute(layout))
    pages = details(layout)
    more = [actions(button("Show more", DETAILS, f"{value}|{page + 1}"))] if page + 1 < len(pages) else []
    shown = pages[min(page, len(pages) - 1)]
    return Message(shown.text, (*shown.blocks, *more))


def minute(layout: Layout) -> list[Json]:
    """Return what is read in a minute: the counts, what changed, the first lines of everything else, and the charts."""
    pairs = zip(layout.parts, layout.chosen, strict=True)
    told = [block for part, chosen in pairs if chosen or part.note for block in paragraphs(shown_part(part, chosen))]
    drawn = [] if layout.summary.empty else charts(layout.summary.figures, layout.summary.stages)
    return [section(layout.told), *told, *drawn]


def shown_part(part: Part, lines: Sequence[str]) -> list[str]:
    """Return a part's title and those of its lines that are shown, saying of how many."""
    some = f", {len(lines):,} of {part.count:,} here" if 0 < len(lines) < part.count else ""
    return [f"*{part.title}*{some}{f': {part.note}' if part.note else ''}", *lines]


def chosen_of(parts: Sequence[Part], words: float, room: int) -> list[list[str]]:
    """Return of each part the lines that are read aloud in so many words: what changed first, then a line of each in turn.

    What there is to say of a part in figures is read in any case. `room` is how long an excerpt may be.
    """
    chosen: list[list[str]] = [[] for _ in parts]
    words -= sum(spoken(f"{part.title} {part.note}") for part in parts if part.note)
    for at, line in in_turn(parts):
        text = line(room)
        title = "" if parts[at].note else parts[at].title
        cost = spoken(text) + (0 if chosen[at] else OF_HOW_MANY + spoken(title))
        if cost <= words:
            chosen[at].append(text)
            words -= cost
    return chosen


def in_turn(parts: Sequence[Part]) -> Iterator[tuple[int, Line]]:
    """Return the lines in the order in which they are chosen, each with its part's place."""
    first = parts[0].lines[:FIRST] if parts and parts[0].title == CHANGED else ()
    yield from ((0, line) for line in first)
    left = [[None, *part.lines[FIRST:TRIED]] if first and at == 0 else part.lines[:TRIED] for at, part in enumerate(parts)]
    for row in zip_longest(*left):
        yield from ((at, line) for at, line in enumerate(row) if line)


def spoken(text: str) -> float:
    """Return how many words a text is when it is read aloud; what has few spaces counts by its length."""
    return max(len(text.split()), len(text) / LONG_WORD)


def details(layout: Layout) -> list[Message]:
    """Return all that there is to tell in messages that follow each other, with whom we talked when in the first."""
    summary, pages = layout.summary, pages_of([full(part) for part in layout.parts])
    title = f"{whose(summary.scope, None)} in {summary.period.words}, in detail"
    titles = [f"{title} ({at:,} of {len(pages):,})" if len(pages) > 1 else title for at in range(1, len(pages) + 1)]
    tables = [grid(summary.figures), *([] for _ in pages[1:])]
    return [said(f"{head}:", *page, *table) for head, page, table in zip(titles, pages, tables, strict=True)]


def full(part: Part) -> list[str]:
    """Return a part with as many of its lines as there is room for, and how many more there are."""
    lines: list[str] = []
    room = PART
    for line in part.lines:
        text = line(IN_DETAILS)
        room -= len(text)
        if room < 0:
            break
        lines.append(text)
    left = part.count - len(lines)
    return [f"*{part.title}*{f': {part.note}' if part.note else ''}", *lines, *([f"and {left:,} more"] if left > 0 else [])]


def pages_of(groups: Sequence[Sequence[str]]) -> list[list[Json]]:
    """Return groups of lines as the paragraphs of several messages; a group that is too long goes on in the next."""
    pages: list[list[list[str]]] = [[]]
    room = PAGE
    for first, line in ((line is group[0], line) for group in groups for line in group):
        if len(line) > room:
            pages.append([])
            room = PAGE
        if first or not pages[-1]:
            pages[-1].append([])
        pages[-1][-1].append(line)
        room -= len(line)
    return [[block for group in page for block in paragraphs(group)] for page in pages]


def paragraphs(lines: Sequence[str]) -> list[Json]:
    """Return lines as paragraphs that each fit into a block."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < MAX_SECTION:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(text, whole=True) for text in texts]


def shown_by(summary: Summary) -> str:
    """Return the line that shows a summary to others, nothing where none does: it is too long ago, or of an owner's customers."""
    current = period_of(summary.period.unit, summary.today)
    last = {current: "", current.previous: "last "}.get(summary.period)
    if last is None or summary.scope.owner:
        return ""
    customer = summary.scope.customer
    whom = in_a_line(customer) if customer else "all"
    return f"/talk summary {whom} {last}{summary.period.unit}"


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
    """Say that a summary, or a score, stands in the channel."""
    return said("This is already shared here.")


def no_such_period() -> Sentence:
    """Say which periods there are."""
    return "After the customer, or `all` or `mine`, I know `week`, `month`, `quarter`, or `last week`, `last month`, `last quarter`."


def no_such_channel() -> Sentence:
    """Say that a channel was written as words, and not picked."""
    return "I can't tell which channel that is. Please pick it from the list that Slack shows when you type `#`."


def not_linked(channel: str) -> Sentence:
    """Say that a channel has no customer, and how it gets one."""
    return f"No customer is linked to <#{channel}>. `/talk edit CUSTOMER` links one."
