"""The page in a browser, with the demo's year behind it: until it shows what was said, and from Enter to the answer that can be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, Page, async_playwright

from bench.figures import Figure, Scale
from bench.records import utc_now
from bot.demo import a_year_on

LINES = 20
LOOK = "#user=U0OWNER&place=C0OWNERS"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAINTED = "const painted = (then) => requestAnimationFrame(() => setTimeout(then));"
SHOWN = f"""{PAINTED}
window.shown = new Promise((done) => {{
    new MutationObserver((_, watching) => {{
        if (!document.querySelector("[role=log] .message")) return;
        watching.disconnect();
        painted(() => done(performance.now()));
    }}).observe(document, {{ childList: true, subtree: true }});
}});"""
ANSWERED = f"""([line, words]) => new Promise((done) => {{
    {PAINTED}
    const input = document.querySelector(".talk .compose-text");
    const log = document.querySelector("[role=log][aria-label=Messages]");
    input.value = line;
    input.dispatchEvent(new Event("input"));
    new MutationObserver((_, watching) => {{
        const newest = log.lastElementChild;
        if (!newest.matches(".by-app") || !newest.textContent.includes(words)) return;
        watching.disconnect();
        painted(() => done(performance.now() - began));
    }}).observe(log, {{ childList: true, subtree: true }});
    const began = performance.now();
    input.dispatchEvent(new KeyboardEvent("keydown", {{ key: "Enter", bubbles: true, cancelable: true }}));
}})"""


async def measure(scale: Scale, _folder: Path) -> list[Figure]:
    """Measure the page in a browser of its own. Raises RuntimeError where there is none."""
    async with a_year_on(0, utc_now()) as slack, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        loads = [await load(browser, slack.url) for _ in range(scale.starts)]
        page = await browser.new_page()
        await visit(page, slack.url)
        answers = [await answer(page, number) for number in range(LINES)]
        await browser.close()
    beside = f"the slowest of {LINES}: {max(answers):.0f} ms"
    return [
        Figure("the page until it shows a year's messages, nothing cached", median(loads), "ms", 1000),
        Figure("Enter until the answer to a /talk note is painted", median(answers), "ms", 100, beside=beside),
    ]


def chromium() -> str:
    """Return the browser that the environment names, else Debian's."""
    found = os.environ.get("TALK_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise RuntimeError("no Chromium here; TALK_TEST_CHROMIUM names one")
    return found


async def load(browser: Browser, url: str) -> float:
    """Return how long it took from the request until messages are painted, in ms, in a window that knows nothing of the page."""
    window = await browser.new_context()
    shown = await visit(await window.new_page(), url)
    await window.close()
    return shown


async def visit(page: Page, url: str) -> float:
    """Open the page where a year of summaries stands; return when they were painted, in ms."""
    await page.add_init_script(SHOWN)
    await page.goto(f"{url}/{LOOK}")
    return float(await page.evaluate("window.shown"))


async def answer(page: Page, number: int) -> float:
    """Return how long a note took from Enter until its answer is painted, in ms."""
    words = f"They want to see kiosk {number}"
    return float(await page.evaluate(ANSWERED, [f"/talk note Riverbank {words}", words]))
