"""The import as a command: its exit codes, its lines, and its manners beside a running bot."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from import_desk import SALESFORCE, Desk, batch_in, desk
from records import NOON, TEAM, customer, made

from bot.endings import CONFIGURATION, explained
from bot.imports import go_through
from bot.screen import Screen
from handlers.directory import Directory
from handlers.imports import Import, new_batch
from handlers.sheet import Sheet
from model.cells import Reader
from model.change import Change
from storage import Conflict, NotSaved, Receipt, open_store
from storage.tinydb import TinyStore

__all__ = ["desk"]
ROOT = Path(__file__).parent.parent
IGNORED = (
    *("TYPE", "PARENTID", "BILLINGSTREET", "BILLINGCITY", "PHONE", "ACCOUNTNUMBER", "ANNUALREVENUE", "OWNERSHIP"),
    *("DESCRIPTION", "RATING", "SICDESC", "LASTMODIFIEDDATE"),
)


def keep_talking(desk: Desk, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the desk's folder."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **desk.environ}
    command = [sys.executable, "-W", "error", "-m", "bot", "import", *arguments]
    return subprocess.run(command, cwd=desk.folder, env=environ, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603


def test_a_table_is_imported_again_and_taken_back(desk: Desk) -> None:
    desk.file(SALESFORCE)

    first = keep_talking(desk, "customers.csv")
    again = keep_talking(desk, "customers.csv")
    undone = keep_talking(desk, "--undo", batch_in(first.stdout.splitlines()))

    assert (first.returncode, again.returncode, undone.returncode) == (0, 0, 0)
    assert first.stdout.splitlines()[:-1] == [
        "customers.csv: utf-8, separated by commas, a Salesforce export",
        "read: NAME as name, INDUSTRY as industry, WEBSITE as domain, LASTACTIVITYDATE as last talk",
        f"ignored: {', '.join(IGNORED)}",
        "row 2: created",
        "row 3: created",
        "rows 2 = created 2 + updated 0 + unchanged 0 + refused 0",
    ]
    assert "rows 2 = created 0 + updated 0 + unchanged 2 + refused 0" in again.stdout
    assert "customers 2 = taken back 2 + kept 0" in undone.stdout
    assert first.stderr + again.stderr + undone.stderr == ""


def test_refused_rows_end_with_1(desk: Desk) -> None:
    desk.file("name,last talk\nAcme,2031-01-01\n")

    done = keep_talking(desk, "customers.csv")

    assert done.returncode == 1
    assert "row 2: refused: its last talk, 2031-01-01, is still to come" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["missing.csv"], "missing.csv can't be imported: No such file or directory."),
        (["."], ". can't be imported: it is not a file."),
        (["streets.csv"], "it has no column with the customers' names"),
        (["dates.csv"], "last talk holds dates that can be read either way"),
        (["--undo", "4711"], "there is no batch 4711"),
        ([], "Name a file to import, or a batch to take back with --undo."),
        (["dates.csv", "--undo", "4711"], "Name a file to import, or a batch to take back with --undo."),
        (["dates.csv", "--date-order", "ymd"], "invalid choice"),
    ],
)
def test_what_can_be_put_right_ends_with_2_and_one_line(desk: Desk, arguments: list[str], why: str) -> None:
    desk.file("street\nMain\n", "streets.csv")
    desk.file("name,last talk\nAcme,09/10/2026\n", "dates.csv")

    done = keep_talking(desk, *arguments)

    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1 or "usage" in done.stderr


async def test_beside_a_running_bot_it_ends_with_3_and_the_dry_run_works(desk: Desk) -> None:
    desk.file("name\nAcme\n")
    store = await open_store(desk.environ["TALK_STORE"], lambda: NOON)
    await store.commit(made(customer("Acme")))

    refused, tried = keep_talking(desk, "customers.csv"), keep_talking(desk, "customers.csv", "--dry-run")
    await store.close()

    assert refused.returncode == 3
    assert f"in use by process {os.getpid()}" in refused.stderr
    assert tried.returncode == 0
    assert tried.stdout.startswith("dry run: nothing is written\n")
    assert "row 2: unchanged" in tried.stdout


async def test_a_store_that_is_damaged_ends_with_2(desk: Desk) -> None:
    desk.file("name\nAcme\n")
    (desk.folder / "store" / TEAM / "journal-00000001.log").write_bytes(b"")

    done = [keep_talking(desk, "customers.csv", *flags) for flags in ([], ["--dry-run"])]

    assert [one.returncode for one in done] == [2, 2]
    assert all("is damaged" in one.stderr for one in done)


def test_help_says_how_rows_are_counted(desk: Desk) -> None:
    done = keep_talking(desk, "--help")

    assert done.returncode == 0
    assert "the heading is row 1" in " ".join(done.stdout.split())


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_to_a_person_and_to_nobody_else() -> None:
    out, seen, unseen = io.StringIO(), Terminal(), io.StringIO()

    for err in (seen, unseen):
        screen = Screen(out, err)
        screen.progress(" 50 % of the file")
        screen.say(["row 2: created"])

    assert seen.getvalue() == "\r\x1b[K 50 % of the file\r\x1b[K"
    assert unseen.getvalue() == ""
    assert out.getvalue() == "row 2: created\nrow 2: created\n"


def test_a_reader_who_goes_away_does_not_stop_the_work(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out:
        screen = Screen(out, io.StringIO())

        screen.say(["row 2: created"] * 3)
        screen.say(["row 3: created"])

    assert not list(tmp_path.iterdir())


class FullDisk(TinyStore):
    """A store whose disk is full after so many changes."""

    room = 2

    async def commit(self, change: Change) -> Receipt:
        if not self.room:
            raise NotSaved("the disk is full")
        self.room -= 1
        return await super().commit(change)


async def test_an_import_that_was_overtaken_in_slack_says_so_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    async def overtaken() -> int:
        raise Conflict("customer 1 has moved on")

    code = await explained(overtaken())

    assert code == CONFIGURATION
    assert capsys.readouterr().err.startswith(
        "keep-talking: somebody changed the same in Slack at that very moment, so it was not saved. Run"
    )


async def test_an_import_that_has_to_stop_says_what_stands_and_goes_on_when_repeated(desk: Desk) -> None:
    path = desk.file("name,last talk\n" + "".join(f"Customer {n},2026-10-05\n" for n in range(1000)))
    sheet, out = Sheet(path), io.StringIO()
    store = await FullDisk.open(desk.folder / "store", desk.now)
    work = Import(store, new_batch(TEAM, path.name, desk.now), Directory())

    with pytest.raises(NotSaved, match="the disk is full"):
        await go_through(work, sheet, Reader(sheet.columns, "dmy", NOON.date()), Screen(out, io.StringIO()))
    await store.close()
    again = await desk.verdicts(path.read_bytes())
    _, undone = await desk.undo(work.batch.id)

    said = out.getvalue().splitlines()
    assert said[:-1] == [f"row {n}: created" for n in range(2, 802)]
    assert said[-1].startswith("stopped; the rows above are saved. Importing the file again goes on. batch ")
    assert again[-1] == "rows 1000 = created 200 + updated 0 + unchanged 800 + refused 0"
    assert undone[0] == "customers 800 = taken back 800 + kept 0"
