"""Compaction: the journal grows short, nothing is lost, and what is older than 30 days leaves an audit without text."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from records import NOON, TEAM, customer, edited, later, made, removed, talk

from model.change import Change
from storage import StoreError, compaction
from storage.compaction import AuditLine, append_audit
from storage.disk import Disk
from storage.tinydb import TinyStore

ACME = customer("Acme")


class Life:
    """A store on a clock that the test turns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = NOON
        self.store: TinyStore

    def now(self) -> datetime:
        return self.at

    async def open(self, disk: Disk | None = None) -> TinyStore:
        self.store = await TinyStore.open(self.folder, self.now, disk)
        return self.store

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder / TEAM).iterdir())

    def audit(self) -> list[dict[str, Any]]:
        return [json.loads(text) for path in sorted((self.folder / TEAM).glob("audit-*")) for text in path.read_text().splitlines()]


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    life = Life(tmp_path / "store")
    await life.open()
    yield life
    await life.store.close()


async def restarted(life: Life) -> TinyStore:
    await life.store.close()
    return await life.open()


async def test_a_snapshot_takes_the_place_of_the_journal(life: Life) -> None:
    await life.store.commit(made(ACME, first := talk(ACME)))

    await life.store.compact()
    await life.store.commit(made(second := talk(ACME, later(days=1).date())))

    assert life.files() == ["journal-00000001.log", "journal-00000002.log", "snapshot.json"]
    store = await restarted(life)
    assert await store.talks(TEAM, ACME.id) == [second, first]


async def test_what_was_removed_does_not_come_back(life: Life) -> None:
    await life.store.commit(made(ACME))
    await life.store.compact()
    await life.store.commit(removed(ACME))
    await life.store.compact()

    store = await restarted(life)

    assert await store.customers(TEAM) == []


async def test_keys_and_changes_of_the_last_day_outlive_compaction_and_restart(life: Life) -> None:
    await life.store.commit(old := made(ACME, key="old"))
    life.at = later(hours=20)
    await life.store.compact()
    await life.store.commit(new := made(talk(ACME), key="new", at=life.at))
    await life.store.compact()
    life.at = later(hours=23)

    store = await restarted(life)

    assert await store.answered(TEAM, "old") == old
    assert await store.changes(TEAM, "U1", NOON) == [new, old]
    assert (await store.commit(made(customer("Globex"), key="old"))).repeated


async def test_changes_older_than_a_day_are_let_go(life: Life) -> None:
    await life.store.commit(made(ACME, key="old"))
    life.at = later(hours=25)
    await life.store.commit(made(talk(ACME), key="new", at=life.at))

    assert await life.store.answered(TEAM, "old") is None
    assert (await restarted(life)) is life.store
    assert await life.store.answered(TEAM, "old") is None
    assert await life.store.answered(TEAM, "new") is not None


async def test_commits_go_on_while_a_snapshot_is_written(life: Life) -> None:
    await life.store.commit(made(ACME, *(talk(ACME) for _ in range(500))))

    talks = [talk(ACME) for _ in range(30)]
    await asyncio.gather(life.store.compact(), *(life.store.commit(made(one)) for one in talks))

    store = await restarted(life)
    assert len(await store.talks(TEAM, ACME.id)) == 530


async def test_the_journal_is_compacted_by_itself_when_it_has_grown(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "at", NOON)
    monkeypatch.setattr(compaction, "ENOUGH", 2000)
    await life.store.commit(made(ACME))
    compactor = life.store._compactors[TEAM]
    compactor._enough = 2000

    for _ in range(10):
        await life.store.commit(made(talk(ACME)))
    await compactor.close()

    assert "snapshot.json" in life.files()
    assert life.store._commits[TEAM].since_snapshot < 4000


async def test_a_start_knows_how_much_journal_there_is_to_compact(life: Life) -> None:
    await life.store.commit(made(ACME))
    await life.store.compact()
    assert life.store._commits[TEAM].since_snapshot < 100
    await life.store.commit(made(talk(ACME)))

    store = await restarted(life)

    assert store._commits[TEAM].since_snapshot > 300


