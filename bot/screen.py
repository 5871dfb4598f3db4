"""What a command says while it works: lines on standard output, and how far it is on a terminal's standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TextIO


class Screen:
    """Says lines on one stream, and on the other, where it is a terminal, how far it is. A reader who goes away does not stop the work."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.out, self.err = out or sys.stdout, err or sys.stderr
        self.shown = ""
        if isinstance(self.out, TextIOWrapper):
            self.out.reconfigure(errors="backslashreplace")

    def say(self, lines: Iterable[str]) -> None:
        """Say some lines."""
        text = "".join(f"{' '.join(line.splitlines())}\n" for line in lines)
        self.progress("")
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.out.fileno())
            os.close(nowhere)

    def progress(self, text: str) -> None:
        """Show how far it is, in the place of what was shown before."""
        if self.err.isatty() and text != self.shown:
            self.err.write(f"\r\x1b[K{text}")
            self.err.flush()
            self.shown = text
