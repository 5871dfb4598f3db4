"""The disk fails, at every call in turn and in every way: what was saved stays, what was refused is not there, no change is half there."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faulty_disk import FOR_GOOD, CrashingDisk, FaultyDisk, Story
from records import NOON, TEAM, customer, made, talk

from model.change import Change
from storage import NotSaved
from storage.disk import Disk
from storage.tinydb import TinyStore


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
