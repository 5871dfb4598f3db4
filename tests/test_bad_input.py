"""Whatever people type gets a clear answer and the text back, and is saved whole or not at all."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from conftest import TEAM, Office

from sandbox import Seen

OWNER = "U0OWNER"
ZALGO = "T\u0336\u0321h\u0334\u0328e\u0337\u0322y\u0335 c\u0337\u0327o\u0336\u0328m\u0335e" * 20
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

TEXTS = {
    "one character": "x",
    "40,000 characters": "They want tablets. " * 2104 + "Yes, soon.",
    "one word of 10,000": "w" * 10_000,
    "lines": "First line\n\n\tsecond, behind a tab\n- third",
    "zalgo": ZALGO,
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "overrides": "safe \u202egnp.exe\u202c \u2066isolated\u2069",
    "joined emoji": FAMILY * 200,
    "byte order mark and line separators": "\ufeffThey want\u2028tablets\u2029now\u0085",
    "decomposed": "Cafe\u0301 and e\u0301clairs",
    "smart quotes": "\u201cThey want tablets\u201d, \u00abnow\u00bb, \u201ethey said\u201c",
    "an unbalanced quote": '"They want tablets, and said so',
    "apostrophes": "''' -- '; DROP TABLE talks; --",
    "templates": "{{7*7}} %s %(x)s {0} ${HOME} $(id) \\n \\u0000",
    "backticks": "```They want tablets``` `now` ```",
    "markdown": "*bold* _it_ ~gone~ > quoted :tada: | a | b |",
    "looks like a formula": "=HYPERLINK(1) +1 -1 @SUM(A1)",
    "looks like a command": "/talk undo",
    "looks like markup": "&lt;!channel&gt; &amp;amp; <b>bold</b> <script>",
    "ampersands at the limit": "&<>" * 1000,
}
NAMES = [
    *("help", "list", "delete", "undo", "note", "None", "null", "true", "mine", "all", "thanks"),
    *("May", "2026-11-03", "Q3", "Yesterday Ltd", "on Tuesday", "3 weeks ago"),
    *("O'Brien & Sons <UK>", "=HYPERLINK(1)", "+1", "-1", "{{7*7}}", "%s", "A", "n" * 300),
    *("\u0130stanbul I\u015f\u0131k", "Stra\u00dfe", "Cafe\u0301", "\u6771\u4eac\u90fd", FAMILY, "\u202egnp.exe\u202c", "*bold* _it_"),
    *("<@U0STAFF>", "<#C0GENERAL>", "<!channel>", "<!subteam^S1|@grp>", "<mailto:a@b.example|a@b.example>", "https://x.example/a?b=1&c=2"),
]


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


def raw(text: str) -> str:
    """The text as Slack sends it: with its three entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


async def notes(office: Office, name: str = "Northside Hospital") -> list[str]:
    return [talk.notes for talk in await office.talks(name)]


