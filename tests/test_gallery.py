"""The gallery: everything the bot can say is in it, once, as the page can show it."""

from __future__ import annotations

import inspect
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import messages
from bot.gallery import Cast, exhibits, shown
from sandbox.page import problems

TOOLS = {"blocks.message", "blocks.said", "blocks.modal", "blocks.notice"}


def test_every_message_form_and_sentence_has_an_exhibit() -> None:
    shown = {says.__module__.removeprefix("messages.") + f".{says.__name__}" for one in exhibits(Cast()) for says in one.speakers}

    assert {*spoken()} - TOOLS - shown == set()


def spoken() -> Iterator[str]:
    """All functions of `messages` that return something a person is shown whole."""
    for found in pkgutil.iter_modules(messages.__path__):
        module = import_module(f"messages.{found.name}")
        for name, function in vars(module).items():
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and function.__annotations__["return"] in {"Message", "View", "Sentence"}:
                yield f"{found.name}.{name}"


def test_no_two_exhibits_have_the_same_title() -> None:
    titles = [f"{one['noun']}.{one['says']}: {one['name']}" for one in shown()]

    assert [one for one in titles if titles.count(one) > 1] == []


def test_slack_takes_every_exhibit_as_the_page_gets_it() -> None:
    refused = {one["name"]: found for one in json.loads(json.dumps(shown())) if (found := problems(one))}

    assert refused == {}


def test_the_exhibits_are_the_same_each_time() -> None:
    assert shown() == shown()
