"""The page without a mouse: everything is reached, done and left by keys, and the focus is always somewhere that makes sense."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOCUSED = """() => {
    const node = document.activeElement;
    return node === document.body ? "" : node.ariaLabel || node.labels?.[0]?.innerText || node.innerText || "";
}"""


async def tab_to(visitor: Visitor, name: str, most: int = 40, key: str = "Tab") -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(most):
        await visitor.page.keyboard.press(key)
        if (await visitor.page.evaluate(FOCUSED)).strip().startswith(name):
            return
    raise AssertionError(f"{name} is not reached by {most} tabs")


async def test_a_note_is_written_in_a_form_saved_and_taken_back_by_keys_alone(olivia: Visitor) -> None:
    page, keys = olivia.page, olivia.page.keyboard
    await page.evaluate("() => document.activeElement.blur()")

    await tab_to(olivia, "Skip to the conversation")
    await keys.press("Enter")
    await expect(olivia.composer).to_be_focused()
    await keys.type("/ta")
    await expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_count(1)
    await keys.press("Tab")
    await keys.type("note")
    await keys.press("Enter")
    form = olivia.form("Log a talk")
    await expect(form.get_by_role("combobox", name="Customer")).to_be_focused()
    await keys.type("northside")
    await expect(form.get_by_role("option", name="Northside Hospital")).to_be_visible()
    await keys.press("Enter")
    await tab_to(olivia, "Purpose")
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await tab_to(olivia, "Notes")
    await keys.type("They want to see the kiosk")
    await tab_to(olivia, "Save")
    await keys.press("Enter")
    await expect(olivia.form("Saved")).to_contain_text("Northside Hospital")
    await tab_to(olivia, "Undo")
    await keys.press("Enter")

    await expect(page.get_by_text("Taken back").first).to_be_visible()
    await keys.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)
    await expect(olivia.composer).to_be_focused()


async def test_a_typed_note_is_taken_back_by_its_button(olivia: Visitor) -> None:
    keys = olivia.page.keyboard
    await olivia.composer.focus()
    await keys.type("/talk note Riverbank They like the new branch")
    await keys.press("Enter")
    await expect(olivia.newest).to_contain_text("Saved: your talk with Riverbank")

    await tab_to(olivia, "Undo", key="Shift+Tab")
    await keys.press("Enter")

    await expect(olivia.newest).to_contain_text("Taken back")


async def test_a_form_is_sent_by_enter_in_a_line_and_escape_closes_a_list_before_the_form(olivia: Visitor) -> None:
    form = await olivia.opens("/talk edit Accounting", "Customer")
    keys = olivia.page.keyboard
    await form.get_by_role("combobox", name="Kind").focus()
    await keys.press("ArrowDown")
    await expect(form.get_by_role("listbox", name="Options")).to_be_visible()

    await keys.press("Escape")
    await expect(form.get_by_role("listbox", name="Options")).to_be_hidden()
    await expect(form).to_be_visible()
    await keys.press("Escape")

    await expect(form).to_be_hidden()
    await expect(olivia.composer).to_be_focused()


async def test_the_switcher_goes_to_a_place_by_some_letters(olivia: Visitor) -> None:
    await olivia.page.keyboard.press("Control+k")
    await olivia.page.keyboard.type("leads")
    await olivia.page.keyboard.press("Enter")

    await expect(olivia.page.get_by_role("textbox", name="Message #leads")).to_be_focused()


async def test_the_arrow_up_brings_back_what_was_sent_and_escape_closes_the_suggestions(olivia: Visitor) -> None:
    await olivia.enter("first line", "first line")
    await olivia.enter("second line", "second line")

    await olivia.page.keyboard.press("ArrowUp")
    await expect(olivia.composer).to_have_value("second line")
    await olivia.page.keyboard.press("ArrowUp")
    await expect(olivia.composer).to_have_value("first line")
    await olivia.composer.fill("@da")
    await olivia.page.keyboard.press("End")
    await expect(olivia.page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    await olivia.page.keyboard.press("Escape")

    await expect(olivia.page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    await expect(olivia.composer).to_have_value("@da")


async def test_a_message_is_reached_reacted_to_and_answered_in_its_thread(olivia: Visitor) -> None:
    keys = olivia.page.keyboard
    await olivia.enter("Lunch at twelve?", "Lunch at twelve?")

    await tab_to(olivia, "React with", key="Shift+Tab")
    await keys.press("ArrowRight")
    await keys.press("ArrowRight")
    await keys.press("Enter")
    await expect(olivia.newest.get_by_role("button", name="+1, 1")).to_be_visible()
    await keys.press("ArrowRight")
    await expect(olivia.newest.get_by_role("button", name="Reply in thread")).to_be_focused()
    await keys.press("Enter")
    await expect(olivia.thread.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    await keys.type("Half past")
    await keys.press("Enter")
    await expect(olivia.thread.get_by_role("article").last).to_contain_text("Half past")
    await keys.press("Escape")

    await expect(olivia.thread).to_be_hidden()


async def test_the_menu_of_a_message_is_worked_by_arrows_and_letters(olivia: Visitor) -> None:
    keys = olivia.page.keyboard
    said = await olivia.enter("The kiosk prints twice", "prints twice")
    await said.get_by_role("button", name="More actions").focus()

    await keys.press("Enter")
    await expect(olivia.page.get_by_role("menuitem").first).to_be_focused()
    await keys.press("s")
    await expect(olivia.page.get_by_role("menuitem", name="Save to a customer")).to_be_focused()
    await keys.press("Escape")

    await expect(said.get_by_role("button", name="More actions")).to_be_focused()
