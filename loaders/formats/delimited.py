"""Delimited text: CSV and TSV."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.csv_text import unmarked
from kg.errors import Cell, Fault, Refused
from kg.ontology.vocabulary import Vocabulary
from kg.review.rows import Rows, delimited
from loaders.sheets.table import Table, Unreadable, make_table

_SEPARATORS = ",;\t"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
LARGEST_FILE = 512 * 1024**2
"""In bytes. A larger file would not fit into the memory of an ordinary machine."""


def read(path: Path) -> list[Table]:
    """The table of a UTF-8 file, with or without a byte order mark; a list of one.

    The separator is the one of comma, semicolon and tab that is most frequent in the heading, for any suffix.

    Raises:
        Refused: the file is too large, is UTF-16 or empty, or a quote is not closed.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(path, f"is larger than {LARGEST_FILE // 1024**2} MB. Split it: a corpus may have many sheets.")
    content = path.read_bytes()
    if content.startswith(_UTF16):
        raise _refused(path, "is UTF-16. Save the sheet as CSV UTF-8.")
    # Bytes that are not UTF-8 become lone surrogates, so that ``make_table`` can name the cell they are in.
    text = content.decode("utf-8-sig", errors="surrogateescape")
    return [make_table(path.name, _rows(path, text))]


def form_with(separator: str) -> Callable[[Vocabulary, Rows], bytes]:
    """The function that writes a form with a separator."""
    # Without the byte order mark of utf-8-sig, Excel takes the file for another encoding.
    return lambda vocabulary, rows: delimited(vocabulary, rows, separator).encode("utf-8-sig")


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[int, str | Unreadable]]]:
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            # May be shorter than the heading: Excel omits the separators of empty cells at the end of a row.
            yield number, {index: unmarked(cell) for index, cell in enumerate(record) if cell}
    except csv.Error as error:
        raise _refused(path, f"cannot be read as CSV: {error}.", number + 1) from None


def _refused(path: Path, rule: str, row: int = 0) -> Refused:
    return Refused([Fault(Cell(path.name, row, "-"), rule)])