def is_a_clear_answer(seen: Seen, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether Slack took the answer, the person reads something, and nothing went wrong inside."""
    wrong = [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
    return all(ack.ok for ack in seen.acks) and not seen.error and bool(seen.text.strip()) and "went wrong" not in seen.text and not wrong


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_is_noted_character_for_character_from_the_command(
    hospital: Office, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    seen = await hospital.slack.command(OWNER, f"/talk note Northside Hospital: {raw(text)}", raw=True)

    assert is_a_clear_answer(seen, caplog)
    assert "Saved: your talk with *Northside Hospital* today" in seen.text
    assert await notes(hospital) == [text]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_is_noted_character_for_character_from_a_dm(hospital: Office, text: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = await hospital.slack.dm(OWNER, f"note Northside Hospital: {raw(text)}", raw=True)

    assert is_a_clear_answer(seen, caplog)
    assert await notes(hospital) == [text]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_is_kept_as_an_idea_from_a_mention(hospital: Office, text: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = await hospital.slack.mention("C0GENERAL", OWNER, f"<@U0BOT> idea Northside Hospital: {raw(text)}", raw=True)

    assert is_a_clear_answer(seen, caplog)
    assert [idea.text for idea in await hospital.ideas("Northside Hospital")] == [text]


@pytest.mark.parametrize(
    "text", [text for text in TEXTS.values() if len(text) <= 3000], ids=[k for k, t in TEXTS.items() if len(t) <= 3000]
)
async def test_any_text_is_noted_character_for_character_from_the_form(
    hospital: Office, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": text, "Decisions": text, "Participants": text})

    assert is_a_clear_answer(seen, caplog)
    [talk] = await hospital.talks("Northside Hospital")
    assert (talk.notes, talk.decisions, talk.participants) == (text, text, text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_a_line_that_names_nobody_comes_back_and_is_kept(hospital: Office, text: str, caplog: pytest.LogCaptureFixture) -> None:
    line = f"qq {text}"
    seen = await hospital.slack.dm(OWNER, raw(line), raw=True)

    form = await hospital.slack.click(OWNER, seen, "Save as a talk")
    saved = await hospital.slack.fill_and_submit(OWNER, form, {"Customer": "Northside"})

    assert is_a_clear_answer(seen, caplog)
    assert line[:2899] in seen.text
    assert is_a_clear_answer(saved, caplog)
    assert await notes(hospital) == [line]


@pytest.mark.parametrize("line", ["", " ", "\t\n", "\u200b", "\ufeff", "\u3000"], ids=ascii)
async def test_a_line_of_nothing_gets_the_help_through_every_door(room: Office, line: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = [
        await room.slack.command(OWNER, f"/talk {line}", raw=True),
        await room.slack.dm(OWNER, line, raw=True),
        await room.slack.mention("C0GENERAL", OWNER, f"<@U0BOT> {line}", raw=True),
    ]

    assert all(is_a_clear_answer(one, caplog) for one in seen)
    assert all("I help you keep talking with your customers" in one.text for one in seen)


@pytest.mark.parametrize("name", NAMES)
async def test_a_customer_may_have_any_name(room: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    slack = room.slack

    seen = [
        await slack.command(OWNER, f"/talk add {name}"),
        await slack.command(OWNER, f"/talk note {name} they want tablets"),
        await slack.command(OWNER, f"/talk note {name} on yesterday: they want screens"),
        await slack.command(OWNER, f"/talk customer {name}"),
        await slack.command(OWNER, f"/talk ideas {name}"),
        await slack.command(OWNER, "/talk customers"),
        await slack.command(OWNER, f"/talk edit {name}"),
    ]

    assert all(is_a_clear_answer(one, caplog) for one in seen)
    [customer] = await room.bot.store.customers(TEAM)
    assert [talk.notes for talk in await room.bot.store.talks(TEAM, customer.id)] == ["they want tablets", "they want screens"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_customer_of_any_name_can_be_added_from_a_draft(room: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    asked = await room.slack.command(OWNER, f'/talk note "{name}" they want tablets')
    [add] = [label for label in asked.buttons if label.startswith("Add ")]

    saved = await room.slack.click(OWNER, asked, add)

    assert is_a_clear_answer(asked, caplog)
    assert is_a_clear_answer(saved, caplog)
    [customer] = await room.bot.store.customers(TEAM)
    assert [talk.notes for talk in await room.bot.store.talks(TEAM, customer.id)] == ["they want tablets"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_customer_of_any_name_is_nudged_about(room: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    await room.slack.command(OWNER, f"/talk add {name}")
    room.watch.turn(days=97)

    await room.tick()

    [dm] = room.slack.from_bot(OWNER)
    assert "has gone quiet" in dm.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("line", ["add", "add \u200b", "add " + "n" * 301, "note", "idea", "edit", "customer", "help " + "h" * 10_000])
async def test_what_a_verb_lacks_is_said(room: Office, line: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = await room.slack.command(OWNER, f"/talk {line}")

    assert is_a_clear_answer(seen, caplog)
    assert await room.bot.store.customers(TEAM) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme", "ACME"), ("Cafe\u0301", "Caf\u00e9"), ("O'Brien", "O\u2019BRIEN"), ("Stra\u00dfe", "STRASSE"), ("Acme", " acme ")],
)
async def test_the_same_name_in_another_form_is_the_same_customer(room: Office, one: str, other: str) -> None:
    await room.slack.command(OWNER, f"/talk add {one}")

    again = await room.slack.command(OWNER, f"/talk add {other}")
    await room.slack.command(OWNER, f"/talk note {other}: they want tablets")

    assert "is already here" in again.text
    assert await notes(room, one) == ["they want tablets"]


@pytest.mark.parametrize("verb", ["note", "idea"])
async def test_a_text_that_is_too_long_is_refused_and_comes_back(hospital: Office, verb: str, caplog: pytest.LogCaptureFixture) -> None:
    text = "They want tablets. " * 2200

    seen = await hospital.slack.command(OWNER, f"/talk {verb} Northside Hospital {text}")

    assert is_a_clear_answer(seen, caplog)
    assert "at most 40,000 characters, and this one has 41,799" in seen.text
    assert f"{verb} Northside Hospital {text}"[:2899] in seen.text
    assert await notes(hospital) == []


UNKEEPABLE = {
    "NUL": "They\x00 want",
    "a lone surrogate": "They\ud83d want",
    "the other half": "They want\udc00",
    "both": "\x00They\udfff want\x00",
}


@pytest.mark.parametrize("text", UNKEEPABLE.values(), ids=UNKEEPABLE.keys())
async def test_what_cannot_be_stored_is_left_out_of_a_line_and_the_answer_says_so(hospital: Office, text: str) -> None:
    seen = await hospital.slack.command(OWNER, f"/talk note Northside Hospital {text}", raw=True)

    assert await notes(hospital) == ["They want"]
    assert "Characters that can't be stored" in seen.text


@pytest.mark.parametrize("text", UNKEEPABLE.values(), ids=UNKEEPABLE.keys())
async def test_what_cannot_be_stored_is_left_out_of_a_form_and_the_answer_says_so(hospital: Office, text: str) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Notes": text})

    assert await notes(hospital) == ["They want"]
    assert "Characters that can't be stored" in seen.text


async def test_what_cannot_be_stored_is_left_out_of_a_draft_and_of_a_name(room: Office) -> None:
    draft = await room.slack.dm(OWNER, "note Lake\x00side School: they want\ud83d tablets", raw=True)
    added = await room.slack.command(OWNER, "/talk add Sun\x00side Inn", raw=True)

    assert "Lakeside School: they want tablets" in draft.text.splitlines()
    assert "Characters that can't be stored" in draft.text
    assert "Added *Sunside Inn*" in added.text
    assert "Characters that can't be stored" in added.text


async def test_stored_text_pings_nobody_and_links_nowhere(hospital: Office) -> None:
    slack = hospital.slack
    await slack.command(
        OWNER, "/talk note Northside Hospital tell <@U0STAFF> and <!channel> in <#C0GENERAL>: <https://evil.example|click>", raw=True
    )
    await slack.command(OWNER, "/talk idea Northside Hospital tell &lt;!channel&gt; and &lt;@U0STAFF&gt;", raw=True)

    cards = [await slack.command(OWNER, line) for line in ("/talk customer Northside Hospital", "/talk ideas Northside Hospital")]

    said = [text for card in cards if card.message for text in mrkdwn(card.message.blocks)]
    assert said
    assert not any("<!" in text or "<http" in text or "<@U0STAFF" in text or "<#C0GENERAL" in text for text in said)
    assert any("&lt;!channel&gt;" in text for text in said)


def mrkdwn(thing: Any) -> list[str]:
    """Every text in blocks in which Slack looks for markup."""
    if isinstance(thing, dict):
        own = [str(thing["text"])] if thing.get("type") == "mrkdwn" else []
        return own + [text for value in thing.values() for text in mrkdwn(value)]
    return [text for one in thing for text in mrkdwn(one)] if isinstance(thing, list) else []


FIELDS = {
    "a name that is taken": ({"Name": "southside clinic"}, "name", "Southside Clinic already answers to that name"),
    "another name that is taken": ({"Other names": "SC, Southside Clinic"}, "aliases", "Southside Clinic already answers to that name"),
    "an invisible name": ({"Name": "\u200b"}, "name", "A customer needs a name"),
    "another name that is too long": ({"Other names": "n" * 301}, "aliases", "at most 300 characters"),
    "no cadence": ({"Cadence": "sometimes"}, "cadence", "I can't read that as a cadence"),
    "no days": ({"Cadence": "0 days"}, "cadence", "I can't read that as a cadence"),
    "too rare": ({"Cadence": "9999 weeks"}, "cadence", "I can't read that as a cadence"),
}


@pytest.mark.parametrize(("entries", "block", "words"), FIELDS.values(), ids=FIELDS.keys())
async def test_what_is_wrong_in_the_customers_form_is_said_beside_it(
    hospital: Office, entries: dict[str, str], block: str, words: str
) -> None:
    await hospital.slack.command(OWNER, "/talk add Southside Clinic")
    before = await hospital.customer("Northside Hospital")
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")

    seen = await hospital.slack.fill_and_submit(OWNER, form, entries)

    assert words in seen.errors[block]
    assert await hospital.customer("Northside Hospital") == before


async def test_a_talk_to_come_and_blank_notes_are_said_beside_the_fields(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Date": "2026-11-25", "Notes": "  \n "})

    assert "still to come" in seen.errors["date"]
    assert "Write a line" in seen.errors["notes"]
    assert await notes(hospital) == []


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2026-11-25", "9999-12-31"])
async def test_a_day_out_of_range_is_refused_by_the_talks_form(hospital: Office, day: str) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")

    seen = await hospital.slack.fill_and_submit(OWNER, form, {"Date": day, "Notes": "They want tablets"})

    assert "date" in seen.errors
    assert await notes(hospital) == []


async def test_a_payload_that_makes_no_sense_gets_a_reference_and_saves_nothing(hospital: Office, caplog: pytest.LogCaptureFixture) -> None:
    form = await hospital.slack.command(OWNER, "/talk note Northside Hospital")
    view = await hospital.slack.fill(OWNER, form, {"Notes": "They want tablets"})
    broken = hospital.slack.compose.submit(OWNER, view, {})
    values = broken.body["view"]["state"]["values"]
    values["notes"]["notes"]["value"] = "They want tablets"
    del values["purpose"]

    seen = await hospital.slack.act(broken)

    [words] = seen.errors.values()
    reference = words.split("reference ")[1].rstrip(".")
    assert any(reference in record.getMessage() for record in caplog.records)
    assert not any("tablets" in record.getMessage() for record in caplog.records)
    assert await notes(hospital) == []


async def test_a_button_of_another_version_says_so(hospital: Office) -> None:
    card = await hospital.slack.command(OWNER, "/talk customer Northside Hospital")
    assert card.message is not None
    click = hospital.slack.compose.click(OWNER, card.message, "Edit details")
    click.body["actions"][0]["action_id"] = "customer.gone"

    seen = await hospital.slack.act(click)

    assert "from another version of Keep Talking" in seen.text
