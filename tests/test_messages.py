"""Every message and form keeps to Slack's rules and has a text, whatever names, texts and numbers it is given."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from bot.gallery import Cast, Exhibit, exhibits
from bot.gallery.cast import DAN, OLIVIA, SAM, SOFIA, TODAY, standing
from messages import blocks, cards, customers, settings
from messages.blocks import shortened
from messages.summary_charts import in_words
from model.answer import Message
from model.cadence import Cadence
from model.settings import defaults
from sandbox import rules
from sandbox.refused import Refused

NAMES = [
    *(
        "Acme",
        "A",
        "n" * 300,
        "&" * 300,
        "<!channel> & <@U1>",
        "*bold* `code` ```",
        "O'Brien & Sons <UK>",
        "\u202egnp\u202c",
        "\U0001f468\u200d\U0001f469" * 60,
    ),
    *('"', "\u200b\u2800", "two\nlines", "%s {0} {{x}}", "\u0130\u0131\u00df"),
]
TEXTS = [
    "x",
    "word " * 8000,
    "w" * 40_000,
    "&<>" * 13_000,
    "\n" * 600,
    " ",
    "> quoted\n" * 2000,
    "\U0001f468\u200d\U0001f469" * 9000,
    "*`_~" * 500,
]
CASTS = [Cast(), *map(Cast, NAMES, TEXTS * 2), *(Cast("Acme", text) for text in TEXTS)]


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: repr(cast)[:60])
def test_slack_takes_it_whatever_it_is_given(cast: Cast) -> None:
    refused = {title(one): why for one in exhibits(cast) if (why := problem(one))}

    assert refused == {}


def title(one: Exhibit) -> str:
    return f"{one.noun}.{one.says.__name__}: {one.name}"


def problem(one: Exhibit) -> str:
    """Why Slack, or whoever hears the message read aloud, would not take it."""
    try:
        if isinstance(one.shown, Message):
            rules.message({"text": one.shown.text, "blocks": list(one.shown.blocks)}, strict_text=True)
        view = blocks.notice(in_words(one.shown)) if isinstance(one.shown, Message) else one.shown  # no charts in modals
        rules.view(view, view["type"])
    except Refused as refused:
        return str(refused)
    fields = [] if isinstance(one.shown, Message) else [block.get("block_id") for block in one.shown["blocks"] if block["type"] == "input"]
    return f"there are no fields {set(one.mistakes)}" if set(one.mistakes) - set(fields) else ""


def test_what_was_typed_comes_back_up_to_2900_characters() -> None:
    text = "They want tablets. " * 1000
    giving_back = [one for one in exhibits(Cast("Acme", text)) if gives_back(one)]

    silent = [title(one) for one in giving_back if isinstance(one.shown, Message) and f"{text[:2899]}…" not in sections(one.shown)]

    assert len(giving_back) > 20
    assert silent == []


def gives_back(one: Exhibit) -> bool:
    """Whether the function is given the line that a person typed."""
    return bool(inspect.signature(one.says).parameters.keys() & {"typed", "draft"}) and one.says is not customers.already_there


def sections(shown: Message) -> list[str]:
    return [block["text"]["text"] for block in shown.blocks if block["type"] == "section"]


def test_nobodys_name_or_text_becomes_markup() -> None:
    hostile = Cast("<!channel> <@U666> <https://x.example|y>", "<!here> <@U666> <https://x.example|y> and so on")

    obeyed = {
        title(one): text for one in exhibits(hostile) for text in markup(one) if "<!" in text or "<@U666" in text or "<https://x" in text
    }

    assert obeyed == {}


def markup(one: Exhibit) -> list[str]:
    """Every text of it in which Slack looks for markup, without the dates that are the bot's own."""
    said = [one.shown.text, *mrkdwn(list(one.shown.blocks))] if isinstance(one.shown, Message) else mrkdwn(one.shown)
    return [text.replace("<!date^", "") for text in said]


def mrkdwn(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        own = [str(thing["text"])] if thing.get("type") == "mrkdwn" else []
        return own + [text for value in thing.values() for text in mrkdwn(value)]
    return [text for one in thing for text in mrkdwn(one)] if isinstance(thing, (list, tuple)) else []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("They ask what we would do", "They ask what we would do"),
        ("They ask what we would do at night", "They ask what we would…"),
        ("They ask what we would doubtlessly", "They ask what we would…"),
        ("They work Betriebskostenabrechnungen", "They work Betriebskosten…"),
        ("x" * 30, "x" * 24 + "…"),
        ("a & b < c " * 9, "a &amp; b &lt; c a &amp; b &lt; c a &amp;…"),
    ],
)
def test_what_is_shortened_ends_after_a_whole_word_unless_that_is_long(text: str, shown: str) -> None:
    assert shortened(text, 25) == shown


def test_a_name_ends_no_line_that_one_could_type() -> None:
    broken = {
        title(one): text for one in exhibits(Cast("Ward `7`", "plain")) for text in markup(one) if re.search("`/talk [^`]*Ward `", text)
    }

    assert broken == {}


def test_of_many_people_and_channels_in_the_settings_ten_are_named_and_the_rest_counted() -> None:
    people, places = (tuple(f"{letter}{n}" for n in range(12)) for letter in "UC")

    shown = str(settings.settings_shown(defaults("T1").changed(admins=people, allowed=places), []))

    assert "<@U9> and 2 more" in shown
    assert "<#C9> and 2 more" in shown


def test_a_private_talk_is_no_word_to_those_it_is_not_for() -> None:
    northside = Cast().northside
    private = Cast().talk(northside, notes="the secret plan", visibility="private")

    seen = {viewer: cards.card(standing(northside), [private], [], viewer, TODAY) for viewer in (OLIVIA, DAN, SOFIA, SAM)}

    assert [viewer for viewer, card in seen.items() if "the secret plan" in str(card)] == [OLIVIA, DAN, SOFIA]
    assert "_private_" in str(seen[SAM])


@pytest.mark.parametrize("cadence", [Cadence(1, "days"), Cadence(6, "weeks"), Cadence(3, "months"), Cadence(120, "months")])
def test_any_cadence_can_be_read_on_the_card(cadence: Cadence) -> None:
    card = cards.card(standing(Cast().customer("Acme", cadence=cadence)), [], [], OLIVIA, TODAY)

    assert f"Cadence: {cadence}" in str(card)
