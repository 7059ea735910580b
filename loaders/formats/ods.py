"""Worksheets of OpenDocument spreadsheets (ODS), read as a stream within the budgets of XLSX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Cell, Fault, OverBudget, Refused
from loaders.formats.xlsx import LARGEST
from loaders.formats.xlsx_cells import LARGEST_RANGES, Budget, Range
from loaders.formats.xlsx_package import MOST_WORKSHEETS, Package
from loaders.formats.xml_stream import Handlers, qualified
from loaders.sheets.table import MOST_COLUMNS

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = (f"{_OASIS}{name}:1.0" for name in ("office", "table", "text"))
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


@dataclass
class OdsSheet:
    """A worksheet: its title, its filled cells by row (from 1) and column (from 0), and its merged ranges."""

    title: str
    filled: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def filled_worksheets(path: Path) -> Sequence[OdsSheet]:
    """The worksheets with anything on them. Comments are not read; a formula's cell has the value that it last gave.

    Raises:
        Refused: the file is broken, encrypted, not ODS or too large.
    """
    reader = _Reader()
    try:
        if path.stat().st_size > LARGEST:
            raise OverBudget(f"is larger than {LARGEST // 1024**2} MB. Split it, or save it as CSV UTF-8.")
        with Package(path, LARGEST) as package:
            package.parse("content.xml", reader.handlers())
    except OverBudget as error:
        raise _refused(path, str(error)) from None
    except Exception as error:  # noqa: BLE001 - zipfile and the XML parser raise anything
        text = f"{type(error).__name__}, {error}"[:200].rstrip(".")
        raise _refused(path, f"cannot be read as ODS: {text}. Is it whole, and without a password?") from None
    return [sheet for sheet in reader.sheets if sheet.filled]


class _Reader:
    """The worksheets of ``content.xml``, while and after it is parsed."""

    def __init__(self) -> None:
        self.sheets: list[OdsSheet] = []
        self._budget, self._in_merged = Budget(), 0
        self._row = self._rows_repeated = 0
        self._column = self._cells_repeated = 0
        self._cells: dict[int, str] = {}
        self._value, self._paragraphs = "", 0
        self._pieces: list[str] = []
        self._in_paragraph = self._annotations = 0

    def handlers(self) -> Handlers:
        """The handlers that read the XML into this object."""
        opened = {
            **qualified(
                (_TABLE,),
                {
                    "table": self._sheet_opened,
                    "table-row": self._row_opened,
                    "table-cell": self._cell_opened,
                    "covered-table-cell": self._cell_opened,
                },
            ),
            **qualified((_OFFICE,), {"annotation": self._annotation_opened}),
            **qualified(
                (_TEXT,),
                {
                    "p": self._paragraph_opened,
                    "h": self._paragraph_opened,
                    "s": lambda _: self._add(" "),
                    "tab": lambda _: self._add(" "),
                    "line-break": lambda _: self._add("\n"),
                },
            ),
        }
        closed = {
            **qualified(
                (_TABLE,),
                {
                    "table-row": self._row_closed,
                    "table-cell": self._cell_closed,
                    "covered-table-cell": self._cell_closed,
                },
            ),
            **qualified((_OFFICE,), {"annotation": self._annotation_closed}),
            **qualified((_TEXT,), {"p": self._paragraph_closed, "h": self._paragraph_closed}),
        }
        return Handlers(opened, closed, lambda text: self._add(text.replace("\n", " ")))

    def _sheet_opened(self, attributes: Mapping[str, str]) -> None:
        if len(self.sheets) >= MOST_WORKSHEETS:
            raise OverBudget(f"has more than {MOST_WORKSHEETS} worksheets. Delete those without charting.")
        self.sheets.append(OdsSheet(attributes.get(f"{_TABLE} name", "")))
        self._row = 0

    def _row_opened(self, attributes: Mapping[str, str]) -> None:
        self._rows_repeated = _number(attributes, "number-rows-repeated")
        self._row += 1
        self._column, self._cells = 0, {}
        self._budget.rows -= 1
        self._budget.check()

    def _row_closed(self) -> None:
        for number in range(self._row, self._row + (self._rows_repeated if self._cells else 0)):
            self._spend(len(self._cells), sum(map(len, self._cells.values())))
            self.sheets[-1].filled[number] = self._cells
        self._row += self._rows_repeated - 1

    def _cell_opened(self, attributes: Mapping[str, str]) -> None:
        self._cells_repeated = _number(attributes, "number-columns-repeated")
        found = (attributes[f"{_OFFICE} {name}"] for name in _VALUES if f"{_OFFICE} {name}" in attributes)
        self._value = next(found, "")
        if attributes.get(f"{_OFFICE} value-type") in ("float", "currency", "percentage"):
            self._value = self._value.removesuffix(".0")
        self._pieces, self._paragraphs = [], 0
        rows, columns = _number(attributes, "number-rows-spanned"), _number(attributes, "number-columns-spanned")
        if rows * columns > 1:
            self._in_merged += rows * columns
            if self._in_merged > LARGEST_RANGES:
                raise OverBudget("has large merged ranges. Unmerge them.")
            top, left = self._row, self._column + 1
            self.sheets[-1].merged.append((top, left, top + rows - 1, left + columns - 1))
        self._budget.cells -= 1

    def _cell_closed(self) -> None:
        lines = "".join(self._pieces).split("\n")
        text = self._value or "\n".join(" ".join(line.split()) for line in lines).strip()
        if text:
            if self._column + self._cells_repeated > MOST_COLUMNS:
                raise OverBudget(f"has more than {MOST_COLUMNS:,} columns.")
            self._spend(self._cells_repeated, 0)
            for column in range(self._column, self._column + self._cells_repeated):
                self._cells[column] = text
        self._column += self._cells_repeated

    def _paragraph_opened(self, _: Mapping[str, str]) -> None:
        if not self._annotations and self._paragraphs:
            self._pieces.append("\n")
        self._in_paragraph += 1
        self._paragraphs += not self._annotations

    def _paragraph_closed(self) -> None:
        self._in_paragraph -= 1

    def _annotation_opened(self, _: Mapping[str, str]) -> None:
        self._annotations += 1

    def _annotation_closed(self) -> None:
        self._annotations -= 1

    def _add(self, text: str) -> None:
        if self._in_paragraph and not self._annotations:
            self._pieces.append(text)
            self._spend(0, len(text))

    def _spend(self, cells: int, characters: int) -> None:
        self._budget.cells -= cells
        self._budget.characters -= characters
        self._budget.check()


def _number(attributes: Mapping[str, str], name: str) -> int:
    """A repetition or span, which is 1 if it is not stated.

    Raises:
        ValueError: it is no number from 1.
    """
    number = int(attributes.get(f"{_TABLE} {name}", 1))
    if number < 1:
        raise ValueError(f"{name} is {number}")
    return number


def _refused(path: Path, rule: str) -> Refused:
    return Refused([Fault(Cell(path.name, 0, "-"), rule)])
