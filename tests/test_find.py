"""`find`: what a line asks for, what answers it and in which order, and what is said where nothing does."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Office
from hypothesis import given
from hypothesis import strategies as st
from records import belief, commitment, customer, idea, talk

from messages.search import excerpt
from model.customer import fold
from model.filters import read_filters
from model.search import WORD, Matched, Query, Searched, answers, has_terms, matched, read_terms, words_of

OWNER, STAFF, SPONSOR, GUEST = "U0OWNER", "U0STAFF", "U0SPONSOR", "U0GUEST"
TODAY = date(2026, 11, 24)
ACME = customer("Acme")


@pytest.fixture
async def desk(room: Office) -> Office:
    """An office in which something was said, learned and proposed."""
    slack = room.slack
    for line in (
        "add Northside Hospital",
        "add Riverbank",
        "note Northside Hospital on 3 Nov: Dr. Weber wants a patient portal, and training for it",
        "note Riverbank The portal is too slow at month's end",
        "learn Northside Hospital plans: The board approved the budget for the portal",
        "idea Riverbank Let branches book training themselves",
    ):
        await slack.command(OWNER, f"/talk {line}")
        room.watch.turn(minutes=-1)
    return room


class TestAsked:
    @pytest.mark.parametrize(
        ("typed", "terms"),
        [
            ("portal Training", (("portal",), ("training",))),
            ('"Approved the budget" portal', (("approved", "the", "budget"), ("portal",))),
            ("“smart quotes” too", (("smart", "quotes"), ("too",))),
            ("e-mail R&D", (("e", "mail"), ("r", "d"))),
            ('never "closed', (("never",), ("closed",))),
            ("Café CAFE", (("cafe",),)),
            ("患者ポータル", (("患", "者", "ホ", "ー", "タ", "ル"),)),
            ("?! … \"\" ''", ()),
            ("", ()),
        ],
    )
    def test_words_and_phrases_are_told_apart(self, typed: str, terms: tuple[tuple[str, ...], ...]) -> None:
        assert read_terms(typed) == terms

    @pytest.mark.parametrize(
        ("typed", "rest", "by", "first", "last"),
        [
            ("portal by @ann", "portal", "U1ANN", None, None),
            ("portal by:me slow", "portal slow", "U0ME", None, None),
            ("by me portal", "portal", "U0ME", None, None),
            ("ready by spring", "ready by spring", None, None, None),
            ("portal since 3 Nov", "portal", None, date(2026, 11, 3), None),
            ("since yesterday portal slow", "portal slow", None, date(2026, 11, 23), None),
            ("quiet since the move", "quiet since the move", None, None, None),
            ("portal last month", "portal", None, date(2026, 10, 1), date(2026, 10, 31)),
            ("last  quarter portal", "portal", None, date(2026, 7, 1), date(2026, 9, 30)),
            ("portal week", "portal", None, date(2026, 11, 23), date(2026, 11, 29)),
            ("week portal", "week portal", None, None, None),
            ('portal "last month"', 'portal "last month"', None, None, None),
            ('"by @ann" "since 3 Nov"', '"by @ann" "since 3 Nov"', None, None, None),
            ("portal by @U0DEPUTY", "portal", "U0DEPUTY", None, None),
        ],
    )
    def test_a_person_and_a_time_are_told_from_the_words(
        self, typed: str, rest: str, by: str | None, first: date | None, last: date | None
    ) -> None:
        read = read_filters(typed, {"@ann": "U1ANN"}, "U0ME", TODAY)

        assert (read.rest, read.by, read.first, read.last) == (rest, by, first, last)

    @given(st.text())
    def test_any_line_can_be_read(self, typed: str) -> None:
        read = read_filters(typed, {}, "U0ME", TODAY)

        assert all(all(term) for term in read_terms(read.rest))


class TestRule:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("port", True),
            ("PORTÁL", True),
            ("ortal", False),
            ("portal decid", True),
            ('"portal is slow"', True),
            ('"portal is sl"', True),
            ('"port is slow"', False),
            ('"slow portal"', False),
            ('"slow decided"', False),
            ("weber march", True),
            ("weber april", False),
        ],
    )
    def test_all_terms_are_in_it_as_beginnings_or_side_by_side(self, typed: str, found: bool) -> None:  # noqa: FBT001  a table
        record = talk(ACME, notes="The portal is SLOW.", decisions="Decided: mend it by March", participants="Dr. Wéber")

        assert answers(record, Query(read_terms(typed))) is found

    def test_everything_people_read_is_searched(self) -> None:
        seen = belief(ACME, "They grow", source="Annual report").corrected("They shrink", TODAY, "U1")
        records: tuple[Searched, ...] = (seen, idea(ACME, "A portal", reaction="Too dear"), commitment(ACME, what="Send the offer"))

        for record, words in zip(records, ("grow shrink annual", "portal dear", "send offer"), strict=True):
            assert has_terms(record, read_terms(words))

    @given(st.text(st.sampled_from("aB9 -_'`.\n\téß北")))
    def test_plain_texts_fall_into_the_same_words_faster(self, text: str) -> None:
        assert words_of(text) == WORD.findall(fold(text))

    @given(st.lists(st.text(st.sampled_from("ab é北.-"), max_size=9), max_size=4), st.text(st.sampled_from("ab é北-"), max_size=4))
    def test_what_answers_is_shown_where_it_does(self, lines: list[str], typed: str) -> None:
        record, terms = talk(ACME, notes="\n".join(lines)), read_terms(typed)[:1]
        in_one_line = any(has_terms(talk(ACME, notes=line), terms) for line in lines)

        found = matched(record, terms)

        assert bool(found.spans) == (bool(terms) and in_one_line)

    def test_the_words_are_bold_in_their_line_cut_around_the_first(self) -> None:
        record = talk(ACME, notes="Nothing here\n" + "before " * 40 + "the Portáls of <Acme> open" + " after" * 60)

        shown = excerpt(matched(record, read_terms('portal "of acme"')))

        assert shown.startswith("…before ")
        assert "the *Portáls* *of &lt;Acme*&gt; open" in shown
        assert shown.endswith("…")

    def test_a_line_that_ends_in_the_middle_of_a_match_is_still_shown(self) -> None:
        assert excerpt(Matched("x" * 400, ((0, 400),))) == "x" * 300 + "…"


class TestFound:
    async def test_it_shows_what_was_said_learned_and_proposed_newest_first(self, desk: Office) -> None:
        seen = await desk.slack.command(STAFF, "/talk find port")

        assert seen.text.splitlines()[1:] == [
            "3 found with `port`:",
            "*Riverbank*: The *portal* is too slow at month's end",
            f"Talk · today, Tuesday 24 November · @{OWNER}",
            "*Northside Hospital*: The board approved the budget for the *portal*",
            f"Belief, plans, assumed · today, Tuesday 24 November · @{OWNER}",
            "*Northside Hospital*: Dr. Weber wants a patient *portal*, and training for it",
            f"Talk · on Tuesday 3 November · @{OWNER}",
        ]

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("Riverbank training", ["Let branches book"]),
            ("training customer:Riverbank", ["Let branches book"]),
            ('training customer:"northside hospital"', ["Dr. Weber"]),
            ("northside hospital", ["The board", "Dr. Weber"]),
            ("portal since 20 Nov", ["The board", "too slow"]),
            ("training last week", []),
            (f"training by <@{OWNER}|olivia>", ["Let branches book", "Dr. Weber"]),
            (f"training by <@{STAFF}>", []),
        ],
    )
    async def test_customer_person_and_time_narrow_it_down(self, desk: Office, line: str, found: list[str]) -> None:
        seen = await desk.slack.command(SPONSOR, f"/talk find {line}", raw=True)

        text = seen.text.replace("*", "")
        assert [words for words in ("Let branches book", "The board", "too slow", "Dr. Weber") if words in text] == sorted(
            found, key=("Let branches book", "The board", "too slow", "Dr. Weber").index
        )

    async def test_it_turns_pages(self, desk: Office) -> None:
        for number in range(23):
            await desk.slack.command(OWNER, f"/talk note Riverbank Visit {number:02}")

        first = await desk.slack.command(OWNER, "/talk find visit")
        second = await desk.slack.click(OWNER, first, "More")
        third = await desk.slack.click(OWNER, second, "More")

        shown = [number for page in (first, second, third) for number in range(23) if f"*Visit* {number:02}" in page.text]
        assert sorted(shown) == list(range(23))
        assert "More of what I found with `visit`:" in third.text
        assert "\nMore" not in third.text.removesuffix("\n")[60:]

    async def test_where_nothing_has_all_words_it_offers_less(self, desk: Office) -> None:
        seen = await desk.slack.command(OWNER, "/talk find Riverbank portal zebra")

        assert "Nothing with `portal` and `zebra` at *Riverbank*. 1 with `portal`." in seen.text
        assert "Riverbank portal zebra" in seen.text
        again = await desk.slack.click(OWNER, seen, "portal (1)")
        assert "1 found with `portal` at *Riverbank*:" in again.text

    async def test_what_is_elsewhere_is_offered(self, desk: Office) -> None:
        seen = await desk.slack.command(OWNER, "/talk find Northside Hospital slow")

        assert "1 with `slow` everywhere, whoever and whenever." in seen.text
        assert "1 found with `slow`:" in (await desk.slack.click(OWNER, seen, "Everywhere (1)")).text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", "What shall I look for?"),
        ("?! … --", "no word in that"),
        ("a b", "single letter"),
        ('"', "no word in that"),
        ("x" * 3000, "3,000 characters"),
        ("word " * 600, "characters, and I take 500"),
        (" ".join(f"w{n}" for n in range(13)), "13 words"),
        ("portal by:olivia", "I can't tell who “olivia” is"),
        ("portal customer:Acme", "I don't know a customer called “Acme”"),
        ('zebra "never closed', "Nothing with `zebra`, `never` and `closed`."),
        ("\x00zebra\x00", "Nothing with `zebra`."),
        ("\u202e\u05e9\u05dc\u05d5\u05dd", "Nothing with `\u05e9\u05dc\u05d5\u05dd`."),
        ("&lt;!channel&gt; zebra", "Nothing with `channel` and `zebra`."),
    ],
)
async def test_what_cannot_be_looked_for_is_told_and_given_back(room: Office, line: str, answer: str) -> None:
    seen = await room.slack.command(OWNER, f"/talk find {line}", raw=True)

    assert answer in seen.text
    if len(line.split()) > 1 and "&" not in line:
        assert line.strip("\x00 ")[:200] in seen.text
