"""Group commit: who shares a sync, who waits for whom, and what happens to those who wait when the disk fails."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from records import NOON, TEAM, customer, edited, made, talk

from model.customer import Customer
from storage import Conflict, NotSaved
from storage.disk import Disk
from storage.tinydb import TinyStore

ACME = customer("Acme")


class GatedDisk(Disk):
    """A disk whose syncs can be held up, made to fail, and counted."""

    def __init__(self) -> None:
        self.open_gate, self.reached = threading.Event(), threading.Event()
        self.open_gate.set()
        self.broken = False
        self.syncs: list[str] = []

    def fdatasync(self, file: int) -> None:  # type: ignore[override]
        self.syncs.append(threading.current_thread().name)
        self.reached.set()
        self.open_gate.wait(10)
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        os.fdatasync(file)

    def hold(self) -> None:
        self.open_gate.clear()
        self.reached.clear()


@pytest.fixture(autouse=True)
def disk_counts_as_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.writer.QUICK", 60)


async def opened(folder: Path, disk: GatedDisk) -> TinyStore:
    store = await TinyStore.open(folder / "store", lambda: NOON, disk)
    await store.commit(made(ACME))
    disk.syncs.clear()
    return store


async def held_up(store: TinyStore, disk: GatedDisk) -> list[asyncio.Task[object]]:
    """Begin two commits that share a sync in the writer's thread, and return when the disk holds them up there."""
    store._commits[TEAM]._calm = False
    disk.hold()
    tasks = [asyncio.create_task(store.commit(made(talk(ACME)))) for _ in range(2)]
    await asyncio.to_thread(disk.reached.wait, 10)
    return tasks  # type: ignore[return-value]


async def test_those_who_come_together_share_a_sync(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())

    await asyncio.gather(*(store.commit(made(talk(ACME))) for _ in range(20)))

    assert len(disk.syncs) == 2
    await store.close()


async def test_who_comes_alone_needs_no_thread(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())

    await store.commit(made(talk(ACME)))
    await store.commit(made(talk(ACME)))

    assert set(disk.syncs) == {threading.main_thread().name}
    await store.close()


async def test_a_loop_of_commits_lets_others_have_their_turn(tmp_path: Path) -> None:
    store = await opened(tmp_path, GatedDisk())
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    other = asyncio.create_task(count_turns())
    for _ in range(10):
        await store.commit(made(talk(ACME)))
    other.cancel()

    assert turns >= 9
    await store.close()


async def test_nobody_sees_what_is_not_on_disk_yet(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())

    tasks = await held_up(store, disk)
    seen = await store.talks(TEAM, ACME.id)
    disk.open_gate.set()
    await asyncio.gather(*tasks)

    assert seen == []
    assert len(await store.talks(TEAM, ACME.id)) == 2
    await store.close()


async def test_who_comes_during_a_sync_goes_with_the_next(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())

    tasks = await held_up(store, disk)
    late = [asyncio.create_task(store.commit(made(talk(ACME)))) for _ in range(5)]
    await asyncio.sleep(0)
    disk.open_gate.set()
    await asyncio.gather(*tasks, *late)

    assert len(disk.syncs) == 2
    await store.close()


async def test_a_conflict_with_a_change_under_way_is_raised_when_that_one_can_be_read(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())
    tasks = await held_up(store, disk)

    async def decide(industry: str) -> Customer | None:
        try:
            await store.commit(edited(ACME, industry=industry))
        except Conflict:
            return await store.get(TEAM, Customer, ACME.id)
        return None

    deciders = [asyncio.create_task(decide(industry)) for industry in ("A", "B")]
    await asyncio.sleep(0)
    disk.open_gate.set()

    assert await asyncio.gather(*deciders) == [None, ACME.changed(industry="A")]
    await asyncio.gather(*tasks)
    await store.close()


async def test_a_conflict_with_a_change_that_fails_is_none(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())
    store._commits[TEAM]._calm = False
    disk.hold()
    disk.broken = True

    first = asyncio.create_task(store.commit(edited(ACME, industry="A")))
    await asyncio.to_thread(disk.reached.wait, 10)
    second = asyncio.create_task(store.commit(edited(ACME, industry="B")))
    await asyncio.sleep(0)
    first.add_done_callback(lambda _: setattr(disk, "broken", False))
    disk.open_gate.set()
    outcomes = await asyncio.gather(first, second, return_exceptions=True)

    assert [type(outcome).__name__ for outcome in outcomes] == ["NotSaved", "Receipt"]
    assert await store.get(TEAM, Customer, ACME.id) == ACME.changed(industry="B")
    await store.close()


async def test_those_who_waited_behind_a_failed_sync_are_refused_too(tmp_path: Path) -> None:
    store = await opened(tmp_path, disk := GatedDisk())

    tasks = await held_up(store, disk)
    late = [asyncio.create_task(store.commit(made(talk(ACME)))) for _ in range(3)]
    await asyncio.sleep(0)
    disk.broken = True
    tasks[0].add_done_callback(lambda _: setattr(disk, "broken", False))
    disk.open_gate.set()
    outcomes = await asyncio.gather(*tasks, *late, return_exceptions=True)
    await store.commit(made(kept := talk(ACME)))
    await store.close()

    assert [type(outcome) for outcome in outcomes] == [NotSaved] * 5
    store = await TinyStore.open(tmp_path / "store", lambda: NOON)
    assert await store.talks(TEAM, ACME.id) == [kept]
    await store.close()


async def test_a_slow_disk_is_waited_for_in_the_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await opened(tmp_path, disk := GatedDisk())
    monkeypatch.setattr("storage.writer.QUICK", 0)

    await store.commit(made(talk(ACME)))
    await store.commit(made(talk(ACME)))

    assert disk.syncs == [threading.main_thread().name, "journal"]
    await store.close()


async def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    before = threading.active_count()

    store = await opened(tmp_path, GatedDisk())
    await store.close()

    assert threading.active_count() == before


def test_a_lost_loop_does_not_keep_the_process(tmp_path: Path) -> None:
    script = f"""
import asyncio
from records import NOON, customer, made
from storage.tinydb import TinyStore
async def main():
    store = await TinyStore.open({str(tmp_path / "store")!r}, lambda: NOON)
    tasks = [asyncio.create_task(store.commit(made(customer(str(n))))) for n in range(50)]
    await asyncio.sleep(0)
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
"""

    paths = f"{Path.cwd()}:{Path(__file__).parent}"
    ended = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": paths}, timeout=10, check=False, capture_output=True)  # noqa: S603  our own script

    assert ended.returncode == 0
