"""What a line says of a customer: topic, words, source, as people type them."""

from __future__ import annotations

import pytest
from records import TODAY, belief, customer, later

from model.belief import TOPICS
from model.knowledge import Knowledge, knowledge
from model.topics import Heard, read_heard, read_position, read_source, read_topic, topic_at_end

ACME = customer("Acme")


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        *((topic, topic) for topic in TOPICS),
        *(
            ("PLAN", "plans"),
            ("Pläne", "plans"),
            ("goals", "plans"),
            ("their plans", "plans"),
            ("stratgy", "plans"),
            ("business plans", "plans"),
        ),
        *(("how it works", "business"), ("Busines", "business"), ("IT use", "services"), ("it", "services"), ("usage", "services")),
        *(("innovators' IT use", "innovators"), ("Innovators\u2019 use", "innovators"), ("competitors", "innovators")),
        *(("sector", "industry"), ("standing", "position"), ("normal IT use", "normal")),
        *(("", None), ("up", None), ("forecast", None), ("the weather in May", None), ("x" * 100, None)),
    ],
)
def test_a_topic_is_known_by_its_name_other_words_and_nearly(words: str, topic: str | None) -> None:
    assert read_topic(words) == topic


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("plans: grow", Heard("plans", "grow", word="plans")),
        ("plans", Heard("plans", "", word="plans")),
        ("plans to grow", Heard(None, "plans to grow")),
        ("forecast: rain", Heard(None, "forecast: rain", word="forecast")),
        ("https://x.example: no", Heard(None, "https://x.example: no")),
        ("they said in a long sentence: yes", Heard(None, "they said in a long sentence: yes")),
        ("plans: a: b", Heard("plans", "a: b", word="plans")),
    ],
)
def test_topic_and_words_are_told_apart(line: str, heard: Heard) -> None:
    assert read_heard(line) == heard


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They grow (source: https://x.example/a_(b))", ("They grow", "https://x.example/a_(b)")),
        ("They grow [Source: the CIO].", ("They grow", "the CIO")),
        ("They grow https://x.example/a", ("They grow", "https://x.example/a")),
        ("They grow (https://x.example/a)", ("They grow", "https://x.example/a")),
        ("https://x.example/a", ("https://x.example/a", "")),
        ("See https://x.example/a for more", ("See https://x.example/a for more", "")),
        ("The source: water", ("The source: water", "")),
    ],
)
def test_a_source_stands_at_the_end(text: str, parts: tuple[str, str]) -> None:
    assert read_source(text) == parts


@pytest.mark.parametrize(
    ("text", "position"),
    [
        *(("Laggard", "laggard"), ("they are followers", "follower"), ("A leader in its region", "leader"), ("Main stream", "mainstream")),
        *(("not a leader", None), ("slow", None), ("", None), ("leadership", None)),
    ],
)
def test_a_position_is_the_word_a_statement_begins_with(text: str, position: str | None) -> None:
    assert read_position(text) == position


def test_a_topic_ends_what_names_a_customer() -> None:
    assert topic_at_end("Lakeside School business model") == ("Lakeside School", "business")
    assert topic_at_end("Lakeside School") == ("Lakeside School", None)


class TestKnowledge:
    def test_counts_topics_not_statements(self) -> None:
        known = knowledge(ACME, [belief(ACME, "a"), belief(ACME, "b"), belief(ACME, "c", topic="business", state="outdated")])

        assert known.known == ["plans"]

    def test_asks_first_what_is_wanted_then_what_is_missing_then_the_stale_then_the_unsure(self) -> None:
        old = belief(ACME, "old", later(days=-300), topic="business", state="confirmed", confirmed_on=later(days=-200).date())
        unsure = belief(ACME, "unsure", topic="services")
        wanted = unsure.asked("U1")
        every = [belief(ACME, topic, topic=topic, state="confirmed", confirmed_on=TODAY) for topic in TOPICS]

        assert knowledge(ACME, [old, wanted]).next_to_ask(TODAY) == wanted
        assert knowledge(ACME, [old, unsure]).next_to_ask(TODAY) == "industry"
        assert Knowledge(ACME, (*every, unsure, old)).next_to_ask(TODAY) == old
        assert Knowledge(ACME, (*every, unsure)).next_to_ask(TODAY) == unsure
        assert Knowledge(ACME, tuple(every)).next_to_ask(TODAY) is None

    def test_what_only_stands_in_the_details_is_never_stale(self) -> None:
        [industry] = knowledge(customer("Acme", industry="Banking", added_on=TODAY.replace(year=2020)), []).held

        assert (industry.state, industry.stale(TODAY)) == ("assumed", False)

    def test_is_stale_the_day_after_six_months(self) -> None:
        since = belief(ACME, "x", state="confirmed", confirmed_on=TODAY.replace(month=5))

        assert not since.stale(TODAY)
        assert since.stale(TODAY.replace(day=25))
