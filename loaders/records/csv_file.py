"""Sheets of a fixed heading, read with every fault named, and written as CSV whole or not at all."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.csv_text import marked
from kg.errors import Cell, Fault, nearest
from kg.spelling import folded
from loaders.formats import FORMATS, xlsx
from loaders.sheets.table import Table

_BEGINNING = "\ufeff"  # without it, Excel takes the file for another encoding


class Line(NamedTuple):
    """One row of a file: its number, as a spreadsheet shows it, and its text by column, empty where nothing is filled in."""

    file: str
    row: int
    texts: Mapping[str, str]

    def fault(self, column: str, rule: str, near: Sequence[str] = ()) -> Fault:
        """A fault of one of its cells."""
        return Fault(Cell(self.file, self.row, column, self.texts[column]), rule, tuple(near))


class Lines(NamedTuple):
    """The rows of a file and its faults; ``notices`` name each word that was understood although it is spelled otherwise."""

    rows: list[Line]
    faults: list[Fault]
    notices: list[Fault]


def read_lines(file: Path, columns: Sequence[str], words: Mapping[str, Sequence[str]] | None = None) -> Lines:
    """The rows of a file that has exactly these columns, in any order and spelling; a file that is missing has none.

    ``words`` are what cells of a column may say. A cell that says one of them in another spelling, as ``Include`` for
    ``include``, is read as that word; what is none of them stays as it is.

    Raises:
        Refused: it is no file of its format, or exceeds what may be read of a sheet.
    """
    if not file.exists():
        return Lines([], [], [])
    suffix = file.suffix.lower()
    tables = xlsx.read_all(file) if suffix == ".xlsx" else FORMATS[suffix].read(file)
    read = [_read(table, columns, words or {}) for table in tables]
    return Lines(*(list(chain.from_iterable(parts)) for parts in zip(*read, strict=True)))


def _read(table: Table, columns: Sequence[str], words: Mapping[str, Sequence[str]]) -> Lines:
    known = {folded(name): name for name in columns}
    places: dict[str, int] = {}
    faults = [*table.faults]
    for index, heading in enumerate(table.heading):
        name = known.get(folded(heading))
        if not heading:
            continue
        if name is None:
            rule = f"is no column of {table.name}: it would not be read."
            faults.append(Fault(table.cell(1, index, heading), rule, nearest(heading, columns)))
        elif name in places and not table.faults:
            faults.append(Fault(table.cell(1, index, heading), f"is the column {name} a second time."))
        else:
            places.setdefault(name, index)
    rule = "is a column that the file must have."
    faults += (Fault(Cell(table.name, 1, name), rule) for name in columns if name not in places)
    if faults:
        return Lines([], faults, [])
    lines = [
        Line(table.name, row, {name: found.get(places[name], "").strip() for name in columns})
        for row, found in table.rows
    ]
    return _with_words(lines, words)


def _with_words(lines: Iterable[Line], words: Mapping[str, Sequence[str]]) -> Lines:
    known = {column: {folded(word): word for word in among} for column, among in words.items()}
    read: list[Line] = []
    notices: dict[tuple[str, str], Fault] = {}
    for line in lines:
        meant = {column: known[column].get(folded(line.texts[column])) for column in known}
        respelt = {column: word for column, word in meant.items() if word and word != line.texts[column]}
        for column, word in respelt.items():
            notices.setdefault((column, line.texts[column]), line.fault(column, f"is read as {word}."))
        read.append(line._replace(texts={**line.texts, **respelt}) if respelt else line)
    return Lines(read, [], list(notices.values()))


def write_lines(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows in place of what the file held; a program that is stopped leaves the file as it was."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: marked(value) for name, value in row.items()} for row in rows)
    half = file.with_name(f".{file.name}.half")
    half.write_text(_BEGINNING + text.getvalue(), encoding="utf-8")
    os.replace(half, file)
