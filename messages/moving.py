"""What a backup, a restore and a copy say, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

MEGABYTE = 1_000_000
NO_BOT = "No bot may run on either store until this is done."


def progress(done: int, total: int) -> str:
    """Say how far it is."""
    return f"{done:,} of {total:,} records"


def figures(workspace: str, kinds: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """Yield a line for each kind in a workspace: how many there are, and their checksum."""
    yield from (f"{workspace} · {kind} · {count:,} · {checksum}" for kind, (count, checksum) in kinds.items())


def held(workspaces: Mapping[str, Mapping[str, int]]) -> str:
    """Say in one line what is in a store."""
    return "; ".join(f"{name} with {', '.join(counted(kinds))}" for name, kinds in workspaces.items())


def counted(kinds: Mapping[str, int]) -> Iterator[str]:
    """Yield how many there are of each kind."""
    yield from (f"{count:,} {kind}" for kind, count in kinds.items() if count)


def of_backup(path: Path, at: datetime) -> str:
    """Say which moment a backup holds."""
    return f"{path.name} is whole, and holds what was there on {at:%Y-%m-%d at %H:%M} UTC"


def unreadable(why: str) -> str:
    """Say that nobody knows what is in a store."""
    return f"it can't be read ({why})"


def replaces(store: str, what: str, aside: str) -> str:
    """Say what a restore replaces, and where that is kept."""
    kept = f"it is kept as {aside}" if aside else "it is not kept: make a backup of it first if you may want it again"
    return f"replaces what is in {store}: {what}; {kept}"


def written_to(path: Path, size: int) -> str:
    """Say where a backup is, and that it is not for everybody."""
    return f"written to {path}, {size / MEGABYTE:,.1f} MB, readable by you alone: private talks are in it"


def restored(store: str) -> str:
    """Say that a store holds what the backup holds."""
    return f"restored into {store}; read again, all of it is there"


def copied(store: str) -> str:
    """Say that a store holds what the other held, and what to do next."""
    return f"copied to {store}; read again, all of it is there. Set TALK_STORE to it before the bot starts; the old store is as it was."


def nothing_there(store: str) -> str:
    """Say that there is nothing to move."""
    return f"The store {store} holds nothing. Is that the one of the bot, and this the folder in which it runs?"


def same(store: str) -> str:
    """Say that a store can't be copied to itself."""
    return f"FROM and TO are the same store, {store}."
