"""Delimited text: CSV and TSV."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from kg.csv_text import unmarked
from kg.errors import Cell, Fault, OverBudget, Refused
from kg.review.rows import delimited
from kg.spelling import folded
from loaders.formats.form import Form
from loaders.sheets.table import MOST_COLUMNS, MOST_ROWS, Found, Table, make_table

SEPARATORS = ",;\t"
UTF8 = "utf-8-sig"
UTF16 = (b"\xff\xfe", b"\xfe\xff")

LARGEST_FILE = 512 * 1024**2
"""In bytes. A larger file would not fit into the memory of an ordinary machine."""

_LOOKED_AT, _LONGEST_HEADING = 10, 64 * 1024
"""Lines, and characters of each, that may tell the separator."""

LONGEST_ROW = 4 * 1024**2
"""In characters."""

MOST_CELLS, MOST_FILLED = 40_000_000, 10_000_000
"""Cells of a sheet with the empty ones, and without them."""


def read(path: Path) -> list[Table]:
    """The table of a UTF-8 file, with or without a byte order mark; a list of one.

    The separator is comma, semicolon or tab, for any suffix: that of the heading, also where it is not in the first row.

    Raises:
        Refused: the file is too large, is UTF-16 or empty, or a quote is not closed.
    """
    with path.open("rb") as file:
        if file.read(2) in UTF16:
            raise _refused(path, "is UTF-16. Save the sheet as CSV UTF-8.")
    check_budget(path)
    return [make_table(path.name, _rows(path))]


def form_with(separator: str) -> Callable[[Form], bytes]:
    """The function that writes a form with a separator."""
    # Without the byte order mark of utf-8-sig, Excel takes the file for another encoding.
    return lambda form: delimited(form.columns, form.rows, separator).encode("utf-8-sig")


def check_budget(path: Path, separator: str | None = None, encoding: str = UTF8) -> None:
    """Raise ``Refused`` where a sheet exceeds what may be read of it."""
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(path, f"is larger than {LARGEST_FILE // 1024**2} MB. Split it: a corpus may have many sheets.")
    # A pass of its own, which keeps nothing, so that a sheet is refused before it has filled the memory.
    cells = filled = 0
    for number, record in records(path, separator, encoding):
        cells += len(record)
        filled += len(record) - record.count("")
        if len(record) > MOST_COLUMNS:
            raise _refused(path, f"has more than {MOST_COLUMNS:,} columns. Is the separator right?", number)
        if number > MOST_ROWS:
            raise _refused(path, f"has more than {MOST_ROWS:,} rows. {_SPLIT}")
        if cells > MOST_CELLS or filled > MOST_FILLED:
            raise _refused(path, f"has more than {MOST_CELLS:,} cells, or {MOST_FILLED:,} filled ones. {_SPLIT}")


_SPLIT = "Split it: a corpus may have many sheets."


def _rows(path: Path) -> Iterator[tuple[int, dict[int, Found]]]:
    for number, record in records(path):
        # May be shorter than the heading: Excel omits the separators of empty cells at the end of a row.
        yield number, {index: unmarked(cell) for index, cell in enumerate(record) if cell}


def records(path: Path, separator: str | None = None, encoding: str = UTF8) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file, numbered from 1; without a ``separator``, that of the heading is found out.

    Raises:
        Refused: a quote is not closed, or a row is too long.
    """
    number = 0
    # Bytes that are not UTF-8 become lone surrogates, so that ``make_table`` can name the cell they are in.
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        delimiter = separator or _separator([file.readline(LONGEST_ROW) for _ in range(_LOOKED_AT)])
        file.seek(0)
        lines = _Lines(file)
        try:
            for number, record in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
                lines.left = LONGEST_ROW
                yield number, record
        except csv.Error as error:
            raise _refused(path, f"cannot be read as CSV: {error}.", number + 1) from None
        except OverBudget as error:
            raise _refused(path, str(error), number + 1) from None


def _separator(lines: list[str]) -> str:
    """The separator of a file by its first lines: of the line with the column of studies, else of the first line."""
    for line in lines:
        for separator in SEPARATORS:
            first = {folded(text.strip('" \n')) for text in line[:_LONGEST_HEADING].split(separator)}
            if separator in line and "study" in first:
                return separator
    return max(SEPARATORS, key=lines[0].count)


class _Lines:
    """The lines of a file; ``left`` is how many characters the present row, which may have several, may still have."""

    def __init__(self, file: TextIO) -> None:
        self._file, self.left = file, LONGEST_ROW

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.left -= len(line)
        if self.left <= 0:
            raise OverBudget(
                f"is longer than {LONGEST_ROW // 1024**2} million characters. Is a quote or a line break missing?"
            )
        return line


def _refused(path: Path, rule: str, row: int = 0) -> Refused:
    return Refused([Fault(Cell(path.name, row, "-"), rule)])
