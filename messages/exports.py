"""What the export says, as lines of a terminal."""

from __future__ import annotations

from pathlib import Path


def wrote(name: str, count: int) -> str:
    """Say how many records of a kind were written, and where."""
    return f"{name} {count:,} ({name}.csv, {name}.json)"


def unnamed(file: str, why: str) -> str:
    """Say that people stand in a file by their Slack ids, and why."""
    return f"people stand in {file} by their Slack ids: {why}"


def written_to(folder: Path) -> str:
    """Say where everything is, and that it is not for everybody."""
    return f"written to {folder}, readable by you alone: private talks are in it"


def workspace_in(folder: Path) -> str:
    """Say which workspace the lines below are about."""
    return f"workspace {folder.name}, in {folder}"


def not_empty(folder: Path) -> str:
    """Say why a folder is not written into."""
    return f"{folder} holds something already. Name a new or an empty folder with --to."


def is_a_file(folder: Path) -> str:
    """Say that there is a file where a folder was asked for."""
    return f"{folder} is a file. Name a new or an empty folder with --to."


def nothing_there(store: str) -> str:
    """Say that there is nothing to export."""
    return f"The store {store} holds nothing. Is TALK_STORE the one of the bot, and this the folder in which it runs?"


def failed(folder: Path, why: str) -> str:
    """Say that an export came to nothing."""
    return f"The export to {folder} could not be written: {why}. What was written of it is removed."
