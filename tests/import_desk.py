"""A desk at which tables are imported: a store with one workspace in it, no Slack, a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from records import NOON, TEAM, customer, made

from bot.imports import Wish, import_table, undo_import
from model.change import AnyRecord
from model.customer import Customer, fold
from model.talk import Talk
from storage import Store, open_store

SALESFORCE = """\
NAME,TYPE,PARENTID,BILLINGSTREET,BILLINGCITY,PHONE,ACCOUNTNUMBER,WEBSITE,INDUSTRY,ANNUALREVENUE,OWNERSHIP,DESCRIPTION,RATING,SICDESC,\
LASTACTIVITYDATE,LASTMODIFIEDDATE
Northside Hospital,Customer - Direct,,"1 Main Street
Floor 2, Room 3",Berlin,(030) 111,CD1,https://www.northside.example/de,Healthcare,3.00E+07,Public,"They said ""soon"".",Hot,Hospitals,\
2026-09-28,2026-11-20
Globex,Customer - Channel,,"7 Side Street",Hamburg,,CD2,globex.example,Energy,,Private,,Warm,,,2026-11-21
"""
HUBSPOT = """\
"Record ID","Company name","Company Domain Name","Company owner","Industry","Lifecycle Stage","Last Contacted","Last Activity Date",\
"Last Modified Date","Number of times contacted"
"1001","Initech","initech.example","Olivia Owner","Software","customer","2026-08-14 09:30","2026-11-01 10:00","2026-11-23 08:00","4"
"1002","Umbrella","umbrella.example","","Pharma","customer","","2026-11-02 10:00","2026-11-23 08:00","0"
"""
DEPARTMENTS = """\
Name,ID,Department head,Primary contact,Description
Accounting,0042,Anna Accountant,Paul Primary,"Pays, and gets paid"
Personnel,0043,Peter Personnel,,
"""


class Desk:
    """Imports, and looks at what came of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.environ = {"TALK_STORE": f"tinydb:{folder / 'store'}"}
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def file(self, content: str | bytes, name: str = "customers.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    async def run(self, content: str | bytes, **wish: Any) -> tuple[int, list[str]]:
        """Import a table; return the exit code and what was said."""
        code = await import_table(self.environ, Wish(file=self.file(content), **wish), self.now)
        return code, self.capsys.readouterr().out.splitlines()

    async def verdicts(self, content: str | bytes, **wish: Any) -> list[str]:
        """Import a table; return the rows' lines and the counts."""
        _, lines = await self.run(content, **wish)
        return [line for line in lines if line.startswith("row")]

    async def undo(self, batch: str) -> tuple[int, list[str]]:
        code = await undo_import(self.environ, batch, self.now)
        return code, self.capsys.readouterr().out.splitlines()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        store = await open_store(self.environ["TALK_STORE"], self.now)
        try:
            yield store
        finally:
            await store.close()

    async def put(self, *records: AnyRecord) -> None:
        async with self.store() as store:
            await store.commit(made(*records))

    async def customers(self) -> dict[str, Customer]:
        """All customers but the one with which the workspace began, by name."""
        async with self.store() as store:
            return {one.name: one for one in await store.customers(TEAM) if one.name != "The first one"}

    async def talks(self, name: str) -> list[Talk]:
        async with self.store() as store:
            return await store.talks(TEAM, (await store.named(TEAM, [fold(name)]))[fold(name)].id)


def batch_in(lines: list[str]) -> str:
    """The id of the batch that an import said."""
    return lines[-1].rpartition(" ")[2].rstrip(")")


@pytest.fixture
async def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    await desk.put(customer("The first one"))
    return desk
