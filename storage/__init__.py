"""What survives a restart: one Store interface, chosen by URL."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.base import Conflict, InDoubt, NotRead, NotSaved, Receipt, Store, StoreError, StoreInUse

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Conflict", "InDoubt", "NotRead", "NotSaved", "Receipt", "Store", "StoreError", "StoreInUse", "open_store", "read_store"]


async def open_store(url: str, now: Callable[[], datetime]) -> Store:
    """Open the store that the URL names: `tinydb:FOLDER`. Raises StoreError, or StoreInUse where another process has it."""
    folder = folder_of(url)
    from storage.tinydb import TinyStore

    return await TinyStore.open(folder, now)


def read_store(url: str, now: datetime) -> Store:
    """Return the store that the URL names as it is at this moment, to be read only: no lock, beside a running bot. Raises StoreError."""
    folder = Path(folder_of(url))
    from storage.reading import ReadStore

    return ReadStore.read(folder, now)


def folder_of(url: str) -> str:
    """Return the folder that a store's URL names; raise StoreError for an engine that this version does not have."""
    engine, _, where = url.partition(":")
    if engine == "tinydb" and where:
        return where
    raise StoreError(f"TALK_STORE is {engine or 'empty'}:…, which this version does not have. Use tinydb:FOLDER, for example tinydb:data.")
