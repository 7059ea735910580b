"""The heading that a mapping knows, found again in a table that was changed."""

from collections.abc import Sequence

from kg.errors import Cell, Fault, Refused, nearest
from loaders.adopt.layout.heading import MOST_ABOVE
from loaders.mapped.grid import Grid
from loaders.mapped.layout import column_names
from loaders.mapped.mapping import MAPPING_FILE, ReadMapping
from loaders.mapped.words import fold, one_line

_LEAST = 0.5
"""The least part of the columns that a mapping names which the same heading in another row has."""


def heading_again(grid: Grid, read: ReadMapping) -> tuple[int, ...]:
    """The rows of the heading: those of the mapping, or those in which the same heading stands now.

    Raises:
        Refused: no row has the columns of the key, so that no study could be told from another.
    """
    mapping = read.mapping
    assert mapping  # noqa: S101 - the caller's duty
    known = {fold(name) for columns in (mapping.columns, *mapping.study.named().values()) for name in columns}
    key = {fold(name) for name in mapping.study.key}

    def found(rows: Sequence[int]) -> int:
        if not all(row in grid.rows for row in rows):
            return 0
        names = {fold(name) for name in column_names(grid, rows).values()}
        return len(names & known) if key <= names else 0

    if found(mapping.heading):
        return mapping.heading
    span = mapping.heading[-1] - mapping.heading[0]
    places = [(row,) if span == 0 else (row, row + span) for row in list(grid.rows)[:MOST_ABOVE]]
    best = max(places, key=found)
    if found(best) >= _LEAST * len(known):
        return best
    raise Refused(list(_faults(grid, read, mapping.heading, mapping.study.key)))


def _faults(grid: Grid, read: ReadMapping, heading: Sequence[int], key: Sequence[str]) -> list[Fault]:
    if empty := [row for row in heading if row not in grid.rows]:
        rule = "is an empty row of the table, and no other row is the heading that this file knows."
        return [Fault(read.place("heading", value=str(empty[0])), rule)]
    names = list(column_names(grid, heading).values())
    missing = [name for name in key if fold(name) not in map(fold, names)]
    rows = " and ".join(map(str, heading))
    rule = (
        f"is no column of the heading in row {rows}, which has {one_line(', '.join(names), 200)}; by {read.line('study', 'key')} "
        f"it tells studies apart. If the column has another name now, write that in {MAPPING_FILE}; if the heading stands "
        "elsewhere, or other signs separate the cells, correct heading or cells_separated_by there."
    )
    return [Fault(Cell(grid.name, heading[-1], name, name), rule, nearest(name, names)) for name in missing]
