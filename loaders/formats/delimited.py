"""Delimited text: CSV, separated by commas, semicolons or tabs, whatever the heading has most of."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Cell, Fault, Refused
from loaders.sheets.table import Table, Unreadable, make_table

_SEPARATORS = ",;\t"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
LARGEST_FILE = 512 * 1024**2
"""In bytes; more would fill the memory of a usual machine."""


def read(path: Path) -> list[Table]:
    """The one table of a delimited file.

    A row may be shorter than the heading: Excel leaves out the separators of empty cells at the end of a row.

    Raises:
        Refused: the file is too large, is UTF-16, is empty, or its quotes do not close.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(path, f"is larger than {LARGEST_FILE // 1024**2} MB. Split it: a corpus may have many sheets.")
    content = path.read_bytes()
    if content.startswith(_UTF16):
        raise _refused(path, "is UTF-16. Save the sheet as CSV UTF-8.")
    # What is no UTF-8 becomes lone surrogates, so that the cell can be named in which it stands.
    text = content.decode("utf-8-sig", errors="surrogateescape")
    return [make_table(path.name, _rows(path, text))]


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[int, str | Unreadable]]]:
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            yield number, {index: cell for index, cell in enumerate(record) if cell}
    except csv.Error as error:
        raise _refused(path, f"cannot be read as CSV: {error}.", number + 1) from None


def _refused(path: Path, rule: str, row: int = 0) -> Refused:
    return Refused([Fault(Cell(path.name, row, "-"), rule)])
