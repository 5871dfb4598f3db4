"""The disk fails, at every call in turn and in every way: what was saved stays, what was refused is not there, no change is half there."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from records import NOON, TEAM, customer, later, made, talk

from model.change import Change
from storage import NotSaved, StoreError
from storage.disk import Disk
from storage.tinydb import TinyStore

CALLS = {name for name in vars(Disk) if not name.startswith("_")}
SYNCS = {"fsync", "fdatasync"}
FOR_GOOD = 10**6


class FaultyDisk(Disk):
    """A disk that fails at the nth call, for so many calls, at a write perhaps after half of it was written. Syncs cost nothing."""

    def __init__(self, nth: int, code: int = errno.EIO, *, times: int = 1, half: bool = False) -> None:
        self.failing, self.code, self.half = range(nth, nth + times), code, half
        self.calls = 0

    def __getattribute__(self, name: str) -> Any:
        call = super().__getattribute__(name)
        return partial(self.attempt, name, call) if name in CALLS else call

    def attempt(self, name: str, call: Callable[..., Any], *args: Any) -> Any:
        self.calls += 1
        if self.calls in self.failing:
            if name == "write" and self.half:
                os.write(args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "close":
                os.close(args[0])
            raise OSError(self.code, os.strerror(self.code))
        return self.carry_out(name, call, *args)

    def carry_out(self, name: str, call: Callable[..., Any], *args: Any) -> Any:
        return None if name in SYNCS else call(*args)


class CrashingDisk(FaultyDisk):
    """A disk that stops at the nth call, and then loses what was never synced: bytes, and the names of files."""

    def __init__(self, nth: int, lost: float) -> None:
        super().__init__(nth, times=FOR_GOOD, half=True)
        self.lost = lost
        self.synced: dict[int, int] = {}
        self.names: dict[Path, bytes | None] = {}

    def carry_out(self, name: str, call: Callable[..., Any], *args: Any) -> Any:
        if name == "replace":
            self.names.setdefault(args[1], args[1].read_bytes() if args[1].exists() else None)
        result: Any = None if name in SYNCS else call(*args)
        if name in {*SYNCS, "open"}:
            file = os.fstat(result if name == "open" else args[0])
            if name in SYNCS or file.st_ino not in self.synced:
                self.synced[file.st_ino] = file.st_size
            if name in SYNCS and stat.S_ISDIR(file.st_mode):
                self.names = {path: was for path, was in self.names.items() if path.parent.stat().st_ino != file.st_ino}
        return result

    def lose(self, folder: Path) -> None:
        for path, was in self.names.items():
            path.unlink() if was is None else path.write_bytes(was)
        for path in folder.rglob("*"):
            length, synced = path.stat().st_size, self.synced.get(path.stat().st_ino, 0)
            if path.is_file() and path not in self.names and length > synced:
                os.truncate(path, length - int((length - synced) * self.lost))


class Story:
    """A store's life of 100 days with two compactions, and what became of each of its changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = 0
        self.number = count()
        self.saved: list[Change] = []
        self.refused: list[Change] = []

    def now(self) -> datetime:
        return later(days=self.day)

    def new_change(self) -> Change:
        one = customer(f"Customer {next(self.number)}")
        return made(one, talk(one), talk(one), at=self.now())

    async def live(self, disk: Disk) -> None:
        with suppress(StoreError):
            store = await TinyStore.open(self.folder, self.now, disk)
            await self.commit(store)
            await asyncio.gather(*(self.commit(store) for _ in range(3)))
            with suppress(StoreError):
                await store.compact()
            self.day = 50
            await self.commit(store)
            with suppress(StoreError):
                await store.compact()
            self.day = 100
            await self.commit(store)
            await self.commit(store)
            for _ in range(3):
                with suppress(NotSaved):
                    await store.check()
            await store.close()

    async def commit(self, store: TinyStore) -> None:
        change = self.new_change()
        outcome = self.refused
        try:
            await store.commit(change)
            outcome = self.saved
        except NotSaved as error:
            assert "\n" not in str(error)  # noqa: PT017  every refusal is one line
        outcome.append(change)

    def audited(self) -> bool:
        return any(self.folder.rglob("audit-*"))

    async def present(self) -> list[Change]:
        store = await TinyStore.open(self.folder, self.now)
        known = [change for change in (*self.saved, *self.refused) if await whole(store, change)]
        customers = await store.customers(TEAM)
        await store.close()
        assert len(customers) == len(known)
        return known


async def whole(store: TinyStore, change: Change) -> bool:
    """Whether the change is there; fails where only a part of it is."""
    records = [write.record for write in change.writes]
    there = [await store.get(TEAM, type(record), record.id) for record in records]
    assert there in (records, [None] * len(records))
    return there[0] is not None


async def calls_of_a_life(folder: Path) -> int:
    disk = FaultyDisk(0)
    story = Story(folder)
    await story.live(disk)
    assert len(story.saved) == 7
    assert story.audited()
    return disk.calls


