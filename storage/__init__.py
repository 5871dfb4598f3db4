"""What survives a restart: one Store interface, chosen by URL."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.base import Around, Called, Conflict, InDoubt, NotRead, NotSaved, Receipt, Store, StoreError, StoreInUse, Unreachable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

__all__ = [
    "Around",
    "Called",
    "Conflict",
    "InDoubt",
    "NotRead",
    "NotSaved",
    "Receipt",
    "Store",
    "StoreError",
    "StoreInUse",
    "Unreachable",
    "closing",
    "folder_of",
    "open_store",
    "read_store",
    "require_driver",
    "shown",
]
SERVERS = {"postgresql", "postgres"}


async def open_store(url: str, now: Callable[[], datetime]) -> Store:
    """Open the store that the URL names: `tinydb:FOLDER`, or `postgresql://…`.

    Raises StoreError, StoreInUse where another process has it, Unreachable where it does not answer now.
    """
    folder = folder_of(url)
    if folder is None:
        require_driver()
        from storage.postgres import PostgresStore

        return await PostgresStore.open(url, now)
    from storage.tinydb import TinyStore

    return await TinyStore.open(folder, now)


async def read_store(url: str, now: datetime) -> Store:
    """Return the store that the URL names as it is at this moment, to be read only: no lock, beside running bots. Raises StoreError."""
    folder = folder_of(url)
    if folder is None:
        require_driver()
        from storage.postgres_reading import PostgresReader

        return await PostgresReader.read(url)
    from storage.reading import ReadStore

    return ReadStore.read(Path(folder), now)


@asynccontextmanager
async def closing(store: Store) -> AsyncIterator[Store]:
    """Let go of a store when the block ends."""
    try:
        yield store
    finally:
        await store.close()


def shown(url: str) -> str:
    """Return a store's URL as it may be shown: of a server's nothing but the engine, since it can hold a password."""
    return url if folder_of(url) is not None else "postgresql://…"


def folder_of(url: str) -> str | None:
    """Return the folder that a store's URL names, None where it names a server; raise StoreError for an engine that there is not."""
    engine, _, where = url.partition(":")
    if engine in SERVERS and where.startswith("//"):
        return None
    if engine == "tinydb" and where:
        return where
    raise StoreError(f"TALK_STORE is {engine or 'empty'}:…, which this version does not have. Use tinydb:FOLDER, or postgresql://….")


def require_driver() -> None:
    """Raise StoreError where what speaks to PostgreSQL is not installed."""
    try:
        import psycopg_pool  # noqa: F401  it brings psycopg
    except ImportError as error:
        raise StoreError("PostgreSQL needs more than is installed here: pip install 'keep-talking[postgres]'.") from error
