"""What counts as the same name, and that every odd name is found at the front of a line."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.customer import Customer, fold
from model.grammar import guess_name, leads

LAW = settings(derandomize=True, deadline=None, max_examples=150)
WILD = st.text(st.characters(exclude_categories=()))
PLAIN = ["help", "list", "None", "null", "true", "on", "May", "Q3", "2026-11-03", "Yesterday Ltd", "A", "7", "C++", "A/B", "@x", "%s"]
MARKED = ["O'Brien & Sons <UK>", "AT&T", "Yahoo!", "McDonald's", "Acme (UK)", "Acme, Inc.", "St. Gallen", "x: y", "ING - Bank", "_Acme_"]
CODE = ["''' --", "{{7*7}}", "\\n", "```", "<!channel>", "<@U1>", "=HYPERLINK()", "'t Hart", "“Die Bank”", "...", "O\u2019Brien"]
FOREIGN = [
    "Straße",
    "İstanbul",
    "\u0131slak",
    "Ελλάς",
    "東京",
    "שלום",
    "\u202eevil",
    "Z\u0351a\u0321lgo",
    "Cafe\u0301",
    "ﬁne",
    "ŉ",
    "👩\u200d👧 Co",
]
LONG = ["many words " * 27 + "end", "a" * 300, "e\u0301" * 100]
ODD_NAMES = PLAIN + MARKED + CODE + FOREIGN + LONG
QUOTE_MARKS = "\"'`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u02bc"
UNQUOTED = dict.fromkeys(map(ord, QUOTE_MARKS))
PARTINGS = [" ", ": ", ":", ", ", " - ", " \u2013 ", "\u2014", " : ", ". ", "'s ", "\u2019s ", "'s: ", "' ", "\n", "\u00a0"]
PAIRS = ['""', "''", "``", "\u201c\u201d", "\u2018\u2019", "\u00ab\u00bb", "\u201e\u201c", "\u00bb\u00ab", '\u201c"']


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME", "acme "),
        ("Café", "Cafe\u0301"),
        ("Café", "CAFE"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Isparta", "\u0131sparta"),
        ("O\u2019Brien", "O'Brien"),
        ("O`Brien", "O\u00b4Brien"),
        ("Acme   UK", "Acme\u00a0UK"),
        ("Acme", "\u200bAc\u200dme\ufeff"),
        ("\uff21\uff23\uff2d\uff25", "acme"),
    ],
)
def test_names_that_look_alike_are_the_same_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Acme", "Acme UK"), ("AT&T", "ATT"), ("Yahoo!", "Yahoo"), ("O'Brien", "OBrien")])
def test_names_that_differ_in_a_letter_or_a_mark_are_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_customer_answers_to_its_name_and_its_other_names() -> None:
    customer = Customer(id="c", workspace="T1", name="Northside Hospital", added_on=date(2026, 11, 24), aliases=("NH",))

    assert customer.names == ("Northside Hospital", "NH")


@LAW
@given(WILD)
@example("ŉ \uff40")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@LAW
@given(st.text(), st.sampled_from(["NFC", "NFD"]))
def test_a_name_is_the_same_composed_and_decomposed(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]


@LAW
@given(WILD, WILD)
def test_a_name_folds_the_same_whatever_follows_it(name: str, text: str) -> None:
    assert fold(f"{name} é{text}").startswith(fold(name))


@LAW
@given(st.sampled_from(ODD_NAMES), WILD)
def test_every_odd_name_is_found_in_front_of_any_text(name: str, text: str) -> None:
    found = [lead for lead in leads(f"{name} {text}") if lead.folded == fold(name)]

    assert found
    assert text.endswith(found[0].rest)


@LAW
@given(st.sampled_from(ODD_NAMES), st.sampled_from(PARTINGS), WILD)
def test_what_parts_a_name_from_its_text_belongs_to_neither(name: str, parting: str, text: str) -> None:
    found = next(lead for lead in leads(f"{name}{parting}they {text}") if lead.folded == fold(name))

    assert found.rest == f"they {text}"


@LAW
@given(st.sampled_from(ODD_NAMES), st.sampled_from(PAIRS), WILD)
def test_a_quoted_name_is_the_first_reading(name: str, quotes: str, text: str) -> None:
    inner = name.translate(UNQUOTED).strip() or "Acme"

    first = leads(f"{quotes[0]}{inner}{quotes[1]} they {text}")[0]

    assert (first.folded, first.rest) == (fold(inner), f"they {text}")


@pytest.mark.parametrize("name", ["O'Brien & Sons <UK>", "O\u2019Brien", "McDonald's"])
def test_an_apostrophe_does_not_close_single_quotes(name: str) -> None:
    first = leads(f"'{name}' they agreed")[0]

    assert (first.name, first.rest) == (name, "they agreed")


@LAW
@given(st.sampled_from(ODD_NAMES), st.sampled_from(QUOTE_MARKS), WILD)
def test_a_name_is_found_after_a_quote_that_is_never_closed(name: str, quote: str, text: str) -> None:
    unquoted = name.translate(UNQUOTED).strip() or "Acme"

    found = leads(f"{quote}{unquoted} {text.translate(UNQUOTED)}")

    assert fold(unquoted) in {lead.folded for lead in found}


@pytest.mark.parametrize("name", [name for name in ODD_NAMES if name[0] not in QUOTE_MARKS])
def test_a_quoted_odd_name_is_the_guess(name: str) -> None:
    guess = guess_name(f'"{name}" they agreed')

    assert (guess.name, guess.folded, guess.rest) == (name, fold(name), "they agreed")
