"""CSV: UTF-8, a BOM is tolerated, separated by commas, semicolons or tabs (what the heading has most of)."""

import csv
import io
from pathlib import Path

from kg.errors import Cell, Fault, Refused
from loaders.table import Table

_SEPARATORS = ",;\t"


def read(path: Path) -> Table:
    """The rows of a delimited file; rows without any text are left out.

    Raises:
        Refused: the file is not UTF-8, is empty, or its quotes do not close.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        rule = f"is not UTF-8: byte {error.start} cannot be read. Save the sheet as CSV UTF-8."
        raise Refused([Fault(Cell(path.name, 0, "-"), rule)]) from None
    first_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[str, ...]] = []
    try:
        records.extend(tuple(record) for record in reader)
    except csv.Error as error:
        rule = f"cannot be read as CSV: {error}."
        raise Refused([Fault(Cell(path.name, len(records) + 1, "-"), rule)]) from None
    if not records or not any(cell.strip() for cell in records[0]):
        raise Refused([Fault(Cell(path.name, 1, "-"), "has no heading: the first row must name the columns.")])
    heading = tuple(cell.strip() for cell in records[0])
    while heading and not heading[-1]:
        heading = heading[:-1]
    rows = (
        (number, record) for number, record in enumerate(records[1:], start=2) if any(cell.strip() for cell in record)
    )
    return Table(path.name, heading, tuple(rows))
