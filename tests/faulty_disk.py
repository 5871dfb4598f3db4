"""Disks that fail and crash on demand, and the life of a store on one of them."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from records import TEAM, customer, later, made, talk

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
