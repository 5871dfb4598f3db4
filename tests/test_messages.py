"""Every message and form keeps to Slack's rules and has a text, whatever names, texts and numbers it is given."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from records import NOON, customer, draft, idea, nudge, talk

from messages import (
    blocks,
    bookings,
    customers,
    drafts,
    help,  # noqa: A004  the noun's own name
    ideas,
    nudges,
    settings,
    summaries,
    talks,
    trouble,
    undo,
)
from model.answer import Json, Message
from model.cadence import Cadence
from model.customer import Customer
from model.ladder import Staff
from model.nudge import Decision, NudgeAnswer, Relationship, Step
from model.period import period_of
from model.settings import Settings, defaults
from sandbox import rules

TODAY = date(2026, 11, 24)
KEY = "view:V00000001:1795512600.h00000001"
MODULES = (bookings, customers, drafts, help, ideas, nudges, settings, summaries, talks, trouble, undo)
STEPS, DECISIONS = get_args(Step), get_args(Decision)
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
Case = Callable[[str, str], Message | Json]


def known(name: str, **fields: Any) -> Customer:
    return customer(name, owner="U1", deputy="U2", sponsor="U3", channel="C1", industry=name[:200], aliases=(name,) * 9, **fields)


def standing(name: str, **fields: Any) -> Relationship:
    return Relationship(known(name, **fields), TODAY - timedelta(days=100), TODAY - timedelta(days=8))


def news(name: str, text: str, step: Step = "due", *, idea_too: bool = True) -> nudges.News:
    relationship = standing(name)
    said, proposed = talk(relationship.customer, notes=text), idea(relationship.customer, text) if idea_too else None
    staff = Staff("U1", "U2", "U3")
    return nudges.News(nudge(relationship.customer, "post", step=step), relationship, staff, proposed, said)


def answer(decided: Decision) -> NudgeAnswer:
    return NudgeAnswer(decided, "U2", NOON, until=TODAY, to="U3")


def answered(name: str, text: str, decided: Decision) -> Message:
    one = news(name, text)
    return nudges.answered_in(nudges.nudge_dm([one], "U1", TODAY), one.nudge.changed(answer=answer(decided)), NOON, TODAY)


def row(name: str, text: str) -> ideas.Row:
    return ideas.Row(idea(known(name), text), name, TODAY)


def subject(name: str, text: str) -> undo.Subject:
    return undo.Subject(talk(known(name), notes=text), name, made=True)


def held() -> Settings:
    people, places = (tuple(f"{letter}{n:010}" for n in range(100)) for letter in "UC")
    return defaults("T1").changed(channel="C1", zone="Europe/Berlin", admins=people, allowed=places)


def summed_up(name: str, text: str) -> summaries.Summary:
    one = known(name, booked_on=TODAY)
    said, proposed = [talk(one, notes=text, decisions=text)] * 500, [idea(one, text)] * 500
    relationships, names = [Relationship(one, None, TODAY)] * 500, {one.id: name}
    return summaries.Summary(summaries.Scope(), period_of("week", TODAY), TODAY, said, proposed, relationships, [one] * 500, names)


CASES: dict[str, Case] = {
    "bookings.booked": lambda name, _: bookings.booked(known(name), TODAY, TODAY, KEY),
    "bookings.snoozed": lambda name, _: bookings.snoozed(known(name), TODAY, TODAY, KEY),
    "bookings.book_form": lambda name, _: bookings.book_form(known(name), TODAY, "nudge"),
    "bookings.snooze_form": lambda name, _: bookings.snooze_form(known(name), TODAY, "nudge"),
    "nudges.nudge_dm": lambda name, text: nudges.nudge_dm([news(name, text)], "U1", TODAY),
    "nudges.nudge_dm, a hundred": lambda name, text: nudges.nudge_dm([news(name, text, step) for step in STEPS * 25], "U3", TODAY),
    "nudges.nudge_dm, last talk": lambda name, text: nudges.nudge_dm([news(name, text, idea_too=False)], "U2", TODAY),
    "nudges.nudge_dm, a booked talk": lambda name, text: nudges.nudge_dm([news(name, text, "happened")], "U1", TODAY),
    **{f"nudges.answered_in, {one}": lambda name, text, one=one: answered(name, text, one) for one in DECISIONS},  # type: ignore[misc]
    **{f"nudges.already, {one}": lambda *_, one=one: nudges.already(answer(one), NOON, TODAY) for one in DECISIONS},
    "nudges.hand_over_form": lambda name, _: nudges.hand_over_form(known(name), "nudge"),
    "nudges.handed_over": lambda name, _: nudges.handed_over(known(name), "U2", KEY),
    **{f"trouble.undeliverable, {why}": lambda *_, why=why: trouble.undeliverable("C1", why) for why in [*trouble.NOT_POSTED, "odd"]},
    "customers.customer_added": lambda name, _: customers.customer_added(known(name), KEY),
    "customers.already_there": lambda name, text: customers.already_there(known(name), text),
    "customers.not_found": lambda name, text: customers.not_found(text, [known(name)] * 3),
    "customers.customer_saved": lambda name, text: customers.customer_saved(known(name), known(text[:300]), KEY),
    "customers.customer_form": lambda name, _: customers.customer_form(known(name)),
    "customers.card": lambda name, text: customers.card(
        standing(name), [talk(known(name), notes=text)] * 3, [idea(known(name), text)] * 5, "U1", TODAY
    ),
    "customers.portfolio": lambda name, _: customers.portfolio([standing(name)] * 500, "all", TODAY),
    "customers.portfolio, further on": lambda name, _: customers.portfolio([standing(name)] * 500, "mine", TODAY, 490),
    "customers.gone_quiet": lambda name, _: customers.gone_quiet([standing(name)] * 500, "mine", TODAY),
    "customers.gone_quiet, nobody": lambda *_: customers.gone_quiet([], "all", TODAY),
    "customers.listing": lambda name, _: customers.listing("All 2 customers:", [standing(name)] * 2, "more", "all", TODAY, 0),
    "customers.no_customers": lambda *_: customers.no_customers("mine"),
    "drafts.unknown_customer": lambda name, text: drafts.unknown_customer(draft(line=text), name, [known(name)] * 3),
    "drafts.unknown_customer, no guess": lambda name, text: drafts.unknown_customer(draft(line=text), "", [known(name)]),
    "drafts.did_you_mean": lambda name, text: drafts.did_you_mean(draft(line=text), known(name), [known(name)] * 3),
    "drafts.unreadable_date": lambda _, text: drafts.unreadable_date(draft(line=text), text),
    "drafts.unlikely_date": lambda _, text: drafts.unlikely_date(draft(line=text), TODAY + timedelta(days=9), TODAY),
    "drafts.save_as": lambda _, text: drafts.save_as(draft(line=text), help.free_text()),
    "drafts.save_as, no command": lambda name, text: drafts.save_as(draft(line=text), help.not_a_command(name)),
    "help.overview": lambda name, text: help.overview({"note": help.Help(text[:200], (f"/talk note {name}",))}, 1234),
    "help.one_verb": lambda name, text: help.one_verb("note", help.Help(text[:200], (f"/talk note {name}",))),
    "help.no_such_verb": lambda _, text: help.no_such_verb(text, "note"),
    "help.misspelt_verb": lambda _, text: help.misspelt_verb(text, "note", text[:2000]),
    "help.kind_word": lambda *_: help.kind_word(),
    "help.form_offered": lambda _, text: help.form_offered(text),
    "ideas.idea_saved": lambda name, text: ideas.idea_saved(idea(known(name), text), known(name), KEY),
    "ideas.which_customer": lambda name, text: ideas.which_customer(idea(known(name), text), known(name), KEY),
    "ideas.idea_form": lambda name, text: ideas.idea_form(blocks.option(name, "c1"), text=text, carried="d1"),
    "ideas.ideas_listed": lambda name, text: ideas.ideas_listed([row(name, text)] * 15, 500, known(name), TODAY),
    "ideas.no_ideas": lambda name, _: ideas.no_ideas(known(name)),
    "settings.settings_shown": lambda *_: settings.settings_shown(held()),
    "settings.settings_form": lambda *_: settings.settings_form(held(), "1"),
    "settings.settings_saved": lambda *_: settings.settings_saved(defaults("T1"), held(), "on Monday 30 November", KEY),
    "summaries.summary_shown": lambda name, text: summaries.summary_shown(summed_up(name, text), "U1", "value"),
    "summaries.summary_shared": lambda name, text: summaries.summary_shared(summed_up(name, text), "U1"),
    "summaries.summary_of_week": lambda name, text: summaries.summary_of_week(summed_up(name, text)),
    "summaries.nothing_of_yours": lambda *_: summaries.nothing_of_yours(),
    "summaries.not_shared": lambda *_: summaries.not_shared("shared"),
    "summaries.not_shared, unknown": lambda *_: summaries.not_shared("unknown"),
    "summaries.already_shared": lambda *_: summaries.already_shared(),
    "talks.talk_saved": lambda name, text: talks.talk_saved(talk(known(name), notes=text), known(name), TODAY, TODAY, KEY),
    "talks.which_customer": lambda name, text: talks.which_customer(talk(known(name), notes=text), known(name), KEY),
    "talks.talk_form": lambda name, text: talks.talk_form(TODAY, blocks.option(name, "c1"), notes=text, carried="d1"),
    "talks.as_view": lambda name, text: talks.as_view(talks.talk_saved(talk(known(name), notes=text), known(name), TODAY, TODAY, KEY)),
    **{f"trouble.refused, {why}": lambda _, text, why=why: trouble.refused(why, text) for why in trouble.REFUSED},  # type: ignore[misc]
    "trouble.refused": lambda _, text: trouble.refused("guest", text),
    "trouble.mendable": lambda name, text: trouble.mendable(blocks.escape(name), text),
    "trouble.not_saved": lambda _, text: trouble.not_saved("No space left on device.", text),
    "trouble.moved_on": lambda _, text: trouble.moved_on(text),
    "trouble.unexpected": lambda _, text: trouble.unexpected("0a1b2c3d", text),
    "trouble.still_saving": lambda *_: trouble.still_saving(),
    "trouble.saving_view": lambda *_: trouble.saving_view(),
    "trouble.not_saved_form": lambda name, text: trouble.not_saved_form({"notes": name, "date": "Pick a day."}, text),
    "trouble.too_late_for_form": lambda _, text: trouble.too_late_for_form(help.open_form(text)),
    "trouble.outdated": lambda *_: trouble.outdated(),
    "undo.taken_back": lambda name, text: undo.taken_back(subject(name, text)),
}


@pytest.mark.parametrize("case", CASES)
def test_slack_takes_it_whatever_it_is_given(case: str) -> None:
    for name, text in [*zip(NAMES, TEXTS * 2, strict=False), *(("Acme", text) for text in TEXTS)]:
        shown = CASES[case](name, text)

        if isinstance(shown, Message):
            assert shown.text.strip()
            assert 0 < len(shown.blocks) <= 50
            rules.message({"text": shown.text, "blocks": list(shown.blocks)}, strict_text=True)
            rules.view(blocks.notice(shown), "modal")
        else:
            rules.view(shown, "modal")


def test_every_message_function_stands_in_the_table() -> None:
    written = {
        f"{module.__name__.removeprefix('messages.')}.{name}"
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and function.__annotations__["return"] == "Message"
    }

    assert written - {case.partition(",")[0] for case in CASES} == set()


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith(("trouble.m", "trouble.not_saved", "drafts.s"))])
def test_what_was_typed_comes_back_up_to_2900_characters(case: str) -> None:
    text = "They want tablets. " * 1000

    shown = CASES[case]("Acme", text)

    assert isinstance(shown, Message)
    assert any(block["text"]["text"] == f"{text[:2899]}…" for block in shown.blocks if block["type"] == "section")


@pytest.mark.parametrize("case", CASES)
def test_nobodys_name_or_text_becomes_markup(case: str) -> None:
    shown = CASES[case]("<!channel> <@U666> <https://x.example|y>", "<!here> <@U666> <https://x.example|y> and so on")

    said = [shown.text, *mrkdwn(list(shown.blocks))] if isinstance(shown, Message) else mrkdwn(shown)

    assert not [text for text in said if "<!" in text.replace("<!date^", "") or "<@U666" in text or "<http" in text]


def mrkdwn(thing: Any) -> list[str]:
    """Every text in which Slack looks for markup."""
    if isinstance(thing, dict):
        own = [str(thing["text"])] if thing.get("type") == "mrkdwn" else []
        return own + [text for value in thing.values() for text in mrkdwn(value)]
    return [text for one in thing for text in mrkdwn(one)] if isinstance(thing, (list, tuple)) else []


def test_a_private_talk_is_no_word_to_those_it_is_not_for() -> None:
    private = talk(known("Acme"), notes="the secret plan", visibility="private")

    seen = {viewer: customers.card(standing("Acme"), [private], [], viewer, TODAY) for viewer in ("U1", "U2", "U3", "U9")}

    assert [viewer for viewer, card in seen.items() if "the secret plan" in str(card)] == ["U1", "U2", "U3"]
    assert "_private_" in str(seen["U9"])


@pytest.mark.parametrize("cadence", [Cadence(1, "days"), Cadence(6, "weeks"), Cadence(3, "months"), Cadence(120, "months")])
def test_any_cadence_can_be_read_on_the_card(cadence: Cadence) -> None:
    card = customers.card(standing("Acme", cadence=cadence), [], [], "U1", TODAY)

    assert f"Cadence: {cadence}" in str(card)
