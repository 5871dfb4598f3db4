"""The folder of a store: who may use it, what lies in it, and what it says when it will not open."""
# ruff: noqa: ASYNC240  the files are small and the loop has nothing else to do

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from records import NOON, TEAM, customer, later, made, talk
from tinydb import TinyDB, where

from model.customer import Customer
from storage import NotSaved, StoreError, StoreInUse
from storage.disk import Disk
from storage.journal import SCHEMA
from storage.snapshot import snapshot_path
from storage.tinydb import TinyStore

ACME = customer("Acme")


async def opened(folder: Path, at: datetime = NOON, disk: Disk | None = None) -> TinyStore:
    return await TinyStore.open(folder, lambda: at, disk)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
async def snapshot(folder: Path) -> Path:
    """The snapshot of a closed store that holds a customer and seventy talks."""
    store = await opened(folder)
    await store.commit(made(ACME, *(talk(ACME) for _ in range(70))))
    await store.compact()
    await store.close()
    return snapshot_path(folder / TEAM)


async def refusal(folder: Path, disk: Disk | None = None) -> str:
    with pytest.raises(StoreError) as refused:
        await opened(folder, disk=disk)
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_files_are_the_owner_s_alone(snapshot: Path, folder: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}

    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, snapshot.parent)} == {0o700}


async def test_a_folder_that_others_may_read_is_closed_to_them(folder: Path) -> None:
    folder.mkdir(mode=0o755)

    await (await opened(folder)).close()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_a_second_process_is_told_who_has_the_store(folder: Path) -> None:
    store = await opened(folder)
    script = f"import asyncio, storage; asyncio.run(storage.open_store('tinydb:{folder}', None))"

    second = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603, ASYNC221  our own script
    await store.close()

    assert second.stderr.endswith(f"The store's folder {folder} is in use by process {os.getpid()}. Stop that process first.\n")


async def test_a_second_store_in_one_process_is_refused_too_until_the_first_is_closed(folder: Path) -> None:
    store = await opened(folder)

    with pytest.raises(StoreInUse, match=f"process {os.getpid()}"):
        await opened(folder)
    await store.close()

    await (await opened(folder)).close()


async def test_a_lock_whose_process_is_gone_is_no_hindrance(folder: Path) -> None:
    await (await opened(folder)).close()
    (folder / "lock").write_text("99999999\n")

    await (await opened(folder)).close()


async def test_a_file_in_the_folder_s_place_is_refused(folder: Path) -> None:
    folder.write_text("{}")

    assert f"{folder} is a file" in await refusal(folder)
    assert folder.read_text() == "{}"


async def test_a_missing_parent_is_refused(tmp_path: Path) -> None:
    assert f"there is no folder {tmp_path / 'no'}" in await refusal(tmp_path / "no" / "store")


async def test_a_folder_of_other_things_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.odt").write_text("years of work")

    assert "is not a store: it holds thesis.odt" in await refusal(folder)


async def test_a_new_disk_s_own_folder_is_no_hindrance(folder: Path) -> None:
    (folder / "lost+found").mkdir(parents=True)

    await (await opened(folder)).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
async def test_somebody_else_s_folder_is_refused(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, 12345, -1)

    assert "belongs to user 12345" in await refusal(folder)


