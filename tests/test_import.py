"""Importing tables: what each row does to the customers, said in a line each, with counts that add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from import_desk import DEPARTMENTS, HUBSPOT, SALESFORCE, Desk, batch_in, desk
from records import NOON, TODAY, customer, talk

from bot.config import ConfigError
from model.cadence import Cadence

__all__ = ["desk"]


@pytest.mark.parametrize(
    ("table", "names"),
    [(SALESFORCE, {"Northside Hospital", "Globex"}), (HUBSPOT, {"Initech", "Umbrella"}), (DEPARTMENTS, {"Accounting", "Personnel"})],
)
async def test_a_dry_run_says_what_the_import_then_does(desk: Desk, table: str, names: set[str]) -> None:
    tried, said_first = await desk.run(table, dry_run=True)
    before = await desk.customers()
    done, said = await desk.run(table)
    after = await desk.customers()

    assert (tried, done) == (0, 0)
    assert said_first[0] == "dry run: nothing is written"
    assert said_first[1:-1] == said[:-1]
    assert "rows 2 = created 2 + updated 0 + unchanged 0 + refused 0" in said
    assert before == {}
    assert set(after) == names


async def test_a_salesforce_table_brings_website_industry_and_last_activity(desk: Desk) -> None:
    await desk.run(SALESFORCE)

    northside = (await desk.customers())["Northside Hospital"]
    [last] = await desk.talks("Northside Hospital")
    assert (northside.domain, northside.industry, northside.kind) == ("northside.example", "Healthcare", "external")
    assert (northside.added_on, northside.owner, northside.external_id) == (TODAY, None, None)
    assert (last.held_on, last.source, last.purpose) == (date(2026, 9, 28), "import", "relationship")
    assert last.notes == "Last contact before Keep Talking, from customers.csv"
    assert await desk.talks("Globex") == []


async def test_a_hubspot_table_brings_last_contacted_and_never_last_activity_or_last_modified(desk: Desk) -> None:
    _, lines = await desk.run(HUBSPOT)

    initech = (await desk.customers())["Initech"]
    assert (initech.external_id, initech.domain) == ("1001", "initech.example")
    assert [one.held_on for one in await desk.talks("Initech")] == [date(2026, 8, 14)]
    assert await desk.talks("Umbrella") == []
    assert "ignored: Lifecycle Stage, Last Activity Date, Last Modified Date, Number of times contacted" in lines
    assert "  owner Olivia Owner: not looked up: SLACK_BOT_TOKEN is not set (row 2)" in lines


async def test_a_list_of_departments_makes_departments(desk: Desk) -> None:
    await desk.run(DEPARTMENTS)

    accounting = (await desk.customers())["Accounting"]
    assert (accounting.kind, accounting.external_id, accounting.owner) == ("department", "0042", None)


async def test_a_registration_code_is_never_read_in(desk: Desk) -> None:
    _, lines = await desk.run("Name,Number,Registration Code,Customer,Partner\nInitech,ACCT0001,SECRET-77,true,false\n")

    files = [path for path in (desk.folder / "store").rglob("*") if path.is_file()]
    assert "ignored: Registration Code (a secret), Customer, Partner" in lines
    assert not any("SECRET-77" in line for line in lines)
    assert not any(b"SECRET-77" in path.read_bytes() for path in files)
    assert (await desk.customers())["Initech"].external_id == "ACCT0001"


async def test_our_own_columns_are_all_read(desk: Desk) -> None:
    await desk.run(
        "External ID,Name,Other names,Kind,Industry,Owner,Deputy,Sponsor,Channel,Cadence,Position,Domain,Last talk\n"
        "7,Acme,Acme Ltd; The Smiths,Organisation,Retail,U0A,U0B,U0C,C0ACME,6 weeks,Leader,acme.example,24 Oct 2026\n"
    )

    acme = (await desk.customers())["Acme"]
    assert (acme.external_id, acme.aliases, acme.kind, acme.industry) == ("7", ("Acme Ltd", "The Smiths"), "organisation", "Retail")
    assert (acme.owner, acme.deputy, acme.sponsor, acme.channel) == ("U0A", "U0B", "U0C", "C0ACME")
    assert (acme.cadence, acme.position, acme.domain) == (Cadence(6, "weeks"), "leader", "acme.example")
    assert [one.held_on for one in await desk.talks("Acme")] == [date(2026, 10, 24)]


@pytest.mark.parametrize("table", [SALESFORCE, HUBSPOT, DEPARTMENTS])
async def test_the_same_again_changes_nothing(desk: Desk, table: str) -> None:
    await desk.run(table)
    before = await desk.customers()

    code, lines = await desk.run(table)

    assert code == 0
    assert lines[-2:] == ["rows 2 = created 0 + updated 0 + unchanged 2 + refused 0", "no batch: nothing was changed"]
    assert await desk.customers() == before


async def test_what_a_row_leaves_empty_stays_as_it_is(desk: Desk) -> None:
    acme = customer("Acme", owner="U1", industry="Retail", domain="acme.example", external_id="7", aliases=("The Smiths",))
    await desk.put(acme)

    verdicts = await desk.verdicts("name,industry,owner,website,id,other names,last talk\nAcme,,,,,,\n")

    assert verdicts[0] == "row 2: unchanged"
    assert (await desk.customers())["Acme"] == acme


async def test_a_row_finds_its_customer_by_external_id_then_domain_then_any_name(desk: Desk) -> None:
    await desk.put(
        customer("Acme", external_id="7"), customer("Globex", domain="globex.example"), customer("Initech", aliases=("Büro Ini",))
    )

    verdicts = await desk.verdicts(
        "id,name,website,industry\n7,Acme Group,,Retail\n,Globex World,http://WWW.globex.example/about,Energy\n,BURO INI,,Software\n"
    )

    found = await desk.customers()
    assert verdicts[:3] == ["row 2: updated", "row 3: updated", "row 4: updated"]
    assert {name: one.industry for name, one in found.items()} == {
        "Acme Group": "Retail",
        "Globex World": "Energy",
        "Initech": "Software",
    }


async def test_a_new_name_leaves_the_old_one_among_the_other_names(desk: Desk) -> None:
    await desk.put(customer("Acme", external_id="7", aliases=("The Smiths",)))

    await desk.run("id,name,other names\n7,Acme Group,AG\n")
    again = await desk.verdicts("id,name,other names\n7,Acme Group,AG\n")

    assert (await desk.customers())["Acme Group"].aliases == ("The Smiths", "Acme", "AG")
    assert again[0] == "row 2: unchanged"


async def test_one_domain_of_several_customers_decides_nothing(desk: Desk) -> None:
    table = "name,website\nAcme UK,acme.example\nAcme DE,acme.example\n"

    first = await desk.verdicts(table)
    again = await desk.verdicts(table)

    assert first[:2] == ["row 2: created", "row 3: created"]
    assert again[:2] == ["row 2: unchanged", "row 3: unchanged"]


async def test_a_domain_that_an_earlier_row_has_used_finds_nobody(desk: Desk) -> None:
    await desk.put(customer("Acme", domain="acme.example"))

    verdicts = await desk.verdicts("name,website,industry\nAcme,acme.example,Retail\nAcme DE,acme.example,\n")

    assert verdicts[:2] == ["row 2: updated", "row 3: created"]
    assert set(await desk.customers()) == {"Acme", "Acme DE"}


async def test_where_domain_and_name_are_two_customers_the_name_says_which_unless_it_has_a_domain_too(desk: Desk) -> None:
    await desk.put(customer("Acme", domain="acme.example"), customer("Acme DE"), customer("Globex", domain="globex.example"))

    verdicts = await desk.verdicts("name,website\nAcme DE,acme.example\nGlobex,acme.example\n")

    assert verdicts[:2] == ["row 2: updated", "row 3: refused: its domain is that of Acme, and its name that of Globex"]
    assert (await desk.customers())["Acme DE"].domain == "acme.example"


async def test_two_external_ids_are_two_customers_whatever_else_is_the_same(desk: Desk) -> None:
    await desk.put(customer("Acme", external_id="7", domain="acme.example"))

    verdicts = await desk.verdicts("id,name,website\n8,Acme Sister,acme.example\n9,Acme,\n")

    assert verdicts[:2] == [
        "row 2: created",
        "row 3: refused: Acme has that name and the external id 7; two customers need two names",
    ]


async def test_the_second_row_of_a_name_is_refused_with_the_row_of_the_first(desk: Desk) -> None:
    verdicts = await desk.verdicts("id,name\n1,Acme\n2,ACME\n1,Globex\n,acme\n")

    assert verdicts == [
        "row 2: created",
        "row 3: refused: row 2 has the name ACME already; if the two external ids are two customers, their names must differ",
        "row 4: refused: row 2 has the same external id, 1",
        "row 5: refused: row 2 has the name acme already",
        "rows 4 = created 1 + updated 0 + unchanged 0 + refused 3",
    ]


async def test_two_rows_about_one_customer_are_told(desk: Desk) -> None:
    await desk.put(customer("Acme", aliases=("The Smiths",)))

    verdicts = await desk.verdicts("name,industry\nAcme,Retail\nThe Smiths,Energy\n")

    assert verdicts[:2] == ["row 2: updated", "row 3: refused: row 2 has the name The Smiths already"]


async def test_another_customers_name_is_not_taken(desk: Desk) -> None:
    await desk.put(customer("Acme", external_id="7"), customer("Globex"))

    verdicts = await desk.verdicts("id,name,other names\n7,Globex,\n,Initech,Acme\n")

    assert verdicts[:2] == [
        "row 2: refused: the name Globex is another customer's, Globex",
        "row 3: refused: the name Acme is another customer's, Acme",
    ]


async def test_names_that_nearly_are_anothers_are_created_and_listed(desk: Desk) -> None:
    await desk.put(customer("Northside Hospital"))

    _, lines = await desk.run("name\nNorthsde Hospital\nGlobex\nGlobexx\n")

    assert lines[lines.index("row 4: created") + 1 : -2] == [
        "perhaps the same as another:",
        "  row 2: Northsde Hospital is similar to Northside Hospital",
        "  row 4: Globexx is similar to Globex",
    ]
    assert len(await desk.customers()) == 4


async def test_a_last_contact_becomes_a_talk_only_where_none_that_counts_is_as_late(desk: Desk) -> None:
    newer, operational, older = customer("Newer"), customer("Operational"), customer("Older")
    await desk.put(newer, talk(newer, date(2026, 11, 2)), operational, talk(operational, date(2026, 11, 2), purpose="operational"))
    await desk.put(older, talk(older, date(2026, 10, 1)))

    verdicts = await desk.verdicts("name,last talk\nNewer,2026-11-01\nOperational,2026-11-01\nOlder,2026-11-01\n")

    assert verdicts[:3] == ["row 2: unchanged", "row 3: updated", "row 4: updated"]
    assert [one.held_on.day for one in await desk.talks("Older")] == [1, 1]


async def test_a_last_contact_that_has_begun_nowhere_yet_refuses_its_row(desk: Desk) -> None:
    verdicts = await desk.verdicts("name,last talk\nAcme,2026-11-26\nGlobex,2026-11-25\n")

    assert verdicts == [
        "row 2: refused: its last talk, 2026-11-26, is still to come",
        "row 3: created",
        "rows 2 = created 1 + updated 0 + unchanged 0 + refused 1",
    ]


async def test_a_date_that_cannot_be_read_refuses_its_row_and_is_never_left_out(desk: Desk) -> None:
    verdicts = await desk.verdicts("name,last talk\nAcme,2026-02-30\nGlobex,soon\nInitech,-\n")

    assert verdicts == [
        'row 2: refused: "2026-02-30" can\'t be read as a date (day/month/year, or 2026-11-24, or 24 Nov 2026)',
        'row 3: refused: "soon" can\'t be read as a date (day/month/year, or 2026-11-24, or 24 Nov 2026)',
        'row 4: refused: "-" can\'t be read as a date (day/month/year, or 2026-11-24, or 24 Nov 2026)',
        "rows 3 = created 0 + updated 0 + unchanged 0 + refused 3",
    ]


async def test_dates_that_can_be_read_either_way_stop_the_import_until_it_is_said_which(desk: Desk) -> None:
    table = "name,last talk\nAcme,09/10/2026\nGlobex,08/10/2026\n"

    with pytest.raises(ConfigError, match=r"such as 09/10/2026 \(row 2\).*dmy \(9 October 2026\).*mdy \(10 September 2026\)"):
        await desk.run(table)
    nothing = await desk.customers()
    await desk.run(table, order="mdy")

    assert nothing == {}
    assert [one.held_on for one in await desk.talks("Acme")] == [date(2026, 9, 10)]


@pytest.mark.parametrize(("decisive", "day"), [("28.09.2025", date(2025, 10, 9)), ("09/28/2025", date(2025, 9, 10))])
async def test_one_date_that_fits_one_order_decides_for_the_column(desk: Desk, decisive: str, day: date) -> None:
    _, lines = await desk.run(f"name,last talk\nAcme,09/10/2025\nGlobex,{decisive}\n")

    assert any(line.startswith("dates: last talk is read as") and f"(row 3 has {decisive})" in line for line in lines)
    assert [one.held_on for one in await desk.talks("Acme")] == [day]


async def test_dates_of_both_orders_stop_the_import(desk: Desk) -> None:
    table = "name,last talk\nAcme,28/09/2025\nGlobex,09/28/2025\n"

    with pytest.raises(ConfigError, match=r"28/09/2025 \(row 2\) and 09/28/2025 \(row 3\)"):
        await desk.run(table)
    verdicts = await desk.verdicts(table, order="dmy")

    assert verdicts[0] == "row 2: created"
    assert verdicts[1].startswith('row 3: refused: "09/28/2025" can\'t be read as a date (day/month/year')


async def test_values_that_mean_nothing_here_refuse_their_row_with_what_does(desk: Desk) -> None:
    verdicts = await desk.verdicts("name,kind,cadence,position\nA1,shop,,\nB1,,whenever,\nC1,,,best\n,,,leader\nD1,,,,more\n")

    assert verdicts[:5] == [
        'row 2: refused: "shop" is no kind; use organisation, external, department',
        'row 3: refused: "whenever" is no cadence; use for example quarterly, monthly or 6 weeks',
        'row 4: refused: "best" is no position; use innovator, leader, mainstream, follower, laggard',
        "row 5: refused: it has no name",
        "row 6: refused: it has 5 cells and the heading has 4; is a quote missing?",
    ]


async def test_a_website_that_is_nobodys_own_and_a_channel_without_its_id_are_left_out_and_listed(desk: Desk) -> None:
    _, lines = await desk.run("name,website,channel\nAcme,https://facebook.com/acme,#acme\nGlobex,facebook.com/globex,\n")

    assert "  domain https://facebook.com/acme: no domain of its own (row 2)" in lines
    assert "  channel #acme: not a channel's id (C…); link it with /talk edit (row 2)" in lines
    assert {one.domain for one in (await desk.customers()).values()} == {None}


@pytest.mark.parametrize(
    "content",
    [
        "name;owner;industry\nCafé Zürich;U0A;Gastronomie\n".encode("cp1252"),
        "name\towner\tindustry\nCafé Zürich\tU0A\tGastronomie\n".encode("utf-16"),
        "\ufeffname|owner|industry\r\nCafé Zürich|U0A|Gastronomie\r\n".encode(),
        b"\n;;\nname;owner;industry\nCaf\xe9 Z\xfcrich;U0A;Gastronomie\n",
        "sep=^\nname^owner^industry\nCafé Zürich^U0A^Gastronomie\n".encode(),
        "name,owner,industry\rCafé Zürich,U0A,Gastronomie\r".encode(),
    ],
)
async def test_delimiter_encoding_and_an_empty_first_row_are_found_out(desk: Desk, content: bytes) -> None:
    code, _ = await desk.run(content)

    zurich = (await desk.customers())["Café Zürich"]
    assert code == 0
    assert (zurich.owner, zurich.industry) == ("U0A", "Gastronomie")


async def test_an_encoding_that_is_said_holds(desk: Desk) -> None:
    await desk.run("name\nCafé Zürich\n".encode("mac-roman"), encoding="mac-roman")

    assert set(await desk.customers()) == {"Café Zürich"}


async def test_rows_are_counted_as_a_spreadsheet_shows_them(desk: Desk) -> None:
    verdicts = await desk.verdicts('name,street\nAcme,"1 Main Street\nFloor 2"\n\n,\nGlobex,\n')

    assert verdicts == ["row 2: created", "row 5: created", "rows 2 = created 2 + updated 0 + unchanged 0 + refused 0"]


async def test_quotes_that_do_not_match_refuse_their_row(desk: Desk) -> None:
    verdicts = await desk.verdicts('name,street\n"Acme" Ltd,x\nGlobex,x\nInitech,"no end\nlost,x\n')

    assert verdicts == [
        "row 2: refused: its quotes do not match: text follows the end of a quote",
        "row 3: created",
        "row 4: refused: a quote that begins in it has no end, so all that follows is read as part of it",
        "rows 3 = created 1 + updated 0 + unchanged 0 + refused 2",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("street,owner\nx,U1\n", r"no column with the customers' names, such as Name or Account Name\. Its columns: street, owner\.$"),
        ("", r"no column .* Its columns: none\.$"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither|NUL|not text"),
        (b"PK\x03\x04rest", "it is a workbook. Save it as CSV first"),
        (b"name\n\x81\x8d\n", "not text in utf-8 or cp1252. Say which encoding it has"),
        (b"name," + b"x" * 6_000_000, "not a table: it has a line of more than"),
    ],
)
async def test_what_is_no_table_is_told_in_a_line(desk: Desk, content: str | bytes, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as told:
        await desk.run(content)

    assert "\n" not in str(told.value)
    assert await desk.customers() == {}


async def test_unknown_encodings_files_and_folders_are_told_in_a_line(desk: Desk) -> None:
    from bot.imports import Wish, import_table

    with pytest.raises(ConfigError, match="there is no encoding 'klingon'"):
        await desk.run("name\nAcme\n", encoding="klingon")
    for path in (desk.folder, desk.folder / "missing.csv"):
        with pytest.raises(ConfigError, match="can't be imported"):
            await import_table(desk.environ, Wish(file=path), desk.now)

    assert await desk.customers() == {}


async def test_without_a_token_the_only_workspace_is_meant_and_otherwise_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    desk.environ = {"TALK_STORE": f"tinydb:{tmp_path / 'empty'}"}
    with pytest.raises(ConfigError, match="The store holds no workspace yet: set SLACK_BOT_TOKEN"):
        await desk.run("name\nAcme\n")

    await desk.put(customer("One"))
    await desk.put(customer("Two", workspace="T2"))

    with pytest.raises(ConfigError, match=r"The store holds several workspaces \(T1, T2\): set SLACK_BOT_TOKEN"):
        await desk.run("name\nAcme\n")


async def test_many_rows_are_written_in_parts_and_a_dry_run_says_the_same(desk: Desk) -> None:
    table = "id,name,website\n" + "".join(f"{n % 900},Customer {n % 950} of many,c{n % 3}.example\n" for n in range(1000))

    tried = await desk.verdicts(table, dry_run=True)
    done = await desk.verdicts(table)

    assert done == tried
    assert done[-1] == "rows 1000 = created 900 + updated 0 + unchanged 0 + refused 100"
    assert len(await desk.customers()) == 900


async def test_an_import_remembers_when_and_what_it_did(desk: Desk) -> None:
    _, lines = await desk.run(SALESFORCE)

    from handlers.batches import find_batch

    async with desk.store() as store:
        batch = await find_batch(store, batch_in(lines))
    assert batch is not None
    assert (batch.file, batch.at, batch.created, batch.updated) == ("customers.csv", NOON, 2, 0)
