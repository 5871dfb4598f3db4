"""What Slack refuses, row by row: each limit at its edge, where it still holds, and one step beyond."""

import copy
from typing import Any

import pytest

from sandbox import Refused, rules

JSON = dict[str, Any]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **more: Any) -> JSON:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Save", **more: Any) -> JSON:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: JSON, **more: Any) -> JSON:
    return {"type": "actions", "elements": list(elements), **more}


def entry(element: JSON, **more: Any) -> JSON:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def option(text: str = "One", value: str = "1", **more: Any) -> JSON:
    return {"text": plain(text), "value": value, **more}


def select(*options: JSON, **more: Any) -> JSON:
    return {"type": "static_select", "options": list(options), **more}


def rich(*elements: JSON) -> JSON:
    return {"type": "rich_text", "elements": list(elements)}


def written(*parts: JSON) -> JSON:
    return {"type": "rich_text_section", "elements": list(parts)}


def modal(*blocks: JSON, **more: Any) -> JSON:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Save"), "blocks": list(blocks), **more}


def bars(series: int = 1, categories: int = 2, **more: Any) -> JSON:
    labels = [f"c{number}" for number in range(categories)]
    points = [{"label": label, "value": 1} for label in labels]
    drawn = [{"name": f"s{number}", "data": points} for number in range(series)]
    chart = {"type": "bar", "series": drawn, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Talks", "chart": chart, **more}


def pie(*values: float) -> JSON:
    segments = [{"label": f"s{number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Talks", "chart": {"type": "pie", "segments": segments}}


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> JSON:
    cells = [[{"type": "raw_text", "text": "x"}] * columns for _ in range(rows)]
    return {"type": "data_table", "caption": "Talks", "rows": cells, **more}


CONFIRM = {"title": plain("Sure?"), "text": plain("It is gone then."), "confirm": plain("Yes"), "deny": plain("No")}
TEXT_INPUT = {"type": "plain_text_input", "action_id": "notes"}

GOOD_AND_BAD: list[tuple[str, JSON, JSON]] = [
    ("section text", section("x" * 3000), section("x" * 3001)),
    ("section without words", section("x"), {"type": "section"}),
    ("empty text", section("x"), section("")),
    ("section fields", section(fields=[mrkdwn("x")] * 10), section(fields=[mrkdwn("x")] * 11)),
    ("field text", section(fields=[mrkdwn("x" * 2000)]), section(fields=[mrkdwn("x" * 2001)])),
    ("header text", {"type": "header", "text": plain("x" * 150)}, {"type": "header", "text": plain("x" * 151)}),
    ("header of plain text", {"type": "header", "text": plain("x")}, {"type": "header", "text": mrkdwn("x")}),
    ("button text", actions(button("x" * 75)), actions(button("x" * 76))),
    ("button of plain text", actions(button()), actions({"type": "button", "text": mrkdwn("x")})),
    ("button value", actions(button(value="x" * 2000)), actions(button(value="x" * 2001))),
    ("button style", actions(button(style="danger")), actions(button(style="huge"))),
    ("button url", actions(button(url="https://example.com")), actions(button(url="example.com"))),
    ("action_id", actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256))),
    ("block_id", section(block_id="x" * 255), section(block_id="x" * 256)),
    ("action_id twice", actions(button(action_id="a"), button(action_id="b")), actions(button(action_id="a"), button(action_id="a"))),
    ("elements in actions", actions(*[button()] * 25), actions(*[button()] * 26)),
    ("no elements in actions", actions(button()), actions()),
    ("elements in context", {"type": "context", "elements": [mrkdwn("x")] * 10}, {"type": "context", "elements": [mrkdwn("x")] * 11}),
    ("context of words", {"type": "context", "elements": [mrkdwn("x")]}, {"type": "context", "elements": [button()]}),
    ("unknown block", {"type": "divider"}, {"type": "sparkles"}),
    ("unknown field", {"type": "divider"}, {"type": "divider", "color": "red"}),
    ("unknown element", actions(button()), actions({"type": "slider"})),
    ("unknown field of an element", actions(button()), actions(button(size="big"))),
    ("element out of place", entry(TEXT_INPUT), section(accessory=TEXT_INPUT)),
    ("option text", section(accessory=select(option("x" * 75))), section(accessory=select(option("x" * 76)))),
    ("option value", section(accessory=select(option(value="x" * 150))), section(accessory=select(option(value="x" * 151)))),
    (
        "option description",
        section(accessory=select(option(description=plain("x" * 75)))),
        section(accessory=select(option(description=plain("x" * 76)))),
    ),
    ("options", section(accessory=select(*[option()] * 100)), section(accessory=select(*[option()] * 101))),
    ("no options", section(accessory=select(option())), section(accessory=select())),
    (
        "initial option",
        section(accessory=select(option(), initial_option=option())),
        section(accessory=select(option(), initial_option=option("Two"))),
    ),
    ("placeholder", actions(select(option(), placeholder=plain("x" * 150))), actions(select(option(), placeholder=plain("x" * 151)))),
    (
        "overflow",
        actions({"type": "overflow", "options": [option()] * 5}),
        actions({"type": "overflow", "options": [option()] * 6}),
    ),
    (
        "checkboxes",
        actions({"type": "checkboxes", "options": [option(value=str(number)) for number in range(10)]}),
        actions({"type": "checkboxes", "options": [option(value=str(number)) for number in range(11)]}),
    ),
    (
        "radio buttons",
        actions({"type": "radio_buttons", "options": [option(), option(value="2")]}),
        actions({"type": "radio_buttons", "options": [option(), option()]}),
    ),
    ("confirm", actions(button(confirm=CONFIRM)), actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))),
    ("confirm is whole", actions(button(confirm=CONFIRM)), actions(button(confirm={"title": plain("Sure?")}))),
    (
        "initial date",
        actions({"type": "datepicker", "initial_date": "2026-11-24"}),
        actions({"type": "datepicker", "initial_date": "24.11.2026"}),
    ),
    ("initial time", actions({"type": "timepicker", "initial_time": "09:05"}), actions({"type": "timepicker", "initial_time": "24:00"})),
    ("text length", entry({**TEXT_INPUT, "max_length": 3000}), entry({**TEXT_INPUT, "max_length": 3001})),
    (
        "initial text fits",
        entry({**TEXT_INPUT, "max_length": 3, "initial_value": "abc"}),
        entry({**TEXT_INPUT, "max_length": 3, "initial_value": "abcd"}),
    ),
    ("input label", entry(TEXT_INPUT, label=plain("x" * 2000)), entry(TEXT_INPUT, label=plain("x" * 2001))),
    ("input without label", entry(TEXT_INPUT), {"type": "input", "element": TEXT_INPUT}),
    (
        "image",
        {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x"},
        {"type": "image", "image_url": "https://example.com/a.png"},
    ),
    ("emoji is for plain text", section(), {"type": "section", "text": {**mrkdwn("x"), "emoji": True}}),
    ("markdown", {"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x" * 12_001}),
    ("rich text", rich(written({"type": "text", "text": "x"})), rich(written({"type": "text", "text": ""}))),
    ("rich text parts", rich(written({"type": "user", "user_id": "U1"})), rich(written({"type": "hologram"}))),
    (
        "rich text list",
        rich({"type": "rich_text_list", "style": "bullet", "elements": [written()]}),
        rich({"type": "rich_text_list", "style": "stars", "elements": [written()]}),
    ),
    ("chart title", bars(title="x" * 50), bars(title="x" * 51)),
    ("chart series", bars(series=6), bars(series=7)),
    ("chart categories", bars(categories=20), bars(categories=21)),
    ("pie slices", pie(*[1] * 6), pie(*[1] * 7)),
    ("pie slices are positive", pie(1, 0.5), pie(1, 0)),
    ("data table rows", data_table(rows=201), data_table(rows=202)),
    ("data table columns", data_table(columns=20), data_table(columns=21)),
    ("data table pages", data_table(page_size=100), data_table(page_size=101)),
    ("data table caption", data_table(), {key: value for key, value in data_table().items() if key != "caption"}),
    (
        "carousel",
        {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 10},
        {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 11},
    ),
    (
        "container",
        {"type": "container", "title": plain("x"), "child_blocks": [{"type": "divider"}]},
        {"type": "container", "title": plain("x"), "child_blocks": []},
    ),
]
NAMES = [name for name, _, _ in GOOD_AND_BAD]


