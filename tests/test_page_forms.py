"""Every form that the bot opens, on the page: opened, refused once, filled in with each kind of picker, saved."""

from __future__ import annotations

import pytest
from browsing import a_page
from conftest import TUESDAY_MORNING
from playwright.async_api import Browser, Locator, expect
from visitor import Visitor

from bot.demo import a_year_on

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def refused(visitor: Visitor, form: Locator, words: str, submit: str = "Save") -> None:
    """Send the form: it stays, with these words beside a field that has the focus."""
    await visitor.press(form, submit)
    await expect(form.get_by_text(words).first).to_be_visible()
    await expect(form.locator("[aria-invalid=true]").first).to_be_focused()


async def saved(visitor: Visitor, form: Locator, *says: str, submit: str = "Save") -> None:
    """Send the form, and see in its place that it is saved; then close that."""
    await visitor.press(form, submit)
    done = visitor.form("Saved")
    for words in says:
        await expect(done).to_contain_text(words)
    await visitor.page.keyboard.press("Escape")
    await expect(done).to_be_hidden()


async def test_a_talk_is_logged_with_a_customer_that_the_bot_finds_a_day_and_a_purpose(olivia: Visitor) -> None:
    form = await olivia.opens("/talk note", "Log a talk")

    await refused(olivia, form, "Please complete this required field.")
    await olivia.pick(form, "Customer", "rivrbank", "Riverbank")
    await olivia.pick(form, "Purpose", "oper", "Operational")
    await form.get_by_label("Date").fill("2027-11-20")
    await form.get_by_label("Notes").fill("They like the branch in Harbour Street")
    await refused(olivia, form, "still to come")
    await form.get_by_label("Date").fill("2026-11-20")

    await saved(olivia, form, "Riverbank", "They like the branch in Harbour Street")


async def test_an_idea_is_recorded(olivia: Visitor) -> None:
    form = await olivia.opens("/talk idea", "Record an idea")

    await refused(olivia, form, "Please complete this required field.")
    await olivia.pick(form, "Customer", "acco", "Accounting")
    await olivia.pick(form, "Origin", "cust", "Customer")
    await form.get_by_role("textbox", name="Idea").fill("Read invoices by themselves")

    await saved(olivia, form, "Accounting", "Read invoices by themselves")


async def test_a_customer_gets_people_and_a_channel(olivia: Visitor) -> None:
    form = await olivia.opens("/talk edit Accounting", "Customer")

    await form.get_by_label("Cadence").fill("now and then")
    await refused(olivia, form, "I can't read that as a cadence")
    await form.get_by_label("Cadence").fill("monthly")
    await olivia.pick(form, "Deputy", "dan", "Dan Okafor")
    await olivia.pick(form, "Sponsor", "ada", "Ada Moreau")
    await olivia.pick(form, "Channel", "#lea", "#leads")

    await saved(olivia, form, "Deputy, Sponsor, Channel, Cadence")
    card = await olivia.enter("/talk customer Accounting", "Deputy: @Dan Okafor")
    for words in ("Sponsor: @Ada Moreau", "#leads", "monthly"):
        await expect(card).to_contain_text(words)


async def test_a_talk_is_booked_for_a_day_to_come(olivia: Visitor) -> None:
    form = await olivia.opens("/talk book Accounting", "Book a talk")

    await form.get_by_label("Booked on").fill("2026-11-02")
    await refused(olivia, form, "Pick a day from today on")
    await form.get_by_label("Booked on").fill("2026-12-07")
    await expect(form.get_by_text("Monday 7 December 2026")).to_be_visible()

    await saved(olivia, form, "Accounting", "Monday 7 December")


async def test_a_relationship_is_snoozed(olivia: Visitor) -> None:
    form = await olivia.opens("/talk snooze Riverbank", "Snooze")

    await form.get_by_label("Snooze until").fill("2026-11-01")
    await refused(olivia, form, "Pick a day from tomorrow on", "Snooze")
    await form.get_by_label("Snooze until").fill("2026-12-01")

    await saved(olivia, form, "quiet about Riverbank until Tuesday 1 December", submit="Snooze")


