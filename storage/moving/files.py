"""A backup: the stream as a gzip file of checksummed lines, which are those of a journal.

The first line is the head, which says how many of each kind are to come, so that nothing else has to stand between them; the
last line holds the checksum of every kind. What is cut off, changed or added is found, and told by the number of the line.
"""
# ruff: noqa: D102  stream.py states the contract

from __future__ import annotations

import fcntl
import gzip
import os
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar, cast
from zlib import crc32

import msgspec

from storage.base import StoreError
from storage.disk import NEW, OWNER_ONLY, Disk, sync_folder, write_all
from storage.journal import CHECKSUM, LONGEST_HEAD, SCHEMA, line
from storage.moving.stream import TOGETHER, Contents, Figures, Part, Source, Target, counted, refuse_other

FORM = "keep-talking backup 1"
LEVEL = 4
WRITE_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
T = TypeVar("T")


class FileHead(msgspec.Struct, frozen=True):
    """The first line."""

    form: str
    contents: Contents


class FileTail(msgspec.Struct, frozen=True):
    """The last line."""

    figures: Figures


class Gate:
    """A file that writes through `Disk`, as gzip wants one."""

    def __init__(self, disk: Disk, file: int) -> None:
        self.disk, self.file = disk, file

    def write(self, content: bytes) -> int:
        """Write everything."""
        write_all(self.disk, self.file, content)
        return len(content)

    def flush(self) -> None:
        """Do nothing: there is nothing between us and the system."""


class FileTarget(Target):
    """A backup that is being written beside its name, and gets it when it is whole."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path, self.draft = path, path.with_name(path.name + NEW)
        self.disk = disk or Disk()
        self.file: int | None = None
        self.number = 0

    async def begin(self, contents: Contents) -> None:
        with writing(self.path):
            if self.path.exists():
                raise FileExistsError
            self.file = self.disk.open(self.draft, WRITE_ANEW, OWNER_ONLY)
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(self.file, OWNER_ONLY)
            gate = cast("IO[bytes]", Gate(self.disk, self.file))
            self.zipped = gzip.GzipFile("", "wb", LEVEL, gate, 0)
            self._write([msgspec.json.encode(FileHead(FORM, contents))])

    async def add(self, part: Part) -> None:
        with writing(self.path):
            self._write(part.payloads)

    async def finish(self, figures: Figures) -> None:
        with writing(self.path):
            self._write([msgspec.json.encode(FileTail(figures))])
            self.zipped.close()
            self.disk.fsync(self.file or 0)
        refuse_other(await counted(FileSource(self.draft)), figures, str(self.path))
        with writing(self.path):
            self._name()
            sync_folder(self.disk, self.path.parent)

    async def close(self) -> None:
        if self.file is not None:
            with suppress(OSError):
                self.disk.unlink(self.draft)
            with suppress(OSError):
                self.disk.close(self.file)

    def _name(self) -> None:
        """Give it its name, which a link, unlike a rename, never takes from another file."""
        try:
            os.link(self.draft, self.path)
        except FileExistsError:
            raise
        except OSError:  # a disk that has no links
            if self.path.exists():
                raise FileExistsError from None
            self.disk.replace(self.draft, self.path)

    def _write(self, payloads: list[bytes]) -> None:
        lines = [line(number, payload) for number, payload in enumerate(payloads, self.number + 1)]
        self.zipped.write(b"".join(lines))
        self.number += len(lines)


class FileSource(Source):
    """A backup that is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tail = FileTail({})
        with reading(path), gzip.open(path) as file:
            self.contents = self._head(file.readline(LONGEST_HEAD * LONGEST_HEAD))

    async def parts(self) -> AsyncIterator[Part]:
        for part in self._parts():
            yield part

    async def confirm(self, figures: Figures, /) -> None:
        if figures != self.tail.figures:
            raise damaged(self.path, "its figures are not those of what is in it")

    async def close(self) -> None:
        pass

    async def verify(self) -> Figures:
        """Read everything and decode every record, and return the figures. Raises StoreError where something is wrong with it."""
        figures = await counted(self)
        await self.confirm(figures)
        async for part in self.parts():
            part.decoded()
        return figures

    def _parts(self) -> Iterator[Part]:
        with gzip.open(self.path) as file:
            lines = self._payloads(file)
            next(lines)
            for workspace, counts in self.contents.workspaces.items():
                for kind, count in counts.items():
                    for start in range(0, count, TOGETHER):
                        yield Part(workspace, kind, [next(lines) for _ in range(min(TOGETHER, count - start))])
            self.tail = self._read(next(lines), FileTail)
            if next(lines, None) is not None:
                raise damaged(self.path, "something follows its last line")

    def _payloads(self, file: gzip.GzipFile) -> Iterator[bytes]:
        number = 0
        with reading(self.path, lambda: number):
            for text in file:
                number += 1
                yield self._payload(number, text)
            if number < self.contents.total + 2:
                raise EOFError

    def _payload(self, number: int, text: bytes) -> bytes:
        bears, _, payload = text[CHECKSUM:-1].partition(b" ")
        if text[:CHECKSUM] != b"%08x " % crc32(text[CHECKSUM:-1]) or bears != b"%d" % number or text[-1:] != b"\n":
            raise damaged(self.path, f"line {number} does not match its checksum")
        return payload

    def _head(self, text: bytes) -> Contents:
        """Read the first line, its schema before the rest."""
        payload = text[CHECKSUM:].partition(b" ")[2]
        if f'{{"form":"{FORM[:-1]}'.encode() not in payload[:80]:
            raise StoreError(f"{self.path} is no backup of Keep Talking.")
        schema = self._read(self._payload(1, text), dict)["contents"]["schema"]
        if schema > SCHEMA:
            newer = f"{self.path} was written by a newer version of Keep Talking (schema {schema}; this one knows {SCHEMA})."
            raise StoreError(f"{newer} Install that version.")
        return self._read(payload, FileHead).contents

    def _read(self, payload: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(payload, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise damaged(self.path, f"its first or last line can't be read ({error})") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in one line why a backup can't be written."""
    try:
        yield
    except FileExistsError as error:
        raise StoreError(f"{path} is there already. Name a new file.") from error
    except BlockingIOError as error:
        raise StoreError(f"Another backup is being written to {path}.") from error
    except OSError as error:
        raise StoreError(f"{path} can't be written: {error.strerror or error}. What was written of it is removed.") from error


@contextmanager
def reading(path: Path, number: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Say in one line what is wrong with a backup, and where."""
    try:
        yield
    except EOFError as error:
        raise damaged(path, f"it ends early, after line {number()}") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        if not number():
            raise StoreError(f"{path} is no backup of Keep Talking.") from error
        raise damaged(path, f"it can't be unpacked after line {number()}") from error
    except OSError as error:
        raise StoreError(f"{path} can't be read: {error.strerror or error}.") from error


def damaged(path: Path, what: str) -> StoreError:
    """Return the error that refuses a backup."""
    return StoreError(f"{path} is damaged: {what}. Nothing was changed. Use another backup.")
