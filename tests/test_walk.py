"""The whole way once: a talk is recorded, the relationship goes quiet, the owner is nudged and answers with a click."""

from __future__ import annotations

from conftest import Office

OWNER = "U0OWNER"


async def test_a_talk_is_noted_and_months_later_the_owner_is_reminded_and_logs_the_next_one(office: Office) -> None:
    slack = office.slack

    added = await slack.command(OWNER, "/talk add Northside Hospital")
    noted = await slack.command(OWNER, "/talk note Northside Hospital They want appointments online by spring")
    fine = await slack.command(OWNER, "/talk quiet")
    office.watch.turn(days=97)
    await office.tick()
    [dm] = slack.from_bot(OWNER)
    form = await slack.click(OWNER, dm, "Log the talk")
    logged = await slack.fill_and_submit(OWNER, form, {"Notes": "The budget is approved"})
    await office.bot.entry.drain()
    await office.tick()

    assert "Added" in added.text
    assert "Saved: your talk with *Northside Hospital* today" in noted.text
    assert noted.buttons == ["Undo", "Other customer"]
    assert "No relationship" in fine.text
    assert "Northside Hospital* has gone quiet" in dm.text
    assert "appointments online" in dm.readable
    assert "Saved" in logged.text
    assert "A talk was logged by" in dm.readable
    assert slack.from_bot(OWNER) == [dm]
