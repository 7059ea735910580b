"""The table of a corpus folder that has a ``mapping.yaml``, read as a charting sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, Refused, nearest
from kg.ontology.vocabulary import Vocabulary
from kg.spelling import folded
from loaders.mapped.checks import mapping_faults, understood
from loaders.mapped.grid import Grid, read_grids
from loaders.mapped.left_out import Below, row_text, rows_below
from loaders.mapped.mapping import MAPPING_FILE, ReadMapping, read_mapping
from loaders.mapped.translation import translate
from loaders.mapped.words import one_line
from loaders.sheets.table import Table

_MOST_TOLD = 10
"""Rows that are left out of which a notice tells what they say."""


class MappedTable(NamedTuple):
    """The table of a folder as a charting sheet, None if it cannot be read; its faults and notices; and its file.

    ``file`` is the name of the table's file, empty where the folder has no such file.
    """

    table: Table | None
    faults: list[Fault]
    notices: list[Fault]
    file: str


class ReadGrid(NamedTuple):
    """A worksheet, None if it cannot be read; the faults of finding it; and worksheets beside it that hold something, too."""

    grid: Grid | None
    faults: list[Fault]
    unread: tuple[str, ...] = ()


def read_mapped(vocabulary: Vocabulary, folder: Path) -> MappedTable:
    """The table that the ``mapping.yaml`` of a folder speaks of."""
    read = read_mapping(folder / MAPPING_FILE)
    file = read.table if read.table and (folder / read.table).is_file() else ""
    if read.mapping is None:
        return MappedTable(None, list(read.faults), [], file)
    grid, faults, unread = read_grid(folder, read)
    if grid is None:
        return MappedTable(None, faults, [], file)
    faults = list(mapping_faults(vocabulary, grid, read))
    if not understood(vocabulary, read) or not set(read.mapping.heading) <= set(grid.rows):
        return MappedTable(None, faults, [], file)
    below = rows_below(grid, read.mapping.heading, read.mapping.rows_left_out)
    translation = translate(vocabulary, grid, read)
    notices = [*_notices(grid, below, read, unread), *translation.notices]
    return MappedTable(
        translation.table, [*faults, *_row_faults(grid, below, read), *translation.faults], notices, file
    )


def read_grid(folder: Path, read: ReadMapping, table: str = "") -> ReadGrid:
    """The worksheet that a mapping without faults speaks of, or the faults of finding it; ``table`` replaces its file."""
    mapping = read.mapping
    assert mapping  # noqa: S101 - the caller's duty
    table = table or mapping.table
    if Path(table).name != table or not (folder / table).is_file():
        files = [file.name for file in folder.iterdir() if file.is_file() and file.name != MAPPING_FILE]
        rule = "is not a file of this folder: the table stands beside mapping.yaml."
        same_name = tuple(sorted(name for name in files if folded(Path(name).stem) == folded(Path(table).stem)))
        return ReadGrid(
            None, [Fault(read.place("table", value=mapping.table), rule, same_name or nearest(mapping.table, files))]
        )
    try:
        grids = read_grids(folder / table, mapping.cells_separated_by, mapping.encoding)
    except Refused as refused:
        return ReadGrid(None, refused.faults)
    chosen = [grid for grid in grids if mapping.sheet in ("", grid.sheet)]
    titles = [grid.sheet for grid in grids]
    if len(chosen) != 1:
        rule = "is not a worksheet with anything on it." if mapping.sheet else "Say which worksheet is the table."
        place = read.place("sheet" if mapping.sheet else "table", value=mapping.sheet or mapping.table)
        return ReadGrid(None, [Fault(place, rule, nearest(mapping.sheet, titles) or tuple(titles))])
    return ReadGrid(chosen[0], [], tuple(title for title in titles if title != chosen[0].sheet))


def _row_faults(grid: Grid, below: Below, read: ReadMapping) -> Iterator[Fault]:
    for text, rows in below.refused.items():
        rule = (
            f"is left out for its numbers alone, and there are words beside: {_told(grid, rows)}. "
            "If it is no study, write the whole row here instead."
        )
        yield Fault(read.place("rows_left_out", text, value=text), rule)


def _notices(grid: Grid, below: Below, read: ReadMapping, unread: Sequence[str]) -> Iterator[Fault]:
    if unread:
        more = f", and {len(unread) - _MOST_TOLD} more" if len(unread) > _MOST_TOLD else ""
        rule = f"is read alone; these worksheets hold something, too: {', '.join(unread[:_MOST_TOLD])}{more}."
        yield Fault(read.place("sheet", value=grid.sheet), rule)
    fuller = {row for rows in below.beside.values() for row in rows}
    if plain := [row for row in below.omitted if row not in fuller]:
        yield Fault(read.place("rows_left_out"), f"Left out, as rows_left_out says: {_told(grid, plain)}.")
    for text, rows in below.beside.items():
        rule = (
            f"leaves out more than it names: {_told(grid, rows)}. "
            "If any of this is a study, write the whole of each other row instead, its cells with | between."
        )
        yield Fault(read.place("rows_left_out", text, value=text), rule)
    if grid.formulas:
        shown = one_line(", ".join(sorted(grid.formulas)[:5]))
        rule = f"holds formulas ({shown}{', …' if len(grid.formulas) > 5 else ''}): read as the values that they last gave."
        yield Fault(Cell(grid.name, 0, "-"), rule)


def _told(grid: Grid, rows: Sequence[int]) -> str:
    """Rows with what they say."""
    shown = "; ".join(f"row {row} ({one_line(row_text(grid, row), 80)!r})" for row in rows[:_MOST_TOLD])
    return f"{shown}{f', and {len(rows) - _MOST_TOLD} more' if len(rows) > _MOST_TOLD else ''}"
