"""The export as a command: everything in the store as files, beside a running bot, one record after the other."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from bot.clock import clock_from
from bot.config import ConfigError, read_settings
from bot.endings import DONE
from bot.names import names_in
from bot.screen import Screen
from handlers.exports import REGISTER, Export, Kind, people_in
from messages import exports as told
from model.person import newest_day
from model.rows import as_json
from storage import closing, read_store, shown

OWNER_ONLY, OWNER_ONLY_FOLDER = 0o600, 0o700


async def export(environ: Mapping[str, str], to: Path | None, now: Callable[[], datetime] | None = None) -> int:
    """Write all records into a folder, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    folder = to or Path(f"keep-talking-export-{now().date().isoformat()}")
    screen, today = Screen(), newest_day(now())
    async with closing(await read_store(settings.store, now())) as store:
        workspaces = await store.workspaces()
        if not workspaces:
            raise ConfigError(told.nothing_there(shown(settings.store)))
        with new_folder(folder) as target:
            for workspace in workspaces:
                if len(workspaces) > 1:
                    screen.say([told.workspace_in(target.enter(workspace))])
                names, why_not = await names_in(settings, workspace, await people_in(store, workspace), now)
                await write(Export(store, workspace, today, names), target, screen)
                screen.say([told.unnamed(f"{REGISTER}.csv", why_not)] if why_not else [])
    screen.say([told.written_to(folder)])
    return DONE


async def write(exporting: Export, target: Target, screen: Screen) -> None:
    """Write the files of one workspace, and say what is in them."""
    for kind in exporting.kinds():
        screen.say([told.wrote(kind.name, await write_kind(kind, target))])


async def write_kind(kind: Kind, target: Target) -> int:
    """Write the two files of a kind, and return how many records are in each."""
    count = 0
    with ExitStack() as stack:
        sheet = csv.writer(stack.enter_context(TextIOWrapper(target.file(f"{kind.name}.csv"), "utf-8-sig", newline="")))
        faithful = stack.enter_context(target.file(f"{kind.name}.json"))
        sheet.writerow(kind.headings)
        async for record, row in kind.records():
            sheet.writerow(row)
            faithful.write((b",\n" if count else b"[\n") + as_json(record))
            count += 1
        faithful.write(b"\n]\n" if count else b"[]\n")
    return count


class Target:
    """A new folder that only we can read, and all that was made in it so far, so that it can be undone."""

    def __init__(self, folder: Path) -> None:
        self.folder = self.within = folder
        self.made: list[Path] = []

    def begin(self) -> None:
        """See that there is a folder with nothing in it; raise ConfigError where something is there."""
        if self.folder.is_file():
            raise ConfigError(told.is_a_file(self.folder))
        if self.folder.is_dir() and any(self.folder.iterdir()):
            raise ConfigError(told.not_empty(self.folder))
        if not self.folder.is_dir():
            self.make(self.folder)

    def make(self, folder: Path) -> None:
        """Make a folder."""
        folder.mkdir(OWNER_ONLY_FOLDER)
        self.made.append(folder)

    def enter(self, name: str) -> Path:
        """Put what comes into a folder of its own, and return that."""
        self.within = self.folder / name
        self.make(self.within)
        return self.within

    def file(self, name: str) -> BinaryIO:
        """Make a file."""
        path = self.within / name
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        self.made.append(path)
        return os.fdopen(file, "wb")

    def undo(self) -> None:
        """Remove all that was made."""
        for path in reversed(self.made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()


@contextmanager
def new_folder(folder: Path) -> Iterator[Target]:
    """Make the folder for what is written into it; where that comes to nothing, nothing of it stays. Raises ConfigError."""
    target = Target(folder)
    try:
        target.begin()
        yield target
    except OSError as error:
        target.undo()
        raise ConfigError(told.failed(folder, error.strerror or str(error))) from error
    except BaseException:
        target.undo()
        raise
