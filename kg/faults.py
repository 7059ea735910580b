"""Faults of input files: a place, the rule that is broken there, and what is valid."""

from dataclasses import dataclass, field, replace
from reprlib import Repr

LONGEST_VALUE, LONGEST_STATEMENT, LONGEST_RULE = 80, 400, 1_000
"""The most characters of each that a message shows."""

_COLLECTIONS = Repr()  # shows the first few members alone, so that no alias of a YAML file is expanded
_COLLECTIONS.maxlevel, _COLLECTIONS.maxstring = 2, LONGEST_VALUE


def shown(value: object) -> str:
    """A value of any type as messages show it."""
    text = _COLLECTIONS.repr(value) if isinstance(value, list | dict | tuple) else str(value)
    return shortened(text)


def shortened(text: str, longest: int = LONGEST_VALUE) -> str:
    """A text, cut with … where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


@dataclass(frozen=True)
class Origin:
    """What a mapped table itself says in a cell: its own name of the column, its text, and the line that says how it is read."""

    column: str
    value: str
    decided: str


@dataclass(frozen=True, order=True)
class Cell:
    """A place in an input file and its content.

    ``row`` counts from 1, the heading; it is 0 in a file without rows. ``column`` is empty in a file without columns, such as
    RDF, where ``value`` is a statement. ``address`` is the cell's name in a spreadsheet, such as ``AB5``, or empty. ``origin``
    is there if column and value were made from a table of another form.
    """

    sheet: str
    row: int
    column: str
    value: str = ""
    address: str = ""
    origin: Origin | None = field(default=None, compare=False)

    @property
    def written(self) -> "Cell":
        """The cell with column and value as its file has them."""
        return replace(self, column=self.origin.column, value=self.origin.value) if self.origin else self


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the input: its cell, the rule that it breaks, and the nearest valid values."""

    cell: Cell
    rule: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        row = f" row {self.cell.row}" if self.cell.row else ""
        address = f" (cell {self.cell.address})" if self.cell.address else ""
        close = ", ".join(filter(None, self.nearest))
        hint = f" Nearest: {close}." if close else ""
        rule = shortened(self.rule, LONGEST_RULE)
        if not self.cell.column:
            return f"{self.cell.sheet}{row}: {shortened(self.cell.value, LONGEST_STATEMENT)} — {rule}{hint}"
        written = self.cell.written
        column, value = shortened(written.column), shortened(written.value)
        decided = f" (Read by {self.cell.origin.decided}.)" if self.cell.origin else ""
        return f"{self.cell.sheet}{row} column {column}: {value!r}{address} — {rule}{hint}{decided}"
