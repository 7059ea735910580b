"""CSV files of a fixed heading, read with every fault named and written whole or not at all."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.csv_text import marked
from kg.errors import Cell, Fault, nearest
from loaders.formats import delimited

_BEGINNING = "\ufeff"  # without it, Excel takes the file for another encoding


class Line(NamedTuple):
    """One row of a file: its number, as a spreadsheet shows it, and its text by column, empty where nothing is filled in."""

    file: str
    row: int
    texts: Mapping[str, str]

    def fault(self, column: str, rule: str, near: Sequence[str] = ()) -> Fault:
        """A fault of one of its cells."""
        return Fault(Cell(self.file, self.row, column, self.texts[column]), rule, tuple(near))


def read_lines(file: Path, columns: Sequence[str]) -> tuple[list[Line], list[Fault]]:
    """The rows of a file that has exactly these columns, in any order, and its faults; a file that is missing has none.

    Raises:
        Refused: it is no delimited text, or exceeds what may be read of a sheet.
    """
    if not file.exists():
        return [], []
    (table,) = delimited.read(file)
    rule = "is a column that the file must have."
    faults = [
        *table.faults,
        *(Fault(Cell(file.name, 1, name), rule) for name in columns if name not in table.columns),
    ]
    for index, name in enumerate(table.heading):
        if name and name not in columns:
            rule = f"is no column of {file.name}: it would not be read."
            faults.append(Fault(table.cell(1, index, name), rule, nearest(name, columns)))
    if faults:
        return [], faults
    places = table.columns
    lines = [
        Line(file.name, row, {name: found.get(places[name], "").strip() for name in columns})
        for row, found in table.rows
    ]
    return lines, []


def write_lines(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows in place of what the file held; a program that is stopped leaves the file as it was."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: marked(value) for name, value in row.items()} for row in rows)
    half = file.with_name(f".{file.name}.half")
    half.write_text(_BEGINNING + text.getvalue(), encoding="utf-8")
    os.replace(half, file)
