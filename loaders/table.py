"""A sheet as rows of text, before anything in it is understood."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import Cell


@dataclass(frozen=True)
class Table:
    """The heading and the rows of one sheet; a row's number is what a spreadsheet shows (the heading is row 1)."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cells(self, number: int, row: tuple[str, ...]) -> Iterator[Cell]:
        """The cells of a row, one for every column of the heading; missing ones are empty."""
        for index, column in enumerate(self.heading):
            yield Cell(self.name, number, column, row[index].strip() if index < len(row) else "")
