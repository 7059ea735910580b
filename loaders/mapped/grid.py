"""Tables of unknown form: the cells of a worksheet or of delimited text, before anything is known of their heading."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg.csv_text import unmarked
from kg.errors import Cell, Fault, Refused
from loaders.formats import delimited, ods, xlsx
from loaders.formats.xlsx_cells import Range
from loaders.sheets.table import LONGEST_TEXT, Found, Typed, Unreadable, letters, readable

_BAR = "|"
_SEPARATORS = f"{delimited.SEPARATORS}{_BAR}"
_SNIFFED = 100
"""Rows of delimited text that decide what separates its cells."""

Rows = Mapping[int, Mapping[int, str | Unreadable]]


@dataclass(frozen=True)
class Grid:
    """The filled cells of a table by row (from 1) and column (from 0), as its file has them.

    A cell of a merged range has what the first of the range says, and the ranges are in ``merged``. Of a formula the cell
    has the value that it last gave; ``formulas`` are the names of such cells. ``separator`` and ``encoding`` are those of
    delimited text.
    """

    file: str
    sheet: str
    rows: Rows
    merged: tuple[Range, ...] = ()
    formulas: frozenset[str] = frozenset()
    separator: str = ""
    encoding: str = ""

    @cached_property
    def spans(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """The first and last column of each merged range of several columns, by row."""
        found: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.merged:
            for row in range(top, bottom + 1) if left < right else ():
                found.setdefault(row, []).append((left - 1, right - 1))
        return found

    @property
    def name(self) -> str:
        """File and worksheet, as faults name them."""
        return f"{self.file} {self.sheet}".strip()

    def text(self, row: int, column: int) -> str:
        """The text of a cell; empty where there is none, or where it cannot be read."""
        found = self.rows.get(row, {}).get(column, "")
        return found if isinstance(found, str) else ""

    def texts(self, row: int) -> dict[int, str]:
        """The texts of a row by column."""
        return {column: text for column in self.rows.get(row, {}) if (text := self.text(row, column))}


def read_grids(path: Path, separator: str = "", encoding: str = "") -> list[Grid]:
    """The tables of a file: every worksheet that is filled, or the one table of delimited text.

    What separates delimited text, and how its letters are stored, is found out where it is not said.

    Raises:
        Refused: the file is of an unknown kind, broken, or larger than what is read of one.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        rule = f"has an unknown suffix: a table ends in {', '.join(READERS)}."
        raise Refused([Fault(Cell(path.name, 0, "-"), rule)])
    grids = reader(path, separator, encoding)
    if not grids:
        raise Refused([Fault(Cell(path.name, 0, "-"), "holds nothing: it has only empty worksheets.")])
    return grids


def _read_xlsx(path: Path, separator: str, encoding: str) -> list[Grid]:
    return [_grid(path, title, sheet.filled, sheet.merged) for title, sheet in xlsx.filled_worksheets(path)]


def _read_ods(path: Path, separator: str, encoding: str) -> list[Grid]:
    return [_grid(path, sheet.title, sheet.filled, sheet.merged) for sheet in ods.filled_worksheets(path)]


def _grid(path: Path, title: str, filled: Mapping[int, Mapping[int, Found]], merged: Iterable[Range]) -> Grid:
    formulas: set[str] = set()
    rows: dict[int, dict[int, str | Unreadable]] = {}
    for number in sorted(filled):
        for column, found in sorted(filled[number].items()):
            cell = found
            if isinstance(cell, Unreadable) and cell.result:
                formulas.add(f"{letters(column)}{number}")
                cell = cell.result
            if cell := readable(cell.text if isinstance(cell, Typed) else cell):
                rows.setdefault(number, {})[column] = cell
    ranges = tuple(sorted(merged))
    for top, left, bottom, right in ranges:
        if (first := rows.get(top, {}).get(left - 1)) is not None:
            for number in range(top, bottom + 1):
                rows.setdefault(number, {}).update(dict.fromkeys(range(left - 1, right), first))
    in_order = {number: dict(sorted(rows[number].items())) for number in sorted(rows)}
    return Grid(path.name, title, in_order, ranges, frozenset(formulas))


def _read_delimited(path: Path, separator: str, encoding: str) -> list[Grid]:
    encoding = encoding or _encoding(path)
    codec = delimited.UTF8 if encoding == "utf-8" else encoding
    separator = separator or _separator(path, codec)
    delimited.check_budget(path, separator, codec)
    rows: dict[int, dict[int, str | Unreadable]] = {}
    hidden = 0
    for number, record in delimited.records(path, separator, codec):
        if number == 1 and _declared(record, separator):
            hidden = 1  # spreadsheets do not show this line, so their rows are counted without it
            continue
        cells = {index: cell for index, text in enumerate(record) if (cell := readable(unmarked(text)))}
        if cells:
            rows[number - hidden] = cells
    if not rows:
        return []
    return [Grid(path.name, "", rows, separator=separator, encoding=encoding)]


def _declared(record: Sequence[str], separator: str) -> bool:
    """Whether a row is the line ``sep=;`` with which Excel is told the separator."""
    return separator.join(record).strip().casefold() == f"sep={separator}".strip()


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    if start in delimited.UTF16:
        return "utf-16"
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(LONGEST_TEXT):
                pass
    except UnicodeDecodeError:
        return "windows-1252"  # what Excel writes as CSV in Western Europe and America
    return "utf-8"


def _separator(path: Path, codec: str) -> str:
    with path.open(encoding=codec, errors="replace") as file:
        first = file.readline(10).strip().casefold()
    if first.startswith("sep=") and first[4:] in _SEPARATORS:
        return first[4:] or "\t"
    found = {each: _divided(path, each, codec) for each in _SEPARATORS}
    others = {each: divided for each, divided in found.items() if each != _BAR and divided.cells}
    # Bars divide the values within cells, too: they divide a table only if no other sign divides rows above.
    if any(each.first < found[_BAR].first for each in others.values()):
        del found[_BAR]
    return max(found, key=lambda each: found[each].cells)


class _Divided(NamedTuple):
    """What a separator makes of a text: how many cells stand in rows of the most frequent width, and the first of these rows."""

    cells: int
    first: int


def _divided(path: Path, separator: str, codec: str) -> _Divided:
    """What a separator makes of a text; the right one makes many cells in rows of one width."""
    widths: Counter[int] = Counter()
    first: dict[int, int] = {}
    try:
        for number, record in delimited.records(path, separator, codec):
            if len(record) > 1:
                widths[len(record)] += 1
                first.setdefault(len(record), number)
            if number == _SNIFFED:
                break
    except Refused:  # a quote within a cell that this separator would divide
        return _Divided(0, 0)
    width = max(widths, key=lambda each: each * widths[each], default=0)
    return _Divided(width * widths[width], first.get(width, 0))


READERS: Mapping[str, Callable[[Path, str, str], list[Grid]]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".txt": _read_delimited,
    ".xlsx": _read_xlsx,
    ".xlsm": _read_xlsx,
    ".ods": _read_ods,
}
"""By file suffix."""