async def test_what_is_known_is_added_and_corrected(olivia: Visitor) -> None:
    form = await olivia.opens("/talk learn Riverbank plans:", "What we know")
    await refused(olivia, form, "Please complete this required field.")
    await form.get_by_label("What is true of them").fill("Twelve branches by summer")
    await saved(olivia, form, "Twelve branches by summer")

    known = await olivia.enter("/talk learn Riverbank", "Twelve branches by summer")
    await known.get_by_role("button", name="Correct").last.click()
    await olivia.form("Correct").get_by_label("What is true").fill("")
    await refused(olivia, olivia.form("Correct"), "Please complete this required field.")
    await olivia.form("Correct").get_by_label("What is true").fill("Nine branches by summer")
    await olivia.press(olivia.form("Correct"), "Save")

    await expect(olivia.page.get_by_text("Nine branches by summer").first).to_be_visible()


async def test_what_others_do_with_it_is_noted(olivia: Visitor) -> None:
    shown = await olivia.enter("/talk learn industry Hospitals", "uses of IT known")
    await olivia.press(shown, "Add a use")
    form = olivia.form("A use of IT")

    await refused(olivia, form, "Please complete this required field.")
    await olivia.pick(form, "Whose use", "inno", "Innovators")
    await form.get_by_label("What they do with IT").fill("Robots bring the meals")
    await olivia.press(form, "Save")

    await expect(olivia.page.get_by_text("Robots bring the meals").first).to_be_visible()


async def test_an_idea_is_answered_by_the_customer_and_merged_into_another(olivia: Visitor) -> None:
    ideas = await olivia.enter("/talk ideas Northside Hospital", "the newest first")
    await ideas.get_by_role("button", name="What they said").first.click()
    answer = olivia.form("What they said")
    await answer.get_by_label("What did they say, and why?").fill("Dr. Weber would try it with the eye clinic")
    await saved(olivia, answer)

    await ideas.get_by_role("button", name="More actions").nth(1).click()
    await olivia.page.get_by_role("menuitem", name="Merge into").click()
    form = olivia.form("Merge into…")
    await refused(olivia, form, "Please complete this required field.", "Merge")
    await olivia.pick(form, "Into", "text mess", "Let patients move")
    await olivia.press(form, "Merge")

    await expect(form).to_be_hidden()
    await expect(ideas).to_contain_text("Merged from: “Fetch yesterday's images over night")


async def test_a_summary_is_drawn_detailed_and_posted_regularly(olivia: Visitor) -> None:
    await olivia.be("U0ADMIN")
    shown = await olivia.enter("/talk summary all last quarter", "in the third quarter of 2026")
    await expect(shown.get_by_text("Talks a quarter")).to_be_visible()
    await shown.get_by_role("button", name="Post it regularly…").click()
    form = olivia.form("Post it regularly")

    await olivia.pick(form, "Channel", "gen", "#general")
    await olivia.pick(form, "About", "north", "Northside Hospital")
    await olivia.pick(form, "How often", "month", "Every month")
    await saved(olivia, form, "gets the summary of Northside Hospital on the first working day of every month")
    await olivia.press(shown, "Show the details")
    await expect(olivia.newest.get_by_role("table")).to_contain_text("Hudson City Library")

    listed = await olivia.enter("/talk summaries", "2 summaries are posted regularly")
    await listed.get_by_role("button", name="Stop").last.click()
    await expect(listed).to_contain_text("no more.")


async def test_an_admin_settles_what_holds_for_everybody(olivia: Visitor) -> None:
    await olivia.be("U0ADMIN")
    form = await olivia.opens("/talk settings", "Settings")

    await form.get_by_label("Time zone").fill("Atlantis")
    await refused(olivia, form, "I don't know that time zone")
    await form.get_by_label("Time zone").fill("Europe/Berlin")
    await olivia.pick(form, "Summary channel", "gen", "#general")
    await olivia.pick(form, "First hour", "8:00", "8:00")
    await form.get_by_role("combobox", name="Admins").fill("dan")
    await form.get_by_role("option", name="Dan Okafor").click()
    await form.get_by_role("combobox", name="Admins").fill("olivia")
    await form.get_by_role("option", name="Olivia Berg").click()
    await olivia.page.keyboard.press("Escape")
    await expect(form.get_by_role("button", name="Remove Dan Okafor")).to_be_visible()

    await saved(olivia, form, "Summary channel, Working hours, Admins", "#general")


async def test_a_message_is_saved_to_a_customer_from_its_menu(olivia: Visitor) -> None:
    said = await olivia.enter("The eye clinic asks for text messages by March", "by March")
    await olivia.point_at(said, "More actions")
    await olivia.page.get_by_role("menuitem", name="Save to a customer").click()
    form = olivia.form("Save to a customer")

    await expect(form.get_by_label("Text")).to_have_value("The eye clinic asks for text messages by March")
    await refused(olivia, form, "Please complete this required field.")
    await olivia.pick(form, "Customer", "north", "Northside Hospital")
    await olivia.pick(form, "Kind", "idea", "Idea: what IT could do")

    await saved(olivia, form, "Northside Hospital")


