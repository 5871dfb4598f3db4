"""Blocks as people read them: as plain text for asserts, as a picture for terminals, and as things to be found and filled in."""

from typing import Any

import pytest

from sandbox import Message, NotThere, Sandbox, View, forms, plain

JSON = dict[str, Any]


def words(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> JSON:
    return {"text": words(text), "value": value}


def message(*blocks: JSON, text: str = "") -> Message:
    return Message("1.000001", "C0GENERAL", "U0BOT", text, list(blocks))


def modal(*blocks: JSON) -> View:
    content = {"type": "modal", "title": words("Form"), "submit": words("Save"), "close": words("Cancel"), "blocks": list(blocks)}
    return View("V1", "U0OWNER", "T0001", content, "1.h", "V1")


def entry(element: JSON, **more: Any) -> JSON:
    return {"type": "input", "block_id": "b", "label": words("Label"), "element": {"action_id": "a", **element}, **more}


LOGO = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "logo"}
BRIEF = {"type": "button", "text": words("Brief me")}
ACME = option("Acme", "1")
CHART = {
    "type": "data_visualization",
    "title": "Talks",
    "chart": {
        "type": "bar",
        "series": [{"name": "Acme", "data": [{"label": "Q1", "value": 2}, {"label": "Q2", "value": 3}]}],
        "axis_config": {"categories": ["Q1", "Q2"], "y_label": "talks"},
    },
}
PIE = {"type": "data_visualization", "title": "Mood", "chart": {"type": "pie", "segments": [{"label": "good", "value": 2}]}}
TABLE = {
    "type": "data_table",
    "caption": "Portfolio",
    "rows": [
        [{"type": "raw_text", "text": "Customer"}, {"type": "raw_text", "text": "Talks"}],
        [{"type": "raw_text", "text": "Acme"}, {"type": "raw_number", "value": 3}],
    ],
}
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Ask "}, {"type": "user", "user_id": "U1"}]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "https://example.com"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "emoji", "name": "memo"}, {"type": "broadcast", "range": "here"}]},
    ],
}


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<@U1|olivia> in <#C1|general>", "@olivia in #general"),
        ("<@U1> <!here> <!subteam^S1|@ops>", "@U1 @here @ops"),
        ("<https://example.com|the page> <https://example.com>", "the page https://example.com"),
        ("due <!date^1700000000^{date}|14 Nov 2023>", "due 14 Nov 2023"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(marked: str, read: str) -> None:
    assert plain.unmark(marked) == read


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (CHART, ["Talks", "talks", "Acme: Q1 2, Q2 3"]),
        (PIE, ["Mood", "good 2"]),
        (TABLE, ["Portfolio", "Customer", "Talks", "Acme", "3"]),
        (RICH, ["Ask @U1", "https://example.com", ":memo:@here"]),
        (entry({"type": "datepicker", "initial_date": "2026-11-24"}), ["Label", "2026-11-24"]),
    ],
)
def test_every_word_of_a_block_can_be_read(block: JSON, lines: list[str]) -> None:
    assert message(block).readable.split("\n") == lines


def test_a_picture_of_a_message_shows_its_blocks_and_who_sees_it() -> None:
    shown = message(
        {"type": "header", "text": words("Acme")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Last talk*\n> faster &amp; better"}, "fields": [words("Owner\nOlivia")]},
        {"type": "divider"},
        {"type": "context", "elements": [words("quarterly"), LOGO]},
        {"type": "actions", "elements": [BRIEF, {"type": "datepicker", "placeholder": words("Booked on…")}]},
        RICH,
        TABLE,
    )
    shown.ephemeral_for = "U0OWNER"

    assert Sandbox.render(shown).split("\n") == [
        "(only visible to U0OWNER)",
        "",
        "# Acme",
        "*Last talk*",
        "| faster & better",
        "  Owner: Olivia",
        "-" * 40,
        "  · quarterly · logo",
        "[ Brief me ]  ( Booked on… ▾ )",
        "Ask @U1",
        "- https://example.com",
        "| :memo:@here",
        "Customer | Talks",
        "Acme | 3",
    ]


def test_a_picture_of_a_message_without_blocks_is_its_text() -> None:
    assert Sandbox.render(message(text="a &lt; b\nc")) == "a < b\nc"


def test_a_picture_of_a_form_shows_what_is_filled_in() -> None:
    shown = modal(
        entry({"type": "plain_text_input", "initial_value": "hello"}),
        entry({"type": "radio_buttons", "options": [option("Team", "t"), option("Private", "p")], "initial_option": option("Team", "t")}),
        entry({"type": "static_select", "options": [option("Acme", "1")], "initial_option": option("Acme", "1")}, optional=True),
    )

    assert Sandbox.render(shown).split("\n") == [
        "== Form ==",
        "Label: [hello_______________]",
        "Label: (x) Team  ( ) Private",
        "Label (optional): ( Acme ▾ )",
        "[ Cancel ]  [ Save ]",
    ]


@pytest.mark.parametrize(
    ("element", "wanted", "entered"),
    [
        ({"type": "static_select", "options": [ACME, option("Acme East", "2")]}, "acme", {"selected_option": ACME}),
        ({"type": "static_select", "options": [ACME]}, "1", {"selected_option": ACME}),
        ({"type": "multi_static_select", "options": [option("A", "1"), option("B", "2")]}, ["b"], {"selected_options": [option("B", "2")]}),
        ({"type": "checkboxes", "options": [option("A", "1")]}, [], {"selected_options": []}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "datepicker"}, "2026-11-24", {"selected_date": "2026-11-24"}),
        ({"type": "datetimepicker"}, 1_764_000_000, {"selected_date_time": 1_764_000_000}),
        ({"type": "number_input"}, 3, {"value": "3"}),
        ({"type": "plain_text_input"}, None, {"value": None}),
        ({"type": "multi_users_select"}, None, {"selected_users": []}),
    ],
)
def test_what_is_entered_has_the_shape_of_state_values(element: JSON, wanted: Any, entered: JSON) -> None:
    assert forms.entered(element, wanted) == {"type": element["type"], **entered}


@pytest.mark.parametrize("wanted", ["ac", "Bolt"])
def test_an_option_that_is_not_clear_is_not_picked(wanted: str) -> None:
    with pytest.raises(NotThere, match=r"\['Acme', 'Acorn'\]"):
        forms.choose([option("Acme", "1"), option("Acorn", "2")], wanted)


def test_of_several_buttons_of_one_name_the_nth_is_pressed() -> None:
    row = {"type": "button", "text": words("Undo")}
    blocks = [{"type": "actions", "block_id": name, "elements": [{**row, "action_id": name}]} for name in ("first", "second")]

    found = forms.find(blocks, "Undo", 1)

    assert found[1]["action_id"] == "second"
    with pytest.raises(NotThere, match="2 elements"):
        forms.find(blocks, "Undo")


@pytest.mark.parametrize(
    ("element", "given", "words_shown"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Must be at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 1}, "ab", "Must be less than 2 characters."),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        ({"type": "number_input"}, "1.5", "Please enter a valid number."),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "1"}, "1.5", "Please enter a number within the range."),
        ({"type": "plain_text_input"}, None, "Please complete this required field."),
        ({"type": "email_text_input"}, "somebody@example.com", ""),
        ({"type": "number_input"}, "15", ""),
    ],
)
def test_slacks_client_looks_at_an_input_before_it_is_sent(element: JSON, given: str | None, words_shown: str) -> None:
    problems = forms.problems([entry(element)], {"b": {"a": {"value": given}}})

    assert problems.get("b", "") == words_shown
