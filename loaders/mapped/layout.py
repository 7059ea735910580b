"""The heading of a table, of one or two rows, as names of its columns."""

from collections import Counter
from collections.abc import Sequence

from loaders.mapped.grid import Grid
from loaders.mapped.words import fold
from loaders.sheets.table import letters


def column_names(grid: Grid, heading: Sequence[int]) -> dict[int, str]:
    """The name of each column that holds anything in or below the heading, by index.

    Of two heading rows, the upper one names groups: ``PAT`` over ``modality`` is ``PAT / modality``. A second column of the
    same name is ``modality (2)``; one without a name is called by its letters.
    """
    lower = heading[-1]
    used = {column for row, cells in grid.rows.items() if row >= min(heading) for column in cells}
    upper = _groups(grid, heading[0], lower) if len(heading) > 1 else {}
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for column in sorted(used):
        parts = (upper.get(column, ""), " ".join(grid.text(lower, column).split()))
        name = " / ".join(dict.fromkeys(part for part in parts if part)) or f"(column {letters(column)})"
        seen[fold(name)] += 1
        names[column] = name if seen[fold(name)] == 1 else f"{name} ({seen[fold(name)]})"
    return names


def _groups(grid: Grid, upper: int, lower: int) -> dict[int, str]:
    """What the upper heading row says of each column; where nothing is merged, a group ends where the next one begins."""
    merged = any(top <= upper <= bottom and left < right for top, left, bottom, right in grid.merged)
    groups: dict[int, str] = {}
    group = ""
    for column in range(max((*grid.rows.get(upper, {}), *grid.rows.get(lower, {})), default=-1) + 1):
        here = " ".join(grid.text(upper, column).split())
        below = grid.text(lower, column)
        if here or merged or not below:
            group = here
        if group:
            groups[column] = group
        if not below:  # a name of one column, which is no group for those to its right
            group = ""
    return groups
