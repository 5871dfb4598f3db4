"""A line of text as people type it: its verb, the customer's name at the front, the date beside it. What remains is kept as typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice, takewhile

import msgspec

from model.customer import MAX_NAME, fold, fold_character
from model.dates import DateOrder, Direction, looks_like_date, read_date

WINDOW = MAX_NAME + 20
NAME_WORDS = 5
INSIDE_A_NAME = {"&", "of", "and", "the", "de"}

ESCAPES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
ESCAPE = re.compile("|".join(ESCAPES))
MARKUP = re.compile(
    r"<(?:(?P<mention>[@#]\w+)|!(?P<special>[^<>|\n]+)|(?P<link>[A-Za-z][\w+.-]*:[^<>|\s]+))(?:\|(?P<label>[^<>\n]*))?>|&(?:lt|gt|amp);"
)
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")

SPACE = re.compile(r"\s*")
BEFORE_VERB = re.compile(r"\s*(?:/talk(?!\S)\s*)?", re.IGNORECASE)
FIRST_WORD = re.compile(r"[^\s:]*")
AFTER_VERB = re.compile(r":?\s*")

APOSTROPHES = "'\u2019\u2018\u02bc\u0060\u00b4"
SINGLE = APOSTROPHES + "\u201a\u2039\u203a"
DOUBLE = '"\u201c\u201d\u201e\u00ab\u00bb'
QUOTE = SINGLE + DOUBLE
INSIDE_QUOTES = rf"((?=\s*[^\s{QUOTE}])[^\n]{{1,{MAX_NAME}}}?)"
QUOTED = re.compile(rf"(?:[{DOUBLE}]{INSIDE_QUOTES}[{DOUBLE}]|[{SINGLE}]{INSIDE_QUOTES}[{SINGLE}])(?!\w)")
AN_OPEN_QUOTE = re.compile(rf"[{QUOTE}]")
OPENING = re.compile(rf"[{DOUBLE}]*(?=\w)")
# What may stand between the last letter of a name and the white space after it.
ENDING = rf"[].,:;!?\u2026)}}*_~\u2013\u2014{QUOTE}-]"
WORD = re.compile(r"\S+")
NAME_ENDS = re.compile(rf"(?<=\S)(?=[:,;\u2014]|[{APOSTROPHES}]s?{ENDING}*$|{ENDING}+$)", re.IGNORECASE)
AFTER_NAME = re.compile(
    rf"(?:[{QUOTE}](?!\w))?(?:[{APOSTROPHES}]s?(?!\w))?"
    r"(?:[:,\u2014]|[.;](?=\s|$)|[^\S\n]*(?:[:,\u2013\u2014]|--?)(?=\s|$))?\s*",
    re.IGNORECASE,
)
ON_DATE = re.compile(r"on\s+([^:\n]{1,80}?)\s*:\s*", re.IGNORECASE)
NAME_BEFORE = re.compile(r"([^\s:]+(?:[^\S\n]+[^\s:]+){0,5}?)(?:[^\S\n]+on[^\S\n]+[^:\n]{1,80})?:(?!\S)", re.IGNORECASE)


class Line(msgspec.Struct, frozen=True):
    """A line told apart: the verb as the bot knows it (None: it has none) and what follows, or the whole line.

    `word` is the first word as typed, for "did you mean".
    """

    verb: str | None
    rest: str
    word: str


class Lead(msgspec.Struct, frozen=True):
    """A reading of a line's front as a customer's name: what stands between `start` and `end`.

    `folded` is `fold(name)`. Name and rest are cut out when asked for, since of many readings one is wanted.
    """

    folded: str
    line: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Return the name as typed, without its quotes."""
        return self.line[self.start : self.end].strip()

    @property
    def rest(self) -> str:
        """Return what follows the name, without its closing quote, its `'s` and one colon, comma or dash."""
        return self.line[past(AFTER_NAME, self.line, self.end) :]


class Dated(msgspec.Struct, frozen=True):
    """What follows a customer, with the date at its front told apart.

    `typed` is what stood where a date is expected (None: nothing did). It cannot be read where `day` is None all the same.
    """

    rest: str
    typed: str | None = None
    day: date | None = None


def decode(text: str) -> tuple[str, bool]:
    """Return Slack's raw text as the person typed it, and whether something that cannot be kept was taken out.

    Escapes and markup are read once: `<@U1|ann>` is `@ann` (`@U1` without a name), `<#C1|general>` is `#general`, `<!here>` is
    `@here`, a link is its address, after its label where that says something else. NUL and lone surrogates are taken out.
    """
    decoded = MARKUP.sub(as_typed, text)
    kept = UNKEEPABLE.sub("", decoded)
    return kept, len(kept) != len(decoded)


def mentioned_in(text: str, sign: str) -> dict[str, str]:
    """Return the ids of the channels (`#`) or users (`@`) a text links to, by what `decode` makes of each: `#leads` for `<#C123|leads>`."""
    if f"<{sign}" not in text:
        return {}
    links = (link for link in MARKUP.finditer(text) if (link["mention"] or "").startswith(sign))
    return {as_typed(link): link["mention"][1:] for link in links}


def as_typed(markup: re.Match[str]) -> str:
    """Return what one piece of Slack's markup stands for."""
    if markup[0] in ESCAPES:
        return ESCAPES[markup[0]]
    label = unescaped(markup["label"] or "")
    if markup["mention"]:
        return markup["mention"][0] + label if label else markup["mention"]
    if markup["special"]:
        return special_as_typed(markup["special"], label)
    return link_as_typed(unescaped(markup["link"]), label)