class ReadOnlyDisk(Disk):
    @staticmethod
    def refuse(*_: object, **__: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    open = mkdir = refuse  # type: ignore[assignment]


async def test_a_read_only_disk_is_refused(folder: Path) -> None:
    assert "Read-only file system" in await refusal(folder, ReadOnlyDisk())

    folder.mkdir()
    assert "Read-only file system" in await refusal(folder, ReadOnlyDisk())


@pytest.mark.parametrize("workspace", ["../T1", "a/b", "", ".", "T 1", "T\n", "Ä", "x" * 65])
async def test_a_workspace_s_id_never_leads_out_of_the_folder(folder: Path, workspace: str) -> None:
    store = await opened(folder)

    with pytest.raises(StoreError, match="no workspace id"):
        await store.commit(made(customer("Acme", workspace=workspace)))

    assert await store.customers(workspace) == []
    assert [path.name for path in folder.iterdir()] == ["lock"]
    await store.close()


async def test_a_workspace_whose_folder_cannot_be_made_is_not_saved(folder: Path) -> None:
    store = await opened(folder)
    (folder / TEAM).write_text("in the way")

    with pytest.raises(NotSaved, match=TEAM):
        await store.commit(made(ACME))
    (folder / TEAM).unlink()

    await store.commit(made(ACME))
    await store.close()


async def test_a_snapshot_opens_in_plain_tinydb(snapshot: Path) -> None:
    with TinyDB(snapshot, access_mode="r") as plain:
        talks = plain.table("talk").search(where("customer") == ACME.id)
        found = plain.table("customer").get(doc_id=1)
        head = plain.table("store").get(doc_id=1)

    assert len(talks) == 70
    assert [one.doc_id for one in talks] == list(range(1, 71))
    assert isinstance(found, dict)
    assert found["name"] == "Acme"
    assert isinstance(head, dict)
    assert (head["schema"], head["workspace"], head["covers"]) == (SCHEMA, TEAM, 1)


async def test_a_snapshot_is_what_a_start_reads(snapshot: Path, folder: Path) -> None:
    assert snapshot.exists()

    store = await opened(folder, later(days=2))

    assert await store.get(TEAM, Customer, ACME.id) == ACME
    assert len(await store.talks(TEAM, ACME.id)) == 70
    await store.close()


async def test_a_snapshot_cut_or_changed_anywhere_stops_the_start(snapshot: Path, folder: Path) -> None:
    whole = snapshot.read_bytes()
    cuts = [whole[: len(whole) * part // 16] for part in range(16)]
    flips = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(0, len(whole), len(whole) // 40)]
    others = [whole[:-1], whole + b"\n", whole + bytes(9), b"\xef\xbb\xbf" + whole, b"{}", b"[]", b'{"store":{"1":[]}}']

    for broken in (*cuts, *flips, *others):
        snapshot.write_bytes(broken)

        said = await refusal(folder)

        assert str(snapshot) in said
        assert "Restore" in said
        assert snapshot.read_bytes() == broken


async def test_a_newer_snapshot_stops_the_start(snapshot: Path, folder: Path) -> None:
    newer = snapshot.read_bytes().replace(b'"schema":%d' % SCHEMA, b'"schema":%d' % (SCHEMA + 1))
    snapshot.write_bytes(newer.replace(b'"talk"', b'"meeting"'))

    assert "newer version of Keep Talking" in await refusal(folder)


LOSSES = {
    "the snapshot, and a segment it covers": ("snapshot.json", "journal-00000001.log"),
    "the journal": ("journal-00000001.log", "journal-00000002.log", "journal-00000003.log"),
    "the last segment": ("journal-00000003.log",),
    "a segment in the middle": ("journal-00000002.log",),
}


@pytest.mark.parametrize("lost", LOSSES.values(), ids=LOSSES.keys())
async def test_a_missing_file_stops_the_start(folder: Path, lost: tuple[str, ...]) -> None:
    store = await opened(folder)
    await store.commit(made(ACME))
    await store.compact()
    await store.commit(made(talk(ACME)))
    await store.compact()
    await store.commit(made(talk(ACME)))
    await store.close()

    for name in lost:
        (folder / TEAM / name).unlink()

    assert "Restore" in await refusal(folder)


async def test_what_a_crash_left_half_made_is_removed(snapshot: Path, folder: Path) -> None:
    left = snapshot.with_name("snapshot.json.new")
    left.write_bytes(b'{"sto')

    await (await opened(folder)).close()

    assert not left.exists()