async def test_a_store_is_closed_when_the_snapshot_is_whole(life: Life) -> None:
    await life.store.commit(made(ACME, *(talk(ACME) for _ in range(500))))
    compacting = asyncio.create_task(life.store.compact())
    await asyncio.sleep(0)

    await life.store.close()

    assert compacting.done()
    assert "snapshot.json" in life.files()
    await life.open()


class NoRenames(Disk):
    """A disk that takes everything but the new snapshot."""

    def replace(self, source: Path, target: Path) -> None:  # type: ignore[override]
        if target.name == "snapshot.json":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        source.replace(target)


async def test_a_compaction_that_fails_in_the_background_is_logged_and_tried_later(life: Life, caplog: pytest.LogCaptureFixture) -> None:
    await life.store.close()
    store = await life.open(NoRenames())
    await store.commit(made(ACME))
    compactor = store._compactors[TEAM]
    compactor._enough = 0

    with caplog.at_level(logging.WARNING):
        await store.commit(made(talk(ACME)))
        await compactor.close()

    assert "could not be compacted: No space left on device" in caplog.text
    assert compactor._enough > 8 * 1024 * 1024
    assert len(await (await restarted(life)).talks(TEAM, ACME.id)) == 1


async def test_a_compaction_that_fails_when_asked_for_says_so(life: Life) -> None:
    await life.store.close()
    store = await life.open(NoRenames())
    await store.commit(made(ACME))

    with pytest.raises(StoreError, match="No space left on device"):
        await store.compact()

    await store.commit(made(talk(ACME)))


class TestAudit:
    async def grow_old(self, life: Life) -> Change:
        await life.store.commit(made(ACME, one := talk(ACME, notes="a secret"), key="K"))
        await life.store.commit(change := edited(one, notes="another secret"))
        await life.store.commit(removed(one.changed(notes="another secret")))
        await life.store.compact()
        life.at = later(days=31)
        return change

    async def test_segments_are_kept_for_thirty_days(self, life: Life) -> None:
        await self.grow_old(life)
        life.at = later(days=29)

        await life.store.compact()

        assert "journal-00000001.log" in life.files()
        assert life.audit() == []

    async def test_older_ones_leave_who_when_which_and_no_text(self, life: Life) -> None:
        change = await self.grow_old(life)

        await life.store.compact()

        audit = life.audit()
        assert "journal-00000001.log" not in life.files()
        assert [one["sequence"] for one in audit] == [1, 2, 3]
        assert audit[1] == {
            "sequence": 2,
            "at": "2026-11-24T12:00:00Z",
            "by": "U1",
            "verb": "note",
            "records": [["talk", change.writes[0].record.id, "changed"]],
            "key": change.key,
        }
        assert [what for _, _, what in audit[0]["records"]] == ["made", "made"]
        assert [what for _, _, what in audit[2]["records"]] == ["removed"]
        assert "secret" not in json.dumps(audit)

    async def test_a_store_opens_as_well_without_them(self, life: Life) -> None:
        await self.grow_old(life)
        await life.store.compact()

        store = await restarted(life)

        assert await store.customers(TEAM) == [ACME]

    async def test_changes_go_to_the_audit_of_their_year(self, life: Life) -> None:
        await life.store.commit(made(ACME))
        await life.store.commit(made(talk(ACME), at=later(days=40)))
        await life.store.compact()
        life.at = later(days=80)

        await life.store.compact()

        assert [name for name in life.files() if "audit" in name] == ["audit-2026.jsonl", "audit-2027.jsonl"]

    def test_nothing_is_written_twice_after_a_crash_in_between(self, tmp_path: Path) -> None:
        lines = [AuditLine(sequence, NOON, "U1", "note", []) for sequence in (1, 2, 3)]
        path = tmp_path / "audit-2026.jsonl"
        append_audit(Disk(), path, lines)
        whole = path.read_bytes()

        for end in range(len(whole) + 1):
            path.write_bytes(whole[:end])
            append_audit(Disk(), path, lines)

            assert path.read_bytes() == whole