@pytest.mark.parametrize(("code", "half"), [(errno.EIO, False), (errno.EROFS, False), (errno.ENOSPC, True)], ids=str)
async def test_a_call_that_fails_once_refuses_a_change_and_loses_none(tmp_path: Path, code: int, half: bool) -> None:  # noqa: FBT001
    for nth in range(1, await calls_of_a_life(tmp_path / "whole") + 1):
        story = Story(tmp_path / f"store{nth}")

        await story.live(FaultyDisk(nth, code, half=half))

        assert await story.present() == story.saved
        assert len(story.refused) <= 3
        assert len(story.saved) + len(story.refused) in {0, 7}


@pytest.mark.parametrize("times", [2, 4])
async def test_a_disk_that_fails_for_a_while_loses_nothing_that_was_saved(tmp_path: Path, times: int) -> None:
    for nth in range(1, await calls_of_a_life(tmp_path / "whole") + 1):
        story = Story(tmp_path / f"store{nth}")

        await story.live(FaultyDisk(nth, times=times, half=True))

        assert await story.present() == story.saved


async def test_a_disk_that_fails_for_good_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    for nth in range(1, await calls_of_a_life(tmp_path / "whole") + 1):
        story = Story(tmp_path / f"store{nth}")

        await story.live(FaultyDisk(nth, times=FOR_GOOD, half=True))

        assert set(keys(story.saved)) <= set(keys(await story.present()))


@pytest.mark.parametrize("lost", [1.0, 0.5, 0.0], ids=["all", "half", "nothing"])
async def test_a_crash_at_any_call_loses_nothing_that_was_saved(tmp_path: Path, lost: float) -> None:
    for nth in range(1, await calls_of_a_life(tmp_path / "whole") + 1):
        story = Story(tmp_path / f"store{nth}")
        disk = CrashingDisk(nth, lost)

        await story.live(disk)
        disk.lose(story.folder.parent / story.folder.name)

        assert set(keys(story.saved)) <= set(keys(await story.present()))


def keys(changes: list[Change]) -> list[str | None]:
    return [change.key for change in changes]


class SlowlyWritingDisk(Disk):
    """A disk that takes seven bytes at a time."""

    write = staticmethod(lambda file, content: os.write(file, bytes(content[:7])))


async def test_a_disk_that_takes_little_at_a_time_gets_it_all(tmp_path: Path) -> None:
    story = Story(tmp_path / "store")

    await story.live(SlowlyWritingDisk())

    assert len(story.saved) == 7
    assert await story.present() == story.saved


class FullDisk(Disk):
    """A disk that is full until somebody tidies up."""

    full = False

    def write(self, file: int, content: bytes) -> int:  # type: ignore[override]
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.write(file, content)


async def test_a_full_disk_refuses_everything_with_the_reason_until_there_is_room(tmp_path: Path) -> None:
    disk = FullDisk()
    store = await TinyStore.open(tmp_path / "store", lambda: NOON, disk)
    await store.commit(made(acme := customer("Acme")))

    disk.full = True
    for _ in range(2):
        with pytest.raises(NotSaved, match="No space left on device"):
            await store.commit(made(talk(acme), key="K"))
        with pytest.raises(NotSaved, match="No space left on device"):
            await store.check()
    seen = await store.talks(TEAM, acme.id)
    disk.full = False

    assert seen == []
    await store.check()
    assert not (await store.commit(made(talk(acme), key="K"))).repeated
    await store.close()


async def test_everybody_in_a_batch_that_failed_is_told(tmp_path: Path) -> None:
    disk = FullDisk()
    store = await TinyStore.open(tmp_path / "store", lambda: NOON, disk)
    await store.commit(made(acme := customer("Acme")))

    disk.full = True
    same = [made(talk(acme), key="K") for _ in range(2)]
    outcomes = await asyncio.gather(*map(store.commit, [*same, made(talk(acme)), made(talk(acme))]), return_exceptions=True)
    disk.full = False

    assert [type(outcome) for outcome in outcomes] == [NotSaved] * 4
    assert not (await store.commit(same[0])).repeated
    assert len(await store.talks(TEAM, acme.id)) == 1
    await store.close()


async def test_a_name_claimed_by_a_change_that_failed_is_free_again(tmp_path: Path) -> None:
    disk = FullDisk()
    store = await TinyStore.open(tmp_path / "store", lambda: NOON, disk)
    await store.commit(made(customer("Globex")))

    disk.full = True
    with pytest.raises(NotSaved):
        await store.commit(made(customer("Acme")))
    disk.full = False

    await store.commit(made(customer("Acme")))
    await store.close()


@contextmanager
def files_no_longer_than(length: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_real_limit_cuts_a_write_short_and_the_store_goes_on_when_it_is_lifted(tmp_path: Path) -> None:
    store = await TinyStore.open(tmp_path / "store", lambda: NOON)
    await store.commit(made(acme := customer("Acme")))
    journal = tmp_path / "store" / TEAM / "journal-00000001.log"
    length = journal.stat().st_size

    with files_no_longer_than(length + 100):
        with pytest.raises(NotSaved, match="File too large"):
            await store.commit(made(talk(acme, notes="x" * 500)))
        with pytest.raises(NotSaved, match="File too large"):
            await store.check()
        assert journal.stat().st_size == length
    await store.check()
    await store.commit(made(kept := talk(acme)))
    await store.close()

    store = await TinyStore.open(tmp_path / "store", lambda: NOON)
    assert await store.talks(TEAM, acme.id) == [kept]
    await store.close()
