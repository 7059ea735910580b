"""A sheet as a table of text, before its content is interpreted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from kg.errors import Cell, Fault, Refused
from kg.faults import Origin
from loaders.sheets.values import Kind

LONGEST_TEXT = 32_767
"""The most characters that a spreadsheet's cell can hold; an XLSX form of the review would cut off longer text."""

MOST_ROWS = 200_000
"""Of delimited text, with empty ones."""
MOST_COLUMNS = 1_000
MOST_FAULTS = 1_000
"""After so many faults of a sheet no further row is read."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be read as text, and why. The rule is empty if another cell has the fault.

    ``result`` is what a formula last gave, where the file holds it.
    """

    text: str
    rule: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell of a spreadsheet that holds no text, written as text, and what it holds."""

    text: str
    kind: Kind


Found = str | Unreadable | Typed
"""What a file holds in a cell."""


@dataclass(frozen=True)
class Table:
    """The heading and the rows of one sheet; a row's number is what a spreadsheet shows (the heading is row 1).

    Rows hold their filled cells by the index of the column. ``faults`` are those of cells that cannot be read; these
    cells, as (row, index), are ``unreadable`` and are in no row. ``typed`` says by row and index which cells are no text. Of
    a table that was made from one of another form, ``origins`` has the address of each cell in that one, and what it says there.
    """

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[int, str]], ...]
    faults: tuple[Fault, ...] = ()
    unreadable: frozenset[tuple[int, int]] = frozenset()
    typed: Mapping[int, Mapping[int, Kind]] = field(default_factory=dict)
    origins: Mapping[tuple[int, int], tuple[str, Origin]] = field(default_factory=dict)

    def cell(self, number: int, index: int, value: str) -> Cell:
        """A cell by its row's number and its column's index; a column without a name is called by its letters."""
        cell = _cell(self.name, self.heading, number, index, value)
        if (origin := self.origins.get((number, index))) is None:
            return cell
        return replace(cell, address=origin[0], origin=origin[1])

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The index of each column whose name can be read; of two with the same name, which is a fault, the first's."""
        by_name: dict[str, int] = {}
        for index, column in enumerate(self.heading):
            if column and (1, index) not in self.unreadable:
                by_name.setdefault(column, index)
        return by_name

    def cells(self, number: int, row: Mapping[int, str]) -> dict[str, Cell]:
        """The filled cells of a row by the name of their column (see ``columns``)."""
        names = self._names
        if self.origins:
            return {names[index]: self.cell(number, index, text) for index, text in row.items() if index in names}
        return {
            (name := names[index]): Cell(self.name, number, name, text, f"{letters(index)}{number}")
            for index, text in row.items()
            if index in names
        }

    def kinds(self, number: int) -> dict[str, Kind]:
        """What the cells of a row hold that are no text, by the name of their column."""
        names = self._names
        return {names[index]: kind for index, kind in self.typed.get(number, {}).items() if index in names}

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {index: column for column, index in self.columns.items()}

    def lost(self, number: int) -> frozenset[str]:
        """The names of the columns in which a row has a cell that cannot be read."""
        return self._lost.get(number, frozenset())

    @cached_property
    def _lost(self) -> Mapping[int, frozenset[str]]:
        lost: dict[int, set[str]] = {}
        for row, index in self.unreadable:
            if index < len(self.heading):
                lost.setdefault(row, set()).add(self.heading[index])
        return {row: frozenset(columns) for row, columns in lost.items()}

    def nameless(self, number: int, row: Mapping[int, str]) -> Iterator[Cell]:
        """The filled cells of a row that stand in a column without a name."""
        for index, value in row.items():
            named = index < len(self.heading) and self.heading[index]
            if not named and (1, index) not in self.unreadable:
                yield self.cell(number, index, value)


