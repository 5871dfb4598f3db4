"""What a newcomer does on the page, with the mouse: the tour, places and people, threads, reactions, drafts, and odd texts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browsing import a_page
from conftest import TUESDAY_MORNING
from playwright.async_api import Browser, Locator, WebSocketRoute, expect
from visitor import Visitor

from bot.demo import a_year_on
from sandbox import Sandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARKUP = "<b>Sam</b><img src=x onerror=alert(1)>"
ODD = [
    pytest.param("<script>document.title = 'taken'</script><img src=x onerror=alert(1)>", id="markup"),
    pytest.param("&lt;b&gt; &amp;amp; <!channel> <@U0DEPUTY|you> <https://example.com|here>", id="entities"),
    pytest.param("שלום עולם \u202etxt.exe مرحبا", id="right to left"),
    pytest.param("*_~`>```" * 20, id="emphasis"),
    pytest.param("wide" * 750, id="3,000 characters without a space"),
]
WIDE = 1200
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_tour_is_walked_by_its_buttons_and_each_step_is_ticked_off(browser: Browser, width: int) -> None:
    async with a_year_on(0, TUESDAY_MORNING) as slack, a_page(browser, width) as page:
        await page.goto(slack.url)
        olivia = Visitor(page, slack)
        await expect(olivia.composer).to_be_editable()

        async def take(title: str, button: str) -> None:
            if width < WIDE:
                await page.get_by_role("button", name="Tools").click()
            await expect(olivia.step).to_contain_text(title)
            await olivia.press(olivia.step, button)

        await take("Note a talk", "Put it in the composer")
        await page.get_by_role("button", name="Send").click()
        await expect(olivia.newest).to_contain_text("Saved: your talk with Riverbank")
        await take("See who is close to going quiet", "Put it in the composer")
        await olivia.composer.press("Enter")
        await expect(olivia.newest).to_contain_text("Northside Hospital")
        await take("Turn the clock by a day", "Turn the clock by 1 day")
        await expect(olivia.step.get_by_role("button")).to_have_count(0)
        await olivia.press(olivia.newest, "Log the talk")
        form = olivia.form("Log a talk")
        await form.get_by_label("Notes").fill("The eye clinic goes first, in January")
        await olivia.press(form, "Save")
        await expect(olivia.form("Saved")).to_contain_text("Northside Hospital")
        await page.keyboard.press("Escape")
        await expect(olivia.newest).to_contain_text("A talk was logged by @Olivia Berg")
        await take("Book the next talk", "Put it in the composer")
        await olivia.composer.press("Enter")
        await expect(olivia.newest).to_contain_text("on Monday 30 November. No reminders")
        await take("Book the next talk", "Turn the clock by 2 weeks")

        await expect(page.locator("li.step.done")).to_have_count(5)
        await expect(olivia.messages.filter(has_text=re.compile("talk with Northside Hospital was booked for"))).to_have_count(1)


async def test_somebody_else_sees_their_own_places_and_not_what_was_only_for_another(olivia: Visitor) -> None:
    await olivia.enter("/talk quiet", "close to it")

    await olivia.be("U0GUEST")

    await expect(olivia.messages.filter(has_text="close to it")).to_have_count(0)
    places = olivia.page.get_by_role("navigation", name="Conversations").get_by_role("listitem")
    await expect(places).to_have_text(["general", "Keep Talking"])


async def test_the_back_button_goes_back_to_where_and_who_one_was(olivia: Visitor) -> None:
    await olivia.go("leads")
    await expect(olivia.composer).to_have_accessible_name("Message #leads")
    await olivia.be("U0DEPUTY")

    await olivia.page.go_back()
    await expect(olivia.page.get_by_label("You are")).to_have_value("U0OWNER")
    await olivia.page.go_back()

    await expect(olivia.composer).to_have_accessible_name("Message #general")


async def test_a_thread_is_answered_beside_its_conversation(olivia: Visitor) -> None:
    said = await olivia.enter("Who brings cake on Friday?", "Who brings cake")

    await olivia.point_at(said, "Reply in thread")
    await olivia.thread.get_by_role("textbox", name="Reply in thread").fill("I do")
    await olivia.thread.get_by_role("textbox", name="Reply in thread").press("Enter")
    await expect(olivia.thread.get_by_role("article").last).to_contain_text("I do")
    await olivia.thread.get_by_role("button", name="Close thread").click()
    await expect(olivia.thread).to_be_hidden()
    await said.get_by_role("button", name="1 reply").click()

    await expect(olivia.thread).to_contain_text("Who brings cake on Friday?")


async def test_a_reaction_is_put_on_and_taken_back_and_keeps_an_idea_in_a_customers_channel(olivia: Visitor) -> None:
    await olivia.go("northside-hospital")
    await expect(olivia.composer).to_have_accessible_name("Message #northside-hospital")
    said = await olivia.enter("A kiosk could print the wristbands", "wristbands")
    said = olivia.page.locator(f"[data-ts='{await said.get_attribute('data-ts')}']")

    await olivia.point_at(said, "React with 💡")
    await expect(said.get_by_role("button", name="bulb, 1")).to_have_attribute("aria-pressed", "true")
    await expect(olivia.newest).to_contain_text("idea for Northside Hospital")
    await said.get_by_role("button", name="bulb, 1").click()

    await expect(said.get_by_role("button", name="bulb, 1")).to_have_count(0)


async def test_an_answer_is_dismissed(olivia: Visitor) -> None:
    await olivia.enter("/talk help", "/talk note")
    count = await olivia.messages.count()

    await olivia.press(olivia.newest, "Dismiss")

    await expect(olivia.messages).to_have_count(count - 1)


async def test_names_are_offered_and_stand_as_mentions(olivia: Visitor) -> None:
    suggestions = olivia.page.get_by_role("listbox", name="Suggestions")
    await olivia.composer.press_sequentially("Thanks @da")
    await suggestions.get_by_role("option", name="Dan Okafor").click()
    await olivia.composer.press_sequentially("and #lea")
    await suggestions.get_by_role("option", name="#leads").click()
    await olivia.composer.press("Enter")

    await expect(olivia.newest.locator(".mention")).to_have_text(["@Dan Okafor", "#leads"])


async def test_drafts_wait_in_their_places_also_over_a_reload(olivia: Visitor) -> None:
    await olivia.composer.fill("half a thought")
    await olivia.go("leads")
    await expect(olivia.composer).to_have_accessible_name("Message #leads")
    await expect(olivia.composer).to_have_value("")
    await olivia.composer.fill("another one")
    await olivia.page.reload()

    await expect(olivia.composer).to_have_value("another one")
    await olivia.go("general")
    await expect(olivia.composer).to_have_value("half a thought")
    await olivia.be("U0DEPUTY")
    await expect(olivia.composer).to_have_value("")


async def test_nothing_can_be_typed_before_it_is_known_what_was_typed_there(browser: Browser, year: Sandbox) -> None:
    async with a_page(browser) as page:
        await page.route_web_socket("**/*", lambda _: None)
        await page.goto(year.url)

        await expect(Visitor(page, year).composer).not_to_be_editable()


async def test_what_is_typed_for_one_place_is_not_sent_to_the_next_that_is_still_on_its_way(browser: Browser, year: Sandbox) -> None:
    held: list[Callable[[], None]] = []
    slow = False

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda message: held.append(lambda: page.send(message)) if slow else page.send(message))

    async with a_page(browser) as page:
        await page.route_web_socket("**/*", between)
        olivia = await Visitor(page, year).arrive()
        await olivia.composer.fill("only for #general")
        slow = True
        await olivia.go("leads")
        await expect(olivia.composer).not_to_be_editable()
        await olivia.composer.press("Enter")
        await page.get_by_role("button", name="Send").click()
        slow = False
        for send in held:
            send()

        await expect(olivia.composer).to_have_accessible_name("Message #leads")
        await expect(olivia.composer).to_have_value("")
        await olivia.go("general")
        await expect(olivia.composer).to_have_value("only for #general")


async def open_home(visitor: Visitor) -> Locator:
    """Go to the app's Home tab."""
    await visitor.go("Keep Talking")
    await visitor.page.get_by_role("tab", name="Home").click()
    return visitor.page.get_by_role("tabpanel", name="Home")