async def test_a_talk_is_logged_from_the_shortcuts(olivia: Visitor) -> None:
    await olivia.page.get_by_role("button", name="Shortcuts").click()
    await olivia.page.get_by_role("menuitem", name="Log a talk").click()
    form = olivia.form("Log a talk")
    await olivia.pick(form, "Customer", "acc", "Accounting")
    await form.get_by_label("Notes").fill("They close the year on the tenth")

    await saved(olivia, form, "Accounting", "They close the year on the tenth")


async def test_a_brainstorm_takes_an_idea_by_its_form(olivia: Visitor) -> None:
    await olivia.enter("/talk brainstorm Accounting How might we close the year sooner?", "Your question goes to #account-owners")
    await olivia.go("account-owners")
    await olivia.press(olivia.newest, "Add an idea")
    form = olivia.form("Add an idea")

    await refused(olivia, form, "Please complete this required field.")
    await form.get_by_role("textbox", name="Idea").fill("Count the stock in summer")
    await olivia.press(form, "Save")

    await expect(form).to_be_hidden()
    await expect(olivia.newest).to_contain_text("1 idea")


async def next_step(olivia: Visitor, step: str, title: str, fields: dict[str, str], *choices: str) -> None:
    """Take the next step of the improvement that stands there last: fill its form in and send it."""
    await olivia.press(olivia.newest, step)
    form = olivia.form(title)
    for label, text in fields.items():
        await form.get_by_label(label).fill(text)
    for choice in choices:
        await form.get_by_text(choice).click()
    await saved(olivia, form, "mprovement")


async def test_an_idea_becomes_an_improvement_in_two_cycles_and_the_brief_tells_the_result(olivia: Visitor) -> None:
    await olivia.enter("/talk idea Hudson Library Lend tablets for a week", "Saved")
    lists = await olivia.enter("/talk ideas Hudson Library", "Lend tablets for a week")
    await lists.get_by_role("button", name="Plan it").first.click()
    await expect(olivia.newest).to_contain_text("The idea counts as adopted.")

    plan = {"KPI": "Readers a week", "Baseline": "120", "Target": "300", "Check date": "2026-12-03", "Partner on their side": "Ms. Silva"}
    await next_step(olivia, "Complete the plan", "Plan an improvement", plan)
    await olivia.press(olivia.newest, "Start doing it")
    await next_step(olivia, "Record what was done", "What was done", {"What was done": "Ten tablets, lent from the desk"})
    await next_step(olivia, "Enter the result", "Enter the result", {"Result": "210"}, "No, it was missed")
    verdict = {"What we make of it": "The desk is closed when they come", "Aim of the next cycle": "Lend them from a locker"}
    await next_step(olivia, "Decide what follows", "Decide what follows", verdict, "Adapt: plan the next cycle")
    await olivia.press(olivia.newest, "Show cycle 2")
    await next_step(olivia, "Complete the plan", "Plan an improvement", {"Check date": "2026-12-10"})
    await olivia.press(olivia.newest, "Start doing it")
    await next_step(olivia, "Record what was done", "What was done", {"What was done": "A locker at the entrance"})
    await next_step(olivia, "Enter the result", "Enter the result", {"Result": "340"}, "Yes, the target was met")
    await next_step(olivia, "Decide what follows", "Decide what follows", {"What we make of it": "It works"}, "Adopt: it works")

    await expect(olivia.newest).to_contain_text("Adopted")
    brief = await olivia.enter("/talk brief Hudson Library", "“Lend them from a locker”: 210 → 340, target 300 met. It was adopted.")
    await expect(brief).to_contain_text("“Lend tablets for a week”: 120 → 210, target 300 missed. It was adapted.")


async def test_a_reminder_hands_a_customer_over(browser: Browser) -> None:
    async with a_year_on(0, TUESDAY_MORNING) as slack, a_page(browser) as page:
        olivia = await Visitor(page, slack).arrive(place="app")
        await page.get_by_role("button", name="Turn the clock by 1 day").first.click()
        await olivia.press(olivia.newest, "Hand over")
        form = olivia.form("Hand over")

        await refused(olivia, form, "Please complete this required field.", "Hand over")
        await olivia.pick(form, "New owner", "dan", "Dan Okafor")
        await olivia.press(form, "Hand over")

        await expect(olivia.messages.filter(has_text="Handed over to @Dan Okafor")).to_have_count(1)
