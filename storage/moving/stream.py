"""The one form in which records leave a store and come into one: a head, then parts of a kind each, in an order that is always the same.

What can give it is a source (a folder, a database, a file), what can take it a target; a backup, a restore and a copy are all
`pour`. Records are encoded so that equal ones are equal bytes, whichever store they were in, and are told apart by checksums.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from typing import Any, get_args

import msgspec

from model.change import AnyRecord, Change
from storage.base import StoreError

CHANGES = "change"
TYPES: dict[str, type[Any]] = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyRecord)} | {CHANGES: Change}
TOGETHER = 1000

encode = msgspec.json.Encoder(order="deterministic").encode
DECODERS = {name: msgspec.json.Decoder(kind).decode for name, kind in TYPES.items()}

Counts = dict[str, int]


class Contents(msgspec.Struct, frozen=True):
    """What a stream holds: the schema of its records, the moment (UTC) whose state it is, and how many of each kind a workspace has.

    Its changes are the keyed ones of the 24 hours before that moment: what a redelivery and an undo ask for.
    """

    schema: int
    at: datetime
    workspaces: dict[str, Counts]

    @property
    def total(self) -> int:
        """Return how many records and changes there are."""
        return sum(chain.from_iterable(counts.values() for counts in self.workspaces.values()))


class Part(msgspec.Struct, frozen=True):
    """Some records of one kind in one workspace, encoded: by id, changes in the order in which they were committed."""

    workspace: str
    kind: str
    payloads: list[bytes]

    def decoded(self) -> list[Any]:
        """Return the records. Raises StoreError where one can't be read."""
        try:
            return [DECODERS[self.kind](payload) for payload in self.payloads]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreError(f"A {self.kind} of workspace {self.workspace} can't be read ({error}). Nothing was changed.") from error


class Figure(msgspec.Struct, frozen=True):
    """How many of a kind there are, and the checksum of all of them."""

    count: int
    checksum: str


Figures = dict[str, dict[str, Figure]]


class Tally:
    """Counts and checksums of what went by."""

    def __init__(self, contents: Contents) -> None:
        self.done = 0
        self.counts = {workspace: dict.fromkeys(counts, 0) for workspace, counts in contents.workspaces.items()}
        self.sums = {workspace: {kind: blake2b(digest_size=8) for kind in counts} for workspace, counts in contents.workspaces.items()}

    def add(self, part: Part) -> None:
        """Count a part."""
        self.done += len(part.payloads)
        self.counts[part.workspace][part.kind] += len(part.payloads)
        self.sums[part.workspace][part.kind].update(b"\n".join([*part.payloads, b""]))

    @property
    def figures(self) -> Figures:
        """Return what was counted, kinds without any left out."""
        return {
            workspace: {kind: Figure(count, self.sums[workspace][kind].hexdigest()) for kind, count in counts.items() if count}
            for workspace, counts in self.counts.items()
        }


class Source(ABC):
    """What gives a stream, the same one each time it is asked, and as it was at one moment."""

    contents: Contents

    @abstractmethod
    def parts(self) -> AsyncIterator[Part]:
        """Yield everything: workspaces by id, kinds in the order of TYPES. Raises StoreError."""

    @abstractmethod
    async def confirm(self, figures: Figures, /) -> None:
        """Raise StoreError where what was given is not what is meant to be there, or others have written since."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of it."""


class Target(ABC):
    """What takes a stream, whole or not at all. `aside` says where what it held before is kept, if it is."""

    aside = ""

    @abstractmethod
    async def begin(self, contents: Contents) -> None:
        """Prepare for what is to come. Raises StoreError where there is no room for it."""

    @abstractmethod
    async def add(self, part: Part) -> None:
        """Take a part. Raises StoreError."""

    @abstractmethod
    async def finish(self, figures: Figures) -> None:
        """Read what was written, and let it stand where it has these figures. Raises StoreError."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of it; what was not finished is gone."""


async def pour(source: Source, target: Target, tell: Callable[[int], None] = lambda _: None) -> Figures:
    """Bring everything from one to the other, and return its figures. Raises StoreError, and then the target is as it was."""
    await target.begin(source.contents)
    figures = await counted(source, target, tell)
    await source.confirm(figures)
    await target.finish(figures)
    return figures


async def counted(source: Source, target: Target | None = None, tell: Callable[[int], None] = lambda _: None) -> Figures:
    """Return the figures of a source, and give what it has to a target on the way."""
    tally = Tally(source.contents)
    async for part in source.parts():
        tally.add(part)
        if target:
            await target.add(part)
        tell(tally.done)
    if any(tally.counts[workspace] != counts for workspace, counts in source.contents.workspaces.items()):
        raise StoreError("What was read is not as much as was announced. Nothing was changed; try again.")
    return tally.figures


def refuse_other(written: Figures, figures: Figures, where: str) -> None:
    """Raise StoreError where what was written is not what it should be."""
    if written != figures:
        wrong = {(team, kind) for team in figures | written for kind in TYPES if of(written, team, kind) != of(figures, team, kind)}
        what = ", ".join(f"{kind} of {team}" for team, kind in sorted(wrong))
        raise StoreError(f"What was written to {where} does not read as what was given: {what}. It was taken back; nothing was changed.")


def of(figures: Figures, workspace: str, kind: str) -> Figure | None:
    """Return one figure, if it is there."""
    return figures.get(workspace, {}).get(kind)
