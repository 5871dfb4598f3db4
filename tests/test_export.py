"""`keep-talking export`: everything as files, safe for spreadsheets, faithful as JSON; bringing the customers back changes nothing."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from records import NOON, TEAM, TODAY, belief, commitment, customer, draft, entry, idea, improvement, made, nudge, schedule, talk

from bot.config import ConfigError
from bot.exports import Target, export, write
from bot.imports import Wish, import_table
from bot.screen import Screen
from handlers.exports import Export
from model.answer import Json
from model.belief import Belief
from model.cadence import MAX_COUNT, Cadence, read_cadence
from model.cells import clean, names_in, quoted_names, safe
from model.change import AnyRecord
from model.columns import recognise
from model.commitment import Commitment
from model.customer import Customer, Rating, fold
from model.draft import Draft
from model.grammar import UNKEEPABLE
from model.idea import Idea
from model.improvement import Improvement, Step
from model.industry import IndustryEntry
from model.nudge import Nudge, NudgeAnswer
from model.record import Record
from model.register import COLUMNS
from model.rows import CUSTOMER, headings, row
from model.schedule import Schedule
from model.settings import Settings, settings_id
from model.talk import Talk
from sandbox import Sandbox
from storage import open_store, read_store

ROOT = Path(__file__).parent.parent
KINDS: dict[str, type[Record]] = {
    "customers": Customer,
    "talks": Talk,
    "ideas": Idea,
    "beliefs": Belief,
    "commitments": Commitment,
    "improvements": Improvement,
    "industries": IndustryEntry,
    "nudges": Nudge,
    "drafts": Draft,
    "settings": Settings,
    "schedules": Schedule,
}
FILES = (*KINDS, "improvement-register")
STRANGE = (
    *("=HYPERLINK(1)", "+1", "-1", "@me", "\uff1dA1", "\uff0b2", "\uff0d2", "\uff20you", "'=1", "''=1", "' =1", "'hello' '=x", "'Quoted'"),
    *(
        '"Best" Ltd',
        'The "Best" Ltd',
        "Smith; Sons",
        "Acme, Inc.",
        "a;=1",
        "sep=;",
        "None",
        "\u202eevil",
        "Zo\u00eb & S\u00f8n \U0001f9d1\u200d\U0001f680",
    ),
    *("row 2", "external id", "2026-11-24", "True", "|pipes|", "back\\slash", "`ticks`", "percent %s"),
)


class Desk:
    """A desk with a store on it, from which is exported and into which is imported."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.environ = {"TALK_STORE": f"tinydb:{folder / 'store'}"}
        self.to = folder / "files"

    async def put(self, *records: AnyRecord) -> None:
        store = await open_store(self.environ["TALK_STORE"], lambda: NOON)
        for team in dict.fromkeys(record.workspace for record in records):
            await store.commit(made(*(record for record in records if record.workspace == team)))
        await store.close()

    async def export(self) -> list[str]:
        """Export, and return what was said."""
        code = await export(self.environ, self.to, lambda: NOON)
        assert code == 0
        return self.capsys.readouterr().out.splitlines()

    async def bring_back(self) -> tuple[int, list[str]]:
        """Import the exported customers; return the exit code and the lines about them."""
        code = await import_table(self.environ, Wish(file=self.to / "customers.csv"), lambda: NOON)
        return code, self.capsys.readouterr().out.splitlines()[2:]

    async def customers(self) -> list[Customer]:
        store = await open_store(self.environ["TALK_STORE"], lambda: NOON)
        found = await store.customers(TEAM)
        await store.close()
        return found

    def table(self, kind: str) -> list[dict[str, str]]:
        with (self.to / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    def json(self, kind: str) -> list[Json]:
        found: list[Json] = msgspec.json.decode((self.to / f"{kind}.json").read_bytes())
        return found


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def keep_talking(desk: Desk, *arguments: str, limit: str = "unlimited") -> subprocess.CompletedProcess[str]:
    """Run the command in the desk's folder, with a limit on how large a file may become (in KB)."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **desk.environ}
    command = ["bash", "-c", f'ulimit -f {limit}; exec "$@"', "bash", sys.executable, "-W", "error", "-m", "bot", "export", *arguments]
    return subprocess.run(command, cwd=desk.folder, env=environ, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603


def one_of_each() -> list[AnyRecord]:
    acme = customer("Acme", owner="U1")
    answer = NudgeAnswer("snoozed", "U2", NOON, until=date(2026, 12, 1))
    records: list[AnyRecord] = [
        acme,
        talk(acme, visibility="private"),
        talk(acme, date(2026, 11, 3)),
        idea(acme, votes=("U1", "U2")),
        belief(acme).corrected("They plan two", date(2026, 11, 24), "U1"),
        commitment(acme, due_on=date(2026, 12, 1)),
        improvement(acme, 1, owner="U1"),
        entry("Health care"),
        nudge(acme, "P1", answer=answer),
    ]
    posted = schedule("C1", customer=acme.id)
    return [*records, draft(customer=acme.id), posted, Settings(id=settings_id(TEAM), workspace=TEAM, admins=("U1", "U2"))]


async def test_each_kind_becomes_a_table_and_a_list_and_they_are_counted(desk: Desk) -> None:
    await desk.put(*one_of_each())

    said = await desk.export()

    assert said == [
        "customers 1 (customers.csv, customers.json)",
        "talks 2 (talks.csv, talks.json)",
        "ideas 1 (ideas.csv, ideas.json)",
        "beliefs 1 (beliefs.csv, beliefs.json)",
        "commitments 1 (commitments.csv, commitments.json)",
        "improvements 1 (improvements.csv, improvements.json)",
        "improvement-register 1 (improvement-register.csv, improvement-register.json)",
        "industries 1 (industries.csv, industries.json)",
        "nudges 1 (nudges.csv, nudges.json)",
        "drafts 1 (drafts.csv, drafts.json)",
        "settings 1 (settings.csv, settings.json)",
        "schedules 1 (schedules.csv, schedules.json)",
        "people stand in improvement-register.csv by their Slack ids: SLACK_BOT_TOKEN is not set",
        f"written to {desk.to}, readable by you alone: private talks are in it",
    ]
    assert sorted(path.name for path in desk.to.iterdir()) == sorted(f"{kind}.{end}" for kind in FILES for end in ("csv", "json"))
    assert [len(desk.table(kind)) for kind in FILES] == [len(desk.json(kind)) for kind in FILES] == [1, 2, *[1] * 10]


async def test_how_mature_a_relationship_is_stays_in_the_lists_and_with_the_customer_when_the_table_comes_back(desk: Desk) -> None:
    ratings = (Rating("us", "trusted advisor", TODAY, "U1"), Rating("them", "ad hoc", TODAY, "U2"))
    await desk.put(customer("Acme", owner="U1", ratings=ratings))
    await desk.export()
    (desk.to / "customers.csv").write_text((desk.to / "customers.csv").read_text("utf-8-sig").replace("quarterly", "monthly"), "utf-8")

    code, _ = await desk.bring_back()

    (acme,) = await desk.customers()
    assert [one["level"] for one in desk.json("customers")[0]["ratings"]] == ["trusted advisor", "ad hoc"]
    assert (code, str(acme.cadence), acme.ratings) == (0, "monthly", ratings)


async def test_the_lists_hold_every_record_whole(desk: Desk) -> None:
    records = one_of_each()
    await desk.put(*records)

    await desk.export()

    found = [msgspec.json.decode(msgspec.json.encode(one), type=kind) for name, kind in KINDS.items() for one in desk.json(name)]
    assert sorted(found, key=lambda record: record.id) == sorted(records, key=lambda record: record.id)
    assert all(one.keys() == {"record", *kind.__struct_fields__} for name, kind in KINDS.items() for one in desk.json(name))


async def test_the_tables_name_the_customer_and_say_times_in_iso_form(desk: Desk) -> None:
    await desk.put(*one_of_each())

    await desk.export()

    [told] = desk.table("nudges")
    assert {
        field: told[field] for field in ("customer", "step", "sent at", "answer decided", "answer by", "answer until", "answer to")
    } == {
        "customer": "Acme",
        "step": "due",
        "sent at": "2026-11-24T12:00:00+00:00",
        "answer decided": "snoozed",
        "answer by": "U2",
        "answer until": "2026-12-01",
        "answer to": "",
    }
    assert [(one["held on"], one["visibility"]) for one in desk.table("talks")] == [("2026-11-24", "private"), ("2026-11-03", "team")]
    assert desk.table("settings")[0]["admins"] == "U1; U2"
    assert desk.table("drafts")[0]["customer"] == "Acme"


async def test_the_register_of_improvements_stands_in_its_fields_own_columns_in_both_files(desk: Desk) -> None:
    acme = customer('Acme; "=1"')
    plan: Any = {"kpi": '-12 calls, "a\nweek"', "baseline": "+40", "target": "=10", "justification": "@all", "owner": "U2"}
    await desk.put(acme, improvement(acme, 2, aim="=SUM(A1)", check_on=date(2026, 12, 3), **plan), improvement(acme, 1))

    await desk.export()

    first, second = desk.table("improvement-register")
    assert tuple(first) == COLUMNS
    assert (first["Opportunity number"], first["To be actioned by"], first["Date required by"]) == ("1", "", "")
    assert [second[column] for column in COLUMNS] == [
        *("2", "2026-11-24", "Medium", "Medium", "'=SUM(A1)", "Medium", '\'-12 calls, "a\nweek"', "'@all", "U1", "U2", "2026-12-03"),
        *('Acme; "=1"', "1", "Plan", "'+40", "'=10", "", ""),
    ]
    assert desk.json("improvement-register")[1] == {
        **{column: second[column].removeprefix("'") for column in COLUMNS},
        "Opportunity number": 2,
        "Cycle": 1,
    }


async def test_the_moves_of_an_improvement_stand_in_its_row_as_they_are_read(desk: Desk) -> None:
    acme = customer("Acme")
    moves = (
        Step("do", TODAY, NOON, "U1"),
        Step("plan", TODAY, NOON, "U1", back="No; =baseline"),
        Step("act", TODAY, NOON, "U1", verdict="adopt"),
    )
    await desk.put(acme, improvement(acme, 1, steps=moves))

    await desk.export()

    assert desk.table("improvements")[0]["steps"] == 'do 2026-11-24; "plan 2026-11-24: No; =baseline"; adopt 2026-11-24'


async def test_people_stand_in_the_register_by_the_names_that_slack_knows_them_by(desk: Desk) -> None:
    acme = customer("Acme", workspace="T0001")
    await desk.put(acme, improvement(acme, 1, author="U0GONE", owner="U0OWNER"), improvement(acme, 2, author="U0NOBODY", owner="U0GONE"))
    async with Sandbox() as slack:
        slack.user("U0GONE").real_name = "=Greta Holm"
        slack.user("U0OWNER").real_name = "Olivia Berg"
        desk.environ |= slack.environment

        said = await desk.export()

    found = [(one["Raised by"], one["To be actioned by"]) for one in desk.table("improvement-register")]
    assert found == [("'=Greta Holm", "Olivia Berg"), ("U0NOBODY", "'=Greta Holm")]
    assert [line for line in said if "Slack ids" in line] == []


async def test_where_slack_does_not_answer_people_stand_there_by_their_ids_and_it_says_why(desk: Desk) -> None:
    acme = customer("Acme")
    await desk.put(acme, improvement(acme, 1))
    async with Sandbox() as slack:
        desk.environ |= slack.environment
        elsewhere = await desk.export()
        slack.faults.add("auth.test", "error", error="invalid_auth", times=1)
        desk.to = desk.folder / "again"
        refused = await desk.export()

    assert desk.table("improvement-register")[0]["Raised by"] == "U1"
    assert "people stand in improvement-register.csv by their Slack ids: SLACK_BOT_TOKEN is that of another workspace, T0001" in elsewhere
    assert [line for line in refused if "Slack ids: Slack refuses SLACK_BOT_TOKEN (invalid_auth)" in line] != []


def test_the_customers_columns_are_those_that_the_import_reads() -> None:
    found = recognise(headings(Customer))

    assert headings(Customer) == [
        *("external id", "name", "other names", "kind", "industry", "owner", "deputy", "sponsor", "channel", "cadence", "position"),
        *("domain", "last talk"),
    ]
    assert [field for _, field in found.read] == list(CUSTOMER)
    assert (found.ignored, found.source, found.departments) == ([], "", False)


def full_customer(**fields: object) -> Customer:
    everything: dict[str, object] = {
        "aliases": ("Northside", "The clinic, north", "N; S"),
        "kind": "organisation",
        "industry": "Hospitals, clinics",
        "owner": "U0OWNER",
        "deputy": "U0DEPUTY",
        "sponsor": "U0SPONSOR",
        "channel": "C0CUSTOMER",
        "cadence": Cadence(6, "weeks"),
        "external_id": "0042",
        "domain": "northside.example",
        "position": "mainstream",
    }
    return customer("Northside Hospital", **{**everything, **fields})


async def test_bringing_the_customers_back_changes_nothing(desk: Desk) -> None:
    strange = [customer(name, aliases=(f"{name} too", f"{name}, {name}"), industry=name) for name in STRANGE]
    known = full_customer()
    await desk.put(known, talk(known, date(2026, 9, 28)), talk(known, date(2026, 11, 3), purpose="operational"), *strange)
    before = await desk.customers()

    await desk.export()
    code, said = await desk.bring_back()

    count = len(before)
    assert said == [
        *(f"row {number}: unchanged" for number in range(2, count + 2)),
        f"rows {count} = created 0 + updated 0 + unchanged {count} + refused 0",
        "no batch: nothing was changed",
    ]
    assert code == 0
    assert await desk.customers() == before


async def test_brought_into_an_empty_store_the_customers_are_the_same(desk: Desk, tmp_path: Path) -> None:
    known, strange = full_customer(), [customer(name, aliases=(f"{name}, {name}",)) for name in STRANGE]
    await desk.put(known, talk(known, date(2026, 9, 28)), *strange)
    await desk.export()
    before = await desk.customers()
    desk.environ = {"TALK_STORE": f"tinydb:{tmp_path / 'other'}"}
    await desk.put(Settings(id=settings_id(TEAM), workspace=TEAM))

    await desk.bring_back()

    def plain(one: Customer) -> Customer:
        return msgspec.structs.replace(one, id="", added_on=NOON.date())

    assert list(map(plain, await desk.customers())) == list(map(plain, before))


async def test_a_talk_that_is_still_to_come_is_no_last_talk(desk: Desk) -> None:
    acme = customer("Acme")
    await desk.put(acme, talk(acme, date(2027, 3, 1)), talk(acme, date(2026, 10, 1)))

    await desk.export()
    code, said = await desk.bring_back()

    assert desk.table("customers")[0]["last talk"] == "2026-10-01"
    assert len(desk.table("talks")) == 2
    assert (code, said[0]) == (0, "row 2: unchanged")


CADENCES = [Cadence(count, unit) for unit, most in MAX_COUNT.items() for count in (1, 2, 3, 6, 12, most)]


@pytest.mark.parametrize("cadence", CADENCES, ids=str)
def test_every_cadence_is_read_as_it_is_written(cadence: Cadence) -> None:
    assert read_cadence(str(cadence)) == cadence


TRICKY = st.text(st.sampled_from("ab \"';,=+-@\t\r\n\uff1d\uff0d|0"), max_size=12) | st.text(max_size=20)


def kept(text: str) -> str:
    return UNKEEPABLE.sub("", text).strip()


@given(TRICKY.map(kept))
@example("'=1")
@settings(max_examples=300, deadline=None)
def test_no_cell_begins_as_a_formula_and_every_cell_is_read_as_it_was(text: str) -> None:
    cell = safe(text)

    assert not cell.lstrip("' ").startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20")) or cell.startswith("'")
    assert not cell.startswith(("\t", "\r"))
    assert clean(cell) == text


@given(st.lists(TRICKY.map(lambda text: " ".join(kept(text).split())).filter(fold), max_size=4))
@settings(max_examples=300, deadline=None)
def test_every_list_of_names_is_read_as_it_was(names: list[str]) -> None:
    cell = safe(quoted_names(names))

    assert [" ".join(name.split()) for name in names_in(clean(cell))] == names


LISTS = {
    "Acme; ACME Inc": ["Acme", " ACME Inc"],
    "Acme, ACME Inc": ["Acme", " ACME Inc"],
    "Acme, Inc.; ACME": ["Acme, Inc.", " ACME"],
    "Acme, Inc.;": ["Acme, Inc."],
    '5" pipes; 6" pipes': ['5" pipes', ' 6" pipes'],
    '"Best" Ltd; Other': ['"Best" Ltd', " Other"],
    '"Acme; Sons", Other': ["Acme; Sons", " Other"],
    '"Acme; Sons"; Other': ["Acme; Sons", " Other"],
    '"open; Other': ['"open', " Other"],
    " ; ,": [" ,"],
}


@pytest.mark.parametrize(("text", "names"), LISTS.items())
def test_quotes_keep_a_name_whole_only_where_they_are_around_it(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("notes", ["=1+1", "\t=1", "\r1", " =1", "@SUM(1)", "\uff1d1"])
def test_what_people_typed_is_no_formula_in_any_table(notes: str) -> None:
    found = row(talk(customer("Acme"), notes=notes, decisions=notes), customer=notes)

    assert [cell for cell in found if cell.lstrip().startswith(tuple("=@\uff1d"))] == []
    assert sum(cell.startswith("'") for cell in found) == 3


async def test_what_is_exported_is_for_the_owner_of_the_files_alone(desk: Desk) -> None:
    await desk.put(*one_of_each())

    await desk.export()

    assert desk.to.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in desk.to.iterdir()} == {0o600}


async def test_several_workspaces_have_a_folder_each(desk: Desk) -> None:
    await desk.put(customer("One"), customer("Two", workspace="T2"))

    said = await desk.export()

    assert (said[0], said[13]) == (f"workspace T1, in {desk.to / 'T1'}", f"workspace T2, in {desk.to / 'T2'}")
    assert sorted(path.name for path in desk.to.iterdir()) == ["T1", "T2"]


async def test_it_is_read_beside_a_running_bot_into_a_folder_named_after_the_day(desk: Desk) -> None:
    desk.environ |= {"TALK_NOW": "2026-11-24T09:00:00Z", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    store = await open_store(desk.environ["TALK_STORE"], lambda: NOON)
    await store.commit(made(customer("Acme")))

    done = keep_talking(desk)
    again = keep_talking(desk)
    await store.close()

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "customers 1 (customers.csv, customers.json)"
    assert (desk.folder / "keep-talking-export-2026-11-24" / "customers.csv").is_file()
    assert again.returncode == 2
    assert (
        again.stderr == "keep-talking: keep-talking-export-2026-11-24 holds something already. Name a new or an empty folder with --to.\n"
    )


async def test_where_there_is_nothing_it_says_so(desk: Desk) -> None:
    done = keep_talking(desk)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"keep-talking: The store tinydb:{desk.folder / 'store'} holds nothing.")
    assert not (desk.folder / "store").exists()


async def test_a_file_is_no_folder_and_an_empty_folder_will_do(desk: Desk) -> None:
    await desk.put(customer("Acme"))
    desk.to.write_text("mine")
    with pytest.raises(ConfigError, match="is a file"):
        await desk.export()
    desk.to.unlink()
    desk.to.mkdir()

    await desk.export()

    assert len(desk.table("customers")) == 1


async def test_a_folder_that_cannot_be_made_is_said(desk: Desk) -> None:
    await desk.put(customer("Acme"))
    desk.to = desk.folder / "no" / "where"

    with pytest.raises(ConfigError, match="could not be written: No such file or directory"):
        await desk.export()


async def test_a_disk_that_is_full_leaves_nothing_half_written(desk: Desk) -> None:
    acme = customer("Acme")
    await desk.put(acme, *(talk(acme, notes="x" * 3000) for _ in range(10)))

    done = keep_talking(desk, "--to", "files", limit="8")

    assert done.returncode == 2
    assert done.stderr == ("keep-talking: The export to files could not be written: File too large. What was written of it is removed.\n")
    assert not desk.to.exists()


async def test_it_holds_no_more_than_a_record_at_a_time(desk: Desk) -> None:
    acme = customer("Acme")
    await desk.put(acme, *(talk(acme, notes=f"{n} " * 700) for n in range(1000)))
    exporting, target = Export(await read_store(desk.environ["TALK_STORE"], NOON), TEAM, TODAY), Target(desk.to)
    target.begin()

    tracemalloc.start()
    await write(exporting, target, Screen())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(path.stat().st_size for path in desk.to.iterdir()) > 5_000_000
    assert peak < 500_000


def test_a_time_is_written_with_its_offset() -> None:
    found = dict(zip(headings(Idea), row(idea(customer("Acme"), noted_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))), strict=True))

    assert found["noted at"] == "2026-01-02T03:04:05+00:00"