def post(*blocks: JSON, **more: Any) -> None:
    rules.message({"text": "words", "blocks": list(blocks), **more}, strict_text=True)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


@pytest.mark.parametrize("good", [good for _, good, _ in GOOD_AND_BAD], ids=NAMES)
def test_a_message_takes_what_is_within_the_limit(good: JSON) -> None:
    before = copy.deepcopy(good)

    post(good)

    assert good == before


@pytest.mark.parametrize("bad", [bad for _, _, bad in GOOD_AND_BAD], ids=NAMES)
def test_a_message_refuses_what_is_beyond_it_and_says_where(bad: JSON) -> None:
    with pytest.raises(Refused) as refused:
        post(bad)

    assert code_of(refused) == "invalid_blocks"
    assert "json-pointer:/blocks/0" in refused.value.answer()["response_metadata"]["messages"][0]


def test_a_message_has_fifty_blocks_at_most() -> None:
    post(*[section()] * 50)

    with pytest.raises(Refused, match="less than 51 items"):
        post(*[section()] * 51)


def test_block_ids_differ_within_a_message() -> None:
    with pytest.raises(Refused, match="already exists"):
        post(section(block_id="a"), section(block_id="a"))


def test_a_message_shows_two_charts_at_most() -> None:
    post(bars(), pie(1))

    with pytest.raises(Refused, match="data_visualization"):
        post(bars(), bars(), bars())


