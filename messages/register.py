"""The register of improvements as a list: the open ones stage by stage, those that ended verdict by verdict, and what narrows it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import msgspec

from messages.blocks import (
    actions,
    as_typed,
    button,
    context,
    header,
    in_turn,
    name,
    option,
    person,
    picker,
    said,
    section,
    shortened,
    static_select,
)
from messages.improvements import SHOW
from messages.improvements import title as called
from messages.register_lines import excerpt, measured, standing
from model.answer import Json, Message, Sentence
from model.customer import Customer
from model.improvement import Improvement
from model.register import NAMES, VERDICTS, Group, Shown, Tally, group_of, groups_of

MORE, CUSTOMER, OWNER, KIND, ALL = "register.more", "register.customer", "register.owner", "register.kind", "register.all"
FILTERS = "register:"
PAGE, BOTH = 15, 2
KINDS: dict[Shown, str] = {"open": "Open", "ended": "Ended", "adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned"}


class Wanted(msgspec.Struct, frozen=True):
    """What of the register is wanted: of one customer, of one owner (a Slack user id), of one kind; from which entry on.

    `usual` says that nobody asked for this customer or owner: it is what is shown where nothing is said.
    """

    customer: Customer | None = None
    owner: str | None = None
    shown: Shown = "open"
    start: int = 0
    usual: bool = False

    def __str__(self) -> str:
        """Return it as buttons carry it."""
        return f"{self.customer.id if self.customer else ''}|{self.owner or ''}|{self.shown}|{self.start}"

    def but(self, **fields: object) -> Wanted:
        """Return it with other fields, from the first entry on."""
        return msgspec.structs.replace(self, **{"start": 0, "usual": False, **fields})


class Row(msgspec.Struct, frozen=True):
    """An entry of the register with its customer's name."""

    improvement: Improvement
    customer: str


class Listing(msgspec.Struct, frozen=True):
    """One page of the register for a reader (a Slack user id) on their day, and how many entries there are of each kind."""

    rows: Sequence[Row]
    wanted: Wanted
    tally: Tally
    viewer: str
    today: date

    @property
    def count(self) -> int:
        """Return how many entries are wanted, on all pages."""
        return self.tally.count(self.wanted.shown)


def register_listed(listing: Listing) -> Message:
    """List one page of the register, with a way to each card, and to what else there is."""
    if not listing.count:
        return said(nothing(listing), *filters(listing), *footnotes(listing))
    rows = [block for group in groups(listing) for block in group]
    return said(f"{title(listing)}{late(listing)}:", *filters(listing), *rows, *more(listing), *footnotes(listing))


def title(listing: Listing) -> str:
    """Say whose improvements these are, and how many."""
    count, wanted = listing.count, listing.wanted
    what = f"{KINDS[wanted.shown].lower()} improvement{'' if count == 1 else 's'}"
    if wanted.owner == listing.viewer and not wanted.customer:
        return f"Your {'one' if count == 1 else f'{count:,}'} {what}"
    if wanted.owner or wanted.customer:
        owner = f", owned by {owner_of(listing)}" if wanted.owner else ""
        return f"{'One' if count == 1 else f'{count:,}'} {what}{of_customer(wanted)}{owner}"
    return f"The one {what} there is" if count == 1 else f"{'Both' if count == BOTH else f'All {count:,}'} {what}"


def of_customer(wanted: Wanted) -> str:
    """Say for which customer, ready to follow what is listed."""
    return f" for {name(wanted.customer.name)}" if wanted.customer else ""


def owner_of(listing: Listing) -> str:
    """Return who is wanted as the owner, for the reader."""
    return "you" if listing.wanted.owner == listing.viewer else person(listing.wanted.owner)


def late(listing: Listing) -> str:
    """Say how many of the open ones are overdue."""
    overdue, count = listing.tally.late, listing.count
    if not overdue or listing.wanted.shown != "open":
        return ""
    if overdue == count:
        return {1: ", *overdue*", BOTH: ", *both overdue*"}.get(count, ", *all overdue*")
    return f", *{overdue:,} of them overdue*"


def nothing(listing: Listing) -> str:
    """Say that there is nothing of that kind, and how to begin."""
    wanted = listing.wanted
    owned = f" of {'yours' if owner_of(listing) == 'you' else person(wanted.owner)}"
    which = f"{owned if wanted.owner else ''}{of_customer(wanted)}"
    if wanted.shown in VERDICTS:
        return f"No improvement{which} has been {KINDS[wanted.shown].lower()} yet."
    if wanted.shown == "ended":
        return f"No improvement{which} has ended yet."
    fate = "is open now" if listing.tally.count("ended") else "has begun yet"
    return f"No improvement{which} {fate}. {begin(wanted.customer)}"


