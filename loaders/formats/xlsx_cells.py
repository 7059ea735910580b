"""Cells of XLSX worksheets, read as a stream."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import OverBudget
from loaders.formats.xlsx_package import LONGEST_TEXT, SPREADSHEET, TOO_MUCH_TEXT, Package, TextReader
from loaders.formats.xlsx_values import text_of_value
from loaders.formats.xml_stream import Handlers, qualified
from loaders.sheets.table import Found, Typed, Unreadable

MOST_CELLS = 250_000
"""Of a workbook, with empty ones that are formatted."""

MOST_UNREADABLE = 10_000
"""Of a worksheet: formulas, errors and other cells that are no values."""

MOST_ROWS = 100_000
"""Of a workbook, with empty ones."""

LARGEST_RANGES = 10_000
"""In cells, of all merged ranges of a worksheet; and of all its hyperlinks over several cells."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CORNER = re.compile(r"\$?([A-Z]{0,3})\$?([0-9]{0,7})", re.IGNORECASE)
_DIGITS = "0123456789"

Range = tuple[int, int, int, int]
"""First row, first column, last row and last column, each counted from 1."""


@dataclass
class Budget:
    """How much may still be read of a workbook."""

    cells: int = MOST_CELLS
    rows: int = MOST_ROWS
    characters: int = LONGEST_TEXT

    def check(self) -> None:
        """Raise ``OverBudget`` where it is used up."""
        if self.cells < 0:
            raise OverBudget(f"has more than {MOST_CELLS:,} cells. Split it, or save it as CSV UTF-8.")
        if self.rows < 0:
            raise OverBudget(f"has more than {MOST_ROWS:,} rows. Split it, or delete the empty rows.")
        if self.characters < 0:
            raise OverBudget(TOO_MUCH_TEXT)


class CellReader:
    """Reader of the worksheets of one workbook, which share one budget."""

    def __init__(self, package: Package) -> None:
        self._package, self._budget = package, Budget()

    def read(self, part: str) -> "Worksheet":
        """The worksheet in a part of the package.

        Raises:
            OverBudget: it has too many cells or rows, too much text, or too large ranges.
            ValueError, LookupError: it breaks the rules of XLSX.
        """
        sheet = Worksheet(self._package, self._budget)
        self._package.parse(part, sheet.handlers())
        sheet.check()
        return sheet


