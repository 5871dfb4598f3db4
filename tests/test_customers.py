"""Customers: added, edited, shown, listed and searched."""

from __future__ import annotations

import pytest
from conftest import TEAM, Office

OWNER, STAFF, DEPUTY = "U0OWNER", "U0STAFF", "U0DEPUTY"


@pytest.fixture
async def hospital(room: Office) -> Office:
    """An office that knows Northside Hospital."""
    await room.slack.command(OWNER, "/talk add Northside Hospital")
    return room


async def test_a_customer_begins_with_you_as_owner_and_a_quarter(room: Office) -> None:
    added = await room.slack.command(OWNER, "/talk add  Northside   Hospital ")

    customer = await room.customer("Northside Hospital")
    assert "Added *Northside Hospital*. You are its owner" in added.text
    assert added.buttons == ["Edit details", "Undo"]
    assert (customer.name, customer.owner, str(customer.cadence), customer.kind) == ("Northside Hospital", OWNER, "quarterly", "external")


async def test_the_form_shows_what_is_known_and_saves_what_is_entered(hospital: Office) -> None:
    slack = hospital.slack
    form = await slack.command(STAFF, "/talk edit Northside Hospital")
    assert form.view is not None
    labels = [block["label"]["text"] for block in form.view.blocks]
    people = {"Owner": STAFF, "Deputy": DEPUTY, "Sponsor": "U0SPONSOR", "Channel": "C0CUSTOMER"}

    saved = await slack.fill_and_submit(
        STAFF, form, {"Other names": "NSH, Nord, NSH", "Kind": "Department", "Industry": "Hospitals", "Cadence": "every 6 weeks", **people}
    )

    customer = await hospital.customer("nsh")
    assert labels[:9] == ["Name", "Other names", "Kind", "Industry", "Owner", "Deputy", "Sponsor", "Channel", "Cadence"]
    assert "Changed: Other names, Kind, Industry, Owner, Deputy, Sponsor, Channel, Cadence." in saved.text
    assert saved.buttons == ["Undo"]
    assert (customer.aliases, customer.kind, customer.industry) == (("NSH", "Nord"), "department", "Hospitals")
    assert (customer.owner, customer.deputy, customer.sponsor, customer.channel) == (STAFF, DEPUTY, "U0SPONSOR", "C0CUSTOMER")
    assert str(customer.cadence) == "every 6 weeks"


async def test_every_name_finds_the_customer(hospital: Office) -> None:
    form = await hospital.slack.command(OWNER, "/talk edit Northside Hospital")
    await hospital.slack.fill_and_submit(OWNER, form, {"Other names": "NSH"})

    noted = await hospital.slack.command(OWNER, "/talk note nsh They want tablets")
    again = await hospital.slack.command(OWNER, "/talk add NSH")

    assert "*Northside Hospital*" in noted.text
    assert "*Northside Hospital* is already here (you typed *NSH*)." in again.text


async def test_of_two_people_who_edit_the_same_customer_the_second_overwrites_nothing_and_keeps_the_form(hospital: Office) -> None:
    slack = hospital.slack
    forms = {user: await slack.command(user, "/talk edit Northside Hospital") for user in (OWNER, STAFF)}

    first = await slack.fill_and_submit(OWNER, forms[OWNER], {"Industry": "Hospitals"})
    second = await slack.fill_and_submit(STAFF, forms[STAFF], {"Owner": STAFF})

    assert "Saved *Northside Hospital*" in first.text
    assert second.errors["name"].startswith("Somebody changed this customer meanwhile.")
    assert (await hospital.customer("Northside Hospital")).industry == "Hospitals"
    assert (await hospital.customer("Northside Hospital")).owner == OWNER


@pytest.mark.parametrize("line", ["customer Northside Hospital", "Northside Hospital", "customer northside hospital's"])
async def test_the_card_shows_how_the_relationship_stands(hospital: Office, line: str) -> None:
    slack = hospital.slack
    await slack.command(OWNER, "/talk note Northside Hospital on 3 Nov: They want tablets")
    await slack.command(OWNER, "/talk idea Northside Hospital An app")

    card = await slack.command(OWNER, f"/talk {line}")

    assert "In touch: last talk on Tuesday 3 November, the next is due by Wednesday 3 February 2027." in card.text
    assert "They want tablets" in card.text
    assert "• An app" in card.text
    assert {"Log the talk", "Edit details"} <= set(card.buttons)


async def test_a_name_nobody_has_offers_the_nearest(hospital: Office) -> None:
    asked = await hospital.slack.command(OWNER, "/talk customer Nortside Hospitel")

    card = await hospital.slack.click(OWNER, asked, "Northside Hospital")

    assert "I don't know a customer called *Nortside Hospitel*. Did you mean this one?" in asked.text
    assert card.text.startswith("Northside Hospital")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("customer Nrthside Hospital", "*Last talks*"),
        ("edit Nrthside Hospital", "Other names"),
        ("book Nrthside Hospital 7 Dec", "Booked: a talk with *Northside Hospital* on Monday 7 December"),
        ("book northside hospitel on 7 Dec", "Booked: a talk with *Northside Hospital* on Monday 7 December"),
        ("snooze Nrthside Hospital in 2 weeks", "I'll stay quiet about *Northside Hospital* until"),
        ("summary Nrthside Hospital month", "*Northside Hospital* in November 2026"),
        ("ideas Nrthside Hospital", "No ideas for *Northside Hospital* yet."),
    ],
)
async def test_a_line_with_a_misspelt_name_comes_back_and_a_click_on_the_near_name_does_what_it_asked(
    hospital: Office, line: str, words: str
) -> None:
    asked = await hospital.slack.command(OWNER, f"/talk {line}")

    done = await hospital.slack.click(OWNER, asked, "Northside Hospital")

    assert asked.text.endswith(f"This is what you typed:\n{line}")
    assert words in done.text


