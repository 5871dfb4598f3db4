"""Somebody before the page in a browser: what they see by its role and name, and what they do with mouse and keys."""

from __future__ import annotations

import re
from typing import Self

from playwright.async_api import Locator, Page, expect

from sandbox import Sandbox

PATIENT = 10_000
expect.set_options(timeout=PATIENT)


class Visitor:
    def __init__(self, page: Page, slack: Sandbox) -> None:
        page.set_default_timeout(PATIENT)
        self.page = page
        self.slack = slack

    async def arrive(self, user: str = "U0OWNER", place: str = "C0GENERAL") -> Self:
        """Open the page there, and wait until one can type."""
        await self.page.goto(f"{self.slack.url}/#user={user}&place={place}")
        await expect(self.composer).to_be_editable()
        return self

    async def come_back(self) -> Self:
        """Go on in the same window, in #general, as if nothing had been typed."""
        await self.page.evaluate("() => sessionStorage.clear()")
        await expect(self.page.locator("dialog[open]")).to_have_count(0)
        await self.page.evaluate("(hash) => { location.hash = hash; }", "user=U0OWNER&place=C0GENERAL")
        await expect(self.page.get_by_label("You are")).to_have_value("U0OWNER")
        await self.page.get_by_role("textbox", name="Message #general").fill("")
        return self

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("region", name="Conversation").get_by_role("textbox")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log", name="Messages").get_by_role("article")

    @property
    def newest(self) -> Locator:
        return self.messages.last

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def refusals(self) -> Locator:
        return self.page.get_by_role("log", name="Refusals")

    @property
    def step(self) -> Locator:
        """The tour's next step."""
        return self.page.locator("li.step.next")

    def form(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title, exact=True)

    async def be(self, user: str) -> None:
        await self.page.get_by_label("You are").select_option(user)

    async def go(self, place: str) -> None:
        named = re.compile(rf"^{re.escape(place)}(,|$)")
        await self.page.get_by_role("navigation", name="Conversations").get_by_role("button", name=named).click()

    async def enter(self, line: str, says: str) -> Locator:
        """Type a line, and wait for the message that says this; return it."""
        await self.composer.fill(line)
        await self.composer.press("Enter")
        await expect(self.newest).to_contain_text(says)
        return self.newest

    async def opens(self, line: str, title: str) -> Locator:
        """Type a line that opens a form; return it."""
        await self.composer.fill(line)
        await self.composer.press("Enter")
        await self.form(title).wait_for()
        return self.form(title)

    async def pick(self, form: Locator, label: str, typed: str, option: str) -> None:
        """Choose from a list by typing some of it."""
        await form.get_by_role("combobox", name=label).fill(typed)
        await form.get_by_role("option", name=option).first.click()
        await expect(self.page.get_by_role("listbox", name="Options")).to_be_hidden()

    async def press(self, form: Locator, name: str) -> None:
        await form.get_by_role("button", name=name, exact=True).click()

    async def point_at(self, message: Locator, tool: str) -> None:
        """Move to a message, and press one of the buttons that show there."""
        await message.hover()
        await message.get_by_role("button", name=tool).click()

    async def unfold(self, title: str) -> None:
        """Unfold a panel of the tools."""
        panel = self.page.locator("details.panel", has=self.page.get_by_role("heading", name=title))
        if await panel.get_attribute("open") is None:
            await panel.locator("summary").first.click()

    async def switch(self, trouble: str) -> None:
        """Turn a trouble on or off in the tools, and wait until it is."""
        await self.unfold("Trouble")
        lever = self.page.get_by_role("switch", name=trouble)
        before = await lever.get_attribute("aria-checked")
        await lever.click()
        await expect(lever).to_have_attribute("aria-checked", "false" if before == "true" else "true")