async def test_home_shows_what_waits_and_is_drawn_anew_after_what_is_done_there(olivia: Visitor) -> None:
    home = await open_home(olivia)
    await expect(home.get_by_role("heading", name="Keep talking")).to_be_visible()
    await expect(home).to_contain_text("Due soon")

    await home.get_by_role("button", name="Booked on…").click()
    await olivia.press(olivia.form("Book a talk"), "Save")
    await expect(olivia.form("Saved")).to_contain_text("Booked: a talk with Northside Hospital")
    await expect(home).not_to_contain_text("Due soon")
    await olivia.press(olivia.form("Saved"), "Undo")

    await expect(home).to_contain_text("Due soon")
    await olivia.page.keyboard.press("Escape")


async def test_a_score_opens_a_list_in_which_one_rates_and_takes_it_back(olivia: Visitor) -> None:
    await olivia.enter("/talk score all", "Maturity")

    await olivia.newest.locator(".block", has_text="As they see it: 1 as trusted advisor").get_by_role("button", name="Show").click()
    await expect(olivia.newest).to_contain_text("They see it two levels lower than we do.")
    await olivia.newest.locator(".block", has_text="Accounting").get_by_role("button", name="Rate the relationship").click()
    form = olivia.form("Rate the relationship")
    await olivia.pick(form, "As we see it", "Trusted", "Trusted advisor")
    await olivia.press(form, "Save")
    await expect(olivia.form("Saved")).to_contain_text("As we see it: trusted advisor since Tuesday 24 November.")
    await expect(olivia.newest).to_contain_text("How they see it is not known: ask them.")
    await olivia.press(olivia.form("Saved"), "Undo")
    await expect(olivia.newest).not_to_contain_text("How they see it is not known")
    await olivia.page.keyboard.press("Escape")
    await olivia.press(olivia.newest, "Back to the score")

    await expect(olivia.newest).to_contain_text("6 relationships: 1 seen alike by both sides, 1 seen higher by them")


