"""How the page looks in both themes, wide and on a phone: nothing scrolls sideways or is cut off, and words stand out from their ground."""

from __future__ import annotations

import pytest
from browsing import a_page
from playwright.async_api import Browser, expect
from visitor import Visitor

from sandbox import Sandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]
SAID = [
    ("/talk quiet", "close to it"),
    ("/talk note Riverbank They look at tablets", "Saved"),
    ("/talk customer Northside Hospital", "Cadence"),
    ("/talk learn Northside Hospital", "topics known"),
    ("/talk ideas", "ideas"),
    ("/talk help", "/talk note"),
    ("/remind me", "not a valid command"),
    ("<b>&amp;</b> `code` *bold* https://example.com/" + "long/" * 60, "long"),
]
SIDEWAYS = """() => {
    const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX);
    const apart = (node) => node.closest(".toolbar, .unseen, .skip, select, [hidden]") || getComputedStyle(node).visibility === "hidden";
    const elided = (node) => getComputedStyle(node).textOverflow === "ellipsis" || node.matches("input, textarea");
    const wide = (node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1 && !elided(node);
    const within = (node) => node && ((scrolls(node) && node.scrollWidth > node.clientWidth + 1) || within(node.parentElement));
    const beyond = ({ width, left, right }) => width && (left < -1 || right > innerWidth + 1);
    const off = (node) => beyond(node.getBoundingClientRect()) && !within(node.parentElement);
    const named = (node) => `${node.tagName}.${node.className} ${node.textContent.slice(0, 40)}`;
    const all = [...document.body.querySelectorAll("*")].filter((node) => node.offsetParent && !apart(node) && !scrolls(node));
    const page = document.documentElement;
    const found = all.filter((node) => wide(node) || off(node)).map(named);
    return [...found, ...(page.scrollWidth > page.clientWidth ? ["the page itself"] : [])];
}"""
FAINT = """() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    const once = (made) => {
        const known = new Map();
        return (given) => known.get(given) ?? known.set(given, made(given)).get(given);
    };
    const rgba = once((colour) => {
        paper.clearRect(0, 0, 1, 1);
        paper.fillStyle = colour;
        paper.fillRect(0, 0, 1, 1);
        return [...paper.getImageData(0, 0, 1, 1).data];
    });
    const style = (node) => getComputedStyle(node);
    const over = ([r, g, b, a], below) => [r, g, b].map((one, at) => (one * a + below[at] * (255 - a)) / 255);
    const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    const light = (rgb) => rgb.reduce((sum, one, at) => sum + linear(one / 255) * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = once((node) => (node ? over(rgba(style(node).backgroundColor), behind(node.parentElement)) : [255, 255, 255]));
    const opaque = once((node) => (node ? Number(style(node).opacity) * opaque(node.parentElement) : 1));
    const contrast = (node) => {
        const [r, g, b, a] = rgba(style(node).color);
        const ground = behind(node);
        const [high, low] = [light(over([r, g, b, a * opaque(node)], ground)), light(ground)].sort((one, other) => other - one);
        return (high + 0.05) / (low + 0.05);
    };
    const apart = (node) => node.matches("option, :disabled") || node.closest("[aria-hidden=true], svg, .unseen, .toolbar, .avatar, .skip");
    const speaks = (node) => [...node.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.textContent.trim());
    const counted = [...document.body.querySelectorAll("*")].filter((node) => node.offsetParent && speaks(node) && !apart(node));
    const told = counted.map((node) => [contrast(node), `${node.tagName}.${node.className} ${node.textContent.trim().slice(0, 30)}`]);
    return told.filter(([ratio]) => ratio < 4.5).map(([ratio, words]) => `${ratio.toFixed(2)} ${words}`);
}"""


async def sound(visitor: Visitor) -> None:
    """What is in sight now is sound."""
    assert await visitor.page.evaluate(SIDEWAYS) == []
    assert await visitor.page.evaluate(FAINT) == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_nothing_scrolls_sideways_and_all_words_stand_out(browser: Browser, year: Sandbox, width: int, theme: str) -> None:
    async with a_page(browser, width, theme) as page:
        olivia = await Visitor(page, year).arrive()
        await sound(olivia)
        for line, says in SAID:
            await olivia.enter(line, says)
        await sound(olivia)
        await drawers_are_sound(olivia, width)
        await a_refused_form_is_sound(olivia)
        for tab in ("Home", "About"):
            await page.evaluate("(tab) => { location.hash = `user=U0OWNER&place=app&tab=${tab}`; }", tab.lower())
            await page.get_by_role("tabpanel", name=tab).wait_for()
            await sound(olivia)


async def drawers_are_sound(visitor: Visitor, width: int) -> None:
    """The sidebar and the tools with all panels unfolded, which lie over a narrow page."""
    for name, covers in (("Conversations", 700), ("Tools", 1199)):
        if width <= covers:
            await visitor.page.get_by_role("button", name=name).click()
        for panel in ("Trouble", "Wire") if name == "Tools" else ():
            await visitor.page.locator("summary", has_text=panel).click()
        await sound(visitor)
        if width <= covers:
            await visitor.page.keyboard.press("Escape")


async def a_refused_form_is_sound(visitor: Visitor) -> None:
    form = await visitor.opens("/talk edit Riverbank", "Customer")
    await form.get_by_label("Cadence").fill("")
    await visitor.press(form, "Save")
    await form.locator("[aria-invalid=true]").wait_for()
    await sound(visitor)
    await visitor.page.keyboard.press("Escape")
    await form.wait_for(state="hidden")


async def test_the_theme_is_put_on_and_stays_over_a_reload(olivia: Visitor) -> None:
    await olivia.page.get_by_role("button", name="Dark theme").click()
    await expect(olivia.page.locator("html")).to_have_attribute("data-theme", "dark")

    await olivia.page.reload()
    await expect(olivia.page.locator("html")).to_have_attribute("data-theme", "dark")
    await olivia.page.get_by_role("button", name="Light theme").click()

    await expect(olivia.page.locator("html")).to_have_attribute("data-theme", "light")


async def test_a_window_that_becomes_narrow_and_wide_again_keeps_the_newest_in_sight_and_its_columns(olivia: Visitor) -> None:
    await olivia.enter("/talk customer Northside Hospital", "Cadence")

    for width in (390, 800, 1280):
        await olivia.page.set_viewport_size({"width": width, "height": 700})
        await expect(olivia.newest.get_by_role("button", name="Dismiss")).to_be_in_viewport()

    await expect(olivia.page.get_by_role("navigation", name="Conversations")).to_be_visible()
    await expect(olivia.page.get_by_role("complementary", name="Tools")).to_be_visible()


async def test_the_checks_see_what_runs_over_and_what_is_faint(olivia: Visitor) -> None:
    await olivia.page.add_style_tag(
        content=".head-name { color: #aaa; width: 20px; white-space: nowrap; overflow: hidden; overflow-wrap: normal; }"
    )

    assert await olivia.page.evaluate(SIDEWAYS) != []
    assert await olivia.page.evaluate(FAINT) != []
