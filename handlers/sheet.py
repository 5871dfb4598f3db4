"""A table in a file on disk: opened as often as it is gone through, never held in memory."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from model.columns import Columns, recognise, recognised
from model.datecolumn import Evidence, Seen, judge
from model.sheet import Row, SheetError, delimiter_of, encoding_of, is_separator, rows

CHUNK = 1024 * 1024
FIRST_LINES = 50
MOST_ROWS = 1_000_000


class Sheet:
    """What a file holds: its encoding, its delimiter, its columns. `done` is how many of its `size` bytes were gone through."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.size = self.done = 0
        try:
            self.look(encoding)
        except OSError as error:
            raise SheetError(f"{path} can't be imported: {error.strerror or error}.") from error
        except SheetError as error:
            raise SheetError(f"{path} can't be imported: {error}") from error

    def look(self, encoding: str | None) -> None:
        """Find out how the file is to be read."""
        self.size = self.path.stat().st_size
        if not self.path.is_file():
            raise SheetError("it is not a file.")
        self.encoding = encoding_of(self.chunks, encoding)
        self.delimiter = delimiter_of(list(islice(self.lines(), FIRST_LINES)), recognised)
        self.heading = next((row for row in self.all_rows() if not row.blank and not is_separator(row)), Row(1, []))
        self.columns: Columns = recognise(self.heading.cells)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the heading that hold anything; raise SheetError where there are more than can be."""
        for row in self.all_rows():
            if row.number > MOST_ROWS:
                raise SheetError(f"{self.path} can't be imported: it has more than {MOST_ROWS:,} rows. Divide it.")
            if row.number > self.heading.number and not row.blank:
                yield row

    def survey(self) -> Evidence:
        """Go through all rows once, and return what the column of last talks, if there is one, says about the order of its dates."""
        index = self.columns.at.get("last talk", sys.maxsize)
        return judge(Seen(row.number, row.cells[index]) for row in self.rows() if index < len(row.cells))

    def all_rows(self) -> Iterator[Row]:
        """Yield every row, the heading and the blank ones too."""
        return rows(self.lines(), self.delimiter)

    def lines(self) -> Iterator[str]:
        """Yield the file's lines."""
        with self.path.open("rb") as file, io.TextIOWrapper(file, self.encoding, newline="") as text:
            for line in text:
                self.done = file.tell()
                yield line

    def chunks(self) -> Iterator[bytes]:
        """Yield the file's bytes, a megabyte at a time."""
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
