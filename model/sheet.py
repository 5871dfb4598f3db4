"""A table of comma-separated values as bytes and lines: its encoding, its delimiter, its rows as a spreadsheet counts them.

Apart from what the columns mean. Nothing here opens a file, and nothing holds more of it than a row.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from typing import NamedTuple

DELIMITERS = ",;\t|^"
NAMED_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes", "^": "carets"}
LONGEST_LINE = 4 * 1024 * 1024
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WORKBOOK = b"PK\x03\x04"
EMPTY = DELIMITERS + '" \t\r\n'


class SheetError(Exception):
    """The file cannot be read as a table; its text is one line that says why and what to do."""


class Row(NamedTuple):
    """One row as it stands in the file, by the number that a spreadsheet shows; `trouble` is why its cells could not be told apart."""

    number: int
    cells: list[str]
    trouble: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.trouble and not any(cell.strip(EMPTY) for cell in self.cells)


def encoding_of(chunks: Callable[[], Iterable[bytes]], wanted: str | None = None) -> str:
    """Return the encoding in which all of the bytes are text: the one that is wanted, what a byte order mark says, UTF-8, or cp1252.

    `chunks` gives the bytes from the beginning, as often as it is called. Raises SheetError where it is no text in any of them.
    """
    first = next(iter(chunks()), b"")
    if first.startswith(WORKBOOK):
        raise SheetError("it is a workbook. Save it as CSV first.")
    marked = next((encoding for mark, encoding in MARKS.items() if first.startswith(mark)), None)
    candidates = [known_encoding(wanted)] if wanted else [marked] if marked else ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            check_text(chunks(), encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetError(f"it is not text in {' or '.join(candidates)}. Say which encoding it has, for example --encoding utf-16-le.")


def known_encoding(name: str) -> str:
    """Return an encoding's name, or raise SheetError where Python knows no text encoding of that name."""
    try:
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        raise SheetError(f"there is no encoding {name!r}. Try utf-8, cp1252, utf-16 or mac-roman.") from None
    return name


def check_text(chunks: Iterable[bytes], encoding: str) -> None:
    """Return if the bytes are the text of a table; raise UnicodeDecodeError or SheetError if not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    unfinished = 0
    for chunk in chain(chunks, [None]):
        text = decoder.decode(chunk or b"", final=chunk is None)
        if "\0" in text:
            raise SheetError("it is not a table of text: it holds NUL characters. Save it as CSV (UTF-8).")
        end = max(text.rfind("\n"), text.rfind("\r"))
        unfinished = unfinished + len(text) if end < 0 else len(text) - end - 1
        if unfinished > LONGEST_LINE:
            raise SheetError(f"it is not a table: it has a line of more than {LONGEST_LINE:,} characters.")


def delimiter_of(lines: list[str], known: Callable[[list[str]], int]) -> str:
    """Return what separates the cells, judged by the heading: the delimiter with which most headings are `known`, then with most cells.

    `lines` are the first ones of the file. A first line such as `sep=;` says it itself.
    """
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in DELIMITERS:
        return lines[0][4:5]

    def score(delimiter: str) -> tuple[int, int]:
        heading = next((row.cells for row in rows(lines, delimiter) if not row.blank), [])
        return known(heading), len(heading)

    return max(DELIMITERS, key=score)


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Yield every row, the blank ones too, as a spreadsheet counts them: a quoted cell may go over several lines."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    for number in count(1):
        try:
            yield Row(number, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, [], in_words(error))


def is_separator(row: Row) -> bool:
    """Whether this is the line with which Excel is told the delimiter."""
    return row.number == 1 and "".join(row.cells).lower().strip(EMPTY) == "sep="


def in_words(error: csv.Error) -> str:
    """Say what is wrong with a row that the parser could not read."""
    if "limit" in str(error):
        return f"a cell in it has more than {csv.field_size_limit():,} characters; is the end of a quote missing?"
    if "end of data" in str(error):
        return "a quote that begins in it has no end, so all that follows is read as part of it"
    return "its quotes do not match: text follows the end of a quote"