async def test_a_near_name_that_is_also_a_word_of_the_grammar_stays_a_name(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Quarter")
    asked = await room.slack.command(OWNER, "/talk summary Quartre month")

    done = await room.slack.click(OWNER, asked, "Quarter")

    assert "*Quarter* in November 2026" in done.text


async def test_the_portfolio_is_yours_or_all_with_the_first_due_at_the_top(hospital: Office) -> None:
    slack = hospital.slack
    await slack.command(OWNER, "/talk add Southside Clinic")
    await slack.command(STAFF, "/talk add Lakeside School")
    await slack.command(OWNER, "/talk note Southside Clinic on 3 Nov: They want tablets")

    mine, everybodys, wrong = [await slack.command(OWNER, f"/talk customers{rest}") for rest in ("", " ALL", " theirs")]

    assert "Your 2 customers, the next due first:" in mine.text
    assert mine.text.index("Southside Clinic") < mine.text.index("Northside Hospital")
    assert "All 3 customers" in everybodys.text
    assert "I know `/talk customers mine` and `/talk customers all`." in wrong.text


async def test_a_long_portfolio_is_leafed_through(room: Office) -> None:
    for n in range(40):
        await room.slack.command(OWNER, f"/talk add Customer {n:02}")

    first = await room.slack.command(OWNER, "/talk customers")
    second = await room.slack.click(OWNER, first, "Show 15 more of 25")
    third = await room.slack.click(OWNER, second, "Show 10 more of 10")

    assert [page.text.count("Log the talk") for page in (first, second, third)] == [15, 15, 10]
    assert "Customer 39" in third.text


async def test_the_picker_finds_by_the_beginning_of_a_word_and_by_likeness_and_shows_yours_first(hospital: Office) -> None:
    await hospital.slack.command(STAFF, "/talk add Lakeside School")
    form = await hospital.slack.command(OWNER, "/talk note")

    found = {query: (await hospital.slack.suggest(OWNER, form, "Customer", query)).options for query in ("", "hosp", "Lakesyde", "qqqq")}

    assert found == {"": ["Northside Hospital"], "hosp": ["Northside Hospital"], "Lakesyde": ["Lakeside School"], "qqqq": []}


async def test_a_button_of_a_customer_that_is_gone_says_so(hospital: Office) -> None:
    card = await hospital.slack.command(OWNER, "/talk Northside Hospital")
    await hospital.slack.command(OWNER, "/talk undo")

    seen = await hospital.slack.click(OWNER, card, "Log the talk")

    assert "That customer is no longer here." in seen.text
    assert await hospital.bot.store.customers(TEAM) == []


async def test_other_names_with_commas_stay_whole_when_something_else_is_changed(room: Office) -> None:
    slack = room.slack
    added = await slack.command(OWNER, "/talk add Acme")
    form = await slack.click(OWNER, added, "Edit details")
    await slack.fill_and_submit(OWNER, form, {"Other names": '"Acme, Inc."; ACM'})

    form = await slack.command(OWNER, "/talk edit Acme")
    await slack.fill_and_submit(OWNER, form, {"Industry": "Retail"})

    assert (await room.customer("Acme")).aliases == ("Acme, Inc.", "ACM")


async def test_the_card_tells_of_a_booked_talk(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Acme")
    await room.slack.command(OWNER, "/talk book Acme 3 Dec")

    card = await room.slack.command(OWNER, "/talk customer Acme")

    assert "a talk is booked for Thursday 3 December" in card.text


async def test_a_misspelt_name_in_a_linked_channel_is_asked_about_before_a_talk_is_booked(room: Office) -> None:
    slack = room.slack
    for name in ("Northside Hospital", "Southside Clinic"):
        added = await slack.command(OWNER, f"/talk add {name}")
    form = await slack.command(OWNER, "/talk edit Northside Hospital")
    await slack.fill_and_submit(OWNER, form, {"Channel": "C0CUSTOMER"})

    seen = await slack.command(OWNER, "/talk book Southsde Clinic 3 Dec", "C0CUSTOMER")

    assert added.error is None
    assert "Southside Clinic" in seen.buttons
    assert (await room.customer("Northside Hospital")).booked_on is None


async def test_talk_typed_in_a_dm_before_a_customer_is_no_obstacle(room: Office) -> None:
    await room.slack.command(OWNER, "/talk add Northside Hospital")

    seen = await room.slack.dm(OWNER, "/talk Northside Hospital")

    assert "Last talks" in seen.text
