"""Help: every verb has it, and what it shows can be typed as it stands."""

from __future__ import annotations

import pytest
from conftest import Office

from model.grammar import read_line

OWNER = "U0OWNER"
VERBS = ("help", "add", "edit", "customer", "customers", "note", "idea", "ideas", "quiet", "undo")


async def verbs_shown(office: Office) -> list[str]:
    """The verbs that the overview shows, by its examples."""
    seen = await office.slack.command(OWNER, "/talk help")
    lines = [line.split("`")[1] for line in seen.text.splitlines() if line.startswith("`/talk ")]
    return [line.split()[1] for line in lines]


async def test_the_overview_shows_every_verb_once(room: Office) -> None:
    shown = await verbs_shown(room)

    assert set(VERBS) <= set(shown)
    assert len(set(shown)) == len(shown)


async def test_every_verb_has_its_help_with_examples_that_parse_to_it(room: Office) -> None:
    shown = await verbs_shown(room)

    for verb in shown:
        seen = await room.slack.command(OWNER, f"/talk help {verb}")
        head, *examples = seen.text.splitlines()
        assert head.startswith(f"*{verb}*: ")
        typed = [line.strip("`") for line in examples if line.startswith("`/talk")]
        assert typed
        assert {read_line(line, shown).verb for line in typed} == {verb}


@pytest.mark.parametrize("line", ["/talk", "/talk help", "/talk HELP", "/talk help:", "/talk  help "])
async def test_help_is_found_however_it_is_typed(room: Office, line: str) -> None:
    seen = await room.slack.command(OWNER, line)

    assert "I help you keep talking with your customers" in seen.text
    assert "None of your relationships has gone quiet." in seen.text


async def test_help_says_what_waits(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    room.watch.turn(days=97)

    seen = await room.slack.command(OWNER, "/talk")

    assert "1 of your relationships has gone quiet: `/talk quiet`." in seen.text


async def test_help_about_a_misspelt_verb_offers_the_right_one(room: Office) -> None:
    seen = await room.slack.command(OWNER, "/talk help qiuet")

    assert "There is no command *qiuet*. Did you mean `/talk help quiet`?" in seen.text
