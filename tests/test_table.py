"""What a table's bytes, headings and cells are read as, before any customer is looked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.cells import Reader, clean, read_domain
from model.columns import recognise, recognised
from model.datecolumn import Seen, both_ways, judge, read_day
from model.errors import TalkError
from model.sheet import Row, SheetError, delimiter_of, encoding_of, rows

TODAY = date(2026, 11, 24)


def read(heading: str, cells: str) -> Any:
    """Read one row under a heading, both with commas."""
    return Reader(recognise(heading.split(",")), "dmy", TODAY).read(Row(2, cells.split(",")))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"name\nAcme", "utf-8"),
        ("name\nCafé".encode(), "utf-8"),
        ("name\nCafé".encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbfname", "utf-8-sig"),
        ("name".encode("utf-16"), "utf-16"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_found_out(content: bytes, encoding: str) -> None:
    chunks = [content[:5], content[5:]]

    assert encoding_of(lambda: chunks) == encoding


def test_a_letter_cut_in_two_by_a_chunk_is_still_utf_8() -> None:
    whole = "name\nCafé".encode()

    assert encoding_of(lambda: [whole[:-1], whole[-1:]]) == "utf-8"


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["Name,Owner"], ","),
        (["Name;Owner, main;Website"], ";"),
        (["Name\tAddress, street"], "\t"),
        (["", ";;;", "Name;Industry"], ";"),
        (["sep=|", "Name;x"], "|"),
        (["Name"], ","),
        (['"Name"^"a;b;c;d;e"'], "^"),
    ],
)
def test_the_delimiter_is_the_one_with_which_headings_are_known(lines: list[str], delimiter: str) -> None:
    assert delimiter_of(lines, recognised) == delimiter


def test_rows_keep_the_numbers_of_a_spreadsheet() -> None:
    found = list(rows(["name,street\n", "\n", 'Acme,"Main\n', 'Street"\n', "Globex,x\n"], ","))

    assert [(row.number, row.cells) for row in found if not row.blank] == [
        (1, ["name", "street"]),
        (3, ["Acme", "Main\nStreet"]),
        (4, ["Globex", "x"]),
    ]


@pytest.mark.parametrize(
    ("headings", "source", "fields"),
    [
        ("NAME,WEBSITE,INDUSTRY,ANNUALREVENUE", "Salesforce", {"name": "NAME", "domain": "WEBSITE", "industry": "INDUSTRY"}),
        (
            "Account ID,Account Name,Account Owner,Last Activity,Last Modified Date",
            "Salesforce",
            {"external id": "Account ID", "name": "Account Name", "owner": "Account Owner", "last talk": "Last Activity"},
        ),
        ("Account Name,Last Activity Date", "Salesforce", {"name": "Account Name", "last talk": "Last Activity Date"}),
        (
            "Record ID,Company name,Website URL,Company Domain Name,Last Contacted,Last Activity Date",
            "HubSpot",
            {"external id": "Record ID", "name": "Company name", "domain": "Company Domain Name", "last talk": "Last Contacted"},
        ),
        (
            "hs_object_id,name,domain,hubspot_owner_id,notes_last_updated",
            "HubSpot",
            {"external id": "hs_object_id", "name": "name", "domain": "domain", "owner": "hubspot_owner_id"},
        ),
        ("Record ID,Company name,Last Activity Date", "HubSpot", {"external id": "Record ID", "name": "Company name"}),
        ("sys_id,number,name,registration_code", "ServiceNow", {"external id": "number", "name": "name"}),
        ("name,id,dept_head,sys_id", "ServiceNow", {"external id": "id", "name": "name"}),
        ("  EXTERNAL_ID , Name ,last modified,name", "", {"external id": "EXTERNAL_ID", "name": "Name"}),
    ],
)
def test_columns_are_recognised(headings: str, source: str, fields: dict[str, str]) -> None:
    columns = recognise(headings.split(","))

    assert columns.source == source
    assert {field: heading for heading, field in columns.read} == fields


def test_a_table_without_names_lists_the_columns_that_were_seen() -> None:
    with pytest.raises(SheetError, match=r"Its columns: Street, Customer\.$"):
        recognise(["Street", "", "Customer"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-09-28", date(2025, 9, 28)),
        ("2025/9/3", date(2025, 9, 3)),
        ("2025-09-28T14:03:00.000+0000", date(2025, 9, 28)),
        ("2025-09-28 14:03", date(2025, 9, 28)),
        ("28.09.2025", date(2025, 9, 28)),
        ("28-09-25", date(2025, 9, 28)),
        ("3/9/2025, 2:03 PM", date(2025, 9, 3)),
        ("Sep 28, 2025", date(2025, 9, 28)),
        ("28 September 2025", date(2025, 9, 28)),
        ("28-Sep-25", date(2025, 9, 28)),
        ("Sun 28 Sep 2025", date(2025, 9, 28)),
        *(
            (text, None)
            for text in ("9/28/2025", "2025-02-30", "0000-00-00", "45928", "28 Sep", "24/11", "yesterday", "Mon 28 Sep 2025", "")
        ),
    ],
)
def test_days_are_read_with_their_year_or_not_at_all(text: str, day: date | None) -> None:
    assert read_day(text, "dmy") == day


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2025-09-28", "28 Sep 2025"], "dmy"),
        (["05/05/2025"], "dmy"),
        (["09/10/2026", "13/10/2026"], "dmy"),
        (["09/10/2026 10:00", "9/28/2026 11:30"], "mdy"),
        (["09.10.2026"], None),
        (["13/10/2026", "10/13/2026"], None),
        (["31/31/2026", "nonsense", ""], "dmy"),
    ],
)
def test_a_column_of_dates_is_judged_as_a_whole(values: list[str], order: str | None) -> None:
    evidence = judge(Seen(row, text) for row, text in enumerate(values, 2))

    assert evidence.order == order


def test_a_date_that_fits_both_orders_is_told_both_ways() -> None:
    assert both_ways("09/10/26 10:00") == ("9 October 2026", "10 September 2026")


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Acme.example/path?x#y", "acme.example"),
        ("acme.example", "acme.example"),
        ("http://acme.example:8080", "acme.example"),
        ("//acme.example.", "acme.example"),
        ("info@acme.example", "acme.example"),
        ("https://münchen.example/", "münchen.example"),
        *((text, None) for text in ("", "n/a", "-", "acme", "https://linkedin.com/company/acme", "a b.example c", "..")),
    ],
)
def test_a_web_address_comes_down_to_its_domain(address: str, domain: str | None) -> None:
    assert read_domain(address) == domain


def test_a_salesforce_id_of_15_characters_is_that_of_18() -> None:
    short, long = (read("Account ID,Account Name", f"{text},Acme") for text in ("001D000000IqhSL", "001D000000IqhSLIAZ"))

    assert short.external_id == long.external_id == "001D000000IqhSLIAZ"
    assert read("Record ID,Company name", "123456789012345,Acme").external_id == "123456789012345"


def test_an_apostrophe_before_a_formula_is_taken_off_and_any_other_stays() -> None:
    assert [clean(cell) for cell in ("'=SUM(A1)", "'+49", "'t Hart", "O'Brien", " a\0b ")] == [
        "=SUM(A1)",
        "+49",
        "'t Hart",
        "O'Brien",
        "ab",
    ]


def test_other_names_stand_between_semicolons_or_else_commas() -> None:
    table = recognise(["name", "other names"])

    found = [Reader(table, "dmy", TODAY).read(Row(2, ["Acme", cell])).aliases for cell in ("A, B", "Acme, Inc.; B", "Acme, Inc.;", "")]

    assert found == [("A", "B"), ("Acme, Inc.", "B"), ("Acme, Inc.",), ()]


@pytest.mark.parametrize(
    ("heading", "cells", "why"),
    [
        ("name,industry", f"{'x' * 301},", "its name has 301 characters, and 300 are the most"),
        ("name,industry", f"Acme,{'x' * 301}", "its industry has 301 characters"),
        ("name,id", f"Acme,{'x' * 301}", "its external id has 301 characters"),
        ("Account Name,Account Owner", "Copyright (c) 2026", "it has 1 cell and the heading has 2; is it the foot of a report"),
    ],
)
def test_what_cannot_be_is_refused(heading: str, cells: str, why: str) -> None:
    with pytest.raises(TalkError) as refused:
        read(heading, cells)

    assert why in str(refused.value)