async def test_a_guest_reads_in_home_that_it_is_not_for_them(olivia: Visitor) -> None:
    await olivia.be("U0GUEST")

    home = await open_home(olivia)

    await expect(home).to_contain_text("You are a guest here")
    await expect(home.get_by_role("button")).to_have_count(0)


async def test_about_is_shown(olivia: Visitor) -> None:
    await olivia.go("Keep Talking")

    await olivia.page.get_by_role("tab", name="About").click()

    await expect(olivia.page.get_by_role("tabpanel", name="About")).to_contain_text("/talk")


@pytest.mark.parametrize("text", ODD)
async def test_whatever_is_typed_is_shown_as_text(olivia: Visitor, text: str) -> None:
    before = await olivia.messages.count()
    await olivia.composer.fill(text)
    await olivia.composer.press("Enter")
    await expect(olivia.messages).to_have_count(before + 1)

    assert await olivia.newest.locator("script, img, b").count() == 0
    assert await olivia.page.title() != "taken"
    assert await olivia.page.evaluate(WIDER) is False


@pytest.mark.parametrize("text", ODD)
async def test_whatever_is_typed_is_given_back_by_the_bot_as_text(olivia: Visitor, text: str) -> None:
    await olivia.enter(f"/talk note Riverbank {text}", "Saved: your talk with Riverbank")

    assert await olivia.newest.locator("script, img, b").count() == 0
    assert await olivia.page.evaluate(WIDER) is False


async def test_two_people_at_two_windows_see_each_other_at_once(olivia: Visitor, browser: Browser, year: Sandbox) -> None:
    async with a_page(browser) as page:
        dan = await Visitor(page, year).arrive("U0DEPUTY")

        await olivia.enter("Are you there, @dan?", "Are you there")
        await expect(dan.newest).to_contain_text("Are you there, @Dan Okafor?")
        await dan.enter("Yes", "Yes")
        await dan.opens("/talk note", "Log a talk")

        await expect(olivia.newest).to_contain_text("Yes")
        await expect(olivia.form("Log a talk")).to_have_count(0)
        await page.keyboard.press("Escape")
        await expect(dan.form("Log a talk")).to_have_count(0)


async def test_lines_that_are_typed_quickly_all_arrive_once_and_in_order(olivia: Visitor) -> None:
    before = await olivia.messages.count()
    await olivia.composer.focus()

    for number in range(10):
        await olivia.page.keyboard.insert_text(f"line {number}")
        await olivia.page.keyboard.press("Enter")
        await olivia.page.keyboard.press("Enter")

    await expect(olivia.messages).to_have_count(before + 10)
    said = await olivia.messages.locator(".said-text").all_inner_texts()
    assert said[-10:] == [f"line {number}" for number in range(10)]


async def test_a_button_that_is_clicked_twice_does_its_work_once(olivia: Visitor) -> None:
    said = await olivia.enter("/talk note Riverbank They ask for a visit", "Saved: your talk with Riverbank")

    await said.get_by_role("button", name="Undo").dblclick()

    await expect(olivia.messages.filter(has_text="They ask for a visit").filter(has_text="Taken back")).to_have_count(1)
    await expect(olivia.refusals.get_by_text("not_there")).to_have_count(0)


async def test_odd_names_of_people_and_channels_are_shown_as_text(browser: Browser) -> None:
    async with Sandbox() as slack, a_page(browser) as page:
        slack.user("U0STAFF").real_name = slack.user("U0OWNER").real_name = MARKUP
        slack.add_channel("C0ODD", f"{MARKUP}-{'x' * 300}")
        olivia = await Visitor(page, slack).arrive()

        await olivia.enter("hello @sam in #general", "hello")
        await olivia.composer.press_sequentially("@")
        await expect(page.get_by_role("listbox", name="Suggestions").get_by_text(MARKUP).first).to_be_visible()
        await olivia.page.keyboard.press("Escape")
        await page.keyboard.press("Control+k")

        await expect(olivia.newest.locator(".author")).to_have_text(MARKUP)
        assert await page.locator("b, i, img").count() == 0
        assert await page.evaluate(WIDER) is False
