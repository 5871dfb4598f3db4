"""What survives a restart: one Store interface, chosen by URL."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storage.base import Conflict, NotSaved, Receipt, Store, StoreError, StoreInUse

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Conflict", "NotSaved", "Receipt", "Store", "StoreError", "StoreInUse", "open_store"]


async def open_store(url: str, now: Callable[[], datetime]) -> Store:
    """Open the store that the URL names: `tinydb:FOLDER`. Raises StoreError, or StoreInUse where another process has it."""
    engine, _, where = url.partition(":")
    if engine == "tinydb" and where:
        from storage.tinydb import TinyStore

        return await TinyStore.open(where, now)
    raise StoreError(f"TALK_STORE is {engine or 'empty'}:…, which this version does not have. Use tinydb:FOLDER, for example tinydb:data.")
