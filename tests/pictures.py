"""The pictures of README: `make pictures` plays the demo on one set day in a browser, and saves what it shows into docs/pictures."""

from __future__ import annotations

import asyncio
import base64
import struct
import sys
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from browsing import a_browser, a_page
from conftest import TUESDAY_MORNING
from playwright.async_api import Browser, Locator, expect
from visitor import Visitor

from bot.demo import a_year_on

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
LARGEST = 150_000
WIDE, TALL, NARROW = (1280, 760), (1280, 1060), (390, 760)
COLOURS = """async ([picture, most]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    const colours = [];
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
        const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        colours.push(colour);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const palette = [...counts].sort((one, other) => other[1] - one[1]).slice(0, most).map(([colour]) => colour);
    const apart = (one, other) => [16, 8, 0].reduce((sum, by) => sum + (((one >> by) & 255) - ((other >> by) & 255)) ** 2, 0);
    const nearest = (colour) => palette.reduce((best, one, at) => (apart(one, colour) < apart(palette[best], colour) ? at : best), 0);
    const places = new Map(palette.map((colour, at) => [colour, at]));
    for (const colour of counts.keys()) if (!places.has(colour)) places.set(colour, nearest(colour));
    let indices = "";
    for (const colour of colours) indices += String.fromCharCode(places.get(colour));
    return [width, height, palette, btoa(indices)];
}"""
MOST_COLOURS = 256
Scene = Callable[[Visitor], Awaitable[None]]


async def first(visitor: Visitor) -> None:
    """What the demo shows when it opens."""
    await visitor.page.goto(visitor.slack.url)
    await visitor.composer.wait_for()


async def note(visitor: Visitor) -> None:
    """A note that is saved, as the tour's first step has it."""
    await first(visitor)
    await enter_step(visitor)
    await expect(visitor.newest).to_contain_text("Saved")


async def enter_step(visitor: Visitor) -> None:
    """Put the line of the tour's next step into the composer, and send it."""
    await visitor.press(await tour_of(visitor), "Put it in the composer")
    await visitor.composer.press("Enter")


async def tour_of(visitor: Visitor) -> Locator:
    """The tour's next step, in its drawer where there is no room beside the conversation."""
    if not await visitor.step.is_visible():
        await visitor.page.get_by_role("button", name="Tools").click()
    return visitor.step


async def nudge(visitor: Visitor) -> None:
    """The reminder of the next morning."""
    await note(visitor)
    await enter_step(visitor)
    await expect(visitor.newest).to_contain_text("close to it")
    await visitor.press(await tour_of(visitor), "Turn the clock by 1 day")
    await expect(visitor.newest).to_contain_text("gone quiet")


async def form(visitor: Visitor) -> None:
    """The form that the reminder opens."""
    await nudge(visitor)
    await visitor.press(visitor.newest, "Log the talk")
    opened = visitor.form("Log a talk")
    await opened.get_by_label("Notes").fill("Dr. Weber begins with the eye clinic in January. She wants to see the texts first.")


async def summary(visitor: Visitor) -> None:
    """A quarter of all customers, summed up."""
    await first(visitor)
    await visitor.enter("/talk summary all last quarter", "third quarter")


async def home(visitor: Visitor) -> None:
    """What waits for Olivia, on the morning of the reminder."""
    await nudge(visitor)
    await visitor.page.get_by_role("tab", name="Home").click()
    await expect(visitor.page.get_by_text("Gone quiet", exact=True)).to_be_visible()


async def gallery(visitor: Visitor) -> None:
    """All that the bot can say."""
    await visitor.page.goto(f"{visitor.slack.url}/gallery")
    await visitor.page.wait_for_selector("body[data-ready]")
    await visitor.page.fill("#find", "reminder")


SCENES: list[tuple[str, Scene, tuple[int, int]]] = [
    ("first", first, WIDE),
    ("note", note, WIDE),
    ("nudge", nudge, WIDE),
    ("form", form, WIDE),
    ("summary", summary, TALL),
    ("home", home, WIDE),
    ("gallery", gallery, WIDE),
    ("phone", nudge, NARROW),
]


async def take(browser: Browser, name: str, scene: Scene, size: tuple[int, int]) -> None:
    """Play a scene on a fresh demo, in both themes."""
    for theme in ("light", "dark"):
        async with a_year_on(0, TUESDAY_MORNING) as slack, a_page(browser, size[0], theme) as page:
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await scene(Visitor(page, slack))
            picture = await page.screenshot(animations="disabled", caret="hide")
        small = await with_few_colours(browser, picture)
        path = FOLDER / f"{name}-{theme}.png"
        path.write_bytes(small)
        sys.stdout.write(f"{path.relative_to(FOLDER.parent.parent)}  {len(small) / 1000:.0f} kB\n")
        assert len(small) < LARGEST


async def with_few_colours(browser: Browser, picture: bytes) -> bytes:
    """The same picture as a PNG with a palette, which is a third of its size; colours that are too many become their nearest."""
    page = await browser.new_page()
    width, height, palette, indices = await page.evaluate(COLOURS, [base64.b64encode(picture).decode(), MOST_COLOURS])
    await page.close()
    pixels = base64.b64decode(indices)
    rows = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(colour.to_bytes(3, "big") for colour in palette)
    chunks = [(b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with a_browser() as browser:
        for name, scene, size in SCENES:
            await take(browser, name, scene, size)


if __name__ == "__main__":
    asyncio.run(main())
