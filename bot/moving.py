"""Backup, restore and copy as commands: they say the figures of what they moved, and nothing half done is left where something fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import clock_from
from bot.config import ConfigError, read_settings
from bot.endings import DONE
from bot.screen import Screen
from messages import moving as told
from storage import StoreError, StoreInUse, shown
from storage.moving import Figures, FileSource, FileTarget, Source, Target, contents, pour, same, source, target

Now = Callable[[], datetime]
T = TypeVar("T", Source, Target, FileTarget)


async def backup(environ: Mapping[str, str], file: Path, now: Now | None = None) -> int:
    """Write everything into a file, beside a running bot, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    screen = Screen()
    async with closing(await source(settings.store, now(), alone=False)) as store:
        something_in(store, settings.store)
        async with closing(FileTarget(file)) as written:
            figures = await moved(store, written, screen)
    say_figures(screen, figures)
    screen.say([told.written_to(file, size_of(file))])
    return DONE


async def restore(environ: Mapping[str, str], file: Path, *, force: bool, now: Now | None = None) -> int:
    """Bring a backup into the store, and return the exit code. Raises ConfigError or StoreError."""
    settings = read_settings(environ, serving=False)
    now = now or clock_from(settings.starts_at)
    screen = Screen()
    read = FileSource(file)
    await read.verify()
    screen.say([told.of_backup(file, read.contents.at)])
    async with closing(await target(settings.store, now(), force=force)) as store:
        if force:
            screen.say(await replaced(settings.store, store, now()))
        figures = await moved(read, store, screen)
    say_figures(screen, figures)
    screen.say([told.restored(shown(settings.store))])
    return DONE


async def copy_store(given: str, to: str, now: Now | None = None) -> int:
    """Bring everything from one store into another, and return the exit code. Raises ConfigError or StoreError."""
    now = now or clock_from(None)
    screen = Screen()
    with speaking_of("FROM"):
        shown(given)
    with speaking_of("TO"):
        shown(to)
    if same(given, to):
        raise ConfigError(told.same(shown(to)))
    screen.say([told.NO_BOT])
    with speaking_of("FROM"):
        opened = await source(given, now(), alone=True)
    async with closing(opened) as store:
        something_in(store, given)
        with speaking_of("TO"):
            taking = await target(to, now())
        async with closing(taking):
            figures = await moved(store, taking, screen)
    say_figures(screen, figures)
    screen.say([told.copied(shown(to))])
    return DONE


async def moved(store: Source, to: Target, screen: Screen) -> Figures:
    """Move everything, show how far it is, and return the figures."""
    return await pour(store, to, lambda done: screen.progress(told.progress(done, store.contents.total)))


async def replaced(url: str, store: Target, at: datetime) -> list[str]:
    """Return what is said of that which a restore replaces; that it can't be read may be why somebody restores."""
    try:
        there = (await contents(url, at)).workspaces
    except StoreInUse:
        raise
    except StoreError as error:
        return [told.replaces(shown(url), told.unreadable(str(error)), store.aside)]
    return [told.replaces(shown(url), told.held(there), store.aside)] if there else []


def say_figures(screen: Screen, figures: Figures) -> None:
    """Say how many of each kind there are, and their checksums."""
    for workspace, kinds in figures.items():
        screen.say(told.figures(workspace, {kind: (figure.count, figure.checksum) for kind, figure in kinds.items()}))


def size_of(file: Path) -> int:
    """Return how many bytes a file has."""
    return file.stat().st_size


def something_in(store: Source, url: str) -> None:
    """Raise ConfigError where there is nothing to move."""
    if not store.contents.workspaces:
        raise ConfigError(told.nothing_there(shown(url)))


@asynccontextmanager
async def closing(moving: T) -> AsyncIterator[T]:
    """Let go of it when the block ends."""
    try:
        yield moving
    finally:
        await moving.close()


@contextmanager
def speaking_of(argument: str) -> Iterator[None]:
    """Let errors name the argument of the command, where they would name the variable."""
    try:
        yield
    except StoreError as error:
        raise type(error)(str(error).replace("TALK_STORE", argument)) from error