def test_every_series_has_one_point_for_each_category() -> None:
    chart = bars(series=2)
    chart["chart"]["series"][1]["data"] = chart["chart"]["series"][1]["data"][:1]

    with pytest.raises(Refused, match="one data point per category"):
        post(chart)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"blocks": [section()]}, "missing_text_fallback"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "alert", "text": plain("x")}]}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x", "event_payload": {"key": "x" * 8000}}}, "metadata_too_large"),
    ],
)
def test_a_message_is_refused_with_slacks_code(arguments: JSON, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.message(arguments, strict_text=True)

    assert code_of(refused) == code


def test_blocks_without_a_text_pass_where_the_house_rule_is_off() -> None:
    rules.message({"blocks": [section()]}, strict_text=False)

    with pytest.raises(Refused, match="missing_text_fallback"):
        rules.message({"blocks": [section()]}, strict_text=True)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (modal(*[section()] * 100), modal(*[section()] * 101)),
        (modal(title=plain("x" * 24)), modal(title=plain("x" * 25))),
        (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25))),
        (modal(close=plain("x" * 24)), modal(close=mrkdwn("x"))),
        (modal(callback_id="x" * 255), modal(callback_id="x" * 256)),
        (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001)),
        (modal(notify_on_close=True), modal(notify_on_close="yes")),
        (modal(), modal(hash="1.2")),
        (modal(entry(TEXT_INPUT)), {**modal(entry(TEXT_INPUT)), "submit": None}),
        (modal(entry({"type": "file_input"})), {"type": "modal", "title": plain("x"), "blocks": [entry(TEXT_INPUT)]}),
        (modal({"type": "alert", "text": plain("x")}), modal(bars())),
        (
            modal(entry({**TEXT_INPUT, "focus_on_load": True})),
            modal(*[entry({**TEXT_INPUT, "focus_on_load": True})] * 2),
        ),
    ],
)
def test_a_modal_keeps_its_limits(good: JSON, bad: JSON) -> None:
    rules.view(good, "modal")

    with pytest.raises(Refused) as refused:
        rules.view(bad, "modal")
    assert code_of(refused) == "invalid_arguments"


@pytest.mark.parametrize("more", [{"submit": plain("Save")}, {"close": plain("Close")}, {"color": "red"}])
def test_a_home_has_no_buttons_of_its_own(more: JSON) -> None:
    home = {"type": "home", "blocks": [bars(), entry(TEXT_INPUT)]}
    rules.view(home, "home")

    with pytest.raises(Refused, match="invalid additional property"):
        rules.view({**home, **more}, "home")


def test_a_view_over_250_kilobytes_is_too_large() -> None:
    with pytest.raises(Refused) as refused:
        rules.view(modal(*[section("x" * 3000)] * 90), "modal")

    assert code_of(refused) == "view_too_large"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"options": [option()] * 100}, {"options": [option()] * 101}),
        ({"options": []}, {}),
        ({"option_groups": [{"label": plain("Near"), "options": [option()]}]}, {"option_groups": [], "options": []}),
    ],
)
def test_a_picker_is_offered_a_hundred_options_at_most(good: JSON, bad: JSON) -> None:
    rules.options(good)

    with pytest.raises(Refused, match="invalid_options"):
        rules.options(bad)
