"""A line of text told apart: decoding, verb, readings of the name, date, and that the text itself stays as typed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.customer import fold
from model.grammar import Dated, Line, decode, guess_name, leads, mentioned_in, read_dated, read_line

LAW = settings(derandomize=True, deadline=None, max_examples=150)
TODAY = date(2026, 11, 24)
VERBS = {"note", "idea", "help"}
SAID = [
    "note",
    "NOTE:",
    "/talk",
    "Acme",
    "O'Brien",
    "on",
    "24 Nov",
    "last week",
    ":",
    ",",
    "'s",
    "\u2019s",
    " - ",
    "—",
    '"',
    "“",
    "«",
    " ",
    "\n",
]
SLACK = [
    "&lt;",
    "&amp;",
    "<",
    ">",
    "|",
    "<@U1|ann>",
    "<!here>",
    "<https://x|x>",
    "*",
    "`",
    "\x00",
    "\ud800",
    "\u202e",
    "\u0301",
    "👩",
    "İ",
    "ß",
]
WILD = st.one_of(st.text(st.characters(exclude_categories=())), st.lists(st.sampled_from(SAID + SLACK), max_size=20).map("".join))
KEPT = WILD.map(lambda text: re.sub("[\x00\ud800-\udfff]", "", text))


def encode(text: str) -> str:
    """Return the text as Slack sends it: three characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quickest(work: Callable[[], object]) -> float:
    """Return the shortest of some runs in milliseconds."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


@LAW
@given(KEPT)
@example("&amp;lt;")
def test_what_slack_escaped_comes_back_as_typed(text: str) -> None:
    assert decode(encode(text)) == (text, False)


@LAW
@given(WILD)
def test_only_nul_and_lone_surrogates_are_taken_out_and_told(text: str) -> None:
    decoded, removed = decode(encode(text))

    assert decoded == "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff")
    assert removed == (decoded != text)
    decoded.encode()


@LAW
@given(WILD)
def test_no_raw_text_breaks_the_decoding(text: str) -> None:
    decode(text)[0].encode()


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("<@U1|ann> and <@W2>", "@ann and @W2"),
        ("<#C1|general> <#C2> <#C3|>", "#general #C2 #C3"),
        ("<!here> <!channel|@channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@desk> <!subteam^S2>", "@desk @S2"),
        ("<!date^1392734382^{date} at {time}|18 Feb>", "18 Feb"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|our docs>", "our docs (https://x.example)"),
        ("<https://x.example|A&amp;B &lt;3>", "A&B <3 (https://x.example)"),
        ("<http://acme.com|acme.com> <tel:+1555|+1555>", "acme.com +1555"),
        ("<mailto:a@b.example|a@b.example> <mailto:a@b.example|Ann>", "a@b.example Ann (a@b.example)"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("a < b > c <b> <>", "a < b > c <b> <>"),
    ],
)
def test_markup_is_read_as_what_it_shows(raw: str, typed: str) -> None:
    assert decode(raw) == (typed, False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("note Acme they agreed ", Line("note", "Acme they agreed ", "note")),
        ("NÖTE: Acme", Line("note", "Acme", "NÖTE")),
        ("Idea:Acme", Line("idea", "Acme", "Idea")),
        ("\n note\n\nAcme\ntext", Line("note", "Acme\ntext", "note")),
        ("/talk note Acme", Line("note", "Acme", "note")),
        ("/Talk", Line(None, "", "")),
        ("/talkative people", Line(None, "/talkative people", "/talkative")),
        ("ntoe: Acme", Line(None, "ntoe: Acme", "ntoe")),
        ("noted that", Line(None, "noted that", "noted")),
        ("thanks  a lot ", Line(None, "thanks  a lot ", "thanks")),
        ("", Line(None, "", "")),
    ],
)
def test_the_verb_is_told_from_the_rest(text: str, line: Line) -> None:
    assert read_line(text, VERBS) == line


@LAW
@given(WILD)
def test_the_readings_of_a_name_are_whole_words_at_the_front_and_the_longest_come_first(text: str) -> None:
    found = leads(text)

    assert all(lead.folded == fold(lead.name) for lead in found)
    assert all(text.endswith(lead.rest) for lead in found)
    assert all(re.fullmatch(r"\s*[^\w\s]?\s*", text[: lead.start]) for lead in found)
    assert not any(text[lead.end - 1 : lead.end + 1].isalnum() and lead.end < len(text) for lead in found)
    for start in {lead.start for lead in found}:
        ends = [lead.end for lead in found if lead.start == start]
        assert ends == sorted(set(ends), reverse=True)


@pytest.mark.parametrize(
    ("sent", "channels"),
    [
        ("summary <#C123|leads> month", {"#leads": "C123"}),
        ("<#C123|a> and <#G9|b>", {"#a": "C123", "#b": "G9"}),
        ("<#C123> <#C4|>", {"#C123": "C123", "#C4": "C4"}),
        ("#leads <@U1|leads> <https://x.example|#leads> &lt;#C1|leads&gt; <#", {}),
        ("", {}),
    ],
)
def test_the_channels_of_a_line_are_known_by_how_they_stand_in_it(sent: str, channels: dict[str, str]) -> None:
    assert mentioned_in(sent, "#") == channels
    assert all(channel in decode(sent)[0] for channel in channels)


@LAW
@given(
    KEPT,
    st.sampled_from(["Acme", "O'Brien & Sons <UK>", "2026-11-03"]),
    st.sampled_from(["", " on 3 Nov", " on Tuesday", " on 2026-11-03"]),
)
def test_the_text_of_a_note_is_kept_character_for_character(text: str, name: str, dated: str) -> None:
    sent = encode(f"note {name}{dated}: they {text}")

    line = read_line(decode(sent)[0], VERBS)
    lead = next(lead for lead in leads(line.rest) if lead.folded == fold(name))
    read = read_dated(lead.rest, TODAY)

    assert line.verb == "note"
    assert read.rest == f"they {text}"
    assert (read.day is not None) == bool(dated)


@pytest.mark.parametrize("opening", ["- first\n- second", ":tada: great", "-5 % since", "'quoted' words", "(aside)", "\u2026 and so on"])
def test_the_marks_a_text_begins_with_stay_its_own(opening: str) -> None:
    parting = "\n" if opening.startswith("- ") else " "

    shortest = leads(f"Acme{parting}{opening}")[-1]

    assert (shortest.name, shortest.rest) == ("Acme", opening)


@pytest.mark.parametrize("text", ["Acme\nUK said so", f"Acme {'b' * 400}", f"Acme:{'b' * 400}"])
def test_a_name_ends_with_its_line_and_is_never_part_of_a_longer_word(text: str) -> None:
    assert [lead.name for lead in leads(text)] == ["Acme"]


def test_part_of_a_word_is_no_name() -> None:
    names = [lead.name for lead in leads("O'Brien-Acme/UK wants C++")]

    assert names == ["O'Brien-Acme/UK wants C++", "O'Brien-Acme/UK wants", "O'Brien-Acme/UK"]


@pytest.mark.parametrize(
    ("rest", "dated"),
    [
        ("on 3 Nov: they agreed", Dated("they agreed", "3 Nov", date(2026, 11, 3))),
        ("On  Tuesday :they agreed", Dated("they agreed", "Tuesday", date(2026, 11, 17))),
        ("on 31 Feb: they agreed", Dated("they agreed", "31 Feb", None)),
        ("on last week:\n- one", Dated("- one", "last week", None)),
        ("on pricing: they agreed", Dated("on pricing: they agreed")),
        ("on whether they may renew: yes", Dated("on whether they may renew: yes")),
        ("on 3 Nov they agreed", Dated("on 3 Nov they agreed")),
        ("on\n3 Nov they\nagreed: yes", Dated("on\n3 Nov they\nagreed: yes")),
        ("3 Nov: they agreed", Dated("3 Nov: they agreed")),
        ("one 3 Nov: they agreed", Dated("one 3 Nov: they agreed")),
        ("", Dated("")),
    ],
)
def test_a_date_is_read_only_behind_on_and_before_a_colon(rest: str, dated: Dated) -> None:
    assert read_dated(rest, TODAY) == dated


def test_a_date_is_read_in_the_direction_and_order_asked_for() -> None:
    dated = read_dated("on 1/2: they agreed", TODAY, "future", "mdy")

    assert dated.day == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("rest", "name", "text"),
    [
        ('"die bahn" they agreed', "die bahn", "they agreed"),
        ("newco gmbh: they agreed", "newco gmbh", "they agreed"),
        ("Newco on 3 Nov: they agreed", "Newco", "on 3 Nov: they agreed"),
        ("newco on pricing: they agreed", "newco", "on pricing: they agreed"),
        ("Bank of the West wants more", "Bank of the West", "wants more"),
        ("Marks & Spencer and others", "Marks & Spencer", "and others"),
        ("Studio 54 dances", "Studio 54", "dances"),
        ("One Two Three Four Five Six", "One Two Three Four Five", "Six"),
        ("Newco's Bob left", "Newco", "Bob left"),
        ("Newco. They agreed", "Newco", "They agreed"),
        ("Newco is open 10:30 to 12:00 they say so: yes", "Newco", "is open 10:30 to 12:00 they say so: yes"),
        ('"Newco they agreed', "Newco", "they agreed"),
        ("newco wants more", "newco", "wants more"),
        ("Newco\nBob left", "Newco", "Bob left"),
        ("", "", ""),
    ],
)
def test_the_name_of_an_unknown_customer_is_guessed(rest: str, name: str, text: str) -> None:
    guess = guess_name(rest)

    assert (guess.name, guess.rest) == (name, text)


@LAW
@given(WILD)
def test_no_text_breaks_the_reading_and_none_of_it_is_made_up(text: str) -> None:
    line, dated, guess = read_line(text, VERBS), read_dated(text, TODAY), guess_name(text)

    assert text.endswith(line.rest)
    assert text.endswith(dated.rest)
    assert text.endswith(guess.rest)
    assert guess.folded == fold(guess.name)
    assert bool(guess.name) == bool(text.strip())
    assert len(guess.name) <= 300


@pytest.mark.parametrize(
    "text", ["a " * 20_000, "é " * 20_000, "x" * 40_000, "!" * 40_000, "'" + "a'" * 20_000, "<a|" * 13_000, "&lt;" * 10_000, "\n" * 40_000]
)
def test_the_longest_message_is_read_in_a_few_milliseconds(text: str) -> None:
    assert quickest(lambda: decode(text)) < 50
    assert quickest(lambda: read_line(text, VERBS)) < 10
    assert quickest(lambda: [lead.folded for lead in leads(text)]) < 10
    assert quickest(lambda: read_dated(f"on {text}", TODAY)) < 10
    assert quickest(lambda: guess_name(text)) < 10


@LAW
@given(WILD, st.integers(0, 60))
def test_readings_that_can_be_no_name_are_all_that_is_left_out(text: str, longest: int) -> None:
    every = leads(text)

    found = leads(text, longest)

    assert [lead for lead in found if len(lead.folded) <= longest] == [lead for lead in every if len(lead.folded) <= longest]
