"""What stands in the docs is what there is: every verb, every setting, every make target."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import OPTIONS, command_line
from handlers import NOUNS, table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
VERBS = sorted({*table(NOUNS, "VERBS"), "help"})
[COMMANDS] = [action.choices for action in command_line()._actions if isinstance(action.choices, dict)]
VARIABLES = sorted(set(re.findall(r'"((?:SLACK|TALK)_[A-Z_]+)"', (ROOT / "bot" / "config.py").read_text())))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb: str) -> None:
    assert re.search(rf"^\| `/talk {verb}\b", README, re.MULTILINE)


def test_every_verb_in_the_readme_exists() -> None:
    assert sorted(set(re.findall(r"^\| `/talk (\w+)", README, re.MULTILINE))) == VERBS


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_stands_in_the_readme(variable: str) -> None:
    assert f"| `{variable}` |" in README


def test_every_command_stands_in_the_readme_with_its_options() -> None:
    found = {name: line for name, line in re.findall(r"^\| `([a-z-]+)(.*)$", README, re.MULTILINE) if name in COMMANDS}

    assert found.keys() == COMMANDS.keys()
    assert [option for options in OPTIONS.values() for option in options if option.startswith("--") and f"`{option}" not in README] == []


def test_every_make_target_that_the_docs_name_exists() -> None:
    named = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)$", README + (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {one or other for one, other in named} <= targets


def test_every_file_that_the_docs_name_exists() -> None:
    named = re.findall(
        r"`((?:bot|handlers|messages|storage|model|tests|sandbox)/[\w./]*)`", README + (ROOT / "CONTRIBUTING.md").read_text()
    )

    assert [name for name in named if not (ROOT / name).exists()] == []
