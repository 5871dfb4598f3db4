"""What the page says and keeps when something fails: the bot is away, Slack is slow or refuses, the sandbox itself is gone."""

from __future__ import annotations

import re

import pytest
from browsing import a_page
from playwright.async_api import Browser, expect
from visitor import PATIENT, Visitor

from sandbox import Sandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_bot_that_is_away_is_told_of_by_slackbot_and_the_line_comes_back(olivia: Visitor) -> None:
    await olivia.switch("The bot is away")
    await olivia.enter("/talk note Riverbank They like it", "/talk failed with the error “dispatch_failed”")

    await expect(olivia.newest).to_contain_text("Slackbot")
    await expect(olivia.composer).to_have_value("/talk note Riverbank They like it")
    await expect(olivia.page.get_by_text("Your text is back here")).to_be_visible()
    await olivia.switch("The bot is away")
    await olivia.composer.press("Enter")

    await expect(olivia.newest).to_contain_text("Saved: your talk with Riverbank")


async def test_a_form_that_meets_nobody_keeps_what_was_filled_in(olivia: Visitor) -> None:
    form = await olivia.opens("/talk note Riverbank", "Log a talk")
    await form.get_by_label("Notes").fill("They ask for a second line")
    olivia.slack.away = True

    await olivia.press(form, "Save")
    await expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting")
    await expect(form.get_by_label("Notes")).to_have_value("They ask for a second line")
    olivia.slack.away = False
    await olivia.press(form, "Save")

    await expect(olivia.form("Saved")).to_contain_text("They ask for a second line")


async def test_a_button_that_meets_nobody_says_so_and_works_again_later(olivia: Visitor) -> None:
    said = await olivia.enter("/talk note Riverbank They count cards", "Saved: your talk with Riverbank")
    olivia.slack.away = True
    await olivia.press(said, "Undo")
    await expect(olivia.refusals).to_contain_text("dispatch_failed")

    olivia.slack.away = False
    await olivia.press(said, "Undo")

    await expect(said).to_contain_text("Taken back")


async def test_a_socket_that_is_cut_is_open_again_by_itself(olivia: Visitor) -> None:
    connections = olivia.slack.socket_mode.connections
    [before] = connections
    await olivia.unfold("Trouble")
    await olivia.page.get_by_role("button", name="Cut the socket").click()
    await olivia.slack.wait_for(lambda: any(one is not before for one in connections), PATIENT / 1000)

    await olivia.enter("/talk quiet", "close to it")


async def test_what_slack_refused_stands_on_the_wire_in_words(olivia: Visitor) -> None:
    await olivia.unfold("Wire")
    await olivia.switch("Rate limiting")
    await olivia.go("Keep Talking")
    await expect(olivia.composer).to_have_accessible_name("Message Keep Talking")
    await olivia.composer.fill("quiet")
    await olivia.composer.press("Enter")

    await expect(olivia.page.locator(".call.bad").first).to_contain_text("answered 429, as if there were too many")
    await olivia.switch("Rate limiting")


async def test_what_slack_waits_for_has_not_failed_yet(olivia: Visitor) -> None:
    await olivia.unfold("Wire")
    await olivia.switch("Slow Slack")
    await olivia.go("Keep Talking")
    await expect(olivia.composer).to_have_accessible_name("Message Keep Talking")
    await olivia.composer.fill("customers")
    await olivia.composer.press("Enter")

    await expect(olivia.page.locator(".call", has_text="not answered yet").first).to_have_class("call")
    await olivia.switch("Slow Slack")


async def test_a_bot_that_was_taken_out_has_no_commands_and_comes_back(olivia: Visitor) -> None:
    await olivia.switch("Uninstalled")
    await olivia.enter("/talk quiet", "/talk is not a valid command")
    places = olivia.page.get_by_role("navigation", name="Conversations")
    await expect(places.get_by_role("button", name="Keep Talking, not installed")).to_be_visible()

    await olivia.switch("Uninstalled")

    await olivia.enter("/talk quiet", "close to it")


async def test_a_sandbox_that_stops_is_told_of_and_the_page_comes_back_with_it(browser: Browser) -> None:
    async with a_page(browser, expected="WebSocket") as page:
        async with Sandbox() as slack:
            olivia = await Visitor(page, slack).arrive()
            await olivia.enter("hello", "hello")
            port = int(slack.url.rpartition(":")[2])
        await expect(page.locator("#banner")).to_contain_text("The sandbox is not running")
        await olivia.composer.fill("still there?")
        await olivia.composer.press("Enter")
        await expect(olivia.composer).to_have_value("still there?")

        async with Sandbox(port=port):
            await expect(page.locator("#banner")).to_be_empty()
            await olivia.composer.press("Enter")

            await expect(olivia.messages).to_have_count(1)
            await expect(olivia.newest).to_contain_text("still there?")


async def test_a_person_or_place_that_is_not_there_leads_to_one_that_is(browser: Browser, year: Sandbox) -> None:
    async with a_page(browser) as page:
        await page.goto(f"{year.url}/#user=<script>&place=../../etc&thread=1.2&tab=nowhere&theme=plaid")

        await expect(page.get_by_label("You are")).to_have_value(re.compile("U0"))
        await expect(page.get_by_role("textbox", name="Message Keep Talking")).to_be_visible()