class Worksheet:
    """The cells of a worksheet, while and after it is parsed."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self._package, self._budget = package, budget
        self._filled: dict[int, dict[int, Found]] = {}
        self._merged: dict[str, Range] = {}
        self._in_merged = self._in_links = self._unreadable = 0
        self._row = self._column = 0
        self._kind, self._style = "n", 0
        self._values: list[str] = []
        self._stray = ""  # text in a cell where XLSX has none
        self._in_cell = self._in_inline = self._is_worksheet = False
        self._formula: str | None = None
        self._text = TextReader()

    @property
    def is_filled(self) -> bool:
        """Whether any cell holds anything."""
        return bool(self._filled)

    @property
    def filled(self) -> Mapping[int, Mapping[int, Found]]:
        """The filled cells as they are stored, by row and column index; of a merged range that is its first."""
        return self._filled

    @property
    def merged(self) -> Sequence[Range]:
        """The merged ranges."""
        return tuple(self._merged.values())

    def handlers(self) -> Handlers:
        """The handlers that read the XML of a worksheet into this object."""
        text = self._text
        opened = {
            "worksheet": self._opened,
            "row": self._row_opened,
            "c": self._cell_opened,
            "v": self._text_opened,
            "f": self._text_opened,
            "is": self._inline_opened,
            "t": self._run_opened,
            "rPh": text.skip,
            "mergeCell": self._merge_opened,
            "hyperlink": self._link_opened,
        }
        closed = {
            "v": self._value_closed,
            "f": self._formula_closed,
            "is": self._inline_closed,
            "t": text.closed,
            "rPh": text.skipped,
            "c": self._cell_closed,
        }
        return Handlers(qualified(SPREADSHEET, opened), qualified(SPREADSHEET, closed), self._text_found)

    def rows(self) -> Iterator[tuple[int, dict[int, Found]]]:
        """The filled and merged cells of each row that has any: row number and cells by column index. To be read once."""
        rows = self._filled
        first = {
            coordinates[:2]: rows.get(coordinates[0], {}).get(coordinates[1] - 1, "")
            for coordinates in self._merged.values()
        }
        for top, left, bottom, right in self._merged.values():
            for row in range(top, bottom + 1):
                rows.setdefault(row, {}).update((column - 1, Unreadable("", "")) for column in range(left, right + 1))
        for reference, (top, left, _, _) in self._merged.items():
            # The fault is reported once, at the first cell of the range.
            rule = f"is merged with its neighbours ({reference}). Unmerge them and fill in each one."
            found = first[top, left]
            rows[top][left - 1] = Unreadable(found if isinstance(found, str) else found.text, rule)
        for number in sorted(rows):
            yield number, dict(sorted(rows.pop(number).items()))

    def check(self) -> None:
        """Raise ``ValueError`` where what was parsed is no worksheet, so that its cells were not recognised."""
        if not self._is_worksheet:
            raise ValueError("a worksheet is in no known version of XLSX")

    def _opened(self, _: Mapping[str, str]) -> None:
        self._is_worksheet = True

    def _text_found(self, piece: str) -> None:
        if self._in_cell and not self._text.is_reading and piece.strip():
            self._stray += piece
        self._text.text(piece)

    def _row_opened(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        self._budget.rows -= 1
        self._budget.check()

    def _cell_opened(self, attributes: Mapping[str, str]) -> None:
        if reference := attributes.get("r"):
            letters = reference.rstrip(_DIGITS)
            self._row, self._column = int(reference[len(letters) :]), _column(letters)
        else:
            self._column += 1
        if not (0 < self._row <= _LAST_ROW and 0 < self._column <= _LAST_COLUMN):
            raise ValueError(f"a worksheet has no cell {(reference or 'in that place')[:20]}")
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._values, self._stray, self._formula, self._in_cell = [], "", None, True
        self._budget.cells -= 1
        if self._budget.cells < 0:
            self._budget.check()

    def _text_opened(self, attributes: Mapping[str, str]) -> None:
        self._text.begin(attributes)
        self._text.opened(attributes)

    def _value_closed(self) -> None:
        self._text.closed()
        self._values.append(self._text.whole())

    def _formula_closed(self) -> None:
        self._text.closed()
        self._formula = self._text.whole()

    def _inline_opened(self, attributes: Mapping[str, str]) -> None:
        self._in_inline = True
        self._text.begin(attributes)

    def _run_opened(self, attributes: Mapping[str, str]) -> None:
        if self._in_inline:
            self._text.opened(attributes)

    def _inline_closed(self) -> None:
        self._in_inline = False
        self._values.append(self._text.whole())

    def _cell_closed(self) -> None:
        self._in_cell = False
        cell = self._cell()
        if isinstance(cell, Unreadable):
            self._unreadable += 1
            if self._unreadable > MOST_UNREADABLE:
                rule = f"has more than {MOST_UNREADABLE:,} formulas or errors. Replace them with their values."
                raise OverBudget(rule)
        self._budget.characters -= len(cell if isinstance(cell, str) else cell.text)
        if self._budget.characters < 0:
            self._budget.check()
        if cell:
            row = self._filled.setdefault(self._row, {})
            if (column := self._column - 1) in row:
                cell = Unreadable(
                    cell if isinstance(cell, str) else cell.text, "is stored twice in the file. Save it anew."
                )
            row[column] = cell

    def _cell(self) -> Found:
        """What the cell holds that has just been read; an empty text where it is empty."""
        values = list(dict.fromkeys(filter(None, self._values)))
        if self._formula is not None:
            result = text_of_value(self._package, self._kind, self._style, values[0]) if len(values) == 1 else ""
            text = result.text if isinstance(result, Typed) else result if isinstance(result, str) else ""
            return Unreadable(f"={self._formula}", "is a formula. Replace it by its value.", text)
        if self._stray or len(values) > 1:
            return Unreadable(
                "; ".join([*values, self._stray])[:80], "holds two values, or text out of place. Type it again."
            )
        return text_of_value(self._package, self._kind, self._style, values[0]) if values else ""

    def _merge_opened(self, attributes: Mapping[str, str]) -> None:
        reference, coordinates, size = _range(attributes)
        self._in_merged += size
        if self._in_merged > LARGEST_RANGES:
            raise OverBudget(f"has merged cells ({reference}). Unmerge them.")
        self._merged[reference] = coordinates

    def _link_opened(self, attributes: Mapping[str, str]) -> None:
        reference, _, size = _range(attributes)
        self._in_links += size if size > 1 else 0
        if self._in_links > LARGEST_RANGES:
            raise OverBudget(f"has a hyperlink over many cells ({reference}). Remove it.")


def _range(attributes: Mapping[str, str]) -> tuple[str, Range, int]:
    """The range of an attribute ``ref``: as it is written without $, its corners, and how many cells it has.

    Whole rows (``1:9``) and columns (``A:C``) are ranges, too.

    Raises:
        ValueError: it is no range.
    """
    reference = attributes.get("ref", "").replace("$", "").strip().upper()
    corners = [_CORNER.fullmatch(corner) for corner in reference.split(":")]
    if not reference or len(corners) > 2 or not (corners[0] and corners[-1]):
        raise ValueError(f"{reference[:40]!r} is no range of cells")
    left, right = (
        _column(corner[1]) if corner[1] else other
        for corner, other in zip((corners[0], corners[-1]), (1, _LAST_COLUMN), strict=True)
    )
    top, bottom = (
        int(corner[2]) if corner[2] else other
        for corner, other in zip((corners[0], corners[-1]), (1, _LAST_ROW), strict=True)
    )
    if not (0 < top <= bottom <= _LAST_ROW and 0 < left <= right <= _LAST_COLUMN):
        raise ValueError(f"{reference[:40]!r} is no range of cells")
    return reference, (top, left, bottom, right), (bottom - top + 1) * (right - left + 1)


@cache
def _column(letters: str) -> int:
    """The number of a column, counted from 1; 0 where there is none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
