"""What the bot says about industries: what each does with IT, which of them dominate, and what was added or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from messages.beliefs import excerpt, link
from messages.blocks import (
    actions,
    as_typed,
    button,
    cut,
    escape,
    field,
    header,
    message,
    modal,
    name,
    on_day,
    one_line,
    person,
    quote,
    said,
    section,
    static_select,
    text_input,
)
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.industry import IndustryEntry, Use

ADD_ENTRY, REMOVE, SHOW, FORM, MORE = "industry.add", "industry.remove", "industry.show", "industry.form", "industry.more"
USES: dict[str, str] = {"normal": "Normal: most of them do it", "innovators": "Innovators': a few do it, and gain by it"}
USE_NAMES: dict[Use, str] = {"normal": "Normal", "innovators": "Innovators"}
AS_USE = {"normal": "a *normal*", "innovators": "an *innovators'*"}
SHOWN, LISTED = 15, 20
MAX_NAME, LONGEST_VALUE = 200, 1000


class Industry(msgspec.Struct, frozen=True):
    """An industry as a list shows it: its name as people write it, how many customers it has, how many uses are known of it."""

    name: str
    customers: int
    uses: int


def entry_line(entry: IndustryEntry) -> str:
    """Return one use of IT as a line: whose it is, what, and where it was read."""
    source = f"\nSource: {link(entry.source)}" if entry.source else ""
    return f"*{USE_NAMES[entry.use]}*: {excerpt(entry.text, 600)}{source}"


def leading(industry: str, label: str = "", twin: int = 0) -> Json:
    """Return the button that leads to an industry."""
    return button(label or industry, SHOW + (f":{twin}" if twin else ""), cut(industry, LONGEST_VALUE))


def dominating(industries: Sequence[Industry], count: int, *, mine: bool) -> list[Json]:
    """Say which one or two industries most customers belong to, with a way to each; nothing where none has several."""
    if not industries:
        return []
    whose = f"your {count:,} customers" if mine else f"all {count:,} customers"
    first, *more = industries
    second = "".join(f", {one.customers:,} in {name(one.name)}" for one in more)
    read = "these two" if more else "this one"
    nothing = [f"Nothing is known of {name(one.name)} yet." for one in industries if not one.uses]
    told = f"{first.customers:,} of {whose} are in {name(first.name)}{second}: read about {read} first. {' '.join(nothing)}"
    return [section(told.strip()), actions(*(leading(one.name, twin=twin) for twin, one in enumerate(industries, 1)))]


def industry_page(industry: Industry, entries: Sequence[IndustryEntry], today: date, start: int = 0) -> Message:
    """Show what is known of an industry: one page of its uses of IT, the newest first."""
    rows = [
        section(f"{entry_line(entry)}\nNoted by {person(entry.author)} {on_day(entry.noted_at.date(), today)}.", accessory=remove(entry))
        for entry in entries[start : start + SHOWN]
    ]
    left = len(entries) - start - SHOWN
    further = [button(f"Show {min(left, SHOWN)} more of {left:,}", MORE, f"{start + SHOWN}|{cut(industry.name, LONGEST_VALUE)}")]
    told = f"{serves(industry)} {how_many(len(entries), 'use')} of IT known."
    return message(
        f"{one_line(escape(cut(industry.name, MAX_NAME)))}: {told}",
        header(one_line(industry.name) or "…"),
        section(told),
        *rows,
        actions(button("Add a use", ADD_ENTRY, f"||{cut(industry.name, LONGEST_VALUE)}", primary=True), *(further if left > 0 else ())),
    )


def remove(entry: IndustryEntry) -> Json:
    """Return the button that takes a use out of the library."""
    return button("Remove", REMOVE, entry.id)


def serves(industry: Industry) -> str:
    """Say how many customers an industry has."""
    return f"{how_many(industry.customers, 'customer')} of ours {'is' if industry.customers == 1 else 'are'} in it."


def how_many(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count or 'No'} {noun}{'' if count == 1 else 's'}"


def industries_listed(industries: Sequence[Industry]) -> Message:
    """List the industries there are, the one with most customers first."""
    if not industries:
        return said(
            "No customer has an industry yet. `/talk edit CUSTOMER` sets it, and so does `/talk learn CUSTOMER industry: Hospitals`."
        )
    rows = [
        section(
            f"{name(one.name)} · {how_many(one.customers, 'customer')}, {how_many(one.uses, 'use').lower()} known", accessory=shown(one)
        )
        for one in industries[:LISTED]
    ]
    more = [section(f"And {len(industries) - LISTED:,} more: `/talk learn industry NAME` shows any.")] if len(industries) > LISTED else []
    return said("The industries of your organisation's customers, the most common first:", *rows, *more)


def shown(industry: Industry) -> Json:
    """Return the button that shows an industry of a list."""
    return leading(industry.name, "Show")


def entry_saved(entry: IndustryEntry, industry: Industry, meant: str, key: str) -> Message:
    """Say that a use of IT is in the library, and whom it serves; `meant` is an industry with nearly the same name."""
    near = f" Did you mean {name(meant)}? Then take this back, and save it there." if meant else ""
    whom = f"It serves {how_many(industry.customers, 'customer').lower()}." if industry.customers else f"No customer is in it yet.{near}"
    return said(
        f"Saved for all of {name(entry.industry)}, as {AS_USE[entry.use]} use of IT. {whom}",
        section("\n".join(filter(None, [quote(entry.text), f"Source: {link(entry.source)}" if entry.source else ""]))),
        actions(button("Undo", UNDO, key), leading(entry.industry)),
    )


def entry_there(entry: IndustryEntry) -> Message:
    """Say that the library says this already."""
    return said(f"That is already known of {name(entry.industry)}.", section(entry_line(entry)), actions(leading(entry.industry)))


def entry_removed(entry: IndustryEntry, key: str) -> Message:
    """Say that a use of IT is out of the library."""
    return said(f"Removed from {name(entry.industry)}: “{excerpt(entry.text)}”", accessory=button("Undo", UNDO, key))


def taken_over(entry: IndustryEntry, customer: str, key: str) -> Message:
    """Say that a customer is believed to do what its industry does."""
    return said(f"{name(customer)} does this too, we assume: “{excerpt(entry.text)}”", accessory=button("Undo", UNDO, key))


def taken_already(entry: IndustryEntry, customer: str) -> Message:
    """Say that a customer is believed to do this already."""
    return said(f"{name(customer)} does this too, we assume already: “{excerpt(entry.text)}”")


def entry_form(industry: str = "", use: Use = "normal", *, text: str = "", source: str = "", carried: str = "") -> View:
    """Return the form that adds a use of IT to the library."""
    return modal(
        "A use of IT",
        FORM,
        field("Industry", "industry", text_input(industry, limit=MAX_NAME, placeholder="Hospitals, Financial services …")),
        field("Whose use", "use", static_select(USES, use), hint="One entry serves every customer of the industry."),
        field("What they do with IT", "text", text_input(text, multiline=True, placeholder="Patients move their appointments online")),
        field("Source", "source", text_input(source, limit=500, placeholder="A link to where it stands"), optional=True),
        submit="Save",
        carried=carried,
    )


def no_industry() -> Sentence:
    """Say beside the form's field that a use needs an industry."""
    return "Which industry? For example Hospitals."


def no_text() -> Sentence:
    """Say beside the form's field that there must be words."""
    return "Write down what they do with IT."


def neither_use(industry: str) -> Sentence:
    """Say which uses of an industry there are."""
    whose = as_typed(industry) or "Hospitals"
    return f"Whose use of IT is it? `/talk learn industry {whose} normal: …` or `/talk learn industry {whose} innovators: …`."


def name_too_long(count: int) -> Sentence:
    """Say how long an industry's name may be."""
    return f"Not saved: an industry's name has at most {MAX_NAME} characters, and this has {count:,}."


def too_long(count: int, most: int) -> Sentence:
    """Say that a use of IT holds more than one can."""
    return f"Not saved: a use of IT has at most {most:,} characters, and this has {count:,}. Please save it in parts."


def gone() -> Sentence:
    """Say that a use is no longer in the library."""
    return "That was removed meanwhile. `/talk learn industry NAME` shows what is known of one."