def begin(customer: Customer | None) -> str:
    """Say how an improvement is begun."""
    whose = as_typed(customer.name) if customer else "CUSTOMER"
    return f"Begin one with `/talk improve {whose} …`: what is to get better for them?"


def filters(listing: Listing) -> list[Json]:
    """Return what narrows the list down, and what widens it again."""
    wanted = listing.wanted
    chosen = option(wanted.customer.name, wanted.customer.id) if wanted.customer else None
    kinds = static_select({kind: f"{label} ({listing.tally.count(kind):,})" for kind, label in KINDS.items()}, wanted.shown)
    selects = (
        picker("external_select", action_id=CUSTOMER, min_query_length=0, initial_option=chosen, placeholder=placeholder("Any customer")),
        picker("users_select", action_id=OWNER, initial_user=wanted.owner, placeholder=placeholder("Any owner")),
        {**kinds, "action_id": KIND},
    )
    widen = [button("Show all", ALL, wanted.shown)] if wanted.customer or wanted.owner else []
    return [actions(*selects, *widen, block_id=f"{FILTERS}{wanted}")]


def placeholder(text: str) -> Json:
    """Return what stands in a select while nothing is chosen."""
    return {"type": "plain_text", "text": text}


def groups(listing: Listing) -> list[list[Json]]:
    """Return the entries of a page under the names of their stages or verdicts."""
    parts = groupby(listing.rows, lambda row: group_of(row.improvement))
    return [[*heading(group, listing), *(entry(row, listing) for row in rows)] for group, rows in parts]


def heading(group: Group, listing: Listing) -> list[Json]:
    """Return the name of a stage or verdict with how many entries it has, and whether the page before began it."""
    if listing.wanted.shown in VERDICTS:
        return []
    counts, order = listing.tally.counts, groups_of(listing.wanted.shown)
    before = sum(counts.get(other, 0) for other in order[: order.index(group)])
    return [header(f"{NAMES[group]} ({counts[group]:,}{', continued' if listing.wanted.start > before else ''})")]


def entry(row: Row, listing: Listing) -> Json:
    """Return one entry, with the button that opens its card."""
    one, today = row.improvement, listing.today
    head = [f"*{called(one)}*"]
    whose = [] if listing.wanted.customer else [name(row.customer)]
    owner = [] if listing.wanted.owner else [person(one.owner) if one.owner else "*nobody owns it*"]
    lines = [" · ".join([*head, *whose, *owner]), excerpt(one.aim, 200), measured(one), standing(one, today)]
    return section("\n".join(line for line in lines if line), accessory=button("Show", SHOW, one.ref))


def more(listing: Listing) -> list[Json]:
    """Return the button that shows the next page, where there is one."""
    wanted = listing.wanted
    following = wanted.start + len(listing.rows)
    left = listing.count - following
    page = msgspec.structs.replace(wanted, start=following)
    return [actions(button(f"Show {min(left, PAGE):,} more of {left:,}", MORE, str(page)))] if left > 0 else []


def footnotes(listing: Listing) -> list[Json]:
    """Return what is to be known beside the list: how others ended, whose list it is, and how the register becomes a spreadsheet."""
    ended = [f"{count:,} {KINDS[verdict].lower()}" for verdict in VERDICTS if (count := listing.tally.counts.get(verdict, 0))]
    fates = f"Ended so far: {in_turn(ended)}; *Ended* in the menu above shows them." if ended and listing.wanted.shown == "open" else ""
    told = [fates, usually(listing), SPREADSHEET if listing.count else ""]
    return [context(line) for line in told if line]


SPREADSHEET = "As a spreadsheet the register comes from whoever runs me, with `keep-talking export`: I can't upload files here."


def usually(listing: Listing) -> str:
    """Say why these are shown where nobody said which."""
    if not listing.wanted.usual:
        return ""
    if listing.wanted.customer:
        return "You are in this customer's channel. `/talk improvements mine` shows yours, `/talk improvements all` everybody's."
    return f"{'These are yours. ' if listing.count else ''}`/talk improvements all` shows everybody's."


def unknown_words(words: str) -> Sentence:
    """Say which words of a line are not understood, and which are."""
    return (
        f"I don't know what “{shortened(words, 60)}” means here. After `/talk improvements` I understand a customer's name, "
        "a colleague (`@olivia`), `mine` or `all`, and `open`, `ended`, `adopted`, `adapted` or `abandoned`."
    )


def nobody_known(word: str) -> Sentence:
    """Say that a mention is not one that Slack knows."""
    return f"I can't tell who {shortened(word, 60)} is. Type @ and take the name from the list that Slack offers."


def one_owner() -> Sentence:
    """Say that a list is of one owner, or of all."""
    return "I can show the improvements of one colleague at a time, or `/talk improvements all`."