def special_as_typed(special: str, label: str) -> str:
    """Return `@here` for `here`, the group's handle for `subteam^S1`, the fallback for a date."""
    kind, _, argument = special.partition("^")
    name = label or argument or kind
    return name if kind == "date" or name.startswith("@") else f"@{name}"


def link_as_typed(address: str, label: str) -> str:
    """Return a link's address, after its label where that is not the address itself: `docs (https://docs.example.com)`."""
    bare = re.sub(r"^(?:mailto:|tel:)", "", address)
    if label in {"", bare, address}:
        return bare
    return label if label == address.partition("://")[2] else f"{label} ({bare})"


def unescaped(text: str) -> str:
    """Return the text with its escapes read once."""
    return ESCAPE.sub(lambda escape: ESCAPES[escape[0]], text)


def read_line(text: str, verbs: Collection[str]) -> Line:
    """Tell the verb at the front of a line from the rest; `verbs` are given as `fold` leaves them.

    `/talk` before the verb and a colon behind it are dropped, and so is the white space between verb and rest.
    """
    start = past(BEFORE_VERB, text)
    end = past(FIRST_WORD, text, start)
    verb = fold(text[start:end])
    if verb not in verbs:
        return Line(None, text[start:], text[start:end])
    return Line(verb, text[past(AFTER_VERB, text, end) :], text[start:end])


def past(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    """Return where the pattern's match at `start` ends; `start` itself where it does not match."""
    match = pattern.match(text, start)
    return match.end() if match else start


def leads(rest: str, longest: int = WINDOW) -> list[Lead]:
    """Return every reading of the front of `rest` as a customer's name, the longest first; a quoted name before all others.

    A name stands on the first line, within its first 320 characters, and ends where a word does: before white space, before
    punctuation that ends the word, before `'s`. What begins with a quote is read without it and, for names that have one, with it.
    Readings that are longer, folded, than the `longest` name there is may be left out.
    """
    start = past(SPACE, rest)
    quoted = QUOTED.match(rest, start)
    if quoted:
        inner = quoted.lastindex or 0
        return [Lead(fold(quoted[inner]), rest, *quoted.span(inner)), *readings(rest, start, longest)]
    opened = past(AN_OPEN_QUOTE, rest, start)
    return [*(readings(rest, opened, longest) if opened > start else ()), *readings(rest, start, longest)]


def readings(line: str, start: int, longest: int) -> list[Lead]:
    """Return the readings that begin exactly at `start`, the longest first."""
    window = line[start : start + WINDOW].partition("\n")[0]
    folded, offsets = fold_with_offsets(window)
    tidy, longest = (str.strip, longest) if single_spaced(folded) == folded.strip() else (single_spaced, len(folded))
    ends = takewhile(lambda end: offsets[end] <= longest, name_ends(window))
    found = [Lead(tidy(folded[: offsets[end]]), line, start, start + end) for end in ends]
    word_is_cut = line[start + WINDOW : start + WINDOW + 1].strip()
    if found and word_is_cut and found[-1].end == start + WINDOW:
        found.pop()
    return found[::-1]


def single_spaced(text: str) -> str:
    """Return the text with one space between its words and none around them."""
    return " ".join(text.split())


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Return the text folded but for its white space, and where in that each character of `text` begins."""
    if text.isascii():
        return text.lower().replace("`", "'"), range(len(text) + 1)
    pieces = list(map(fold_character, text))
    return "".join(pieces), [0, *accumulate(map(len, pieces))]


def name_ends(window: str) -> Iterator[int]:
    """Yield where a name can end: after every word, and before the `'s` or the punctuation that ends one."""
    for word in WORD.finditer(window):
        if not word[0].isalnum():
            yield from (word.start() + end.start() for end in NAME_ENDS.finditer(word[0]))
        yield word.end()


def may_be_dated(rest: str) -> bool:
    """Whether an `on …:` stands at the front, which may be a date."""
    return ON_DATE.match(rest) is not None


def read_dated(rest: str, today: date, direction: Direction = "past", order: DateOrder = "dmy") -> Dated:
    """Tell an `on <date>:` at the front from the text after it, where it looks like a date; `on pricing: …` is text."""
    match = ON_DATE.match(rest)
    if match is None or not looks_like_date(match[1]):
        return Dated(rest)
    return Dated(rest[match.end() :], match[1], read_date(match[1], today, direction, order))


def guess_name(rest: str) -> Lead:
    """Return what of a line is probably the name of a customer nobody has added yet.

    That is what is quoted; else up to six words before a colon, or before an `on …:`; else the words with capitals that lead
    the line; else its first word.
    """
    start = past(SPACE, rest)
    match = QUOTED.match(rest, start)
    if match is None:
        start = past(OPENING, rest, start)
        match = NAME_BEFORE.match(rest, start, start + MAX_NAME)
    span = match.span(match.lastindex or 0) if match else (start, capitals_end(rest, start))
    return Lead(fold(rest[slice(*span)]), rest, *span)


def capitals_end(line: str, start: int) -> int:
    """Return where the leading run of at most five words with capitals ends, or the first word where there is no such run."""
    window = line[start : start + MAX_NAME].partition("\n")[0]
    run = 0
    for word in islice(WORD.finditer(window), NAME_WORDS):
        if not (word[0][0].isupper() or word[0][0].isdigit() or word[0] in INSIDE_A_NAME):
            break
        end = word.start() + next(name_ends(word[0]))
        run = run if word[0] in INSIDE_A_NAME else end
        if end < word.end():
            break
    return start + (run or next(name_ends(window), 0))