def make_table(name: str, rows: Iterable[tuple[int, Mapping[int, Found]]]) -> Table:
    r"""A table from the filled cells of a sheet, row by row, its heading in row 1; rows without any text are left out.

    Spaces around a text are dropped, non-breaking ones too; line breaks become ``\n``.

    Raises:
        Refused: row 1 is too long, or there is no text at all.
    """
    heading: tuple[str, ...] = ()
    text_rows: list[tuple[int, Mapping[int, str]]] = []
    faulty: list[tuple[int, int, Unreadable]] = []
    ended: list[Fault] = []
    typed: dict[int, dict[int, Kind]] = {}
    told = 0
    for number, row in rows:
        if told > MOST_FAULTS:
            ended.append(not_read(name, number))
            break
        texts: dict[int, str] = {}
        for index, found in row.items():
            if isinstance(found, Typed):
                typed.setdefault(number, {})[index] = found.kind
            cell = readable(found.text if isinstance(found, Typed) else found)
            if isinstance(cell, Unreadable):
                faulty.append((number, index, cell))
                told += bool(cell.rule)
            elif cell:
                texts[index] = cell
        # The width of the heading decides which cells have a column; see ``nameless``.
        if number == 1:
            width = max(texts, default=-1) + 1
            if width > MOST_COLUMNS:
                raise Refused(
                    [Fault(Cell(name, 1, letters(width - 1)), f"is beyond the first {MOST_COLUMNS:,} columns.")]
                )
            heading = tuple(texts.get(index, "") for index in range(width))
        elif texts:
            text_rows.append((number, texts))
    unreadable = frozenset((number, index) for number, index, _ in faulty)
    if not heading and not text_rows and not unreadable:
        raise Refused([Fault(Cell(name, 1, "-"), "has no heading: the first row must name the columns.")])
    faults = (
        Fault(_cell(name, heading, number, index, cell.text), cell.rule) for number, index, cell in faulty if cell.rule
    )
    return Table(name, heading, tuple(text_rows), (*faults, *ended), unreadable, typed)


def not_read(name: str, number: int) -> Fault:
    """The fault of the first row that is not read because of too many faults above it."""
    rule = f"is not read, nor are the rows below it: more than {MOST_FAULTS:,} faults are above."
    return Fault(Cell(name, number, "-"), rule)


@cache
def letters(index: int) -> str:
    """The letters by which a spreadsheet calls a column: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        # Bijective base 26: there is no zero, Z is followed by AA.
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _cell(name: str, heading: tuple[str, ...], number: int, index: int, value: str) -> Cell:
    column = heading[index] if index < len(heading) else ""
    return Cell(name, number, column or letters(index), value, f"{letters(index)}{number}")


def readable(found: str | Unreadable) -> str | Unreadable:
    r"""The text of a cell without spaces around it, its line breaks as ``\n``; ``Unreadable`` if it holds what no text may."""
    if isinstance(found, Unreadable):
        return found
    text = found.replace("\r\n", "\n").replace("\r", "\n").strip()
    # Most are plain: nothing that is looked for is in them.
    return text if text.isascii() and text.isprintable() and len(text) <= LONGEST_TEXT else _checked(text)


def _checked(text: str) -> str | Unreadable:
    if _UNDECODED.search(text):
        shown = _UNDECODED.sub("\N{REPLACEMENT CHARACTER}", text)
        return Unreadable(shown, "is not UTF-8 (shown as \N{REPLACEMENT CHARACTER}). Save the sheet as CSV UTF-8.")
    # A replacement character in the file itself: the letter was lost before the sheet was saved.
    if "\N{REPLACEMENT CHARACTER}" in text:
        return Unreadable(text, "holds \N{REPLACEMENT CHARACTER}: a program lost a letter here. Type it again.")
    if control := _CONTROL.search(text):
        return Unreadable(text, f"holds the control character U+{ord(control[0]):04X}. Remove it.")
    if len(text) > LONGEST_TEXT:
        return Unreadable(f"{text[:40]}…", f"has {len(text)} characters; a cell holds at most {LONGEST_TEXT}.")
    return text
