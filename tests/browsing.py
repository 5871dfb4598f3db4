"""The browser of those who look at the page: Debian's Chromium, which the environment may name, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium() -> str:
    """The browser's path; a test is skipped where there is none, and fails where the environment names one that is not there."""
    named = os.environ.get("TALK_TEST_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium here: install it, or name one in TALK_TEST_CHROMIUM")
    return found


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, width: int = 1280, theme: str = "light", expected: str = "nothing") -> AsyncIterator[Page]:
    """A page in a window of that width, on which no script fails and nothing is logged as an error but what is expected."""
    scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    size: ViewportSize = {"width": width, "height": 900}
    context = await browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB")
    page = await context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    yield page
    await context.close()
    assert [one for one in trouble if expected not in one] == []
