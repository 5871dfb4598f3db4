"""The gallery in a browser: nothing runs over its edge and no word is cut off, in both themes and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from browsing import a_page
from playwright.async_api import Browser, Page

from bot.gallery import shown
from model.answer import Json
from sandbox import Sandbox
from sandbox.page import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]
OVER_THE_EDGE = """() => {
    const scrolls = (style) => /auto|scroll/.test(style.overflowX);
    const overflows = (node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1;
    const wide = (node) => overflows(node) && !node.matches("input, textarea") && !node.closest("svg");
    const named = (node) => `${node.closest(".exhibit").id}: ${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`;
    const inside = [...document.querySelectorAll(".exhibit *")].filter((node) => wide(node) && !scrolls(getComputedStyle(node)));
    const page = document.documentElement;
    return [...inside.map(named), ...(page.scrollWidth > page.clientWidth ? ["the page itself"] : [])];
}"""
CUT_OFF = """() => {
    const cuts = (node) => /hidden|clip/.test(getComputedStyle(node).overflow) && !node.matches(".unseen, .text-folded");
    const boxes = (node) => {
        const found = [];
        for (let one = node.parentElement; !one.matches(".exhibit"); one = one.parentElement) if (cuts(one)) found.push(one);
        return found.map((one) => one.getBoundingClientRect());
    };
    const aside = (word, box) => word.left < box.left - 1 || word.right > box.right + 1;
    const beyond = (word, box) => aside(word, box) || word.top < box.top - 1 || word.bottom > box.bottom + 1;
    const texts = [];
    for (const exhibit of document.querySelectorAll(".exhibit")) {
        const walk = document.createTreeWalker(exhibit, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(".unseen")) texts.push(walk.currentNode);
    }
    const words = (node) => { const range = document.createRange(); range.selectNodeContents(node); return [...range.getClientRects()]; };
    const cut = (node, around = boxes(node)) => around.length && words(node).some((word) => around.some((box) => beyond(word, box)));
    const found = texts.filter((node) => cut(node));
    return found.map((node) => `${node.parentElement.closest(".exhibit").id}: ${node.textContent.slice(0, 60)}`);
}"""
UNFOLD = "() => document.querySelectorAll('.exhibit .more').forEach((more) => more.click())"


@asynccontextmanager
async def visit(browser: Browser, gallery: Callable[[], list[Json]] = shown, **look: Any) -> AsyncIterator[Page]:
    """A look at a gallery, in a window of some width and a theme."""
    async with Sandbox() as slack, a_page(browser, **look) as page:
        slack.page.begin(Stage(gallery=gallery))
        await page.goto(f"{slack.url}/gallery")
        await page.wait_for_selector("body[data-ready]")
        yield page


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_nothing_runs_over_its_edge_and_no_word_is_cut_off(browser: Browser, width: int, theme: str) -> None:
    async with visit(browser, width=width, theme=theme) as page:
        await page.evaluate(UNFOLD)

        assert await page.locator(".exhibit").count() == len(shown())
        assert await page.evaluate(OVER_THE_EDGE) == []
        assert await page.evaluate(CUT_OFF) == []


async def test_the_checks_see_what_runs_over_and_what_is_cut_off(browser: Browser) -> None:
    async with visit(browser) as page:
        await page.add_style_tag(content=".exhibit .byline { width: 3em; height: 1em; overflow: hidden; white-space: nowrap; }")

        assert await page.evaluate(OVER_THE_EDGE) != []
        assert await page.evaluate(CUT_OFF) != []


async def test_an_exhibit_that_slack_would_refuse_says_why(browser: Browser) -> None:
    broken = {"noun": "talks", "name": "an unknown block", "surface": "message", "text": "Hello", "blocks": [{"type": "marquee"}]}

    async with visit(browser, lambda: [broken]) as page:
        problem = await page.locator(".problem").inner_text()
        count = await page.locator("#count").inner_text()

    assert "Slack would refuse this" in problem
    assert "unsupported type: marquee" in problem
    assert count == "1 message or form, 1 of which Slack would refuse"


async def test_words_sift_the_exhibits_and_a_theme_is_put_on(browser: Browser) -> None:
    async with visit(browser) as page:
        await page.fill("#find", "fell through, said")
        left = await page.locator(".exhibit:visible h3").all_inner_texts()
        await page.click("#theme")

        assert left == ["fell through", "second after: fell through"]
        assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def test_a_button_tells_what_it_stands_for(browser: Browser) -> None:
    async with visit(browser) as page:
        await page.locator(".exhibit").first.get_by_role("button", name="Other customer").click()

        assert (await page.locator("#pressed").inner_text()).startswith("Other customer: talk.other ")
